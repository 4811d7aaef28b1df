"""What the records say of rights: the last day of each that is named, until when it can be renewed, and what ends soon."""

import re
from collections.abc import Iterator, Sequence
from datetime import date, timedelta

from bot.domain import workdays
from bot.domain.brands import with_terms
from bot.domain.cases import Case
from bot.domain.questions import RecordRow
from bot.domain.register_clocks import renewal_of
from bot.domain.rights import Right
from bot.repositories import UnitOfWork
from bot.services.answering.record_names import SHOWN, AskedRecords, RecordsAnswer
from bot.services.answering.spans import DaySpan, span_to_come
from bot.words.book import day
from knowledge.law import Register

A_YEAR = 366
_CLASS = re.compile(r"\bclass(?:es)? (\d{1,2})\b|第?\s?(\d{1,2})\s?类", re.IGNORECASE)


def of_rights(unit: UnitOfWork, case: Case | None, asked: AskedRecords) -> RecordsAnswer:
    """The rights named, with their own last days in front; else those that end in the days named, or all."""
    rights = _on_file(unit, asked.register)
    if not rights:
        return RecordsAnswer(text=asked.say("no_rights"))
    span = span_to_come(asked.text, asked.today)
    year = span or DaySpan(asked.today, asked.today + timedelta(days=A_YEAR))
    soon = [r for r in rights if year.start <= (r.expires_on or date.max) <= year.end]
    named = _named(rights, asked.text)
    shown = sorted(named or (soon if span else rights), key=lambda r: r.expires_on or date.max)[:SHOWN]
    until = day(year.end, asked.language)
    told = [line for each in shown if named for line in _last_days(each, asked)]
    text = " ".join(told) or asked.say("rights", number=len(named or rights), soon=len(soon), until=until)
    return RecordsAnswer(text=text, rows=tuple(_row(each, asked) for each in shown))


def last_day_named(unit: UnitOfWork, text: str, register: Register) -> date | None:
    """The first last day of the rights that a text names by their ids; None where it names none, or one without."""
    ends = [right.expires_on for right in _by_id(_on_file(unit, register), text)]
    return min(filter(None, ends), default=None)


def _on_file(unit: UnitOfWork, register: Register) -> list[Right]:
    return [right for book in unit.brand_books.all() for right in with_terms(book, register).rights]


def _named(rights: Sequence[Right], text: str) -> list[Right]:
    """Those named by their id, else those of the classes named."""
    classes = {int(number) for match in _CLASS.findall(text) for number in match if number}
    return _by_id(rights, text) or [r for r in rights if not classes.isdisjoint(r.classes)]


def _by_id(rights: Sequence[Right], text: str) -> list[Right]:
    def names(right: Right) -> bool:
        form = rf"(?<![\w-]){re.escape(right.id)}(?![\w-])"
        return re.search(form, text, re.IGNORECASE | re.ASCII) is not None

    return [right for right in rights if names(right)]


def _last_days(right: Right, asked: AskedRecords) -> Iterator[str]:
    """Its own last day, and of a mark the days within which it is renewed."""
    if right.expires_on is None:
        return
    renewal, today, language = renewal_of(right, asked.register), asked.today, asked.language
    if renewal is None:
        ended = "ended" if right.expires_on < today else "ends"
        yield asked.say(f"last.{ended}", right=right.id, ends=day(right.expires_on, language))
        return
    if today > renewal.last:
        state = "over"
    elif today > renewal.ends:
        state = "late"
    else:
        state = "open" if renewal.opens <= today else "later"
    last = day(renewal.last, language)
    if not workdays.known(renewal.last):
        last = f"{last} {asked.words('deadline.unpublished')}"
    days = {"opens": day(renewal.opens, language), "ends": day(renewal.ends, language)}
    yield asked.say(f"last.{state}", right=right.id, last=last, **days)


def _row(right: Right, asked: AskedRecords) -> RecordRow:
    text = asked.say(
        "right",
        title=" ".join(filter(None, (right.title, right.number))),
        kind=asked.words(f"rights.kind.{right.kind.value}"),
        until=day(right.expires_on, asked.language) if right.expires_on else "—",
    )
    recorded = asked.say("recordal", number=right.customs_recordal) if right.customs_recordal else ""
    return RecordRow(what="right", subject=right.id, text=text + recorded)
