"""The team's own records as answers: cases, drafts, what is due, what expires, what is next, and what is on sale."""

import re
from collections.abc import Callable, Mapping
from datetime import date, timedelta
from itertools import islice

from bot.domain.audit import AuditEntry
from bot.domain.brands import book_asked, named_in
from bot.domain.cases import Case, CaseStatus
from bot.domain.compositions import Severity
from bot.domain.deadlines import Deadline
from bot.domain.drafts import Draft
from bot.domain.ids import DraftId, PersonId, known_as
from bot.domain.moments import china_day
from bot.domain.questions import Question, RecordRow
from bot.repositories import Store, UnitOfWork
from bot.services.answering.record_answers import answered
from bot.services.answering.record_names import (
    SHOWN,
    AskedRecords,
    RecordsAnswer,
    RoutesOf,
    case_number,
    case_row,
    draft_row,
    named_case,
    named_draft,
    named_listings,
    of_listings,
    of_sellers,
    points_at_seller,
    sellers_meant,
    sellers_named,
)
from bot.services.answering.record_queries import (
    RecordQuery,
    asks_what_lacks,
    counts,
    deed_asked,
    query_of,
    ranks,
    went_out_asked,
)
from bot.services.answering.record_rights import last_day_named, of_book, of_rights
from bot.services.answering.record_sources import RecordKind
from bot.services.answering.spans import DaySpan, span_to_come
from bot.words.book import day, load_words
from bot.words.telling import tell
from knowledge.law import Register
from knowledge.law import load as load_law
from knowledge.lazily import lazily

# Before a notice is drafted the route is still to be chosen, and when an office has the case the next one may be.
_TO_CHOOSE = frozenset({CaseStatus.OPEN, CaseStatus.INVESTIGATING, CaseStatus.ESCALATED})
SOON = 30
# Who did what is asked of a case in these words; and what is past its day.
_ACTS_ASKED = lazily(
    r"\bwho (?!has|owns|leads)|\b(?:happen\w*|histor\w+|did what|timeline|so far|progress|latest|news|updates?|notes?)\b"
    r"|谁[^负管]|发生|经过|记录|做过|历史|进展|动态|近况|备注",
    re.IGNORECASE,
)
_OVERDUE = lazily(r"\b(?:overdue|past due|late|missed?)\b|逾期|过期|超期|错过", re.IGNORECASE)


class OwnRecords:
    """Looks things up. ``today`` is the day in Shanghai; ``routes`` are those open to a case, best first; ``register`` sets
    the terms of rights."""

    def __init__(
        self,
        store: Store,
        today: Callable[[], date],
        routes: RoutesOf = lambda unit, case, language: (),
        name_of: Callable[[PersonId], str] = lambda person: "",
        register: Register | None = None,
    ) -> None:
        self._store, self._today, self._routes, self._name_of = store, today, routes, name_of
        self._register = register or load_law()

    def answer(self, topic: str, question: Question, language: str, case: Case | None) -> RecordsAnswer:
        """What the records say on the topic (``counts``, ``seller`` …), as the message asks for it."""
        asked = AskedRecords(
            question=question,
            text=question.text,
            words=load_words(language),
            today=self._today(),
            case=case,
            routes=self._routes,
            name_of=self._name_of,
            register=self._register,
        )
        with self._store.reading() as unit:
            return _looked_up(topic, unit, asked)

    def surely_asked(self, text: str, likely: bool) -> bool:
        """Whether nothing but our records can tell it: what the brand book holds, or what a draft of ours lacks."""

        def names(kind: str) -> bool:
            with self._store.reading() as unit:
                return named_in(unit.brand_books.all(), text, kind)

        lacks = named_draft(text) is not None and asks_what_lacks(text)
        return lacks or bool(book_asked(text, likely, names))

    def last_day(self, text: str) -> date | None:
        """The last day of the right that a text names by its id; None where it names none."""
        with self._store.unit() as unit:
            return last_day_named(unit, text, self._register)


# What a topic asks for where nothing is named: of which kind, and in which state or by what.
_ASKED: Mapping[str, RecordQuery] = {
    "counts": RecordQuery(kind=RecordKind.FOUND),
    "listing": RecordQuery(kind=RecordKind.FOUND),
    "alerts": RecordQuery(kind=RecordKind.FOUND, state="waiting"),
    "seller": RecordQuery(kind=RecordKind.FOUND, group="seller"),
    "case": RecordQuery(kind=RecordKind.CASES),
    "drafts": RecordQuery(kind=RecordKind.WRITTEN, state="unsent"),
}


def _looked_up(topic: str, unit: UnitOfWork, asked: AskedRecords) -> RecordsAnswer:
    """A record that is named is told of; else what was done, or what the topic asks for, is chosen and counted."""
    text, case = asked.text, named_case(unit, asked.text, asked.case)
    if told := of_book(unit, asked):
        return told
    if named := _named(topic, unit, case, asked):
        return named
    deed = deed_asked(text)
    if topic in _BY_DAY and not (went_out_asked(text) if case else deed or ranks(text)):
        return _BY_DAY[topic](unit, case, asked)
    usual = _usual(topic, text)
    query = query_of(deed or usual.kind, text, asked.today)
    if topic == "seller" and deed is None and (keys := _whole_sellers(unit, case, query, asked)) is not None:
        return of_sellers(unit, asked, keys)
    if topic == "listing" and asked.case is not None and not points_at_seller(text):
        return of_listings(unit, asked)
    return answered(unit, query if deed else query.usually(usual), asked)


def _whole_sellers(
    unit: UnitOfWork, case: Case | None, query: RecordQuery, asked: AskedRecords
) -> Mapping[str, str] | None:
    """The sellers of whom everything known is asked; None where a choice of records is."""
    if keys := sellers_named(unit, asked.text) or _of_case(case):
        return keys
    return None if any((ranks(asked.text), query.spans, query.by_kind, query.order, query.state)) else {}


def _usual(topic: str, text: str) -> RecordQuery:
    """What the topic asks for; how many alerts there are is not only asked of those that wait."""
    return _ASKED["counts" if topic == "alerts" and counts(text) else topic if topic in _ASKED else "counts"]


def _named(topic: str, unit: UnitOfWork, case: Case | None, asked: AskedRecords) -> RecordsAnswer | None:
    """What is known of the case, draft or listing named; None where none is."""
    number, draft = case_number(asked.text), named_draft(asked.text)
    if number is not None and case is None:
        return RecordsAnswer(text=asked.say("no_such_case", case=number))
    if draft is not None:
        return _draft(unit, draft, asked)
    if named_listings(asked.text):
        sellers = sellers_named(unit, asked.text) if topic == "seller" else {}
        return of_sellers(unit, asked, sellers) if sellers else of_listings(unit, asked)
    if points_at_seller(asked.text) and not sellers_meant(unit, asked):
        return RecordsAnswer(text=asked.say("which_seller"))
    if went_out_asked(asked.text):
        return None
    if case is not None and (topic == "case" or (number is not None and topic in ("counts", "alerts"))):
        return _case(unit, case, asked)
    return None


def _of_case(case: Case | None) -> Mapping[str, str]:
    """The seller of a case by its key."""
    return {case.seller_key: case.title} if case is not None and case.seller_key else {}


def _case(unit: UnitOfWork, case: Case, asked: AskedRecords) -> RecordsAnswer:
    """Where a case stands; where it is asked who did what, its last acts as well."""
    acts = reversed(unit.audit.about(case.case_id)) if _ACTS_ASKED.search(asked.text) else ()
    known = (each for each in acts if each.act is not None and asked.words.has(f"act.{each.act.what}"))
    rows = [case_row(case, asked), *(_act_row(each, asked) for each in islice(known, SHOWN))]
    return RecordsAnswer(text=_case_facts(unit, case, asked), rows=tuple(rows))


def _act_row(entry: AuditEntry, asked: AskedRecords) -> RecordRow:
    assert entry.act is not None
    who = asked.name_of(entry.act.who) or entry.act.who
    told = (day(china_day(entry.at), asked.language), who, asked.words(f"act.{entry.act.what}"))
    return RecordRow(what="act", subject=str(entry.act.subject), text=" · ".join(told))


def _due(unit: UnitOfWork, case: Case | None, asked: AskedRecords) -> RecordsAnswer:
    """What ends in the days named, else within a month, or is overdue; of a case everything."""
    running = unit.deadlines.running(case.case_id if case else None, None)
    span = span_to_come(asked.text, asked.today) or DaySpan(asked.today, asked.today + timedelta(days=SOON))
    if _OVERDUE.search(asked.text):
        span = DaySpan(date.min, asked.today - timedelta(days=1))
    near = [d for d in running if case or d.due_on <= span.end]
    until = day(span.end, asked.language)
    if not near:
        later = asked.say("next_due", day=_last_day(running[0], asked)) if running else ""
        return RecordsAnswer(text=f"{asked.say('nothing_due', until=until)} {later}".strip())
    first = near[0]
    text = asked.say(
        "due", number=len(near), until=until, day=_last_day(first, asked), what=_kind(first, asked)
    )
    return RecordsAnswer(text=text, rows=tuple(_clock_row(d, asked) for d in near[:SHOWN]))


def _next_step(unit: UnitOfWork, case: Case | None, asked: AskedRecords) -> RecordsAnswer:
    if case is None:
        return _due(unit, case, asked)
    clocks = unit.deadlines.running(case.case_id, None)
    step = asked.say(f"step.{case.status.value}")
    due = [asked.say("by", day=_last_day(d, asked), what=_kind(d, asked)) for d in clocks[:2]]
    open_to = asked.routes(unit, case, asked.language)[:2] if case.status in _TO_CHOOSE else ()
    titles = [option.route.title.in_(asked.language) for option in open_to]
    route = [asked.say("routes", best=titles[0], then=titles[1])] if len(titles) > 1 else []
    text = " ".join((asked.say("next", case=case.case_id, step=step), *route, *due))
    return RecordsAnswer(
        text=text, rows=(case_row(case, asked), *(_clock_row(d, asked) for d in clocks[:SHOWN]))
    )


def _draft(unit: UnitOfWork, name: DraftId, asked: AskedRecords) -> RecordsAnswer:
    if not asked.question.may_see_drafts:
        return RecordsAnswer(text=asked.say("drafts_not_for_you"))
    draft = unit.drafts.get(name)
    if draft is None:
        return RecordsAnswer(text=asked.say("no_such_draft", draft=name))
    return RecordsAnswer(text=_draft_facts(draft, asked), rows=(draft_row(draft, asked),))


def _draft_facts(draft: Draft, asked: AskedRecords) -> str:
    """Where a draft stands, who said yes and when, when it went out, and what it lacks, first what blocks it."""
    yes = [
        asked.say("approved_by", who=a.by, day=day(china_day(a.at), asked.language)) for a in draft.approvals
    ]
    sent = draft.sent
    out = (
        [asked.say("sent_on", day=day(china_day(sent.at), asked.language), how=sent.channel)] if sent else []
    )
    status = asked.words(f"draft.status.{draft.status.value}")
    lacks = sorted(draft.open_gaps, key=lambda gap: gap.severity is not Severity.BLOCKING)[:SHOWN]
    gaps = (
        [asked.say("gaps", gaps="; ".join(tell(gap.message, asked.words) for gap in lacks))] if lacks else []
    )
    return " ".join((f"{draft.draft_id}: {status}.", *(yes or [asked.say("approved_by_none")]), *out, *gaps))


_BY_DAY: Mapping[str, Callable[[UnitOfWork, Case | None, AskedRecords], RecordsAnswer]] = {
    "due": _due,
    "expires": of_rights,
    "next_step": _next_step,
}


def _clock_row(deadline: Deadline, asked: AskedRecords) -> RecordRow:
    where = deadline.case_id or deadline.subject
    text = asked.say("by", day=_last_day(deadline, asked), what=_kind(deadline, asked))
    return RecordRow(what="deadline", subject=deadline.deadline_id, text=f"{text} {where}".strip())


def _last_day(deadline: Deadline, asked: AskedRecords) -> str:
    """Its last day, marked where the make-up days of that year are not published yet."""
    told = day(deadline.due_on, asked.language)
    return f"{told} {asked.words('deadline.unpublished')}" if deadline.days_unpublished else told


def _kind(deadline: Deadline, asked: AskedRecords) -> str:
    key = f"deadline.kind.{deadline.kind}"
    return asked.words(key) if asked.words.has(key) else deadline.kind.replace("_", " ")


def _case_facts(unit: UnitOfWork, case: Case, asked: AskedRecords) -> str:
    """The case in one line, in words a reader knows."""
    words = asked.words
    between, also = words("case.facts.between"), words("case.facts.also")
    held = {
        "status": words(f"case.status.{case.status.value}"),
        "brand": case.brand,
        "seller": case.seller_key,
        "listings": also.join(case.listing_ids),
        "rights": also.join(case.right_ids),
        "owner": (asked.name_of(case.owner) or known_as(case.owner)) if case.owner else "",
    }
    if asked.question.may_see_drafts:
        held["spent"] = also.join(f"{currency} {amount}" for currency, amount in case.spent.items())
    facts = between.join(words(f"case.facts.{name}", value=value) for name, value in held.items() if value)
    clocks = unit.deadlines.running(case.case_id, None)[:3]
    due = [words("case.facts.due", kind=_kind(d, asked), day=_last_day(d, asked)) for d in clocks]
    told = between.join(due) or words("case.facts.no_clock")
    return words("case.facts.all", case=case.case_id, facts=facts, clocks=told)
