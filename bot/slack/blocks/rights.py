"""The rights register, and what of it expires."""

from collections.abc import Sequence
from datetime import date

from bot.domain.rights import RightState, add_months
from bot.services.casework.rights import RightOnDay
from bot.slack.blocks.text import card, context, esc, one_line, pieces, section
from bot.slack.cards import Card
from bot.slack.newer import Cell, table, text_cell
from bot.words.book import Words

SOON_MONTHS = 12
SHOWN = 60


def rights_card(rows: Sequence[RightOnDay], words: Words) -> Card:
    """Every right with its state, soonest to expire first."""
    return _card(rows, words("rights.title", count=len(rows)), words("rights.none"), words)


def expiring_card(rows: Sequence[RightOnDay], today: date, words: Words) -> Card:
    """Rights that expire within a year, are in their grace, or have lapsed."""
    until = add_months(today, SOON_MONTHS)
    found = [row for row in rows if _expires(row, until)]
    return _card(found, words("rights.expiring", count=len(found)), words("rights.none_expire"), words)


def _expires(row: RightOnDay, until: date) -> bool:
    days = (row.right.expires_on, row.right.annuity_paid_until, row.right.customs_recordal_expires_on)
    return row.state in {RightState.IN_GRACE, RightState.LAPSED} or any(
        day is not None and day <= until for day in days
    )


def _card(rows: Sequence[RightOnDay], heading: str, none: str, words: Words) -> Card:
    if not rows:
        return card(none, [section(none)])
    lines = [_line(row, words) for row in rows[:SHOWN]]
    more = [context(words("text.more", count=len(rows) - SHOWN))] if len(rows) > SHOWN else []
    plain = [section(part) for part in pieces("\n".join(lines), 2_900)]
    head = [
        words(f"rights.table.{name}")
        for name in ("right", "title", "number", "kind", "state", "until", "annuity", "recordal")
    ]
    listed = table(heading, head, [_cells(row, words) for row in rows[:SHOWN]], plain)
    return card(heading, [section(f"*{heading}*"), listed, *more])


def _cells(row: RightOnDay, words: Words) -> list[Cell]:
    right = row.right
    days = (right.expires_on, right.annuity_paid_until, right.customs_recordal_expires_on)
    texts = [
        right.id,
        one_line(right.title, 60),
        right.number,
        words(f"rights.kind.{right.kind.value}"),
        words(f"rights.state.{row.state.value}"),
        *(words.day(day) if day else "" for day in days),
    ]
    return [text_cell(text) for text in texts]


def _line(row: RightOnDay, words: Words) -> str:
    right = row.right
    parts = [
        f"`{esc(right.id)}` {esc(one_line(right.title, 60))} {esc(right.number)}".rstrip(),
        words(f"rights.kind.{right.kind.value}"),
        words(f"rights.state.{row.state.value}"),
        words("rights.until", day=right.expires_on) if right.expires_on else "",
        words("rights.annuity", day=right.annuity_paid_until) if right.annuity_paid_until else "",
        words("rights.recordal", day=right.customs_recordal_expires_on)
        if right.customs_recordal_expires_on
        else "",
    ]
    return " · ".join(part for part in parts if part)
