"""A draft's card is read without scrolling on a desk, and within one screen of a phone, its buttons with it."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import expect

from tests.browser.walk import PATIENCE, a_page
from tests.needs import program
from tests.scenario.conftest import LEGAL, a_bot

SCREENS = ((1440, 900, 700), (390, 844, 844))
"""Width and height of a desk and of a phone, and how high the card may be there."""


@pytest.mark.program
def test_a_draft_fits_a_desk_and_one_screen_of_a_phone(tmp_path: Path) -> None:
    program("chromium", "apt-get install chromium")
    with a_bot(tmp_path) as bot:
        bot.draft()
        for width, height, most in SCREENS:
            with a_page(f"{bot.playground.url}#/{LEGAL}", width=width, height=height) as page:
                card = page.get_by_role("main").get_by_role("article").filter(has_text="D-000001").first
                expect(card.get_by_role("button", name="Approve")).to_be_visible(timeout=PATIENCE)
                at = card.bounding_box()
                assert at is not None
                assert at["height"] <= most, (width, at)
