"""Cases on the command line: lists, acts, files; looking again."""

import csv
from dataclasses import asdict
from enum import StrEnum
from pathlib import Path
from typing import Annotated, TypeVar

import typer
from rich.markup import escape

from bot.cli.context import AsJson, day, desk, me, told
from bot.cli.printing import err, in_json, out, print_table
from bot.domain.amounts import typed_amount
from bot.domain.cases import CaseOutcome, CaseQuery, CaseStatus, OutcomeKind, case_named
from bot.domain.errors import WrongInput
from bot.domain.ids import ListingId, PersonId
from bot.domain.moments import china_day
from bot.domain.portals import PortalLine, Unmatched, read_rows, read_text
from bot.domain.sentences import many
from bot.sources.document_readers import DAMAGE
from bot.workbooks import rows_in

app = typer.Typer(name="cases", help="Cases: list, show, act, export.")

Choice = TypeVar("Choice", bound=StrEnum)
Named = Annotated[str, typer.Argument(help="The case, as C-000012.")]
Anyway = Annotated[bool, typer.Option("--anyway", help="Though listings were up at the last look.")]
Note = Annotated[str, typer.Option("--note", help="A few words.")]
On = Annotated[str | None, typer.Option("--on", help="The day, as 2026-11-25; default today in China.")]


@app.callback(invoke_without_command=True)
def cases(
    context: typer.Context,
    status: Annotated[str, typer.Option("--status", help="Only this status.")] = "",
    open_only: Annotated[bool, typer.Option("--open", help="Only those not closed.")] = False,
    owner: Annotated[str, typer.Option("--owner", help="Only this person's.")] = "",
    brand: Annotated[str, typer.Option("--brand", help="Only this brand's.")] = "",
    page: Annotated[int, typer.Option("--page", min=1, help="Which page.")] = 1,
    size: Annotated[int, typer.Option("--size", min=1, max=1000, help="Cases a page.")] = 100,
    as_json: AsJson = False,
) -> None:
    """List cases, newest first."""
    if context.invoked_subcommand is not None:
        return
    wanted = CaseQuery(
        status=_one_of(CaseStatus, status) if status else None,
        open_only=open_only,
        owner=PersonId(owner) if owner else None,
        brand=brand,
    )
    with desk() as at:
        rows, total = at.cases.find(wanted, limit=size, page=page)
    if in_json(as_json, [asdict(case) for case in rows]):
        return
    columns = ("case", "title", "status", "listings", "owner", "due", "opened")
    cells = (
        (c.case_id, c.title, c.status, c.listing_count, c.owner or None, c.due_on, china_day(c.opened_at))
        for c in rows
    )
    print_table(*columns, rows=cells, title=f"Cases: {total}")


@app.command()
def show(
    case: Named, page: Annotated[int, typer.Option("--page", min=1)] = 1, as_json: AsJson = False
) -> None:
    """One case with a page of its listings, its times and its timeline."""
    with desk() as at:
        found = at.cases.get(case_named(case))
        entries = at.cases.listings(found.case_id, limit=100, page=page)
        counts, times = at.cases.counts(found.case_id), at.followups.times(found.case_id)
        acts = [entry.act for entry in at.cases.timeline(found.case_id) if entry.act]
    if in_json(
        as_json,
        {
            **asdict(found),
            "listings": [asdict(entry) for entry in entries],
            "counts": dict(counts),
            "times": asdict(times),
            "timeline": [{"who": a.who, "what": a.what, "details": dict(a.details)} for a in acts],
        },
    ):
        return
    out.print(
        f"{found.case_id} {escape(found.title)}: {found.status.value}, {many(found.listing_count, 'listing')}"
    )
    out.print(", ".join(f"{state.value} {count}" for state, count in counts.items()))
    for entry in entries:
        out.print(f"  {escape(entry.listing_id)} {entry.state.value} {entry.result.value}")


@app.command()
def assign(case: Named, person: str, deputy: Annotated[bool, typer.Option("--deputy")] = False) -> None:
    """Give the case to a person, or name the deputy."""
    with desk() as at:
        give = at.cases.deputise if deputy else at.cases.assign
        give(case_named(case), PersonId(person), by=me())


@app.command()
def due(case: Named, on: On = None) -> None:
    """Set the day the team wants to be done by; without --on it is taken away."""
    with desk() as at:
        at.cases.due(case_named(case), day(on), by=me())


@app.command()
def note(case: Named, text: str) -> None:
    """Put a note on the timeline."""
    with desk() as at:
        at.cases.note(case_named(case), text, by=me())


@app.command()
def status(case: Named, to: str, anyway: Anyway = False) -> None:
    """Say where the case stands."""
    with desk() as at:
        at.cases.move_to(case_named(case), _one_of(CaseStatus, to), by=me(), anyway=anyway)


@app.command()
def close(case: Named, reason: str, anyway: Anyway = False) -> None:
    """Close the case with its reason."""
    with desk() as at:
        at.cases.close(case_named(case), reason, by=me(), anyway=anyway)


@app.command()
def reopen(case: Named, reason: str) -> None:
    """Take up a closed case again."""
    with desk() as at:
        at.cases.reopen(case_named(case), reason, by=me())


@app.command()
def outcome(case: Named, kind: str, office: str, number: str = "", on: On = None, note: Note = "") -> None:
    """Record what an AMR, customs or another office made of it."""
    made = _one_of(OutcomeKind, kind)
    with desk() as at:
        when = day(on) or china_day(at.clock())
        result = CaseOutcome(kind=made, office=office, on=when, number=number, note=note)
        at.cases.outcome(case_named(case), result, by=me())


@app.command()
def cost(case: Named, amount: str, currency: str, what: str) -> None:
    """Add what was spent."""
    read = typed_amount(amount)
    if read is None:
        raise WrongInput("“{amount}” is no amount; write it as 1200.50", amount=amount)
    with desk() as at:
        at.cases.cost(case_named(case), read.value, currency, what, by=me())


@app.command()
def merge(case: Named, into: str) -> None:
    """Take a case into another one."""
    with desk() as at:
        at.merging.merge(case_named(case), case_named(into), by=me())


@app.command()
def split(case: Named, listings: list[str]) -> None:
    """Move listings into a case of their own."""
    with desk() as at:
        _, new = at.merging.split(case_named(case), [ListingId(each) for each in listings], by=me())
    out.print(new.case_id)


@app.command()
def undo(case: Named) -> None:
    """Take back the merge of the case, or the split that made it."""
    with desk() as at:
        at.merging.undo(case_named(case), by=me())


@app.command()
def results(case: Named, file: Path, as_json: AsJson = False) -> None:
    """Take a portal's results: its export as CSV or XLSX, or a text with a link and a result on each line."""
    lines, lost = _portal_lines(file)
    with desk() as at:
        taken = at.followups.results(case_named(case), lines, lost, by=me())
    if in_json(as_json, {"taken": taken.taken, "unmatched": [asdict(each) for each in taken.unmatched]}):
        return
    err.print(
        f"{many(len(taken.taken), 'result')} taken, {many(len(taken.unmatched), 'line')} matched nothing",
        markup=False,
    )
    for each in taken.unmatched:
        err.print(f"line {each.number}: {told(each.why)}: {each.text}", markup=False)


@app.command()
def export(
    case: Named, to: Annotated[Path | None, typer.Option("--out", help=".zip, .json or .xlsx")] = None
) -> None:
    """Write everything on record about the case to one file."""
    with desk() as at:
        out.print(str(at.casefiles.write(case_named(case), to, by=me())), markup=False, soft_wrap=True)


def look(
    case: Annotated[str, typer.Argument(help="The case; default: all that is due.")] = "",
    as_json: AsJson = False,
) -> None:
    """Look again at notified listings that are due, or at a case's listings now."""
    with desk() as at:
        looked = at.followups.look(case_named(case)) if case else at.followups.due()
    if in_json(as_json, [asdict(each) for each in looked]):
        return
    for each in looked:
        out.print(f"{each.listing_id} {each.after.value} {told(each.why)}".rstrip(), markup=False)
    err.print(f"{len(looked)} looked at")


def _one_of(kind: type[Choice], text: str) -> Choice:
    known = [each.value for each in kind]
    if text not in known:
        raise WrongInput("“{text}” is none of {known}", text=text, known=", ".join(known))
    return kind(text)


def _portal_lines(file: Path) -> tuple[list[PortalLine], list[Unmatched]]:
    """The lines of a portal's file.

    Raises:
        WrongInput: it cannot be read.
    """
    try:
        if file.suffix.lower() == ".xlsx":
            read = rows_in(str(file), file.read_bytes())
            heads, *rows = [[str(v) if v is not None else "" for v in row] for row in read]
            return read_rows(dict(zip(heads, row, strict=False)) for row in rows)
        text = file.read_text(encoding="utf-8-sig")
    except DAMAGE as fault:
        raise WrongInput("{file} cannot be read: {fault}", file=file, fault=fault) from fault
    if file.suffix.lower() == ".csv":
        return read_rows(
            {k: v or "" for k, v in row.items() if k} for row in csv.DictReader(text.splitlines())
        )
    return read_text(text)
