"""A report as the PDF that a team hands on."""

from __future__ import annotations

from bot.domain.reports import ReportFigures
from bot.words.book import load_words


def paper(told: ReportFigures, language: str) -> bytes:
    """The figures of all brands on A4.

    Raises:
        ProgramMissing: no Chromium, or the ``evidence`` extra is not installed.
    """
    # Charts take a second to import: only who prints waits for them.
    from bot.reports.page import page
    from bot.reports.pdf import pdf

    words = load_words(language)
    return pdf(page(told, words("report.title"), words))
