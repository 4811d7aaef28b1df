"""``marque counsel``: who is outside counsel, until when, and what is shared with them."""

from dataclasses import asdict
from typing import Annotated

import typer

from bot.cli.context import AsJson, day, desk, me, said
from bot.cli.printing import err, in_json, out
from bot.domain.errors import WrongInput
from bot.domain.ids import CaseId, PersonId

app = typer.Typer(
    no_args_is_help=True, help="Outside counsel: who, until when, and what is shared with them."
)

Person = Annotated[str, typer.Argument(help="User id in Slack, such as U0123ABCD.")]
Matter = Annotated[str, typer.Argument(help="A case with its drafts, or one draft: C-000012, D-000031.")]


@app.command("list")
def list_all(as_json: AsJson = False) -> None:
    """Show who is counsel today and what each may see."""
    with desk() as at:
        found = at.counsel.all()
    if in_json(as_json, [{**asdict(each), "shared": sorted(each.shared)} for each in found]):
        return
    for each in found:
        shared = ", ".join(sorted(each.shared)) or "nothing"
        out.print(
            f"{each.person} {each.name} of {each.team} until {said(each.until)}: {shared}", markup=False
        )


@app.command()
def name(
    person: Person,
    team: Annotated[str, typer.Option("--team", help="The person's own team in Slack, such as T0123ABCD.")],
    until: Annotated[str, typer.Option("--until", help="The last day, as 2027-01-31.")],
    known_as: Annotated[str, typer.Option("--name", help="How the team calls them.")] = "",
) -> None:
    """Name a guest or a person of another team; nothing is shared with them yet."""
    last = day(until)
    if last is None:
        raise WrongInput("name the last day with --until")
    with desk() as at:
        at.counsel.name(PersonId(person), team, last, by=me(), known_as=known_as)
    err.print(f"{person} of {team} is counsel until the end of {last}.", markup=False)


@app.command()
def end(person: Person) -> None:
    """End it: nothing is shared with them any more."""
    with desk() as at:
        at.counsel.end(PersonId(person), by=me())
    err.print(f"{person} is counsel no more.", markup=False)


@app.command()
def share(person: Person, matter: Matter) -> None:
    """Share a case or a draft; they find it on the app's Home tab in Slack."""
    with desk() as at:
        at.counsel.share(PersonId(person), CaseId(matter), by=me())
    err.print(f"{matter} is shared with {person}.", markup=False)


@app.command()
def unshare(person: Person, matter: Matter) -> None:
    """Take a case or a draft back."""
    with desk() as at:
        at.counsel.unshare(PersonId(person), CaseId(matter), by=me())
    err.print(f"{matter} is not shared with {person} any more.", markup=False)
