"""``marque sources``: every source with its freshness and health; and addresses added or taken away, as in Slack."""

from collections.abc import Sequence
from pathlib import Path
from typing import Annotated

import typer
from rich.markup import escape
from rich.table import Table

from bot.cli.context import AsJson, desk, me, said, told
from bot.cli.printing import out, print_json
from bot.domain.errors import WrongInput
from bot.domain.intake import AddedFeed, FeedKind
from bot.domain.sentences import many
from bot.services.upkeep.health import HealthState, SourceHealth

_COLOUR = {
    HealthState.FRESH: "green",
    HealthState.LOOKING: "green",
    HealthState.LATE: "yellow",
    HealthState.FAILING: "red",
    HealthState.NEVER: "dim",
}


app = typer.Typer(
    name="sources", help="Where listings come from: how each source stands, and feeds by address."
)


@app.command("add")
def add(
    address: Annotated[
        str, typer.Argument(help="http(s) address without a key; one with a key: feeds.toml.")
    ],
    kind: Annotated[FeedKind, typer.Option(help="Columns guessed, Marque's own rows, or by a map.")] = (
        FeedKind.TABLE
    ),
    map_file: Annotated[
        Path | None, typer.Option("--map", help="For --kind mapped: a file with one table of feeds.toml.")
    ] = None,
) -> None:
    """Try the address, show what is in it, and look at it from the next start or, in a running bot, at once."""
    feed = AddedFeed(kind=kind, url=address, map=_text(map_file) if map_file else "")
    with desk() as at:
        brought = at.feeds.tried(feed, by=me())
        at.feeds.add(feed.id, by=me())
    columns = "".join(f"\n  {field} ← {column}" for field, column in brought.columns)
    out.print(f"{feed.name}: {many(len(brought.listings), 'listing')}{columns}", markup=False)


def _text(file: Path) -> str:
    try:
        return file.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as fault:
        raise WrongInput("{file} cannot be read: {fault}", file=file, fault=fault) from fault


@app.command("drop")
def drop(name: Annotated[str, typer.Argument(help="As `marque sources` names it.")]) -> None:
    """Look no longer at an address that was added. What was found stays."""
    with desk() as at:
        at.feeds.drop(name, by=me())


@app.callback(invoke_without_command=True)
def sources(context: typer.Context, as_json: AsJson = False) -> None:
    """List the sources: when each was looked at, to its end or not. Exit status 1 where one fails."""
    if context.invoked_subcommand:
        return
    with desk() as at:
        found = at.health.now()
    if as_json:
        print_json([_row(each) for each in found])
    else:
        out.print(
            _table(found)
            if found
            else "No source is set up: set MARQUE_FEEDS, MARQUE_FEED_MAPS or a marketplace, or add an address."
        )
    if any(each.state is HealthState.FAILING for each in found):
        raise typer.Exit(1)


def _row(each: SourceHealth) -> dict[str, object]:
    last, good = each.last, each.good
    return {
        "source": each.name,
        "state": each.state.value,
        "looked_at": last.ended_at.isoformat() if last else None,
        "seen": last.seen if last else 0,
        "judged": last.judged if last else 0,
        "alerted": last.alerted if last else 0,
        "unreadable": last.unreadable if last else 0,
        "unseen": last.unseen if last else 0,
        "error": str(last.error) if last else "",
        "complete_at": good.ended_at.isoformat() if good else None,
        "failing_since": each.failing_since.isoformat() if each.failing_since else None,
    }


def _table(found: Sequence[SourceHealth]) -> Table:
    table = Table("", "source", "looked at", "seen", "unreadable", "last complete look", "what is wrong")
    for each in found:
        last, good = each.last, each.good
        since = f" (since {said(each.failing_since)})" if each.failing_since else ""
        table.add_row(
            f"[{_COLOUR[each.state]}]{each.state.value}[/]",
            escape(each.name),
            said(last.ended_at) if last else "–",
            str(last.seen if last else 0),
            str(last.unreadable if last else 0),
            said(good.ended_at) if good else "–",
            escape(told(last.error) + since) if last and last.error else "",
        )
    return table
