"""A desk for tests: real services, templates and store; guidance, captures and sources told by the test."""

from __future__ import annotations

import secrets
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from pathlib import Path

from bot.capture.bundle import ZipBinder
from bot.capture.folders import EvidenceFiles, HandedFolder, LicenceFolder
from bot.capture.sheets import workbook_of
from bot.capture.stamps import Stamper, roots
from bot.domain.addresses import Address, address_of
from bot.domain.assessments import Assessment, Band, Signal
from bot.domain.errors import FetchFailed
from bot.domain.evidence import Evidence
from bot.domain.ids import LOCAL, EvidenceId, PersonId, RightId
from bot.domain.listings import Listing, ListingSighting
from bot.domain.moments import china_day
from bot.domain.proofs import Drawn
from bot.domain.retention import RetentionTerms
from bot.domain.sentences import Sentence, sentence
from bot.domain.workhours import Workhours
from bot.notices.writer import TemplateNoticeWriter
from bot.papers import Capturer
from bot.ports import (
    AnswerWriter,
    ListingLookup,
    ListingPages,
    ListingSource,
    Unreadable,
    WordingWriter,
)
from bot.reports.group_picture import group_picture
from bot.reports.paper import paper
from bot.repositories import Store
from bot.services.answering.answers import ExtractiveWriter
from bot.services.answering.conversations import Conversations
from bot.services.answering.gaps import Gaps
from bot.services.answering.questions import Questions
from bot.services.answering.routes import Routes
from bot.services.answering.team_documents import TeamDocuments
from bot.services.assessment.genuine_pictures import GenuinePictures
from bot.services.assessment.proofs import Draw, Proofs
from bot.services.assessment.triage import Triage
from bot.services.assessment.weights import WeightsRoom
from bot.services.casework.casefiles import CaseFiles
from bot.services.casework.cases import Cases
from bot.services.casework.contacts import Contacts
from bot.services.casework.counsel import OutsideCounsel
from bot.services.casework.deadlines import Deadlines
from bot.services.casework.evidence import EvidenceRoom
from bot.services.casework.followups import Followups
from bot.services.casework.handed import HandedEvidence
from bot.services.casework.infringers import Infringers
from bot.services.casework.merging import Merging
from bot.services.casework.rights import Rights
from bot.services.desk import Desk
from bot.services.drafting.approvals import Approvals
from bot.services.drafting.batches import Batches
from bot.services.drafting.drafts import Drafts
from bot.services.drafting.pending import ApprovalPatience, Pending
from bot.services.drafting.reviews import Reviews
from bot.services.drafting.suggestions import Suggestions
from bot.services.drafting.team import Team
from bot.services.upkeep.audit import AuditTrail
from bot.services.upkeep.health import Health
from bot.services.upkeep.law_change import LawChange
from bot.services.upkeep.levels import ServiceLevels
from bot.services.upkeep.people import People
from bot.services.upkeep.reports import Reports
from bot.services.upkeep.retention import Retention
from bot.services.upkeep.team_settings import TeamSettings
from bot.services.watching.alerts import Alerts
from bot.services.watching.intake import Intake
from bot.services.watching.looks import Bench, Judge
from bot.services.watching.rules import Rules
from bot.services.watching.squatting import Squatting
from bot.services.watching.tips import Tips
from bot.services.watching.watches import Watches
from bot.signals.pictures.image import Fingerprint
from bot.sources.brought import BroughtReaders
from bot.sources.marketplaces import Lookups
from bot.store.heads import HeadFile
from bot.store.inbox import open_inbox
from bot.store.sql import open_store
from knowledge import law
from knowledge.page_texts import PageTexts
from tests.factories import NOW, a_book, an_evidence
from tests.fakes.guidance import CannedReader, CannedSearch


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


@dataclass(slots=True)
class Shelf:
    """A source with the listings that a test puts on it, or a fault."""

    name: str = "demo feed"
    listings: list[Listing] = field(default_factory=list)
    fault: Exception | None = None

    def look(self) -> Iterator[Listing | Unreadable]:
        yield from self.listings
        if self.fault is not None:
            raise self.fault


class Suspicious:
    """Finds every listing very suspect, for the reasons of a cheap copy."""

    edition = "1"

    def sit(self) -> Bench:
        return self

    def prints(self, listing: Listing) -> Mapping[int, Fingerprint | None]:
        return {}

    def judge(self, listing: Listing) -> Sequence[Assessment]:
        signals = (
            Signal(
                name="wordmark",
                score=0.9,
                because=Sentence(key=f"title holds the mark: {listing.title[:200]}"),
                span=(0, 7) if listing.title.startswith("LUMIÈRE") else None,
            ),
            Signal(
                name="price",
                score=0.8,
                because=sentence(
                    "{money} is {share} under {reference}",
                    money="CNY 59",
                    share="89%",
                    reference="the lowest authorised price (CNY 520)",
                ),
            ),
            Signal(
                name="seller",
                score=0.2,
                because=Sentence(key="seller is not on the list of authorised shops"),
            ),
        )
        return [
            Assessment(
                listing_id=listing.listing_id,
                brand="Lumière Nord",
                band=Band.HIGH,
                score=0.93,
                right_ids=(RightId("TM-CN-03"),),
                signals=signals,
            )
        ]


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
) -> Iterator[Desk]:
    """A desk on a database of its own, with the brand book of the factories imported."""
    register = law.load()
    with (
        open_store(
            f"sqlite:///{home / 'marque.sqlite3'}", LOCAL, clock, lambda: secrets.token_hex(8)
        ) as store,
        open_inbox(f"sqlite:///{home / 'inbox.sqlite3'}", LOCAL) as inbox,
    ):
        writer, capturer = TemplateNoticeWriter(register), capturer or InstantCapturer()
        alerts = Alerts(store, clock)
        first = {
            "viewers": viewers, "analysts": analysts, "approvers": approvers, "admins": admins,
            "deputies": deputies, "counsel": counsel, "alert_channel": [alert_channel] if alert_channel else [],
        }  # fmt: skip
        settings = TeamSettings({name: tuple(values) for name, values in first.items()}, store, clock)
        outside = OutsideCounsel(store, clock)
        people = People(settings.of, clock, outside.of)
        team = Team(named=settings.of, expand=people.expand, outside=outside.holding, delay=delay)
        drafts = Drafts(store, writer, capturer, home / "drafts", clock)
        hours = Workhours(is_working_day=lambda day: day.weekday() < 5)
        reviews = Reviews(store, PageTexts(register), writer, clock)
        questions = Questions(
            search=search or CannedSearch(),
            reader=reader or CannedReader(),
            writer=answer_writer or ExtractiveWriter(),
            register=register,
            store=store,
            today=lambda: china_day(clock()),
            with_reader=reviews.with_reader,
        )
        rights = Rights(store, register, clock)
        watches = Watches(store, sources, judge(store) if judge else Suspicious(), clock)
        desk = Desk(
            questions=questions,
            conversations=Conversations(store, questions, clock),
            gaps=Gaps(store, clock),
            rights=rights,
            intake=Intake(store, watches, rights, BroughtReaders(), home, clock),
            routes=Routes(store, register, clock),
            watches=watches,
            weights=WeightsRoom(store, clock),
            genuine_pictures=GenuinePictures(store, clock),
            tips=Tips(store, watches, pages or NoPages(), Lookups(lookups), clock),
            team_documents=TeamDocuments(store, clock),
            alerts=alerts,
            triage=Triage(store, clock),
            proofs=Proofs(store, draw, clock),
            rules=Rules(store, lambda: people.may_approve, clock),
            levels=ServiceLevels(store, (each.name for each in sources), timedelta(minutes=15), clock),
            cases=Cases(store, alerts, clock),
            merging=Merging(store, clock),
            followups=Followups(
                store, Lookups(lookups), page or (lambda listing: ListingSighting(listing=listing)), clock
            ),
            casefiles=CaseFiles(store, workbook_of, home / "cases", clock),
            contacts=Contacts(store, register, clock),
            drafts=drafts,
            batches=Batches(store, writer, drafts, team),
            suggestions=Suggestions(store, wording),
            approvals=Approvals(store, writer, register, team, home / "drafts", clock),
            pending=Pending(
                store,
                writer,
                register,
                drafts.composed_anew,
                team,
                ApprovalPatience(hours=hours),
                home / "drafts",
                clock,
            ),
            deadlines=Deadlines(store, register, clock),
            audit=AuditTrail(store, HeadFile(home / "audit-heads.txt"), clock),
            reviews=reviews,
            law_change=LawChange(store, register, clock),
            lookups=Lookups(lookups),
            reports=Reports(store, clock, paper),
            health=Health(store, (each.name for each in sources), timedelta(minutes=15), clock),
            squatting=Squatting(store, register, clock),
            infringers=Infringers(store, register, group_picture, clock),
            retention=Retention(store, EvidenceFiles(home / "evidence"), RetentionTerms(), clock),
            handed=HandedEvidence(store, HandedFolder(folder=home / "evidence", stamper=NO_STAMPS), clock),
            evidence=EvidenceRoom(
                store,
                capturer,
                LicenceFolder(folder=home / "evidence", stamper=NO_STAMPS),
                ZipBinder(folder=home / "evidence", stamper=NO_STAMPS, trusted=roots),
                clock,
            ),
            people=people,
            settings=settings,
            counsel=outside,
            store=store,
            inbox=inbox,
            capturer=capturer,
            clock=clock,
        )
        desk.rights.import_book(a_book(folder=str(home)), PersonId("cli:test"))
        yield desk
