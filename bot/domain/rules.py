"""Routing rules: which alerts go to which channel, when (quiet hours), how many at a time (limits). Pure: a decision.

The first rule that wants an alert takes it, so that nothing is told twice. Where there are no rules, everything
goes to the default channel at once.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from enum import StrEnum

from bot.domain.alerts import Alert, AlertHold
from bot.domain.assessments import Band
from bot.domain.errors import WrongInput
from bot.domain.ids import NO_RULE, PersonId, RuleId
from bot.domain.moments import zone_of

ENOUGH_VERDICTS = 30
"""Verdicts after which a rule's precision says something."""

ENOUGH_SHOPS = 5
"""Shops they have to be about: one act on the fifty listings of one shop says something of the shop, not of the rule."""

LOWEST_PRECISION = 0.5
"""A rule under this proposes to mute itself."""


class Pace(StrEnum):
    """When a rule's alerts are told."""

    AT_ONCE = "at_once"
    HOURLY = "hourly"
    DAILY = "daily"


@dataclass(frozen=True, slots=True, kw_only=True)
class AlertRule:
    """One rule. Empty ``brands`` and ``platforms`` mean all; times of day are in ``zone``.

    ``quiet_from`` to ``quiet_to`` may run over midnight. ``cap`` is alerts an hour, 0 for no cap; what is over
    it is told in a digest. ``digest_at`` is the time of a daily digest. A ``muted`` rule takes its alerts and
    tells nobody: they wait in triage.
    """

    rule_id: RuleId
    channel: str
    brands: tuple[str, ...] = ()
    platforms: tuple[str, ...] = ()
    band: Band = Band.MEDIUM
    min_score: float = 0.0
    pace: Pace = Pace.AT_ONCE
    digest_at: time = time(9, 0)
    quiet_from: time | None = None
    quiet_to: time | None = None
    zone: str = "Asia/Shanghai"
    cap: int = 0
    muted: bool = False
    made_by: PersonId
    made_at: datetime

    def __post_init__(self) -> None:
        zone_of(self.zone)
        if not 0 <= self.min_score < 1:
            raise WrongInput("the minimum score is a share between 0 and 1, for example 0.8")
        if self.cap < 0:
            raise WrongInput("the cap is a number of alerts an hour; 0 means no cap")
        if (self.quiet_from is None) != (self.quiet_to is None):
            raise WrongInput("quiet hours need both their beginning and their end")

    def wants(self, alert: Alert) -> bool:
        """Whether the alert is this rule's."""
        judged = alert.assessment
        return (
            (not self.brands or judged.brand in self.brands)
            and (not self.platforms or alert.listing.platform in self.platforms)
            and (judged.band is Band.HIGH or self.band is not Band.HIGH)
            and judged.score >= self.min_score
        )

    def quiet(self, now: datetime) -> bool:
        """Whether the rule keeps quiet at this moment."""
        if self.quiet_from is None or self.quiet_to is None:
            return False
        clock = now.astimezone(zone_of(self.zone)).time()
        if self.quiet_from <= self.quiet_to:
            return self.quiet_from <= clock < self.quiet_to
        return clock >= self.quiet_from or clock < self.quiet_to


@dataclass(frozen=True, slots=True, kw_only=True)
class Routed:
    """What becomes of an alert: a message in ``channel``, unless ``held`` says why not now."""

    channel: str
    rule: RuleId = NO_RULE
    held: AlertHold | None = None


def route(
    alert: Alert,
    rules: Sequence[AlertRule],
    *,
    default: str,
    now: datetime,
    told_this_hour: dict[RuleId, int],
) -> Routed:
    """Where the alert goes now. ``told_this_hour`` counts the messages of each rule within the last hour."""
    if not rules:
        return Routed(channel=default)
    rule = next((each for each in rules if each.wants(alert)), None)
    if rule is None:
        return Routed(channel="", held=AlertHold.UNWANTED)
    return Routed(channel=rule.channel, rule=rule.rule_id, held=_held(rule, now, told_this_hour))


def _held(rule: AlertRule, now: datetime, told: dict[RuleId, int]) -> AlertHold | None:
    """Why an alert is kept back now, to be told with others later (digest) instead of by itself."""
    if rule.muted:
        return AlertHold.UNWANTED
    if rule.pace is not Pace.AT_ONCE:
        return AlertHold.DIGEST
    if rule.quiet(now):
        return AlertHold.QUIET
    if rule.cap and told.get(rule.rule_id, 0) >= rule.cap:
        return AlertHold.CAP
    return None


def digest_due(rule: AlertRule, held_since: datetime, now: datetime) -> bool:
    """Whether alerts held since then are to be told now, in one digest."""
    if rule.muted or rule.quiet(now):
        return False
    if rule.pace is Pace.DAILY:
        local = held_since.astimezone(zone_of(rule.zone))
        at = local.replace(hour=rule.digest_at.hour, minute=rule.digest_at.minute, second=0, microsecond=0)
        return now >= (at if at > local else at + timedelta(days=1))
    if rule.pace is Pace.AT_ONCE and rule.quiet(held_since):
        return True
    return now - held_since >= timedelta(hours=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class RuleAgreement:
    """How often people agreed with a rule's alerts. ``right`` of ``judged`` infringe or led to a case; unclear ones do
    not count. ``shops`` is how many shops they are about.
    """

    rule: RuleId
    judged: int = 0
    right: int = 0
    shops: int = 0

    @property
    def share(self) -> float:
        """Between 0 and 1; 0 where nothing was judged."""
        return self.right / self.judged if self.judged else 0.0

    @property
    def proposes_mute(self) -> bool:
        """Whether the rule is wrong so often that it should be quiet."""
        return self.enough and self.share < LOWEST_PRECISION

    @property
    def enough(self) -> bool:
        """Whether there are verdicts enough, on shops enough, to propose anything."""
        return self.judged >= ENOUGH_VERDICTS and self.shops >= ENOUGH_SHOPS


def precision(alerts: Iterable[Alert], rule: AlertRule) -> RuleAgreement:
    """The rule's precision from the verdicts on those of its alerts that it would still take as it stands now."""
    judged = _judged(alerts, rule)
    return RuleAgreement(
        rule=rule.rule_id,
        judged=len(judged),
        right=sum(bool(alert.right) for alert in judged),
        shops=len({_shop(alert) for alert in judged}),
    )


def _judged(alerts: Iterable[Alert], rule: AlertRule) -> list[Alert]:
    """The rule's alerts on which people were sure, as they were then. What a rule no longer takes tells nothing about
    it: else a threshold that was raised would be proposed again.
    """
    sure = [alert.as_decided() for alert in alerts if alert.rule == rule.rule_id and alert.right is not None]
    return [alert for alert in sure if rule.wants(alert)]


def _shop(alert: Alert) -> str:
    """The shop; a listing whose shop is not known stands for one of its own."""
    shop = alert.listing.seller_id
    return f"{alert.listing.platform}:{shop}" if shop else alert.alert_id


def better_threshold(alerts: Iterable[Alert], rule: AlertRule, *, wanted: float = 0.8) -> float | None:
    """The lowest minimum score at which the rule's judged alerts would have been right often enough.

    None where it is right often enough now, too little was judged, or no score would do.
    """
    found = list(alerts)
    known = precision(found, rule)
    if not known.enough or known.share >= wanted:
        return None
    judged = [(alert.assessment.score, bool(alert.right)) for alert in _judged(found, rule)]
    for score in sorted({round(score, 2) for score, _ in judged}):
        kept = [right for each, right in judged if each >= score]
        if score > rule.min_score and len(kept) >= ENOUGH_VERDICTS // 3 and sum(kept) / len(kept) >= wanted:
            return score
    return None


@dataclass(frozen=True, slots=True, kw_only=True)
class RuleReport:
    """A rule with how often people agreed with it, and the minimum score that would do better, where one would."""

    rule: AlertRule
    precision: RuleAgreement
    better: float | None = None

    @property
    def proposes(self) -> bool:
        """Whether the rule should be changed."""
        return not self.rule.muted and (self.precision.proposes_mute or self.better is not None)
