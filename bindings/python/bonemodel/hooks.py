# SPDX-License-Identifier: Apache-2.0
"""Hooks: interventions of one's own, as differential equations that push on targets of the body."""
from __future__ import annotations

import math
from typing import Any, Sequence

import numpy as np

from ._bonemodel import ffi, lib
from ._handle import encoded, keep_exception
from ._kept import FUNCTIONS


def _view(name: str, shape: tuple[str, ...], text: str, writable: bool = True) -> Any:
    def read(at: HookAt) -> np.ndarray | None:
        pointer = getattr(at._at, name)
        if not pointer:
            return None
        sizes = [at._sizes[axis] for axis in shape]
        view = np.frombuffer(ffi.buffer(pointer, 8 * math.prod(sizes)))
        if len(sizes) == 2:
            view = view.reshape(sizes)
        if not writable:
            view.flags.writeable = False
        return view

    return property(read, doc=text)


_DERIVATIVE = "To fill, with jacobian = True, when it is not None."
_BY_TIME = "To fill [per hour], with jacobian = True, when it is not None."


class HookAt:
    """What a field sees and fills, as NumPy arrays that are valid during the call only."""

    __slots__ = ("_at", "_sizes")

    def __init__(self, at: Any, sizes: dict[str, int]) -> None:
        self._at, self._sizes = at, sizes

    @property
    def time_h(self) -> float:
        """Time since day 0 [h]."""
        return self._at.time_h

    @property
    def rate(self) -> float:
        """Of a continuous hook: the dose of the prescriptions that run now, 0 if none. Else 0."""
        return self._at.rate

    x: np.ndarray = _view("x", ("states",), "Its states; read only.", False)
    body: np.ndarray = _view("body", ("body",), "The body's states that it asked for; read only.", False)
    dx_dt: np.ndarray = _view("dx_dt", ("states",), "To fill: the states' derivatives, per hour.")
    targets: np.ndarray = _view("targets", ("targets",), "To fill: what it adds to each target.")
    dx_by_x: np.ndarray | None = _view("dx_by_x", ("states", "states"), _DERIVATIVE)
    targets_by_x: np.ndarray | None = _view("targets_by_x", ("targets", "states"), _DERIVATIVE)
    dx_by_body: np.ndarray | None = _view("dx_by_body", ("states", "body"), _DERIVATIVE)
    targets_by_body: np.ndarray | None = _view("targets_by_body", ("targets", "body"), _DERIVATIVE)
    dx_by_time: np.ndarray | None = _view("dx_by_time", ("states",), _BY_TIME)
    targets_by_time: np.ndarray | None = _view("targets_by_time", ("targets",), _BY_TIME)


class Hook:
    """An intervention of one's own: subclass it, say what it has, and write its field.

    After Patient.hook() it is an agent of that patient, prescribed by its name. field, amount and next_event are pure:
    they are asked at trial points in any order, and nothing may remember that. Copies of the patient get copies of the
    object (copy.deepcopy). A snapshot holds its states and doses, and of the object itself what save_state() says.
    """

    name: str = ""               #: of the agent: 1 to 31 of a-z, 0-9, _
    states: Sequence[float] = ()  #: its states, by a typical size of each; they begin at 0, and doses go to the first
    targets: Sequence[str] = ()  #: names in the catalogue, kind TARGET
    body: Sequence[str] = ()     #: the states of the body that it asks for: observables "core. ..." and "body. ..."
    continuous: bool = False     #: its dose is a rate or level while a prescription runs, not single doses
    jacobian: bool = False       #: field fills the derivatives; otherwise the library takes differences
    dose_minimum: float = 0.0    #: in the hook's own unit
    dose_maximum: float = 1e12
    dose_default: float = 1.0
    every_default_d: float = 1.0  #: interval [day] of a prescription that says none

    def field(self, at: HookAt) -> None:
        """Fills at.dx_dt and at.targets, which are 0 on entry; depends on nothing but at."""
        raise NotImplementedError

    def amount(self, dose: float) -> float:
        """What a dose adds to the first state; not asked when it is continuous."""
        return dose

    def next_event(self, time_d: float) -> float:
        """The first day after time_d [day] when its equations jump, infinity for none. The same must come out, to the
        last bit, from any time before it."""
        return float("inf")

    def event(self, time_d: float, x: np.ndarray) -> None:
        """Called at such a day time_d [day]; may change its states x."""

    def save_state(self) -> bytes:
        """What a snapshot holds of the object itself; nothing, unless this is overridden."""
        return b""

    def restore_state(self, state: bytes) -> None:
        """Takes what save_state() returned, or whatever the snapshot holds; called on a copy of the object that
        Patient.load() was given."""


def describe(user: Any, hook: Hook) -> tuple[Any, list[Any]]:
    """A bm_hook, and what must stay alive with it."""
    made = ffi.new("bm_hook *")
    lib.bm_hook_init_sized(made, ffi.sizeof(made[0]))
    alive: list[Any] = []

    def strings(names: Sequence[str]) -> Any:
        alive.append([ffi.new("char[]", encoded(name)) for name in names])
        alive.append(ffi.new("char *[]", alive[-1]))
        return alive[-1]

    alive += [ffi.new("char[]", encoded(hook.name)), ffi.new("double[]", list(hook.states))]
    made.name, made.scales = alive
    made.flags = lib.BM_HOOK_JACOBIAN * bool(hook.jacobian) | lib.BM_HOOK_CONTINUOUS * bool(hook.continuous)
    made.user = user
    made.n_states, made.n_targets, made.n_body = len(hook.states), len(hook.targets), len(hook.body)
    made.targets, made.body = strings(hook.targets), strings(hook.body)
    for field in ("dose_minimum", "dose_maximum", "dose_default", "every_default_d"):
        setattr(made, field, getattr(hook, field))
    made.field = lib.bm_py_field
    # What is not overridden need not be called.
    if type(hook).amount is not Hook.amount:
        made.amount = lib.bm_py_amount
    if type(hook).next_event is not Hook.next_event:
        made.next_event = lib.bm_py_next_event
    if type(hook).event is not Hook.event:
        made.event = lib.bm_py_event
    made.functions = FUNCTIONS
    return made, alive


@ffi.def_extern(error=lib.BM_ECANCELLED, onerror=keep_exception)
def bm_py_field(user: Any, at: Any) -> int:
    kept = ffi.from_handle(user)
    kept.what.field(HookAt(at, kept.sizes))
    return 0


@ffi.def_extern(error=lib.BM_ECANCELLED, onerror=keep_exception)
def bm_py_amount(user: Any, dose: float, amount: Any) -> int:
    amount[0] = ffi.from_handle(user).what.amount(dose)
    return 0


@ffi.def_extern(error=lib.BM_ECANCELLED, onerror=keep_exception)
def bm_py_next_event(user: Any, time_d: float, event_d: Any) -> int:
    event_d[0] = min(ffi.from_handle(user).what.next_event(time_d), lib.BM_NEVER_D)
    return 0


@ffi.def_extern(error=lib.BM_ECANCELLED, onerror=keep_exception)
def bm_py_event(user: Any, time_d: float, x: Any) -> int:
    kept = ffi.from_handle(user)
    kept.what.event(time_d, np.frombuffer(ffi.buffer(x, 8 * kept.sizes["states"])))
    return 0
