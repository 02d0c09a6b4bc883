# SPDX-License-Identifier: Apache-2.0
"""Pictures of results, with matplotlib."""
from __future__ import annotations

from typing import TYPE_CHECKING, Any, Iterable

import numpy as np

from ._titles import REFERENCES, family, title

if TYPE_CHECKING:
    from .result import Result

_MOST_PANELS = 12
_COLOURS = ("#0072B2", "#D55E00", "#009E73", "#CC79A7", "#56B4E9", "#E69F00", "#777777")  # told apart by the colour-blind
_STYLES = ("-", "--", "-.", ":")


def _scale(times_d: np.ndarray) -> tuple[float, str]:
    return (365.25, "years") if len(times_d) and times_d[-1] > 730 else (30.4375, "months")


def _mark_treatments(axis: Any, result: Result, arm: str, row: int, colour: str, scale: float) -> None:
    """Triangles under the panel: pointing right where a treatment starts, left where it stops."""
    from .result import About
    first, last = result.times_d[0], result.times_d[-1]
    for treatment in result.about.get(arm, About()).treatments:
        for day, marker in ((treatment.start_d, ">"), (treatment.stop_d, "<")):
            if first <= day < last:
                axis.plot([day / scale], [0.03 + 0.045 * row], marker=marker, markersize=5, color=colour, clip_on=False,
                          linestyle="none", transform=axis.get_xaxis_transform(), label=f"_{treatment.agent}")


def _draw_references(axis: Any, name: str) -> None:
    low, high = axis.get_ylim()
    room = max(0.25 * (high - low), 0.3 if family(name) == "t_score" else 0)
    for level in REFERENCES.get(family(name), ()):
        if low - room <= level <= high + room:
            axis.axhline(level, color="#777777", linewidth=0.8, linestyle=(0, (4, 3)), zorder=0.5)


def _draw_panel(axis: Any, result: Result, shown: Result, name: str, members: int) -> None:
    scale, _ = _scale(shown.times_d)
    at, index = shown.times_d / scale, shown.observables.index(name)
    columns = sorted(column for column in shown.statistics if column.startswith("p"))
    for number, arm in enumerate(shown.arms):
        if shown.kind == "forecast" and arm not in shown.about:
            continue  # a difference of two has another scale
        colour = _COLOURS[number % len(_COLOURS)]
        about = shown.about.get(arm)
        label = (about.title if about else "") or arm
        value = shown.statistics["value"][number, :, index]
        axis.plot(at, value, color=colour, linestyle=_STYLES[number % len(_STYLES)], label=label,
                  marker="o" if len(at) < 2 else None)
        if len(columns) > 1 and not np.isnan(shown.statistics[columns[0]][number, :, index]).all():
            axis.fill_between(at, shown.statistics[columns[0]][number, :, index],
                              shown.statistics[columns[-1]][number, :, index], color=colour, alpha=0.15, linewidth=0)
        if "mean_p05" in shown.statistics:
            axis.fill_between(at, shown.statistics["mean_p05"][number, :, index],
                              shown.statistics["mean_p95"][number, :, index], color=colour, alpha=0.3, linewidth=0)
        if result.members is not None and members:
            axis.plot(at, result.members[number, :members, :, index].T, color=colour, alpha=0.25, linewidth=0.6)
        _mark_treatments(axis, shown, arm, number, colour, scale)
    axis.set_title(title(name, shown.units[name]), fontsize=10)
    _draw_references(axis, name)


def _draw_prediction(axis: Any, result: Result) -> None:
    """A bar of nineteen trials in twenty, and one of eight in ten, for each row."""
    table = result.columns()
    labels = [f"{arm}, {months} months\n{title(name, unit)}" for arm, months, name, unit in
              zip(table["arm"], table["months"], table["observable"], table["unit"])]
    at = np.arange(len(labels))[::-1]
    axis.hlines(at, table["p025"], table["p975"], color=_COLOURS[0], linewidth=1)
    axis.hlines(at, table["p10"], table["p90"], color=_COLOURS[0], linewidth=4, alpha=0.5)
    axis.plot(table["mean"], at, "o", color=_COLOURS[0])
    axis.set_yticks(at, labels, fontsize=8)
    axis.axvline(0, color="#777777", linewidth=0.8)


def draw(result: Result, observables: str | Iterable[str] | None, figure: Any, members: int) -> Any:
    """The figure."""
    from matplotlib.figure import Figure

    from .result import CAVEAT
    names = list(result.observables) if observables is None else (
        [observables] if isinstance(observables, str) else list(observables))
    for name in names:
        if name not in result.observables:
            raise KeyError(f"plot: found {name!r}, allowed are {', '.join(result.observables)}")
    names = names[:_MOST_PANELS]
    columns = 1 if len(names) == 1 or result.table is not None else 2 if len(names) <= 4 else 3
    rows = 1 if result.table is not None else -(-len(names) // columns)
    if figure is None:
        try:
            import matplotlib.pyplot as plt
            figure = plt.figure(figsize=(1.5 + 4.2 * columns, 1.2 + 3.1 * rows), layout="constrained")
        except ImportError:  # without a display
            figure = Figure(figsize=(1.5 + 4.2 * columns, 1.2 + 3.1 * rows), layout="constrained")
    if result.table is not None:
        _draw_prediction(figure.add_subplot(), result)
    else:
        shown = result.summary() if result.members is not None else result
        for index, name in enumerate(names):
            axis = figure.add_subplot(rows, columns, index + 1)
            _draw_panel(axis, result, shown, name, members)
            axis.spines[["top", "right"]].set_visible(False)
            axis.set_xlabel(_scale(shown.times_d)[1])
        if len(result.arms) > 1:
            figure.axes[0].legend(fontsize=8, frameon=False)
    if result.title:
        figure.suptitle(result.title)
    figure.supxlabel(f"{result.source}: {CAVEAT}", fontsize=7, color="#555555")
    return figure
