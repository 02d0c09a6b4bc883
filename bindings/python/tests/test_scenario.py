# SPDX-License-Identifier: Apache-2.0
"""Scenarios: those of bonesim, with its numbers and its refusals."""
import copy
import csv
import dataclasses
import datetime
import io
import json
import pickle
import subprocess
import sys

import numpy as np
import pytest
from conftest import EXAMPLES, PICTURES, SOURCE, TRIALS, need

import bonemodel as bm
from bonemodel import _json, schema

sys.path.insert(0, str(SOURCE / "tests" / "bonesim"))
from test_bad_scenarios import BASE, CASES, FULL, FULL_CASES, TEXTS, vary  # noqa: E402, what bonesim refuses

BROKEN = [(vary(change, base=base), places[0]) for cases, base in ((CASES, BASE), (FULL_CASES, FULL))
          for change, places in cases] + [(text, "") for text, _ in TEXTS]
FILES = [*EXAMPLES, *PICTURES, *TRIALS]


def table(text):
    """A CSV of bonesim by column; numbers as they read back."""
    rows = list(csv.reader(io.StringIO(text)))
    columns = dict(zip(rows[0], zip(*rows[1:])))
    return {name: list(cells) if name in ("arm", "months", "observable", "unit")
            else [float(cell) if cell else np.nan for cell in cells] for name, cells in columns.items()}


def assert_same(columns, wanted):
    assert list(columns) == list(wanted)
    for name, values in columns.items():
        if values.dtype == object:
            assert values.tolist() == wanted[name]
        else:
            assert np.array_equal(values.astype(float), wanted[name], equal_nan=True), name


def run_bonesim(bonesim, *arguments):
    return subprocess.run([bonesim, *map(str, arguments), "--quiet"], check=True, stdout=subprocess.PIPE, text=True).stdout


# letrozole_cohort takes seconds; what is special about it is in test_bits_of_spreads.
@pytest.mark.parametrize("path", [path for path in [*EXAMPLES, *PICTURES, *TRIALS[::6]] if path.stem != "letrozole_cohort"],
                         ids=lambda path: path.stem)
def test_bits_of_bonesim(bonesim, path):
    result = bm.Scenario.from_json(path).run(threads=2)
    assert_same(result.columns(), table(run_bonesim(bonesim, "run", path)))


@pytest.mark.parametrize("changes", [
    {"band": "measured", "seed": 7}, {"band": "typical"},
    {"cohort": bm.Women(8, uncertainty=3, sd={"age_years": 2}, measurement_error=True, variability=False)}],
    ids=["measured", "typical", "uncertainty"])
def test_bits_of_spreads(bonesim, changes, tmp_path):
    scenario = dataclasses.replace(bm.Scenario.from_json(SOURCE / "examples/scenarios/history.json"), sample_every_days=None,
                                   sample_days=[0, 700], observables=["bmd_change.total_hip", "marker_change.s_ctx"], **changes)
    scenario.to_json(tmp_path / "made.json")
    assert_same(scenario.run().columns(), table(run_bonesim(bonesim, "run", tmp_path / "made.json")))


def test_bits_of_predictions(bonesim):
    folder = SOURCE / "examples" / "scenarios"
    rows = list(csv.DictReader(io.StringIO((folder / "new_trial.csv").read_text())))
    result = bm.Scenario.from_json(folder / "new_trial.json").predict(rows)
    assert result.kind == "prediction" and "with - alone" in result.arms
    assert_same(result.columns(), table(run_bonesim(bonesim, "predict", folder / "new_trial.json", folder / "new_trial.csv")))
    need("matplotlib")
    assert len(result.plot().axes) == 1 and bm.CAVEAT in result._repr_html_()
    assert need("xarray") and result.to_xarray()["mean"].dims == ("arm", "months", "observable")


@pytest.mark.parametrize("row, place", [
    ({"arm": "x"}, "row 1, arm"), ({"arm": "alone - x"}, "row 1, arm"), ({"months": "24 "}, "row 1, months"),
    ({"months": 1e6}, "row 1, months"), ({"months": "36>12"}, "row 1, months"), ({"months": None}, "row 1, months"),
    ({"observable": "bmd"}, "row 1, observable"), ({"observable": "serum.pth"}, "row 1, observable"), ({"n": "0"}, "row 1, n"),
    ({"n": "5/6"}, "row 1, n"), ({"n": 1.5}, "row 1, n"), ({"arm": "with - alone", "n": "5"}, "row 1, n")])
def test_wrong_rows(row, place):
    scenario = bm.Scenario.from_json(SOURCE / "examples/scenarios/new_trial.json")
    with pytest.raises(bm.Error, match=f"^{place}: found .*; allowed "):
        scenario.predict([{"arm": "alone", "months": 24, "observable": "bmd_change.lumbar_spine", **row}])


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_every_scenario_is_read_written_and_valid(path):
    scenario = bm.Scenario.from_json(path)
    if path in FILES[::5]:
        scenario.validate()
    again = bm.Scenario.from_json(scenario.to_json())
    written = json.loads(path.read_text(encoding="utf-8"))
    for arm in written["arms"]:
        if not arm.get("interventions", [1]):
            del arm["interventions"]  # says nothing
    assert again == scenario and again.to_dict() == written
    assert copy.deepcopy(scenario) == pickle.loads(pickle.dumps(scenario)) == scenario


@pytest.mark.parametrize("text, place", BROKEN, ids=lambda value: None)
def test_what_bonesim_refuses(text, place):
    with pytest.raises(bm.Error) as raised:
        bm.Scenario.from_json(text if isinstance(text, bytes) else text.encode()).validate()
    sentence = str(raised.value)
    assert isinstance(raised.value, (ValueError, LookupError)) and "\n" not in sentence and len(sentence) < 2000
    try:
        _json.parse(text)
    except bm.Error:
        return  # no JSON: there is no place yet
    if "bad\\x0akey" not in place:
        assert place.partition(": ")[0] in sentence.partition(": ")[0]


def test_bonesim_refuses_them_too(bonesim, tmp_path):
    """A sample: tests/bonesim tries all."""
    for index, (text, _) in enumerate(BROKEN[::12]):
        path = tmp_path / f"{index}.json"
        path.write_bytes(text if isinstance(text, bytes) else text.encode())
        assert subprocess.run([bonesim, "check", path], capture_output=True).returncode == 2
    for base in (BASE, FULL):
        path.write_text(base)
        assert subprocess.run([bonesim, "check", path], capture_output=True).returncode == 0
        bm.Scenario.from_json(base).validate()


# What a schema cannot say: what is allowed one by one but does not go together.
BEYOND_A_SCHEMA = ("twice", ".stop_day: ", ".every_days: ", "as in", "allowed a number above ", "sample_days[", "sample_every_days", "beside", "menopause",
                   "letrozole", "with start_when at least", "members x", "which does not vary", "with itself", "contradict",
                   "cohort.range.age_years", "cohort.sd.", "found 0")


def test_schema():
    jsonschema = need("jsonschema")
    held = json.loads((SOURCE / "bindings/python/bonemodel/scenario.schema.json").read_text(encoding="utf-8"))
    assert held == json.loads(json.dumps(schema.schema())), "python -m bonemodel.schema > scenario.schema.json"
    validator = jsonschema.Draft202012Validator(held)
    validator.check_schema(held)
    for path in FILES:
        assert not list(validator.iter_errors(json.loads(path.read_text(encoding="utf-8")))), path.stem
    refused = 0
    cases = [(change, " ".join(places), base) for cases, base in ((CASES, BASE), (FULL_CASES, FULL)) for change, places in cases]
    for change, place, base in cases:
        try:
            tree = _json.parse(vary(change, base=base))
        except bm.Error:
            continue
        if list(validator.iter_errors(tree)):
            refused += 1
        else:
            assert any(word in place for word in BEYOND_A_SCHEMA), place
    assert refused > 150


def test_a_scenario_in_python():
    scenario = bm.Scenario(
        [bm.Arm("alone", [bm.Intervention("letrozole", start_day=datetime.date(2026, 12, 1))]),
         bm.Arm("training", [bm.Intervention("letrozole", start_day="2026-12-01"), bm.Intervention(
             "impact_training", parameters={"exercise": "jump", "sessions_per_week": np.float64(3)})], title="With training")],
        ["bmd_change.total_hip"], "2028-11-30", sample_days=[0, datetime.date(2027, 11, 30), 730], day0="2026-11-30",
        patient={"age_years": np.int64(61), "calcidiol_nmol_l": {"value": 20, "unit": "ng/mL"}})
    result = scenario.run()
    assert result.times_d.tolist() == [0, 365, 730] and str(result.day0) == "2026-11-30"
    assert result[scenario.observables[0]][0, 2] < result[scenario.observables[0]][1, 2] < 0
    alone = scenario.make_patient("alone")
    assert alone.get("calcidiol_nmol_l") == pytest.approx(49.92, abs=0.01)
    assert alone.run([0, 365, 730], scenario.observables)[scenario.observables[0]].tolist() == [
        result[scenario.observables[0]][0].tolist()]
    assert bm.Scenario.from_dict(alone.scenario([0, 365, 730], scenario.observables)).run()[scenario.observables[0]].tolist() == [
        result[scenario.observables[0]][0].tolist()]
    with pytest.raises(bm.ENOTFOUND, match="allowed are alone, training"):
        scenario.make_patient("x")
    with pytest.raises(bm.ECONFLICT, match="neither a cohort nor a band"):
        scenario.make_cohort("alone")
    assert len(dataclasses.replace(scenario, cohort=bm.Women(3)).make_cohort("alone")) == 3
    assert len(dataclasses.replace(scenario, band="trial").make_cohort("alone")) == 1000
    for broken in ({"horizon_days": None}, {"arms": "x"}, {"patient": {"age_years": "61"}}, {"observables": []},
                   {"cohort": bm.Women("5")}, {"arms": [bm.Arm("a", [bm.Intervention("letrozole", start_when=bm.When())])]}):
        with pytest.raises(ValueError, match=f"^{'cohort.size' if 'cohort' in broken else next(iter(broken))}.*: found "):
            dataclasses.replace(scenario, **broken).validate()


def test_progress_and_cancelling():
    scenario = dataclasses.replace(bm.Scenario.from_json(SOURCE / "examples/scenarios/z_fast.json"), cohort=bm.Women(20))
    seen = []
    scenario.run(progress=lambda *now: seen.append(now[1]))
    assert seen == sorted(seen) and seen[-1] == 1 and 2 <= len(seen)
    with pytest.raises(bm.ECANCELLED):
        scenario.run(progress=lambda time_d, fraction: True)
    for alike in (scenario, dataclasses.replace(scenario, cohort=None)):
        with pytest.raises(ZeroDivisionError):
            alike.run(progress=lambda time_d, fraction: 1 // 0)


def test_habits_that_would_overlap_whenever_the_second_starts(bonesim, tmp_path):
    later = bm.Intervention("smoking", dose=5.0, start_when=bm.When([bm.Condition("t_score.total_hip", below=5.0)], None, 30.0))
    scenario = bm.Scenario([bm.Arm("a", [bm.Intervention("smoking", dose=0.0), later])], ["bmd.total_hip"], 300, [300])
    with pytest.raises(bm.ECONFLICT, match=r"^arms\[0\].interventions\[1\]: "):
        scenario.validate()
    scenario.to_json(tmp_path / "habits.json")
    assert subprocess.run([bonesim, "check", tmp_path / "habits.json"], capture_output=True).returncode == 2


def test_an_arm_that_fails_names_its_place():
    scenario = bm.Scenario([bm.Arm("a", [bm.Intervention("teriparatide")])], ["core.PTH"], 300, [300], model="core",
                           solver=bm.Solver(max_steps=9))
    with pytest.raises(bm.EMAXSTEPS, match=r"^arms\[0\]: "):
        scenario.run()
    old = bm.Scenario([bm.Arm("a")], ["bmd.total_hip"], 10, [10], patient={"age_years": 100, "years_since_menopause": 40},
                      cohort=bm.Women(20, sd={"years_since_menopause": 5}))
    result = old.run()
    failures = result.about["a"].failures
    assert 0 < len(failures) < 20 and result.statistics["n"][0, 0, 0] == 20 - len(failures)
    assert all(isinstance(each.error, bm.Error) for each in failures)


def test_pydantic_reads_a_scenario():
    pydantic = need("pydantic")
    adapter = pydantic.TypeAdapter(bm.Scenario)
    path = SOURCE / "examples/scenarios/z_fast.json"
    scenario = bm.Scenario.from_json(path)
    assert adapter.validate_python(dataclasses.asdict(scenario)) == scenario
    with pytest.raises(pydantic.ValidationError):
        adapter.validate_python({**dataclasses.asdict(scenario), "horizon_days": []})
