"""Which case a listing joins: the open one of its seller (the same shop), or a new one; which others are like it."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime

from bot.domain.audit import Act
from bot.domain.cases import FEW, Case, CaseStatus, followed
from bot.domain.errors import NotPossible
from bot.domain.followups import CaseListing
from bot.domain.ids import CaseId, PersonId
from bot.domain.infringers import seller_key
from bot.domain.listings import Listing
from bot.domain.sellers import Tie, traces
from bot.ports import Clock, OutboxKind
from bot.repositories import UnitOfWork


def case_for(unit: UnitOfWork, listing: Listing, brand: str, *, by: PersonId, clock: Clock) -> Case:
    """The open case on this listing's seller, with the listing in it; a new one where there is none."""
    found = seller_case(unit, listing, brand) or open_case(unit, listing, brand, by=by, at=clock())
    return take_in(unit, found.case_id, [listing], clock())


def brand_case(unit: UnitOfWork, brand: str, *, by: PersonId, at: datetime) -> Case:
    """The open case of papers that concern no seller (a power of attorney, a recordal): one for each brand."""
    key = f"brand:{brand}"
    for case in unit.cases.all():
        if case.seller_key == key and case.status is not CaseStatus.CLOSED:
            return case
    case = Case(
        case_id=unit.cases.next_id(),
        title=brand,
        brand=brand,
        seller_key=key,
        owner=by,
        opened_at=at,
        opened_by=by,
    )
    unit.cases.save(case)
    details: dict[str, object] = {"brand": brand}
    unit.audit.append(Act(who=by, what="case.opened", subject=case.case_id, details=details), at)
    return case


def open_case(unit: UnitOfWork, listing: Listing, brand: str, *, by: PersonId, at: datetime) -> Case:
    """A new case on the listing's seller, still without listings."""
    case = Case(
        case_id=unit.cases.next_id(),
        title=listing.seller_company or listing.seller_name or listing.title[:60],
        brand=brand,
        seller_key=seller_key(listing),
        owner=by,
        opened_at=at,
        opened_by=by,
    )
    details: dict[str, object] = {"listing": listing.listing_id, "seller": case.seller_key}
    unit.cases.save(case)
    unit.audit.append(Act(who=by, what="case.opened", subject=case.case_id, details=details), at)
    return case


def take_in(unit: UnitOfWork, case_id: CaseId, listings: Iterable[Listing], at: datetime) -> Case:
    """The case with these listings in it; those it has already stay as they are."""
    case, shared, new, brought = unit.cases.need(case_id), set[str](), list[CaseListing](), list(listings)
    held = unit.case_listings.held(case_id, [each.listing_id for each in brought])
    for listing in brought:
        shared |= traces(listing)
        if listing.listing_id not in held:
            held.add(listing.listing_id)
            number = case.listing_count + len(new) + 1
            entry = CaseListing(case_id=case_id, listing_id=listing.listing_id, number=number, added_at=at)
            new.append(entry)
    unit.case_listings.add_all(new)
    first = (*case.listing_ids, *(entry.listing_id for entry in new[:FEW]))[:FEW]
    case = replace(case, listing_count=case.listing_count + len(new), listing_ids=first)
    unit.cases.save(case)
    if new:
        drawn_anew(unit, case)
    unit.case_listings.trace(case_id, shared)
    return case


def recounted(unit: UnitOfWork, case: Case) -> Case:
    """The case with the count and the first of its listings as they are now."""
    first = tuple(entry.listing_id for entry in unit.case_listings.page(case.case_id, FEW))
    return replace(
        case, listing_ids=first, listing_count=sum(unit.case_listings.counts(case.case_id).values())
    )


def seller_case(unit: UnitOfWork, listing: Listing, brand: str) -> Case | None:
    """The open case of this brand that has the listing or its seller."""
    holding = [entry.case_id for entry in unit.case_listings.of_listing(listing.listing_id)]
    if listing.seller_id:
        shop = f"{Tie.SELLER}:{listing.platform}:{listing.seller_id}"
        holding += [case_id for case_id, _ in unit.case_listings.sharing({shop})]
    found = (surviving_case(unit, case_id) for case_id in dict.fromkeys(holding))
    return next((c for c in found if c.brand == brand and c.status is not CaseStatus.CLOSED), None)


def move(unit: UnitOfWork, case_id: CaseId, status: CaseStatus) -> None:
    """Move a case along, within the caller's unit of work. Where no way leads there it stays as it is."""
    unit.cases.save(followed(unit.cases.need(case_id), status))


def drawn_anew(unit: UnitOfWork, *cases: Case) -> None:
    """Have the cards of these cases drawn as the caller's unit of work leaves them, whoever dies or is refused on the way."""
    for case in cases:
        if case.ts:
            unit.outbox.add(OutboxKind.CASE_NOTE, case.case_id)


def still_open(unit: UnitOfWork, case_id: CaseId) -> Case:
    """The case, or the one that it is part of.

    Raises:
        UnknownThing, NotPossible: it is closed.
    """
    case = surviving_case(unit, case_id)
    if case.status is CaseStatus.CLOSED:
        raise NotPossible(case.case_id, "it is closed", "reopen it first, or open a new case")
    return case


RIGHT = "right"
"""The weakest thing two cases have in common, after the ties of :class:`bot.domain.sellers.Tie`."""

_STRENGTH = (*(each.value for each in Tie), RIGHT)


@dataclass(frozen=True, slots=True, kw_only=True)
class Similar:
    """An earlier case with something in common; ``ties``: ``seller`` ``licence`` ``contact`` ``picture`` ``right``."""

    case: Case
    ties: tuple[str, ...]

    @property
    def strong(self) -> bool:
        """Whether more than the right is shared."""
        return self.ties != (RIGHT,)


def surviving_case(unit: UnitOfWork, case_id: CaseId) -> Case:
    """The case, or the one it was merged into."""
    case = unit.cases.need(case_id)
    while case.merged is not None:
        case = unit.cases.need(case.merged.into)
    return case


def similar_cases(
    unit: UnitOfWork, shared: set[str] | frozenset[str], brand: str, but: CaseId | None
) -> list[Similar]:
    """Those of the brand that share one of the traces, and others that share more than a right; the closest first."""
    ties: dict[CaseId, set[str]] = {}
    for case_id, trace in unit.case_listings.sharing(shared):
        ties.setdefault(surviving_case(unit, case_id).case_id, set()).add(trace.partition(":")[0])
    ties.pop(CaseId(but or ""), None)
    found = [
        Similar(case=unit.cases.need(case_id), ties=tuple(tie for tie in _STRENGTH if tie in held))
        for case_id, held in ties.items()
    ]
    kept = [each for each in found if each.case.brand == brand or each.strong]
    kept.sort(key=lambda each: each.case.opened_at, reverse=True)
    return sorted(
        kept, key=lambda each: (_STRENGTH.index(each.ties[0]), each.case.status is CaseStatus.CLOSED)
    )
