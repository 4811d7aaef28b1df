"""Approval: the only door to a clean document, and what is recorded after a person has sent it."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace
from datetime import datetime
from pathlib import Path

from bot.domain.audit import Act
from bot.domain.cases import CaseStatus
from bot.domain.deadlines import COUNTER_NOTICE, Deadline, counter_notice_due
from bot.domain.drafts import (
    ApprovedNotice,
    Draft,
    DraftStatus,
    Received,
    Sent,
    approve,
    decline,
    mark_received,
    mark_sent,
)
from bot.domain.errors import UnknownThing
from bot.domain.ids import DeadlineId, DraftId, PersonId
from bot.domain.moments import china_day
from bot.ports import Clock, NoticeWriter, Store, UnitOfWork
from bot.services.cases import move
from knowledge.law import Register


class Approvals:
    """Decisions on drafts. ``approvers`` are the people whose yes counts."""

    def __init__(
        self,
        store: Store,
        writer: NoticeWriter,
        register: Register,
        approvers: Collection[PersonId],
        folder: Path,
        clock: Clock,
    ) -> None:
        self._store, self._writer, self._register = store, writer, register
        self._approvers, self._folder, self._clock = frozenset(approvers), folder, clock

    @property
    def approvers(self) -> frozenset[PersonId]:
        """The people who may approve."""
        return self._approvers

    def approve(self, draft_id: DraftId, *, shown_version: int, by: PersonId) -> Draft:
        """One person's yes to the version shown; the last one needed makes the clean documents.

        Raises:
            UnknownThing, NotAllowed, StaleVersion, NotPossible
        """
        now = self._clock()
        with self._store.unit() as unit:
            draft = _draft(unit, draft_id)
            changed, notice = approve(
                draft, shown_version=shown_version, by=by, is_approver=by in self._approvers, at=now
            )
            if notice is not None:
                changed = self._release(notice)
                move(unit, draft.case_id, CaseStatus.APPROVED)
            details: dict[str, object] = {
                "draft": draft_id,
                "version": draft.version,
                "text": dict(changed.approvals[-1].sha256),
                "files": {file.path: file.sha256 for file in changed.files if file.role == "clean"},
            }
            self._keep(unit, changed, by, "draft.approved" if notice else "draft.approval_given", details)
        return changed

    def ask_for_changes(self, draft_id: DraftId, *, shown_version: int, by: PersonId, comment: str) -> Draft:
        """Send the draft back to its author with a comment.

        Raises:
            UnknownThing, NotAllowed, StaleVersion, NotPossible
        """
        return self._decline(draft_id, DraftStatus.CHANGES, shown_version, by, comment)

    def reject(self, draft_id: DraftId, *, shown_version: int, by: PersonId, comment: str) -> Draft:
        """End the draft, with the reason.

        Raises:
            UnknownThing, NotAllowed, StaleVersion, NotPossible
        """
        return self._decline(draft_id, DraftStatus.REJECTED, shown_version, by, comment)

    def sent(self, draft_id: DraftId, *, by: PersonId, channel: str, at: datetime, reference: str) -> Draft:
        """Record that a person sent the notice.

        Raises:
            UnknownThing, NotPossible: it is not approved.
        """
        with self._store.unit() as unit:
            changed = mark_sent(
                _draft(unit, draft_id), Sent(by=by, channel=channel, at=at, reference=reference)
            )
            move(unit, changed.case_id, CaseStatus.SENT)
            details: dict[str, object] = {
                "draft": draft_id,
                "channel": channel,
                "at": at.isoformat(),
                "reference": reference,
            }
            self._keep(unit, changed, by, "notice.sent", details)
        return changed

    def received(self, draft_id: DraftId, received: Received) -> tuple[Draft, Deadline | None]:
        """Record a paper that came back. A counter-statement starts the clock of the E-Commerce Law.

        Raises:
            UnknownThing, NotPossible: the notice was not sent.
        """
        with self._store.unit() as unit:
            changed = mark_received(_draft(unit, draft_id), received)
            deadline = self._clock_of(changed, received)
            if deadline is not None:
                unit.deadlines.save(deadline)
            move(unit, changed.case_id, CaseStatus.ANSWERED)
            details: dict[str, object] = {
                "draft": draft_id,
                "what": received.what,
                "from": received.sender,
                "reached_us_at": received.reached_us_at.isoformat(),
                "due_on": deadline.due_on.isoformat() if deadline else None,
            }
            self._keep(unit, changed, received.by, "paper.received", details)
        return changed, deadline

    def _release(self, notice: ApprovedNotice) -> Draft:
        draft = notice.draft
        return replace(
            draft, files=(*draft.files, *self._writer.write_clean(notice, self._folder / draft.draft_id))
        )

    def _decline(
        self, draft_id: DraftId, status: DraftStatus, shown: int, by: PersonId, comment: str
    ) -> Draft:
        with self._store.unit() as unit:
            changed = decline(
                _draft(unit, draft_id),
                status=status,
                shown_version=shown,
                by=by,
                is_approver=by in self._approvers,
                comment=comment,
            )
            details: dict[str, object] = {"draft": draft_id, "version": shown, "comment": changed.comment}
            self._keep(unit, changed, by, f"draft.{status.value}", details)
        return changed

    def _clock_of(self, draft: Draft, received: Received) -> Deadline | None:
        if received.what != "counter_statement":
            return None
        return Deadline(
            deadline_id=DeadlineId(f"{draft.draft_id}:counter:{len(draft.received)}"),
            case_id=draft.case_id,
            draft_id=draft.draft_id,
            kind="counter_statement",
            basis=COUNTER_NOTICE,
            started_on=china_day(received.reached_us_at),
            due_on=counter_notice_due(self._register, received.reached_us_at),
            note=received.note,
        )

    def _keep(
        self, unit: UnitOfWork, draft: Draft, by: PersonId, what: str, details: dict[str, object]
    ) -> None:
        unit.drafts.save(draft)
        unit.audit.append(Act(who=by, what=what, subject=draft.case_id, details=details), self._clock())
        unit.outbox.add("draft_update", draft.draft_id)


def _draft(unit: UnitOfWork, draft_id: DraftId) -> Draft:
    draft = unit.drafts.get(draft_id)
    if draft is None:
        raise UnknownThing("draft", draft_id)
    return draft
