"""The team's records as entries that can be chosen from, counted and ranked: each with its day, doer, platform and cost."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum
from typing import Any

from bot.domain.alerts import Alert
from bot.domain.cases import Case, CaseStatus
from bot.domain.drafts import Draft, DraftStatus
from bot.domain.followups import GONE, ListingState, PortalResult
from bot.domain.ids import split_listing_id
from bot.domain.listings import Listing
from bot.domain.moments import china_day
from bot.domain.questions import RecordRow
from bot.domain.sellers import shop_of
from bot.domain.triage import waits
from bot.repositories import UnitOfWork
from bot.services.answering.record_names import (
    MOST,
    AskedRecords,
    case_row,
    draft_row,
    listing_row,
)


class RecordKind(StrEnum):
    """What is asked for."""

    FOUND = "found"
    JUDGED = "judged"
    NOTIFIED = "notified"
    CASES = "cases"
    OPENED = "opened"
    CLOSED = "closed"
    WRITTEN = "written"
    APPROVED = "approved"
    SENT = "sent"
    SPENT = "spent"
    BOUGHT = "bought"


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordEntry:
    """One record with its day: whose, on which platforms, what it cost, the states that it is known to be in, the
    hours from a notice until it was down, and what came of it, by name (``ask.records.then``)."""

    on: date
    record: Listing | Case | Draft
    by: str = ""
    listing_ids: Sequence[str] = ()
    seller: str = ""
    product: str = ""
    amount: tuple[Decimal, str] | None = None
    what: str = ""
    states: Collection[str] = ()
    hours: float | None = None
    then: Sequence[tuple[str, date | str]] = ()

    @property
    def platforms(self) -> frozenset[str]:
        return frozenset(split_listing_id(each)[0] for each in self.listing_ids)

    @property
    def subject(self) -> str:
        match self.record:
            case Listing():
                return self.record.listing_id
            case Case():
                return self.record.case_id
        return self.record.draft_id

    def row(self, unit: UnitOfWork, asked: AskedRecords) -> RecordRow:
        match self.record:
            case Listing():
                return listing_row(self.record, asked, unit)
            case Case():
                return case_row(self.record, asked)
        return draft_row(self.record, asked)


def _of(listing: Listing, **known: Any) -> RecordEntry:
    """An entry about a listing."""
    return RecordEntry(record=listing, listing_ids=(listing.listing_id,), seller=shop_of(listing), **known)


def _found(unit: UnitOfWork) -> Iterator[RecordEntry]:
    """Alerts by the day on which they were raised."""
    for alert in unit.alerts.recent(MOST):
        product, _ = alert.assessment.product
        on, states = china_day(alert.raised_at), _alert_states(unit, alert)
        yield _of(alert.listing, on=on, product=product, states=states)


def _alert_states(unit: UnitOfWork, alert: Alert) -> frozenset[str]:
    looked = {entry.state for entry in unit.case_listings.of_listing(alert.listing.listing_id)}
    down = ListingState.DOWN in looked
    told = {
        "confirmed": alert.right is True,
        "cleared": alert.right is False,
        "waiting": waits(alert),
        "down": down,
        "back": ListingState.BACK in looked,
        "up": not down,
    }
    return frozenset(name for name, holds in told.items() if holds)


def _judged(unit: UnitOfWork) -> Iterator[RecordEntry]:
    """Standing verdicts by the day on which they were given."""
    given = unit.verdicts.all_standing()
    known = unit.listings.known({each.listing_id for each in given})
    for each in given:
        if each.listing_id in known and (verdict := each.verdict) is not None:
            states = ("confirmed",) * verdict.infringes + ("cleared",) * verdict.clears
            yield _of(known[each.listing_id], on=china_day(each.at), by=each.by, states=states)


def _notified(unit: UnitOfWork) -> Iterator[RecordEntry]:
    """Links of cases that were notified, by the day on which they were seen down, else of the notice."""
    links = [each for case in unit.cases.all() for each in unit.case_listings.page(case.case_id)]
    known = unit.listings.known({each.listing_id for each in links})
    for each in links:
        if each.listing_id in known and each.notified_at is not None:
            down = each.state in GONE or each.result is PortalResult.REMOVED
            on = china_day((each.down_at if down else None) or each.notified_at)
            states = ("down",) * down + ("rejected",) * (each.result is PortalResult.REJECTED)
            then = (("reason", each.result_reason),) if each.result_reason else ()
            yield _of(known[each.listing_id], on=on, states=states, hours=each.hours_to_takedown, then=then)


def _bought(unit: UnitOfWork) -> Iterator[RecordEntry]:
    """Test purchases by the day of the order."""
    bought = unit.purchases.newest(MOST)
    known = unit.listings.known({each.listing_id for each in bought})
    for each in bought:
        if each.listing_id in known and each.ordered_at is not None:
            came = (("arrived", china_day(each.received_at)),) if each.received_at else (("on_its_way", ""),)
            deed = (("deed", each.notary_deed),) if each.notary_deed else ()
            yield _of(known[each.listing_id], on=china_day(each.ordered_at), then=(*came, *deed))


def _case(case: Case, by: str, at: datetime | date, **known: Any) -> RecordEntry:
    """An entry about a case."""
    on = china_day(at) if isinstance(at, datetime) else at
    own = RecordEntry(record=case, listing_ids=case.listing_ids, seller=case.seller_key, on=on, by=by)
    return replace(own, **known)


def _cases(unit: UnitOfWork) -> Iterator[RecordEntry]:
    """Cases that run, with whose they are."""
    running = (case for case in unit.cases.all() if case.status is not CaseStatus.CLOSED)
    return (_case(case, case.owner or "", case.opened_at) for case in running)


def _opened(unit: UnitOfWork) -> Iterator[RecordEntry]:
    return (_case(case, case.opened_by, case.opened_at) for case in unit.cases.all())


def _closed(unit: UnitOfWork) -> Iterator[RecordEntry]:
    ended = ((case, case.closed_at) for case in unit.cases.all())
    return (_case(case, case.owner or case.opened_by, at) for case, at in ended if at is not None)


def _spent(unit: UnitOfWork) -> Iterator[RecordEntry]:
    return (
        _case(case, cost.by, cost.on, amount=(cost.amount, cost.currency), what=cost.what)
        for case in unit.cases.all()
        for cost in case.costs
    )


def _draft(draft: Draft, by: str, at: datetime, **known: Any) -> RecordEntry:
    """An entry about a draft."""
    ids = draft.request.listing_ids
    return RecordEntry(record=draft, listing_ids=ids, on=china_day(at), by=by, **known)


def _written(unit: UnitOfWork) -> Iterator[RecordEntry]:
    for each in unit.drafts.in_status(*DraftStatus):
        waiting = each.status is DraftStatus.AWAITING
        unsent = each.sent is None and each.status is not DraftStatus.REJECTED
        states = ("waiting",) * waiting + ("unsent",) * unsent
        yield _draft(each, each.author, each.created_at, states=states)


def _approved(unit: UnitOfWork) -> Iterator[RecordEntry]:
    drafts = unit.drafts.in_status(*DraftStatus)
    return (_draft(draft, yes.by, yes.at) for draft in drafts for yes in draft.standing_approvals)


def _sent(unit: UnitOfWork) -> Iterator[RecordEntry]:
    for each in unit.drafts.in_status(*DraftStatus):
        if each.sent is not None:
            came = [(paper.what, china_day(paper.reached_us_at)) for paper in each.received]
            states = ["rejected" if name == "refusal" else name for name, _ in came] or ["unanswered"]
            yield _draft(each, each.sent.by, each.sent.at, states=states, then=came or [("unanswered", "")])


SOURCES: Mapping[RecordKind, Callable[[UnitOfWork], Iterator[RecordEntry]]] = {
    RecordKind.FOUND: _found,
    RecordKind.JUDGED: _judged,
    RecordKind.NOTIFIED: _notified,
    RecordKind.CASES: _cases,
    RecordKind.OPENED: _opened,
    RecordKind.CLOSED: _closed,
    RecordKind.WRITTEN: _written,
    RecordKind.APPROVED: _approved,
    RecordKind.SENT: _sent,
    RecordKind.SPENT: _spent,
    RecordKind.BOUGHT: _bought,
}
