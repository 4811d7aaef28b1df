"""Forms of sending a notice, of its arrival, and of what comes back."""

from datetime import date

from slack_sdk.models.views import View

from bot.slack.blocks.fields import choice_field, day_field, modal, text_field
from bot.slack.ids import FormId, ModalField, Ref
from bot.words.book import Words

HOW = ("portal", "courier", "email", "counter", "12315", "other")
WHAT = ("counter_statement", "acceptance", "refusal", "other")


def sent_form(about: Ref, today: date, words: Words) -> View:
    """Asks how, when and under which reference a notice was sent."""
    ways = [(way, words(f"sent.how.{way}")) for way in HOW]
    fields = [
        choice_field(ModalField.HOW, words("sent.how_label"), ways),
        day_field(ModalField.WHEN, words("sent.when"), initial=today),
        text_field(
            ModalField.REFERENCE,
            words("sent.reference"),
            optional=True,
            hint=words("sent.reference_hint"),
            most=200,
        ),
        text_field(ModalField.COURIER, words("sent.courier"), optional=True, most=100),
        day_field(ModalField.DELIVERED_ON, words("sent.delivered_on"), optional=True),
    ]
    return modal(FormId.SENT, words("sent.title"), words("form.save"), words("form.cancel"), about, fields)


def delivered_form(about: Ref, today: date, words: Words) -> View:
    """Asks on which day the notice reached the other side."""
    fields = [day_field(ModalField.DELIVERED_ON, words("sent.delivered_on"), initial=today)]
    title = words("form.delivered.title")
    return modal(FormId.DELIVERED, title, words("form.save"), words("form.cancel"), about, fields)


def received_form(about: Ref, today: date, words: Words) -> View:
    """Asks what came back, from whom, and when it reached us."""
    kinds = [(what, words(f"received.what.{what}")) for what in WHAT]
    fields = [
        choice_field(ModalField.WHAT, words("received.what_label"), kinds),
        text_field(ModalField.SENDER, words("received.sender"), most=200),
        day_field(ModalField.WHEN, words("received.when"), initial=today),
        text_field(ModalField.NOTE, words("received.note"), long=True, optional=True, most=1_000),
    ]
    return modal(
        FormId.RECEIVED, words("received.title"), words("form.save"), words("form.cancel"), about, fields
    )
