"""Genuine products, as the brand book describes them."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import zip_longest

from bot.domain.ids import RightId


@dataclass(frozen=True, slots=True, kw_only=True)
class Product:
    """A product with what tells it from a fake. Prices are in ``currency``, major unit.

    ``subclass`` is the Chinese group of similar goods, as 0306.
    ``tells`` may be disclosed to platforms and sellers; ``tells_en`` says each of them in English, in the same
    order; ``tells_confidential`` never leave.
    ``images`` are paths relative to the brand book's own folder in the state.
    """

    sku: str
    name: str
    name_zh: str = ""
    keywords: tuple[str, ...] = ()
    right_ids: tuple[RightId, ...] = ()
    nice_class: int | None = None
    subclass: str = ""
    gtin: str = ""
    model: str = ""
    hs_code: str = ""
    origin: str = ""
    list_price: Decimal | None = None
    floor_price: Decimal | None = None
    currency: str = "CNY"
    images: tuple[str, ...] = ()
    tells: tuple[str, ...] = ()
    tells_en: tuple[str, ...] = ()
    tells_confidential: tuple[str, ...] = ()

    @property
    def tells_told(self) -> Sequence[tuple[str, str]]:
        """What may be disclosed, with its English, which may be missing."""
        return [*zip_longest(self.tells, self.tells_en[: len(self.tells)], fillvalue="")]
