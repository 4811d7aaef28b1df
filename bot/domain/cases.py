"""A case about one seller's listings: its number, its states (status) and every way between them, its end."""

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum

from bot.domain.errors import NotPossible
from bot.domain.ids import CaseId, DeadlineId, DraftId, ListingId, PersonId, RightId
from bot.domain.moments import aware
from knowledge.lazily import lazily

FEW = 20
"""So many listings are kept on the case itself; all of them are in the store, page by page."""
_NUMBERED = lazily(r"(?:C\s?[-–—]?|#|No\.?|案件)?\s?0*(\d{1,9})", re.IGNORECASE)


def case_number(text: str) -> int | None:
    """The number of a case as people write it: ``1``, ``C-1``, ``c-000001``, ``#1``; None where it is none."""
    found = _NUMBERED.fullmatch(unicodedata.normalize("NFKC", text).strip())
    return int(found[1]) if found else None


def case_named(text: str) -> CaseId:
    """The case that somebody means; what is no number stays as it was written, so that it can be named."""
    number = case_number(text)
    return CaseId(text.strip().upper() if number is None else f"C-{number:06d}")


class CaseStatus(StrEnum):
    OPEN = "open"
    INVESTIGATING = "investigating"
    DRAFTED = "notice_drafted"
    APPROVED = "approved"
    SENT = "sent"
    ANSWERED = "answered"
    DOWN = "down"
    ESCALATED = "escalated"
    CLOSED = "closed"


_S = CaseStatus
_ALWAYS = frozenset({_S.DOWN, _S.ESCALATED, _S.CLOSED})
NEXT: Mapping[CaseStatus, frozenset[CaseStatus]] = {
    _S.OPEN: _ALWAYS | {_S.INVESTIGATING, _S.DRAFTED},
    _S.INVESTIGATING: _ALWAYS | {_S.DRAFTED},
    _S.DRAFTED: _ALWAYS | {_S.INVESTIGATING, _S.APPROVED},
    _S.APPROVED: _ALWAYS | {_S.INVESTIGATING, _S.DRAFTED, _S.SENT},
    _S.SENT: _ALWAYS | {_S.ANSWERED},
    _S.ANSWERED: _ALWAYS | {_S.DRAFTED, _S.SENT},
    _S.DOWN: frozenset({_S.INVESTIGATING, _S.DRAFTED, _S.ANSWERED, _S.ESCALATED, _S.CLOSED}),
    _S.ESCALATED: frozenset({_S.DRAFTED, _S.SENT, _S.ANSWERED, _S.DOWN, _S.CLOSED}),
    _S.CLOSED: frozenset({_S.INVESTIGATING}),
}
"""Where a case may go from where it stands. From *closed* only a reopening leads on."""


class OutcomeKind(StrEnum):
    """What an AMR, customs or another office made of it."""

    ACCEPTED = "accepted"
    REFUSED = "refused"
    SEIZED = "seized"
    PENALTY = "penalty"
    RELEASED = "released"
    TRANSFERRED = "transferred"


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseOutcome:
    """One result at one office. ``number`` is the penalty decision's or file's own."""

    kind: OutcomeKind
    office: str
    on: date
    number: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Cost:
    """Money spent on the case. ``currency`` is ISO 4217."""

    amount: Decimal
    currency: str
    what: str
    on: date
    by: PersonId


@dataclass(frozen=True, slots=True, kw_only=True)
class Merged:
    """That the case was taken into another one, and what moved with it, for the way back."""

    into: CaseId
    at: datetime
    by: PersonId
    status_before: CaseStatus
    reason_before: str = ""
    draft_ids: tuple[DraftId, ...] = ()
    deadline_ids: tuple[DeadlineId, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """One matter. ``channel`` and ``ts`` are its thread in Slack, empty where it has none.

    ``listing_ids`` are the first few of its ``listing_count`` listings. ``split_from``: the case it was split off.
    """

    case_id: CaseId
    title: str
    brand: str
    listing_ids: tuple[ListingId, ...] = ()
    listing_count: int = 0
    right_ids: tuple[RightId, ...] = ()
    seller_key: str = ""
    status: CaseStatus = CaseStatus.OPEN
    owner: PersonId | None = None
    deputy: PersonId | None = None
    due_on: date | None = None
    opened_at: datetime
    opened_by: PersonId
    closed_reason: str = ""
    closed_at: datetime | None = None
    down_at: datetime | None = None
    outcomes: tuple[CaseOutcome, ...] = ()
    costs: tuple[Cost, ...] = ()
    merged: Merged | None = None
    split_from: CaseId | None = None
    channel: str = ""
    ts: str = ""

    def __post_init__(self) -> None:
        aware(self.opened_at, "opened_at")

    @property
    def spent(self) -> Mapping[str, Decimal]:
        """The sum of the costs in each currency."""
        sums: dict[str, Decimal] = {}
        for cost in self.costs:
            sums[cost.currency] = sums.get(cost.currency, Decimal(0)) + cost.amount
        return sums


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseQuery:
    """Which cases, newest first. ``open_only`` leaves out closed ones; ``overdue_on``: due before that day; ``words`` stand
    in its record, all of them."""

    status: CaseStatus | None = None
    open_only: bool = False
    owner: PersonId | None = None
    brand: str = ""
    seller_key: str = ""
    overdue_on: date | None = None
    words: str = ""


def moved(case: Case, to: CaseStatus) -> Case:
    """The case one step on.

    Raises:
        NotPossible: no way leads there from where it stands; closing and reopening have their own.
    """
    if CaseStatus.CLOSED in {case.status, to} or to not in NEXT[case.status]:
        why = "it is {status} and cannot become {status_to}"
        raise NotPossible(case.case_id, why, status=case.status, status_to=to)
    return replace(case, status=to)


def followed(case: Case, to: CaseStatus) -> Case:
    """The case after an act that usually moves it on; where no way leads there it stays as it is."""
    if case.status is CaseStatus.CLOSED or to is CaseStatus.CLOSED or to not in NEXT[case.status]:
        return case
    return replace(case, status=to)


def closed(case: Case, reason: str, at: datetime) -> Case:
    """The case ended.

    Raises:
        NotPossible: no reason, or closed before.
    """
    if not reason.strip():
        raise NotPossible(case.case_id, "no reason was given", "say in a few words how it ended")
    if case.status is CaseStatus.CLOSED:
        raise NotPossible(case.case_id, "it is closed already")
    return replace(case, status=CaseStatus.CLOSED, closed_reason=reason.strip(), closed_at=at)


def reopened(case: Case) -> Case:
    """A closed case taken up again.

    Raises:
        NotPossible: it is not closed, or part of another one.
    """
    if case.merged is not None:
        raise NotPossible(
            case.case_id, "it is part of {other}", "undo the merge first", other=case.merged.into
        )
    if case.status is not CaseStatus.CLOSED:
        raise NotPossible(case.case_id, "it is not closed")
    return replace(case, status=CaseStatus.INVESTIGATING, closed_reason="", closed_at=None)


def merged(case: Case, into: Case, merge: Merged) -> Case:
    """The case closed as part of another one.

    Raises:
        NotPossible: the two are one, either is merged already, the other is closed, or the brands differ.
    """
    if case.case_id == into.case_id:
        raise NotPossible(case.case_id, "a case cannot be merged into itself")
    for each in (case, into):
        if each.merged is not None:
            raise NotPossible(
                each.case_id, "it is part of {other}", "undo that merge first", other=each.merged.into
            )
    if into.status is CaseStatus.CLOSED:
        raise NotPossible(into.case_id, "it is closed", "reopen it first")
    if case.brand != into.brand:
        why = "it is about {brand}, {other} about {theirs}"
        raise NotPossible(case.case_id, why, brand=case.brand, other=into.case_id, theirs=into.brand)
    reason = f"part of {into.case_id}"
    return replace(
        case,
        status=CaseStatus.CLOSED,
        closed_reason=reason,
        closed_at=merge.at,
        merged=merge,
        listing_count=0,
    )


def unmerged(case: Case) -> Case:
    """The case as it stood before it was merged.

    Raises:
        NotPossible: it was not.
    """
    if case.merged is None:
        raise NotPossible(case.case_id, "it was not merged")
    was_closed = case.merged.status_before is CaseStatus.CLOSED
    return replace(
        case,
        status=case.merged.status_before,
        closed_reason=case.merged.reason_before,
        closed_at=case.closed_at if was_closed else None,
        merged=None,
    )


def with_outcome(case: Case, outcome: CaseOutcome) -> Case:
    """The case with one more result at an office; it counts as answered, or as escalated where force was used.

    Raises:
        NotPossible: the office is not named, or a penalty has no number.
    """
    if not outcome.office.strip():
        raise NotPossible(case.case_id, "no office was named", "name the AMR, customs or other office")
    if outcome.kind is OutcomeKind.PENALTY and not outcome.number.strip():
        raise NotPossible(case.case_id, "the penalty has no number", "give the number of the decision")
    changed = replace(case, outcomes=(*case.outcomes, outcome))
    return followed(changed, CaseStatus.ANSWERED)


def with_cost(case: Case, cost: Cost) -> Case:
    """The case with one more cost.

    Raises:
        NotPossible: nothing or less was spent, the currency is no code, or nobody said what for.
    """
    if not cost.amount.is_finite() or cost.amount <= 0:
        raise NotPossible(
            case.case_id, "“{value}” is no amount", "write it as 1200 or 1200.50", value=cost.amount
        )
    if len(cost.currency) != 3 or not (cost.currency.isascii() and cost.currency.isupper()):
        raise NotPossible(
            case.case_id, "“{value}” is no currency", "write its code, as CNY", value=cost.currency
        )
    if not cost.what.strip():
        raise NotPossible(case.case_id, "it is not said what was paid for", "add a few words")
    return replace(case, costs=(*case.costs, cost))
