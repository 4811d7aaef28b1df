"""The contact log on the command line, and how right portals and offices were."""

from dataclasses import asdict
from typing import Annotated

import typer

from bot.cli.context import AsJson, day, desk, me
from bot.cli.printing import in_json, print_table
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
    cells = (
        (f.platform, f.removed, f.rejected, f.countered, f.unknown,
         None if f.success is None else f"{f.success:.0f}%", each.left)
        for each in meters
        for f in (each.accuracy,)
    )  # fmt: skip
    columns = ("platform", "removed", "rejected", "countered", "unknown", "success", "wrong until out")
    print_table(*columns, rows=cells, title="Accuracy, 90 days")


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
    cells = ((each.at, each.office, each.case_id or None, each.note, each.next_on) for each in rows)
    print_table("when", "office", "case", "note", "next", rows=cells, title="Contacts")


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
