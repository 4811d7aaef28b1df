from __future__ import annotations

import time

import pytest

from bot.signals import contact
from bot.signals.folding import fold_field
from bot.signals.lexicon import NOTHING_SAID, Terms, find_terms
from bot.signals.sayings import in_figures
from bot.signals.wording import replica, supply
from tests.factories import a_listing


def slang(text: str, field: str = "title") -> float:
    folded = fold_field(field, text)
    found = replica(Terms([*find_terms(folded), *in_figures(folded)]), named=True)
    return found.score if found else 0.0


@pytest.mark.parametrize(
    "text",
    [
        "高仿包",
        "【高 仿】",
        "精🔥仿",
        "高访",
        "复刻",
        "復刻",
        "A货",
        "超A",
        "一比一",
        "1:1",
        "１：１",
        "AAA quality",
        "super fake",
        "莆田",
        "过验",
    ],
)
def test_strong_slang_is_found_in_every_writing(text: str) -> None:
    assert slang(text) >= 0.9


@pytest.mark.parametrize(
    "text",
    [
        "高仿真花",
        "A货翡翠手镯",
        "不是高仿",
        "谨防高仿、假货",
        "首图1:1",
        "模型 1:18",
        "not a replica",
        "AAA电池",
        "莆田发货",
    ],
)
def test_slang_that_means_something_else_is_not(text: str) -> None:
    assert slang(text) == 0.0


def test_weaker_slang_scores_less() -> None:
    assert 0 < slang("平替") < slang("外贸原单") < slang("高仿")


def test_initials_count_only_as_whole_words() -> None:
    assert slang("双肩包 gf 细节") > 0
    assert slang("gfive 手机") == 0.0


def test_supply_quotes_the_words() -> None:
    found = supply(Terms(find_terms(fold_field("title", "工厂 批发 一件代发"))))
    assert found is not None
    assert "“批发”" in found.because


@pytest.mark.parametrize(
    "text", [" " * 50_000, "v" * 50_000, ("加" + " " * 40) * 1_000, "微信" + " " * 50_000 + "x"]
)
def test_a_page_of_blanks_keeps_nobody_waiting(text: str) -> None:
    begun = time.monotonic()
    contact.signal(a_listing(), NOTHING_SAID, [("description", text)])
    assert time.monotonic() - begun < 1
