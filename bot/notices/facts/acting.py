"""On which days the act was done: given by a person, or shown by the evidence that the notice relies on.

The day of filing is never taken for the day of the act: a notice of January on evidence of November rests on the law of
November.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from bot.domain.evidence import Evidence
from bot.domain.moments import china_day
from bot.notices.wording.citing import ActDates
from bot.notices.wording.saying import BilingualText
from bot.ports import NoticeFacts


def act_dates(facts: NoticeFacts) -> ActDates:
    """The days of the act with what they rest on, and the day of filing."""
    request = facts.request
    return ActDates.of(request.act_from, request.act_to, request.as_of, tuple(days_shown(facts)))


def days_shown(facts: NoticeFacts) -> Iterator[date]:
    """Every day on which the evidence shows a listing of the notice: seen, captured, bought, received."""
    ids = {listing.listing_id for listing in facts.listings}
    for listing in facts.listings:
        yield from (china_day(at) for at in (listing.first_seen_at, listing.seen_at) if at is not None)
    for capture in facts.evidence:
        if capture.listing_id in ids and shows_listing(capture):
            yield china_day(capture.captured_at)
    for bought in facts.purchases:
        if bought.listing_id in ids:
            yield from (china_day(at) for at in (bought.ordered_at, bought.received_at) if at is not None)


def shown_by(facts: NoticeFacts, on: date) -> BilingualText:
    """What the evidence of this day is: a page captured, a purchase, goods received, else the record of seeing it."""
    ids = {listing.listing_id for listing in facts.listings}
    bought = [each for each in facts.purchases if each.listing_id in ids]
    if any(
        shows_listing(e) and china_day(e.captured_at) == on for e in facts.evidence if e.listing_id in ids
    ):
        return BilingualText("页面取证", "page captured")
    if any(each.ordered_at and china_day(each.ordered_at) == on for each in bought):
        return BilingualText("购买取样", "test purchase")
    if any(each.received_at and china_day(each.received_at) == on for each in bought):
        return BilingualText("收到样品", "sample received")
    return BilingualText("监测记录", "record of monitoring")


def shows_listing(capture: Evidence) -> bool:
    """Whether a capture found the listing up: its page or a picture of it, not our record of it alone."""
    return capture.kind == "capture" and (capture.has("page") or capture.has("screenshot"))
