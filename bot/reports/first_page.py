"""The page of a first report: what one look at the marketplaces found, before anything was decided."""

from collections.abc import Iterator, Sequence
from html import escape

from bot.domain.director import DirectorFigures, PortalSuccess
from bot.reports.drawing import platform
from bot.words.book import Words

Rows = Sequence[Sequence[str]]


def first_page(told: DirectorFigures, words: Words) -> str:
    """Tiles, success by portal, what waits; then the rest of the report on a page of its own."""
    parts = [f'<div class="tiles">{"".join(_first_tiles(told, words))}</div>']
    if told.portals:
        head = [words(f"director.{name}") for name in ("portal", "notified", "removed", "rate", "before")]
        rows = [_portal(each, words) for each in told.portals]
        parts.append(f"<h2>{escape(words('director.portals'))}</h2>{_first_table(head, rows)}")
    waiting = [(words(f"director.waits.{name}"), f"{count:,}") for name, count in told.waiting]
    if waiting:
        head = [words("director.waits_for"), words("director.count")]
        parts.append(f"<h2>{escape(words('director.waiting'))}</h2>{_first_table(head, waiting)}")
    note = escape(words("director.note", valued=told.valued, removed=told.removed))
    return f'<section class="first">{"".join(parts)}<p class="notes">{note}</p></section>'


def _first_tiles(told: DirectorFigures, words: Words) -> Iterator[str]:
    """What was removed, and what else there is a figure of."""
    values = ", ".join(f"{currency} {amount:,.0f}" for currency, amount in told.values)
    rows = (
        ("removed", f"{told.removed:,}"),
        ("lived_median", "" if told.lived_median is None else days_told(told.lived_median, words)),
        ("lived_tail", "" if told.lived_tail is None else days_told(told.lived_tail, words)),
        ("back", f"{told.back:,}" if told.removed or told.back else ""),
        ("value", values),
        ("wrong", words("director.of", count=told.wrong, all=told.notified) if told.notified else ""),
    )
    for name, value in rows:
        label = words(f"director.tile.{name}")
        if value:
            yield f'<div class="tile"><b>{escape(value)}</b><span>{escape(label)}</span></div>'


def _portal(row: PortalSuccess, words: Words) -> Sequence[str]:
    return (
        platform(row.platform, words),
        f"{row.of:,}",
        f"{row.removed:,}",
        rate(row.removed, row.of),
        rate(row.removed_before, row.of_before),
    )


def _first_table(head: Sequence[str], rows: Rows) -> str:
    top = "".join(f'<th class="{"n" if at else ""}">{escape(name)}</th>' for at, name in enumerate(head))
    body = "".join(
        "<tr>"
        + "".join(f'<td class="{"n" if at else ""}">{escape(cell)}</td>' for at, cell in enumerate(row))
        + "</tr>"
        for row in rows
    )
    return f"<table><tr>{top}</tr>{body}</table>"


def rate(part: int, whole: int) -> str:
    return f"{100 * part / whole:.0f}%" if whole else "–"


def days_told(days: float | None, words: Words) -> str:
    return words("report.none") if days is None else words("report.in_days", days=f"{days:g}")
