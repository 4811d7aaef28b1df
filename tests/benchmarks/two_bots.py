"""Two bots on one PostgreSQL under kill -9: ``python -m tests.benchmarks two_bots [TRIALS] [SEED]``.

Two real ``marque run`` share a database and a home, and Slack repeats each delivery. Each trial puts listings into their feed,
starts a clock of which people are told at once, asks a question, lets two approvers press *Approve* in a preview, and kills one
of the two 0 to 3 seconds after the first acknowledgement; another takes its place. In the end every listing, clock, answer,
approval and paper is there, once.
"""

import json
import os
import random
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

from bot.domain.audit import faults
from bot.domain.deadlines import Deadline
from bot.domain.drafts import Draft
from bot.domain.errors import NotPossible
from bot.domain.ids import DraftId, PersonId
from bot.domain.moments import china_day
from bot.here import now
from bot.playground.records import BOT_TOKEN
from bot.playground.server import Playground
from bot.services.desk import Desk
from bot.slack.poster import Poster, make_client
from bot.sources.brandbook import read
from tests.benchmarks.kills import begun, clean, drafts, press, reminded, settled
from tests.benchmarks.soak import ASKED, BRAND
from tests.contract.databases import new_database, postgres_server
from tests.fakes.desk import a_desk
from tests.scenario.conftest import ALERTS, ALICE, BOB, BOT, CAROL, WORKSPACE

LOOK, LONGEST = 3.0, 900.0
A_TRIAL, LATEST, MOST, AGAIN = 5, 3.0, 9, (0.4, 1.2)
"""Listings of a trial; until when after the first acknowledgement a bot is killed; how often is pressed where the machine is too
busy; when Slack repeats a delivery that nobody acknowledged."""

OF_FEED, STARTING = "taobao:7", "is starting anew"
LOG = Path(tempfile.gettempdir()) / "two_bots.log"


@dataclass(kw_only=True)
class Pair:
    """Two bots, and what was asked of them."""

    home: Path
    slack: Playground
    settings: dict[str, str]
    bots: list[subprocess.Popen[bytes]] = field(default_factory=list)
    listed: int = 0
    asked: list[str] = field(default_factory=list)
    clocks: list[str] = field(default_factory=list)
    acknowledged: list[tuple[DraftId, str]] = field(default_factory=list)

    def full(self) -> None:
        """Have two of them run."""
        self.bots = [each for each in self.bots if each.poll() is None]
        while len(self.bots) < 2:
            self.bots.append(begun(self.home, self.slack, **self.settings))

    def ended(self) -> None:
        """Kill both."""
        for each in self.bots:
            each.send_signal(signal.SIGKILL)
            each.wait()

    def list_more(self) -> None:
        """More listings in the feed."""
        line = json.loads((BRAND / "listing.ndjson").read_text(encoding="utf-8"))
        line |= {"images": [], "seller_licence": "", "seller_company": ""}
        with (self.home / "feed.ndjson").open("a", encoding="utf-8") as told:
            for number in range(self.listed, self.listed + A_TRIAL):
                told.write(
                    json.dumps({**line, "item_id": f"7{number:04}", "seller_id": f"mart-{number}"}) + "\n"
                )
        self.listed += A_TRIAL

    def alerts(self) -> list[str]:
        """The listings of the feed that an alert stands for, each as often as one does."""
        found = [m.metadata or {} for m in self.slack.state().messages(ALERTS, by=BOT)]
        of_alerts = [m["event_payload"] for m in found if m.get("event_type") == "marque_alert"]
        return sorted(name for each in of_alerts if (name := str(each["listing_id"])).startswith(OF_FEED))


def started(desk: Desk) -> tuple[Deadline, ...]:
    """A clock of which people are told at once; tried again where the two keep the database busy for longer than it waits."""
    for _ in range(MOST):
        with suppress(NotPossible):
            return tuple(desk.deadlines.start("customs_notice", china_day(now()), by=PersonId(ALICE)))
    raise AssertionError("no clock could be started")


def trial(pair: Pair, desk: Desk, draft: Draft, chance: random.Random) -> None:
    """Ask, press, kill one."""
    pair.full()
    lines = pair.slack.slack.delivery.sockets
    assert settled(lambda: len(lines.connections) >= 2, 240), "the two never connected"
    pair.list_more()
    pair.clocks += [str(each.deadline_id) for each in started(desk)]
    alice = pair.slack.person(ALICE)
    pair.asked.append(alice.says(ALERTS, f"<@{BOT}> {chance.choice(ASKED)}"))
    acknowledged: dict[str, float] = {}
    threads = press(pair.slack, draft, acknowledged)
    for _ in range(MOST):
        if settled(lambda: bool(acknowledged), 5):
            break
        threads += press(pair.slack, draft, acknowledged)
    time.sleep(chance.uniform(0, LATEST))
    killed = pair.bots.pop(chance.randrange(len(pair.bots)))
    killed.send_signal(signal.SIGKILL)
    killed.wait()
    for each in threads:
        each.join()
    pair.acknowledged += [(draft.draft_id, who) for who in acknowledged]


def wrong(pair: Pair, desk: Desk, made: list[Draft]) -> list[str]:
    """What is not there, or there twice, once both had time."""
    slack, alerts = pair.slack, pair.alerts

    def approvals() -> list[tuple[DraftId, str]]:
        return [(d.draft_id, str(a.by)) for d in made for a in desk.drafts.get(d.draft_id).approvals]

    def answers() -> list[str]:
        found = [m for m in slack.state().messages(ALERTS, by=BOT) if m.thread_ts in pair.asked]
        return [m.thread_ts for m in found if STARTING not in m.everything]

    def papers() -> list[int]:
        return [clean(slack, draft) for draft in made if _both(approvals(), draft)]

    def told() -> bool:
        time.sleep(LOOK)  # each look holds the database, which the two want
        if len(alerts()) < pair.listed or not all(reminded(slack, pair.clocks)):
            return False
        try:
            with desk.store.unit() as unit:
                empty = unit.outbox.waiting() == 0
        except NotPossible:
            return False
        return empty and desk.inbox.waiting() == 0 and all(papers()) and set(answers()) == set(pair.asked)

    settled(told, LONGEST)
    time.sleep(5)  # what comes twice comes late
    with desk.store.unit() as unit:
        entries = list(unit.audit.entries())
    counted = {
        "alerts lost": pair.listed - len(set(alerts())),
        "alerts doubled": len(alerts()) - len(set(alerts())),
        "clocks not told": reminded(slack, pair.clocks).count(0),
        "clocks told twice": sum(each > 1 for each in reminded(slack, pair.clocks)),
        "questions unanswered": len(set(pair.asked) - set(answers())),
        "approvals lost": len(set(pair.acknowledged) - set(approvals())),
        "approvals doubled": len(approvals()) - len(set(approvals())),
        "papers missing": papers().count(0),
        "papers twice": sum(each > 1 for each in papers()),
        "faults of the trail": len(faults(entries)),
    }
    for ts in {each for each in pair.asked if answers().count(each) > 1}:
        said = [m.everything[:80] for m in slack.state().messages(ALERTS, by=BOT) if m.thread_ts == ts]
        counted |= {f"answers beside another: {said}": len(said) - 1}
    return [f"{count} {what}" for what, count in counted.items() if count]


def _both(approvals: list[tuple[DraftId, str]], draft: Draft) -> bool:
    return {who for draft_id, who in approvals if draft_id == draft.draft_id} == {BOB, CAROL}


def run(trials: int, seed: int, home: Path, database: str) -> tuple[Pair, list[str]]:
    """So many trials on one database."""
    chance = random.Random(seed)
    (home / "feed.ndjson").touch()
    settings = {
        "MARQUE_DATABASE_URL": database,
        "MARQUE_FEEDS": str(home / "feed.ndjson"),
        "MARQUE_SWEEP_MINUTES": "0.1",
        "MARQUE_CAPTURE_HIGH": "no",
    }
    with (
        Playground(WORKSPACE, retry_delays=AGAIN) as slack,
        a_desk(home, clock=now, approvers=(BOB, CAROL), database=database) as desk,
    ):
        pair = Pair(home=home, slack=slack, settings=settings)
        desk.rights.import_book(read(BRAND / "brand.toml"), PersonId("cli:benchmark"))
        made = drafts(desk, Poster(make_client(BOT_TOKEN, slack.api_url)), trials)
        try:
            for number, draft in enumerate(made, 1):
                trial(pair, desk, draft, chance)
                print(f"{number}/{trials}: {len(pair.acknowledged)} acknowledged", flush=True)
            pair.full()
            return pair, wrong(pair, desk, made)
        finally:
            pair.ended()


def main() -> int:
    """Print what came of it; status 1 where something was lost or done twice."""
    trials, seed = (int(each) for each in (sys.argv[1:] + ["10", "1"][len(sys.argv) - 1 :])[:2])
    with tempfile.TemporaryDirectory() as folder, postgres_server() as server:
        pair, found = run(trials, seed, Path(folder), new_database(server))
        if found:
            shutil.copy(Path(folder) / "run.log", LOG)
            print(f"   what the bots logged: {LOG}")
    print(
        f"kills {trials}, {pair.listed} listings, {len(pair.clocks)} clocks, {len(pair.asked)} questions, "
        f"{len(pair.acknowledged)} approvals acknowledged, load {os.getloadavg()[0]:.0f}: {found or 'nothing lost or doubled'}"
    )
    return int(bool(found))


if __name__ == "__main__":
    sys.exit(main())
