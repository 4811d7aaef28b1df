"""Drafts that wait for approval: when approvers are reminded, deputies asked (escalation), releases made, old law flagged."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from pathlib import Path

from bot.domain.approvals import counting, release
from bot.domain.audit import Act
from bot.domain.compositions import Composition
from bot.domain.drafts import Draft, DraftRequest, DraftStatus, DraftSummary
from bot.domain.errors import NotPossible, UnknownThing
from bot.domain.ids import MARQUE, DraftId, PersonId
from bot.domain.moments import china_day
from bot.domain.sending import outdate
from bot.domain.workdays import Workhours
from bot.papers import NoticeWriter
from bot.ports import Clock, Notifier, OutboxKind, Outgoing
from bot.repositories import Store, UnitOfWork
from bot.services.assessment.verdicts import refuse_changed
from bot.services.drafting import showing
from bot.services.drafting.approvals import ASKED_ANEW, RELEASED
from bot.services.drafting.clean import CleanDocuments
from bot.services.drafting.team import ASKED_DEPUTIES, Team
from knowledge.law import Register

WAITING, OUTDATED, UNFILED, HELD_BACK = "waiting", "outdated", "unfiled", "held_back"
Compose = Callable[[Draft, DraftRequest], Composition]
"""Writes the text of a draft anew for a changed request, and keeps nothing."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ApprovalPatience:
    """How long a draft waits for its approvers, in working time, before each step."""

    hours: Workhours
    each: timedelta = timedelta(hours=4)


class Pending:
    """What happens to drafts without anybody pressing a button. Every step is taken once, with its audit entry."""

    def __init__(
        self,
        store: Store,
        writer: NoticeWriter,
        register: Register,
        compose: Compose,
        team: Team,
        patience: ApprovalPatience,
        folder: Path,
        clock: Clock,
    ) -> None:
        self._store, self._writer, self._register, self._compose = store, writer, register, compose
        self._team, self._patience, self._folder, self._clock = team, patience, folder, clock

    def remind(self) -> int:
        """Remind the approvers of what waits too long, then ask the deputies. How many drafts moved a step."""
        return sum(self._remind(draft.draft_id) for draft in self._in_status(DraftStatus.AWAITING))

    def remind_unfiled(self) -> int:
        """Remind, on the next working morning, of released notices that nobody has sent yet. How many were."""
        return sum(self._remind_unfiled(draft.draft_id) for draft in self._in_status(DraftStatus.APPROVED))

    def release(self) -> int:
        """Make the clean documents of approved notices whose delay is over. How many were released."""
        return sum(self._release(draft.draft_id) for draft in self._in_status(DraftStatus.APPROVED))

    def flag_old_law(self) -> int:
        """Flag approved notices, not yet sent, whose law has changed since their date. How many were flagged."""
        return sum(self._flag(draft) for draft in self._in_status(DraftStatus.APPROVED))

    def people_to_ask(self, draft: Draft) -> Sequence[PersonId]:
        """Whose approval the draft still waits for: not the author's, not theirs who have given it."""
        given = {each.by for each in counting(draft, self._team.may_approve(draft))}
        return sorted(self._team.asked(draft) - given - {draft.author})

    def to_approve(self, who: PersonId) -> Sequence[DraftSummary]:
        """The drafts to which this person has still to say yes or no, deputies once they are asked."""
        team = self._team.now()
        with self._store.unit() as unit:
            waiting = [each for each in unit.drafts.summaries(DraftStatus.AWAITING) if each.waits_for(who)]
            if who in team.always:
                return waiting
            found = ((each, unit.drafts.get(each.draft_id)) for each in waiting)
            return [each for each, draft in found if draft and who in team.may_approve(draft)]

    def approvers(self, draft: Draft) -> Sequence[PersonId]:
        """Everybody whose yes to the draft would count now, but its author."""
        return sorted(self._team.may_approve(draft) - {draft.author})

    def tell(self, message: Outgoing, notifier: Notifier) -> None:
        """Show the draft, or tell its thread of a step that was taken; a draft that has moved on since is not told of it.

        Of a batch that waits only its first part is told: they share one thread.
        """
        if message.kind is OutboxKind.DRAFT_SHOWN:
            showing.show(self._store, message, notifier)
            return
        draft_id, what = DraftId(message.subject), message.body
        # A line and files are two calls: one that went wrong says nothing about the other, so that both are looked for.
        since = message.added_at if message.attempts else message.since
        key = f"{draft_id} {what} {message.number}"
        with self._store.unit() as unit:
            draft = unit.drafts.get(draft_id)
            parts = unit.drafts.of_batch(draft.batch_id) if draft else ()
        if draft is None or not draft.ts:
            return
        if what in {WAITING, ASKED_DEPUTIES}:
            waiting = [part.draft_id for part in parts if part.status is DraftStatus.AWAITING][:1]
            if draft.status is DraftStatus.AWAITING and waiting in ([], [draft_id]):
                notifier.tell_draft(draft, what, self.people_to_ask(draft), key=key, since=since)
        elif _is_so(draft, what):
            notifier.tell_draft(draft, what, [draft.author], key=key, since=since)

    def _remind(self, draft_id: DraftId) -> bool:
        with self._store.unit() as unit:
            draft = unit.drafts.get(draft_id)
            if draft is None or draft.status is not DraftStatus.AWAITING or draft.waiting_since is None:
                return False
            step = self._next_step(draft)
            if step:
                changed = replace(draft, reminders=(*draft.reminders, step))
                self._keep(unit, changed, f"draft.reminder.{step}", step)
        return bool(step)

    def _remind_unfiled(self, draft_id: DraftId) -> bool:
        with self._store.unit() as unit:
            draft = unit.drafts.get(draft_id)
            if draft is None or draft.status is not DraftStatus.APPROVED or UNFILED in draft.reminders:
                return False
            since = draft.released_at
            if since is None or not self._patience.hours.next_morning(since, self._clock()):
                return False
            reminded = replace(draft, reminders=(*draft.reminders, UNFILED))
            self._keep(unit, reminded, f"draft.reminder.{UNFILED}", UNFILED)
        return True

    def _next_step(self, draft: Draft) -> str:
        assert draft.waiting_since is not None
        waited = self._patience.hours.between(draft.waiting_since, self._clock())
        steps = [WAITING, ASKED_DEPUTIES] if self._team.has_deputies else [WAITING]
        for number, step in enumerate(steps, 1):
            if step not in draft.reminders:
                return step if waited >= number * self._patience.each else ""
        return ""

    def _release(self, draft_id: DraftId) -> bool:
        now, team, clean = self._clock(), self._team.now(), CleanDocuments(self._writer, self._folder)

        def decide(unit: UnitOfWork) -> bool:
            draft = unit.drafts.get(draft_id)
            if draft is None or draft.released or draft.release_at is None or now < draft.release_at:
                return False
            try:
                refuse_changed(unit, draft, self._writer.kinds())
                may, counsel = team.may_approve(draft), team.counsel_for(draft)
                notice = release(draft, approvers=may, at=now, counsel=counsel)
            except NotPossible:
                if HELD_BACK not in draft.reminders:
                    told = replace(draft, reminders=(*draft.reminders, HELD_BACK))
                    self._keep(unit, told, f"draft.reminder.{HELD_BACK}", HELD_BACK)
                return False
            self._keep(unit, clean.of(notice), "draft.released", RELEASED)
            return True

        return clean.decided(self._store, decide)

    def _flag(self, draft: Draft) -> bool:
        changed_on = self._law_changed_on(draft)
        if changed_on is None:
            return False
        with self._store.unit() as unit:
            current = unit.drafts.get(draft.draft_id)
            if current is None or current.version != draft.version or current.status is not draft.status:
                return False
            self._keep(unit, outdate(current, changed_on), "draft.outdated", OUTDATED)
        return True

    def _law_changed_on(self, draft: Draft) -> date | None:
        """The day from which the same notice would cite other law, up to today; None where it would not."""
        request, today = draft.request, china_day(self._clock())
        keys = [cited.key for cited in draft.composition.provisions if cited.key in self._register]
        changes = self._register.changes(request.as_of, today, keys)
        if not changes:
            return None
        try:
            anew = self._compose(draft, replace(request, as_of=today))
        except UnknownThing:  # a right or listing is gone since: whether the text still holds cannot be shown
            return changes[0].effective_on
        if anew.provisions == draft.composition.provisions and _law_gaps(anew) == _law_gaps(
            draft.composition
        ):
            return None
        return changes[0].effective_on

    def _in_status(self, status: DraftStatus) -> Sequence[Draft]:
        with self._store.unit() as unit:
            return unit.drafts.in_status(status)

    def _keep(self, unit: UnitOfWork, draft: Draft, what: str, note: str) -> None:
        unit.drafts.save(draft)
        details: dict[str, object] = {"draft": draft.draft_id, "version": draft.version}
        unit.audit.append(Act(who=MARQUE, what=what, subject=draft.case_id, details=details), self._clock())
        unit.outbox.add(OutboxKind.DRAFT_UPDATE, draft.draft_id)
        unit.outbox.add(OutboxKind.DRAFT_NOTE, draft.draft_id, note)


def _is_so(draft: Draft, what: str) -> bool:
    """Whether what its author is to be told of it still stands."""
    if what.startswith(ASKED_ANEW):
        return draft.status is DraftStatus.CHANGES
    if what in {UNFILED, HELD_BACK}:
        return draft.status is DraftStatus.APPROVED
    return draft.released or what != RELEASED


def _law_gaps(composition: Composition) -> set[str]:
    return {gap.field for gap in composition.gaps if gap.field.startswith("law.")}
