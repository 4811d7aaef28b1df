"""Streaming: a message that grows in a thread, then closes."""

import pytest

from bot.playground.jsons import record, records, text
from tests.unit.playground.conftest import ALERTS, ALICE, Api

FOR = {"recipient_user_id": ALICE, "recipient_team_id": "T0PLAYGROUND"}


def started(api: Api, **args: object) -> str:
    return text(api.ok("chat.startStream", channel=ALERTS, thread_ts=api.post(), **FOR, **args), "ts")


def test_stream_grows_and_closes_with_blocks_and_metadata(api: Api) -> None:
    ts = started(api, markdown_text="**One**")
    api.ok("chat.appendStream", channel=ALERTS, ts=ts, markdown_text=" two")
    metadata = {"event_type": "answer", "event_payload": {}}
    chunks = [{"type": "markdown_text", "text": " three"}]
    api.ok(
        "chat.stopStream",
        channel=ALERTS,
        ts=ts,
        chunks=chunks,
        blocks=[{"type": "divider"}],
        metadata=metadata,
    )
    stored = api.slack.workspace.message(ALERTS, ts)
    assert stored.text == "**One** two three"
    assert [text(b, "type") for b in stored.blocks] == ["markdown", "divider"]
    assert (stored.streaming, stored.metadata) == (False, metadata)


def test_the_app_hears_of_a_stream_once_it_is_closed(api: Api) -> None:
    ts = started(api)
    assert api.sent.kinds() == ["message"]
    api.ok("chat.stopStream", channel=ALERTS, ts=ts, markdown_text="done")
    assert api.sent.kinds() == ["message", "message"]


def test_closed_stream_takes_nothing_more(api: Api) -> None:
    ts = started(api, markdown_text="one")
    api.ok("chat.stopStream", channel=ALERTS, ts=ts)
    error = api.refused("chat.appendStream", channel=ALERTS, ts=ts, markdown_text="more")
    assert error == "message_not_in_streaming_state"


@pytest.mark.parametrize(
    ("args", "error"),
    [
        ({}, "missing_recipient_user_id"),
        ({"recipient_user_id": ALICE}, "missing_recipient_team_id"),
        ({**FOR, "thread_ts": ""}, "invalid_thread_ts"),
        ({**FOR, "thread_ts": "1.0"}, "thread_not_found"),
        ({**FOR, "markdown_text": "x" * 12001}, "msg_too_long"),
    ],
)
def test_start_needs_a_thread_and_in_channels_a_recipient(
    api: Api, args: dict[str, object], error: str
) -> None:
    assert api.refused("chat.startStream", **{"channel": ALERTS, "thread_ts": api.post(), **args}) == error


def test_direct_message_needs_no_recipient(api: Api) -> None:
    api.ok("chat.startStream", channel="D0ALICE", thread_ts=api.post("D0ALICE"))


def test_message_cannot_be_updated_while_it_streams(api: Api) -> None:
    ts = started(api, markdown_text="one")
    assert api.refused("chat.update", channel=ALERTS, ts=ts, text="x") == "streaming_state_conflict"


def test_task_updates_of_one_task_become_one_line_of_a_plan(api: Api) -> None:
    ts = started(api, chunks=[{"type": "plan_update", "title": "Looking"}])
    for status in ("in_progress", "complete"):
        chunk = {"type": "task_update", "id": "1", "title": "Search", "status": status}
        api.ok("chat.appendStream", channel=ALERTS, ts=ts, chunks=[chunk])
    [plan] = api.slack.workspace.message(ALERTS, ts).blocks
    assert plan["title"] == "Looking"
    assert [text(t, "status") for t in records(plan, "tasks")] == ["complete"]


def test_answer_of_stop_has_the_whole_message(api: Api) -> None:
    ts = started(api, markdown_text="one")
    answer = api.ok("chat.stopStream", channel=ALERTS, ts=ts, markdown_text=" two")
    assert record(answer, "message")["text"] == "one two"
