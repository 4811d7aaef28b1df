"""What is drawn for a team to hand on. Charts take a second to import: only who looks at one waits for them."""

from __future__ import annotations

from bot.domain.infringers import Group
from bot.domain.reports import ReportFigures
from bot.words.book import load_words


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
