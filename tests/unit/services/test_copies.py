"""What is no crime whatever it comes to, and what a printer of labels is told."""

import pytest

from knowledge.crime_lines import SAME_MARK, labels_told, lines_of
from tests.unit.services.test_sums import made

PATENT, LABELS = "cl.patent_passing_off_serious", "cl.labels_serious"


@pytest.mark.parametrize(
    ("question", "language", "told"),
    [
        (
            "A plant in Foshan rebuilt our patented hinge and took in 900,000 yuan.",
            "en",
            "No crime by the copying",
        ),
        (
            "They copy our patented kettle, never print any patent number on it, and sold for 4 million yuan.",
            "en",
            "No crime by the copying",
        ),
        ("对方照抄我们的专利折叠椅，卖了80万元，椅子上没印专利号，能报案吗", "zh", "不构成犯罪"),
    ],
)
def test_copying_what_a_patent_protects_is_no_crime_whatever_it_comes_to(
    question: str, language: str, told: str
) -> None:
    [line] = made(question, PATENT, language)
    assert told in line
    assert "216" in line or "二百一十六" in line
    assert "reaches" not in line
    assert "已达到" not in line


@pytest.mark.parametrize(
    ("question", "language", "told"),
    [
        (
            "They print our patent number on their kettles and sold for 240,000 yuan.",
            "en",
            "reaches CNY 200,000",
        ),
        ("他们在包装上印了我们的专利号，卖了24万元", "zh", "已达到20万元"),
        ("同行假冒我们两张专利，卖了26万元", "zh", "已达到"),
        ("Passing off our patent, turnover 90,000 yuan.", "en", "stays below CNY 200,000"),
    ],
)
def test_goods_that_claim_our_patent_are_held_against_its_lines(
    question: str, language: str, told: str
) -> None:
    assert told in " ".join(made(question, PATENT, language))


@pytest.mark.parametrize(
    ("text", "same"),
    [
        (
            "Our mark is KELDRAN. A stall sells lamps under KELDRINO, 90,000 yuan. Is that for the police?",
            True,
        ),
        ("We own KELDRAN; his lamps are branded Keldrex, sold for 90,000 yuan. Police?", True),
        ("我们的商标是“松石轩”，他卖的锅上印着“松石阁”，卖了8万元，够刑事吗", True),
        (
            "Our mark is KELDRAN. A stall sells lamps branded Keldran, 90,000 yuan. Is that for the police?",
            False,
        ),
        ("Our mark is KELDRAN. His lamps are marked KELDRAN PRO, 90,000 yuan. Police?", False),
        ("Our mark is KELDRAN. Sold under the name Wuyang Trading, 90,000 yuan. Police?", False),
        ("我们的商标是“松石轩”，他卖的锅上印着“松石轩”，卖了8万元，够刑事吗", False),
    ],
)
def test_a_mark_that_is_only_like_ours_by_the_two_names_told_meets_no_line(text: str, same: bool) -> None:
    assert (lines_of(text) == SAME_MARK) is same


@pytest.mark.parametrize(
    ("text", "number", "unsold"),
    [
        ("客户订了18000张吊牌，还堆在车间没交，没收钱", 18000, True),
        ("印了18000张吊牌，上周交给客户了", 18000, False),
        (
            "We printed 2,400 neck labels of one soap brand and 3,100 of another and delivered them.",
            5500,
            False,
        ),
        ("They made 4,000 swingtags, none handed over yet.", 4000, True),
    ],
)
def test_labels_are_counted_by_the_piece_sold_or_not(text: str, number: int, unsold: bool) -> None:
    assert labels_told(text) == (number, unsold)


def test_unsold_labels_are_held_against_three_times_the_line() -> None:
    [line] = made("我开印刷厂，客户订了18000张吊牌，还堆在车间没交，没收钱", LABELS, "zh")
    assert "未达到30,000件" in line
    assert "已够入罪标准" not in line


def test_who_printed_labels_is_told_to_stop_and_to_destroy_nothing() -> None:
    stop = "destroy none"
    [line] = made("I run a print shop and printed 6,100 labels of one brand and 900 of another.", LABELS)
    assert "reach 5,000" in line
    assert stop in line
    assert stop not in " ".join(made("A plant printed 14,000 labels of our mark.", LABELS))


def test_who_feels_safe_below_a_line_that_is_not_theirs_is_told_so_first() -> None:
    [line] = made(
        "We printed 5,200 labels of one brand and 1,000 of another, below 10,000, so we are safe criminally.",
        LABELS,
    )
    assert line.startswith("Not so.")
