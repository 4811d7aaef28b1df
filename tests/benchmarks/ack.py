"""Acknowledgements under load: ``python -m tests.benchmarks.ack [SECONDS]``.

Deliveries go through the whole app (Bolt, inbox, worklist) at a steady pace, while Slack's Web API is fast, takes two
seconds, or asks to slow down, and while 200 slow answers are in hand. Measured is the time until Bolt has the
acknowledgement that goes back to Slack; the socket and the network are not in it.
"""

from __future__ import annotations

import json
import os
import statistics
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

from slack_bolt import App, BoltRequest

from bot import logs
from bot.domain.errors import TriggerDead
from bot.slack.app import WORKERS, app_of
from bot.slack.front import Front, Trade
from bot.slack.ids import ActionId
from bot.slack.payloads import Place
from bot.slack.poster import Poster, make_client
from bot.slack.roles import SlackOptions
from bot.words.book import load_words
from knowledge import law
from tests.fakes.desk import a_desk
from tests.scenario.conftest import ALICE
from tests.scenario.test_roles import payload

LATE = 3.0
HEARING = 20
"""Threads that hear deliveries: two lines of Socket Mode with ten each. What waits for one is counted in."""
KINDS = (
    ("event", "app_mention", "Who gets a mark?"),
    ("event", "app_mention", "Who gets a mark?"),
    ("click", ActionId.DRAFT_NOTICE.value, "{}"),
    ("command", "/marque", "help"),
    ("command", "/draft", ""),
)
"""A day's mix: questions, and presses and commands of which two open a window."""


@dataclass(kw_only=True)
class Slow:
    """A Web API that answers everything, after a while, or asks to slow down."""

    seconds: float = 0.0
    limited: bool = False
    cold: bool = False
    """Nobody is known yet, and who somebody is comes under the limit as well."""

    @contextmanager
    def served(self) -> Iterator[str]:
        """On a port of its own."""
        api = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                self.rfile.read(int(self.headers.get("Content-Length") or 0))
                known = ("auth.test",) if api.cold else ("auth.test", "users.info", "conversations.members")
                open_to_all = self.path.endswith(known)
                limited = api.limited and not open_to_all
                time.sleep(0.01 if open_to_all else api.seconds)
                self.send_response(429 if limited else 200)
                self.send_header("Content-Type", "application/json")
                if limited:
                    self.send_header("Retry-After", "30")
                self.end_headers()
                self.wfile.write(json.dumps(_answer(limited)).encode())

            def log_message(self, *_: object) -> None:
                """Nothing to tell."""

        server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        server.daemon_threads = True
        thread = threading.Thread(target=server.serve_forever, daemon=True)
        thread.start()
        try:
            yield f"http://127.0.0.1:{server.server_port}/api/"
        finally:
            server.shutdown()
            server.server_close()


def _answer(limited: bool) -> dict[str, object]:
    if limited:
        return {"ok": False, "error": "ratelimited"}
    return {
        "ok": True,
        "team_id": "T0PLAYGROUND",
        "user_id": "U0MARQUE",
        "bot_id": "B0MARQUE",
        "user": {"id": ALICE, "team_id": "T0PLAYGROUND"},
        "members": [ALICE],
        "channel": {"id": "D0ALICE"},
        "ts": "1.0",
        "view": {"id": "V1"},
    }


@contextmanager
def an_app(home: Path, api: str, pool: ThreadPoolExecutor) -> Iterator[tuple[App, Front]]:
    """The whole app on a state of its own, known to Slack."""
    with a_desk(home, clock=lambda: datetime.now(UTC), approvers=()) as desk:
        client = make_client("xoxb-bench", api, patient=True)
        front = Front(desk, Poster(client), SlackOptions(), load_words("en"), law.load(), Trade(pool=pool))
        app = app_of(front, client)
        front.whoami.ask()
        yield app, front


def run(name: str, api: Slow, pace: float, total: int, busy: int = 0) -> None:
    """Deliver so many at the pace, and print how long acknowledgements took."""
    took: list[float] = []
    done: list[bool] = []
    many, pool = ThreadPoolExecutor(HEARING), ThreadPoolExecutor(WORKERS)
    blocked = threading.Event()
    with (
        tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as home,
        api.served() as url,
        an_app(Path(home), url, pool) as (app, front),
    ):
        for _ in range(busy):
            pool.submit(blocked.wait, total / pace)

        def deliver(kind: str, act: str, text: str, number: int, sent_at: float) -> None:
            response = app.dispatch(
                BoltRequest(mode="socket_mode", body=payload(kind, act, ALICE, text, number))
            )
            took.append(time.monotonic() - sent_at)
            done.append(response.status == 200)

        if not api.cold:
            front.desk.people.standing(ALICE)  # type: ignore[arg-type]
        expired, report = list[str](), front.report

        def counted(error: BaseException, place: Place, key: str = "") -> None:
            if isinstance(error, TriggerDead):
                expired.append(key)
            report(error, place, key)

        front.report = counted  # type: ignore[method-assign]
        sent: list[Future[None]] = []
        began = time.monotonic()
        for number in range(1, total + 1):
            sent.append(many.submit(deliver, *KINDS[number % len(KINDS)], number, time.monotonic()))
            time.sleep(max(0.0, began + number / pace - time.monotonic()))
        for each in sent:
            each.result()
        blocked.set()
        front.worklist.drain(3)
        pool.shutdown(wait=False, cancel_futures=True)
        many.shutdown()
    cuts = statistics.quantiles(took, n=100)
    late = sum(each > LATE for each in took) + done.count(False)
    print(
        f"{name}: {len(took)} deliveries, p50 {cuts[49] * 1000:.0f} ms, p95 {cuts[94] * 1000:.0f} ms, "
        f"p99 {cuts[98] * 1000:.0f} ms, max {max(took) * 1000:.0f} ms, not acknowledged in 3 s: {late}, "
        f"triggers expired and told: {len(expired)}",
        flush=True,
    )


def main() -> None:
    """The loads."""
    logs.set_up("ERROR")
    seconds = int(sys.argv[1]) if len(sys.argv) > 1 else 20
    run("50/s, 200 slow answers in hand", Slow(seconds=0.15), 50, 50 * seconds, busy=200)
    run("10/s, Slack answers in 2 s", Slow(seconds=2.0), 10, 10 * seconds)
    run("10/s, Slack asks to slow down", Slow(limited=True), 10, 10 * seconds)
    run("1/s for two minutes, Slack asks to slow down", Slow(limited=True), 1, 120)
    run("1/s on a cold start, Slack asks to slow down", Slow(limited=True, cold=True), 1, 60)
    run("500 at once", Slow(seconds=0.15), 1_000_000, 500)
    os._exit(0)  # not waiting for those who wait for Slack


if __name__ == "__main__":
    main()
