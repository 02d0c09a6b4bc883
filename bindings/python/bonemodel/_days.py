# SPDX-License-Identifier: Apache-2.0
"""Days, the dates that may stand for them, and arguments of a wrong type."""
from __future__ import annotations

import datetime
from typing import Any, Union

import numpy as np

from . import errors
from ._bonemodel import lib

#: A day since day 0 [day]; or, where a handle has a day0, a date or its text "2026-11-30".
Day = Union[float, str, datetime.date]


def of_type(value: Any, kind: Any, name: str, wanted: str) -> None:
    """An argument of the wrong type is named."""
    if not isinstance(value, kind):
        raise TypeError(f"{name} is a {type(value).__name__}, not {wanted}")


def date_of(when: Any) -> datetime.date:
    """A date, or its text."""
    if isinstance(when, datetime.datetime):
        raise TypeError("a day is a number, a date or its text, not a datetime")
    if isinstance(when, datetime.date):
        return when
    try:
        return datetime.date.fromisoformat(when)
    except (TypeError, ValueError):
        raise errors.error(lib.BM_EINVAL, f"found {when!r}, allowed is a date such as '2026-11-30'") from None


def days_of(when: Any, day0: datetime.date | None) -> Any:
    """Days since day 0: numbers are days already."""
    if not isinstance(when, (str, datetime.date)):
        return when
    if day0 is None:
        raise errors.error(lib.BM_EINVAL, f"found the date {when!r}, allowed are days: there is no day0 to count from")
    return float((date_of(when) - day0).days)


def times_of(times_d: Any, day0: datetime.date | None = None) -> np.ndarray:
    """An array of days since day 0."""
    if isinstance(times_d, (str, datetime.date)):
        times_d = [times_d]
    if isinstance(times_d, (list, tuple)):
        times_d = [days_of(when, day0) for when in times_d]
    if np.asarray(times_d).dtype.kind not in "biufO":
        raise TypeError(f"times_d holds {np.asarray(times_d).dtype}, not numbers of days")
    times = np.array(times_d, dtype=np.float64, ndmin=1)
    if times.ndim != 1:
        raise ValueError(f"times_d has {times.ndim} dimensions, not 1")
    return times
