"""``marque report``: what was found and done in a span of days, for a director to read."""

from dataclasses import asdict
from datetime import timedelta
from pathlib import Path
from typing import Annotated

import typer
from rich.table import Table

from bot.cli.context import AsJson, day, desk, said
from bot.cli.printing import err, out, print_json, write_file
from bot.domain.director import ReportSpan
from bot.domain.errors import WrongInput
from bot.domain.reports import ReportFigures
from bot.words.book import load_words

KINDS = (".pdf", ".html", ".xlsx")


def report(
    start: Annotated[
        str | None, typer.Option("--from", help="First day, as 2026-11-01; default: a week ago.")
    ] = None,
    end: Annotated[str | None, typer.Option("--to", help="Last day; default: yesterday in China.")] = None,
    brand: Annotated[str, typer.Option(help="Only this brand.")] = "",
    lang: Annotated[str, typer.Option(help="Language: en or zh.")] = "en",
    file: Annotated[Path | None, typer.Option("--out", help="A .pdf, .html or .xlsx file.")] = None,
    as_json: AsJson = False,
) -> None:
    """Report new, confirmed and down listings, times, stay-down, cleanliness of searches, precision of rules."""
    if lang not in {"en", "zh"}:
        raise WrongInput("there is no report in “{lang}”; write en or zh", lang=lang)
    if file is not None and file.suffix.lower() not in KINDS:
        raise WrongInput(
            "{file} is no kind of report; name a file that ends with {endings}",
            file=file,
            endings=", ".join(KINDS),
        )
    with desk() as at:
        usual = at.reports.last_days()
        span = ReportSpan(start=day(start) or usual.start, end=day(end) or usual.end)
        told = at.reports.figures(span, brand)
    if file is not None:
        write_file(file, _made(told, file.suffix.lower(), brand, lang))
        err.print(f"{file}: {span.start} to {span.end}", markup=False)
    if as_json:
        print_json(asdict(told))
    elif file is None:
        _print(told)
        if end is None:
            err.print(
                f"Up to yesterday; `--to {usual.end + timedelta(days=1)}` takes today in.", markup=False
            )


def _made(told: ReportFigures, kind: str, brand: str, lang: str) -> bytes:
    from bot.reports.page import page
    from bot.reports.pdf import pdf
    from bot.reports.workbook import sheets_of

    words = load_words(lang)
    if kind == ".xlsx":
        return sheets_of(told, words)
    title = words("report.title_of", brand=brand) if brand else words("report.title")
    html = page(told, title, words)
    return html.encode() if kind == ".html" else pdf(html)


def _print(told: ReportFigures) -> None:
    words = load_words("en")
    table = Table("", "", title=f"{said(told.span.start)} to {said(told.span.end)}", show_header=False)
    rows = (
        ("new", told.total.new), ("confirmed", told.total.confirmed), ("cleared", told.total.cleared),
        ("notified", told.notified), ("down", told.total.down), ("still_up", told.still_up), ("back", told.back),
        ("could_not_look", told.could_not_look), ("hours_to_notify", told.hours_to_notify),
        ("hours_to_takedown", told.hours_to_takedown),
    )  # fmt: skip
    for name, value in rows:
        table.add_row(words(f"report.{name}"), "none" if value is None else f"{value:,}")
    out.print(table)
    for source, count in told.failed:
        out.print(f"{source} could not be looked at {count} times", style="yellow", markup=False)
