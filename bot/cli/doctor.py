"""``marque doctor``: what is configured, what is missing, what to do."""

import typer
from rich.table import Table

from bot.cli.context import AsJson, settings
from bot.cli.printing import out, print_json


def doctor(as_json: AsJson = False) -> None:
    """Examine the set-up. Exit status 1 where something that is needed does not work."""
    from bot.cli.checks import examine

    findings = examine(settings())
    if as_json:
        print_json([{"what": f.what, "state": f.state, "detail": f.detail, "todo": f.todo} for f in findings])
    else:
        table = Table("", "what", "how it stands", "what to do")
        for f in findings:
            colour = {"ok": "green", "optional": "yellow", "wrong": "red"}[f.state]
            table.add_row(f"[{colour}]{f.state}[/]", f.what, f.detail, f.todo)
        out.print(table)
    if any(f.state == "wrong" for f in findings):
        raise typer.Exit(1)
