import pytest

from bot.signals.names.folding import fold_field
from bot.signals.offer.lexicon import TermHits, find_terms, signal


def slang(text: str, field: str = "title") -> float:
    folded = fold_field(field, text)
    found = signal(TermHits(find_terms(folded)), named=True)
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
    assert 0 < slang("大牌同款") < slang("外贸原单") < slang("高仿")


@pytest.mark.parametrize("title", ["防水 高仿 双肩包", "无刷 高仿 电钻", "非凡 A货"])
def test_a_word_that_begins_like_a_denial_denies_nothing(title: str) -> None:
    assert slang(title) >= 0.9
