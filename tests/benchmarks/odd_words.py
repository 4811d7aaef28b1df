"""Every command with wrong and odd arguments: ``python -m tests.benchmarks odd_words [RUNS A COMMAND] [SEED]``.

Each run is a process of its own on a copy of one home with a brand book, listings, cases and drafts, in namespaces of its
own: no network, and of the disk only one small folder can be written. Arguments are drawn by the kind of each parameter:
half of them are what it wants, the others are not. Every run has to end in ten minutes (the machine may be busy), by a
status that docs/commands.md knows, without a trace and without an error of an unknown kind.
"""

import contextlib
import os
import random
import shutil
import signal
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import typer

ROOT = Path(__file__).parents[2]
BRAND, LONGEST, STATUSES = ROOT / "tests" / "data" / "brand", 600.0, {0, 1, 2, 3, 4, 5, 130}
UNTRIED = {"run", "demo"}
"""They go on until stopped, and have trials of their own."""

GOOD = (
    "C-000001", "D-000001", "TM-CN-03", "taobao:1", "U0ALICE", "2026-11-30", "1", "3", "59.90", "CNY", "en", "zh",
    "cn-tm-2026", "platform-takedown", "cease-and-desist", "customs_notice", "received", "lumiere-nord", "A-1", "Ningbo customs",
    "brand.toml", "feed.ndjson", "out.zip", "How long may we oppose?", "怎么投诉？", "other", "sheet.xlsx", "folder",
)  # fmt: skip
ODD = (
    "", " ", "-", "--", "---x", "0", "-1", "1e999", "nan", "9" * 40, "9" * 5_000, "2026-02-30", "9999-12-31",
    "0001-01-01", "C-0", "C-999999999999999999999999", "D-", "taobao:", ":1", "A" * 5_000, "\u202egnp.exe",
    "\x1b[31mred", "a\nb", "\t", "💥" * 50, "';DROP TABLE cases;--", "{{7*7}}", "%s%n%d", "[/red]", "<@U0ALICE>",
    "=1+1", "../../x", "/", ".", "..", "/dev/null", "/dev/full", "/proc/self/mem", "none/none", "x" * 300,
    "http://127.0.0.1:1/x", "file:///etc/hostname", "https://a b", "empty", "bytes.bin", "deep.json", "half.zip",
    "half.xlsx", "half.docx", "half.pdf", "loop", "brand.toml/x", "\u0001", "１２", "㎏",
)  # fmt: skip


@dataclass
class Tally:
    """What came of the runs."""

    runs: int = 0
    statuses: Counter[int] = field(default_factory=Counter)
    faults: list[str] = field(default_factory=list)


def leaves(command: Any, path: tuple[str, ...] = ()) -> Iterator[tuple[tuple[str, ...], Any]]:
    """Every command that does something, with its words."""
    if not hasattr(command, "list_commands"):
        yield path, command
        return
    for name in command.list_commands(None):
        yield from leaves(command.get_command(None, name), (*path, name))


def words(command: Any, chance: random.Random) -> list[str]:
    """Arguments for it, drawn."""
    given: list[str] = []
    for each in command.params:
        is_option = each.param_type_name == "option"
        if is_option and chance.random() < (0.2 if each.required else 0.7):
            continue
        name = [chance.choice(each.opts)] if is_option else []
        if is_option and getattr(each, "is_flag", False):
            given += [name[0]]
            continue
        choices = tuple(map(str, getattr(getattr(each, "type", None), "choices", ()))) or GOOD
        for _ in range(chance.choice((1, 1, 1, 2)) if each.multiple or each.nargs == -1 else 1):
            given += [*name, chance.choice(choices if chance.random() < 0.5 else ODD)]
    if chance.random() < 0.1:
        given.insert(chance.randrange(len(given) + 1), chance.choice(ODD))
    return given


def files(folder: Path) -> None:
    """What the arguments name."""
    shutil.copy(BRAND / "brand.toml", folder)
    shutil.copy(BRAND / "listing.ndjson", folder / "feed.ndjson")
    (folder / "folder").mkdir()
    (folder / "empty").touch()
    (folder / "bytes.bin").write_bytes(bytes(range(256)) * 40)
    (folder / "deep.json").write_text('{"a":' * 9_000 + "1" + "}" * 9_000, encoding="utf-8")
    (folder / "loop").symlink_to(folder / "loop")
    for ending, head in (
        ("zip", b"PK\3\4"),
        ("xlsx", b"PK\3\4"),
        ("docx", b"PK\3\4"),
        ("pdf", b"%PDF-1.7\n"),
    ):
        (folder / f"half.{ending}").write_bytes(head + bytes(range(256)) * 8)


def prepare(home: Path) -> None:
    """A brand book, listings, a case, a draft."""
    listing, book = ("--listing-file", "feed.ndjson"), ("brand", "import", str(BRAND / "brand.toml"))
    for command in (
        book,
        ("draft", "platform-takedown", *listing, "--right", "TM-CN-03"),
        ("ask", "How long?"),
    ):
        status, told = ran(home, command)
        assert status == 0, (status, told)


def ran(home: Path, arguments: Sequence[str]) -> tuple[int, str]:
    """The status and what was told; -9 where it did not end."""
    told = home.parent / "told"
    with told.open("wb") as out:
        child = os.fork()
        if not child:
            _command(home, arguments, out.fileno())
    ends = time.monotonic() + LONGEST
    while time.monotonic() < ends:
        ended, status = os.waitpid(child, os.WNOHANG)
        if ended:
            return os.waitstatus_to_exitcode(status), told.read_text(errors="replace")
        time.sleep(0.01)
    os.kill(child, signal.SIGKILL)
    os.waitpid(child, 0)
    return -signal.SIGKILL, told.read_text(errors="replace")


def _command(home: Path, arguments: Sequence[str], out: int) -> None:
    from bot.cli import app

    nothing = os.open(os.devnull, os.O_RDONLY)
    for ours, theirs in ((nothing, 0), (out, 1), (out, 2)):
        os.dup2(ours, theirs)
    sys.argv = ["marque", "--home", str(home), *arguments]
    status = 99
    try:
        status = app._status()
    except BaseException as escaped:  # noqa: BLE001  # what the command line lets through is what is looked for
        os.write(2, f"Traceback (escaped): {escaped!r}".encode(errors="replace"))
    with contextlib.suppress(OSError, ValueError):
        sys.stdout.flush()
        sys.stderr.flush()
    os._exit(status)


def trial(folder: Path, runs: int, seed: int) -> Tally:
    """So many runs of every command."""
    from bot import bootstrap, process  # noqa: F401  # loaded once, not by each run
    from bot.cli import app

    os.chdir(folder)
    files(folder)
    tally, chance, first, home = Tally(), random.Random(seed), folder / "first", folder / "home"
    prepare(first)
    every = [each for each in leaves(typer.main.get_command(app.app)) if each[0][0] not in UNTRIED]
    for path, command in every:
        for _ in range(runs):
            shutil.rmtree(home, ignore_errors=True)
            shutil.copytree(first, home, ignore=shutil.ignore_patterns("index"))
            (home / "index").symlink_to(first / "index")
            arguments = [*path, *words(command, chance)]
            status, told = ran(home, arguments)
            tally.runs += 1
            tally.statuses[status] += 1
            if status not in STATUSES or "does not know" in told or "Traceback" in told:
                tally.faults.append(f"{status} marque {arguments}"[:600] + f"\n      {told[-1_200:]}")
                print(tally.faults[-1], flush=True)
    return tally


def inside(module: str, given: Sequence[str]) -> int:
    """The module again in namespaces of its own, by ``inside`` as its first argument."""
    again = [sys.executable, "-m", module, "inside", *given]
    return subprocess.run(["unshare", "-r", "-m", "-n", *again], cwd=ROOT, check=False).returncode


def shut_in() -> Path:
    """Have no disk to write but a folder of memory, which is returned.

    Raises:
        SystemExit: the disk can still be written.
    """
    place = Path("/mnt")
    subprocess.run(["mount", "-t", "tmpfs", "-o", "size=2g", "none", str(place)], check=True)
    for mounted in [line.split()[1] for line in Path("/proc/mounts").read_text().splitlines()]:
        if not mounted.startswith(("/mnt", "/proc", "/dev")):
            subprocess.run(["mount", "-o", "remount,bind,ro", mounted], check=False, capture_output=True)
    with contextlib.suppress(OSError):
        (ROOT / "odd_words.probe").touch()
        raise SystemExit("the disk can be written: not tried")
    os.environ |= {"HOME": str(place), "TMPDIR": str(place), "SLACK_BOT_TOKEN": "", "SLACK_APP_TOKEN": ""}
    return place


def main() -> int:
    """Print what came of it; status 1 where a run did not end, or in an error of an unknown kind."""
    if sys.argv[1:2] != ["inside"]:
        return inside("tests.benchmarks.odd_words", sys.argv[1:])
    runs, seed = (int(each) for each in (sys.argv[2:] + ["25", "1"][len(sys.argv) - 2 :])[:2])
    tally = trial(shut_in(), runs, seed)
    print(f"runs {tally.runs}, by status {dict(sorted(tally.statuses.items()))}, faults {len(tally.faults)}")
    return int(bool(tally.faults))


if __name__ == "__main__":
    sys.exit(main())
