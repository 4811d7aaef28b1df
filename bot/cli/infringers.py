"""``marque infringers``: groups of suspect shops, what ties them, and sharing them with others."""

from dataclasses import asdict
from pathlib import Path
from typing import Annotated

import typer

from bot.cli.context import AsJson, desk, me, said
from bot.cli.printing import in_json, out, print_table, write_file
from bot.domain.sentences import many
from bot.services.casework.infringers import Dossier

app = typer.Typer(help="Groups of suspect shops and what ties them.", no_args_is_help=True)
Name = Annotated[str, typer.Argument(help="A group (G-…) or a shop (PLATFORM:SELLER_ID).")]
Trace = Annotated[str, typer.Argument(help="The trace, as `show` lists it, for example contact:phone:+86….")]


@app.command("list")
def list_groups(
    limit: Annotated[int, typer.Option(help="How many groups.", min=1, max=100_000)] = 50,
    as_json: AsJson = False,
) -> None:
    """List the groups, most shops first, with their risk over 180 days."""
    with desk() as at:
        rows = at.infringers.all(limit)
    if in_json(as_json, [asdict(row) for row in rows]):
        return
    cells = (
        (r.group.group_id, r.group.name, len(r.group.sellers), r.risk.level, "; ".join(r.risk.reasons))
        for r in rows
    )
    print_table("group", "name", "shops", "risk", "why", rows=cells, title="Infringers")


@app.command()
def show(name: Name, as_json: AsJson = False) -> None:
    """Show a group: its shops, what ties them, its risk, and effective decisions against it."""
    with desk() as at:
        found = at.infringers.show(name)
    if in_json(as_json, asdict(found)):
        return
    _print(found)


@app.command()
def picture(
    name: Name, target: Annotated[Path, typer.Option("--out", help="The PNG to write.")] = Path("group.png")
) -> None:
    """Draw a group: shops, and what ties them."""
    from bot.reports.group_picture import group_picture

    with desk() as at:
        found = at.infringers.show(name)
    write_file(target, group_picture(found.group))
    out.print(f"{target}: {many(len(found.group.sellers), 'shop')}", markup=False)


@app.command()
def rebuild(as_json: AsJson = False) -> None:
    """Group all suspect shops now; the bot does this every night."""
    with desk() as at:
        count = at.infringers.rebuild()
    if in_json(as_json, {"groups": count}):
        return
    out.print(f"{count:,} groups")


@app.command()
def cut(trace: Trace, why: Annotated[str, typer.Option(help="Why it ties nobody.")]) -> None:
    """Say that a trace ties nobody, for example the phone of a parcel station. `uncut` takes it back."""
    with desk() as at:
        held = at.infringers.cut(trace, by=me(), why=why)
    out.print(f"{trace} held {many(held, 'link')} and ties nobody now", markup=False)


@app.command()
def uncut(trace: Trace) -> None:
    """Take a cut back."""
    with desk() as at:
        at.infringers.uncut(trace, by=me())
    out.print(f"{trace} ties again", markup=False)


@app.command()
def export(
    file: Annotated[Path, typer.Argument(help="The JSON file to write.")],
    origin: Annotated[str, typer.Option(help="Who shares it, as receivers will see it.")],
    key: Annotated[
        str, typer.Option(help="A key you agreed on with the receivers; makes hashes hard to guess.")
    ] = "",
    plain: Annotated[
        bool, typer.Option("--plain", help="Contacts and licences in clear instead of hashed.")
    ] = False,
    suspects_too: Annotated[
        bool, typer.Option("--suspects-too", help="Also shops nobody confirmed yet.")
    ] = False,
) -> None:
    """Share confirmed infringers with other brands, particulars hashed (docs/infringers.schema.json)."""
    from bot.sources.exchange import write_shared

    with desk() as at:
        records = at.infringers.shareable(key=key, plain=plain, confirmed_only=not suspects_too)
        text = write_shared(records, origin, at.clock())
    write_file(file, text.encode())
    out.print(
        f"{file}: {many(len(records), 'shop')}, particulars {'in clear' if plain else 'hashed'}", markup=False
    )


@app.command("import")
def import_shared(
    file: Annotated[Path, typer.Argument(help="A file that another brand shared.")], as_json: AsJson = False
) -> None:
    """Take in infringers that another brand shared; where they came from stays with them."""
    from bot.sources.exchange import read_shared

    records = read_shared(file)
    with desk() as at:
        count = at.infringers.take_in(records, by=me())
    if in_json(as_json, {"sellers": count}):
        return
    out.print(f"{many(count, 'shop')} taken in")


def _print(found: Dossier) -> None:
    group = found.group
    out.print(
        f"{group.group_id}  {group.name}: risk {found.risk.level.value} ({found.risk.points})", markup=False
    )
    for reason in found.risk.reasons:
        out.print(f"  {reason}", markup=False)
    for finding in found.repeats:
        out.print(
            f"  decision {finding.number} of {said(finding.date)} by {finding.authority} against {finding.seller}: "
            f"a further infringement within {found.repeat_years} years by the same party is a repeat",
            markup=False,
        )
    shops = (
        (
            s.key,
            ", ".join(s.names),
            s.company,
            len(s.suspect_on),
            len(s.confirmed_on),
            s.origin or "own records",
        )
        for s in group.sellers
    )
    print_table("shop", "names", "company", "suspect", "confirmed", "from", rows=shops)
    ties = ((link.one, link.other, link.trace) for link in group.links[:100])
    print_table("shop", "shop", "both have", rows=ties)
