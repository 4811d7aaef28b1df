"""What Slack sends to the app, over Socket Mode or as signed HTTP requests, with its retries for events."""

import asyncio
import hashlib
import hmac
import json
import time
from collections import OrderedDict
from collections.abc import Callable, Coroutine
from dataclasses import dataclass, field
from urllib.parse import urlencode

import httpx

from bot.playground.jsons import Json, as_record, text, without_none
from bot.playground.records import SIGNING_SECRET
from bot.playground.sockets import NotAcknowledgedError, Sockets

ACK_SECONDS = 3.0
EVENTS_KEPT = 1000
_HTTP_REASONS = {"timeout": "http_timeout", "error": "http_error"}


@dataclass(frozen=True, kw_only=True, slots=True)
class AppReply:
    """How the app answered; `error` is empty when it acknowledged."""

    payload: Json = field(default_factory=dict)
    error: str = ""


class EnvelopeSender:
    """Sends envelopes to the app. Events are retried; commands and interactions get one attempt."""

    def __init__(
        self,
        *,
        request_url: str = "",
        signing_secret: str = SIGNING_SECRET,
        ack_seconds: float | None = None,
        retry_delays: tuple[float, ...] = (0.0, 60.0, 300.0),
        now: Callable[[], float] = time.time,
    ) -> None:
        self.request_url = request_url
        self.signing_secret = signing_secret
        self.ack_seconds = ACK_SECONDS if ack_seconds is None else ack_seconds
        self.retry_delays = retry_delays
        self.sockets = Sockets()
        self.sent_events: OrderedDict[str, Json] = OrderedDict()
        self._now = now
        self._tasks: set[asyncio.Task[None]] = set()
        self.ended: Callable[[object], None] = lambda task: None
        """Told on the server's loop of each event that was acknowledged or given up."""
        self._http = httpx.AsyncClient(
            trust_env=False, verify=False
        )  # an app on this machine signs for itself

    def publish(self, payload: Json, copies: int = 1) -> None:
        """Send an event without waiting; more `copies` arrive as separate deliveries of the same event."""
        self.sent_events[text(payload, "event_id")] = payload
        while len(self.sent_events) > EVENTS_KEPT:
            self.sent_events.popitem(last=False)
        for _ in range(copies):
            self._start(self._deliver_event(payload))

    @property
    def under_way(self) -> int:
        """How many events the app has not acknowledged yet, and may still."""
        return len(self._tasks)

    def _start(self, work: Coroutine[object, object, None]) -> None:
        task = asyncio.get_running_loop().create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)
        task.add_done_callback(lambda done: self.ended(done))

    async def _deliver_event(self, payload: Json) -> None:
        reason = ""
        for attempt in range(len(self.retry_delays) + 1):
            if attempt:
                await asyncio.sleep(self.retry_delays[attempt - 1])
            try:
                await self._send("events_api", payload, attempt, reason)
            except NotAcknowledgedError as failure:
                reason = failure.reason
            else:
                return

    async def ask(self, kind: str, payload: Json) -> AppReply:
        """Send a command (`slash_commands`) or an interaction (`interactive`) and wait for the answer."""
        try:
            return AppReply(payload=await self._send(kind, payload, 0, ""))
        except NotAcknowledgedError as failure:
            return AppReply(error="operation_timeout" if failure.reason == "timeout" else "dispatch_failed")

    async def _send(self, kind: str, payload: Json, attempt: int, reason: str) -> Json:
        if self.request_url and not self.sockets.connections:
            return await self._post(kind, payload, attempt, reason)
        extra: Json = {"retry_attempt": attempt, "retry_reason": reason} if kind == "events_api" else {}
        return await self.sockets.ask(kind, payload, self.ack_seconds, extra)

    async def _post(self, kind: str, payload: Json, attempt: int, reason: str) -> Json:
        body, content_type = _http_body(kind, payload)
        headers = self.signed(body) | {"Content-Type": content_type}
        if attempt:
            headers |= {
                "X-Slack-Retry-Num": str(attempt),
                "X-Slack-Retry-Reason": _HTTP_REASONS.get(reason, reason),
            }
        try:
            response = await self._http.post(
                self.request_url, content=body, headers=headers, timeout=self.ack_seconds
            )
        except httpx.TimeoutException as late:
            raise NotAcknowledgedError("timeout") from late
        except httpx.HTTPError as failed:
            raise NotAcknowledgedError("connection_failed") from failed
        if response.status_code != 200:
            raise NotAcknowledgedError("error")
        return _http_answer(response)

    def signed(self, body: bytes) -> dict[str, str]:
        """The headers by which an app knows that a request comes from Slack."""
        timestamp = str(int(self._now()))
        base = b"v0:" + timestamp.encode() + b":" + body
        digest = hmac.new(self.signing_secret.encode(), base, hashlib.sha256).hexdigest()
        return {"X-Slack-Request-Timestamp": timestamp, "X-Slack-Signature": f"v0={digest}"}

    async def close(self) -> None:
        """Stop retrying and let go of the connections."""
        for task in tuple(self._tasks):
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        await self.sockets.cut()
        await self._http.aclose()


def _http_body(kind: str, payload: Json) -> tuple[bytes, str]:
    if kind == "events_api":
        return json.dumps(payload).encode(), "application/json"
    form = payload if kind == "slash_commands" else {"payload": json.dumps(payload)}
    return urlencode(without_none(form.items())).encode(), "application/x-www-form-urlencoded"


def _http_answer(response: httpx.Response) -> Json:
    if not response.content:
        return {}
    if response.headers.get("content-type", "").startswith("application/json"):
        return as_record(response.json())
    return {"text": response.text}
