# SPDX-License-Identifier: Apache-2.0
"""Who a patient is, read back; and dates in the place of days."""
import copy
import datetime
import pickle

import pytest

import bonemodel as bm


def treated(model, **more):
    patient = bm.Patient(model, {"t_score.total_hip": -1.2}, age_years=63, years_since_menopause=12, **more)
    patient.prescribe("letrozole", start_d=-90)
    patient.prescribe("denosumab", start_d=30, doses=4)
    patient.prescribe("impact_training", exercise="jump")
    return patient


def test_values_and_prescriptions(model):
    patient = treated(model)
    assert patient.values() == {"t_score.total_hip": -1.2, "age_years": 63, "years_since_menopause": 12}
    patient.advance_to(250)
    for one in (patient, patient.clone(), bm.Patient.load(model, patient.save()), pickle.loads(pickle.dumps(patient))):
        letrozole, denosumab, training = one.prescriptions()
        assert letrozole[1:9] == ("letrozole", 2.5, 1, -90, bm.NEVER_D, 1, 0, {}) and letrozole.doses_given == 340
        assert (denosumab.agent, denosumab.doses, denosumab.doses_given) == ("denosumab", 4, 2)
        assert training.parameters["exercise"] == model.find(bm.Kind.EXERCISE, "jump").default
        assert one.values()["age_years"] == 63
        one.stop(denosumab.number)
        assert one.prescriptions()[1].stop_d == 250
    assert repr(patient) == "<Patient, 63.68 years old, 12.7 years after the menopause, on letrozole and " \
        "impact_training, day 250>"
    assert repr(bm.Patient(bm.Model("core"))) == "<Patient, model core, day 0>"
    assert "5 years before the menopause" in repr(bm.Patient(model, age_years=46))


def test_decisions(model):
    def visit(at):
        pass

    patient = bm.Patient(model)
    first = patient.decide(visit, name="annual", first_d=100, every_d=365.25, stop_d=2000)
    second = patient.decide(visit, observable="t_score.total_hip", below=-2.5)
    read = {first: bm.Decision(visit, "annual", 100, 365.25, 2000),
            second: bm.Decision(visit, observable="t_score.total_hip", below=-2.5)}
    assert patient.decisions() == copy.copy(patient).decisions() == read
    loaded = bm.Patient.load(model, patient.save(), decisions=read.values())
    assert loaded.decisions() == read
    patient.undecide(first)
    assert list(patient.decisions()) == [second]


def test_scenario(model):
    patient = treated(model)
    times, names = [0, 100.5, 365.25], ["bmd_change.total_hip", "marker.s_ctx"]
    scenario = patient.scenario(times, names)
    assert scenario["patient"] == patient.values() and scenario["sample_days"] == times
    assert scenario["observables"] == names and scenario["horizon_days"] == 365.25
    given = scenario["arms"][0]["interventions"]
    assert [one["agent"] for one in given] == ["letrozole", "denosumab", "impact_training"]
    assert given[0]["start_day"] == -90 and given[1]["doses"] == 4 and given[2]["exercise"] == "jump"
    patient.advance_to(10)
    patient.prescribe("calcium", start_d=20)
    with pytest.raises(bm.ECONFLICT, match="prescription 4, of calcium, was prescribed or stopped after day 0"):
        patient.scenario(times, names)


def test_dates(model):
    by_date, by_day = bm.Patient(model, day0="2026-11-30"), bm.Patient(model)
    for patient, start_d, stop_d in ((by_date, "2026-10-31", datetime.date(2027, 12, 1)), (by_day, -30, 366)):
        number = patient.prescribe("letrozole", start_d=start_d, stop_d=stop_d)
    assert by_date.prescriptions() == by_day.prescriptions()
    assert by_date.day0 == by_date.date == datetime.date(2026, 11, 30) and by_day.date is None
    rows = by_date.sample(["2026-12-31", 40.5], "marker.s_ctx")
    assert (rows == by_day.sample([31, 40.5], "marker.s_ctx")).all()
    assert by_date.date == datetime.date(2027, 1, 9) and "day 40.5 (2027-01-09)" in repr(by_date)
    by_date.advance_to("2027-03-10")
    by_date.stop(number, "2027-03-11")
    assert by_date.time_d == 100 and by_date.prescriptions()[0].stop_d == 101
    for one in (by_date.clone(), pickle.loads(pickle.dumps(by_date)),
                bm.Patient.load(model, by_date.save(), day0="2026-11-30")):
        assert one.date == datetime.date(2027, 3, 10)
    cohort = bm.Cohort(bm.Patient(model, day0="2026-11-30"), size=2)
    assert cohort.sample(["2026-12-30"], "bmd.total_hip").shape == (2, 1, 1) and cohort.time_d == 30
    assert cohort.date == cohort.member(0).date == datetime.date(2026, 12, 30)


def test_dates_in_decisions(model):
    seen = []

    def visit(at):
        seen.append(at.time_d)
        number = at.prescribe("calcium", start_d="2027-02-01", stop_d="2027-03-01")
        at.stop(number, "2027-02-15")

    patient = bm.Patient(model, day0="2026-11-30")
    patient.decide(visit, first_d="2026-12-10", stop_d="2027-01-01")
    patient.advance_to("2026-12-31")
    assert seen == [10] and patient.prescriptions()[0][4:6] == (63, 77)


def test_wrong_dates(model):
    dated = bm.Patient(model, day0=datetime.date(2026, 11, 30))
    for call in (lambda: bm.Patient(model, day0="30.11.2026"), lambda: dated.advance_to("tomorrow"),
                 lambda: bm.Patient(model).advance_to("2026-12-01"), lambda: dated.stop(1, "2026-02-30")):
        with pytest.raises(bm.EINVAL, match="found"):
            call()
    with pytest.raises(bm.ERANGE):
        dated.prescribe("letrozole", start_d="1700-01-01")
    with pytest.raises(TypeError, match="datetime"):
        dated.advance_to(datetime.datetime(2026, 12, 1))
    assert dated.time_d == 0 and dated.prescriptions() == []


def test_warnings(model):
    patient = bm.Patient(model)
    patient.prescribe("denosumab", doses=2)
    assert patient.warnings() == []
    patient.advance_to(900)
    assert len(patient.warnings()) == 1 and "denosumab was stopped after day 182.625" in patient.warnings()[0]
    patient.prescribe("letrozole", start_d=900)
    patient.prescribe("tamoxifen", start_d=900)
    assert any("oppose each other" in warning for warning in patient.warnings())


def test_explain(model):
    patient = bm.Patient(model, age_years=56, cigarettes_per_day=20, day0="2026-11-30")
    number = patient.prescribe("letrozole")
    before = patient.observe("bmd_change.total_hip")
    parts = patient.explain(1096, "bmd_change.total_hip")
    assert [part.name for part in parts] == ["under_way", "letrozole", "ageing", "menopause", "smoking"]
    assert parts == patient.explain("2029-11-30", "bmd_change.total_hip") and parts[1].number == number
    assert patient.time_d == 0 and parts[1].value < 0 and parts[4].value < 0
    patient.advance_to(1096)
    change = patient.observe("bmd_change.total_hip") - before
    assert sum(part.value for part in parts) == pytest.approx(change, rel=1e-9)
    with pytest.raises(bm.ENOTFOUND, match="did you mean bmd.total_hip"):
        patient.explain(1200, "bmd.hip")
    with pytest.raises(bm.ERANGE):
        patient.explain(1000, "bmd.total_hip")


def test_sensitivities(model):
    patient = bm.Patient(model, {"t_score.total_hip": -1.2}, age_years=61)
    patient.prescribe("letrozole")
    found = patient.sensitivities(["t_score.total_hip", "letrozole.residual"], [0, 365], ["bmd.total_hip", "serum.estradiol"])
    assert found.shape == (2, 2, 2) and found[0, 0, 0] == pytest.approx(0.122, rel=1e-6) and found[1, 1, 1] > 0
    with pytest.raises(bm.ENOTFOUND, match="did you mean age_years"):
        patient.sensitivities("age", 0, "bmd.total_hip")
