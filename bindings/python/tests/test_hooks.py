# SPDX-License-Identifier: Apache-2.0
import copy
import gc
import math
import pickle
import struct
import weakref

import pytest

import bonemodel as bm
from bonemodel import _kept

SPINE = "bmd_change.lumbar_spine"
PER_H = math.log(2) / (28 * 24)  # a half-life of 28 days


class Chalk(bm.Hook):
    """What the catalogue calls calcium."""

    name = "chalk"
    targets = ("calcium_supply",)
    continuous = True
    dose_default = 1000.0

    def field(self, at):
        at.targets[0] = at.rate


class Antibody(bm.Hook):
    """Binds sclerostin, and is cleared."""

    name = "antibody"
    states = (1.0,)
    targets = ("sclerostin_binding",)
    every_default_d = 30.0
    potency = 2.0
    asked = set()

    def amount(self, dose):
        return dose / 210

    def field(self, at):
        at.dx_dt[0] = -PER_H * at.x[0]
        at.targets[0] = self.potency * at.x[0]
        self.asked.add((self.jacobian, at.dx_by_x is not None))
        if at.dx_by_x is not None:
            at.dx_by_x[0, 0] = -PER_H
            at.targets_by_x[0, 0] = self.potency


class Counter(bm.Hook):
    """Counts months in its one state, and what it is given in its memory."""

    name = "counter"
    states = (0.0,)
    limit = 1e9

    def __init__(self):
        self.doses = 0

    def field(self, at):
        assert at.dx_dt.tolist() == [0] and len(at.targets) == len(at.body) == 0 and at.rate == 0

    def amount(self, dose):
        self.doses += 1
        return 0.0

    def next_event(self, time_d):
        return 30 * (math.floor(time_d / 30) + 1) if time_d >= 0 else 30.0

    def event(self, time_d, x):
        if time_d > self.limit:
            raise KeyError(time_d)
        x[0] += 1

    def save_state(self):
        return struct.pack("<q", self.doses)

    def restore_state(self, state):
        self.doses, = struct.unpack("<q", state)


def with_hook(model, hook, **fields):
    patient = bm.Patient(model, age_years=61)
    patient.hook(hook)
    patient.prescribe(hook.name, **fields)
    return patient


def spine(patient):
    patient.advance_to(400)
    return patient.observe(SPINE)


def test_continuous_as_the_agent_that_does_the_same(model):
    agent = bm.Patient(model, age_years=61)
    agent.prescribe("calcium", dose=500)
    assert spine(with_hook(model, Chalk(), dose=500)) == pytest.approx(spine(agent), abs=1e-3)
    assert abs(spine(with_hook(model, Chalk(), dose=0)) - spine(agent)) > 0.01


def test_doses(model):
    patient = with_hook(model, Antibody(), dose=210)
    assert patient.read_hook("antibody").tolist() == [0]
    patient.advance_to(75)
    expected = sum(math.exp(-PER_H * 24 * (75 - day)) for day in (0, 30, 60))
    assert patient.read_hook("antibody") == pytest.approx([expected], rel=1e-3)
    once, never = with_hook(model, Antibody(), dose=210, doses=1), bm.Patient(model, age_years=61)
    assert spine(patient) - 0.1 > spine(once) > spine(never) + 0.1
    Antibody.asked.clear()
    exact = Antibody()
    exact.jacobian = True
    differences = spine(with_hook(model, Antibody(), dose=210))
    assert spine(with_hook(model, exact, dose=210)) == pytest.approx(differences, abs=1e-3)
    assert Antibody.asked == {(False, False), (True, False), (True, True)}


def test_states_of_the_body(model):
    class Lagging(bm.Hook):
        name = "pth_before"
        states = (1.0,)
        body = ("core.PTH",)
        seen = set()

        def field(self, at):
            with pytest.raises(ValueError):
                at.body[0] = 1.0
            with pytest.raises(ValueError):
                at.x[0] = 1.0
            self.seen.add(float(at.body[0]))
            at.dx_dt[0] = 0.01 * (at.body[0] - at.x[0])

    patient = bm.Patient(model, age_years=61)
    patient.hook(Lagging())
    patient.advance_to(300)
    now = patient.observe("core.PTH")
    assert patient.read_hook("pth_before") == pytest.approx([now], rel=0.05)
    assert any(value == pytest.approx(now, rel=0.05) for value in Lagging.seen)


def test_events_and_memory(model):
    hook = Counter()
    patient = with_hook(model, hook, dose=1)
    patient.advance_to(95)
    assert patient.read_hook("counter").tolist() == [3] and hook.doses == 1
    for other in (patient.clone(), bm.Patient.load(model, patient.save(), hooks=[Counter()]),
                  pickle.loads(pickle.dumps(patient))):
        other.advance_to(155)
        assert other.read_hook("counter").tolist() == [5]
        other.prescribe("counter", dose=1, start_d=160)
    # a copy has a memory of its own, which began with that of the patient
    assert hook.doses == 1


def test_saved_memory_comes_back(model):
    restored = []

    class Remembers(Counter):
        def restore_state(self, state):
            super().restore_state(state)
            restored.append(self.doses)

    patient = with_hook(model, Remembers(), dose=1)
    patient.prescribe("counter", dose=2)
    bm.Patient.load(model, patient.save(), hooks=[Remembers()])
    pickle_like = patient.clone()
    pickle_like.prescribe("counter", dose=1)
    bm.Patient.load(model, pickle_like.save(), hooks=[Remembers()])
    assert restored == [2, 3]
    with pytest.raises(bm.EMODEL):
        bm.Patient.load(model, patient.save())


def test_without_a_memory(model):
    patient = with_hook(model, Antibody(), dose=210)
    patient.advance_to(100)
    assert spine(bm.Patient.load(model, patient.save(), hooks=[Antibody()])) == spine(patient)


def test_exceptions_come_out(model):
    class Wrong(Antibody):
        after = -1e9

        def field(self, at):
            if at.time_h > self.after:
                raise KeyError("field")
            super().field(at)

    patient = with_hook(model, Wrong())
    for call in (lambda: patient.advance_to(10), lambda: patient.observe(SPINE), lambda: patient.sample([1], SPINE)):
        with pytest.raises(KeyError, match="field"):
            call()
    assert patient.time_d == 0

    late = Wrong()
    late.after = 24 * 200
    patient = with_hook(model, late)
    patient.advance_to(100)
    other = patient.clone()
    for each in (patient, other):
        with pytest.raises(KeyError):
            each.advance_to(300)
        assert each.time_d == 100
        each.advance_to(150)

    counter = Counter()
    counter.limit = 50
    patient = with_hook(model, counter)
    with pytest.raises(KeyError):
        patient.advance_to(100)
    assert patient.time_d == 0 and patient.read_hook("counter").tolist() == [0]

    class NoCopy(Antibody):
        def __deepcopy__(self, memo):
            raise ZeroDivisionError

    patient = with_hook(model, NoCopy())
    with pytest.raises(ZeroDivisionError):
        patient.clone()
    patient.advance_to(1)

    class NoAmount(Antibody):
        def amount(self, dose):
            return "much"

    with pytest.raises(TypeError):
        with_hook(model, NoAmount())


def test_memory_that_does_not_fit(model):
    class Bad(Counter):
        def restore_state(self, state):
            raise ZeroDivisionError

        def save_state(self):
            return "text" if self.doses > 1 else super().save_state()

    patient = with_hook(model, Bad(), dose=1)
    snapshot = patient.save()
    gc.collect()  # what other tests have left
    before = len(_kept._copies)
    with pytest.raises(ZeroDivisionError):
        bm.Patient.load(model, snapshot, hooks=[Bad()])
    assert len(_kept._copies) == before
    patient.prescribe("counter", dose=1)
    with pytest.raises(TypeError):
        patient.save()


@pytest.mark.parametrize("options", [{}, {"threads": 2}])
def test_in_a_cohort(model, options):
    def visit(visit):
        if visit.time_d == 100:
            visit.prescribe("antibody")  # its defaults, and from now on

    profile = bm.Patient(model, age_years=61)
    hook = Antibody()
    hook.dose_default = 210.0
    profile.hook(hook)
    without = bm.Cohort(profile, size=6, **options).sample([400], SPINE)
    profile.decide(visit, every_d=50)
    cohort = bm.Cohort(profile, size=6, **options)
    values = cohort.sample([400], SPINE)
    assert (values > without + 0.1).all()
    member = cohort.member(4)
    assert member.observe(SPINE) == pytest.approx(values[4, 0, 0], abs=1e-3)
    expected = sum(math.exp(-PER_H * 24 * (400 - day)) for day in range(100, 400, 30))
    assert member.read_hook("antibody") == pytest.approx([expected], rel=1e-3)

    class Wrong(Antibody):
        def field(self, at):
            if at.time_h > 24 * 150:
                raise KeyError("field")
            super().field(at)

    profile = with_hook(model, Wrong())
    with bm.Cohort(profile, size=6, **options) as cohort:
        cohort.advance_to(100)
        with pytest.raises(KeyError, match="field"):
            cohort.advance_to(200)
        assert cohort.time_d == 100 and cohort.failures() == []


def test_refusals(model):
    patient = bm.Patient(model)
    for name, value, fault in (("name", "letrozole", bm.ECONFLICT), ("name", "A b", bm.EINVAL),
                               ("targets", ("sclerostin",), bm.ENOTFOUND), ("states", (1.0,) * 17, bm.ERANGE)):
        hook = Antibody()
        setattr(hook, name, value)
        with pytest.raises(fault):
            patient.hook(hook)
    with pytest.raises(bm.ENOTFOUND):
        patient.read_hook("antibody")
    patient.hook(Antibody())
    with pytest.raises(bm.ECONFLICT):
        patient.hook(Antibody())
    with pytest.raises(bm.ENOTFOUND):
        patient.prescribe("antibody", potency=3)

    class Calls(Antibody):
        name = "calls"

        def field(self, at):
            patient.observe(SPINE)

    patient.hook(Calls())
    with pytest.raises(bm.ESTATE):
        patient.advance_to(1)


def test_a_hook_that_changes_its_shape_stays_inside(model):
    hook = Antibody()
    patient = with_hook(model, hook, dose=210)
    hook.states = (1.0,) * 1000
    hook.targets = ("sclerostin_binding",) * 1000
    shapes = []
    hook.field = lambda at: shapes.append((at.x.shape, at.targets.shape))
    patient.advance_to(1)
    assert set(shapes) == {((1,), (1,))}


def test_all_goes(model):
    gc.collect()  # what other tests have left
    gc.disable()
    try:
        hook = Antibody()
        patient = with_hook(model, hook)
        other = patient.clone()
        patient.advance_to(1)
        gone = [weakref.ref(thing) for thing in (patient, other, hook)]
        del patient, other, hook
        assert [thing() for thing in gone] == [None] * 3
        assert not _kept._copies
    finally:
        gc.enable()


def test_deep_copies_are_apart(model):
    class Grows(Antibody):
        def __init__(self):
            self.potencies = [2.0]

        def field(self, at):
            super().field(at)
            at.targets[0] = self.potencies[0] * at.x[0]

    hook = Grows()
    patient = with_hook(model, hook, dose=210)
    other = copy.copy(patient)
    hook.potencies[0] = 0.0
    assert spine(other) > spine(patient) + 0.1
