"""A desk for tests: real services, templates and store; guidance, captures and sources told by the test."""

import secrets
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from functools import cache, partial
from pathlib import Path

from bot.capture.bundle import ZipBinder
from bot.capture.folders import EvidenceFiles, HandedFolder, LicenceFolder
from bot.capture.roots import roots
from bot.capture.stamps import Stamper
from bot.domain.addresses import Address, address_of
from bot.domain.errors import FetchFailed
from bot.domain.evidence import Evidence
from bot.domain.ids import LOCAL, EvidenceId, PersonId
from bot.domain.listings import Listing, ListingSighting
from bot.domain.moments import china_day
from bot.domain.proofs import Drawn
from bot.domain.retention import RetentionTerms
from bot.domain.workdays import Workhours
from bot.notices.writer import TemplateNoticeWriter
from bot.papers import Capturer
from bot.ports import AnswerWriter, ListingLookup, ListingPages, ListingSource, WordingWriter
from bot.reports.group_picture import group_picture
from bot.reports.pdf import paper
from bot.repositories import Store
from bot.services.answering.answers import ExtractiveWriter
from bot.services.answering.questions import Questions
from bot.services.assessment.proofs import Draw
from bot.services.assessment.weights import WeightsRoom
from bot.services.casework.counsel import OutsideCounsel
from bot.services.casework.evidence import EvidenceRoom
from bot.services.desk import Desk, DeskParts, assembled
from bot.services.drafting.pending import ApprovalPatience
from bot.services.drafting.reviews import read_by_counsel
from bot.services.drafting.team import Team
from bot.services.upkeep.people import People
from bot.services.upkeep.team_settings import TeamSettings
from bot.services.watching.looks import Judge
from bot.sources.added import AddedSource
from bot.sources.brought import BroughtReaders
from bot.sources.marketplaces import Lookups
from bot.store.heads import HeadFile
from bot.store.inbox import open_inbox
from bot.store.sql import open_store
from bot.workbooks import workbook
from knowledge import law
from knowledge.page_texts import PageTexts
from tests.factories import NOW, a_book, an_evidence
from tests.fakes.guidance import CannedReader, CannedSearch
from tests.fakes.shelf import Shelf as Shelf
from tests.fakes.shelf import Suspicious as Suspicious


def _nobody(url: str, _body: bytes, _media_type: str) -> bytes:
    raise FetchFailed(url, "there is no time-stamp authority here")


NO_STAMPS = Stamper(authorities=(), trusted=roots, post=_nobody)


@dataclass(slots=True)
class HandClock:
    """A clock that a test moves."""

    at: datetime = NOW

    def __call__(self) -> datetime:
        return self.at

    def forward(self, **span: float) -> None:
        self.at += timedelta(**span)


class NoPages:
    """Pages that tell nothing; short links lead to one known listing."""

    def follow(self, url: str) -> Address | None:
        return address_of("https://item.taobao.com/item.htm?id=731234567890")

    def read(self, address: Address) -> Listing:
        return Listing(platform=address.platform, item_id=address.item_id, url=address.url, title="")


class InstantCapturer:
    """Evidence without a web: the same files each time, taken now."""

    def capture(self, listing: Listing, evidence_id: EvidenceId, at: datetime) -> Evidence:
        taken = an_evidence(evidence_id=evidence_id, listing_id=listing.listing_id, url=listing.url)
        files = tuple(replace(f, path=f"{evidence_id}/{f.name}") for f in taken.files)
        return replace(taken, captured_at=at, files=files)


def nothing_recognised(_listing: Listing) -> Drawn | None:
    """No picture was made from a genuine one."""
    return None


def nowhere(url: str) -> bytes:
    """No web.

    Raises:
        FetchFailed: always.
    """
    raise FetchFailed(url, "there is no web here")


@cache
def notice_writer() -> TemplateNoticeWriter:
    """The one of all desks: it keeps nothing of what it writes."""
    return TemplateNoticeWriter(law.load())


@contextmanager
def a_desk(
    home: Path,
    *,
    clock: Callable[[], datetime],
    approvers: Sequence[str],
    sources: Sequence[ListingSource] = (),
    search: CannedSearch | None = None,
    reader: CannedReader | None = None,
    lookups: Sequence[ListingLookup] = (),
    page: Callable[[Listing], ListingSighting] | None = None,
    pages: ListingPages | None = None,
    admins: Sequence[str] = (),
    analysts: Sequence[str] = (),
    viewers: Sequence[str] = (),
    alert_channel: str = "C0ALERTS",
    deputies: Sequence[str] = (),
    counsel: Sequence[str] = (),
    delay: timedelta = timedelta(),
    wording: WordingWriter | None = None,
    answer_writer: AnswerWriter | None = None,
    draw: Draw = nothing_recognised,
    judge: Callable[[Store], Judge] | None = None,
    capturer: Capturer | None = None,
    fetch: Callable[[str], bytes] = nowhere,
    stamper: Stamper = NO_STAMPS,
    database: str = "",
) -> Iterator[Desk]:
    """A desk on a database of its own, or the one given, with the brand book of the factories imported."""
    register = law.load()
    with (
        open_store(
            database or f"sqlite:///{home / 'marque.sqlite3'}", LOCAL, clock, lambda: secrets.token_hex(8)
        ) as store,
        open_inbox(database or f"sqlite:///{home / 'inbox.sqlite3'}", LOCAL) as inbox,
    ):
        writer, capturer = notice_writer(), capturer or InstantCapturer()
        first = {
            "viewers": viewers, "analysts": analysts, "approvers": approvers, "admins": admins,
            "deputies": deputies, "counsel": counsel, "alert_channel": [alert_channel] if alert_channel else [],
        }  # fmt: skip
        settings = TeamSettings({name: tuple(values) for name, values in first.items()}, store, clock)
        outside, pages_read, evidence = OutsideCounsel(store, clock), PageTexts(register), home / "evidence"
        people = People(settings.of, clock, outside.of)
        licences = LicenceFolder(folder=evidence, stamper=NO_STAMPS)
        binder = ZipBinder(folder=evidence, stamper=NO_STAMPS, trusted=roots)
        parts = DeskParts(
            store=store,
            inbox=inbox,
            register=register,
            home=home,
            clock=clock,
            settings=settings,
            counsel=outside,
            people=people,
            team=Team(named=settings.of, expand=people.expand, outside=outside.holding, delay=delay),
            patience=ApprovalPatience(hours=Workhours(is_working_day=lambda day: day.weekday() < 5)),
            terms=RetentionTerms(),
            pace=timedelta(minutes=15),
            questions=Questions(
                search=search or CannedSearch(),
                reader=reader or CannedReader(),
                writer=answer_writer or ExtractiveWriter(),
                register=register,
                store=store,
                today=lambda: china_day(clock()),
                with_reader=partial(read_by_counsel, store, pages_read),
            ),
            judge=judge(store) if judge else Suspicious(),
            weights=WeightsRoom(store, clock),
            draw=draw,
            sources=sources,
            opened=lambda feed: AddedSource(feed, fetch, clock),
            lookups=Lookups(lookups),
            look_at=page or (lambda listing: ListingSighting(listing=listing)),
            pages=pages or NoPages(),
            readers=BroughtReaders(),
            without_orders=str,
            writer=writer,
            wording=wording,
            guidance_pages=pages_read,
            capturer=capturer,
            evidence=EvidenceRoom(store, capturer, licences, binder, clock),
            handed=HandedFolder(folder=evidence, stamper=stamper),
            files=EvidenceFiles(evidence),
            heads=HeadFile(home / "audit-heads.txt"),
            workbook=workbook,
            paper=paper,
            picture=group_picture,
        )
        desk = assembled(parts)
        desk.rights.import_book(a_book(folder=str(home)), PersonId("cli:test"))
        yield desk
