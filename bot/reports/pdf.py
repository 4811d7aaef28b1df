"""A page printed to PDF by the system's Chromium."""

import shutil
from importlib.util import find_spec

from bot.domain.errors import ProgramMissing
from bot.domain.infringers import Group
from bot.domain.reports import ReportFigures
from bot.words.book import load_words

_NAMES = ("chromium", "chromium-browser", "google-chrome")
_FLAGS = (
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync", "--host-resolver-rules=MAP * ~NOTFOUND",
)  # fmt: skip
_PATIENCE = 180_000.0
"""Milliseconds for the browser to start, and for each step: a machine may be new, or busy."""


def pdf(html: str) -> bytes:
    """The page on A4, with page numbers.

    Raises:
        ProgramMissing: no Chromium, or the ``evidence`` extra is not installed.
    """
    path = next((found for found in map(shutil.which, _NAMES) if found), None)
    if path is None:
        raise ProgramMissing("Chromium", "install the package chromium, or write the report as .html")
    if find_spec("playwright") is None:
        raise ProgramMissing("Playwright", "install marque[evidence], or write the report as .html")
    from playwright.sync_api import sync_playwright

    foot = (
        '<div style="width:100%;font-size:7pt;color:#7b8794;text-align:center">'
        '<span class="pageNumber"></span> / <span class="totalPages"></span></div>'
    )
    with (
        sync_playwright() as play,
        play.chromium.launch(executable_path=path, args=list(_FLAGS), timeout=_PATIENCE) as browser,
    ):
        sheet = browser.new_page(java_script_enabled=False)
        sheet.set_default_timeout(_PATIENCE)
        sheet.set_content(html, wait_until="load")
        return bytes(
            sheet.pdf(
                prefer_css_page_size=True,
                print_background=True,
                display_header_footer=True,
                header_template="<span></span>",
                footer_template=foot,
            )
        )


def paper(told: ReportFigures, language: str) -> bytes:
    """The figures of all brands on A4.

    Raises:
        ProgramMissing: no Chromium, or the ``evidence`` extra is not installed.
    """
    from bot.reports.page import page
    from bot.reports.pdf import pdf

    words = load_words(language)
    return pdf(page(told, words("report.title"), words))


def picture_of(group: Group) -> bytes:
    """As :func:`bot.reports.group_picture.group_picture`."""
    from bot.reports.group_picture import group_picture

    return group_picture(group)
