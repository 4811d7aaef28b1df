"""The weights on the command line: what they are, what was learnt, and the way back."""

from __future__ import annotations

from dataclasses import asdict, fields
from typing import Annotated

import typer
from rich.table import Table

from bot.cli.context import AsJson, desk, err, in_json, me, out

app = typer.Typer(
    name="weights",
    help="How much each sign counts; what was learnt from verdicts; the way back.",
    no_args_is_help=False,
)


@app.callback(invoke_without_command=True)
def weights(context: typer.Context, as_json: AsJson = False) -> None:
    """Show the weights in use and every re-fitting with its figures."""
    if context.invoked_subcommand is not None:
        return
    with desk() as at:
        used, editions, (count, infringing) = (
            at.weights.in_use(),
            at.weights.editions(),
            at.weights.verdicts(),
        )
    if in_json(
        as_json,
        {
            "in_use": {each.name: getattr(used, each.name) for each in fields(used) if each.repr},
            "verdicts": {"usable": count, "infringing": infringing},
            "editions": [asdict(edition) for edition in editions],
        },
    ):
        return
    table = Table("sign", "log-odds", title="Weights in use")
    for name, weight in (("(before any sign)", used.base), *used.features.items()):
        table.add_row(name, f"{weight:+.2f}")
    out.print(table)
    if editions:
        learnt = Table("edition", "on", "verdicts", "F1 before, after", "Brier before, after", "state")
        for each in editions:
            learnt.add_row(
                str(each.number),
                each.at.date().isoformat(),
                f"{each.verdicts} ({each.infringing} infringing)",
                f"{each.before.f1:.3f}, {each.after.f1:.3f}",
                f"{each.before.brier:.4f}, {each.after.brier:.4f}",
                "; ".join([each.state.value.replace("_", " "), *(f"worse {why}" for why in each.against)]),
            )
        out.print(learnt)
    err.print(f"{count} verdicts can be learnt from, {infringing} of them infringing")


@app.command()
def adopt(number: Annotated[int, typer.Argument(help="The edition, as listed by `marque weights`.")]) -> None:
    """Let weights that were proposed judge from now on."""
    with desk() as at:
        adopted = at.weights.adopt(number, me())
    err.print(
        f"Edition {adopted.number} judges from the next sweep; `marque weights revert` takes it back.",
        markup=False,
    )


@app.command()
def revert() -> None:
    """Take the weights in use back; those before them judge again."""
    with desk() as at:
        taken = at.weights.revert(me())
    err.print(f"Edition {taken.number} is taken back; listings are judged again at the next sweep.")
