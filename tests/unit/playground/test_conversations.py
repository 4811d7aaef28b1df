"""conversations.*: history, threads and places as the app sees them."""

from bot.playground.jsons import record, records, text
from tests.unit.playground.conftest import ALERTS, ALICE, BOB, BOT, HIDDEN, LEGAL, OTHER, Api


def stamps(answer: dict[str, object]) -> list[str]:
    return [text(m, "ts") for m in records(answer, "messages")]


def test_history_is_newest_first_and_leaves_replies_inside_their_thread(api: Api) -> None:
    first, second = api.post(), api.post()
    api.post(thread_ts=first)
    broadcast = api.post(thread_ts=first, reply_broadcast=True)
    assert stamps(api.ok("conversations.history", channel=ALERTS)) == [broadcast, second, first]


def test_history_gives_metadata_only_when_asked(api: Api) -> None:
    metadata = {"event_type": "alert", "event_payload": {"alert": "A-1"}}
    api.post(metadata=metadata)
    [plain] = records(api.ok("conversations.history", channel=ALERTS), "messages")
    [full] = records(api.ok("conversations.history", channel=ALERTS, include_all_metadata="1"), "messages")
    assert "metadata" not in plain
    assert full["metadata"] == metadata


def test_history_bounds_are_exclusive_unless_asked(api: Api) -> None:
    a, b, c = api.post(), api.post(), api.post()
    assert stamps(api.ok("conversations.history", channel=ALERTS, oldest=a, latest=c)) == [b]
    assert api.refused("conversations.history", channel=ALERTS, oldest="yesterday") == "invalid_ts_oldest"
    inclusive = api.ok("conversations.history", channel=ALERTS, oldest=a, latest=c, inclusive=True)
    assert stamps(inclusive) == [c, b, a]


def test_history_pages_by_cursor(api: Api) -> None:
    posted = [api.post() for _ in range(5)]
    seen: list[str] = []
    cursor = ""
    for _ in range(3):
        page = api.ok("conversations.history", channel=ALERTS, limit=2, cursor=cursor)
        seen += stamps(page)
        cursor = text(record(page, "response_metadata"), "next_cursor")
    assert seen == posted[::-1]
    assert page["has_more"] is False
    assert api.refused("conversations.history", channel=ALERTS, cursor="x") == "invalid_cursor"
    assert api.refused("conversations.history", channel=ALERTS, limit=1001) == "invalid_limit"


def test_history_of_a_place_without_the_bot_is_refused(api: Api) -> None:
    assert api.refused("conversations.history", channel=OTHER) == "not_in_channel"
    assert api.refused("conversations.history", channel=HIDDEN) == "channel_not_found"


def test_replies_start_with_the_message_that_starts_the_thread(api: Api) -> None:
    parent = api.post()
    one, two = api.post(thread_ts=parent), api.post(thread_ts=parent)
    answer = api.ok("conversations.replies", channel=ALERTS, ts=parent)
    assert stamps(answer) == [parent, one, two]
    first, second, _ = records(answer, "messages")
    assert (first["reply_count"], first["latest_reply"]) == (2, two)
    assert second["parent_user_id"] == BOT
    assert api.refused("conversations.replies", channel=ALERTS, ts="1.0") == "thread_not_found"


def test_replies_stand_on_where_somebody_deleted_the_message_that_starts_the_thread(api: Api) -> None:
    lonely, parent = api.post(), api.post()
    reply = api.post(thread_ts=parent, metadata={"event_type": "note", "event_payload": {"key": "N-1"}})
    for each in (lonely, parent):
        api.ok("chat.delete", channel=ALERTS, ts=each)
    answer = api.ok("conversations.replies", channel=ALERTS, ts=parent, include_all_metadata="1")
    assert stamps(answer) == [parent, reply]
    first, second = records(answer, "messages")
    assert (first["subtype"], first["reply_count"]) == ("tombstone", 1)
    assert record(record(second, "metadata"), "event_payload")["key"] == "N-1"
    assert api.refused("conversations.replies", channel=ALERTS, ts=lonely) == "thread_not_found"


def test_list_shows_public_channels_and_private_ones_with_the_bot(api: Api) -> None:
    answer = api.ok("conversations.list", types="public_channel,private_channel")
    assert [text(c, "id") for c in records(answer, "channels")] == [ALERTS, LEGAL, OTHER]


def test_users_conversations_are_those_a_member_is_in(api: Api) -> None:
    mine = api.ok("users.conversations", types="public_channel,private_channel,im")
    assert [text(c, "id") for c in records(mine, "channels")] == [ALERTS, LEGAL, "D0ALICE", "D0BOB"]
    bobs = api.ok("users.conversations", user=BOB, types="public_channel")
    assert [text(c, "id") for c in records(bobs, "channels")] == [ALERTS]


def test_info_tells_membership_and_hides_private_places(api: Api) -> None:
    assert record(api.ok("conversations.info", channel=ALERTS), "channel")["is_member"] is True
    assert record(api.ok("conversations.info", channel=OTHER), "channel")["is_member"] is False
    assert record(api.ok("conversations.info", channel="D0ALICE"), "channel")["user"] == ALICE
    assert api.refused("conversations.info", channel=HIDDEN) == "channel_not_found"


def test_open_finds_the_direct_message_and_opens_group_messages(api: Api) -> None:
    assert record(api.ok("conversations.open", users=ALICE), "channel")["id"] == "D0ALICE"
    group = record(api.ok("conversations.open", users=f"{ALICE},{BOB}", return_im=True), "channel")
    assert group["is_mpim"] is True
    assert api.refused("conversations.open", users="U0NOBODY") == "user_not_found"
    assert api.refused("conversations.open") == "users_list_not_supplied"


def test_join_makes_the_bot_a_member_and_says_so(api: Api) -> None:
    api.ok("conversations.join", channel=OTHER)
    assert BOT in api.ok("conversations.members", channel=OTHER)["members"]  # type: ignore[operator]
    assert api.sent.kinds() == ["member_joined_channel"]
    assert api.ok("conversations.join", channel=OTHER)["warning"] == "already_in_channel"
    assert api.refused("conversations.join", channel=LEGAL) == "method_not_supported_for_channel_type"
