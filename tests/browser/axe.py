"""What axe, which knows the rules of WCAG, finds on a page, on a desk and on a phone."""

from collections.abc import Iterator
from dataclasses import dataclass, field

from playwright.sync_api import Page

from tests.needs import from_npm

TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "best-practice"]
SIZES = {"phone": (390, 844), "desk": (1440, 900)}
"""The last is the one that a page is left with."""
ASKED = """([tags, part]) => axe.run(part, {resultTypes: ['violations'], runOnly: {type: 'tag', values: tags}}).then(
    r => r.violations.map(v => v.id + ': ' + v.nodes.slice(0, 3).map(n => n.target.join(' ')).join(' | ')))"""


@dataclass
class Axe:
    """Looks at views, and remembers what is wrong with each."""

    found: list[str] = field(default_factory=list)
    source: str = field(
        default_factory=lambda: (from_npm() / "axe-core" / "axe.min.js").read_text(encoding="utf-8")
    )

    def look(self, page: Page, view: str, part: str = "") -> None:
        """A part of the page as it stands, in each size: the window that is open, else the whole. What lies behind a window was
        looked at before."""
        window = "dialog[open]"
        self.found += self._findings(page, view, part or (window if page.locator(window).count() else "html"))

    def _findings(self, page: Page, view: str, part: str) -> Iterator[str]:
        for name, (width, height) in SIZES.items():
            page.set_viewport_size({"width": width, "height": height})
            if not page.evaluate("'axe' in window"):
                page.evaluate(self.source)
            for each in page.evaluate(ASKED, [TAGS, part]):
                yield f"{view} on a {name}: {each}"
