"""How a listing looks in Slack, wherever it is shown: title as published, price, shop, reasons, pictures.

Everything outside is escaped, or stands in a rich text, in which Slack reads nothing as a mention or a link.
"""

import re
from collections.abc import Mapping, Sequence

from slack_sdk.models.blocks import (
    Block,
    ImageElement,
    RichTextBlock,
    RichTextElementParts,
    RichTextSectionElement,
)

from bot.domain.alerts import Alert
from bot.domain.assessments import Assessment
from bot.domain.listings import Listing
from bot.domain.prints import SharedPicture
from bot.domain.sellers import SellerHistory
from bot.domain.sentences import Sentence
from bot.slack.blocks.fields import boxes_field
from bot.slack.blocks.text import clean, context, esc, is_web, link, one_line
from bot.slack.ids import ModalField
from bot.words.book import Words
from bot.words.gloss import NO_NAMES, shop_gloss, title_gloss
from bot.words.telling import tell

REASONS = 3
LONGEST_TITLE = 400
"""How the price detector says how far a price is under the lowest lawful one."""
_CHINESE = re.compile(r"[\u4e00-\u9fff]+")
_STRONG = RichTextElementParts.TextStyle(bold=True, code=True)

Piece = tuple[str, bool]
"""A part of a title, and whether a reason rests on it."""


def marked_title(listing: Listing, assessment: Assessment) -> Block:
    """The title as published, with the parts that the reasons rest on marked."""
    parts = [
        RichTextElementParts.Text(text=text, style=_STRONG if marked else None)
        for text, marked in title_pieces(listing.title, assessment)
    ]
    return RichTextBlock(elements=[RichTextSectionElement(elements=parts)])


def glossed_title(listing: Listing, assessment: Assessment, words: Words) -> list[Block]:
    """The title as published, and for English readers its words one by one."""
    known = names_in(listing, assessment)
    gloss = (
        one_line(title_gloss(clean(listing.title), known), LONGEST_TITLE) if words.language == "en" else ""
    )
    told = [context(words("alert.gloss", gloss=esc(gloss)))] if gloss else []
    return [marked_title(listing, assessment), *told]


def names_in(listing: Listing, assessment: Assessment) -> Mapping[str, str]:
    """The brand book's Chinese names that were found in the title, in English: the brand, and what it calls its goods."""
    english = {"wordmark": assessment.brand, "line": assessment.product[0]}
    spans = [(signal.span, english.get(signal.name, "")) for signal in assessment.signals]
    found = {listing.title[span[0] : span[1]].strip(): name for span, name in spans if span and name}
    return {chinese: name for chinese, name in found.items() if _CHINESE.fullmatch(chinese)}


def marked_text(listing: Listing, assessment: Assessment) -> str:
    """The same in one line of escaped text, the marked parts in brackets."""
    pieces = title_pieces(listing.title, assessment)
    return esc("".join(f"[{text}]" if marked else text for text, marked in pieces))


def title_pieces(title: str, assessment: Assessment) -> list[Piece]:
    """The title on one line, at most 400 characters, cut at the marks of the signals; never empty."""
    found: list[Piece] = []
    at, room = 0, LONGEST_TITLE
    for start, end in _spans(title, assessment):
        found += [(title[at:start], False), (title[start:end], True)]
        at = end
    shown: list[Piece] = []
    for text, marked in (*found, (title[at:], False)):
        words = " ".join(clean(text).split("\n")).replace("\t", " ")
        if words and room > 0:
            shown.append((words if len(words) <= room else f"{words[: room - 1]}…", marked))
            room -= len(words)
    return shown if any(text.strip() for text, _ in shown) else [("–", False)]


def _spans(title: str, assessment: Assessment) -> list[tuple[int, int]]:
    """Where the title is marked: in order, apart, within it."""
    spans = sorted(s.span for s in assessment.signals if s.span and s.score > 0)
    apart: list[tuple[int, int]] = []
    for start, end in spans:
        if not 0 <= start < end <= len(title):
            continue
        if apart and start <= apart[-1][1]:
            apart[-1] = (apart[-1][0], max(end, apart[-1][1]))
        else:
            apart.append((start, end))
    return apart


def listing_choices(listings: Sequence[Listing]) -> list[tuple[str, str]]:
    """Listings in a menu, each by its id, shop and title."""
    return [(each.listing_id, f"{each.listing_id} {each.seller_name} {each.title}") for each in listings]


def listing_boxes(listings: Sequence[Listing], label: str) -> Block:
    """Listings to tick, all ticked: what stays out is unticked."""
    rows = [
        (each.listing_id, one_line(each.title or each.listing_id, 70), each.listing_id) for each in listings
    ]
    return boxes_field(ModalField.LISTINGS, label, rows)


def price_text(listing: Listing) -> str:
    """``CNY 59``; empty where the listing has no price."""
    return f"{listing.currency} {listing.price}".strip() if listing.price is not None else ""


def price_line(alert: Alert, words: Words) -> str:
    """The price, with what the price detector says about the floor; its sentence mostly begins with the price."""
    price, kept = price_text(alert.listing), _price_reason(alert.assessment)
    because = tell(kept, words) if kept else ""
    amount = format(alert.listing.price.normalize(), "f") if alert.listing.price is not None else ""
    said = bool(amount) and f"{alert.listing.currency} {amount} " in str(kept)
    parts = [because] if said else [price or words("alert.unknown"), because]
    return " · ".join(esc(one_line(part, 200)) for part in parts if part)


def _price_reason(assessment: Assessment) -> Sentence | None:
    return next((s.because for s in assessment.signals if s.name == "price"), None)


def platform_line(listing: Listing, words: Words) -> str:
    """Where it is sold, with a link to it, and its id."""
    where = link(listing.url, words("alert.open_listing"))
    return f"{esc(platform_name(listing.platform, words))} · {where} · `{esc(one_line(listing.listing_id, 120))}`"


def seller_line(
    listing: Listing, history: SellerHistory, words: Words, names: Mapping[str, str] = NO_NAMES
) -> str:
    """The shop with the brand's standing to it and what was found of it before."""
    name = esc(one_line(listing.seller_name or listing.seller_id, 80)) or words("alert.unknown")
    gloss = esc(one_line(shop_gloss(listing.seller_name, names), 80)) if words.language == "en" else ""
    parts = [f"*{name}* ({gloss})" if gloss else f"*{name}*", _standing(history, words)]
    if history.alerts:
        parts.append(words("seller.before", count=history.alerts, infringing=history.infringing))
    if history.cleared:
        parts.append(words("seller.cleared", count=history.cleared))
    if history.cases:
        parts.append(words("seller.cases", cases=words.listed(history.cases[:3])))
    return " · ".join(parts)


def _standing(history: SellerHistory, words: Words) -> str:
    """How the brand stands to the shop, and since or until when: the alert's reasons leave out the weak ones."""
    if history.standing is None:
        return words("seller.unlisted")
    standing = words(f"seller.{history.standing.value}")
    if history.ended:
        return words("seller.ended", standing=standing, day=history.ended)
    return words("seller.since", standing=standing, day=history.since) if history.since else standing


def shared_lines(shared: Sequence[SharedPicture], words: Words, most: int = 1) -> list[str]:
    """Pictures that other shops show too, those of most shops first, at most three names each."""
    told = []
    for each in sorted(shared, key=lambda s: (-s.shops, s.place))[:most]:
        names = words.listed(esc(one_line(name, 60)) for name in each.names)
        count = "one" if each.shops == 1 else "many"
        told.append(words(f"alert.shared.{count}", number=each.place, count=each.shops, names=names))
    return told


def unseen_lines(assessment: Assessment, words: Words, most: int = 1) -> list[str]:
    """What of the listing's pictures could not be looked at, so that nobody takes it for looked at."""
    told = [esc(one_line(tell(each, words), 300)) for each in assessment.unseen[:most]]
    more = len(assessment.unseen) - most
    return told + ([words("text.more", count=more)] if more > 0 else [])


def because_lines(assessment: Assessment, words: Words) -> str:
    """The strongest reasons, one a line."""
    return "\n".join(f"• {each}" for each in reasons_text(assessment, words)) or words("alert.no_reason")


def headline(alert: Alert, words: Words) -> str:
    """What is offered where and how far under the lowest lawful price; not escaped. Without the product, the brand."""
    judged = alert.assessment
    english, chinese = judged.product
    what = (chinese if words.language == "zh" else english) or english or judged.brand
    where = platform_name(alert.listing.platform, words)
    told = words("alert.headline", what=one_line(what, 60), platform=where)
    because = _price_reason(judged)
    under = because.fact("share").rstrip("%") if because else ""
    return words("alert.gap", headline=told, percent=under) if under else told


def likelihood(alert: Alert, words: Words) -> str:
    """The headline with one word of how likely it is; once a person has judged, that counts and no likelihood."""
    told = headline(alert, words)
    if alert.verdict is not None:
        return told
    return words("alert.likely", headline=told, band=words(f"alert.band.{alert.assessment.band.value}"))


def platform_name(platform: str, words: Words) -> str:
    """What people call a platform; one that is not in the table by its own name. Not escaped."""
    key = f"platform.{platform}"
    return words(key) if words.has(key) else one_line(platform, 40)


def percent(assessment: Assessment) -> int:
    """The probability for people: nobody is 100% sure."""
    return min(99, round(assessment.score * 100))


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


def reasons_text(assessment: Assessment, words: Words) -> Sequence[str]:
    """The strongest reasons, escaped; the price stands in a line of its own, unless it is the only one."""
    price, every = _price_reason(assessment), assessment.reasons(len(assessment.signals))
    others = [each for each in every if each != price] or list(every)
    return [esc(one_line(tell(each, words), 300)) for each in others[:REASONS]]
