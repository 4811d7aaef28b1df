"""Alerts: raised with the listing they are about, put away (snoozed), dismissed with a reason, opened again."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta

from bot.domain.alerts import Alert, AlertState
from bot.domain.audit import Act
from bot.domain.errors import NotPossible
from bot.domain.ids import MARQUE, AlertId, CaseId, PersonId
from bot.domain.prints import SharedPicture
from bot.domain.sellers import Tie, traces
from bot.domain.sentences import worded
from bot.domain.verdicts import Verdict
from bot.ports import Clock, OutboxKind
from bot.repositories import Store, UnitOfWork
from bot.services.assessment.folding import folded, speak_up
from bot.services.assessment.shared_pictures import shared_pictures
from bot.services.assessment.verdicts import give_verdict, lapse_verdict


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
            return unit.alerts.need(alert_id)

    def recent(self, limit: int = 100) -> Sequence[Alert]:
        """The newest alerts first."""
        with self._store.unit() as unit:
            return unit.alerts.recent(limit)

    def folded_into(self, alert_id: AlertId) -> Sequence[Alert]:
        """The near-duplicates that this alert speaks for."""
        with self._store.unit() as unit:
            return folded(unit, unit.alerts.need(alert_id))

    def of_same_shop(self, alert_id: AlertId) -> Sequence[Alert]:
        """Alerts about other listings of its shop, newest first."""
        with self._store.unit() as unit:
            listing = unit.alerts.need(alert_id).listing
            shop = [trace for trace in traces(listing) if trace.startswith(f"{Tie.SELLER}:")]
            return [each for each in unit.alerts.sharing(shop) if each.alert_id != alert_id] if shop else []

    def together(self, alert_id: AlertId) -> Sequence[Alert]:
        """The alert first, then those that go along with it into a case or a notice."""
        with self._store.unit() as unit:
            return together(unit, unit.alerts.need(alert_id))

    def shared_pictures(self, alert_id: AlertId) -> Sequence[SharedPicture]:
        """The pictures of its listing that other shops show too, as far as is known by now."""
        with self._store.unit() as unit:
            return shared_pictures(unit, unit.alerts.need(alert_id).listing)

    def dismiss(
        self,
        alert_id: AlertId,
        *,
        by: PersonId,
        reason: str,
        verdict: Verdict = Verdict.GENUINE,
        shown: str | None = None,
    ) -> Alert:
        """Mark the listing, and the near-duplicates it speaks for, as not infringing; the message is edited.

        ``shown`` is the verdict that the person saw when they began, empty for none: one that somebody else gave
        since stays. None: nobody looked.

        Raises:
            UnknownThing, NotPossible: no reason, no verdict that clears, the alert is in a case, or judged meanwhile.
        """
        if not reason.strip():
            raise NotPossible(alert_id, "no reason was given", "say in a few words why it does not infringe")
        if not verdict.clears:
            raise NotPossible(alert_id, "{said} does not clear the goods", said=verdict)
        with self._store.unit() as unit:
            alert = unit.alerts.need(alert_id)
            told = [each.listing.listing_id for each in (alert, *folded(unit, alert))]
            if alert.state is AlertState.IN_CASE:
                raise NotPossible(
                    alert_id, "it is part of {other}", "close the case instead", other=alert.case_id
                )
            stands = alert.verdict.value if alert.verdict else ""
            if shown is not None and stands != shown and alert.handled_by not in {None, by}:
                why = "somebody else has judged it {said} meanwhile"
                raise NotPossible(alert_id, why, "look at it again", said=worded(stands.replace("_", " ")))
            give_verdict(unit, told, verdict, by=by, note=reason, at=self._clock())
            details: dict[str, object] = {"reason": reason.strip(), "verdict": verdict.value}
            act = Act(who=by, what="alert.dismissed", subject=alert_id, details=details)
            unit.audit.append(act, self._clock())
            return unit.alerts.need(alert_id)

    def snooze(self, alert_id: AlertId, *, by: PersonId, days: int) -> Alert:
        """Put the alert away for some days, with the near-duplicates it speaks for; then they are open again.

        Raises:
            UnknownThing, NotPossible: it is not open, or no day is meant.
        """
        if days < 1:
            raise NotPossible(alert_id, "it cannot be put away for less than a day")
        with self._store.unit() as unit:
            alert = unit.alerts.need(alert_id)
            if alert.state is not AlertState.OPEN:
                raise NotPossible(alert_id, "it is not open any more")
            until = self._clock() + timedelta(days=days)
            for each in (*_alike(unit, alert, AlertState.OPEN), alert):
                changed = replace(each, state=AlertState.SNOOZED, handled_by=by, snoozed_until=until)
                self._change(unit, changed, by, "alert.snoozed", {"until": until.isoformat()})
            speak_up(unit, [alert_id])
            return unit.alerts.need(alert_id)

    def wake(self, alert_id: AlertId, *, by: PersonId) -> Alert:
        """Open an alert again that was put away or dismissed, with the near-duplicates it speaks for; the verdict that
        cleared the goods is taken back.

        Raises:
            UnknownThing, NotPossible: it is neither.
        """
        with self._store.unit() as unit:
            alert = unit.alerts.need(alert_id)
            if alert.state not in {AlertState.SNOOZED, AlertState.DISMISSED}:
                raise NotPossible(alert_id, "it is neither put away nor dismissed")
            for each in (*_alike(unit, alert, alert.state), alert):
                if alert.state is AlertState.DISMISSED:
                    lapse_verdict(unit, each.listing.listing_id, self._clock(), by=by)
                    each = replace(each, verdict=None, reason="")
                stands = unit.verdicts.current(each.listing.listing_id) if each.verdict else None
                judge = stands.author if stands else None  # not who put it away
                changed = replace(each, state=AlertState.OPEN, handled_by=judge, snoozed_until=None)
                self._change(unit, changed, by, "alert.woken", {})
            speak_up(unit, [alert.folded_into] if alert.folded_into else [])
            return unit.alerts.need(alert_id)

    def wake_due(self) -> int:
        """Open again what was put away long enough; how many."""
        with self._store.unit() as unit:
            asleep = unit.alerts.in_state(AlertState.SNOOZED)
        due = [each for each in asleep if each.snoozed_until and each.snoozed_until <= self._clock()]
        for each in sorted(
            due, key=lambda alert: alert.folded_into is not None
        ):  # who speaks for others wakes them
            if self.get(each.alert_id).state is AlertState.SNOOZED:  # not woken with another just now
                self.wake(each.alert_id, by=MARQUE)
        return len(due)

    def into_case(self, unit: UnitOfWork, alert_id: AlertId, case_id: CaseId, by: PersonId) -> Alert:
        """Tie the alert to a case, within the caller's unit of work."""
        changed = replace(
            unit.alerts.need(alert_id), state=AlertState.IN_CASE, handled_by=by, case_id=case_id
        )
        if changed.verdict is None:
            changed = changed.decided()
        return self._change(unit, changed, by, "alert.in_case", {"case": case_id})

    def _change(
        self, unit: UnitOfWork, alert: Alert, by: PersonId, what: str, details: dict[str, object]
    ) -> Alert:
        unit.alerts.save(alert)
        unit.audit.append(Act(who=by, what=what, subject=alert.alert_id, details=details), self._clock())
        unit.outbox.add(OutboxKind.ALERT_UPDATE, alert.alert_id)
        return alert


def together(unit: UnitOfWork, alert: Alert) -> Sequence[Alert]:
    """The alert, what somebody judged in the same act, and the near-duplicates of each; without what was dismissed or
    is in another case."""
    found = {
        each.alert_id: each
        for first in (alert, *_same_act(unit, alert))
        for each in (first, *folded(unit, first))
    }
    return [
        each
        for each in found.values()
        if each.alert_id == alert.alert_id
        or (each.state is not AlertState.DISMISSED and each.case_id in (None, alert.case_id))
    ]


def _same_act(unit: UnitOfWork, alert: Alert) -> Sequence[Alert]:
    """Alerts on the other listings of the verdict that stands on this one's, where it does not clear them."""
    given = unit.verdicts.current(alert.listing.listing_id)
    if given is None or not given.batch or given.verdict is None or given.verdict.clears:
        return []
    act = [each.listing_id for each in unit.verdicts.by(given.by) if each.batch == given.batch]
    standing = {each: unit.verdicts.current(each) for each in act}
    same = (each for each, stands in standing.items() if stands and stands.batch == given.batch)
    return [
        found for each in same if (found := unit.alerts.of_listing(each)) and found.alert_id != alert.alert_id
    ]


def _alike(unit: UnitOfWork, alert: Alert, state: AlertState) -> list[Alert]:
    """The near-duplicates that it speaks for and that stand as it does."""
    return [each for each in folded(unit, alert) if (each.state, each.verdict) == (state, alert.verdict)]
