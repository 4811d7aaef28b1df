"""The form of one rule of alerts."""

from collections.abc import Sequence
from datetime import datetime, time

from slack_sdk.models.blocks import Block
from slack_sdk.models.views import View

from bot.domain.assessments import Band
from bot.domain.listings import PLATFORMS
from bot.domain.rules import AlertRule, Pace
from bot.slack.blocks.fields import (
    channel_field,
    choice_field,
    choices_field,
    modal,
    text_field,
    time_field,
    zone_field,
)
from bot.slack.ids import FormId, ModalField, Ref
from bot.words.book import Words


def rule_form(
    rule: AlertRule | None, brands: Sequence[str], about: Ref, now: datetime, words: Words, zone: str
) -> View:
    """The form of one rule; empty for a new one, which suggests what most teams want."""
    bands = [(band.value, words(f"rules.band.{band.value}")) for band in (Band.MEDIUM, Band.HIGH)]
    paces = [(pace.value, words(f"rules.pace.{pace.value}")) for pace in Pace]
    known = [*brands, *(brand for brand in (rule.brands if rule else ()) if brand not in brands)]
    fields = [
        channel_field(
            ModalField.CHANNEL, words("rules.channel"), initial=rule.channel if rule else about.channel
        ),
        *_brands(known, rule, words),
        choices_field(
            ModalField.PLATFORMS,
            words("rules.platforms"),
            [(each, each) for each in PLATFORMS],
            initial=rule.platforms if rule else (),
            optional=True,
        ),
        choice_field(
            ModalField.BAND, words("rules.bands"), bands, initial=rule.band.value if rule else "medium"
        ),
        text_field(
            ModalField.MIN_SCORE,
            words("rules.min_score"),
            hint=words("rules.min_score_hint"),
            initial=f"{rule.min_score:.0%}".rstrip("%") if rule else "0",
            most=3,
        ),
        choice_field(
            ModalField.PACE, words("rules.paces"), paces, initial=rule.pace.value if rule else "at_once"
        ),
        *_hours(rule, words),
        zone_field(words("rules.zone"), now, initial=zone),
        text_field(
            ModalField.CAP,
            words("rules.cap"),
            hint=words("rules.cap_hint"),
            initial=str(rule.cap if rule else 20),
            most=4,
        ),
    ]
    title = words("rules.edit") if rule else words("rules.new")
    return modal(FormId.RULE, title, words("form.save"), words("form.cancel"), about, fields)


def _hours(rule: AlertRule | None, words: Words) -> list[Block]:
    return [
        time_field(
            ModalField.DIGEST_AT,
            words("rules.digest_at"),
            initial=rule.digest_at if rule else time(9),
            optional=True,
        ),
        time_field(
            ModalField.QUIET_FROM,
            words("rules.quiet_from"),
            initial=rule.quiet_from if rule else None,
            optional=True,
        ),
        time_field(
            ModalField.QUIET_TO,
            words("rules.quiet_to"),
            initial=rule.quiet_to if rule else None,
            optional=True,
        ),
    ]


def _brands(known: Sequence[str], rule: AlertRule | None, words: Words) -> list[Block]:
    if not known:
        return []
    choices = [(name, name) for name in known]
    initial = rule.brands if rule else ()
    return [choices_field(ModalField.BRANDS, words("rules.brands"), choices, initial=initial, optional=True)]
