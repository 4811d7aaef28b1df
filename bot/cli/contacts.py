"""The contact log on the command line, and how right portals and offices were."""

from __future__ import annotations

from dataclasses import asdict
from typing import Annotated

import typer
from rich.markup import escape
from rich.table import Table

from bot.cli.context import AsJson, day, desk, in_json, me, out
from bot.domain.cases import case_named
from bot.domain.ids import CaseId

app = typer.Typer(name="contacts", help="What was said with offices and platforms, and when to speak next.")


def accuracy(as_json: AsJson = False) -> None:
    """How often each platform agreed with the notices of the last 90 days, and how far its lines are."""
    with desk() as at:
        meters = at.contacts.meters()
    if in_json(
        as_json,
        [
            {
                **asdict(each.accuracy),
                "success": each.accuracy.success,
                "countered_share": each.accuracy.countered_share,
                "lines": asdict(each.lines) if each.lines else None,
                "wrong_until_out": each.left,
            }
            for each in meters
        ],
    ):
        return
    table = Table(
        "platform",
        "removed",
        "rejected",
        "countered",
        "unknown",
        "success",
        "wrong until out",
        title="Accuracy, 90 days",
    )
    for each in meters:
        found = each.accuracy
        success = "–" if found.success is None else f"{found.success:.0f}%"
        counts = (found.removed, found.rejected, found.countered, found.unknown)
        table.add_row(
            found.platform, *map(str, counts), success, "–" if each.left is None else str(each.left)
        )
    out.print(table)


@app.callback(invoke_without_command=True)
def contacts(
    context: typer.Context,
    office: str = "",
    due_only: Annotated[bool, typer.Option("--due")] = False,
    as_json: AsJson = False,
) -> None:
    """The newest talks; --due: whom to speak with by today."""
    if context.invoked_subcommand is not None:
        return
    with desk() as at:
        rows = at.contacts.due() if due_only else at.contacts.latest(office=office)
    if in_json(as_json, [asdict(each) for each in rows]):
        return
    table = Table("when", "office", "case", "note", "next", title="Contacts")
    for each in rows:
        again = each.next_on.isoformat() if each.next_on else "–"
        table.add_row(
            f"{each.at:%Y-%m-%d}", escape(each.office), each.case_id or "–", escape(each.note), again
        )
    out.print(table)


@app.command()
def add(
    office: str,
    note: str,
    case: Annotated[str, typer.Option("--case")] = "",
    spoke_with: Annotated[str, typer.Option("--with", help="Whom there.")] = "",
    next_on: Annotated[str | None, typer.Option("--next", help="When to speak again.")] = None,
) -> None:
    """Log a talk with an office or a platform."""
    with desk() as at:
        at.contacts.add(
            office,
            note,
            by=me(),
            case_id=case_named(case) if case else CaseId(""),
            spoke_with=spoke_with,
            next_on=day(next_on),
        )
