"""What every test gets: an environment without anybody's settings, and new databases from one that was migrated before."""

import gc
import os

# Before numpy is loaded, by the imports below too, here and in what a test starts. Its threads wait in a loop for one that has no
# core, since other tests have them: a sentence took up to forty times its time. tests/structure/test_suite.py looks at it.
os.environ.update(dict.fromkeys(("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "OPENCV_FOR_THREADS_NUM"), "1"))

import sys
from collections.abc import Iterator
from itertools import count
from pathlib import Path

import httpx
import pytest
import structlog
from hypothesis import HealthCheck, settings

from bot.logs import LogLines
from tests import sent
from tests.crashed import pytest_testnodedown as pytest_testnodedown
from tests.fakes.stores import quick_stores

# Compiled modules are kept, whatever the shell says: each process that a test starts would compile all anew.
os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
sys.dont_write_bytecode = False
for each in (httpx.get, httpx.post):  # five seconds by themselves, which a machine may stall
    each.__kwdefaults__["timeout"] = 60.0
settings.register_profile("patient", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("patient")  # no test asserts how long an example takes to make or to run
# As the program has it: without that, an error that is logged is drawn with colours and its variables, in a second.
structlog.configure(
    processors=[structlog.processors.format_exc_info, structlog.dev.ConsoleRenderer(colors=False)],
    logger_factory=lambda *_: LogLines(sys.stdout),  # a thread of a bot may log while pytest replaces it
)
gc.disable()  # nothing of what is collected goes away: see :func:`pytest_collection_finish`


def pytest_configure(config: pytest.Config) -> None:
    """What scenarios send is looked at when all of them are over."""
    config.pluginmanager.register(sent)


def pytest_collection_finish() -> None:
    """Modules and tests stay until the end: what looks for garbage need not walk through them again and again, nor through
    what stands once for all tests each time that one of them makes a few hundred records."""
    gc.freeze()
    gc.set_threshold(20_000, 20, 20)
    gc.enable()


@pytest.fixture(scope="session")
def homes(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """Homes of this run that nobody has lived in: a folder made for each test would take longer than most."""
    folder = tmp_path_factory.mktemp("homes")
    return (folder / str(number) for number in count())


@pytest.fixture(autouse=True)
def clean_environment(monkeypatch: pytest.MonkeyPatch, homes: Iterator[Path]) -> None:
    """No Slack token or Marque setting of the machine reaches a test; state goes to a folder of its own."""
    for name in list(os.environ):
        if name.startswith(("SLACK_", "MARQUE_")) and name != "MARQUE_TEST_ALL":
            monkeypatch.delenv(name)
    monkeypatch.setenv("MARQUE_HOME", str(next(homes)))
    monkeypatch.setenv("HF_HUB_OFFLINE", "1")


@pytest.fixture(scope="session", autouse=True)
def migrated_once(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Migrations take longer than most tests: see :func:`quick_stores`."""
    with quick_stores(tmp_path_factory.mktemp("template")):
        yield
