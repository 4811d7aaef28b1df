"""Genuine pictures that match too much are set aside, told of once, and released again by a person."""

import hashlib
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from pathlib import Path

from bot.domain.audit import Act
from bot.domain.brands import BrandBook
from bot.domain.errors import NotPossible, UnknownThing
from bot.domain.ids import MARQUE, PersonId
from bot.domain.infringers import seller_key
from bot.domain.quarantine import Cause, Quarantined, matches_too_much
from bot.domain.sentences import Sentence, joined, sentence, worded, written
from bot.ports import Clock, OutboxKind
from bot.repositories import Store, UnitOfWork
from bot.signals.pictures.image import index_pictures
from bot.signals.pictures.stock import Named, stock_elements

TOLD = 10
"""Pictures named in one note to the admins; the rest are counted."""
Finding = tuple[Cause, str]


class GenuinePictures:
    """Looks through the genuine pictures of all brand books and keeps what is set aside."""

    def __init__(self, store: Store, clock: Clock) -> None:
        self._store, self._clock = store, clock

    def aside(self) -> Sequence[Quarantined]:
        """Every picture that is set aside, by brand and name."""
        return [each for each in self.all() if each.held]

    def all(self) -> Sequence[Quarantined]:
        """Those and the ones that a person released."""
        with self._store.unit() as unit:
            return unit.quarantine.all()

    def review(self) -> Sequence[Quarantined]:
        """Look at every picture and at the verdicts on what it matched; what is newly set aside. The admins are told
        of it once. What no longer gives cause is matched again."""
        with self._store.unit() as unit:
            books = unit.brand_books.all()
        shown = [(book, genuine(book)) for book in books]
        seen = {(book.name, name): digest(data) for book, files in shown for name, data in files.items()}
        found: dict[Named, Finding] = {n: (Cause.STOCK, why) for n, why in stock_elements(shown).items()}
        for book, files in shown:
            index = index_pictures(book, files)
            found |= {(book.name, name): (Cause.BLANK, why) for name, why in index.aside}
            found |= {(book.name, name): (Cause.UNREADABLE, why) for name, why in index.unreadable}
        with self._store.unit() as unit:
            known = _still_true(unit, seen, found)
            found = {**_cleared(unit, known), **found}
            new = [
                Quarantined(
                    brand=brand,
                    picture=name,
                    digest=seen[brand, name],
                    cause=cause,
                    why=why,
                    at=self._clock(),
                )
                for (brand, name), (cause, why) in sorted(found.items())
                if (brand, name) in seen and _is_news(known.get((brand, name)), cause)
            ]
            for each in new:
                unit.quarantine.save(each)
                self._log(unit, MARQUE, "picture.quarantined", each, each.why)
            if new:
                unit.outbox.add(OutboxKind.ADMIN_NOTE, "genuine pictures", written(letter(new)))
        return new

    def release(self, brand: str, picture: str, *, by: PersonId, why: str) -> Quarantined:
        """Match the picture again; only verdicts given from now on can set it aside anew.

        Raises:
            UnknownThing: it is not set aside.
            NotPossible: no reason was given, or next to nothing is on it.
        """
        if not why.strip():
            raise NotPossible(picture, "no reason was given", "say in a few words why it tells the goods")
        with self._store.unit() as unit:
            held = {(e.brand, e.picture): e for e in unit.quarantine.all() if e.held}
            entry = held.get((brand, picture))
            if entry is None:
                raise UnknownThing(
                    "picture set aside",
                    "{brand} {picture}",
                    "`marque brand pictures` lists them",
                    brand=brand,
                    picture=picture,
                )
            if entry.cause in {Cause.BLANK, Cause.UNREADABLE}:
                raise NotPossible(picture, entry.why, "put another picture into the brand book")
            freed = replace(entry, released_by=by, released_at=self._clock())
            unit.quarantine.save(freed)
            self._log(unit, by, "picture.released", freed, why.strip())
        return freed

    def _log(self, unit: UnitOfWork, who: PersonId, what: str, entry: Quarantined, why: str) -> None:
        details: dict[str, object] = {"cause": entry.cause.value, "why": why, "sha256": entry.digest}
        act = Act(who=who, what=what, subject=f"{entry.brand}: {entry.picture}", details=details)
        unit.audit.append(act, self._clock())


def genuine(book: BrandBook) -> dict[str, bytes]:
    """The bytes of the genuine pictures, as the import copied them; those that are gone are left out."""
    folder = Path(book.folder)
    names = dict.fromkeys(image for product in book.products for image in product.images)
    return {name: (folder / name).read_bytes() for name in names if (folder / name).is_file()}


def left_out(book: BrandBook, pictures: Mapping[str, bytes], aside: Iterable[Quarantined]) -> frozenset[str]:
    """Names of the book's pictures that are set aside, as long as they are the pictures that were."""
    held = {(each.picture, each.digest) for each in aside if each.held and each.brand == book.name}
    return frozenset(name for name, hashed in held if digest(pictures.get(name, b"")) == hashed)


def digest(data: bytes) -> str:
    """By which a picture is known again under its name."""
    return hashlib.sha256(data).hexdigest()


def letter(new: Sequence[Quarantined]) -> Sentence:
    """What the admins are told."""
    lines = [
        sentence("- {brand}, {picture}: {why}", brand=each.brand, picture=each.picture, why=worded(each.why))
        for each in new[:TOLD]
    ]
    more = [sentence("- and {count} more", count=len(new) - TOLD)] if len(new) > TOLD else []
    head = "Genuine pictures that match too much or cannot be looked at are set aside and no longer matched:"
    todo = "`marque brand pictures` shows them, `marque brand release` takes one back."
    return joined([head, *lines, *more, todo])


def _is_news(known: Quarantined | None, cause: Cause) -> bool:
    """A person's release stands against what the person knew: verdicts given since then are another matter."""
    if known is None:
        return True
    return not known.held and (known.cause is not cause or cause is Cause.CLEARED)


def _still_true(
    unit: UnitOfWork, seen: Mapping[Named, str], found: Mapping[Named, Finding]
) -> dict[Named, Quarantined]:
    """What is on record, without pictures that changed or went, and without causes that ended."""
    kept = {}
    for entry in unit.quarantine.all():
        named = (entry.brand, entry.picture)
        ended = entry.held and entry.cause is not Cause.CLEARED and named not in found
        if seen.get(named) != entry.digest or ended:
            unit.quarantine.drop(*named)
        else:
            kept[named] = entry
    return kept


def _cleared(unit: UnitOfWork, known: Mapping[Named, Quarantined]) -> dict[Named, Finding]:
    """Pictures on which alerts rested that people mostly cleared; each shop counts once, an infringing one as such."""
    shops: dict[Named, dict[str, bool]] = defaultdict(dict)
    for given in unit.verdicts.all_standing():
        verdict, listing = given.verdict, unit.listings.get(given.listing_id)
        if listing is None or verdict is None or not (verdict.infringes or verdict.clears):
            continue
        shop = seller_key(listing) or given.listing_id
        for judged in unit.listings.assessments(given.listing_id):
            named = (judged.brand, judged.genuine)
            if judged.genuine and _counts(known.get(named), given.at):
                shops[named][shop] = shops[named].get(shop, False) or verdict.infringes
    found = {}
    for named, each in shops.items():
        infringing = sum(each.values())
        if matches_too_much(infringing, len(each) - infringing):
            why = f"of {len(each)} shops with it that people judged, {infringing} infringed"
            found[named] = (Cause.CLEARED, why)
    return found


def _counts(known: Quarantined | None, at: datetime) -> bool:
    return known is None or known.released_at is None or at > known.released_at
