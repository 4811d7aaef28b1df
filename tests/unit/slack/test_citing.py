"""A link to a text of law bears its name; a mirror is called a mirror, the official posting goes first."""

import pytest

from bot.slack.blocks.citing import texts_of
from knowledge import law

REGISTER = law.load()


@pytest.mark.parametrize(
    ("instrument", "language", "name"),
    [
        ("cn-trademark-law-2019", "en", "Trademark Law"),
        ("cn-trademark-law-2026", "zh", "《商标法》（2026年修订）"),
        ("cn-patent-law-2020", "en", "Patent Law (mirror)"),
        ("cn-civil-procedure-law-2023", "zh", "《民事诉讼法》（镜像）"),
        ("cnipa-fee-schedule", "en", "CNIPA fee schedule (secondary copy)"),
    ],
)
def test_a_link_bears_the_name_of_the_text_and_its_standing(
    instrument: str, language: str, name: str
) -> None:
    [(shown, _)] = texts_of(REGISTER, [instrument], language)
    assert shown == name


def test_the_official_posting_goes_before_a_mirror() -> None:
    [(_, address)] = texts_of(REGISTER, ["cn-amr-complaint-report-measures-2026"], "en")
    assert address.startswith("https://www.samr.gov.cn/")


def test_a_text_is_linked_once() -> None:
    assert len(texts_of(REGISTER, ["cn-civil-code-2020", "cn-civil-code-2020"], "en")) == 1
