"""Test purchases: recorded once, completed when the sample is examined."""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import fields, replace
from pathlib import Path

from bot.domain.audit import Act
from bot.domain.errors import NotPossible, UnknownThing
from bot.domain.examinations import Examination
from bot.domain.ids import CaseId, PersonId
from bot.domain.purchases import TestPurchase
from bot.ports import Clock
from bot.repositories import Store
from bot.services.casework.handed import MOST_FILES
from bot.services.casework.opening import still_open
from bot.signals.pictures.pixels import NoPicture, kind

_SHOWN = {"JPEG": ".jpg", "PNG": ".png", "WEBP": ".webp"}
_LONGEST = 200
"""Bytes that a file's name may have here; no system takes more than 255."""


class Purchases:
    """Records test purchases. A second record of the same order or sample replaces the first."""

    def __init__(self, store: Store, shelf: Path, clock: Clock) -> None:
        self._store, self._shelf, self._clock = store, shelf, clock

    def bought(self, purchase: TestPurchase, *, by: PersonId) -> TestPurchase:
        """As :meth:`record`, but what is recorded of this order already and not said now stays."""
        with self._store.unit() as unit:
            known = [p for p in unit.purchases.of_listing(purchase.listing_id) if _same(p, purchase)]
        said = {f.name: value for f in fields(purchase) if (value := getattr(purchase, f.name))}
        return self.record(replace(known[0], **said) if known else purchase, by=by)

    def examined(
        self,
        known: TestPurchase,
        examination: Examination,
        pictures: Sequence[tuple[str, bytes]],
        *,
        case_id: CaseId,
        by: PersonId,
    ) -> TestPurchase:
        """Complete a purchase of this case by what its examination found, with the pictures (name, content) that papers
        show of it.

        Raises:
            UnknownThing: no such case.
            NotPossible: it is closed, a file is no picture that papers show, or there are too many. Nothing was kept.
        """
        if len(pictures) > MOST_FILES:
            raise NotPossible(case_id, "between 1 and {most} files can be kept at a time", most=MOST_FILES)
        named = {_named(name, content): content for name, content in pictures}
        with self._store.unit() as unit:
            still_open(unit, case_id)
        _shelve(self._shelf / known.purchase_id, named)
        with self._store.unit() as unit:
            still_open(unit, case_id)
            stands = next(
                p for p in unit.purchases.of_listing(known.listing_id) if p.purchase_id == known.purchase_id
            )
            kept = stands.examined(examination.pictured(tuple(named)))
            unit.purchases.save(kept)
            details: dict[str, object] = {
                "purchase": kept.purchase_id,
                "sample_id": kept.sample_id,
                "examiner": kept.examiner,
                "differences": len(kept.differences),
            }
            act = Act(who=by, what="purchase.examined", subject=kept.listing_id, details=details)
            unit.audit.append(act, self._clock())
        return kept

    def record(self, purchase: TestPurchase, *, by: PersonId) -> TestPurchase:
        """Keep the purchase, under the id of the earlier record where there is one.

        Raises:
            UnknownThing: the listing was never seen.
        """
        with self._store.unit() as unit:
            if unit.listings.get(purchase.listing_id) is None:
                raise UnknownThing(
                    "listing",
                    purchase.listing_id,
                    "it was never seen; record it with a sweep or --listing-file first",
                )
            known = [p for p in unit.purchases.of_listing(purchase.listing_id) if _same(p, purchase)]
            kept = replace(purchase, purchase_id=known[0].purchase_id if known else unit.purchases.next_id())
            unit.purchases.save(kept)
            details: dict[str, object] = {"order_no": kept.order_no, "sample_id": kept.sample_id}
            act = Act(
                who=by,
                what="purchase.recorded",
                subject=kept.listing_id,
                details={"purchase": kept.purchase_id, **details},
            )
            unit.audit.append(act, self._clock())
        return kept


def keep_photographs(purchase: TestPurchase, beside: Path, shelf: Path) -> tuple[str, ...]:
    """Copy the photographs that lie beside the record onto the shelf of evidence, so that papers can show them.

    Returns the names of those that are not there.
    """
    named = [name for name in purchase.pictures if len(name.encode(errors="replace")) <= _LONGEST]
    there = {name: (beside / name).read_bytes() for name in named if (beside / name).is_file()}
    _shelve(shelf / purchase.purchase_id, there)
    return tuple(name for name in purchase.pictures if name not in there)


def _shelve(folder: Path, files: Mapping[str, bytes]) -> None:
    for name, content in files.items():
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        (folder / name).write_bytes(content)


def _named(name: str, content: bytes) -> str:
    """A name of our own, by content: another picture never takes the place of one that a paper shows.

    Raises:
        NotPossible: it is no picture that papers show, whatever it is called.
    """
    try:
        ending = _SHOWN.get(kind(content))
    except NoPicture as fault:
        raise NotPossible(name[:_LONGEST], "no paper can show it: {why}", why=fault.why) from fault
    if ending is None:
        raise NotPossible(name[:_LONGEST], "no paper can show it", "save it as JPEG or PNG")
    return f"sample-{hashlib.sha256(content).hexdigest()[:12]}{ending}"


def _same(one: TestPurchase, other: TestPurchase) -> bool:
    pairs = ((one.order_no, other.order_no), (one.sample_id, other.sample_id))
    return any(a and a == b for a, b in pairs)
