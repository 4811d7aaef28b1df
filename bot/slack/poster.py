"""Talking to Slack's Web API: timeouts, every call goes through here, and every failure comes out as DeliveryFailed."""

from collections.abc import Mapping, Sequence
from contextlib import suppress
from contextvars import ContextVar
from functools import cache
from http import HTTPStatus
from pathlib import Path
from ssl import SSLContext, create_default_context
from typing import Any

from slack_sdk import WebClient
from slack_sdk.http_retry.builtin_handlers import RateLimitErrorRetryHandler
from slack_sdk.http_retry.handler import RetryHandler
from slack_sdk.models.blocks import Block
from slack_sdk.models.metadata import Metadata
from slack_sdk.models.views import View
from slack_sdk.web import SlackResponse
from slack_sdk.web.chat_stream import ChatStream
from slack_sdk.webhook import WebhookClient

from bot.domain.errors import DeliveryFailed
from bot.ports import Posted
from bot.slack.accepted import accepted, accepted_view, plainly
from bot.slack.cards import Card
from bot.slack.delivering import delivering, in_time
from bot.slack.failures import refusal
from bot.slack.payloads import Place
from bot.slack.screens import WINDOW, Screens
from bot.slack.streams import MessageStream

TIMEOUT = 15
HASTY_TIMEOUT = 4
"""Seconds for a call bound to a trigger, which lives three: what comes later opens nothing."""
HURRIED: ContextVar[bool] = ContextVar("hurried", default=False)
"""Whether others wait for this thread: then it does not wait for a Slack that asks to slow down."""

_GONE = frozenset({"message_not_found", "cant_update_message", "edit_window_closed"})
CONFLICT = "hash_conflict"
_CLOSED = frozenset({"not_found", "view_not_found"})


def make_client(token: str, base_url: str, *, patient: bool = False) -> WebClient:
    """The Web API client. It never tries again by itself after a lost answer: that could post a message twice.

    A ``patient`` one waits and tries again where Slack asks to slow down, which is safe: nothing was stored.
    """
    handlers: list[RetryHandler] = [RateLimitErrorRetryHandler(max_retry_count=2)] if patient else []
    return _client(token, base_url, TIMEOUT, handlers)


def _client(token: str | None, base_url: str, timeout: int, handlers: list[RetryHandler]) -> WebClient:
    # With certificates each call makes an opener anew.
    safe = certificates() if base_url.startswith("https") else None
    return WebClient(token=token, base_url=base_url, timeout=timeout, retry_handlers=handlers, ssl=safe)


@cache
def certificates() -> SSLContext:
    """Read once: a call to Slack, or a line, would read them anew, which takes longer than all else in it."""
    return create_default_context()


class Poster:
    """Posts, edits, whispers, uploads. Every method raises DeliveryFailed."""

    def __init__(self, client: WebClient) -> None:
        self._client, self._screens = client, Screens()
        self._prompt = make_client(client.token or "", client.base_url)
        self._hasty = _client(client.token, client.base_url, HASTY_TIMEOUT, [])

    @property
    def client(self) -> WebClient:
        """The Web API client, for those who ask Slack on their own."""
        return self._client

    @property
    def _now(self) -> WebClient:
        """Who waits for a Slack that asks to slow down, unless others wait for this thread."""
        return self._prompt if HURRIED.get() else self._client

    def post(self, channel: str, card: Card, *, thread: str = "", metadata: Metadata | None = None) -> Posted:
        """A new message, where Slack stored it."""

        def post(blocks: Sequence[Block]) -> SlackResponse:
            with delivering():
                return self._now.chat_postMessage(
                    channel=channel,
                    text=card.text,
                    blocks=blocks,
                    thread_ts=thread or None,
                    metadata=metadata,
                    unfurl_links=False,
                    unfurl_media=False,
                )

        answer = accepted(card.blocks, post)
        if not answer.get("ts"):
            raise DeliveryFailed("Slack had a fault of its own ({code})", in_doubt=True, code="no ts")
        return Posted(channel=str(answer.get("channel") or channel), ts=str(answer["ts"]))

    def update(self, posted: Posted, card: Card, metadata: Metadata | None = None) -> bool:
        """Edit a message, which keeps its metadata where none are given; false where it is gone."""

        def update(blocks: Sequence[Block]) -> None:
            with delivering():
                self._client.chat_update(
                    channel=posted.channel, ts=posted.ts, text=card.text, blocks=blocks, metadata=metadata
                )

        try:
            accepted(card.blocks, update)
        except DeliveryFailed as failure:
            if refusal(failure) in _GONE:
                return False
            raise
        return True

    def permalink(self, posted: Posted) -> str:
        """The address of a message; empty where there is none."""
        if not posted.ts:
            return ""
        try:
            with delivering():
                answer = self._client.chat_getPermalink(channel=posted.channel, message_ts=posted.ts)
        except DeliveryFailed:
            return ""
        return str(answer.get("permalink") or "")

    def stream(self, place: Place, thread: str) -> MessageStream:
        """A message in the thread that grows while it is written, for the person at the place."""

        def opened(mode: str | None) -> ChatStream:
            return self._client.chat_stream(
                buffer_size=1,
                channel=place.channel,
                thread_ts=thread,
                recipient_user_id=place.person,
                recipient_team_id=place.team or None,
                task_display_mode=mode,
            )

        return MessageStream(opened, place.channel)

    def whisper(self, place: Place, card: Card) -> None:
        """Tell one person only: at the place of the act, or failing that in a direct message. Where others wait for this
        thread, Slack's wish to slow down fails it at once."""
        if self._respond(place, card) or self._ephemeral(place, card):
            return
        if place.channel.startswith("D"):
            self.post(place.channel, card, thread=place.thread)
        else:
            self.post(self.direct(place.person), card)

    def direct(self, *people: str) -> str:
        """The direct message with someone: its channel, or the user id, which Slack takes for it."""
        try:
            with delivering():
                opened = self._now.conversations_open(users=list(people))
        except DeliveryFailed:
            return people[0]
        channel: Mapping[str, Any] = opened.get("channel") or {}
        return str(channel.get("id") or people[0])

    def open(self, trigger_id: str, view: View) -> str:
        """Show a modal, by whose id it can be changed; in the window that stands for it already, if any. Never tried again:
        the trigger lives three seconds.

        Raises:
            TriggerDead: it came too late, or Slack has no time for it now.
        """
        if (window := WINDOW.get()) is not None:
            window.shown = True
            self.redraw(window.view_id, view)
            return window.view_id
        ask = delivering()(in_time()(self._hasty.views_open))
        answer = accepted_view(view, lambda shown: ask(trigger_id=trigger_id, view=shown))
        opened: Mapping[str, Any] = answer.get("view") or {}
        self._screens.of(view_id := str(opened.get("id") or "")).hash = str(opened.get("hash") or "")
        return view_id

    def push(self, trigger_id: str, view: View) -> None:
        """Show a modal on top of the open one, as :meth:`open` does."""
        with delivering(), in_time():
            self._hasty.views_push(trigger_id=trigger_id, view=view)

    def redraw(self, view_id: str, view: View) -> None:
        """Change a modal that is open; one that its reader has closed meanwhile stays closed, and one that shows a newer
        press than the one worked off keeps showing that, also where another process works it off."""
        try:
            self._screens.change(
                view_id,
                lambda known, again: accepted_view(
                    view, lambda shown: self._changed(view_id, shown, known, again)
                ),
            )
        except DeliveryFailed as failure:
            if refusal(failure) not in _CLOSED | {CONFLICT}:
                raise

    def _changed(self, view_id: str, view: View, known: str, again: bool) -> str:
        """The hash of the modal as it is now; where another process changed it since, on top of that, unless this press
        showed something ``again`` already: that change came after it."""
        try:
            with delivering():
                answer = self._client.views_update(view_id=view_id, view=view, hash=known or None)
        except DeliveryFailed as failure:
            if refusal(failure) != CONFLICT or again:
                raise
            return self._changed(view_id, view, "", again)
        return str((answer.get("view") or {}).get("hash") or "")

    def publish_home(self, person: str, view: View) -> None:
        """Show a Home tab, where the server has one."""

        def publish(shown: View) -> None:
            with delivering():
                self._client.views_publish(user_id=person, view=shown)

        with suppress(DeliveryFailed):
            accepted_view(view, publish)

    def upload(self, posted: Posted, paths: Sequence[Path], comment: str) -> None:
        """Put files into the thread of a message, or into a channel where no message is named."""
        uploads = [{"file": str(path), "filename": path.name, "title": path.name} for path in paths]
        with delivering():
            self._client.files_upload_v2(
                file_uploads=uploads,
                channel=posted.channel,
                thread_ts=posted.ts or None,
                initial_comment=comment,
            )

    def keep_picture(self, name: str, content: bytes) -> str:
        """Upload a picture that is shared nowhere, for blocks to show; its id."""
        with delivering():
            answer = self._client.files_upload_v2(file=content, filename=name, title=name)
        files: Sequence[Mapping[str, Any]] = answer.get("files") or [answer.get("file") or {}]
        return str(files[0].get("id") or "")

    def status(self, channel: str, thread: str, text: str) -> None:
        """Say what the bot is doing, where the server knows how."""
        with suppress(DeliveryFailed), delivering():
            self._client.assistant_threads_setStatus(channel_id=channel, thread_ts=thread, status=text)

    def suggest(self, channel: str, title: str, prompts: Sequence[tuple[str, str]]) -> None:
        """Pin suggested prompts to a direct message, where the server knows how."""
        rows = [{"title": each, "message": message} for each, message in prompts]
        with suppress(DeliveryFailed), delivering():
            self._client.assistant_threads_setSuggestedPrompts(channel_id=channel, title=title, prompts=rows)

    def _respond(self, place: Place, card: Card) -> bool:
        if not place.response_url:
            return False
        hook = WebhookClient(place.response_url, timeout=TIMEOUT)

        def respond(blocks: Sequence[Block]) -> bool:
            with delivering():
                answer = hook.send(
                    text=card.text, blocks=blocks, response_type="ephemeral", replace_original=False
                )
            return answer.status_code == HTTPStatus.OK

        try:
            return respond(card.blocks) or (
                plainly(card.blocks) != list(card.blocks) and respond(plainly(card.blocks))
            )
        except DeliveryFailed:
            return False

    def _ephemeral(self, place: Place, card: Card) -> bool:
        if not place.channel or place.channel.startswith("D"):
            return False

        client = self._now

        def whisper(blocks: Sequence[Block]) -> None:
            with delivering():
                client.chat_postEphemeral(
                    channel=place.channel,
                    user=place.person,
                    text=card.text,
                    blocks=blocks,
                    thread_ts=place.thread or None,
                )

        try:
            accepted(card.blocks, whisper)
        except DeliveryFailed as failure:
            if failure.slow_down and client is self._prompt:
                raise
            return False
        return True
