# SPDX-License-Identifier: Apache-2.0
"""What the handles of the library have in common: errors, one thread at a time, closing, exceptions from callbacks."""
from __future__ import annotations

import datetime
import math
import threading
from typing import Any, Callable, Iterable, Mapping

import numpy as np

from . import errors
from ._bonemodel import ffi, lib
from ._progress import Progress, function_of


def encoded(name: str) -> bytes:
    """A name for the library. It ends at the first NUL there, so that a name with one would be taken for another."""
    if not isinstance(name, str):
        raise TypeError(f"a name is a str, not {type(name).__name__}")
    if "\0" in name:
        raise errors.error(lib.BM_EINVAL, f"a name holds a NUL character: {name!r}")
    return name.encode()


def text(pointer: Any) -> str:
    """A string of the library."""
    return ffi.string(pointer).decode() if pointer else ""


def check(status: int, what: str = "") -> None:
    """For calls without a handle, which leave no sentence."""
    if status:
        raise errors.error(status, f"{text(lib.bm_status_text(status))}: {what}" if what else "")


def set_given(options: Any, given: Mapping[str, Any]) -> None:
    """Sets what was given; the rest keeps the library's default."""
    for field, value in given.items():
        if value is not None:
            setattr(options, field, value)


def written(given: Mapping[str, Any]) -> str:
    """What was given, as it was written."""
    return ", ".join(f"{field}={value!r}" for field, value in given.items() if value is not None)


def names_of(names: str | Iterable[str]) -> list[str]:
    return [names] if isinstance(names, str) else list(names)


def doubles(array: np.ndarray) -> Any:
    """An array as a C function takes it; the array must stay alive."""
    return ffi.from_buffer("double[]", array)


class Calls:
    """What callbacks need of a handle, without the handle itself, which must be free to go."""

    def __init__(self, hooks: Mapping[str, Any] = {}, decisions: Mapping[int, Any] = {},
                 day0: datetime.date | None = None) -> None:
        self.hooks, self.decisions = dict(hooks), dict(decisions)  # by name, by number
        self.day0 = day0
        self.progress: Callable[[float, float], Any] | None = None
        self.raised: BaseException | None = None

    def raise_if_raised(self) -> None:
        raised, self.raised = self.raised, None
        if raised is not None:
            raise raised


def keep_exception(kind: type, raised: BaseException, traceback: Any) -> None:
    """Called when a callback raised: the exception comes out of the call that called back."""
    if traceback is not None:
        kept = ffi.from_handle(traceback.tb_frame.f_locals["user"])
        calls = kept if isinstance(kept, Calls) else kept.calls
        if calls.raised is None:
            calls.raised = raised


@ffi.def_extern(error=1, onerror=keep_exception)
def bm_py_progress(user: Any, time_d: float, fraction: float) -> int:
    # Called even if there is nothing to call here, so that Python sees Ctrl-C.
    progress = ffi.from_handle(user).progress
    return 1 if progress is not None and progress(time_d, fraction) else 0


class Handle:
    """A pointer of the library. One thread at a time may use it; another that tries is refused."""

    _last_error: Callable[[Any], Any]
    _progress: Progress = None

    @property
    def time_d(self) -> float:
        """The present time [day] since day 0."""
        raise NotImplementedError

    def _hold(self, pointer: Any, destroy: Callable[[Any], None], calls: Calls) -> None:
        self._pointer = ffi.gc(pointer, destroy)
        self._lock = threading.RLock()
        self._depth = 0
        self._calls = calls
        self._user = ffi.new_handle(calls)  # here and not in Calls, which would refer to itself
        self._pace = ffi.new("bm_py_pace *", {"user": self._user})  # of progress

    def _use(self, function: Callable[..., Any], *arguments: Any, checked: bool = False) -> Any:
        """function(handle, *arguments); with checked its result is a status."""
        if not self._lock.acquire(blocking=False):
            raise errors.error(lib.BM_ESTATE, f"another thread is using this {type(self).__name__}")
        try:
            if self._pointer is None:
                raise errors.error(lib.BM_ESTATE, f"this {type(self).__name__} is closed")
            if self._depth == 0:
                self._pace.asked_s = 0
            self._depth += 1
            try:
                result = function(self._pointer, *arguments)
                sentence = text(self._last_error(self._pointer)) if checked and result else ""
            finally:
                self._depth -= 1
            if self._depth == 0:
                self._calls.raise_if_raised()
            if checked and result:
                raise errors.error(result, sentence)
            return result
        finally:
            self._lock.release()

    def _call(self, function: Callable[..., Any], *arguments: Any) -> None:
        self._use(function, *arguments, checked=True)

    def _number(self, function: Callable[..., Any], *arguments: Any) -> Any:
        """What function(handle, *arguments, out) writes into its last argument."""
        out = ffi.new(ffi.typeof(function).args[-1])
        self._call(function, *arguments, out)
        return out[0]

    def _look(self, function: Callable[..., Any], *arguments: Any) -> Any:
        """What function(const handle, *arguments, out) writes: such a call leaves no sentence on the handle."""
        out = ffi.new(ffi.typeof(function).args[-1])
        check(self._use(function, *arguments, out))
        return out[0]

    @property
    def day0(self) -> datetime.date | None:
        """The date of day 0, from which dates are counted, or None."""
        return self._calls.day0

    @property
    def date(self) -> datetime.date | None:
        """The present date: that of the day which has begun; None without a day0."""
        return None if self.day0 is None else self.day0 + datetime.timedelta(math.floor(self.time_d))

    def close(self) -> None:
        """Gives the memory back now and not when the object goes. A closed handle refuses everything."""
        if not self._lock.acquire(blocking=False):
            raise errors.error(lib.BM_ESTATE, f"another thread is using this {type(self).__name__}")
        try:
            if self._depth:
                raise errors.error(lib.BM_ESTATE, f"this {type(self).__name__} is in a call")
            if self._pointer is not None:
                ffi.release(self._pointer)
                self._pointer = None
        finally:
            self._lock.release()

    @property
    def progress(self) -> Progress:
        """What is told of progress while time passes, early in a call, then at most ten times a second, and at its end:
        a function of (time_d, fraction), the day reached and the part of the call that is done, 0 to 1; a bar such as
        ``tqdm(total=100)``; or True for a bar on standard error. None (default): nothing.

        If a function returns something true, the call is cancelled and raises ECANCELLED; if it raises, the call is
        cancelled and raises that. It may not use this object."""
        return self._progress

    @progress.setter
    def progress(self, progress: Progress) -> None:
        self._calls.progress, self._progress = function_of(progress), progress
