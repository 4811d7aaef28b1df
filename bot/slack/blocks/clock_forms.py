"""The forms that start a clock or put its reminders away."""

from datetime import date

from slack_sdk.models.views import View

from bot.domain.clocks import Event
from bot.slack.blocks.fields import choice_field, day_field, modal, text_field
from bot.slack.ids import FormId, ModalField, Ref
from bot.words.book import Words


def snooze_form(about: Ref, until: date, words: Words) -> View:
    """Asks until when nobody is to be reminded."""
    field = day_field(ModalField.WHEN, words("deadline.snooze.label"), initial=until)
    title = words("deadline.snooze.title")
    return modal(FormId.SNOOZE, title, words("form.save"), words("form.cancel"), about, [field])


def start_form(about: Ref, today: date, words: Words) -> View:
    """Asks what came or happened, and when: the law does the counting."""
    events = [(event.value, words(f"deadline.event.{event.value}")) for event in Event]
    fields = [
        choice_field(ModalField.WHAT, words("deadline.start.what"), events),
        day_field(ModalField.WHEN, words("deadline.start.when"), initial=today),
        text_field(ModalField.NOTE, words("received.note"), optional=True, most=500),
    ]
    title = words("deadline.start.title")
    return modal(FormId.START_CLOCK, title, words("form.save"), words("form.cancel"), about, fields)
