# SPDX-License-Identifier: Apache-2.0
# %% [markdown]
# # Her second DXA
#
# A woman of 61 has taken letrozole for a year; her bone was measured before and after. How will the next four years go, how
# sure is that, and what would zoledronic acid do? It writes `second_dxa.svg` and `before_and_after.svg`.

# %%
from typing import Any

import bonemodel as bm

SPINE, HIP = "bmd.lumbar_spine", "bmd.total_hip"

# %%
# [measured]
woman = bm.Patient(bm.Model(), age_years=61, years_since_menopause=11, day0="2025-11-24")
woman.prescribe("letrozole")
treated = woman.clone()
treated.prescribe("zoledronic_acid", every_d=365.25, start_d="2026-12-07")

first = [bm.Measurement(SPINE, 0.905), bm.Measurement(HIP, 0.812)]
second = [bm.Measurement(SPINE, 0.871, day="2026-11-30"), bm.Measurement(HIP, 0.795, day="2026-11-30"),
          bm.Measurement("marker.s_ctx", 0.61, day="2026-11-30")]
forecast = bm.Forecast(woman, name="letrozole alone", threads=2)
forecast.measure(first + second)
forecast.add(treated, "with zoledronic acid")
for note in forecast.notes():
    print(note)
# [measured]

# %% [markdown]
# ## What comes
#
# Each row is the true density and not a reading to come. The difference of the two is taken woman by woman, so that it is
# surer than either.

# %%
# [forecast]
days = [0.0, 182, *(371 + 91.3125 * quarter for quarter in range(17))]
result = forecast.run(days, [SPINE, HIP, "t_score.total_hip"], thresholds={"t_score.total_hip": -2.5})
table = result.to_pandas()
last = table[table.time_days == days[-1]]
print(last[["arm", "observable", "value", "p05", "p95"]].round(3).to_string(index=False))
picture = result.plot([SPINE, HIP])
# [forecast]


def show_scans(figure: Any) -> None:
    """Black dots are what was measured."""
    for axes, densities in zip(figure.axes, ([0.905, 0.871], [0.812, 0.795])):
        axes.plot([0, 371 / 365.25], densities, "ko", markersize=4)


show_scans(picture)
picture.savefig("second_dxa.svg")

# %% [markdown]
# ## What the measurements were worth
#
# What her doctor could expect of letrozole alone when only her first scan was known, and after the second one.

# %%
# [worth]
before, after = bm.Forecast(woman, threads=2), bm.Forecast(woman, threads=2)
before.measure(first)
after.measure(first + second)
both = bm.Result.of_arms({"after her first scan": before.run(days, [SPINE, HIP]),
                          "after her second scan": after.run(days, [SPINE, HIP])})
print(both.to_pandas().query("time_days == @days[-1]")[["arm", "observable", "value", "sd"]].round(3).to_string(index=False))
picture = both.plot()
# [worth]
show_scans(picture)
picture.savefig("before_and_after.svg")
