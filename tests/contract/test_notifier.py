"""The Notifier port on the real thing: SlackNotifier against the playground."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date

import pytest

from bot.domain.alerts import Alert, AlertState
from bot.domain.assessments import Assessment, Band, Signal
from bot.domain.case_notes import ProofFound
from bot.domain.cases import Case
from bot.domain.deadlines import Deadline
from bot.domain.errors import DeliveryFailed
from bot.domain.ids import AlertId, CaseId, DeadlineId, PersonId
from bot.domain.sentences import Sentence, worded
from bot.playground.records import BOT_TOKEN, Channel, Seed, User
from bot.playground.server import Playground
from bot.ports import Notifier
from bot.slack.notifier import SlackNotifier
from bot.slack.poster import make_client
from bot.slack.roles import SlackOptions
from bot.words.book import load_words
from tests.factories import NOW, a_listing
from tests.patience import patient_slack as patient_slack

ALERTS, ADMIN, OWNER = "C0ALERTS", "U0ADMIN", "U0OWNER"
WORKSPACE = Seed(
    users=(User(id=ADMIN, name="ada", real_name="Ada"), User(id=OWNER, name="olaf", real_name="Olaf")),
    channels=(
        Channel(id=ALERTS, name="alerts", members=(ADMIN, OWNER, "U0MARQUE")),
        Channel(id="C0OTHER", name="other", members=(ADMIN,)),
    ),
)
ALERT = Alert(
    alert_id=AlertId("A-taobao:730155210044"),
    listing=a_listing(),
    assessment=Assessment(
        listing_id=a_listing().listing_id,
        brand="Lumière Nord",
        band=Band.HIGH,
        score=0.9,
        signals=(Signal(name="price", score=0.8, because=Sentence(key="89% under the floor")),),
    ),
    raised_at=NOW,
)
CASE = Case(
    case_id=CaseId("C-000001"), title="shop", brand="Lumière Nord", opened_at=NOW, opened_by=PersonId(OWNER)
)
DEADLINE = Deadline(
    deadline_id=DeadlineId("D-000001:counter:1"),
    case_id=CASE.case_id,
    kind="counter_statement",
    basis="ec.counter_wait",
    started_on=date(2026, 11, 23),
    due_on=date(2026, 12, 8),
)


@pytest.fixture
def slack() -> Iterator[Playground]:
    """A small workspace."""
    with Playground(WORKSPACE, retry_delays=(), now=NOW.timestamp) as running:
        yield running


def notifier_of(
    slack: Playground, *, alert_channel: str = ALERTS, admins: tuple[str, ...] = (ADMIN,)
) -> Notifier:
    options = SlackOptions(alert_channel=alert_channel, admins=admins)
    return SlackNotifier(make_client(BOT_TOKEN, slack.api_url), options, load_words("en"))


def test_a_posted_alert_is_found_again_by_its_metadata_in_one_call(slack: Playground) -> None:
    notifier = notifier_of(slack)
    posted = notifier.post_alert(ALERT)
    assert notifier.find_alert(ALERT, NOW) == posted
    assert notifier.find_alert(replace(ALERT, alert_id=AlertId("A-other")), NOW) is None
    assert len(slack.calls("conversations.history")) == 2


def test_an_update_edits_the_same_message_and_a_deleted_one_stays_deleted(slack: Playground) -> None:
    notifier = notifier_of(slack)
    posted = notifier.post_alert(ALERT)
    shown = replace(
        ALERT,
        channel=posted.channel,
        ts=posted.ts,
        state=AlertState.DISMISSED,
        reason="ours",
        handled_by=PersonId(OWNER),
    )
    notifier.update_alert(shown)
    [message] = slack.state().messages(ALERTS)
    assert "ours" in message.everything
    assert message.metadata is not None
    notifier.update_alert(replace(shown, ts="1.000001"))


@pytest.mark.parametrize(
    ("fault", "in_doubt", "words"),
    [
        ("ratelimited", False, "slow down"),
        ("http_500", True, "fault of its own"),
        ("drop_after_store", True, "no answer came"),
        ("error:channel_not_found", False, "invite it there"),
        ("error:missing_scope", False, "install it again from the manifest"),
        ("error:brand_new_error", False, "brand_new_error"),
    ],
)
def test_every_failure_says_why_and_whether_slack_may_have_stored_it(
    slack: Playground, fault: str, in_doubt: bool, words: str
) -> None:
    slack.arm("chat.postMessage", fault, retry_after=3)
    with pytest.raises(DeliveryFailed, match=words) as failed:
        notifier_of(slack).post_alert(ALERT)
    assert failed.value.in_doubt is in_doubt
    assert failed.value.retry_after == (3 if fault == "ratelimited" else None)
    assert len(slack.calls("chat.postMessage")) == 1


def test_a_picture_that_slack_cannot_load_is_left_out(slack: Playground) -> None:
    listing = a_listing(images=("https://img.example/1.jpg",))
    slack.arm("chat.postMessage", "error:invalid_blocks")
    posted = notifier_of(slack).post_alert(replace(ALERT, listing=listing))
    [message] = slack.state().messages(ALERTS)
    assert message.ts == posted.ts
    assert "img.example" not in str(message.blocks)


def test_a_proof_is_kept_unshared_and_shown_in_the_thread_of_its_case(slack: Playground) -> None:
    notifier = notifier_of(slack)
    file_id = notifier.keep_picture("match-1.png", b"\x89PNG drawn")
    posted = notifier.post_alert(ALERT)
    case = replace(CASE, channel=posted.channel, ts=posted.ts)
    measured = worded("40 points lie alike")
    note = ProofFound(listing="taobao:1", picture=1, genuine="<a>.jpg", measured=measured, file=file_id)
    notifier.tell_case(case, note, key="k", since=None)
    notifier.tell_case(case, note, key="k", since=NOW)
    [told] = [m for m in slack.state().messages(ALERTS) if m.thread_ts]
    assert "`taobao:1`" in told.everything
    assert "&lt;a&gt;.jpg" in told.everything
    assert told.blocks[1]["slack_file"] == {"id": file_id}
    slack.arm("files.getUploadURLExternal", "error:missing_scope")
    with pytest.raises(DeliveryFailed, match="permission"):
        notifier.keep_picture("match-1.png", b"\x89PNG other")


def test_a_slack_that_is_not_there_is_no_doubt(slack: Playground) -> None:
    client = make_client(BOT_TOKEN, "http://127.0.0.1:9/api/")
    notifier = SlackNotifier(client, SlackOptions(alert_channel=ALERTS), load_words("en"))
    with pytest.raises(DeliveryFailed, match="cannot be reached") as failed:
        notifier.post_alert(ALERT)
    assert not failed.value.in_doubt


def test_without_an_alert_channel_it_says_which_setting_is_missing(slack: Playground) -> None:
    with pytest.raises(DeliveryFailed, match="MARQUE_ALERT_CHANNEL") as failed:
        notifier_of(slack, alert_channel="").post_alert(ALERT)
    assert failed.value.retry_after


def test_a_reminder_names_the_owner_in_the_cases_thread_else_reaches_them_privately(
    slack: Playground,
) -> None:
    notifier = notifier_of(slack)
    root = slack.person(OWNER).says(ALERTS, "case")
    threaded, people = replace(CASE, channel=ALERTS, ts=root), [PersonId(OWNER)]
    notifier.remind(threaded, DEADLINE, people, key="x T-5", since=None)
    notifier.remind(threaded, DEADLINE, people, key="x T-5", since=NOW)
    [reminder] = slack.state().messages(ALERTS, thread=root)
    assert "<@U0OWNER>" in reminder.everything
    assert "Due by 8 December 2026" in reminder.everything
    assert "E-Commerce Law Art. 43" in reminder.everything
    notifier.remind(CASE, DEADLINE, people, key="x T-2", since=None)
    notifier.remind(CASE, DEADLINE, people, key="x T-2", since=NOW)
    assert len(slack.state().messages("D0OWNER", containing="Due by")) == 1
    assert slack.state().messages("D0OWNER", containing="Due by 8 December 2026")
    notifier.remind(None, DEADLINE, [], key="x T-0", since=None)
    assert slack.state().messages("D0ADMIN", containing="Due by 8 December 2026")


def test_admins_are_told_privately_and_without_admins_the_alert_channel_is(slack: Playground) -> None:
    notifier_of(slack).tell_admins(worded("Could not look at <feed> & more"))
    assert slack.state().messages("D0ADMIN", containing="Could not look at &lt;feed&gt; &amp; more")
    notifier_of(slack, admins=()).tell_admins(worded("still <!channel>"))
    assert slack.state().messages(ALERTS, containing="still &lt;!channel&gt;")


def test_where_nobody_was_reached_what_may_have_arrived_is_looked_for_whomever_it_was_for(
    slack: Playground, monkeypatch: pytest.MonkeyPatch
) -> None:
    notifier = notifier_of(slack, admins=(ADMIN, "U0OWNER"))
    failures = iter((DeliveryFailed("refused"), DeliveryFailed("cut off", in_doubt=True)))

    def say(*_: object, **__: object) -> None:
        raise next(failures)

    monkeypatch.setattr("bot.slack.notifier.once.say", say)
    with pytest.raises(DeliveryFailed) as failed:
        notifier.tell_admins(worded("the disk is nearly full"))
    assert failed.value.in_doubt
