"""The forms of an alert: why it does not infringe, for how long it is put away (snoozed): which durations are offered."""

from slack_sdk.models.blocks import Block
from slack_sdk.models.views import View

from bot.domain.alerts import Alert
from bot.domain.verdicts import Verdict
from bot.slack.blocks.fields import choice_field, modal, text_field
from bot.slack.blocks.text import context, published
from bot.slack.ids import FormId, ModalField, Ref
from bot.words.book import Words

SNOOZES = (1, 3, 7, 30)


CLEARING = tuple(verdict for verdict in Verdict if verdict.clears)
"""What goods may be of which an alert is dismissed."""


def not_infringing_form(alert: Alert, words: Words) -> View:
    """Asks what the goods are, and why they do not infringe."""
    stands = alert.verdict.value if alert.verdict else ""
    about = Ref(alert=alert.alert_id, channel=alert.channel, thread=alert.ts, kind=stands)
    choices = [(v.value, words(f"verdict.{v.value}")) for v in CLEARING]
    why = text_field(
        ModalField.REASON, words("alert.dismiss.why"), long=True, hint=words("alert.dismiss.hint"), most=500
    )
    shown: list[Block] = [
        published(alert.listing.title, limit=300),
        choice_field(ModalField.VERDICT, words("alert.dismiss.what"), choices),
        why,
    ]
    if alert.folds:
        shown.insert(1, context(words("alert.folds", count=alert.folds)))
    return modal(
        FormId.NOT_INFRINGING,
        words("alert.dismiss.title"),
        words("form.save"),
        words("form.cancel"),
        about,
        shown,
    )


def snooze_form(alert: Alert, words: Words) -> View:
    """Asks for how long the alert is put away."""
    about = Ref(alert=alert.alert_id, channel=alert.channel, thread=alert.ts)
    choices = [(str(days), words(f"alert.snooze.days_{days}")) for days in SNOOZES]
    return modal(
        FormId.SNOOZE_ALERT,
        words("alert.snooze.title"),
        words("form.save"),
        words("form.cancel"),
        about,
        [
            published(alert.listing.title, limit=300),
            choice_field(ModalField.DAYS, words("alert.snooze.how_long"), choices, initial=str(SNOOZES[2])),
        ],
    )
