"""``marque audit``: check the chain of acts."""

from __future__ import annotations

import typer

from bot.cli.context import AsJson, desk, err, out, print_json

app = typer.Typer(help="The audit trail.", no_args_is_help=True)


@app.callback()
def _audit() -> None:
    """The audit trail."""


@app.command()
def verify(as_json: AsJson = False) -> None:
    """Re-compute every link of the chain. Exit status 1 where it does not hold."""
    with desk() as at:
        found = at.audit.verify()
    if as_json:
        print_json(
            {
                "entries": found.entries,
                "faults": [{"number": f.number, "fault": f.fault} for f in found.faults],
            }
        )
    elif not found.faults:
        out.print(f"{found.entries} entries, the chain holds.")
    for fault in found.faults if not as_json else ():
        err.print(f"entry {fault.number}: {fault.fault}", style="red")
    if found.faults:
        raise typer.Exit(1)
