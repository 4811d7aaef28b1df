"""Records of ours: what is asked of them, which a message names, and how one is shown in a row."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from itertools import islice

from bot.domain.addresses import address_of, addresses_in
from bot.domain.cases import Case, CaseQuery
from bot.domain.drafts import Draft
from bot.domain.ids import CaseId, DraftId, ListingId, PersonId
from bot.domain.listings import PLATFORMS, Listing
from bot.domain.questions import Question, RecordRow
from bot.domain.sellers import beginnings_in, shop_of
from bot.repositories import UnitOfWork
from bot.services.answering.spans import names_days
from bot.words.book import Words
from knowledge.law import Register
from knowledge.lazily import lazily
from knowledge.lexical import words
from knowledge.mentions import named_platforms
from knowledge.routes import Option

_CASE = lazily(
    r"(?<![A-Za-z])C-?0*(?P<n>\d{1,6})(?!\d)|\bcase (?:no\.? ?|number |#)?(?P<m>\d{1,6})\b"
    r"|(?<![草方提档备立报结专图答])案件?\s?(?P<z>\d{1,6})(?![\d月年天日])|(?P<y>\d{1,6})\s?号案",
    re.IGNORECASE,
)
_OF_A_CASE = lazily(r"\b(?:case|file|matter)\b|案", re.IGNORECASE)
_DRAFT = lazily(
    r"(?<![A-Za-z])D-?0*(?P<n>\d{1,6})(?!\d)|\bdraft (?:no\.? ?|#)?(?P<m>\d{1,6})\b|(?P<z>\d{1,6})\s?号草稿",
    re.IGNORECASE,
)
SHOWN = 8
# So many alerts are looked through, newest first.
MOST = 10_000
_QUOTED = lazily(r"[“\"「『](?P<name>[^”\"」』]{2,60})[”\"」』]")
_MENTION = lazily(r"<@(?P<id>\w+)(?:\|[^>]*)?>")
_ME = lazily(r"\b(?:I|me|my|mine)\b|我(?!们|司|方)")
# A name that stands where a doer does.
_NAMED = lazily(r"\b(?:did|has|have|by|from) (?P<name>(?-i:[A-Z])[\w-]+)", re.IGNORECASE)
_NO_NAME = frozenset({"we", "i", "us", "our", "the", "anybody", "anyone", "everybody", "everyone"})
NOBODY = PersonId("")
"""Somebody is named whom no record knows."""
_THAT_SELLER = lazily(
    r"\b(?:that|this|the same) (?:\w+ )?(?:sellers?|shops?|stores?|merchants?|vendors?)\b"
    r"|[这那该同][一个家]{0,2}(?:网?店|卖家|商家)",
    re.IGNORECASE,
)
# Marketplaces that a listing names otherwise than a question of law.
_CALLED = {"wechat": "weixin"}
_LISTING = lazily(rf"\b(?P<platform>{'|'.join(PLATFORMS)}):(?P<item>[\w-]+)", re.IGNORECASE | re.ASCII)


def case_number(text: str) -> CaseId | None:
    """The case that a text names by its number, whether it is recorded or not."""
    match = _CASE.search(text)
    return CaseId(f"C-{int(next(filter(None, match.groups()))):06d}") if match else None


def named_case(unit: UnitOfWork, text: str, about: Case | None = None) -> Case | None:
    """The case that a text names by its number or title, or that alone shares most words of its title with a text that speaks
    of a case; else the thread's own."""
    number = case_number(text)
    if number is not None:
        return unit.cases.get(number)
    if about is not None:
        return about
    named = next(iter(unit.cases.titled_in(text)), None)
    return named or (_by_its_words(unit, text) if _OF_A_CASE.search(text) else None)


def _by_its_words(unit: UnitOfWork, text: str) -> Case | None:
    asked = {each for each in words(text) if len(each) > 1}
    pieces = [_piece(each) for each in asked]
    found = unit.cases.titled_with(pieces)
    # No title has more of the words than of their pieces: the rest need not be read once two have as many.
    likeliest = sorted(((sum(piece in each[1] for piece in pieces), each) for each in found), reverse=True)
    most, own = 0, list[CaseId]()
    for at_most, (case_id, title, brand) in likeliest:
        if at_most < most or (at_most == most and len(own) > 1):
            break
        shared = len(asked & (set(words(title)) - set(words(brand))))
        if shared and shared >= most:
            own = [*own, case_id] if shared == most else [case_id]
            most = shared
    return unit.cases.get(own[0]) if len(own) == 1 else None


def _piece(word: str) -> str:
    """What stands in every text that has this word: its stem without the end that may be another's, a number's first digit."""
    return word[0] if word[0].isdigit() else word[:-1] if word.isascii() else word


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


def sellers_named(unit: UnitOfWork, text: str) -> dict[str, str]:
    """The keys of the sellers that a text names, by their name, company, number or a listing, each with its name."""
    if at := named_listings(text):
        alerts = [alert for each in at if (alert := unit.alerts.of_listing(each)) is not None]
    else:
        lowered = text.lower()
        quoted = {match["name"].lower() for match in _QUOTED.finditer(text)}
        called = unit.alerts.shops_called(beginnings_in(lowered))
        shops = {shop for shop, name in called if name in quoted or _stands(name, lowered)}
        alerts = [alert for shop in sorted(shops) for alert in unit.alerts.of_shops([shop], 1)]
    return {shop_of(alert.listing): alert.listing.seller_name for alert in alerts}


def _stands(name: str, text: str) -> bool:
    """Whether a name stands in a text, one of Latin letters not inside a word."""
    at = text.find(name)
    while at >= 0:
        around = text[max(at - 1, 0) : at] + name[0], name[-1] + text[at + len(name) : at + len(name) + 1]
        if not any(len(pair) == 2 and pair.isascii() and pair.isalnum() for pair in around):
            return True
        at = text.find(name, at + 1)
    return False


def points_at_seller(text: str) -> bool:
    """Whether a text speaks of one seller by “that shop” and the like."""
    return _THAT_SELLER.search(text) is not None


def sellers_meant(unit: UnitOfWork, asked: AskedRecords) -> dict[str, str]:
    """The sellers named; where the text only points at one, that of the thread's case."""
    named, case = sellers_named(unit, asked.text), named_case(unit, asked.text, asked.case)
    if named or case is None or not case.seller_key or not points_at_seller(asked.text):
        return named
    return {case.seller_key: case.title}


def person_named(asked: AskedRecords, people: Sequence[PersonId], *, mine: bool = True) -> PersonId | None:
    """Whom of these a message names, for “I” the asker where that means ``mine``; None where it names nobody, :data:`NOBODY`
    where a stranger."""
    if mention := _MENTION.search(asked.text):
        return PersonId(mention["id"])
    for person in dict.fromkeys(people):
        called = asked.name_of(person)
        names = {str(person), *called.split(), called} - {""}
        if any(
            re.search(rf"(?<![A-Za-z]){re.escape(n)}(?![A-Za-z])", asked.text, re.IGNORECASE) for n in names
        ):
            return person
    if stranger_in(asked.text):
        return NOBODY
    return asked.question.person if mine and _ME.search(asked.text) else None


def platforms_named(asked: AskedRecords) -> dict[str, str]:
    """The marketplaces that a message names, as listings have them, each with its name in the reader's language, if any."""
    names = [_CALLED.get(each.name, each.name) for each in named_platforms(asked.text)]
    keys = {name: f"platform.{name}" for name in names}
    return {name: asked.words(key) if asked.words.has(key) else "" for name, key in keys.items()}


def stranger_in(text: str) -> str:
    """A name that stands where a doer does; empty where none does."""
    match = _NAMED.search(text)
    name = match["name"] if match else ""
    return "" if name.lower() in _NO_NAME or named_platforms(name) or names_days(name) else name


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
    register: Register

    @property
    def language(self) -> str:
        return self.words.language

    def say(self, key: str, **facts: object) -> str:
        return self.words(f"ask.records.{key}", **facts)


def draft_row(draft: Draft, asked: AskedRecords) -> RecordRow:
    status = asked.words(f"draft.status.{draft.status.value}")
    title = dict(draft.composition.titles).get(asked.language) or draft.request.kind
    return RecordRow(what="draft", subject=draft.draft_id, text=f"{title}: {status}")


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


def first_rows(rows: Iterable[RecordRow], number: int, asked: AskedRecords) -> RecordsAnswer:
    """The first of so many rows, and how many are not shown."""
    more = asked.say("more", number=number - SHOWN) if number > SHOWN else ""
    return RecordsAnswer(text=more, rows=tuple(islice(rows, SHOWN)))


def of_sellers(unit: UnitOfWork, asked: AskedRecords, keys: Mapping[str, str]) -> RecordsAnswer:
    """The sellers of these keys, with their listings and cases."""
    own = [alert.listing for alert in unit.alerts.of_shops(keys, MOST)]
    if not own:
        return RecordsAnswer(text=asked.say("no_seller"))
    first = own[0]
    known = next((each for each in own if each.seller_company), first)
    facts = [
        known.seller_name,
        first.platform,
        known.seller_company,
        known.seller_licence,
        known.seller_address,
    ]
    found = [c for key in keys for c in unit.cases.find(CaseQuery(seller_key=key), MOST)]
    cases = sorted(found, key=lambda case: (case.opened_at, case.case_id))
    text = asked.say(
        "seller",
        who=" · ".join(filter(None, facts)),
        listings=len({x.listing_id for x in own}),
        cases=len(cases),
    )
    shown = first_rows((listing_row(each, asked, unit) for each in own), len(own), asked)
    rows = (*shown.rows, *(case_row(c, asked) for c in cases[:SHOWN]))
    return RecordsAnswer(text=f"{text} {shown.text}".strip(), rows=rows)


def of_listings(unit: UnitOfWork, asked: AskedRecords) -> RecordsAnswer:
    """The listings named, else those of the case."""
    names = named_listings(asked.text) or (asked.case.listing_ids if asked.case else ())
    found = [listing for name in names if (listing := unit.listings.get(name)) is not None]
    if not found:
        return RecordsAnswer(text=asked.say("no_listing"))
    shown = first_rows((listing_row(each, asked, unit) for each in found), len(found), asked)
    return replace(shown, text=f"{asked.say('listings', number=len(found))} {shown.text}".strip())
