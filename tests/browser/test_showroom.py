"""The showroom: in a real browser who one is, the tour, search, text that Esc does not lose, and no finding of axe; and that its
people are what their titles say."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import expect

from bot.demo.demo import GENERAL, MEI, PEOPLE, demonstrate
from bot.playground.server import Playground
from bot.settings import Settings
from tests.browser.axe import Axe
from tests.browser.walk import PATIENCE, a_page, act_as, channel, in_sight, say
from tests.needs import program

TOLD = {
    "/case list": "Cases: ",
    "/rights": "Rights on record: ",
    "/watch status": "Sources watched",
    "/marque help": "What Marque does",
}
WINDOWS = {
    "/watch rules": "Rules are asked",
    "/marque report": "Report",
    "/marque infringers": "Risk over 180 days",
    "/ask options": "Choose a route",
    "/draft": "Draft a notice",
}
"""What each command shows in the channel, and in a window."""


@pytest.fixture(scope="module")
def slack(guidance_home: Path) -> Iterator[Playground]:
    """The demo, one for all tests of it that leave nothing behind which another looks at."""
    with demonstrate(Settings(home=guidance_home), 0) as running:
        yield running


@pytest.fixture
def url(slack: Playground) -> str:
    program("chromium", "apt-get install chromium")
    return slack.url


@pytest.mark.program
def test_axe_finds_nothing_on_any_view_on_a_desk_and_on_a_phone(url: str) -> None:
    axe = Axe()
    with a_page(url) as page:
        main, dialog = page.get_by_role("main"), page.get_by_role("dialog")
        expect(main.get_by_text("Welcome to Marque").first).to_be_visible(timeout=PATIENCE)
        axe.look(page, "welcome")
        page.get_by_role("button", name="Tour in seven steps").click()
        axe.look(page, "tour")
        page.get_by_role("button", name="End the tour").click()
        expect(main.get_by_text("A finished example").first).to_be_visible(timeout=PATIENCE)
        for command, shown in TOLD.items():
            say(page, command)
            expect(main.get_by_text(shown).last).to_be_visible(timeout=PATIENCE)
            axe.look(page, command)
        for command, shown in WINDOWS.items():
            say(page, command)
            expect(dialog.get_by_text(shown).first).to_be_visible(timeout=PATIENCE)
            axe.look(page, command)
            page.keyboard.press("Escape")
            expect(dialog).to_have_count(0)
        page.goto(f"{url}#/home")
        expect(main.get_by_text("What is seen of the marketplaces").first).to_be_attached(timeout=PATIENCE)
        axe.look(page, "home")
        page.goto(f"{url}#/C0ALERTS")
        alert = main.get_by_role("article").filter(has_text="taobao:710000000007").first
        shown = alert.locator("img.picture").first
        expect(shown).to_be_attached(timeout=PATIENCE)
        in_sight(shown)
        expect(shown).to_have_js_property("complete", value=True)
        assert shown.evaluate("picture => picture.naturalWidth") > 0
        alert.get_by_label("More actions").select_option(label="Details")
        expect(dialog.get_by_role("img").first).to_be_visible(timeout=PATIENCE)
        axe.look(page, "details", "html")
        page.keyboard.press("Escape")
        expect(dialog).to_have_count(0)
    assert axe.found == []


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


def test_who_is_called_outside_counsel_in_the_demo_is_named_as_such(slack: Playground) -> None:
    slack.person(MEI).command(GENERAL, "/marque", "counsel")
    form = slack.wait_for(lambda state: (m := state.modal(MEI)) and "Last day" in m.everything and m)
    titled = [who for who, _, title in PEOPLE if "outside counsel" in title]
    assert titled
    assert [who for who in titled if who not in form.everything] == []
    slack.person(MEI).closes(form)
