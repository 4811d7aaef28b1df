"""``marque prepare``, ``coverage`` and ``squatting``: whether a brand is ready, what it covers, who files its name."""

from dataclasses import asdict
from pathlib import Path
from typing import Annotated

import typer
from rich.markup import escape
from rich.table import Table

from bot.cli.context import AsJson, desk, me, said
from bot.cli.printing import err, in_json, out, print_json
from bot.domain.preparation import Level
from bot.words.book import load_words

Brand = Annotated[str | None, typer.Option("--brand", help="Only this brand book.")]
STYLE = {Level.RED: "red", Level.AMBER: "yellow", Level.GREEN: "green"}


def prepare(brand: Brand = None, as_json: AsJson = False) -> None:
    """Check before any action whether a brand is ready: one table, red to green."""
    words = load_words("en")
    with desk() as at:
        brands = at.rights.prepared(brand)
    if as_json:
        rows = [{"brand": name, **asdict(check)} for name, checks in brands for check in checks]
        print_json(rows)
        return
    for name, checks in brands:
        table = Table("", "check", "what to do", title=f"Before any action: {name}")
        for check in checks:
            todo = words(f"prepare.lack.{check.code}", about=", ".join(check.about)) if check.about else "–"
            want = words(f"prepare.want.{check.code}")
            table.add_row(check.level.value, want, escape(todo), style=STYLE[check.level])
        out.print(table)


def coverage(brand: Brand = None, as_json: AsJson = False) -> None:
    """Show which rights cover which product, and with which portals they are on file."""
    with desk() as at:
        brands = at.rights.coverage(brand)
    if as_json:
        rows = [
            {"brand": name, **asdict(row), "filed": dict(row.filed), "gap": row.gap}
            for name, covered in brands
            for row in covered
        ]
        print_json(rows)
        return
    for name, covered in brands:
        table = Table("product", "class", "covered by", "on file with", title=f"What {name}'s rights cover")
        for row in covered:
            portals = ", ".join(portal for portal, rights in row.filed if rights) or "no portal"
            rights = ", ".join(row.rights) or "nothing"
            style = "red" if row.gap else "yellow" if row.subclass_open else ""
            table.add_row(
                f"{escape(row.sku)} {escape(row.name)}",
                str(row.nice_class or "–"),
                escape(rights),
                portals,
                style=style,
            )
        out.print(table)


def squatting(
    file: Annotated[Path, typer.Argument(help="Published applications: CSV, JSON or NDJSON.")],
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Start no clocks.")] = False,
    as_json: AsJson = False,
) -> None:
    """Look for your names among published applications, and start the clock for opposing each."""
    from bot.sources.publications import read_publications

    with desk() as at:
        found = at.squatting.look(read_publications(file), by=me(), keep=not dry_run)
    for each in found.unreadable:
        err.print(f"{each.file}, row {each.line}: {each.reason}", style="yellow", markup=False)
    if in_json(as_json, asdict(found)):
        return
    table = Table("oppose by", "mark", "number", "classes", "applicant", "why", title="Close to your names")
    for hit in found.hits:
        window = hit.oppose_by
        days = "time has run out" if window is None else said(window.due_on)
        if window is not None and window.others:
            days += " (or " + ", ".join(said(other.on) for other in window.others) + ")"
        shown = hit.publication
        table.add_row(
            days,
            escape(shown.mark),
            escape(shown.number),
            " ".join(map(str, shown.classes)) or "–",
            escape(shown.applicant),
            escape(hit.because),
            style="" if hit.same_class else "dim",
        )
    out.print(table)
    out.print(f"{found.read:,} read, {len(found.hits)} close, {len(found.unreadable)} unreadable")
