"""Records of ours that a message names: a case, a draft, listings."""

from __future__ import annotations

import re

from bot.domain.addresses import address_of, addresses_in
from bot.domain.cases import Case
from bot.domain.ids import CaseId, DraftId, ListingId
from bot.domain.listings import PLATFORMS
from bot.repositories import UnitOfWork

_CASE = re.compile(
    r"(?<![A-Za-z])C-?0*(?P<n>\d{1,6})(?!\d)|\bcase (?:no\.? ?|number |#)?(?P<m>\d{1,6})\b"
    r"|案件?\s?(?P<z>\d{1,6})(?!\d)|(?P<y>\d{1,6})\s?号案",
    re.IGNORECASE,
)
_DRAFT = re.compile(
    r"(?<![A-Za-z])D-?0*(?P<n>\d{1,6})(?!\d)|\bdraft (?:no\.? ?|#)?(?P<m>\d{1,6})\b|(?P<z>\d{1,6})\s?号草稿",
    re.IGNORECASE,
)
_LISTING = re.compile(rf"\b(?P<platform>{'|'.join(PLATFORMS)}):(?P<item>[\w-]+)", re.IGNORECASE)


def case_number(text: str) -> CaseId | None:
    """The case that a text names by its number, whether it is recorded or not."""
    match = _CASE.search(text)
    return CaseId(f"C-{int(next(filter(None, match.groups()))):06d}") if match else None


def named_case(unit: UnitOfWork, text: str, about: Case | None = None) -> Case | None:
    """The case that a text names by its number or title; else the thread's own."""
    number = case_number(text)
    if number is not None:
        return unit.cases.get(number)
    lowered = text.lower()
    return about or next((c for c in unit.cases.all() if c.title and c.title.lower() in lowered), None)


def named_draft(text: str) -> DraftId | None:
    """The draft that a text names by its number."""
    match = _DRAFT.search(text)
    return DraftId(f"D-{int(match['n'] or match['m'] or match['z']):06d}") if match else None


def named_listings(text: str) -> tuple[ListingId, ...]:
    """Listings named by ``platform:item_id`` or by their address."""
    found = [ListingId(f"{m['platform'].lower()}:{m['item']}") for m in _LISTING.finditer(text)]
    for url in addresses_in(text):
        address = address_of(url)
        if address is not None:
            found.append(ListingId(f"{address.platform}:{address.item_id}"))
    return tuple(dict.fromkeys(found))
