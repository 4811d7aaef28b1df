"""An earlier penalty beside the acts told after it: two years for the lower lines of a crime, five for the heavier fine."""

from datetime import date

import pytest

from bot.services.answering.repeats import SincePenalty, repeat_of
from knowledge.penalties import for_these_acts, only_by_a_court, tells_a_penalty, was_held_before
from tests.unit.services.test_sums import made

TODAY = date(2026, 11, 26)


@pytest.mark.parametrize(
    ("text", "years", "stands"),
    [
        (
            "The bureau's decision against the tea shop is of 9 March 2025; from May 2025 to August 2026 he sold 33,000.",
            2,
            SincePenalty.WITHIN,
        ),
        ("She was fined on 3 May 2023 and sold fake kettles again in July 2026.", 2, SincePenalty.OVER),
        ("She was fined on 3 May 2023 and sold fake kettles again in July 2026.", 5, SincePenalty.WITHIN),
        ("摊主2024年3月被罚，今年5月到9月又卖了3万4的假茶壶", 2, SincePenalty.OVER),
        ("摊主2025年3月被罚，2025年6月至今又卖了3万4的假茶壶", 2, SincePenalty.WITHIN),
        # Some of what was done from January 2026 on lies behind the two years.
        (
            "He was fined on 9 March 2024 and sold kettles from January 2026 to June 2026.",
            2,
            SincePenalty.OPEN,
        ),
        ("The kettle man was fined before and sold again.", 2, SincePenalty.OPEN),
        (
            "Penalty no. 7 against the kettle shop took effect on 4 June 2021. A new listing stood there on 8 June 2026.",
            5,
            SincePenalty.OVER,
        ),
        ("Nobody was ever fined; he sold kettles in May 2026.", 2, SincePenalty.NONE),
        (
            "The court ordered him to pay 60k in a civil case last year, and he sells kettles again.",
            2,
            SincePenalty.COURT,
        ),
        ("去年民事判决他赔了6万，没被罚过，现在又卖茶壶，算再犯吗", 2, SincePenalty.COURT),
        (
            "The kettle seller was fined 9,000 for exactly these sales; 61,000 stand in the file.",
            2,
            SincePenalty.SAME,
        ),
        ("茶壶店罚了9000就结案了，销售额6万1，说一事不再罚", 2, SincePenalty.SAME),
    ],
)
def test_the_days_of_the_acts_and_of_the_penalty_decide(text: str, years: int, stands: SincePenalty) -> None:
    assert repeat_of(text, TODAY, years).standing is stands


def _said(question: str, language: str = "en", key: str = "cl.selling_serious") -> str:
    return " ".join(made(question, key, language))


def test_within_two_years_the_lower_line_is_told_without_a_condition() -> None:
    text = "The bureau's decision against the tea shop is of 9 March 2025; from May 2025 to August 2026 he sold for 33,000 yuan."
    said = _said(text)
    assert "by 9 March 2027: the lower lines count" in said
    assert "CNY 33,000 reaches CNY 30,000" in said


def test_after_two_years_the_ordinary_lines_count_and_the_heavier_fine_does_still() -> None:
    said = _said("摊主2024年3月被罚，今年5月到9月又卖了3万4的假茶壶", "zh")
    assert "34000元，未达到5万元" in said
    assert "仍应当从重处罚" in said


def test_a_day_that_is_not_told_leaves_the_lower_lines_open() -> None:
    said = _said("The kettle man was fined before and sold for 34,000 yuan again.")
    assert said.startswith("That depends on the day of the earlier penalty.")
    reached = _said("The kettle man was fined before and sold for 64,000 yuan again.")
    assert "CNY 64,000 reaches CNY 50,000" in reached
    assert "depends" not in reached


def test_a_civil_judgment_lowers_no_line_of_a_crime() -> None:
    said = _said(
        "The court ordered him to pay in a civil case last year; he sold kettles for 34,000 yuan again."
    )
    assert "stays below CNY 50,000" in said
    assert "heavier penalty is mandatory" in said


def test_a_fine_for_the_very_acts_is_no_earlier_penalty() -> None:
    said = _said("The kettle seller was fined 9,000 yuan for these; sales in the file 61,000 yuan.")
    assert "CNY 61,000 reaches CNY 50,000" in said
    assert "does not stand in place of a transfer to the police" in said


@pytest.mark.parametrize(
    "text",
    [
        "The bureau fined him last year and the case was closed. This month he sold copies for 35,000 yuan.",
        "去年市监罚过他，罚款就结案了。这个月卖了3万5的假货。",
    ],
)
def test_a_case_that_was_closed_is_no_penalty_for_what_is_done_now(text: str) -> None:
    assert repeat_of(text, TODAY, 2).standing in (SincePenalty.OPEN, SincePenalty.WITHIN)


def test_the_lower_lines_need_a_penalty_of_the_same_kind() -> None:
    said = _said(
        "He was fined on 5 January 2026. Between 2 and 9 October 2026 he sold copies for 35,000 yuan."
    )
    assert "if that penalty was for acts of this kind" in said


def test_marks_of_two_owners_lower_no_line_of_who_only_sells() -> None:
    said = _said("A stall sold kettles for 34,000 yuan, half with our mark, half with a rival's brand.")
    assert "Two marks lower the lines of who makes" in said
    assert "CNY 34,000 stays below CNY 50,000" in said


@pytest.mark.parametrize(
    "text",
    [
        "It is the first time that he was caught.",
        "The stall was raided at noon; never fined before.",
        "仓库昨天被查过，老板是初犯",
    ],
)
def test_a_first_offence_is_no_repeat_whatever_was_raided(text: str) -> None:
    assert not tells_a_penalty(text)


def test_only_a_court_is_no_penalty_and_a_fine_beside_it_is() -> None:
    assert only_by_a_court("We won the suit against the kettle shop last year.")
    assert not only_by_a_court("We won the suit against the kettle shop, and the bureau fined it.")
    assert only_by_a_court("官司打赢了，判他赔钱，没有被罚过")
    assert was_held_before("We won the suit against the kettle shop last year.")
    assert not was_held_before("It is the first time that he was caught.")


def test_what_was_sold_after_the_fine_was_not_punished_by_it() -> None:
    assert for_these_acts("He was fined for it in May, case closed.")
    assert not for_these_acts("He was fined for it in May and sold them again.")


@pytest.mark.parametrize(
    ("text", "language", "told"),
    [
        (
            "A weaver sold 6,400 woven tags, half ours, half belonging to a tea brand. Turnover 7,000 yuan.",
            "en",
            "6,400 pieces reach 5,000",
        ),
        ("印刷厂印了15000个吊牌，一共收了加工费9000元，只有我们的商标", "zh", "15,000件，已达到10,000件"),
        ("A printer made 7,000 swing tags of ours for a fee of 9,000 yuan.", "en", "stay below 10,000"),
    ],
)
def test_labels_reach_by_their_number_whatever_was_paid(text: str, language: str, told: str) -> None:
    said = _said(text, language, "cl.labels_serious")
    assert told in said
    assert "63,000,000" not in said


def test_a_fee_for_all_labels_is_the_price_of_none() -> None:
    said = _said("印刷厂印了15000个吊牌，一共收了加工费9000元，只有我们的商标", "zh", "cl.labels_serious")
    assert "单凭此项即够" in said
    assert "元，已达到" not in said
