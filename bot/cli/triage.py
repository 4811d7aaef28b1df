"""``marque triage``: what waits for a verdict, out to a spreadsheet and back."""

from dataclasses import asdict
from pathlib import Path
from typing import Annotated

import typer
from rich.markup import escape

from bot.cli.context import AsJson, desk, me
from bot.cli.printing import err, print_json
from bot.domain.sentences import many
from bot.services.assessment.verdict_sheets import TakenIn, VerdictSheets
from bot.sources import verdictsheet_reader, verdictsheets

app = typer.Typer(help="Triage on a spreadsheet: export, judge, import.", no_args_is_help=True)

File = Annotated[Path, typer.Argument(help="An Excel workbook (.xlsx).")]


@app.command("export")
def export(
    file: File,
    brand: Annotated[str, typer.Option("--brand", help="Only this brand.")] = "",
    judged_too: Annotated[bool, typer.Option("--all", help="Judged listings too, to change them.")] = False,
) -> None:
    """Write what waits for a verdict, the most urgent first."""
    with desk() as at:
        rows = VerdictSheets(at.store, at.clock).rows(brand=brand, judged_too=judged_too)
    verdictsheets.write(file, rows)
    err.print(
        escape(f"{file}: {many(len(rows), 'listing')}. Choose a verdict in each row, save, and import it.")
    )


@app.command("import")
def take_in(file: File, as_json: AsJson = False) -> None:
    """Take the verdicts in. Rows nobody changed are left out; newer verdicts are kept and named (status 1)."""
    rows = verdictsheet_reader.read(file)
    with desk() as at:
        taken = VerdictSheets(at.store, at.clock).take_in(rows, by=me())
    if as_json:
        print_json(asdict(taken))
    _tell(taken)
    if taken.conflicts:
        raise typer.Exit(1)


def _tell(taken: TakenIn) -> None:
    err.print(f"{many(taken.given, 'verdict')} taken in, {many(taken.unchanged, 'row')} unchanged.")
    for each in taken.conflicts:
        recorded = each.recorded or "none"
        by = f" by {each.by}" if each.by else ""
        err.print(
            f"row {each.row}: {each.listing_id} was judged {recorded}{by} since the export, the sheet says "
            f"{each.sheet}; left as it stands. Export again to change it.",
            style="yellow",
            markup=False,
        )
