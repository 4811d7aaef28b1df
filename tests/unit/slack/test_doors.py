"""Whatever somebody asks for in words has its door in Slack: a button that opens the form filled in, or a command."""

from datetime import date

import pytest

from bot.domain.ids import AskedId
from bot.domain.questions import ActRequest, Answer, AnswerOutcome
from bot.services.answering.acts import FORMS
from bot.slack.acts import LEAST
from bot.slack.blocks.case_menu import OPEN_ACTS
from bot.slack.blocks.questions import answer_card
from bot.slack.cards import Card
from bot.slack.ids import ActionId, Ref
from bot.words.book import load_words
from knowledge import law
from knowledge.reading import MessageKind

NAMED = (
    ("case", "C-000001"),
    ("draft", "D-000001"),
    ("alert", "A-000001"),
    ("day", "2026-12-01"),
    ("note", "bureau rang"),
    ("reason", "all gone"),
    ("person", "me"),
)


def card_of(form: str, *filled: tuple[str, str]) -> Card:
    """The card of an answer to somebody who wants this done."""
    answer = Answer(
        question="please",
        as_of=date(2026, 11, 24),
        language="en",
        outcome=AnswerOutcome.ANSWERED,
        reason=None,
        text="I can.",
        citations=(),
        upcoming_changes=(),
        writer="",
        kind=MessageKind.ACT,
        act=ActRequest(form=form, title="Do it", filled=filled),
    )
    return answer_card(answer, load_words("en"), law.load(), asked_id=AskedId("Q-000001"))


def doors(card: Card) -> dict[str, Ref]:
    """The buttons of a card by their act, with what each is about."""
    blocks = [block.to_dict() for block in card.blocks]
    pressed = [each for block in blocks if block["type"] == "actions" for each in block["elements"]]
    return {each["action_id"]: Ref.read(each["value"]) for each in pressed if each["text"]["text"] == "Do it"}


@pytest.mark.parametrize("form", sorted({each.form for each in FORMS.values()}))
def test_every_act_that_the_reader_knows_has_a_door(form: str) -> None:
    card = card_of(form, *NAMED)
    opened = doors(card)
    assert opened or "`" in "".join(str(block.to_dict()) for block in card.blocks)
    assert all(action in LEAST for action in opened)
    assert all(about.kind in OPEN_ACTS for action, about in opened.items() if action == ActionId.CASE_MENU)


@pytest.mark.parametrize(
    ("form", "action", "suggested"),
    [
        ("note", ActionId.NOTE, "bureau rang"),
        ("close_case", ActionId.CLOSE, "all gone"),
        ("assign", ActionId.ASSIGN, "me"),
        ("hold", ActionId.CASE_MENU, "2026-12-01"),
        ("remind", ActionId.CASE_MENU, "2026-12-01"),
    ],
)
def test_the_form_opens_with_what_the_message_says(form: str, action: ActionId, suggested: str) -> None:
    about = doors(card_of(form, *NAMED))[action]
    assert (about.case, about.suggested) == ("C-000001", suggested)


def test_a_form_about_a_case_has_no_button_where_no_case_is_named() -> None:
    assert doors(card_of("note", ("note", "bureau rang"))) == {}
