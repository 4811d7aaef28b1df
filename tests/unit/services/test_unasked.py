"""What a message says that it does not ask is left out before it is answered; all of it is what is stored."""

from dataclasses import dataclass, field, replace
from datetime import date

import pytest

from bot.domain.errors import QuestionUnusable
from bot.domain.ids import LOCAL
from bot.domain.questions import Answer, AnswerOutcome, Question, RefusalReason
from bot.services.answering.answers import ExtractiveWriter
from bot.services.answering.thresholds import AT
from bot.services.answering.unasked import RestOnly
from knowledge import law
from knowledge.reading import MessageReading, Refusal
from tests.fakes.guidance import CannedReader
from tests.fakes.store import MemoryStore
from tests.unit.services.conftest import NOON
from tests.unit.services.test_questions import NOTHING, OPPOSE, TODAY, Told

ASIDE = "Whether we sue is for counsel."
MESSAGE = f"{ASIDE} {OPPOSE}"


@dataclass(slots=True)
class _Refuses(CannedReader):
    """Refuses what holds one of these words."""

    words: tuple[str, ...] = ("counsel",)
    why: Refusal = Refusal.NEEDS_COUNSEL
    read_texts: list[str] = field(default_factory=list)

    def read(self, text: str, *, on: date) -> MessageReading:
        """See :class:`bot.ports.MessageReader`."""
        self.read_texts.append(text)
        refused = any(word in text for word in self.words)
        read = CannedReader.read(self, text, on=on)
        return replace(read, refused=self.why) if refused else read


def answered(
    text: str = MESSAGE,
    aside: str = ASIDE,
    *,
    odds: float,
    reader: CannedReader | None = None,
    search: Told | None = None,
) -> Answer:
    """The answer where this clause says with these log-odds what is not asked."""

    def rest_of(said: str, least: float) -> str:
        return said.replace(aside, "").strip() if aside in said and odds >= least else ""

    desk = RestOnly(
        search=search or Told(),
        reader=reader or _Refuses(),
        writer=ExtractiveWriter(),
        register=law.load(),
        store=MemoryStore(LOCAL, lambda: NOON, lambda: "salt"),
        today=lambda: TODAY,
    ).hearing(rest_of)
    return desk.ask(Question(text=text))


def test_a_message_that_is_refused_for_what_it_does_not_ask_is_answered_without_it() -> None:
    assert answered(odds=AT.unasked).outcome is AnswerOutcome.ANSWERED


def test_all_of_the_message_is_what_is_stored() -> None:
    assert answered(odds=AT.unasked).question == MESSAGE


def test_what_hardly_says_so_counts() -> None:
    assert answered(odds=AT.unasked - 0.1).reason is RefusalReason.NEEDS_COUNSEL


@pytest.mark.parametrize(("odds", "is_answered"), [(AT.unasked, False), (AT.unasked_surely, True)])
def test_of_what_is_refused_as_a_wrong_only_what_surely_is_not_asked_is_left_out(
    odds: float, is_answered: bool
) -> None:
    text, reader = f"Counsel aside, {OPPOSE}", _Refuses(words=("Counsel",), why=Refusal.UNLAWFUL)
    answer = answered(text, "Counsel aside,", odds=odds, reader=reader)
    assert (answer.outcome is AnswerOutcome.ANSWERED) is is_answered


def test_a_rest_that_may_not_be_answered_is_refused() -> None:
    reader = _Refuses(words=("counsel", "oppose"))
    assert answered(odds=9.0, reader=reader).reason is RefusalReason.NEEDS_COUNSEL


def test_a_rest_that_finds_nothing_leaves_the_refusal_as_it_was() -> None:
    assert answered(odds=9.0, search=NOTHING).reason is RefusalReason.NEEDS_COUNSEL


def test_of_a_message_that_is_answered_nothing_is_left_out() -> None:
    reader = _Refuses(words=())
    answered(odds=9.0, reader=reader)
    assert reader.read_texts[0] == MESSAGE
    assert reader.read_texts.count(OPPOSE) <= 1


def test_an_empty_message_is_unusable_as_ever() -> None:
    with pytest.raises(QuestionUnusable):
        answered("  ", odds=9.0)
