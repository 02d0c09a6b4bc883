# SPDX-License-Identifier: Apache-2.0
"""What simulations give: one type for patients, cohorts, summaries, predictions and forecasts."""
from __future__ import annotations

import dataclasses
import datetime
import importlib
from typing import TYPE_CHECKING, Any, Iterable, Mapping, NamedTuple, Sequence

import numpy as np

from . import _arrow
from ._days import of_type

if TYPE_CHECKING:
    from .errors import Error

#: What stands under every picture and table.
CAVEAT = "simulated; for research and education, not medical advice"


class Treatment(NamedTuple):
    """A prescription as a picture marks it."""

    agent: str
    start_d: float  #: [day]
    stop_d: float   #: when its next dose is not given [day]


class Failed(NamedTuple):
    """A member of an arm who could not be simulated."""

    member: int
    error: Error


@dataclasses.dataclass(frozen=True)
class About:
    """What is known of an arm beside its numbers."""

    who: str = ""                             #: she, or the profile of her cohort
    title: str = ""                           #: for people
    treatments: tuple[Treatment, ...] = ()
    warnings: tuple[str, ...] = ()            #: what was legal but unlikely
    applicability: tuple[str, ...] = ()       #: why it lies outside the domain where the model was calibrated
    failures: tuple[Failed, ...] = ()


def percentile_name(percent: float) -> str:
    """5 is p05, 2.5 is p025, 50 is p50."""
    return "p" + f"{percent:04.1f}".replace(".", "").removesuffix("0" if percent == int(percent) else "")


def _need(module: str, extra: str) -> Any:
    try:
        return importlib.import_module(module)
    except ImportError as missing:
        raise ImportError(f"this needs {module}: pip install 'bonemodel[{extra}]'") from missing


@dataclasses.dataclass(frozen=True, eq=False, repr=False)
class Result:
    """Values by arm, time and observable, with their units.

    kind: "patient", a woman in each arm; "members", every woman of a cohort in each arm; "summary", mean and percentiles
        over them, or over the possibilities of a band; "forecast", of one woman from what was measured of her;
        "prediction", of the mean of a trial.
    arms: their names. times_d: [day] since day 0. observables: their names; units: by observable, in UCUM notation.
    statistics: arrays [arm, time, observable] by column: "value" (hers, or the mean), "sd", percentiles such as "p05", and
        "n", women who did not fail. Of members there is none: summary() makes it.
    members: the array [arm, member, time, observable], NaN where a member failed; None unless kind is "members".
    about: by arm, what was prescribed, warnings, why it lies outside the calibrated domain, members that failed.

    ``result["bmd_change.total_hip"]`` is the array [arm, time] of values, or [arm, member, time] of members.
    """

    kind: str
    arms: tuple[str, ...]
    times_d: np.ndarray
    observables: tuple[str, ...]
    units: Mapping[str, str]
    statistics: Mapping[str, np.ndarray]
    members: np.ndarray | None = None
    about: Mapping[str, About] = dataclasses.field(default_factory=dict)
    title: str = ""
    source: str = ""  #: version of the library, calibration and number of the equations
    day0: datetime.date | None = None
    table: Mapping[str, np.ndarray] | None = None  #: of predictions, whose rows form no grid
    absent: frozenset[tuple[str, str]] = frozenset()  #: arms and observables that the table leaves out
    notes: tuple[str, ...] = ()  #: what a forecast says of itself

    def __getitem__(self, observable: str) -> np.ndarray:
        if observable not in self.observables:
            raise KeyError(f"found {observable!r}, allowed are {', '.join(self.observables)}")
        index = self.observables.index(observable)
        values = self.statistics["value"] if self.members is None else self.members
        return values[..., index]

    @property
    def unit(self) -> Mapping[str, str]:
        """The units, as ``units``."""
        return self.units

    @classmethod
    def of_arms(cls, arms: Mapping[str, Result], title: str = "") -> Result:
        """Results of one kind, with the same times and observables, as the arms of one."""
        of_type(arms, Mapping, "arms", "a mapping of names and results")
        results = list(arms.values())
        for each in results:
            of_type(each, Result, "one of arms", "a Result")
        if not results:
            raise ValueError("of_arms: found no results, allowed is one or more")
        first = results[0]
        for name, other in arms.items():
            if (other.kind != first.kind or other.observables != first.observables or len(other.arms) != 1
                    or not np.array_equal(other.times_d, first.times_d) or other.table is not None
                    or other.statistics.keys() != first.statistics.keys()):
                raise ValueError(f"of_arms: {name!r} differs in kind, times, observables or columns, or has several arms")
        members = None
        if first.members is not None:
            members = np.concatenate([other.members for other in results if other.members is not None])
        statistics = {column: np.concatenate([other.statistics[column] for other in results])
                      for column in first.statistics}
        about = {name: next(iter(other.about.values()), About()) for name, other in arms.items()}
        return dataclasses.replace(first, arms=tuple(arms), statistics=statistics, members=members, about=about, title=title)

    def summary(self, percentiles: Sequence[float] = (5, 50, 95)) -> Result:
        """Mean, SD (n - 1), percentiles (linear interpolation, type 7) and n over members, by arm, time and observable."""
        if self.members is None:
            raise ValueError(f"summary: found kind {self.kind!r}, allowed is 'members'")
        values = self.members
        n = np.isfinite(values).sum(axis=1)
        shape = n.shape
        empty = np.full(shape, np.nan)
        statistics = {"value": empty.copy(), "sd": empty.copy(), **{percentile_name(p): empty.copy() for p in percentiles}}
        for at in np.ndindex(*shape):
            arm, time, observable = at
            found = values[arm, :, time, observable]
            found = found[np.isfinite(found)]
            if len(found):
                statistics["value"][at] = found.mean()
                for p, quantile in zip(percentiles, np.percentile(found, list(percentiles)) if percentiles else ()):
                    statistics[percentile_name(p)][at] = quantile
            if len(found) > 1:
                statistics["sd"][at] = found.std(ddof=1)
        statistics["n"] = n
        return dataclasses.replace(self, kind="summary", members=None, statistics=statistics)

    def columns(self) -> dict[str, np.ndarray]:
        """The table that to_pandas() and the others show: that of ``bonesim``, with a row for each arm, observable and
        time [day], in this order. Of members: a row for each of them too."""
        if self.table is not None:
            return dict(self.table)
        arms, times, names = np.array(self.arms, object), self.times_d, np.array(self.observables, object)
        units = np.array([self.units[name] for name in self.observables], object)
        repeats = 1 if self.members is None else self.members.shape[1]
        width = len(names) * repeats * len(times)
        made: dict[str, np.ndarray] = {"arm": np.repeat(arms, width)}
        if self.members is not None:
            made["member"] = np.tile(np.repeat(np.arange(repeats), len(times)), len(arms) * len(names))
        made["time_days"] = np.tile(times, len(arms) * len(names) * repeats)
        made["observable"] = np.tile(np.repeat(names, repeats * len(times)), len(arms))
        made["unit"] = np.tile(np.repeat(units, repeats * len(times)), len(arms))
        if self.members is not None:
            made["value"] = self.members.transpose(0, 3, 1, 2).ravel()
        else:
            made.update({name: values.transpose(0, 2, 1).ravel() for name, values in self.statistics.items()})
        if self.absent:
            there = np.array([(arm, name) not in self.absent for arm, name in zip(made["arm"], made["observable"])])
            made = {name: values[there] for name, values in made.items()}
        return made

    def to_pandas(self) -> Any:
        """A pandas DataFrame with the columns of ``bonesim``."""
        return _need("pandas", "pandas").DataFrame(self.columns())

    def to_polars(self) -> Any:
        """A polars DataFrame with the columns of ``bonesim``; null where there is no number."""
        return _need("polars", "polars").DataFrame(self)

    def __arrow_c_stream__(self, requested_schema: Any = None) -> Any:
        return _arrow.stream(self.columns())

    def to_xarray(self) -> Any:
        """An xarray Dataset with a variable for each observable: of patients and members with the dimensions arm, member
        and time [day], of a summary with arm, statistic and time. A result with a day0 has dates beside the times."""
        xarray = _need("xarray", "xarray")
        if self.table is not None:
            keys = ["arm", "months", "observable"]
            frame = self.to_pandas().drop(columns="unit")
            return frame.set_index(keys)[~frame.set_index(keys).index.duplicated()].to_xarray()
        coordinates: dict[str, Any] = {"arm": list(self.arms), "time": ("time", self.times_d, {"units": "d"})}
        if self.day0 is not None:
            seconds = np.round(self.times_d * 86400).astype("timedelta64[s]")
            coordinates["date"] = ("time", (np.datetime64(self.day0, "s") + seconds).astype("datetime64[ns]"))
        if self.kind in ("summary", "forecast"):
            second, labels = "statistic", list[Any](self.statistics)
            values = np.stack([array.astype(float) for array in self.statistics.values()], axis=1)
        else:
            second = "member"
            values = self.statistics["value"][:, None] if self.members is None else self.members
            labels = list(range(values.shape[1]))
        coordinates[second] = labels
        variables = {name: (("arm", second, "time"), values[..., index], {"units": self.units[name]})
                     for index, name in enumerate(self.observables)}
        return xarray.Dataset(variables, coordinates, {"title": self.title, "source": self.source, "comment": CAVEAT})

    def plot(self, observables: str | Iterable[str] | None = None, *, figure: Any = None, members: int = 0) -> Any:
        """Draws a panel for each observable, at most twelve, and returns the matplotlib Figure: a line for each arm, a
        band that holds nine women of ten, lines at T-scores of -1 and -2.5, triangles where a treatment starts or stops,
        and the caveat.

        figure: where to draw; a new one when not given. members: of each arm so many members are drawn as thin lines."""
        _need("matplotlib", "plot")
        from . import _plot
        if figure is not None and not hasattr(figure, "add_subplot"):
            raise TypeError(f"figure is a {type(figure).__name__}, not a Figure of matplotlib")
        return _plot.draw(self, observables, figure, members)

    def _repr_html_(self) -> str:
        from . import _html
        return _html.write(self)

    def __repr__(self) -> str:
        arms = self.arms[0] if len(self.arms) == 1 else f"{len(self.arms)} arms"
        of = f" of {self.members.shape[1]} members" if self.members is not None else ""
        days = f"{len(self.times_d)} times to day {self.times_d[-1]:g}" if len(self.times_d) else "no times"
        read = ", ".join(f"{name} [{self.units[name]}]" for name in self.observables)
        return f"<Result, {self.kind}{of}: {arms}, {days}: {read}>"
