"""A report as one page of HTML with its charts inside, for reading and for printing."""

import base64
from collections.abc import Iterator, Sequence
from html import escape

from bot.domain.reports import Counts, ReportFigures
from bot.reports.charts import keywords_chart, platforms_chart, stay_down_chart, weeks_chart
from bot.reports.drawing import shop
from bot.reports.first_page import first_page
from bot.words.book import Words

NOTES = (
    "new", "confirmed", "down", "hours_to_notify", "hours_to_takedown", "stay_down", "clean", "precision",
    "could_not_look",
)  # fmt: skip
_STYLE = """
@page { size: A4; margin: 16mm 15mm; }
* { box-sizing: border-box; }
body { font: 10pt/1.4 "Noto Sans", "Helvetica Neue", Arial, "DejaVu Sans", "Noto Sans CJK SC", sans-serif; color: #1f2933;
  max-width: 190mm; margin: 0 auto; padding: 6mm 4mm; }
@media print { body { padding: 0; } }
h1 { font-size: 19pt; margin: 0; } h2 { font-size: 12.5pt; margin: 5mm 0 1.5mm; break-after: avoid; }
.span { color: #52606d; margin: 1mm 0 5mm; }
.tiles { display: grid; grid-template-columns: repeat(4, 1fr); gap: 3mm; }
.tile { border: 1px solid #d9dee4; border-radius: 2mm; padding: 3mm; }
.tile b { display: block; font-size: 18pt; line-height: 1.1; } .tile span { color: #52606d; font-size: 9pt; }
.row { display: grid; grid-template-columns: 1fr 1fr; gap: 6mm; break-inside: avoid; }
img { width: 100%; height: auto; } section { break-inside: avoid; }
table { border-collapse: collapse; width: 100%; font-size: 9.5pt; }
th { text-align: left; color: #52606d; font-weight: 600; }
th, td { border-bottom: 1px solid #e4e7eb; padding: 0.9mm 2mm 0.9mm 0; } td.n, th.n { text-align: right; }
.first { break-after: page; } .first .tiles { grid-template-columns: repeat(3, 1fr); }
.notes { font-size: 8.5pt; color: #52606d; } .notes p { margin: 0 0 1.2mm; } .warn { color: #a12d4b; }
"""


def page(figures: ReportFigures, title: str, words: Words) -> str:
    """The page; every text from outside is escaped, and it loads nothing."""
    span = words("report.span", start=figures.span.start, end=figures.span.end)
    body = "".join(_body(figures, words))
    return (
        f'<!doctype html><html lang="{words.language}"><head><meta charset="utf-8">'
        f'<meta http-equiv="Content-Security-Policy" content="default-src \'none\'; img-src data:; '
        f"style-src 'unsafe-inline'\"><title>{escape(title)}</title><style>{_STYLE}</style></head>"
        f'<body><h1>{escape(title)}</h1><p class="span">{escape(span)}</p>{body}</body></html>'
    )


def _body(figures: ReportFigures, words: Words) -> Iterator[str]:
    if figures.director:
        yield first_page(figures.director, words)
        yield f"<h2>{escape(words('director.details'))}</h2>"
    yield f'<div class="tiles">{"".join(_tiles(figures, words))}</div>'
    if figures.failed:
        told = ", ".join(f"{source} ({count})" for source, count in figures.failed)
        yield f'<p class="warn">{escape(words("report.failed", sources=told))}</p>'
    yield _section(words("report.by_week"), _image(weeks_chart(figures.weeks, words)))
    if figures.platforms:
        yield _section(words("report.by_platform"), _image(platforms_chart(figures.platforms, words)))
    left = _section(words("report.stay_down"), _image(stay_down_chart(figures.stay_down, words)))
    right = (
        _section(words("report.keywords"), _image(keywords_chart(figures.keywords, words)))
        if figures.keywords
        else ""
    )
    yield f'<div class="row">{left}{right}</div>'
    if figures.sellers:
        yield _section(words("report.by_seller"), _table(figures.sellers, words))
    undecided = f"<p>{escape(words('report.no_verdicts'))}</p>"
    yield _section(words("report.rules"), _rules(figures, words) if figures.rules else undecided)
    notes = "".join(
        f"<p><b>{escape(words(f'report.{name}'))}.</b> {escape(words(f'report.note.{name}'))}</p>"
        for name in NOTES
    )
    yield f'<section class="notes"><h2>{escape(words("report.notes"))}</h2>{notes}</section>'


def _tiles(figures: ReportFigures, words: Words) -> Iterator[str]:
    told = (
        ("new", str(figures.total.new)),
        ("confirmed", str(figures.total.confirmed)),
        ("notified", str(figures.notified)),
        ("down", str(figures.total.down)),
        ("hours_to_notify", hours_told(figures.hours_to_notify, words)),
        ("hours_to_takedown", hours_told(figures.hours_to_takedown, words)),
        ("back", str(figures.back)),
        ("could_not_look", str(figures.could_not_look)),
    )
    for name, value in told:
        yield f'<div class="tile"><b>{escape(value)}</b><span>{escape(words(f"report.{name}"))}</span></div>'


def _table(rows: Sequence[Counts], words: Words) -> str:
    columns = ("new", "confirmed", "cleared", "down")
    head = "".join(f'<th class="n">{escape(words(f"report.{name}"))}</th>' for name in columns)
    lines = "".join(
        f"<tr><td>{escape(shop(row, words))}</td>"
        + "".join(f'<td class="n">{getattr(row, name)}</td>' for name in columns)
        + "</tr>"
        for row in rows
    )
    return f"<table><tr><th>{escape(words('report.seller'))}</th>{head}</tr>{lines}</table>"


def _rules(figures: ReportFigures, words: Words) -> str:
    lines = "".join(
        f"<tr><td>{escape(row.rule or words('report.default_rule'))}</td>"
        f'<td class="n">{row.right}/{row.of}</td><td class="n">{100 * row.right / row.of:.0f}%</td></tr>'
        for row in figures.rules
    )
    head = "".join(
        f'<th class="{side}">{escape(words(f"report.{name}"))}</th>'
        for name, side in (("rule", ""), ("confirmed", "n"), ("precision", "n"))
    )
    return f"<table><tr>{head}</tr>{lines}</table>"


def _section(title: str, inside: str) -> str:
    return f"<section><h2>{escape(title)}</h2>{inside}</section>"


def _image(png: bytes) -> str:
    return f'<img alt="" src="data:image/png;base64,{base64.b64encode(png).decode()}">'


def hours_told(hours: float | None, words: Words) -> str:
    if hours is None:
        return words("report.none")
    return (
        words("report.hours", hours=f"{hours:g}")
        if hours < 72
        else words("report.in_days", days=f"{round(hours / 24, 1):g}")
    )
