"""The charts (graphs) of a report: weeks, platforms, what stays down, keywords."""

from collections.abc import Sequence
from typing import Any

from matplotlib.axes import Axes
from matplotlib.ticker import MaxNLocator

from bot.domain.reports import Counts, Keyword, StayDown
from bot.reports.drawing import COLOURS, INK, MUTED, drawable, figure, fonts, platform, png, week
from bot.words.book import Words

_LEGEND: dict[str, Any] = {
    "frameon": False,
    "prop": {"family": list(fonts()), "size": 8},
    "ncol": 3,
    "loc": "lower left",
    "bbox_to_anchor": (0, 1),
    "borderaxespad": 0.2,
}
"""Above the bars, where none can hide behind it."""


def weeks_chart(weeks: Sequence[Counts], words: Words) -> bytes:
    """New, confirmed and down, week by week."""
    drawn = figure(8, 2.6)
    axes = drawn.add_subplot()
    places = range(len(weeks))
    for number, (name, values) in enumerate(
        (
            ("new", [w.new for w in weeks]),
            ("confirmed", [w.confirmed for w in weeks]),
            ("down", [w.down for w in weeks]),
        )
    ):
        left = [place + (number - 1) * 0.27 for place in places]
        axes.bar(left, values, width=0.25, color=COLOURS[number], label=words(f"report.{name}"))
    axes.set_xticks(list(places), [week(each, words) for each in weeks])
    _dress(axes)
    axes.legend(**_LEGEND)
    return png(drawn)


def platforms_chart(platforms: Sequence[Counts], words: Words) -> bytes:
    """Suspect listings by platform: confirmed, cleared, not decided."""
    shown = list(reversed(platforms[:8]))
    drawn = figure(8, 0.9 + 0.36 * max(len(shown), 1))
    axes = drawn.add_subplot()
    left = [0] * len(shown)
    for number, (name, values) in enumerate(
        (
            ("confirmed", [row.confirmed for row in shown]),
            ("undecided", [row.undecided for row in shown]),
            ("cleared", [row.cleared for row in shown]),
        )
    ):
        colour = (COLOURS[1], MUTED, COLOURS[2])[number]
        axes.barh(
            [drawable(platform(row.name, words)) for row in shown],
            values,
            left=left,
            color=colour,
            label=words(f"report.{name}"),
        )
        left = [before + value for before, value in zip(left, values, strict=True)]
    _dress(axes, sideways=True)
    axes.legend(**_LEGEND)
    return png(drawn)


def stay_down_chart(rows: Sequence[StayDown], words: Words) -> bytes:
    """How much stays down after 7, 30 and 90 days; nothing is drawn where nothing was down so long."""
    drawn = figure(3.8, 2.4)
    axes = drawn.add_subplot()
    for place, row in enumerate(rows):
        share = 100 * row.held / row.of if row.of else 0
        axes.bar([place], [share], color=COLOURS[0] if row.of else "#d9dee4", width=0.55)
        told = f"{share:.0f}%" if row.of else words("report.none")
        axes.text(place, share + 2, told, ha="center", fontsize=9, color=INK, family=list(fonts()))
    labels = [words("report.days", days=row.days, of=row.of) for row in rows]
    axes.set_xticks(range(len(rows)), labels)
    axes.set_ylim(0, 115)
    axes.set_yticks([0, 50, 100])
    _dress(axes)
    return png(drawn)


def keywords_chart(rows: Sequence[Keyword], words: Words) -> bytes:
    """The share of clean results for each keyword, the worst at the top."""
    shown = list(reversed(rows[:8]))
    drawn = figure(3.8, 0.9 + 0.3 * max(len(shown), 1))
    axes = drawn.add_subplot()
    names = [drawable(f"{row.query[:14]} ({platform(row.platform, words)})") for row in shown]
    shares = [100 * row.clean / row.of for row in shown]
    axes.barh(names, shares, color=COLOURS[2])
    for place, (row, share) in enumerate(zip(shown, shares, strict=True)):
        axes.text(min(share + 2, 88), place, f"{row.clean}/{row.of}", va="center", fontsize=8, color=INK)
    axes.set_xlim(0, 105)
    axes.set_xlabel(words("report.clean"), family=list(fonts()), fontsize=8)
    _dress(axes, sideways=True)
    return png(drawn)


def _dress(axes: Axes, *, sideways: bool = False) -> None:
    for side in ("top", "right"):
        axes.spines[side].set_visible(False)
    axes.grid(axis="x" if sideways else "y", color="#e4e7eb", linewidth=0.6)
    axes.set_axisbelow(True)
    count = axes.xaxis if sideways else axes.yaxis
    count.set_major_locator(MaxNLocator(nbins=6, integer=True, min_n_ticks=1))
    for label in (*axes.get_xticklabels(), *axes.get_yticklabels()):
        label.set(fontsize=8, color=INK, family=list(fonts()))
