"""What a test sees of the workspace: the snapshot as typed records."""

from collections.abc import Iterator
from dataclasses import dataclass, field

from bot.playground.forms import elements
from bot.playground.jsons import Json, as_record, flag, number, record, records, strings, text
from bot.playground.limits import all_texts


@dataclass(frozen=True, kw_only=True, slots=True)
class SeenFile:
    """A file someone can download."""

    id: str
    name: str
    title: str
    mimetype: str
    size: int


@dataclass(frozen=True, kw_only=True, slots=True)
class SeenMessage:
    """A message; `everything` is its text and all text in its blocks, for assertions on words."""

    channel: str
    ts: str
    user: str
    text: str
    thread_ts: str | None = None
    blocks: list[Json] = field(default_factory=list)
    metadata: Json | None = None
    files: tuple[SeenFile, ...] = ()
    reactions: dict[str, list[str]] = field(default_factory=dict)
    edited: bool = False
    streaming: bool = False
    ephemeral_for: str | None = None

    @property
    def everything(self) -> str:
        """All the words of the message."""
        return "\n".join([self.text, *all_texts(self.blocks)])

    @property
    def action_ids(self) -> list[str]:
        """The ids of everything that can be pressed or chosen."""
        return list(_action_ids(self.blocks))

    def address(self) -> Json:
        """Where it is."""
        return {"channel": self.channel, "ts": self.ts}


@dataclass(frozen=True, kw_only=True, slots=True)
class SeenView:
    """A modal or Home tab in front of someone."""

    id: str
    user: str
    type: str
    hash: str
    callback_id: str
    title: str
    blocks: list[Json]
    private_metadata: str
    errors: dict[str, str] = field(default_factory=dict)

    @property
    def everything(self) -> str:
        """All the words of the view."""
        return "\n".join([self.title, *all_texts(self.blocks)])

    @property
    def action_ids(self) -> list[str]:
        """The ids of everything that can be pressed, chosen or filled in."""
        return list(_action_ids(self.blocks))

    def values(self, action_id: str) -> list[str]:
        """What each button with this id would send."""
        return [
            text(e, "value")
            for block in self.blocks
            for e in elements(block)
            if e.get("action_id") == action_id
        ]

    @property
    def rich_pieces(self) -> list[tuple[str, Json]]:
        """Every piece of rich text with its style."""
        return list(_rich_pieces(self.blocks))

    def address(self) -> Json:
        """Which it is."""
        return {"view_id": self.id}


@dataclass(frozen=True, kw_only=True, slots=True)
class WorkspaceSnapshot:
    """The workspace at one moment."""

    revision: int
    connections: int
    all_messages: tuple[SeenMessage, ...]
    modals: tuple[SeenView, ...]
    homes: tuple[SeenView, ...]
    files: tuple[SeenFile, ...]
    statuses: dict[tuple[str, str], str]
    prompts: dict[str, list[str]]

    @classmethod
    def parse(cls, body: Json) -> "WorkspaceSnapshot":
        """A snapshot from its JSON."""
        files = {text(f, "id"): _file(f) for f in records(body, "files")}
        return cls(
            revision=int(number(body, "revision", 0)),
            connections=int(number(body, "connections", 0)),
            all_messages=tuple(_message(m, files) for m in records(body, "messages")),
            modals=tuple(_view(v) for v in records(body, "modals")),
            homes=tuple(_view(v) for v in records(body, "homes")),
            files=tuple(files.values()),
            statuses={
                (text(s, "channel"), text(s, "thread_ts")): text(s, "text") for s in records(body, "statuses")
            },
            prompts={
                text(p, "channel"): [text(each, "message") for each in records(p, "prompts")]
                for p in records(body, "prompts")
            },
        )

    def messages(
        self,
        channel: str,
        *,
        thread: str | None = None,
        by: str | None = None,
        containing: str = "",
        seen_by: str | None = None,
    ) -> list[SeenMessage]:
        """Messages of a channel, oldest first: of a thread (replies only) or author, with certain words.

        Ephemeral messages are included; `seen_by` leaves out those of other people.
        """
        return [
            m
            for m in self.all_messages
            if m.channel == channel
            and (thread is None or (m.thread_ts == thread and m.ts != thread))
            and by in (None, m.user)
            and containing in m.everything
            and (seen_by is None or m.ephemeral_for in (None, seen_by))
        ]

    def message(self, channel: str, ts: str) -> SeenMessage | None:
        """One message, if it is still there."""
        return next((m for m in self.all_messages if (m.channel, m.ts) == (channel, ts)), None)

    def modal(self, user: str) -> SeenView | None:
        """The modal on top for someone."""
        mine = [view for view in self.modals if view.user == user]
        return mine[-1] if mine else None

    def home(self, user: str) -> SeenView | None:
        """Someone's Home tab."""
        return next((view for view in self.homes if view.user == user), None)

    def summary(self) -> str:
        """The last messages and the open modals, for a failed test's report."""
        lines = [
            f"  {m.channel} {m.ts} {m.user}{' (only ' + m.ephemeral_for + ')' if m.ephemeral_for else ''}"
            f"{' in ' + m.thread_ts if m.thread_ts else ''}: {m.everything[:200]!r}"
            for m in self.all_messages[-12:]
        ]
        lines += [f"  modal of {v.user}: {v.title!r} errors={v.errors}" for v in self.modals]
        return "\n".join(lines) or "  (empty)"


def _rich_pieces(node: object) -> Iterator[tuple[str, Json]]:
    if isinstance(node, list):
        for item in node:
            yield from _rich_pieces(item)
    elif isinstance(node, dict):
        if node.get("type") == "text":
            yield str(node.get("text", "")), as_record(node.get("style"))
        yield from _rich_pieces(node.get("elements"))


def _action_ids(node: object) -> list[str]:
    if isinstance(node, list):
        return [found for item in node for found in _action_ids(item)]
    if not isinstance(node, dict):
        return []
    own = [node["action_id"]] if isinstance(node.get("action_id"), str) else []
    return own + [found for value in node.values() for found in _action_ids(value)]


def _file(body: Json) -> SeenFile:
    return SeenFile(
        id=text(body, "id"),
        name=text(body, "name"),
        title=text(body, "title"),
        mimetype=text(body, "mimetype"),
        size=int(number(body, "size", 0)),
    )


def _message(body: Json, files: dict[str, SeenFile]) -> SeenMessage:
    return SeenMessage(
        channel=text(body, "channel"),
        ts=text(body, "ts"),
        user=text(body, "user"),
        text=text(body, "text"),
        thread_ts=text(body, "thread_ts") or None,
        blocks=records(body, "blocks"),
        metadata=record(body, "metadata") or None,
        files=tuple(files[f] for f in strings(body, "files") if f in files),
        reactions={text(r, "name"): strings(r, "users") for r in records(body, "reactions")},
        edited=bool(text(body, "edited_ts")),
        streaming=flag(body, "streaming"),
        ephemeral_for=text(body, "ephemeral_for") or None,
    )


def _view(body: Json) -> SeenView:
    shown = record(body, "body")
    return SeenView(
        id=text(body, "id"),
        user=text(body, "user"),
        type=text(body, "type"),
        hash=text(body, "hash"),
        callback_id=text(shown, "callback_id"),
        title=text(record(shown, "title"), "text"),
        blocks=records(shown, "blocks"),
        private_metadata=text(shown, "private_metadata"),
        errors={key: str(value) for key, value in record(body, "errors").items()},
    )
