"""A seller's business licence page (亮照) as a person read it; whether its number (social credit code) can be right."""

from dataclasses import dataclass
from datetime import datetime

from bot.domain.ids import PersonId
from bot.domain.moments import aware

_DIGITS = "0123456789ABCDEFGHJKLMNPQRTUWXY"
_WEIGHTS = tuple(pow(3, place, 31) for place in range(17))


@dataclass(frozen=True, slots=True, kw_only=True)
class LicenceReading:
    """The particulars as shown, read by hand since the page sits behind a captcha. ``code``: 统一社会信用代码."""

    company: str
    code: str = ""
    legal_representative: str = ""
    address: str = ""
    read_by: PersonId
    read_at: datetime
    url: str = ""
    note: str = ""

    def __post_init__(self) -> None:
        aware(self.read_at, "read_at")


def code_fault(code: str) -> str:
    """Why this cannot be a unified social credit code; empty where it can.

    Eighteen characters with a check character modulo 31, as GB 32100-2015 lays down. A code that passes may
    still be another company's.
    """
    text = code.strip().upper()
    if len(text) != 18:
        return f"it has {len(text)} characters, not 18"
    strange = sorted({c for c in text if c not in _DIGITS})
    if strange:
        return f"it holds {' '.join(strange)}, which no such code does"
    total = sum(_DIGITS.index(c) * weight for c, weight in zip(text[:17], _WEIGHTS, strict=True))
    if _DIGITS[(31 - total % 31) % 31] != text[17]:
        return "its check character does not fit; read it again"
    return ""
