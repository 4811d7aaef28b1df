"""A copied picture drawn beside the genuine one, where people judge: details, triage, the thread of a case."""

import io
from typing import Any

import pytest
from PIL import Image
from structlog.testing import capture_logs

from bot.domain.listings import Listing
from bot.domain.proofs import Drawn
from bot.domain.sentences import Sentence
from bot.playground.seen import SeenMessage, SeenView
from bot.services.assessment.proofs import Draw
from jobs.runner import Runner
from jobs.table import proofs
from tests.scenario.conftest import ALERTS, ALICE, Bot

MEASURED = "40 points lie alike, 97% of the print agrees"
COPY = "https://img.example/copy.jpg"


def _png() -> bytes:
    held = io.BytesIO()
    Image.new("RGB", (80, 40), "navy").save(held, "PNG")
    return held.getvalue()


DRAWN = Drawn(picture=1, genuine="front.jpg", measured=Sentence(key=MEASURED), png=_png())


@pytest.fixture
def draw() -> Draw:
    """Every picture is a copy."""

    def drawn(_listing: Listing) -> Drawn | None:
        return DRAWN

    return drawn


@pytest.fixture
def alert(bot_in_playground: Bot) -> SeenMessage:
    """An alert on a listing with a copied picture."""
    return bot_in_playground.alert(images=(COPY,))


def prepare(bot: Bot) -> None:
    """What the job does every few seconds."""
    proofs(bot.desk, Runner(bot.desk.store, bot.notifier, "here", bot.clock), bot.notifier).run()


def drawings(shown: SeenMessage | SeenView) -> list[dict[str, Any]]:
    return [block for block in shown.blocks if block["type"] == "image"]


def file_in(bot: Bot, shown: SeenMessage | SeenView) -> str:
    """The one drawing shown: its bytes are the ones that were drawn, and it says what was measured."""
    [drawing] = drawings(shown)
    file_id = str(drawing["slack_file"]["id"])
    assert bot.playground.fetch(f"/playground/files/{file_id}", ALICE) == DRAWN.png
    assert MEASURED in shown.everything
    return file_id


def details(bot: Bot, alert: SeenMessage) -> SeenView:
    bot.person(ALICE).clicks(alert, "alert.more", "Details")
    return bot.screen(ALICE, "Price +0.80")


def judge(bot: Bot, alert: SeenMessage) -> SeenView:
    bot.person(ALICE).clicks(alert, "alert.more", "Judge")
    return bot.screen(ALICE, "to judge")


def test_details_triage_and_the_case_thread_show_one_drawing_uploaded_once(
    bot_in_playground: Bot, alert: SeenMessage
) -> None:
    bot = bot_in_playground
    prepare(bot)
    seen = [details(bot, alert), judge(bot, alert)]
    bot.person(ALICE).clicks(alert, "alert.open_case")
    case = bot.says(ALERTS, "C-000001 义乌市晴禾贸易有限公司")
    bot.playground.wait_for(lambda _: bot.desk.watches.status().waiting >= 2)
    bot.delivery.run()
    told = bot.says(ALERTS, "is the owner's front.jpg")
    assert told.thread_ts == case.ts
    assert {file_in(bot, each) for each in (*seen, told)} == {file_in(bot, told)}
    assert len(bot.playground.calls("files.completeUploadExternal")) == 1


def test_triage_shows_the_drawing_in_place_of_the_two_pictures_and_keeps_the_prices(
    bot_in_playground: Bot, alert: SeenMessage
) -> None:
    prepare(bot_in_playground)
    view = judge(bot_in_playground, alert)
    assert "layout" not in [block["type"] for block in view.blocks]
    assert "*Genuine* Lumière Nord Dawn Serum 30 ml · from CNY 520.00" in view.everything
    assert "CNY 59 is 89% under" in view.everything


def test_triage_does_not_wait_for_a_drawing_that_is_not_there_and_details_makes_it(
    bot_in_playground: Bot, alert: SeenMessage
) -> None:
    assert drawings(judge(bot_in_playground, alert)) == []
    assert bot_in_playground.playground.calls("files.getUploadURLExternal") == []
    file_in(bot_in_playground, details(bot_in_playground, alert))


def test_an_upload_that_fails_is_logged_and_details_triage_and_the_case_go_on_in_words(
    bot_in_playground: Bot, alert: SeenMessage
) -> None:
    bot = bot_in_playground
    bot.playground.arm("files.getUploadURLExternal", "error:missing_scope", times=2)
    with capture_logs() as logs:
        prepare(bot)
        shown = details(bot, alert)
    failures = [each for each in logs if each["event"] == "proof not made"]
    assert [each["alert"] for each in failures] == ["A-taobao:730155210044"] * 2
    assert all("missing_scope" in each["why"] for each in failures)
    assert drawings(shown) == []
    assert MEASURED in shown.everything
    assert "could not be put into Slack" in shown.everything
    assert drawings(judge(bot, alert)) == []
    bot.person(ALICE).clicks(alert, "alert.open_case")
    bot.playground.wait_for(lambda _: bot.desk.watches.status().waiting >= 2)
    bot.delivery.run()
    assert drawings(bot.says(ALERTS, MEASURED)) == []
    bot.clock.forward(minutes=11)
    prepare(bot)
    bot.delivery.run()
    file_in(bot, bot.playground.wait_for(lambda s: [m for m in s.messages(ALERTS) if drawings(m)])[0])


def test_where_slack_cannot_show_the_drawing_the_next_best_thing_is_shown(
    bot_in_playground: Bot, alert: SeenMessage
) -> None:
    bot = bot_in_playground
    prepare(bot)
    bot.playground.arm("views.update", "error:invalid_arguments")
    assert drawings(judge(bot, alert)) == []
    bot.person(ALICE).clicks(alert, "alert.open_case")
    bot.playground.wait_for(lambda _: bot.desk.watches.status().waiting >= 2)
    bot.playground.arm("chat.postMessage", "error:invalid_blocks")
    bot.delivery.run()
    assert drawings(bot.says(ALERTS, MEASURED)) == []
