"""Alerts: raised with the listing they are about, posted once, edited in place, dismissed with a reason."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import timedelta

from bot.domain.alerts import Alert, AlertState
from bot.domain.assessments import Assessment
from bot.domain.audit import Act
from bot.domain.errors import DeliveryFailed, NotPossible, UnknownThing
from bot.domain.ids import MARQUE, AlertId, CaseId, DeadlineId, DraftId, PersonId
from bot.domain.listings import Listing
from bot.ports import Clock, Notifier, Outgoing, Posted, Store, UnitOfWork
from bot.services.deadlines import people_of

LEASE_SECONDS = 60.0
LONGEST_WAIT = timedelta(minutes=10)


class Alerts:
    """What the channel is told, and what people make of it."""

    def __init__(self, store: Store, clock: Clock) -> None:
        self._store, self._clock = store, clock

    def get(self, alert_id: AlertId) -> Alert:
        """The alert.

        Raises:
            UnknownThing
        """
        with self._store.unit() as unit:
            return _alert(unit, alert_id)

    def recent(self, limit: int = 100) -> Sequence[Alert]:
        """The newest alerts first."""
        with self._store.unit() as unit:
            return unit.alerts.recent(limit)

    def dismiss(self, alert_id: AlertId, *, by: PersonId, reason: str) -> Alert:
        """Mark the listing as not infringing, with the reason; the message is edited.

        Raises:
            UnknownThing, NotPossible: no reason, or the alert is in a case.
        """
        if not reason.strip():
            raise NotPossible(alert_id, "no reason was given", "say in a few words why it does not infringe")
        with self._store.unit() as unit:
            alert = _alert(unit, alert_id)
            if alert.state is AlertState.IN_CASE:
                raise NotPossible(alert_id, f"it is part of {alert.case_id}", "close the case instead")
            changed = replace(alert, state=AlertState.DISMISSED, handled_by=by, reason=reason.strip())
            return self._change(unit, changed, by, "alert.dismissed", {"reason": reason.strip()})

    def into_case(self, unit: UnitOfWork, alert_id: AlertId, case_id: CaseId, by: PersonId) -> Alert:
        """Tie the alert to a case, within the caller's unit of work."""
        changed = replace(_alert(unit, alert_id), state=AlertState.IN_CASE, handled_by=by, case_id=case_id)
        return self._change(unit, changed, by, "alert.in_case", {"case": case_id})

    def _change(
        self, unit: UnitOfWork, alert: Alert, by: PersonId, what: str, details: dict[str, object]
    ) -> Alert:
        unit.alerts.save(alert)
        unit.audit.append(Act(who=by, what=what, subject=alert.alert_id, details=details), self._clock())
        unit.outbox.add("alert_update", alert.alert_id)
        return alert


def raise_alert(unit: UnitOfWork, listing: Listing, assessment: Assessment, *, clock: Clock) -> bool:
    """Record an alert for a suspect listing, or the change of one that is open. True where a person will see something.

    One alert a listing: a listing judged again keeps its alert; only a change of band or price shows.
    """
    before = unit.alerts.of_listing(listing.listing_id)
    if before is None:
        alert = Alert(
            alert_id=AlertId(f"A-{listing.listing_id}"),
            listing=listing,
            assessment=assessment,
            raised_at=clock(),
        )
        kind = "alert"
    else:
        alert = replace(before, listing=listing, assessment=assessment)
        if before.listing.content_hash == listing.content_hash and before.assessment.band is assessment.band:
            unit.alerts.save(alert)
            return False
        kind = "alert_update"
    unit.alerts.save(alert)
    details = {
        "band": assessment.band.value,
        "score": assessment.score,
        "because": list(assessment.reasons()),
    }
    act = Act(
        who=MARQUE,
        what="alert.raised" if kind == "alert" else "alert.changed",
        subject=alert.alert_id,
        details=details,
    )
    unit.audit.append(act, clock())
    unit.outbox.add(kind, alert.alert_id)
    return kind == "alert"


class Delivery:
    """Empties the outbox into Slack. Survives a kill at any instant: what is in doubt is looked up first."""

    def __init__(
        self,
        store: Store,
        notifier: Notifier,
        clock: Clock,
        tell_draft: Callable[[DraftId, str, Notifier], None] = lambda draft_id, what, notifier: None,
    ) -> None:
        self._store, self._notifier, self._clock = store, notifier, clock
        self._tell_draft = tell_draft

    def run(self, most: int = 50) -> int:
        """Deliver what waits, at most ``most`` messages; how many were settled."""
        settled = 0
        for _ in range(most):
            with self._store.unit() as unit:
                message = unit.outbox.take(self._clock(), LEASE_SECONDS)
            if message is None:
                break
            settled += self._deliver(message)
        return settled

    def _deliver(self, message: Outgoing) -> bool:
        try:
            posted = self._send(message)
        except DeliveryFailed as failure:
            wait = timedelta(seconds=failure.retry_after or 2 ** min(message.attempts, 9))
            with self._store.unit() as unit:
                again = self._clock() + min(wait, LONGEST_WAIT)
                unit.outbox.failed(message.number, failure.why, again_at=again, in_doubt=failure.in_doubt)
            return False
        with self._store.unit() as unit:
            if posted is not None and (alert := unit.alerts.get(AlertId(message.subject))) is not None:
                unit.alerts.save(replace(alert, channel=posted.channel, ts=posted.ts))
            unit.outbox.done(message.number)
        return True

    def _send(self, message: Outgoing) -> Posted | None:
        match message.kind:
            case "alert":
                return self._post_alert(message)
            case "alert_update":
                return self._update_alert(message)
            case "draft_update":
                self._update_draft(message)
            case "draft_note":
                self._tell_draft(DraftId(message.subject), message.body, self._notifier)
            case "reminder":
                self._remind(message)
            case _:
                self._notifier.tell_admins(message.body)
        return None

    def _post_alert(self, message: Outgoing) -> Posted | None:
        alert = self._alert(message)
        if alert is None or alert.ts:
            return None
        if message.in_doubt and (found := self._notifier.find_alert(alert.alert_id)) is not None:
            return found
        return self._notifier.post_alert(alert)

    def _update_alert(self, message: Outgoing) -> Posted | None:
        alert = self._alert(message)
        if alert is None:
            return None
        if not alert.ts:
            raise DeliveryFailed("the alert itself is not posted yet", retry_after=2)
        self._notifier.update_alert(alert)
        return None

    def _update_draft(self, message: Outgoing) -> None:
        with self._store.unit() as unit:
            draft = unit.drafts.get(DraftId(message.subject))
        if draft is not None and draft.ts:
            self._notifier.update_draft(draft)

    def _remind(self, message: Outgoing) -> None:
        with self._store.unit() as unit:
            deadline = unit.deadlines.get(DeadlineId(message.subject))
            case = unit.cases.get(deadline.case_id) if deadline else None
        if deadline is not None and deadline.done_at is None:
            key = f"{deadline.deadline_id} {message.body}"
            self._notifier.remind(case, deadline, people_of(case), key=key, look_first=message.in_doubt)

    def _alert(self, message: Outgoing) -> Alert | None:
        with self._store.unit() as unit:
            return unit.alerts.get(AlertId(message.subject))


def _alert(unit: UnitOfWork, alert_id: AlertId) -> Alert:
    alert = unit.alerts.get(alert_id)
    if alert is None:
        raise UnknownThing("alert", alert_id)
    return alert
