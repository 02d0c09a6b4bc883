# SPDX-License-Identifier: Apache-2.0
"""Summaries that merge: what the members of a cohort show together, however it is cut into parts."""
from __future__ import annotations

import hashlib
import os
from typing import Any, Iterable, Iterator, NamedTuple

import numpy as np

from . import errors
from ._bonemodel import ffi, lib
from ._days import of_type, times_of
from ._handle import Calls, Handle, check, doubles, encoded, names_of, text
from .cohort import Cohort, Failure
from .model import Model


class SummaryValues(NamedTuple):
    """What members show of one observable at one time."""

    n: int         #: members that did not fail
    weight: float  #: the sum of their weights; n without weights
    mean: float    #: from exact sums
    sd: float      #: of n - 1, from exact sums
    least: float   #: the smallest value
    most: float    #: the greatest value


class Summary(Handle):
    """What members show together, in numbers that can be added: parts of a cohort that were simulated apart merge to the
    same bytes as the whole, in any order. Memory does not grow with the number of members.

    times_d: increasing times [day].
    observables: names.
    thresholds: (observable, level) in its unit, for below().
    draws: of the parameters whose means are kept beside the fitted ones: those of cohorts with parameter_draw 1 to draws.
    grid_d: [day] "ever below" looks at the multiples of this; default 30.4375.

    It can be pickled, so that engines such as Dask send it from process to process.
    """

    _last_error = lib.bm_summary_last_error

    def __init__(self, model: Model, times_d: Any, observables: str | Iterable[str], *,
                 thresholds: Iterable[tuple[str, float]] = (), draws: int = 0, grid_d: float | None = None) -> None:
        of_type(model, Model, "model", "a Model")
        options, pointer = ffi.new("bm_summary_options *"), ffi.new("bm_summary **")
        lib.bm_summary_options_init_sized(options, ffi.sizeof(options[0]))
        times, names, crossed = times_of(times_d), names_of(observables), list(thresholds)
        levels = np.array([level for _, level in crossed], np.float64)
        kept = [doubles(times), model._indices(names), model._indices([name for name, _ in crossed]), doubles(levels)]
        options.times_d, options.observables, options.threshold_observables, options.thresholds = kept
        options.n_times, options.n_observables, options.n_thresholds = len(times), len(names), len(crossed)
        options.draws = draws
        if grid_d is not None:
            options.grid_d = grid_d
        check(lib.bm_summary_create(model._pointer, options, pointer), "a Summary of these options")
        self._take(model, pointer[0])

    def _take(self, model: Model, pointer: Any) -> None:
        self._hold(pointer, lib.bm_summary_destroy, Calls())
        self.model = model
        layout = ffi.new("bm_summary_options *")
        check(lib.bm_summary_layout_sized(pointer, layout, ffi.sizeof(layout[0])))
        rows = [row.name for row in model.observables()]
        self.times_d = np.array(ffi.unpack(layout.times_d, layout.n_times))  #: [day]
        self.observables = [rows[layout.observables[i]] for i in range(layout.n_observables)]
        self.thresholds = [(rows[layout.threshold_observables[i]], layout.thresholds[i])
                           for i in range(layout.n_thresholds)]
        self.draws = layout.draws

    @classmethod
    def load(cls, model: Model, data: bytes) -> Summary:
        """A summary from the bytes of save(), of the same version of the library."""
        of_type(model, Model, "model", "a Model")
        pointer = ffi.new("bm_summary **")
        check(lib.bm_summary_load(model._pointer, ffi.from_buffer(data), len(data), pointer), "the bytes of a Summary")
        made = cls.__new__(cls)
        made._take(model, pointer[0])
        return made

    def save(self) -> bytes:
        """Its bytes; equal summaries have equal bytes, on every machine."""
        size = self._look(lib.bm_summary_save_size)
        data = bytearray(size)
        self._call(lib.bm_summary_save, ffi.from_buffer(data), size, ffi.NULL)
        return bytes(data)

    def __reduce__(self) -> tuple[Any, ...]:
        return _loaded, (self.save(),)

    def add(self, cohort: Cohort) -> None:
        """Simulates all members of a cohort at time 0, a few thousand at once, and adds them. The cohort stays at time 0;
        its progress is called."""
        of_type(cohort, Cohort, "cohort", "a Cohort")
        try:
            cohort._use(lambda pointer: self._call(lib.bm_summary_add, pointer))
        except errors.Error:
            cohort._calls.raise_if_raised()
            raise

    def merge(self, other: Summary) -> None:
        """Adds what another summary of other members holds."""
        of_type(other, Summary, "other", "a Summary")
        other._use(lambda pointer: self._call(lib.bm_summary_merge, pointer))

    def _place(self, time_d: float, observable: str) -> tuple[int, int]:
        found = np.flatnonzero(self.times_d == time_d)
        if not len(found) or observable not in self.observables:
            raise errors.error(lib.BM_ENOTFOUND, f"day {time_d:g} and {observable} are not in the summary")
        return int(found[0]), self.observables.index(observable)

    def read(self, time_d: float, observable: str) -> SummaryValues:
        """What members show of an observable at time_d [day], one of times_d."""
        values = ffi.new("bm_summary_values *")
        self._call(lib.bm_summary_read_sized, *self._place(time_d, observable), values, ffi.sizeof(values[0]))
        return SummaryValues(*(getattr(values, name) for name in SummaryValues._fields))

    def quantile(self, time_d: float, observable: str, percent: float) -> tuple[float, float]:
        """A percentile, 0 to 100, at time_d [day], and how far at most it lies from that of the values themselves."""
        value, error = ffi.new("double *"), ffi.new("double *")
        self._call(lib.bm_summary_quantile, *self._place(time_d, observable), percent, value, error)
        return value[0], error[0]

    def below(self, time_d: float, threshold: int = 0) -> tuple[float, float]:
        """The part of members who are below a threshold, by its place, at time_d [day]; and who have been until then."""
        now, ever = ffi.new("double *"), ffi.new("double *")
        place, _ = self._place(time_d, self.observables[0])
        self._call(lib.bm_summary_below, place, threshold, now, ever)
        return now[0], ever[0]

    def draw_mean(self, draw: int, time_d: float, observable: str) -> float:
        """The mean with draw 1 to draws of the parameters, at time_d [day]."""
        return self._number(lib.bm_summary_draw_mean, draw, *self._place(time_d, observable))

    def ranges(self, draw: int = 0) -> list[tuple[int, int]]:
        """Which members have been added, first and one after the last; draw 0: with the fitted parameters."""
        def all_of() -> Iterator[tuple[int, int]]:
            first, last = ffi.new("uint64_t *"), ffi.new("uint64_t *")
            index = 0
            while self._use(lib.bm_summary_range, draw, index, first, last) == 0:
                yield first[0], last[0]
                index += 1
        return list(all_of())

    def failed(self, draw: int = 0) -> int:
        """How many members failed."""
        return self._number(lib.bm_summary_failed, draw)

    def failures(self) -> list[Failure]:
        """The first hundred members that failed with the fitted parameters, and why."""
        made: list[Failure] = []
        member, status = ffi.new("uint64_t *"), ffi.new("bm_status *")
        while self._use(lib.bm_summary_failure, len(made), member, status) == 0:
            sentence = self._use(lambda pointer: text(lib.bm_summary_failure_text(pointer, len(made))))
            made.append(Failure(member[0], errors.error(status[0], sentence)))
        return made

    def __repr__(self) -> str:
        if self._pointer is None:
            return "<this Summary is closed>"
        return f"<Summary of {sum(last - first for first, last in self.ranges())} members>"


def _loaded(data: bytes) -> Summary:
    return Summary.load(Model(), data)


def read_shards(path: str | os.PathLike[str], model: Model | None = None) -> list[Summary]:
    """The summaries in a file that ``bonesim run --summary`` or ``bonesim merge --summary`` wrote: one for each arm."""
    with open(path, "rb") as file:
        data = file.read()
    if not data.startswith(b"\xffBMSHRD1") or hashlib.sha256(data[:-32]).digest() != data[-32:]:
        raise errors.error(lib.BM_EFORMAT, f"{os.fspath(path)} is cut off, damaged or no summary")
    at = 8

    def number() -> int:
        nonlocal at
        at += 8
        return int.from_bytes(data[at - 8:at], "little")

    def block() -> bytes:
        nonlocal at
        length = number()
        at += length
        return data[at - length:at]

    for _ in range(6):  # versions, calibration, checksums, the scenario
        block()
    number(), number()  # size, seed
    made = []
    for _ in range(number()):
        block()  # what is said of the arm
        made.append(Summary.load(model or Model(), block()))
    return made
