"""Delivery: what waits in the outbox reaches Slack once, whatever fails on the way."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import timedelta

from bot.domain.alerts import Alert
from bot.domain.errors import DeliveryFailed
from bot.domain.ids import AlertId, CaseId, DeadlineId, DraftId, RuleId
from bot.domain.rules import RuleReport
from bot.ports import Clock, Notifier, Outgoing, Posted
from bot.repositories import Store
from bot.services.deadlines import people_of
from bot.services.rules import rule_reports, send_by_rule

LEASE_SECONDS = 60.0
LONGEST_WAIT = timedelta(minutes=10)
DOUBT_SECONDS = 5.0
"""Until a message whose answer was lost is looked for: Slack may still be storing it."""


class Delivery:
    """Empties the outbox into Slack. Survives a kill at any instant: what is in doubt is looked up first. Where Slack
    asks to slow down, everything waits as long as it asks.
    """

    def __init__(
        self,
        store: Store,
        notifier: Notifier,
        clock: Clock,
        tell_draft: Callable[[Outgoing, Notifier], None] = lambda message, notifier: None,
    ) -> None:
        self._store, self._notifier, self._clock = store, notifier, clock
        self._tell_draft = tell_draft
        self._again_at = clock()

    def run(self, most: int = 50) -> int:
        """Deliver what waits, at most ``most`` messages; how many were settled."""
        settled = 0
        for _ in range(most):
            if self._clock() < self._again_at:
                break
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
            # A look-up that was refused settles nothing: what was in doubt stays in doubt.
            doubt = message.in_doubt or failure.in_doubt
            least = DOUBT_SECONDS if doubt else 0.0
            wait = timedelta(seconds=max(least, failure.retry_after or 2 ** min(message.attempts, 9)))
            with self._store.unit() as unit:
                again = self._clock() + min(wait, LONGEST_WAIT)
                if failure.slow_down:
                    self._again_at = again
                unit.outbox.failed(message.number, failure.why, again_at=again, in_doubt=doubt)
            return False
        with self._store.unit() as unit:
            if posted is not None and (alert := unit.alerts.get(AlertId(message.subject))) is not None:
                told = replace(
                    alert, channel=posted.channel, ts=posted.ts, posted_at=self._clock(), held=None
                )
                unit.alerts.save(told)
            unit.outbox.done(message.number)
        return True

    def _send(self, message: Outgoing) -> Posted | None:
        match message.kind:
            case "alert":
                return self._post_alert(message)
            case "alert_update":
                return self._update_alert(message)
            case "digest":
                self._post_digest(message)
            case "rule_report":
                key = f"rules {message.body}"
                self._notifier.post_rule_reports(self._reports(), key=key, since=message.since)
            case "draft_update":
                self._update_draft(message)
            case "draft_note":
                self._tell_draft(message, self._notifier)
            case "case_note":
                self._tell_case(message)
            case "reminder":
                self._remind(message)
            case _:
                self._notifier.tell_admins(message.body, key=f"note {message.number}", since=message.since)
        return None

    def _post_alert(self, message: Outgoing) -> Posted | None:
        alert = self._alert(message)
        if alert is None or alert.ts:
            return None
        if message.since and (found := self._notifier.find_alert(alert, message.since)) is not None:
            return found
        with self._store.unit() as unit:
            alert = send_by_rule(unit, alert, self._clock())
        return self._notifier.post_alert(alert) if alert.held is None else None

    def _update_alert(self, message: Outgoing) -> Posted | None:
        alert = self._alert(message)
        # Messages about one alert leave in their order: where none is posted yet, the posting is still to come and
        # shows what changed. Waiting for it here would keep it waiting for this.
        if alert is None or not alert.ts:
            return None
        self._notifier.update_alert(alert)
        return None

    def _post_digest(self, message: Outgoing) -> None:
        with self._store.unit() as unit:
            rule = unit.alert_rules.get(RuleId(message.subject))
            found = [unit.alerts.get(AlertId(name)) for name in message.body.split()]
        alerts = [alert for alert in found if alert is not None]
        key = f"digest {message.subject} {message.number}"
        self._notifier.post_digest(rule.channel if rule else "", alerts, key=key, since=message.since)

    def _reports(self) -> Sequence[RuleReport]:
        with self._store.unit() as unit:
            return rule_reports(unit)

    def _update_draft(self, message: Outgoing) -> None:
        with self._store.unit() as unit:
            draft = unit.drafts.get(DraftId(message.subject))
            parts = unit.drafts.of_batch(draft.batch_id) if draft else ()
        if draft is not None and draft.ts:
            if parts:
                self._notifier.update_batch(parts)
            else:
                self._notifier.update_draft(draft)

    def _tell_case(self, message: Outgoing) -> None:
        with self._store.unit() as unit:
            case = unit.cases.get(CaseId(message.subject))
        if case is not None and case.ts:
            said = json.loads(message.body)
            self._notifier.tell_case(case, said["what"], said["facts"], key=said["key"], since=message.since)

    def _remind(self, message: Outgoing) -> None:
        with self._store.unit() as unit:
            deadline = unit.deadlines.get(DeadlineId(message.subject))
            case = unit.cases.get(deadline.case_id) if deadline else None
        if deadline is not None and deadline.done_at is None:
            key = f"{deadline.deadline_id} {message.body}"
            self._notifier.remind(case, deadline, people_of(case), key=key, since=message.since)

    def _alert(self, message: Outgoing) -> Alert | None:
        with self._store.unit() as unit:
            return unit.alerts.get(AlertId(message.subject))
