# SPDX-License-Identifier: Apache-2.0
"""The golden scenarios, which a C program wrote: the same numbers to the last bit."""
import json

import numpy as np
import pytest
from conftest import SOURCE

import bonemodel as bm

GOLDEN = json.loads((SOURCE / "tests" / "golden" / "golden.json").read_text(encoding="utf-8"))
NAMES = {"interval_d": "every_d", "end_d": "stop_d"}


def patient_of(case):
    options = {"rtol": case["rtol"]} if "rtol" in case else {}
    patient = bm.Patient(bm.Model(case["model"]), {**case["covariates"], **case["parameters"], **case["initial"]}, **options)
    for prescription in case["prescriptions"]:
        fields = {NAMES.get(name, name): value for name, value in prescription.items() if name not in ("agent", "parameters")}
        patient.prescribe(prescription["agent"], **fields, **prescription.get("parameters", {}))
    return patient


def cohort_of(case):
    said = dict(case["cohort"])
    vary, correlate = said.pop("vary", []), said.pop("correlate", [])
    cohort = bm.Cohort(patient_of(case), **said)
    for row in vary:
        cohort.vary(**row)
    for row in correlate:
        cohort.correlate(**row)
    return cohort


def test_none_is_left_out():
    assert len(GOLDEN["cases"]) >= 12


@pytest.mark.parametrize("case", GOLDEN["cases"], ids=lambda case: case["name"])
def test_bits(case):
    if "cohort" in case:
        values = cohort_of(case).sample(case["times_d"], case["observables"])
        result = cohort_of(case).run(case["times_d"], case["observables"])
        assert np.array_equal(result.members[0], values)
    else:
        rows = patient_of(case).sample(case["times_d"], case["observables"])
        values = np.stack([rows[name] for name in case["observables"]], axis=-1)
        result = patient_of(case).run(case["times_d"], case["observables"])
        assert np.array_equal(result.statistics["value"][0], values)
    wanted = np.array(case["values"], np.float64)
    assert values.shape == wanted.shape and values.tobytes() == wanted.tobytes()
