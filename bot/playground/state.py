"""The workspace itself: people, places, messages, files and views, all in memory and guarded by one lock.

Every change raises `revision` and wakes whoever watches, so that a page or a test can wait for a
condition and never needs to sleep.
"""

import itertools
import mimetypes
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace

from bot.playground.jsons import Json
from bot.playground.records import (
    BOT_ID,
    BOT_USER_ID,
    SLACKBOT_ID,
    Channel,
    File,
    ManifestCommand,
    Message,
    Prompts,
    Reaction,
    Seed,
    Shortcut,
    SlackError,
    ThreadStatus,
    TourStep,
    User,
    UserGroup,
)
from bot.playground.views import Views


class Workspace:
    """One Slack workspace. Records are frozen: a change replaces the record."""

    def __init__(self, now: Callable[[], float] = time.time) -> None:
        self.now = now
        self.lock = threading.RLock()
        self.revision = 0
        self.watchers: list[Callable[[], None]] = []
        self.team_name = "Playground"
        self.users: dict[str, User] = {}
        self.channels: dict[str, Channel] = {}
        self.groups: dict[str, UserGroup] = {}
        self.commands: tuple[ManifestCommand, ...] = ()
        self.shortcuts: tuple[Shortcut, ...] = ()
        self.scopes: tuple[str, ...] = ()
        self.tour: tuple[TourStep, ...] = ()
        self.messages: dict[str, dict[str, Message]] = {}
        self.files: dict[str, File] = {}
        self.views = Views()
        self.statuses: dict[tuple[str, str], ThreadStatus] = {}
        self.prompts: dict[str, Prompts] = {}
        self.titles: dict[tuple[str, str], str] = {}
        self.connections = 0
        self._last_micros = 0
        self._ids = itertools.count(1)

    @contextmanager
    def changing(self) -> Iterator[None]:
        """Hold the lock for a change, then wake the watchers."""
        with self.lock:
            yield
            self.revision += 1
        for watcher in tuple(self.watchers):
            watcher()

    def set_connections(self, count: int) -> None:
        """How many sockets the app has open."""
        with self.changing():
            self.connections = count

    def next_id(self, prefix: str) -> str:
        """A fresh id in Slack's style."""
        with self.lock:
            return f"{prefix}{next(self._ids):08d}"

    def next_ts(self) -> str:
        """A message timestamp: the time now, but always later than the one before."""
        with self.lock:
            self._last_micros = max(int(self.now() * 1_000_000), self._last_micros + 1)
            seconds, micros = divmod(self._last_micros, 1_000_000)
            return f"{seconds}.{micros:06d}"

    def user(self, user_id: str) -> User:
        """The member with this id; `user_not_found` otherwise."""
        with self.lock:
            if user_id not in self.users:
                raise SlackError("user_not_found")
            return self.users[user_id]

    def channel(self, reference: str) -> Channel:
        """A channel by id, by `#name`, or a person's id for the bot's direct message with them."""
        with self.lock:
            if reference in self.channels:
                return self.channels[reference]
            if reference in self.users and reference != BOT_USER_ID:
                return self.direct(BOT_USER_ID, reference)
            named = [c for c in self.channels.values() if c.name and f"#{c.name}" == reference]
        if not named:
            raise SlackError("channel_not_found")
        return named[0]

    def direct(self, *people: str) -> Channel:
        """The direct message between these people, opened when it does not exist yet."""
        members = tuple(dict.fromkeys(people))
        with self.lock:
            for person in members:
                self.user(person)
            for channel in self.channels.values():
                if (channel.is_im or channel.is_mpim) and set(channel.members) == set(members):
                    return channel
            group = len(members) > 2
            new = Channel(
                id=self._direct_id(members),
                name="mpdm-" + "--".join(self.users[m].name for m in members) if group else "",
                members=members,
                is_im=not group,
                is_mpim=group,
                is_private=group,
            )
        self.add_channel(new)
        return new

    def _direct_id(self, members: tuple[str, ...]) -> str:
        others = [m for m in members if m != BOT_USER_ID]
        if len(others) == 1 and len(members) == 2:
            return "D" + others[0][1:]
        return self.next_id("G0" if len(members) > 2 else "D0")

    def add_channel(self, channel: Channel) -> None:
        """Add or replace a channel."""
        with self.changing():
            self.channels[channel.id] = channel
            self.messages.setdefault(channel.id, {})

    def join(self, channel_id: str, user_id: str) -> Channel:
        """Make someone a member of a channel."""
        with self.changing():
            channel = self.channel(channel_id)
            if user_id not in channel.members:
                channel = replace(channel, members=(*channel.members, user_id))
                self.channels[channel.id] = channel
        return channel

    def post(self, message: Message) -> Message:
        """Store a message under a fresh timestamp and return it."""
        with self.changing():
            stored = replace(message, ts=self.next_ts(), blocks=self.with_block_ids(message.blocks))
            self.messages[stored.channel][stored.ts] = stored
            if stored.bot_id and stored.thread_ts:
                self.statuses.pop((stored.channel, stored.thread_ts), None)
        return stored

    def say_as_slackbot(self, channel: str, user: str, text: str) -> Message:
        """What Slack itself tells one person, such as why a command did not run."""
        return self.post(
            Message(
                channel=channel, ts="", user=SLACKBOT_ID, text=text, ephemeral_for=user, subtype="bot_message"
            )
        )

    def message(self, channel_id: str, ts: str) -> Message:
        """A message that still exists; `message_not_found` otherwise."""
        with self.lock:
            found = self.messages.get(channel_id, {}).get(ts)
        if found is None or found.deleted:
            raise SlackError("message_not_found")
        return found

    def put_message(self, message: Message) -> Message:
        """Replace a message, keeping its place."""
        with self.changing():
            stored = replace(message, blocks=self.with_block_ids(message.blocks))
            self.messages[stored.channel][stored.ts] = stored
        return stored

    def react(self, message: Message, name: str, user: str) -> Message:
        """Add a reaction; `already_reacted` when this person did so before."""
        reactions = list(message.reactions)
        at = next((i for i, r in enumerate(reactions) if r.name == name), None)
        if at is None:
            reactions.append(Reaction(name=name, users=(user,)))
        elif user in reactions[at].users:
            raise SlackError("already_reacted")
        else:
            reactions[at] = Reaction(name=name, users=(*reactions[at].users, user))
        return self.put_message(replace(message, reactions=tuple(reactions)))

    def visible(self, channel_id: str, user: str | None = None) -> list[Message]:
        """Messages of a channel, oldest first, with those only `user` may see."""
        with self.lock:
            everything = list(self.messages.get(channel_id, {}).values())
        return [m for m in everything if not m.deleted and m.ephemeral_for in (None, user)]

    def replies(self, channel_id: str, thread_ts: str) -> list[Message]:
        """The replies of a thread that everyone sees, oldest first."""
        return [m for m in self.visible(channel_id) if m.in_thread and m.thread_ts == thread_ts]

    def new_file(self, name: str, user: str, content: bytes = b"") -> File:
        """Make room for a file; its content may come later."""
        guessed = mimetypes.guess_type(name)[0] or "application/octet-stream"
        file = File(
            id=self.next_id("F0"),
            name=name,
            title=name,
            content=content,
            mimetype=guessed,
            user=user,
            created=int(self.now()),
            uploaded=bool(content),
        )
        return self.put_file(file)

    def put_file(self, file: File) -> File:
        """Add or replace a file."""
        with self.changing():
            self.files[file.id] = file
        return file

    def file(self, file_id: str) -> File:
        """A file by id; `file_not_found` otherwise."""
        with self.lock:
            if file_id not in self.files:
                raise SlackError("file_not_found")
            return self.files[file_id]

    def with_block_ids(self, blocks: list[Json]) -> list[Json]:
        """Blocks as Slack stores them: each with a block_id."""
        return [b if b.get("block_id") else {**b, "block_id": self.next_id("b")} for b in blocks]


def seed(workspace: Workspace, data: Seed) -> None:
    """Fill an empty workspace; every person gets a direct message with the bot."""
    bot = User(id=BOT_USER_ID, name=data.bot_name.lower(), real_name=data.bot_name, is_bot=True)
    slackbot = User(id=SLACKBOT_ID, name="slackbot", real_name="Slackbot")
    with workspace.changing():
        workspace.team_name = data.team_name
        workspace.commands, workspace.shortcuts, workspace.scopes = data.commands, data.shortcuts, data.scopes
        workspace.tour = data.tour
        workspace.groups.update({group.id: group for group in data.groups})
        workspace.users.update({user.id: user for user in (bot, slackbot, *data.users)})
    for channel in data.channels:
        workspace.add_channel(channel)
    for user in data.users:
        workspace.direct(BOT_USER_ID, user.id)


def bot_message(channel: str, text: str) -> Message:
    """A message of the app, not stored yet."""
    return Message(channel=channel, ts="", user=BOT_USER_ID, bot_id=BOT_ID, text=text)
