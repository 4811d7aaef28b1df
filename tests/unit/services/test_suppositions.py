"""A follow-up that supposes other figures of the goods is reckoned with these, or with none."""

from dataclasses import replace

import pytest

from bot.domain.questions import Answer
from knowledge import law
from knowledge.suppositions import as_supposed
from tests.fakes.guidance import CannedReader, a_passage
from tests.unit.services.test_questions import WINDOW, Told, ask

SELLING = "cn/criminal#threshold-selling"
STOCK = (
    "A stall sells fakes of ours: 4,000 lighters in the warehouse at 90 yuan each. A matter for the police?"
)
STOCK_ZH = "有人在卖我们的假货，仓库里有4000个打火机，每个卖90元。能移送公安吗？"
SOLD = "A dealer sold fakes of our mark for 210,000 yuan. Is that a crime?"
BOTH = "A dealer sold fakes for 70,000 yuan and has 95,000 yuan in stock. Is that a crime?"


def after(earlier: str, text: str, *more: str) -> Answer:
    """The answer to the last of these messages of a thread, the first of which is answered by the lines of sellers."""
    provisions = tuple(law.load().provision(key) for key in ("cl.selling_serious", "cl.selling_unsold"))
    section = a_passage("It is a crime.", section_id=SELLING, provisions=provisions)
    reader = CannedReader(passages=(section, replace(section, language="zh")))
    *before, asked = (earlier, text, *more)
    return ask(Told(passages=(WINDOW,)), asked, earlier=before, reader=reader)


@pytest.mark.parametrize(
    ("earlier", "text", "told"),
    [
        (STOCK, "And if they find just 150 there?", "CNY 13,500 stays below CNY 150,000"),
        (STOCK, "Sorry, it is one hundred and fifty, not four thousand.", "CNY 13,500 stays below"),
        (STOCK, "And at 20 yuan each?", "CNY 80,000 stays below CNY 150,000"),
        (STOCK, "Would 150 be enough?", "CNY 13,500 stays below CNY 150,000"),
        (STOCK, "It turned out that the price is 20 yuan.", "CNY 80,000 stays below CNY 150,000"),
        (STOCK_ZH, "万一那里只有150个呢？", "13500元，未达到15万元"),
        (STOCK_ZH, "150个够不够？", "13500元，未达到15万元"),
        (STOCK_ZH, "假设单价20元", "8万元，未达到15万元"),
        (STOCK_ZH, "如果是一百五十个呢", "13500元，未达到15万元"),
        (STOCK_ZH, "要是每个只卖20元呢？", "8万元，未达到15万元"),
        (SOLD, "What if it was only 40,000?", "CNY 40,000 stays below CNY 50,000"),
        (BOTH, "And if just 5,000 yuan is in stock?", "Sales: CNY 70,000 reaches CNY 50,000"),
    ],
)
def test_a_figure_that_is_supposed_stands_in_place_of_the_one_told_before(
    earlier: str, text: str, told: str
) -> None:
    answer = after(earlier, text)
    assert told in answer.text
    assert [each.passage.section_id for each in answer.citations] == [SELLING]
    assert not [
        amount for amount in ("CNY 360,000", "36万元", "CNY 210,000", "CNY 165,000") if amount in answer.text
    ]


@pytest.mark.parametrize(
    ("earlier", "text"),
    [
        (BOTH, "And if it is just 40,000?"),
        (STOCK, "What if only 25,000 yuan of that is proved?"),
        ("他卖了7万元假货，库存还有9.5万元，构成犯罪吗？", "如果只有4万呢？"),
        (STOCK, "It turned out to be 30,000 yuan in total."),
        (STOCK, "Suppose 60 yuan and 5,000 pieces, of which 100 were sold."),
    ],
)
def test_where_it_is_open_what_a_figure_replaces_no_sum_is_told(earlier: str, text: str) -> None:
    answer = after(earlier, text)
    assert answer.text.startswith("It is a crime.")
    assert [each.passage.section_id for each in answer.citations] == [SELLING]


def test_what_is_supposed_holds_for_the_rest_of_the_thread() -> None:
    assert (
        "CNY 3,000 stays below"
        in after(STOCK, "And if they find just 150 there?", "And at 20 yuan each?").text
    )


@pytest.mark.parametrize(
    "text",
    [
        "And he has another 50,000 yuan of them at home.",
        "What if he was fined in 2025?",
        "What if nobody comes within 15 working days?",
        "If he offers 30,000 yuan to settle, do we take it?",
        "如果他家里还有5万元的货呢？",
        "如果他3个月前在2家店里卖过呢？",
    ],
)
def test_what_is_told_beside_it_or_is_no_figure_of_goods_replaces_nothing(text: str) -> None:
    assert as_supposed((SOLD, text)) == (SOLD, text)
