"""A listing in a case: notified, what the platform said, whether it is down or back (relisted) when looked at again."""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum

from bot.domain.ids import CaseId, ListingId
from bot.domain.sentences import NOTHING, Sentence


class ListingState(StrEnum):
    """What is known of a listing of a case, the newest look counting."""

    LISTED = "listed"
    NOTIFIED = "notified"
    STILL_UP = "still_up"
    DOWN = "down"
    BACK = "back"
    COULD_NOT_LOOK = "could_not_look"


GONE = (ListingState.DOWN, ListingState.BACK)
"""What a listing is in once a look found it down: it may have come back since."""


class LookOutcome(StrEnum):
    """What one look found. A captcha, a login page or a refusal is *could not look*, never *down*."""

    UP = "up"
    DOWN = "down"
    COULD_NOT_LOOK = "could_not_look"


class PortalResult(StrEnum):
    """What the platform's portal says of one link."""

    UNKNOWN = "unknown"
    REMOVED = "removed"
    REJECTED = "rejected"
    COUNTERED = "countered"
    WITHDRAWN = "withdrawn"


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseListing:
    """One listing of one case. ``number`` is its place in the case; ``came_from`` the case it was moved from.

    ``notified_at``: the notice about it was sent; ``down_at``: first seen down after that.
    """

    case_id: CaseId
    listing_id: ListingId
    number: int
    added_at: datetime
    came_from: CaseId | None = None
    state: ListingState = ListingState.LISTED
    notified_at: datetime | None = None
    down_at: datetime | None = None
    looked_at: datetime | None = None
    looks: int = 0
    next_look_at: datetime | None = None
    why: Sentence = NOTHING
    result: PortalResult = PortalResult.UNKNOWN
    result_reason: str = ""
    result_at: datetime | None = None

    @property
    def hours_to_notify(self) -> float | None:
        """Hours from its entry into the case to the notice."""
        return _hours(self.added_at, self.notified_at)

    @property
    def hours_to_takedown(self) -> float | None:
        """Hours from the notice to the first look that found it down: an upper bound, looks being apart."""
        return _hours(self.notified_at, self.down_at)


def notified(entry: CaseListing, at: datetime) -> CaseListing:
    """After the notice about it was sent: it is looked at from the next day on."""
    first = entry.notified_at or at
    state = ListingState.NOTIFIED if entry.state is ListingState.LISTED else entry.state
    return replace(entry, state=state, notified_at=first, next_look_at=at + _pause(0))


def looked_at(entry: CaseListing, seen: LookOutcome, at: datetime, why: Sentence = NOTHING) -> CaseListing:
    """After one look. What was down and is up again is *back*; a look that failed leaves what was known but its word."""
    looks = entry.looks + 1
    kept = replace(entry, looked_at=at, looks=looks, why=why)
    if seen is LookOutcome.COULD_NOT_LOOK:
        known = entry.state in {ListingState.DOWN, ListingState.BACK}
        state = entry.state if known else ListingState.COULD_NOT_LOOK
        return replace(kept, state=state, next_look_at=at + _pause(looks))
    if seen is LookOutcome.DOWN:
        return replace(
            kept, state=ListingState.DOWN, down_at=entry.down_at or at, next_look_at=at + timedelta(days=7)
        )
    state = ListingState.STILL_UP if entry.down_at is None else ListingState.BACK
    return replace(kept, state=state, next_look_at=at + _pause(looks))


def answered(entry: CaseListing, result: PortalResult, reason: str, at: datetime) -> CaseListing:
    """After the portal said what became of it. That it *says* removed does not make it down: a look does."""
    return replace(entry, result=result, result_reason=reason, result_at=at, next_look_at=at)


def _pause(looks: int) -> timedelta:
    """Daily for a week, then every three days for a month, then weekly."""
    return timedelta(days=1 if looks < 7 else 3 if looks < 15 else 7)


def _hours(start: datetime | None, end: datetime | None) -> float | None:
    return None if start is None or end is None else round((end - start).total_seconds() / 3600, 1)
