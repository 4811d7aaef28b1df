"""What the stand-in workspace is made of."""

from dataclasses import dataclass, field

from bot.playground.jsons import Json

TEAM_ID = "T0PLAYGROUND"
APP_ID = "A0PLAYGROUND"
BOT_ID = "B0PLAYGROUND"
BOT_USER_ID = "U0MARQUE"
SLACKBOT_ID = "USLACKBOT"
# Published on purpose: a local stand-in has no secrets.
BOT_TOKEN = "xoxb-playground"
APP_TOKEN = "xapp-playground"
SIGNING_SECRET = "playground"


@dataclass(frozen=True, kw_only=True, slots=True)
class User:
    """A member of the workspace."""

    id: str
    name: str
    real_name: str
    title: str = ""
    email: str = ""
    tz: str = "Asia/Shanghai"
    tz_offset: int = 28800
    is_bot: bool = False
    is_admin: bool = False
    deleted: bool = False
    is_guest: bool = False
    team_id: str = TEAM_ID
    locale: str = ""


@dataclass(frozen=True, kw_only=True, slots=True)
class Channel:
    """A place where messages go: a public or private channel, or a direct message (`is_im`, no name)."""

    id: str
    name: str
    members: tuple[str, ...]
    topic: str = ""
    is_private: bool = False
    is_im: bool = False
    is_mpim: bool = False
    is_archived: bool = False

    @property
    def channel_type(self) -> str:
        """How Slack's events call this kind of place."""
        if self.is_im:
            return "im"
        if self.is_mpim:
            return "mpim"
        return "group" if self.is_private else "channel"


@dataclass(frozen=True, kw_only=True, slots=True)
class UserGroup:
    """A named set of members, for roles."""

    id: str
    handle: str
    name: str
    members: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True, slots=True)
class Reaction:
    """An emoji and who put it there."""

    name: str
    users: tuple[str, ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class File:
    """An uploaded file; `shared_in` stays empty until the upload is completed."""

    id: str
    name: str
    title: str
    content: bytes
    mimetype: str
    user: str
    created: int
    uploaded: bool = False
    shared_in: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True, slots=True)
class Message:
    """One message; `ephemeral_for` names the only person who sees it."""

    channel: str
    ts: str
    user: str
    text: str
    blocks: list[Json] = field(default_factory=list)
    attachments: list[Json] = field(default_factory=list)
    thread_ts: str | None = None
    broadcast: bool = False
    bot_id: str | None = None
    metadata: Json | None = None
    files: tuple[str, ...] = ()
    reactions: tuple[Reaction, ...] = ()
    edited_ts: str | None = None
    deleted: bool = False
    ephemeral_for: str | None = None
    subtype: str | None = None
    streaming: bool = False

    @property
    def in_thread(self) -> bool:
        """Whether this is a reply, not the message that starts a thread."""
        return self.thread_ts is not None and self.thread_ts != self.ts


@dataclass(frozen=True, kw_only=True, slots=True)
class ViewRecord:
    """A modal or a Home tab as one person sees it; `errors` maps block ids to what is wrong."""

    id: str
    user: str
    type: str
    body: Json
    hash: str
    root_view_id: str
    previous_view_id: str | None = None
    errors: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True, slots=True)
class ManifestCommand:
    """A slash command of the app, as its manifest lists it."""

    name: str
    description: str = ""
    usage_hint: str = ""
    should_escape: bool = False


@dataclass(frozen=True, kw_only=True, slots=True)
class Shortcut:
    """A shortcut of the app: `message` ones sit in a message's menu, `global` ones in the composer's."""

    callback_id: str
    name: str
    kind: str = "message"


@dataclass(frozen=True, kw_only=True, slots=True)
class ThreadStatus:
    """What the app says it is doing in a thread, until it answers."""

    text: str
    loading_messages: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True, slots=True)
class Prompts:
    """Suggested prompts pinned to a direct message with the app."""

    title: str
    prompts: tuple[tuple[str, str], ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class TourStep:
    """A step of the page's tour; ``place`` is a channel's id, ``home``, or nothing."""

    title: str
    text: str
    place: str = ""


@dataclass(frozen=True, kw_only=True, slots=True)
class Seed:
    """Everything a workspace starts with."""

    users: tuple[User, ...]
    channels: tuple[Channel, ...]
    groups: tuple[UserGroup, ...] = ()
    commands: tuple[ManifestCommand, ...] = ()
    shortcuts: tuple[Shortcut, ...] = ()
    team_name: str = "Playground"
    bot_name: str = "Marque"
    scopes: tuple[str, ...] = ()
    """What the app was granted, told as Slack tells it; none given: not told."""

    tour: tuple[TourStep, ...] = ()


class SlackError(Exception):
    """A refusal in Slack's own words: the error code and what goes with it."""

    def __init__(self, code: str, *messages: str, status: int = 200) -> None:
        super().__init__(code, *messages)
        self.code = code
        self.messages = messages
        self.status = status

    def body(self) -> Json:
        """The answer Slack would send."""
        result: Json = {"ok": False, "error": self.code}
        if self.messages:
            result["response_metadata"] = {"messages": [f"[ERROR] {line}" for line in self.messages]}
        return result
