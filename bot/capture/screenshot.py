"""Screenshots: the full page with the system's Chromium, which has no network: the address guard fetches what a page asks for."""

from __future__ import annotations

import shutil
from functools import partial
from importlib.util import find_spec
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from bot.capture.isolation import is_root, launcher, without_network
from bot.capture.recording import Fetch
from bot.domain.errors import CaptureFailed, Outside, ProgramMissing

if TYPE_CHECKING:
    from playwright.sync_api import Route

# No name resolves inside the browser: only requests answered by the guard get through.
FLAGS = (
    "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync", "--host-resolver-rules=MAP * ~NOTFOUND",
)  # fmt: skip
ISOLATION = "captures by browser are off: they need Linux with unshare (util-linux) and network namespaces"
NAMES = ("chromium", "chromium-browser", "google-chrome")
START = 180_000.0
"""Milliseconds for the browser to start: a machine may be new, or busy."""


def chromium() -> str | None:
    """The path of the system's Chromium, if there is one."""
    return next((path for path in map(shutil.which, NAMES) if path), None)


class ChromiumScreenshot:
    """Takes a PNG of a whole page, 1280 pixels wide."""

    def __init__(self, seconds: float = 30.0) -> None:
        self._milliseconds = seconds * 1000

    def __call__(self, url: str, fetch: Fetch) -> bytes:
        """The picture. Everything that the page asks for comes from ``fetch``.

        Raises:
            ProgramMissing: no Chromium, or the ``evidence`` extra is not installed.
            CaptureFailed: there is no way to take its network away, or the page did not load.
        """
        path = chromium()
        if path is None:
            raise ProgramMissing("Chromium", "install the package chromium for screenshots")
        if find_spec("playwright") is None:
            raise ProgramMissing("Playwright", "install marque[evidence] for screenshots")
        command = without_network()
        if not command:
            raise CaptureFailed("screenshot", ISOLATION)
        from playwright.sync_api import Error, sync_playwright

        try:
            with (
                TemporaryDirectory(prefix="marque-browser-") as folder,
                sync_playwright() as play,
                play.chromium.launch(
                    executable_path=launcher(path, command, Path(folder)),
                    args=[*FLAGS, *(["--no-sandbox"] if is_root() else [])],
                    chromium_sandbox=not is_root(),
                    timeout=START,
                ) as browser,
            ):
                context = browser.new_context(
                    viewport={"width": 1280, "height": 900}, service_workers="block"
                )
                context.route("**/*", partial(_answer, fetch))
                page = context.new_page()
                page.goto(url, wait_until="load", timeout=self._milliseconds)
                return bytes(page.screenshot(full_page=True))
        except Error as failure:
            raise CaptureFailed("screenshot", failure.message.splitlines()[0]) from failure


def _answer(fetch: Fetch, route: Route) -> None:
    if route.request.method != "GET":
        route.abort()
        return
    try:
        answer = fetch(route.request.url)
    except Outside:
        route.abort()
        return
    kept = {name: value for name, value in answer.headers if name in {"content-type", "cache-control"}}
    route.fulfill(status=answer.status, headers=kept, body=answer.body)
