# SPDX-License-Identifier: Apache-2.0
"""What the user pointer of a hook or a decision leads to, and how the library copies, saves and releases it."""
from __future__ import annotations

import contextlib
import copy
import threading
import types
from typing import Any, Iterator

from . import errors
from ._bonemodel import ffi, lib
from ._handle import Calls, keep_exception
from .model import Model


class Kept:
    """A host's object as one patient uses it, and the calls through which its exceptions come out."""

    def __init__(self, what: Any, model: Model, calls: Calls, decision: Any = None) -> None:
        self.what, self.model, self.calls = what, model, calls
        self.decision, self.number = decision, 0  # when what is called at visits
        # Of a hook, as it is registered: what its object says later must not move the ends of arrays.
        self.sizes = {axis: len(getattr(what, axis, ())) for axis in ("states", "targets", "body")}


_owner = threading.local()
_copies: dict[int, Any] = {}  # by address: what the library made, until it releases it


@contextlib.contextmanager
def owned_by(calls: Calls) -> Iterator[None]:
    """What is copied inside belongs to the handle with these calls."""
    before = getattr(_owner, "calls", None)
    _owner.calls = calls
    try:
        yield
    finally:
        _owner.calls = before


def _copy(kept: Kept) -> Kept:
    made = copy.copy(kept)
    made.what, made.calls = copy.deepcopy(kept.what), getattr(_owner, "calls", None) or kept.calls
    return made


def _handed_over(made: Kept) -> Any:
    user = ffi.new_handle(made)
    _copies[int(ffi.cast("uintptr_t", user))] = user
    return user


@ffi.def_extern(error=lib.BM_ECANCELLED, onerror=keep_exception)
def bm_py_copy(user: Any, copied: Any) -> int:
    copied[0] = _handed_over(_copy(ffi.from_handle(user)))
    return 0


@ffi.def_extern()
def bm_py_release(user: Any) -> None:
    del _copies[int(ffi.cast("uintptr_t", user))]


@ffi.def_extern(error=lib.BM_ECANCELLED, onerror=keep_exception)
def bm_py_save(user: Any, buffer: Any, size: int, needed: Any) -> int:
    kept = ffi.from_handle(user)
    if hasattr(kept.what, "save_state"):
        state = kept.what.save_state()
    elif isinstance(kept.what, types.FunctionType):
        state = b""
    else:
        raise errors.error(lib.BM_ESTATE, f"save: {kept.what!r} has no save_state()")
    if kept.decision is not None:
        state = kept.number.to_bytes(8, "little") + state
    needed[0] = len(state)
    if buffer and size >= len(state):
        ffi.memmove(buffer, state, len(state))
    return 0


@ffi.def_extern(error=lib.BM_ECANCELLED, onerror=keep_exception)
def bm_py_restore(user: Any, state: Any, size: int, restored: Any) -> int:
    made = _copy(ffi.from_handle(user))
    held = ffi.buffer(state, size)[:]
    if made.decision is not None:
        if size < 8:
            raise errors.error(lib.BM_EFORMAT, f"load: a decision takes 8 bytes or more, found {size}")
        made.number, held = int.from_bytes(held[:8], "little"), held[8:]
        made.calls.decisions[made.number] = made.decision
    if hasattr(made.what, "restore_state"):
        made.what.restore_state(held)
    restored[0] = _handed_over(made)
    return 0


FUNCTIONS = ffi.new("bm_user_functions *", {
    "struct_size": ffi.sizeof("bm_user_functions"), "copy": lib.bm_py_copy, "release": lib.bm_py_release,
    "save": lib.bm_py_save, "restore": lib.bm_py_restore})
