# SPDX-License-Identifier: Apache-2.0
"""An exception for each status of the library, made from the header's list: BM_ERANGE is :class:`ERANGE`, and so on.

All derive from :class:`Error`; some also from the exception that Python itself raises in such a case.
"""
from __future__ import annotations

import typing

from ._bonemodel import ffi, lib

_ALSO = {"EINVAL": ValueError, "ERANGE": ValueError, "ENOTFOUND": LookupError, "ESIZE": ValueError, "ESTATE": RuntimeError,
         "ECONFLICT": ValueError, "ENOMEM": MemoryError, "ESTEP": ArithmeticError, "EMAXSTEPS": ArithmeticError,
         "ENONFINITE": ArithmeticError, "ECANCELLED": InterruptedError, "EFORMAT": ValueError, "EVERSION": ValueError,
         "EMODEL": ValueError}


class Error(Exception):
    """What every failed call raises. Its text is the handle's sentence: what, the value found, what is allowed."""

    status: int = lib.BM__STATUS_END
    """The library's number, such as ``bonemodel.ERANGE.status``."""
    name: str = "BM_EUNKNOWN"
    """The library's name, such as "BM_ERANGE"."""

    def __str__(self) -> str:
        return str(self.args[0]) if self.args else ""  # a LookupError or an OSError would write it otherwise


def _class_of(status: int) -> type[Error]:
    name = ffi.string(lib.bm_status_name(status)).decode()[len("BM_"):]
    made = type(name, (Error, *([_ALSO[name]] if name in _ALSO else [])),
                {"__doc__": ffi.string(lib.bm_status_text(status)).decode(), "__module__": __name__, "status": status, "name": f"BM_{name}"})
    globals()[name] = made
    return made


def _is_failure(name: str) -> bool:
    return name.startswith("BM_E") and ffi.string(lib.bm_status_name(getattr(lib, name))).decode() == name


if typing.TYPE_CHECKING:  # the names are those of the header
    def __getattr__(name: str) -> type[Error]: ...

#: The class of each status.
BY_STATUS: dict[int, type[Error]] = {getattr(lib, name): _class_of(getattr(lib, name))
                                     for name in dir(lib) if _is_failure(name)}

__all__ = ["Error", *sorted(made.__name__ for made in BY_STATUS.values())]


def error(status: int, sentence: str) -> Error:
    """The exception for a status; without a sentence it says what the library has for every such status."""
    made = BY_STATUS.get(status, Error)(sentence or ffi.string(lib.bm_status_text(status)).decode())
    made.status = status
    return made
