"""Clocks on the command line: what runs, what starts them, what ends them."""

from collections.abc import Sequence
from dataclasses import asdict
from datetime import date
from typing import Annotated

import typer
from rich.markup import escape
from rich.table import Table

from bot.cli.context import AsJson, day, desk, me, said
from bot.cli.printing import err, in_json, out
from bot.domain.clocks import OtherDay
from bot.domain.deadlines import Deadline
from bot.domain.errors import WrongInput
from bot.domain.ids import CaseId, DeadlineId
from bot.services.casework.deadlines import Basis
from bot.services.desk import Desk
from knowledge import known
from knowledge.instruments import Confidence

app = typer.Typer(
    name="deadlines", help="Clocks that run, soonest first; what starts and ends them.", no_args_is_help=False
)

Within = Annotated[
    int | None, typer.Option("--within", min=0, max=36_500, help="Only those due within so many days.")
]
OnCase = Annotated[str, typer.Option("--case", help="The case, as C-000012.")]


@app.callback(invoke_without_command=True)
def deadlines(
    context: typer.Context, within: Within = None, case: OnCase = "", as_json: AsJson = False
) -> None:
    """List the clocks that run, soonest first."""
    if context.invoked_subcommand is not None:
        return
    with desk() as at:
        at.deadlines.follow_register()
        rows = at.deadlines.running(CaseId(case.upper()) if case else None, within_days=within)
        laws = [at.deadlines.basis(row) for row in rows]
    if in_json(as_json, [{**asdict(row), "law": asdict(law)} for row, law in zip(rows, laws, strict=True)]):
        return
    _say_if_unknown(rows)
    table = Table(title="Deadlines", show_lines=True)
    table.add_column("due", no_wrap=True)
    table.add_column("what for, by which law, and the clock's id")
    for row, law in zip(rows, laws, strict=True):
        what = ": ".join(filter(None, (row.kind.replace("_", " "), row.case_id or row.subject)))
        lines = (what, _law(law), " ".join(_remarks(row)), row.deadline_id)
        table.add_row(said(row.due_on), escape("\n".join(filter(None, lines))))
    out.print(table)


def _law(law: Basis) -> str:
    """The provision as people name it, and that it is not verified where it is not."""
    if not law.instrument:
        return "by the brand book"
    unsure = "" if law.confidence == Confidence.VERIFIED.value else f" ({law.confidence.replace('_', ' ')})"
    return f"{law.short} Art. {law.article}{unsure}"


@app.command()
def start(
    event: Annotated[str, typer.Argument(help="What came or happened, for example customs_notice.")],
    on: Annotated[str, typer.Option("--on", help="The day it reached us or happened, as 2026-11-25.")],
    case: OnCase = "",
    note: Annotated[str, typer.Option("--note", help="A few words for the clock.")] = "",
    as_json: AsJson = False,
) -> None:
    """Start the clocks that an event starts by law."""
    began = day(on)
    if began is None:
        raise WrongInput("--on needs a day, as 2026-11-25")
    with desk() as at:
        started = at.deadlines.start(
            event, began, by=me(), case_id=CaseId(case.upper()) if case else CaseId(""), note=note
        )
        shown = [_as_json(at, row) for row in started]
    if in_json(as_json, shown):
        return
    _say_if_unknown(started)
    for row in started:
        due = f"{row.deadline_id}: {row.kind.replace('_', ' ')} due {said(row.due_on)}"
        err.print(" ".join([due, *_remarks(row)]), markup=False)
    if not started:
        err.print("no clock follows from this: no text of law for it is in force on the day", markup=False)


@app.command()
def done(deadline: Annotated[str, typer.Argument(help="The clock's id.")]) -> None:
    """End a clock: the step was taken."""
    with desk() as at:
        ended = at.deadlines.done(DeadlineId(deadline), by=me())
    err.print(f"{ended.deadline_id} has ended", markup=False)


@app.command()
def snooze(
    deadline: Annotated[str, typer.Argument(help="The clock's id.")],
    until: Annotated[str, typer.Option("--until", help="Remind next on this day.")],
) -> None:
    """Put off the reminders of a clock."""
    chosen = day(until)
    if chosen is None:
        raise WrongInput("--until needs a day, as 2026-11-25")
    with desk() as at:
        at.deadlines.snooze(DeadlineId(deadline), chosen, by=me())
    err.print(f"{deadline}: no reminder before {said(chosen)}", markup=False)


def _say_if_unknown(rows: Sequence[Deadline]) -> None:
    """First of all, that a clock ends after the last day for which the law is known."""
    if unknown := known.load().beyond(max((row.due_on for row in rows), default=date.min), "en"):
        err.print(unknown, style="yellow")


def _remarks(row: Deadline) -> list[str]:
    """The other days that may count and why they may, and what is not known of the calendar."""
    days = [(row.due_on, ""), *((other.on, f"or {said(other.on)} ({_why(other)})") for other in row.others)]
    unsure = "(holidays of that year not published yet: check this day)"
    told = (part for day, line in days for part in (line, unsure if row.unpublished(day) else ""))
    return [*dict.fromkeys(filter(None, told))]


def _why(other: OtherDay) -> str:
    return other.because.replace("_", " ")


def _as_json(at: Desk, row: Deadline) -> dict[str, object]:
    return {**asdict(row), "law": asdict(at.deadlines.basis(row))}
