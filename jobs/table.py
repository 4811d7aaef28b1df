"""Which jobs the bot runs."""

from __future__ import annotations

import time
from collections.abc import Callable

from bot.ports import Notifier
from bot.services.desk import Desk
from bot.services.upkeep.delivery import Delivery
from jobs import (
    alerts,
    approvals,
    capture,
    deliver,
    digest,
    gaps,
    heads,
    law_change,
    look,
    pictures,
    proofs,
    refit,
    regroup,
    remind,
    retain,
    watch,
)
from jobs.runner import Runner
from jobs.schedule import Job


def table(
    desk: Desk,
    notifier: Notifier,
    *,
    holder: str,
    sweep_seconds: float,
    deliver_seconds: float = 2.0,
    capture_high: bool = False,
    stopping: Callable[[], bool] = lambda: False,
) -> list[Job]:
    """The jobs of one bot process. ``holder`` names the process in the leases."""
    runner = Runner(desk.store, notifier, holder, desk.clock)
    delivery = Delivery(desk.store, notifier, desk.clock, desk.pending.tell, time.sleep, stopping)
    capturing = [capture.job(desk, runner)] if capture_high else []
    return [
        *watch.jobs(desk, runner, sweep_seconds),
        deliver.job(delivery, runner, deliver_seconds),
        remind.job(desk, runner),
        look.job(desk, runner),
        proofs.job(desk, runner, notifier),
        retain.job(desk, runner),
        regroup.job(desk, runner),
        refit.job(desk, runner),
        pictures.job(desk, runner),
        gaps.job(desk, runner),
        law_change.job(desk, runner),
        heads.job(desk, runner),
        *alerts.jobs(desk, runner),
        digest.job(desk, runner),
        *approvals.jobs(desk, runner),
        *capturing,
    ]
