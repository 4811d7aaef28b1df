"""Forms of a decision, of sending and of what comes back."""

from collections.abc import Sequence
from datetime import date

from slack_sdk.models.views import View

from bot.domain.drafts import Draft
from bot.domain.ids import PersonId
from bot.slack.blocks.fields import choice_field, day_field, modal, text_field
from bot.slack.blocks.text import button, buttons, card, esc, one_line, person, section
from bot.slack.cards import Card
from bot.slack.ids import ActionId, FormId, ModalField, Ref
from bot.words.book import Words

HOW = ("portal", "courier", "email", "counter", "12315", "other")
WHAT = ("counter_statement", "acceptance", "refusal", "other")


def comment_form(form: FormId, about: Ref, words: Words) -> View:
    """Asks what should change, or why the draft is rejected."""
    field = text_field(ModalField.COMMENT, words(f"{form.value}.label"), long=True, most=1_000)
    return modal(form, words(f"{form.value}.title"), words("form.send"), words("form.cancel"), about, [field])


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


def asked_card(draft: Draft, by: PersonId, words: Words) -> Card:
    """Tells the author what should change, with the button that opens the form on it."""
    asked = words("draft.asked", who=person(by), draft=draft.draft_id, version=draft.version)
    text = f"{asked}\n> {esc(one_line(draft.comment, 1_000))}"
    about = Ref(draft=draft.draft_id, version=draft.version)
    return card(
        text, [section(text), *buttons(button(ActionId.EDIT_DRAFT, words("draft.edit"), about, "primary"))]
    )


def waiting_card(draft: Draft, people: Sequence[PersonId], words: Words) -> Card:
    """Calls those whose yes is waited for, with the button that opens what they are to read."""
    names = " ".join(map(person, people))
    if draft.batch_id:
        text = words("draft.calls", who=names, draft=esc(draft.batch_id))
        press = button(ActionId.BATCH, words("batch.review"), Ref(batch=draft.batch_id), "primary")
    else:
        text = words("draft.calls", who=names, draft=draft.draft_id)
        about = Ref(draft=draft.draft_id, version=draft.version)
        press = button(ActionId.REVIEW, words("draft.review"), about, "primary")
    return card(text, [section(text), *buttons(press)])


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


def note_card(draft: Draft, what: str, people: Sequence[PersonId], words: Words) -> Card:
    """A line in a preview's thread about a step nobody pressed: a wait, a release, a change of law."""
    names = " ".join(map(person, people))
    text = words(
        f"draft.note.{what}",
        draft=draft.draft_id,
        day=draft.outdated_on or "",
        given=len(draft.standing_approvals),
        needed=draft.approvals_needed,
    )
    line = f"{names} {text}".strip()
    about = Ref(draft=draft.draft_id, version=draft.version)
    press = ActionId.FILE if draft.composition.fields else ActionId.MARK_SENT
    label = words("filing.button" if draft.composition.fields else "draft.mark_sent")
    unfiled = buttons(button(press, label, about, "primary")) if what == "unfiled" else []
    return card(line, [section(line), *unfiled])
