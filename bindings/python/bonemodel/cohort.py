# SPDX-License-Identifier: Apache-2.0
"""Cohorts: many women around a profile."""
from __future__ import annotations

import dataclasses
import math
from typing import Any, Callable, Iterable, Mapping, NamedTuple, Sequence

import numpy as np

from . import errors
from ._bonemodel import ffi, lib
from ._days import Day, days_of, of_type, times_of
from ._handle import Calls, Handle, check, doubles, encoded, names_of, set_given, text, written
from ._kept import owned_by
from .model import Kind
from .patient import Patient, about_patient, source_of
from .result import About, Failed, Result, percentile_name

_BANDS = ("typical", "trial", "woman", "measured")  # BM_BAND_TYPICAL and on


class Failure(NamedTuple):
    """A member that could not be simulated."""

    member: int
    error: errors.Error  #: what the same call on her alone would raise


class CohortStats(NamedTuple):
    """What a cohort has done, and takes."""

    lanes: int             #: members that advance side by side; 1: each alone
    bytes_per_member: int  #: memory of a waiting member, mean
    steps: int             #: steps accepted, of all members, since the cohort was created
    rejected_steps: int    #: steps tried and rejected


class Cohort(Handle):
    """Women around a profile: a patient at time 0 with covariates, prescriptions, hooks and decisions. She is copied.

    size: members; default 100. Up to 1,000,000 are kept; more can only be added to a Summary.
    first_member: number of the first one, default 0: the same women as under these numbers in any other cohort.
    seed: of the random numbers; default 1.
    threads: 1 (default) to 256, used inside a call; the results are the same whatever their number.
    variability: [1] between women in the parameters and by the walk of each density: 1 (default) as estimated, 0 none,
        up to 3.
    measurement_error: [1] of what is read: 0 (default) none, 1 as published, up to 3.
    parameter_draw: 0 (default) the fitted parameters; k: draw k from their uncertainty, the same for all members. Draws 1
        and 2, 3 and 4, ... are pairs on both sides of the fit; there are 200, and draw 201 is draw 1 again.
    parameter_spread: [1] how far such draws go, up to 1 (default).
    band: ``"typical"``, ``"trial"``, ``"woman"`` or ``"measured"``: the members are possibilities of the profile's course,
        from how sure the trials leave the typical woman's to one woman as she is measured; each band contains what the one
        before contains. It decides own_draws, study_difference, variability and measurement_error, which are then not
        given, and neither is parameter_draw.
    own_draws: True: member n has draw n + 1 of the parameters and is in a study of her own; parameter_draw is then 0.
    study_difference: [1] differences between studies: 0 (default) none, 1 as estimated, up to 3.
    arm: of a study, default 0: two arms of one share most of its difference.
    lanes: members that a processor takes at a time: 0 (default) as many as it can, 1, 2, 4, 8.

    One thread at a time may use it. ``with`` closes it at the end. Hooks and decisions in Python hold the interpreter
    lock while they run, so with them more threads gain little.
    """

    _last_error = lib.bm_cohort_last_error

    def __init__(self, profile: Patient, *, size: int | None = None, seed: int | None = None,
                 threads: int | None = None, variability: float | None = None, measurement_error: float | None = None,
                 parameter_draw: int | None = None, parameter_spread: float | None = None,
                 lanes: int | None = None, band: str | None = None, own_draws: bool | None = None,
                 study_difference: float | None = None, arm: int | None = None,
                 first_member: int | None = None) -> None:
        of_type(profile, Patient, "profile", "a Patient")
        options, pointer = ffi.new("bm_cohort_options *"), ffi.new("bm_cohort **")
        lib.bm_cohort_options_init_sized(options, ffi.sizeof(options[0]))
        decided = {"variability": variability, "measurement_error": measurement_error, "parameter_draw": parameter_draw,
                   "own_draws": own_draws, "study_difference": study_difference}
        if band is not None:
            if band not in _BANDS:
                raise ValueError(f"band is {band!r}; allowed: {', '.join(_BANDS)}")
            twice = [field for field, value in decided.items() if value is not None]
            if twice:
                raise ValueError(f"a band decides {twice[0]}; give one of them")
            lib.bm_cohort_options_band(options, _BANDS.index(band) + lib.BM_BAND_TYPICAL)
        given = {"size": size, "seed": seed, "threads": threads, "parameter_spread": parameter_spread, "lanes": lanes,
                 "arm": arm, "first_member": first_member, **decided}
        set_given(options, given)
        calls = Calls(profile._hooks, profile._calls.decisions, profile.day0)
        with owned_by(calls):
            status = profile._use(lib.bm_cohort_create, options, pointer)
        check(status, f"Cohort({written(given)})")
        self._hold(pointer[0], lib.bm_cohort_destroy, calls)
        check(lib.bm_cohort_set_progress(pointer[0], ffi.addressof(lib, "bm_py_paced"), self._pace))
        self.model, self.size, self._kind = profile.model, options.size, type(profile)
        self._profile = profile.clone()  # pickle makes the same cohort again
        self._options = {"size": size, "seed": seed, "threads": threads, "parameter_spread": parameter_spread, "lanes": lanes,
                         "arm": arm, "band": band, **decided}
        self._varied: list[tuple[Any, ...]] = []
        self._times: list[np.ndarray] = []

    def __len__(self) -> int:
        return self.size

    def vary(self, covariate: str, sd: float, minimum: float = math.nan, maximum: float = math.nan) -> None:
        """A covariate varies: normal with this SD around the profile's value, drawn again while outside minimum to
        maximum; all in its unit. NaN: the catalogue's limit. Until time has passed."""
        self._call(lib.bm_cohort_vary, encoded(covariate), sd, minimum, maximum)
        self._varied.append(("vary", covariate, sd, minimum, maximum))

    def correlate(self, first: str, second: str, correlation: float) -> None:
        """Two covariates that vary do so together: correlation [1] -1 to 1. Until time has passed."""
        self._call(lib.bm_cohort_correlate, encoded(first), encoded(second), correlation)
        self._varied.append(("correlate", first, second, correlation))

    def set_members(self, covariates: Mapping[str, Any], weights: Any = None) -> None:
        """Gives each member covariates of her own: real women, an array of a number each by covariate, in its unit; NaN
        where she is like the profile. weights: how many women each stands for, counted by Summary. Until time has
        passed."""
        names = list(covariates)
        columns = [np.asarray(covariates[name], np.float64) for name in names]
        if any(column.shape != (self.size,) for column in columns):
            raise ValueError(f"a covariate needs a number for each of the {self.size} members")
        values = np.ascontiguousarray(np.stack(columns, axis=1)) if names else np.empty((self.size, 0))
        heavy = None if weights is None else np.ascontiguousarray(weights, np.float64)
        if heavy is not None and heavy.shape != (self.size,):
            raise ValueError(f"weights needs a number for each of the {self.size} members")
        kept = [ffi.new("char[]", encoded(name)) for name in names]
        self._call(lib.bm_cohort_set_members, ffi.new("char *[]", kept), len(names), doubles(values), values.size,
                   ffi.NULL if heavy is None else doubles(heavy))

    def advance_to(self, time_d: Day) -> None:
        """Lets time pass until time_d [day] for all members. Members that fail are left out: failures() has them."""
        day = days_of(time_d, self.day0)
        self._call(lib.bm_cohort_advance_to, day)
        self._times.append(np.array([day], np.float64))

    @property
    def time_d(self) -> float:
        """The present time [day] since day 0."""
        return self._look(lib.bm_cohort_time)

    def sample(self, times_d: Any, observables: str | Iterable[str]) -> np.ndarray:
        """Advances through increasing times [day] and reads observables of every member at each.

        Returns an array [member, time, observable], NaN for members that failed."""
        times, names = times_of(times_d, self.day0), names_of(observables)
        values = np.empty((self.size, len(times), len(names)))
        self._call(lib.bm_cohort_sample, doubles(times), len(times), self.model._indices(names), len(names),
                   doubles(values), values.size)
        self._times.append(times)
        return values

    def summarise(self, times_d: Any, observables: str | Iterable[str], percentiles: Sequence[float] = (),
                  thresholds: Mapping[str, float] | None = None) -> np.ndarray:
        """Advances through increasing times [day] and summarises observables over the members at each.

        percentiles: 0 to 100.
        thresholds: by observable, in its unit, what "below" counts.

        Returns an array with a row for each time and a column, named as the observable, for each observable. It has the
        columns n (members that did not fail), mean, sd, below (fraction of members below the threshold [1], NaN without
        one) and percentiles::

            summary = cohort.summarise(times_d, ["t_score.total_hip"], percentiles=[5, 50, 95])
            summary["t_score.total_hip"]["percentiles"][:, 1]
        """
        times, names, ranks = times_of(times_d, self.day0), names_of(observables), times_of(list(percentiles))
        of_type({} if thresholds is None else thresholds, Mapping, "thresholds", "a mapping of observables and levels")
        unknown = (thresholds or {}).keys() - set(names)
        if unknown:
            raise ValueError(f"thresholds for what is not among the observables: {', '.join(sorted(unknown))}")
        levels = ffi.NULL
        if thresholds:
            levels = ffi.new("double[]", [thresholds.get(name, math.nan) for name in names])
        number = [(name, np.float64) for name in ("n", "mean", "sd", "below")]
        column = np.dtype([*number, ("percentiles", np.float64, (len(ranks),))])
        rows = np.empty(len(times), dtype=[(name, column) for name in names])
        values = rows.view(np.float64)
        self._call(lib.bm_cohort_summarise, doubles(times), len(times), self.model._indices(names), len(names),
                   doubles(ranks), len(ranks), levels, doubles(values), len(values))
        self._times.append(times)
        return rows

    def run(self, times_d: Any, observables: str | Iterable[str], *, summary: bool = False,
            percentiles: Sequence[float] = (5, 50, 95), name: str = "cohort") -> Result:
        """As sample(), or with summary as summarise(), with the result type that has times [day], units, tables and
        pictures; name: of its one arm."""
        times, names = times_of(times_d, self.day0), names_of(observables)
        encoded(name)  # before time passes
        statistics: dict[str, np.ndarray] = {}
        members = None
        if summary:
            statistics = self._statistics(times, names, percentiles)
        else:
            members = self.sample(times, names)[None]
        units = {observable: self.model.find(Kind.OBSERVABLE, observable).unit for observable in names}
        return Result("summary" if summary else "members", (name,), times, tuple(names), units, statistics, members,
                      {name: self._about()}, source=source_of(self.model), day0=self.day0)

    def _statistics(self, times: np.ndarray, names: list[str], percentiles: Sequence[float]) -> dict[str, np.ndarray]:
        """The columns of a summary, each [1, time, observable]."""
        rows = self.summarise(times, names, percentiles)

        def column(read: Callable[[np.ndarray], np.ndarray]) -> np.ndarray:
            return np.stack([read(rows[observable]) for observable in names], axis=-1)[None]

        return {"value": column(lambda of: of["mean"]), "sd": column(lambda of: of["sd"]),
                **{percentile_name(p): column(lambda of, i=i: of["percentiles"][:, i])  # type: ignore[misc]
                   for i, p in enumerate(percentiles)},
                "n": column(lambda of: of["n"]).astype(np.int64)}

    def _about(self, title: str = "") -> About:
        """What a result says of the arm; warnings are those of the profile on day 0."""
        of_profile = about_patient(self._profile, repr(self._profile), title)
        return dataclasses.replace(of_profile, failures=tuple(Failed(*failure) for failure in self.failures()))

    def member(self, number: int) -> Patient:
        """A member, first_member to first_member + size - 1, as a patient of her own at the cohort's time."""
        return self._kind._made(self.model, self._calls, self._number, lib.bm_cohort_member, number)

    def failures(self) -> list[Failure]:
        """The members that could not be simulated, and why."""
        made = []
        for index in range(self._use(lib.bm_cohort_failure_count)):
            member, status = ffi.new("uint64_t *"), ffi.new("bm_status *")
            self._call(lib.bm_cohort_failure, index, member, status)
            sentence = self._use(lambda pointer: text(lib.bm_cohort_failure_text(pointer, index)))
            made.append(Failure(member[0], errors.error(status[0], sentence)))
        return made

    def stats(self) -> CohortStats:
        """What it has done, and takes."""
        stats = ffi.new("bm_cohort_stats *")
        check(self._use(lib.bm_cohort_read_stats_sized, stats, ffi.sizeof(stats[0])))
        return CohortStats(*(getattr(stats, name) for name in CohortStats._fields))

    def copy(self) -> Cohort:
        """The same cohort at the same time, with the same bits. It is made again from its profile and simulated again,
        which takes as long as it took; copy.copy() and pickle do the same."""
        made: Cohort = _again(*self.__reduce__()[1])
        return made

    __copy__ = copy

    def __deepcopy__(self, memo: dict[int, Any]) -> Cohort:
        return self.copy()

    def __reduce__(self) -> tuple[Any, ...]:
        self.time_d  # a closed one raises
        return _again, (type(self), self._profile, self._options, self._varied, self._times)

    def __enter__(self) -> Cohort:
        return self

    def __exit__(self, *raised: Any) -> None:
        self.close()

    def __repr__(self) -> str:
        try:
            varied = list(dict.fromkeys(call[1] for call in self._varied if call[0] == "vary"))
            band = self._options["band"]
            return (f"<{type(self).__name__} of {self.size}{f', band {band}' if band else ''}"
                    f"{', varying ' + ', '.join(varied) if varied else ''}, day {self.time_d:g}, around {self._profile!r}>")
        except errors.Error as error:
            return f"<{error}>"


def _again(kind: type[Cohort], profile: Patient, options: dict[str, Any], varied: list[tuple[Any, ...]],
           times: list[np.ndarray]) -> Cohort:
    """The cohort whose calls these were. The grid of times decides where its members stop, and so their last bits."""
    cohort = kind(profile, **options)
    for call, *arguments in varied:
        getattr(cohort, call)(*arguments)
    index = np.zeros(1, np.uintp)
    for grid in times:
        if len(grid) == 1:
            cohort.advance_to(grid[0])
        else:
            values = np.empty(cohort.size * len(grid))
            cohort._call(lib.bm_cohort_sample, doubles(grid), len(grid), ffi.from_buffer("size_t[]", index), 1,
                         doubles(values), len(values))
            cohort._times.append(grid)
    return cohort
