"""Cases: opened from alerts, assigned, worked on in a thread, closed with a reason, reopened. Every act is on the timeline."""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import replace
from datetime import date
from decimal import Decimal

from bot.domain.alerts import AlertState
from bot.domain.audit import Act, AuditEntry
from bot.domain.cases import (
    Case,
    CaseOutcome,
    CaseQuery,
    CaseStatus,
    Cost,
    closed,
    moved,
    reopened,
    with_cost,
    with_outcome,
)
from bot.domain.errors import NotPossible, StillUp
from bot.domain.followups import CaseListing, ListingState
from bot.domain.ids import AlertId, CaseId, ListingId, PersonId
from bot.domain.listings import Listing
from bot.domain.moments import china_day
from bot.domain.sellers import traces
from bot.ports import Clock
from bot.repositories import Store
from bot.services.assessment.folding import speak_up
from bot.services.casework.opening import (
    RIGHT,
    Similar,
    drawn_anew,
    open_case,
    seller_case,
    similar_cases,
    still_open,
    surviving_case,
    take_in,
)
from bot.services.watching.alerts import Alerts, together

EVERY = CaseQuery()
Change = Callable[[Case], Case]


class Cases:
    """Opens, shows and moves cases."""

    def __init__(self, store: Store, alerts: Alerts, clock: Clock) -> None:
        self._store, self._alerts, self._clock = store, alerts, clock

    def offered(self, alert_id: AlertId) -> Case | None:
        """The seller's open case that the alert would join; None where it has none, or the alert is in a case.

        Raises:
            UnknownThing
        """
        alert = self._alerts.get(alert_id)
        with self._store.unit() as unit:
            found = None if alert.case_id else seller_case(unit, alert.listing, alert.assessment.brand)
            if found and unit.case_listings.get(found.case_id, alert.listing.listing_id):
                return None
        return found

    def open_from_alert(
        self,
        alert_id: AlertId,
        *,
        by: PersonId,
        join: CaseId | None = None,
        fresh: bool = False,
        left_out: Collection[ListingId] = (),
    ) -> Case:
        """The case of the alert. Where it has none: ``join`` if named, else the seller's open case, else (or with
        ``fresh``) a new one. What was judged with it and the near-duplicates come with it, but for those ``left_out``.

        Raises:
            UnknownThing
            NotPossible: the case to join is closed, or somebody has dismissed the alert.
        """
        now = self._clock()
        with self._store.unit() as unit:
            alert = unit.alerts.need(alert_id)
            if alert.case_id is not None:
                return surviving_case(unit, alert.case_id)
            if alert.state is AlertState.DISMISSED:
                raise NotPossible(alert_id, "it was dismissed as not infringing", "open it again first")
            if join is not None:
                case = still_open(unit, join)
            else:
                known = None if fresh else seller_case(unit, alert.listing, alert.assessment.brand)
                case = known or open_case(unit, alert.listing, alert.assessment.brand, by=by, at=now)
            rights = tuple(dict.fromkeys((*case.right_ids, *alert.assessment.right_ids)))
            unit.cases.save(replace(case, right_ids=rights))
            unit.case_listings.trace(case.case_id, (f"{RIGHT}:{each}" for each in rights))
            out = set(left_out) - {alert.listing.listing_id}
            taken = [each for each in together(unit, alert) if each.listing.listing_id not in out]
            case = take_in(unit, case.case_id, [each.listing for each in taken], now)
            for each in taken:
                self._alerts.into_case(unit, each.alert_id, case.case_id, by)
            speak_up(unit, [each.alert_id for each in taken])
        return case

    def similar_to_alert(self, alert_id: AlertId, limit: int = 5) -> Sequence[Similar]:
        """Cases that share something with the alert's listing, the closest first; none once it is in a case."""
        alert = self._alerts.get(alert_id)
        if alert.case_id is not None:
            return ()
        shared = traces(alert.listing) | {f"{RIGHT}:{each}" for each in alert.assessment.right_ids}
        with self._store.unit() as unit:
            return similar_cases(unit, shared, alert.assessment.brand, None)[:limit]

    def similar(self, case_id: CaseId, limit: int = 10) -> Sequence[Similar]:
        """Cases that share something with this one's first listings or rights, the closest first.

        Raises:
            UnknownThing
        """
        with self._store.unit() as unit:
            case = unit.cases.need(case_id)
            found = (unit.listings.get(each) for each in case.listing_ids)
            shared = {trace for listing in found if listing for trace in traces(listing)}
            shared |= {f"{RIGHT}:{each}" for each in case.right_ids}
            return similar_cases(unit, shared, case.brand, case_id)[:limit]

    def get(self, case_id: CaseId) -> Case:
        """The case.

        Raises:
            UnknownThing
        """
        with self._store.unit() as unit:
            return unit.cases.need(case_id)

    def find(self, query: CaseQuery = EVERY, *, limit: int = 20, page: int = 1) -> tuple[Sequence[Case], int]:
        """A page of the cases that fit, newest first, and how many fit."""
        with self._store.unit() as unit:
            found = unit.cases.find(query, limit, (page - 1) * limit)
            every = page == 1 and len(found) < limit
            return found, len(found) if every else unit.cases.count(query)

    def listings(
        self,
        case_id: CaseId,
        *,
        limit: int | None = 20,
        page: int = 1,
        state: ListingState | None = None,
        words: str = "",
    ) -> Sequence[CaseListing]:
        """A page of the case's listings, in the order in which they came in; with words those whose record has them.

        Raises:
            UnknownThing
        """
        with self._store.unit() as unit:
            unit.cases.need(case_id)
            return unit.case_listings.page(case_id, limit, (page - 1) * (limit or 0), state, words)

    def seen(self, case_id: CaseId, words: str, most: int) -> Sequence[Listing]:
        """So many of the case's listings as they were last seen, those with all the words.

        Raises:
            UnknownThing
        """
        with self._store.reading() as unit:
            unit.cases.need(case_id)
            return unit.listings.search(words, most, case_id)

    def counts(self, case_id: CaseId) -> Mapping[ListingState, int]:
        """How many of the case's listings are in each state."""
        with self._store.unit() as unit:
            return unit.case_listings.counts(case_id)

    def in_thread(self, channel: str, ts: str) -> Case | None:
        """The case whose thread this is; of a merged one, the case it is part of."""
        with self._store.unit() as unit:
            found = unit.cases.in_thread(channel, ts)
            return surviving_case(unit, found.case_id) if found else None

    def timeline(self, case_id: CaseId) -> Sequence[AuditEntry]:
        """Every recorded act on the case, oldest first."""
        with self._store.unit() as unit:
            unit.cases.need(case_id)
            return unit.audit.about(case_id)

    def note(self, case_id: CaseId, text: str, *, by: PersonId) -> Case:
        """Put a note on the timeline.

        Raises:
            UnknownThing, NotPossible: the note is empty.
        """
        if not text.strip():
            raise NotPossible(case_id, "the note is empty", "write the note after the word")
        return self._act(case_id, by, "case.noted", {"note": text.strip()}, lambda case: case)

    def assign(self, case_id: CaseId, owner: PersonId, *, by: PersonId) -> Case:
        """Give the case to a person."""
        given = {"owner": owner}
        return self._act(case_id, by, "case.assigned", given, lambda case: replace(case, owner=owner))

    def deputise(self, case_id: CaseId, deputy: PersonId, *, by: PersonId) -> Case:
        """Name who stands in for the owner and is reminded too."""
        named = {"deputy": deputy}
        return self._act(case_id, by, "case.deputised", named, lambda case: replace(case, deputy=deputy))

    def due(self, case_id: CaseId, on: date | None, *, by: PersonId) -> Case:
        """Set the day the team wants to be done by; None takes it away. It is no deadline of law."""
        day = {"due_on": on.isoformat() if on else None}
        return self._act(case_id, by, "case.due_set", day, lambda case: replace(case, due_on=on))

    def move_to(self, case_id: CaseId, status: CaseStatus, *, by: PersonId, anyway: bool = False) -> Case:
        """Say where the case stands; ``anyway``: as taken down though listings are still up.

        Raises:
            UnknownThing, NotPossible: no way leads there.
            StillUp: it is to count as taken down, the last look says otherwise, and nobody said ``anyway``.
        """
        answer = self._still_up(case_id, anyway=anyway) if status is CaseStatus.DOWN else {}
        details = {"status": status.value, **answer}
        return self._act(case_id, by, "case.moved", details, lambda case: moved(case, status))

    def outcome(self, case_id: CaseId, outcome: CaseOutcome, *, by: PersonId) -> Case:
        """Record what an AMR, customs or another office made of it.

        Raises:
            UnknownThing, NotPossible: the office or the penalty's number is missing.
        """
        details = {"kind": outcome.kind.value, "office": outcome.office, "number": outcome.number}
        details["on"] = outcome.on.isoformat()
        return self._act(case_id, by, "case.outcome", details, lambda case: with_outcome(case, outcome))

    def cost(self, case_id: CaseId, amount: Decimal, currency: str, what: str, *, by: PersonId) -> Case:
        """Add what was spent.

        Raises:
            UnknownThing, NotPossible: it is no amount or currency, or nobody said what for.
        """
        code, today = currency.strip().upper(), china_day(self._clock())
        cost = Cost(amount=amount, currency=code, what=what.strip(), on=today, by=by)
        details = {"amount": str(amount), "currency": code, "what": cost.what}
        return self._act(case_id, by, "case.cost", details, lambda case: with_cost(case, cost))

    def close(self, case_id: CaseId, reason: str, *, by: PersonId, anyway: bool = False) -> Case:
        """Close the case; ``anyway``: though listings are still up.

        Raises:
            UnknownThing, NotPossible: no reason, or closed before.
            StillUp: the last look found listings up, and nobody said ``anyway``.
        """
        at = self._clock()
        ended = closed(self.get(case_id), reason, at)
        details = {"reason": ended.closed_reason, **self._still_up(case_id, anyway=anyway)}
        return self._act(case_id, by, "case.closed", details, lambda case: closed(case, reason, at))

    def keep_open(self, case_id: CaseId, *, by: PersonId) -> Case:
        """Keep on the audit trail that somebody was asked whether a case ends with listings still up, and said no.

        Raises:
            UnknownThing
        """
        up = {"still_up": self.still_up(case_id)}
        return self._act(case_id, by, "case.kept_open", up, lambda case: case)

    def still_up(self, case_id: CaseId) -> int:
        """How many of its listings the last look found up."""
        counts = self.counts(case_id)
        return counts.get(ListingState.STILL_UP, 0) + counts.get(ListingState.BACK, 0)

    def _still_up(self, case_id: CaseId, *, anyway: bool) -> dict[str, object]:
        """What the trail keeps of the answer: how many were up, and that it was said all the same."""
        count = self.still_up(case_id)
        if count and not anyway:
            raise StillUp(case_id, count)
        return {"still_up": count, "anyway": True} if count else {}

    def reopen(self, case_id: CaseId, reason: str, *, by: PersonId) -> Case:
        """Take up a closed case again.

        Raises:
            UnknownThing, NotPossible: it is not closed, or part of another one.
        """
        return self._act(case_id, by, "case.reopened", {"reason": reason.strip()}, reopened)

    def in_channel(self, case_id: CaseId, channel: str, ts: str) -> None:
        """Remember the thread of the case, unless it has one."""
        with self._store.unit() as unit:
            if not (case := unit.cases.need(case_id)).ts:
                unit.cases.save(replace(case, channel=channel, ts=ts))

    def _act(self, case_id: CaseId, by: PersonId, what: str, told: Mapping[str, object], new: Change) -> Case:
        with self._store.unit() as unit:
            before = unit.cases.need(case_id)
            unit.cases.save(case := new(before))
            if case != before:
                drawn_anew(unit, case)
            unit.audit.append(Act(who=by, what=what, subject=case_id, details=told), self._clock())
        return case
