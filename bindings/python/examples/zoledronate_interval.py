# SPDX-License-Identifier: Apache-2.0
# %% [markdown]
# # How often is zoledronic acid needed?
#
# Women on letrozole get 4 mg of zoledronic acid every 3, 6, 12, 24 or 36 months, or not at all. Trials compared two or
# three of these; here all stand on one curve, with the band of a new trial: how sure the trials leave the parameters, and
# how studies differ. Editors that know `# %%` run this file cell by cell; as a program it writes
# `zoledronate_interval.svg`.

# %%
import matplotlib.pyplot as plt

import bonemodel as bm

# %% [markdown]
# ## The scenario: an arm for each interval

# %%
# [scenario]
MONTHS = [36, 24, 12, 6, 3]
HIP = "bmd_change.total_hip"

arms = [bm.Arm("none", [bm.Intervention("letrozole")])]
for months in MONTHS:
    arms.append(bm.Arm(f"{months} months", [bm.Intervention("letrozole"),
                                            bm.Intervention("zoledronic_acid", dose=4, every_days=30.4375 * months)]))
scenario = bm.Scenario(arms, [HIP, "marker_change.s_ctx"], horizon_days=1826.25, sample_every_days=91.3125,
                       patient={"age_years": 62, "t_score.total_hip": -1.0}, band="trial",
                       title="Zoledronic acid on letrozole, by interval")
result = scenario.run()
# [scenario]

# %% [markdown]
# ## As a table

# %%
# [table]
table = result.to_pandas()
last = table[(table.time_days == result.times_d[-1]) & (table.observable == HIP)]
print(last[["arm", "value", "p05", "p95"]].round(1).to_string(index=False))
# [table]

# %% [markdown]
# ## The curve: change of the hip in five years by doses a year
#
# A dose lasts long: between a dose every year and one every three months the hip gains little more.

# %%
figure, axes = plt.subplots(figsize=(6, 4), layout="constrained")
per_year = [0.0] + [12 / months for months in MONTHS]
axes.fill_between(per_year, last["p05"].to_numpy(), last["p95"].to_numpy(), alpha=0.2, label="nine trials of ten")
axes.plot(per_year, last["value"].to_numpy(), "o-", label="typical woman")
axes.set(xlabel="doses of 4 mg a year", ylabel="hip density after five years [change, %]")
axes.axhline(0, color="#777777", linewidth=0.8)
axes.legend(frameon=False)
figure.supxlabel(f"{result.source}: {bm.CAVEAT}", fontsize=7)
figure.savefig("zoledronate_interval.svg")

# %% [markdown]
# ## The courses, as the result draws them

# %%
result.plot().savefig("zoledronate_courses.svg")
