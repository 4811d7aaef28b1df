"""``--forks 3``: tests run in so many processes, forked once all are collected, so that collecting is paid for once.

A process takes the next module when it is done with one. What modules and tests have made by then, all of them have.
"""

import atexit
import os
import signal
from collections.abc import Iterator, Sequence
from itertools import groupby
from multiprocessing.connection import Connection, Pipe, wait
from pathlib import Path
from typing import Any

import pytest

_NUMBER = 2
"""Bytes of a module's number: all of them fit into the pipe from which processes take the next."""
Modules = Sequence[Sequence[pytest.Item]]


def pytest_addoption(parser: pytest.Parser) -> None:
    """How many."""
    parser.addoption("--forks", type=int, default=0, help="processes that run tests, forked after collecting")


@pytest.hookimpl(tryfirst=True)
def pytest_runtestloop(session: pytest.Session) -> bool | None:
    """Share the modules out, and tell what comes of each test as if it ran here."""
    forks: int = session.config.getoption("--forks")
    if not forks or session.config.option.collectonly or session.testsfailed:
        return None
    modules = [list(items) for _, items in groupby(session.items, key=lambda item: item.path)]
    take, put = os.pipe()
    os.write(put, b"".join(number.to_bytes(_NUMBER) for number in range(len(modules))))
    os.close(put)
    base = session.config._tmp_path_factory.getbasetemp()  # type: ignore[attr-defined]  # as xdist does
    running: dict[Connection, int] = {}
    for number in range(forks):
        here, there = Pipe(duplex=False)
        if not (process := os.fork()):
            for each in (here, *running):
                each.close()
            _run(session, modules, take, there, base / f"fork-{number}")
        there.close()
        running[here] = process
    os.close(take)
    try:
        _listen(session, running)
    finally:
        for process in running.values():
            os.kill(process, signal.SIGTERM)
            os.waitpid(process, 0)
    return True


def _listen(session: pytest.Session, running: dict[Connection, int]) -> None:
    """Hand on what processes tell until all have ended.

    Raises:
        Failed: one ended amid a test, or enough have failed.
    """
    config, amid = session.config, dict[Connection, str]()
    while running:
        for each in wait(list(running)):
            assert isinstance(each, Connection)
            try:
                told = each.recv()
            except EOFError:
                os.waitpid(running.pop(each), 0)
                if lost := amid.pop(each, ""):
                    session.shouldfail = f"a process that runs tests ended amid {lost}"
                    raise session.Failed(session.shouldfail) from None
                continue
            if isinstance(told, str):
                amid[each] = told
                continue
            report = config.hook.pytest_report_from_serializable(config=config, data=told)
            config.hook.pytest_runtest_logreport(report=report)
            if report.when == "teardown":
                amid[each] = ""
                config.hook.pytest_runtest_logfinish(nodeid=report.nodeid, location=report.location)
        if session.shouldfail:
            raise session.Failed(session.shouldfail)


class _Teller:
    """Tells the first process instead of the terminal."""

    def __init__(self, config: pytest.Config, to: Connection) -> None:
        self._config, self._to = config, to

    def pytest_runtest_logstart(self, nodeid: str) -> None:
        self._to.send(nodeid)

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        told = self._config.hook.pytest_report_to_serializable(config=self._config, report=report)
        self._to.send(told)


def _run(session: pytest.Session, modules: Modules, take: int, to: Connection, folder: Path) -> None:
    """Run modules until none is left, with files and a capture of its own, and end."""
    status = 1
    try:
        config: Any = session.config
        folder.mkdir(mode=0o700)
        config._tmp_path_factory._basetemp = folder
        capture = config.pluginmanager.getplugin("capturemanager")
        capture.stop_global_capturing()  # its files are read and emptied by all who share them
        capture.start_global_capturing()
        config.pluginmanager.unregister(name="terminalreporter")
        config.pluginmanager.register(_Teller(config, to))
        items = _taken(modules, take)
        item = next(items, None)
        while item:
            following = next(items, None)  # what the next one needs, too, stays
            config.hook.pytest_runtest_protocol(item=item, nextitem=following)
            item = following
        atexit._run_exitfuncs()
        status = 0
    finally:
        os._exit(status)


def _taken(modules: Modules, take: int) -> Iterator[pytest.Item]:
    while number := os.read(take, _NUMBER):
        yield from modules[int.from_bytes(number)]
