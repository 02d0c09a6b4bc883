# SPDX-License-Identifier: Apache-2.0
"""Prescriptions as the library takes them."""
from __future__ import annotations

from typing import Any, Mapping

from ._bonemodel import ffi, lib
from ._handle import check, encoded
from .model import Kind, Model

_FIELDS = {"dose", "every_d", "start_d", "stop_d", "adherence", "doses"}


def prescription(model: Model, agent: str, fields: Mapping[str, Any]) -> tuple[Any, list]:
    """A bm_prescription, and what must stay alive with it. What is no field of it is a parameter of the agent."""
    made = ffi.new("bm_prescription *")
    check(lib.bm_prescription_init_sized(model._pointer, encoded(agent), made, ffi.sizeof(made[0])), repr(agent))
    own = {name: value for name, value in fields.items() if name not in _FIELDS}
    for name in _FIELDS & fields.keys():
        setattr(made, name, fields[name])
    names = [ffi.new("char[]", encoded(name)) for name in own]
    values = [model.find(Kind.EXERCISE, value).default if isinstance(value, str) else value for value in own.values()]
    parameters = ffi.new("bm_named_value[]", list(zip(names, values)))
    made.parameters, made.n_parameters = parameters, len(own)
    return made, [names, parameters]
