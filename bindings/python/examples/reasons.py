# SPDX-License-Identifier: Apache-2.0
"""What a loss of bone comes from: the parts of three years' change, as numbers and as bars (reasons.png)."""
import matplotlib.pyplot as plt

# [reasons]
import bonemodel as bm

patient = bm.Patient(bm.Model(), age_years=56, years_since_menopause=3, cigarettes_per_day=15)
patient.prescribe("letrozole")
patient.prescribe("zoledronic_acid", start_d=365.25)

parts = patient.explain(3 * 365.25, "bmd_change.total_hip")
for part in parts:
    print(f"{part.name:16} {part.value:+.2f} %")
print(f"{'in all':16} {sum(part.value for part in parts):+.2f} %")
# [reasons]

figure, axes = plt.subplots(layout="constrained")
axes.barh([part.name.replace("_", " ") for part in parts], [part.value for part in parts],
          color=["tab:blue" if part.value > 0 else "tab:red" for part in parts])
axes.invert_yaxis()
axes.axvline(0, color="black", linewidth=0.8)
axes.set_xlabel("part of the change of hip density in three years [%]; simulated, not medical advice")
figure.savefig("reasons.png")
