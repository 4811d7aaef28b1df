"""A report as a workbook: a sheet a table, every text cell a plain text."""

from collections.abc import Iterable, Sequence
from datetime import date

from bot.domain.reports import Counts, ReportFigures
from bot.reports.drawing import platform, shop
from bot.reports.page import NOTES
from bot.words.book import Words
from bot.workbooks import Value, workbook


def sheets_of(figures: ReportFigures, words: Words) -> bytes:
    """The sheets: summary, weeks, platforms, sellers, keywords, stay-down, rules, notes."""
    return workbook(((words(f"report.sheet.{name}"), rows) for name, rows in _sheets(figures, words)), (44,))


def _sheets(figures: ReportFigures, words: Words) -> Iterable[tuple[str, list[Sequence[Value]]]]:
    def told(*names: str) -> list[str]:
        return [words(f"report.{name}") for name in names]

    total = figures.total
    summary = zip(
        told("new", "confirmed", "cleared", "undecided", "cases_opened", "cases_closed", "notified", "down",
             "still_up", "back", "could_not_look", "hours_to_notify", "hours_to_takedown"),
        (total.new, total.confirmed, total.cleared, total.undecided, figures.cases_opened, figures.cases_closed,
         figures.notified, total.down, figures.still_up, figures.back, figures.could_not_look,
         figures.hours_to_notify, figures.hours_to_takedown),
        strict=True,
    )  # fmt: skip
    days = (words.day(figures.span.start), words.day(figures.span.end))
    yield "summary", [days, *summary]
    weeks = [_row(words.day(date.fromisoformat(each.name)), each) for each in figures.weeks]
    platforms = [_row(platform(each.name, words), each) for each in figures.platforms]
    sellers = [_row(shop(each, words), each) for each in figures.sellers]
    for name, first, rows in (
        ("weeks", "week", weeks), ("platforms", "platform", platforms), ("sellers", "seller", sellers)
    ):  # fmt: skip
        yield name, [told(first, "new", "confirmed", "cleared", "undecided", "down"), *rows]
    keywords = [(platform(k.platform, words), k.query, k.clean, k.of) for k in figures.keywords]
    yield "keywords", [told("platform", "keyword", "clean", "looked_at"), *keywords]
    yield (
        "stay_down",
        [told("after_days", "held", "looked_at"), *((s.days, s.held, s.of) for s in figures.stay_down)],
    )
    yield "rules", [told("rule", "confirmed", "decided"), *((r.rule, r.right, r.of) for r in figures.rules)]
    yield "failed", [told("source", "failed_looks"), *figures.failed]
    yield (
        "notes",
        [told("figure", "meaning"), *((words(f"report.{n}"), words(f"report.note.{n}")) for n in NOTES)],
    )


def _row(name: str, counts: Counts) -> Sequence[Value]:
    return (name, counts.new, counts.confirmed, counts.cleared, counts.undecided, counts.down)
