"""Delivery: what waits in the outbox reaches Slack once, whatever fails: retries (how often, how far apart), giving up."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import timedelta
from typing import assert_never

from bot.domain import case_notes
from bot.domain.alerts import Alert, AlertHold, AlertState
from bot.domain.errors import DeliveryFailed, Outside
from bot.domain.ids import AlertId, CaseId, DeadlineId, DraftId, RuleId
from bot.domain.rules import RuleReport
from bot.domain.sentences import Sentence, kept, sentence, worded, written
from bot.ports import Clock, Notifier, OutboxKind, Outgoing, Posted
from bot.queues import LONGEST_WAIT
from bot.repositories import Store, UnitOfWork
from bot.services.casework.deadlines import people_of
from bot.services.upkeep import law_change
from bot.services.watching.rules import RuleTally, rule_reports, send_by_rule

LEASE_SECONDS = 60.0
DOUBT_SECONDS = 5.0
"""Until a message whose answer was lost is looked for: Slack may still be storing it."""

TRIES = 3
"""Tries after which a message is set aside that Slack refused each time for what it is, or that could not be made."""

SHORT = timedelta(seconds=5)
"""A slowing down that is waited for on the spot. Slack takes a message a second in a channel: to come back with the
next run of the job would halve that.
"""

MOST_SLEPT = timedelta(seconds=10)
"""What one run waits for altogether, so that a bot that is stopped stops soon."""

_NONE = timedelta(0)


class Delivery:
    """Empties the outbox into Slack. Survives a kill at any instant: what is in doubt is looked up first. Where Slack
    asks to slow down, everything waits as long as it asks. A message at which something is wrong waits aside for a
    person, and the others go on.
    """

    def __init__(
        self,
        store: Store,
        notifier: Notifier,
        clock: Clock,
        tell_draft: Callable[[Outgoing, Notifier], None] = lambda message, notifier: None,
        sleep: Callable[[float], None] | None = None,
        stopping: Callable[[], bool] = lambda: False,
    ) -> None:
        self._store, self._notifier, self._clock = store, notifier, clock
        self._tell_draft, self._sleep, self._stopping = tell_draft, sleep, stopping
        self._again_at, self._pause, self._slept = clock(), _NONE, _NONE
        self._in_hand: Outgoing | None = None
        self._told = RuleTally()

    def run(self, most: int = 50) -> int:
        """Deliver what waits, at most ``most`` messages; how many were settled."""
        settled, self._slept, self._told = 0, _NONE, RuleTally()
        for _ in range(most):
            if self._stopping() or self._slowed_down():
                break
            now = self._clock()
            with self._store.unit() as unit:
                taken = unit.outbox.take(now, LEASE_SECONDS)
            if taken is None:
                break
            # Added by a clock that was put back since: it may have been sent from now on already.
            self._in_hand = replace(taken, added_at=min(taken.added_at, now))
            settled += self._deliver(self._in_hand)
            self._in_hand = None
        return settled

    def keep(self) -> None:
        """Lease the message in hand for longer, so that no other process takes it however slow Slack is."""
        message = self._in_hand
        if message is not None:
            with self._store.unit() as unit:
                unit.outbox.keep(message, self._clock(), LEASE_SECONDS)

    def broken(self, failure: Exception) -> bool:
        """Put off the message at which :meth:`run` broke, and set it aside after some tries. Whether the message was at
        fault, so that the others can be gone on with: a database that fails is no message's fault.
        """
        message, self._in_hand = self._in_hand, None
        if message is None or isinstance(failure, Outside):
            return False
        # Nobody knows how far it came.
        self._put_off(message, worded(f"{type(failure).__name__}: {failure}"), at_fault=True, in_doubt=True)
        return True

    def _slowed_down(self) -> bool:
        """Whether Slack is still to be left alone. A short wait is waited for, where there is a way to."""
        left = self._again_at - self._clock()
        # Further ahead than was asked for: the clock was put back, and what it said then holds no more.
        if not _NONE < left <= self._pause:
            return False
        if self._sleep is None or left > SHORT or self._slept + left > MOST_SLEPT:
            return True
        self._sleep(left.total_seconds())
        self._slept, self._pause = self._slept + left, _NONE
        return False

    def _deliver(self, message: Outgoing) -> bool:
        try:
            posted = self._send(message)
        except DeliveryFailed as failure:
            # A look-up that was refused settles nothing: what was in doubt stays in doubt.
            doubt = message.in_doubt or failure.in_doubt
            wait = self._put_off(message, failure.why, failure.at_fault, doubt, failure.retry_after)
            if failure.slow_down:
                self._again_at, self._pause = self._clock() + wait, wait
            return False
        with self._store.unit() as unit:
            if posted is not None and (alert := unit.alerts.get(AlertId(message.subject))) is not None:
                told = replace(
                    alert, channel=posted.channel, ts=posted.ts, posted_at=self._clock(), held=None
                )
                unit.alerts.save(told)
                self._told.one_more(told.rule)
            unit.outbox.done(message.number)
        return True

    def _put_off(
        self,
        message: Outgoing,
        why: Sentence,
        at_fault: bool,
        in_doubt: bool,
        retry_after: float | None = None,
    ) -> timedelta:
        """Try it again later, or set it aside and tell the admins; how long until then."""
        least = DOUBT_SECONDS if in_doubt else 0.0
        wait = timedelta(seconds=max(least, retry_after or 2 ** min(message.attempts, 9)))
        wait = min(wait, LONGEST_WAIT)
        with self._store.unit() as unit:
            if not at_fault or message.refusals + 1 < TRIES:
                again = self._clock() + wait
                unit.outbox.failed(message, why, again_at=again, in_doubt=in_doubt, refused=at_fault)
                return wait
            # One note for all of a kind: what is wrong with one alert is mostly wrong with a hundred. And none about
            # notes: each would be followed by another.
            told = message.kind == OutboxKind.ADMIN_NOTE or any(
                each.kind == message.kind for each in unit.outbox.aside()
            )
            unit.outbox.set_aside(message, why, in_doubt=in_doubt)
            if not told:
                unit.outbox.add(OutboxKind.ADMIN_NOTE, "outbox", _set_aside(message, why))
        return wait

    def _send(self, message: Outgoing) -> Posted | None:
        match message.kind:
            case OutboxKind.ALERT:
                return self._post_alert(message)
            case OutboxKind.ALERT_UPDATE:
                return self._update_alert(message)
            case OutboxKind.DIGEST:
                self._post_digest(message)
            case OutboxKind.RULE_REPORT | OutboxKind.LAW_CHANGE:
                self._tell_everybody(message)
            case OutboxKind.DRAFT_UPDATE:
                self._update_draft(message)
            case OutboxKind.DRAFT_NOTE | OutboxKind.DRAFT_SHOWN:
                self._tell_draft(message, self._notifier)
            case OutboxKind.CASE_NOTE:
                self._tell_case(message)
            case OutboxKind.REMINDER:
                self._remind(message)
            case OutboxKind.ADMIN_NOTE:
                note = kept(message.body)
                self._notifier.tell_admins(note, key=f"note {message.number}", since=message.since)
            case unreachable:
                assert_never(unreachable)
        return None

    def _tell_everybody(self, message: Outgoing) -> None:
        if message.kind is OutboxKind.LAW_CHANGE:
            if not (found := law_change.read(message.body)):
                return
            self._notifier.tell_law_change(found, key=message.subject, since=message.since)
        else:
            key = f"rules {message.body}"
            self._notifier.post_rule_reports(self._reports(), key=key, since=message.since)

    def _post_alert(self, message: Outgoing) -> Posted | None:
        alert = self._alert(message)
        if alert is None or alert.ts:
            return None
        if message.kind is OutboxKind.ALERT and self._is_aside(alert, OutboxKind.ALERT_UPDATE):
            # That change was its first post, and may stand.
            message = replace(message, in_doubt=True, added_at=alert.raised_at)
        if message.since and (found := self._notifier.find_alert(alert, message.since)) is not None:
            # It shows the alert as it was: what changed while this was set aside found no message to change.
            shown = replace(alert, channel=found.channel, ts=found.ts)
            self._notifier.update_alert(shown, self._case_message(alert))
            return found
        with self._store.unit() as unit:
            if not unit.outbox.keep(message, self._clock(), LEASE_SECONDS):
                raise DeliveryFailed(
                    "this process was held up for so long that another one has taken it over"
                )
            current = unit.alerts.get(alert.alert_id)
            # A change of it that came first may have found it held, and the digest for which it was held has told of it.
            if current is None or current.held is AlertHold.IN_DIGEST or _kept_quiet(unit, current):
                return None
            if current.held is AlertHold.JUDGED:
                current = replace(current, held=None, released_at=message.added_at)
            alert = send_by_rule(unit, current, self._clock(), self._told)
            if alert.held is not None:  # else, after a kill, what a digest has told of would be held anew
                unit.outbox.done(message.number)
        return self._notifier.post_alert(alert) if alert.held is None else None

    def _update_alert(self, message: Outgoing) -> Posted | None:
        alert = self._alert(message)
        if alert is None:
            return None
        if not alert.ts:
            # Messages about one alert leave in their order: one that is to come, or was set aside, shows what changed. Where
            # a verdict kept it from being told, and does not stand any more, it is told now; what was begun so and went wrong
            # is gone on with, and may stand since it was raised.
            begun = alert.held is None and not self._is_aside(alert, OutboxKind.ALERT)
            message = replace(message, in_doubt=True, added_at=alert.raised_at) if begun else message
            return self._post_alert(message) if begun or alert.held is AlertHold.JUDGED else None
        self._notifier.update_alert(alert, self._case_message(alert))
        return None

    def _is_aside(self, alert: Alert, kind: OutboxKind) -> bool:
        """Whether a message of this kind about it was set aside."""
        with self._store.unit() as unit:
            aside = unit.outbox.aside()
        return any((each.kind, each.subject) == (kind, alert.alert_id) for each in aside)

    def _post_digest(self, message: Outgoing) -> None:
        with self._store.unit() as unit:
            rule = unit.alert_rules.get(RuleId(message.subject))
            found = [unit.alerts.get(AlertId(name)) for name in message.body.split()]
            alerts = [alert for alert in found if alert is not None]
            if message.in_doubt:  # what the first try left out is told by itself
                alerts = [alert for alert in alerts if alert.held is AlertHold.IN_DIGEST]
            else:
                alerts = [alert for alert in alerts if not _kept_quiet(unit, alert)]
        key = f"digest {message.subject} {message.number}"
        if alerts:
            channel = rule.channel if rule else ""
            self._notifier.post_digest(channel, alerts, key=key, since=message.since)

    def _reports(self) -> Sequence[RuleReport]:
        with self._store.unit() as unit:
            return rule_reports(unit)

    def _update_draft(self, message: Outgoing) -> None:
        with self._store.unit() as unit:
            draft = unit.drafts.get(DraftId(message.subject))
            parts = unit.drafts.of_batch(draft.batch_id) if draft else ()
        if draft is not None and draft.ts:
            self._notifier.update_drafts(parts or (draft,))

    def _tell_case(self, message: Outgoing) -> None:
        with self._store.unit() as unit:
            case = unit.cases.get(CaseId(message.subject))
        if case is not None and (case.ts or not message.body):
            note, key = case_notes.kept(message.body) if message.body else (None, f"message {message.number}")
            self._notifier.tell_case(case, note, key=key, since=message.since)

    def _remind(self, message: Outgoing) -> None:
        with self._store.unit() as unit:
            deadline = unit.deadlines.get(DeadlineId(message.subject))
            case = unit.cases.get(deadline.case_id) if deadline else None
        if deadline is not None and deadline.done_at is None:
            key = f"{deadline.deadline_id} {message.body}"
            self._notifier.remind(case, deadline, people_of(case), key=key, since=message.since)

    def _case_message(self, alert: Alert) -> Posted | None:
        with self._store.unit() as unit:
            case = unit.cases.get(alert.case_id) if alert.case_id else None
        return Posted(channel=case.channel, ts=case.ts) if case and case.ts else None

    def _alert(self, message: Outgoing) -> Alert | None:
        with self._store.unit() as unit:
            return unit.alerts.get(AlertId(message.subject))


def _kept_quiet(unit: UnitOfWork, alert: Alert) -> bool:
    """Whether a person has dismissed the alert before anybody was told of it: then nobody is, unless that is undone."""
    if alert.state is not AlertState.DISMISSED:
        return False
    unit.alerts.save(replace(alert, held=AlertHold.JUDGED))
    return True


def _set_aside(message: Outgoing, why: Sentence) -> str:
    about = message.subject or message.kind.replace("_", " ")
    key = "A message about {about} was set aside after {tries} tries: {why}. /watch shows it and sends it again."
    return written(sentence(key, about=about, tries=TRIES, why=why))
