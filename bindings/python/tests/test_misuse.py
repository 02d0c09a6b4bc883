# SPDX-License-Identifier: Apache-2.0
"""Wrong types, shapes, numbers, dead handles and other threads at every function: an exception with a sentence, never the
end of the interpreter, and everything as it was before. A function without a row here fails."""
import datetime
import inspect
import itertools
import sys
import threading

import numpy as np
import pytest

import bonemodel as bm

SPINE = "bmd_change.lumbar_spine"


class Nasty:
    """Refuses everything that it is asked for."""

    def _refuse(self, *_):
        raise ZeroDivisionError("nasty")

    __float__ = __int__ = __index__ = __len__ = __iter__ = __getitem__ = __fspath__ = __buffer__ = _refuse


class Hook(bm.Hook):
    name, states, targets = "hook", (1.0,), ("sclerostin_binding",)

    def field(self, at):
        at.dx_dt[0] = -0.01 * at.x[0]


JUNK = [None, True, -1, 0, 2**63, 2**200, -2**200, 1.5, float("nan"), float("inf"), -float("inf"), 1e308, 1j, "", "x", "a\0b",
        "\ud800", "2026-13-45", "9" * 5000, b"", b"x" * 1000, [], [[1, 2], [3]], [None], ["x"], [1e999], (), {}, {"value": 1},
        {"value": "x", "unit": None}, {1: 2}, set(), object(), type, lambda: None, lambda *_: 1 / 0, Nasty(), iter([1.0]),
        np.array([]), np.zeros((2, 2)), np.array(["a"]), np.array([1 + 1j]), np.array(5.0), np.array([5, 3.0]), [5, 3], [-5, 3],
        np.zeros(3, dtype=[("a", float)]), datetime.datetime(2026, 1, 1), datetime.date(1, 1, 1), range(3), bm, bm.Patient]

#: What goes well for each name of an argument.
GOOD = {
    "time_d": 20.0, "days": 1.0, "times_d": [20.0, 30.0], "to_d": 50.0, "observables": [SPINE], "observable": SPINE,
    "names": ["age_years"], "name": "age_years", "value": 60.0, "agent": "letrozole", "number": 0, "stop_d": 100.0,
    "covariate": "age_years", "sd": 1.0, "minimum": 50.0, "maximum": 70.0, "first": "age_years", "second": "weight_kg",
    "correlation": 0.1, "percentiles": [50], "thresholds": {SPINE: 0.0}, "summary": True, "visit": lambda visit: None,
    "first_d": 20.0, "every_d": 50.0, "below": -1.0, "above": 1.0, "hook": Hook(), "model": bm.Model(), "snapshot": b"",
    "hooks": [], "decisions": [], "day0": "2026-11-30", "kind": bm.Kind.OBSERVABLE, "unit": "%", "profile": None, "rtol": 1e-6,
    "max_steps": 10000, "size": 3, "seed": 1, "threads": 1, "variability": 1.0, "measurement_error": 0.0, "parameter_draw": 0,
    "parameter_spread": 1.0, "lanes": 1, "band": None, "own_draws": False, "study_difference": 0.0, "arm": 0, "values": {},
    "arms": {}, "title": "t", "figure": None, "members": 0, "path": None, "indent": 2, "source": "{}", "tree": {},
    "progress": None, "rows": [], "row": {}, "requested_schema": None, "dose": 4.0, "start_d": 30.0, "doses": 2,
    "adherence": 1.0, "memo": {}, "percent": 5.0, "index": 0, "step": 0, "patient": None, "strategy": 0, "minus": None,
    "measurements": bm.Measurement("bmd.total_hip", 0.8, day=10.0), "differences": True, "from_d": 20.0,
    "covariates": {"age_years": [60.0, 62.0]}, "weights": None, "cohort": None, "other": None, "draw": 0, "threshold": 0,
    "data": b"",
}
NOT_TRIED = {"Patient.close", "Cohort.close", "Forecast.close", "Summary.close"}  # tried in test_dead_handles
# Classes that hold what they are given; what is wrong in them is found when it is used.
RECORDS = (tuple, bm.Arm, bm.Condition, bm.Intervention, bm.When, bm.Women, bm.Solver, bm.About, bm.Result, bm.Treatment)
ALLOWED = (bm.Error, TypeError, ValueError, LookupError, OverflowError, ZeroDivisionError, OSError)


def patient():
    made = bm.Patient(bm.Model(), age_years=61)
    made.prescribe("letrozole")
    return made


def summary():
    return bm.Summary(bm.Model(), [0, 20], SPINE, thresholds=[(SPINE, -1.0)])


def objects():
    woman = patient()
    scenario = bm.Scenario([bm.Arm("a")], [SPINE], 10, [10])
    return {"Model": bm.Model(), "Patient": woman, "Cohort": bm.Cohort(woman, size=2), "Scenario": scenario,
            "Result": patient().run([0, 10], SPINE), "Hook": Hook(), "Forecast": bm.Forecast(woman, size=2),
            "Summary": summary()}


def functions():
    for name, thing in objects().items():
        for method in sorted(set(dir(type(thing)))):
            found = inspect.getattr_static(type(thing), method)
            if f"{name}.{method}" in NOT_TRIED or (method.startswith("_") and method not in (
                    "__getitem__", "__arrow_c_stream__", "__copy__", "__deepcopy__")) or isinstance(found, property):
                continue
            if name == "Hook" and method in ("field", "event", "next_event", "save_state", "restore_state", "amount"):
                continue  # the host's own
            if callable(getattr(thing, method)):
                yield name, method


def parameters_of(call):
    return [each for each in inspect.signature(call).parameters.values()
            if each.kind not in (each.VAR_KEYWORD, each.VAR_POSITIONAL)]


def call_with(thing, method, name, junk):
    """The method with junk for one argument, and good ones for those that it needs."""
    call = getattr(thing, method)
    GOOD["patient"], GOOD["cohort"], GOOD["other"] = patient(), bm.Cohort(patient(), size=2), summary()
    wanted = [each for each in parameters_of(call) if each.default is each.empty or each.name == name]
    positional, named = [], {}
    for each in wanted:
        value = junk if each.name == name else GOOD[each.name]
        if each.kind == each.KEYWORD_ONLY or (each.default is not each.empty):
            named[each.name] = value
        else:
            positional.append(value)
    return call(*positional, **named)


def state(thing):
    if isinstance(thing, (bm.Patient, bm.Cohort)):
        return thing.time_d
    return repr(thing)


@pytest.mark.parametrize("kind, method", list(functions()))
def test_junk(kind, method):
    thing = objects()[kind]
    parameters = parameters_of(getattr(thing, method))
    assert {each.name for each in parameters} <= set(GOOD), "a row of GOOD is missing"
    for each in parameters:
        for junk in JUNK:
            before = state(thing)
            try:
                call_with(thing, method, each.name, junk)
            except ALLOWED as raised:
                assert state(thing) == before, (each.name, junk)
                assert str(raised) or isinstance(raised, StopIteration), (each.name, junk)
            if state(thing) != before:
                thing = objects()[kind]  # it was allowed
    plt = sys.modules.get("matplotlib.pyplot")
    if plt:
        plt.close("all")


@pytest.mark.parametrize("kind", ["Patient", "Cohort", "Model", "Forecast"])
def test_junk_in_constructors_and_fields(kind):
    made = getattr(bm, kind)
    for each, junk in itertools.product(parameters_of(made), JUNK):
        arguments = {"Patient": [bm.Model()], "Cohort": [patient()], "Model": [], "Forecast": [patient()]}[kind]
        if each.name in ("model", "profile", "patient"):
            arguments = [junk]
        elif each.name == "values":
            arguments.append(junk)
        try:
            made(*arguments, **({} if each.name in ("model", "profile", "patient", "values") else {each.name: junk}))
        except ALLOWED:
            pass


def test_junk_in_prescriptions():
    woman = patient()
    for field, junk in itertools.product(["dose", "every_d", "start_d", "stop_d", "doses", "adherence", "route", "exercise"], JUNK):
        for agent in ("ibandronate", "impact_training"):
            try:
                woman.prescribe(agent, **{field: junk})
            except ALLOWED:
                pass
    for attribute, junk in itertools.product(["progress", "time_d", "day0"], JUNK):
        try:
            setattr(woman, attribute, junk)
        except (AttributeError, *ALLOWED):  # some cannot be set
            pass
    woman.progress = None
    assert woman.time_d == 0


def test_junk_in_scenarios():
    import dataclasses
    base = bm.Scenario([bm.Arm("a", [bm.Intervention("letrozole", stop_when=bm.When([bm.Condition(SPINE, below=-5.0)], None,
                                                                                    100.0))])], [SPINE], 10, [10])
    base.validate()
    parts = [(base, lambda part: part), (base.arms[0], lambda part: dataclasses.replace(base, arms=[part])),
             (base.arms[0].interventions[0],
              lambda part: dataclasses.replace(base, arms=[bm.Arm("a", [part])])),
             (bm.Women(3), lambda part: dataclasses.replace(base, cohort=part)),
             (bm.Solver(), lambda part: dataclasses.replace(base, solver=part)),
             (bm.Condition(SPINE, below=1.0), lambda part: dataclasses.replace(base, arms=[bm.Arm("a", [bm.Intervention(
                 "letrozole", stop_when=bm.When([part], None, 100.0))])]))]
    for part, whole in parts:
        for field, junk in itertools.product(dataclasses.fields(part), JUNK):
            try:
                whole(dataclasses.replace(part, **{field.name: junk})).validate()
            except ALLOWED as raised:
                assert str(raised)


@pytest.mark.parametrize("kind", ["Patient", "Cohort", "Forecast", "Summary"])
def test_dead_handles(kind):
    alive = objects()[kind]
    methods = [method for of, method in functions() if of == kind]
    assert len(methods) > 7
    alive.close()
    alive.close()
    for method in methods:
        if method == "load" or not callable(getattr(alive, method)):
            continue
        with pytest.raises(bm.ESTATE, match=f"this {kind} is closed"):
            call_with(alive, method, None, None)
    if kind != "Summary":
        with pytest.raises(bm.ESTATE, match="is closed"):
            alive.time_d
    assert "is closed" in repr(alive)


def summarised(summary, progress):
    cohort = bm.Cohort(patient(), size=2)
    cohort.progress = progress
    summary.add(cohort)


def told(call):
    def with_progress(thing, progress):
        thing.progress = progress
        call(thing)
        assert thing.time_d == 100
    return with_progress


CALLS = {"Patient": told(lambda thing: thing.advance_to(100)), "Cohort": told(lambda thing: thing.advance_to(100)),
         "Forecast": told(lambda thing: thing.measure(bm.Measurement("bmd.total_hip", 0.8, day=100))),
         "Summary": summarised}


@pytest.mark.parametrize("kind", CALLS)
def test_other_threads(kind):
    """Another thread that tries any function during a call is refused, and so is a callback."""
    thing, refused, tried = objects()[kind], set(), set()
    methods = [method for of, method in functions() if of == kind and method not in ("load",)] + ["close"]

    def other():
        for method in methods:
            tried.add(method)
            try:
                call_with(thing, method, None, None)
            except bm.ESTATE as raised:
                if "another thread is using this" in str(raised):
                    refused.add(method)

    def progress(*_):
        if not tried:
            thread = threading.Thread(target=other)
            thread.start()
            thread.join()

    CALLS[kind](thing, progress)
    assert tried == set(methods) and refused == tried


def test_visits_and_hooks_that_outlive_their_call():
    woman, kept = patient(), []
    woman.decide(kept.append, first_d=5)
    woman.advance_to(10)
    visit = kept[0]
    for call in (lambda: visit.time_d, lambda: visit.member, lambda: visit.observe(SPINE), lambda: visit.stop(0),
                 lambda: visit.prescribe("letrozole"), lambda: visit.change(0, "letrozole")):
        with pytest.raises(bm.ESTATE, match="the visit is over"):
            call()


def test_junk_at_visits():
    woman = patient()

    def visit(at):
        for junk in JUNK:
            for call in (lambda: at.observe(junk), lambda: at.stop(junk), lambda: at.stop(0, junk), lambda: at.prescribe(junk),
                         lambda: at.prescribe("letrozole", dose=junk), lambda: at.change(junk, "letrozole")):
                try:
                    call()
                except ALLOWED:
                    pass

    woman.decide(visit, first_d=5)
    woman.advance_to(6)
    assert woman.time_d == 6


def test_junk_from_callbacks():
    for junk in JUNK:
        class Wrong(Hook):
            def amount(self, dose):
                return junk

            def next_event(self, time_d):
                return junk

        woman = patient()
        try:
            woman.hook(Wrong())
            woman.prescribe("hook")
            woman.advance_to(3)
        except ALLOWED:
            assert woman.time_d == 0


def test_sentences_are_of_the_call_that_failed():
    """What takes a patient as she is leaves no sentence with her, and must not show that of an earlier call."""
    woman = patient()
    with pytest.raises(bm.ENOTFOUND, match="nonsense"):
        woman.prescribe("nonsense")
    with pytest.raises(bm.ERANGE, match=r"outside its allowed range: Cohort\(size=3, variability=-1\)"):
        bm.Cohort(woman, size=3, variability=-1)
    with pytest.raises(bm.ERANGE, match=r"outside its allowed range: Forecast\(size=0\)"):
        bm.Forecast(woman, size=0)
