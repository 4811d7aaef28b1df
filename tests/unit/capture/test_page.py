"""Captures name what they took and what they could not."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from bot.capture.page import PageCapturer, verify
from bot.domain.errors import CaptureFailed, FetchFailed
from bot.domain.evidence import Evidence
from bot.domain.ids import EvidenceId
from bot.domain.listings import Listing
from bot.net import Fetched, Guarded

AT = datetime(2026, 11, 24, 4, 0, tzinfo=UTC)
LISTING = Listing(
    platform="taobao",
    item_id="1",
    url="http://item.taobao.example/1",
    title="S0lvane",
    images=("http://img.example/a.jpg", "http://img.example/gone.jpg"),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Web(Guarded):
    def get(self, url: str) -> Fetched:
        if url.endswith("gone.jpg"):
            raise FetchFailed(url, "the site closed the connection")
        kind = "image/jpeg" if url.endswith(".jpg") else "text/html"
        return Fetched(
            url=url, status=200, headers=(("content-type", kind),), body=b"bytes of " + url.encode()
        )


def _no_browser(_url: str) -> bytes:
    raise CaptureFailed("screenshot", "there is no browser here")


def _captured(folder: Path) -> Evidence:
    return PageCapturer(fetcher=_Web(), folder=folder, screenshot=_no_browser).capture(
        LISTING, EvidenceId("E-000001"), AT
    )


def test_what_was_taken_is_hashed_and_what_failed_is_named(tmp_path: Path) -> None:
    evidence = _captured(tmp_path)
    assert [f.name for f in evidence.files] == [
        "record.json",
        "page.html",
        "page-headers.json",
        "picture-1.jpg",
        "manifest.json",
    ]
    assert [part for part, _ in evidence.failed] == ["screenshot", "picture 2"]
    manifest = json.loads((tmp_path / "E-000001" / "manifest.json").read_text())
    assert manifest["failed"][1]["reason"].endswith("the site closed the connection")
    assert manifest["files"][1]["sha256"] == evidence.files[1].sha256


def test_untouched_evidence_agrees_with_its_record(tmp_path: Path) -> None:
    assert verify(_captured(tmp_path), tmp_path) == []


def test_a_changed_byte_and_a_removed_file_are_named(tmp_path: Path) -> None:
    evidence = _captured(tmp_path)
    page = tmp_path / evidence.files[1].path
    page.write_bytes(page.read_bytes()[:-1] + b"!")
    (tmp_path / evidence.files[3].path).unlink()
    assert verify(evidence, tmp_path) == ["page.html was changed", "picture-1.jpg is gone"]
