"""What a notice is made of, gathered in one unit of work: verdicts, evidence and how old it may be, counsel's readings."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from bot.domain.brands import BrandBook
from bot.domain.cases import Case
from bot.domain.compositions import CounselReading, NoticeKind
from bot.domain.drafts import DraftRequest
from bot.domain.errors import UnknownThing, WrongInput
from bot.domain.ids import DraftId, ListingId, RightId
from bot.domain.listings import Listing
from bot.domain.rights import Right
from bot.domain.verdicts import GivenVerdict, refuse_cleared
from bot.papers import NoticeFacts
from bot.repositories import UnitOfWork

FRESH = timedelta(days=7)
"""Evidence older than this is captured again when a draft starts."""

TRY_AGAIN = timedelta(hours=1)
"""A page that could not be fetched is tried again after this."""


def gathered(
    unit: UnitOfWork, request: DraftRequest, draft_id: DraftId, now: datetime, case: Case | None = None
) -> NoticeFacts:
    """All that the notice asked for is made of; ``case`` where it was opened for it.

    Raises:
        UnknownThing: a listing or right that does not exist.
    """
    ids, once = request.listing_ids, tuple(dict.fromkeys(request.listing_ids))
    of_case = unit.drafts.of_case(request.case_id) if request.case_id else ()
    return NoticeFacts(
        request=request,
        draft_id=draft_id,
        now=now,
        listings=tuple(seen(unit, listing_id) for listing_id in once),
        books=tuple(books_of(unit.brand_books.all(), request.right_ids)),
        evidence=tuple(e for listing_id in once for e in unit.evidence.of_listing(listing_id)),
        assessments=tuple(a for listing_id in ids for a in unit.listings.assessments(listing_id)),
        verdicts=tuple(verdicts_on(unit, ids)),
        case=case,
        purchases=tuple(p for listing_id in ids for p in unit.purchases.of_listing(listing_id)),
        drafts=tuple(draft for draft in of_case if draft.draft_id != draft_id),
    )


def accused(
    unit: UnitOfWork, request: DraftRequest, kind: NoticeKind, now: datetime
) -> tuple[list[Listing], list[Listing]]:
    """The listings of the request, and those of them whose evidence is too old.

    Raises:
        UnknownThing, NotPossible: a listing was never seen, or was cleared.
        WrongInput: none was named, and the kind does not do with rights.
    """
    if not request.listing_ids and not (request.right_ids and "listing" not in kind.required):
        raise WrongInput(
            "no listing was named; give --listing PLATFORM:ITEM_ID, or start from an alert. Only papers about "
            "rights alone, such as a power of attorney, do with --right"
        )
    listings = [seen(unit, listing_id) for listing_id in dict.fromkeys(request.listing_ids)]
    if kind.accuses and (given := verdicts_on(unit, request.listing_ids)):
        refuse_cleared(given)
    return listings, [listing for listing in listings if not _fresh(unit, listing, now)]


def _fresh(unit: UnitOfWork, listing: Listing, now: datetime) -> bool:
    taken = unit.evidence.of_listing(listing.listing_id)
    newest = next((each for each in taken if each.kind == "capture"), None)
    return newest is not None and now - newest.captured_at < (FRESH if newest.has("page") else TRY_AGAIN)


def seen(unit: UnitOfWork, listing_id: ListingId) -> Listing:
    """The listing.

    Raises:
        UnknownThing: it was never seen.
    """
    listing = unit.listings.get(listing_id)
    if listing is None:
        raise UnknownThing("listing", listing_id, "it was never seen; use --listing-file to record it first")
    return listing


def verdicts_on(unit: UnitOfWork, listing_ids: Sequence[ListingId]) -> list[GivenVerdict]:
    """The verdicts that stand on these listings."""
    found = [unit.verdicts.current(listing_id) for listing_id in listing_ids]
    return [given for given in found if given is not None]


def suggested(unit: UnitOfWork, listing_ids: Sequence[ListingId]) -> list[Right]:
    """The Chinese rights that the listings' assessments rest on."""
    rests = (
        right_id
        for listing_id in listing_ids
        for assessment in unit.listings.assessments(listing_id)
        if assessment.band.alerts
        for right_id in assessment.right_ids
    )
    known = {r.id: r for book in unit.brand_books.all() for r in book.rights if r.jurisdiction == "CN"}
    return [known[right_id] for right_id in dict.fromkeys(rests) if right_id in known]


def books_of(books: Sequence[BrandBook], right_ids: Sequence[RightId]) -> list[BrandBook]:
    """The brand books that hold these rights.

    Raises:
        UnknownThing: none holds one of them.
    """
    known = {right.id: book for book in books for right in book.rights}
    for right_id in right_ids:
        if right_id not in known:
            raise UnknownThing("right", right_id, "look it up in the list of rights")
    return list({known[right_id].name: known[right_id] for right_id in right_ids}.values())


def reading_of(unit: UnitOfWork, kind: str, sha256: str) -> CounselReading | None:
    """The reading of this wording of a kind of notice, where counsel has read it."""
    found = CounselReading.last_of([e.act for e in unit.audit.about(kind_read(kind)) if e.act is not None])
    return found if found is not None and found.sha256 == sha256 else None


def kind_read(name: str) -> str:
    """What the audit trail calls the wording of a kind of notice."""
    return f"notice:{name}"
