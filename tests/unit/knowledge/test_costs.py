"""What an infringer pays of our costs is said alike on every page and under either text, with what holds where we lose."""

from datetime import date

import pytest

from knowledge import law
from tests.shipped import rendered

PAGES = ("cn/damages#costs", "cn/damages#lawyers-fees", "cn/choosing-a-route#cost")
BEFORE, SINCE = date(2026, 11, 24), date(2027, 2, 1)


def read(section: str, language: str, on: date) -> str:
    [passage] = [
        each
        for each in rendered()
        if (each.section_id, each.language) == (section, language) and each.in_force_on(on)
    ]
    return passage.text


@pytest.mark.parametrize("on", [BEFORE, SINCE])
@pytest.mark.parametrize("section", PAGES)
def test_costs_come_on_top_of_loss_profit_or_royalty(section: str, on: date) -> None:
    assert "on top of loss, profit or royalty" in read(section, "en", on)
    assert "在损失、获利或者许可费之外另行支付" in read(section, "zh", on)


@pytest.mark.parametrize("section", PAGES[:2])
def test_of_a_suit_that_is_lost_it_is_told_that_they_are_not_awarded(section: str) -> None:
    assert "If the suit fails, nothing of this is awarded" in read(section, "en", BEFORE)
    assert "败诉的，得不到这些开支" in read(section, "zh", BEFORE)


def test_the_text_to_come_is_not_told_to_bring_them_anew() -> None:
    [change] = law.load().upcoming(["tm.reasonable_expenses"], BEFORE)
    assert "as before" in change.summary("en")
