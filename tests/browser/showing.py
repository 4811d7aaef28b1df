"""Pictures of the first hour: the welcome with the tour, Home, the checklist of the set-up, and Home on a phone."""

from collections.abc import Callable

from playwright.sync_api import Page, expect

from tests.browser.walk import PATIENCE, a_page, act_as, channel, say

Shot = Callable[[Page, str], None]


def pictures(url: str, shot: Shot) -> None:
    """Take them in the running demo."""
    with a_page(url) as page:
        channel(page, "brand-protection")
        page.get_by_role("button", name="Tour in seven steps").click()
        page.evaluate("document.getElementById('messages').scrollTop = 0")
        shot(page, "tour")
        page.get_by_role("button", name="End the tour").click()
        act_as(page, "Mei Chen")
        say(page, "/marque setup")
        page.get_by_role("navigation").get_by_role("button", name="Marque").click()
        expect(page.get_by_text("The first hour with Marque").first).to_be_visible(timeout=PATIENCE)
        shot(page, "setup")
    for name, width, height in (("home", 1360, 1500), ("home-phone", 390, 844)):
        with a_page(f"{url}#/home", width=width, height=height) as page:
            expect(page.get_by_text("What is seen of the marketplaces").first).to_be_attached(
                timeout=PATIENCE
            )
            shot(page, name)
