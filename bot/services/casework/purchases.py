"""Test purchases: recorded once, completed when the sample is examined."""

from __future__ import annotations

from dataclasses import fields, replace
from pathlib import Path

from bot.domain.audit import Act
from bot.domain.errors import UnknownThing
from bot.domain.ids import PersonId
from bot.domain.purchases import TestPurchase
from bot.ports import Clock
from bot.repositories import Store


class Purchases:
    """Records test purchases. A second record of the same order or sample replaces the first."""

    def __init__(self, store: Store, clock: Clock) -> None:
        self._store, self._clock = store, clock

    def bought(self, purchase: TestPurchase, *, by: PersonId) -> TestPurchase:
        """As :meth:`record`, but what is recorded of this order already and not said now stays."""
        with self._store.unit() as unit:
            known = [p for p in unit.purchases.of_listing(purchase.listing_id) if _same(p, purchase)]
        said = {f.name: value for f in fields(purchase) if (value := getattr(purchase, f.name))}
        return self.record(replace(known[0], **said) if known else purchase, by=by)

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
    kept, missing = shelf / purchase.purchase_id, []
    for name in purchase.pictures:
        source = beside / name
        if not source.is_file():
            missing.append(name)
            continue
        kept.mkdir(mode=0o700, parents=True, exist_ok=True)
        (kept / name).write_bytes(source.read_bytes())
    return tuple(missing)


def _same(one: TestPurchase, other: TestPurchase) -> bool:
    pairs = ((one.order_no, other.order_no), (one.sample_id, other.sample_id))
    return any(a and a == b for a, b in pairs)
