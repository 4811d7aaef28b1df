"""What people take for law, asked of the desk as it ships: what is so stands in front, and what only asks is answered as ever."""

from dataclasses import replace
from datetime import date

import pytest

from bot.asking import questions_of
from bot.domain.ids import LOCAL
from bot.domain.questions import AnswerOutcome, Question
from bot.services.answering.answers import ExtractiveWriter
from bot.services.answering.kinds import gives_way
from bot.services.answering.questions import Questions
from knowledge import law
from knowledge.beliefs import beliefs
from knowledge.library import Library
from knowledge.plans import filled
from knowledge.reading import MessageKind, Refusal
from tests.fakes.guidance import CannedReader
from tests.fakes.store import MemoryStore
from tests.unit.services.conftest import NOON

TODAY = date(2026, 12, 1)
LINES = {each.stage.id: each.stage.line for each in beliefs() if each.stage is not None and each.stage.line}


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Questions:
    guidance = Library(tmp_path_factory.mktemp("home"))
    store = MemoryStore(LOCAL, lambda: NOON, lambda: "salt")
    return questions_of(guidance, ExtractiveWriter(), law.load(), store, lambda: NOON)


@pytest.mark.parametrize(
    ("belief", "text"),
    [
        ("passed_on_for_us", "The bureau is not competent for these ladders; it has to send our report on, right?"),
        ("police_no_is_final", "派出所说我们的假水泵案是民事纠纷，不收材料，刑事这条路就没了吧"),
        ("courier_for_patents", "Our answer on the hinge patent is due tonight; the courier's pick-up counts, right?"),
        ("photo_paid_for", "我们付钱请人拍的花盆图，合同没提版权，盗图的店就按售假一起投诉"),
        ("late_for_the_office", "We found the copier of our ladder four years ago, so the patent office turns us away?"),
        ("bureau_awards", "市监处罚的时候会一并判对方赔偿我们的损失，对吧"),
    ],
)  # fmt: skip
def test_what_somebody_takes_for_law_is_told_as_it_is(desk: Questions, belief: str, text: str) -> None:
    answer = desk.ask(Question(text=text, as_of=TODAY))
    line = filled(LINES[belief], law.load(), "en" if text.isascii() else "zh", TODAY)
    assert answer.outcome is AnswerOutcome.ANSWERED
    assert line in answer.text


@pytest.mark.parametrize(
    "text",
    [
        "How long does the bureau have to check our report on fake ladders?",
        "举报应当交到哪个局？",
        "Which papers does the patent office want with a request?",
        "商标到期前多久可以续展？",
    ],
)
def test_who_only_asks_is_told_of_no_belief(desk: Questions, text: str) -> None:
    answer = desk.ask(Question(text=text, as_of=TODAY))
    language = "en" if text.isascii() else "zh"
    assert all(filled(line, law.load(), language, TODAY) not in answer.text for line in LINES.values())


@pytest.mark.parametrize("text", ["好嘞，您费心啦", "wow, that was quick, you're a star"])
def test_talk_that_lies_near_a_belief_by_chance_is_told_of_none(desk: Questions, text: str) -> None:
    answer = desk.ask(Question(text=text, as_of=TODAY))
    assert (answer.kind, answer.citations) == (MessageKind.CHAT, ())


@pytest.mark.parametrize(
    ("kind", "refused", "yields", "gone"),
    [
        (MessageKind.LAW, Refusal.NONE, True, False),
        (MessageKind.LAW, Refusal.NEEDS_COUNSEL, True, True),
        (MessageKind.LAW, Refusal.NEEDS_COUNSEL, False, False),
        (MessageKind.PLAN, Refusal.NONE, False, True),
        (MessageKind.CHAT, Refusal.NONE, False, True),
        (MessageKind.OWN_DATA, Refusal.NONE, False, True),
    ],
)
def test_a_belief_gives_way_where_no_law_is_asked_or_it_yields_to_a_refusal(
    kind: MessageKind, refused: Refusal, yields: bool, gone: bool
) -> None:
    reading = replace(CannedReader(kind=kind).read("He says so.", on=TODAY), refused=refused)
    belief = next(each.stage for each in beliefs() if each.stage is not None and each.stage.believed)
    assert gives_way(replace(belief, yields=yields), reading) is gone
    assert not gives_way(replace(belief, yields=False, believed=False), reading)


def test_a_belief_bars_no_clock_of_what_is_told(desk: Questions) -> None:
    text = "市监9月15日立案查假梯子，老板说从我们8月举报起已过九十天，局里超期了，对吗？"
    answer = desk.ask(Question(text=text, as_of=TODAY))
    assert filled(LINES["ninety_from_report"], law.load(), "zh", TODAY) in answer.text
    assert "2026年12月14日" in answer.text
