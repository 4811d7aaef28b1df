"""Who is who, tokens, reactions, and the assistant's status, prompts and titles."""

import pytest

from bot.playground.jsons import record, records, text
from bot.playground.methods.table import call
from bot.playground.records import SlackError
from bot.playground.wire import Args
from tests.unit.playground.conftest import ALERTS, ALICE, BOB, BOT, Api


@pytest.mark.parametrize(
    ("method", "token", "error"),
    [
        ("auth.test", "", "not_authed"),
        ("auth.test", "xoxb-other", "invalid_auth"),
        ("auth.test", "xapp-playground", "not_allowed_token_type"),
        ("apps.connections.open", "xoxb-playground", "not_allowed_token_type"),
        ("chat.nonsense", "xoxb-playground", "unknown_method"),
    ],
)
def test_token_must_fit_the_method(api: Api, method: str, token: str, error: str) -> None:
    with pytest.raises(SlackError) as refusal:
        call(api.slack, method, Args({}), token)
    assert refusal.value.code == error


def test_connections_open_gives_a_socket_address(api: Api) -> None:
    answer = call(api.slack, "apps.connections.open", Args({}), "xapp-playground")
    assert text(answer, "url").startswith("ws://127.0.0.1:1/link/")


def test_auth_test_names_the_bot(api: Api) -> None:
    answer = api.ok("auth.test")
    assert (answer["user_id"], answer["bot_id"], answer["team_id"]) == (BOT, "B0PLAYGROUND", "T0PLAYGROUND")


def test_api_test_echoes_and_can_fail_on_request(api: Api) -> None:
    assert api.ok("api.test", foo="bar")["args"] == {"foo": "bar"}
    assert api.refused("api.test", error="my_error") == "my_error"


def test_users_are_found_by_id_and_email(api: Api) -> None:
    assert record(api.ok("users.info", user=ALICE), "user")["real_name"] == "Alice Chen"
    assert record(api.ok("users.lookupByEmail", email="alice@aurelle.example"), "user")["id"] == ALICE
    assert api.refused("users.info", user="U0NOBODY") == "user_not_found"
    assert api.refused("users.lookupByEmail", email="x@y.example") == "users_not_found"
    members = [text(u, "id") for u in records(api.ok("users.list"), "members")]
    assert {ALICE, BOB, BOT} <= set(members)


def test_bot_is_found_by_its_id(api: Api) -> None:
    assert record(api.ok("bots.info", bot="B0PLAYGROUND"), "bot")["user_id"] == BOT
    assert api.refused("bots.info", bot="B0OTHER") == "bot_not_found"


def test_user_group_lists_its_members(api: Api) -> None:
    assert api.ok("usergroups.users.list", usergroup="S0LAW")["users"] == [BOB]
    assert api.refused("usergroups.users.list", usergroup="S0NONE") == "no_such_subteam"
    assert records(api.ok("usergroups.list"), "usergroups")[0]["handle"] == "lawyers"


def test_reaction_is_added_once(api: Api) -> None:
    ts = api.post()
    api.ok("reactions.add", channel=ALERTS, timestamp=ts, name=":eyes:")
    assert api.refused("reactions.add", channel=ALERTS, timestamp=ts, name="eyes") == "already_reacted"
    [message] = records(api.ok("conversations.history", channel=ALERTS), "messages")
    assert message["reactions"] == [{"name": "eyes", "users": [BOT], "count": 1}]


def test_status_stays_until_the_app_answers_in_the_thread(api: Api) -> None:
    parent = api.post("D0ALICE")
    where = {"channel_id": "D0ALICE", "thread_ts": parent}
    api.ok("assistant.threads.setStatus", **where, status="is looking", loading_messages=["one", "two"])
    assert api.slack.workspace.statuses[("D0ALICE", parent)].loading_messages == ("one", "two")
    api.post("D0ALICE", thread_ts=parent)
    assert api.slack.workspace.statuses == {}
    api.ok("assistant.threads.setStatus", **where, status="is looking")
    api.ok("assistant.threads.setStatus", **where, status="")
    assert api.slack.workspace.statuses == {}


def test_at_most_four_prompts(api: Api) -> None:
    prompts = [{"title": f"t{n}", "message": f"m{n}"} for n in range(5)]
    api.ok("assistant.threads.setSuggestedPrompts", channel_id="D0ALICE", prompts=prompts[:4])
    assert api.slack.workspace.prompts["D0ALICE"].prompts[3] == ("t3", "m3")
    error = api.refused("assistant.threads.setSuggestedPrompts", channel_id="D0ALICE", prompts=prompts)
    assert error == "invalid_arguments"


def test_thread_gets_a_title(api: Api) -> None:
    api.ok("assistant.threads.setTitle", channel_id="D0ALICE", thread_ts="1.0", title="Renewal")
    assert api.slack.workspace.titles == {("D0ALICE", "1.0"): "Renewal"}
