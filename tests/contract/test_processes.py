"""Real processes: killed without warning, or two at once, and every listing is recorded and alerted once."""

from __future__ import annotations

import json
import os
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from multiprocessing import Pipe
from pathlib import Path
from threading import Event, Thread

import pytest

from bot.domain.audit import faults
from bot.domain.errors import NotPossible
from bot.domain.ids import LOCAL, PersonId
from bot.playground.records import APP_TOKEN, BOT_TOKEN
from bot.playground.server import Playground
from bot.services.casework.rights import Rights
from bot.sources.brandbook import read
from bot.store.sql import SqlStore, open_store
from knowledge import law
from tests.benchmarks import kills
from tests.contract.sweeping import swept
from tests.forked import begun, marque
from tests.scenario.conftest import ALERTS, BOT, DAVE, WORKSPACE

ROOT = Path(__file__).parents[2]
BRAND = ROOT / "tests" / "data" / "brand"
LISTINGS = 24
PATIENCE = 600.0
"""Only what never comes is waited for so long: on a busy machine three starts took 90 seconds."""


def _now() -> datetime:
    return datetime.now(UTC)


@contextmanager
def opened(database_url: str) -> Iterator[SqlStore]:
    with open_store(database_url, LOCAL, _now, lambda: "salt") as store:
        yield store


def settled(condition: Callable[[], bool]) -> None:
    """Wait until it is so."""
    ends = time.monotonic() + PATIENCE
    while not condition():
        assert time.monotonic() < ends, "it never came"
        time.sleep(0.05)


def test_two_processes_that_sweep_the_same_listings_at_once_alert_each_once(database_url: str) -> None:
    with opened(database_url):
        pass
    pipes = [Pipe() for _ in range(2)]
    both = [begun(swept, database_url, LISTINGS, theirs) for _, theirs in pipes]
    for ours, theirs in pipes:
        theirs.close()  # a process that died is told by the end of its pipe
        assert ours.recv() == "ready"
    for ours, _ in pipes:
        ours.send("go")
    alerted = [ours.recv() for ours, _ in pipes]
    for process in both:
        process.join(PATIENCE)
    assert sum(alerted) == LISTINGS
    with opened(database_url) as store, store.unit() as unit:
        entries = list(unit.audit.entries())
        acts = [entry.act.what for entry in entries if entry.act]
        assert (acts.count("alert.raised"), acts.count("alert.changed"), faults(entries)) == (LISTINGS, 0, [])
        assert len(unit.alerts.recent(1_000)) == unit.outbox.waiting() == LISTINGS
        assert len(list(unit.holdings.all())) == LISTINGS


class Feed:
    """A feed that sends its first half and hangs until it is let go: what came is told meanwhile."""

    def __init__(self) -> None:
        line = json.loads((BRAND / "listing.ndjson").read_text(encoding="utf-8"))
        line |= {"images": [], "seller_licence": "", "seller_company": ""}
        rows = [{**line, "item_id": str(n), "seller_id": f"shop-{n}"} for n in range(LISTINGS)]
        lines = [json.dumps(row).encode() + b"\n" for row in rows]
        half = LISTINGS // 2
        self.halves = b"".join(lines[:half]), b"".join(lines[half:])
        self.go_on, self.url = Event(), ""

    @contextmanager
    def served(self) -> Iterator[Feed]:
        """On a port of its own."""
        feed = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                self.send_response(200)
                self.end_headers()
                self.wfile.write(feed.halves[0])
                self.wfile.flush()
                feed.go_on.wait(PATIENCE)
                try:
                    self.wfile.write(feed.halves[1])
                except OSError:
                    return  # its reader was killed

            def log_message(self, *_: object) -> None:
                """Nothing to tell."""

        server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{server.server_port}/feed.ndjson"
        thread = Thread(target=server.serve_forever, args=(0.01,))
        thread.start()
        try:
            yield self
        finally:
            self.go_on.set()
            server.shutdown()
            server.server_close()
            thread.join()


@pytest.fixture
def feed() -> Iterator[Feed]:
    with Feed().served() as served:
        yield served


@pytest.fixture
def slack() -> Iterator[Playground]:
    with Playground(WORKSPACE) as running:
        yield running


@pytest.fixture
def bot(database_url: str, slack: Playground, feed: Feed, tmp_path: Path) -> Iterator[Callable[[], Bot]]:
    """Starts `marque run`, each time on the same state; what still runs at the end is killed."""
    with opened(database_url) as store:
        Rights(store, law.load(), _now).import_book(read(BRAND / "brand.toml"), PersonId("cli:test"))
    environment = {
        **os.environ,
        "MARQUE_HOME": str(tmp_path / "home"),
        "MARQUE_DATABASE_URL": database_url,
        "MARQUE_FEEDS": feed.url,
        "MARQUE_ALERT_CHANNEL": ALERTS,
        "MARQUE_ADMINS": DAVE,
        "SLACK_BOT_TOKEN": BOT_TOKEN,
        "SLACK_APP_TOKEN": APP_TOKEN,
        "SLACK_API_URL": slack.api_url,
    }
    started: list[Bot] = []

    def start() -> Bot:
        started.append(Bot(environment))
        return started[-1]

    yield start
    for each in started:
        each.kill()


class Bot:
    """One process."""

    def __init__(self, environment: dict[str, str]) -> None:
        self._process = begun(marque, ["run"], environment)

    def kill(self) -> None:
        """As the power does."""
        self._process.kill()
        self._process.join()


def killed_at(bot: Callable[[], Bot], slack: Playground, kind: str, after: int) -> None:
    """Start the bot, and kill it while Slack has its message number ``after`` + 1 and has not answered."""
    slack.forget_calls()
    slack.arm("chat.postMessage", kind, after=after, seconds=PATIENCE)
    running = bot()
    settled(lambda: any(call.fault == kind for call in slack.calls("chat.postMessage")))
    running.kill()


def all_told_once(database_url: str, slack: Playground) -> None:
    """Wait until everything is delivered; then each listing stands in the channel once."""

    def posted() -> list[str]:
        found = slack.state().messages(ALERTS, by=BOT)
        return sorted(str((each.metadata or {})["event_payload"]["listing_id"]) for each in found)

    with opened(database_url) as store:

        def delivered() -> bool:
            try:
                with store.unit() as unit:
                    return len(list(unit.holdings.all())) == LISTINGS and unit.outbox.waiting() == 0
            except (
                NotPossible
            ):  # on a busy machine its bots may hold a database longer than anybody is let wait
                return False

        settled(delivered)
        with store.unit() as unit:
            alerts, entries = unit.alerts.recent(1_000), list(unit.audit.entries())
    assert posted() == sorted(f"taobao:{n}" for n in range(LISTINGS))
    acts = [entry.act.what for entry in entries if entry.act]
    assert (acts.count("alert.raised"), faults(entries)) == (LISTINGS, [])
    stand = {message.ts for message in slack.state().messages(ALERTS, by=BOT)}
    assert {alert.ts for alert in alerts} == stand


def test_killed_within_a_sweep_and_within_a_delivery_it_alerts_every_listing_once_after_the_restart(
    database_url: str, slack: Playground, feed: Feed, bot: Callable[[], Bot]
) -> None:
    # The feed has sent half: the sweep is in the middle, and so is the delivery of what it found so far.
    killed_at(bot, slack, "timeout_before_store", after=2)
    with opened(database_url) as store, store.unit() as unit:
        assert len(list(unit.holdings.all())) <= LISTINGS // 2
    feed.go_on.set()
    killed_at(bot, slack, "timeout_after_store", after=3)
    bot()
    all_told_once(database_url, slack)


def test_two_bots_on_one_database_alert_every_listing_once(
    database_url: str, slack: Playground, feed: Feed, bot: Callable[[], Bot]
) -> None:
    feed.go_on.set()
    bot()
    bot()
    all_told_once(database_url, slack)


def test_killed_within_a_second_of_the_acknowledgement_no_approval_is_lost(tmp_path: Path) -> None:
    tally = kills.run(1, seed=3, home=tmp_path)
    assert tally.acknowledged
    assert (tally.lost, tally.doubled) == ([], [])
    assert set(tally.papers) <= {1}  # none where the other one was not in time
