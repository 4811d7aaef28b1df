"""The desk: all services together, as the composition root hands them to Slack, the jobs and the command line."""

from __future__ import annotations

from dataclasses import dataclass

from bot.ports import Capturer, Clock, ListingLookup
from bot.queues import Inbox
from bot.repositories import Store
from bot.services.alerts import Alerts
from bot.services.approvals import Approvals
from bot.services.audit import AuditTrail
from bot.services.batches import Batches
from bot.services.casefiles import CaseFiles
from bot.services.cases import Cases
from bot.services.contacts import Contacts
from bot.services.conversations import Conversations
from bot.services.deadlines import Deadlines
from bot.services.drafts import Drafts
from bot.services.evidence import EvidenceRoom
from bot.services.followups import Followups
from bot.services.gaps import Gaps
from bot.services.genuine_pictures import GenuinePictures
from bot.services.health import Health
from bot.services.infringers import Infringers
from bot.services.law_change import LawChange
from bot.services.levels import ServiceLevels
from bot.services.merging import Merging
from bot.services.pending import Pending
from bot.services.people import People
from bot.services.proofs import Proofs
from bot.services.questions import Questions
from bot.services.reports import Reports
from bot.services.retention import Retention
from bot.services.reviews import Reviews
from bot.services.rights import Rights
from bot.services.routes import Routes
from bot.services.rules import Rules
from bot.services.squatting import Squatting
from bot.services.suggestions import Suggestions
from bot.services.team_documents import TeamDocuments
from bot.services.tips import Tips
from bot.services.triage import Triage
from bot.services.watches import Watches
from bot.services.weights import WeightsRoom


@dataclass(frozen=True, slots=True, kw_only=True)
class Desk:
    """Everything a person or a job can ask of Marque."""

    questions: Questions
    conversations: Conversations
    gaps: Gaps
    rights: Rights
    routes: Routes
    team_documents: TeamDocuments
    watches: Watches
    alerts: Alerts
    triage: Triage
    proofs: Proofs
    tips: Tips
    weights: WeightsRoom
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
    lookups: ListingLookup
    health: Health
    genuine_pictures: GenuinePictures
    evidence: EvidenceRoom
    retention: Retention
    infringers: Infringers
    squatting: Squatting
    reports: Reports
    people: People
    store: Store
    inbox: Inbox
    capturer: Capturer
    clock: Clock
