"""``make screenshots``: the pictures of the local Slack page that README and docs show."""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path

from playwright.sync_api import Page

from bot.demo.demo import demonstrate
from bot.settings import Settings
from tests.browser import casework, proving, sources
from tests.browser.approving import pictures
from tests.browser.walk import a_page, walk


def main(folder: Path) -> int:
    """Walk through the demo, taking a picture at each moment worth one."""
    folder.mkdir(parents=True, exist_ok=True)
    with (
        tempfile.TemporaryDirectory() as home,
        demonstrate(Settings(home=Path(home)), 0) as slack,
        a_page(slack.url) as page,
    ):

        def shot(name: str) -> None:
            _kept(page, folder / f"{name}.png")

        walk(page, Path(home), shot)
        proving.pictures(slack.url, lambda page, name: _kept(page, folder / f"{name}.png"))
    pictures(lambda page, name: _kept(page, folder / f"{name}.png"))
    sources.pictures(lambda page, name: _kept(page, folder / f"{name}.png"))
    casework.pictures(lambda page, name: _kept(page, folder / f"{name}.png"))
    return 0


def _kept(page: Page, file: Path) -> None:
    page.screenshot(path=str(file))
    sys.stdout.write(f"{file}\n")


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1])))
