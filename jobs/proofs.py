"""Draw copied pictures beside the genuine ones, before people judge them."""

from __future__ import annotations

import structlog

from bot.ports import Notifier
from bot.services.desk import Desk
from jobs.runner import Runner
from jobs.schedule import Job

EVERY = 5.0
log = structlog.get_logger("marque.jobs")


def job(desk: Desk, runner: Runner, notifier: Notifier) -> Job:
    """Every five seconds a few, the most urgent first; what failed is logged and tried again later."""

    def work() -> int:
        failed = desk.proofs.prepare_due(notifier.keep_picture)
        for alert_id, why in failed.items():
            log.warning("proof not made", alert=alert_id, why=str(why))
        return len(failed)

    return Job(name="proofs", seconds=EVERY, run=runner.wrap("proofs", work, lease_seconds=120))
