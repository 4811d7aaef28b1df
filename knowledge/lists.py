"""Which of the times that a message tells stand in one list: several days of one thing, told in a row."""

import re
from datetime import date

from knowledge.lazily import lazily
from knowledge.months import placed_times

Placed = tuple[int, int, date, date]
_LISTED = lazily(r"[日号]?(?: ?[,、，&和及] ?| and |, and )", re.IGNORECASE)
_COMMA = lazily(r"[日号]? ?[,，] ?")
_CUT = lazily(r"[,.;:?!，。；：？！、\n]")
# What tells nothing of a time.
_BARE = lazily(
    r"(?i)\b(?:on|by|at|we|us|it|the|was|were|is|are|and|which|that|our|here|in|of)\b|[我们方司于在是的了到时日号]|[\W\d]"
)


def in_lists(text: str, on: date) -> list[list[Placed]]:
    """The times of :func:`placed_times` by the lists that they are told in, most of them alone."""
    rows = list[list[Placed]]()
    for each in placed_times(text, on):
        if (
            rows
            and _LISTED.fullmatch(text, rows[-1][-1][1], each[0])
            and not _apart(text, on, rows[-1], each)
        ):
            rows[-1].append(each)
        else:
            rows.append([each])
    return rows


def _apart(text: str, on: date, row: list[Placed], last: Placed) -> bool:
    """Whether a mere comma parts what is told of the time before it from what is told of the one behind it: in “registered in
    May, June saw it confirmed” each has words of its own, before the first and behind the last. A number that is a day only
    by the month behind it stands in a list."""
    if len(row) > 1 or not _COMMA.fullmatch(text, row[0][1], last[0]) or text[slice(*row[0][:2])].isdigit():
        return False
    first = max((cut.end() for cut in _CUT.finditer(text, 0, row[0][0])), default=0)
    cuts = [cut.start() for cut in _CUT.finditer(text, last[1])]
    # What stands behind the next time of the list is told of that.
    cuts += [each[0] for each in placed_times(text, on) if each[0] >= last[1]]
    sides = text[first : row[0][0]], text[last[1] : min(cuts, default=len(text))]
    return all(_BARE.sub("", side) for side in sides)
