"""How a running bot stands, for Prometheus: its queues, its sources, its line to Slack."""

from collections.abc import Callable, Iterable
from datetime import UTC, datetime

from prometheus_client.core import GaugeMetricFamily
from prometheus_client.metrics_core import Metric
from prometheus_client.registry import Collector

from bot.services.desk import Desk
from bot.services.upkeep.health import HealthState
from bot.slack.lines import Outage


class StandingCollector(Collector):
    """How things stand when they are asked for: queues, sources, the line to Slack."""

    def __init__(self, desk: Desk, outage: Outage, in_hand: Callable[[], int]) -> None:
        self._desk, self._outage, self._in_hand = desk, outage, in_hand

    def describe(self) -> Iterable[Metric]:
        """Nothing is asked of the desk when the collector is registered."""
        return ()

    def collect(self) -> Iterable[Metric]:
        """One value each.

        Raises:
            Outside: the database does not answer.
        """
        desk = self._desk
        with desk.store.unit() as unit:
            waiting, aside = unit.outbox.waiting(), len(unit.outbox.aside())
        cut_off = self._outage.since is not None and self._outage.until is None
        for name, what, value in (
            (
                "marque_deliveries_in_hand",
                "Deliveries acknowledged and not worked off here.",
                self._in_hand(),
            ),
            ("marque_inbox_waiting", "Deliveries in the inbox, of every process.", desk.inbox.waiting()),
            ("marque_outbox_waiting", "Messages that wait to be delivered.", waiting),
            ("marque_outbox_aside", "Messages that Slack refused and that are tried no more.", aside),
            ("marque_alerts_waiting", "Alerts that wait for a verdict.", desk.triage.waiting()),
            ("marque_cut_off", "1 while Slack is not heard.", int(cut_off)),
        ):
            yield GaugeMetricFamily(name, what, value=value)
        yield from self._sources()

    def _sources(self) -> Iterable[Metric]:
        failing = GaugeMetricFamily("marque_source_failing", "1 while the source fails.", labels=["source"])
        looked = GaugeMetricFamily(
            "marque_source_looked_at_seconds", "When the source was last looked at.", labels=["source"]
        )
        for each in self._desk.health.now():
            failing.add_metric([each.name], int(each.state is HealthState.FAILING))
            ended = each.last.ended_at if each.last else datetime.fromtimestamp(0, UTC)
            looked.add_metric([each.name], ended.timestamp())
        return failing, looked
