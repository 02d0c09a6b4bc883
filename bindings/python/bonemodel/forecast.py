# SPDX-License-Identifier: Apache-2.0
"""Forecasts from measurements of one woman."""
from __future__ import annotations

import dataclasses
import datetime
import math
from typing import Any, Iterable, Mapping, NamedTuple, Sequence

import numpy as np

from . import errors
from ._bonemodel import ffi, lib
from ._days import Day, days_of, of_type, times_of
from ._handle import Calls, Handle, check, doubles, encoded, names_of, set_given, written
from ._kept import owned_by
from .model import Kind, Model, Quantity
from .patient import Patient, about_patient, source_of
from .result import About, Result, percentile_name


@dataclasses.dataclass
class Measurement:
    """What was measured of her.

    observable: ``bmd.*`` or ``t_score.*`` of a site, ``marker.*``, ``serum.estradiol``, ``serum.calcidiol``, ``serum.pth``
        or ``serum.calcium``. value: in its unit, or a quantity {"value": 20, "unit": "ng/mL"}. day: [day], or a date.
    cv_percent, sd, lsc_percent: its error, if not the library's own: a coefficient of variation, an SD in the observable's
        unit, or a least significant change (2.77 times the CV); at most one of them.
    censored: "below": the value is a detection limit, and she was below it. device: its scanner, such as "lunar".
    """

    observable: str
    value: float | Quantity
    day: Day = 0.0
    cv_percent: float | None = None
    sd: float | Quantity | None = None
    lsc_percent: float | None = None
    censored: str | None = None
    device: str | None = None


class Report(NamedTuple):
    """What a forecast says of itself."""

    redrawn: bool          #: too few members were like her, and others were drawn around those
    size: int              #: members
    failed: int            #: of these, without a weight because they failed
    effective_size: float  #: how many members of equal weight would be as good
    last_d: float          #: the last measurement [day]; 0 without
    measurements: int      #: how many there are
    chi_square: float      #: of the values that were measured, before they were known
    degrees: float         #: how many values
    p: float               #: its probability; below 0.01 no woman of the model is like her
    worst: int             #: which measurement lies furthest from what those before it let expect
    worst_residual: float  #: by how much, in SD


class Forecast(Handle):
    """What will come of one woman, from what was measured of her: a patient at time 0 with covariates and prescriptions.

        forecast = Forecast(patient)
        forecast.measure([Measurement("bmd.total_hip", 0.78), Measurement("bmd.total_hip", 0.75, day=371)])
        forecast.run([371, 736, 1101], "bmd_change.total_hip").to_pandas()

    Members are the women of the band "woman"; measurements give them weights. Other treatments are strategies (add()).

    name: of what she is given, strategy 0. size: members, 1 to 1,000,000; default 1000. seed: default 1.
    threads: 1 (default) to 256; their number changes no result. lanes: as of a Cohort.
    from_d: [day] from when on "ever below" counts; default the last measurement.
    """

    _last_error = lib.bm_forecast_last_error

    def __init__(self, patient: Patient, *, name: str = "patient", size: int | None = None, seed: int | None = None,
                 threads: int | None = None, from_d: Day | None = None, lanes: int | None = None) -> None:
        of_type(patient, Patient, "patient", "a Patient")
        encoded(name)
        options, pointer = ffi.new("bm_forecast_options *"), ffi.new("bm_forecast **")
        lib.bm_forecast_options_init_sized(options, ffi.sizeof(options[0]))
        given = {"size": size, "seed": seed, "threads": threads, "lanes": lanes, "from_d": days_of(from_d, patient.day0)}
        set_given(options, given)
        calls = Calls(patient._hooks, patient._calls.decisions, patient.day0)
        with owned_by(calls):
            status = patient._use(lib.bm_forecast_create, options, pointer)
        check(status, f"Forecast({written(given)})")
        self._hold(pointer[0], lib.bm_forecast_destroy, calls)
        check(lib.bm_forecast_set_progress(pointer[0], ffi.addressof(lib, "bm_py_paced"), self._pace))
        self.model, self.size, self._kind = patient.model, options.size, type(patient)
        self._patients = [(name, patient.clone())]
        self._options = {"name": name, "size": size, "seed": seed, "threads": threads, "from_d": from_d, "lanes": lanes}
        self._first = self._patients[0][1]
        self._done: list[tuple[str, Any]] = []

    def __len__(self) -> int:
        return self.size

    @property
    def time_d(self) -> float:
        """The day of the last measurement [day]; 0 without."""
        return self.report().last_d

    @property
    def strategies(self) -> tuple[str, ...]:
        """The names of what she may be given, strategy 0 first."""
        self._use(lib.bm_forecast_strategy_count)
        return tuple(name for name, _ in self._patients)

    def measure(self, measurements: Measurement | Iterable[Measurement]) -> None:
        """Adds measurements, in any order, and learns from all there are. When this raises, nothing was added."""
        wanted = [measurements] if isinstance(measurements, Measurement) else list(measurements)
        made = ffi.new("bm_measurement[]", max(len(wanted), 1))
        for index, each in enumerate(wanted):
            of_type(each, Measurement, "one of measurements", "a Measurement")
            fill(made[index], each, self.model, self.day0)
        self._call(lib.bm_forecast_measure_sized, made, ffi.sizeof("bm_measurement"), len(wanted))
        self._done.append(("measure", wanted))

    def add(self, patient: Patient, name: str) -> int:
        """Adds a strategy: the same woman, who from the last measurement on is given something else. Returns its number."""
        of_type(patient, Patient, "patient", "a Patient")
        encoded(name)
        if name in self.strategies:
            raise errors.error(lib.BM_ECONFLICT, f"add: there is a strategy {name!r} already")
        number = ffi.new("size_t *")
        with owned_by(self._calls):
            self._call(lib.bm_forecast_add, patient._pointer, number)
        self._patients.append((name, patient.clone()))
        self._done.append(("add", self._patients[-1]))
        return int(number[0])

    def follow(self, strategy: int | str) -> None:
        """Says that a strategy is what she is given: it becomes strategy 0, and the others are dropped."""
        number = self._strategy(strategy)
        self._call(lib.bm_forecast_follow, number)
        self._patients = [self._patients[number]]
        self._done.append(("follow", number))

    def _strategy(self, strategy: int | str) -> int:
        if not isinstance(strategy, str):
            return strategy
        if strategy not in self.strategies:
            raise errors.error(lib.BM_ENOTFOUND, f"found the strategy {strategy!r}, allowed are {', '.join(self.strategies)}")
        return self.strategies.index(strategy)

    def summarise(self, times_d: Any, observables: str | Iterable[str], percentiles: Sequence[float] = (),
                  thresholds: Mapping[str, float] | None = None, *, strategy: int | str = 0,
                  minus: int | str | None = None) -> np.ndarray:
        """Summarises observables at increasing times [day] over the weighted members of a strategy, or of its difference
        from another one (minus). Time does not pass: it can be asked again, and of days before the last measurement.

        Returns an array with a row for each time and a column, named as the observable, for each observable. It has the
        columns n (effective sample size), mean, sd, below and ever_below (probabilities of being below the threshold [1],
        and of having been), and percentiles."""
        times, names, ranks = times_of(times_d, self.day0), names_of(observables), times_of(list(percentiles))
        of_type({} if thresholds is None else thresholds, Mapping, "thresholds", "a mapping of observables and levels")
        unknown = (thresholds or {}).keys() - set(names)
        if unknown:
            raise ValueError(f"thresholds for what is not among the observables: {', '.join(sorted(unknown))}")
        levels = ffi.new("double[]", [(thresholds or {}).get(name, math.nan) for name in names]) if thresholds else ffi.NULL
        number = [(name, np.float64) for name in ("n", "mean", "sd", "below", "ever_below")]
        column = np.dtype([*number, ("percentiles", np.float64, (len(ranks),))])
        rows = np.empty(len(times), dtype=[(name, column) for name in names])
        values = rows.view(np.float64)
        other = lib.BM_FORECAST_ALONE if minus is None else self._strategy(minus)
        self._call(lib.bm_forecast_summarise, self._strategy(strategy), other, doubles(times), len(times),
                   self.model._indices(names), len(names), doubles(ranks), len(ranks), levels, doubles(values), len(values))
        return rows

    def sample(self, times_d: Any, observables: str | Iterable[str], *, strategy: int | str = 0) -> np.ndarray:
        """Reads observables of every member of a strategy at increasing times [day]: an array [member, time, observable].
        weights() says how much each counts."""
        times, names = times_of(times_d, self.day0), names_of(observables)
        values = np.empty((self.size, len(times), len(names)))
        self._call(lib.bm_forecast_sample, self._strategy(strategy), doubles(times), len(times), self.model._indices(names),
                   len(names), doubles(values), values.size)
        return values

    def weights(self) -> np.ndarray:
        """How much each member counts [1]; their sum is 1."""
        values = np.empty(self.size)
        check(self._use(lib.bm_forecast_weights, doubles(values), len(values)))
        return values

    def member(self, number: int, *, strategy: int | str = 0) -> Patient:
        """A member as a patient of her own, on the day of the last measurement. Alone she has no weight."""
        return self._kind._made(self.model, self._calls, self._number, lib.bm_forecast_member, self._strategy(strategy), number)

    def report(self) -> Report:
        """What the forecast says of itself."""
        made = ffi.new("bm_forecast_report *")
        check(self._use(lib.bm_forecast_read_report_sized, made, ffi.sizeof(made[0])))
        return Report(bool(made.redrawn), *(getattr(made, name) for name in Report._fields[1:]))

    def notes(self) -> list[str]:
        """The effective sample size, and what to be wary of, a sentence each."""
        report, notes = self.report(), []
        notes.append(f"effective sample size {report.effective_size:.0f} of {report.size} members"
                     + (", drawn once more around those who are like her" if report.redrawn else ""))
        if report.failed:
            notes.append(f"{report.failed} members failed and have no weight")
        if report.p < 0.01:
            notes.append(f"no woman of the model is like her: what was measured is unlikely for any (p = {report.p:.2g}); "
                         f"measurement {report.worst} lies furthest from what those before it let expect, by "
                         f"{abs(report.worst_residual):.1f} SD")
        return notes

    def run(self, times_d: Any, observables: str | Iterable[str], *, percentiles: Sequence[float] = (5, 50, 95),
            thresholds: Mapping[str, float] | None = None, differences: bool = True) -> Result:
        """The forecast as a result, with an arm for each strategy and, unless differences is False, for each difference
        of two, member by member. times_d: [day].

        thresholds: by observable, in its unit; each adds the observables probability_below.NAME (at the time) and
            probability_ever_below.NAME (until then)."""
        times, names = times_of(times_d, self.day0), names_of(observables)
        extra = {} if thresholds is None else dict(thresholds)
        shown = names + [before + name for name in extra for before in ("probability_below.", "probability_ever_below.")]
        pairs = [(i, j) for i in range(len(self.strategies)) for j in range(i + 1, len(self.strategies))] if differences else []
        arms, statistics = [], []
        for number, arm in enumerate(self.strategies):
            statistics.append(self._columns_of(times, names, percentiles, extra, number, None))
            arms.append(arm)
        for first, second in pairs:
            statistics.append(self._columns_of(times, names, percentiles, extra, first, second))
            arms.append(f"{self.strategies[first]} - {self.strategies[second]}")
        absent = frozenset((arm, name) for arm in arms[len(self.strategies):] for name in shown[len(names):])
        units = {name: self.model.find(Kind.OBSERVABLE, name).unit for name in names} | dict.fromkeys(shown[len(names):], "1")
        about: dict[str, About] = {name: about_patient(patient, repr(patient)) for name, patient in self._patients}
        return Result("forecast", tuple(arms), times, tuple(shown), units,
                      {column: np.stack([of[column] for of in statistics]) for column in statistics[0]}, about=about,
                      source=source_of(self.model), day0=self.day0, absent=absent, notes=tuple(self.notes()))

    def _columns_of(self, times: np.ndarray, names: list[str], percentiles: Sequence[float], thresholds: Mapping[str, float],
                   strategy: int, minus: int | None) -> dict[str, np.ndarray]:
        """The statistics [time, observable] of a strategy at times [day], probabilities behind the observables."""
        columns = ["value", "sd", *(percentile_name(percent) for percent in percentiles), "n"]
        width = len(names) + 2 * len(thresholds)
        made = {column: np.full((len(times), width), np.nan) for column in columns}
        # A threshold may be of an observable that is read too: each is asked for itself.
        read = self.summarise(times, names, percentiles, strategy=strategy, minus=minus)
        for index, name in enumerate(names):
            made["value"][:, index], made["sd"][:, index] = read[name]["mean"], read[name]["sd"]
            made["n"][:, index] = read[name]["n"]
            for place, percent in enumerate(percentiles):
                made[percentile_name(percent)][:, index] = read[name]["percentiles"][:, place]
        made["n"][:, len(names):] = made["n"][:, :1]
        if thresholds and minus is None:
            below = self.summarise(times, list(thresholds), (), thresholds, strategy=strategy)
            for index, name in enumerate(thresholds):
                made["value"][:, len(names) + 2 * index] = below[name]["below"]
                made["value"][:, len(names) + 2 * index + 1] = below[name]["ever_below"]
        made["n"] = np.floor(np.nan_to_num(made["n"]) + 0.5).astype(np.int64)
        return made

    def copy(self) -> Forecast:
        """The same forecast, with the same bits: made again, and learned from the same measurements, which takes as long
        as it took; copy.copy() and pickle do the same."""
        made: Forecast = _again(*self.__reduce__()[1])
        return made

    __copy__ = copy

    def __deepcopy__(self, memo: dict[int, Any]) -> Forecast:
        return self.copy()

    def __reduce__(self) -> tuple[Any, ...]:
        self.report()  # a closed one raises
        return _again, (type(self), self._first, self._options, self._done)

    def __enter__(self) -> Forecast:
        return self

    def __exit__(self, *raised: Any) -> None:
        self.close()

    def __repr__(self) -> str:
        try:
            report = self.report()
            return (f"<{type(self).__name__}, {report.measurements} measurements to day {report.last_d:g}, effective sample size "
                    f"{report.effective_size:.0f} of {report.size}: {', '.join(self.strategies)}; {self._first!r}>")
        except errors.Error as error:
            return f"<{error}>"


def fill(made: Any, measurement: Measurement, model: Model, day0: datetime.date | None) -> None:
    """Fills a bm_measurement."""
    lib.bm_measurement_init_sized(ffi.addressof(made) if ffi.typeof(made).kind == "struct" else made,
                                  ffi.sizeof("bm_measurement"))
    made.observable = model.index(Kind.OBSERVABLE, measurement.observable)
    if measurement.censored not in (None, "below"):
        raise errors.error(lib.BM_EINVAL, f"censored is {measurement.censored!r}, allowed is 'below'")
    numbers: dict[str, Any] = {
        "value": model._number((Kind.OBSERVABLE,), measurement.observable, measurement.value),
        "time_d": days_of(measurement.day, day0), "below": int(measurement.censored == "below"),
        "cv_percent": measurement.cv_percent, "lsc_percent": measurement.lsc_percent,
        "sd": model._number((Kind.OBSERVABLE,), measurement.observable, measurement.sd),
        "device": None if measurement.device is None else model.find(Kind.DEVICE, measurement.device).default}
    for name, value in numbers.items():
        if value is not None or name in ("value", "time_d"):
            try:
                setattr(made, name, value)
            except (TypeError, OverflowError) as wrong:
                raise type(wrong)(f"{name} is {value!r}: {wrong}") from None


def _again(kind: type[Forecast], patient: Patient, options: dict[str, Any], done: list[tuple[str, Any]]) -> Forecast:
    """The forecast whose calls these were."""
    forecast = kind(patient, **options)
    for call, what in done:
        if call == "add":
            forecast.add(what[1], what[0])
        else:
            getattr(forecast, call)(what)
    return forecast
