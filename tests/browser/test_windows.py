"""Every window that the bot can open, in a real browser, on a desk and on a phone: axe finds nothing, nothing runs out of it."""

import pytest
from playwright.sync_api import expect

from bot.playground.server import Playground
from bot.words.book import load_words
from tests.browser.axe import Axe
from tests.browser.walk import PATIENCE, a_page
from tests.cards import every_window
from tests.needs import program
from tests.scenario.conftest import ALICE, WORKSPACE

WIDER = "dialog => dialog.scrollWidth - dialog.clientWidth"


@pytest.mark.program
@pytest.mark.parametrize("language", ["en", "zh"])
def test_axe_finds_nothing_in_any_window_and_none_is_wider_than_its_page(language: str) -> None:
    program("chromium", "apt-get install chromium")
    axe, wide = Axe(), list[str]()
    with Playground(WORKSPACE, retry_delays=()) as playground, a_page(playground.url) as page:
        dialog = page.get_by_role("dialog")
        for name, view in every_window(load_words(language)).items():
            titled = view.to_dict() | {"title": {"type": "plain_text", "text": name}}
            with playground.slack.workspace.changing():
                playground.slack.workspace.views.open(ALICE, titled)
            expect(dialog.get_by_role("heading", level=2)).to_have_text(name, timeout=PATIENCE)
            axe.look(page, f"{name} in {language}")
            wide += [name] if dialog.evaluate(WIDER) > 0 else []
    assert axe.found == []
    assert wide == []
