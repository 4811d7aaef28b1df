"""Amounts of money by what they are of, and by what so many goods come to."""

import pytest

from knowledge import sides
from knowledge.amount_roles import AmountRole
from knowledge.amounts import roles
from knowledge.crime_lines import labels_told
from tests.unit.services.test_sums import made


def _said(question: str, key: str, language: str = "en") -> str:
    return " ".join(made(question, key, language))


@pytest.mark.parametrize(
    ("text", "told"),
    [
        (
            "Loss of 90,000 yuan, takings of 41,000 yuan.",
            [(90_000, AmountRole.LOSS), (41_000, AmountRole.SOLD)],
        ),
        (
            "Sales of 45,000 yuan; he bought it for 9,000 yuan. Wait until 50,000 yuan?",
            [(45_000, AmountRole.SOLD), (50_000, AmountRole.LINE), (36_000, AmountRole.GAIN)],
        ),
        (
            "Sales of 43,000 yuan; the police want 50,000 of sales.",
            [(43_000, AmountRole.SOLD), (50_000, AmountRole.LINE)],
        ),
        (
            "Turnover of 45,000 yuan. She paid 9,000 for the goods.",
            [(45_000, AmountRole.SOLD), (36_000, AmountRole.GAIN)],
        ),
        ("卖了4万5，成本9千", [(45_000, AmountRole.SOLD), (36_000, AmountRole.GAIN)]),
        # So many pieces at a price of each, with no word for money.
        (
            "He sold 700 mugs at 52 each; 1,900 mugs lie in the depot at the same price.",
            [(36_400, AmountRole.SOLD), (98_800, AmountRole.UNSOLD)],
        ),
        (
            "卖了1300件，单价29.5；仓库2400件没卖，吊牌价29.5",
            [(38_350, AmountRole.SOLD), (70_800, AmountRole.UNSOLD)],
        ),
        ("库存 240双×150元", [(36_000, AmountRole.UNSOLD)]),
        # The least and the most of several offers are prices of one piece.
        ("九家店在卖我们的口琴，最便宜的26元", [(26, None)]),
        ("Nine shops sell our harmonicas, the cheapest at 26 yuan", [(26, None)]),
        (
            "Sales of 31,000 yuan, stock in her shed at her own price 104,000.",
            [(31_000, AmountRole.SOLD), (104_000, AmountRole.UNSOLD)],
        ),
        # What is moved and worth so much is sold; what is moved to another place is not.
        (
            "She shifted 31,000 worth of hats and 90,000 worth lies in the garage.",
            [(31_000, AmountRole.SOLD), (90_000, AmountRole.UNSOLD)],
        ),
        ("They moved the 31,000 yuan of hats.", [(31_000, None)]),
        # What somebody asks for a letter of forgiveness is of no goods that were sold.
        ("他卖冒牌帽子，权利人出价30万签谅解书。", [(300_000, None)]),
        ("卖了8000元；仓里的货吊牌加起来12万元。", [(8_000, AmountRole.SOLD), (120_000, AmountRole.UNSOLD)]),
        # Less than an amount is none.
        ("卖了不到4万，库存11万元", [(0, None), (110_000, AmountRole.UNSOLD)]),
        ("经营额3万8千5", [(38_500, AmountRole.SOLD)]),
        # What part of the goods a cost is of is not told.
        (
            "Sales of 45,000 yuan, cost 60,000 yuan, 20,000 yuan of it in stock.",
            [(45_000, AmountRole.SOLD), (20_000, AmountRole.UNSOLD)],
        ),
        ("应收2万元，库存3万元", [(20_000, AmountRole.SOLD), (30_000, AmountRole.UNSOLD)]),
        # What a penalty was for is not what is weighed now.
        (
            "She was fined in May 2025 for 26k of fake belts; now she sold another 21k.",
            [(26_000, AmountRole.FINE), (21_000, AmountRole.SOLD)],
        ),
        (
            "去年因卖假被罚，之前那笔2万5，今年卖了3万3",
            [(25_000, AmountRole.FINE), (33_000, AmountRole.SOLD)],
        ),
        # What somebody has added up is no further amount.
        ("他上月卖假，2万3，这月1万9，合计4万2", [(23_000, AmountRole.SOLD), (19_000, AmountRole.SOLD)]),
        # Of each shop, in so many of them.
        ("He runs four shops and sold fakes for 15,000 yuan in each shop.", [(60_000, AmountRole.SOLD)]),
        # At the price that it really went for, not at its tag.
        ("仓库里700双没卖的，吊牌999，实际都卖60一双", [(42_000, AmountRole.UNSOLD)]),
        # Pieces are not yuan.
        ("Customs stopped 4,000 copies worth 150,000 yuan.", [(150_000, None)]),
    ],
)
def test_each_amount_is_of_what_its_clause_says(text: str, told: list[tuple[int, AmountRole]]) -> None:
    assert list(roles(text)) == told


@pytest.mark.parametrize(
    ("question", "language", "told"),
    [
        (
            "She took in CNY 41,500, and buyers still owe her CNY 9,200 for scarves delivered.",
            "en",
            "Sales: CNY 41,500 + CNY 9,200 = CNY 50,700 reaches CNY 50,000",
        ),
        ("店主已到账46500，还有客户欠货款5200", "zh", "46500元 + 5200元 = 51700元，已达到5万元"),
        (
            "He sold 800 bowls at 50 yuan each and has 500 more in the depot, tagged at 240 yuan.",
            "en",
            "together: CNY 40,000 + CNY 120,000 = CNY 160,000 reaches CNY 150,000",
        ),
        ("库房里有假手套900副，每副190元，都没卖", "zh", "171000元，已达到15万元"),
    ],
)
def test_what_is_due_is_sold_and_each_number_of_goods_has_its_price(
    question: str, language: str, told: str
) -> None:
    assert told in _said(question, "cl.selling_serious", language)


def test_a_part_of_the_sales_that_is_still_due_is_not_added_to_them() -> None:
    said = _said("Sales of 44,000 yuan, of which 9,000 yuan are still unpaid.", "cl.selling_serious")
    assert "reaches" not in said


@pytest.mark.parametrize(
    ("question", "told"),
    [
        ("She sold caps, turnover 34,000. It stays below 50,000 yuan.", "stays below"),
        ("卖了4万2，进价1万，不到5万", "违法所得：32000元，已达到3万元"),
    ],
)
def test_what_is_gained_is_what_was_sold_for_without_what_it_cost(question: str, told: str) -> None:
    assert told in _said(question, "cl.selling_serious", "en" if question.isascii() else "zh")


@pytest.mark.parametrize(
    "text",
    [
        "He sold thermoses for 62,000, bought them for 21,000, paid 12,000 rent and 8,000 wages, so his profit is 21,000.",
        "他卖杯子收入6万2，进货2万1，房租1万2，工资8000，净赚2万1。",
    ],
)
def test_rent_and_wages_come_off_no_gain(text: str) -> None:
    assert roles(text) == ((62_000, AmountRole.SOLD), (41_000, AmountRole.GAIN))


def test_what_is_left_after_rent_leaves_the_gain_open() -> None:
    assert roles("His profit was 28,000 after a rent of 9,000.") == ((0, None),)


@pytest.mark.parametrize(
    ("text", "told"),
    [
        (
            "Sold for 22,000 yuan. In the shed lie pots, 120,000 yuan by the tag, 91,000 yuan at his average price.",
            [(22_000, AmountRole.SOLD), (91_000, AmountRole.UNSOLD)],
        ),
        (
            "锅卖了2万2，库房里没卖的标价合计12万，按平均售价是9万1",
            [(22_000, AmountRole.SOLD), (91_000, AmountRole.UNSOLD)],
        ),
        # The price that they went for says not that these were sold.
        ("库房封了一批没卖掉的锅，按实际卖价算13.3万", [(133_000, AmountRole.UNSOLD)]),
        # What somebody works out of amounts that are told is no further one.
        (
            "锅卖了2万2，库存9万1，2.2万+9.1万=11.3万",
            [(22_000, AmountRole.SOLD), (91_000, AmountRole.UNSOLD)],
        ),
        (
            "Takings of 41,000 yuan. He bought it all for 9,000 yuan.",
            [(41_000, AmountRole.SOLD), (32_000, AmountRole.GAIN)],
        ),
        ("On the books, sold: 41,000 yuan.", [(41_000, AmountRole.SOLD)]),
        ("The bureau proposes 80,000 yuan.", [(80_000, AmountRole.FINE)]),
    ],
)
def test_goods_are_worth_what_the_law_takes_first(text: str, told: list[tuple[int, AmountRole]]) -> None:
    assert sorted(roles(text)) == sorted(told)


@pytest.mark.parametrize(
    ("text", "told"),
    [
        # What somebody cites as the rule is no fact of the case.
        (
            "30,000 yuan is enough for the police, says the agent. She sold for 24,000 yuan.",
            [(30_000, AmountRole.LINE), (24_000, AmountRole.SOLD)],
        ),
        ("听人说三万就入刑，我卖了2万4", [(30_000, AmountRole.LINE), (24_000, AmountRole.SOLD)]),
        # What was done is a fact, whatever follows from it.
        ("他卖了6万，就够刑事了吧？", [(60_000, AmountRole.SOLD)]),
        # Unsold pieces take the average at which the sold ones went.
        (
            "150 sold at an average of 70 yuan, 700 more lie finished in his garage.",
            [(10_500, AmountRole.SOLD), (49_000, AmountRole.UNSOLD)],
        ),
        (
            "卖出300条，平均卖价60元，车间里还有900条缝好标的。",
            [(18_000, AmountRole.SOLD), (54_000, AmountRole.UNSOLD)],
        ),
        (
            "库存 600 件，卖出去 100 件，平均卖 85 元",
            [(8_500, AmountRole.SOLD), (51_000, AmountRole.UNSOLD)],
        ),
        # What each cost who sold it is no sale.
        (
            "She sold 400 mugs at 90 yuan each, bought at 60 yuan each.",
            [(36_000, AmountRole.SOLD), (12_000, AmountRole.GAIN)],
        ),
        ("他卖了900条围巾，每条58元，进价每条20元", [(52_200, AmountRole.SOLD), (34_200, AmountRole.GAIN)]),
        # What was paid for the stock is a cost, and where one stands so far are the takings.
        (
            "I resell caps. So far we are at 44,500 in total, and I paid 11,000 for the stock.",
            [(44_500, AmountRole.SOLD), (33_500, AmountRole.GAIN)],
        ),
        # A total is not added to its parts.
        (
            "Sales of 21,000 yuan in one shop, sales of 23,000 yuan in another, sales of 44,000 yuan altogether.",
            [(44_000, AmountRole.SOLD)],
        ),
        # What was sold beside it is no number of what lies there.
        (
            "1,500 headsets in the warehouse. He sells them at 90 yuan, 100 sold so far; the genuine ones are 600.",
            [(135_000, AmountRole.UNSOLD)],
        ),
    ],
)
def test_each_number_has_one_role(text: str, told: list[tuple[int, AmountRole]]) -> None:
    assert list(roles(text)) == told


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("两家品牌的吊牌共13000枚，一枚没卖。来查的人讲吊牌满一万枚就立案。", (13_000, True)),
        ("He has 9,000 hang tags, unsold. The officer says 10,000 tags are enough.", (9_000, True)),
        ("仓里有唛头2万8千张，没交货", (28_000, True)),
        # Goods that bear a mark are none.
        ("包裹里有120个带我们商标的水杯", (0, False)),
        ("车间里还有900条缝好标的", (0, False)),
    ],
)
def test_labels_are_those_of_the_case(text: str, told: tuple[int, bool]) -> None:
    assert labels_told(text) == told


@pytest.mark.parametrize(
    ("text", "alone"),
    [
        ("那人自己缝标自己卖假领带", True),
        ("前店后厂，烫标卖保温袋", True),
        ("The man sews our labels on scarves and sells them himself at a stall.", True),
        ("The plant makes it, and a shop sells it.", False),
        ("印刷店给别人代印唛头", False),
    ],
)
def test_who_sells_what_he_makes_is_a_maker(text: str, alone: bool) -> None:
    assert sides.makes_alone(text) is alone


def test_of_three_months_the_last_that_is_as_much_as_the_others_is_no_total() -> None:
    told = "Sales of 14,000 yuan in March, sales of 16,000 yuan in April, sales of 30,000 yuan in May."
    assert sum(value for value, _ in roles(told)) == 60_000


def test_who_asks_whether_an_amount_is_enough_tells_it_of_the_case() -> None:
    assert (40_000, AmountRole.SOLD) in roles("流水4万元就够立案吗？另有存货")


def test_a_number_beside_an_average_price_is_no_sum_of_money() -> None:
    told = "They sold 700 at an average of 90 yuan, 1,800 unsold."
    assert None in {role for _, role in roles(told)}
