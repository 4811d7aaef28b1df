"""Which days ahead of today a message tells as past: whoever writes may be some days further on than the day asked about."""

from datetime import date, timedelta
from functools import lru_cache

from knowledge.forms import ARRIVED_ZH, CLAUSE, DAY_NAME, TELLS_AHEAD, TELLS_PAST
from knowledge.lazily import lazily
from knowledge.mentions import is_bound, placed_dates, told_ahead

# Further ahead a day is one of a plan, or of a story made up.
_NEAR = timedelta(days=21)
# A day that something runs to, comes to, or is fixed for.
_TO = lazily(
    rf"\b(?:for|until|till|by|before|to|than|is|past|from|through|between)(?: the)? (?:{DAY_NAME},? )?$"
    r"|=\s*(?:[a-z]+,? )?$|[到至于是]$"
)
_CLAUSE = lazily(rf"{CLAUSE.pattern}|[，。；：？！]|[“”\"]")
_NOT_YET = lazily(
    rf"(?i){TELLS_AHEAD.pattern}|\b(?:if|unless|suppos\w+|assum\w+|hypothetic\w*|schedul\w+|planned|fixed|set|moved|postponed"
    r"|booked|expected|due|dead ?line|promised|arranged|announced|extended|is|are|end(?:s|ed)?|expire[sd]?|lapse[sd]?|r[au]ns?"
    r"|applies|takes?|after|since|days?|weeks?"
    r"|in force|once|when|until|till|not|never|nothing)\b|n['’]t\b|['’]ll\b"
    r"|=|如果|假设|若|将|预计|定于|[会要再没未想]|(?<![功性智节])能|可以|(?<!诉)前(?!台)|得[到及上]|到期|届满|期满|打算|准备|计划"
    r"|必须|应当|应该|截止|过期|[第满后]|开庭|施行|生效|最[晚迟后]"
)
_PAST_ZH = lazily(rf"{ARRIVED_ZH}|[了过才已]|的(?=[货，。；？！]|$)")


@lru_cache(256)  # asked of each event in turn, as the days named are
def days_already(text: str, on: date) -> frozenset[tuple[int, int, date]]:
    """Where each day shortly after ``on`` is told on which something has happened, and the day."""
    return frozenset(
        each for each in placed_dates(text, on) if on < each[2] <= on + _NEAR and _is_past(text, *each[:2])
    )


def dates_already(text: str, on: date) -> frozenset[date]:
    """The same days, wherever they are told."""
    return frozenset(day for _, _, day in days_already(text, on))


def surely_begun(text: str, day: date, on: date) -> date | None:
    """The day, unless it is one before which something is to be done, or one ahead that is only asked about."""
    told = day <= on or day in dates_already(text, on) or told_ahead(text, day, on)
    return day if told and not is_bound(text, day, on) else None


def _is_past(text: str, start: int, end: int) -> bool:
    if _TO.search(text, 0, start):
        return False
    begin = max((cut.end() for cut in _CLAUSE.finditer(text, 0, start)), default=0)
    cut = _CLAUSE.search(text, end)
    before, behind = text[begin:start], text[end : cut.start() if cut else len(text)]
    if _NOT_YET.search(f"{before}\0{behind}"):
        return False
    return TELLS_PAST.search(f"{before}\0{behind}") is not None or _PAST_ZH.search(behind) is not None
