"""chat.*: what the app may post, change and delete, and what the app hears about it."""

import asyncio

import pytest

from bot.playground.acts import say
from bot.playground.jsons import record, records, text
from tests.unit.playground.conftest import ALERTS, ALICE, BOB, HIDDEN, OTHER, Api

SECTION = {"type": "section", "text": {"type": "mrkdwn", "text": "words"}}


def test_posted_message_comes_back_with_its_author_and_block_ids(api: Api) -> None:
    answer = api.ok("chat.postMessage", channel=ALERTS, text="hello", blocks=[SECTION])
    message = record(answer, "message")
    assert message["bot_id"] == "B0PLAYGROUND"
    assert message["ts"] == answer["ts"]
    assert text(records(message, "blocks")[0], "block_id")


def test_timestamps_are_unique_and_rise_even_when_the_clock_stands_still(api: Api) -> None:
    stamps = [api.post() for _ in range(5)]
    assert stamps == sorted(set(stamps))


@pytest.mark.parametrize(
    ("channel", "error"),
    [
        ("C0NOWHERE", "channel_not_found"),
        (OTHER, "not_in_channel"),
        (HIDDEN, "channel_not_found"),
        ("", "channel_not_found"),
    ],
)
def test_posting_where_the_bot_is_not_is_refused(api: Api, channel: str, error: str) -> None:
    assert api.refused("chat.postMessage", channel=channel, text="hello") == error


def test_posting_nothing_is_refused(api: Api) -> None:
    assert api.refused("chat.postMessage", channel=ALERTS) == "no_text"


def test_posting_to_a_person_lands_in_the_direct_message(api: Api) -> None:
    assert api.ok("chat.postMessage", channel=ALICE, text="hello")["channel"] == "D0ALICE"


def test_posting_by_channel_name_works(api: Api) -> None:
    assert api.ok("chat.postMessage", channel="#alerts", text="hello")["channel"] == ALERTS


def test_reply_to_a_reply_lands_in_the_same_thread(api: Api) -> None:
    parent = api.post()
    reply = api.post(thread_ts=parent)
    answer = api.ok("chat.postMessage", channel=ALERTS, text="deeper", thread_ts=reply)
    assert record(answer, "message")["thread_ts"] == parent


def test_blocks_may_be_sent_as_json_text(api: Api) -> None:
    answer = api.ok("chat.postMessage", channel=ALERTS, text="x", blocks='[{"type": "divider"}]')
    assert records(record(answer, "message"), "blocks")[0]["type"] == "divider"
    assert (
        api.refused("chat.postMessage", channel=ALERTS, text="x", blocks="nonsense")
        == "invalid_blocks_format"
    )


def test_update_keeps_the_ts_and_what_was_left_out(api: Api) -> None:
    ts = api.post(blocks=[SECTION], metadata={"event_type": "alert", "event_payload": {"id": 1}})
    answer = api.ok("chat.update", channel=ALERTS, ts=ts, text="changed")
    assert answer["ts"] == ts
    stored = api.slack.workspace.message(ALERTS, ts)
    assert stored.text == "changed"
    assert stored.blocks[0]["type"] == "section"
    assert stored.metadata == {"event_type": "alert", "event_payload": {"id": 1}}


def test_update_with_an_empty_list_removes_the_blocks(api: Api) -> None:
    ts = api.post(blocks=[SECTION])
    api.ok("chat.update", channel=ALERTS, ts=ts, text="plain", blocks=[])
    assert api.slack.workspace.message(ALERTS, ts).blocks == []


def test_update_of_an_unknown_message_is_refused(api: Api) -> None:
    assert api.refused("chat.update", channel=ALERTS, ts="1.0", text="x") == "message_not_found"


async def _say(api: Api, who: str, words: str) -> str:
    return text(await say(api.slack, {"as": who, "channel": ALERTS, "text": words}), "ts")


def test_update_and_delete_of_somebody_elses_message_are_refused(api: Api) -> None:
    ts = asyncio.run(_say(api, ALICE, "mine"))
    assert api.refused("chat.update", channel=ALERTS, ts=ts, text="x") == "cant_update_message"
    assert api.refused("chat.delete", channel=ALERTS, ts=ts) == "cant_delete_message"


def test_deleted_message_is_gone(api: Api) -> None:
    ts = api.post()
    api.ok("chat.delete", channel=ALERTS, ts=ts)
    assert api.refused("chat.update", channel=ALERTS, ts=ts, text="x") == "message_not_found"
    assert api.ok("conversations.history", channel=ALERTS)["messages"] == []


def test_ephemeral_message_is_for_one_person_and_never_in_the_history(api: Api) -> None:
    answer = api.ok("chat.postEphemeral", channel=ALERTS, user=ALICE, text="only you")
    assert api.ok("conversations.history", channel=ALERTS)["messages"] == []
    assert [m.text for m in api.slack.workspace.visible(ALERTS, ALICE)] == ["only you"]
    assert api.slack.workspace.visible(ALERTS, BOB) == []
    assert (
        api.refused("chat.update", channel=ALERTS, ts=answer["message_ts"], text="x") == "message_not_found"
    )


def test_ephemeral_message_to_someone_outside_is_refused(api: Api) -> None:
    assert api.refused("chat.postEphemeral", channel="C0LEGAL", user=BOB, text="x") == "user_not_in_channel"


def test_permalink_names_channel_message_and_thread(api: Api) -> None:
    parent = api.post()
    reply = api.post(thread_ts=parent)
    link = text(api.ok("chat.getPermalink", channel=ALERTS, message_ts=reply), "permalink")
    assert link.startswith(f"http://127.0.0.1:1/archives/{ALERTS}/p{reply.replace('.', '')}")
    assert f"thread_ts={parent}" in link


def test_metadata_must_have_a_type_and_a_payload(api: Api) -> None:
    error = api.refused("chat.postMessage", channel=ALERTS, text="x", metadata={"event_type": "alert"})
    assert error == "invalid_metadata_format"


def test_the_app_hears_of_its_own_messages_edits_and_deletions(api: Api) -> None:
    ts = api.post()
    api.ok("chat.update", channel=ALERTS, ts=ts, text="changed")
    api.ok("chat.delete", channel=ALERTS, ts=ts)
    assert api.sent.kinds() == ["message", "message_changed", "message_deleted"]
    assert api.sent.events[0]["bot_id"] == "B0PLAYGROUND"
