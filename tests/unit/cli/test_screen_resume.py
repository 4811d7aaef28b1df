"""A run that was killed goes on where it stopped: no line lost, none twice; and every engine gives the same lines."""

import errno
import gzip
import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import IO

import pytest

from bot.cli import screen, screen_output
from bot.cli.screen_engines import here
from bot.cli.screen_lines import Batch
from bot.signals.weighing.combine import packaged_weights
from bot.sources import brandbook
from tests.needs import library
from tests.unit.cli.test_screen import Ran, a_line, book, run

__all__ = ["book", "run"]  # fixtures
Run = Callable[..., Ran]


class KilledError(BaseException):
    """Ends a run as a kill does: nothing after it is done."""


@pytest.fixture
def feed(tmp_path: Path) -> Path:
    """Four hundred lines, of which every tenth is broken and every seventh suspect."""
    lines = [
        "{broken"
        if n % 10 == 0
        else a_line(str(n), "s0lvane 蓝牙耳机" if n % 7 == 0 else "陶瓷杯", price="99")
        for n in range(400)
    ]
    path = tmp_path / "feed.ndjson"
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return path


@pytest.fixture
def ready(run: Run, book: Path, monkeypatch: pytest.MonkeyPatch) -> Run:
    """Runs commands where a brand book is imported, in small lots with a note after each."""
    run("brand", "import", book)
    monkeypatch.setattr(screen, "LOT", 80)
    monkeypatch.setattr(screen_output, "NOTE_EVERY", 1)
    return run


def killed_after(batches: int, monkeypatch: pytest.MonkeyPatch) -> None:
    """Let the next run die after so many batches."""

    def dying(*arguments: object) -> Iterator[Batch]:
        for number, batch in enumerate(here(*arguments)):  # type: ignore[arg-type]  # passed on as they come
            if number == batches:
                raise KilledError
            yield batch

    monkeypatch.setattr(screen, "here", dying)


@pytest.mark.parametrize(
    ("batches", "beyond"),
    [(0, b""), (1, b'{"platform": "tao'), (7, b'{"half": 1}\n{"twice": 2}\n'), (19, b"")],
)
def test_a_run_killed_anywhere_ends_as_if_it_had_not_been(
    batches: int, beyond: bytes, ready: Run, feed: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole = ready("screen", feed, "--json")
    out = tmp_path / "judged.ndjson"
    with monkeypatch.context() as patch:
        killed_after(batches, patch)
        with pytest.raises(KilledError):
            ready("screen", feed, "--out", out)
    with out.open("ab") as handle:
        handle.write(beyond)  # written after the last note of progress
    ran = ready("screen", feed, "--out", out, "--resume")
    assert ran.status == 0
    assert out.read_text(encoding="utf-8") == whole.out
    assert "360 listings judged" in ran.err
    assert "40 unreadable" in ran.err
    assert not list(tmp_path.glob("*.progress*"))


_HELD = """
from bot.cli import main, screen
judging = screen.here
def held(*given):
    for number, batch in enumerate(judging(*given)):
        if number == 3:
            print("held", flush=True)
            input()
        yield batch
screen.here = held
main()
"""
"""The command line, which stops amid a run in one process, until it is killed."""


def test_killed_by_the_system_it_goes_on_all_the_same(ready: Run, tmp_path: Path) -> None:
    feed, out = tmp_path / "long.ndjson", tmp_path / "judged.ndjson"
    with feed.open("w", encoding="utf-8") as handle:
        handle.writelines(a_line(str(n), "s0lvane 蓝牙耳机", price="99") + "\n" for n in range(1_500))
    command = [sys.executable, "-c", _HELD, "--home", tmp_path / "home", "screen", feed, "--out", out]
    with subprocess.Popen(
        [*command, "--processes", "1"], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == "held\n"
        process.send_signal(signal.SIGKILL)
    left = out.stat().st_size
    assert ready("screen", feed, "--out", out, "--resume", "--processes", 1).status == 0
    lines = out.read_bytes().splitlines()
    assert left < out.stat().st_size
    assert [json.loads(line)["item_id"] for line in lines] == [str(n) for n in range(1_500)]


def test_nothing_of_a_killed_run_stays_behind(ready: Run, tmp_path: Path) -> None:
    feed, out = tmp_path / "long.ndjson", tmp_path / "judged.ndjson"
    with feed.open("w", encoding="utf-8") as handle:
        handle.writelines(a_line(str(n), "s0lvane 蓝牙耳机", price="99") + "\n" for n in range(60_000))
    command = [sys.executable, "-m", "bot", "--home", tmp_path / "home", "screen", feed, "--out", out]
    process = subprocess.Popen([*command, "--processes", "2"], stderr=subprocess.DEVNULL)
    children = Path(f"/proc/{process.pid}/task/{process.pid}/children")
    while not out.exists() or out.stat().st_size == 0:
        assert process.poll() is None
        time.sleep(0.01)
    started = [Path("/proc", child) for child in children.read_text().split()]
    process.send_signal(signal.SIGKILL)
    process.wait()
    ends = time.monotonic() + 120
    while any(map(runs, started)) and time.monotonic() < ends:
        time.sleep(0.02)
    assert len(started) >= 2
    assert not any(map(runs, started))


def runs(process: Path) -> bool:
    """Whether a process still does; one that ended and is not taken notice of yet does not."""
    try:
        return (process / "stat").read_text().rpartition(")")[2].split()[0] not in "ZX"
    except OSError:
        return False


def test_a_finished_file_is_neither_overwritten_nor_gone_on_with(
    ready: Run, feed: Path, tmp_path: Path
) -> None:
    out = tmp_path / "judged.ndjson"
    assert ready("screen", feed, "--out", out).status == 0
    before = out.read_bytes()
    again, on = ready("screen", feed, "--out", out), ready("screen", feed, "--out", out, "--resume")
    assert (again.status, on.status, out.read_bytes()) == (2, 2, before)
    assert "--resume" in again.err
    assert "it is complete" in on.err


@pytest.mark.parametrize("change", ["input", "book", "weights", "picture"])
def test_halves_that_would_not_agree_are_not_put_together(
    change: str, ready: Run, feed: Path, book: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    out = tmp_path / "judged.ndjson"
    with monkeypatch.context() as patch:
        killed_after(2, patch)
        with pytest.raises(KilledError):
            ready("screen", feed, "--out", out)
    if change == "input":
        feed.write_text(feed.read_text(encoding="utf-8") + a_line("x", "陶瓷杯") + "\n", encoding="utf-8")
    elif change == "weights":
        learnt = replace(packaged_weights(), base=-9.0)
        monkeypatch.setattr("bot.services.assessment.weights.WeightsRoom.in_use", lambda room: learnt)
    elif change == "picture":
        (aside,) = (name for product in brandbook.read(book).products for name in product.images)
        monkeypatch.setattr(screen, "left_out", lambda *_: frozenset({aside}))
    else:
        book.write_text(book.read_text(encoding="utf-8").replace("690.00", "700.00"), encoding="utf-8")
        ready("brand", "import", book)
    ran = ready("screen", feed, "--out", out, "--resume")
    assert ran.status == 2
    assert "has changed since it was begun" in ran.err


def test_a_packed_file_gives_the_same_lines_and_can_be_gone_on_with(
    ready: Run, feed: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole, packed, out = (
        ready("screen", feed, "--json"),
        tmp_path / "feed.ndjson.gz",
        tmp_path / "judged.ndjson",
    )
    packed.write_bytes(gzip.compress(feed.read_bytes()))
    with monkeypatch.context() as patch:
        killed_after(3, patch)
        with pytest.raises(KilledError):
            ready("screen", packed, "--out", out)
    assert ready("screen", packed, "--out", out, "--resume").status == 0
    assert out.read_text(encoding="utf-8") == whole.out
    packed.write_bytes(packed.read_bytes()[:-200])
    ran = ready("screen", packed, "--json")
    assert ran.status == 3
    assert "ended before the end-of-stream" in ran.err


def test_csv_is_judged_by_several_processes_and_taken_up_by_rows(
    ready: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    feed, out = tmp_path / "feed.csv", tmp_path / "judged.ndjson"
    rows = [f'taobao,{n},https://x.example/{n},"s0lvane\n耳机",99' for n in range(300)]
    feed.write_text("\n".join(["platform,item_id,url,title,price", *rows]), encoding="utf-8")
    with monkeypatch.context() as patch:
        killed_after(3, patch)
        with pytest.raises(KilledError):
            ready("screen", feed, "--out", out)
    assert ready("screen", feed, "--out", out, "--resume", "--processes", 2).status == 0
    found = [json.loads(line)["item_id"] for line in out.read_bytes().splitlines()]
    assert found == [str(n) for n in range(300)]


def test_resume_without_a_file_is_wrong_use(ready: Run, feed: Path) -> None:
    ran = ready("screen", feed, "--resume")
    assert ran.status == 2
    assert "--out" in ran.err


def test_a_ray_cluster_gives_the_same_lines(ready: Run, feed: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    library("ray", "pip install 'marque[ray]'")
    whole = ready("screen", feed, "--json")
    monkeypatch.setenv("RAY_USAGE_STATS_ENABLED", "0")
    monkeypatch.delenv("RAY_ADDRESS", raising=False)
    ran = ready("screen", feed, "--json", "--engine", "ray")
    assert (ran.status, ran.out) == (0, whole.out)
    assert "40 unreadable" in ran.err


def test_without_ray_it_says_what_to_install(ready: Run, feed: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bot.cli.screen_engines.find_spec", lambda name: None)
    ran = ready("screen", feed, "--json", "--engine", "ray")
    assert (ran.status, ran.out) == (3, "")
    assert "pip install 'marque[ray]'" in ran.err


class _Full:
    """A file on a disk that is full: its first bytes fit, nothing after them does."""

    def __init__(self, handle: IO[bytes], room: int) -> None:
        self._handle, self._room = handle, room

    def write(self, data: bytes) -> None:
        self._room -= len(data)
        if self._room < 0:
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
        self._handle.write(data)

    def flush(self) -> None:
        self._handle.flush()

    def close(self) -> None:
        self._handle.close()
        if self._room < 0:
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))


def test_a_full_disk_is_told_in_a_sentence_and_gone_on_with_once_there_is_room(
    ready: Run, feed: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole, out = ready("screen", feed, "--json"), tmp_path / "judged.ndjson"
    opened = screen_output.Kept._opened
    with monkeypatch.context() as patch:
        patch.setattr(screen_output.Kept, "_opened", lambda kept: _Full(opened(kept), 20_000))
        ran = ready("screen", feed, "--out", out)
    assert ran.status == 3
    assert f"could not write {out}: No space left on device; make room, then add --resume" in ran.err
    assert "Traceback" not in ran.err
    assert ready("screen", feed, "--out", out, "--resume").status == 0
    assert out.read_text(encoding="utf-8") == whole.out
