"""What is said of a sentence may leave out what follows it, never what narrows it."""

import pytest

from bot.llm.wording import pieces, widens


@pytest.mark.parametrize(
    ("said", "source"),
    [
        ("The goods will be destroyed after the ruling.", "The goods may be destroyed after the ruling."),
        ("The carrier returns the parcel.", "The carrier returns the parcel if the sender pays the freight."),
        ("The sender pays freight and storage.", "The sender pays freight or storage."),
        ("The parcel is returned to its sender.", "During a strike, the parcel is returned to its sender."),
        ("陈列样品的，应当登记。", "未经主办方同意，陈列样品的，应当登记。"),
        ("陈列样品的，应当登记。", "主办方以外的人、陈列样品的，应当登记。"),
        ("陈列样品应当登记。", "陈列样品一般应当登记。"),
    ],
)
def test_what_leaves_out_a_limit_says_more_than_its_source(said: str, source: str) -> None:
    assert widens(pieces(said), source)
    assert not widens(pieces(source), source)


@pytest.mark.parametrize(
    ("said", "source"),
    [
        ("The carrier returns the parcel.", "The carrier returns the parcel; storage is free for a week."),
        ("The carrier returns the parcel.", "The carrier returns the parcel, and the sender is told."),
        ("The goods can be destroyed.", "The goods may be destroyed (Storage Rules Art. 7)."),
        ("陈列样品的，应当登记。", "陈列样品的，应当登记，登记免费。"),
    ],
)
def test_what_comes_after_a_statement_may_be_left_out(said: str, source: str) -> None:
    assert not widens(pieces(said), source)
