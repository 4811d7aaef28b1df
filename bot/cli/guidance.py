"""``marque guidance``: the search index, and the team's own documents beside our pages."""

from pathlib import Path
from typing import Annotated, Any

import typer
from rich.markup import escape

from bot.cli.context import AsJson, day, desk, me, settings
from bot.cli.printing import err, in_json, out, print_json, print_table
from bot.domain.errors import GuidanceUnavailable
from bot.domain.ids import TeamDocumentId
from bot.domain.sentences import many
from bot.domain.team_documents import TeamDocument
from bot.sources import team_documents
from knowledge.instruments import LawError
from knowledge.passages import KnowledgeFault

app = typer.Typer(help="The guidance that answers rest on.", no_args_is_help=True)


@app.callback()
def _guidance() -> None:
    """The guidance that answers rest on."""


@app.command(name="index")
def build() -> None:
    """Build the search index from the pages and the register, and put it in use."""
    from knowledge import index
    from knowledge.features import Featurer

    given = settings()
    err.print("Reading pages and building the index …")
    try:
        fingerprint = index.build(given.home, Featurer(given.home / "index"))
        index.collect(given.home, index.open_index(given.home), given.chroma_url)
    except (KnowledgeFault, LawError) as fault:
        raise GuidanceUnavailable(str(fault)) from fault
    out.print(f"Index {fingerprint} is in use.")


@app.command()
def add(
    files: Annotated[list[Path], typer.Argument(help="PDF, DOCX, HTML, Markdown or text; several at once.")],
    owner: Annotated[str, typer.Option("--owner", help="Who answers for the document; default: you.")] = "",
    dated: Annotated[
        str | None, typer.Option("--date", help="Day its content was true, as 2026-10-01; default: today.")
    ] = None,
    confidential: Annotated[
        bool, typer.Option("--confidential", help="Keep it from chat models (MARQUE_CHAT_CONFIDENTIAL).")
    ] = False,
    as_json: AsJson = False,
) -> None:
    """Take documents of the team in; answers quote them beside the guidance, marked as the team's."""
    read = [team_documents.read(file) for file in files]
    on, by = day(dated), me()
    with desk() as at:
        added = [
            at.team_documents.add(each, owner=owner or by, dated=on, confidential=confidential, by=by)
            for each in read
        ]
    if in_json(as_json, [_row(document) for document in added]):
        return
    for document in added:
        err.print(
            escape(f"{document.document_id}  {document.title}: {many(len(document.passages), 'passage')}")
        )
        for remark in document.remarks:
            err.print(escape(f"    {remark}"), style="yellow")


@app.command("list")
def list_documents(as_json: AsJson = False) -> None:
    """List the team's documents."""
    with desk() as at:
        found = at.team_documents.all()
    if in_json(as_json, [_row(each) for each in found]):
        return
    if not found:
        out.print("No team documents; `marque guidance add FILE` takes one in.")
        return
    columns = ("id", "title", "owner", "dated", "passages", "confidential")
    cells = (
        (d.document_id, d.title, d.owner, d.dated, len(d.passages), "yes" if d.confidential else "")
        for d in found
    )
    print_table(*columns, rows=cells, title="Team documents")


@app.command()
def remove(
    documents: Annotated[list[str], typer.Argument(help="Ids as `marque guidance list` shows them.")],
) -> None:
    """Take documents of the team out; a running bot quotes them no more from the next question on."""
    with desk() as at:
        for name in documents:
            gone = at.team_documents.remove(TeamDocumentId(name.upper()), by=me())
            err.print(escape(f"{gone.document_id}  {gone.title}: removed"))


def _row(document: TeamDocument) -> dict[str, Any]:
    return {
        "document_id": document.document_id,
        "title": document.title,
        "file": document.file_name,
        "owner": document.owner,
        "dated": document.dated.isoformat(),
        "confidential": document.confidential,
        "passages": len(document.passages),
        "sha256": document.sha256,
        "added_at": document.added_at.isoformat(),
        "added_by": document.added_by,
        "remarks": list(document.remarks),
    }


@app.command()
def reviewed(
    page: Annotated[
        str, typer.Argument(help="The page, as a source names it: cn/amr.en, or cn/amr for each language.")
    ],
    by_name: Annotated[str, typer.Option("--by", help="Who of your counsel has read it: name, firm.")],
) -> None:
    """Record that your own counsel has read a page; shown with its answers until its text changes."""
    with desk() as at:
        for name in at.reviews.read_page(page, by_name, by=me()):
            err.print(escape(f"{name}: reviewed by {by_name}; shown until its text changes"))


@app.command()
def status(as_json: AsJson = False) -> None:
    """Show which index is in use and whether it is up to date. Exit status 1 where it is not."""
    from knowledge import index

    given = settings()
    now = index.status(given.home)
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
        out.print(
            f"Index {now.current} is up to date: {many(now.sections, 'section')}, {many(now.passages, 'passage')}."
        )
    else:
        out.print(
            f"Index {now.current or 'none'} is out of date; the next question rebuilds it, or `marque guidance index`."
        )
    if not now.fresh:
        raise typer.Exit(1)
