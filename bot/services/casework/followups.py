"""After a takedown: notified listings are checked again, the portal's answers taken in, relistings under another id found."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from statistics import median

from bot.domain.audit import Act
from bot.domain.case_notes import MOST_ROWS, CaseNote, ListingCameBack, ListingsChanged, facts_of, written
from bot.domain.cases import Case, CaseStatus, followed, reopened
from bot.domain.errors import Outside, SourceUnavailable
from bot.domain.followups import (
    CaseListing,
    ListingState,
    LookOutcome,
    PortalResult,
    answered,
    looked_at,
    notified,
)
from bot.domain.ids import MARQUE, CaseId, ListingId, PersonId
from bot.domain.listings import Listing, ListingSighting
from bot.domain.portals import PortalLine, Unmatched, item_ids
from bot.domain.sellers import Tie, traces
from bot.domain.sentences import NOTHING, Sentence, worded
from bot.ports import Clock, ListingLookup, OutboxKind
from bot.repositories import Store, UnitOfWork
from bot.services.casework.opening import surviving_case, take_in

RELIST_WINDOW = timedelta(days=30)
"""A listing with the same pictures, contacts or licence within this time of the end is the old case's."""

_TELLING = frozenset({Tie.LICENCE.value, Tie.CONTACT.value, Tie.PICTURE.value})


@dataclass(frozen=True, slots=True, kw_only=True)
class Looked:
    """One look at one listing: what it was and is."""

    case_id: CaseId
    listing_id: ListingId
    before: ListingState
    after: ListingState
    why: Sentence = NOTHING


@dataclass(frozen=True, slots=True, kw_only=True)
class Times:
    """Of a case: how many listings have each time, and its median in hours. Takedown is an upper bound."""

    notified: int
    hours_to_notify: float | None
    down: int
    hours_to_takedown: float | None


@dataclass(frozen=True, slots=True, kw_only=True)
class ResultsTaken:
    """What was made of a portal's results: links with their result, and the lines that matched nothing."""

    taken: tuple[tuple[ListingId, PortalResult], ...]
    unmatched: tuple[Unmatched, ...]


class Followups:
    """Looks again and takes results. ``page`` looks at a listing's page where no source can."""

    def __init__(
        self, store: Store, lookup: ListingLookup, page: Callable[[Listing], ListingSighting], clock: Clock
    ) -> None:
        self._store, self._lookup, self._page, self._clock = store, lookup, page, clock

    def due(self, most: int = 20) -> Sequence[Looked]:
        """Look at those whose time has come. What changed is said once in each case's thread."""
        with self._store.unit() as unit:
            waiting = unit.case_listings.due(self._clock(), most)
        return self._look(waiting)

    def look(self, case_id: CaseId, most: int = 50) -> Sequence[Looked]:
        """Look now at the first listings of a case, notified or not.

        Raises:
            UnknownThing
        """
        with self._store.unit() as unit:
            unit.cases.need(case_id)
            waiting = unit.case_listings.page(case_id, most)
        return self._look(waiting)

    def times(self, case_id: CaseId) -> Times:
        """How long the case's listings took.

        Raises:
            UnknownThing
        """
        with self._store.unit() as unit:
            unit.cases.need(case_id)
            entries = unit.case_listings.page(case_id)
        to_notify = [hours for each in entries if (hours := each.hours_to_notify) is not None]
        to_takedown = [hours for each in entries if (hours := each.hours_to_takedown) is not None]
        return Times(
            notified=len(to_notify),
            hours_to_notify=median(to_notify) if to_notify else None,
            down=len(to_takedown),
            hours_to_takedown=median(to_takedown) if to_takedown else None,
        )

    def results(
        self, case_id: CaseId, lines: Iterable[PortalLine], unread: Iterable[Unmatched], *, by: PersonId
    ) -> ResultsTaken:
        """Take what the portal says about links of the case. A line whose link is not in the case is reported.

        Raises:
            UnknownThing
        """
        now, taken, lost = self._clock(), list[tuple[ListingId, PortalResult]](), list(unread)
        with self._store.unit() as unit:
            unit.cases.need(case_id)
            platforms = {e.listing_id.partition(":")[0] for e in unit.case_listings.page(case_id, 200)}
            for line in lines:
                entry = _named(unit, case_id, line.item, platforms)
                if entry is None:
                    lost.append(
                        Unmatched(number=line.number, text=line.item[:200], why=worded("not in this case"))
                    )
                    continue
                unit.case_listings.save(answered(entry, line.result, line.reason, now))
                taken.append((entry.listing_id, line.result))
            details: dict[str, object] = {
                "results": [[listing_id, result.value] for listing_id, result in taken],
                "unmatched": len(lost),
            }
            unit.audit.append(Act(who=by, what="case.results", subject=case_id, details=details), now)
        return ResultsTaken(taken=tuple(taken), unmatched=tuple(sorted(lost, key=lambda each: each.number)))

    def _look(self, entries: Sequence[CaseListing]) -> Sequence[Looked]:
        """Look at each; what was seen of a case is kept and told in one unit of work: else who is killed between the two
        has seen it go down and told nobody."""
        looked: list[Looked] = []
        for case_id in dict.fromkeys(entry.case_id for entry in entries):
            mine = [entry.listing_id for entry in entries if entry.case_id == case_id]
            seen = [(listing_id, *self._seen(listing_id)) for listing_id in mine]
            with self._store.unit() as unit:
                kept = [self._kept(unit, case_id, *each) for each in seen]
                found = [each for each in kept if each is not None]
                self._conclude(unit, case_id, found)
            looked += found
        return looked

    def _kept(
        self, unit: UnitOfWork, case_id: CaseId, listing_id: ListingId, seen: LookOutcome, why: Sentence
    ) -> Looked | None:
        current = unit.case_listings.get(case_id, listing_id)
        if current is None:
            return None
        after = looked_at(current, seen, self._clock(), why)
        if after.notified_at is None:
            after = replace(after, next_look_at=None)
        unit.case_listings.save(after)
        before, now = current.state, after.state
        return Looked(case_id=case_id, listing_id=listing_id, before=before, after=now, why=why)

    def _seen(self, listing_id: ListingId) -> tuple[LookOutcome, Sentence]:
        with self._store.unit() as unit:
            listing = unit.listings.get(listing_id)
        if listing is None:
            return LookOutcome.COULD_NOT_LOOK, worded("the listing is no longer on record")
        try:
            sighting = self._lookup.look_at(listing)
            if sighting is None or (sighting.listing is None and not sighting.gone):
                sighting = self._page(listing)
        except SourceUnavailable as failure:
            return LookOutcome.COULD_NOT_LOOK, failure.why
        except Outside as failure:
            return LookOutcome.COULD_NOT_LOOK, failure.sentence
        return LookOutcome.UP if sighting.listing is not None else LookOutcome.DOWN, NOTHING

    def _conclude(self, unit: UnitOfWork, case_id: CaseId, looked: Sequence[Looked]) -> None:
        """Move the case by what was seen, and say what changed in its thread, once."""
        changed = [each for each in looked if each.before is not each.after]
        if not changed:
            return
        now, case = self._clock(), unit.cases.need(case_id)
        if any(each.after is ListingState.BACK for each in changed):
            case = _taken_up(case)
        elif _all_down(unit, case_id):
            case = replace(followed(case, CaseStatus.DOWN), down_at=now)
        unit.cases.save(case)
        rows = tuple((each.listing_id, each.after.value, str(each.why)) for each in changed)
        note = ListingsChanged(looked=rows[:MOST_ROWS], count=len(rows))
        unit.audit.append(Act(who=MARQUE, what="case.looked", subject=case_id, details=facts_of(note)), now)
        say(unit, case_id, note, now)


def mark_notified(unit: UnitOfWork, case_id: CaseId, listing_ids: Iterable[ListingId], at: datetime) -> None:
    """The notice about these listings was sent: from now on they are followed. Within the caller's unit of work."""
    for listing_id in listing_ids:
        entry = unit.case_listings.get(case_id, listing_id)
        if entry is not None:
            unit.case_listings.save(notified(entry, at))


def relisted(unit: UnitOfWork, listing: Listing, now: datetime) -> Case | None:
    """The case that ended lately and shares a picture, contact or licence with this new listing, taken up again.

    None where there is none. Within the caller's unit of work.
    """
    if unit.case_listings.of_listing(listing.listing_id):
        return None
    shared = {trace for trace in traces(listing) if trace.partition(":")[0] in _TELLING}
    for case_id, trace in unit.case_listings.sharing(shared):
        case = surviving_case(unit, case_id)
        ended = case.closed_at or case.down_at
        if (
            case.status not in {CaseStatus.DOWN, CaseStatus.CLOSED}
            or ended is None
            or now - ended > RELIST_WINDOW
        ):
            continue
        unit.cases.save(_taken_up(case))
        case = take_in(unit, case.case_id, [listing], now)
        note = ListingCameBack(listing=listing.listing_id, tie=trace.partition(":")[0])
        act = Act(who=MARQUE, what="case.relisted", subject=case.case_id, details=facts_of(note))
        unit.audit.append(act, now)
        say(unit, case.case_id, note, now)
        return case
    return None


def say(unit: UnitOfWork, case_id: CaseId, note: CaseNote, now: datetime) -> None:
    """Queue a message for the thread of a case."""
    unit.outbox.add(OutboxKind.CASE_NOTE, case_id, written(note, case_id, now))


def _taken_up(case: Case) -> Case:
    if case.status is CaseStatus.CLOSED and case.merged is None:
        return replace(reopened(case), down_at=None)
    return replace(followed(case, CaseStatus.INVESTIGATING), down_at=None)


def _all_down(unit: UnitOfWork, case_id: CaseId) -> bool:
    counts = unit.case_listings.counts(case_id)
    return set(counts) <= {ListingState.DOWN, ListingState.LISTED} and counts.get(ListingState.DOWN, 0) > 0


def _named(unit: UnitOfWork, case_id: CaseId, item: str, platforms: Iterable[str]) -> CaseListing | None:
    for item_id in item_ids(item):
        for platform in sorted(platforms):
            entry = unit.case_listings.get(case_id, ListingId(f"{platform}:{item_id}"))
            if entry is not None:
                return entry
    return None
