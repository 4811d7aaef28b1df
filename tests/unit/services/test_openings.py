"""A passage's yes or no stands only where it answers what was asked."""

from collections.abc import Callable, Sequence

import pytest

from bot.services.answering.answers import answers_yes_or_no, first_sentence, fitted, without_opening
from knowledge.passages import Passage
from knowledge.reading import Aspect
from tests.fakes.guidance import a_passage


@pytest.mark.parametrize(
    ("paragraph", "rest"),
    [
        ("Yes. The court decides.", "The court decides."),
        ("No, a registration covers its goods only.", "A registration covers its goods only."),
        ("Usually no. The address is chosen.", "The address is chosen."),
        ("Yes, but only with intent.", "Only with intent."),
        ("可以。应当在公告期内提出。", "应当在公告期内提出。"),
        ("可以，但须出于故意。", "须出于故意。"),
        ("通常不能。收货地可以任意选择。", "收货地可以任意选择。"),
        ("不是，须经登记。", "须经登记。"),
        ("Nobody may.", "Nobody may."),
        ("可以查封的物品包括工具。", "可以查封的物品包括工具。"),
    ],
)
def test_the_yes_or_no_of_another_question_goes(paragraph: str, rest: str) -> None:
    assert without_opening(paragraph) == rest


def alike(like: float) -> Callable[[str, Sequence[str]], list[float]]:
    """Finds the first question of a passage so like, the others not at all."""
    return lambda question, texts: [like, *(0.0 for _ in texts[1:])]


SUING = a_passage("Yes. The court decides.", questions=("Can an owner sue?", "Which court decides?"))
FEE = a_passage("No. A letter is not required.", questions=("Must a letter come first?",))


@pytest.mark.parametrize(
    ("question", "passage", "yes_no", "probability", "stands"),
    [
        ("Can we sue?", SUING, 0.9, 0.8, True),
        ("They copied us twice, not once. Can we sue?", SUING, 0.9, 0.8, True),
        ("能不能起诉?", SUING, 0.9, 0.8, True),
        ("How long?", SUING, 0.1, 0.8, False),
        ("Can we sue?", SUING, 0.9, 0.2, False),
        ("Is it allowed to write a letter first?", FEE, 0.9, 0.9, False),
        ("Must we write first?", FEE, 0.9, 0.9, True),
        ("We can't sue, correct?", SUING, 0.9, 0.9, False),
        ("So suing is impossible then?", SUING, 0.9, 0.9, False),
        ("We have no registered mark. Can we sue?", SUING, 0.9, 0.9, False),
        ("没有证据也可以起诉吗", SUING, 0.9, 0.9, False),
        ("就不能起诉了，对吧", SUING, 0.9, 0.9, False),
        ("不用登记吗", SUING, 0.9, 0.9, False),
    ],
)
def test_it_stands_for_a_yes_or_no_of_this_passage_asked_this_way_round(
    question: str, passage: Passage, yes_no: float, probability: float, stands: bool
) -> None:
    told = answers_yes_or_no(
        question, passage, yes_no=yes_no, probability=probability, least=0.5, likeness=alike(1.0)
    )
    assert told is stands


@pytest.mark.parametrize(
    ("question", "passage", "like", "stands"),
    [
        ("Can we sue?", SUING, 0.6, False),
        ("Must we write first?", FEE, 0.6, True),
        ("Must we write first?", FEE, 0.4, False),
        ("The box is already open. Can we sue?", SUING, 1.0, True),
        ("Can we still sue with an open box?", SUING, 1.0, False),
        ("样品已经拆封，还能起诉吗", SUING, 1.0, False),
    ],
)
def test_a_yes_wants_a_nearer_question_than_a_no_and_none_that_adds_a_turn(
    question: str, passage: Passage, like: float, stands: bool
) -> None:
    told = answers_yes_or_no(question, passage, yes_no=0.9, probability=0.9, least=0.5, likeness=alike(like))
    assert told is stands


def test_a_yes_that_stands_stays_in_front_of_the_figure() -> None:
    passage = a_passage("Yes. It must be filed.\n\nYes, within 3 months.")
    assert fitted(passage, opening=True, aspect=Aspect.HOW_LONG) is passage
    assert (
        fitted(passage, opening=False, aspect=Aspect.HOW_LONG).text.startswith("It must be filed.") is False
    )


def test_the_paragraph_with_the_figure_asked_for_comes_first() -> None:
    passage = a_passage("Yes. It must be filed.\n\nThe time is 3 months.")
    assert (
        fitted(passage, opening=False, aspect=Aspect.HOW_LONG).text
        == "The time is 3 months.\n\nIt must be filed."
    )
    assert fitted(passage, opening=True, aspect=Aspect.HOW_MUCH) is passage


def test_an_answer_in_one_sentence_keeps_citations_whole() -> None:
    text = "It is filed in time (Trademark Law Art. 33). More follows."
    assert first_sentence(text) == "It is filed in time (Trademark Law Art. 33)."
    assert first_sentence("应当在三个月内提出。另有规定。") == "应当在三个月内提出。另有规定。"[:10]
