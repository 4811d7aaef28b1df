"""What the records say of what is on sale: counts over time, alerts that wait, sellers, listings, what came back."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from datetime import date, datetime, time

from bot.domain.alerts import Alert
from bot.domain.followups import ListingState
from bot.domain.ids import ListingId
from bot.domain.listings import PLATFORMS, Listing
from bot.domain.moments import CHINA, china_day
from bot.domain.questions import RecordRow
from bot.repositories import UnitOfWork
from bot.services.answering.record_names import (
    SHOWN,
    AskedRecords,
    RecordsAnswer,
    case_row,
    listing_row,
    named_listings,
)
from bot.services.answering.spans import span_of
from bot.words.book import day

MOST = 10_000
_BACK = re.compile(
    r"\b(?:back|again|returned?|reappear\w*|came up|relisted)\b|又|重新|回来|复活|复燃|再次上架",
    re.IGNORECASE,
)
_MOST_OF_ALL = re.compile(
    r"\b(?:most|biggest|worst|top|largest|main|ranking)\b|最[多大严坏]|排[行名]|前[几十三五]|哪[些个]卖家",
    re.IGNORECASE,
)
_QUOTED = re.compile(r"[“\"「『](?P<name>[^”\"」』]{2,60})[”\"」』]")


def counts(unit: UnitOfWork, asked: AskedRecords) -> RecordsAnswer:
    """How many alerts came in a span of days, and what became of them."""
    span = span_of(asked.text, asked.today)
    alerts = [a for a in unit.alerts.since(_midnight(span.start)) if china_day(a.raised_at) <= span.end]
    platform = next((p for p in PLATFORMS if re.search(rf"\b{p}\b", asked.text, re.IGNORECASE)), "")
    alerts = [a for a in alerts if not platform or a.listing.platform == platform]
    span_text = asked.say("span", start=day(span.start, asked.language), end=day(span.end, asked.language))
    if not alerts:
        return RecordsAnswer(text=f"{span_text} {asked.say('none')}")
    confirmed = sum(a.right is True for a in alerts)
    down = sum(_is_down(unit, a.listing.listing_id) for a in alerts)
    text = asked.say("counts", new=len(alerts), confirmed=confirmed, down=down)
    by_platform = Counter(a.listing.platform for a in alerts).most_common(SHOWN)
    rows = tuple(RecordRow(what="count", subject=name, text=str(number)) for name, number in by_platform)
    return RecordsAnswer(text=f"{span_text} {text}", rows=rows)


def alerts_waiting(unit: UnitOfWork, asked: AskedRecords) -> RecordsAnswer:
    """The alerts that wait for a verdict."""
    waiting = unit.alerts.waiting()
    text = asked.say("waiting", number=len(waiting)) if waiting else asked.say("none_waiting")
    return RecordsAnswer(text=text, rows=tuple(_alert_row(a) for a in waiting[:SHOWN]))


def of_sellers(unit: UnitOfWork, asked: AskedRecords) -> RecordsAnswer:
    """The sellers named, or those with most suspect listings."""
    listings = [a.listing for a in unit.alerts.recent(MOST)]
    keys = _sellers_named(asked, listings)
    if not keys and _MOST_OF_ALL.search(asked.text):
        return _sellers_ranked(listings, asked)
    own = [each for each in listings if _seller_key(each) in keys]
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
    cases = [c for c in unit.cases.all() if c.seller_key in keys]
    text = asked.say(
        "seller",
        who=" · ".join(filter(None, facts)),
        listings=len({x.listing_id for x in own}),
        cases=len(cases),
    )
    rows = [listing_row(each, asked, unit) for each in own[:SHOWN]] + [
        case_row(c, asked) for c in cases[:SHOWN]
    ]
    return RecordsAnswer(text=text, rows=tuple(rows))


def _sellers_ranked(listings: Sequence[Listing], asked: AskedRecords) -> RecordsAnswer:
    """The sellers with most suspect listings, first the worst."""
    names = {_seller_key(each): each.seller_name for each in listings}
    number = Counter(_seller_key(each) for each in {each.listing_id: each for each in listings}.values())
    if not number:
        return RecordsAnswer(text=asked.say("no_seller"))
    rows = tuple(
        RecordRow(what="count", subject=names[key] or key, text=str(found))
        for key, found in number.most_common(SHOWN)
    )
    return RecordsAnswer(text=asked.say("sellers", number=len(number)), rows=rows)


def of_listings(unit: UnitOfWork, asked: AskedRecords) -> RecordsAnswer:
    """The listings named, those of the case, or those that came back."""
    names = named_listings(asked.text)
    if not names and _BACK.search(asked.text):
        return _came_back(unit, asked)
    if not names and asked.case is None:
        return counts(unit, asked)
    names = names or (asked.case.listing_ids if asked.case else ())
    found = [listing for name in names if (listing := unit.listings.get(name)) is not None]
    if not found:
        return RecordsAnswer(text=asked.say("no_listing"))
    rows = tuple(listing_row(each, asked, unit) for each in found[:SHOWN])
    return RecordsAnswer(text=asked.say("listings", number=len(found)), rows=rows)


def _came_back(unit: UnitOfWork, asked: AskedRecords) -> RecordsAnswer:
    """The listings of cases that were down and are up again."""
    alerts = {a.listing.listing_id: a.listing for a in unit.alerts.recent(MOST)}
    back = [each for name, each in alerts.items() if _in_state(unit, name, ListingState.BACK)]
    if not back:
        return RecordsAnswer(text=asked.say("none_back"))
    rows = tuple(listing_row(each, asked, unit) for each in back[:SHOWN])
    return RecordsAnswer(text=asked.say("back", number=len(back)), rows=rows)


def _sellers_named(asked: AskedRecords, listings: Sequence[Listing]) -> frozenset[str]:
    at = named_listings(asked.text)
    if at:
        return frozenset(_seller_key(each) for each in listings if each.listing_id in at)
    lowered = asked.text.lower()
    quoted = {m["name"].lower() for m in _QUOTED.finditer(asked.text)}

    def named(listing: Listing) -> bool:
        names = {listing.seller_name.lower(), listing.seller_id.lower(), listing.seller_company.lower()} - {
            ""
        }
        return any(name in lowered for name in names if len(name) > 1) or bool(names & quoted)

    found = {_seller_key(each) for each in listings if named(each)}
    own = {asked.case.seller_key} if asked.case and asked.case.seller_key else set()
    return frozenset(found or own)


def _seller_key(listing: Listing) -> str:
    return f"{listing.platform}:{listing.seller_id}"


def _in_state(unit: UnitOfWork, listing_id: ListingId, state: ListingState) -> bool:
    return any(entry.state is state for entry in unit.case_listings.of_listing(listing_id))


def _is_down(unit: UnitOfWork, listing_id: ListingId) -> bool:
    return _in_state(unit, listing_id, ListingState.DOWN)


def _alert_row(alert: Alert) -> RecordRow:
    listing = alert.listing
    return RecordRow(what="listing", subject=listing.listing_id, text=listing.title[:80], url=listing.url)


def _midnight(on: date) -> datetime:
    return datetime.combine(on, time(0), tzinfo=CHINA)
