"""The page in a real browser: people talk to a small app, fill its forms and change places."""

import re
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from playwright.sync_api import Page, expect, sync_playwright
from slack_bolt import App
from slack_bolt.adapter.socket_mode.builtin import SocketModeHandler
from slack_sdk import WebClient

from bot.playground.records import APP_TOKEN, BOT_TOKEN
from bot.playground.server import Playground
from tests import needs
from tests.browser.walk import PATIENCE
from tests.patience import patient_slack as patient_slack
from tests.unit.playground.conftest import ALERTS, ALICE, BOT, DATA

pytestmark = pytest.mark.program


def plain(words: str) -> dict[str, str]:
    return {"type": "plain_text", "text": words}


HOSTILE = "<img src=x onerror=document.title='owned'> <script>document.title='owned'</script>"
FORM = {
    "type": "modal",
    "callback_id": "draft",
    "title": plain("Draft a notice"),
    "submit": plain("Prepare"),
    "blocks": [
        {
            "type": "input",
            "block_id": "facts",
            "label": plain("Facts"),
            "element": {"type": "plain_text_input", "action_id": "facts"},
        },
        {
            "type": "input",
            "block_id": "site",
            "label": plain("Site"),
            "element": {
                "type": "static_select",
                "action_id": "site",
                "options": [{"text": plain("Taobao"), "value": "taobao"}],
            },
        },
    ],
}


def listen(app: App) -> None:
    @app.event("message")
    def answer(event: dict[str, Any], say: Callable[..., Any]) -> None:
        if event["channel_type"] == "im" and "bot_id" not in event:
            say(text="Within *ten* years", thread_ts=event["ts"])

    @app.event("app_home_opened")
    def home(event: dict[str, Any], client: WebClient) -> None:
        block = {"type": "section", "text": plain("Your queue is empty")}
        client.views_publish(user_id=event["user"], view={"type": "home", "blocks": [block]})

    @app.action("open")
    def opened(ack: Callable[..., Any], body: dict[str, Any], client: WebClient) -> None:
        ack()
        client.views_open(trigger_id=body["trigger_id"], view=FORM)

    @app.view("draft")
    def submitted(
        ack: Callable[..., Any], view: dict[str, Any], client: WebClient, body: dict[str, Any]
    ) -> None:
        values = view["state"]["values"]
        if len(values["facts"]["facts"]["value"]) < 5:
            ack(response_action="errors", errors={"facts": "Say more"})
            return
        ack()
        chosen = values["site"]["site"]["selected_option"]["value"]
        client.chat_postEphemeral(channel=ALERTS, user=body["user"]["id"], text=f"Prepared for {chosen}")


@pytest.fixture(scope="module")
def running() -> Iterator[Playground]:
    """A playground with the small app."""
    with Playground(DATA) as playground:
        app = App(client=WebClient(BOT_TOKEN, base_url=playground.api_url))
        listen(app)
        handler = SocketModeHandler(app, APP_TOKEN)
        handler.connect()  # type: ignore[no-untyped-call]
        yield playground
        handler.client.auto_reconnect_enabled = False
        playground.disconnect()
        handler.close()  # type: ignore[no-untyped-call]


@pytest.fixture(scope="module")
def new_page() -> Iterator[Callable[..., Page]]:
    """Opens pages in headless Chromium."""
    chromium = needs.program("chromium", "apt-get install chromium")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=chromium, args=["--no-sandbox", "--disable-gpu"], timeout=PATIENCE
        )
        yield browser.new_page
        browser.close()


@pytest.fixture
def page(new_page: Callable[..., Page], running: Playground) -> Iterator[Page]:
    """The page, which must not complain in its console."""
    complaints: list[str] = []
    opened = new_page(viewport={"width": 1280, "height": 860})
    opened.set_default_timeout(PATIENCE)
    opened.on("pageerror", lambda error: complaints.append(str(error)))
    opened.on("console", lambda line: complaints.append(line.text) if line.type == "error" else None)
    opened.goto(running.url)
    yield opened
    opened.close()
    assert complaints == []


def test_question_to_the_app_is_answered_in_a_thread_that_opens(page: Page) -> None:
    page.get_by_role("button", name="Marque", exact=True).click()
    page.get_by_label("Message Marque").fill("How long is a trademark valid?")
    page.keyboard.press("Enter")
    answer = page.get_by_label("Thread", exact=True).get_by_text("Within ten years")
    expect(answer).to_be_visible()
    expect(answer.locator("strong")).to_have_text("ten")


def test_form_shows_what_is_wrong_keeps_what_was_entered_and_closes(page: Page, running: Playground) -> None:
    button = {"type": "button", "action_id": "open", "text": plain("Draft now")}
    client = WebClient(BOT_TOKEN, base_url=running.api_url)
    client.chat_postMessage(channel=ALERTS, text="x", blocks=[{"type": "actions", "elements": [button]}])
    page.get_by_role("button", name="alerts").click()
    page.get_by_role("button", name="Draft now").click()
    form = page.get_by_role("dialog", name="Draft a notice")
    form.get_by_role("button", name="Prepare").click()
    expect(form.get_by_text("Please complete this required field.")).to_have_count(2)
    form.get_by_label("Facts").fill("no")
    form.get_by_label("Site").select_option("taobao")
    form.get_by_role("button", name="Prepare").click()
    expect(form.get_by_text("Say more")).to_be_visible()
    expect(form.get_by_label("Site")).to_have_value("taobao")
    form.get_by_label("Facts").fill("seen this morning")
    form.get_by_role("button", name="Prepare").click()
    expect(form).to_have_count(0)
    expect(page.get_by_text("Only visible to you")).to_be_visible()
    page.get_by_label("Acting as").select_option("U0BOB")
    page.get_by_role("button", name="alerts").click()
    expect(page.get_by_role("button", name="Draft now")).to_be_visible()
    expect(page.get_by_text("Prepared for taobao")).to_have_count(0)


def test_home_tab_is_what_the_app_publishes(page: Page) -> None:
    page.get_by_role("button", name="Home").first.click()
    expect(page.get_by_text("Your queue is empty")).to_be_visible()


def test_text_from_the_workspace_never_becomes_markup_or_a_script_link(
    page: Page, running: Playground
) -> None:
    client = WebClient(BOT_TOKEN, base_url=running.api_url)
    blocks: list[dict[str, object]] = [
        {"type": "header", "text": plain(HOSTILE)},
        {"type": "section", "text": {"type": "mrkdwn", "text": f"{HOSTILE} <javascript:alert(1)|press me>"}},
        {"type": "markdown", "text": f"[press](javascript:alert(1)) {HOSTILE}"},
    ]
    client.chat_postMessage(channel=ALERTS, text=HOSTILE, blocks=blocks)
    running.person(ALICE).says(ALERTS, HOSTILE)
    page.get_by_role("button", name="alerts").click()
    body = page.locator("#messages")
    expect(body.get_by_role("heading", name="<img src=x")).to_be_visible()
    expect(body.locator("script, img, a[href^='javascript']")).to_have_count(0)
    assert "owned" not in page.title()


def test_commands_are_offered_and_slack_answers_unknown_ones(page: Page) -> None:
    page.get_by_role("button", name="alerts").click()
    box = page.get_by_label("Message #alerts")
    box.press_sequentially("/a")
    expect(page.get_by_role("option", name="/ask")).to_be_visible()
    page.keyboard.press("Tab")
    expect(box).to_have_value("/ask ")
    box.fill("/nonsense")
    page.keyboard.press("Enter")
    expect(page.get_by_text("/nonsense is not a valid command.")).to_be_visible()


def test_page_fits_a_narrow_screen(new_page: Callable[..., Page], running: Playground) -> None:
    running.person(ALICE).says(ALERTS, f"<@{BOT}> " + "a long line " * 20)
    narrow = new_page(viewport={"width": 390, "height": 844})
    narrow.goto(running.url)
    narrow.get_by_role("button", name="Open the sidebar").click()
    narrow.get_by_role("button", name="alerts").click()
    expect(narrow.get_by_label("Message #alerts")).to_be_visible()
    assert narrow.evaluate("document.documentElement.scrollWidth") <= 390
    narrow.close()


HOLD = """
const fetched = window.fetch;
const held = new Promise((go) => { window.letGo = go; });
window.fetch = async (address, ...more) => {
  const answer = await fetched(address, ...more);
  if (String(address).endsWith("message")) await held;
  return answer;
};
"""


def test_an_answer_drawn_before_the_question_is_acknowledged_opens_its_thread_too(page: Page) -> None:
    page.add_init_script(HOLD)
    page.reload()
    page.get_by_role("button", name=re.compile("^Marque")).click()
    page.get_by_label("Message Marque").fill("How long is a trademark valid?")
    page.keyboard.press("Enter")
    expect(page.get_by_text("How long is a trademark valid?").last).to_be_visible()
    expect(page.get_by_role("button", name="1 reply").last).to_be_visible()
    page.evaluate("window.letGo()")
    expect(page.get_by_label("Thread", exact=True).get_by_text("Within ten years")).to_be_visible()
