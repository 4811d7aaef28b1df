"""What people type, turned into what Slack sends: escaped, with mentions and links marked up."""

import re

from bot.playground.records import Channel, User
from bot.playground.state import Workspace

_LINK = re.compile(r"https?://[^\s<>|]+")


def escaped(words: str) -> str:
    """Slack's three escapes."""
    return words.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def as_sent(workspace: Workspace, words: str) -> str:
    """A message as the app receives it."""
    linked = _LINK.sub(lambda link: f"<{link.group()}>", escaped(words))
    return _mentions(workspace, linked, with_names=False)


def as_sent_to_command(workspace: Workspace, words: str) -> str:
    """A command's text, for commands that ask for escaped names."""
    return _mentions(workspace, escaped(words), with_names=True)


def _mentions(workspace: Workspace, words: str, *, with_names: bool) -> str:
    for name, user in sorted(_people(workspace).items(), key=lambda pair: -len(pair[0])):
        label = f"|{user.name}" if with_names else ""
        words = re.sub(
            rf"(?<![\w<@])@{re.escape(name)}(?!\w)", f"<@{user.id}{label}>", words, flags=re.IGNORECASE
        )
    for channel in _places(workspace):
        words = re.sub(
            rf"(?<![\w<#&/])#{re.escape(channel.name)}(?![\w-])", f"<#{channel.id}|{channel.name}>", words
        )
    return words


def _people(workspace: Workspace) -> dict[str, User]:
    with workspace.lock:
        people = list(workspace.users.values())
    return {name: user for user in people for name in (user.name, user.real_name)}


def _places(workspace: Workspace) -> list[Channel]:
    with workspace.lock:
        named = [c for c in workspace.channels.values() if c.name and not c.is_mpim]
    return sorted(named, key=lambda channel: -len(channel.name))
