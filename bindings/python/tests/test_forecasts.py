# SPDX-License-Identifier: Apache-2.0
import copy
import dataclasses
import pickle
import sys
import types

import numpy as np
import pytest
from conftest import SOURCE
from test_scenario import assert_same, run_bonesim, table

import bonemodel as bm

sys.path.insert(0, str(SOURCE / "tests" / "bonesim"))
import test_forecast as of_bonesim  # noqa: E402, what bonesim refuses

SPINE, HIP, SCORE, CTX = "bmd.lumbar_spine", "bmd.total_hip", "t_score.total_hip", "marker.s_ctx"
SEEN = [bm.Measurement(SPINE, 0.905), bm.Measurement(HIP, 0.81, cv_percent=1.5), bm.Measurement(SPINE, 0.871, day=371),
        bm.Measurement(HIP, 0.79, day=371, lsc_percent=4), bm.Measurement(CTX, 0.61, day=371)]
DAYS = [371, 1000, 1500]


def woman_of(model, *prescriptions, **options):
    woman = bm.Patient(model, age_years=61, **options)
    for agent, fields in (("letrozole", {}), *prescriptions):
        woman.prescribe(agent, **fields)
    return woman


def forecast_of(model, **options):
    made = bm.Forecast(woman_of(model), **{"size": 200, **options})
    made.measure(SEEN)
    return made


def bits(forecast):
    return forecast.summarise(DAYS, [SPINE, HIP], [5, 95]).tobytes() + forecast.weights().tobytes()


def test_without_measurements_it_is_the_band(model):
    forecast = bm.Forecast(woman_of(model), size=60, seed=3)
    cohort = bm.Cohort(woman_of(model), size=60, seed=3, band="woman")
    assert np.allclose(forecast.sample(DAYS, [SPINE, CTX]), cohort.sample(DAYS, [SPINE, CTX]), rtol=1e-9)
    assert np.allclose(forecast.weights(), 1 / 60) and len(forecast) == 60
    assert forecast.report().measurements == 0 and forecast.report().effective_size == pytest.approx(60)


def test_measurements_narrow_it(model):
    before, after = bm.Forecast(woman_of(model), size=200), forecast_of(model)
    wide, narrow = (each.summarise(DAYS, HIP)[HIP] for each in (before, after))
    assert (narrow["sd"] < wide["sd"]).all() and narrow["sd"][0] < 0.7 * wide["sd"][0]
    report = after.report()
    assert report.measurements == 5 and report.last_d == after.time_d == 371 and 0 < report.effective_size <= 200
    assert "effective sample size" in after.notes()[0] and "5 measurements to day 371" in repr(after)
    assert after.weights().sum() == pytest.approx(1)
    weighted = (after.sample([371], HIP)[:, 0, 0] * after.weights()).sum()
    assert weighted == pytest.approx(narrow["mean"][0], rel=1e-6)
    heaviest = after.member(int(after.weights().argmax()))
    assert heaviest.time_d == 371 and heaviest.observe(HIP) == pytest.approx(after.sample([371], HIP)[after.weights().argmax(), 0, 0],
                                                                            rel=1e-3)


def test_an_unlikely_woman_is_named(model):
    forecast = bm.Forecast(woman_of(model), size=200)
    forecast.measure([bm.Measurement(HIP, 0.9), bm.Measurement(HIP, 0.5, day=371)])
    assert forecast.report().p < 0.01 and any("no woman of the model is like her" in note for note in forecast.notes())


def test_strategies(model):
    forecast = forecast_of(model)
    number = forecast.add(woman_of(model, ("zoledronic_acid", {"start_d": 380})), "zoledronate")
    assert number == 1 and forecast.strategies == ("patient", "zoledronate")
    result = forecast.run(DAYS, [HIP, SCORE], thresholds={SCORE: -2})
    assert result.arms == ("patient", "zoledronate", "patient - zoledronate") and result.kind == "forecast"
    columns = result.columns()
    below = columns["observable"] == f"probability_ever_below.{SCORE}"
    assert set(columns["arm"][below]) == {"patient", "zoledronate"} and ((0 <= columns["value"][below]) & (columns["value"][below] <= 1)).all()
    difference = result[HIP][2]
    assert difference == pytest.approx(result[HIP][0] - result[HIP][1], abs=1e-12) and difference[2] < 0
    assert forecast.summarise(DAYS, HIP, strategy="patient", minus="zoledronate")[HIP]["mean"] == pytest.approx(difference)
    again = pickle.loads(pickle.dumps(forecast))
    assert bits(again) == bits(forecast) and again.strategies == forecast.strategies
    assert np.array_equal(again.run(DAYS, [HIP, SCORE])[HIP], result[HIP])
    with pytest.raises(bm.ENOTFOUND, match="allowed are patient, zoledronate"):
        forecast.summarise(DAYS, HIP, strategy="x")
    with pytest.raises(bm.ECONFLICT, match="there is a strategy 'zoledronate' already"):
        forecast.add(woman_of(model), "zoledronate")
    with pytest.raises(bm.ECONFLICT):
        forecast.add(bm.Patient(model, age_years=70), "another")
    forecast.follow("zoledronate")
    assert forecast.strategies == ("zoledronate",)
    assert forecast.summarise(DAYS, HIP)[HIP]["mean"] == pytest.approx(result[HIP][1])


def test_it_is_copied_and_pickled(model):
    forecast = forecast_of(model)
    forecast.measure(bm.Measurement(HIP, 0.78, day=700))
    copies = [copy.copy(forecast), copy.deepcopy(forecast), pickle.loads(pickle.dumps(forecast)), forecast.copy()]
    assert {bits(each) for each in copies} == {bits(forecast)} and {repr(each) for each in copies} == {repr(forecast)}
    assert bits(forecast_of(model, threads=2)) == bits(forecast_of(model))


def test_dates_units_and_scanners(model):
    woman = woman_of(model, day0="2025-11-24")
    forecast = bm.Forecast(woman, size=50)
    forecast.measure([bm.Measurement(CTX, {"value": 610, "unit": "ng/L"}, day="2026-11-30"),
                      bm.Measurement("serum.estradiol", 0.6, day="2026-11-30", censored="below"),
                      bm.Measurement(HIP, 0.9, device="lunar")])
    same = bm.Forecast(woman_of(model), size=50)
    same.measure([bm.Measurement(CTX, 0.61, day=371), bm.Measurement("serum.estradiol", 0.6, day=371, censored="below"),
                  bm.Measurement(HIP, 0.9, device="lunar")])
    assert np.allclose(forecast.weights(), same.weights(), rtol=1e-9) and str(forecast.date) == "2026-11-30"


@pytest.mark.parametrize("wrong, error", [
    (bm.Measurement("bmd.hip", 1), bm.ENOTFOUND), (bm.Measurement(HIP, -1), bm.Error), (bm.Measurement(HIP, "x"), TypeError),
    (bm.Measurement(HIP, 0.8, day=-1), bm.ERANGE), (bm.Measurement(HIP, 0.8, cv_percent=1, sd=0.1), bm.ECONFLICT),
    (bm.Measurement(HIP, 0.8, censored="above"), bm.EINVAL), (bm.Measurement(HIP, 0.8, device="x"), bm.ENOTFOUND),
    (bm.Measurement(HIP, float("nan")), bm.ERANGE), (bm.Measurement("drug.letrozole", 1), bm.ECONFLICT), ("x", TypeError)])
def test_wrong_measurements(model, wrong, error):
    forecast = forecast_of(model, size=20)
    before = bits(forecast)
    with pytest.raises(error):
        forecast.measure(SEEN[:1] + [wrong] if isinstance(wrong, bm.Measurement) else [wrong])
    assert bits(forecast) == before


SCENARIO = bm.Scenario(
    [bm.Arm("alone", [bm.Intervention("letrozole")]),
     bm.Arm("zoledronate", [bm.Intervention("letrozole"), bm.Intervention("zoledronic_acid", start_day="2026-12-07")])],
    [SPINE, "bmd_change.total_hip"], 1500, [0, 371, 1500], day0="2025-11-24", patient={"age_years": 61},
    measurements=[dataclasses.replace(each, day="2026-11-30" if each.day else 0) for each in SEEN],
    forecast=bm.ForecastPlan(members=300, seed=5), below={SCORE: -1.5})


def test_bits_of_bonesim(bonesim, tmp_path):
    SCENARIO.to_json(tmp_path / "her.json")
    result = SCENARIO.run(threads=2)
    assert_same(result.columns(), table(run_bonesim(bonesim, "run", tmp_path / "her.json")))
    assert bm.Scenario.from_json(tmp_path / "her.json").to_dict() == SCENARIO.to_dict()
    assert "effective sample size" in result.notes[0] and result.about["alone"].treatments


def test_bits_of_thresholds_of_a_cohort(bonesim, tmp_path):
    scenario = dataclasses.replace(SCENARIO, measurements=None, forecast=None, cohort=bm.Women(30, sd={"age_years": 5},
                                                                                              uncertainty=2))
    scenario.to_json(tmp_path / "cohort.json")
    assert_same(scenario.run().columns(), table(run_bonesim(bonesim, "run", tmp_path / "cohort.json")))


@pytest.mark.parametrize("change, place", [
    ({"cohort": bm.Women(5)}, "forecast"), ({"band": "woman"}, "forecast"), ({"below": {"x": 1}}, "below.x"),
    ({"measurements": [bm.Measurement(HIP, 0.8, day=5000)]}, "measurements[0].day"),
    ({"measurements": [bm.Measurement("x", 0.8)]}, "measurements[0].observable"),
    ({"measurements": [bm.Measurement(HIP, 0.8, sd=1, cv_percent=1)]}, "measurements[0]"),
    ({"forecast": bm.ForecastPlan(members=0)}, "forecast.members"), ({"forecast": bm.ForecastPlan(seed=-1)}, "forecast.seed"),
    ({"forecast": bm.ForecastPlan(from_day=9000)}, "forecast.from_day"),
    ({"forecast": None, "measurements": None}, "below"),
    ({"arms": [bm.Arm("a", [bm.Intervention("letrozole")]), bm.Arm("b")]}, "arms[1].interventions"),
    ({"arms": [bm.Arm("a"), bm.Arm("b", [bm.Intervention("letrozole")])]}, "arms[1].interventions[0]"),
    ({"arms": [bm.Arm("a"), bm.Arm("b", patient={"age_years": 70})]}, "arms[1].patient")])
def test_refused(change, place):
    with pytest.raises(bm.Error) as raised:
        dataclasses.replace(SCENARIO, **change).validate()
    assert str(raised.value).startswith(f"{place}: found ")


@pytest.mark.parametrize("name", [name for name in dir(of_bonesim.Refused) if name.startswith("test_")])
def test_what_bonesim_refuses(name, monkeypatch):
    """Its own tests, of Scenario."""
    def run(*arguments, stdin):
        try:
            bm.Scenario.from_json(stdin).validate()
        except (bm.Error, ValueError) as refused:
            return types.SimpleNamespace(returncode=2, stdout="", stderr=str(refused))
        return types.SimpleNamespace(returncode=0, stdout="ok\n", stderr="")

    monkeypatch.setattr(of_bonesim, "run", run)
    getattr(of_bonesim.Refused(name), name)()


def test_a_forecast_of_a_scenario(model):
    forecast = SCENARIO.make_forecast(threads=2)
    assert forecast.strategies == ("alone", "zoledronate") and forecast.report().measurements == 5
    with pytest.raises(bm.ECONFLICT, match="neither measurements nor a forecast"):
        dataclasses.replace(SCENARIO, measurements=None, forecast=None, below=None).make_forecast()


def test_progress_cancels(model):
    forecast = bm.Forecast(woman_of(model), size=300)
    forecast.progress = lambda time_d, fraction: True
    with pytest.raises(bm.ECANCELLED):
        forecast.measure(SEEN)
    assert forecast.report().measurements == 0
