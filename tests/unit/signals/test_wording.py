from __future__ import annotations

import time

import pytest

from bot.signals.names.folding import fold_field
from bot.signals.offer import contact
from bot.signals.offer.lexicon import NOTHING_SAID, TermHits, find_terms
from bot.signals.offer.wording import signal
from tests.factories import a_listing


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


@pytest.mark.parametrize(
    "text", ["AQ4032", "V540P 主板", "安徽2017", "广角+微距 镜头", "V7365W-G", "12GB+V2 Q3183", "iq8000 投影"]
)
def test_a_model_number_is_no_contact(text: str) -> None:
    folded = fold_field("title", text)
    said = TermHits(find_terms(folded))
    assert contact.signal(a_listing(), said, [("title", text)]) is None


@pytest.mark.parametrize(
    "text", ["加V：fz76680", "微信号 fz76680", "联系vx fz_76680", "QQ:3028877123", "+薇 abc123"]
)
def test_an_account_that_is_named_as_one_is_a_contact(text: str) -> None:
    assert contact.signal(a_listing(), NOTHING_SAID, [("description", text)]) is not None


@pytest.mark.parametrize(
    "text", [" " * 50_000, "v" * 50_000, ("加" + " " * 40) * 1_000, "微信" + " " * 50_000 + "x"]
)
def test_a_page_of_blanks_keeps_nobody_waiting(text: str) -> None:
    begun = time.monotonic()
    contact.signal(a_listing(), NOTHING_SAID, [("description", text)])
    assert time.monotonic() - begun < 1


@pytest.mark.parametrize(
    "text", ["懂的进 耳机", "懂的来 不懂别问", "拍前私聊 耳机", "看图册 耳机", "do not pay here"]
)
def test_who_withholds_the_name_gives_no_contact(text: str) -> None:
    terms = TermHits(find_terms(fold_field("title", text)))
    assert contact.signal(a_listing(), terms, [("title", text)]) is None
