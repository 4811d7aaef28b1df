"""The manifest asks for exactly what the app uses, and each permission has its reason."""

from __future__ import annotations

import json
import re
from importlib.resources import files
from pathlib import Path
from typing import Any

import bot.slack
from bot.slack.ids import ShortcutId

SCOPES = {
    "app_mentions:read": ("app_mention", "questions and acts by mention"),
    "assistant:write": ("assistant_threads_setStatus", "status while working, suggested prompts"),
    "channels:history": ("conversations_history", "finding an alert again in a public channel"),
    "channels:read": ("conversations_members", "roles by membership of a public channel"),
    "chat:write": ("chat_postMessage", "answers, alerts, previews"),
    "commands": (
        "on_command",
        "slash commands, and the shortcut that reports the listing a message links to",
    ),
    "files:read": ("files_info", "brand books, tables and screenshots dropped in direct messages"),
    "files:write": ("files_upload_v2", "documents in the thread of a draft"),
    "groups:history": ("conversations_history", "finding an alert again in a private channel"),
    "groups:read": ("conversations_members", "roles by membership of a private channel"),
    "im:history": ('"message"', "questions in direct messages"),
    "im:write": ("conversations_open", "previews and reminders in direct messages"),
    "usergroups:read": ("usergroups_users_list", "roles by user group"),
    "users:read": ("users_info", "guests, people of other teams and deactivated people may do nothing"),
}
"""Scope → what in the code needs it, and the feature it serves."""


def manifest() -> dict[str, Any]:
    text = files("bot.slack").joinpath("manifest.json").read_text(encoding="utf-8")
    parsed: dict[str, Any] = json.loads(text)
    return parsed


def source() -> str:
    [folder] = bot.slack.__path__
    return "\n".join(path.read_text(encoding="utf-8") for path in sorted(Path(folder).rglob("*.py")))


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


def test_every_scope_has_a_feature_and_the_code_that_needs_it() -> None:
    code = source()
    assert sorted(SCOPES) == manifest()["oauth_config"]["scopes"]["bot"]
    for scope, (needed_by, feature) in SCOPES.items():
        assert needed_by in code, scope
        assert feature


def test_manifest_is_for_socket_mode_with_interactivity_and_the_agent_surface() -> None:
    parsed = manifest()
    assert parsed["settings"]["socket_mode_enabled"]
    assert parsed["settings"]["interactivity"]["is_enabled"]
    assert len(parsed["features"]["agent_view"]["agent_description"]) <= 300
    assert 175 <= len(parsed["display_information"]["long_description"]) <= 4_000
    assert len(parsed["display_information"]["description"]) <= 140
