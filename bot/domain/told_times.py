"""Which of several days something happened on that a message tells, by the words beside it."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import lru_cache

from bot.domain.clocks import Event, reckon
from bot.domain.rights import add_months
from knowledge import sides
from knowledge.forms import MONTH
from knowledge.happenings import Beside, beside, foreign, is_barred, tells_its_own
from knowledge.law import load
from knowledge.lazily import lazily
from knowledge.lists import in_lists
from knowledge.mentions import rights
from knowledge.months import ANOTHER_PAPER, placed_times

_Near = tuple[Beside, "ToldTime"]
# That a filing is one abroad, and that it is none.
_ABROAD = lazily(
    r"(?i:\b(?:priority|first (?:\w+ ){0,2}?(?:fil|appl)\w+|(?:home|foreign) (?:fil|appl)\w+|abroad|overseas)\b)"
    rf"|\b(?:at|in|with) (?:the )?(?!China|CNIPA|AMR|(?i:{MONTH}))[A-Z]\w+|\b[A-Z]{{2,5}} (?:fil|appl)\w+"
    r"|优先权|首次|境外|海外|[^中本全我]国(?!家|内|际|知)|欧盟|日本"
)
_HERE = lazily(
    r"(?i)(?:\b(?:in|into|at|with) (?:china|cnipa)\b|\bhere\b|[在到向](?:中国|国内|大陆|国知局))[^.?!;,，。；？！]*$"
)
# Whose act starts a clock of ours: what befalls another's mark, and what we did ourselves.
_NOT_BY: Mapping[str, Callable[[str], bool]] = {
    **dict.fromkeys((Event.MARK_REGISTERED, Event.MARK_PUBLISHED), sides.is_ours),
    **dict.fromkeys(
        (Event.FOREIGN_FILING, Event.OPPOSITION_FILED, Event.PATENT_REQUEST_SENT), sides.by_a_stranger
    ),
}

# A mark's own term, and what another does to the mark.
_ENDS = lazily(
    r"\b(?:expir\w*|renew\w*|grace|laps\w+|r[ua]ns? out|(?:its|the|our|own) term|ends?|ended)\b"
    r"|续展|宽展|到期|期满|届满|有效期|没续|未续|续了|过期|作废",
    re.IGNORECASE,
)
_ATTACKED = lazily(r"\b(?:cancel\w*|oppos\w+|invalid\w*)\b|撤销|异议|无效", re.IGNORECASE)
_CANCELS = lazily(r"\bcancel\w*|撤销", re.IGNORECASE)
_NON_USE = lazily(
    r"\b(?:non-?use|unused|(?:never|not|n.t) (?:been )?(?:used|put to use|seen in))\b|撤三|不使用|[没未](?:有)?(?:使)?用(?![说])",
    re.IGNORECASE,
)
_NO_TERM = (_ATTACKED, _NON_USE, sides.TAKEN_BY_ANOTHER)


@dataclass(frozen=True, slots=True, kw_only=True)
class ToldTime:
    """When a message says that something happened: the ``first`` and the ``last`` day that it may mean, mostly one; where it was
    counted, the day told ``by`` which it was; and the days that by another reading are ``also`` its own."""

    first: date
    last: date
    by: date | None = None
    also: tuple[date, ...] = ()

    @property
    def is_day(self) -> bool:
        """Whether one day is told."""
        return self.first == self.last

    @property
    def readings(self) -> tuple[ToldTime, ...]:
        """The time by each of its readings, the earliest first."""
        others = (replace(self, first=day, last=day, also=()) for day in self.also)
        return tuple(sorted((replace(self, also=()), *others), key=lambda each: each.first))

    @property
    def latest(self) -> date:
        """The last day that it may mean by any reading."""
        return max(self.last, *self.also) if self.also else self.last


def time_of(event: str, text: str, on: date, since: int = 0) -> ToldTime | None:
    """Of the times up to ``on`` that are told from place ``since`` on, the one beside the words of this event, and of several
    arrivals, or of a list, the first: what is passed on within a house arrived before; None where none is, or two papers came."""
    placed = _lists(text, on, since)
    times = tuple(each[:2] for each in placed)
    near = [
        (own, ToldTime(first=each[2], last=each[3]))
        for each in placed
        if (own := _beside(event, text, *each[:2], times)) and _tells_enough(event, each[2], each[3])
    ]
    best = min(near, key=lambda each: each[0].order, default=None)
    if best is None or (sum(not own.paper for own, _ in near) > 1 and ANOTHER_PAPER.search(text)):
        return None
    if best[0].paper:  # it came no sooner than the day that it bears, and by now
        return replace(best[1], last=max(on, best[1].first))
    return _day_within(_first_come(event, text, near, best), [told for _, told in near])


def _day_within(found: ToldTime, told: Collection[ToldTime]) -> ToldTime:
    """The one day told of the same event that lies in a longer time, else this time."""
    days = {each for each in told if each.is_day and found.first <= each.first <= found.last}
    return found if len(days) != 1 else days.pop()


def _tells_enough(event: str, first: date, last: date) -> bool:
    """Whether a time tells when a period began: of more than a month, but for what is passed on, one that is over before a period
    from its first day ends tells nothing of that period."""
    if last - first <= _MONTH:
        return True
    ends = [each.due_on for each in reckon(load(), Event(event), first)] if event in _CLOCKED else [last]
    return event not in _PASSED_ON and max(ends, default=last) >= last


@lru_cache(maxsize=256)  # asked of one message for each event that may start a clock
def _lists(text: str, on: date, since: int) -> tuple[tuple[int, int, date, date], ...]:
    """The times told from place ``since`` on, a list of them as one that is the first of them."""
    rows = in_lists(text, on)
    return tuple(
        (row[0][0], row[-1][1], *min(each[2:] for each in row)) for row in rows if row[0][0] >= since
    )


def _first_come(event: str, text: str, near: Sequence[_Near], best: _Near) -> ToldTime:
    """The first arrival among these; of what is not passed on, no later than the best."""
    arrived = [each for each in near if each[0].arrival and each[1].is_day >= best[1].is_day]
    passed = arrived and _is_passed_on(event, text, arrived)
    return min((told for _, told in (arrived if passed else [best, *arrived])), key=lambda each: each.first)


def _is_passed_on(event: str, text: str, arrived: Collection[_Near]) -> bool:
    """Whether what came was filed with others, and came no sooner than it was passed on; who does so for us had it before."""
    return event in _PASSED_ON and not any(_HOUSE.search(text, b.begin, b.at + 30) for b, _ in arrived)


_CLOCKED = frozenset(Event)
_PASSED_ON = (Event.COUNTER_STATEMENT, Event.DEMAND_TO_SUE)
_HOUSE = lazily(
    r"(?i)\b(?:agen(?:t|cy)|attorney|lawyer|counsel|colleague|paralegal|assistant|clerk|reception|branch)s?\b|代理|律师|同事|助理|前台"
)
_LAST_YEAR = lazily(r"\blast year\b|[去前]年", re.IGNORECASE)
ENDED = lazily(r"(?i)\b(?:expired|lapsed|ran out|has run out|is over)\b|已经?(?:到期|过期|届满)|过期了")
# Up to what is told so something ran; nothing began then. What came (收到) is not meant.
_UP_TO = lazily(
    r"(?<![收接拿得见看送递寄碰遇])[到至]$|截[至止]到?$|\b(?:until|till|up to|by) $", re.IGNORECASE
)
_MONTH = timedelta(days=31)  # a letter comes within one: a year is that of a right


def of_non_use(text: str) -> bool:
    """Whether a mark is told to be unused, and nothing of its invalidity or an opposition."""
    return _NON_USE.search(text) is not None and _ATTACKED.search(_CANCELS.sub("", text)) is None


# A judgment that is no longer appealed, where none before it is told; what is said to who asks on is a stage of its own.
_LAST_INSTANCE = lazily(
    r"\b(?:(?:appeals?|appellate|second[- ]instance|final|retrial) (?:court.?s? )?judge?ment"
    r"|judge?ment (?:on appeal|(?:of|in) (?:the )?(?:second instance|appeals? court|court of appeal)))\b"
    r"|(?:二审|终审|再审)(?:法院)?的?(?:民事|行政)?(?:判决|判[了的]|判下|维持)",
    re.IGNORECASE,
)
_FIRST_INSTANCE = lazily(
    r"\b(?:first|trial|lower)[- ](?:instance|court|judge?ment)|一审|初审|原审", re.IGNORECASE
)


def of_another(event: str, text: str) -> bool:
    """Whether what is told has no such clock of ours: only a warning of a patent makes a demand to sue run for a set time, a
    penalty that another bears is its own to fight, what the police do not take up is no bureau's refusal, and what the patent
    office decides, or a court of appeal, is no judgment that is appealed."""
    if event == Event.DEMAND_TO_SUE:
        return "patent" not in (rights(text) or {"patent"})
    if event == Event.COURT_JUDGMENT:
        last = _LAST_INSTANCE.search(text) and not _FIRST_INSTANCE.search(text)
        return bool(last or sides.OFFICE_RULES.search(text))
    if event == Event.AMR_REFUSAL:
        return sides.police_declined(text)
    return event == Event.AMR_PENALTY and bool(sides.punishes_another(text))


def starts_none(event: str, text: str) -> bool:
    """Whether no day that is told starts a clock of this event: of what another bears, or for a request for non-use."""
    return (event == Event.MARK_REGISTERED and of_non_use(text)) or of_another(event, text)


def clocked(event: str, text: str, on: date, since: int) -> ToldTime | None:
    """:func:`time_of` an event that starts a clock: a registration starts none of a request for non-use, and the end of a mark's
    own term is counted from it where no day of that is told."""
    if starts_none(event, text):
        return None
    found = time_of(event, text, on, since)
    if event == Event.MARK_EXPIRED and not (found and found.is_day):
        return _term_end(text, on, since) or (None if found and _rather_to_come(found, text, on) else found)
    return found


def _rather_to_come(end: ToldTime, text: str, on: date) -> bool:
    """Whether a month without its year, in which a term ends, is rather the next than the last: that is nearer, and no words say
    that the term is over."""
    named = str(end.first.year) in text or _LAST_YEAR.search(text) or ENDED.search(text)
    return not named and add_months(end.first, 12) - on < on - end.last


def _term_end(text: str, on: date, since: int) -> ToldTime | None:
    """The last day of a mark's own term, where its end or renewal is spoken of, and nothing against it, and
    one day is told from place ``since`` on of its registration; None where none is."""
    if _ENDS.search(text) is None or any(each.search(text) for each in _NO_TERM):
        return None
    placed = placed_times(text, on)
    times = tuple(each[:2] for each in placed)
    days = {
        first
        for start, end, first, last in placed
        if start >= since and first == last and beside(Event.MARK_REGISTERED, text, start, end, times)
    }
    if len(days) != 1:
        return None
    [told], years = days, load().provision("tm.term").versions[-1].figures["years"].value
    ends = add_months(told, 12 * years) - timedelta(days=1)
    return ToldTime(first=ends, last=ends, by=told)


def time_alone(event: str, text: str, on: date, since: int = 0) -> ToldTime | None:
    """The one day told from place ``since`` on that nothing told makes another event's; None where there is none, or several."""
    placed = placed_times(text, on) if not of_another(event, text) else ()
    times = tuple((start, end) for start, end, _, _ in placed)
    days = {
        first
        for start, end, first, last in placed
        if start >= since
        and first == last
        and not foreign(event, text, start, end, times)
        and not _only_up_to(event, text, start)
    }
    return ToldTime(first=min(days), last=min(days)) if len(days) == 1 else None


def barred_on(event: str, text: str, day: date, on: date) -> bool:
    """Whether what stands beside a day that is told makes it the day of something else than this event."""
    return any(is_barred(event, text, *each[:2]) for each in placed_times(text, on) if day == each[2])


def _beside(event: str, text: str, start: int, end: int, times: Sequence[tuple[int, int]]) -> Beside | None:
    """Where its event's words stand beside one of the ``times``; None where they tell of something else, or another's act."""
    none = is_not_abroad(event, text, end) or _only_up_to(event, text, start)
    found = None if none else beside(event, text, start, end, times)
    if found and found.at < found.begin and tells_its_own(text, start, end):
        return None
    return None if found and is_by_another(event, text[found.begin : found.at]) else found


def _only_up_to(event: str, text: str, start: int) -> bool:
    """Whether something only ran up to the time that stands here; a term that ends is what it is up to."""
    return event != Event.MARK_EXPIRED and _UP_TO.search(text, 0, start) is not None


def is_not_abroad(event: str, text: str, end: int) -> bool:
    """Whether a first filing is asked for, and none abroad is told up to this day that ends here."""
    return event == Event.FOREIGN_FILING and (
        not _ABROAD.search(text) or _HERE.search(text, 0, end) is not None
    )


def is_by_another(event: str, words: str) -> bool:
    """Whether these words tell it of whom it starts no clock of ours: of our own mark, or of a stranger's filing."""
    not_by = _NOT_BY.get(event)
    return not_by is not None and not_by(words)
