"""Records of ours: what is asked of them, which a message names, and how one is shown in a row."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from bot.domain.addresses import address_of, addresses_in
from bot.domain.cases import Case
from bot.domain.drafts import Draft
from bot.domain.ids import CaseId, DraftId, ListingId, PersonId
from bot.domain.listings import PLATFORMS, Listing
from bot.domain.questions import Question, RecordRow
from bot.repositories import UnitOfWork
from bot.words.book import Words
from knowledge.routes import Option

_CASE = re.compile(
    r"(?<![A-Za-z])C-?0*(?P<n>\d{1,6})(?!\d)|\bcase (?:no\.? ?|number |#)?(?P<m>\d{1,6})\b"
    r"|案件?\s?(?P<z>\d{1,6})(?!\d)|(?P<y>\d{1,6})\s?号案",
    re.IGNORECASE,
)
_DRAFT = re.compile(
    r"(?<![A-Za-z])D-?0*(?P<n>\d{1,6})(?!\d)|\bdraft (?:no\.? ?|#)?(?P<m>\d{1,6})\b|(?P<z>\d{1,6})\s?号草稿",
    re.IGNORECASE,
)
SHOWN = 8
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


RoutesOf = Callable[[UnitOfWork, Case, str], Sequence[Option]]
"""The routes open to a case, best first, in a language."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordsAnswer:
    """A sentence and the records behind it."""

    text: str
    rows: tuple[RecordRow, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class AskedRecords:
    question: Question
    text: str
    words: Words
    today: date
    case: Case | None
    name_of: Callable[[PersonId], str]
    routes: RoutesOf

    @property
    def language(self) -> str:
        return self.words.language

    def say(self, key: str, **facts: object) -> str:
        return self.words(f"ask.records.{key}", **facts)


def draft_row(draft: Draft, asked: AskedRecords) -> RecordRow:
    status = asked.words(f"draft.status.{draft.status.value}")
    return RecordRow(what="draft", subject=draft.draft_id, text=f"{draft.request.kind}: {status}")


def listing_row(listing: Listing, asked: AskedRecords, unit: UnitOfWork) -> RecordRow:
    entries = unit.case_listings.of_listing(listing.listing_id)
    state = asked.say(f"state.{entries[0].state.value}") if entries else asked.say("state.no_case")
    verdict = unit.verdicts.current(listing.listing_id)
    judged = asked.words(f"verdict.{verdict.verdict.value}") if verdict and verdict.verdict else ""
    parts: Iterator[str] = filter(None, (listing.title[:60], state, judged))
    return RecordRow(what="listing", subject=listing.listing_id, text=" · ".join(parts), url=listing.url)


def case_row(case: Case, asked: AskedRecords) -> RecordRow:
    return RecordRow(
        what="case",
        subject=case.case_id,
        text=f"{case.title} · {asked.words(f'case.status.{case.status.value}')}",
    )
