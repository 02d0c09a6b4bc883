# SPDX-License-Identifier: Apache-2.0
# %% [markdown]
# # Letrozole in women who differ
#
# One woman tells little of the next. Here 200 women start letrozole, and the same 200 with zoledronic acid twice a
# year. Editors that know `# %%` run this file cell by cell; as a program it writes `cohort_bands.png`.

# %%
import matplotlib.pyplot as plt
import numpy as np

import bonemodel as bm

model = bm.Model()
years = np.linspace(0, 5, 61)
spine, hip = "bmd_change.lumbar_spine", "t_score.total_hip"

# %% [markdown]
# ## The women
#
# A profile says what they have in common; `vary` how they differ, here by assumed spreads, and `variability` adds how
# women of the same age and density differ in the model's parameters.


# %%
# [cohort]
def cohort(*prescriptions: tuple[str, dict[str, float]]) -> bm.Cohort:
    profile = bm.Patient(model, {"t_score.total_hip": -1.0}, age_years=62)
    for agent, fields in prescriptions:
        profile.prescribe(agent, **fields)
    women = bm.Cohort(profile, size=200, seed=7, threads=2)
    women.vary("age_years", sd=6, minimum=52, maximum=75)
    women.vary("t_score.total_hip", sd=0.8)
    women.correlate("age_years", "t_score.total_hip", -0.3)
    return women


arms = {
    "letrozole": cohort(("letrozole", {})),
    "with zoledronic acid": cohort(("letrozole", {}), ("zoledronic_acid", {"every_d": 182.5})),
}
# [cohort]

# %% [markdown]
# ## Five years

# %%
# [summarise]
summaries = {name: arm.summarise(365.25 * years, [spine, hip], percentiles=[5, 50, 95], thresholds={hip: -2.5})
             for name, arm in arms.items()}
for name, summary in summaries.items():
    last = summary[-1]
    print(f"{name}: spine {last[spine]['mean']:+.1f} %, SD {last[spine]['sd']:.1f};"
          f" osteoporosis at the hip in {100 * last[hip]['below']:.0f} %")
# [summarise]

# %%
# [plot]
figure, axes = plt.subplots(1, 2, figsize=(10, 4), layout="constrained")
for axis, observable in zip(axes, (spine, hip)):
    for name, summary in summaries.items():
        low, middle, high = summary[observable]["percentiles"].T
        axis.plot(years, middle, label=name)
        axis.fill_between(years, low, high, alpha=0.2)
    axis.set(xlabel="years", ylabel=f"{observable} [{model.find(bm.Kind.OBSERVABLE, observable).unit}]")
axes[0].legend(title="median, and 90 % of the women")
figure.savefig("cohort_bands.png")
# [plot]

# %% [markdown]
# ## One woman
#
# Of one patient the members are possibilities of what will come: of the typical course, of a new trial of such women, of
# one such woman, and of her as she is measured.

# %%
# [bands]
profile = bm.Patient(model, {"t_score.total_hip": -1.0}, age_years=62)
profile.prescribe("letrozole")
for band in ("typical", "trial", "woman", "measured"):
    possible = bm.Cohort(profile, size=500, threads=2, band=band)
    low, high = possible.summarise(730.5, spine, percentiles=[5, 95])[spine]["percentiles"][0]
    print(f"{band}: spine at two years {low:+.1f} to {high:+.1f} %")
# [bands]
