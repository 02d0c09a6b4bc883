# SPDX-License-Identifier: Apache-2.0
"""Scenarios: what bonesim runs, as a tree of dataclasses that is written to JSON, read, checked and run."""
from __future__ import annotations

import dataclasses
import datetime
import json
import os
import pathlib
from typing import Any, Iterable, Mapping, Union

import numpy as np

from . import _json, _measured, _plan, _simulate, _women, errors
from ._bonemodel import lib
from ._days import of_type
from ._progress import Progress
from .cohort import Cohort
from .forecast import Forecast, Measurement
from .model import Quantity
from .patient import Patient
from .result import Result

#: A number in the catalogue's unit, or a quantity {"value": 20, "unit": "ng/mL"}.
Number = Union[float, Quantity]
#: A day since day 0 [day]; or, where the scenario has a day0, a date.
Day = Union[float, str, datetime.date]


@dataclasses.dataclass
class Condition:
    """An observable below, or above, a level in its unit: one of the two."""

    observable: str
    below: float | None = None
    above: float | None = None


@dataclasses.dataclass
class When:
    """What starts or stops an intervention: any, or all, of these conditions, checked at visits.

    checked_every_days: interval of the visits [day]. confirmed_at: at so many in a row the conditions hold.
    """

    any: list[Condition] | None = None
    all: list[Condition] | None = None
    checked_every_days: float | None = None
    confirmed_at: int | None = None


@dataclasses.dataclass
class Intervention:
    """An agent that is given.

    dose: in the agent's unit, or a quantity; None: the label dose. every_days: interval [day]; None: the label's.
    start_day, stop_day: [day], or dates. doses: how many. adherence: [1] 0 to 1.
    start_when, stop_when: rules that start and stop it; again: after a stop start_when is checked again.
    parameters: the agent's own, such as {"route": 1} or {"exercise": "jump"}.
    """

    agent: str
    dose: Number | None = None
    every_days: float | None = None
    start_day: Day | None = None
    stop_day: Day | None = None
    doses: int | None = None
    adherence: float | None = None
    start_when: When | None = None
    stop_when: When | None = None
    again: bool | None = None
    parameters: dict[str, float | str] = dataclasses.field(default_factory=dict)


@dataclasses.dataclass
class Arm:
    """Interventions under a name; patient: what is different about her from the scenario's. title: for people."""

    name: str
    interventions: list[Intervention] = dataclasses.field(default_factory=list)
    patient: dict[str, Number] | None = None
    title: str | None = None


@dataclasses.dataclass
class Women:
    """A scenario's cohort: virtual patients around the patient, the same women in every arm.

    size: members. seed: of all draws. sd: by covariate, in its unit. range: by covariate, lowest and highest.
    correlation: of two covariates [1]. variability: do the model's own parameters differ? measurement_error: are
    densities and markers read with error? uncertainty: draws of the fitted parameters for the band of the mean.
    """

    size: int
    seed: int | None = None
    sd: dict[str, float] | None = None
    range: dict[str, list[float]] | None = None
    correlation: dict[str, dict[str, float]] | None = None
    variability: bool | None = None
    measurement_error: bool | None = None
    uncertainty: int | None = None


@dataclasses.dataclass
class ForecastPlan:
    """How a forecast is made. members: default 1000. from_day: when the arms part [day]; default: the last measurement."""

    members: int | None = None
    seed: int | None = None
    from_day: Day | None = None


@dataclasses.dataclass
class Solver:
    """How exactly (rtol, relative tolerance [1]), and how much work at most."""

    rtol: float | None = None
    max_steps: int | None = None
    max_member_runs: int | None = None


@dataclasses.dataclass
class Scenario:
    """What bonesim runs. Fields are those of its file; None is what is not written there.

        scenario = Scenario.from_json("z_fast.json")
        scenario.run().to_pandas()

    arms, observables: what is compared, and what is read. horizon_days: how long [day].
    sample_days, or sample_every_days: when is read [day].
    patient: covariates by catalogue name. parameters, initial: of the equations.
    cohort: women who differ; or band: "typical", "trial", "woman" or "measured"; or measurements of the one woman in
    patient, and forecast: how she is inferred. below: thresholds by observable, of a cohort or a forecast.
    day0: a date, from which dates count. device: the scanner of her densities.
    """

    arms: list[Arm]
    observables: list[str]
    horizon_days: Day
    sample_days: list[Day] | None = None
    sample_every_days: float | None = None
    title: str | None = None
    model: str | None = None
    patient: dict[str, Number] | None = None
    parameters: dict[str, float] | None = None
    initial: dict[str, float] | None = None
    solver: Solver | None = None
    day0: str | datetime.date | None = None
    device: str | None = None
    cohort: Women | None = None
    band: str | None = None
    seed: int | None = None
    measurements: list[Measurement] | None = None
    forecast: ForecastPlan | None = None
    below: dict[str, float] | None = None

    def to_dict(self) -> dict[str, Any]:
        """The tree of the JSON file; what is None is left out."""
        return {"schema": _plan.SCHEMA, **_plain(self)}

    def to_json(self, path: str | os.PathLike[str] | None = None, *, indent: int | None = 2) -> str:
        """The JSON text, which is also written to path."""
        text = json.dumps(self.to_dict(), indent=indent, ensure_ascii=False, allow_nan=False) + "\n"
        if path is not None:
            pathlib.Path(path).write_text(text, encoding="utf-8")
        return text

    @classmethod
    def from_json(cls, source: str | bytes | os.PathLike[str]) -> Scenario:
        """The scenario of a JSON text (which begins with a brace) or of a file. What is not a scenario raises an
        exception that names the place, what was found and what is allowed; validate() checks the rest."""
        of_type(source, (str, bytes, os.PathLike), "source", "a JSON text, or the path of a file")
        if isinstance(source, str) and source.lstrip("\ufeff \t\r\n")[:1] not in ("{", "[", "") or isinstance(source, os.PathLike):
            source = pathlib.Path(source).read_bytes()
        return cls.from_dict(_json.parse(source))

    @classmethod
    def from_dict(cls, tree: Mapping[str, Any]) -> Scenario:
        """The scenario of a tree, such as to_dict() or Patient.scenario() makes it."""
        plan = _plan.read(tree, {})
        if plan.cohort is not None:
            _women.check_cohort(plan)
        made = dict(tree)
        del made["schema"]
        made["arms"] = [_arm(arm) for arm in made["arms"]]
        if plan.forecasts:
            _measured.read(plan)
        for name, kind in (("cohort", Women), ("solver", Solver), ("forecast", ForecastPlan)):
            if name in made:
                made[name] = kind(**made[name])
        if "measurements" in made:
            made["measurements"] = [Measurement(**each) for each in made["measurements"]]
        return cls(**made)

    def validate(self) -> None:
        """Checks everything that bonesim check does, and raises the exception of the first fault. Simulates nothing
        but the history before day 0."""
        _women.check(self._plan())

    def run(self, *, threads: int | None = None, progress: Progress = None) -> Result:
        """Simulates all arms. The result's tables have the columns and the numbers of bonesim's.

        threads: arms, or members of a cohort, at a time; None: as many as there are processors. It changes no number.
        progress: a function of (time_d [day], fraction), a bar such as tqdm(total=100), or True."""
        plan = self._plan()
        _women.check(plan)
        return _simulate.simulate(plan, threads, progress)

    def predict(self, rows: Iterable[Mapping[str, Any]], *, threads: int | None = None, progress: Progress = None) -> Result:
        """The mean of a new trial, as bonesim predict has it: a distribution for each row.

        rows: each with "arm" (or the difference "a - b"), "months" (or a span "12>24"), "observable" and perhaps "n",
        women who are measured, or "n1/n2"; such as a DataFrame's to_dict("records").
        threads, progress: as in run()."""
        from . import _predict
        plan = self._plan()
        _women.check(plan)
        return _predict.predict(plan, list(rows), threads, progress)

    def make_patient(self, arm: str) -> Patient:
        """An arm's patient on day 0, with all she is given."""
        plan = self._plan()
        return _women.make_patient(plan, self._index(plan, arm))

    def make_forecast(self, *, threads: int = 1) -> Forecast:
        """The forecast of the scenario's woman, with the arms as strategies, after she was inferred."""
        plan = self._plan()
        if not plan.forecasts:
            raise errors.error(lib.BM_ECONFLICT, "make_forecast: found neither measurements nor a forecast in the scenario")
        _women.check(plan)
        return _measured.infer(plan, threads=threads)

    def make_cohort(self, arm: str, *, threads: int = 1) -> Cohort:
        """The women of an arm, or the possibilities of its band, on day 0."""
        plan = self._plan()
        if plan.cohort is None and plan.band is None:
            raise errors.error(lib.BM_ECONFLICT, "make_cohort: found neither a cohort nor a band in the scenario")
        if plan.cohort is not None:
            _women.check_cohort(plan)
        index = self._index(plan, arm)
        return _women.make_cohort(plan, index, _women.make_patient(plan, index), threads=threads)

    @staticmethod
    def _index(plan: _plan.Plan, arm: str) -> int:
        names = [each.name for each in plan.arms]
        if arm not in names:
            raise errors.error(lib.BM_ENOTFOUND, f"found the arm {arm!r}, allowed are {', '.join(names)}")
        return names.index(arm)

    def _plan(self) -> _plan.Plan:
        return _plan.read(self.to_dict(), {})


def _plain(item: Any) -> Any:
    """What JSON writes."""
    if dataclasses.is_dataclass(item) and not isinstance(item, type):
        fields = {field.name: getattr(item, field.name) for field in dataclasses.fields(item)}
        own = fields.pop("parameters", None) if isinstance(item, Intervention) else None
        if isinstance(item, Arm) and not item.interventions:
            fields["interventions"] = None
        return {**{name: _plain(value) for name, value in fields.items() if value is not None}, **_plain(own or {})}
    if isinstance(item, datetime.date):
        return item.isoformat()
    if isinstance(item, np.generic):
        return item.item()
    if isinstance(item, Mapping):
        return {name: _plain(value) for name, value in item.items()}
    if isinstance(item, (list, tuple, np.ndarray)):
        return [_plain(value) for value in item]
    return item


def _when(tree: Mapping[str, Any]) -> When:
    fields: dict[str, Any] = {name: [Condition(**each) for each in value] if name in ("any", "all") else value
                              for name, value in tree.items()}
    return When(**fields)


def _intervention(tree: Mapping[str, Any]) -> Intervention:
    fields: dict[str, Any] = {name: _when(value) if name in ("start_when", "stop_when") else value
                              for name, value in tree.items() if name in _plan.INTERVENTION}
    return Intervention(parameters={name: value for name, value in tree.items() if name not in _plan.INTERVENTION}, **fields)


def _arm(tree: Mapping[str, Any]) -> Arm:
    fields: dict[str, Any] = {name: [_intervention(each) for each in value] if name == "interventions" else value
                              for name, value in tree.items()}
    return Arm(**fields)
