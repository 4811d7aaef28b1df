"""What a form offers of earlier notices, and of the listings that they took down."""

from collections.abc import Mapping, Sequence
from datetime import date

from slack_sdk.models.blocks import Block

from bot.domain.addresses import listing_named
from bot.domain.compositions import NoticeKind
from bot.domain.drafts import Draft
from bot.domain.errors import WrongInput
from bot.domain.listings import Listing
from bot.domain.moments import china_day
from bot.slack.blocks.fields import Choices, choice_field, found_field
from bot.slack.blocks.text import context, one_line
from bot.slack.ids import ASKED
from bot.words.book import Words

EARLIER = "earlier"
"""Where an earlier notice is chosen."""
OLD_LISTING, OLD = "old_listing", ("old_item", "old_link")
"""Where a listing taken down before is chosen, and the texts that it fills."""


def earlier_field(kind: NoticeKind, notices: Sequence[Draft], name: str, words: Words) -> list[Block]:
    """Before the number and the day of an earlier notice: those sent in the case, from which both are filled."""
    asked = [each for each, _ in kind.asks]
    first = next((each for each in asked if each in ("reference", "earlier_on")), "")
    if name != first or "earlier_on" not in asked:
        return []
    if offered := _earlier(notices, words):
        return [choice_field(ASKED + EARLIER, words("form.draft.earlier"), offered, optional=True)]
    return [context(words("form.draft.no_earlier"))]


def _earlier(notices: Sequence[Draft], words: Words) -> Choices:
    return [
        (
            each.draft_id,
            joined(
                each.draft_id,
                each.sent.reference,
                words.day(china_day(each.sent.at)),
                dict(each.composition.titles).get(words.language, ""),
            ),
        )
        for each in notices
        if each.sent
    ]


def old_field(texts: Mapping[str, str], name: str, words: Words) -> list[Block] | None:
    """In place of the number and the link of a listing taken down before: a menu of those, in which any other is found by its
    address. None where somebody wrote what names no listing: that stays as it is."""
    held = next((texts[each] for each in (OLD_LISTING, *reversed(OLD)) if texts.get(each)), "")
    try:
        chosen = [(held, str(listing_named(held)))] if held else []
    except WrongInput:
        return None
    if name != OLD[0]:
        return []
    return [found_field(ASKED + OLD_LISTING, words("form.draft.old_listing"), chosen, optional=True)]


def old_choices(gone: Sequence[tuple[Listing, date | None]], words: Words) -> Choices:
    """Listings taken down, each with its day where one was seen."""
    return [
        (
            each.listing_id,
            joined(
                words("form.draft.down", day=day) if day else "",
                each.listing_id,
                each.seller_name,
                each.title,
            ),
        )
        for each, day in gone
    ]


def joined(*parts: str) -> str:
    return one_line(" · ".join(filter(None, parts)), 75)
