"""Alerts that wait: snoozed ones woken, held ones told, the rules reported on once a week."""

from __future__ import annotations

from bot.services.desk import Desk
from jobs.runner import Runner
from jobs.schedule import Job

EVERY_MINUTE, EVERY_HOUR = 60.0, 3600.0


def jobs(desk: Desk, runner: Runner) -> list[Job]:
    """Snoozed and held alerts every minute; whether a week's report is due, every hour."""
    return [
        Job(
            name="alerts.wake", seconds=EVERY_MINUTE, run=runner.wrap("alerts.wake", desk.alerts.wake_due, 50)
        ),
        Job(
            name="alerts.held", seconds=EVERY_MINUTE, run=runner.wrap("alerts.held", desk.rules.tell_held, 50)
        ),
        Job(
            name="alerts.report",
            seconds=EVERY_HOUR,
            run=runner.wrap("alerts.report", desk.rules.report_weekly, 600),
        ),
    ]
