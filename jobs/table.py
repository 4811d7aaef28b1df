"""Which scheduled jobs the bot runs and how often: a row a job, with its interval, its work and how long its lease is."""

import time
from collections.abc import Callable
from functools import partial

import structlog

from bot.ports import Notifier
from bot.services.desk import Desk
from bot.services.upkeep.delivery import Delivery
from jobs.holding import DELIVER
from jobs.runner import Runner
from jobs.schedule import Job

MINUTE, HALF_HOUR, HOUR, DAY = 60.0, 1_800.0, 3_600.0, 86_400.0
BEHIND = 15.0
"""Seconds after the start in which nothing runs but what is owed to people: what became of their clicks, papers, reminders and
new listings. On a busy machine all at once kept them waiting for longer than half a minute."""

log = structlog.get_logger("marque.jobs")


def table(
    desk: Desk,
    notifier: Notifier,
    *,
    holder: str,
    deliver_seconds: float = 2.0,
    capture_high: bool = False,
    stopping: Callable[[], bool] = lambda: False,
) -> list[Job]:
    """The jobs of one bot process but for its looks. ``holder`` names the process in the leases."""
    runner = Runner(desk.store, notifier, holder, desk.clock)
    delivery = Delivery(desk.store, notifier, desk.clock, desk.pending.tell, time.sleep, stopping)
    capturing = [runner.job("capture", MINUTE, desk.evidence.capture_due, 300, at_start=False)]
    return [
        delivering(delivery, runner, deliver_seconds),
        *upkeep(desk, runner, notifier),
        *reminders(desk, runner),
        *(capturing if capture_high else ()),
    ]


def looks(desk: Desk, runner: Runner, seconds: float) -> list[Job]:
    """Each source every ``seconds``, and at start: a job a source, so that a slow one delays its own next look and no
    other. The lease runs as long as the pace, and longer where the look does.
    """
    return [
        runner.job(f"watch {source}", seconds, partial(desk.watches.look, source), seconds)
        for source in desk.watches.names
    ]


def delivering(delivery: Delivery, runner: Runner, seconds: float) -> Job:
    """The outbox into Slack. Messages are leased one by one, so the job's own lease is short."""
    run = runner.wrap(DELIVER, delivery.run, 60, beat=delivery.keep, broken=delivery.broken)
    return Job(name=DELIVER, seconds=seconds, run=run)


def reminders(desk: Desk, runner: Runner) -> list[Job]:
    """What is told when its time has come. What was told is remembered, so the pace only says how late it may be."""
    return [
        runner.job("remind", MINUTE, lambda: desk.deadlines.remind() + desk.contacts.remind(), 300),
        runner.job("stamps", 600.0, desk.handed.stamp_due, 600, after=BEHIND),
        runner.job("look", 300.0, desk.followups.due, 600, after=BEHIND),
        runner.job("alerts.wake", MINUTE, desk.alerts.wake_due, 50),
        runner.job("alerts.held", MINUTE, desk.rules.tell_held, 50),
        runner.job("alerts.report", HOUR, desk.rules.report_weekly, 600, after=BEHIND),
        runner.job("approvals.remind", MINUTE, desk.pending.remind, 50, after=BEHIND),
        runner.job("approvals.unfiled", MINUTE, desk.pending.remind_unfiled, 50, after=BEHIND),
        runner.job("approvals.release", MINUTE, desk.pending.release, 50),
        runner.job("approvals.law", HOUR, desk.pending.flag_old_law, 600, after=BEHIND),
        runner.job("digest", HALF_HOUR, desk.reports.send_digest, 600, after=BEHIND),
        runner.job("heads", 600.0, desk.audit.tell_head, 600, after=BEHIND),
    ]


def upkeep(desk: Desk, runner: Runner, notifier: Notifier) -> list[Job]:
    """What is worked out, drawn, learnt or forgotten. Fitting has a short pace, since paces begin anew with each start."""

    def gaps() -> bool:
        desk.conversations.forget_old()
        return desk.gaps.tell_weekly()

    return [
        proofs(desk, runner, notifier),
        runner.job("retain", DAY, desk.retention.sweep, DAY / 2, at_start=False),
        runner.job("regroup", DAY, desk.infringers.rebuild, DAY / 2, after=BEHIND),
        runner.job("refit", HOUR, desk.weights.refit, HOUR / 2, at_start=False),
        runner.job("pictures", DAY, desk.genuine_pictures.review, DAY / 2, after=BEHIND),
        runner.job("gaps", HALF_HOUR, gaps, 600, after=BEHIND),
        runner.job("law_change", HALF_HOUR, desk.law_change.tell_weekly, 600, after=BEHIND),
    ]


def proofs(desk: Desk, runner: Runner, notifier: Notifier) -> Job:
    """Copied pictures drawn beside the genuine ones, a few at a time, before people judge them. What failed is logged
    and tried again later.
    """

    def work() -> int:
        failed = desk.proofs.prepare_due(notifier.keep_picture)
        for alert_id, why in failed.items():
            log.warning("proof not made", alert=alert_id, why=str(why))
        return len(failed)

    return runner.job("proofs", 5.0, work, 120, after=BEHIND)
