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


def shows_listing(capture: Evidence) -> bool:
    """Whether a capture found the listing up: its page or a picture of it, not our record of it alone."""
    return capture.kind == "capture" and (capture.has("page") or capture.has("screenshot"))
