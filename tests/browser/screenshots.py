"""``make screenshots``: the pictures of the local Slack page that README and docs show."""

import sys
import tempfile
from pathlib import Path

from playwright.sync_api import Page

from bot.demo.demo import demonstrate
from bot.settings import Settings
from tests.browser import casework, grouped, proving, reporting, showing, sources
from tests.browser.approving import pictures
from tests.browser.recording import Recording
from tests.browser.walk import a_page, walk

PICTURES = {"ask", "alert", "draft-form", "preview", "approved", "thread"}
"""Moments of the walk that are pictures of their own; the recording shows others besides."""


def main(folder: Path) -> int:
    """Walk through the demo, taking a picture at each moment worth one."""
    folder.mkdir(parents=True, exist_ok=True)

    def shot(page: Page, name: str) -> None:
        page.screenshot(path=str(folder / f"{name}.png"))
        sys.stdout.write(f"{folder / name}.png\n")

    with tempfile.TemporaryDirectory() as home, demonstrate(Settings(home=Path(home)), 0) as slack:
        with a_page(slack.url) as page:
            recording = Recording()

            def moment(name: str) -> None:
                recording.add(name, page.screenshot())
                if name in PICTURES:
                    shot(page, name)

            walk(page, Path(home), moment)
            recording.write(folder / "walk.gif")
        proving.pictures(slack.url, shot)
        showing.pictures(slack.url, shot)
    (folder / "group.png").write_bytes(grouped.picture())
    for take in (pictures, sources.pictures, casework.pictures, reporting.pictures):
        take(shot)
    return 0


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1])))
