"""A full disk: ``python -m tests.benchmarks full_disk``.

The home lies on a small disk of its own (a tmpfs in a mount namespace). A real ``marque run`` works against the stand-in for
Slack; then the disk is filled to the last byte while listings come, an approval is pressed and a question asked, and
``marque backup``, ``evidence capture``, ``brand import`` and ``doctor`` are run beside it. Each ends in a sentence. Once there
is room again, all that Slack saw acknowledged is there, once, and so is every listing; the trail holds.
"""

import contextlib
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from bot.domain.audit import faults
from bot.domain.errors import MarqueError
from bot.domain.ids import PersonId
from bot.here import now
from bot.playground.driver import ActRefusedError
from bot.playground.records import BOT_TOKEN
from bot.playground.server import Playground
from bot.slack.poster import Poster, make_client
from bot.sources.brandbook import read
from knowledge.library import Library
from tests.benchmarks.kills import ROOT, alone, drafts, press, process, settled
from tests.benchmarks.soak import ASKED, BRAND
from tests.benchmarks.two_bots import Pair
from tests.fakes.desk import a_desk
from tests.scenario.conftest import ALERTS, BOB, BOT, CAROL, DAVE, WORKSPACE

SIZE, AMID, LONGEST = "400m", 45.0, 600.0
"""Of the disk; seconds that it stays full; the most that is waited for."""

BESIDE = (
    ("backup", "../saved.zip"),
    ("evidence", "capture", "taobao:70000"),
    ("brand", "import", str(BRAND / "brand.toml")),
    ("ask", ASKED[0]),
    ("rights",),
    ("doctor",),
)
TRACES = ("Traceback", "does not know", "SELECT ", "INSERT ", "[parameters")


def fill(home: Path) -> Path:
    """A file that leaves no byte."""
    ballast = home / "ballast"
    with ballast.open("ab", buffering=0) as file, contextlib.suppress(OSError):
        for size in (1 << 20, 4096, 1):
            with contextlib.suppress(OSError):
                while file.write(b"\0" * size):
                    pass
    return ballast


def beside(home: Path, command: tuple[str, ...]) -> tuple[int, str]:
    """The status of a command on the full disk, and what it says."""
    done = subprocess.run(
        [sys.executable, "-m", "bot", "--home", str(home), *command],
        cwd=home, env={**os.environ, "PYTHONPATH": str(ROOT)}, capture_output=True, text=True, check=False,
    )  # fmt: skip
    return done.returncode, done.stdout + done.stderr


def trial(home: Path) -> list[str]:
    """What was not as promised."""
    wrong, acknowledged = list[str](), dict[str, float]()
    settings = {
        "MARQUE_FEEDS": str(home / "feed.ndjson"),
        "MARQUE_SWEEP_MINUTES": "0.1",
        "MARQUE_CAPTURE_HIGH": "no",
    }
    (home / "feed.ndjson").touch()
    with (
        Playground(WORKSPACE, retry_delays=()) as slack,
        a_desk(home, clock=now, approvers=(BOB, CAROL)) as desk,
    ):
        desk.rights.import_book(read(BRAND / "brand.toml"), PersonId("cli:benchmark"))
        Library(home).warm().join()  # a home that was in use has its index
        [draft] = drafts(desk, Poster(make_client(BOT_TOKEN, slack.api_url)), 1)
        pair = Pair(home=home, slack=slack, settings=settings)
        with process(home, slack, **settings) as bot:
            assert settled(lambda: bool(slack.slack.delivery.sockets.connections)), "the bot never connected"
            pair.list_more()
            pair.list_more()
            settled(lambda: len(pair.alerts()) >= 1, LONGEST)
            ballast = fill(home)
            print(f"   full: {os.statvfs(home).f_bavail} blocks free", flush=True)
            asked = ""
            with contextlib.suppress(ActRefusedError):
                asked = slack.person(DAVE).says(ALERTS, f"<@{BOT}> {ASKED[0]}")
            pressed = press(slack, draft, acknowledged)
            for command in BESIDE:
                status, said = beside(home, command)
                last = (said.strip().splitlines() or [""])[-1]
                print(f"   {' '.join(command)[:40]}: {status}, {last[:150]}", flush=True)
                wrong += [f"{command}: {said[-600:]}" for each in TRACES if each in said]
                if command == ("doctor",) and "full" not in said and "free" not in said:
                    wrong.append(f"the doctor does not find it: {said[-900:]}")
            time.sleep(AMID)
            for each in pressed:
                each.join()
            full_at = time.monotonic()
            ballast.unlink()
            wrong += [] if bot.poll() is None else ["the bot ended"]
            print(f"   acknowledged on the full disk: {sorted(acknowledged)}, question: {bool(asked)}")

            def there() -> bool:
                time.sleep(2)
                with contextlib.suppress(MarqueError):
                    given = {str(each.by) for each in desk.drafts.get(draft.draft_id).approvals}
                    return (
                        given >= acknowledged.keys()
                        and len(pair.alerts()) >= pair.listed
                        and desk.inbox.waiting() == 0
                    )
                return False

            if not settled(there, LONGEST):
                wrong.append(f"lost: {acknowledged.keys()}, {len(pair.alerts())} alerts of {pair.listed}")
            print(f"   all there {time.monotonic() - full_at:.0f} s after there was room")
        alerts = pair.alerts()
        wrong += [f"{len(alerts) - len(set(alerts))} alerts twice"] if len(alerts) != len(set(alerts)) else []
        told = [each.everything for each in alone(slack, DAVE)]
        wrong += [f"told to an admin: {text}" for text in told for each in TRACES if each in text]
        print("   admins were told: " + "; ".join(sorted({text[:160] for text in told})))
        with desk.store.unit() as unit:
            wrong += [f"the trail: {each.fault}" for each in faults(unit.audit.entries())]
    log = (home / "run.log").read_text(errors="replace")
    print(f"   traces in the log: {log.count('Traceback')}")
    return wrong


def main() -> int:
    """Print what came of it; status 1 where something was lost, doubled or told as a trace."""
    if sys.argv[1:2] != ["inside"]:
        again = [sys.executable, "-m", "tests.benchmarks.full_disk", "inside"]
        return subprocess.run(["unshare", "-r", "-m", *again], cwd=ROOT, check=False).returncode
    with tempfile.TemporaryDirectory() as folder:
        subprocess.run(["mount", "-t", "tmpfs", "-o", f"size={SIZE}", "none", folder], check=True)
        try:
            wrong = trial(Path(folder))
        finally:
            subprocess.run(["umount", "-l", folder], check=False)
    print("\n".join(wrong) or "   nothing lost, nothing twice, all of it in words")
    return int(bool(wrong))


if __name__ == "__main__":
    sys.exit(main())
