"""What is answered over HTTP: Slack's signed requests (webhooks), and health checks: alive, ready, metrics."""

import hashlib
import itertools
import re
import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from http import HTTPStatus
from typing import Any

import structlog
from slack_bolt import BoltRequest, BoltResponse

from bot.domain.errors import MarqueError
from bot.slack.readable import readable
from bot.slack.web.meters import Meters

EVENTS = "/slack/events"
REQUEST_ID = "x-request-id"
_SOUND = re.compile(r"[\w.-]{8,64}")
_NUMBERS = itertools.count(1)
log = structlog.get_logger("marque.slack")

Environ = Mapping[str, Any]
StartResponse = Callable[[str, list[tuple[str, str]]], object]
Dispatch = Callable[[BoltRequest], BoltResponse]
Unready = Callable[[], Sequence[str]]
"""Why the bot cannot do its work just now, in sentences; nothing where it can."""


@dataclass(frozen=True, slots=True, kw_only=True)
class HttpAnswer:
    """What goes back: a text unless ``content`` says otherwise."""

    status: int
    body: bytes
    content: str = "text/plain; charset=utf-8"
    headers: Mapping[str, Sequence[str]] = field(default_factory=dict)


def in_words(status: HTTPStatus, text: str) -> HttpAnswer:
    """A sentence for whoever called."""
    return HttpAnswer(status=status, body=f"{text}\n".encode())


@dataclass(eq=False, kw_only=True)
class Site:
    """The WSGI application. Without a ``dispatch``, which answers Slack, it answers probes only."""

    meters: Meters
    unready: Unready
    dispatch: Dispatch | None = None

    def __call__(self, environ: Environ, start_response: StartResponse) -> Iterable[bytes]:
        """HttpAnswer one request; its id goes back, and is in every line that is logged about it."""
        began, path = time.perf_counter(), str(environ.get("PATH_INFO") or "/")
        request_id = request_id_of(str(environ.get("HTTP_X_REQUEST_ID") or ""))
        with structlog.contextvars.bound_contextvars(request=request_id):
            answer = self._answer(path, environ, request_id)
            if answer.status >= HTTPStatus.BAD_REQUEST:
                log.warning("refused over HTTP", path=path[:80], status=answer.status)
        known = path if path in (EVENTS, *self._probes()) else "other"
        self.meters.request(known, answer.status, time.perf_counter() - began)
        headers = [(name, value) for name, values in answer.headers.items() for value in values]
        headers = [each for each in headers if each[0].lower() not in {"content-type", "content-length"}]
        length = ("Content-Length", str(len(answer.body)))
        start_response(
            f"{answer.status} {HTTPStatus(answer.status).phrase}",
            [*headers, ("Content-Type", answer.content), length, ("X-Request-Id", request_id)],
        )
        return [answer.body]

    def _probes(self) -> Mapping[str, Callable[[], HttpAnswer]]:
        return {"/healthz": _alive, "/readyz": self._ready, "/metrics": self._measured}

    def _answer(self, path: str, environ: Environ, request_id: str) -> HttpAnswer:
        method = str(environ.get("REQUEST_METHOD"))
        if path == EVENTS and self.dispatch is not None:
            if method != "POST":
                return in_words(
                    HTTPStatus.METHOD_NOT_ALLOWED, "Slack posts its events here; nothing is shown."
                )
            return _delivered(self.dispatch, environ, request_id)
        probe = self._probes().get(path)
        if probe is None:
            return in_words(HTTPStatus.NOT_FOUND, f"There is nothing here. Slack's requests go to {EVENTS}.")
        if method not in {"GET", "HEAD"}:
            return in_words(HTTPStatus.METHOD_NOT_ALLOWED, "This can only be read.")
        return probe()

    def _ready(self) -> HttpAnswer:
        why = self.unready()
        if why:
            return in_words(HTTPStatus.SERVICE_UNAVAILABLE, "\n".join(why))
        return in_words(HTTPStatus.OK, "ready")

    def _measured(self) -> HttpAnswer:
        try:
            text = self.meters.text()
        except MarqueError as fault:
            return in_words(HTTPStatus.SERVICE_UNAVAILABLE, str(fault))
        return HttpAnswer(status=HTTPStatus.OK, body=text, content="text/plain; version=0.0.4; charset=utf-8")


def request_id_of(given: str) -> str:
    """The proxy's id of the request where it is sound, else a new one."""
    if _SOUND.fullmatch(given):
        return given
    return hashlib.sha256(f"{time.time_ns()}:{next(_NUMBERS)}".encode()).hexdigest()[:12]


def _alive() -> HttpAnswer:
    return in_words(HTTPStatus.OK, "alive")


def _delivered(dispatch: Dispatch, environ: Environ, request_id: str) -> HttpAnswer:
    """Slack's request as Bolt answers it; what is refused is refused in words."""
    length = int(environ.get("CONTENT_LENGTH") or 0)
    headers = {
        name.removeprefix("HTTP_").replace("_", "-").lower(): str(value)
        for name, value in environ.items()
        if name.startswith("HTTP_") or name == "CONTENT_TYPE"
    }
    try:
        body = environ["wsgi.input"].read(length).decode()
        asked = BoltRequest(
            body=body,
            query=str(environ.get("QUERY_STRING") or ""),
            headers={**headers, REQUEST_ID: request_id},
        )
    except (ValueError, LookupError, TypeError, AttributeError, RecursionError):
        return in_words(HTTPStatus.BAD_REQUEST, "This is neither JSON nor a form, as Slack sends them.")
    if not readable(asked.body):  # before Bolt, which reads the same places without a look
        return in_words(HTTPStatus.BAD_REQUEST, "This delivery does not have the shape that Slack gives it.")
    return _told(dispatch(asked))


def _told(response: BoltResponse) -> HttpAnswer:
    if response.status == HTTPStatus.UNAUTHORIZED:
        return in_words(
            HTTPStatus.UNAUTHORIZED,
            "The signature is missing, wrong or older than five minutes: only Slack is answered here. "
            "Compare SLACK_SIGNING_SECRET with the app's, and this machine's clock with the world's.",
        )
    content = response.first_headers().get("content-type", "text/plain; charset=utf-8")
    return HttpAnswer(
        status=response.status, body=(response.body or "").encode(), content=content, headers=response.headers
    )
