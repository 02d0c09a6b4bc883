# SPDX-License-Identifier: Apache-2.0
import copy
import gc
import math
import pickle
import re
import signal
import threading
import weakref

import numpy as np
import pytest
from conftest import SOURCE

import bonemodel as bm

SPINE, HIP, CTX = "bmd_change.lumbar_spine", "bmd_change.total_hip", "marker_change.s_ctx"
YEAR_D = 365.25


def on_letrozole(model):
    made = bm.Patient(model, {"t_score.total_hip": -1.2}, age_years=61)
    made.prescribe("letrozole")
    return made


def test_same_numbers_as_the_first_example_in_c(model):
    table = re.search(r"^ +0 .*?(?=^```)", (SOURCE / "README.md").read_text(encoding="utf-8"), re.DOTALL | re.MULTILINE)
    patient = on_letrozole(model)
    rows = [line.split() for line in table.group().splitlines()]
    assert len(rows) == 6
    names = ["serum.estradiol", CTX, SPINE, HIP, "t_score.total_hip"]
    for year, *printed in rows:
        patient.advance_to(YEAR_D * int(year))
        for name, number in zip(names, printed):
            assert patient.observe(name) == pytest.approx(float(number), abs=1.001 * 10.0 ** -len(number.split(".")[1]))


def test_values(model):
    patient = bm.Patient(model, {"t_score.total_hip": -1.2, "weight_kg": 70}, age_years=58)
    assert (patient.get("t_score.total_hip"), patient.get("weight_kg"), patient.get("age_years")) == (-1.2, 70, 58)
    assert math.isnan(patient.get("t_score.lumbar_spine"))
    patient.set("age_years", np.int64(59))
    assert patient.get("age_years") == 59
    with pytest.raises(bm.ERANGE, match="age_years is 161, allowed is 18 to 110 a") as raised:
        patient.set("age_years", 161)
    assert raised.value.status == bm.ERANGE.status == -2
    with pytest.raises(ValueError):
        patient.set("age_years", math.nan)
    with pytest.raises(LookupError):
        patient.get("age")
    with pytest.raises(TypeError):
        patient.set("age_years", "61")
    patient.advance_by(1)
    with pytest.raises(bm.ESTATE):
        patient.set("age_years", 60)
    with pytest.raises(bm.ERANGE):
        bm.Patient(model, rtol=1)
    with pytest.raises(bm.ECONFLICT):
        bm.Patient(model, {"t_score.total_hip": -1, "bmd.total_hip": 0.8}).observe(HIP)


def test_options(core):
    patient = bm.Patient(core, max_steps=3)
    patient.prescribe("denosumab")
    with pytest.raises(bm.EMAXSTEPS):
        patient.advance_to(YEAR_D)
    steps = []
    for rtol in (1e-3, 1e-8):
        patient = bm.Patient(core, rtol=rtol)
        patient.prescribe("denosumab")
        patient.advance_to(YEAR_D)
        steps.append(patient.stats().steps)
    assert 0 < steps[0] < steps[1]


def test_prescriptions(model):
    def spine(*prescriptions):
        patient = bm.Patient(model, age_years=61)
        for agent, fields in prescriptions:
            patient.prescribe(agent, **fields)
        patient.advance_to(2 * YEAR_D)
        return patient.observe(SPINE)

    nothing = spine()
    assert spine(("letrozole", {})) == spine(("letrozole", {"dose": 2.5, "every_d": 1})) < nothing
    assert spine(("letrozole", {"start_d": 400})) > spine(("letrozole", {}))
    assert spine(("letrozole", {"stop_d": 10})) > spine(("letrozole", {}))
    assert spine(("letrozole", {"adherence": 0})) == nothing
    assert spine(("denosumab", {"doses": 1})) != spine(("denosumab", {"doses": 2}))
    # an agent's own parameters, and an exercise by its name
    jump = model.find(bm.Kind.EXERCISE, "jump").default
    named = spine(("impact_training", {"exercise": "jump", "sessions_per_week": 4}))
    assert named == spine(("impact_training", {"exercise": jump, "sessions_per_week": 4}))
    assert named != spine(("impact_training", {"exercise": "jump", "sessions_per_week": 1}))

    patient = bm.Patient(model)
    for wrong, fault in (({"dose": -1}, bm.ERANGE), ({"foo": 1}, bm.ENOTFOUND), ({"dose": "2"}, TypeError),
                         ({"exercise": "flying"}, bm.ENOTFOUND), ({"doses": -1}, OverflowError)):
        with pytest.raises(fault):
            patient.prescribe("impact_training", **wrong)
    with pytest.raises(bm.ENOTFOUND, match="'letrozol'"):
        patient.prescribe("letrozol")


def test_stop(patient, model):
    first, second = patient.prescribe("letrozole"), patient.prescribe("calcium")
    assert first != second
    patient.advance_to(30)
    patient.stop(first)
    patient.stop(second, 60)
    other = bm.Patient(model, age_years=61)
    other.prescribe("letrozole", stop_d=30)
    other.prescribe("calcium", stop_d=60)
    patient.advance_to(200)
    other.advance_to(200)
    assert patient.observe(SPINE) == pytest.approx(other.observe(SPINE), rel=1e-6)
    with pytest.raises(bm.ENOTFOUND):
        patient.stop(99)


def test_sample(model):
    times_d = np.arange(0, 1000, 50)
    rows = on_letrozole(model).sample(times_d, [SPINE, CTX])
    assert rows.shape == (20,) and rows.dtype.names == (SPINE, CTX) and rows[SPINE].dtype == np.float64
    patient = on_letrozole(model)
    for row, time_d in zip(rows, times_d):
        patient.advance_to(time_d)
        assert patient.observe(SPINE) == pytest.approx(row[SPINE], abs=1e-4)
        assert patient.observe(CTX) == pytest.approx(row[CTX], abs=1e-2)
    assert patient.time_d == 950
    # a single name, a list of times, a strided array, an iterator of names
    assert on_letrozole(model).sample(list(map(int, times_d)), SPINE)[SPINE].tolist() == rows[SPINE].tolist()
    strided = on_letrozole(model).sample(np.arange(0, 1000, 25.0)[::2], iter([SPINE]))
    assert strided[SPINE].tolist() == rows[SPINE].tolist()
    for times, names, fault in (([1000, 960], [SPINE], bm.ERANGE), ([[960.0]], [SPINE], ValueError),
                                ([960], [], bm.EINVAL), ([], [SPINE], bm.EINVAL), ([960], ["spine"], bm.ENOTFOUND),
                                (["x"], [SPINE], ValueError)):
        with pytest.raises(fault):
            patient.sample(times, names)
    assert patient.time_d == 950


def later(patient):
    patient.advance_by(300)
    return patient.observe(SPINE), patient.observe(CTX), patient.stats()


@pytest.mark.parametrize("copied", [
    bm.Patient.clone, copy.copy, copy.deepcopy,
    lambda patient: bm.Patient.load(patient.model, patient.save()),
    lambda patient: bm.Patient.load(bm.Model(), memoryview(bytearray(patient.save()))),
    lambda patient: pickle.loads(pickle.dumps(patient))])
def test_copies_go_on_bit_for_bit(model, copied):
    patient = on_letrozole(model)
    patient.advance_to(200)
    other = copied(patient)
    assert type(other) is bm.Patient and other.time_d == 200
    assert later(other) == later(patient)


def test_subclass_stays_one(model):
    class Woman(bm.Patient):
        pass

    woman = Woman(model)
    for other in (woman.clone(), Woman.load(model, woman.save()), bm.Cohort(woman, size=1).member(0)):
        assert type(other) is Woman


def test_snapshots_that_are_wrong(model, core, patient):
    snapshot = patient.save()
    with pytest.raises(bm.EFORMAT):
        bm.Patient.load(model, snapshot[:-1])
    with pytest.raises(bm.EFORMAT):
        bm.Patient.load(model, b"")
    with pytest.raises(bm.EMODEL, match="another model"):
        bm.Patient.load(core, snapshot)


def test_warnings_and_applicability(model):
    patient = bm.Patient(model, age_years=34)
    assert patient.warnings() == []
    patient.prescribe("letrozole", dose=25)
    assert len(patient.warnings()) >= 1 and all("letrozole" in sentence for sentence in patient.warnings())
    patient.clear_warnings()
    assert patient.warnings() == []
    assert len(patient.applicability()) == 2
    assert bm.Patient(model, age_years=61).applicability() == []


def test_progress(patient):
    seen = []
    patient.progress = lambda *now: seen.append(now)
    patient.advance_to(3000)
    assert seen and seen[0][0] < 0 and seen[-1][0] <= 3000 and all(0 <= fraction <= 1 for _, fraction in seen)

    patient.progress = lambda time_d, fraction: True
    with pytest.raises(bm.ECANCELLED):
        patient.advance_to(4000)

    class Enough(Exception):
        pass

    def enough(time_d, fraction):
        raise Enough(time_d)

    patient.progress = enough
    with pytest.raises(Enough):
        patient.advance_to(4000)
    with pytest.raises(Enough):
        patient.sample([3500, 4000], SPINE)
    assert patient.time_d == 3000 and patient.clone().progress is None
    patient.progress = None
    patient.advance_to(4000)


def test_a_wrong_callable_is_an_error(patient):
    patient.progress = lambda: None
    with pytest.raises(TypeError, match="takes 0 positional arguments"):
        patient.advance_to(10)


def test_interrupt_comes_out_of_a_long_call(core):
    patient = bm.Patient(core)
    patient.prescribe("teriparatide")  # a century of daily doses takes seconds

    class Alarm(Exception):
        pass

    def ring(*_):
        raise Alarm

    before = signal.signal(signal.SIGALRM, ring)
    try:
        signal.setitimer(signal.ITIMER_REAL, 0.05)
        with pytest.raises(Alarm):
            patient.advance_to(bm.MAX_TIME_D)
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)
    assert patient.time_d == 0


def test_calls_from_within_progress(patient):
    for call in (lambda: patient.set("age_years", 60), lambda: patient.advance_by(1),
                 lambda: patient.prescribe("calcium"), patient.clone, patient.save, patient.close):
        patient.progress = lambda *_, call=call: call()
        with pytest.raises(bm.ESTATE):
            patient.advance_to(100)
    assert patient.time_d == 0


def test_one_thread_at_a_time(patient):
    raised = []

    def other(call):
        try:
            call()
        except bm.ESTATE as error:
            raised.append(str(error))

    def progress(*_):
        for call in (lambda: patient.observe(SPINE), patient.close):
            thread = threading.Thread(target=other, args=(call,))
            thread.start()
            thread.join()
        return True

    patient.progress = progress
    with pytest.raises(bm.ECANCELLED):
        patient.advance_to(100)
    assert raised == ["another thread is using this Patient"] * 2


def test_a_patient_for_each_thread(model):
    def simulate(dose, results):
        patient = bm.Patient(model, age_years=61)
        patient.prescribe("denosumab", dose=dose)
        results[dose] = patient.sample(np.arange(0, 730, 10), [SPINE, CTX]).tolist()

    alone, together = {}, {}
    for dose in (15, 30, 45, 60):
        simulate(dose, alone)
    threads = [threading.Thread(target=simulate, args=(dose, together)) for dose in alone]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert together == alone


def test_closed(model):
    with bm.Patient(model) as patient:
        assert repr(patient) == "<Patient, 61 years old, 10 years after the menopause, day 0>"
    patient.close()
    with pytest.raises(bm.ESTATE, match="closed"):
        patient.advance_by(1)
    with pytest.raises(bm.ESTATE, match="closed"):
        patient.warnings()
    assert repr(patient) == "<this Patient is closed>"


def test_goes_without_the_garbage_collector(model):
    gc.disable()
    try:
        patient = bm.Patient(model)
        patient.progress = lambda *_: None
        patient.advance_by(1)
        gone = weakref.ref(patient)
        del patient
        assert gone() is None
    finally:
        gc.enable()


def test_patients_outlive_their_model():
    patient = bm.Patient(bm.Model())
    gc.collect()
    patient.advance_by(1)
    assert patient.time_d == 1
