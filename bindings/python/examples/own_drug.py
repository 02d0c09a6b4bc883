# SPDX-License-Identifier: Apache-2.0
"""A drug that the library does not have, as a differential equation. Its numbers are invented."""
import math

import bonemodel as bm


# [hook]
class Antibody(bm.Hook):
    """Binds sclerostin; half-life 10 days."""

    name = "antibody"
    states = (1.0,)  # its concentration, 1 after a dose of 100 mg
    targets = ("sclerostin_binding",)
    dose_default = 100.0
    every_default_d = 30.0

    def amount(self, dose: float) -> float:
        return dose / 100

    def field(self, at: bm.HookAt) -> None:
        at.dx_dt[0] = -math.log(2) / 240 * at.x[0]  # per hour
        at.targets[0] = 3 * at.x[0]  # concentration/Kd


patient = bm.Patient(bm.Model(), age_years=66)
patient.hook(Antibody())
patient.prescribe("antibody", doses=12)
for month in (0, 3, 6, 12, 24):
    patient.advance_to(30 * month)
    print(f"day {patient.time_d:3.0f}: concentration {patient.read_hook('antibody')[0]:.2f},"
          f" spine {patient.observe('bmd_change.lumbar_spine'):+.1f} %")
# [hook]
