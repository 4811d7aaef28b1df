"""Registers read from the command line: rights, alerts."""

from __future__ import annotations

from dataclasses import asdict
from typing import Annotated

import typer
from rich.markup import escape
from rich.table import Table

from bot.cli.context import AsJson, day, desk, in_json, out, told

AsOf = Annotated[
    str | None, typer.Option("--as-of", help="Day to judge by, as 2027-01-01; default: today in China.")
]


def rights(as_of: AsOf = None, as_json: AsJson = False) -> None:
    """List the rights register with each right's state."""
    with desk() as at:
        rows = at.rights.on(day(as_of))
    if in_json(
        as_json,
        [
            {**asdict(r.right), "portals": dict(r.right.portals), "brand": r.brand, "state": r.state}
            for r in rows
        ],
    ):
        return
    table = Table("id", "kind", "title", "number", "classes", "expires", "state", title="Rights")
    for row in rows:
        right = row.right
        expires = right.expires_on.isoformat() if right.expires_on else "–"
        classes = " ".join(map(str, right.classes))
        table.add_row(
            escape(right.id),
            right.kind.value,
            escape(right.title),
            escape(right.number),
            classes,
            expires,
            row.state.value.replace("_", " "),
        )
    out.print(table)


def alerts(as_json: AsJson = False) -> None:
    """List the newest alerts."""
    with desk() as at:
        rows = at.alerts.recent()
    if in_json(as_json, [{**asdict(a), "listing_id": a.listing.listing_id} for a in rows]):
        return
    table = Table("listing", "band", "score", "title", "state", "because", title="Alerts")
    for alert in rows:
        judged = alert.assessment
        because = "; ".join(map(told, judged.reasons(2)))
        state = alert.state.value.replace("_", " ")
        table.add_row(
            escape(alert.listing.listing_id),
            judged.band.value,
            f"{judged.score:.2f}",
            escape(alert.listing.title[:40]),
            state,
            escape(because),
        )
    out.print(table)
