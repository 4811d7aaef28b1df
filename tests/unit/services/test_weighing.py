"""One crime is told of: an answer holds amounts against the lines of one section, asked of the desk as it ships."""

from datetime import date

import pytest

from bot.asking import questions_of
from bot.domain.ids import LOCAL
from bot.domain.questions import Question
from bot.services.answering.answers import ExtractiveWriter
from bot.services.answering.questions import Questions
from knowledge import law
from knowledge.library import Library
from tests.fakes.store import MemoryStore
from tests.unit.services.conftest import NOON

TODAY = date(2026, 12, 1)


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Questions:
    guidance = Library(tmp_path_factory.mktemp("home"))
    store = MemoryStore(LOCAL, lambda: NOON, lambda: "salt")
    return questions_of(guidance, ExtractiveWriter(), law.load(), store, lambda: NOON)


@pytest.mark.parametrize(
    ("text", "told", "kept_out"),
    [
        # One who sells is not held against the lines of who makes, in a second block of the same answer.
        (
            "小摊卖五个牌子的假手套，没被罚过，卖了3万7，赚了1万2，剩的按我的卖价6万1。听说商标有两个以上的，三万就判刑，够了吗？",
            "未达到15万元",
            "已达到",
        ),
        # Who labels and sells is a maker, whatever is told of stock.
        (
            "一家造假窝点，自己钉标自己卖皮夹，卖了1万8，剩下的按均价算3万5。15万没到，够刑事吗？",
            "已达到5万元",
            "未达到",
        ),
        # What is printed is no goods.
        (
            "厂里印好没卖的唛头2万4千件，一个商标，值两万，报公安收吗？都过一万件了。",
            "未达到30,000件",
            "未达到5万元",
        ),
        # No plan urges a transfer to the police of what is no crime.
        (
            (
                "Our registered mark is BRENDALO for kettles. The factory's kettles say BRENDALA, 320,000 yuan seized, "
                "and a fine will not hurt them. Police?"
            ),
            "no such mark",
            "Ask for transfer",
        ),
        # Its own application wants the whole worth, whatever others hold for the most.
        (
            (
                "No recordal yet; a driver told us which container of fake boots leaves Xiamen, worth 380,000 yuan. "
                "Is customs able to help, or do we post 100,000 at most?"
            ),
            "the full value of the goods, CNY 380,000",
            "CNY 190,000",
        ),
    ],
)
def test_an_answer_holds_amounts_against_the_lines_of_one_crime(
    desk: Questions, text: str, told: str, kept_out: str
) -> None:
    said = desk.ask(Question(text=text, as_of=TODAY)).text
    assert told in said
    assert kept_out not in said
