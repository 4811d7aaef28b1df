"""Of several days that a message tells, each with the time of its own: those of one list, those of two kinds of records, and one
day that several events may have."""

import re
from collections import Counter
from collections.abc import Callable, Collection, Iterator, Sequence
from datetime import date
from typing import Protocol

from bot.domain.clocks import ClockRule, Event, Reckoning, count, reckon
from bot.domain.told_times import ToldTime
from bot.services.answering.judged import last_day_text
from bot.words.book import Words, day, load_words
from knowledge.happenings import foreign
from knowledge.instruments import Figure
from knowledge.law import Register
from knowledge.lazily import lazily
from knowledge.lists import in_lists
from knowledge.months import placed_times
from knowledge.phrasing import Phrases

# Who does something on a day that a list seems to end with.
_OF_ITS_OWN = lazily(
    r",? (?:we|i|he|she|they|it|our|my|his|her|their|the)\b|[日号]?[，,]?(?:我|他|她|对方|平台|卖家|局|法院)",
    re.IGNORECASE,
)


# What interrupts a limitation, by which provision.
_INTERRUPTS = {
    Event.LETTER_SENT: "li.limitation_demand",
    Event.AMR_COMPLAINT_SENT: "li.limitation_authority",
}
_KEPT = "am.platform_data_kept"
# What each kind of record is kept from, by the words of its day.
_STARTS = {
    "ask.kept_identity": lazily(
        r"\b(?:left|leaving|quit|clos(?:ed|ing)|exit\w*|deregist\w+|shut|signed off)\b|退出|退店|关店|注销|清退|离开|闭店",
        re.IGNORECASE,
    ),
    "ask.kept_trade": lazily(
        r"\b(?:orders?|trades?|transactions?|sales?|deals?|purchases?)\b|订单|交易|成交|那(?:单|笔)",
        re.IGNORECASE,
    ),
}
_CLAUSE = lazily(r"[,.;:?!](?!\d)|[，。；：？！]")


def either_day(
    rules: Collection[ClockRule], when: ToldTime, register: Register, language: str, *, on: date
) -> tuple[str, ...]:
    """The last days of a step that several events start with different times, each with its event: which of them happened is
    not said."""
    found = [each for event in Event for each in reckon(register, event, when.first) if each.rule in rules]
    kinds = Counter(kind for kind, _ in {(each.rule.kind, each.due_on) for each in found})
    found, words = [each for each in found if kinds[each.rule.kind] > 1], load_words(language)
    return tuple(
        words(
            "ask.either",
            event=words(f"deadline.event.{each.rule.event}"),
            text=last_day_text(each, register, language, on, when),
        )
        for each in sorted(found, key=lambda each: each.due_on)
    )


def each_own(
    own: Sequence[Reckoning], first: date, text: str, register: Register, told: tuple[str, date]
) -> Iterator[str]:
    """The first of these last days from each day that is told in one list, of which the ``first`` was counted from, and of
    nothing else: an act of ours on another day starts no second clock of the same period."""
    language, on = told
    words, event = load_words(language), own[0].rule.event if own else ""
    days = next((row for row in _rows(event, text, on) if row[:1] == [first] and len(row) > 1), [])
    rules = [(each.rule, start) for each in own[:1] for start in days]
    found = [
        each
        for rule, start in rules
        for each in reckon(register, rule.event, start)
        if each.rule.kind == rule.kind
    ]
    ends = [
        words("ask.each_day", started=day(each.started_on, language), due=day(each.due_on, language))
        for each in found
    ]
    yield from [words("ask.each_own", days="; ".join(ends))] if ends else []


def _rows(event: str, text: str, on: date) -> list[list[date]]:
    """The days of each list, without those of something else than this event."""
    lists = in_lists(text, on)
    times = tuple(each[:2] for row in lists for each in row)
    return [sorted({each[2] for each in row if not _is_else(event, text, each, times)}) for row in lists]


def _is_else(
    event: str, text: str, told: tuple[int, int, date, date], times: tuple[tuple[int, int], ...]
) -> bool:
    """Whether a day of a list is that of an act which is told behind it in a clause of its own."""
    return (
        bool(event)
        and _OF_ITS_OWN.match(text, told[1]) is not None
        and foreign(event, text, *told[:2], times)
    )


def restarted(
    rules: Collection[ClockRule],
    when: ToldTime,
    told: Callable[[str], ToldTime | None],
    register: Register,
    language: str,
) -> Iterator[str]:
    """To which day a limitation that ran from a time runs anew, where something that interrupts it is told to have come later."""
    for rule in (each for each in rules if each.kind == "limitation"):
        for event, basis in _INTERRUPTS.items():
            later = told(event)
            if later is None or later.first <= when.last:
                continue
            phrases = Phrases(register=register, language=language, act_on=later.first, filed_on=later.first)
            figure = register.figure(f"{rule.basis}.{rule.figure}", later.first)
            yield load_words(language)(
                "ask.restarted_if" if event is Event.AMR_COMPLAINT_SENT else "ask.restarted",
                event=load_words(language)(f"deadline.event.{event}"),
                started=day(later.first, language),
                due=day(count(later.first, figure), language),
                cite=phrases.cite(basis),
            )
            yield from () if later.is_day else (load_words(language)("ask.first_of_it"),)
        return


class RecordsAsked(Protocol):
    """What is ``told`` until ``today``, the register, and how both are put into words."""

    @property
    def told(self) -> str: ...
    @property
    def today(self) -> date: ...
    @property
    def on(self) -> date: ...
    @property
    def language(self) -> str: ...
    @property
    def register(self) -> Register: ...
    @property
    def words(self) -> Words: ...
    def cite(self, key: str) -> str: ...


def kept(given: RecordsAsked) -> Iterator[str]:
    """Until when a seller's identity and the data of a trade are kept at least, each from the day told of its own start."""
    figure: Figure = given.register.figure(f"{_KEPT}.years", given.on)
    for said, form in _STARTS.items():
        for first in _days_of(form, given.told, given.today):
            due = count(first, figure)
            state = given.words("ask.kept_over" if due < given.today else "ask.kept_still")
            days = {"started": day(first, given.language), "due": day(due, given.language)}
            yield f"{given.words(said, **days, cite=given.cite(_KEPT))} {state}"


def _days_of(form: re.Pattern[str], text: str, on: date) -> Iterator[date]:
    """The days in whose own clause these words stand, behind the day told before it."""
    begin = 0
    for start, end, first, last in sorted(placed_times(text, on)):
        clause = _CLAUSE.split(text[begin:start])[-1] + "\0" + _CLAUSE.split(text[end:])[0]
        yield from [first] if first == last and form.search(clause) else []
        begin = end
