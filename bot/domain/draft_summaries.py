"""What a list shows of a draft, without its texts, so that lists of many are read quickly."""

from __future__ import annotations

from dataclasses import dataclass

from bot.domain.drafts import Draft, DraftStatus
from bot.domain.ids import CaseId, DraftId, PersonId


@dataclass(frozen=True, slots=True, kw_only=True)
class DraftSummary:
    """A draft on one line. ``titles`` name its kind by language; ``approved_by`` are those whose yes stands."""

    draft_id: DraftId
    version: int
    status: DraftStatus
    author: PersonId
    kind: str
    titles: tuple[tuple[str, str], ...] = ()
    case_id: CaseId
    approved_by: tuple[PersonId, ...] = ()

    def waits_for(self, who: PersonId) -> bool:
        """Whether this person, being an approver, has still to say yes or no."""
        awaits = self.status is DraftStatus.AWAITING
        return awaits and who != self.author and who not in self.approved_by


def summary_of(draft: Draft) -> DraftSummary:
    """The draft in short."""
    return DraftSummary(
        draft_id=draft.draft_id,
        version=draft.version,
        status=draft.status,
        author=draft.author,
        kind=draft.request.kind,
        titles=draft.composition.titles,
        case_id=draft.case_id,
        approved_by=tuple(each.by for each in draft.standing_approvals),
    )
