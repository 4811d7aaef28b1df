"""How sure an alert is, and why: its band, its probability, its reasons, its price."""

from collections.abc import Sequence

from bot.domain.alerts import Alert
from bot.domain.assessments import Assessment
from bot.domain.listings import Listing
from bot.domain.sentences import Sentence
from bot.slack.blocks.listings import platform_name
from bot.slack.blocks.text import esc, one_line
from bot.words.book import Words
from bot.words.telling import tell

REASONS = 3


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


def percent(assessment: Assessment) -> int:
    """The probability for people: nobody is 100% sure."""
    return min(99, round(assessment.score * 100))


def reasons_text(assessment: Assessment, words: Words) -> Sequence[str]:
    """The strongest reasons, escaped; the price stands in a line of its own, unless it is the only one."""
    price, every = _price_reason(assessment), assessment.reasons(len(assessment.signals))
    others = [each for each in every if each != price] or list(every)
    return [esc(one_line(tell(each, words), 300)) for each in others[:REASONS]]
