"""Checks of Slack that nobody here wrote: its types for TypeScript, and an emulator that refuses what a token may not do.

What the scenarios send is held to the types at the end of their run (tests/scenario/conftest.py).
"""

import inspect
import re
from collections.abc import Iterable, Iterator

import pytest
from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError

from bot.playground.jsons import Json
from bot.slack.blocks.fields import options
from bot.slack.scopes import LEAST, SCOPES
from tests import elsewhere
from tests.elsewhere import Payloads
from tests.unit.slack.test_manifest import called, manifest

NONE, FEW, ALL = "xoxb-none", "xoxb-few", "xoxb-all"
UNTYPED_SCOPES = {"assistant:write"}
"""Documented by Slack and asked for by every agent, but not in the types of @slack/web-api 8.2."""
SEED: Json = {
    "strict_scopes": True,
    "users": [{"name": "alice", "real_name": "Alice Chen"}],
    "channels": [{"name": "alerts"}, {"name": "legal", "is_private": True}],
    "tokens": [
        {"token": token, "user_id": "U000000001", "scopes": scopes}
        for token, scopes in ((NONE, ["none"]), (FEW, sorted(LEAST)), (ALL, sorted(SCOPES)))
    ],
}
GIVEN = {
    "ts": "1.000100", "message_ts": "1.000100", "text": "x", "file": "F1",
    "usergroup": "S1", "view_id": "V1", "trigger_id": "1", "filename": "a.txt", "content": "abc",
    "view": {"type": "home", "blocks": []},
}  # fmt: skip
"""Whatever a method asks for: scopes are looked at first."""
INSTEAD = {"files_upload_v2": "file", "conversations_open": "channel"}
"""What is left out of a method that takes one or the other."""
UNKNOWN_THERE = {
    "apps_connections_open", "assistant_threads_setStatus", "assistant_threads_setSuggestedPrompts", "chat_stream",
    "usergroups_list", "usergroups_users_list",
}  # fmt: skip
"""What the emulator has not; their scopes are read in Slack's documentation only."""
pytestmark = pytest.mark.program


def typed_manifest(name: str) -> Json:
    found = manifest(name)
    scopes = found["oauth_config"]["scopes"]
    scopes["bot"] = [scope for scope in scopes["bot"] if scope not in UNTYPED_SCOPES]
    return found


def offering(found: list[Json]) -> str:
    sent = Payloads()
    sent.offered(found)
    return sent.module


def showing(found: Json) -> str:
    sent = Payloads()
    sent.manifest(found)
    return sent.module


def unknown() -> str:
    sent, wrong = Payloads(), typed_manifest("manifest.json")
    wrong["settings"]["socket_mode"] = True
    sent.manifest(wrong)
    words = {"type": "mrkdwn", "text": "x"}
    sent.called("chat.postMessage", {"channel": "C1", "text": "x", "thread": "1.2"})
    sent.called(
        "chat.update",
        {"channel": "C1", "ts": "1.2", "text": "x", "blocks": [{"type": "section", "words": words}]},
    )
    sent.called("views.open", {"trigger_id": "1", "view": {"type": "modal", "blocks": []}})
    return sent.module


@pytest.fixture(scope="module")
def told(tmp_path_factory: pytest.TempPathFactory) -> dict[str, list[str]]:
    """What Slack's types say against each of them."""
    return elsewhere.faults(
        tmp_path_factory.mktemp("typed"),
        offered=offering(
            [each.to_dict() for each in options([("taobao:1", "丝巾 " * 60), ("C-000001", "Best Bags")])]
        ),
        offered_wrong=offering([{"text": "Best Bags"}]),
        full=showing(typed_manifest("manifest.json")),
        least=showing(typed_manifest("manifest.least.json")),
        unknown=unknown(),
    )


def test_what_a_searched_menu_offers_is_as_slacks_types_describe_it(told: dict[str, list[str]]) -> None:
    assert told["offered"] == []
    assert told["offered_wrong"] != []


@pytest.mark.parametrize("name", ["full", "least"])
def test_manifests_are_as_slacks_types_describe_them(name: str, told: dict[str, list[str]]) -> None:
    assert told[name] == []


def test_types_refuse_what_slack_does_not_know(told: dict[str, list[str]]) -> None:
    for named in ("socket_mode", "thread", "words", "title"):
        assert any(re.search(rf"['\"]{named}['\"]", fault) for fault in told["unknown"]), (named, told)


@pytest.fixture(scope="module")
def strict(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of an emulator that refuses a call whose scope the token has not."""
    with elsewhere.emulate(SEED, tmp_path_factory.mktemp("emulate")) as url:
        yield f"{url}/api/"


def refused(token: str, base_url: str) -> set[str]:
    """Which of the methods that the bot calls this token may not call, in a public or in a private channel."""
    able = WebClient(ALL, base_url=base_url)
    places = [c["id"] for c in able.conversations_list(types="public_channel,private_channel")["channels"]]
    alice = next(each["id"] for each in able.users_list()["members"] if each["name"] == "alice")
    client, found = WebClient(token, base_url=base_url), set[str]()
    for place in places:
        given = {**GIVEN, "channel": place, "user": alice, "users": [alice], "user_id": alice}
        for method in called() - UNKNOWN_THERE:
            names = set(inspect.signature(getattr(WebClient, method)).parameters)
            names.discard(INSTEAD.get(method, ""))
            try:
                getattr(client, method)(**{key: value for key, value in given.items() if key in names})
            except SlackApiError as refusal:
                found |= {method} if refusal.response["error"] == "missing_scope" else set()
    return found


def needing(scopes: Iterable[str]) -> set[str]:
    """The methods that one of these scopes is asked for, as the emulator knows them."""
    return {need for scope in scopes for need in SCOPES[scope].needs} & called() - UNKNOWN_THERE


def test_the_full_manifest_lets_the_bot_make_every_call(strict: str) -> None:
    assert refused(ALL, strict) == set()


def test_the_least_manifest_lacks_exactly_what_its_table_says_is_off(strict: str) -> None:
    assert refused(FEW, strict) == needing(set(SCOPES) - LEAST)


def test_without_scopes_every_call_that_needs_one_is_refused(strict: str) -> None:
    assert refused(NONE, strict) == needing(SCOPES)
