"""How a listing looks in Slack, wherever it is shown: title as published, price, shop, reasons, pictures (thumbnails).

Everything outside is escaped, or stands in a rich text, in which Slack reads nothing as a mention or a link.
"""

from collections.abc import Sequence

from slack_sdk.models.blocks import Block, ImageElement

from bot.domain.assessments import Assessment
from bot.domain.listings import Listing
from bot.slack.blocks.fields import boxes_field
from bot.slack.blocks.text import esc, is_web, link, one_line
from bot.slack.ids import ModalField
from bot.words.book import Words
from bot.words.telling import tell


def listing_choices(listings: Sequence[Listing]) -> list[tuple[str, str]]:
    """Listings in a menu, each by its id, shop and title."""
    return [(each.listing_id, f"{each.listing_id} {each.seller_name} {each.title}") for each in listings]


def listing_boxes(listings: Sequence[Listing], label: str) -> Block:
    """Listings to tick, all ticked: what stays out is unticked."""
    rows = [
        (each.listing_id, one_line(each.title or each.listing_id, 70), each.listing_id) for each in listings
    ]
    return boxes_field(ModalField.LISTINGS, label, rows)


def platform_line(listing: Listing, words: Words) -> str:
    """Where it is sold, with a link to it, and its id."""
    where = link(listing.url, words("alert.open_listing"))
    return f"{esc(platform_name(listing.platform, words))} · {where} · `{esc(one_line(listing.listing_id, 120))}`"


def unseen_lines(assessment: Assessment, words: Words, most: int = 1) -> list[str]:
    """What of the listing's pictures could not be looked at, so that nobody takes it for looked at."""
    told = [esc(one_line(tell(each, words), 300)) for each in assessment.unseen[:most]]
    more = len(assessment.unseen) - most
    return told + ([words("text.more", count=more)] if more > 0 else [])


def platform_name(platform: str, words: Words) -> str:
    """What people call a platform; one that is not in the table by its own name. Not escaped."""
    key = f"platform.{platform}"
    return words(key) if words.has(key) else one_line(platform, 40)


def picture_of(listing: Listing) -> str:
    """The address of the listing's first picture that Slack can load; empty where there is none."""
    return next((url for url in listing.images if is_web(url) and len(url) <= 3_000), "")


def thumbnail(listing: Listing, words: Words) -> ImageElement | None:
    """The picture at the side of a paragraph."""
    url = picture_of(listing)
    return ImageElement(image_url=url, alt_text=words("alert.picture")) if url else None


def listing_line(listing: Listing, words: Words) -> str:
    """One listing on one line of mrkdwn."""
    title = esc(one_line(listing.title, 120))
    where = link(listing.url, words("alert.open_listing"))
    return f"`{esc(listing.listing_id)}` {title} ({where})"
