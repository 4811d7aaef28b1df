"""One marketplace behind real HTTP: requests recorded, faults armed, goods on its shelf."""

import hashlib
import hmac as hmac_of
import json
from collections import deque
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import Any, Protocol
from urllib.parse import parse_qsl, urlsplit


@dataclass(frozen=True, slots=True, kw_only=True)
class Good:
    """Something on sale. Prices are in hundredths; without a title the marketplace leaves the title out."""

    number: int
    title: str = "高仿 包"
    price: int = 5900
    image: str = "//img.market.example/1.jpg"
    shop: str = "良心小店"
    individual: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """A request as it arrived: parameters decoded, header names in lower case."""

    path: str
    query: Mapping[str, str]
    form: Mapping[str, str]
    headers: Mapping[str, str]


Reply = tuple[int, Any]
"""Status and body; text and bytes go out as they are, the rest as JSON."""


class Fake(Protocol):
    """A marketplace: its name in settings, what configures a client, and how it answers."""

    name: str
    keys: Mapping[str, str]
    goods: list[Good]

    def answer(self, asked: Asked) -> Reply: ...


@dataclass(slots=True)
class Market:
    """A fake that is being served."""

    fake: Fake
    url: str
    asked: list[Asked] = field(default_factory=list)
    faults: deque[Reply] = field(default_factory=deque)

    def arm(self, *replies: Reply) -> None:
        """Answer the next calls with these instead."""
        self.faults.extend(replies)

    @property
    def settings(self) -> dict[str, str]:
        """What an operator would set."""
        prefix = "alibaba_1688" if self.fake.name == "1688" else self.fake.name
        return {f"{prefix}_{key}": value for key, value in {**self.fake.keys, "url": self.url}.items()}


@contextmanager
def serving(fake: Fake, path: str = "") -> Iterator[Market]:
    """The marketplace on a port of its own; ``path`` is where its gateway lies."""

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"
        disable_nagle_algorithm = True  # else each body waits 40 ms for the receipt of its headers

        def do_GET(self) -> None:
            self._answer({})

        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers.get("content-length", 0))).decode()
            self._answer(dict(parse_qsl(body, keep_blank_values=True, strict_parsing=True)))

        def _answer(self, form: dict[str, str]) -> None:
            parts = urlsplit(self.path)
            headers = {name.lower(): value for name, value in self.headers.items()}
            asked = Asked(path=parts.path, query=dict(parse_qsl(parts.query)), form=form, headers=headers)
            market.asked.append(asked)
            status, body = market.faults.popleft() if market.faults else fake.answer(asked)
            raw = body.encode() if isinstance(body, str) else json.dumps(body, ensure_ascii=False).encode()
            self.send_response(status)
            self.send_header("Content-Type", "application/json;charset=UTF-8")
            self.send_header("Content-Length", str(len(raw)))
            self.end_headers()
            self.wfile.write(raw)

        def log_message(self, *_: object) -> None:
            """Quiet."""

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        server.daemon_threads = True
        market = Market(fake=fake, url=f"http://127.0.0.1:{server.server_address[1]}{path}")
        thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        try:
            yield market
        finally:
            server.shutdown()
            thread.join()


def joined(sent: Mapping[str, str], without: str = "sign") -> str:
    """What a signature covers, from the raw values that arrived."""
    return "".join(f"{name}{sent[name]}" for name in sorted(sent) if name != without)


def md5(text: str) -> str:
    return hashlib.md5(text.encode(), usedforsecurity=False).hexdigest().upper()


def keyed(kind: str, secret: str, text: str) -> str:
    return hmac_of.new(secret.encode(), text.encode(), kind).hexdigest().upper()


def off_by(clock: Callable[[], datetime], then: datetime) -> float:
    """Seconds between a time that was sent and now."""
    return abs((clock() - then).total_seconds())


def slice_of(goods: list[Good], page: int, size: int) -> list[Good]:
    return goods[(page - 1) * size : page * size]


def oddly(rows: list[dict[str, Any]], key: str) -> dict[str, Any]:
    """A list as these servers write it: left out when empty, the row itself when there is one."""
    return {} if not rows else {key: rows[0] if len(rows) == 1 else rows}
