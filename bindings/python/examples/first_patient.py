# SPDX-License-Identifier: Apache-2.0
"""A first patient: five years of letrozole, year by year."""
# [first patient]
import bonemodel as bm

patient = bm.Patient(bm.Model(), {"t_score.total_hip": -1.2}, age_years=61)
patient.prescribe("letrozole")  # 2.5 mg a day, as the label has it

print("year  spine density  hip density  hip")
print("        [change, %]  [change, %]  [T-score]")
for year in range(6):
    patient.advance_to(365.25 * year)
    print(f"{year:4}  {patient.observe('bmd_change.lumbar_spine'):+13.2f}"
          f"  {patient.observe('bmd_change.total_hip'):+11.2f}  {patient.observe('t_score.total_hip'):+9.2f}")
# [first patient]
