"""The weights on the command line: what they are, what was learnt, and the way back."""

from dataclasses import asdict, fields
from typing import Annotated

import typer

from bot.cli.context import AsJson, desk, me
from bot.cli.printing import err, in_json, print_table
from bot.domain.sentences import many

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
    weights = (("(before any sign)", used.base), *used.features.items())
    in_use = ((name, f"{weight:+.2f}") for name, weight in weights)
    print_table("sign", "log-odds", rows=in_use, title="Weights in use")
    if editions:
        learnt = (
            (e.number, e.at, f"{e.verdicts} ({e.infringing} infringing)", f"{e.before.f1:.3f}, {e.after.f1:.3f}",
             f"{e.before.brier:.4f}, {e.after.brier:.4f}",
             "; ".join([e.state.value.replace("_", " "), *(f"worse {why}" for why in e.against)]))
            for e in editions
        )  # fmt: skip
        columns = ("edition", "on", "verdicts", "F1 before, after", "Brier before, after", "state")
        print_table(*columns, rows=learnt)
    err.print(f"{many(count, 'verdict')} can be learnt from, {infringing} of them infringing")


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
