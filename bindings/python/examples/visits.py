# SPDX-License-Identifier: Apache-2.0
"""Yearly visits: every woman of a cohort on letrozole gets zoledronic acid once her own hip has lost too much."""
import bonemodel as bm

HIP = "t_score.total_hip"


# [decision]
class WhenNeeded:
    """Zoledronic acid twice a year from the first visit with a T-score below -1.5. Each woman has a copy of this."""

    def __init__(self) -> None:
        self.treated = False

    def __call__(self, visit: bm.Visit) -> None:
        if not self.treated and visit.observe(HIP) < -1.5:
            visit.prescribe("zoledronic_acid", every_d=182.5)
            self.treated = True


model = bm.Model()
profile = bm.Patient(model, {HIP: -1.0}, age_years=62)
profile.prescribe("letrozole")
letrozole = bm.Cohort(profile, size=100)
profile.decide(WhenNeeded(), every_d=365.25)
when_needed = bm.Cohort(profile, size=100)

for name, women in {"letrozole": letrozole, "with zoledronic acid when needed": when_needed}.items():
    women.vary(HIP, sd=0.8)  # assumed
    summary = women.summarise([5 * 365.25], [HIP], thresholds={HIP: -2.5})[HIP]
    print(f"{name}: mean T-score {summary['mean'][0]:.2f}, below -2.5 in {100 * summary['below'][0]:.0f} %")
# [decision]
