"""One walk through the demo in a real browser: ask, see an alert, draft from it, approve as another person."""

import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from playwright.sync_api import Locator, Page, expect, sync_playwright

from bot.capture.screenshot import NAMES

FLAGS = (
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync",
)  # fmt: skip
PATIENCE = 180_000.0
expect.set_options(timeout=PATIENCE)

Shot = Callable[[str], None]
"""Called with a name at each moment worth a picture."""


@contextmanager
def a_page(url: str, width: int = 1360, height: int = 900) -> Iterator[Page]:
    """The playground's page in the system's Chromium."""
    path = next(path for path in map(shutil.which, NAMES) if path)
    with (
        sync_playwright() as play,
        play.chromium.launch(executable_path=path, args=list(FLAGS), timeout=PATIENCE) as browser,
    ):
        page = browser.new_page(viewport={"width": width, "height": height}, accept_downloads=True)
        page.set_default_timeout(PATIENCE)
        faults = list[str]()
        page.on("pageerror", lambda fault: faults.append(str(fault)))
        page.on("console", lambda line: faults.append(line.text) if line.type == "error" else None)
        page.on("requestfailed", lambda request: faults.append(f"{request.url}: {request.failure}"))
        try:
            page.goto(url)
            yield page
        except Exception as failure:
            failure.add_note("\n".join(["the page's own faults:", *faults[-20:]]))
            raise


def in_sight(what: Locator) -> None:
    """Scroll to it. What the page draws anew meanwhile is no fault, as it is of Playwright's own scrolling."""
    what.evaluate("part => part.scrollIntoView({block: 'nearest'})")


def channel(page: Page, name: str) -> None:
    """Open a channel from the sidebar."""
    page.get_by_role("navigation").get_by_role("button", name=name).click()
    expect(page.get_by_role("main").get_by_role("heading", level=2)).to_contain_text(name)


def act_as(page: Page, person: str) -> None:
    """Switch to another person."""
    options = page.get_by_label("Acting as")
    value = options.locator("option", has_text=person).first.get_attribute("value")
    options.select_option(value=value)


def say(page: Page, words: str) -> None:
    """Type into the channel's box and send."""
    box = page.get_by_role("main").get_by_role("textbox")
    box.fill(words)
    box.press("Enter")


def triage(page: Page, shot: Shot) -> None:
    """A look at the triage modal, with the genuine picture in it; nothing is judged."""
    say(page, "/watch triage")
    modal = page.get_by_role("dialog")
    expect(modal.get_by_role("img", name="Genuine")).to_be_visible(timeout=PATIENCE)
    shot("triage")
    modal.get_by_role("button", name="Done for now").click()


def walk(page: Page, folder: Path, shot: Shot) -> Path:
    """The whole way; gives the clean Chinese document as downloaded."""
    channel(page, "brand-protection")
    say(page, "/ask How long may we oppose a published application?")
    expect(page.get_by_role("main").get_by_text("Trademark Law Art. 33").first).to_be_visible(
        timeout=PATIENCE
    )
    shot("answer")
    say(page, "/ask How long may we oppose a published application after January 2027?")
    answers = page.get_by_role("main").get_by_role("button", name="Share in the channel")
    expect(answers).to_have_count(2, timeout=PATIENCE)
    in_sight(answers.last)
    shot("ask")
    channel(page, "counterfeit-alerts")
    alert = page.get_by_role("main").get_by_role("article").filter(has_text="taobao:710000000007").first
    expect(alert).to_be_visible(timeout=PATIENCE)
    in_sight(alert)
    shot("alert")
    triage(page, shot)
    alert.get_by_label("More actions").select_option(label="Draft notice")
    form = page.get_by_role("dialog")
    form.get_by_role("combobox").first.select_option(value="platform-takedown")
    expect(form.get_by_text("Chinese").first).to_be_visible()
    form.get_by_label("Why the goods infringe, in Chinese").fill("商品瓶盖棱纹数量与正品不符。")
    form.get_by_label("The same facts in English").fill("The cap has fewer ribs than the genuine one.")
    mark = form.get_by_label("SOLVANE: Where the mark is used")
    mark.select_option(value="goods")
    in_sight(mark)
    shot("draft-form")
    form.get_by_role("button", name="Write it").click()
    act_as(page, "Jonas Berg")
    channel(page, "legal-drafts")
    approve = page.get_by_role("main").get_by_role("button", name="Approve").first
    expect(approve).to_be_visible(timeout=PATIENCE)
    shot("preview")
    page.get_by_role("main").get_by_role("button", name="Review").first.click()
    text = page.get_by_role("dialog").get_by_text("知识产权侵权通知").first
    expect(text).to_be_visible(timeout=PATIENCE)
    text.evaluate("part => part.scrollIntoView()")
    shot("both-languages")
    page.keyboard.press("Escape")
    approve.click()
    expect(page.get_by_role("main").get_by_role("button", name="Mark as sent").first).to_be_visible(
        timeout=PATIENCE
    )
    shot("approved")
    page.get_by_role("main").get_by_role("button", name="replies").last.click()
    clean = page.get_by_label("Thread", exact=True).get_by_role("link", name="approved.zh.docx")
    expect(clean.first).to_be_visible(timeout=PATIENCE)
    shot("thread")
    with page.expect_download() as download:
        clean.first.click()
    target = folder / download.value.suggested_filename
    download.value.save_as(target)
    return target
