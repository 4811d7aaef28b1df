"""Test purchases: what was bought where, who held the sample since, and how it differs from genuine goods."""

from __future__ import annotations

from dataclasses import dataclass, fields, replace
from datetime import date, datetime
from decimal import Decimal
from pathlib import PurePath
from typing import ClassVar

from bot.domain.custody import Custody
from bot.domain.examinations import Difference, Examination
from bot.domain.ids import ListingId, PurchaseId
from bot.domain.moments import aware

UNRECORDED = PurchaseId("")
"""The id of a purchase that no store has seen yet."""


@dataclass(frozen=True, slots=True, kw_only=True)
class TestPurchase:
    """A purchase or sample as recorded (formats.md section 8). Empty: not recorded.

    ``source`` says where a sample comes from that was not bought, such as an authority's seizure list. ``marked`` is where
    the examiner saw the registered mark on the sample (瓶身及外盒), ``examiner_of`` for whom and as what the examiner works
    (露北（上海）贸易有限公司品牌保护经理), ``unsealed`` how its seal was opened and the sample sealed again: state of the seal,
    day, who, before whom, new number. ``…_en`` says the same in English.
    """

    __test__: ClassVar[bool] = False
    """No test case, whatever pytest thinks of the name."""

    purchase_id: PurchaseId
    listing_id: ListingId
    order_no: str = ""
    seller: str = ""
    paid: Decimal | None = None
    currency: str = ""
    ordered_at: datetime | None = None
    waybill: str = ""
    received_at: datetime | None = None
    sample_id: str = ""
    source: str = ""
    seal_no: str = ""
    notary_deed: str = ""
    examiner: str = ""
    examiner_of: str = ""
    examiner_of_en: str = ""
    examined_on: date | None = None
    marked: str = ""
    marked_en: str = ""
    unsealed: str = ""
    unsealed_en: str = ""
    differences: tuple[Difference, ...] = ()
    photographs: tuple[str, ...] = ()
    custody: tuple[Custody, ...] = ()

    def __post_init__(self) -> None:
        for name, moment in (("ordered_at", self.ordered_at), ("received_at", self.received_at)):
            if moment is not None:
                aware(moment, name)

    def examined(self, by: Examination) -> TestPurchase:
        """The record with what an examination found; earlier words stay where this one has none, differences do not."""
        said = {each.name: getattr(by, each.name) or getattr(self, each.name) for each in fields(by)}
        return replace(self, **{**said, "differences": by.differences})

    @property
    def pictures(self) -> tuple[str, ...]:
        """Every photograph that the record names by a plain file name, once, those of compared features first."""
        named = (*(row.photograph for row in self.differences), *self.photographs)
        return tuple(dict.fromkeys(name for name in named if name and name == PurePath(name).name))

    @property
    def names(self) -> frozenset[str]:
        """By what a notice may name it: its id, its order or its sample."""
        return frozenset({self.purchase_id, self.order_no, self.sample_id} - {""})

    @property
    def sourced(self) -> bool:
        """Whether it is recorded where the sample came from: an order, a waybill or another source."""
        return bool(self.order_no or self.waybill or self.source)

    @property
    def custody_breaks(self) -> tuple[str, ...]:
        """Where the chain of custody does not hold: a hand-over from somebody else, or before the last one."""
        pairs = zip(self.custody, self.custody[1:], strict=False)
        found = []
        for number, (before, after) in enumerate(pairs, start=2):
            if after.given_by and after.given_by != before.who:
                found.append(f"link {number} takes the sample from {after.given_by}, but {before.who} had it")
            if after.at < before.at:
                found.append(f"link {number} is earlier than the one before it")
        return tuple(found)
