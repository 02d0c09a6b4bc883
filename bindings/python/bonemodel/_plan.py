# SPDX-License-Identifier: Apache-2.0
"""A scenario's tree as a plan: types, ranges, unknown keys and contradictions, as bonesim reads them. Quantities and dates
have become numbers."""
from __future__ import annotations

import copy
import dataclasses
import math
import re
from typing import Any

import numpy as np

from . import errors
from ._bonemodel import lib
from ._days import date_of
from ._json import (MISSING, check_once, failed, found, is_number, key, number_text, read_bool, read_list, read_number,
                    read_object, read_text, wrong)
from .model import MAX_TIME_D, NEVER_D, Kind, Model

SCHEMA = "bonemodel.scenario/1"
HEAD = ("schema", "title", "model", "patient", "parameters", "initial", "solver", "day0", "device", "arms", "horizon_days",
        "sample_days", "sample_every_days", "observables", "cohort", "band", "seed", "measurements", "forecast", "below")
INTERVENTION = ("agent", "start_day", "stop_day", "dose", "every_days", "doses", "adherence", "start_when", "stop_when",
                "again")
COHORT = ("size", "seed", "sd", "range", "correlation", "variability", "measurement_error", "uncertainty")
BANDS = ("typical", "trial", "woman", "measured")
_MOST_VALUES, _MOST_CHECKS, _SHORTEST_CHECK_D = 1e7, 1e6, 1e-6
_MOST_WHOLE, _SLACK = 2.0**53 - 1, 1e-9


@dataclasses.dataclass
class WhenPlan:
    """start_when or stop_when."""

    conditions: list[tuple[str, bool, float]]  #: observable, is it below?, level
    all: bool
    every_d: float
    confirmed_at: int


@dataclasses.dataclass
class InterventionPlan:
    agent: str
    start_d: float
    stop_d: float
    dose: float | None
    every_d: float | None
    doses: int
    adherence: float
    start_when: WhenPlan | None
    stop_when: WhenPlan | None
    again: bool
    parameters: dict[str, Any]

    @property
    def check_every_d(self) -> float:
        """An intervention's rules are checked on one calendar."""
        when = self.start_when or self.stop_when
        return when.every_d if when else math.inf

    def check_d(self, check: int) -> float:
        """When its rules are checked for the check-th time; infinite when they never are."""
        time_d = self.start_d + check * self.check_every_d
        return time_d if check > 0 and time_d < self.stop_d else math.inf


@dataclasses.dataclass
class ArmPlan:
    name: str
    title: str
    patient: dict[str, float]
    interventions: list[InterventionPlan]


@dataclasses.dataclass
class Plan:
    """A scenario as it is simulated."""

    model: Model
    title: str
    day0: Any
    patient: dict[str, float]
    parameters: dict[str, float]
    initial: dict[str, float]
    device: str | None
    cohort: dict[str, Any] | None
    band: str | None
    seed: int
    rtol: float | None
    max_steps: int | None
    max_runs: float
    horizon_d: float
    arms: list[ArmPlan]
    observables: list[str]
    times: np.ndarray
    tree: dict[str, Any]  #: with numbers for quantities and dates: measurements, forecast and below are read from it

    @property
    def forecasts(self) -> bool:
        """Is one woman to be inferred?"""
        return "measurements" in self.tree or "forecast" in self.tree


# ---- quantities and dates become numbers ----


def _quantity(model: Model, kind: Kind, name: str, item: Any, place: str) -> Any:
    if not isinstance(item, dict) or not any(row.name == name for row in model.rows(kind)):
        return item
    read_object(item, place, ("value", "unit"))
    value = read_number(item.get("value", MISSING), key(place, "value"))
    unit = item.get("unit", MISSING)
    if not isinstance(unit, str):
        raise wrong(key(place, "unit"), unit, f'a unit such as "{model.find(kind, name).unit}"')
    try:
        return model.convert(kind, name, value, unit)
    except errors.Error as refused:
        raise failed(key(place, "unit"), str(refused), refused.status) from None


def _date(text: Any) -> Any:
    if not isinstance(text, str) or not re.fullmatch(r"\d{4}-\d\d-\d\d", text, re.ASCII):
        return None
    try:
        return date_of(text)
    except errors.Error:
        return None


def _day(item: Any, day0: Any, place: str) -> Any:
    if not isinstance(item, str):
        return item
    if day0 is None:
        raise wrong(place, item, 'a number of days; a date needs a "day0" beside the arms')
    date = _date(item)
    if date is None:
        raise wrong(place, item, 'a number of days, or a date such as "2026-11-30"')
    return float((date - day0).days)


def _person(model: Model, parent: Any, place: str) -> None:
    patient = parent.get("patient") if isinstance(parent, dict) else None
    if isinstance(patient, dict):
        for name, item in patient.items():
            patient[name] = _quantity(model, Kind.COVARIATE, name, item, key(key(place, "patient"), name))


def _write_numbers(tree: dict[str, Any], model: Model) -> Any:
    """Replaces what people may write by numbers; returns the date of day 0."""
    day0 = None
    if "day0" in tree:
        day0 = _date(tree["day0"])
        if day0 is None:
            raise wrong("day0", tree["day0"], 'a date such as "2026-11-30"')
    _person(model, tree, "")
    if "horizon_days" in tree:
        tree["horizon_days"] = _day(tree["horizon_days"], day0, "horizon_days")
    if isinstance(tree.get("sample_days"), list):
        tree["sample_days"] = [_day(item, day0, f"sample_days[{i}]") for i, item in enumerate(tree["sample_days"])]
    for i, item in enumerate(tree["measurements"] if isinstance(tree.get("measurements"), list) else []):
        place = f"measurements[{i}]"
        if not isinstance(item, dict):
            continue
        if "day" in item:
            item["day"] = _day(item["day"], day0, key(place, "day"))
        for name in ("value", "sd"):
            if name in item and isinstance(item.get("observable"), str):
                item[name] = _quantity(model, Kind.OBSERVABLE, item["observable"], item[name], key(place, name))
    if isinstance(tree.get("forecast"), dict) and "from_day" in tree["forecast"]:
        tree["forecast"]["from_day"] = _day(tree["forecast"]["from_day"], day0, "forecast.from_day")
    for i, arm in enumerate(tree["arms"] if isinstance(tree.get("arms"), list) else []):
        _person(model, arm, f"arms[{i}]")
        interventions = arm.get("interventions") if isinstance(arm, dict) else None
        for j, item in enumerate(interventions if isinstance(interventions, list) else []):
            if not isinstance(item, dict):
                continue
            place = f"arms[{i}].interventions[{j}]"
            for name in ("start_day", "stop_day"):
                if name in item:
                    item[name] = _day(item[name], day0, key(place, name))
            if "dose" in item and isinstance(item.get("agent"), str):
                item["dose"] = _quantity(model, Kind.AGENT, item["agent"], item["dose"], key(place, "dose"))
    return day0


# ---- parts ----


def _values(parent: dict[str, Any], name: str, place: str = "") -> dict[str, float]:
    """An object of names with a number each, when it is there."""
    if name not in parent:
        return {}
    here = key(place, name)
    values = read_object(parent[name], here, None, "an object of names and numbers")
    for member, item in values.items():
        if not is_number(item):
            raise wrong(key(here, member), item, "a number")
    return {member: float(item) for member, item in values.items()}


def _condition(item: Any, place: str) -> tuple[str, bool, float]:
    read_object(item, place, ("observable", "below", "above"))
    observable = read_text(item.get("observable", MISSING), key(place, "observable"), "the name of an observable")
    if ("below" in item) == ("above" in item):
        both = "below and above" if "below" in item else "neither below nor above"
        raise failed(place, f"found {both}; allowed exactly one of below and above")
    side = "below" if "below" in item else "above"
    return observable, side == "below", read_number(item[side], key(place, side))


def _when(parent: dict[str, Any], name: str, place: str, horizon_d: float) -> WhenPlan | None:
    if name not in parent:
        return None
    here = key(place, name)
    item = read_object(parent[name], here, ("any", "all", "checked_every_days", "confirmed_at"))
    if ("all" in item) == ("any" in item):
        both = "any and all" if "all" in item else "neither any nor all"
        raise failed(here, f"found {both}; allowed exactly one of any and all")
    kind = "all" if "all" in item else "any"
    conditions = read_list(item[kind], key(here, kind), "conditions")
    every_d = read_number(item.get("checked_every_days", MISSING), key(here, "checked_every_days"),
                          max(horizon_d / _MOST_CHECKS, _SHORTEST_CHECK_D), NEVER_D)
    confirmed_at = read_number(item.get("confirmed_at", 1), key(here, "confirmed_at"), 1, 2**32 - 1, whole=True)
    return WhenPlan([_condition(condition, f"{key(here, kind)}[{i}]") for i, condition in enumerate(conditions)],
                    kind == "all", every_d, int(confirmed_at))


def _intervention(item: Any, place: str, start_min_d: float, horizon_d: float) -> InterventionPlan:
    read_object(item, place)
    agent = read_text(item.get("agent", MISSING), key(place, "agent"), "the name of an agent")

    def number(name: str, default: Any, *limits: float, above: bool = False) -> Any:
        return read_number(item[name], key(place, name), *limits, above=above) if name in item else default

    start_d = number("start_day", 0.0, start_min_d, MAX_TIME_D)
    stop_d = number("stop_day", NEVER_D, start_d, NEVER_D, above=True)
    dose = number("dose", None)
    every_d = number("every_days", None, 0, math.inf, above=True)
    doses = int(read_number(item["doses"], key(place, "doses"), 1, 2**32 - 1, whole=True)) if "doses" in item else 0
    adherence = number("adherence", 1.0, 0, 1)
    start_when = _when(item, "start_when", place, horizon_d)
    stop_when = _when(item, "stop_when", place, horizon_d)
    again = read_bool(item["again"], key(place, "again")) if "again" in item else False
    if start_when and start_d + start_when.every_d < 0:
        raise failed(key(place, "start_day"), f"found {number_text(start_d)}; allowed with start_when at least "
                     f"{number_text(-start_when.every_d)}: nothing can be checked before day 0")
    if start_when and stop_when and start_when.every_d != stop_when.every_d:
        raise failed(key(place, "stop_when.checked_every_days"), f"found {number_text(stop_when.every_d)}; allowed "
                     f"{number_text(start_when.every_d)}, as in start_when")
    if again and not (start_when and stop_when):
        raise failed(key(place, "again"), "found true; allowed only with start_when and stop_when")
    own = {name: value for name, value in item.items() if name not in INTERVENTION}
    return InterventionPlan(agent, start_d, stop_d, dose, every_d, doses, adherence, start_when, stop_when, again, own)


def _arms(tree: dict[str, Any], core: bool, horizon_d: float) -> list[ArmPlan]:
    arms = []
    for i, item in enumerate(read_list(tree.get("arms", MISSING), "arms", "arms")):
        place = f"arms[{i}]"
        read_object(item, place, ("name", "interventions", "patient", "title"))
        name = read_text(item.get("name", MISSING), key(place, "name"), "a name of at least one character")
        title = read_text(item["title"], key(place, "title"), "a title of at least one character") if "title" in item else ""
        if core and "patient" in item:
            raise wrong(key(place, "patient"), item["patient"], 'no patient with "model": "core"')
        patient = _values(item, "patient", place)
        interventions = item.get("interventions", [])
        if not isinstance(interventions, list):
            raise wrong(key(place, "interventions"), interventions, "a list of interventions")
        arms.append(ArmPlan(name, title, patient, [
            _intervention(each, f"{place}.interventions[{j}]", 0 if core else -MAX_TIME_D, horizon_d)
            for j, each in enumerate(interventions)]))
    check_once([arm.name for arm in arms], [f"arms[{i}].name" for i in range(len(arms))])
    return arms


def _times(tree: dict[str, Any], horizon_d: float, n_rows: int) -> np.ndarray:
    """When to read: a list, or 0, s, 2s, ... up to and including the horizon, which no rounding error pushes out."""
    if ("sample_days" in tree) == ("sample_every_days" in tree):
        both = "both" if "sample_days" in tree else "neither"
        raise failed("", f"sample_days, sample_every_days: found {both}; allowed exactly one of them")

    def check_size(name: str, count: float) -> None:
        if count * n_rows > _MOST_VALUES:
            raise failed(name, f"found {number_text(count)} samples x {n_rows} observables and arms; allowed at most "
                               f"{_MOST_VALUES:.0f} values in all")

    if "sample_days" in tree:
        days = read_list(tree["sample_days"], "sample_days", "days")
        check_size("sample_days", len(days))
        for i, day in enumerate(days):
            read_number(day, f"sample_days[{i}]", days[i - 1] if i else 0, horizon_d, above=i > 0)
        return np.array(days, np.float64)
    every_d = read_number(tree["sample_every_days"], "sample_every_days", 0, above=True)
    count = math.floor(min(horizon_d / every_d * (1 + _SLACK), 1e300)) + 1
    check_size("sample_every_days", count)
    times = np.arange(count) * every_d
    times[times >= horizon_d * (1 - _SLACK)] = horizon_d
    return times


def _head(tree: Any) -> str:
    """The keys; returns the name of the model."""
    if not isinstance(tree, dict):
        raise failed("", f"found {found(tree)}; allowed a JSON object")
    if tree.get("schema", MISSING) != SCHEMA:
        raise wrong("schema", tree.get("schema", MISSING), f'"{SCHEMA}"')
    read_object(tree, "", HEAD)
    if not isinstance(tree.get("title", ""), str):
        raise wrong("title", tree["title"], "a string")
    model = tree.get("model", "full")
    if model not in ("full", "core"):
        raise wrong("model", model, '"full" (the default) or "core"')
    for name in ("patient", "cohort", "device", "band", "seed", "measurements", "forecast", "below", "initial"):
        if name in tree and (name == "initial") != (model == "core"):
            raise wrong(name, tree[name], f'no {name} {"with" if model == "core" else "without"} "model": "core"')
    return str(model)


def _band(tree: dict[str, Any]) -> tuple[str | None, int]:
    band = tree.get("band")
    if "band" in tree and band not in BANDS:
        raise wrong("band", band, '"typical", "trial", "woman" or "measured"')
    if "band" in tree and "cohort" in tree:
        raise wrong("band", band, "no band beside a cohort, whose members are its own spread")
    if "seed" in tree and "cohort" in tree:
        raise wrong("seed", tree["seed"], "no seed beside a cohort, which has its own: cohort.seed")
    return band, int(read_number(tree.get("seed", 1), "seed", 0, _MOST_WHOLE, whole=True))


def read(tree: Any, models: dict[str, Model]) -> Plan:
    """The plan of a tree. models: by name, and filled."""
    name = _head(tree)
    model = models.setdefault(name, Model(name)) if name not in models else models[name]
    tree = copy.deepcopy(tree)
    day0 = _write_numbers(tree, model)
    patient, parameters, initial = (_values(tree, each) for each in ("patient", "parameters", "initial"))
    device = read_text(tree["device"], "device", "the name of a scanner") if "device" in tree else None
    band, seed = _band(tree)
    solver = read_object(tree.get("solver", {}), "solver", ("rtol", "max_steps", "max_member_runs"))
    rtol = read_number(solver["rtol"], "solver.rtol", 1e-12, 1e-2) if "rtol" in solver else None
    steps = read_number(solver["max_steps"], "solver.max_steps", 1, _MOST_WHOLE) if "max_steps" in solver else None
    runs = read_number(solver.get("max_member_runs", 10e6), "solver.max_member_runs", 1, _MOST_WHOLE)
    horizon_d = read_number(tree.get("horizon_days", MISSING), "horizon_days", 0, MAX_TIME_D, above=True)
    arms = _arms(tree, name == "core", horizon_d)
    observables = [read_text(item, f"observables[{i}]", "the name of an observable") for i, item in
                   enumerate(read_list(tree.get("observables", MISSING), "observables", "observables"))]
    check_once(observables, [f"observables[{i}]" for i in range(len(observables))])
    times = _times(tree, horizon_d, len(observables) * len(arms))
    cohort = read_object(tree["cohort"], "cohort", COHORT) if "cohort" in tree else None
    return Plan(model, tree.get("title", ""), day0, patient, parameters, initial, device, cohort, band, seed, rtol,
                None if steps is None else int(steps), runs, horizon_d, arms, observables, times, tree)
