# SPDX-License-Identifier: Apache-2.0
import gc
import pickle
import weakref

import pytest

import bonemodel as bm
from bonemodel import _kept

SPINE, HIP = "bmd_change.lumbar_spine", "t_score.total_hip"


def on_letrozole(model):
    patient = bm.Patient(model, {HIP: -1.2}, age_years=61)
    patient.prescribe("letrozole")
    return patient


def test_visits_by_the_calendar(model):
    seen = []

    def look(visit):
        seen.append((visit.time_d, visit.observe(SPINE), visit.crossed, visit.member))

    patient, alone = on_letrozole(model), on_letrozole(model)
    patient.decide(look, first_d=10, every_d=100, stop_d=300)
    patient.advance_to(400)
    assert [visit[0] for visit in seen] == [10, 110, 210]
    for time_d, spine, crossed, member in seen:
        alone.advance_to(time_d)
        assert spine == pytest.approx(alone.observe(SPINE), abs=1e-3) and (crossed, member) == (0, 0)

    seen.clear()
    patient.decide(look, every_d=70)
    patient.advance_to(501)
    assert [visit[0] for visit in seen] == [400, 470]
    with pytest.raises(bm.ECONFLICT):
        patient.decide(look)


def test_a_visit_changes_therapy(model):
    started = []

    def visit(visit):
        if visit.time_d == 100:
            started.append(visit.prescribe("calcium", dose=500))
            started.append(visit.prescribe("vitamin_d", start_d=150))
        elif visit.time_d == 200:
            started.append(visit.change(started[0], "calcium", dose=1000))
            visit.stop(started[1])
        elif visit.time_d == 300:
            visit.stop(started[2], 350)

    patient = on_letrozole(model)
    patient.decide(visit, first_d=100, every_d=100)
    patient.advance_to(600)

    same = on_letrozole(model)
    same.prescribe("calcium", dose=500, start_d=100, stop_d=200)
    same.prescribe("vitamin_d", start_d=150, stop_d=200)
    same.prescribe("calcium", dose=1000, start_d=200, stop_d=350)
    same.advance_to(600)
    assert len(set(started)) == 3
    assert patient.observe(SPINE) == pytest.approx(same.observe(SPINE), abs=1e-3)


def test_crossings(model):
    seen = []
    patient = on_letrozole(model)
    number = patient.decide(lambda visit: seen.append((visit.time_d, visit.observe(HIP), visit.crossed)),
                            observable=HIP, below=-1.3)
    patient.decide(lambda visit: visit.prescribe("zoledronic_acid", every_d=182.5), first_d=1000)
    patient.decide(lambda visit: seen.append((visit.time_d, visit.observe(HIP), visit.crossed)),
                   observable=HIP, above=-1.42)
    patient.advance_to(4000)
    days, values, crossings = zip(*seen)
    assert crossings == (bm.BELOW, bm.ABOVE) and days[0] < 1000 < days[1]
    assert values == pytest.approx((-1.3, -1.42), abs=1e-4)

    again = on_letrozole(model)
    number = again.decide(lambda visit: seen.append(None), observable=HIP, below=-1.3, above=-1.3)
    again.undecide(number)
    again.advance_to(1000)
    assert len(seen) == 2
    with pytest.raises(bm.ENOTFOUND):
        again.undecide(number)
    for wrong in ({"observable": HIP}, {"below": 1}, {"observable": HIP, "below": 1, "above": 2}):
        with pytest.raises(ValueError):
            again.decide(print, **wrong)
    with pytest.raises(bm.ENOTFOUND):
        again.decide(print, observable="hip", below=1)


def test_exceptions_come_out(model):
    patient = on_letrozole(model)
    kept = []

    def wrong(visit):
        kept.append(visit)
        visit.prescribe("calcium")
        if visit.time_d > 60:
            raise KeyError("visit")

    patient.decide(wrong, every_d=50)
    other = patient.clone()
    for each in (patient, other):
        with pytest.raises(KeyError, match="visit"):
            each.advance_to(200)
        with pytest.raises(KeyError, match="visit"):
            each.sample([10, 300], SPINE)
        assert each.time_d == 0
        each.advance_to(20)
    with pytest.raises(bm.ESTATE, match="over"):
        kept[0].observe(SPINE)

    for call, fault, sentence in ((lambda visit: visit.observe("spine"), bm.ENOTFOUND, "'spine'"),
                                  (lambda visit: visit.prescribe("letrozol"), bm.ENOTFOUND, "'letrozol'"),
                                  (lambda visit: visit.prescribe("calcium", start_d=0), bm.ERANGE, "start_d"),
                                  (lambda visit: visit.prescribe("calcium", dose=-1), bm.ERANGE, "-1"),
                                  (lambda visit: visit.stop(99), bm.ENOTFOUND, "99"),
                                  (lambda visit: refused.advance_by(1), bm.ESTATE, "advance"),
                                  (lambda visit: refused.close(), bm.ESTATE, "in a call"),
                                  (lambda: None, TypeError, "takes 0 positional")):
        refused = bm.Patient(model)
        refused.decide(call, first_d=10)
        with pytest.raises(fault, match=sentence):
            refused.advance_to(20)
    # what a visit catches is not an error of the call

    def careful(visit):
        with pytest.raises(bm.ENOTFOUND):
            visit.observe("spine")

    patient = bm.Patient(model)
    patient.decide(careful, first_d=10)
    patient.advance_to(20)


class Counts:
    """A decision with a memory."""

    def __init__(self):
        self.visits = 0

    def __call__(self, visit):
        self.visits += 1
        if self.visits == 3:
            visit.prescribe("denosumab")


def test_memory_is_copied(model):
    counts = Counts()
    patient = on_letrozole(model)
    patient.decide(counts, every_d=100)
    patient.advance_to(150)
    assert counts.visits == 2
    with pytest.raises(bm.ESTATE, match="Counts"):
        patient.save()
    other = patient.clone()
    assert patient.observe(SPINE) == other.observe(SPINE)
    patient.advance_to(700)
    other.advance_to(700)
    assert counts.visits == 7 and patient.observe(SPINE) == other.observe(SPINE) > 0


def test_all_goes(model):
    gc.collect()  # what other tests have left
    gc.disable()
    try:
        counts = Counts()
        patient = on_letrozole(model)
        patient.decide(counts, every_d=100)
        other = patient.clone()
        other.advance_to(300)
        gone = [weakref.ref(thing) for thing in (patient, other, counts)]
        del patient, other, counts
        assert [thing() for thing in gone] == [None] * 3
        assert not _kept._copies
    finally:
        gc.enable()


class Saved(Counts):
    def save_state(self):
        return bytes([self.visits])

    def restore_state(self, state):
        self.visits, = state


visited = []


def note(visit):
    visited.append(visit.time_d)


def test_snapshots(model):
    patient, counts = on_letrozole(model), Saved()
    patient.decide(counts, name="counts", every_d=100)
    patient.decide(note, first_d=10)
    gone = patient.decide(print, first_d=310)
    patient.decide(note, first_d=320)
    patient.undecide(gone)
    patient.advance_to(150)
    snapshot = patient.save()
    with pytest.raises(bm.EMODEL):
        bm.Patient.load(model, snapshot)
    decisions = [bm.Decision(Saved(), "counts", 0, 100), bm.Decision(note, first_d=10), bm.Decision(note, first_d=320)]
    loaded = bm.Patient.load(model, snapshot, decisions=decisions)
    pickled = pickle.loads(pickle.dumps(patient))
    again = pickle.loads(pickle.dumps(loaded.clone()))
    visited.clear()
    for other in (patient, loaded, pickled, again):
        other.advance_to(700)
    assert visited == [320] * 4 and counts.visits == 7
    assert len({other.observe(SPINE) for other in (patient, loaded, pickled, again)}) == 1
    # numbers are as they were
    last = pickle.loads(pickle.dumps(loaded))
    last.undecide(1)
    assert pickle.loads(pickle.dumps(last)).observe(SPINE) == patient.observe(SPINE)
    with pytest.raises(bm.ENOTFOUND):
        last.undecide(gone)

    short = bm.Decision(Saved(), "counts", 0, 100)
    patient.decide(short.visit, name="counts", first_d=1000)
    with pytest.raises(ValueError):  # a memory of no bytes
        short.visit.save_state = lambda: b""
        bm.Patient.load(model, patient.save(), decisions=[*decisions, short])


@pytest.mark.parametrize("options", [{}, {"threads": 2}, {"lanes": 1}])
def test_in_a_cohort(model, options):
    seen = set()

    def look(visit):
        seen.add((visit.member, visit.time_d))
        if visit.observe(HIP) < -1.5:
            visit.prescribe("zoledronic_acid")

    def women():
        cohort = bm.Cohort(profile, size=20, **options)
        cohort.vary(HIP, sd=0.8)
        return cohort

    profile = on_letrozole(model)
    untreated = women().sample([1000], HIP)[:, 0, 0]
    profile.decide(look, first_d=100)
    cohort = women()
    treated = cohort.sample([99, 1000], HIP)
    assert seen == {(member, 100) for member in range(20)}
    chosen = treated[:, 1, 0] - untreated > 0.01
    assert 0 < chosen.sum() < 20 and chosen.tolist() == (treated[:, 0, 0] < -1.5).tolist()

    profile.decide(Counts(), every_d=100)  # treats at the third visit, with a memory of each woman's own
    cohort = women()
    cohort.advance_to(250)
    assert (cohort.sample([1000], HIP)[:, 0, 0] > treated[:, 1, 0] + 0.01).all()


@pytest.mark.parametrize("threads", [1, 2])
def test_exceptions_come_out_of_a_cohort(model, threads):
    def wrong(visit):
        if visit.time_d > 40 and visit.member in (0, 2):
            raise KeyError("visit")

    profile = on_letrozole(model)
    profile.decide(wrong, first_d=10, every_d=40)
    with bm.Cohort(profile, size=20, threads=threads) as cohort:
        cohort.advance_to(30)
        for call in (lambda: cohort.advance_to(100), lambda: cohort.sample([100], HIP),
                     lambda: cohort.summarise([100], HIP)):
            with pytest.raises(KeyError, match="visit"):
                call()
            assert cohort.time_d == 30 and cohort.failures() == []
        cohort.advance_to(35)
        alone = cohort.member(3)  # and no member any more
        with pytest.raises(KeyError, match="visit"):
            alone.advance_to(100)
        assert alone.time_d == 35
