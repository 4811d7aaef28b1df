"""The rights register: brand books in, rights with their state out."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from bot.domain.audit import Act
from bot.domain.brands import BrandBook, with_terms
from bot.domain.errors import NoBrandBook
from bot.domain.ids import PersonId
from bot.domain.moments import china_day
from bot.domain.preparation import Check, Coverage, StateOf, coverage, prepared
from bot.domain.rights import Right, RightState
from bot.ports import Clock
from bot.repositories import Store
from bot.signals.offer.lines import proposed
from knowledge.instruments import NotInForce
from knowledge.law import Register

GRACE = "tm.renewal.grace"
"""Where the register keeps the renewal grace of a trademark, in months."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RightOnDay:
    """A right with its state on a day, and the brand whose book holds it."""

    brand: str
    right: Right
    state: RightState


class Rights:
    """Reads and updates the register."""

    def __init__(self, store: Store, register: Register, clock: Clock) -> None:
        self._store, self._register, self._clock = store, register, clock

    def import_book(self, book: BrandBook, by: PersonId) -> None:
        """Take a brand book into the register. The same book again updates; rows that are gone are retired."""
        with self._store.unit() as unit:
            unit.brand_books.save(book)
            details = {"revision": book.revision, "rights": len(book.rights), "products": len(book.products)}
            unit.audit.append(
                Act(who=by, what="brand.imported", subject=book.name, details=details), self._clock()
            )

    def has_books(self) -> bool:
        """Whether any brand book is there."""
        with self._store.unit() as unit:
            return bool(unit.brand_books.all())

    def books(self, name: str | None = None) -> Sequence[BrandBook]:
        """All brand books, or the one of this name.

        Raises:
            NoBrandBook: none (of this name) is imported.
        """
        with self._store.unit() as unit:
            books = unit.brand_books.all()
        chosen = [book for book in books if name is None or book.name.casefold() == name.casefold()]
        if not chosen:
            raise NoBrandBook(name)
        return [with_terms(book, self._register) for book in chosen]

    def on(self, day: date | None = None) -> Sequence[RightOnDay]:
        """Every right with its state on the day (default: today in China), soonest to expire first."""
        day = day or china_day(self._clock())
        with self._store.unit() as unit:
            books = [with_terms(book, self._register) for book in unit.brand_books.all()]
        grace = self._grace(day)
        rows = [RightOnDay(brand=b.name, right=r, state=r.state(day, grace)) for b in books for r in b.rights]
        return sorted(rows, key=lambda row: row.right.expires_on or date.max)

    def prepared(self, name: str | None = None) -> Sequence[tuple[str, Sequence[Check]]]:
        """Each brand with its checks before any action, red first.

        Raises:
            NoBrandBook
        """
        today = china_day(self._clock())
        state = self._state_on(today)
        return [(b.name, prepared(b, state, today, self._nicknames(b))) for b in self.books(name)]

    def _nicknames(self, book: BrandBook) -> Sequence[str]:
        """What listings that the team confirmed call the brand's goods, beside its book."""
        told: dict[bool, list[tuple[str, str]]] = {True: [], False: []}
        with self._store.unit() as unit:
            for given in unit.verdicts.all_standing():
                listing, verdict = unit.listings.get(given.listing_id), given.verdict
                brands = {found.brand for found in unit.listings.assessments(given.listing_id)}
                if listing and verdict and book.name in brands and (verdict.infringes or verdict.clears):
                    told[verdict.infringes].append((listing.seller_id or listing.item_id, listing.title))
        return proposed(told[True], (title for _, title in told[False]), book)

    def coverage(self, name: str | None = None) -> Sequence[tuple[str, Sequence[Coverage]]]:
        """Each brand with its products and the rights that cover them, by portal.

        Raises:
            NoBrandBook
        """
        state = self._state_on(china_day(self._clock()))
        return [(book.name, coverage(book, state)) for book in self.books(name)]

    def _state_on(self, day: date) -> StateOf:
        grace = self._grace(day)
        return lambda right: right.state(day, grace)

    def _grace(self, day: date) -> int:
        try:
            return self._register.figure(GRACE, day).value
        except NotInForce:
            return 0
