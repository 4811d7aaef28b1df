"""``marque guidance``: build the search index, and see whether it is up to date."""

from __future__ import annotations

import typer

from bot.cli.context import AsJson, err, out, print_json, settings
from bot.domain.errors import GuidanceUnavailable
from knowledge.embedding import PACKAGED
from knowledge.law import LawError
from knowledge.passages import KnowledgeFault

app = typer.Typer(help="The guidance that answers rest on.", no_args_is_help=True)


@app.callback()
def _guidance() -> None:
    """The guidance that answers rest on."""


@app.command(name="index")
def build() -> None:
    """Build the search index from the pages and the register, and put it in use."""
    from knowledge import index
    from knowledge.embedding import Embedder

    given = settings()
    err.print("Reading pages and building the index …")
    try:
        fingerprint = index.build(
            given.home, Embedder(given.embedding_model or PACKAGED), chroma_url=given.chroma_url
        )
    except (KnowledgeFault, LawError) as fault:
        raise GuidanceUnavailable(str(fault)) from fault
    out.print(f"Index {fingerprint} is in use.")


@app.command()
def status(as_json: AsJson = False) -> None:
    """Show which index is in use and whether it is up to date. Exit status 1 where it is not."""
    from knowledge import index

    given = settings()
    now = index.status(given.home, given.embedding_model or PACKAGED)
    if as_json:
        print_json(
            {
                "current": now.current,
                "wanted": now.wanted,
                "fresh": now.fresh,
                "passages": now.passages,
                "sections": now.sections,
                "languages": list(now.languages),
            }
        )
    elif now.fresh:
        out.print(f"Index {now.current} is up to date: {now.sections} sections, {now.passages} passages.")
    else:
        out.print(
            f"Index {now.current or 'none'} is out of date; the next question rebuilds it, or `marque guidance index`."
        )
    if not now.fresh:
        raise typer.Exit(1)
