"""The team's own records as answers: cases, drafts, what is due, what expires, what is next, and what is on sale."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from datetime import date, timedelta

from bot.domain.cases import Case, CaseStatus
from bot.domain.deadlines import Deadline
from bot.domain.drafts import Draft, DraftStatus
from bot.domain.ids import PersonId
from bot.domain.moments import china_day
from bot.domain.questions import Question, RecordRow
from bot.domain.rights import Right
from bot.repositories import Store, UnitOfWork
from bot.services.answering.market_records import alerts_waiting, counts, of_listings, of_sellers
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
)
from bot.services.answering.tallies import counted, tally_answer
from bot.words.book import day, load_words

# Before a notice is drafted the route is still to be chosen, and when an office has the case the next one may be.
_TO_CHOOSE = frozenset({CaseStatus.OPEN, CaseStatus.INVESTIGATING, CaseStatus.ESCALATED})
SOON = 30
A_YEAR = 366
_CLASS = re.compile(r"\bclass(?:es)? (\d{1,2})\b|第?\s?(\d{1,2})\s?类", re.IGNORECASE)


class OwnRecords:
    """Looks things up. ``today`` is the day in Shanghai; ``routes`` are those open to a case, best first."""

    def __init__(
        self,
        store: Store,
        today: Callable[[], date],
        routes: RoutesOf = lambda unit, case, language: (),
        name_of: Callable[[PersonId], str] = lambda person: "",
    ) -> None:
        self._store, self._today, self._routes, self._name_of = store, today, routes, name_of

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
        )
        number = case_number(question.text)
        with self._store.unit() as unit:
            if number is not None and unit.cases.get(number) is None:
                return RecordsAnswer(text=asked.say("no_such_case", case=number))
            deed = None if _names_one(question.text) or case else counted(question.text)
            if deed is not None:
                return tally_answer(unit, deed, asked)
            return _TOPICS[_of_what_is_named(topic, question.text)](unit, asked)


def _names_one(text: str) -> bool:
    """Whether one case, draft or listing is named, which is then meant."""
    return bool(case_number(text) or named_draft(text) or named_listings(text))


def _case(unit: UnitOfWork, asked: AskedRecords) -> RecordsAnswer:
    case = named_case(unit, asked.text, asked.case)
    if case is not None:
        return RecordsAnswer(text=_case_facts(unit, case, asked), rows=(case_row(case, asked),))
    running = [c for c in unit.cases.all() if c.status is not CaseStatus.CLOSED]
    mine = [c for c in running if c.owner and c.owner == asked.question.person]
    if re.search(r"\b(?:mine|my)\b|我的", asked.text, re.IGNORECASE):
        running = mine
    text = asked.say("cases", number=len(running)) if running else asked.say("no_cases")
    return RecordsAnswer(text=text, rows=tuple(case_row(c, asked) for c in running[:SHOWN]))


def _due(unit: UnitOfWork, asked: AskedRecords) -> RecordsAnswer:
    case = named_case(unit, asked.text, asked.case)
    running = unit.deadlines.running(case.case_id if case else None, None)
    near = [d for d in running if case or d.due_on <= asked.today + timedelta(days=SOON)]
    if not near:
        later = asked.say("next_due", day=_last_day(running[0], asked)) if running else ""
        return RecordsAnswer(text=f"{asked.say('nothing_due')} {later}".strip())
    first = near[0]
    text = asked.say("due", number=len(near), day=_last_day(first, asked), what=_kind(first, asked))
    return RecordsAnswer(text=text, rows=tuple(_clock_row(d, asked) for d in near[:SHOWN]))


def _expires(unit: UnitOfWork, asked: AskedRecords) -> RecordsAnswer:
    rights = [right for book in unit.brand_books.all() for right in book.rights]
    named = _rights_named(rights, asked.text)
    rows = [
        _right_row(right, asked) for right in sorted(named or rights, key=lambda r: r.expires_on or date.max)
    ]
    if not rows:
        return RecordsAnswer(text=asked.say("no_rights"))
    year = asked.today + timedelta(days=A_YEAR)
    soon = [r for r in rights if asked.today <= (r.expires_on or date.max) <= year]
    text = asked.say("rights", number=len(named or rights), soon=len(soon))
    return RecordsAnswer(text=text, rows=tuple(rows[:SHOWN]))


def _rights_named(rights: Sequence[Right], text: str) -> list[Right]:
    """Those named by their id or their class."""
    classes = {int(number) for match in _CLASS.findall(text) for number in match if number}
    return [r for r in rights if r.id.lower() in text.lower() or not classes.isdisjoint(r.classes)]


def _right_row(right: Right, asked: AskedRecords) -> RecordRow:
    text = asked.say(
        "right",
        title=right.title or right.number,
        kind=asked.words(f"rights.kind.{right.kind.value}"),
        until=day(right.expires_on, asked.language) if right.expires_on else "—",
    )
    recorded = asked.say("recordal", number=right.customs_recordal) if right.customs_recordal else ""
    return RecordRow(what="right", subject=right.id, text=text + recorded)


def _next_step(unit: UnitOfWork, asked: AskedRecords) -> RecordsAnswer:
    case = named_case(unit, asked.text, asked.case)
    if case is None:
        return _due(unit, asked)
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


def _drafts(unit: UnitOfWork, asked: AskedRecords) -> RecordsAnswer:
    if not asked.question.may_see_drafts:
        return RecordsAnswer(text=asked.say("drafts_not_for_you"))
    name = named_draft(asked.text)
    if name is not None:
        one = unit.drafts.get(name)
        if one is None:
            return RecordsAnswer(text=asked.say("no_such_draft", draft=name))
        return RecordsAnswer(text=_draft_facts(one, asked), rows=(draft_row(one, asked),))
    case = named_case(unit, asked.text, asked.case)
    found = [
        d for d in unit.drafts.in_status(DraftStatus.AWAITING) if case is None or d.case_id == case.case_id
    ]
    rows = tuple(draft_row(d, asked) for d in found[:SHOWN])
    text = asked.say("drafts", number=len(found)) if found else asked.say("no_drafts")
    return RecordsAnswer(text=text, rows=rows)


def _draft_facts(draft: Draft, asked: AskedRecords) -> str:
    """Where a draft stands, who said yes and when, and when it went out."""
    yes = [
        asked.say("approved_by", who=a.by, day=day(china_day(a.at), asked.language)) for a in draft.approvals
    ]
    sent = draft.sent
    out = (
        [asked.say("sent_on", day=day(china_day(sent.at), asked.language), how=sent.channel)] if sent else []
    )
    status = asked.words(f"draft.status.{draft.status.value}")
    return " ".join((f"{draft.draft_id}: {status}.", *(yes or [asked.say("approved_by_none")]), *out))


_TOPICS: Mapping[str, Callable[[UnitOfWork, AskedRecords], RecordsAnswer]] = {
    "counts": counts,
    "alerts": alerts_waiting,
    "seller": of_sellers,
    "listing": of_listings,
    "case": _case,
    "due": _due,
    "expires": _expires,
    "next_step": _next_step,
    "drafts": _drafts,
}


def _of_what_is_named(topic: str, text: str) -> str:
    """A question that names a listing or a draft is about it, whatever else it is like."""
    if topic not in ("listing", "seller") and named_listings(text):
        return "listing"
    return "drafts" if named_draft(text) is not None else topic


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
        "owner": case.owner or "",
    }
    if asked.question.may_see_drafts:
        held["spent"] = also.join(f"{currency} {amount}" for currency, amount in case.spent.items())
    facts = between.join(words(f"case.facts.{name}", value=value) for name, value in held.items() if value)
    clocks = unit.deadlines.running(case.case_id, None)[:3]
    due = [words("case.facts.due", kind=_kind(d, asked), day=_last_day(d, asked)) for d in clocks]
    told = between.join(due) or words("case.facts.no_clock")
    return words("case.facts.all", case=case.case_id, facts=facts, clocks=told)
