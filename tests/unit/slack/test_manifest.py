"""The manifest asks for exactly what the app uses, and each permission has its reason."""

import json
import re
from importlib.resources import files
from pathlib import Path
from typing import Any

from slack_sdk import WebClient

import bot.slack
from bot.slack.ids import ShortcutId
from bot.slack.scopes import LEAST, SCOPES, WITHOUT_SCOPE


def manifest(name: str = "manifest.json") -> dict[str, Any]:
    text = files("bot.slack").joinpath(name).read_text(encoding="utf-8")
    parsed: dict[str, Any] = json.loads(text)
    return parsed


def source() -> str:
    [folder] = bot.slack.__path__
    return "\n".join(path.read_text(encoding="utf-8") for path in sorted(Path(folder).rglob("*.py")))


def called() -> set[str]:
    """The methods of the Web API that the code calls, by the names slack_sdk gives them."""
    found = set(re.findall(r"(?:client|_hasty|_now)\.([a-z]+(?:_[a-zA-Z0-9]+)+)\(", source()))
    return found & {name for name in dir(WebClient) if not name.startswith("_")}


def test_every_command_of_the_manifest_is_registered_and_the_other_way_round() -> None:
    named = {row["command"] for row in manifest()["features"]["slash_commands"]}
    assert named == set(re.findall(r'on_command\(app, "(/\w+)"', source()))


def test_every_shortcut_of_the_manifest_is_one_of_ours_and_the_other_way_round() -> None:
    rows = manifest()["features"]["shortcuts"]
    assert {row["callback_id"] for row in rows} == {each.value for each in ShortcutId}
    assert all(row["type"] == "message" and len(row["name"]) <= 24 for row in rows)


def test_every_event_of_the_manifest_is_listened_to_and_the_other_way_round() -> None:
    named = {event.split(".")[0] for event in manifest()["settings"]["event_subscriptions"]["bot_events"]}
    assert named == set(re.findall(r'(?:on_event\(app, |app\.event\()"(\w+)"', source()))


def test_scopes_are_exactly_those_that_calls_events_and_commands_of_the_code_need() -> None:
    parsed = manifest()
    known = {need for use in SCOPES.values() for need in use.needs}
    assert called() - known - WITHOUT_SCOPE == set()
    events = set(parsed["settings"]["event_subscriptions"]["bot_events"])
    used = called() | events | set(parsed["features"])
    for scope, use in SCOPES.items():
        assert any(need in used for need in use.needs), f"nothing needs {scope}"
        assert use.feature


def test_both_manifests_are_alike_but_for_their_scopes_each_of_which_has_its_row() -> None:
    full, least = manifest(), manifest("manifest.least.json")
    assert sorted(SCOPES) == full["oauth_config"]["scopes"]["bot"]
    assert sorted(LEAST) == least["oauth_config"]["scopes"]["bot"]
    full["oauth_config"] = least["oauth_config"] = {}
    events, few = (each["settings"]["event_subscriptions"].pop("bot_events") for each in (full, least))
    assert set(events) - set(few) == {"message.channels", "message.groups"}  # whose scopes the least has not
    assert full == least


def test_manifest_is_for_socket_mode_with_interactivity_and_the_agent_surface() -> None:
    parsed = manifest()
    assert parsed["settings"]["socket_mode_enabled"]
    assert parsed["settings"]["interactivity"]["is_enabled"]
    assert len(parsed["features"]["agent_view"]["agent_description"]) <= 300
    assert 175 <= len(parsed["display_information"]["long_description"]) <= 4_000
    assert len(parsed["display_information"]["description"]) <= 140


SLACKS = {
    "": {"_metadata", "display_information", "features", "oauth_config", "settings"},
    "_metadata": {"major_version", "minor_version"},
    "display_information": {"name", "description", "background_color", "long_description"},
    "features": {"app_home", "bot_user", "agent_view", "shortcuts", "slash_commands"},
    "features.app_home": {"home_tab_enabled", "messages_tab_enabled", "messages_tab_read_only_enabled"},
    "features.bot_user": {"display_name", "always_online"},
    "features.agent_view": {"agent_description", "suggested_prompts", "actions"},
    "features.agent_view.suggested_prompts": {"title", "message"},
    "features.shortcuts": {"name", "type", "callback_id", "description"},
    "features.slash_commands": {"command", "url", "description", "usage_hint", "should_escape"},
    "oauth_config": {"scopes", "redirect_urls", "token_management_enabled"},
    "oauth_config.scopes": {"bot", "user", "bot_optional"},
    "settings.event_subscriptions": {"bot_events", "request_url"},
    "settings.interactivity": {"is_enabled", "request_url"},
    "settings": {
        "event_subscriptions",
        "interactivity",
        "org_deploy_enabled",
        "socket_mode_enabled",
        "token_rotation_enabled",
    },
}
"""The names that slackapi/manifest-schema 2.0.0 knows at each place, as far as we may use them."""

LONGEST = {
    "display_name": 80,
    "command": 32,
    "usage_hint": 1_000,
    "callback_id": 255,
    "agent_description": 300,
}
MOST = {"suggested_prompts": 4, "shortcuts": 10, "slash_commands": 50, "bot_events": 100, "bot": 255}


def strangers(value: object, at: str = "") -> list[str]:
    """What stands in a manifest that Slack's schema does not know, or takes only shorter or fewer."""
    name = at.rpartition(".")[2]
    if isinstance(value, dict):
        unknown = [f"{at}.{each}" for each in value if each not in SLACKS.get(at, set())]
        return unknown + [bad for each in value for bad in strangers(value[each], f"{at}.{each}".lstrip("."))]
    if isinstance(value, list):
        many = [f"{at}: {len(value)}"] if len(value) > MOST.get(name, 0) else []
        return many + [bad for each in value for bad in strangers(each, at)]
    most = LONGEST.get(name, 50 if name in ("bot", "bot_events") else 4_000)
    return [f"{at}: {value}"] if len(str(value)) > most else []


def test_both_manifests_hold_nothing_that_slacks_manifest_schema_does_not_know() -> None:
    assert strangers(manifest()) == strangers(manifest("manifest.least.json")) == []
    assert strangers({"features": {"bot_user": {"display_name": "x" * 81, "colour": "red"}}}) == [
        "features.bot_user.colour",
        f"features.bot_user.display_name: {'x' * 81}",
    ]
