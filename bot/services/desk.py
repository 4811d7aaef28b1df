"""The desk: all services together, as the composition root hands them to Slack, the jobs and the command line."""

from __future__ import annotations

from dataclasses import dataclass

from bot.papers import Capturer
from bot.ports import Clock, ListingLookup
from bot.queues import Inbox
from bot.repositories import Store
from bot.services.answering.conversations import Conversations
from bot.services.answering.gaps import Gaps
from bot.services.answering.questions import Questions
from bot.services.answering.routes import Routes
from bot.services.answering.team_documents import TeamDocuments
from bot.services.assessment.genuine_pictures import GenuinePictures
from bot.services.assessment.proofs import Proofs
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
from bot.services.drafting.approvals import Approvals
from bot.services.drafting.batches import Batches
from bot.services.drafting.drafts import Drafts
from bot.services.drafting.pending import Pending
from bot.services.drafting.reasons import Reasons
from bot.services.drafting.reviews import Reviews
from bot.services.drafting.suggestions import Suggestions
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
from bot.services.watching.rules import Rules
from bot.services.watching.squatting import Squatting
from bot.services.watching.tips import Tips
from bot.services.watching.watches import Watches


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
    intake: Intake
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
    handed: HandedEvidence
    retention: Retention
    infringers: Infringers
    squatting: Squatting
    reports: Reports
    people: People
    settings: TeamSettings
    counsel: OutsideCounsel
    store: Store
    inbox: Inbox
    capturer: Capturer
    clock: Clock

    @property
    def reasons(self) -> Reasons:
        """What notices may give as reasons, as the records propose it."""
        return self.drafts.reasons
