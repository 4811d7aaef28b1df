"""What the records say to a query: chosen, counted, ranked and compared."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from decimal import Decimal

from bot.domain.alerts import Alert
from bot.domain.brands import product_named
from bot.domain.drafts import DraftStatus
from bot.domain.ids import PersonId
from bot.domain.listings import Listing
from bot.domain.questions import RecordRow
from bot.repositories import UnitOfWork
from bot.services.answering.record_names import (
    MOST,
    NOBODY,
    AskedRecords,
    RecordsAnswer,
    first_rows,
    named_case,
    person_named,
    platforms_named,
    sellers_meant,
    stranger_in,
)
from bot.services.answering.record_queries import RecordQuery, went_out_asked
from bot.services.answering.record_sources import SOURCES, RecordEntry, RecordKind
from bot.services.answering.spans import DaySpan
from bot.words.book import day
from knowledge.lexical import words

_K = RecordKind
DRAFTED = frozenset({_K.APPROVED, _K.SENT, _K.WRITTEN, _K.SPENT})
"""Shown to those who may see drafts."""


def answered(unit: UnitOfWork, query: RecordQuery, asked: AskedRecords) -> RecordsAnswer:
    """What the records say to the query."""
    if query.kind in DRAFTED and not asked.question.may_see_drafts:
        return RecordsAnswer(text=asked.say("drafts_not_for_you"))
    entries = list(SOURCES[query.kind](unit))
    person = _doer(unit, query, asked, entries)
    if person == NOBODY:
        return RecordsAnswer(text=asked.say("nobody_named", name=stranger_in(asked.text)))
    kept, told = _filtered(unit, query, asked, entries, person)
    spans = query.spans or (None,)
    parts = [_within(kept, span) for span in spans]
    sentences = [_sentence(query, asked, span, own, told) for span, own in zip(spans, parts, strict=True)]
    shown = _rows(unit, query, asked, parts[0])
    sentences += [_noticed(unit, query, asked, parts[0]), shown.text]
    rows = shown.rows
    if query.kind is _K.SENT and not query.spans and went_out_asked(asked.text):
        unsent = _unsent(unit, query, asked)
        sentences, rows = [*sentences, unsent.text], rows + unsent.rows
    return RecordsAnswer(text=" ".join(filter(None, sentences)), rows=rows)


def _doer(
    unit: UnitOfWork, query: RecordQuery, asked: AskedRecords, entries: Sequence[RecordEntry]
) -> PersonId | None:
    """Who is meant, of those that did such a thing."""
    if query.kind in _BY_NOBODY:
        return None
    cases = unit.cases.all() if query.kind is _K.CASES else ()
    by = (*(e.by for e in entries), *(c.opened_by for c in cases), *(c.owner for c in cases))
    return person_named(asked, [PersonId(each) for each in by if each], mine=query.state != "waiting")


def _unsent(unit: UnitOfWork, query: RecordQuery, asked: AskedRecords) -> RecordsAnswer:
    """The drafts that would be meant and are not out; empty where there is none."""
    written = replace(query, kind=_K.WRITTEN, state="unsent")
    own, _ = _filtered(unit, written, asked, list(SOURCES[_K.WRITTEN](unit)), None)
    shown = _rows(unit, written, asked, own)
    text = asked.say("unsent", number=len(own)) if own else ""
    return replace(shown, text=f"{text} {shown.text}".strip())


def _noticed(unit: UnitOfWork, query: RecordQuery, asked: AskedRecords, own: Sequence[RecordEntry]) -> str:
    """How many of the listings found stand in a notice that was approved, whether or not somebody judged them."""
    if query.kind is not _K.FOUND or not own or not asked.question.may_see_drafts:
        return ""
    out = unit.drafts.in_status(DraftStatus.APPROVED, DraftStatus.SENT)
    noticed = {each for draft in out for each in draft.request.listing_ids} & {each.subject for each in own}
    return asked.say("noticed", number=len(noticed)) if noticed else ""


# What an entry must meet, and that in words.
_Choice = tuple[Callable[[RecordEntry], bool], Sequence[str]]


def _filtered(
    unit: UnitOfWork,
    query: RecordQuery,
    asked: AskedRecords,
    entries: list[RecordEntry],
    person: PersonId | None,
) -> tuple[list[RecordEntry], list[str]]:
    """The entries that are asked for, and by what they were chosen, in words."""
    choices = [*_whose(unit, query, asked, person), *_which(unit, query, asked, entries)]
    kept = [each for each in entries if all(meets(each) for meets, _ in choices)]
    return kept, list(dict.fromkeys(word for _, told in choices for word in told))


def _whose(
    unit: UnitOfWork, query: RecordQuery, asked: AskedRecords, person: PersonId | None
) -> Iterator[_Choice]:
    if person is not None:
        yield (lambda each: each.by == person), (asked.name_of(person) or person,)
    case = named_case(unit, asked.text, asked.case)
    if case is not None and query.kind in DRAFTED:
        yield (lambda each: getattr(each.record, "case_id", "") == case.case_id), (case.case_id,)
    if called := platforms_named(asked):
        yield (lambda each: not each.platforms.isdisjoint(called)), [*filter(None, called.values())]
    if sellers := sellers_meant(unit, asked):
        listed = _about(unit.alerts.of_shops(sellers, MOST))
        yield (lambda each: each.seller in sellers or listed(each)), sorted(sellers.values())[:2]


def _which(
    unit: UnitOfWork, query: RecordQuery, asked: AskedRecords, entries: Sequence[RecordEntry]
) -> Iterator[_Choice]:
    if product := product_named(unit.brand_books.all(), asked.text):
        every = unit.alerts.recent(MOST)
        yield _about(each for each in every if each.assessment.product[0] == product), (product,)
    if query.state in _KNOWN.get(query.kind, ()):
        yield (lambda each: query.state in each.states), (asked.say(f"state.{query.state}"),)
    if query.kind is _K.SPENT and (named := _named_cost(entries, asked.text)):
        yield (lambda each: each.what in named), sorted(named)[:2]


def _about(alerts: Iterable[Alert]) -> Callable[[RecordEntry], bool]:
    """Whether an entry is about a listing of one of these alerts."""
    own = {alert.listing.listing_id for alert in alerts}
    return lambda each: not own.isdisjoint(each.listing_ids)


# Done by the bot, or by whoever: a name beside it is no doer's.
_BY_NOBODY = frozenset({_K.FOUND, _K.NOTIFIED, _K.BOUGHT})
_KNOWN = {
    _K.FOUND: ("confirmed", "cleared", "waiting", "back", "up"),
    _K.JUDGED: ("confirmed", "cleared"),
    _K.SENT: ("unanswered", "rejected"),
    _K.NOTIFIED: ("rejected",),
    _K.WRITTEN: ("waiting", "unsent"),
}


def _within(entries: Iterable[RecordEntry], span: DaySpan | None) -> list[RecordEntry]:
    return [each for each in entries if span is None or span.start <= each.on <= span.end]


def _sentence(
    query: RecordQuery,
    asked: AskedRecords,
    span: DaySpan | None,
    entries: Sequence[RecordEntry],
    told: Sequence[str],
) -> str:
    """The days, what there is in them, and by what it was chosen."""
    when = asked.say("on_record")
    if span is not None:
        when = asked.say("span", start=day(span.start, asked.language), end=day(span.end, asked.language))
    which = f" ({', '.join(told)})" if told else ""
    if not entries:
        kept = f"ask.records.kept.{query.kind}"
        where = f" {asked.words(kept)}" if asked.words.has(kept) else ""
        return f"{when} {asked.say('none')}{which}{asked.say('stop')}{where}"
    hours = [each.hours for each in entries if each.hours is not None]
    said = asked.say(
        f"query.{query.kind}",
        number=len({each.subject for each in entries} if query.kind is _K.FOUND else entries),
        waiting=sum("waiting" in each.states for each in entries),
        confirmed=sum("confirmed" in each.states for each in entries),
        down=sum("down" in each.states for each in entries),
        share=round(100 * sum("down" in each.states for each in entries) / len(entries)),
        days=round(sum(hours) / len(hours) / 24, 1) if hours else "—",
        sum=_sum(entries),
    )
    return f"{when} {said}{which}{asked.say('stop')}"


def _sum(entries: Iterable[RecordEntry]) -> str:
    sums: dict[str, Decimal] = {}
    for amount, currency in (each.amount for each in entries if each.amount is not None):
        sums[currency] = sums.get(currency, Decimal(0)) + amount
    return ", ".join(f"{currency} {amount}" for currency, amount in sums.items()) or "0"


def _rows(
    unit: UnitOfWork, query: RecordQuery, asked: AskedRecords, entries: Sequence[RecordEntry]
) -> RecordsAnswer:
    """A row a group, most first; else the records, in the order asked for; and how many more there are."""
    keyed = _GROUPED.get(query.group)
    if keyed is not None:
        grouped: dict[str, list[RecordEntry]] = {}
        for each in entries:
            for key in keyed(each, asked):
                grouped.setdefault(key, []).append(each)
        sized = sorted(grouped.items(), key=lambda pair: (-_size(query.kind, pair[1]), pair[0]))
        if query.group in ("week", "month"):
            sized = sorted(grouped.items(), reverse=True)
        value = _sum if query.kind is _K.SPENT else lambda own: str(len(own))
        rows = (RecordRow(what="count", subject=key, text=value(own)) for key, own in sized)
        return first_rows(rows, len(sized), asked)
    once = list({each.subject: each for each in _ordered(query, entries)}.values())
    return first_rows((_dated(each, each.row(unit, asked), asked) for each in once), len(once), asked)


def _ordered(query: RecordQuery, entries: Sequence[RecordEntry]) -> Sequence[RecordEntry]:
    if query.order in ("cheapest", "dearest"):
        priced = [
            each for each in entries if isinstance(each.record, Listing) and each.record.price is not None
        ]
        return sorted(priced, key=lambda e: e.record.price, reverse=query.order == "dearest")  # type: ignore[union-attr, arg-type, return-value]  # they are priced
    return sorted(entries, key=lambda each: each.on, reverse=query.order != "oldest")


def _dated(entry: RecordEntry, row: RecordRow, asked: AskedRecords) -> RecordRow:
    who = asked.name_of(PersonId(entry.by)) or entry.by
    then = (
        asked.say(f"then.{name}", value=value if isinstance(value, str) else day(value, asked.language))
        for name, value in entry.then
    )
    parts = (row.text, day(entry.on, asked.language), who, *then)
    return RecordRow(what=row.what, subject=row.subject, text=" · ".join(filter(None, parts)), url=row.url)


def _size(kind: RecordKind, entries: Sequence[RecordEntry]) -> Decimal:
    return (
        sum((e.amount[0] for e in entries if e.amount), Decimal(0))
        if kind is _K.SPENT
        else Decimal(len(entries))
    )


_GROUPED: dict[str, Callable[[RecordEntry, AskedRecords], Iterable[str]]] = {
    "platform": lambda entry, asked: sorted(entry.platforms),
    "seller": lambda entry, asked: filter(None, [getattr(entry.record, "seller_name", "") or entry.seller]),
    "product": lambda entry, asked: filter(None, [entry.product]),
    "person": lambda entry, asked: filter(None, [asked.name_of(PersonId(entry.by)) or entry.by]),
    "someone": lambda entry, asked: filter(None, [asked.name_of(PersonId(entry.by)) or entry.by]),
    "case": lambda entry, asked: [entry.subject],
    "week": lambda entry, asked: ["{}-W{:02}".format(*entry.on.isocalendar()[:2])],
    "month": lambda entry, asked: [f"{entry.on:%Y-%m}"],
}


def _named_cost(entries: Iterable[RecordEntry], text: str) -> frozenset[str]:
    """What was paid for that the text names, by a word of it."""
    asked = {each for each in words(text) if len(each) > 1}
    return frozenset(each.what for each in entries if not asked.isdisjoint(words(each.what)))
