"""Tell the admins once a week what the guidance lacks, and forget questions that are too old."""

from __future__ import annotations

from bot.services.desk import Desk
from jobs.runner import Runner
from jobs.schedule import Job

EVERY = 1_800.0


def job(desk: Desk, runner: Runner) -> Job:
    """Every half hour, so that Monday at nine is Monday at nine; the week that was told is remembered."""

    def work() -> bool:
        desk.conversations.forget_old()
        return desk.gaps.tell_weekly()

    return Job(name="gaps", seconds=EVERY, run=runner.wrap("gaps", work, lease_seconds=600))
