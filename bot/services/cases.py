"""Cases: opened from alerts, worked on in a thread, closed with a reason."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from bot.domain.audit import Act, AuditEntry
from bot.domain.cases import Case, CaseStatus
from bot.domain.errors import NotPossible, UnknownThing
from bot.domain.ids import AlertId, CaseId, ListingId, PersonId
from bot.domain.listings import Listing
from bot.ports import Clock, Store, UnitOfWork
from bot.services.alerts import Alerts, folded


class Cases:
    """Opens, shows and moves cases. Every act is on the case's timeline."""

    def __init__(self, store: Store, alerts: Alerts, clock: Clock) -> None:
        self._store, self._alerts, self._clock = store, alerts, clock

    def offered(self, alert_id: AlertId) -> Case | None:
        """The seller's open case that the alert would join; None where it has none, or the alert is in a case.

        Raises:
            UnknownThing
        """
        alert = self._alerts.get(alert_id)
        with self._store.unit() as unit:
            found = None if alert.case_id else _open_case(unit, alert.listing, alert.assessment.brand)
        return found if found and alert.listing.listing_id not in found.listing_ids else None

    def open_from_alert(self, alert_id: AlertId, *, by: PersonId, fresh: bool = False) -> Case:
        """The case of the alert, opened where there is none: the seller's open case is used if it has one.

        ``fresh``: open one even so. The near-duplicates that the alert speaks for come with it.

        Raises:
            UnknownThing
        """
        alert = self._alerts.get(alert_id)
        if alert.case_id is not None:
            return self.get(alert.case_id)
        with self._store.unit() as unit:
            case = case_for(
                unit, alert.listing, alert.assessment.brand, by=by, clock=self._clock, fresh=fresh
            )
            for each in (alert, *folded(unit, alert)):
                case = _with_listing(unit, case, each.listing)
                self._alerts.into_case(unit, each.alert_id, case.case_id, by)
        return case

    def get(self, case_id: CaseId) -> Case:
        """The case.

        Raises:
            UnknownThing
        """
        with self._store.unit() as unit:
            return _case(unit, case_id)

    def all(self) -> Sequence[Case]:
        """Every case, newest first."""
        with self._store.unit() as unit:
            return sorted(unit.cases.all(), key=lambda case: case.opened_at, reverse=True)

    def in_thread(self, channel: str, ts: str) -> Case | None:
        """The case whose thread this is."""
        with self._store.unit() as unit:
            return unit.cases.in_thread(channel, ts)

    def timeline(self, case_id: CaseId) -> Sequence[AuditEntry]:
        """Every recorded act on the case, oldest first."""
        with self._store.unit() as unit:
            _case(unit, case_id)
            return unit.audit.about(case_id)

    def note(self, case_id: CaseId, text: str, *, by: PersonId) -> Case:
        """Put a note on the timeline.

        Raises:
            UnknownThing, NotPossible: the note is empty.
        """
        if not text.strip():
            raise NotPossible(case_id, "the note is empty", "write the note after the word")
        return self._act(case_id, by, "case.noted", {"note": text.strip()})

    def assign(self, case_id: CaseId, owner: PersonId, *, by: PersonId) -> Case:
        """Give the case to a person."""
        return self._act(case_id, by, "case.assigned", {"owner": owner}, owner=owner)

    def close(self, case_id: CaseId, reason: str, *, by: PersonId) -> Case:
        """Close the case.

        Raises:
            UnknownThing, NotPossible: no reason, or closed before.
        """
        if not reason.strip():
            raise NotPossible(case_id, "no reason was given", "say in a few words how it ended")
        if self.get(case_id).status is CaseStatus.CLOSED:
            raise NotPossible(case_id, "it is closed already")
        details: dict[str, object] = {"reason": reason.strip()}
        return self._act(
            case_id, by, "case.closed", details, status=CaseStatus.CLOSED, closed_reason=reason.strip()
        )

    def in_channel(self, case_id: CaseId, channel: str, ts: str) -> None:
        """Remember the thread of the case, unless it has one."""
        with self._store.unit() as unit:
            case = _case(unit, case_id)
            if not case.ts:
                unit.cases.save(replace(case, channel=channel, ts=ts))

    def _act(
        self, case_id: CaseId, by: PersonId, what: str, details: dict[str, object], **changes: object
    ) -> Case:
        with self._store.unit() as unit:
            case = replace(_case(unit, case_id), **changes)  # type: ignore[arg-type]  # field names checked by the callers above
            unit.cases.save(case)
            unit.audit.append(Act(who=by, what=what, subject=case_id, details=details), self._clock())
        return case


def case_for(
    unit: UnitOfWork, listing: Listing, brand: str, *, by: PersonId, clock: Clock, fresh: bool = False
) -> Case:
    """The open case on this listing's seller, with the listing in it; a new one where there is none, or ``fresh``."""
    seller = seller_key(listing)
    found = None if fresh else _open_case(unit, listing, brand)
    if found is None:
        found = Case(
            case_id=unit.cases.next_id(),
            title=listing.seller_company or listing.seller_name or listing.title[:60],
            brand=brand,
            seller_key=seller,
            owner=by,
            opened_at=clock(),
            opened_by=by,
        )
        details: dict[str, object] = {"listing": listing.listing_id, "seller": seller}
        unit.audit.append(Act(who=by, what="case.opened", subject=found.case_id, details=details), clock())
    return _with_listing(unit, found, listing)


def move(unit: UnitOfWork, case_id: CaseId, status: CaseStatus) -> None:
    """Move a case along, within the caller's unit of work. A closed case stays closed."""
    case = _case(unit, case_id)
    if case.status is not CaseStatus.CLOSED:
        unit.cases.save(replace(case, status=status))


def seller_key(listing: Listing) -> str:
    """``platform:seller id``, or empty where the shop is not known."""
    return f"{listing.platform}:{listing.seller_id}" if listing.seller_id else ""


def _open_case(unit: UnitOfWork, listing: Listing, brand: str) -> Case | None:
    seller = seller_key(listing)
    return next((c for c in unit.cases.all() if _same_matter(c, listing.listing_id, seller, brand)), None)


def _with_listing(unit: UnitOfWork, case: Case, listing: Listing) -> Case:
    if listing.listing_id not in case.listing_ids:
        case = replace(case, listing_ids=(*case.listing_ids, listing.listing_id))
    unit.cases.save(case)
    return case


def _same_matter(case: Case, listing_id: ListingId, seller: str, brand: str) -> bool:
    if case.status is CaseStatus.CLOSED or case.brand != brand:
        return False
    return listing_id in case.listing_ids or bool(seller and case.seller_key == seller)


def _case(unit: UnitOfWork, case_id: CaseId) -> Case:
    case = unit.cases.get(case_id)
    if case is None:
        raise UnknownThing("case", case_id, "`marque cases` lists them")
    return case
