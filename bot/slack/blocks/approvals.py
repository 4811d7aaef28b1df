"""What is said around a decision: the comment asked for, who is waited for, what came of it."""

from collections.abc import Sequence

from slack_sdk.models.views import View

from bot.domain.drafts import Draft
from bot.domain.ids import PersonId
from bot.slack.blocks.fields import modal, text_field
from bot.slack.blocks.text import button, buttons, card, esc, one_line, person, section
from bot.slack.cards import Card
from bot.slack.ids import ActionId, FormId, ModalField, Ref
from bot.words.book import Words


def comment_form(form: FormId, about: Ref, words: Words) -> View:
    """Asks what should change, or why the draft is rejected."""
    field = text_field(ModalField.COMMENT, words(f"{form.value}.label"), long=True, most=1_000)
    return modal(form, words(f"{form.value}.title"), words("form.send"), words("form.cancel"), about, [field])


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
