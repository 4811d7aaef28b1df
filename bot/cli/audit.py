"""``marque audit``: check the chain of acts."""

from dataclasses import asdict
from typing import Annotated

import typer

from bot.cli.context import AsJson, desk
from bot.cli.printing import err, out, print_json
from bot.domain.audit import AuditHead
from bot.domain.errors import WrongInput
from bot.domain.moments import china_day
from bot.domain.sentences import many

app = typer.Typer(help="The audit trail.", no_args_is_help=True)

Heads = Annotated[
    list[str] | None,
    typer.Option("--head", help="A head written down earlier, as NUMBER:HASH; may be repeated."),
]


@app.callback()
def _audit() -> None:
    """The audit trail."""


@app.command()
def head(as_json: AsJson = False) -> None:
    """The last entry, as NUMBER:HASH: written down elsewhere, it shows later whether anything was cut off or rewritten."""
    with desk() as at:
        last = at.audit.head()
    if as_json:
        print_json({"head": str(last) if last else None})
    else:
        out.print(str(last) if last else "The audit trail has no entries yet.", soft_wrap=True)


@app.command()
def verify(heads: Heads = None, as_json: AsJson = False) -> None:
    """Re-compute every link, and compare with every head written down. Exit status 1 where anything does not hold."""
    try:
        given = [AuditHead.parse(text) for text in heads or ()]
    except ValueError as no_head:
        raise WrongInput(str(no_head)) from no_head
    with desk() as at:
        found = at.audit.verify(given)
    if as_json:
        print_json(
            {
                "entries": found.entries,
                "head": str(found.head) if found.head else None,
                "heads_compared": found.compared,
                "erasures": [asdict(erasure) for erasure in found.erasures],
                "faults": [{"number": f.number, "fault": f.fault} for f in found.faults],
            }
        )
    elif not found.faults:
        out.print(
            f"{many(found.entries, 'entry')}, the chain holds, and so do {many(found.compared, 'head')} written down."
        )
        if not found.compared:
            out.print("No head was written down: entries cut off the end cannot be missed.", style="yellow")
    for erasure in found.erasures if not as_json else ():
        emptied = ", ".join(map(str, erasure.emptied))
        out.print(
            f"Erased on request: {many(len(erasure.emptied), 'entry')} ({emptied}), by entry {erasure.number} "
            f"of {erasure.who}, {china_day(erasure.at)}.",
            markup=False,
        )
    for fault in found.faults if not as_json else ():
        err.print(f"entry {fault.number}: {fault.fault}", style="red")
    if found.faults:
        raise typer.Exit(1)
