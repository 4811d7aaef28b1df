"""The showroom in a real browser: who one is, the tour, search, text that Esc does not lose, and no finding of axe."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from bot.demo.demo import demonstrate
from bot.settings import Settings
from tests.browser.walk import PATIENCE, a_page, act_as, channel, say
from tests.needs import from_npm, program

TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "best-practice"]


@pytest.fixture(scope="module")
def axe() -> str:
    """The source of axe-core."""
    return (from_npm() / "axe-core" / "axe.min.js").read_text(encoding="utf-8")


@pytest.fixture(scope="module")
def url(guidance_home: Path) -> Iterator[str]:
    program("chromium", "apt-get install chromium")
    with demonstrate(Settings(home=guidance_home), 0) as slack:
        yield slack.url


def findings(page: Page, axe: str, view: str) -> list[str]:
    """What axe finds on the page as it stands."""
    page.evaluate(axe)
    found = page.evaluate(
        "tags => axe.run(document, {runOnly: {type: 'tag', values: tags}})"
        ".then(r => r.violations.map(v => v.id + ': ' + v.nodes.slice(0, 3).map(n => n.target.join(' ')).join(' | ')))",
        TAGS,
    )
    return [f"{view}: {each}" for each in found]


@pytest.mark.program
def test_axe_finds_nothing_on_any_view_on_a_desk_and_on_a_phone(url: str, axe: str) -> None:
    found: list[str] = []
    for name, width, height in (("desk", 1360, 900), ("phone", 390, 844)):
        with a_page(url, width=width, height=height) as page:
            main = page.get_by_role("main")
            expect(main.get_by_text("Welcome to Marque").first).to_be_visible(timeout=PATIENCE)
            found += findings(page, axe, f"{name}, welcome")
            if name == "desk":
                page.get_by_role("button", name="Tour in seven steps").click()
                found += findings(page, axe, f"{name}, tour")
                page.get_by_role("button", name="End the tour").click()
            for place in ("home", "C0ALERTS", "C0LEGAL"):
                page.goto(f"{url}#/{place}")
                expect(main.get_by_role("heading", level=2).first).to_be_visible()
                page.wait_for_timeout(1_500)
                found += findings(page, axe, f"{name}, {place}")
            if name == "desk":
                say(page, "/watch triage")
                expect(page.get_by_role("dialog").get_by_role("img", name="Genuine")).to_be_visible()
                found += findings(page, axe, f"{name}, triage")
                page.get_by_role("button", name="Enough for now").click()
    assert found == []


@pytest.mark.program
def test_a_newcomer_sees_who_may_do_what_is_led_finds_messages_and_loses_no_text(url: str) -> None:
    with a_page(url) as page:
        main, tour = page.get_by_role("main"), page.get_by_role("region", name="Tour")
        page.get_by_role("button", name="Tour in seven steps").click()
        expect(tour).to_contain_text("1 of 7", timeout=PATIENCE)
        for step in range(2, 8):
            tour.get_by_role("button", name="Next").click()
            expect(tour).to_contain_text(f"{step} of 7")
        tour.get_by_role("button", name="Done").click()
        expect(tour).to_be_hidden()
        page.get_by_label("Search messages").fill("Welcome")
        expect(page.get_by_role("group", name="Messages found")).to_contain_text("brand-protection")
        main.get_by_role("button", name="Paste listings").first.click()
        dialog = page.get_by_role("dialog").first
        dialog.get_by_role("textbox").fill("half a thought")
        page.keyboard.press("Escape")
        page.get_by_role("button", name="Keep writing").click()
        expect(dialog.get_by_role("textbox")).to_have_value("half a thought")
        page.keyboard.press("Escape")
        page.get_by_role("dialog").last.get_by_role("button", name="Close", exact=True).click()
        example = main.get_by_role("article").filter(has_text="义乌市晨晨户外用品商行")
        expect(example.get_by_text("closed: taken down")).to_be_visible(timeout=PATIENCE)
        act_as(page, "Sam Okafor")
        channel(page, "counterfeit-alerts")
        say(page, "/ask Who gets a mark?")
        expect(main.get_by_text("guest").last).to_be_visible(timeout=PATIENCE)
