# SPDX-License-Identifier: Apache-2.0
# %% [markdown]
# # What decides how much hip she loses?
#
# A global sensitivity analysis: 2048 women whose age, weight, T-score, estradiol, calcium intake and 25-OH-vitamin D are
# drawn together, five years of letrozole in each, and with SALib the share of the variance that each input explains alone
# (S1) and in company (ST). Statements about the model, not about causes. It writes `sensitivity.svg`.

# %%
import concurrent.futures

import matplotlib.pyplot as plt
import numpy as np
from SALib.analyze import sobol as analyze
from SALib.sample import sobol as sample

import bonemodel as bm

# %%
# [problem]
RANGES = {"age_years": (55, 75), "weight_kg": (50, 95), "t_score.total_hip": (-2.5, 1.0), "estradiol_pg_ml": (2, 12),
          "calcium_intake_mg_day": (300, 1500), "calcidiol_nmol_l": (20, 110)}
problem = {"num_vars": len(RANGES), "names": list(RANGES), "bounds": list(RANGES.values())}
women = sample.sample(problem, 256, calc_second_order=False, seed=1)  # 256 x (6 + 2) = 2048 women
# [problem]

# %% [markdown]
# ## A woman for each row
#
# The interpreter lock is given up during a simulation, so that threads work side by side. Day 0 is the same hip, so that
# her loss is not hidden in where she began.

# %%
# [threads]
model = bm.Model()


def loss(row: np.ndarray) -> float:
    woman = bm.Patient(model, dict(zip(RANGES, row)))
    woman.prescribe("letrozole")
    woman.advance_to(1826.25)
    return woman.observe("bmd_change.total_hip")


with concurrent.futures.ThreadPoolExecutor() as pool:
    losses = np.array(list(pool.map(loss, women)))
# [threads]
print(f"{len(losses)} women: {losses.mean():.2f} %, SD {losses.std(ddof=1):.2f}, from {losses.min():.2f} to {losses.max():.2f}")

# %%
# [shares]
shares = analyze.analyze(problem, losses, calc_second_order=False, seed=1)
for name, alone, total in zip(RANGES, shares["S1"], shares["ST"]):
    print(f"{name:22} S1 {alone:+.2f}  ST {total:+.2f}")
# [shares]

# %%
figure, axes = plt.subplots(figsize=(6, 3.4), layout="constrained")
at = np.arange(len(RANGES))
axes.barh(at - 0.2, shares["S1"], 0.4, xerr=shares["S1_conf"], label="alone (S1)")
axes.barh(at + 0.2, shares["ST"], 0.4, xerr=shares["ST_conf"], label="in company (ST)")
axes.set_yticks(at, [name.replace("_", " ") for name in RANGES])
axes.invert_yaxis()
axes.set_xlabel("share of the variance of five years' hip loss on letrozole")
axes.legend(frameon=False)
figure.supxlabel(f"{bm.CAVEAT}", fontsize=7)
figure.savefig("sensitivity.svg")
