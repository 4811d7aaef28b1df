"""The suite's own end: a run that hangs, crashes or is cut short fails, and what fails now and then does not pass for steady."""

import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
from threadpoolctl import threadpool_info

SUITE = Path(__file__).parents[2] / ".ci/suite"


def run_suite(
    folder: Path, tests: str, *options: str, seconds: int = 120
) -> subprocess.CompletedProcess[str]:
    """Run `.ci/suite` on tests written into a folder of their own; on several workers with our hook."""
    if options:
        options = ("-p", "xdist", *options)
        hook = "from tests.crashed import pytest_testnodedown\n"
        (folder / "conftest.py").write_text(hook, encoding="utf-8")
    (folder / "test_some.py").write_text(f"import os, pathlib, time\n{tests}", encoding="utf-8")
    return subprocess.run(
        ["bash", str(SUITE), sys.executable, "-q", *options],
        cwd=folder,
        env={
            "PATH": "/usr/bin:/bin",
            "PYTHONPATH": str(SUITE.parents[1]),
            "SUITE_SECONDS": str(seconds),
            # What else is installed with pytest takes longer to load than the tests do.
            "PYTEST_DISABLE_PLUGIN_AUTOLOAD": "1",
        },
        capture_output=True,
        text=True,
        check=False,
    )


def test_sums_of_a_test_take_one_thread() -> None:
    """What loads numpy before tests/conftest.py has said so gives each of four processes threads that wait in a loop."""
    assert np.ones((2, 2)) @ np.ones(2) == pytest.approx(2.0)
    assert {pool["num_threads"] for pool in threadpool_info()} == {1}


def test_a_run_that_hangs_is_stopped_and_says_so(tmp_path: Path) -> None:
    ran = run_suite(tmp_path, "def test_hangs(): time.sleep(600)", seconds=5)
    assert ran.returncode != 0
    assert "Not ended after 5 seconds" in ran.stdout


@pytest.mark.parametrize("options", [("-n", "2", "--dist", "loadscope", "--no-loadscope-reorder"), ()])
def test_a_run_that_is_cut_short_is_no_unsteady_test(tmp_path: Path, options: tuple[str, ...]) -> None:
    end = "os.kill(os.getpid(), 9)" if options else "raise KeyboardInterrupt"
    once = f"""
def test_ends_the_run_the_first_time():
    came = pathlib.Path(__file__).with_name("came")
    if not came.exists():
        came.touch()
        {end}
def test_never_run(): assert False
"""
    ran = run_suite(tmp_path, _failing_at(1) + once, *options)
    assert ran.returncode not in (0, 1, 124), ran.stdout
    assert "Unsteady" not in ran.stdout


def test_a_test_that_came_too_late_once_is_named(tmp_path: Path) -> None:
    ran = run_suite(tmp_path, _failing_at(1))
    assert ran.returncode == 0, ran.stdout
    assert "test_some.py::test_late" in ran.stdout.partition("Unsteady")[2]


@pytest.mark.parametrize("again", [2, 4])
def test_a_test_that_fails_again_by_itself_fails_the_run(tmp_path: Path, again: int) -> None:
    assert run_suite(tmp_path, _failing_at(1, again)).returncode == 1


def _failing_at(*runs: int) -> str:
    return f"""
def test_late():
    kept = pathlib.Path(__file__).with_name("runs")
    run = len(kept.read_text()) + 1 if kept.exists() else 1
    kept.write_text("." * run)
    assert run not in {runs}
"""


_HELD = """
from tests import sent
def faults(folder, **every):
    return {by: ["no time"] if '"ts": 7' in text else [] for by, text in every.items()}
def pytest_configure(config):
    sent.faults = faults
    config.pluginmanager.register(sent)
"""
"""A run whose compiler knows one fault."""


def test_what_one_of_the_workers_sent_against_slacks_types_fails_the_run(tmp_path: Path) -> None:
    (tmp_path / "conftest.py").write_text(_HELD, encoding="utf-8")
    for name, ts in (("right", '"1.2"'), ("wrong", "7")):
        sends = f"from tests.sent import SENT\ndef test_sends(): SENT.called('chat.update', {{'ts': {ts}}})\n"
        (tmp_path / f"test_{name}.py").write_text(sends, encoding="utf-8")
    ran = subprocess.run(
        [sys.executable, "-m", "pytest", "-q", "-p", "xdist", "-n", "2", "--dist", "loadscope"],
        cwd=tmp_path,
        env={"PYTHONPATH": str(SUITE.parents[1]), "PYTEST_DISABLE_PLUGIN_AUTOLOAD": "1"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert "2 passed" in ran.stdout
    assert (ran.returncode, ran.stdout.count("no time")) == (1, 1), ran.stdout
