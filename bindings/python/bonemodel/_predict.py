# SPDX-License-Identifier: Apache-2.0
"""The mean of a new trial, as bonesim predict has it: its women differ, the parameters are uncertain, studies differ.

The mean over women comes from a cohort with the fitted parameters. Around it lie as many possible trials as the band of
trials has members: what each does to the typical woman, it does to the mean. The error of sampling n women is added as a
normal one.
"""
from __future__ import annotations

import dataclasses
import math
import os
import re
from typing import Any, Mapping

import numpy as np

from . import errors
from ._bonemodel import lib
from ._json import found
from ._plan import Plan
from ._progress import Progress
from ._simulate import Watch, sampled
from ._women import make_cohort, make_patient, row_of
from .cohort import Cohort
from .model import Kind
from .patient import about_patient, source_of
from .result import About, Result

_WOMEN, _TRIALS, _STEPS = 2000, 1000, 3
_DAYS_PER_MONTH = 30.4375
_QUANTILES = {"p025": 0.025, "p10": 0.1, "p50": 0.5, "p90": 0.9, "p975": 0.975}
_REPORTED = ("bmd.", "bmd_change.", "t_score.", "marker_change.", "fracture_risk.", "fracture_risk_10y.")


@dataclasses.dataclass
class Row:
    """A row that asks: an arm or a difference of two, at a time or over a span."""

    arm: str
    months: Any
    observable: str
    unit: str
    arms: list[int]
    days: list[float]
    n: list[float]  #: women who are measured in each arm; infinite: not said

    @property
    def scale(self) -> str:
        """Percent; a level, whose possible trials lie by factors; a score, by differences."""
        if self.observable.startswith(("bmd_change.", "marker_change.")):
            return "change"
        return "score" if self.observable.startswith("t_score.") else "ratio"

    def value(self, at: np.ndarray) -> np.ndarray:
        """From values at the row's times [..., time]: at one time the value, over a span the change."""
        if len(self.days) == 1:
            value: np.ndarray = at[..., 0]
        elif self.scale == "change":
            value = 100 * ((1 + at[..., 1] / 100) / (1 + at[..., 0] / 100) - 1)
        elif self.scale == "ratio":
            value = 100 * (at[..., 1] / at[..., 0] - 1)
        else:
            value = at[..., 1] - at[..., 0]
        return value

    def in_trials(self, mean: float, typical: float, hers: np.ndarray) -> np.ndarray:
        """The means of possible trials, in which the typical woman has `hers` in place of `typical`."""
        scale = "change" if len(self.days) == 2 and self.scale == "ratio" else self.scale
        if scale == "change":
            return 100 * ((1 + mean / 100) * (1 + hers / 100) / (1 + typical / 100) - 1)
        return mean * hers / typical if scale == "ratio" and typical > 0 else mean + hers - typical


def _wrong(number: int, column: str, cell: Any, allowed: str, status: int = lib.BM_EINVAL) -> errors.Error:
    return errors.error(status, f"row {number}, {column}: found {found(cell)}; allowed {allowed}")


def _read_months(text: Any, horizon_d: float, number: int) -> list[float]:
    parts = re.fullmatch(r"([0-9][0-9.eE+-]*)(?:>([0-9][0-9.eE+-]*))?", f"{text}")
    try:
        days = [float(part) * _DAYS_PER_MONTH for part in parts.groups() if part] if parts else []
    except ValueError:
        days = []
    if not days or days[-1] > horizon_d * (1 + 1e-12) or days != sorted(set(days)):
        raise _wrong(number, "months", text, f"months from 0 to {horizon_d / _DAYS_PER_MONTH:g}, or a span of them such as "
                                             "12>24")
    return [min(day, horizon_d) for day in days]


def _read_n(text: Any, n_arms: int, number: int) -> list[float]:
    if text is None or text == "" or (isinstance(text, float) and math.isnan(text)):
        return [math.inf] * n_arms
    if isinstance(text, (float, np.floating)) and text == math.floor(text):
        text = int(text)
    parts = f"{text}".split("/")
    if len(parts) != n_arms or not all(re.fullmatch(r"[1-9][0-9]{0,8}", part) for part in parts):
        raise _wrong(number, "n", text, 'two whole numbers of women, "n1/n2", or nothing' if n_arms == 2
                     else "a whole number of women, or nothing")
    return [float(part) for part in parts]


def _read(plan: Plan, row: Mapping[str, Any], number: int) -> Row:
    names = [arm.name for arm in plan.arms]
    for column in ("arm", "months", "observable"):
        if column not in row:
            raise errors.error(lib.BM_EINVAL, f"row {number}: found no column {column}; allowed arm, months, observable and n")
    arm = f"{row['arm']}"
    wanted = [arm] if arm in names else arm.split(" - ")
    if len(wanted) > 2 or not all(name in names for name in wanted):
        raise _wrong(number, "arm", arm, 'an arm of the scenario, or a difference of two, "a - b"', lib.BM_ENOTFOUND)
    days = _read_months(row["months"], plan.horizon_d, number)
    entry = row_of(plan.model, Kind.OBSERVABLE, f"{row['observable']}")
    if entry is None:
        raise _wrong(number, "observable", row["observable"], "an observable of the catalogue", lib.BM_ENOTFOUND)
    if not entry.name.startswith(_REPORTED):
        raise _wrong(number, "observable", entry.name, "a density, its change, a T-score, the change of a marker or a risk of "
                                                       "fracture")
    made = Row(arm, row["months"], entry.name, entry.unit, [names.index(name) for name in wanted], days,
               _read_n(row.get("n"), len(wanted), number))
    if len(days) == 2 and made.scale == "ratio":
        made.unit = "%"
    return made


def _welford(values: np.ndarray) -> tuple[float, float]:
    """Mean and variance (n - 1) of the finite values, in the order in which bonesim adds them."""
    mean = squares = 0.0
    n = 0
    for value in values[np.isfinite(values)].tolist():
        n += 1
        squares += (value - mean) * (value - mean) * (n - 1) / n
        mean += (value - mean) / n
    return (mean if n else math.nan), (squares / (n - 1) if n > 1 else 0.0)


def _quantile(values: np.ndarray, sd: float, p: float) -> float:
    """A quantile of sorted values, each with a normal error of this SD."""
    n = len(values)
    if not sd > 0:  # type 7
        place = (n - 1) * p
        low = int(place)
        return float(values[low] + (place - low) * (values[min(low + 1, n - 1)] - values[low]))
    low_end, high_end = float(values[0] - 9 * sd), float(values[-1] + 9 * sd)
    listed = values.tolist()
    for _ in range(60):
        middle = 0.5 * (low_end + high_end)
        total = 0.0
        for value in listed:
            total += 0.5 * math.erfc(-((middle - value) / sd) * math.sqrt(0.5))
        if total < 0.5 + p * (n - 1):  # type 7 where the error is small
            low_end = middle
        else:
            high_end = middle
    return 0.5 * (low_end + high_end)


@dataclasses.dataclass
class _Part:
    """What is computed of one arm for a row: of women, of the typical one, and of her in possible trials."""

    mean: float
    reading_variance: float
    typical: float
    trials: np.ndarray


def _simulate_arm(plan: Plan, index: int, rows: list[Row], threads: int, watch: Watch) -> tuple[dict[int, _Part], About]:
    own = [i for i, row in enumerate(rows) if index in row.arms]
    if not own:
        return {}, About()
    days = sorted({day for i in own for day in rows[i].days})
    names = list(dict.fromkeys(rows[i].observable for i in own))

    def of_row(row: Row, values: np.ndarray) -> np.ndarray:
        return row.value(values[..., [days.index(day) for day in row.days], names.index(row.observable)])

    def members(cohort: Cohort, step: int) -> np.ndarray:
        with cohort:
            values = sampled(cohort, watch, index * _STEPS + step, f"arms[{index}]", lambda: cohort.sample(days, names))
            failures = cohort.failures()
            if len(failures) > len(cohort) // 2:
                raise errors.error(failures[0].error.status, f"arms[{index}]: found {len(failures)} of {len(cohort)} members "
                                   f"who failed; allowed at most half. One: {failures[0].error}")
            array: np.ndarray = values
            return array

    size = {} if plan.cohort is not None else {"size": _WOMEN, "seed": plan.seed}
    seed = plan.seed if plan.cohort is None else int(plan.cohort.get("seed", 1))
    with make_patient(plan, index) as profile:
        who = repr(profile)

        def women(error: float) -> Cohort:
            return make_cohort(dataclasses.replace(plan, band=None), index, profile, threads=threads, measurement_error=error,
                               **size)

        true = members(women(0.0), 0)
        read = members(women(1.0), 1) if any(math.isfinite(n) for i in own for n in rows[i].n) else None
        watch.done(index * _STEPS + 1)
        trials = members(Cohort(profile, size=_TRIALS, seed=seed, threads=threads, band="trial", arm=index), 2)
        with profile.clone() as typical:
            table = typical.sample(days, names)
            hers = np.stack([table[name] for name in names], axis=-1)
            about = about_patient(typical, who, plan.arms[index].title)
    return {i: _Part(_welford(of_row(rows[i], true))[0], 0.0 if read is None else _welford(of_row(rows[i], read))[1],
                     float(of_row(rows[i], hers)), of_row(rows[i], trials)) for i in own}, about


def _finish(row: Row, parts: list[_Part]) -> dict[str, float]:
    each = [row.in_trials(part.mean, part.typical, part.trials) for part in parts]
    values = 0.0 + each[0]
    if len(each) == 2:
        values = values + -1 * each[1]
    values = values[np.isfinite(values)]
    _, spread = _welford(values)
    variance = 0.0
    for part, n in zip(parts, row.n):
        variance += part.reading_variance / n
    ordered = np.sort(values)
    known = len(values) > 1
    return {"mean": parts[0].mean - (parts[1].mean if len(parts) == 2 else 0),
            "sd": math.sqrt(spread + variance) if known else math.nan,
            **{name: _quantile(ordered, math.sqrt(variance), p) if known else math.nan for name, p in _QUANTILES.items()}}


def predict(plan: Plan, wanted: list[Mapping[str, Any]], threads: int | None, progress: Progress) -> Result:
    """The distributions of rows."""
    rows = [_read(plan, row, number + 1) for number, row in enumerate(wanted)]
    watch = Watch(progress, len(plan.arms) * _STEPS, max((row.days[-1] for row in rows), default=0.0))
    made = [_simulate_arm(plan, index, rows, threads or min(os.cpu_count() or 1, 256), watch) for index in range(len(plan.arms))]
    numbers = [_finish(row, [made[arm][0][i] for arm in row.arms]) for i, row in enumerate(rows)]
    table: dict[str, np.ndarray] = {
        name: np.array([getattr(row, name) for row in rows], object) for name in ("arm", "months", "observable", "unit")}
    table["months"] = np.array([f"{row.months}" for row in rows], object)
    table.update({name: np.array([each[name] for each in numbers], np.float64) for name in ("mean", "sd", *_QUANTILES)})
    observables = tuple(dict.fromkeys(row.observable for row in rows))
    return Result("prediction", tuple(dict.fromkeys(row.arm for row in rows)),
                  np.array(sorted({row.days[-1] for row in rows})), observables, {row.observable: row.unit for row in rows}, {},
                  about={plan.arms[index].name: about for index, (_, about) in enumerate(made)}, title=plan.title,
                  source=source_of(plan.model), day0=plan.day0, table=table)
