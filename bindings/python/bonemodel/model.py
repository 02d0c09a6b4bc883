# SPDX-License-Identifier: Apache-2.0
"""The equations and their catalogue of names."""
from __future__ import annotations

import enum
from typing import Any, Mapping, NamedTuple

from . import errors
from ._bonemodel import ffi, lib
from ._handle import check, encoded, text

#: Bytes that hold every sentence of the library.
_SENTENCE = 240


class Kind(enum.IntEnum):
    """What a row of the catalogue is."""

    AGENT = lib.BM_KIND_AGENT                      #: what can be prescribed
    AGENT_PARAMETER = lib.BM_KIND_AGENT_PARAMETER  #: a parameter of an agent's prescription, as "agent.parameter"
    COVARIATE = lib.BM_KIND_COVARIATE              #: what is known of her on day 0; full model only
    INITIAL = lib.BM_KIND_INITIAL                  #: a state's value at the start; core only
    PARAMETER = lib.BM_KIND_PARAMETER              #: a parameter of the equations
    TARGET = lib.BM_KIND_TARGET                    #: where interventions push on the body; what hooks push on, too
    OBSERVABLE = lib.BM_KIND_OBSERVABLE            #: what can be read
    EXERCISE = lib.BM_KIND_EXERCISE                #: presets: the default is the number that "exercise" takes
    VARIABILITY = lib.BM_KIND_VARIABILITY          #: how a cohort's members differ
    DEVICE = lib.BM_KIND_DEVICE                    #: scanners: the default is the number that "device" takes


class Flag(enum.IntFlag):
    """What is special about a row of the catalogue."""

    CONTINUOUS = lib.BM_FLAG_CONTINUOUS  #: agent: acts as long as it runs, not by single doses
    ADDITIVE = lib.BM_FLAG_ADDITIVE      #: target: contributions add up
    INERT = lib.BM_FLAG_INERT            #: parameter: declared by the published model but used nowhere
    COMPUTED = lib.BM_FLAG_COMPUTED      #: initial value: computed from parameters, and not to be set
    FITTED = lib.BM_FLAG_FITTED          #: parameter: its value comes from the calibration


#: The latest time that a patient can reach [day].
MAX_TIME_D: float = lib.BM_MAX_TIME_D
#: A stop day that never comes [day].
NEVER_D: float = lib.BM_NEVER_D


#: A number with a unit in UCUM notation: {"value": 20, "unit": "ng/mL"}.
Quantity = Mapping[str, Any]


class Row(NamedTuple):
    """A row of the catalogue. A number that the row does not have is NaN."""

    kind: Kind
    name: str
    unit: str           #: in UCUM notation; "1" where there is none
    minimum: float      #: smallest allowed value (of the dose, for an agent)
    maximum: float      #: largest allowed value
    default: float      #: label dose of an agent, neutral value of a target, number of an exercise
    flags: Flag
    description: str
    source: str         #: where the number comes from
    code: str           #: "ATC:...", "LOINC:..." or ""


class Model:
    """The equations, their parameters and the catalogue; it never changes, and any number of threads may share it.

    name: "full", a woman with age, menopause, bone density by site, markers and every agent; or "core", the
    Peterson-Riggs core alone.
    """

    def __init__(self, name: str = "full") -> None:
        options, pointer = ffi.new("bm_model_options *"), ffi.new("bm_model **")
        lib.bm_model_options_init_sized(options, ffi.sizeof(options[0]))
        name_bytes = ffi.new("char[]", encoded(name))
        message = ffi.new("char[]", _SENTENCE)
        options.name, options.message, options.message_size = name_bytes, message, _SENTENCE
        status = lib.bm_model_create(options, pointer)
        if status:
            raise errors.error(status, text(message))
        self.name = name
        self._pointer = ffi.gc(pointer[0], lib.bm_model_destroy)
        self._rows: dict[Kind, tuple[Row, ...]] = {}

    @property
    def calibration(self) -> str:
        """A name and a short hash of everything beside the equations that makes numbers, such as "2026a-0123abcd"."""
        return text(lib.bm_model_calibration(self._pointer))

    @property
    def equations(self) -> int:
        """The number of the equations, which rises when the same parameters no longer give the same numbers."""
        return lib.bm_model_equations(self._pointer)

    def rows(self, kind: Kind) -> tuple[Row, ...]:
        """All rows of a kind, such as Kind.COVARIATE; ()  for a kind that the model does not have."""
        if kind not in self._rows:
            count = lib.bm_catalog_count(self._pointer, kind)
            self._rows[kind] = tuple(self._row(kind, index) for index in range(count))
        return self._rows[kind]

    def agents(self) -> tuple[Row, ...]:
        """What can be prescribed, with unit, range and label dose."""
        return self.rows(Kind.AGENT)

    def observables(self) -> tuple[Row, ...]:
        """What can be read, with its unit."""
        return self.rows(Kind.OBSERVABLE)

    def find(self, kind: Kind, name: str) -> Row:
        """The row with this name."""
        return self._row(kind, self.index(kind, name))

    def index(self, kind: Kind, name: str) -> int:
        """The row's place in rows(kind). It may change between releases: keep names in files."""
        index = ffi.new("size_t *")
        status = lib.bm_catalog_find(self._pointer, kind, encoded(name), index)
        if status:
            raise errors.error(status, f"{text(lib.bm_status_text(status))}: {name!r}{self._did_you_mean(kind, name)}")
        return index[0]

    def nearest(self, kind: Kind, name: str) -> list[str]:
        """The known names nearest to one that is not known, best first; [] when none is near."""
        names = ffi.new("char[]", _SENTENCE)
        check(lib.bm_catalog_nearest(self._pointer, kind, encoded(name), names, _SENTENCE))
        return [near for near in text(names).split(", ") if near]

    def _did_you_mean(self, kind: Kind, name: str) -> str:
        near = self.nearest(kind, name)
        return f"; did you mean {' or '.join(near)}?" if near else ""

    def convert(self, kind: Kind, name: str, value: float, unit: str) -> float:
        """A number in a unit that people use (UCUM notation, such as "ng/mL") in the unit of a row."""
        converted, message = ffi.new("double *"), ffi.new("char[]", _SENTENCE)
        status = lib.bm_catalog_convert(self._pointer, kind, encoded(name), value, encoded(unit), converted, message,
                                        _SENTENCE)
        if status:
            raise errors.error(status, text(message))
        return converted[0]

    def _number(self, kinds: tuple[Kind, ...], name: str, value: Any) -> Any:
        """A number as it is, and a quantity {"value": 20, "unit": "ng/mL"} in the unit of the row of this name."""
        if not isinstance(value, Mapping):
            return value
        if set(value) != {"value", "unit"}:
            raise errors.error(lib.BM_EINVAL, f"{name}: found the keys {sorted(value)}, allowed are 'unit' and 'value'")
        kind = next((kind for kind in kinds if any(row.name == name for row in self.rows(kind))), kinds[0])
        return self.convert(kind, name, value["value"], value["unit"])

    def _row(self, kind: Kind, index: int) -> Row:
        entry = ffi.new("bm_catalog_entry *")
        check(lib.bm_catalog_row_sized(self._pointer, kind, index, entry, ffi.sizeof(entry[0])))
        return Row(Kind(entry.kind), text(entry.name), text(entry.unit), entry.minimum, entry.maximum,
                   entry.default_value, Flag(entry.flags), text(entry.description), text(entry.source),
                   text(entry.code))

    def _indices(self, names: list[str]) -> Any:
        return ffi.new("size_t[]", [self.index(Kind.OBSERVABLE, name) for name in names])

    def __reduce__(self) -> tuple[Any, ...]:
        return Model, (self.name,)

    def __repr__(self) -> str:
        return f"Model({self.name!r})"
