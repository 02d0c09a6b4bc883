# SPDX-License-Identifier: Apache-2.0
import copy
import math
import pickle
import re

import pytest

import bonemodel as bm


def test_catalogue(model, core):
    letrozole = model.find(bm.Kind.AGENT, "letrozole")
    assert letrozole[:6] == (bm.Kind.AGENT, "letrozole", "mg", 0, 250, 2.5) and letrozole.code == "ATC:L02BG04"
    assert letrozole in model.agents() and model.agents()[model.index(bm.Kind.AGENT, "letrozole")] == letrozole
    assert model.find(bm.Kind.AGENT, "calcium").flags & bm.Flag.CONTINUOUS
    assert {"bmd_change.lumbar_spine", "serum.estradiol"} <= {row.name for row in model.observables()}
    assert math.isnan(model.observables()[0].maximum)
    for kind in bm.Kind:
        assert all(row.kind is kind and row.name and row.description for row in model.rows(kind))
    assert core.rows(bm.Kind.COVARIATE) == () and len(model.rows(bm.Kind.COVARIATE)) > 20
    # What prescribe() takes as a field is no agent's own parameter.
    assert not {row.name.split(".")[-1] for row in model.rows(bm.Kind.AGENT_PARAMETER)} & {
        "dose", "every_d", "start_d", "stop_d", "adherence", "doses"}


def test_unknown_names(model):
    with pytest.raises(bm.ENOTFOUND, match="'letrozol'"):
        model.find(bm.Kind.AGENT, "letrozol")
    with pytest.raises(bm.ENOTFOUND, match="'other' is not a model, allowed is full or core"):
        bm.Model("other")
    with pytest.raises(bm.ENOTFOUND, match="did you mean letrozole"):
        model.find(bm.Kind.AGENT, "letrozol")
    with pytest.raises(bm.ENOTFOUND, match="'letrozol'; did you mean letrozole"):
        bm.Patient(model).prescribe("letrozol")
    with pytest.raises(bm.ENOTFOUND, match="'dos' is not a field.*allowed are dose, every_d,.*did you mean dose"):
        bm.Patient(model).prescribe("letrozole", dos=2)
    with pytest.raises(bm.ENOTFOUND, match="did you mean t_score.lumbar_spine"):
        bm.Patient(model).observe("t_score.spine")
    assert model.nearest(bm.Kind.AGENT, "zoledronate") == ["zoledronic_acid"]
    assert model.nearest(bm.Kind.AGENT, "qqq") == []
    with pytest.raises(bm.EINVAL, match="NUL"):
        model.find(bm.Kind.AGENT, "letrozole\0")
    with pytest.raises(TypeError):
        model.find(bm.Kind.AGENT, b"letrozole")


def test_copies(core):
    assert pickle.loads(pickle.dumps(core)).name == copy.deepcopy(core).name == "core"
    assert repr(core) == "Model('core')"


def test_identity(model, core):
    for one in (model, core):
        assert re.fullmatch(r"20\d\d[a-z]-[0-9a-f]{8}", one.calibration) and one.equations >= 1
        assert bm.Model(one.name).calibration == bm.Patient(one).calibration == one.calibration
    assert model.calibration != core.calibration


def test_units(model):
    assert model.convert(bm.Kind.COVARIATE, "calcidiol_nmol_l", 20, "ng/mL") == pytest.approx(49.92, rel=1e-4)
    with pytest.raises(bm.ENOTFOUND, match="'ng/ml', allowed is nmol/L, .*ng/mL"):
        model.convert(bm.Kind.COVARIATE, "calcidiol_nmol_l", 20, "ng/ml")
    one, other = bm.Patient(model), bm.Patient(model, {"height_cm": {"value": 1.7, "unit": "m"}})
    one.set("height_cm", 170)
    one.set("calcidiol_nmol_l", 49.920128)
    other.set("calcidiol_nmol_l", {"value": 20, "unit": "ng/mL"})
    one.prescribe("vitamin_d", dose=800, start_d=-100)
    other.prescribe("vitamin_d", dose={"value": 20, "unit": "ug/d"}, start_d=-100)
    assert other.observe("serum.calcidiol") == pytest.approx(one.observe("serum.calcidiol"), rel=1e-6)
    with pytest.raises(bm.EINVAL, match=r"height_cm: found the keys \['value'\]"):
        other.set("height_cm", {"value": 1.7})
    with pytest.raises(bm.ENOTFOUND, match="'letrozol'"):
        model.convert(bm.Kind.AGENT, "letrozol", 1, "mg")


def test_devices(model):
    lunar = model.find(bm.Kind.DEVICE, "lunar").default
    patient = bm.Patient(model, {"bmd.lumbar_spine": 1.0}, device=lunar)
    assert patient.observe("bmd.lumbar_spine") == pytest.approx(0.880218, abs=1e-6)
    assert bm.Patient(model, {"bmd.lumbar_spine": 1.0}, device="lunar").values()["device"] == lunar
    assert "converted from the scale of lunar" in patient.warnings()[0]
    with pytest.raises(bm.ENOTFOUND, match="ge"):
        bm.Patient(model, device="ge")
