"""``marque brand``: take a brand book in, list what is imported, and which genuine pictures are set aside."""

from dataclasses import asdict
from pathlib import Path
from typing import Annotated

import typer
from rich.markup import escape
from rich.table import Table

from bot.cli.context import AsJson, desk, me, settings
from bot.cli.printing import err, in_json, out, print_table
from bot.domain.errors import NoBrandBook
from bot.domain.sentences import many
from bot.sources import brandbook, brandfiles

app = typer.Typer(help="Brand books: what a team owns and trusts.", no_args_is_help=True)


@app.command("import")
def import_book(
    file: Annotated[Path, typer.Argument(help="A brand.toml; its pictures and papers lie beside it.")],
) -> None:
    """Take a brand book in, with copies of the files it names; again: update, and retire rows that are gone."""
    book = brandbook.read(file)
    kept = brandfiles.copy_into(book, settings().home / "brands")
    with desk() as at:
        at.rights.import_book(kept, me())
        aside = at.genuine_pictures.review()
    parts = f"{many(len(book.rights), 'right')}, {many(len(book.products), 'product')}, {many(len(book.sellers), 'seller')}"
    err.print(
        escape(
            f"{book.name}: {parts}, {many(len(brandfiles.named_files(book)), 'file')}; revision {book.revision}"
        )
    )
    for each in aside:
        err.print(escape(f"set aside: {each.brand}, {each.picture}: {each.why}"))


@app.command("pictures")
def list_pictures(as_json: AsJson = False) -> None:
    """Genuine pictures that match too much and are set aside, and those released again."""
    with desk() as at:
        found = at.genuine_pictures.all()
    if in_json(as_json, [{**asdict(each), "held": each.held} for each in found]):
        return
    if not found:
        out.print("no genuine picture is set aside")
        return
    cells = (
        (g.brand, g.picture, g.at, "set aside" if g.held else f"released by {g.released_by}", g.why)
        for g in found
    )
    print_table("brand", "picture", "since", "state", "why", rows=cells)


@app.command()
def release(
    brand: Annotated[str, typer.Argument(help="The brand, as `marque brand pictures` names it.")],
    picture: Annotated[str, typer.Argument(help="The picture's file in the brand book.")],
    why: Annotated[str, typer.Option(help="Why it tells the goods after all; kept on the audit trail.")],
) -> None:
    """Match a picture again that was set aside."""
    with desk() as at:
        freed = at.genuine_pictures.release(brand, picture, by=me(), why=why)
    err.print(escape(f"{freed.picture} is matched again; listings are judged anew at the next sweep."))


@app.command("list")
def list_books(as_json: AsJson = False) -> None:
    """What is imported."""
    with desk() as at:
        try:
            books = at.rights.books()
        except NoBrandBook:
            books = []
    rows = [
        {
            "name": book.name,
            "aliases": list(book.aliases),
            "owner": book.owner,
            "rights": len(book.rights),
            "products": len(book.products),
            "sellers": len(book.sellers),
            "revision": book.revision,
        }
        for book in books
    ]
    if in_json(as_json, rows):
        return
    table = Table(*(rows[0] if rows else ("no brand book is imported",)))
    for row in rows:
        table.add_row(*(escape(", ".join(v) if isinstance(v, list) else str(v)) for v in row.values()))
    out.print(table)
