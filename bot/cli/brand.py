"""``marque brand``: take a brand book in, list what is imported."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer
from rich.markup import escape
from rich.table import Table

from bot.cli.context import AsJson, desk, err, me, out, print_json, settings
from bot.domain.errors import NoBrandBook
from bot.sources import brandbook

app = typer.Typer(help="Brand books: what a team owns and trusts.", no_args_is_help=True)


@app.command("import")
def import_book(
    file: Annotated[Path, typer.Argument(help="A brand.toml; its pictures and papers lie beside it.")],
) -> None:
    """Take a brand book in, with copies of the files it names; again: update, and retire rows that are gone."""
    book = brandbook.read(file)
    kept = brandbook.copy_into(book, settings().home / "brands")
    with desk() as at:
        at.rights.import_book(kept, me())
    parts = f"{len(book.rights)} rights, {len(book.products)} products, {len(book.sellers)} sellers"
    err.print(
        escape(f"{book.name}: {parts}, {len(brandbook.named_files(book))} files; revision {book.revision}")
    )


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
    if as_json:
        print_json(rows)
        return
    table = Table(*(rows[0] if rows else ("no brand book is imported",)))
    for row in rows:
        table.add_row(*(escape(", ".join(v) if isinstance(v, list) else str(v)) for v in row.values()))
    out.print(table)
