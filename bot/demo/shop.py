"""The demo's marketplaces: a local web server with invented listing pages, and a source that lets them appear over time."""

import tomllib
from dataclasses import dataclass, replace
from datetime import datetime
from decimal import Decimal
from html import escape
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from typing import Any, Self
from urllib.parse import urlsplit

from bot.domain.listings import Listing
from bot.net.guarded import PORTS, Guarded

_PAGE = """<!doctype html><html lang="zh"><meta charset="utf-8"><title>{title}</title>
<style>
body{{font:16px/1.6 "Noto Sans CJK SC",sans-serif;margin:0;color:#222;background:#f6f6f4}}
header{{background:#fff;border-bottom:1px solid #ddd;padding:14px 32px;color:#777}}
main{{display:flex;gap:32px;max-width:1040px;margin:32px auto;background:#fff;padding:32px}}
img{{width:400px;height:400px;object-fit:cover}}
b{{font-size:28px;color:#c33}}dt{{color:#888}}dd{{margin:0 0 8px}}</style>
<header>{host} · demo marketplace, everything here is invented</header>
<main><img src="/pictures/{picture}" alt=""><div><h1>{title}</h1><b>{currency} {price}</b><p>{description}</p>
<dl><dt>店铺</dt><dd>{seller}</dd><dt>营业执照</dt><dd>{company} {licence}</dd>
<dt>发货地</dt><dd>{location}</dd></dl></div></main></html>"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Stall:
    """A listing with the second at which it appears, and its picture's file name."""

    after: float
    listing: Listing
    picture: str


class Shop:
    """Serves the stalls on a free local port. Use as a context manager."""

    def __init__(self, table: str, pictures: Path) -> None:
        handler = type("Handler", (_Handler,), {"shop": self})
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
        self._thread = Thread(target=self._server.serve_forever, args=(0.01,), name="demo-shop", daemon=True)
        self.port: int = self._server.server_address[1]
        self.pictures = pictures
        self.gone: set[str] = set()
        self.stalls = tuple(_stall(row) for row in tomllib.loads(table)["listing"])

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()

    def fetcher(self) -> Guarded:
        """The guard as the demo needs it: ``.example`` names lead here, and nowhere else."""
        return _Street(
            shop=self.port,
            resolver=lambda host, _port: ["127.0.0.1"] if host.endswith(".example") else [],
            allow=lambda address: address == "127.0.0.1",
            ports=frozenset({PORTS["http"], self.port}),
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class _Street(Guarded):
    """Every address without a port leads to the shop: papers print it as a marketplace's own would be printed."""

    shop: int

    def check(self, url: str) -> tuple[Any, str]:
        """As the guard checks it, and where the shop is."""
        parts, address = Guarded.check(self, url)
        return parts.copy_with(port=self.shop), address


def _seen(listing: Listing, now: datetime) -> Listing:
    return replace(listing, seen_at=now)


class _Handler(BaseHTTPRequestHandler):
    shop: Shop

    def do_GET(self) -> None:
        """A listing page by its id, or a picture by its name."""
        parts = urlsplit(self.path)
        if parts.path.startswith("/pictures/"):
            self._picture(Path(parts.path).name)
            return
        wanted = parts.query.removeprefix("id=")
        stall = next((s for s in self.shop.stalls if s.listing.item_id == wanted), None)
        if stall is None or wanted in self.shop.gone:
            self._send(HTTPStatus.NOT_FOUND, "text/plain", b"no such listing")
        else:
            self._send(HTTPStatus.OK, "text/html; charset=utf-8", _page(stall).encode())

    def log_message(self, *_: object) -> None:
        """Requests of the demo are nobody's news."""

    def _picture(self, name: str) -> None:
        path = self.shop.pictures / name
        if path.is_file():
            self._send(HTTPStatus.OK, "image/jpeg", path.read_bytes())
        else:
            self._send(HTTPStatus.NOT_FOUND, "text/plain", b"no such picture")

    def _send(self, status: HTTPStatus, media_type: str, body: bytes) -> None:
        self.send_response(status)
        self.send_header("Content-Type", media_type)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)


def _page(stall: Stall) -> str:
    shown = stall.listing
    return _PAGE.format(
        title=escape(shown.title),
        host=escape(urlsplit(shown.url).hostname or ""),
        picture=escape(stall.picture),
        currency=escape(shown.currency),
        price=shown.price,
        description=escape(shown.description),
        seller=escape(shown.seller_name),
        company=escape(shown.seller_company),
        licence=escape(shown.seller_licence),
        location=escape(shown.location),
    )


def _stall(row: dict[str, Any]) -> Stall:
    kept = {k: v for k, v in row.items() if k not in {"after", "host", "picture", "price"}}
    rest: dict[str, Any] = {k: tuple(v) if isinstance(v, list) else v for k, v in kept.items()}
    listing = Listing(
        url=f"http://{row['host']}/item.htm?id={row['item_id']}",
        price=Decimal(row["price"]),
        images=(f"http://{row['host']}/pictures/{row['picture']}",),
        **{"currency": "CNY", **rest},
    )
    return Stall(after=float(row["after"]), listing=listing, picture=row["picture"])
