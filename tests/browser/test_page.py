"""The playground's page on a bad line: what was lost is fetched again, and what cannot be drawn hides nothing else."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Locator, Page, Route, expect

from bot.playground.server import Playground
from tests.browser.walk import PATIENCE, a_page
from tests.needs import program
from tests.scenario.conftest import ALERTS, ALICE, WORKSPACE


@pytest.fixture
def page() -> Iterator[Page]:
    program("chromium", "apt-get install chromium")
    with Playground(WORKSPACE, retry_delays=()) as playground:
        playground.person(ALICE).says(ALERTS, "a first word")
        with a_page(playground.url) as page:
            expect(_entry(page)).to_be_visible(timeout=PATIENCE)
            yield page


@pytest.mark.program
def test_a_page_whose_script_was_lost_on_the_way_loads_again(page: Page) -> None:
    page.route("**/page/state.js", _lost, times=1)
    page.reload()
    expect(_entry(page)).to_be_visible(timeout=PATIENCE)


@pytest.mark.program
def test_a_request_that_nobody_ever_answers_is_asked_again(page: Page) -> None:
    page.clock.install()
    page.route("**/playground/state*", lambda route: None, times=1)
    with page.expect_request("**/playground/state*"):
        page.reload()
    expect(_entry(page)).to_have_count(0)
    page.clock.run_for(60_000)
    expect(_entry(page)).to_be_visible(timeout=PATIENCE)


@pytest.mark.program
def test_a_channel_that_cannot_be_drawn_leaves_the_others_open_and_its_fault_is_told(page: Page) -> None:
    page.add_init_script("Node.prototype.insertBefore = () => { throw new Error('no ink'); };")
    with page.expect_event("pageerror") as told:
        page.reload()
    assert "no ink" in str(told.value)
    expect(_entry(page)).to_be_visible(timeout=PATIENCE)


def _entry(page: Page) -> Locator:
    return page.get_by_role("navigation").get_by_role("button", name="alerts")


def _lost(route: Route) -> None:
    route.abort("connectionreset")
