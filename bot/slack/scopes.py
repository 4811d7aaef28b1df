"""Slack scopes (permissions): every one that the app asks for, what needs it, the feature that is off without it.

Two manifests are made of this table (tests/unit/slack/test_manifest.py): *least*, without which nothing works, and *full*.
"""

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class ScopeUse:
    """``needs`` are methods of the Web API, events or parts of a manifest; ``feature`` is what is off without the scope,
    for an admin who decides. ``least``: the bot does not work without it."""

    needs: tuple[str, ...]
    feature: str
    least: bool = False


SCOPES: Mapping[str, ScopeUse] = {
    "app_mentions:read": ScopeUse(
        needs=("app_mention",), feature="questions and acts by mention", least=True
    ),
    "assistant:write": ScopeUse(
        needs=("assistant_threads_setStatus", "assistant_threads_setSuggestedPrompts"),
        feature="status while working, suggested prompts",
    ),
    "channels:history": ScopeUse(
        needs=("conversations_history", "conversations_replies", "message.channels"),
        feature="replies without @ and pasted links in public channels, where an admin turned them on; finding out whether an "
        "alert there arrived, in place of a rare second one",
    ),
    "channels:read": ScopeUse(
        needs=("conversations_members",), feature="roles by membership of a public channel"
    ),
    "chat:write": ScopeUse(
        needs=("chat_postMessage", "chat_postEphemeral", "chat_update", "chat_stream"),
        feature="answers, alerts, previews",
        least=True,
    ),
    "commands": ScopeUse(
        needs=("slash_commands", "shortcuts"), feature="slash commands, Report a listing", least=True
    ),
    "files:read": ScopeUse(
        needs=("files_info",),
        feature="brand books, tables, screenshots, receipts and evidence dropped as files",
    ),
    "files:write": ScopeUse(
        needs=("files_upload_v2",), feature="documents in the thread of a draft", least=True
    ),
    "groups:history": ScopeUse(
        needs=("conversations_history", "conversations_replies", "message.groups"),
        feature="replies without @ and pasted links in private channels, where an admin turned them on; finding out whether an "
        "alert there arrived, in place of a rare second one",
    ),
    "groups:read": ScopeUse(
        needs=("conversations_members",), feature="roles by membership of a private channel"
    ),
    "im:history": ScopeUse(needs=("message.im",), feature="questions in direct messages", least=True),
    "im:write": ScopeUse(
        needs=("conversations_open",), feature="previews and reminders in direct messages", least=True
    ),
    "usergroups:read": ScopeUse(
        needs=("usergroups_list", "usergroups_users_list"), feature="roles by user group"
    ),
    "users:read": ScopeUse(
        needs=("users_info",),
        feature="guests, people of other teams and deactivated people may do nothing",
        least=True,
    ),
}

WITHOUT_SCOPE = frozenset({
    "auth_test", "apps_connections_open", "chat_getPermalink", "views_open", "views_update", "views_publish", "views_push",
})  # fmt: skip
"""Methods that any token may call."""

LEAST = frozenset(name for name, use in SCOPES.items() if use.least)
