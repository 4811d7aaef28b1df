"""The team's own records as answers: counts over time, sellers, listings, cases, what is due, what expires, what is next."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from datetime import date, datetime, time, timedelta

from bot.domain.alerts import Alert
from bot.domain.cases import Case, CaseStatus
from bot.domain.deadlines import Deadline
from bot.domain.drafts import Draft, DraftStatus
from bot.domain.followups import ListingState
from bot.domain.ids import ListingId, PersonId
from bot.domain.listings import PLATFORMS, Listing
from bot.domain.moments import CHINA, china_day
from bot.domain.questions import Question, RecordRow
from bot.domain.rights import Right
from bot.repositories import Store, UnitOfWork
from bot.services.answering.record_names import (
    AskedRecords,
    RecordsAnswer,
    RoutesOf,
    case_number,
    case_row,
    draft_row,
    listing_row,
    named_case,
    named_draft,
    named_listings,
)
from bot.services.answering.spans import span_of
from bot.services.answering.tallies import counted, tally_answer
from bot.words.book import day, load_words

SHOWN = 8
# Before a notice is drafted the route is still to be chosen, and when an office has the case the next one may be.
_TO_CHOOSE = frozenset({CaseStatus.OPEN, CaseStatus.INVESTIGATING, CaseStatus.ESCALATED})
MOST = 10_000
SOON = 30
A_YEAR = 366
_BACK = re.compile(
    r"\b(?:back|again|returned?|reappear\w*|came up|relisted)\b|又|重新|回来|复活|复燃|再次上架",
    re.IGNORECASE,
)
_CLASS = re.compile(r"\bclass(?:es)? (\d{1,2})\b|第?\s?(\d{1,2})\s?类", re.IGNORECASE)
_MOST_OF_ALL = re.compile(
    r"\b(?:most|biggest|worst|top|largest|main|ranking)\b|最[多大严坏]|排[行名]|前[几十三五]|哪[些个]卖家",
    re.IGNORECASE,
)
_QUOTED = re.compile(r"[“\"「『](?P<name>[^”\"」』]{2,60})[”\"」』]")


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


def _counts(unit: UnitOfWork, asked: AskedRecords) -> RecordsAnswer:
    span = span_of(asked.text, asked.today)
    alerts = [a for a in unit.alerts.since(_midnight(span.start)) if china_day(a.raised_at) <= span.end]
    platform = next((p for p in PLATFORMS if re.search(rf"\b{p}\b", asked.text, re.IGNORECASE)), "")
    alerts = [a for a in alerts if not platform or a.listing.platform == platform]
    span_text = asked.say("span", start=day(span.start, asked.language), end=day(span.end, asked.language))
    if not alerts:
        return RecordsAnswer(text=f"{span_text} {asked.say('none')}")
    confirmed = sum(a.right is True for a in alerts)
    down = sum(_is_down(unit, a.listing.listing_id) for a in alerts)
    text = asked.say("counts", new=len(alerts), confirmed=confirmed, down=down)
    by_platform = Counter(a.listing.platform for a in alerts).most_common(SHOWN)
    rows = tuple(RecordRow(what="count", subject=name, text=str(number)) for name, number in by_platform)
    return RecordsAnswer(text=f"{span_text} {text}", rows=rows)


def _alerts(unit: UnitOfWork, asked: AskedRecords) -> RecordsAnswer:
    waiting = unit.alerts.waiting()
    text = asked.say("waiting", number=len(waiting)) if waiting else asked.say("none_waiting")
    return RecordsAnswer(text=text, rows=tuple(_alert_row(a) for a in waiting[:SHOWN]))


def _seller(unit: UnitOfWork, asked: AskedRecords) -> RecordsAnswer:
    listings = [a.listing for a in unit.alerts.recent(MOST)]
    keys = _sellers_named(asked, listings)
    if not keys and _MOST_OF_ALL.search(asked.text):
        return _sellers_ranked(listings, asked)
    own = [each for each in listings if _seller_key(each) in keys]
    if not own:
        return RecordsAnswer(text=asked.say("no_seller"))
    first = own[0]
    known = next((each for each in own if each.seller_company), first)
    facts = [
        known.seller_name,
        first.platform,
        known.seller_company,
        known.seller_licence,
        known.seller_address,
    ]
    cases = [c for c in unit.cases.all() if c.seller_key in keys]
    text = asked.say(
        "seller",
        who=" · ".join(filter(None, facts)),
        listings=len({x.listing_id for x in own}),
        cases=len(cases),
    )
    rows = [listing_row(each, asked, unit) for each in own[:SHOWN]] + [
        case_row(c, asked) for c in cases[:SHOWN]
    ]
    return RecordsAnswer(text=text, rows=tuple(rows))


def _sellers_ranked(listings: Sequence[Listing], asked: AskedRecords) -> RecordsAnswer:
    """The sellers with most suspect listings, first the worst."""
    names = {_seller_key(each): each.seller_name for each in listings}
    number = Counter(_seller_key(each) for each in {each.listing_id: each for each in listings}.values())
    if not number:
        return RecordsAnswer(text=asked.say("no_seller"))
    rows = tuple(
        RecordRow(what="count", subject=names[key] or key, text=str(found))
        for key, found in number.most_common(SHOWN)
    )
    return RecordsAnswer(text=asked.say("sellers", number=len(number)), rows=rows)


def _listing(unit: UnitOfWork, asked: AskedRecords) -> RecordsAnswer:
    names = named_listings(asked.text)
    if not names and _BACK.search(asked.text):
        return _came_back(unit, asked)
    if not names and asked.case is None:
        return _counts(unit, asked)
    names = names or (asked.case.listing_ids if asked.case else ())
    found = [listing for name in names if (listing := unit.listings.get(name)) is not None]
    if not found:
        return RecordsAnswer(text=asked.say("no_listing"))
    rows = tuple(listing_row(each, asked, unit) for each in found[:SHOWN])
    return RecordsAnswer(text=asked.say("listings", number=len(found)), rows=rows)


def _came_back(unit: UnitOfWork, asked: AskedRecords) -> RecordsAnswer:
    """The listings of cases that were down and are up again."""
    alerts = {a.listing.listing_id: a.listing for a in unit.alerts.recent(MOST)}
    back = [each for name, each in alerts.items() if _in_state(unit, name, ListingState.BACK)]
    if not back:
        return RecordsAnswer(text=asked.say("none_back"))
    rows = tuple(listing_row(each, asked, unit) for each in back[:SHOWN])
    return RecordsAnswer(text=asked.say("back", number=len(back)), rows=rows)


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
    "counts": _counts,
    "alerts": _alerts,
    "seller": _seller,
    "listing": _listing,
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


def _sellers_named(asked: AskedRecords, listings: Sequence[Listing]) -> frozenset[str]:
    at = named_listings(asked.text)
    if at:
        return frozenset(_seller_key(each) for each in listings if each.listing_id in at)
    lowered = asked.text.lower()
    quoted = {m["name"].lower() for m in _QUOTED.finditer(asked.text)}

    def named(listing: Listing) -> bool:
        names = {listing.seller_name.lower(), listing.seller_id.lower(), listing.seller_company.lower()} - {
            ""
        }
        return any(name in lowered for name in names if len(name) > 1) or bool(names & quoted)

    found = {_seller_key(each) for each in listings if named(each)}
    own = {asked.case.seller_key} if asked.case and asked.case.seller_key else set()
    return frozenset(found or own)


def _seller_key(listing: Listing) -> str:
    return f"{listing.platform}:{listing.seller_id}"


def _is_down(unit: UnitOfWork, listing_id: ListingId) -> bool:
    return _in_state(unit, listing_id, ListingState.DOWN)


def _in_state(unit: UnitOfWork, listing_id: ListingId, state: ListingState) -> bool:
    return any(entry.state is state for entry in unit.case_listings.of_listing(listing_id))


def _alert_row(alert: Alert) -> RecordRow:
    listing = alert.listing
    return RecordRow(what="listing", subject=listing.listing_id, text=listing.title[:80], url=listing.url)


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


def _midnight(on: date) -> datetime:
    return datetime.combine(on, time(0), tzinfo=CHINA)
