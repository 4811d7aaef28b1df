"""``marque law``: what a provision says on a day, what changes between two days, and the 2019 → 2026 numbers."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Any

import typer
from rich.markup import escape
from rich.table import Table

from bot.cli.context import AsJson, day, err, out, print_json
from bot.domain.errors import UnknownThing, WrongInput
from bot.domain.moments import china_day
from knowledge import articles
from knowledge.law import FOREVER, Change, NotInForce, Provision, Register, Version, load
from knowledge.phrasing import place_zh, with_unit


def law(
    key: Annotated[
        str | None, typer.Argument(help="Key of a provision, such as tm.opposition_window.")
    ] = None,
    as_of: Annotated[
        str | None, typer.Option("--as-of", help="Day the law is asked about, as 2027-01-01.")
    ] = None,
    diff: Annotated[
        tuple[str, str] | None,
        typer.Option("--diff", metavar="FROM TO", help="What changes after FROM, up to TO."),
    ] = None,
    article: Annotated[
        str | None,
        typer.Option("--article", help="Trademark Law article of 2019, to find its place in the 2026 text."),
    ] = None,
    as_json: AsJson = False,
) -> None:
    """Show the register of law by date: a provision, all keys, changes between two days, or where an article went."""
    if article is not None:
        _show_moves(article, as_json=as_json)
        return
    register = load()
    if diff is not None:
        _show_changes(register, diff, as_json=as_json)
    elif key is None:
        _show_keys(register, _on(as_of), as_json=as_json)
    else:
        _show_provision(register, key, _on(as_of), as_json=as_json)


def _on(text: str | None) -> date:
    from bot.bootstrap import now

    return day(text) or china_day(now())


def _show_provision(register: Register, key: str, on: date, *, as_json: bool) -> None:
    if key not in register:
        near = ", ".join(sorted(k for k in register.provisions if key.split(".")[-1] in k)[:5])
        raise UnknownThing(
            "provision", key, f"did you mean {near}" if near else "`marque law` lists the keys"
        )
    provision = register.provision(key)
    upcoming = register.upcoming([key], on)
    try:
        version: Version | None = provision.on(on)
    except NotInForce:
        version = None
    if as_json:
        print_json(
            {
                "key": key,
                "title": provision.title,
                "title_zh": provision.title_zh,
                "kind": provision.kind.value,
                "facts": list(provision.facts),
                "as_of": on.isoformat(),
                "in_force": _version_row(version) if version else None,
                "versions": [_version_row(v) for v in provision.versions],
                "upcoming_changes": [_change_row(c) for c in upcoming],
            }
        )
        return
    _print_provision(provision, version, on)
    for change in upcoming:
        out.print(escape(f"From {change.effective_on.isoformat()}: {change.summary}"), style="magenta")


def _print_provision(provision: Provision, version: Version | None, on: date) -> None:
    out.print(escape(f"{provision.key}  {provision.title} / {provision.title_zh}"), style="bold")
    if version is None:
        out.print(f"No version is in force on {on.isoformat()}.", style="yellow")
    for each in provision.versions:
        mark = "→" if each is version else " "
        until = "open" if each.in_force_to == FOREVER else each.in_force_to.isoformat()
        cited = f"{each.instrument.short} Art. {each.place} / {each.instrument.short_zh}{place_zh(each)}"
        out.print(
            escape(f"{mark} {each.in_force_from.isoformat()} to {until}  {cited}  [{each.confidence.value}]")
        )
        out.print(escape(f"    {each.says}"))
        if each.says_zh:
            out.print(escape(f"    {each.says_zh}"))
        figures = ", ".join(f"{name} {with_unit(figure, 'en')}" for name, figure in each.figures.items())
        if figures:
            out.print(escape(f"    {figures}"), style="cyan")


def _show_keys(register: Register, on: date, *, as_json: bool) -> None:
    rows = [(p, next((v for v in p.versions if v.in_force_on(on)), None)) for p in register]
    if as_json:
        print_json(
            [{"key": p.key, "title": p.title, "in_force": _version_row(v) if v else None} for p, v in rows]
        )
        return
    table = Table("key", "title", "instrument", "article", title=f"Provisions on {on.isoformat()}")
    for provision, version in sorted(rows, key=lambda row: row[0].key):
        where = (version.instrument.id, version.place) if version else ("not in force", "–")
        table.add_row(provision.key, provision.title, *where)
    out.print(table)


def _show_changes(register: Register, diff: tuple[str, str], *, as_json: bool) -> None:
    begins, ends = day(diff[0]), day(diff[1])
    if begins is None or ends is None or begins >= ends:
        raise WrongInput("--diff takes two days, the earlier first: --diff 2026-12-31 2027-01-01")
    changes = register.changes(begins, ends)
    if as_json:
        print_json([_change_row(change) for change in changes])
        return
    table = Table(
        "from", "key", "before", "after", "what changes", title=f"Changes after {begins} up to {ends}"
    )
    for change in changes:
        before = change.before.place if change.before else "–"
        after = change.after.place if change.after else "–"
        table.add_row(change.effective_on.isoformat(), change.key, before, after, escape(change.summary))
    out.print(table)
    err.print(f"{len(changes)} changes")


def _show_moves(article: str, *, as_json: bool) -> None:
    rows = articles.converted(article, articles.load())
    if not rows:
        raise UnknownThing("article of the 2019 Trademark Law", article, "it has Articles 1 to 73")
    if as_json:
        print_json([{"from": row.before, "to": list(row.after), "note": row.note} for row in rows])
        return
    table = Table("2019 text", "2026 text (from 2027-01-01)", "note", title="Trademark Law")
    for row in rows:
        table.add_row(row.before, ", ".join(row.after) or "dropped", escape(row.note))
    out.print(table)


def _version_row(version: Version) -> dict[str, Any]:
    return {
        "instrument": version.instrument.id,
        "article": version.place,
        "article_zh": place_zh(version),
        "in_force_from": version.in_force_from.isoformat(),
        "in_force_to": None if version.in_force_to == FOREVER else version.in_force_to.isoformat(),
        "says": version.says,
        "says_zh": version.says_zh,
        "confidence": version.confidence.value,
        "figures": {name: {"value": f.value, "unit": f.unit} for name, f in version.figures.items()},
        "sources": list(version.sources),
    }


def _change_row(change: Change) -> dict[str, Any]:
    return {
        "key": change.key,
        "effective_on": change.effective_on.isoformat(),
        "before": change.before.place if change.before else None,
        "after": change.after.place if change.after else None,
        "summary": change.summary,
    }
