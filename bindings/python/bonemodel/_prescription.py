# SPDX-License-Identifier: Apache-2.0
"""Prescriptions as the library takes them."""
from __future__ import annotations

from typing import Any, Mapping

from ._bonemodel import ffi, lib
from ._handle import check, encoded
from .model import Kind, Model

_FIELDS = {"dose", "every_d", "start_d", "stop_d", "adherence", "doses"}


def prescription(model: Model, hooks: Mapping[str, Any], agent: str, fields: Mapping[str, Any]) -> tuple[Any, list]:
    """A bm_prescription, and what must stay alive with it. What is no field of it is a parameter of the agent."""
    made = ffi.new("bm_prescription *")
    alive: list = []
    if agent in hooks:  # the library would say the same, but not during a visit
        hook = hooks[agent]
        alive.append(ffi.new("char[]", encoded(agent)))
        made.struct_size, made.agent = ffi.sizeof(made[0]), alive[0]
        made.dose, made.every_d = hook.dose_default, 0.0 if hook.continuous else hook.every_default_d
        made.stop_d, made.adherence = lib.BM_NEVER_D, 1.0
    else:
        check(lib.bm_prescription_init_sized(model._pointer, encoded(agent), made, ffi.sizeof(made[0])), repr(agent))
    for name in _FIELDS & fields.keys():
        setattr(made, name, model._number((Kind.AGENT,), agent, fields[name]) if name == "dose" else fields[name])
    own = {name: value for name, value in fields.items() if name not in _FIELDS}
    names = [ffi.new("char[]", encoded(name)) for name in own]
    values = [model.find(Kind.EXERCISE, value).default if isinstance(value, str) else value for value in own.values()]
    parameters = ffi.new("bm_named_value[]", list(zip(names, values)))
    made.parameters, made.n_parameters = parameters, len(own)
    return made, [*alive, *names, parameters]
