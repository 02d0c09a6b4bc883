# SPDX-License-Identifier: Apache-2.0
"""What Python programs count on: exceptions, progress, interrupts, threads, processes, copies, types."""
import builtins
import concurrent.futures
import copy
import io
import multiprocessing
import os
import pickle
import signal
import subprocess
import sys
import threading
import time

import numpy as np
import pytest
from conftest import need

import bonemodel as bm

SPINE = "bmd_change.lumbar_spine"
ALSO = {"EINVAL": "ValueError", "ERANGE": "ValueError", "ENOTFOUND": "LookupError", "ESIZE": "ValueError",
        "ESTATE": "RuntimeError", "ECONFLICT": "ValueError", "ENOMEM": "MemoryError", "ESTEP": "ArithmeticError",
        "EMAXSTEPS": "ArithmeticError", "ENONFINITE": "ArithmeticError", "ECANCELLED": "InterruptedError",
        "EFORMAT": "ValueError", "EVERSION": "ValueError", "EMODEL": "ValueError"}


def test_exceptions_have_names_and_are_what_python_raises():
    assert {made.__name__ for made in bm.errors.BY_STATUS.values()} == set(ALSO)
    for name, base in ALSO.items():
        made = getattr(bm, name)
        assert issubclass(made, bm.Error) and issubclass(made, getattr(builtins, base)) and made.name == f"BM_{name}"
        raised = bm.errors.error(made.status, "a sentence")
        assert str(raised) == "a sentence" and raised.name == f"BM_{name}"
        again = pickle.loads(pickle.dumps(raised))
        assert type(again) is made and str(again) == "a sentence"


def test_fields_say_which_are_allowed(patient):
    with pytest.raises(bm.ENOTFOUND, match="'intervall' is not a field.*dose, every_d, start_d, stop_d, doses, adherence; "
                                           "letrozole has no parameters"):
        patient.prescribe("letrozole", intervall=5)
    with pytest.raises(bm.ENOTFOUND, match="and of ibandronate route; did you mean route"):
        patient.prescribe("ibandronate", rout=1)
    for field, value in (("dose", "4"), ("every_d", None), ("doses", 1.5), ("doses", -1), ("start_d", [1]), ("adherence", 1j)):
        with pytest.raises((TypeError, OverflowError), match=f"^{field} is "):
            patient.prescribe("zoledronic_acid", **{field: value})
    with pytest.raises(TypeError, match="route is 'oral'"):
        patient.prescribe("ibandronate", route="oral")
    assert patient.prescriptions() == []


def cohort_of(model, **options):
    profile = bm.Patient(model, age_years=62)
    profile.prescribe("letrozole")
    cohort = bm.Cohort(profile, **{"size": 8, **options})
    cohort.vary("age_years", sd=4)
    cohort.vary("weight_kg", sd=8)
    cohort.correlate("age_years", "weight_kg", 0.2)
    return cohort


def bits(cohort, days=(400, 500)):
    return cohort.sample(list(days), [SPINE, "marker.s_ctx"]).tobytes()


@pytest.mark.parametrize("options", [{}, {"lanes": 1, "threads": 2}, {"band": "woman"}, {"seed": 5, "measurement_error": 1}])
def test_cohorts_are_copied_and_pickled(model, options):
    cohort = cohort_of(model, **options)
    for moment in (lambda: None, lambda: cohort.advance_to(50), lambda: cohort.sample([60, 80, 300], SPINE),
                   lambda: cohort.summarise([310, 330.5], SPINE), lambda: cohort.run([350], SPINE)):
        moment()
        copies = [copy.copy(cohort), copy.deepcopy(cohort), pickle.loads(pickle.dumps(cohort)), cohort.copy()]
        assert {(repr(each), each.time_d) for each in copies} == {(repr(cohort), cohort.time_d)}
    pickled = pickle.dumps(copies[2])
    wanted = bits(cohort)
    assert all(bits(each) == wanted for each in [*copies, pickle.loads(pickled)])


def test_a_cohort_with_a_decision_is_copied(model):
    profile = bm.Patient(model, age_years=62)
    profile.decide(treat, name="treat", first_d=100)
    cohort = bm.Cohort(profile, size=3)
    other = pickle.loads(pickle.dumps(cohort))
    assert bits(cohort) == bits(other)
    assert cohort.member(0).prescriptions()[0].agent == other.member(2).prescriptions()[0].agent == "denosumab"


def treat(visit):
    visit.prescribe("denosumab")


def test_everything_crosses_processes(model):
    scenario = bm.Scenario([bm.Arm("a", [bm.Intervention("letrozole")])], [SPINE], 400, [400])
    with concurrent.futures.ProcessPoolExecutor(2, multiprocessing.get_context("spawn")) as pool:
        there = list(pool.map(in_a_process, [cohort_of(model), bm.Patient(model, age_years=55), scenario]))
    assert there == [in_a_process(cohort_of(model)), in_a_process(bm.Patient(model, age_years=55)), in_a_process(scenario)]


def in_a_process(thing):
    return thing.run().columns()["value"].tobytes() if isinstance(thing, bm.Scenario) else thing.run(
        [100, 400], SPINE).columns()["value"].tobytes()


def test_progress_is_told_ten_times_a_second(core):
    patient, told = bm.Patient(core, rtol=1e-8), []
    patient.prescribe("teriparatide", dose=20)
    patient.progress = lambda time_d, fraction: told.append(time.monotonic())
    started = time.monotonic()
    patient.advance_to(1500)
    took = time.monotonic() - started
    assert took > 0.3, "too short to say anything: of its thousands of steps all would be told"
    assert 2 <= len(told) <= 2 + 10 * took


def test_bars(model, monkeypatch):
    tqdm = need("tqdm")
    bar = tqdm.tqdm(total=8, file=io.StringIO())
    cohort = cohort_of(model)
    cohort.progress = bar
    cohort.advance_to(100)
    assert bar.n == 8 and cohort.progress is bar
    cohort.progress = True
    cohort.advance_to(200)
    monkeypatch.setitem(sys.modules, "tqdm.auto", None)  # as if it were not there
    text = io.StringIO()
    monkeypatch.setattr(sys, "stderr", text)
    cohort.progress = True
    cohort.advance_to(300)
    cohort.advance_to(400)
    assert text.getvalue().count("100 %\n") == 2
    with pytest.raises(TypeError, match="a bar with update"):
        cohort.progress = 5


INTERRUPTED = """
import os, signal, threading, bonemodel as bm
women = bm.Cohort(bm.Patient(bm.Model()), size=100000, threads={threads})
threading.Timer(0.5, os.kill, (os.getpid(), signal.SIGINT)).start()
try:
    {call}
except KeyboardInterrupt:
    print("interrupted", women.time_d)
"""


@pytest.mark.parametrize("call", [
    "women.advance_to(3650)",
    "bm.Scenario([bm.Arm('a'), bm.Arm('b')], ['bmd.total_hip'], 3650, [3650], cohort=bm.Women(100000)).run(threads=1)"])
@pytest.mark.parametrize("threads", [1, 2])
def test_ctrl_c_cancels(call, threads):
    started = time.monotonic()
    done = subprocess.run([sys.executable, "-c", INTERRUPTED.format(call=call, threads=threads)], capture_output=True, text=True,
                          timeout=60)
    assert done.stdout == "interrupted 0.0\n" and not done.stderr, done.stderr
    assert time.monotonic() - started < 20


def test_python_goes_on_during_a_call(model):
    """The interpreter lock is given up: a thread counts while another simulates."""
    counted, stop = [0], threading.Event()

    def count():
        while not stop.is_set():
            counted[0] += 1
            time.sleep(0)

    thread = threading.Thread(target=count)
    thread.start()
    try:
        before = counted[0]
        cohort_of(model, size=200).advance_to(1000)
        assert counted[0] - before > 100
    finally:
        stop.set()
        thread.join()


def test_threads_have_their_own_women(model):
    def one(age):
        return bm.Patient(model, age_years=age).run([365.25], SPINE)[SPINE][0, 0]

    ages = [50 + k / 4 for k in range(80)]
    with concurrent.futures.ThreadPoolExecutor(4) as pool:
        assert list(pool.map(one, ages)) == [one(age) for age in ages]


def test_dates_and_units_are_those_of_bonesim(model):
    woman = bm.Patient(model, {"calcidiol_nmol_l": {"value": 20, "unit": "ng/mL"}}, day0="2026-11-30")
    woman.prescribe("vitamin_d", dose={"value": 20, "unit": "ug/d"}, start_d="2027-01-04")
    assert woman.prescriptions()[0].dose == 800 and woman.prescriptions()[0].start_d == 35
    result = woman.run(["2026-11-30", "2027-11-30"], "serum.calcidiol")
    assert result.times_d.tolist() == [0, 365] and str(result.day0) == "2026-11-30"
    assert "2027-11-30" in repr(woman)
    with pytest.raises(bm.ENOTFOUND, match="ng/mL"):
        woman.model.convert(bm.Kind.COVARIATE, "calcidiol_nmol_l", 20, "g")


def test_hints_are_complete(tmp_path):
    """mypy strict over the package and the examples."""
    need("mypy")
    from conftest import SOURCE
    folder = SOURCE / "bindings" / "python"
    package = os.path.dirname(bm.__file__)
    for what in (["-p", "bonemodel"], [str(path) for path in sorted((folder / "examples").glob("*.py"))]):
        done = subprocess.run([sys.executable, "-m", "mypy", "--config-file", folder / "pyproject.toml", "--cache-dir",
                               tmp_path / "cache", *what], capture_output=True, text=True, cwd=os.path.dirname(package))
        assert done.returncode == 0, done.stdout


def test_numpy_numbers_are_numbers(model):
    woman = bm.Patient(model, age_years=np.int64(61), weight_kg=np.float32(70))
    woman.prescribe("zoledronic_acid", dose=np.float64(4), every_d=np.int32(365), doses=np.int16(2))
    assert woman.run(np.array([0, 365]), np.array([SPINE]).tolist()).times_d.tolist() == [0, 365]
