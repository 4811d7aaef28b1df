"""Outside programs a test cannot do without, and ports for them."""

import fcntl
import hashlib
import os
import shutil
import socket
import subprocess
import tempfile
from contextlib import suppress
from importlib.util import find_spec
from itertools import count
from pathlib import Path

import pytest

NPM = Path(__file__).parent / "npm"
"""What is installed from npm, pinned with its hashes."""
_ports = count(12_000 + os.getpid() % 200 * 100)


def program(name: str, install: str) -> str:
    """The path of a program; where it is missing the test is skipped with the line that installs it.

    With MARQUE_TEST_ALL=1 nothing may be skipped, so a missing program fails the test instead.
    """
    path = shutil.which(name)
    if path:
        return path
    lacks(name, install)
    return ""


def library(name: str, install: str) -> None:
    """Skips, or with MARQUE_TEST_ALL=1 fails, a test whose library of an extra is missing."""
    if find_spec(name) is None:
        lacks(name, install)


def free_port() -> int:
    """A port that nobody listens on, below those that the system gives to whoever asks for any, and each once."""
    for port in _ports:
        with socket.socket() as probe, suppress(OSError):
            probe.bind(("127.0.0.1", port))
            return port
    raise AssertionError


def from_npm() -> Path:
    """The ``node_modules`` of tests/npm as its lock pins them, installed outside the repository once for each lock."""
    npm, lock = program("npm", "install Node.js 20 or later"), NPM / "package-lock.json"
    pinned = hashlib.sha256(lock.read_bytes()).hexdigest()[:16]
    home = Path.home() / ".cache" / "marque-tests" / pinned
    home.parent.mkdir(parents=True, exist_ok=True)
    with (home.parent / f"{pinned}.lock").open("w") as turn:
        fcntl.flock(
            turn, fcntl.LOCK_EX
        )  # one of the processes of a run installs it, the others wait for that
        if not home.exists():
            _install(npm, lock, home)
    return home / "node_modules"


def _install(npm: str, lock: Path, home: Path) -> None:
    half = Path(tempfile.mkdtemp(dir=home.parent))
    for each in ("package.json", lock.name):
        shutil.copy(NPM / each, half)
    asked = [npm, "ci", "--prefix", str(half), "--no-audit", "--no-fund", "--ignore-scripts"]
    done = subprocess.run(asked, capture_output=True, text=True, timeout=600, check=False)
    if done.returncode:
        lacks("tests/npm", f"make npm reach its registry: {done.stderr.strip()[-300:]}")
    half.rename(home)


def lacks(name: str, install: str) -> None:
    """Skips the test, or with MARQUE_TEST_ALL=1 fails it, for want of this."""
    message = f"{name} is not installed; to run this test: {install}"
    if os.environ.get("MARQUE_TEST_ALL") == "1":
        pytest.fail(message)
    pytest.skip(message)
