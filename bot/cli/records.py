"""Registers read from the command line: rights, alerts."""

from dataclasses import asdict
from typing import Annotated

import typer

from bot.cli.context import AsJson, day, desk, told
from bot.cli.printing import in_json, print_table

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
    cells = (
        (r.id, r.kind, r.title, r.number, " ".join(map(str, r.classes)), r.expires_on, row.state)
        for row in rows
        for r in (row.right,)
    )
    print_table("id", "kind", "title", "number", "classes", "expires", "state", rows=cells, title="Rights")


def alerts(as_json: AsJson = False) -> None:
    """List the newest alerts."""
    with desk() as at:
        rows = at.alerts.recent()
    if in_json(as_json, [{**asdict(a), "listing_id": a.listing.listing_id} for a in rows]):
        return
    cells = (
        (a.listing.listing_id, judged.band, f"{judged.score:.2f}", a.listing.title[:40], a.state,
         "; ".join(map(told, judged.reasons(2))))
        for a in rows
        for judged in (a.assessment,)
    )  # fmt: skip
    print_table("listing", "band", "score", "title", "state", "because", rows=cells, title="Alerts")
