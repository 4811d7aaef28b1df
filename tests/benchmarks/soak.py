"""A busy team, five times over, for as long as it is told: ``python -m tests.benchmarks soak [--minutes 60]``.

A busy team's hour: 60 listings that look bad, 20 questions, 30 commands and presses. The real ``marque run`` meets five of
them against the stand-in for Slack. Every half minute its memory, threads and descriptors are read; in the end queues must
be empty, every listing told once, every question answered.
"""

import argparse
import json
import os
import statistics
import sys
import tempfile
import time
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from bot.domain.audit import faults
from bot.domain.ids import LOCAL, PersonId
from bot.playground.driver import ActRefusedError
from bot.playground.server import Playground
from bot.services.casework.rights import Rights
from bot.sources.brandbook import read
from bot.store.inbox import open_inbox
from bot.store.sql import open_store
from knowledge import law
from tests.benchmarks.kills import ROOT, process, settled
from tests.scenario.conftest import ALERTS, ALICE, BOT, WORKSPACE

BRAND = ROOT / "tests" / "data" / "brand"
LISTINGS, QUESTIONS, PRESSES = 5 * 60, 5 * 20, 5 * 30
"""An hour of five busy teams."""

STEP, READ_EVERY = 2.0, 30.0
ASKED = (
    "How long may we oppose a published trademark?",
    "商标异议期是多久？",
    "What does a takedown notice to Taobao need?",
    "Who is fined for selling counterfeits?",
)


@dataclass(frozen=True, kw_only=True)
class Reading:
    """One look at the process."""

    seconds: float
    megabytes: float
    threads: int
    descriptors: int


def _now() -> datetime:
    return datetime.now(UTC)


def reading(pid: int, began: float) -> Reading:
    """What the system says of the process now."""
    told = dict(line.split(":", 1) for line in Path(f"/proc/{pid}/status").read_text().splitlines())
    return Reading(
        seconds=time.monotonic() - began,
        megabytes=int(told["VmRSS"].split()[0]) / 1024,
        threads=int(told["Threads"]),
        descriptors=len(os.listdir(f"/proc/{pid}/fd")),  # noqa: PTH208  # a folder that changes while it is read
    )


def load(
    slack: Playground, feed: Path, pid: int, minutes: float
) -> tuple[list[Reading], int, int, list[float]]:
    """Let the team work; readings, how many listings and questions there were, and when a command was acknowledged too
    late for Slack, which its person was told then and there."""
    line = json.loads((BRAND / "listing.ndjson").read_text(encoding="utf-8"))
    line |= {"images": [], "seller_licence": "", "seller_company": ""}
    alice, began, read_at = slack.person(ALICE), time.monotonic(), 0.0
    readings, late = list[Reading](), list[float]()
    listed = asked = pressed = 0
    while (gone := time.monotonic() - began) < minutes * 60:
        with feed.open("a", encoding="utf-8") as told:
            while listed < gone / 3600 * LISTINGS:
                told.write(json.dumps({**line, "item_id": str(listed), "seller_id": f"shop-{listed}"}) + "\n")
                listed += 1
        while asked < gone / 3600 * QUESTIONS:
            alice.says(ALERTS, f"<@{BOT}> {ASKED[asked % len(ASKED)]}")
            asked += 1
        while pressed < gone / 3600 * PRESSES:
            try:
                alice.command(ALERTS, "/watch" if pressed % 2 else "/marque", "status")
            except ActRefusedError:
                late.append(gone / 60)
            pressed += 1
        if gone >= read_at:
            readings.append(reading(pid, began))
            read_at = gone + READ_EVERY
        time.sleep(STEP)
    return readings, listed, asked, late


def lost(slack: Playground, home: Path, listed: int, asked: int) -> list[str]:
    """What was promised and is not there, once the queues had time to drain."""
    with (
        open_store(f"sqlite:///{home / 'marque.sqlite3'}", LOCAL, _now, lambda: "salt") as store,
        open_inbox(f"sqlite:///{home / 'inbox.sqlite3'}", LOCAL) as inbox,
    ):

        def waiting() -> tuple[int, int, int]:
            with store.unit() as unit:
                return listed - len(list(unit.holdings.all())), unit.outbox.waiting(), inbox.waiting()

        settled(lambda: waiting() == (0, 0, 0), 240)
        wrong = [f"{count} {what}" for count, what in zip(waiting(), WAITING, strict=True) if count]
        with store.unit() as unit:
            wrong += [f"audit: {each.fault}" for each in faults(unit.audit.entries())]
    state = slack.state()
    alerts = [
        m for m in state.messages(ALERTS, by=BOT) if (m.metadata or {}).get("event_type") == "marque_alert"
    ]
    answered = {m.thread_ts for m in state.messages(ALERTS, by=BOT) if m.thread_ts}
    questions = [m for m in state.messages(ALERTS, by=ALICE) if m.text.startswith(f"<@{BOT}>")]
    if len(alerts) != listed:
        wrong.append(f"{len(alerts)} alerts of {listed} listings")
    unanswered = [m for m in questions if m.ts not in answered and m.thread_ts not in answered]
    return wrong + ([f"{len(unanswered)} of {asked} questions unanswered"] if unanswered else [])


WAITING = ("listings not judged", "messages in the outbox", "deliveries in the inbox")


def told(readings: Sequence[Reading]) -> None:
    """The readings, and how the second half differs from its own beginning."""
    for each in readings[:: max(1, len(readings) // 12)]:
        print(
            f"   {each.seconds / 60:5.1f} min  {each.megabytes:6.0f} MB  {each.threads:3} threads  "
            f"{each.descriptors:3} descriptors"
        )
    half = readings[len(readings) // 2 :]
    for name in ("megabytes", "threads", "descriptors"):
        values = [float(getattr(each, name)) for each in half]
        third = max(1, len(values) // 3)
        print(
            f"   {name} over the second half: {statistics.fmean(values[:third]):.0f} -> "
            f"{statistics.fmean(values[-third:]):.0f}, most {max(values):.0f}"
        )


def main() -> int:
    """Run, print, and say what was lost; status 1 where something was."""
    asked = argparse.ArgumentParser(description="A busy team, five times over.")
    asked.add_argument("--minutes", type=float, default=60.0)
    minutes: float = asked.parse_args().minutes
    with tempfile.TemporaryDirectory() as folder, Playground(WORKSPACE, retry_delays=()) as slack:
        home = Path(folder)
        feed = home / "feed.ndjson"
        feed.write_text("", encoding="utf-8")
        with open_store(f"sqlite:///{home / 'marque.sqlite3'}", LOCAL, _now, lambda: "salt") as store:
            Rights(store, law.load(), _now).import_book(read(BRAND / "brand.toml"), PersonId("cli:soak"))
        settings = {"MARQUE_FEEDS": str(feed), "MARQUE_SWEEP_MINUTES": "0.5", "MARQUE_CAPTURE_HIGH": "no"}
        with process(home, slack, **settings) as running:
            assert settled(lambda: bool(slack.slack.delivery.sockets.connections)), "the bot never connected"
            readings, listed, asked, late = load(slack, feed, running.pid, minutes)
            wrong = lost(slack, home, listed, asked)
            print(
                f"   {minutes:.0f} min, load average {os.getloadavg()[0]:.1f}, {listed} listings, {asked} questions"
            )
            print(f"   commands acknowledged too late, in minute: {[round(each, 1) for each in late]}")
            told([*readings, reading(running.pid, time.monotonic() - minutes * 60)])
    print(f"   lost: {wrong or 'nothing'}")
    return int(bool(wrong))


if __name__ == "__main__":
    sys.exit(main())
