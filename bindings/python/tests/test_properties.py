# SPDX-License-Identifier: Apache-2.0
"""What holds for every woman, drug and time: hypothesis looks for one for whom it does not."""
import math
import os
import pickle

import numpy as np
import pytest
from conftest import need

import bonemodel as bm

need("hypothesis")
from hypothesis import HealthCheck, assume, given, settings  # noqa: E402
from hypothesis import strategies as st  # noqa: E402

settings.register_profile("tree", max_examples=int(os.environ.get("BM_EXAMPLES", "40")), deadline=None, derandomize=True,
                          suppress_health_check=list(HealthCheck), database=None)
settings.load_profile("tree")

MODEL = bm.Model()
READ = ["bmd_change.lumbar_spine", "bmd.total_hip", "marker_change.s_ctx", "fracture_risk.major"]
SCALE = np.array([1.0, 0.01, 1.0, 0.001])  # a change of a percent; of the density, a hundredth; ...
AGENTS = ["letrozole", "anastrozole", "exemestane", "zoledronic_acid", "alendronate", "denosumab", "teriparatide", "romosozumab",
          "raloxifene", "calcium", "vitamin_d", "smoking", "resistance_training"]
DAYS = st.floats(0.5, 1500)


def in_range(kind, name):
    row = MODEL.find(kind, name)
    return st.floats(row.minimum, row.maximum)


WOMEN = st.fixed_dictionaries({"age_years": st.floats(45, 85), "t_score.total_hip": st.floats(-3, 2)}, optional={
    "weight_kg": st.floats(40, 110), "calcidiol_nmol_l": st.floats(20, 120), "egfr_ml_min": st.floats(35, 110)})
COURSES = st.lists(st.tuples(st.sampled_from(AGENTS), st.floats(0, 800), st.floats(1, 900)), max_size=3,
                   unique_by=lambda course: course[0])


def make(values, courses):
    woman = bm.Patient(MODEL, values)
    for agent, start_d, length_d in courses:
        woman.prescribe(agent, start_d=start_d, stop_d=start_d + length_d)
    try:
        woman.observe(READ[0])
    except bm.ECONFLICT:
        assume(False)
    return woman


def read(woman):
    return np.array([woman.observe(name) for name in READ])


@given(WOMEN, COURSES, DAYS, DAYS)
def test_split_is_whole(values, courses, first, second):
    woman, other = make(values, courses), make(values, courses)
    woman.advance_to(first)
    woman.advance_to(first + second)
    other.advance_to(first + second)
    assert (np.abs(read(woman) - read(other)) <= 0.02 * SCALE + 1e-3 * np.abs(read(other))).all()


@given(WOMEN, COURSES, DAYS, DAYS)
def test_clones_and_pickles_go_on_with_the_same_bits(values, courses, first, second):
    woman = make(values, courses)
    woman.advance_to(first)
    others = [woman.clone(), pickle.loads(pickle.dumps(woman)), bm.Patient.load(MODEL, woman.save())]
    for each in [woman, *others]:
        each.advance_by(second)
    assert all(read(each).tobytes() == read(woman).tobytes() for each in others)
    assert all(each.prescriptions() == woman.prescriptions() and each.values() == woman.values() for each in others)


@given(st.floats(0, 400), st.floats(20, 400), st.integers(1, 8), st.floats(0, 1), st.just(0.0) | st.floats(7e-4, 1600))
def test_doses_add_up(start_d, every_d, doses, adherence, until_d):
    woman = bm.Patient(MODEL)
    woman.prescribe("zoledronic_acid", start_d=start_d, every_d=every_d, doses=doses, adherence=adherence)
    woman.advance_to(until_d)
    taken = [k for k in range(doses) if math.floor((k + 1) * adherence) > math.floor(k * adherence)]
    given_doses = sum(start_d + k * every_d < until_d for k in taken)
    assert woman.observe("doses_given.zoledronic_acid") == woman.prescriptions()[0].doses_given == given_doses


@given(WOMEN, COURSES, st.integers(1, 12), st.integers(0, 2**53), st.lists(st.floats(0, 900), min_size=1, max_size=4, unique=True))
def test_a_member_does_not_depend_on_the_others(values, courses, size, seed, days):
    woman = make(values, courses)

    def members(**options):
        return bm.Cohort(woman, seed=seed, lanes=1, **options).sample(sorted(days), READ)

    few, many = members(size=size), members(size=size + 5, threads=2)
    assert few.tobytes() == many[:size].tobytes()


@given(st.lists(st.floats(0, 1000), min_size=2, max_size=10, unique=True))
def test_a_grid_changes_nothing(days):
    dense = make({"age_years": 60.0}, [("letrozole", 0.0, 900.0)]).run(sorted(days), READ)
    last = make({"age_years": 60.0}, [("letrozole", 0.0, 900.0)]).run([max(days)], READ)
    assert (np.abs(dense.statistics["value"][0, -1] - last.statistics["value"][0, -1]) <= 0.02 * SCALE).all()


@given(st.dictionaries(st.sampled_from([row.name for row in MODEL.rows(bm.Kind.COVARIATE)]),
                       st.floats() | st.integers() | st.text(max_size=5) | st.none(), max_size=5),
       st.lists(st.tuples(st.sampled_from(AGENTS), st.dictionaries(st.sampled_from(
           ["dose", "every_d", "start_d", "stop_d", "doses", "adherence"]), st.floats() | st.integers(), max_size=4)), max_size=3),
       st.floats(allow_nan=True))
def test_nothing_ends_the_interpreter(values, courses, until_d):
    woman = bm.Patient(MODEL, max_steps=20000)
    for name, value in values.items():
        try:
            woman.set(name, value)
        except (bm.Error, TypeError, OverflowError) as refused:
            assert str(refused)
    for agent, fields in courses:
        try:
            woman.prescribe(agent, **fields)
        except (bm.Error, TypeError, OverflowError) as refused:
            assert str(refused)
    try:
        woman.advance_to(until_d)
    except bm.Error as refused:
        assert str(refused) and woman.time_d == 0
    else:
        assert woman.time_d == until_d


NUMBERS = st.floats(allow_nan=False, allow_infinity=False, width=32)
TREES = st.builds(
    bm.Scenario,
    st.lists(st.builds(bm.Arm, st.text("abcdef", min_size=1), st.lists(st.builds(
        bm.Intervention, st.sampled_from(AGENTS), dose=st.none() | st.floats(1, 4), start_day=st.none() | st.floats(-10, 20),
        adherence=st.none() | st.floats(0, 1)), max_size=2), title=st.none() | st.text("xyzé ", min_size=1)),
        min_size=1, max_size=3, unique_by=lambda arm: arm.name),
    st.lists(st.sampled_from(READ), min_size=1, unique=True), st.floats(30, 900), st.just([0.0, 30.0]),
    patient=st.none() | WOMEN, title=st.none() | st.text("ab\"\\ü\n"), seed=st.none() | st.integers(0, 2**53 - 1))


@given(TREES)
def test_scenarios_are_read_as_they_are_written(scenario):
    assert bm.Scenario.from_json(scenario.to_json()) == scenario
    assert bm.Scenario.from_json(scenario.to_json(indent=None)).to_dict() == scenario.to_dict()


@given(st.recursive(st.none() | st.booleans() | st.floats() | st.text(max_size=3), lambda inner: st.lists(inner, max_size=3) |
                    st.dictionaries(st.sampled_from(["schema", "arms", "name", "interventions", "agent", "observables", "cohort",
                                                     "horizon_days", "sample_days", "patient"]), inner, max_size=4), max_leaves=8))
def test_any_tree_is_a_scenario_or_a_sentence(tree):
    whole = {"schema": "bonemodel.scenario/1", "arms": [{"name": "a"}], "observables": READ[:1], "horizon_days": 10,
             "sample_days": [1]}
    trees = [tree, *({**whole, name: tree} for name in (*whole, "patient", "cohort", "solver", "parameters"))]
    for each in trees:
        try:
            bm.Scenario.from_dict(each).validate()
        except bm.Error as refused:
            assert str(refused)


def test_a_property_can_fail():
    """hypothesis finds the woman for whom something does not hold."""
    @given(WOMEN)
    def nobody_is_over_seventy(values):
        assert values["age_years"] < 70

    with pytest.raises(AssertionError):
        nobody_is_over_seventy()
