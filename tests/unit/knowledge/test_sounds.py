"""Chinese in Latin letters is told from English, and read as the written Chinese at hand makes likeliest."""

import pytest

from knowledge.features import romanised
from knowledge.sounds import Sounds

WRITTEN = [
    "我们的商标被人抢注了，怎么办？",
    "海关扣了货，最晚哪天起诉？",
    "假货在西安，找哪个局举报？",
    "先来先得",
]


@pytest.mark.parametrize(
    "text",
    ["womende shangbiao bei ren qiangzhu le", "hai guan kou le huo", "zhao na ge ju jubao? jiahuo zai xi'an"],
)
def test_a_message_of_syllables_is_chinese(text: str) -> None:
    assert romanised(text)


@pytest.mark.parametrize(
    "text",
    [
        "How long do we have to oppose?",
        "Taobao and Pinduoduo",
        "the shop on taobao sells fakes",
        "我们的商标被抢注了",
        "hai",
        "",
    ],
)
def test_what_is_said_in_words_is_not(text: str) -> None:
    assert not romanised(text)


@pytest.mark.parametrize(
    ("spoken", "written"),
    [
        ("women de shangbiao bei ren qiang zhu le, zenme ban?", "我们的商标被人抢注了,怎么办?"),
        ("haiguan 20 ri kou le huo", "海关20ri扣了货"),
        ("jiahuo zai xi'an", "假货在西安"),
        ("xian lai", "先来"),
    ],
)
def test_it_is_read_as_what_is_written_makes_likeliest(spoken: str, written: str) -> None:
    assert Sounds(WRITTEN).in_characters(spoken) == written
