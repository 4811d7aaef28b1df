"""Near-duplicates that one alert's message speaks for (no message of their own), and when they need one again."""

from collections.abc import Iterable, Sequence
from dataclasses import replace

from bot.domain.alerts import Alert, AlertHold, AlertState
from bot.domain.ids import AlertId
from bot.domain.sellers import Tie, traces
from bot.domain.triage import waits
from bot.ports import OutboxKind
from bot.repositories import UnitOfWork


def folded(unit: UnitOfWork, alert: Alert) -> Sequence[Alert]:
    """The near-duplicates that the alert speaks for."""
    if not alert.folds:
        return []
    shop = [trace for trace in traces(alert.listing) if trace.startswith(f"{Tie.SELLER}:")]
    return [each for each in unit.alerts.sharing(shop) if each.folded_into == alert.alert_id]


def still_speaks(leader: Alert) -> bool:
    """Whether its message stands open, or was told in a digest, or comes: what is judged before it was told is not told."""
    told = leader.ts or leader.held is AlertHold.IN_DIGEST
    return leader.state is AlertState.OPEN and (leader.verdict is None or bool(told))


def speak_up(unit: UnitOfWork, alert_ids: Iterable[AlertId]) -> None:
    """Those who still wait for a verdict behind one of these that is settled or put away are told by themselves: they came
    while somebody had its message open, or were left out of the act."""
    for alert_id in alert_ids:
        leader = unit.alerts.get(alert_id)
        if leader is None or still_speaks(leader):
            continue
        behind = [each for each in folded(unit, leader) if waits(each)]
        for each in behind:
            unit.alerts.save(replace(each, held=None, folded_into=None))
            unit.outbox.add(OutboxKind.ALERT, each.alert_id)
        if behind:
            unit.alerts.save(replace(leader, folds=leader.folds - len(behind)))
