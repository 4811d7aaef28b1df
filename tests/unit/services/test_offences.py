"""Amounts of a seller, by what they are of, beside the lines of a crime."""

from dataclasses import replace

import pytest

from knowledge.crime_lines import lines_of, of_sellers_alone, of_their_role
from knowledge.passages import Hit
from knowledge.penalties import punished_before
from knowledge.two_names import only_alike
from tests.fakes.guidance import a_passage
from tests.unit.services.test_sums import made


@pytest.mark.parametrize(
    ("question", "told"),
    [
        (
            "They sold for CNY 32,000 and CNY 125,000 of stock is in the depot.",
            ["CNY 32,000 + CNY 125,000 = CNY 157,000", "reaches CNY 150,000"],
        ),
        ("Takings of 41,000 yuan, profit 36,000 yuan.", ["Illegal gains: CNY 36,000", "reaches CNY 30,000"]),
        ("She sold 500 scarves at 120 yuan each.", ["Sales: CNY 60,000", "reaches CNY 50,000"]),
        ("He sold 1,400 pans at 45 yuan.", ["Sales: CNY 63,000", "reaches CNY 50,000"]),
        ("He sold 600 of them at 90 yuan each.", ["Sales: CNY 54,000", "reaches CNY 50,000"]),
        ("2300双假鞋卖30元，卖光了。", ["Sales: CNY 69,000", "reaches CNY 50,000"]),
        (
            "Fined 9,000 yuan last spring, he now has sales of 33,000 yuan.",
            ["not older than 2 years", "Sales: CNY 33,000", "reaches CNY 30,000"],
        ),
        (
            "Stock worth 93,000 yuan; fined by the office in April 2025 for the same.",
            ["CNY 93,000", "reaches CNY 90,000"],
        ),
        (
            "Somebody says they act only from 190,000 yuan. He sold for 64,000 yuan and knew it.",
            ["Not CNY 190,000.", "Sales: CNY 64,000", "reaches CNY 50,000"],
        ),
        (
            "Sales of 44,000 yuan, just below 50,000 yuan; earned 12,000 yuan.",
            ["CNY 44,000 stays below CNY 50,000", "CNY 12,000 stays below CNY 30,000"],
        ),
        (
            "She sold lids for 37,000 yuan, and nobody ever fined her.",
            ["CNY 37,000 stays below CNY 50,000"],
        ),
        ("卖了37000元，没被罚过。", ["CNY 37,000 stays below CNY 50,000"]),
        ("这家去年4月收过一张罚单，现在又卖了34000元。", ["Sales: CNY 34,000", "reaches CNY 30,000"]),
        ("卖了31000元，库房压着126000元的货；有人说未卖没到15万。", ["CNY 157,000", "reaches CNY 150,000"]),
        (
            "She sold 26k in fakes in spring, 127k worth is still in the garage.",
            ["CNY 153,000", "reaches CNY 150,000"],
        ),
        ("Takings of 24k in June. Takings of 29k in August.", ["CNY 53,000", "reaches CNY 50,000"]),
        ("He sold hats for 34,000 yuan. Then another 21,000 yuan.", ["CNY 55,000", "reaches CNY 50,000"]),
        ("Hats worth 151,000 lay there, nothing was sold.", ["CNY 151,000 reaches CNY 150,000"]),
    ],
)
def test_amounts_are_weighed_by_what_they_are_of(question: str, told: list[str]) -> None:
    text = " ".join(made(question, "cl.selling_serious"))
    assert all(each in text for each in told), text
    assert "below" not in text or "reaches" not in text


def test_stock_counts_for_the_maker_as_what_is_sold() -> None:
    text = " ".join(made("已售2万元，库存4万元", "cl.counterfeiting_serious", "zh"))
    assert "2万元 + 4万元 = 6万元，已达到5万元" in text


def test_a_makers_two_marks_leave_open_whether_the_higher_line_counts() -> None:
    one = "作坊经营额3万8，一个商标"
    assert "未达到5万元" in " ".join(made(one, "cl.counterfeiting_serious", "zh"))
    assert made(one.replace("一个", "两个"), "cl.counterfeiting_serious", "zh") == ()


@pytest.mark.parametrize(
    ("question", "language", "told"),
    [
        ("A workshop holds unsold hats worth 57,000 yuan.", "en", ["reaches CNY 50,000"]),
        ("The plant has 57,000 yuan of hats in stock.", "en", ["reaches CNY 50,000"]),
        ("作坊里没卖的帽子值57000元", "zh", ["已达到5万元"]),
        ("A stall holds unsold hats from a workshop worth 57,000 yuan.", "en", []),
        ("He bought unsold hats worth 57,000 yuan from a factory.", "en", []),
        ("Next to our factory he keeps unsold hats worth 57,000 yuan.", "en", ["stays below CNY 150,000"]),
        ("库存按出厂价值57000元，都没卖", "zh", ["未达到15万元"]),
        ("No shop: he makes the hats, unsold ones worth 57,000 yuan.", "en", ["reaches CNY 50,000"]),
        ("A dealer, not the maker, with unsold hats worth 57,000 yuan.", "en", ["stays below CNY 150,000"]),
        ("不是店铺，是作坊，没卖的帽子值57000元", "zh", ["已达到5万元"]),
        ("摊主不生产，没卖的帽子值57000元", "zh", ["未达到15万元"]),
    ],
)
def test_who_makes_the_goods_is_not_held_against_the_lines_of_sellers(
    question: str, language: str, told: list[str]
) -> None:
    lines = list(made(question, "cl.selling_unsold", language))
    assert all(each in " ".join(lines) for each in told)
    assert bool(lines) is bool(told), lines


@pytest.mark.parametrize(
    "question",
    [
        "He sold for 30,000 yuan and there is something of 130,000 yuan.",
        "Sales of 30,000 yuan, of it sales of 25,000 yuan this year.",
        "He sells them at 90 yuan each.",
        "Stock of 93,000 yuan in the depot; the bureau's fine for the same hats came in the spring.",
        "Sales of 37,000 yuan; he has not paid the fine.",
        "Sales of 36,000 yuan; the shop was raided last year, too.",
        "卖了36000元，之前也查过一次",
    ],
)
def test_no_verdict_is_given_while_an_amount_has_no_part_in_it(question: str) -> None:
    assert made(question, "cl.selling_serious") == ()


def test_who_asks_whether_it_is_enough_holds_it_for_nothing() -> None:
    told = " ".join(made("搜出3.5万张商标标签，都没卖，够不够？", "cl.labels_serious", "zh"))
    assert told.startswith("按所述数额，已够入罪标准。")


def test_where_labels_are_counted_the_lines_of_labels_answer() -> None:
    passages = [
        replace(
            a_passage("x", section_id=f"cn/criminal#{name}"),
            provisions=tuple(replace(a_passage().provisions[0], key=key) for key in keys),
        )
        for name, keys in (("unsold", ("cl.selling_unsold",)), ("threshold-labels", ("cl.labels_serious",)))
    ]
    hits = [Hit(passage=each, probability=0.9 - n / 2) for n, each in enumerate(passages)]
    found = of_their_role(hits, "12,000 hang tags lie in the depot, none sold.")
    assert found[0].passage.section_id == "cn/criminal#threshold-labels"


def test_an_earlier_penalty_is_read_across_what_it_was_for() -> None:
    assert punished_before("a shop that was fined by the bureau for the very same goods last year")
    assert not punished_before("He was fined. The goods were sold last year.")
    assert punished_before("不止一次，去年就被罚过")


@pytest.mark.parametrize(
    "text",
    [
        "He has no previous fines and sold for CNY 60,000.",
        "the shop was never fined before",
        "从来没被罚过，一共卖了六万",
        "此前未受过处罚",
        "老板没有前科",
    ],
)
def test_who_was_never_punished_was_not_punished_before(text: str) -> None:
    assert not punished_before(text)


@pytest.mark.parametrize(
    ("text", "first"),
    [
        ("A workshop, not a shop, holds hats.", "making"),
        ("A stall holds hats from a workshop.", "selling"),
        ("Who knows whose hats these are.", "selling"),
    ],
)
def test_of_a_maker_alone_the_section_on_making_answers(text: str, first: str) -> None:
    found = of_their_role(_two_sections("selling", "making"), text)
    assert (found[0].passage.section_id, found[0].probability) == (first, 0.8)


@pytest.mark.parametrize(
    ("text", "first"),
    [
        ("Hats of two brands brought in 31,000 yuan of sales.", "selling"),
        ("两个牌子的帽子，收入3万1千元。", "selling"),
        ("A workshop sells hats for 31,000 yuan.", "making"),
        ("Who knows whose hats these are.", "making"),
    ],
)
def test_where_goods_are_only_sold_the_section_on_selling_answers(text: str, first: str) -> None:
    found = of_their_role(_two_sections("making", "selling"), text)
    assert (found[0].passage.section_id, found[0].probability) == (first, 0.8)


@pytest.mark.parametrize(
    ("text", "first"),
    [
        ("A shop sold hats of three brands for 45,000 yuan.", "selling"),
        ("一家店卖三个牌子的帽子，一共4万5千元。", "selling"),
        ("A shop sold 45,000 yuan of labels for hats.", "labels"),
    ],
)
def test_where_no_label_is_told_the_section_on_labels_answers_no_seller(text: str, first: str) -> None:
    assert of_their_role(_two_sections("labels", "selling"), text)[0].passage.section_id == first


def _two_sections(*names: str) -> list[Hit]:
    """Sections on selling and on making, in this order."""
    provision = a_passage().provisions[0]
    keys = {
        "selling": "cl.selling_unsold",
        "making": "cl.counterfeiting_serious",
        "labels": "cl.labels_serious",
    }
    return [
        Hit(
            passage=a_passage(name, section_id=name, provisions=(replace(provision, key=keys[name]),)),
            probability=chance,
        )
        for name, chance in zip(names, (0.8, 0.1), strict=True)
    ]


@pytest.mark.parametrize(
    "question",
    [
        "The dealer was fined in March 2022 and sold fakes for 35,000 yuan in August 2026.",
        "卖家2022年5月被罚过，今年9月又卖了3.5万元。",
    ],
)
def test_a_penalty_older_than_the_lower_lines_allow_lowers_none(question: str) -> None:
    told = " ".join(made(question, "cl.selling_serious"))
    assert "below CNY 50,000" in told or "未达到5万元" in told
    assert "reaches" not in told
    assert "已达到" not in told


def test_sold_and_lying_goods_are_added_up_without_a_word_for_money() -> None:
    [told] = made("He sold 42,500 so far, and another 121,000 stands in his garage.", "cl.selling_serious")
    assert "A figure without a word for money is read as CNY" in told
    [shed] = made("Sold 42,500, and another 121,000 lies in the shed.", "cl.selling_serious")
    assert "together: CNY 42,500 + CNY 121,000 = CNY 163,500 reaches CNY 150,000" in shed
    assert "together: CNY 42,500 + CNY 121,000 = CNY 163,500 reaches CNY 150,000" in told
    [there] = made("Sold 42,500, and another 121,000 is in the back of the shop.", "cl.selling_serious")
    assert there.startswith(shed)
    assert made("Sold 38,000 of our fakes, and another 115,000 lies there.", "cl.selling_serious") == ()


def _said(question: str, key: str, language: str = "en") -> str:
    return " ".join(made(question, key, language))


def test_a_no_is_only_said_where_no_line_is_left_that_the_facts_could_meet() -> None:
    alone = _said("She earned 12,000 yuan with hats.", "cl.selling_serious")
    assert alone.startswith("Not on these figures alone")
    assert "Sales from CNY 50,000, or Sold and unsold goods together from CNY 150,000" in alone
    low = _said("She sold hats for 21,000 yuan.", "cl.selling_serious")
    assert "Illegal gains" not in low, "more than was sold cannot have been gained"
    whole = "She sold for 44,000 yuan, earned 12,000 yuan and has 30,000 yuan in stock."
    assert _said(whole, "cl.selling_serious").startswith("By the amounts told, not enough")


@pytest.mark.parametrize(
    ("question", "language", "key", "first"),
    [
        ("He sold for 61,000 yuan; the officer says it is no crime.", "en", "cl.selling_serious", "Not so."),
        ("卖了61000元，他们说不构成犯罪", "zh", "cl.selling_serious", "并非如此。"),
        ("A salon used our service mark, turnover 90k, profit 18k, so it is criminal.", "en",
         "cl.selling_serious", "Not so."),
    ],
)  # fmt: skip
def test_what_somebody_takes_it_for_is_contradicted_first(
    question: str, language: str, key: str, first: str
) -> None:
    assert _said(question, key, language).startswith(first)


@pytest.mark.parametrize(
    ("question", "language", "told"),
    [
        ("A printer made 12,000 forged labels and sold them.", "en", "12,000 pieces reach 10,000"),
        ("A printer made 12,000 forged labels, none delivered yet.", "en", "30,000"),
        ("印厂做了12000个假标签，都还没发货。", "zh", "30,000"),
        ("A printer sold 12,000 forged labels, paid and not delivered yet.", "en", "reach 10,000"),
        ("A printer holds 12,000 forged swing tags, none of them sold.", "en", "unsold, stay below 30,000"),
        ("印厂有2万张假标签，已经卖了", "zh", "20,000件，已达到10,000件"),
        ("印厂印了我们的吊牌，还有另一个品牌的，卖出去7000多张", "zh", "7,000件，已达到5,000件"),
        ("她前后卖出三万六千枚水洗标", "zh", "36,000件，已达到10,000件"),
        ("两家合起来卖了六万张假吊牌", "zh", "已达到50,000件，属于情节特别严重，处3年以上10年以下"),
        ("A printer sold 26,000 forged badges. Is that the higher range?", "en", "only from 50,000 pieces"),
    ],
)
def test_labels_are_counted_by_the_piece(question: str, language: str, told: str) -> None:
    assert told in _said(question, "cl.labels_serious", language)


def test_a_marketplace_that_is_named_by_a_number_counts_no_labels() -> None:
    assert "pieces" not in _said("A 1688 trader has swing tags with our name.", "cl.labels_serious")
    assert "1,688 pieces" in _said("A trader made 1688 swing tags with our name.", "cl.labels_serious")


@pytest.mark.parametrize(
    ("question", "language", "told"),
    [
        (
            "He was fined in May 2026 for 26k of fake belts; in October he sold another 31k. Criminal?",
            "en",
            "CNY 31,000 reaches CNY 30,000|What was punished already is not added up",
        ),
        (
            "She was fined in May 2024 for 26k of fake belts (selling). New count: another 24k in October 2026, crime?",
            "en",
            "counted up to 31 May 2026|CNY 24,000 stays below CNY 50,000",
        ),
        (
            "店主今年5月因卖假被罚，这次又卖了3万2，局里说不到5万不移送",
            "zh",
            "32000元，已达到3万元|不得以罚代刑",
        ),
        ("他开四个店，每个店卖了1.4万假货，够刑事吗", "zh", "56000元，已达到5万元|各店数额累计"),
        (
            "700 pairs unsold; he really sold at 60 yuan, the tag says 999. I write 699,300 for the police.",
            "en",
            "CNY 42,000 stays below CNY 150,000|write no higher sum",
        ),
        (
            "Sales of 21,000 yuan and 135,000 yuan in stock. The bureau says 50,000 yuan of sales, so only a fine.",
            "en",
            "CNY 156,000 reaches CNY 150,000|no fine may take the place",
        ),
    ],
)
def test_amounts_are_counted_as_the_law_does_whatever_somebody_added_up(
    question: str, language: str, told: str
) -> None:
    said = _said(question, "cl.selling_serious", language)
    assert all(each in said for each in told.split("|")), said


def test_a_name_that_only_resembles_ours_is_held_against_no_line() -> None:
    text = "He sold pans as LUMORVA, ours is LUMORRA, sales of 90,000 yuan. Police?"
    assert made(text, "cl.selling_serious") == ()


def test_labels_of_ours_and_of_another_brand_are_added_up() -> None:
    said = _said("A printer sold 2,900 of our labels and 2,300 of the other brand's.", "cl.labels_serious")
    assert "5,200 pieces reach 5,000" in said


@pytest.mark.parametrize(
    ("text", "section"),
    [
        ("The shop sells lamps as Lumorva, we own Lumorra. Turnover 300k, is that a crime?", "same-mark"),
        ("He sold copies for 60,000 yuan. Police?", "threshold-selling"),
        ("A workshop makes copies for 60,000 yuan. Police?", "threshold-counterfeiting"),
        ("A printer sold 6,000 labels, criminal?", "threshold-labels"),
        ("店名叫“霁川”，我们是“霁州”，卖了三十万，够刑事吗", "same-mark"),
    ],
)
def test_the_lines_that_amounts_are_held_against_are_those_of_what_is_told(text: str, section: str) -> None:
    assert lines_of(text) == f"cn/criminal#{section}"


@pytest.mark.parametrize(
    "text", ["A pirate printed our novel, 60,000 yuan. Police?", "What did he sell, 60,000 yuan?"]
)
def test_no_lines_are_told_of_another_crime_or_of_none(text: str) -> None:
    assert lines_of(text) == ""


def test_a_passed_off_patent_has_lines_of_its_own() -> None:
    said = _said("He passed off our patent, turnover 180k, gains 70k.", "cl.patent_passing_off_serious")
    assert "stays below CNY 200,000" in said
    assert "Loss of the owner from CNY 300,000" in said


def test_of_labels_no_sum_alone_says_that_there_is_no_crime() -> None:
    said = _said("He sold forged labels for 900 yuan, gains 400 yuan.", "cl.labels_serious")
    assert said.startswith("Not on these figures alone")


@pytest.mark.parametrize(
    ("question", "told"),
    [
        (
            "He sold 26,500 of fakes, earned 22,000, and was fined for others in May 2025.",
            "CNY 22,000 reaches CNY 20,000",
        ),
        ("店主2023年5月被判过刑，现在卖了3万3千元假货。", "stays below CNY 50,000"),
        ("店主2025年5月被判过刑，现在卖了3万3千元假货。", "reaches CNY 30,000"),
    ],
)
def test_what_was_earned_counts_and_so_does_how_old_a_conviction_is(question: str, told: str) -> None:
    assert told in " ".join(made(question, "cl.selling_serious"))


def test_of_a_maker_finished_goods_are_added_to_what_was_sold() -> None:
    workshop = "A workshop makes mugs with our mark itself. Sold 12,000 yuan so far. 1,900 mugs stand ready"
    priced = " ".join(made(f"{workshop}, at 21 each.", "cl.counterfeiting_serious"))
    assert "CNY 12,000 + CNY 39,900 = CNY 51,900" in priced
    assert "reaches CNY 50,000" in priced
    assert made(f"{workshop}.", "cl.counterfeiting_serious") == ()


@pytest.mark.parametrize(
    "text",
    [
        "His accounts: sold 44,500, unsold goods in the shed 120,000 by his price list. Somebody names 50k and 150k.",
        "Ledger of the wholesaler: 44,500 sold since June, in the warehouse 120,000 by tag.",
    ],
)
def test_bare_figures_are_money_where_the_words_beside_them_say_what_of(text: str) -> None:
    told = _said(text, "cl.selling_serious")
    assert "CNY 44,500 + CNY 120,000 = CNY 164,500 reaches CNY 150,000" in told
    assert "read as CNY" in told


def test_figures_that_count_something_are_no_money() -> None:
    assert _said("He sold 44,500 plain grey caps, stock 120,000 pieces.", "cl.selling_serious") == ""


def test_a_line_that_somebody_names_leaves_nothing_open() -> None:
    text = "A workshop makes them: sold 8,400 yuan, 1,900 belts ready in boxes at 24 each. Another adviser says it needs 150,000."
    assert "CNY 8,400 + CNY 45,600 = CNY 54,000 reaches CNY 50,000" in _said(
        text, "cl.counterfeiting_serious"
    )


@pytest.mark.parametrize(
    ("question", "key", "language", "told"),
    [
        ("She sold lids for 37,000 yuan.", "cl.selling_serious", "en", "Trademark Law Art. 57"),
        ("卖了37000元的假锅盖。", "cl.selling_serious", "zh", "从第一件起即属侵权"),
        ("They want 700 woven labels.", "cl.labels_serious", "en", "Art. 57(4)"),
        ("要印700个吊牌。", "cl.labels_serious", "zh", "从第一件起即可罚款"),
        (
            "They print a patent number that nobody holds: sold for 37,000 yuan.",
            "cl.patent_passing_off_serious",
            "en",
            "Art. 68",
        ),
    ],
)
def test_what_stays_below_the_criminal_line_is_never_called_lawful(
    question: str, key: str, language: str, told: str
) -> None:
    said = _said(question, key, language)
    assert told in said
    assert ("not lawful" if language == "en" else "不等于合法") in said


def test_what_reaches_the_criminal_line_is_not_said_to_be_below() -> None:
    assert "not lawful" not in _said("She sold lids for 57,000 yuan.", "cl.selling_serious")


@pytest.mark.parametrize(
    ("question", "language", "line"),
    [
        ("She was fined four years ago and has now sold lids for 37,000 yuan.", "en", "CNY 50,000"),
        ("她四年前被罚过，这次卖了37000元的假锅盖。", "zh", "5万元"),
        ("She was fined a year ago and has now sold lids for 37,000 yuan.", "en", "CNY 30,000"),
        ("三年前开的店。她被罚过，这次卖了37000元的假锅盖。", "zh", "3万元"),
    ],
)
def test_a_penalty_told_by_years_lowers_the_line_no_longer_than_it_may(
    question: str, language: str, line: str
) -> None:
    assert line in _said(question, "cl.selling_serious", language).partition("not told")[0]


def test_a_line_that_is_only_named_is_no_sale() -> None:
    said = _said("她卖了37000元的假锅盖，两年内再犯只要3万。", "cl.selling_serious", "zh")
    assert "67000" not in said


@pytest.mark.parametrize(
    ("text", "alike"),
    [
        ("The kettles carry our mark with two letters changed.", True),
        ("A similar logo, sales of 90,000 yuan.", True),
        ("壶上的标改了一个字母，不是一模一样", True),
        ("Some carry a similar logo, most the identical mark.", False),
        ("The mark is exactly ours.", False),
        ("壶上是我们的商标，一模一样", False),
    ],
)
def test_a_mark_that_is_told_to_be_only_similar_meets_no_line(text: str, alike: bool) -> None:
    assert only_alike(text) is alike
    assert (lines_of(f"{text} Police?") == "cn/criminal#same-mark") is alike


def test_goods_sold_and_unsold_are_held_against_their_line_without_a_word_of_crime() -> None:
    text = "She sold pots for 22,000 yuan, 91,000 yuan lie in the shed; it needs 150,000 yuan, they say."
    assert lines_of(text) == ""
    assert lines_of(text, 150_000) == "cn/criminal#threshold-selling"


def test_where_no_labels_are_told_no_line_of_labels_is() -> None:
    told = of_sellers_alone(["cl.selling_serious", "cl.labels_serious"], "He sold pots for 41,000 yuan.")
    assert told == {"cl.selling_serious"}


def test_a_tier_that_somebody_says_begins_at_a_sum_is_denied_where_it_does_not() -> None:
    text = " ".join(made("卖假水壶卖了31万，警察说超过25万就是数额巨大，三年起", "cl.selling_serious", "zh"))
    assert "25万元" in text
    assert "50万元" in text
    assert "3年以下" in text
