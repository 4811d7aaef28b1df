"""Intake: what a team brings along is judged and recorded as if a sweep had found it, and a first brand book is made."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from pathlib import Path
from typing import Protocol

from bot.domain.assessments import Band
from bot.domain.audit import Act
from bot.domain.brands import BrandBook
from bot.domain.errors import NotPossible
from bot.domain.ids import PersonId, RightId
from bot.domain.intake import BroughtListings
from bot.domain.listings import Listing
from bot.domain.products import Product
from bot.domain.rights import Right, RightKind
from bot.domain.sights import MarketSight, sights
from bot.ports import Clock
from bot.repositories import Store
from bot.services.casework.rights import Rights
from bot.services.watching.watches import Watches

BOOKS, TABLES, PICTURES = (
    (".toml", ".zip"),
    (".csv", ".tsv", ".txt", ".xlsx", ".json", ".jsonl", ".ndjson", ".xml"),
    (".png", ".jpg", ".jpeg", ".webp"),
)


class Readers(Protocol):
    """How what is brought along is read (bot.sources.brought)."""

    def listings_in(self, text: str) -> BroughtListings: ...
    def listings_of(self, name: str, data: bytes) -> BroughtListings:
        """Raises WrongInput."""
        ...

    def picture_text(self, data: bytes) -> str:
        """Raises NotPossible."""
        ...

    def book_of(self, name: str, data: bytes, folder: Path) -> BrandBook:
        """Raises WrongInput."""
        ...

    def keep(self, book: BrandBook, root: Path) -> BrandBook:
        """The book with copies of its files under the root."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class BrandSketch:
    """What a team knows of its brand on the first day. ``floor`` is the lowest lawful price in ``currency``."""

    name: str
    aliases: tuple[str, ...] = ()
    owner: str
    number: str = ""
    classes: tuple[int, ...] = ()
    goods: tuple[str, ...] = ()
    floor: Decimal | None = None
    currency: str = "CNY"


@dataclass(frozen=True, slots=True, kw_only=True)
class IntakeOutcome:
    """What came of listings brought along: how many were taken in, and of these how many are suspect or alerted anew."""

    taken: int
    suspect: int
    alerted: int
    untitled: int = 0


class Intake:
    """Reads, previews and takes in. ``folder``: the home, where brand books are kept."""

    def __init__(
        self, store: Store, watches: Watches, rights: Rights, readers: Readers, folder: Path, clock: Clock
    ) -> None:
        self._store, self._watches, self._rights = store, watches, rights
        self._readers, self._folder, self._clock = readers, folder, clock

    def sights(self) -> Sequence[MarketSight]:
        """What is seen of each marketplace without anybody's help."""
        with self._store.unit() as unit:
            brought = {alert.listing.platform for alert in unit.alerts.recent()}
        return sights(self._watches.names, brought)

    def read(self, name: str, data: bytes) -> BroughtListings:
        """The listings of a table, or those that a screenshot names, for a person to look at. Nothing is taken in.

        Raises:
            WrongInput, NotPossible: it cannot be read; the sentence says what can.
        """
        if name.lower().endswith(PICTURES):
            return self._readers.listings_in(self._readers.picture_text(data))
        return self._readers.listings_of(name, data)

    def read_text(self, text: str) -> BroughtListings:
        """The listings that pasted text links to."""
        return self._readers.listings_in(text)

    def take_in(self, brought: BroughtListings, *, by: PersonId, origin: str) -> IntakeOutcome:
        """Record and judge what was shown; an alert goes the way of every alert.

        Raises:
            NotPossible: there is no listing in it.
        """
        titled = [each for each in brought.listings if each.title.strip()]
        if not titled:
            raise NotPossible(
                origin, "it links to no listing with a title", "paste the title beside the link"
            )
        now = self._clock()
        details: dict[str, object] = {"listings": len(titled)}
        with self._store.unit() as unit:
            known = {each.listing_id for each in titled if unit.alerts.of_listing(each.listing_id)}
            unit.audit.append(Act(who=by, what="listings.brought", subject=origin, details=details), now)
        suspect = sum(self._judged(each) for each in titled)
        with self._store.unit() as unit:
            alerts = {each.listing_id for each in titled if unit.alerts.of_listing(each.listing_id)}
        return IntakeOutcome(
            taken=len(titled),
            suspect=suspect,
            alerted=len(alerts - known),
            untitled=len(brought.listings) - len(titled),
        )

    def book(self, name: str, data: bytes) -> BrandBook:
        """A brand book as it was dropped, checked. Nothing is taken in.

        Raises:
            WrongInput: with the table and the key that are wrong.
        """
        digest = hashlib.sha256(data).hexdigest()[:16]
        return self._readers.book_of(name, data, self._folder / "dropped" / digest)

    def import_book(self, book: BrandBook, *, by: PersonId) -> BrandBook:
        """Take the book in, with copies of the files it names."""
        kept = self._readers.keep(book, self._folder / "brands") if book.folder else book
        self._rights.import_book(kept, by)
        return kept

    def import_sketch(self, sketch: BrandSketch, *, by: PersonId) -> BrandBook:
        """A first brand book of a few facts, to be replaced by a whole one.

        Raises:
            NotPossible: a book of that name is there already.
        """
        with self._store.unit() as unit:
            names = {book.name.casefold() for book in unit.brand_books.all()}
        if sketch.name.casefold() in names:
            raise NotPossible(
                sketch.name, "a brand book of that name is there already", "drop the new one here"
            )
        return self.import_book(_book(sketch), by=by)

    def _judged(self, listing: Listing) -> bool:
        return any(each.band in {Band.HIGH, Band.MEDIUM} for each in self._watches.record(listing))


def _book(sketch: BrandSketch) -> BrandBook:
    mark = Right(
        id=RightId("TM-1"),
        kind=RightKind.TRADEMARK,
        number=sketch.number,
        title=sketch.name,
        classes=sketch.classes,
        owner=sketch.owner,
    )
    product = Product(
        sku=sketch.name,
        name=sketch.name,
        keywords=sketch.goods,
        right_ids=(mark.id,),
        floor_price=sketch.floor,
        currency=sketch.currency,
    )
    book = BrandBook(
        name=sketch.name,
        aliases=sketch.aliases,
        owner=sketch.owner,
        rights=(mark,) if sketch.number else (),
        products=(product,) if sketch.number else (replace(product, right_ids=()),),
    )
    return replace(book, revision=hashlib.sha256(repr(book).encode()).hexdigest()[:16])
