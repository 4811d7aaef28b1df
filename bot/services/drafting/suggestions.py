"""Wording for the free-text fields of a notice, proposed by a chat model from the records, where one is configured."""

from collections.abc import Iterator, Sequence

from bot.domain.brands import BrandBook
from bot.domain.errors import NotPossible
from bot.domain.ids import ListingId
from bot.domain.listings import Listing
from bot.domain.moments import china_day
from bot.ports import WordingWriter
from bot.repositories import Store, UnitOfWork

FIELDS = (("facts_zh", "zh"), ("facts_en", "en"))
"""The only fields that a model may propose words for."""

_INTERNAL = frozenset({"price"})
"""Detectors whose reasons name what stays inside: the lowest authorised price."""


class Suggestions:
    """Proposes; a person decides what of it stands in the notice."""

    def __init__(self, store: Store, writer: WordingWriter | None) -> None:
        self._store, self._writer = store, writer

    @property
    def available(self) -> bool:
        """Whether a chat model is configured."""
        return self._writer is not None

    def facts(self, listing_ids: Sequence[ListingId]) -> tuple[tuple[str, str], ...]:
        """Field and wording, for each field that the model had words for.

        Raises:
            NotPossible: no model is configured, no listing is known, or the model had nothing to say.
        """
        if self._writer is None:
            raise NotPossible("suggested wording", "no chat model is configured", "set MARQUE_CHAT_MODEL")
        with self._store.unit() as unit:
            records = [line for each in listing_ids for line in _records(unit, each)]
        if not records:
            raise NotPossible(
                "suggested wording", "no listing with records was named", "name the listing first"
            )
        found = tuple((field, self._writer.suggest(records, language=lang)) for field, lang in FIELDS)
        told = tuple((field, text) for field, text in found if text)
        if not told:
            raise NotPossible(
                "suggested wording", "the records show nothing that the model could say", "write it yourself"
            )
        return told


def _records(unit: UnitOfWork, listing_id: ListingId) -> Iterator[str]:
    """What the model may see of a listing: public facts only, never a confidential tell or our own contacts."""
    listing = unit.listings.get(listing_id)
    if listing is None:
        return
    yield from _listing(listing)
    assessments = unit.listings.assessments(listing_id)
    for signal in (s for a in assessments for s in a.signals if s.score > 0 and s.name not in _INTERNAL):
        yield f"Detector {signal.name}: {signal.because}"
    skus = {sku for a in assessments for sku in a.skus}
    yield from _tells(unit.brand_books.all(), skus)
    for evidence in [e for e in unit.evidence.of_listing(listing_id) if e.kind == "capture"][:1]:
        yield f"The page was captured on {china_day(evidence.captured_at)}"
    for purchase in unit.purchases.of_listing(listing_id):
        for difference in purchase.differences:
            yield f"Sample compared: genuine goods have “{difference.tell}”, the sample shows “{difference.seen}”"


def _listing(listing: Listing) -> Iterator[str]:
    yield f"Title of the listing: {listing.title}"
    if listing.price is not None:
        yield f"Price shown: {listing.currency} {listing.price}"
    if listing.sales is not None:
        yield f"Sales shown: {listing.sales}"


def _tells(books: Sequence[BrandBook], skus: set[str]) -> Iterator[str]:
    for product in (p for book in books for p in book.products if p.sku in skus):
        for tell in product.tells:
            yield f"How genuine {product.name} looks (may be disclosed): {tell}"
