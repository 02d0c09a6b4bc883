# SPDX-License-Identifier: Apache-2.0
"""Progress: a function, a tqdm, or a bar that this package makes. The C part calls ten times a second at most."""
from __future__ import annotations

import sys
from typing import Any, Callable, Protocol, Union


class Bar(Protocol):
    """What a progress bar has in common with tqdm's: a total, how far it is, and update()."""

    total: Any
    n: Any

    def update(self, n: float = 1) -> Any: ...


#: A function of (time_d, fraction), a bar such as ``tqdm(total=100)``, True for a bar of the package's own, or None.
Progress = Union[Callable[[float, float], Any], Bar, bool, None]


class _Line:
    """A line on standard error, where tqdm is not installed."""

    total, n = 100.0, 0.0

    def update(self, n: float = 1) -> None:
        self.n += n
        sys.stderr.write(f"\r{self.n:3.0f} %" + ("\n" if self.n >= self.total else ""))
        sys.stderr.flush()

    def close(self) -> None:
        pass


def _new_bar() -> Any:
    try:
        from tqdm.auto import tqdm
    except ImportError:
        return _Line()
    return tqdm(total=100, unit="%", bar_format="{percentage:3.0f} % {bar} {elapsed}, {remaining} left")


def function_of(progress: Progress) -> Callable[[float, float], Any] | None:
    """What the library's progress is told to."""
    if progress is None or progress is False:
        return None
    if progress is not True and not all(hasattr(progress, name) for name in ("update", "total", "n")):
        if not callable(progress):
            raise TypeError(f"progress is a function of (time_d, fraction), a bar with update(), True or None, "
                            f"not {type(progress).__name__}")
        return progress
    bar: Any = None if progress is True else progress

    def show(time_d: float, fraction: float) -> None:
        nonlocal bar
        if bar is None:
            bar = _new_bar()
        bar.update(max(fraction * (bar.total or 1) - bar.n, 0))
        if progress is True and fraction >= 1:
            bar.close()
            bar = None  # the next call has a bar of its own

    return show
