"""Approval (one, or all of a batch): the only door to a clean document, and what is recorded after a person has sent it."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

from bot.domain.approvals import approve, decline, withdraw
from bot.domain.audit import Act
from bot.domain.cases import CaseStatus
from bot.domain.compositions import NoticeKind
from bot.domain.deadlines import Deadline
from bot.domain.drafts import Draft, DraftStatus, Received, Sent
from bot.domain.errors import MarqueError, UnknownThing
from bot.domain.ids import DraftId, PersonId
from bot.domain.moments import china_day
from bot.domain.sending import mark_delivered, mark_received, mark_sent
from bot.domain.sentences import Sentence
from bot.domain.waivers import waive
from bot.papers import NoticeWriter
from bot.ports import Clock, OutboxKind
from bot.repositories import Store, UnitOfWork
from bot.services.assessment.verdicts import judged_by_notice, refuse_changed
from bot.services.casework.deadlines import start_clocks
from bot.services.casework.followups import mark_notified
from bot.services.casework.opening import move
from bot.services.drafting.clean import CleanDocuments
from bot.services.drafting.team import Team
from knowledge.law import Register

RELEASED, ASKED_ANEW = "released", "asked_anew"
"""What is told of a draft whose clean documents exist: they come with it; and of one whose author is to change it, followed by
who asks for that."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """A draft as somebody saw it: its version and the hash of its text."""

    draft_id: DraftId
    version: int
    sha256: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PartOutcome:
    """What became of one part of a batch: the draft as it is now, or why it was refused."""

    draft_id: DraftId
    draft: Draft | None = None
    refused: Sentence | None = None


class Approvals:
    """Decisions on drafts, each in one unit of work with its audit entry."""

    def __init__(
        self, store: Store, writer: NoticeWriter, register: Register, team: Team, folder: Path, clock: Clock
    ) -> None:
        self._store, self._writer, self._register = store, writer, register
        self._team, self._folder, self._clock = team, folder, clock

    @property
    def team(self) -> Team:
        """Who decides."""
        return self._team

    def approve(
        self, draft_id: DraftId, *, shown_version: int, by: PersonId, shown_text: str | None = None
    ) -> Draft:
        """One person's yes to the version shown, once Slack said whose counts; the last one needed makes the documents.

        Raises:
            UnknownThing, NotAllowed, StaleVersion, NotPossible
        """
        team, now, clean = self._team.now(), self._clock(), CleanDocuments(self._writer, self._folder)

        def decide(unit: UnitOfWork) -> Draft:
            draft = unit.drafts.need(draft_id)
            refuse_changed(unit, draft, self._writer.kinds())
            changed, notice = approve(
                draft,
                shown_version=shown_version,
                by=by,
                approvers=team.may_approve(draft),
                at=now,
                delay=team.delay,
                shown_text=shown_text,
                counsel=team.counsel_for(draft),
            )
            if notice is not None:
                changed = clean.of(notice)
            if changed.status is DraftStatus.APPROVED:
                move(unit, draft.case_id, CaseStatus.APPROVED)
                judged_by_notice(unit, changed, self._writer.kinds(), by=by, at=now)
            details = {
                "version": draft.version,
                "text": dict(changed.approvals[-1].sha256),
                "files": {file.path: file.sha256 for file in changed.files if file.role == "clean"},
            }
            last = changed.status is DraftStatus.APPROVED
            self._keep(unit, changed, by, "draft.approved" if last else "draft.approval_given", details)
            if changed.released:
                unit.outbox.add(OutboxKind.DRAFT_NOTE, draft_id, RELEASED)
            return changed

        return clean.decided(self._store, decide)

    def approve_batch(
        self, shown: Iterable[Shown], *, by: PersonId, progress: Callable[[int], None] = lambda done: None
    ) -> Sequence[PartOutcome]:
        """One person's yes to each part exactly as shown. A part that has changed since is refused by name."""
        found: list[PartOutcome] = []
        for part in shown:
            try:
                draft = self.approve(part.draft_id, shown_version=part.version, by=by, shown_text=part.sha256)
                found.append(PartOutcome(draft_id=part.draft_id, draft=draft))
            except MarqueError as refusal:
                found.append(PartOutcome(draft_id=part.draft_id, refused=refusal.sentence))
            progress(len(found))
        return found

    def withdraw(self, draft_id: DraftId, *, by: PersonId) -> Draft:
        """Take back one's own approval before the notice is sent; its clean documents no longer count.

        Raises:
            UnknownThing, NotPossible
        """
        with self._store.unit() as unit:
            draft = unit.drafts.need(draft_id)
            changed = withdraw(draft, by=by, at=self._clock())
            if draft.status is DraftStatus.APPROVED:
                move(unit, draft.case_id, CaseStatus.DRAFTED)
            self._keep(unit, changed, by, "draft.approval_withdrawn", {"version": draft.version})
        return changed

    def waive(self, draft_id: DraftId, gap: str, *, shown_version: int, by: PersonId, reason: str) -> Draft:
        """Go on in spite of a gap (its key or field), with the reason.

        Raises:
            UnknownThing, NotAllowed, StaleVersion, NotPossible
        """
        team = self._team.now()
        with self._store.unit() as unit:
            draft = unit.drafts.need(draft_id)
            changed = waive(
                draft,
                gap=gap,
                shown_version=shown_version,
                by=by,
                roles=team.roles(by, draft),
                reason=reason,
                at=self._clock(),
            )
            new = changed.waivers[len(draft.waivers) :]
            details = {
                "version": draft.version,
                "reason": new[0].reason,
                "gaps": [[each.field, str(each.message)] for each in new],
            }
            self._keep(unit, changed, by, "gap.waived", details)
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

    def sent(
        self,
        draft_id: DraftId,
        *,
        by: PersonId,
        channel: str,
        at: datetime,
        reference: str = "",
        courier_number: str = "",
        delivered_on: date | None = None,
    ) -> Draft:
        """Record that a person sent the notice.

        Raises:
            UnknownThing, NotPossible: it is not approved.
        """
        how = Sent(
            by=by,
            channel=channel,
            at=at,
            reference=reference,
            courier_number=courier_number,
            delivered_on=delivered_on,
        )
        with self._store.unit() as unit:
            changed = mark_sent(unit.drafts.need(draft_id), how)
            move(unit, changed.case_id, CaseStatus.SENT)
            mark_notified(unit, changed.case_id, changed.request.listing_ids, at)
            judged_by_notice(unit, changed, self._writer.kinds(), by=by, at=self._clock())
            start_clocks(
                unit,
                self._register,
                self._kind(changed).starts,
                china_day(at),
                case_id=changed.case_id,
                draft_id=draft_id,
            )
            details = {
                "channel": channel,
                "at": at.isoformat(),
                "reference": reference,
                "courier_number": courier_number,
                "delivered_on": delivered_on.isoformat() if delivered_on else None,
            }
            self._keep(unit, changed, by, "notice.sent", details)
        return changed

    def delivered(self, draft_id: DraftId, *, by: PersonId, on: date) -> Draft:
        """Record the day on which the notice reached the other side.

        Raises:
            UnknownThing, NotPossible: it was not sent by then.
        """
        with self._store.unit() as unit:
            changed = mark_delivered(unit.drafts.need(draft_id), on)
            self._keep(unit, changed, by, "notice.delivered", {"delivered_on": on.isoformat()})
        return changed

    def received(self, draft_id: DraftId, received: Received) -> tuple[Draft, tuple[Deadline, ...]]:
        """Record a paper that came back, and start the clocks that it starts by law.

        Raises:
            UnknownThing, NotPossible: the notice was not sent.
        """
        with self._store.unit() as unit:
            changed = mark_received(unit.drafts.need(draft_id), received)
            started = start_clocks(
                unit,
                self._register,
                dict(self._kind(changed).answers).get(received.what, received.what),
                china_day(received.reached_us_at),
                case_id=changed.case_id,
                draft_id=draft_id,
                note=received.note,
            )
            move(unit, changed.case_id, CaseStatus.ANSWERED)
            details = {
                "what": received.what,
                "from": received.sender,
                "reached_us_at": received.reached_us_at.isoformat(),
                "due_on": started[0].due_on.isoformat() if started else None,
            }
            self._keep(unit, changed, received.by, "paper.received", details)
        return changed, started

    def _kind(self, draft: Draft) -> NoticeKind:
        found = next((kind for kind in self._writer.kinds() if kind.kind == draft.request.kind), None)
        if found is None:
            raise UnknownThing(
                "kind of notice", draft.request.kind, "a team's catalog must keep the kinds it used"
            )
        return found

    def _decline(
        self, draft_id: DraftId, status: DraftStatus, shown: int, by: PersonId, comment: str
    ) -> Draft:
        team = self._team.now()
        with self._store.unit() as unit:
            draft = unit.drafts.need(draft_id)
            changed = decline(
                draft,
                status=status,
                shown_version=shown,
                by=by,
                approvers=team.may_approve(draft),
                comment=comment,
            )
            self._keep(
                unit, changed, by, f"draft.{status.value}", {"version": shown, "comment": changed.comment}
            )
            if status is DraftStatus.CHANGES and by != draft.author:
                unit.outbox.add(OutboxKind.DRAFT_NOTE, draft_id, f"{ASKED_ANEW} {by}")
        return changed

    def _keep(
        self, unit: UnitOfWork, draft: Draft, by: PersonId, what: str, told: Mapping[str, object]
    ) -> None:
        unit.drafts.save(draft)
        details = {"draft": draft.draft_id, **told}
        unit.audit.append(Act(who=by, what=what, subject=draft.case_id, details=details), self._clock())
        unit.outbox.add(OutboxKind.DRAFT_UPDATE, draft.draft_id)
