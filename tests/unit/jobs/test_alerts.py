"""What waits is told by the jobs of the running bot, when the clock says so."""

from collections.abc import Iterator
from datetime import time, timedelta
from pathlib import Path

import pytest

from bot.domain.alerts import AlertState
from bot.domain.ids import AlertId, PersonId, RuleId
from bot.domain.rules import AlertRule
from bot.domain.verdicts import Verdict
from bot.services.desk import Desk
from jobs.runner import Runner
from jobs.table import looks, table
from tests.factories import a_listing
from tests.fakes.desk import HandClock, Shelf, a_desk
from tests.unit.services.conftest import Ears

ME = PersonId("U0MEI")
ALERT = AlertId(f"A-{a_listing().listing_id}")


class Running:
    """The bot's jobs on a clock that is moved: each runs when its pace has passed, the delivery after the others."""

    def __init__(self, desk: Desk, clock: HandClock) -> None:
        self.desk, self.clock, self.ears = desk, clock, Ears()
        runner = Runner(desk.store, self.ears, "here:1", clock)
        jobs = [*looks(desk, runner, 900), *table(desk, self.ears, holder="here:1")]
        self._jobs = sorted(jobs, key=lambda job: job.name == "deliver")
        self._ran = {job.name: clock() - timedelta(days=1) for job in jobs}

    def after(self, **later: float) -> None:
        """The time passes, then what is due by now runs."""
        self.clock.forward(**later)
        for job in self._jobs:
            if self.clock() - self._ran[job.name] >= timedelta(seconds=job.seconds):
                self._ran[job.name] = self.clock()
                job.run()


@pytest.fixture
def running(tmp_path: Path) -> Iterator[Running]:
    clock = HandClock()
    with a_desk(tmp_path, clock=clock, approvers=(ME,), sources=[Shelf(listings=[a_listing()])]) as desk:
        yield Running(desk, clock)


def test_a_snoozed_alert_wakes_by_itself_and_its_message_shows_it(running: Running) -> None:
    running.after(minutes=1)
    running.desk.alerts.snooze(ALERT, by=ME, days=1)
    running.after(hours=23, minutes=59)
    assert running.desk.alerts.get(ALERT).state is AlertState.SNOOZED
    edits = len(running.ears.updated)
    running.after(minutes=1)
    assert running.desk.alerts.get(ALERT).state is AlertState.OPEN
    assert len(running.ears.updated) == edits + 1


def test_the_rules_are_reported_on_once_a_week_by_the_job(running: Running) -> None:
    running.desk.rules.save(
        AlertRule(rule_id=RuleId("R-000001"), channel="C7", made_by=ME, made_at=running.clock()), by=ME
    )
    running.after(minutes=1)
    running.desk.triage.judge([a_listing().listing_id], Verdict.COUNTERFEIT, by=ME)
    for _ in range(5):  # from Wednesday to Sunday
        running.after(days=1)
        assert len(running.ears.reports) == 1
    running.after(days=1)
    [first, second] = running.ears.reports
    assert (first[0].precision.judged, second[0].precision.right) == (1, 1)


def test_alerts_of_the_night_are_told_by_the_job_when_the_quiet_hours_end(running: Running) -> None:
    rule = AlertRule(
        rule_id=RuleId("R-000001"), channel="C7", made_by=ME, made_at=running.clock(),
        quiet_from=time(10), quiet_to=time(11), zone="Asia/Shanghai",
    )  # fmt: skip
    running.desk.rules.save(rule, by=ME)
    running.after(minutes=1)
    running.after(minutes=53)
    assert running.ears.posts == 0
    running.after(minutes=1)
    assert running.ears.posts == 1
    assert running.desk.levels.now().on_time == 1
