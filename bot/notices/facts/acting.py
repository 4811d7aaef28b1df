"""On which days the act was done: given by a person, or shown by the evidence that the notice relies on.

The day of filing is never taken for the day of the act: a notice of January on evidence of November rests on the law of
November.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date

from bot.domain.evidence import Evidence
from bot.domain.moments import china_day
from bot.notices.wording.citing import ActDates
from bot.notices.wording.saying import BilingualText, day
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


def acts_told(facts: NoticeFacts, on: Iterable[date], us: BilingualText) -> BilingualText:
    """What the evidence of each day shows, in one sentence: goods on sale when captured, a sample bought, received."""
    said = [_told(facts, each, us) for each in dict.fromkeys(on)]
    en = "; ".join(each.en for each in said)
    return BilingualText("；".join(each.zh for each in said) + "。", en[:1].upper() + en[1:] + ".")


def _told(facts: NoticeFacts, on: date, us: BilingualText) -> BilingualText:
    ids = {listing.listing_id for listing in facts.listings}
    bought = [each for each in facts.purchases if each.listing_id in ids]
    pages = [e for e in facts.evidence if e.listing_id in ids and shows_listing(e)]
    zh, en = day(on).zh, day(on).en
    if any(china_day(page.captured_at) == on for page in pages):
        return BilingualText(
            f"{zh}取证时，上述商品在该店铺展示、销售",
            f"when captured on {en} the goods were on sale in the shop",
        )
    if any(each.ordered_at and china_day(each.ordered_at) == on for each in bought):
        return BilingualText(
            f"{zh}，{us.zh}从该店铺购得样品", f"on {en} {us.en} bought a sample from the shop"
        )
    if any(each.received_at and china_day(each.received_at) == on for each in bought):
        return BilingualText(
            f"{zh}，{us.zh}收到从该店铺购得的样品",
            f"on {en} {us.en} received the sample bought from the shop",
        )
    return BilingualText(
        f"{zh}监测时，上述商品在该店铺展示、销售", f"when seen on {en} the goods were on sale in the shop"
    )


def shows_listing(capture: Evidence) -> bool:
    """Whether a capture found the listing up: its page or a picture of it, not our record of it alone."""
    return capture.kind == "capture" and (capture.has("page") or capture.has("screenshot"))
