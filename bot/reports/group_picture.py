"""A picture of a group: its shops on a ring, coloured by platform, with a line for what ties two of them."""

import math
from collections import Counter

from matplotlib.lines import Line2D

from bot.domain.infringers import Group, SellerRecord
from bot.reports.drawing import COLOURS, INK, MUTED, drawable, figure, fonts, png

MOST_SHOPS = 24
_LINES: dict[str, tuple[float, tuple[float, ...]]] = {
    "contact": (0, ()),
    "licence": (0, (6, 2)),
    "company": (0, (6, 2, 1, 2)),
    "picture": (0, (1, 1)),
    "hashed": (0, (1, 4)),
}
"""How a tie is drawn: offset and dashes, the weaker the thinner."""


def group_picture(group: Group) -> bytes:
    """A PNG. Of a large group the shops with most ties are drawn, and the title says how many there are."""
    degree = Counter(key for link in group.links for key in (link.one, link.other))
    shown = sorted(group.sellers, key=lambda seller: (-degree[seller.key], seller.key))[:MOST_SHOPS]
    platforms = sorted({seller.platform for seller in shown})
    colour = {name: COLOURS[place % len(COLOURS)] for place, name in enumerate(platforms)}
    place = {seller.key: _at(number, len(shown)) for number, seller in enumerate(shown)}
    drawn = figure(9, 6.5)
    axes = drawn.add_subplot()
    axes.set_axis_off()
    axes.set_xlim(-1.75, 1.75)
    axes.set_ylim(-1.35, 1.35)
    ties = set()
    for link in group.links:
        if link.one in place and link.other in place:
            (x1, y1), (x2, y2) = place[link.one], place[link.other]
            axes.plot([x1, x2], [y1, y2], color=MUTED, linewidth=1.4, linestyle=_LINES[link.tie], zorder=1)
            ties.add(link.tie)
    for seller in shown:
        x, y = place[seller.key]
        axes.scatter([x], [y], s=160, color=colour[seller.platform], edgecolors=INK, zorder=2)
        side = "left" if x >= 0 else "right"
        axes.annotate(
            _label(seller), (x, y), xytext=(11 if x >= 0 else -11, 0), textcoords="offset points",
            ha=side, va="center", fontsize=9, color=INK, family=list(fonts()),
        )  # fmt: skip
    left_out = len(group.sellers) - len(shown)
    title = f"{group.group_id}  {group.name}" + (f"  ({left_out} more shops)" if left_out else "")
    axes.set_title(drawable(title), fontsize=12, color=INK, family=list(fonts()), loc="left")
    keys = [Line2D([], [], marker="o", linestyle="", color=colour[name], label=name) for name in platforms]
    keys += [Line2D([], [], color=MUTED, linestyle=_LINES[tie], label=tie) for tie in _LINES if tie in ties]
    axes.legend(handles=keys, loc="lower center", ncol=min(6, len(keys)), frameon=False, fontsize=9)
    return png(drawn)


def _at(number: int, count: int) -> tuple[float, float]:
    angle = math.pi / 2 - 2 * math.pi * number / max(count, 1)
    return (0.0, 0.0) if count == 1 else (math.cos(angle), math.sin(angle))


def _label(seller: SellerRecord) -> str:
    name = seller.names[0] if seller.names else seller.key
    return drawable(f"{name[:18]}\n{seller.key[:28]}")
