"""Gaps of the request: ground, route, languages and what the form says."""

from __future__ import annotations

from collections.abc import Iterator

from bot.domain.drafts import NoticeGap
from bot.notices.facts.matter import NoticeMatter
from bot.notices.gaps.making import blocking, warning
from bot.notices.gaps.portals import gaps_of_portal
from bot.notices.wording.saying import HAN

_DAYS = range(3, 31)


def gaps_of_request(matter: NoticeMatter) -> Iterator[NoticeGap]:
    """Whether the kind of notice suits the ground, the platform and the form."""
    request, entry = matter.facts.request, matter.entry
    refused = matter.catalog.refused(request.ground)
    if not entry.grounds:
        pass  # it accuses nobody: a withdrawal, a power of attorney
    elif refused:
        yield blocking(
            "request.ground",
            "no notice on the ground “{ground}”: {why_not}",
            ground=request.ground,
            why_not=refused,
        )
    elif request.ground not in entry.grounds:
        yield blocking(
            "request.ground",
            "{notice} is not made for the ground “{ground}”; choose one of {list}",
            notice=entry.notice.title,
            ground=request.ground,
            list=", ".join(entry.grounds),
        )
    if "zh" not in request.languages:
        yield warning(
            "request.languages",
            "the Chinese text is the official one and was not asked for; add zh before sending",
        )
    if "products" in entry.pictures:
        yield from _chinese(matter)
    if matter.route == "platform" and entry.grounds:
        yield from gaps_of_portal(matter)
    days = matter.texts.get("reply_days", "7")
    if not days.isdecimal() or int(days) not in _DAYS:
        yield blocking("texts.reply_days", "“{text}” is no number of days from 3 to 30", text=days)
    channel = matter.texts.get("filing_channel", "")
    if channel not in {"", "12315"}:
        yield warning(
            "texts.filing_channel",
            "“{text}” is not known; leave it empty for a written request, or write 12315 for a report there",
            text=channel,
        )


def _chinese(matter: NoticeMatter) -> Iterator[NoticeGap]:
    """Products that the Chinese text describes in another language: an office reads Chinese."""
    lacking = [
        f"{name} ({product.sku})"
        for product in matter.products
        for name, texts in (("name_zh", (product.name_zh,)), ("tells", product.tells))
        if not all(HAN.search(text) for text in texts)
    ]
    if lacking:
        yield warning(
            "product.chinese",
            "the Chinese text has no Chinese for {fields}; enter it in the brand book",
            fields=", ".join(lacking),
        )
