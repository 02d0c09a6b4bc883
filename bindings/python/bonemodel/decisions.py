# SPDX-License-Identifier: Apache-2.0
"""Decisions: visits, where a patient is seen and her therapy may change."""
from __future__ import annotations

from typing import Any, Callable, NamedTuple

from . import errors
from ._bonemodel import ffi, lib
from ._days import Day, days_of
from ._handle import encoded, keep_exception, text
from ._kept import FUNCTIONS, Kept
from ._prescription import prescription

#: What Visit.crossed is when the observable has fallen below, or risen above, its level.
BELOW: int = lib.BM_BELOW
ABOVE: int = lib.BM_ABOVE


class Decision(NamedTuple):
    """What Patient.decide() was told, as Patient.load() takes it."""

    visit: Callable[[Visit], Any]
    name: str = ""                  #: to find it in a snapshot
    first_d: float | None = None    #: first visit [day]
    every_d: float | None = None    #: interval [day]
    stop_d: float | None = None     #: no visit from this day on [day]
    observable: str | None = None   #: a visit too whenever this crosses a level
    below: float | None = None      #: the level below which it falls, in its unit
    above: float | None = None      #: the level above which it rises, in its unit


class Visit:
    """A patient at a visit; valid during the callback only. What is read is free of noise, just before any dose of now.
    """

    def __init__(self, pointer: Any, kept: Kept) -> None:
        self._pointer, self._hooks, self._day0 = pointer, kept.calls.hooks, kept.calls.day0
        self.model = kept.model

    def _call(self, function: Callable[..., Any], *arguments: Any) -> None:
        if self._pointer is None:
            raise errors.error(lib.BM_ESTATE, "the visit is over")
        status = function(self._pointer, *arguments)
        if status:
            raise errors.error(status, text(lib.bm_visit_last_error(self._pointer)))

    def _number(self, function: Callable[..., Any], *arguments: Any) -> Any:
        out = ffi.new(ffi.typeof(function).args[-1])
        self._call(function, *arguments, out)
        return out[0]

    @property
    def time_d(self) -> float:
        """The day [day] of the visit."""
        return self._number(lib.bm_visit_time)

    @property
    def member(self) -> int:
        """Her number in the cohort; 0 for a patient alone."""
        return self._number(lib.bm_visit_member)

    @property
    def crossed(self) -> int:
        """0: a regular visit; BELOW or ABOVE: the observable has crossed its level."""
        return self._number(lib.bm_visit_crossed)

    def observe(self, name: str) -> float:
        """Reads an observable, in the catalogue's unit."""
        return self._number(lib.bm_visit_observe, encoded(name))

    def _prescription(self, agent: str, fields: dict[str, Any]) -> tuple[Any, list[Any]]:
        return prescription(self.model, self._hooks, agent, {"start_d": self.time_d, **fields}, self._day0)

    def prescribe(self, agent: str, **fields: Any) -> int:
        """As Patient.prescribe(); start_d [day] is now when not given, and not earlier."""
        made, alive = self._prescription(agent, fields)
        number = self._number(lib.bm_visit_prescribe, made)
        del alive
        return number

    def stop(self, number: int, stop_d: Day | None = None) -> None:
        """Stops a prescription at stop_d [day], now when not given."""
        self._call(lib.bm_visit_stop, number, self.time_d if stop_d is None else days_of(stop_d, self._day0))

    def change(self, number: int, agent: str, **fields: Any) -> int:
        """Stops a prescription now and starts another, as prescribe(); returns the new one's number."""
        made, alive = self._prescription(agent, fields)
        new = self._number(lib.bm_visit_change, number, made)
        del alive
        return new


def describe(user: Any, decision: Decision) -> tuple[Any, list[Any]]:
    """A bm_decision, and what must stay alive with it."""
    _, name, _, _, _, observable, below, above = decision
    made = ffi.new("bm_decision *")
    lib.bm_decision_init_sized(made, ffi.sizeof(made[0]))
    alive = [ffi.new("char[]", encoded(name))]
    made.name = alive[0]
    made.visit, made.user, made.functions = lib.bm_py_visit, user, FUNCTIONS
    for field in ("first_d", "every_d", "stop_d"):
        if getattr(decision, field) is not None:
            setattr(made, field, getattr(decision, field))
    if observable is not None:
        alive.append(ffi.new("char[]", encoded(observable)))
        made.observable = alive[1]
        levels = {level for level in (below, above) if level is not None}
        if len(levels) != 1:
            raise ValueError(f"decide: {observable} needs one level, below or above or both; found {below} and {above}")
        made.level = levels.pop()
        made.crossing = BELOW * (below is not None) | ABOVE * (above is not None)
    elif below is not None or above is not None:
        raise ValueError("decide: below and above need an observable")
    return made, alive


def read(made: Any) -> Decision:
    """A bm_decision that the library has filled; its user pointer leads to a Kept."""
    visit = ffi.from_handle(made.user).what
    first_d = None if made.first_d == lib.BM_NEVER_D else made.first_d
    stop_d = None if made.stop_d == lib.BM_NEVER_D else made.stop_d
    return Decision(visit, text(made.name), first_d, made.every_d or None, stop_d, text(made.observable) or None,
                    made.level if made.crossing & BELOW else None, made.level if made.crossing & ABOVE else None)


@ffi.def_extern(error=lib.BM_ECANCELLED, onerror=keep_exception)
def bm_py_visit(user: Any, pointer: Any) -> int:
    kept: Kept = ffi.from_handle(user)
    visit = Visit(pointer, kept)
    try:
        kept.what(visit)
    finally:
        visit._pointer = None
    return 0
