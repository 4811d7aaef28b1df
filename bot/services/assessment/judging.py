"""Judges listings against the brand books in the state, with pictures fetched through the guard."""

import hashlib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from threading import Lock

from bot.domain.assessments import Assessment
from bot.domain.brands import BrandBook
from bot.domain.errors import FetchFailed, Outside
from bot.domain.listings import Listing
from bot.domain.moments import china_day
from bot.domain.proofs import Drawn
from bot.domain.quarantine import Quarantined
from bot.domain.sentences import NOTHING, sentence
from bot.ports import Clock
from bot.repositories import Store
from bot.services.assessment.genuine_pictures import genuine, left_out
from bot.services.assessment.pictures import MOST_PICTURES, Pictures, picture_file
from bot.services.assessment.screening import Panel
from bot.signals.names.folding import ListingTexts
from bot.signals.offer.money import Rates
from bot.signals.pictures.image import Fingerprint, PictureMatch, match
from bot.signals.pictures.pixels import NoPicture, readable
from bot.signals.pictures.proofs import proof, recognised
from bot.signals.weighing.assess import detector_version
from bot.signals.weighing.combine import Weights, packaged_weights
from bot.signals.weighing.compiled_book import CompiledBook, compile_book
from bot.signals.weighing.detectors import heard
from bot.signals.weighing.look import ListingLook

Fetch = Callable[[str], bytes]
"""The bytes of a picture behind a web address. Raises Outside."""


@dataclass(frozen=True, slots=True, kw_only=True)
class BookBench:
    """A :class:`bot.services.watching.looks.Bench`: the books and weights of one moment, read once for many listings."""

    edition: str
    panel: Panel
    pictures: Pictures
    clock: Clock

    def judge(self, listing: Listing) -> Sequence[Assessment]:
        """One assessment for each brand book, most suspect first."""
        today = china_day(self.clock())
        if listing.images:
            return self.panel.look(listing, today, self.pictures)
        return self.panel.judge(listing, today)

    def prints(self, listing: Listing) -> Mapping[int, Fingerprint | None]:
        """Fingerprints by the picture's place; None for a picture next to blank, or the owner's own."""
        marks = self.pictures.prints(listing) if listing.images else {}
        return {int(at): None if self._idle(mark) else mark for at, mark in marks.items()}

    def _idle(self, mark: Fingerprint) -> bool:
        known = (index for book in self.panel.books for index in (book.pictures, book.aside))
        return mark.plain or any(match("", mark, index) for index in known)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Recognised:
    """A picture that was made from a genuine one, with the bytes of that."""

    match: PictureMatch
    ours: bytes


class BookJudge:
    """A :class:`bot.services.watching.looks.Judge`. Compiled books are kept until their revision, or what
    of their pictures is set aside, changes."""

    def __init__(
        self,
        store: Store,
        rates: Rates,
        fetch: Fetch,
        clock: Clock,
        weights: Callable[[], Weights] = packaged_weights,
    ) -> None:
        self._store, self._rates, self._fetch, self._clock = store, rates, fetch, clock
        self._weights = weights
        self._compiled: dict[str, tuple[object, CompiledBook]] = {}
        self._lock = Lock()
        self._pictures = Pictures(self._load)

    def sit(self) -> BookBench:
        """The bench of this moment. Its edition changes when a brand book, the rates, the weights, the detectors,
        the day's authorisations or the genuine pictures set aside do."""
        (books, aside), weights = self._books(), self._weights()
        return BookBench(
            edition=self._edition(books, aside, weights),
            panel=Panel(books=tuple(self._compile(book, aside) for book in books), weights=weights),
            pictures=self._pictures,
            clock=self._clock,
        )

    def heard(self, listing: Listing, brand: str) -> tuple[float, frozenset[str]] | None:
        """What a listing's words tell by the weights that come with Marque, and the runs that a verdict on it may teach;
        None for a brand without a book."""
        books, aside = self._books()
        book = next((each for each in books if each.name == brand), None)
        if book is None:
            return None
        look = ListingLook(
            ListingTexts(listing), self._compile(book, aside), None, [], "", china_day(self._clock())
        )
        return heard(look, packaged_weights())

    def proof(self, picture: bytes) -> bytes | None:
        """The picture drawn beside the genuine one it was made from (PNG); None where it was made from none."""
        found = self._recognised(picture)
        return proof(picture, found.ours, found.match.genuine) if found else None

    def drawn(self, listing: Listing) -> Drawn | None:
        """The surest of the listing's pictures that were made from a genuine one, drawn as ``proof`` draws it.

        Raises:
            FetchFailed: none of its pictures could be had.
        """
        names = listing.images[:MOST_PICTURES]
        held, why = list[tuple[int, bytes]](), NOTHING
        for number, name in enumerate(names, 1):
            try:
                held.append((number, readable(self._load(name))))
            except NoPicture as fault:
                why = why or fault.why
        if names and not held:
            told = "none of the listing's pictures could be had, the first: {unseen}"
            raise FetchFailed(names[0], told, unseen=why)
        seen = [(number, body, found) for number, body in held if (found := self._recognised(body))]
        if not seen:
            return None
        number, body, found = max(seen, key=lambda each: each[2].match.strength)
        png = proof(body, found.ours, found.match.genuine)
        if png is None:
            return None
        return Drawn(picture=number, genuine=found.match.genuine, measured=found.match.measured, png=png)

    def _recognised(self, picture: bytes) -> _Recognised | None:
        books, aside = self._books()
        for book in books:
            compiled = self._compile(book, aside)
            found = recognised(picture, compiled.pictures, compiled.points)
            if found:
                return _Recognised(match=found, ours=(Path(book.folder) / found.genuine).read_bytes())
        return None

    def _edition(self, books: Sequence[BrandBook], aside: Sequence[Quarantined], weights: Weights) -> str:
        today = china_day(self._clock())
        rates = sorted(f"{code}{rate.cny}" for code, rate in self._rates.table.items())
        ended = (repr(seller) for b in books for seller in b.sellers if not seller.holds_on(today))
        parts = [detector_version(), repr(weights), *rates, *(b.revision for b in books), "ended", *ended]
        parts += ["aside", *(f"{each.brand}:{each.picture}:{each.digest}" for each in aside)]
        return hashlib.sha256("|".join(parts).encode()).hexdigest()[:16]

    def _books(self) -> tuple[Sequence[BrandBook], Sequence[Quarantined]]:
        """The books, and the genuine pictures of theirs that are set aside."""
        with self._store.unit() as unit:
            return unit.brand_books.all(), [each for each in unit.quarantine.all() if each.held]

    def _compile(self, book: BrandBook, aside: Sequence[Quarantined]) -> CompiledBook:
        held = frozenset((each.picture, each.digest) for each in aside if each.brand == book.name)
        with self._lock:
            known = self._compiled.get(book.name)
            if known is None or known[0] != (book.revision, held):
                pictures = genuine(book)
                compiled = compile_book(book, self._rates, pictures, left_out(book, pictures, aside))
                known = self._compiled[book.name] = ((book.revision, held), compiled)
        return known[1]

    def _load(self, image: str) -> bytes:
        """The bytes; where they cannot be had, the words and the price are judged without, and it is told."""
        if not image.startswith(("http://", "https://")):
            return picture_file(Path(image))
        try:
            return self._fetch(image)
        except Outside as failure:
            why = getattr(failure, "why", failure)
            raise NoPicture(sentence("it could not be fetched ({fault})", fault=why)) from failure
