# SPDX-License-Identifier: Apache-2.0
"""The JSON Schema (draft 2020-12) of scenarios, made from the dataclasses and the catalogue.

    python -m bonemodel.schema > scenario.schema.json

An editor that knows it completes names and shows ranges. The package holds it as scenario.schema.json; bonesim and
Scenario.validate() find more: what is allowed value by value but does not go together.
"""
from __future__ import annotations

import json
import math
from typing import Any

from ._plan import BANDS, COHORT, HEAD, INTERVENTION, SCHEMA
from .model import MAX_TIME_D, NEVER_D, Flag, Kind, Model, Row

_QUANTITY = {"type": "object", "required": ["value", "unit"], "additionalProperties": False,
             "properties": {"value": {"type": "number"}, "unit": {"type": "string", "description": "in UCUM notation"}}}
_DATE = {"type": "string", "pattern": "^[0-9]{4}-[0-9]{2}-[0-9]{2}$", "format": "date"}
_TEXT = {"type": "string", "minLength": 1}
_WHOLE = {"type": "integer", "minimum": 1, "maximum": 2**32 - 1}
_SEED = {"type": "integer", "minimum": 0, "maximum": 2**53 - 1}


def _number(row: Row) -> dict[str, Any]:
    made: dict[str, Any] = {"type": "number"}
    made |= {} if math.isnan(row.minimum) else {"minimum": row.minimum}
    made |= {} if math.isnan(row.maximum) else {"maximum": row.maximum}
    return made


def _described(row: Row, schema: dict[str, Any]) -> dict[str, Any]:
    made = {"description": f"{row.description} [{row.unit}]", **schema}
    return made if math.isnan(row.default) else {**made, "default": row.default}


def _day(minimum: float, maximum: float = MAX_TIME_D) -> dict[str, Any]:
    return {"anyOf": [{"type": "number", "minimum": minimum, "maximum": maximum}, _DATE]}


def _closed(properties: dict[str, Any], required: tuple[str, ...] = (), **more: Any) -> dict[str, Any]:
    made: dict[str, Any] = {"type": "object", "properties": properties, "additionalProperties": False, **more}
    return {**made, "required": list(required)} if required else made


def _when(observables: dict[str, Any]) -> dict[str, Any]:
    one = _closed({"observable": observables, "below": {"type": "number"}, "above": {"type": "number"}}, ("observable",),
                  oneOf=[{"required": ["below"]}, {"required": ["above"]}])
    conditions = {"type": "array", "minItems": 1, "items": one}
    return _closed({"any": conditions, "all": conditions, "confirmed_at": _WHOLE, "checked_every_days": {
        "type": "number", "minimum": 1e-6, "maximum": NEVER_D, "description": "interval of the visits [d]"}},
        ("checked_every_days",), oneOf=[{"required": ["any"]}, {"required": ["all"]}])


def _of_agent(model: Model, agent: Row) -> dict[str, Any]:
    """What an intervention with this agent takes beside the fields of all."""
    prefix = agent.name + "."
    rows = [row for row in model.rows(Kind.AGENT_PARAMETER) if row.name.startswith(prefix)]
    exercises = {"enum": [row.name for row in model.rows(Kind.EXERCISE)]}
    own = {row.name[len(prefix):]: _described(row, exercises if row.name == prefix + "exercise" else _number(row))
           for row in rows}
    dose = _described(agent, {"anyOf": [_number(agent), {"$ref": "#/$defs/quantity"}]})
    fields = [name for name in INTERVENTION
              if not (agent.flags & Flag.CONTINUOUS and name in ("every_days", "doses"))]
    return {"if": {"properties": {"agent": {"const": agent.name}}, "required": ["agent"]},
            "then": {"properties": {"dose": dose, **own}, "propertyNames": {"enum": [*fields, *own]}}}


def _intervention(model: Model, start_minimum: float) -> dict[str, Any]:
    when = {"$ref": f"#/$defs/{model.name}_when"}
    return {"type": "object", "required": ["agent"], "properties": {
        "agent": {"enum": [row.name for row in model.agents()]},
        "start_day": {"description": "first dose, or start; default 0", **_day(start_minimum)},
        "stop_day": {"description": "a dose at or after this day is not given", **_day(start_minimum, NEVER_D)},
        "dose": {"description": "in the agent's unit; default: the label dose"},
        "every_days": {"type": "number", "exclusiveMinimum": 0, "description": "interval [d]; default: the label's"},
        "doses": {**_WHOLE, "description": "number of doses; default: until stop_day"},
        "adherence": {"type": "number", "minimum": 0, "maximum": 1, "default": 1},
        "start_when": when, "stop_when": when, "again": {"type": "boolean", "default": False}},
        "dependentRequired": {"again": ["start_when", "stop_when"]},
        "allOf": [_of_agent(model, agent) for agent in model.agents()]}


def _of_model(name: str) -> dict[str, Any]:
    """What the two models have each for themselves."""
    model, core = Model(name), name == "core"
    observables = {"$ref": f"#/$defs/{name}_observable"}
    parameters = _closed({row.name: _described(row, _number(row)) for row in model.rows(Kind.PARAMETER)})
    person = {"$ref": "#/$defs/person"}
    arm = {"name": _TEXT, "title": _TEXT, "interventions": {"type": "array", "items": _intervention(
        model, 0 if core else -MAX_TIME_D)}}
    properties: dict[str, Any] = {
        "arms": {"type": "array", "minItems": 1, "items": _closed(arm if core else {**arm, "patient": person}, ("name",))},
        "observables": {"type": "array", "minItems": 1, "uniqueItems": True, "items": observables}, "parameters": parameters}
    if core:
        initial = [row for row in model.rows(Kind.INITIAL) if not row.flags & Flag.COMPUTED]
        properties |= {"initial": _closed({row.name: _described(row, _number(row)) for row in initial}),
                       **{name: False for name in ("patient", "cohort", "device", "band", "seed", "measurements", "forecast",
                                                "below")}}
        return {"properties": properties}
    varying = [row for row in model.rows(Kind.COVARIATE) if not (row.minimum == 0 and row.maximum == 1)]
    varies = {"$ref": "#/$defs/varies"}
    correlated = {"type": "object", "propertyNames": varies,
                  "additionalProperties": {"type": "number", "exclusiveMinimum": -1, "exclusiveMaximum": 1}}
    properties |= {
        "initial": False, "patient": person, "device": {"enum": [row.name for row in model.rows(Kind.DEVICE)]},
        "cohort": _closed({
            "size": {"type": "integer", "minimum": 1, "maximum": 1000000}, "seed": _SEED,
            "sd": {"type": "object", "propertyNames": varies, "additionalProperties": {"type": "number", "minimum": 0}},
            "range": _closed({row.name: {"type": "array", "minItems": 2, "maxItems": 2, "items": _number(row)}
                              for row in varying}),
            "correlation": {"type": "object", "propertyNames": varies, "additionalProperties": correlated},
            "variability": {"type": "boolean", "default": True}, "measurement_error": {"type": "boolean", "default": False},
            "uncertainty": {"type": "integer", "minimum": 0, "maximum": 200}}, ("size",)),
        "band": {"enum": list(BANDS)}, "seed": _SEED}
    positive = {"type": "number", "exclusiveMinimum": 0}
    quantity = {"anyOf": [{"type": "number"}, {"$ref": "#/$defs/quantity"}]}
    measurement = _closed({
        "day": _day(0), "observable": observables, "value": quantity, "cv_percent": positive, "lsc_percent": positive,
        "sd": {"anyOf": [positive, {"$ref": "#/$defs/quantity"}]}, "censored": {"const": "below"},
        "device": properties["device"]}, ("day", "observable", "value"), oneOf=[
            {"required": [error]} for error in ("cv_percent", "sd", "lsc_percent")] + [
            {"not": {"anyOf": [{"required": [error]} for error in ("cv_percent", "sd", "lsc_percent")]}}])
    properties |= {
        "measurements": {"type": "array", "items": measurement},
        "forecast": _closed({"members": {"type": "integer", "minimum": 1, "maximum": 1000000}, "seed": _SEED,
                             "from_day": _day(0)}),
        "below": {"type": "object", "propertyNames": observables, "additionalProperties": {"type": "number"}}}
    assert set(properties["cohort"]["properties"]) == set(COHORT)
    without = {name: {"properties": {"band": False, "cohort": False}} for name in ("measurements", "forecast")}
    return {"properties": properties,
            "dependentSchemas": {"cohort": {"properties": {"band": False, "seed": False}}, **without}}


def _definitions() -> dict[str, Any]:
    """What is said in several places."""
    made: dict[str, Any] = {"quantity": _QUANTITY}
    for name in ("full", "core"):
        made[f"{name}_observable"] = {"enum": [row.name for row in Model(name).observables()]}
        made[f"{name}_when"] = _when({"$ref": f"#/$defs/{name}_observable"})
    covariates = Model("full").rows(Kind.COVARIATE)
    made["varies"] = {"enum": [row.name for row in covariates if not (row.minimum == 0 and row.maximum == 1)]}
    made["person"] = _closed({row.name: _described(row, {"anyOf": [_number(row), {"$ref": "#/$defs/quantity"}]})
                              for row in covariates})
    return made


def schema() -> dict[str, Any]:
    """The schema, as json.dumps() takes it."""
    horizon = {"type": "number", "exclusiveMinimum": 0, "maximum": MAX_TIME_D}
    work = {"type": "number", "minimum": 1, "maximum": 2**53 - 1}
    properties: dict[str, Any] = {
        "schema": {"const": SCHEMA}, "title": {"type": "string"}, "model": {"enum": ["full", "core"], "default": "full"},
        "day0": {"description": "the date of day 0; dates may then stand for days", **_DATE},
        "solver": _closed({"rtol": {"type": "number", "minimum": 1e-12, "maximum": 1e-2}, "max_steps": work,
                           "max_member_runs": work}),
        "horizon_days": {"description": "how long to simulate [d]", "anyOf": [horizon, _DATE]},
        "sample_days": {"type": "array", "minItems": 1, "uniqueItems": True, "items": _day(0)},
        "sample_every_days": {"type": "number", "exclusiveMinimum": 0, "description": "0, s, 2s, ... up to the horizon [d]"}}
    properties |= {name: properties.get(name, True) for name in HEAD}
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", "$id": "urn:bonemodel:scenario:1",
            "title": "A scenario of bonemodel", "type": "object",
            "required": ["schema", "arms", "horizon_days", "observables"], "properties": properties,
            "additionalProperties": False, "oneOf": [{"required": ["sample_days"]}, {"required": ["sample_every_days"]}],
            "if": {"properties": {"model": {"const": "core"}}, "required": ["model"]},
            "then": _of_model("core"), "else": _of_model("full"), "$defs": _definitions()}


if __name__ == "__main__":
    print(json.dumps(schema(), indent=1, ensure_ascii=False))
