"""Text for Slack, cut to its limits."""

import pytest

from bot.slack.blocks.text import clip_marked


@pytest.mark.parametrize("tail", ["&amp;", "<https://shop.example/a|a shop>", "<@U0ALICE>"])
def test_a_text_that_is_cut_shows_no_half_of_a_link_or_a_sign(tail: str) -> None:
    for spare in range(1, len(tail)):
        assert clip_marked("x" * 20 + tail + "y" * 20, 20 + spare + 1) == "x" * 20 + "…"


def test_a_text_that_fits_is_left_as_it_is() -> None:
    assert clip_marked("a < b", 5) == "a < b"
