"""``marque templates``: check the notices' templates."""

from pathlib import Path
from typing import Annotated

import typer

from bot.cli.context import desk, me, settings
from bot.cli.printing import err, out

app = typer.Typer(help="Templates of notices.", no_args_is_help=True)


@app.callback()
def _templates() -> None:
    """Templates of notices."""


@app.command()
def check(
    folder: Annotated[
        Path | None,
        typer.Argument(help="A folder of templates; default: MARQUE_TEMPLATES, else the packaged ones."),
    ] = None,
) -> None:
    """Explain every mistake in the templates in plain words. Exit status 1 where there is one."""
    from bot.notices.checking import check as faults

    found = faults(folder or settings().templates)
    for sentence in found:
        err.print(sentence, style="red", markup=False)
    if found:
        raise typer.Exit(1)
    out.print("All templates are sound.")


@app.command()
def reviewed(
    kind: Annotated[str, typer.Argument(help="The kind of notice, as `marque draft --list` names it.")],
    by_name: Annotated[str, typer.Option("--by", help="Who of your counsel has read it: name, firm.")],
) -> None:
    """Record that your own counsel has read the wording of a kind; shown with its drafts until the wording changes."""
    with desk() as at:
        at.reviews.read_kind(kind, by_name, by=me())
    err.print(f"{kind}: wording reviewed by {by_name}; shown until it changes", markup=False)
