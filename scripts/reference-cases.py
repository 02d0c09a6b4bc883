#!/usr/bin/python3
# SPDX-License-Identifier: Apache-2.0
"""reference-cases.py BONESIM...: ten numbers that a host may have stored, from one or more builds of bonesim, as the rows
of a table: the old and the new of CHANGELOG.md."""
import csv
import json
import subprocess
import sys

MONTH = 30.4375
WOMAN = {"age_years": 61, "years_since_menopause": 11}
THIN = dict(WOMAN, **{"t_score.femoral_neck": -2.5})
LETROZOLE = {"agent": "letrozole", "dose": 2.5, "every_days": 1}


def agent(name, dose, every_days):
    return {"agent": name, "dose": dose, "every_days": every_days}


# Case, who she is, what she gets, months, observable
CASES = [
    ("no treatment, 24 months, spine", WOMAN, [], 24, "bmd_change.lumbar_spine"),
    ("no treatment, 24 months, hip", WOMAN, [], 24, "bmd_change.total_hip"),
    ("letrozole, 24 months, spine", WOMAN, [LETROZOLE], 24, "bmd_change.lumbar_spine"),
    ("letrozole, 24 months, hip", WOMAN, [LETROZOLE], 24, "bmd_change.total_hip"),
    ("letrozole, 24 months, CTX", WOMAN, [LETROZOLE], 24, "marker_change.s_ctx"),
    ("letrozole and zoledronic acid 4 mg every 6 months, 24 months, spine", WOMAN,
     [LETROZOLE, agent("zoledronic_acid", 4, 6 * MONTH)], 24, "bmd_change.lumbar_spine"),
    ("denosumab 60 mg every 6 months, 36 months, spine", WOMAN, [agent("denosumab", 60, 6 * MONTH)], 36,
     "bmd_change.lumbar_spine"),
    ("teriparatide 20 ug a day, 18 months, spine", WOMAN, [agent("teriparatide", 20, 1)], 18,
     "bmd_change.lumbar_spine"),
    ("ten-year risk of a major fracture, day 0, femoral neck T -2.5", THIN, [], 0, "fracture_risk_10y.major"),
    ("ten-year risk of a hip fracture, day 0, femoral neck T -2.5", THIN, [], 0, "fracture_risk_10y.hip"),
]


def value(bonesim, who, interventions, months, observable):
    day = months * MONTH
    scenario = {"schema": "bonemodel.scenario/1", "patient": who, "arms": [{"name": "a", "interventions": interventions}],
                "horizon_days": max(day, 1), "sample_days": [day], "observables": [observable]}
    output = subprocess.run([bonesim, "run", "-", "--quiet"], input=json.dumps(scenario), check=True,
                            stdout=subprocess.PIPE, universal_newlines=True).stdout
    row = next(csv.DictReader(output.splitlines()))
    return "%.6g %s" % (float(row["value"]), row["unit"]) if row["unit"] != "1" else "%.6g" % float(row["value"])


def main(programs):
    for case, *what in CASES:
        print("| %s | %s |" % (case, " | ".join(value(program, *what) for program in programs)))


if __name__ == "__main__":
    main(sys.argv[1:])
