# SPDX-License-Identifier: Apache-2.0
"""The patients and cohorts of a plan, and whether they can be: what bonesim checks against the catalogue."""
from __future__ import annotations

import math
from typing import Any, Mapping

from . import errors
from ._bonemodel import lib
from ._json import MISSING, failed, found, is_number, key, number_text, read_bool, read_number, read_object, wrong
from ._plan import INTERVENTION, ArmPlan, InterventionPlan, Plan, WhenPlan
from .cohort import Cohort
from .decisions import Visit
from .model import NEVER_D, Flag, Kind, Model, Row
from .patient import Patient

_LISTED = 16   # longer lists of names are not written out
_TRIED = 100   # members
_BAND_MEMBERS = 1000
_WITH_STUDIES = ("bmd.", "bmd_change.", "t_score.", "z_score.", "marker.", "marker_change.", "fracture_risk.",
                 "fracture_risk_10y.")  # of these it is known how studies differ


def unknown(model: Model, kind: Kind, name: str, place: str) -> errors.Error:
    """The exception for a name that the catalogue does not have."""
    names = [row.name for row in model.rows(kind)]
    word = kind.name.lower()
    allowed = ", ".join(names) if len(names) <= _LISTED else f"a name of kind {word} of the catalogue, such as {names[0]}"
    near = model.nearest(kind, name)
    return failed(place, f"found {found(name)}, an unknown {word}; allowed {allowed}"
                  f"{'; nearest ' + ', '.join(near) if near else ''}", lib.BM_ENOTFOUND)


def row_of(model: Model, kind: Kind, name: str) -> Row | None:
    return next((row for row in model.rows(kind) if row.name == name), None)


def _check_range(row: Row, value: float, place: str) -> None:
    if value < row.minimum or value > row.maximum:
        raise failed(place, f"found {number_text(value)}; allowed {number_text(row.minimum)} to "
                     f"{number_text(row.maximum)} (unit {row.unit})", lib.BM_ERANGE)


# ---- rules ----


class Rule:
    """How an intervention with a start_when or stop_when stands in one patient: a visit starts what does not run, or
    stops what does."""

    def __init__(self, plan: InterventionPlan, number: int | None) -> None:
        self.plan, self.number = plan, number
        self.running, self.over, self.held = number is not None, False, 0

    def __deepcopy__(self, memo: dict[int, Any]) -> Rule:
        made = Rule(self.plan, self.number)
        made.running, made.over, made.held = self.running, self.over, self.held
        return made

    def _holds(self, visit: Visit, when: WhenPlan) -> bool:
        tests = [visit.observe(name) < level if below else visit.observe(name) > level
                 for name, below, level in when.conditions]
        return all(tests) if when.all else any(tests)

    def __call__(self, visit: Visit) -> None:
        plan = self.plan
        when = plan.stop_when if self.running else plan.start_when
        if self.over or when is None or visit.time_d == plan.start_d:
            return
        self.held = self.held + 1 if self._holds(visit, when) else 0
        if self.held < when.confirmed_at:
            return
        self.held = 0
        if self.running:
            assert self.number is not None
            visit.stop(self.number, visit.time_d)
            self.running, self.over = False, not plan.again
        else:
            self.number = visit.prescribe(plan.agent, **fields_of(plan, visit.time_d))
            self.running, self.over = True, plan.stop_when is None


def fields_of(plan: InterventionPlan, start_d: float) -> dict[str, Any]:
    """What Patient.prescribe() takes."""
    fields: dict[str, Any] = {"start_d": start_d, "stop_d": plan.stop_d, "adherence": plan.adherence, **plan.parameters}
    if plan.dose is not None:
        fields["dose"] = plan.dose
    if plan.every_d is not None:
        fields["every_d"] = plan.every_d
    if plan.doses:
        fields["doses"] = plan.doses
    return fields


# ---- patients ----


def _same(name: str, values: Mapping[str, float]) -> str | None:
    """The name among these that says the same of her: the density of a site and its T-score are one thing."""
    def site(of: str) -> str | None:
        return next((of[len(prefix):] for prefix in ("bmd.", "t_score.") if of.startswith(prefix)), None)

    return next((other for other in values if other == name or (site(name) and site(name) == site(other))), None)


def _set_values(patient: Patient, values: dict[str, float], overrides: dict[str, float], kind: Kind, place: str) -> None:
    seen: dict[str, float] = {}
    for name, value in values.items():
        here = key(place, name)
        row = row_of(patient.model, kind, name)
        if row:
            if kind == Kind.INITIAL and row.flags & Flag.COMPUTED:
                raise failed(here, f"found {number_text(value)}; allowed none: it is computed from parameters")
            _check_range(row, value, here)
            same = _same(name, seen) if kind == Kind.COVARIATE else None
            if same:
                raise failed(here, f"found it beside {same}; allowed one of the two", lib.BM_ECONFLICT)
        seen[name] = value
        if row and _same(name, overrides):
            continue
        try:
            patient.set(name, value)
        except errors.Error as refused:
            if row or refused.status != lib.BM_ENOTFOUND:  # the library knows names that cannot be set, and says why
                raise failed(here, str(refused), refused.status) from None
            raise unknown(patient.model, kind, name, here) from None
        if not row:
            raise unknown(patient.model, kind, name, here)


def make_patient(plan: Plan, index: int, *, treated: bool = True) -> Patient:
    """An arm's patient at time 0, with all she is given, or nothing."""
    arm = plan.arms[index]
    patient = Patient(plan.model, rtol=plan.rtol, max_steps=plan.max_steps, day0=plan.day0)
    _set_values(patient, arm.patient, {}, Kind.COVARIATE, f"arms[{index}].patient")
    _set_values(patient, plan.patient, arm.patient, Kind.COVARIATE, "patient")
    if plan.device is not None:
        if not row_of(plan.model, Kind.DEVICE, plan.device):
            raise unknown(plan.model, Kind.DEVICE, plan.device, "device")
        if "device" in plan.patient or "device" in arm.patient:
            raise failed("device", "found it beside a patient's device; allowed one of the two", lib.BM_ECONFLICT)
        patient.set("device", plan.device)
    _set_values(patient, plan.parameters, {}, Kind.PARAMETER, "parameters")
    _set_values(patient, plan.initial, {}, Kind.INITIAL, "initial")
    for i, intervention in enumerate(arm.interventions if treated else ()):
        try:
            _put(patient, intervention)
        except errors.Error as refused:
            raise _refused(refused, intervention, f"arms[{index}].interventions[{i}]") from None
    return patient


def _refused(refused: errors.Error, intervention: InterventionPlan, place: str) -> errors.Error:
    """Every range but that of the shortest interval was checked before."""
    if refused.status == lib.BM_ERANGE and intervention.every_d is not None:
        place = key(place, "every_days")
    return failed(place, str(refused), refused.status)


def _put(patient: Patient, plan: InterventionPlan) -> None:
    number = None
    if plan.start_when is None:
        number = patient.prescribe(plan.agent, **fields_of(plan, plan.start_d))
    if plan.start_when or plan.stop_when:
        patient.decide(Rule(plan, number), name=plan.agent, first_d=plan.start_d, every_d=plan.check_every_d,
                       stop_d=None if plan.stop_d == NEVER_D else plan.stop_d)


# ---- checks ----


def _check_parameters(model: Model, agent: str, intervention: InterventionPlan, place: str) -> None:
    for name, value in intervention.parameters.items():
        here = key(place, name)
        row = row_of(model, Kind.AGENT_PARAMETER, f"{agent}.{name}")
        if not row:
            own = [row.name.partition(".")[2] for row in model.rows(Kind.AGENT_PARAMETER) if row.name.startswith(agent + ".")]
            raise failed(here, f"found an unknown key; allowed {', '.join([*INTERVENTION, *own])}", lib.BM_ENOTFOUND)
        if name == "exercise" and isinstance(value, str):
            if not row_of(model, Kind.EXERCISE, value):
                raise unknown(model, Kind.EXERCISE, value, here)
        elif name == "exercise":
            raise wrong(here, value, f"a name: {', '.join(row.name for row in model.rows(Kind.EXERCISE))}")
        elif not is_number(value):
            raise wrong(here, value, f"a number: {row.description}")
        else:
            _check_range(row, value, here)


def _check_intervention(model: Model, plan: InterventionPlan, place: str) -> None:
    agent = row_of(model, Kind.AGENT, plan.agent)
    if not agent:
        raise unknown(model, Kind.AGENT, plan.agent, key(place, "agent"))
    _check_parameters(model, agent.name, plan, place)
    continuous = agent.flags & Flag.CONTINUOUS
    if continuous and plan.every_d is not None:
        raise failed(key(place, "every_days"), f"found {number_text(plan.every_d)}; allowed no every_days, for {agent.name} "
                     "acts as long as it runs")
    if continuous and plan.doses:
        raise failed(key(place, "doses"), f"found {plan.doses}; allowed no doses, for {agent.name} acts as long as it runs")
    for name, when in (("start_when", plan.start_when), ("stop_when", plan.stop_when)):
        for i, (observable, _, _) in enumerate(when.conditions if when else ()):
            if not row_of(model, Kind.OBSERVABLE, observable):
                kind = "all" if when and when.all else "any"
                raise unknown(model, Kind.OBSERVABLE, observable, f"{place}.{name}.{kind}[{i}].observable")
    if plan.dose is not None:
        _check_range(agent, plan.dose, key(place, "dose"))


def _try_patient(plan: Plan, index: int, treated: bool, place: str) -> None:
    """Reads her, so that what was set of her is checked together."""
    with make_patient(plan, index, treated=treated) as patient:
        try:
            patient.observe(plan.observables[0])
        except errors.Error as refused:
            raise failed(place, str(refused), refused.status) from None


def _last_check_d(plan: InterventionPlan, end_d: float) -> float:
    """The last time at which a start_when is checked in a run; the first one, when that comes after the run."""
    last_d = min(end_d, plan.stop_d)
    check = max(math.floor((last_d - plan.start_d) / plan.check_every_d), 1)
    while check > 1 and plan.check_d(check) >= last_d:
        check -= 1
    return plan.check_d(check)


def _try_starts(plan: Plan, index: int) -> None:
    """What starts by what is observed beside what starts by the calendar and no rule stops: as late as it can start,
    because two habits that overlap then do so whenever it starts."""
    arm = plan.arms[index]
    for i, intervention in enumerate(arm.interventions):
        start_d = _last_check_d(intervention, plan.times[-1]) if intervention.start_when else math.inf
        if math.isinf(start_d):
            continue
        with make_patient(plan, index, treated=False) as patient:
            for other in arm.interventions:
                if not (other.start_when or other.stop_when):
                    patient.prescribe(other.agent, **fields_of(other, other.start_d))
            try:
                patient.prescribe(intervention.agent, **fields_of(intervention, start_d))
            except errors.Error as refused:
                raise _refused(refused, intervention, f"arms[{index}].interventions[{i}]") from None


def _check_arm(plan: Plan, index: int, arm: ArmPlan) -> None:
    place = f"arms[{index}].interventions"
    for i, intervention in enumerate(arm.interventions):
        _check_intervention(plan.model, intervention, f"{place}[{i}]")
    try:
        _try_patient(plan, index, True, place)
        _try_starts(plan, index)
    except errors.Error:
        values = f"arms[{index}].patient" if arm.patient else next(
            (name for name in ("patient", "parameters", "initial") if getattr(plan, name)), "arms")
        _try_patient(plan, index, False, values)  # is it what she is, whatever she gets?
        raise


# ---- cohorts ----


def _covariate(model: Model, name: str, place: str) -> Row:
    row = row_of(model, Kind.COVARIATE, name)
    if not row:
        raise unknown(model, Kind.COVARIATE, name, place)
    if row.minimum == 0 and row.maximum == 1:
        raise failed(place, "found a covariate that is 0 or 1; allowed one that can vary")
    return row


def check_cohort(plan: Plan) -> None:
    """What the keys of the cohort say, against the catalogue."""
    item, model = plan.cohort or {}, plan.model
    size = read_number(item.get("size", MISSING), "cohort.size", 1, 1e6, whole=True)
    read_number(item.get("seed", 1), "cohort.seed", 0, 2.0**53 - 1, whole=True)
    draws = read_number(item.get("uncertainty", 0), "cohort.uncertainty", 0, 200, whole=True)
    if size * (1 + draws) > plan.max_runs:
        raise failed("cohort.size", f"found {size:.0f} members x (1 + {draws:.0f} draws) = {size * (1 + draws):.0f} runs; "
                     f"allowed at most {plan.max_runs:.0f}, or what solver.max_member_runs says")
    if draws * len(plan.times) * len(plan.observables) > 1e8:
        raise failed("cohort.uncertainty", f"found {draws:.0f} draws x {len(plan.times)} samples x {len(plan.observables)} "
                     "observables; allowed at most 100000000 values in all")
    sds = read_object(item.get("sd", {}), "cohort.sd", None, "an object of covariates")
    for name, sd in sds.items():
        _covariate(model, name, f"cohort.sd.{name}")
        read_number(sd, f"cohort.sd.{name}", 0)

    def check_varies(name: str, place: str) -> None:
        if name not in sds:
            raise failed(place, f"found {found(name)}, which does not vary; allowed a covariate of cohort.sd: "
                         f"{', '.join(sds) or 'there is none'}")

    for name, limits in read_object(item.get("range", {}), "cohort.range", None, "an object of covariates").items():
        here = f"cohort.range.{name}"
        row = _covariate(model, name, here)
        if not isinstance(limits, list) or len(limits) != 2:
            raise wrong(here, limits, "a list of two numbers, the lowest and the highest")
        low = read_number(limits[0], f"{here}[0]", row.minimum, row.maximum)
        read_number(limits[1], f"{here}[1]", low, row.maximum, above=True)
        check_varies(name, here)
    pairs: dict[tuple[str, str], float] = {}
    for first, others in read_object(item.get("correlation", {}), "cohort.correlation", None,
                                     "an object of covariates").items():
        outer = f"cohort.correlation.{first}"
        _covariate(model, first, outer)
        for second, value in read_object(others, outer, None, "an object of covariates and numbers").items():
            here = f"{outer}.{second}"
            _covariate(model, second, here)
            if not is_number(value) or not abs(value) < 1:
                raise wrong(here, value, "a number above -1 and below 1")
            if first == second:
                raise failed(here, "found a covariate with itself; allowed two different ones")
            check_varies(first, outer)
            check_varies(second, here)
            if pairs.get((second, first), value) != value:
                raise wrong(here, value, f"{number_text(pairs[second, first])}, as in {second}.{first}")
            pairs[first, second] = value
    for name in ("variability", "measurement_error"):
        if name in item:
            read_bool(item[name], f"cohort.{name}")


def has_band(observable: str, band: str) -> bool:
    """Has the observable a distribution at a band's level?"""
    return observable.startswith(_WITH_STUDIES) or (
        band == "typical" and not observable.startswith(("drug.", "doses_given.")))


def make_cohort(plan: Plan, index: int, profile: Patient, *, threads: int = 1, **options: Any) -> Cohort:
    """The cohort around an arm's patient: women of the scenario, or possibilities of its band. options replace its own."""
    if plan.band and "size" not in options:
        return Cohort(profile, size=_BAND_MEMBERS, seed=plan.seed, threads=threads, band=plan.band, arm=index)
    item = plan.cohort or {}
    own = {"size": int(item.get("size", 1)), "seed": int(item.get("seed", 1)), "variability":
           float(item.get("variability", True)), "measurement_error": float(item.get("measurement_error", False))}
    cohort = Cohort(profile, threads=threads, arm=index, **{**own, **options})
    if options.get("band"):
        return cohort
    place = "cohort.sd"
    try:
        for name, sd in item.get("sd", {}).items():
            low, high = item.get("range", {}).get(name, (math.nan, math.nan))
            place = f"cohort.{'sd' if math.isnan(low) else 'range'}.{name}"
            cohort.vary(name, sd, low, high)
        for first, others in item.get("correlation", {}).items():
            for second, value in others.items():
                place = f"cohort.correlation.{first}.{second}"
                cohort.correlate(first, second, value)
    except errors.Error as refused:
        raise failed(place, str(refused), refused.status) from None
    return cohort


def _try_members(plan: Plan, index: int) -> None:
    """Can somebody be a member? The first few that are tried can not only when hardly anybody can."""
    with make_patient(plan, index) as profile, make_cohort(plan, index, profile) as cohort:
        refused: errors.Error | None = None
        for number in range(min(len(cohort), _TRIED)):
            try:
                cohort.member(number).close()
                return
            except errors.Error as why:
                refused = why
    if refused:
        correlated = refused.status == lib.BM_ECONFLICT and (plan.cohort or {}).get("correlation")
        raise failed("cohort.correlation" if correlated else "cohort", str(refused), refused.status)


def check(plan: Plan) -> None:
    """Everything that bonesim check finds."""
    from . import _measured  # which makes patients
    for i, name in enumerate(plan.observables):
        if not row_of(plan.model, Kind.OBSERVABLE, name):
            raise unknown(plan.model, Kind.OBSERVABLE, name, f"observables[{i}]")
    for index, arm in enumerate(plan.arms):
        _check_arm(plan, index, arm)
    if plan.cohort is not None:
        check_cohort(plan)
    if plan.band:
        for i, name in enumerate(plan.observables):
            if not has_band(name, plan.band):
                raise failed(f"observables[{i}]", f"found {name}, which has no distribution in this band; allowed densities, "
                             'T- and Z-scores, markers and risks of fracture, and with "typical" all but drugs and doses')
    if plan.forecasts:
        _measured.read(plan)
    if "below" in plan.tree:
        _measured.read_below(plan)
    for index in range(len(plan.arms) if plan.cohort is not None or plan.band else 0):
        _try_members(plan, index)
    if plan.forecasts:
        _measured.infer(plan, size=1).close()
