"""Captures name what they took and what they could not."""

import json
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path

from warcio.archiveiterator import ArchiveIterator

from bot.capture.page import PageCapturer, verify
from bot.capture.recording import Fetch
from bot.capture.roots import roots
from bot.domain.errors import CaptureFailed, FetchFailed
from bot.domain.evidence import Evidence
from bot.domain.ids import EvidenceId
from bot.domain.listings import Listing
from bot.net.guarded import Fetched, Guarded

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


def _no_browser(_url: str, _fetch: object) -> bytes:
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
        "archive.warc.gz",
        "manifest.json",
    ]
    assert [part for part, _ in evidence.failed] == ["screenshot", "comparison of picture 1", "picture 2"]
    manifest = json.loads((tmp_path / "E-000001" / "manifest.json").read_text())
    assert manifest["failed"][1]["reason"].startswith("it is no picture of a kind that is read")
    assert manifest["failed"][2]["reason"].endswith("the site closed the connection")
    assert manifest["files"][1]["sha256"] == evidence.files[1].sha256


def test_untouched_evidence_agrees_with_its_record(tmp_path: Path) -> None:
    assert verify(_captured(tmp_path), tmp_path, roots()) == []


def test_a_changed_byte_and_a_removed_file_are_named(tmp_path: Path) -> None:
    evidence = _captured(tmp_path)
    page = tmp_path / evidence.files[1].path
    page.write_bytes(page.read_bytes()[:-1] + b"!")
    (tmp_path / evidence.files[3].path).unlink()
    assert verify(evidence, tmp_path, roots()) == ["page.html was changed", "picture-1.jpg is gone"]


def test_the_archive_holds_what_was_fetched_with_its_digests(tmp_path: Path) -> None:
    evidence = _captured(tmp_path)
    archive = next(f for f in evidence.files if f.name == "archive.warc.gz")
    with (tmp_path / archive.path).open("rb") as stream:
        records = [
            (r.rec_type, r.rec_headers.get_header("WARC-Target-URI"), r.content_stream().read())
            for r in ArchiveIterator(stream, check_digests="raise")
        ]
    kinds = [(kind, uri) for kind, uri, _ in records]
    assert kinds == [("warcinfo", None), ("response", LISTING.url), ("response", LISTING.images[0])]
    assert records[1][2] == b"bytes of " + LISTING.url.encode()


def test_the_screenshot_is_taken_of_the_page_that_was_kept(tmp_path: Path) -> None:
    asked: list[str] = []

    @dataclass(frozen=True, slots=True, kw_only=True)
    class Counting(_Web):
        def get(self, url: str) -> Fetched:
            asked.append(url)
            return _Web.get(self, url)

    def browser(url: str, fetch: Fetch) -> bytes:
        return b"PNG of " + fetch(url).body

    capturer = PageCapturer(fetcher=Counting(), folder=tmp_path, screenshot=browser)
    evidence = capturer.capture(LISTING, EvidenceId("E-000001"), AT)
    assert evidence.has("screenshot")
    assert asked.count(LISTING.url) == 1


def test_the_servers_certificate_is_kept_and_its_absence_is_named(tmp_path: Path) -> None:
    @dataclass(frozen=True, slots=True, kw_only=True)
    class Secured(_Web):
        shown: bytes

        def get(self, url: str) -> Fetched:
            return replace(_Web.get(self, url), url="https://item.example/1", certificate=self.shown)

    def taken(shown: bytes, name: str) -> Evidence:
        capturer = PageCapturer(fetcher=Secured(shown=shown), folder=tmp_path, screenshot=_no_browser)
        return capturer.capture(LISTING, EvidenceId(name), AT)

    assert taken(b"DER", "E-000001").has("certificate.der")
    without = taken(b"", "E-000002")
    assert ("certificate", "the connection did not give it") in without.failed
