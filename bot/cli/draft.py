"""``marque draft``: write a notice for a person to approve."""

from collections.abc import Sequence
from dataclasses import asdict, replace
from itertools import islice
from pathlib import Path
from typing import Annotated, Any

import typer
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn
from typer.core import TyperGroup

from bot.cli.context import AsJson, day, desk, me
from bot.cli.draft_output import show_all, show_draft, write_pdfs
from bot.cli.kinds_output import show_kinds
from bot.cli.printing import err, in_json, out, print_json
from bot.domain.drafts import Draft, DraftRequest
from bot.domain.errors import WrongInput
from bot.domain.ids import DraftId, ListingId, RightId
from bot.domain.listings import Listing
from bot.domain.moments import china_day
from bot.domain.reasons import LOOKED_AT
from bot.services.desk import Desk

Kind = Annotated[str | None, typer.Argument(help="Kind of notice; --list shows them.")]
Listings = Annotated[list[str] | None, typer.Option("--listing", help="PLATFORM:ITEM_ID; may be repeated.")]
Rights = Annotated[
    list[str] | None,
    typer.Option("--right", help="Id of a right; may be repeated. Default: those the assessment rests on."),
]
ListingFile = Annotated[
    Path | None, typer.Option("--listing-file", help="Record the first listing of this file and use it.")
]
ListingsFile = Annotated[
    Path | None,
    typer.Option(
        "--listings-file",
        help="Record every listing of this file and use them all: as many drafts as the portals need.",
    ),
]
Languages = Annotated[str, typer.Option("--lang", help="Languages, comma separated.")]
AsOf = Annotated[
    str | None, typer.Option("--as-of", help="Date of the notice (procedure); default: today in China.")
]
ActFrom = Annotated[str | None, typer.Option("--act-from", help="First day of the infringing act.")]
ActTo = Annotated[str | None, typer.Option("--act-to", help="Last day of the infringing act.")]
Office = Annotated[str, typer.Option("--office", help="The office addressed, in Chinese.")]
Fact = Annotated[
    list[str] | None,
    typer.Option("--fact", help="NAME=TEXT for a field that the kind asks for; may be repeated."),
]
Ticked = Annotated[
    list[str] | None,
    typer.Option(
        "--reason", help="Key of a reason that holds (`draft reasons` shows them); may be repeated."
    ),
]
Out = Annotated[Path | None, typer.Option("--out", help="Folder for the files; default: in the state.")]
Pdf = Annotated[bool, typer.Option("--pdf", help="Make PDFs too; needs LibreOffice.")]
ListKinds = Annotated[bool, typer.Option("--list", help="List the kinds of notice.")]


class _KindFirst(TyperGroup):
    """``marque draft KIND …`` writes; ``waive``, ``review``, ``reasons`` and ``show`` are the words that are no kind."""

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        """Put ``write`` in front of what begins with no other word."""
        if not args or (args[0] not in self.commands and args[0] != "--help"):
            args = ["write", *args]
        return super().parse_args(ctx, args)


app = typer.Typer(
    name="draft",
    cls=_KindFirst,
    help="Write a notice for a person to approve: `marque draft KIND --listing PLATFORM:ITEM_ID`. "
    "`marque draft write --help` shows its options.",
)


@app.command("write")
def write(
    kind: Kind = None,
    listing: Listings = None,
    right: Rights = None,
    listing_file: ListingFile = None,
    listings_file: ListingsFile = None,
    lang: Languages = "zh,en",
    as_of: AsOf = None,
    act_from: ActFrom = None,
    act_to: ActTo = None,
    office: Office = "",
    fact: Fact = None,
    reason: Ticked = None,
    out_folder: Out = None,
    pdf: Pdf = False,
    list_kinds: ListKinds = False,
    as_json: AsJson = False,
) -> None:
    """Write a notice with its gaps; a person approves it in Slack."""
    with desk() as at:
        if list_kinds:
            show_kinds(at, as_json)
            return
        if kind is None:
            raise WrongInput("name the kind of notice; `marque draft --list` shows them")
        ids = [ListingId(name) for name in _given(listing)]
        if listing_file is not None:
            ids += _record(at, listing_file, most=1)
        if listings_file is not None:
            ids += _record(at, listings_file)
        request = DraftRequest(
            kind=kind,
            listing_ids=tuple(dict.fromkeys(ids)),
            right_ids=tuple(dict.fromkeys(RightId(name) for name in _given(right))),
            languages=tuple(part.strip() for part in lang.split(",") if part.strip()),
            as_of=day(as_of) or china_day(at.clock()),
            act_from=day(act_from),
            act_to=day(act_to),
            office=office,
            texts=tuple(_pair(text) for text in _given(fact)),
            ticked=tuple(_given(reason)),
        )
        request = replace(request, ground=at.drafts.offers.ground_for(request.listing_ids, request.right_ids))
        made = _prepared(at, request, out_folder.absolute() if out_folder else None)
    show_all(made, as_json, pdf=pdf)


def _prepared(at: Desk, request: DraftRequest, out: Path | None) -> Sequence[Draft]:
    columns = (TextColumn("capturing and writing"), BarColumn(), MofNCompleteColumn())
    with Progress(*columns, console=err) as bar:
        task = bar.add_task("", total=None, visible=len(request.listing_ids) > 1)
        return at.batches.prepare(
            request, by=me(), out=out, progress=lambda done, of: bar.update(task, completed=done, total=of)
        )


DraftName = Annotated[str, typer.Argument(help="Id of a draft, as D-000031.")]


@app.command("reasons")
def reasons(listing: Listings = None, right: Rights = None, as_json: AsJson = False) -> None:
    """Propose reasons from the records of listings and rights: tick those that hold with `--reason KEY`."""
    with desk() as at:
        found = at.reasons.proposed(
            [ListingId(name) for name in _given(listing)], [RightId(name) for name in _given(right)]
        )
    if in_json(as_json, [{"key": each.key, **asdict(each)} for each in found]):
        return
    for each in found:
        asked = (
            "  Is it so? Nobody has looked yet; tick it only if you saw it." if each.kind in LOOKED_AT else ""
        )
        out.print(f"{each.key}  ({each.record}){asked}", markup=False, soft_wrap=True)
        out.print(f"  {each.zh}\n  {each.en}", markup=False, soft_wrap=True)
    if not found:
        out.print("The records propose no reason; name a listing that was captured, or write the facts.")


@app.command("show")
def show(draft_id: DraftName, pdf: Pdf = False, as_json: AsJson = False) -> None:
    """Show a draft as it stands; with --pdf also as PDF, once approved of the clean documents."""
    with desk() as at:
        found = at.drafts.get(DraftId(draft_id))
    show_draft(found, as_json, write_pdfs(found) if pdf else ())


@app.command("waive")
def waive(
    draft_id: DraftName,
    gap: Annotated[str, typer.Argument(help="The gap's field, as evidence.captured_at.")],
    reason: Annotated[str, typer.Option("--reason", help="Why it may go on in spite of the gap.")],
    as_json: AsJson = False,
) -> None:
    """Go on in spite of a gap, with a reason that approvers see. A gap of law stays."""
    with desk() as at:
        shown = at.drafts.get(DraftId(draft_id)).version
        changed = at.approvals.waive(DraftId(draft_id), gap, shown_version=shown, by=me(), reason=reason)
    show_draft(changed, as_json)


@app.command("review")
def review(draft_id: DraftName, out_folder: Out = None, as_json: AsJson = False) -> None:
    """Pack what outside counsel needs to read: documents with their mark, fields, evidence list, gaps, provisions."""
    with desk() as at:
        found = at.drafts.get(DraftId(draft_id))
        folder = (out_folder or Path()).absolute()
        packed = at.drafts.pack_review(found, folder)
    if as_json:
        print_json({"draft_id": found.draft_id, "version": found.version, "path": packed})
    else:
        out.print(str(packed), markup=False, soft_wrap=True)


def _record(at: Desk, path: Path, most: int | None = None) -> list[ListingId]:
    from bot.sources.registry import LocalFeed

    if not path.exists():
        raise WrongInput("{path}: there is no such file; name an NDJSON or CSV file of listings", path=path)
    read = (item for item in LocalFeed(path).look() if isinstance(item, Listing))
    found = list(islice(read, most))
    if not found:
        raise WrongInput("{path} holds no readable listing", path=path)
    for listing in found:
        at.watches.record(listing)
    return [listing.listing_id for listing in found]


def _given(values: list[str] | None) -> list[str]:
    return values or []


def _pair(text: str) -> tuple[str, str]:
    name, equals, value = text.partition("=")
    if not equals:
        raise WrongInput("“{text}” is no fact; write it as name=text", text=text)
    return name.strip(), value.strip()
