"""Pictures of a proof: triage on a desk and on a phone, then the details of the alert beside the thread of its case."""

import re
from collections.abc import Callable

from playwright.sync_api import Locator, Page, expect

from tests.browser.walk import PATIENCE, a_page, channel, in_sight, say

Shot = Callable[[Page, str], None]
COPIED = "taobao:710000000031"


def pictures(url: str, shot: Shot) -> None:
    """Take them in the running demo, where nothing needs to be set up for it."""
    for name, width, height in (("triage", 1360, 900), ("triage-phone", 390, 844)):
        with a_page(url, width=width, height=height) as page:
            say(page, "/watch triage")
            _drawing(page.get_by_role("dialog"))
            shot(page, name)
            page.get_by_role("button", name="Done for now").click()
            expect(page.get_by_role("dialog")).to_be_hidden()
    with a_page(url, height=1000) as page:
        channel(page, "counterfeit-alerts")
        main = page.get_by_role("main")
        alert = main.get_by_role("article").filter(has_text=COPIED).first
        alert.get_by_label("More actions").select_option(label="Details")
        details = page.get_by_role("dialog")
        _drawing(details)
        details.get_by_role("button", name="Close", exact=True).last.click()
        begin = alert.get_by_role("button", name="Open case")
        begin.click()
        form = page.get_by_role("dialog").get_by_role("button", name="Open case")
        while begin.count():  # an open case of the walk may share something with it: then a form asks
            if form.is_visible():
                form.click()
            page.wait_for_timeout(200)
        # Its own card: other cases have replies before this one has its first.
        acts = page.get_by_role("button", name="Add evidence")
        case = main.get_by_role("article").filter(has_text=COPIED).filter(has=acts)
        case.get_by_role("button", name=re.compile(r"\d+ repl")).last.click()
        _drawing(page.get_by_label("Thread", exact=True))
        shot(page, "proof")


def _drawing(where: Locator) -> None:
    """Wait for the drawing, and have it in sight."""
    found = where.get_by_role("img", name="The listing's picture beside the genuine one").first
    expect(found).to_be_visible(timeout=PATIENCE)
    in_sight(found)
