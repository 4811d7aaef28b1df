"""Homes that cannot be written, are held or damaged: ``python -m tests.benchmarks odd_homes [OF EACH] [SEED]``.

A home with a brand book, listings, a draft and an index is harmed in one way, and commands are run on it: on a disk that is
mounted to be read only; while another program holds the database; with bytes changed in the database, the inbox, each file of the
index; and with bytes changed in a backup, a brand book's ZIP and a workbook that are handed in. Each has to end in a sentence, by
a status that docs/commands.md knows, and ``doctor`` finds a home that cannot be used. In namespaces as ``odd_words``.
"""

import os
import random
import shutil
import sqlite3
import subprocess
import sys
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from openpyxl import Workbook

from tests.benchmarks.odd_words import BRAND, STATUSES, Tally, files, inside, prepare, ran, shut_in

COMMANDS = (
    ("rights",),
    ("ask", "How long may we oppose?"),
    ("cases", "show", "C-000001"),
    ("audit", "verify"),
    ("doctor",),
)
HELD = (("brand", "import", str(BRAND / "brand.toml")), ("doctor",))
GIVEN = (
    ("restore", "saved.zip"), ("triage", "import", "sheet.xlsx"), ("brand", "import", "book.zip"),
    ("guidance", "add", "sheet.xlsx"), ("screen", "sheet.xlsx"), ("evidence", "verify", "book.zip"), ("squatting", "sheet.xlsx"),
)  # fmt: skip
Commands = tuple[tuple[str, ...], ...]
DATABASES = ("marque.sqlite3", "inbox.sqlite3")


def harmed(file: Path, chance: random.Random) -> None:
    """Cut it, empty it, or change a run of its bytes."""
    data = bytearray(file.read_bytes())
    way = chance.randrange(4)
    if way == 0:
        data = data[: chance.randrange(len(data) + 1)]
    elif way == 1 and len(data) > 100:
        at = chance.randrange(len(data) - 100)
        data[at : at + chance.randint(1, 4096)] = bytes(
            chance.randrange(256) for _ in range(chance.randint(1, 4096))
        )
    elif way == 2:
        data = bytearray(chance.randbytes(len(data) % 100_000))
    else:
        for _ in range(chance.randint(1, 40)):
            data[chance.randrange(len(data))] ^= 1 << chance.randrange(8) if data else 0
    file.write_bytes(bytes(data))


@contextmanager
def read_only(home: Path) -> Iterator[None]:
    """Mount the home to be read only."""
    subprocess.run(["mount", "--bind", str(home), str(home)], check=True)
    subprocess.run(["mount", "-o", "remount,bind,ro", str(home)], check=True)
    try:
        yield
    finally:
        subprocess.run(["umount", str(home)], check=True)


@contextmanager
def held(home: Path) -> Iterator[None]:
    """Another program writes in the database and does not come to its end."""
    other = sqlite3.connect(home / "marque.sqlite3", isolation_level=None)
    other.execute("BEGIN EXCLUSIVE")
    try:
        yield
    finally:
        other.close()


@dataclass
class Trial:
    """A sound home and its copy that is harmed."""

    folder: Path
    chance: random.Random
    tally: Tally = field(default_factory=Tally)

    @property
    def first(self) -> Path:
        """The sound one."""
        return self.folder / "first"

    @property
    def home(self) -> Path:
        """The copy."""
        return self.folder / "home"

    def anew(self) -> None:
        """A sound copy."""
        shutil.rmtree(self.home, ignore_errors=True)
        shutil.copytree(self.first, self.home)

    def run(self, name: str, commands: Commands, *, broken: bool = False) -> None:
        """Run these; where the home is ``broken``, the doctor has to say so."""
        for command in commands:
            status, told = ran(self.home, command)
            self.tally.runs += 1
            self.tally.statuses[status] += 1
            silent = broken and command == ("doctor",) and status == 0
            if status not in STATUSES or "does not know" in told or "Traceback" in told or silent:
                self.tally.faults.append(f"{name}: {status} {command}\n      {told[-1_500:]}")
                print(self.tally.faults[-1], flush=True)

    def homes(self, of_each: int) -> None:
        """Read only, held, damaged file by file."""
        self.anew()
        with read_only(self.home):
            self.run("read only", (*COMMANDS, *HELD), broken=True)
        self.anew()
        with held(self.home):
            self.run("held", HELD, broken=True)
        index = [each.relative_to(self.first) for each in (self.first / "index").rglob("*") if each.is_file()]
        for file in [*map(Path, DATABASES), *index] * of_each:
            self.anew()
            if (self.home / file).exists():
                harmed(self.home / file, self.chance)
                self.run(str(file), COMMANDS)

    def given(self, of_each: int) -> None:
        """Damaged files that are handed in."""
        self.anew()
        for name in ("saved.zip", "book.zip", "sheet.xlsx") * of_each:
            shutil.copy(self.folder / f"{Path(name).stem}.whole", self.folder / name)
            harmed(self.folder / name, self.chance)
            for command in [each for each in GIVEN if name in each]:
                if command[0] == "restore":
                    shutil.rmtree(self.home, ignore_errors=True)
                elif not self.home.exists():
                    self.anew()
                self.run(f"damaged {name}", (command,))


def trial(folder: Path, of_each: int, seed: int) -> Tally:
    """Each harm so many times, to files that are handed in five times as often."""
    files(folder)
    made = Trial(folder, random.Random(seed))
    prepare(made.first)
    status, told = ran(made.first, ("backup", str(folder / "saved.whole")))
    assert status == 0, told
    given_in(folder)
    made.homes(of_each)
    made.given(5 * of_each)
    return made.tally


def given_in(folder: Path) -> None:
    """Whole files that are handed in: a brand book as ZIP, a workbook."""
    with zipfile.ZipFile(folder / "book.whole", "w", zipfile.ZIP_DEFLATED) as book:
        book.write(folder / "brand.toml", "brand.toml")
        book.write(folder / "feed.ndjson", "feed.ndjson")
    sheet = Workbook()
    rows = sheet.active
    assert rows is not None
    for row in (
        ("listing", "verdict", "note"),
        *((f"taobao:{n}", "counterfeit", "x" * n) for n in range(40)),
    ):
        rows.append(row)
    sheet.save(folder / "sheet.whole")
    for name in ("book", "sheet", "saved"):
        ending = "xlsx" if name == "sheet" else "zip"
        shutil.copy(folder / f"{name}.whole", folder / f"{name}.{ending}")


def main() -> int:
    """Print what came of it; status 1 where something ended in a trace, or the doctor was silent."""
    if sys.argv[1:2] != ["inside"]:
        return inside("tests.benchmarks.odd_homes", sys.argv[1:])
    of_each, seed = (int(each) for each in (sys.argv[2:] + ["3", "1"][len(sys.argv) - 2 :])[:2])
    place = shut_in()
    os.chdir(place)
    tally = trial(place, of_each, seed)
    print(f"runs {tally.runs}, by status {dict(sorted(tally.statuses.items()))}, faults {len(tally.faults)}")
    return int(bool(tally.faults))


if __name__ == "__main__":
    sys.exit(main())
