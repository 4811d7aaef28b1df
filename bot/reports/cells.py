"""Figures as the cells of a report's tables tell them."""

from collections.abc import Sequence

from bot.words.book import Words


def hours_told(hours: float | None, words: Words) -> str:
    if hours is None:
        return words("report.none")
    return (
        words("report.hours", hours=f"{hours:g}")
        if hours < 72
        else words("report.in_days", days=f"{round(hours / 24, 1):g}")
    )


Rows = Sequence[Sequence[str]]


def rate(part: int, whole: int) -> str:
    return f"{100 * part / whole:.0f}%" if whole else "–"


def days_told(days: float | None, words: Words) -> str:
    return words("report.none") if days is None else words("report.in_days", days=f"{days:g}")
