"""Rules of which alerts go where: made and changed by people, applied at delivery; what is held is told in a digest, how right
each rule was is reported weekly."""

from collections import Counter
from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from bot.domain.alerts import Alert, AlertHold
from bot.domain.audit import Act
from bot.domain.errors import NotAllowed
from bot.domain.ids import NO_RULE, PersonId, RuleId
from bot.domain.moments import TeamZone, in_china
from bot.domain.rules import AlertRule, Pace, RuleReport, better_threshold, digest_due, precision, route
from bot.domain.triage import Silence, untold
from bot.ports import Clock, OutboxKind
from bot.repositories import Store, UnitOfWork

WAITING = frozenset({AlertHold.QUIET, AlertHold.DIGEST, AlertHold.CAP})
"""Held for a time only: told later."""

FEW = 3
"""Alerts that were held are posted one by one up to this many, and told in a digest above it."""

LOOKED_BACK = 2_000
"""Newest alerts that a rule's precision and its hourly cap are counted over."""

MOST_IN_DIGEST = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class Untold:
    """Alerts that wait for a verdict and that no channel was told of: no rule took them, or a ``muted`` one did."""

    unclaimed: int = 0
    muted: int = 0

    @property
    def count(self) -> int:
        """All of them."""
        return self.unclaimed + self.muted


NOTHING_UNTOLD = Untold()


class RuleTally:
    """How many alerts each rule has told within the hour, for its cap: counted from the records once, then kept by who
    tells them. Counting anew for each of a thousand held alerts would read a million.
    """

    def __init__(self) -> None:
        self._counts: dict[RuleId, int] | None = None

    def counted(self, unit: UnitOfWork, now: datetime) -> dict[RuleId, int]:
        """The counts of this hour."""
        if self._counts is None:
            self._counts = Counter(
                alert.rule
                for alert in unit.alerts.recent(LOOKED_BACK)
                if alert.posted_at is not None and now - alert.posted_at < timedelta(hours=1)
            )
        return self._counts

    def one_more(self, rule_id: RuleId) -> None:
        """An alert of this rule was told."""
        if self._counts is not None:
            self._counts[rule_id] = self._counts.get(rule_id, 0) + 1


class Rules:
    """Makes, changes and judges rules. ``editors`` tells the people who may: approvers and admins."""

    def __init__(
        self,
        store: Store,
        editors: Callable[[], Collection[PersonId]],
        clock: Clock,
        zone: TeamZone = in_china,
    ) -> None:
        self._store, self._editors, self._clock, self._zone = store, editors, clock, zone

    def all(self) -> Sequence[AlertRule]:
        """Every rule, in the order in which they are asked."""
        with self._store.unit() as unit:
            return unit.alert_rules.all()

    def get(self, rule_id: RuleId) -> AlertRule:
        """The rule.

        Raises:
            UnknownThing
        """
        with self._store.unit() as unit:
            return unit.alert_rules.need(rule_id)

    def reports(self) -> Sequence[RuleReport]:
        """Every rule with its precision and what it proposes."""
        with self._store.unit() as unit:
            return rule_reports(unit)

    def next_id(self) -> RuleId:
        """The id of a rule that is being made."""
        with self._store.unit() as unit:
            return unit.alert_rules.next_id()

    def untold(self) -> Untold:
        """What no channel was told of."""
        with self._store.unit() as unit:
            counts = unit.alerts.count_waiting()
        return Untold(unclaimed=counts.get(Silence.UNCLAIMED, 0), muted=counts.get(Silence.MUTED, 0))

    def save(self, rule: AlertRule, *, by: PersonId) -> AlertRule:
        """Make the rule, or change it; what no channel was told of is told where a rule wants it now.

        Raises:
            NotAllowed
        """
        self.check(by)
        with self._store.unit() as unit:
            unit.alert_rules.save(rule)
            self._keep(unit, by, "rule.saved", rule)
            _take_up(unit, self._clock())
        return rule

    def move(self, rule_id: RuleId, *, up: bool, by: PersonId) -> None:
        """Let the rule be asked one place earlier or later; at the end of the order nothing changes.

        Raises:
            NotAllowed, UnknownThing
        """
        self.check(by)
        with self._store.unit() as unit:
            rule = unit.alert_rules.need(rule_id)
            order = [each.rule_id for each in unit.alert_rules.all()]
            at = order.index(rule_id)
            to = max(0, min(len(order) - 1, at - 1 if up else at + 1))
            order[at], order[to] = order[to], order[at]
            unit.alert_rules.order(order)
            self._keep(unit, by, "rule.moved", rule, place=to + 1)

    def drop(self, rule_id: RuleId, *, by: PersonId) -> None:
        """Take the rule away; what it held is sent by the other rules.

        Raises:
            NotAllowed, UnknownThing
        """
        self.check(by)
        with self._store.unit() as unit:
            rule = unit.alert_rules.need(rule_id)
            unit.alert_rules.drop(rule_id)
            self._keep(unit, by, "rule.dropped", rule)
            held = [a for a in unit.alerts.waiting(WAITING) if a.rule == rule_id]
            _release(unit, held, self._clock())
            for alert in _untold(unit):
                if alert.rule == rule_id:
                    unit.alerts.save(replace(alert, rule=NO_RULE))
            _take_up(unit, self._clock())

    def mute(self, rule_id: RuleId, *, muted: bool, by: PersonId) -> AlertRule:
        """Let the rule tell nobody, or speak again.

        Raises:
            NotAllowed, UnknownThing
        """
        return self.save(replace(self.get(rule_id), muted=muted), by=by)

    def raise_threshold(self, rule_id: RuleId, score: float, *, by: PersonId) -> AlertRule:
        """Ask more of the rule's alerts.

        Raises:
            NotAllowed, UnknownThing, WrongInput: no share between 0 and 1.
        """
        return self.save(replace(self.get(rule_id), min_score=score), by=by)

    def check(self, by: PersonId) -> None:
        """Whether this person may change rules.

        Raises:
            NotAllowed
        """
        if by not in self._editors():
            raise NotAllowed("change the rules", "only approvers and admins may; an admin sets MARQUE_ADMINS")

    def tell_held(self) -> int:
        """Tell what was held and is due: few one by one, many in a digest. How many alerts were told."""
        told, now = 0, self._clock()
        with self._store.unit() as unit:
            rules = unit.alert_rules.all()
            held = unit.alerts.waiting(WAITING) if rules else []
            for rule in rules:
                mine = [alert for alert in held if alert.rule == rule.rule_id]
                if mine and digest_due(rule, min(a.raised_at for a in mine), now):
                    self._tell(unit, rule, mine[:MOST_IN_DIGEST], now)
                    told += len(mine[:MOST_IN_DIGEST])
        return told

    def report_weekly(self) -> bool:
        """On the first look of a week: have the admins told how right the rules are. Whether they will be."""
        week = "{}-W{:02d}".format(*self._clock().astimezone(self._zone()).isocalendar()[:2])
        with self._store.unit() as unit:
            if unit.seen.has(f"rules {week}"):
                return False
            if not any(report.precision.judged for report in rule_reports(unit)):
                return False
            unit.seen.first_time(f"rules {week}", self._clock())
            unit.outbox.add(OutboxKind.RULE_REPORT, "rules", week)
        return True

    def _tell(self, unit: UnitOfWork, rule: AlertRule, alerts: Sequence[Alert], now: datetime) -> None:
        if rule.pace is Pace.AT_ONCE and len(alerts) <= FEW:
            _release(unit, alerts, now)
            return
        for alert in alerts:
            unit.alerts.save(replace(alert, held=AlertHold.IN_DIGEST))
        unit.outbox.add(OutboxKind.DIGEST, rule.rule_id, " ".join(alert.alert_id for alert in alerts))

    def _keep(self, unit: UnitOfWork, by: PersonId, what: str, rule: AlertRule, **more: object) -> None:
        details: dict[str, object] = {
            "channel": rule.channel,
            "band": rule.band.value,
            "min_score": rule.min_score,
            "muted": rule.muted,
            **more,
        }
        unit.audit.append(Act(who=by, what=what, subject=rule.rule_id, details=details), self._clock())


def send_by_rule(unit: UnitOfWork, alert: Alert, now: datetime, told: RuleTally) -> Alert:
    """The alert with its channel, or with why it is held; stored, so that a look-up in doubt knows where to look."""
    rules = unit.alert_rules.all()
    counted = told.counted(unit, now) if any(rule.cap for rule in rules) else {}
    to = route(alert, rules, default="", now=now, told_this_hour=counted)
    sent = replace(alert, rule=to.rule, held=to.held, channel="" if to.held else to.channel)
    unit.alerts.save(sent)
    return sent


def rule_reports(unit: UnitOfWork) -> Sequence[RuleReport]:
    """Every rule with its precision and what it proposes."""
    alerts = unit.alerts.recent(LOOKED_BACK)
    return [
        RuleReport(rule=rule, precision=precision(alerts, rule), better=better_threshold(alerts, rule))
        for rule in unit.alert_rules.all()
    ]


def _untold(unit: UnitOfWork) -> Sequence[Alert]:
    return [alert for alert in unit.alerts.waiting() if untold(alert)]


def _take_up(unit: UnitOfWork, now: datetime) -> None:
    """Give what no channel was told of to the rule that wants it now: it is told as what was held is told."""
    rules = unit.alert_rules.all()
    for alert in _untold(unit) if rules else ():
        to = route(alert, rules, default="", now=now, told_this_hour={})
        if to.held is not AlertHold.UNWANTED:
            unit.alerts.save(replace(alert, rule=to.rule, held=AlertHold.DIGEST))


def _release(unit: UnitOfWork, alerts: Iterable[Alert], now: datetime) -> None:
    for alert in alerts:
        unit.alerts.save(replace(alert, held=None, rule=NO_RULE, released_at=now))
        unit.outbox.add(OutboxKind.ALERT, alert.alert_id)
