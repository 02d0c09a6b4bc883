# SPDX-License-Identifier: Apache-2.0
"""A result as a notebook shows it: the last day of every arm, what to be wary of, and the caveat."""
from __future__ import annotations

import html
from typing import TYPE_CHECKING, Any

import numpy as np

from ._titles import title

if TYPE_CHECKING:
    from .result import Result

_ROWS = 60


def _number(value: Any) -> str:
    return "" if np.isnan(value) else f"{value:.4g}"


def _rows(columns: dict[str, np.ndarray]) -> str:
    names = list(columns)
    lines = ["<tr>" + "".join(f"<th>{html.escape(name)}</th>" for name in names) + "</tr>"]
    for row in list(zip(*columns.values()))[:_ROWS]:
        cells = [_number(cell) if isinstance(cell, (float, np.floating)) else html.escape(str(cell)) for cell in row]
        lines.append("<tr>" + "".join(f"<td>{cell}</td>" for cell in cells) + "</tr>")
    return "<table>" + "".join(lines) + "</table>"


def write(result: Result) -> str:
    """The HTML."""
    from .result import CAVEAT
    shown = result.summary() if result.members is not None else result
    columns = shown.columns()
    heading = html.escape(result.title or f"Result, {result.kind}")
    text = ""
    if shown.table is None and len(shown.times_d):
        last = columns.pop("time_days") == shown.times_d[-1]
        columns = {name: values[last] for name, values in columns.items()
                   if values.dtype.kind != "f" or not np.isnan(values[last]).all()}
        columns["observable"] = np.array([title(name, "1") for name in columns["observable"]], object)
        text = f"<p>Day {shown.times_d[-1]:g}, the last of {len(shown.times_d)}</p>"
    notes = [*result.notes, *(f"{arm}: {note}" for arm, about in result.about.items() for note in (
        *about.warnings, *(f"outside the calibrated domain: {reason}" for reason in about.applicability),
        *([f"{len(about.failures)} members failed"] if about.failures else [])))]
    listed = "".join(f"<li>{html.escape(note)}</li>" for note in notes)
    return (f"<div><b>{heading}</b>{text}{_rows(columns)}{'<ul>' + listed + '</ul>' if listed else ''}"
            f"<small>{html.escape(result.source)}: {CAVEAT}</small></div>")
