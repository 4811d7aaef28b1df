"""The triage (review) queue: what waits for a verdict, in which order (most urgent first), alone or in groups judged whole."""

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum

from bot.domain.alerts import Alert, AlertHold, AlertState
from bot.domain.ids import NO_RULE, AlertId, ListingId
from bot.domain.sellers import Tie, traces

MOST_TOGETHER = 25
"""Listings judged in one act: as many as a person can look through, and as Slack carries in a modal."""


class Grouping(StrEnum):
    """What is judged together. ``UNTOLD``: one by one, only what no channel was told of."""

    ONE = "one"
    UNTOLD = "untold"
    SELLER = "seller"
    PICTURE = "picture"


@dataclass(frozen=True, slots=True, kw_only=True)
class Bundle:
    """Alerts shown in one modal and judged in one act, the most urgent first."""

    alerts: tuple[Alert, ...]

    @property
    def first(self) -> Alert:
        return self.alerts[0]

    @property
    def listing_ids(self) -> tuple[ListingId, ...]:
        return tuple(alert.listing.listing_id for alert in self.alerts)


def waits(alert: Alert) -> bool:
    """Whether the alert still needs a verdict."""
    return alert.state is AlertState.OPEN and alert.verdict is None and alert.assessment.band.alerts


class Silence(StrEnum):
    """Why no channel was told of what waits: no rule took it, or the rule that did is muted."""

    TOLD = ""
    UNCLAIMED = "unclaimed"
    MUTED = "muted"


def silence(alert: Alert) -> Silence:
    """Why no channel was told of the alert; ``TOLD`` also where it does not wait."""
    if not waits(alert) or alert.held is not AlertHold.UNWANTED:
        return Silence.TOLD
    return Silence.UNCLAIMED if alert.rule == NO_RULE else Silence.MUTED


def untold(alert: Alert) -> bool:
    """Whether it waits, and no channel was told of it."""
    return silence(alert) is not Silence.TOLD


def waiting_in(queue: Iterable[Bundle]) -> list[Alert]:
    """Those of the bundles' alerts that wait: one that was asked for by name may be judged already."""
    return [alert for bundle in queue for alert in bundle.alerts if waits(alert)]


def urgency(alert: Alert) -> float:
    """Score times harm: the probability that it infringes, times one more for each tenfold of units sold."""
    return alert.assessment.score * (1 + math.log10(1 + max(0, alert.listing.sales or 0)))


def bundles(alerts: Iterable[Alert], grouping: Grouping) -> list[Bundle]:
    """What waits, grouped, the most urgent group first. Groups never mix brands; a large one is judged in parts."""
    shown = untold if grouping is Grouping.UNTOLD else waits
    ordered = sorted(filter(shown, alerts), key=lambda alert: (-urgency(alert), alert.alert_id))
    groups = _groups(ordered, grouping)
    found = [
        Bundle(alerts=tuple(group[start : start + MOST_TOGETHER]))
        for group in groups
        for start in range(0, len(group), MOST_TOGETHER)
    ]
    return sorted(found, key=lambda bundle: -sum(map(urgency, bundle.alerts)))


def _groups(alerts: Sequence[Alert], grouping: Grouping) -> list[list[Alert]]:
    """Alerts that share a link of the grouping, directly or over others (union-find over links)."""
    parent: dict[str, str] = {}

    def root(name: str) -> str:
        while parent.setdefault(name, name) != name:
            parent[name] = parent[parent[name]]
            name = parent[name]
        return name

    for alert in alerts:
        for link in _links(alert, grouping):
            parent[root(link)] = root(alert.alert_id)
    groups: dict[str, list[Alert]] = {}
    for alert in alerts:
        groups.setdefault(root(alert.alert_id), []).append(alert)
    return list(groups.values())


def _links(alert: Alert, grouping: Grouping) -> list[str]:
    brand = alert.assessment.brand
    if grouping in {Grouping.ONE, Grouping.UNTOLD}:
        return [_leader(alert)]
    wanted = Tie.SELLER if grouping is Grouping.SELLER else Tie.PICTURE
    shared = [f"{brand}|{trace}" for trace in traces(alert.listing) if trace.startswith(f"{wanted}:")]
    return [_leader(alert), *shared]


def _leader(alert: Alert) -> AlertId:
    return alert.folded_into or alert.alert_id
