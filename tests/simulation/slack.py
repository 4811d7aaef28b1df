"""Slack as the bots reach it: the playground's own methods, called in this process in virtual time, and every way in which the
interface fails. Clients, retries, poster and notifier of the bots are the real ones.

What people see is read off what the stand-in stored: each message by the key in its metadata.
"""

from __future__ import annotations

import http.client
import io
import json
import math
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import replace
from datetime import datetime
from email.message import Message as Headers
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any
from urllib.error import HTTPError, URLError
from urllib.request import Request

import pytest
from slack_sdk.http_retry import builtin_handlers, handler
from slack_sdk.web.base_client import BaseClient
from slack_sdk.web.file_upload_v2_result import FileUploadV2Result
from slack_sdk.webhook import WebhookClient, WebhookResponse

from bot.playground.delivery import EnvelopeSender
from bot.playground.events import Events
from bot.playground.jsons import Json
from bot.playground.methods.chat import writable_channel
from bot.playground.methods.files import store_upload
from bot.playground.methods.table import call
from bot.playground.records import (
    BOT_TOKEN,
    BOT_USER_ID,
    Channel,
    Message,
    Seed,
    SlackError,
    User,
    UserGroup,
)
from bot.playground.standin import StandIn
from bot.playground.state import seed
from bot.playground.wire import Args, parse_body
from bot.slack.listeners import handed
from tests.simulation.beside import Doubts
from tests.simulation.chance import Killed
from tests.simulation.checks import FOR_GOOD, SHOWN
from tests.simulation.messages import misplaced
from tests.simulation.model import GROUP, ZOE

if TYPE_CHECKING:
    from tests.simulation.world import World

ALERTS, LEGAL = "C0ALERTS", "C0LEGAL"
HOST = "https://slack-of-replica-"
POSTS = frozenset({"chat.postMessage", "chat.postEphemeral", "files.completeUploadExternal"})
EDITS = frozenset({"chat.update", "views.update", "views.publish"})
BOUND = frozenset({"views.open", "views.push"})
UNSURE = ("internal_error", "fatal_error", "request_timeout", "service_unavailable")
WITHOUT, PERHAPS = (
    (
        "429",
        "refused",
        "odd",
    ),
    ("lost", "reset", "500", "503", *UNSURE),
)
"""Faults after which nothing was done, and those after which it may have been."""

SLOW_AT, SLOW = {"case_id": 0.9, "draft_id": 0.5}, 25
"""The shares of messages of cases and of previews whose posting takes so many seconds that somebody else presses meanwhile."""

OF_SELDOM = 0.25
"""The share of faults of what is told to people one by one, and of looks for what may stand already: both are seldom."""

OF_HOOKS, LEFT = 0.02, 0.6
"""The share of faults at the address at which somebody is told alone what came of their act, the first times at each door more;
and of those who have left the channel then."""

LOOKS = frozenset({"conversations.history", "conversations.replies"})

ASKED_FOR = frozenset({"setup"})
"""What stands as often as somebody asks for it, by its key."""

NEWS = ("alert_id", "key", "draft_id")
"""Where the metadata of a message holds what it is known by."""


class Deaf(Events):
    """Tells nobody of what was posted: the people of the simulation speak to the bots themselves."""

    def message_posted(self, message: Message, copies: int = 1) -> None:
        """Nobody listens."""

    def message_changed(self, before: Message, after: Message) -> None:
        """Nobody listens."""


class SimulatedSlack:
    """One workspace. ``stored`` counts messages by what they are known by: the most that stand in one channel."""

    def __init__(self, world: World, people: Sequence[User]) -> None:
        self._world, self._chance = world, world.chance
        self.standin = StandIn(delivery=EnvelopeSender(), now=lambda: world.clock().timestamp())
        self.standin.events = Deaf(self.standin.workspace, self.standin.delivery, frozenset())
        self.standin.at("https://slack-of-everybody")
        everybody = tuple(user.id for user in people)
        seed(
            self.standin.workspace,
            Seed(
                users=tuple(people),
                channels=(
                    Channel(id=ALERTS, name="alerts", members=(*everybody, BOT_USER_ID)),
                    Channel(id=LEGAL, name="legal", members=(*everybody, BOT_USER_ID), is_private=True),
                ),
            ),
        )
        self.grouped(ZOE)
        self.stored, self._standing = Counter[str](), Counter[tuple[str, str, str]]()
        self.doubts = Doubts()
        self.early: list[str] = []
        """What came before its day, or before what it follows."""

        self.stood_at: dict[str, int] = {}
        """In which step of the scheduler an alert was posted."""

        self.digested: Counter[str] = Counter()
        self.poisoning = 0
        self.poisoned: set[str] = set()
        self.unsaid_at_last: set[str] = set()
        self.lost: set[str] = set()
        """How many of the next alerts' messages Slack refuses for what they are, and those that it does; of which of them the
        last try breaks the bot, and did: where they stand nobody knows before they are tried again."""

        self.refused: Counter[str] = Counter()
        """How often each was."""

        self.odd_edits: set[tuple[str, str]] = set()
        """Messages of which Slack said last that it had not edited them, or nothing: it may yet, over what is newer."""

        self.deleted: set[tuple[str, str]] = set()
        """Messages that somebody took away."""

        self.away: set[str] = set()
        """Who has left the channel in which they pressed, until somebody tells them something there."""

        self.mute: set[str] = set()
        """Of whom Slack does not say for a while who they are."""

        self.unsaid: dict[tuple[int, str], datetime] = {}
        """When Slack did not say who somebody is, to which replica."""

        self.quiet_until: dict[int, float] = {}
        self.uploads: dict[str, str] = {}

    def people_leave(self, channel: str, *, archived: bool | None = None, bot: bool | None = None) -> None:
        """The channel is archived or not, the bot in it or not."""
        known = self.standin.workspace.channels[channel]
        members = tuple(each for each in known.members if each != BOT_USER_ID)
        if bot is not None:
            known = replace(known, members=(*members, BOT_USER_ID) if bot else members)
        if archived is not None:
            known = replace(known, is_archived=archived)
        self.standin.workspace.channels[channel] = known

    def grouped(self, *people: str) -> None:
        """Who is in the user group of approvers."""
        self.standin.workspace.groups[GROUP] = UserGroup(
            id=GROUP, handle="approvers", name=GROUP, members=people
        )

    def known_as(self, who: str, **more: Any) -> None:
        """What Slack says of somebody from now on."""
        users = self.standin.workspace.users
        users[who] = replace(users[who], **more)

    def unnamed(self, number: int, who: str) -> bool:
        """Whether it does not say so to this replica, which does not remember it either."""
        return who in self.mute and self._world.replicas[number].unsure(who)

    def delete(self, channel: str, ts: str) -> None:
        """Somebody takes a message of the bot away."""
        found = self.standin.workspace.messages[channel].get(ts)
        if found is not None and not found.deleted:
            self.standin.workspace.put_message(replace(found, deleted=True))
            self.deleted.add((channel, ts))

    def message(self, channel: str, ts: str) -> Message | None:
        """What stands there."""
        return self.standin.workspace.messages.get(channel, {}).get(ts)

    def told(self, about: str, what: str) -> bool:
        """Whether a note of this kind about something stands."""
        return any(key.startswith(f"{about} {what} ") for key in self.stored)

    def answer(self, url: str, request: Request) -> dict[str, Any]:
        """One call of the Web API, of whichever replica made it."""
        number, method = int(url.removeprefix(HOST)[0]), url.rpartition("/")[2]
        body = request.data if isinstance(request.data, bytes) else b""
        args = Args(parse_body(str(request.get_header("Content-type") or ""), body))
        drawn = method in SHOWN or method == "views.publish"
        shown = {"view": args.record("view"), "blocks": args.records("blocks")} if drawn else {}
        self._world.checks.called(self._world, number, method, {**args.values, **shown})
        fault, edited = self._fault(method, args), (args.text("channel"), args.text("ts"))
        self.odd_edits |= {edited} if fault and method == "chat.update" else set()
        if fault and method == "users.info":
            self.unsaid[number, args.text("user")] = self._world.clock()
        if fault == "odd":
            return {"status": 200, "headers": {}, "body": '{"ok": false, "error": "an_error_of_tomorrow"}'}
        if fault in WITHOUT:
            raise self._failure(fault)
        stored = not fault or self._chance.random.random() < 0.5
        if self._puzzles(method, args):
            fault, stored = UNSURE[0], False
        if mangled := self._mangles(method, args):
            fault, stored = "mangled", True
        posted = self._names(method, args, args.text("channel")) if method == "chat.postMessage" else ()
        with self._doubted(tuple(posted), args.text("channel"), fault), self._slowly(number, method, args):
            told = self._run(number, method, args, fault) if stored else {}
        if fault in UNSURE:
            return {"status": 200, "headers": {}, "body": json.dumps({"ok": False, "error": fault})}
        if mangled:
            raise LookupError("unknown encoding: of tomorrow")
        if fault:
            raise self._failure(fault)
        self.odd_edits.discard(edited)
        if method in LOOKS:
            self.doubts.looked(args.text("channel"))
        return {"status": 200, "headers": {}, "body": json.dumps(told)}

    @contextmanager
    def _doubted(self, names: Sequence[str], channel: str, fault: str) -> Iterator[None]:
        """What is posted in here stands in doubt where Slack does not say so, or nobody lives to hear it."""
        for name in names:
            self._world.checks.wrong += self.doubts.posting(name, channel)
        try:
            yield
        except Killed:
            fault = "killed"
            raise
        finally:
            for name in names if fault else ():
                self.doubts.unsure(name, channel)

    @contextmanager
    def _slowly(self, number: int, method: str, args: Args) -> Iterator[None]:
        """It is done at the begin or at the end of the time that it takes."""
        late = self._chance.random.random() < 0.5
        if late:
            self._world.meanwhile.waits(number, method, args.values)
        yield
        if not late:
            self._world.meanwhile.waits(number, method, args.values)

    def _run(self, number: int, method: str, args: Args, fault: str) -> Json:
        try:
            if self._is_poison(args):
                raise SlackError("msg_too_long")
            if method == "chat.postEphemeral" and args.text("user") in self.away:
                self.away.remove(args.text("user"))
                raise SlackError("user_not_in_channel")
            if method == "chat.update":
                writable_channel(self.standin, args.text("channel"))
            told = call(self.standin, method, args, BOT_TOKEN)
        except SlackError as refusal:
            return refusal.body()
        if method in POSTS:
            self._stood(method, args, told)
            self._chance.may_kill(f"after {method}")
            if not fault and self._chance.happens("slow", 0.004):
                self._world.pass_time(number, self._chance.random.randrange(70, 130), in_call=True)
            elif any(
                self._chance.happens(f"slow at {each}", SLOW_AT[each])
                for each in SLOW_AT
                if each in _payload(args)
            ):
                self._world.pass_time(number, SLOW, in_call=True)
        return told

    def _puzzles(self, method: str, args: Args) -> bool:
        """Whether Slack says of this one, before it refuses it for what it is, that it does not know itself."""
        name = str(_payload(args).get("alert_id") or "")
        new = bool(self.poisoning and name) and method in POSTS and not self._chance.quiet
        if new:
            self.poisoning -= 1
            self.poisoned.add(name)
            self.unsaid_at_last |= {name} if self.poisoning % 2 else set()
        return new and name not in self.unsaid_at_last

    def _mangles(self, method: str, args: Args) -> bool:
        """Whether it stands at the last try, and the bot breaks over the answer."""
        name = str(_payload(args).get("alert_id") or "")
        last = name in self.unsaid_at_last and method in POSTS and self.refused[name] == FOR_GOOD - 1
        if last and not self._chance.quiet:
            self.unsaid_at_last.remove(name)
            self.poisoned.discard(name)
            self.lost.add(name)
            self.refused[name] += 1
            return True
        return False

    def _is_poison(self, args: Args) -> bool:
        name = str(_payload(args).get("alert_id") or "")
        if name in self.poisoned:
            self.refused[name] += 1
        return name in self.poisoned

    def _fault(self, method: str, args: Args) -> str:
        if method == "users.info" and args.text("user") in self.mute:
            return "odd"
        if self._chance.quiet or method in {"auth.test", "conversations.open"}:
            return ""
        known = method in POSTS | EDITS or method.startswith("conversations.")
        seldom = method in LOOKS or args.text("channel").startswith("D")
        part = OF_SELDOM if seldom else 0.06 if known else 0.02
        if self._chance.random.random() > part:
            return ""
        ways = WITHOUT if method in BOUND else (*WITHOUT, *PERHAPS, *PERHAPS)
        if method.startswith("files."):  # what is refused for good is told in place of the files
            ways = tuple(each for each in ways if each != "odd")
        fault = self._chance.random.choice(ways)
        self._chance.faults[fault] += 1
        if method in LOOKS:
            self.doubts.refused(args.text("channel"))
        return fault

    def _failure(self, fault: str) -> Exception:
        if fault == "refused":
            return URLError(ConnectionRefusedError("refused"))
        if fault == "lost":
            return TimeoutError("timed out")
        if fault == "reset":
            return http.client.RemoteDisconnected("gone")
        headers, code = Headers(), int(fault)
        body = b'{"ok": false, "error": "ratelimited"}' if code == 429 else b"fault"
        if code == 429:
            headers["Retry-After"] = str(self._chance.random.choice((1, 3, 30, 90)))
        return HTTPError("https://slack", code, fault, headers, io.BytesIO(body))

    def _stood(self, method: str, args: Args, told: Json) -> None:
        """A message stands: by what it is known, and whether it was its turn."""
        channel = str(told.get("channel") or args.text("channel") or args.text("channel_id"))
        names = list(self._names(method, args, channel))
        for name in names:
            # What accompanies a draft goes into its case's thread, which may be another by the next try.
            thread = args.text("thread_ts") if name.startswith("shown ") else ""
            self._standing[name, channel, thread] += 1
            self.stored[name] = max(self.stored[name], self._standing[name, channel, thread])
        found = _payload(args)
        self.stood_at[str(found.get("alert_id"))] = self._world.turn
        self._world.checks.stood(self._world, channel, found, str(told.get("ts") or ""))
        self._world.checks.wrong += misplaced(self._world, channel, args.text("thread_ts"), found)

    def _names(self, method: str, args: Args, channel: str) -> Iterator[str]:
        if method == "files.completeUploadExternal":
            if not args.text("channel_id"):  # a picture, which stands nowhere
                return
            files = sorted(str(each.get("title")) for each in args.records("files"))
            yield f"files {' '.join(files)} in {args.text('thread_ts')}"
            return
        found = _payload(args)
        if found.get("alert_id"):
            yield f"alert {found['alert_id']}"
        elif found.get("draft_id"):
            yield f"preview {found['draft_id']}"
        elif found.get("case_id"):
            yield f"case {found['case_id']}"
        elif found.get("key") and found["key"] not in ASKED_FOR:
            yield str(found["key"])

    def responded(self, url: str, body: Mapping[str, Any]) -> WebhookResponse:
        """What is told to somebody at the place of their act; it lives for a while only, and where it is dead they may have left
        that place too."""
        world = self._world
        world.checks.whispered(world, url, body)
        acting = world.replicas[world.number_now].acting
        place = acting.name if acting else "an error"
        fault = not self._chance.quiet and world.chance.meets(f"hook of {place}", OF_SELDOM, OF_HOOKS)
        way = self._chance.random.choice(("404", "500", "refused", "lost")) if fault else ""
        if fault:
            self._chance.faults[f"hook {way}"] += 1
            if self._chance.random.random() < LEFT:
                self.away.add(url.rpartition("/")[2])
        if way in {"", "lost"} and acting is not None:
            world.promises.answered[world.office.number_of(acting.key)] += 1
        if way in {"refused", "lost"}:
            raise self._failure(way)
        return WebhookResponse(url=url, status_code=int(way or 200), body=way or "ok", headers={})

    def uploaded(self, url: str, data: bytes) -> FileUploadV2Result:
        """The second step of an upload."""
        store_upload(self.standin, url.rpartition("/")[2], data)
        return FileUploadV2Result(status=200, body="OK")


def _payload(args: Args) -> Mapping[str, Any]:
    metadata = args.record("metadata")
    payload = metadata.get("event_payload")
    return payload if isinstance(payload, dict) else {}


@contextmanager
def reached(world: Callable[[], World]) -> Iterator[None]:
    """Whoever calls Slack in here reaches that of this world."""

    def hooked(client: Any, url: str, request: Request) -> WebhookResponse:
        body = request.data if isinstance(request.data, bytes) else b"{}"
        return world().slack.responded(url, json.loads(body))

    def slept(seconds: float) -> None:
        world().pass_time(-1, math.floor(seconds) + 0.5)

    def waited(seconds: float) -> None:
        """By chance of its own, half a second to one and a half: no seed would tell it again."""
        world().pass_time(-1, 1.0)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(
            BaseClient,
            "_perform_urllib_http_request_internal",
            lambda client, url, request: world().slack.answer(url, request),
        )
        patch.setattr(
            BaseClient, "_upload_file", lambda client, *, url, data, **_: world().slack.uploaded(url, data)
        )
        patch.setattr(handed, "download", lambda client, file_id: (f"{file_id}.pdf", file_id.encode()))
        patch.setattr(WebhookClient, "_perform_http_request_internal", hooked)
        patch.setattr(builtin_handlers, "time", SimpleNamespace(sleep=slept))
        patch.setattr(handler, "time", SimpleNamespace(sleep=waited))
        yield
