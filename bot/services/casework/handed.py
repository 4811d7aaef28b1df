"""Evidence by hand: a file that a person took or was given, kept with its hash, the person and the moment."""

from collections.abc import Mapping, Sequence
from datetime import timedelta
from typing import Protocol

from bot.domain.audit import Act
from bot.domain.case_notes import StampCame, facts_of
from bot.domain.errors import NotPossible
from bot.domain.evidence import Evidence
from bot.domain.ids import MARQUE, CaseId, EvidenceId, ListingId, PersonId, PurchaseId
from bot.domain.purchases import TestPurchase
from bot.ports import Clock
from bot.repositories import Store, UnitOfWork
from bot.services.casework.followups import say
from bot.services.casework.grades import HANDED_IN

MOST_FILES, LOOKED_THROUGH, ASKED_FOR = 10, 200, timedelta(days=7)
"""Files at a time; of so much evidence, and for so long, stamps that did not come are asked for again."""


class HandedKeeper(Protocol):
    """Keeps files as they came, under a manifest that is time-stamped where an authority is set."""

    def keep(self, evidence: Evidence, files: Sequence[tuple[str, bytes]]) -> Evidence:
        """The record with its files (name, content)."""
        ...

    def stamped(self, evidence: Evidence) -> Evidence:
        """The record with the stamps that authorities give now; as it is where none does."""
        ...


class HandedEvidence:
    """Takes in what people hand over. It counts as what a person says of it, never as a capture or a purchase."""

    def __init__(self, store: Store, keeper: HandedKeeper, clock: Clock) -> None:
        self._store, self._keeper, self._clock = store, keeper, clock

    def add(
        self,
        case_id: CaseId,
        files: Sequence[tuple[str, bytes]],
        *,
        by: PersonId,
        shows: str = "other",
        listing_id: ListingId | None = None,
        purchase: PurchaseId | None = None,
        note: str = "",
    ) -> Evidence:
        """Keep the files (name, content) for a listing of the case, its first one where none is named, or a purchase.

        Raises:
            UnknownThing: no such case.
            NotPossible: nothing in the files, too many of them, a listing or purchase of another case, or no listing.
        """
        if not any(content for _, content in files) or len(files) > MOST_FILES:
            raise NotPossible(case_id, "between 1 and {most} files can be kept at a time", most=MOST_FILES)
        if shows not in HANDED_IN:
            raise NotPossible(
                case_id, "“{value}” says nothing of what it shows", ", ".join(HANDED_IN), value=shows
            )
        with self._store.unit() as unit:
            listing, url = _tied_to(unit, case_id, _bought(unit, case_id, purchase) or listing_id)
            evidence_id = unit.evidence.next_id()
        now = self._clock()
        kept = self._keeper.keep(
            Evidence(
                evidence_id=evidence_id,
                listing_id=listing,
                url=url,
                captured_at=now,
                kind="file",
                shows=shows,
                by=by,
                note=note.strip(),
                purchase=purchase or PurchaseId(""),
            ),
            files,
        )
        with self._store.unit() as unit:
            unit.evidence.save(kept)
            unit.audit.append(
                Act(who=by, what="evidence.handed_in", subject=case_id, details=_told(kept)), now
            )
        return kept

    def stamp_due(self) -> int:
        """Ask again for the time stamps that no authority gave, for a week; how many came. The case's thread is told."""
        now = self._clock()
        with self._store.unit() as unit:
            newest = unit.evidence.newest(LOOKED_THROUGH)
        waiting = [e for e in newest if e.by_hand and e.lacks_stamp and now - e.captured_at < ASKED_FOR]
        stamped = [again for each in waiting if (again := self._keeper.stamped(each)).stamps]
        for each in stamped:
            with self._store.unit() as unit:
                unit.evidence.save(each)
                for stamp in each.stamps:
                    note = StampCame(evidence=each.evidence_id, authority=stamp.authority, at=stamp.at)
                    for entry in unit.case_listings.of_listing(each.listing_id):
                        say(unit, entry.case_id, note, now)
                        told = facts_of(note)
                        act = Act(who=MARQUE, what="evidence.stamped", subject=entry.case_id, details=told)
                        unit.audit.append(act, now)
        return len(stamped)


def purchases_of(unit: UnitOfWork, case_id: CaseId) -> Sequence[TestPurchase]:
    """The test purchases of a case's listings."""
    held = [entry.listing_id for entry in unit.case_listings.page(case_id)]
    return [purchase for each in held for purchase in unit.purchases.of_listing(each)]


def _bought(unit: UnitOfWork, case_id: CaseId, purchase: PurchaseId | None) -> ListingId | None:
    if purchase is None:
        return None
    found = [each for each in purchases_of(unit, case_id) if each.purchase_id == purchase]
    if not found:
        raise NotPossible(case_id, "{purchase} is no purchase of it", purchase=purchase)
    return found[0].listing_id


def _tied_to(unit: UnitOfWork, case_id: CaseId, listing_id: ListingId | None) -> tuple[ListingId, str]:
    unit.cases.need(case_id)
    held = [entry.listing_id for entry in unit.case_listings.page(case_id)]
    if not held:
        raise NotPossible(case_id, "it has no listing that evidence could be tied to")
    if listing_id is not None and listing_id not in held:
        raise NotPossible(case_id, "{listing} is no listing of it", listing=listing_id)
    tied = listing_id or held[0]
    listing = unit.listings.get(tied)
    return tied, listing.url if listing else ""


def _told(kept: Evidence) -> Mapping[str, object]:
    evidence_id: EvidenceId = kept.evidence_id
    return {
        "evidence": evidence_id,
        "listing": kept.listing_id,
        "shows": kept.shows,
        "purchase": kept.purchase,
        "files": {file.name: file.sha256 for file in kept.files},
    }
