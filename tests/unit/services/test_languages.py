"""A person's language is that of the sentence."""

import pytest

from bot.domain.questions import language_of


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("what do we have on 杭州好货贸易有限公司", "en"),
        ("is 小熊家居 in our records", "en"),
        ("Aurelle Radiance Serum 这个链接处理到哪了", "zh"),
        ("and for 外观?", "en"),
        ("换成平台呢", "zh"),
    ],
)
def test_a_name_in_another_script_changes_nothing(text: str, language: str) -> None:
    assert language_of(text) == language


def test_where_the_text_tells_nothing_the_thread_does() -> None:
    assert language_of("???", ["zh"]) == "zh"
