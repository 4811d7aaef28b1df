"""What a capture fetched, in order, and the same as a WARC archive that other tools can replay."""

from __future__ import annotations

import io
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from http import HTTPStatus
from typing import TYPE_CHECKING

from bot.domain.errors import FetchFailed
from bot.net.guarded import Fetched

if TYPE_CHECKING:
    from warcio.warcwriter import WARCWriter

Fetch = Callable[[str], Fetched]
"""Fetches a URL through the address guard. Raises Outside."""

# The body is kept as it came out of HTTP: whole, and in no transfer coding.
_HOP_BY_HOP = frozenset({"transfer-encoding", "connection", "keep-alive"})


@dataclass(slots=True)
class Recorder:
    """Fetches each URL of one capture once, so that page, screenshot and archive show the same bytes."""

    fetch: Fetch
    max_bytes: int = 80_000_000
    fetched: dict[str, Fetched] = field(default_factory=dict)

    def __call__(self, url: str) -> Fetched:
        """The answer, from memory where this capture has it.

        Raises:
            Outside: as the fetch does; FetchFailed where the page asks for more than a capture keeps.
        """
        known = self.fetched.get(url)
        if known is not None:
            return known
        if sum(len(answer.body) for answer in self.fetched.values()) > self.max_bytes:
            raise FetchFailed(
                url, "this capture holds more than {max_bytes} bytes already", max_bytes=f"{self.max_bytes:,}"
            )
        answer = self.fetched[url] = self.fetch(url)
        return answer


def warc(recorder: Recorder, at: datetime, software: str) -> bytes:
    """The capture as gzipped WARC 1.1: an info record and a response record for each URL, with digests."""
    from warcio.warcwriter import WARCWriter

    out = io.BytesIO()
    writer = WARCWriter(out, gzip=True, warc_version="1.1")
    date = at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    info = writer.create_warcinfo_record(
        "capture.warc.gz", {"software": software, "format": "WARC File Format 1.1"}
    )
    info.rec_headers.replace_header("WARC-Date", date)
    writer.write_record(info)
    for answer in recorder.fetched.values():
        writer.write_record(_response(writer, answer, date))
    return out.getvalue()


def _response(writer: WARCWriter, answer: Fetched, date: str) -> object:
    from warcio.statusandheaders import StatusAndHeaders

    kept = [(name, value) for name, value in answer.headers if name not in _HOP_BY_HOP]
    phrase = HTTPStatus(answer.status).phrase if answer.status in HTTPStatus._value2member_map_ else ""
    headers = {"WARC-Date": date}
    if answer.address:
        headers["WARC-IP-Address"] = answer.address
    return writer.create_warc_record(
        answer.url,
        "response",
        payload=io.BytesIO(answer.body),
        length=len(answer.body),
        http_headers=StatusAndHeaders(f"{answer.status} {phrase}".strip(), kept, protocol="HTTP/1.1"),
        warc_headers_dict=headers,
    )
