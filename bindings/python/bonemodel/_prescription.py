# SPDX-License-Identifier: Apache-2.0
"""Prescriptions as the library takes them."""
from __future__ import annotations

import difflib
import numbers
from typing import Any, Mapping, NamedTuple

from . import errors
from ._bonemodel import ffi, lib
from ._days import days_of
from ._handle import encoded, text
from .model import Kind, Model

_FIELDS = ("dose", "every_d", "start_d", "stop_d", "doses", "adherence")


def _set(made: Any, name: str, value: Any) -> None:
    """Sets a field, and names it when that cannot be."""
    try:
        setattr(made, name, value)
    except (TypeError, OverflowError) as wrong:
        raise type(wrong)(f"{name} is {value!r}: {wrong}") from None


def _check_names(model: Model, agent: str, own: Mapping[str, Any]) -> None:
    """What is no field is a parameter of the agent's own, or wrong."""
    allowed = [row.name.partition(".")[2] for row in model.rows(Kind.AGENT_PARAMETER) if row.name.startswith(agent + ".")]
    for name in own:
        if name not in allowed:
            its = f", and of {agent} {', '.join(allowed)}" if allowed else f"; {agent} has no parameters of its own"
            near = difflib.get_close_matches(name, [*_FIELDS, *allowed], 1)
            raise errors.error(lib.BM_ENOTFOUND, f"{name!r} is not a field of a prescription; allowed are "
                                                 f"{', '.join(_FIELDS)}{its}{f'; did you mean {near[0]}?' if near else ''}")


def _parameter(model: Model, name: str, value: Any) -> float:
    if name == "exercise" and isinstance(value, str):
        return model.find(Kind.EXERCISE, value).default
    if isinstance(value, bool) or not isinstance(value, numbers.Real):
        raise TypeError(f"{name} is {value!r}: a number is needed, not {type(value).__name__}")
    return float(value)


class Prescription(NamedTuple):
    """What a patient is given, as Patient.prescriptions() reads it back."""

    number: int         #: what stop() takes
    agent: str
    dose: float         #: in the agent's unit
    every_d: float      #: interval [day]; 0 of a continuous agent
    start_d: float      #: first dose, or start [day]
    stop_d: float       #: a dose at or after this day is not given [day]
    adherence: float    #: [1]
    doses: int          #: number of doses; 0: until stop_d
    parameters: dict[str, float]  #: of the agent's own
    doses_given: float  #: until just before now, those of her history too


def read_prescription(made: Any, number: int, doses_given: float) -> Prescription:
    """A bm_prescription that the library has filled."""
    own = {text(made.parameters[i].name): made.parameters[i].value for i in range(made.n_parameters)}
    return Prescription(number, text(made.agent), made.dose, made.every_d, made.start_d, made.stop_d, made.adherence,
                        made.doses, own, doses_given)


def prescription(model: Model, hooks: Mapping[str, Any], agent: str, fields: Mapping[str, Any],
                 day0: Any = None) -> tuple[Any, list[Any]]:
    """A bm_prescription, and what must stay alive with it. What is no field of it is a parameter of the agent."""
    made = ffi.new("bm_prescription *")
    alive: list[Any] = []
    if agent in hooks:  # the library would say the same, but not during a visit
        hook = hooks[agent]
        alive.append(ffi.new("char[]", encoded(agent)))
        made.struct_size, made.agent = ffi.sizeof(made[0]), alive[0]
        made.dose, made.every_d = hook.dose_default, 0.0 if hook.continuous else hook.every_default_d
        made.stop_d, made.adherence = lib.BM_NEVER_D, 1.0
    else:
        status = lib.bm_prescription_init_sized(model._pointer, encoded(agent), made, ffi.sizeof(made[0]))
        if status:
            raise errors.error(status, f"{text(lib.bm_status_text(status))}: {agent!r}"
                                       f"{model._did_you_mean(Kind.AGENT, agent)}")
    for name in _FIELDS:
        if name in fields:
            value = fields[name]
            if name == "dose":
                value = model._number((Kind.AGENT,), agent, value)
            _set(made, name, days_of(value, day0) if name in ("start_d", "stop_d") else value)
    own = {name: value for name, value in fields.items() if name not in _FIELDS}
    _check_names(model, agent, own)
    names = [ffi.new("char[]", encoded(name)) for name in own]
    values = [_parameter(model, name, value) for name, value in own.items()]
    parameters = ffi.new("bm_named_value[]", list(zip(names, values)))
    made.parameters, made.n_parameters = parameters, len(own)
    return made, [*alive, *names, parameters]
