"""Reasons for a notice: proposed from the store's records, resolved with who ticked them and when."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from bot.domain.brands import BrandBook
from bot.domain.drafts import DraftRequest
from bot.domain.errors import UnknownThing
from bot.domain.ids import ListingId, PersonId, RightId
from bot.domain.proposals import ReasonRecords, proposed
from bot.domain.reasons import Reason, TickedReason, about, resolved
from bot.ports import Clock
from bot.repositories import Store, UnitOfWork


class Reasons:
    """Proposes; a person decides which of them hold."""

    def __init__(self, store: Store, clock: Clock) -> None:
        self._store, self._clock = store, clock

    def proposed(
        self, listing_ids: Sequence[ListingId], right_ids: Sequence[RightId] = ()
    ) -> tuple[Reason, ...]:
        """The reasons that the records of these listings and rights propose, those that say most first. None is ticked."""
        with self._store.unit() as unit:
            return proposed(_records(unit, listing_ids, right_ids))

    def features(self, listing_ids: Sequence[ListingId]) -> Mapping[str, str]:
        """What tells genuine goods of these listings and may be disclosed, with its English."""
        with self._store.unit() as unit:
            records = _records(unit, listing_ids, ())
        products = [product for each in records.listings for product in records.products_of(each)]
        return {tell: en for each in products for tell, en in each.tells_told}

    def checked(self, request: DraftRequest) -> None:
        """That each reason ticked is one that is proposed, or stood before.

        Raises:
            UnknownThing: one is not.
        """
        known = {reason.key for reason in self.proposed(request.listing_ids, request.right_ids)}
        known |= {ticked.reason.key for ticked in request.reasons}
        for key in request.ticked:
            if key not in known:
                raise UnknownThing(
                    "reason", key, "its record may have changed; `marque draft reasons` shows those there are"
                )

    def settled(self, request: DraftRequest, before: Sequence[TickedReason], *, by: PersonId) -> DraftRequest:
        """The request with its reasons: those ticked now, by this person; those that stood before keep who and when."""
        offered = self.proposed(request.listing_ids, request.right_ids) if request.ticked else ()
        found = resolved(request.ticked, offered, before, by=by, at=self._clock())
        return replace(request, reasons=about(found, request.listing_ids))


def audited(request: DraftRequest) -> dict[str, object]:
    """What the audit keeps of the reasons: which, on what record, ticked by whom and when."""
    if not request.reasons:
        return {}
    rows = [
        {"key": r.reason.key, "record": r.reason.record, "by": r.by, "at": r.at.isoformat()}
        for r in request.reasons
    ]
    return {"reasons": rows}


def _records(
    unit: UnitOfWork, listing_ids: Sequence[ListingId], right_ids: Sequence[RightId]
) -> ReasonRecords:
    listings = [found for each in listing_ids if (found := unit.listings.get(each)) is not None]
    books: Sequence[BrandBook] = unit.brand_books.all()
    assessments = [a for each in listing_ids for a in unit.listings.assessments(each)]
    wanted = {*right_ids} or {r for a in assessments for r in a.right_ids}
    return ReasonRecords(
        listings=listings,
        rights=[right for book in books for right in book.rights if right.id in wanted],
        books=books,
        assessments=assessments,
        evidence=[e for each in listing_ids for e in unit.evidence.of_listing(each)],
        purchases=[p for each in listing_ids for p in unit.purchases.of_listing(each)],
    )
