"""Titles and shop names for readers of English: what is written, word by word, and no judgement."""

import re
import tomllib
from dataclasses import replace
from importlib.resources import files

import pytest

from bot.domain.assessments import Signal
from bot.domain.sellers import NO_HISTORY
from bot.domain.sentences import sentence
from bot.slack.blocks.alerts import alert_card
from bot.slack.blocks.shops import seller_line
from bot.slack.blocks.titles import glossed_title, names_in
from bot.words.book import load_words
from bot.words.gloss import shop_gloss, title_gloss
from tests.cards import an_alert
from tests.factories import a_listing

TITLED = a_listing(title="户外大容量保温瓶", seller_name="阿涛户外仓")


@pytest.mark.parametrize(
    ("title", "told"),
    [
        ("户外大容量保温瓶 便携", "outdoor · large capacity · insulated bottle · portable"),
        ("NORD 精华液30ml 正品代购", "NORD · serum · 30ml · “genuine” · bought abroad to order"),
        ("网红水杯 n o r d A货", "popular online · water cup · n o r d · “A-grade copy”"),
        ("Leather tote", ""),
        ("囧囧囧", ""),
        ("", ""),
    ],
)
def test_a_title_is_told_by_the_words_that_the_glossary_knows(title: str, told: str) -> None:
    assert title_gloss(title) == told


@pytest.mark.parametrize(
    ("name", "told"),
    [
        ("阿涛户外仓", "Atao outdoor warehouse"),
        ("美妆优选小店", "beauty selected little shop"),
        ("义乌市晨晨户外用品商行", "Yiwu Chenchen outdoor goods trading house"),
        ("广州市白云区丽人皮具有限公司", "Guangzhou Baiyun Liren leather goods Co., Ltd"),
        ("永康市晨光五金制品厂", "Yongkang Chenguang hardware factory"),
        ("Best Bags", ""),
    ],
)
def test_a_shop_is_named_in_english_and_pinyin(name: str, told: str) -> None:
    assert shop_gloss(name) == told


def test_the_glossary_judges_nobody() -> None:
    raw = tomllib.loads(files("bot.words").joinpath("glossary.toml").read_text(encoding="utf-8"))
    told = [each for room in raw.values() for each in room.values()]
    assert not [
        each for each in told if re.search(r"fake|counterfeit|infring|pirat|knock", each, re.IGNORECASE)
    ]


def test_a_card_no_person_has_judged_calls_nothing_fake_and_chinese_readers_get_no_gloss() -> None:
    english, chinese = (
        alert_card(an_alert(listing=TITLED), load_words(language)) for language in ("en", "zh")
    )
    shown = str([block.to_dict() for block in english.blocks])
    assert "Word by word" in shown
    assert not re.search(r"\bfake|counterfeit", shown + english.text, re.IGNORECASE)
    assert "逐词英译" not in str([block.to_dict() for block in chinese.blocks])


def test_names_of_the_brand_book_are_told_in_english() -> None:
    title = "索梵 野行保温瓶 户外"
    told = [(text, name) for name, text in (("wordmark", "索梵"), ("line", "野行"))]
    signals = tuple(
        Signal(name=name, score=0.9, because=sentence("x"), span=(at := title.index(text), at + len(text)))
        for text, name in told
    )
    listing = a_listing(title=title, seller_name="索梵优选小店")
    judged = replace(
        an_alert().assessment, brand="Solvane", product=("Field Flask", "野行保温瓶"), signals=signals
    )
    shown = str([block.to_dict() for block in glossed_title(listing, judged, load_words("en"))])
    assert "Solvane · Field Flask · insulated bottle · outdoor" in shown
    names = names_in(listing, judged)
    assert "Solvane selected little shop" in seller_line(listing, NO_HISTORY, load_words("en"), names)
