"""The desk: all services together, as the composition root hands them to Slack, the jobs and the command line."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, fields
from datetime import timedelta
from pathlib import Path

from bot.domain.listings import Listing, ListingSighting
from bot.domain.retention import RetentionTerms
from bot.papers import Capturer, FileShelf, NoticeWriter
from bot.ports import Clock, HeadBook, ListingLookup, ListingPages, ListingSource, WordingWriter
from bot.queues import Inbox
from bot.repositories import Store
from bot.services.answering.conversations import Conversations
from bot.services.answering.gaps import Gaps
from bot.services.answering.questions import Questions
from bot.services.answering.routes import Routes
from bot.services.answering.team_documents import TeamDocuments
from bot.services.assessment.genuine_pictures import GenuinePictures
from bot.services.assessment.proofs import Draw, Proofs
from bot.services.assessment.triage import Triage
from bot.services.assessment.weights import WeightsRoom
from bot.services.casework import infringers
from bot.services.casework.casefiles import CaseFiles, TableWriter
from bot.services.casework.cases import Cases
from bot.services.casework.contacts import Contacts
from bot.services.casework.counsel import OutsideCounsel
from bot.services.casework.deadlines import Deadlines
from bot.services.casework.evidence import EvidenceRoom
from bot.services.casework.followups import Followups
from bot.services.casework.handed import HandedEvidence, HandedKeeper
from bot.services.casework.infringers import Infringers
from bot.services.casework.merging import Merging
from bot.services.casework.purchases import Purchases
from bot.services.casework.rights import Rights
from bot.services.drafting.approvals import Approvals
from bot.services.drafting.batches import Batches
from bot.services.drafting.drafts import Drafts
from bot.services.drafting.pending import ApprovalPatience, Pending
from bot.services.drafting.reasons import Reasons
from bot.services.drafting.reviews import Pages, Reviews
from bot.services.drafting.suggestions import Suggestions
from bot.services.drafting.team import Team
from bot.services.upkeep import reports
from bot.services.upkeep.audit import AuditTrail
from bot.services.upkeep.health import Health
from bot.services.upkeep.law_change import LawChange
from bot.services.upkeep.levels import ServiceLevels
from bot.services.upkeep.people import People
from bot.services.upkeep.reports import Reports
from bot.services.upkeep.retention import Retention
from bot.services.upkeep.team_settings import TeamSettings
from bot.services.watching.alerts import Alerts
from bot.services.watching.feeds import Feeds, Opener
from bot.services.watching.intake import Intake, Readers
from bot.services.watching.looks import Judge
from bot.services.watching.rules import Rules
from bot.services.watching.squatting import Squatting
from bot.services.watching.tips import Tips
from bot.services.watching.watches import Watches
from knowledge.law import Register


@dataclass(frozen=True, slots=True, kw_only=True)
class GivenParts:
    """What a desk hands on as it got it."""

    questions: Questions
    weights: WeightsRoom
    lookups: ListingLookup
    evidence: EvidenceRoom
    people: People
    settings: TeamSettings
    counsel: OutsideCounsel
    store: Store
    inbox: Inbox
    capturer: Capturer
    clock: Clock


@dataclass(frozen=True, slots=True, kw_only=True)
class Desk(GivenParts):
    """Everything a person or a job can ask of Marque."""

    conversations: Conversations
    gaps: Gaps
    rights: Rights
    routes: Routes
    team_documents: TeamDocuments
    watches: Watches
    feeds: Feeds
    alerts: Alerts
    triage: Triage
    proofs: Proofs
    tips: Tips
    intake: Intake
    rules: Rules
    levels: ServiceLevels
    cases: Cases
    merging: Merging
    followups: Followups
    casefiles: CaseFiles
    contacts: Contacts
    drafts: Drafts
    batches: Batches
    suggestions: Suggestions
    approvals: Approvals
    pending: Pending
    deadlines: Deadlines
    audit: AuditTrail
    reviews: Reviews
    law_change: LawChange
    health: Health
    genuine_pictures: GenuinePictures
    handed: HandedEvidence
    purchases: Purchases
    retention: Retention
    infringers: Infringers
    squatting: Squatting
    reports: Reports

    @property
    def reasons(self) -> Reasons:
        """What notices may give as reasons, as the records propose it."""
        return self.drafts.reasons


@dataclass(frozen=True, slots=True, kw_only=True)
class DeskParts(GivenParts):
    """What a desk is put together from besides: the law, who is who, and the roles that something outside plays."""

    register: Register
    home: Path
    team: Team
    patience: ApprovalPatience
    terms: RetentionTerms
    pace: timedelta
    judge: Judge
    draw: Draw
    sources: Sequence[ListingSource]
    opened: Opener
    look_at: Callable[[Listing], ListingSighting]
    pages: ListingPages
    readers: Readers
    without_orders: Callable[[str], str]
    writer: NoticeWriter
    wording: WordingWriter | None
    guidance_pages: Pages
    handed: HandedKeeper
    files: FileShelf
    heads: HeadBook
    workbook: TableWriter
    paper: reports.Drawing
    picture: infringers.Drawing


def assembled(parts: DeskParts) -> Desk:
    """The desk of these parts."""
    store, clock, register, writer = parts.store, parts.clock, parts.register, parts.writer
    drafted, zone, team = parts.home / "drafts", parts.settings.zone, parts.team
    alerts, rights = Alerts(store, clock), Rights(store, register, clock)
    feeds = Feeds(parts.settings, parts.opened, [each.name for each in parts.sources])
    watches = Watches(store, parts.sources, parts.judge, clock, feeds.sources)
    drafts = Drafts(store, writer, parts.capturer, drafted, clock)
    given = {field.name: getattr(parts, field.name) for field in fields(GivenParts)}
    return Desk(
        **given,
        conversations=Conversations(store, parts.questions, clock),
        gaps=Gaps(store, clock),
        rights=rights,
        intake=Intake(store, watches, rights, parts.readers, parts.home, clock),
        routes=Routes(store, register, clock),
        watches=watches,
        feeds=feeds,
        tips=Tips(store, watches, parts.pages, parts.lookups, clock),
        health=Health(store, lambda: watches.names, parts.pace, clock, watches.looking),
        genuine_pictures=GenuinePictures(store, clock),
        team_documents=TeamDocuments(store, clock, parts.without_orders),
        alerts=alerts,
        triage=Triage(store, clock),
        proofs=Proofs(store, parts.draw, clock),
        rules=Rules(store, lambda: parts.people.may_approve, clock, zone),
        levels=ServiceLevels(store, lambda: watches.names, parts.pace, clock, watches.looking),
        cases=Cases(store, alerts, clock),
        merging=Merging(store, clock),
        followups=Followups(store, parts.lookups, parts.look_at, clock),
        casefiles=CaseFiles(store, parts.workbook, parts.home / "cases", clock),
        contacts=Contacts(store, register, clock, zone),
        drafts=drafts,
        batches=Batches(store, writer, drafts, team),
        suggestions=Suggestions(store, parts.wording),
        approvals=Approvals(store, writer, register, team, drafted, clock),
        pending=Pending(store, writer, register, drafts.composed_anew, team, parts.patience, drafted, clock),
        deadlines=Deadlines(store, register, clock),
        audit=AuditTrail(store, parts.heads, clock),
        reviews=Reviews(store, parts.guidance_pages, writer, clock),
        law_change=LawChange(store, register, clock, zone),
        reports=Reports(store, clock, parts.paper, zone),
        squatting=Squatting(store, register, clock),
        infringers=Infringers(store, register, parts.picture, clock),
        retention=Retention(store, parts.files, parts.terms, clock),
        handed=HandedEvidence(store, parts.handed, clock),
        purchases=Purchases(store, parts.home / "evidence", clock),
    )
