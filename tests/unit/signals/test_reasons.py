"""Every sentence of the detectors is told in Chinese to Chinese readers, whatever it is about."""

from __future__ import annotations

import re

import pytest

from bot.signals import sayings
from bot.signals.lexicon import terms
from bot.signals.marks import NameForm
from bot.words.book import load_words
from bot.words.reasons import measured, reason, signal_name
from tests.unit.signals.conftest import Judge, a_picture, as_bytes

ZH = load_words("zh")
ENGLISH = re.compile(r"[a-z]{2,}")


def left_in_english(told: str) -> list[str]:
    """English words outside what is quoted, file names and article numbers."""
    return ENGLISH.findall(
        re.sub(r"“.*?”|\S+\.(?:png|jpg)|SV-\w+|(?i:solvane)|\w+:\d+(?:（.*?）)?", "", told)
    )


@pytest.mark.parametrize("form", [each for each in NameForm if each is not NameForm.PLAIN])
def test_every_form_of_a_disguise_has_its_words(form: NameForm) -> None:
    told = reason(f"shop name holds “S0LV”, a disguised spelling of SOLVANE ({form.value})", ZH)
    assert told.startswith("店名含“S0LV”，是SOLVANE的变形写法（")
    assert left_in_english(told) == []


def test_every_meaning_in_the_lexicon_has_its_words() -> None:
    meanings = {term.meaning for term in terms() if term.meaning}
    meanings |= sayings.meanings()
    said = [f"description says “字”: {meaning}" for meaning in sorted(meanings)]
    assert [each for each in said if left_in_english(reason(each, ZH))] == []


@pytest.mark.parametrize(
    ("title", "price", "fields"),
    [
        ("s0lvane 蓝牙耳机 现货 高仿 A货 1:1", "99", {}),
        ("索-维-安 蓝牙耳机 Solvane 3个装", "120", {"currency": "USD"}),
        ("Solvane 蓝牙耳机", "9000", {"currency": ""}),
        ("适用索维安耳机保护套 硅胶", "19", {"description": "非原装"}),
        ("闲置 索维安 蓝牙耳机 自用", "300", {}),
        ("索维安 雨伞", "30", {"brand": "别家"}),
        ("索维安 蓝牙耳机 拍前私聊 加V看实拍", "1", {"description": "加V：fz76680 看实拍"}),
        ("蓝牙耳机 现货", "69", {"seller_id": "6606"}),
        ("蓝牙耳机 正品", "59", {"seller_name": "Solvane Official Store", "brand": "Solvane"}),
        ("索维安 蓝牙耳机", "690", {"platform": "tmall", "seller_id": "1001"}),
    ],
)
def test_what_is_found_in_a_listing_is_told_in_chinese(
    judge: Judge, title: str, price: str, fields: dict[str, str]
) -> None:
    found = judge(title, price=price, picture=as_bytes(a_picture()), **fields)
    assert found.signals
    told = {each.because: reason(each.because, ZH) for each in found.signals}
    assert {kept: left_in_english(each) for kept, each in told.items() if left_in_english(each)} == {}
    assert [each.name for each in found.signals if signal_name(each.name, ZH) == each.name] == []


def test_the_facts_of_a_sentence_stand_in_the_chinese_one() -> None:
    floor = "the lowest authorised price of K-1 (CNY 298, in proportion to its size (50%))"
    price = f"USD 20 for 2, CNY 72 each, is 76% under {floor}"
    assert reason(price, ZH) == "USD 20/2件，单件CNY 72，比K-1的最低授权价（CNY 298，按规格折算50%）低76%"
    picture = "picture 2 is the owner's a/b.jpg (2 of 256 bits differ, mirrored, turned 90°, 98% of the print agrees)"
    assert (
        reason(picture, ZH) == "图2与权利人的a/b.jpg相同（256位指纹中相差2位，经镜像并旋转90°，图案98%一致）"
    )
    points = "29 points lie alike, 93% of the print agrees, 66% of the picture is shown"
    assert measured(points, ZH) == "29个特征点位置一致，图案93%一致，所示部分占原图66%"


def test_english_readers_and_unknown_sentences_get_what_was_written() -> None:
    assert reason("title holds “a {b}”", load_words("en")) == "title holds “a {b}”"
    assert reason("title holds “a {b}”", ZH) == "标题含“a {b}”"
    assert reason("some sentence of another version", ZH) == "some sentence of another version"
