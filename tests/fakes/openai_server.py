"""A scripted OpenAI-compatible server on this machine, over real HTTP: each call gets the next reply."""

import json
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from types import TracebackType
from typing import Any, Self


@dataclass(frozen=True, slots=True, kw_only=True)
class Scripted:
    """One reply. ``text`` is streamed a few characters a chunk, then the ``wants``: tools to call, with their arguments.

    ``raw`` is sent in its place as it is; ``status`` other than 200 sends it as an error body. ``hang`` stops
    after the text until the server is closed; ``pings`` keeps the line busy meanwhile. ``reason`` empty: the
    stream breaks off without a last chunk. ``counted`` adds a chunk with token counts.
    """

    text: str = ""
    status: int = 200
    raw: bytes = b""
    hang: bool = False
    pings: bool = False
    reason: str = "stop"
    counted: bool = True
    wants: tuple[tuple[str, dict[str, str]], ...] = ()


@dataclass(slots=True)
class OpenAIServer:
    """Serves ``/v1/chat/completions`` from a script whose last reply repeats; ``calls`` holds the bodies."""

    script: list[Scripted]
    calls: list[dict[str, Any]] = field(default_factory=list)
    keys: list[str] = field(default_factory=list)
    closing: threading.Event = field(default_factory=threading.Event)
    _server: ThreadingHTTPServer | None = None

    def __enter__(self) -> Self:
        owner: OpenAIServer = self

        class Handler(_Handler):
            server_owner = owner

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self._server.daemon_threads = False
        threading.Thread(
            target=self._server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True
        ).start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, fault: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.closing.set()
        if self._server is not None:
            self._server.shutdown()
            self._server.server_close()

    @property
    def base_url(self) -> str:
        """What ``OPENAI_BASE_URL`` is set to."""
        assert self._server is not None
        return f"http://127.0.0.1:{self._server.server_address[1]}/v1"

    @property
    def prompts(self) -> list[str]:
        """The data that each call carried, as the model was given it."""
        return [call["messages"][-1]["content"] for call in self.calls]

    def called(self, times: int, seconds: float = 60.0) -> None:
        """Wait until it was asked so often, and no more: who gave up waiting may ask only then."""
        until = time.monotonic() + seconds
        while len(self.calls) < times and time.monotonic() < until:
            time.sleep(0.01)
        assert len(self.calls) == times

    def next_reply(self) -> Scripted:
        """The reply for the call just recorded."""
        return self.script[min(len(self.calls), len(self.script)) - 1]


class _Handler(BaseHTTPRequestHandler):
    server_owner: OpenAIServer

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"]))
        self.server_owner.calls.append(json.loads(body))
        self.server_owner.keys.append(self.headers.get("Authorization", ""))
        reply = self.server_owner.next_reply()
        self.send_response(reply.status)
        self.send_header("Content-Type", "text/event-stream" if reply.status == 200 else "application/json")
        self.send_header("Connection", "close")
        self.end_headers()
        try:
            for piece in _pieces(reply):
                self.wfile.write(piece)
                self.wfile.flush()
            self._hang(reply)
        except (BrokenPipeError, ConnectionResetError):
            return  # the caller lost patience, which is what some tests are about

    def _hang(self, reply: Scripted) -> None:
        while reply.hang and not self.server_owner.closing.wait(0.05):
            if reply.pings:
                self.wfile.write(b": still here\n\n")
                self.wfile.flush()

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the name it has in the base class
        """Say nothing on standard error."""


def _pieces(reply: Scripted) -> Iterator[bytes]:
    if reply.raw or reply.status != 200:
        yield reply.raw
        return
    for begin in range(0, len(reply.text), 7):
        yield _chunk(
            {"delta": {"role": "assistant", "content": reply.text[begin : begin + 7]}, "finish_reason": None}
        )
    for number, (name, arguments) in enumerate(reply.wants):
        function = {"name": name, "arguments": json.dumps(arguments)}
        wanted = {"index": number, "id": f"call-{number}", "type": "function", "function": function}
        yield _chunk({"delta": {"role": "assistant", "tool_calls": [wanted]}, "finish_reason": None})
    if reply.hang or not reply.reason:
        return
    yield _chunk({"delta": {}, "finish_reason": "tool_calls" if reply.wants else reply.reason})
    if reply.counted:
        usage = {"prompt_tokens": 700, "completion_tokens": 60, "total_tokens": 760}
        yield _event({**_HEAD, "choices": [], "usage": usage})
    yield b"data: [DONE]\n\n"


_HEAD = {"id": "chatcmpl-1", "object": "chat.completion.chunk", "created": 1_790_000_000, "model": "scripted"}


def _chunk(choice: dict[str, Any]) -> bytes:
    return _event({**_HEAD, "choices": [{"index": 0, **choice}]})


def _event(body: dict[str, Any]) -> bytes:
    return b"data: " + json.dumps(body, ensure_ascii=False).encode() + b"\n\n"
