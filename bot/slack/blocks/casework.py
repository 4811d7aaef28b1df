"""The menu of acts on a case, and the form of each."""

from datetime import date

from slack_sdk.models.blocks import Block
from slack_sdk.models.views import View

from bot.domain.cases import Case, CaseStatus, OutcomeKind
from bot.slack.blocks.fields import (
    Choices,
    choice_field,
    choices_field,
    day_field,
    found_field,
    modal,
    person_field,
    text_field,
)
from bot.slack.ids import FormId, ModalField, Ref
from bot.words.book import Words

BY_HAND = (CaseStatus.INVESTIGATING, CaseStatus.ESCALATED, CaseStatus.ANSWERED, CaseStatus.DOWN)


def act_form(act: str, about: Ref, case: Case, today: date, words: Words, offered: Choices = ()) -> View:
    """Asks what an act of the menu needs; ``offered`` are the cases to merge into, or the listings to split off."""
    fields: dict[str, list[Block]] = {
        "deputy": [person_field(ModalField.OWNER, words("casework.who"), initial=case.deputy or "")],
        "due": [
            day_field(
                ModalField.WHEN, words("casework.when"), initial=_suggested(about) or case.due_on or today
            )
        ],
        "status": [
            choice_field(
                ModalField.WHAT,
                words("case.status_label"),
                [(each.value, words(f"case.status.{each.value}")) for each in BY_HAND],
            )
        ],
        "results": [
            text_field(
                ModalField.NOTE, words("casework.results"), long=True, hint=words("casework.results_hint")
            )
        ],
        **_outside(today, words),
        "merge": [
            choice_field(ModalField.CASE, words("casework.into"), offered)
            if offered
            else found_field(ModalField.CASE, words("casework.into"))
        ],
        "split": [choices_field(ModalField.LISTINGS, words("form.draft.listings"), offered)],
        "reopen": [text_field(ModalField.REASON, words("casework.why"), long=True, most=500)],
    }
    title = words(f"casework.act.{act}")
    return modal(FormId.CASE_ACT, title, words("form.save"), words("form.cancel"), about, fields[act])


def _outside(today: date, words: Words) -> dict[str, list[Block]]:
    """Fields of what others said, decided or charged."""
    return {
        "contact": [
            text_field(ModalField.OFFICE, words("casework.office"), most=200),
            text_field(ModalField.SENDER, words("casework.spoke_with"), optional=True, most=200),
            text_field(ModalField.NOTE, words("received.note"), long=True, optional=True, most=1_000),
            day_field(ModalField.WHEN, words("casework.next_on"), optional=True),
        ],
        "outcome": [
            choice_field(
                ModalField.WHAT,
                words("casework.outcome"),
                [(each.value, words(f"casework.outcomes.{each.value}")) for each in OutcomeKind],
            ),
            text_field(ModalField.OFFICE, words("casework.office"), most=200),
            text_field(ModalField.REFERENCE, words("casework.number"), optional=True, most=200),
            day_field(ModalField.WHEN, words("casework.when"), initial=today),
            text_field(ModalField.NOTE, words("received.note"), long=True, optional=True, most=1_000),
        ],
        "cost": [
            text_field(
                ModalField.AMOUNT, words("casework.amount"), most=30, hint=words("casework.amount_hint")
            ),
            text_field(ModalField.NOTE, words("casework.cost_for"), most=200),
        ],
    }


def _suggested(about: Ref) -> date | None:
    """The day that a message named, where the button that asks carries one."""
    try:
        return date.fromisoformat(about.suggested)
    except ValueError:
        return None
