# SPDX-License-Identifier: Apache-2.0
"""Her measurements in a scenario, what is to be forecast of them, and thresholds; members of the arms part from there."""
from __future__ import annotations

import math
from typing import Any, Callable

import numpy as np

from . import errors
from ._json import MISSING, failed, key, number_text, read_number, read_object, read_text, wrong
from ._plan import ArmPlan, InterventionPlan, Plan
from ._women import make_patient, row_of, unknown
from .cohort import Cohort
from .forecast import Forecast, Measurement
from .model import MAX_TIME_D, Kind

_MEASUREMENT = ("day", "observable", "value", "cv_percent", "sd", "lsc_percent", "censored", "device")
_MONTH_D = 30.4375


def _measurement(plan: Plan, item: Any, place: str) -> Measurement:
    read_object(item, place, _MEASUREMENT)
    day = read_number(item.get("day", MISSING), key(place, "day"), 0, MAX_TIME_D)
    name = read_text(item.get("observable", MISSING), key(place, "observable"), "the name of an observable")
    if not row_of(plan.model, Kind.OBSERVABLE, name):
        raise unknown(plan.model, Kind.OBSERVABLE, name, key(place, "observable"))
    value = read_number(item.get("value", MISSING), key(place, "value"))
    given = {each: read_number(item[each], key(place, each), 0, above=True) for each in ("cv_percent", "sd", "lsc_percent")
             if each in item}
    if len(given) > 1:
        raise failed(place, f"found {len(given)} errors of one measurement; allowed one of cv_percent, sd and lsc_percent")
    if "censored" in item and item["censored"] != "below":
        raise wrong(key(place, "censored"), item["censored"], '"below"')
    device = item.get("device")
    if "device" in item and not isinstance(device, str):
        raise wrong(key(place, "device"), device, "the name of a scanner")
    if device is not None and not row_of(plan.model, Kind.DEVICE, device):
        raise unknown(plan.model, Kind.DEVICE, device, key(place, "device"))
    return Measurement(name, value, day, censored=item.get("censored"), device=device, **given)


# ---- where the arms part ----


def _doses_before(plan: Plan, intervention: InterventionPlan, day: float) -> float:
    """How many doses are given before a day; of what runs on, how long it does."""
    end_d = min(intervention.stop_d, day)
    every_d = intervention.every_d
    if every_d is None:
        patient = make_patient(plan, 0, treated=False)
        patient.prescribe(intervention.agent)
        every_d = patient.prescriptions()[0].every_d
    if not 0 < every_d < math.inf:
        return end_d - intervention.start_d
    n = math.ceil((end_d - intervention.start_d) / every_d)
    return min(n, intervention.doses) if intervention.doses else n


def _is_before(intervention: InterventionPlan, day: float) -> bool:
    return intervention.start_d + (intervention.start_when.every_d if intervention.start_when else 0) < day


def _are_alike(plan: Plan, one: tuple[InterventionPlan, Any], other: tuple[InterventionPlan, Any], day: float) -> bool:
    rules = any(each.start_when or each.stop_when for each, _ in (one, other))
    ends = () if rules else ("stop_day", "doses")  # which are compared by what they do
    trees = [{name: value for name, value in tree.items() if name not in ends} for _, tree in (one, other)]
    return trees[0] == trees[1] and (rules or _doses_before(plan, one[0], day) == _doses_before(plan, other[0], day))


def _check_before(plan: Plan, index: int, day: float) -> None:
    """Another arm has the same patient, and does before a day what the first one does."""
    trees = [plan.tree["arms"][each] for each in (0, index)]
    place = f"arms[{index}]"
    if trees[0].get("patient") != trees[1].get("patient"):
        raise failed(key(place, "patient"), "found another patient than that of arms[0]; allowed one woman")

    def those_before(arm: ArmPlan, tree: dict[str, Any]) -> list[tuple[int, tuple[InterventionPlan, Any]]]:
        both = zip(arm.interventions, tree.get("interventions", []))
        return [(i, each) for i, each in enumerate(both) if _is_before(each[0], day)]

    left = those_before(plan.arms[0], trees[0])
    for i, each in those_before(plan.arms[index], trees[1]):
        alike = next((other for other in left if _are_alike(plan, other[1], each, day)), None)
        if alike is None:
            raise failed(f"{place}.interventions[{i}]", f"found {each[0].agent}, which arms[0] has not in the same way before "
                         f"day {number_text(day)}; allowed arms that part from forecast.from_day on")
        left.remove(alike)
    if left:
        raise failed(f"{place}.interventions", f"found no {left[0][1][0].agent} as arms[0] has it before day "
                     f"{number_text(day)}; allowed arms that part from forecast.from_day on")


# ---- the forecast ----


def read(plan: Plan) -> tuple[list[Measurement], int, int, float]:
    """Measurements, members, seed and the day from which the arms part."""
    place = "forecast" if "forecast" in plan.tree else "measurements"
    if plan.cohort is not None or plan.band:
        raise failed(place, f"found it beside a {'cohort' if plan.cohort is not None else 'band'}; allowed without, for its "
                     "members are women like her")
    item = read_object(plan.tree["forecast"], "forecast", ("members", "seed", "from_day")) if place == "forecast" else {}
    listed = plan.tree.get("measurements", [])
    if not isinstance(listed, list):
        raise wrong("measurements", listed, "a list of measurements")
    measurements = [_measurement(plan, each, f"measurements[{i}]") for i, each in enumerate(listed)]
    last_d = max((float(each.day) for each in measurements), default=0.0)  # type: ignore[arg-type]
    size = read_number(item.get("members", 1000), "forecast.members", 1, 1e6, whole=True)
    seed = read_number(item.get("seed", 1), "forecast.seed", 0, 2.0**53 - 1, whole=True)
    from_d = read_number(item["from_day"], "forecast.from_day", 0, plan.horizon_d) if "from_day" in item else last_d
    most = min(plan.horizon_d, from_d)
    for i, each in enumerate(measurements):
        if each.day > most:  # type: ignore[operator]
            raise failed(f"measurements[{i}].day", f"found {number_text(each.day)}; allowed 0 to "  # type: ignore[arg-type]
                         f"{number_text(most)}, the first of horizon_days and forecast.from_day")
    for index in range(1, len(plan.arms)):
        _check_before(plan, index, from_d)
    return measurements, int(size), int(seed), from_d


def infer(plan: Plan, *, size: int | None = None, threads: int = 1, progress: Any = None) -> Forecast:
    """The arms as strategies of one woman, who is inferred."""
    measurements, members, seed, from_d = read(plan)
    forecast: Forecast | None = None
    for index, arm in enumerate(plan.arms):
        place = f"arms[{index}]" if index else "forecast"
        with make_patient(plan, index) as patient:
            try:
                if forecast is None:
                    forecast = Forecast(patient, name=arm.name, size=size or members, seed=seed, threads=threads, from_d=from_d)
                else:
                    forecast.add(patient, arm.name)
            except errors.Error as refused:
                raise failed(place, str(refused), refused.status) from None
    assert forecast is not None
    forecast.progress = progress
    forecast.measure(measurements)
    forecast.progress = None
    return forecast


def read_below(plan: Plan) -> dict[str, float]:
    """Thresholds by observable."""
    item = plan.tree.get("below", {})
    read_object(item, "below", None, "an object of observables and thresholds")
    if "below" in plan.tree and plan.cohort is None and not plan.forecasts:
        raise failed("below", "found it without a cohort; allowed with a cohort or a forecast")
    for name, level in item.items():
        if not row_of(plan.model, Kind.OBSERVABLE, name):
            raise unknown(plan.model, Kind.OBSERVABLE, name, key("below", name))
        read_number(level, key("below", name))
    return {name: float(level) for name, level in item.items()}


def count_below(plan: Plan, cohort: Cohort, thresholds: dict[str, float], stopped: Callable[[], bool]) -> np.ndarray:
    """Of a cohort on day 0: the probabilities [time, 2 x threshold] of being below, and of ever having been on any of the
    days 0, 30.4375, ... until then."""
    names, levels = list(thresholds), np.array(list(thresholds.values()))
    ever = np.zeros((len(cohort), len(names)), bool)
    found = np.full((len(plan.times), 2 * len(names)), np.nan)
    month, following = 0, 0
    cohort.progress = lambda time_d, fraction: stopped()
    while following < len(plan.times):
        grid_d = month * _MONTH_D
        time_d = min(grid_d, plan.times[following])
        values = cohort.sample([time_d], names)[:, 0]
        known, below = ~np.isnan(values), values < levels
        if not grid_d > time_d:
            ever |= below
            month += 1
        if not plan.times[following] > time_d:
            n = known.sum(axis=0)
            with np.errstate(invalid="ignore"):
                found[following, 0::2] = (below & known).sum(axis=0) / n
                found[following, 1::2] = (ever & known).sum(axis=0) / n
            following += 1
    return found
