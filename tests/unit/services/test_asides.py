"""A wrong asked for by the way is said no to beside the answer, and nothing else is."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date

import pytest

from bot.domain.questions import AnswerOutcome, RefusalReason
from knowledge.reading import MessageKind, MessageReading, Refusal, Sure
from tests.fakes.guidance import CannedReader
from tests.unit.services.test_questions import NOTHING, WORDS, Told, ask

QUESTION = "How long may we oppose?"
WRONG = "My boss would slip the clerk an envelope."
BRIBE = "unlawful.bribe"


@dataclass(slots=True)
class _Overhears(CannedReader):
    """Reads a wrong as likely as told, in a text that holds a word; it refuses what is likelier than not."""

    wrongs: Mapping[str, float] = field(default_factory=dict)
    whole: float = 0.2

    def read(self, text: str, *, on: date) -> MessageReading:
        """See :class:`bot.ports.MessageReader`."""
        alone = text in (QUESTION, WRONG)
        chance = max((c for word, c in self.wrongs.items() if word in text), default=0.02)
        chance = chance if alone else min(chance, self.whole)
        wrong = dict.fromkeys(Refusal, 0.0) | {Refusal.UNLAWFUL: chance, Refusal.NONE: 1 - chance}
        refused = Refusal.UNLAWFUL if chance >= 0.5 else Refusal.NONE
        read = CannedReader.read(self, text, on=on)
        return replace(read, refusal=wrong, refusable=max(chance, 0.5), refused=refused)


def told(
    whole: float = 0.2, alone: float = 0.9, text: str = f"{QUESTION} {WRONG}", language: str = "en"
) -> str:
    reader = _Overhears(wrongs={"envelope": alone}, whole=whole, subjects={"envelope": BRIBE})
    return ask(Told(), f"{QUESTION} {WRONG}", reader=reader, language=language).text


def no(language: str = "en") -> str:
    words = WORDS[language]
    return words("ask.refusal.aside", said=WRONG, act=words("ask.unlawful.bribe"))


@pytest.mark.parametrize("language", ["en", "zh"])
def test_a_sentence_that_asks_for_a_wrong_is_said_no_to_behind_the_answer(language: str) -> None:
    assert told(language=language).endswith(f"\n\n{no(language)}")


def test_where_the_whole_is_likely_meant_so_the_no_goes_first() -> None:
    assert told(whole=0.4).startswith(f"{no()}\n\n")


@pytest.mark.parametrize("whole", [0.2, 0.4])
def test_of_a_plan_the_no_stands_in_its_first_line(whole: float) -> None:
    reader = _Overhears(
        kind=MessageKind.PLAN, topic="plan.fakes_on_sale", wrongs={"envelope": 0.9}, whole=whole
    )
    answer = ask(NOTHING, f"They sell copies of our lamp. {WRONG}", reader=reader)
    first, *_ = answer.text.split("\n")
    assert answer.steps
    assert WRONG in first


@pytest.mark.parametrize(
    ("whole", "alone"), [(0.05, 0.9), (0.2, 0.6)], ids=["hardly heard in the whole", "not sure alone"]
)
def test_nothing_else_is_said_no_to(whole: float, alone: float) -> None:
    assert WORDS["en"]("ask.unlawful.bribe") not in told(whole, alone)


def test_a_wrong_beside_which_nothing_is_asked_or_told_is_all_that_is_wanted_and_refused() -> None:
    reader = _Overhears(wrongs={"envelope": 0.9}, subjects={"envelope": BRIBE})
    answer = ask(Told(), f"The clerk was in a good mood today. {WRONG}", reader=reader)
    assert answer.reason is RefusalReason.UNLAWFUL


@pytest.mark.parametrize(
    ("score", "order", "answered"),
    [
        (0.7, (QUESTION, WRONG), True),
        (0.1, (QUESTION, WRONG), False),
        (0.7, (WRONG, "How much is usual?"), False),
    ],
    ids=["stands for itself", "hardly found", "leans on the wrong"],
)
def test_of_a_message_that_is_a_wrong_the_question_that_is_none_is_answered(
    score: float, order: tuple[str, str], answered: bool
) -> None:
    reader = _Overhears(wrongs={"envelope": 0.9}, whole=0.9, subjects={"envelope": BRIBE})
    answer = ask(Told(score=score), " ".join(order), reader=reader)
    assert answer.text.startswith(no()) is answered
    assert (answer.outcome is AnswerOutcome.ANSWERED) is answered
    assert answer.question == " ".join(order)


def test_beside_a_wrong_the_question_alone_is_answered_and_not_the_whole() -> None:
    reader = _Overhears(wrongs={"envelope": 0.9}, whole=0.4, subjects={"envelope": BRIBE})
    assert ask(Told(), f"{QUESTION} {WRONG}", reader=reader).subject == QUESTION


def test_what_is_asked_back_beside_a_wrong_begins_with_the_no() -> None:
    reader = _Overhears(wrongs={"envelope": 0.9}, whole=0.4, subjects={"envelope": BRIBE})
    answer = ask(Told(sure=Sure.CHOICE), f"{QUESTION} {WRONG}", reader=reader)
    assert answer.outcome is AnswerOutcome.CHOICE
    assert answer.text.startswith(no())
