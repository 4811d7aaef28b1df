"""Goods of the brand's kind under another maker's name, which stands in nobody's book here, alert nobody."""

import io
from importlib.resources import files

import numpy as np
import pytest

from bot.signals.offer.makers import kin_of, pieces_of
from bot.signals.weighing.compiled_book import CompiledBook
from tests.benchmarks.makers import pack, taught_by
from tests.unit.signals.conftest import named
from tests.unit.signals.test_others_goods import judged, tops

__all__ = ["tops"]


@pytest.mark.parametrize(
    "title",
    [
        "奥蕾米雅 碳纤维陀螺 高仿 一比一",
        "奥蕾米雅碳纤维陀螺 高仿 一比一 带盒",
        "布兰索尔家碳纤维陀螺 高仿 一比一",
    ],
)
def test_a_copy_that_names_another_maker_is_no_alert_and_says_which_words_name_it(
    tops: CompiledBook, title: str
) -> None:
    found = judged(tops, title)
    told = named(found, "another")

    assert not found.band.alerts
    assert told
    assert set(str(dict(told.because.facts)["text"])) <= set("奥蕾米雅布兰索尔")


@pytest.mark.parametrize(
    "title",
    [
        "碳纤维陀螺 高仿 一比一 不写牌子 懂的来",
        "那家的碳纤维陀螺 高仿 一比一",
        "那家の碳纤维陀螺 高仿 一比一",  # a letter that folds to nothing
    ],
)
def test_a_copy_that_withholds_the_name_still_alerts(tops: CompiledBook, title: str) -> None:
    found = judged(tops, title)
    assert found.band.alerts
    assert named(found, "another") is None


def test_the_brands_own_name_in_other_characters_is_not_another_makers(tops: CompiledBook) -> None:
    assert judged(tops, "凯思串碳纤维陀螺 高仿 一比一").band.alerts


def test_what_one_of_its_goods_is_called_alerts_nobody_on_another_trade(tops: CompiledBook) -> None:
    assert judged(tops, "萤火 碳纤维陀螺 精仿 一比一").band.alerts
    assert not judged(tops, "萤火 台灯 精仿 一比一").band.alerts


def test_the_kin_of_a_name_are_its_characters_sounds_and_letters() -> None:
    kin = kin_of(["Kestrin", "凯斯川"], ["firefly"])
    assert all(map(kin.holds, ["川", "串", "Kestrn", "Fire", "kaisichuan"]))
    assert not any(map(kin.holds, ["梅", "Dolmora"]))


def test_a_title_falls_into_characters_latin_words_figures_and_signs() -> None:
    title = "Orlemia手工皮具 v2!"
    assert "".join(piece.text for piece in pieces_of(title)) == title
    assert [p.text for p in pieces_of(title)] == ["Orlemia", *"手工皮具", " ", "v", "2", "!"]
    assert [p.inner for p in pieces_of(title)][1:3] == [False, True]


def test_what_is_packaged_was_learnt_from_the_listings_as_they_are() -> None:
    """Else: ``python -m tests.benchmarks.makers --write``."""
    with files("bot.signals.offer").joinpath("makers.npz").open("rb") as stream, np.load(stream) as held:
        assert str(held["taught_by"]) == taught_by()


def test_what_was_learnt_is_written_in_hundredths() -> None:
    target = io.BytesIO()
    pack({"": -1.5, "u梅": 0.254}, target)
    target.seek(0)
    with np.load(target) as held:
        assert held["clues"].tobytes().decode().split("\n") == ["", "u梅"]
        assert (held["odds"] * float(held["unit"])).tolist() == pytest.approx([-1.5, 0.25])
