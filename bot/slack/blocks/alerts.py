"""The alert card and the form that dismisses it."""

from __future__ import annotations

from slack_sdk.models.blocks import Block, ImageElement, MarkdownTextObject, SectionBlock
from slack_sdk.models.metadata import Metadata
from slack_sdk.models.views import View

from bot.domain.alerts import Alert, AlertState
from bot.domain.listings import Listing
from bot.slack.blocks.fields import modal, text_field
from bot.slack.blocks.text import (
    button,
    buttons,
    card,
    clip,
    context,
    esc,
    header,
    is_web,
    link,
    mrkdwn,
    one_line,
    person,
    published,
    section,
)
from bot.slack.ids import ActionId, EventType, Field, FormId, Ref
from bot.slack.poster import Card
from bot.words.book import Words

REASONS = 3


def alert_card(alert: Alert, words: Words, *, picture: bool = True) -> Card:
    """What the channel sees, in the state the alert is in; ``picture`` is false where Slack cannot load it."""
    listing = alert.listing
    blocks = [
        header(
            words(f"alert.band.{alert.assessment.band.value}", brand=one_line(alert.assessment.brand, 60))
        ),
        published(listing.title, _thumbnail(listing, words) if picture else None),
        _facts(alert, words),
        section(_because(alert, words)),
        *_footing(alert, words),
    ]
    return card(_fallback(alert, words), blocks, shortened=words("text.shortened"))


def alert_metadata(alert: Alert) -> Metadata:
    """By which the message is found again after a kill."""
    payload = {"alert_id": alert.alert_id, "listing_id": alert.listing.listing_id}
    return Metadata(event_type=EventType.ALERT.value, event_payload=payload)


def not_infringing_form(alert: Alert, words: Words) -> View:
    """Asks why a listing does not infringe."""
    about = Ref(alert=alert.alert_id, channel=alert.channel, thread=alert.ts)
    return modal(
        FormId.NOT_INFRINGING,
        words("alert.dismiss.title"),
        words("form.save"),
        words("form.cancel"),
        about,
        [
            published(alert.listing.title, limit=300),
            text_field(
                Field.REASON,
                words("alert.dismiss.why"),
                long=True,
                hint=words("alert.dismiss.hint"),
                most=500,
            ),
        ],
    )


def price_text(listing: Listing) -> str:
    """``CNY 59``; empty where the listing has no price."""
    return f"{listing.currency} {listing.price}".strip() if listing.price is not None else ""


def listing_line(listing: Listing, words: Words) -> str:
    """One listing on one line of mrkdwn."""
    title = esc(one_line(listing.title, 120))
    where = link(listing.url, words("alert.open_listing"))
    return f"`{esc(listing.listing_id)}` {title} ({where})"


def _thumbnail(listing: Listing, words: Words) -> ImageElement | None:
    picture = next((url for url in listing.images if is_web(url) and len(url) <= 3_000), None)
    return ImageElement(image_url=picture, alt_text=words("alert.picture")) if picture else None


def _facts(alert: Alert, words: Words) -> Block:
    listing = alert.listing
    seller = esc(one_line(listing.seller_name or listing.seller_id, 100)) or words("alert.unknown")
    rows = [
        ("alert.platform", f"{esc(listing.platform)}  {link(listing.url, words('alert.open_listing'))}"),
        ("alert.price", _with_reason(alert, "price", esc(price_text(listing)) or words("alert.unknown"))),
        ("alert.seller", _with_reason(alert, "seller", seller)),
        ("alert.item", f"`{esc(one_line(listing.listing_id, 150))}`"),
    ]
    return SectionBlock(fields=[_field(words(key), value) for key, value in rows])


def _field(label: str, value: str) -> MarkdownTextObject:
    return mrkdwn(clip(f"*{label}*\n{value}", 2_000))


def _with_reason(alert: Alert, signal: str, value: str) -> str:
    """The value, with what the detector of this name says about it."""
    because = next((s.because for s in alert.assessment.signals if s.name == signal), "")
    return f"{value}\n{esc(one_line(because, 300))}" if because else value


def _because(alert: Alert, words: Words) -> str:
    reasons = alert.assessment.reasons(REASONS)
    lines = [f"• {esc(one_line(reason, 400))}" for reason in reasons] or [words("alert.no_reason")]
    score = words("alert.score", percent=min(99, round(alert.assessment.score * 100)))
    return "\n".join([f"*{words('alert.why')}* ({score})", *lines])


def _footing(alert: Alert, words: Words) -> list[Block]:
    about = Ref(alert=alert.alert_id)
    if alert.state is AlertState.DISMISSED:
        return [context(words("alert.dismissed", who=person(alert.handled_by or ""), why=esc(alert.reason)))]
    draft = button(ActionId.DRAFT_NOTICE, words("alert.draft"), about)
    if alert.state is AlertState.IN_CASE:
        told = words("alert.in_case", case=alert.case_id or "", who=person(alert.handled_by or ""))
        return [context(told), *buttons(draft)]
    return buttons(
        button(ActionId.OPEN_CASE, words("alert.open_case"), about, "primary"),
        button(ActionId.NOT_INFRINGING, words("alert.not_infringing"), about),
        draft,
    )


def _fallback(alert: Alert, words: Words) -> str:
    listing = alert.listing
    parts = [
        words(f"alert.band.{alert.assessment.band.value}", brand=esc(one_line(alert.assessment.brand, 60))),
        esc(one_line(listing.title, 500)),
        esc(f"{listing.platform} {price_text(listing)}".strip()),
        esc(one_line(listing.seller_name, 100)),
        "; ".join(esc(one_line(reason, 300)) for reason in alert.assessment.reasons(REASONS)),
    ]
    if alert.state is not AlertState.OPEN:
        parts.append(words(f"alert.state.{alert.state.value}"))
    return " | ".join(part for part in parts if part)
