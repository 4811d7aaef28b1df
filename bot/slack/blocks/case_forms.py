"""The forms on a case: a note, its owner, its end; and the question whether its listings are still up."""

from slack_sdk.models.views import View

from bot.slack.blocks.fields import modal, person_field, text_field
from bot.slack.blocks.text import button, buttons, card, section
from bot.slack.cards import Card
from bot.slack.ids import ActionId, FormId, ModalField, Ref
from bot.words.book import Words


def note_form(about: Ref, words: Words) -> View:
    """Asks for a note."""
    field = text_field(ModalField.NOTE, words("case.note.label"), long=True, initial=about.suggested)
    return modal(
        FormId.NOTE, words("case.note.title"), words("form.save"), words("form.cancel"), about, [field]
    )


def assign_form(about: Ref, owner: str, words: Words) -> View:
    """Asks whose the case is."""
    field = person_field(ModalField.OWNER, words("case.assign.label"), initial=owner)
    return modal(
        FormId.ASSIGN, words("case.assign.title"), words("form.save"), words("form.cancel"), about, [field]
    )


def close_form(about: Ref, words: Words) -> View:
    """Asks how the case ended."""
    field = text_field(
        ModalField.REASON, words("case.close.label"), long=True, most=500, initial=about.suggested[:500]
    )
    return modal(
        FormId.CLOSE,
        words("case.close.title"),
        words("case.close.submit"),
        words("form.cancel"),
        about,
        [field],
    )


def still_up_card(about: Ref, count: int, words: Words) -> Card:
    """Asks whether a case is to end, or to count as taken down, while listings were up at the last look."""
    text = words("case.still_up.ask", case=about.case, count=count)
    anyway = button(ActionId.CLOSE_ANYWAY, words("case.still_up.anyway"), about)
    keep = button(ActionId.KEEP_OPEN, words("case.still_up.keep"), Ref(case=about.case), "primary")
    return card(text, [section(text), *buttons(keep, anyway)])
