"""``marque draft``: write a notice for a person to approve."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, replace
from itertools import islice
from pathlib import Path
from typing import Annotated, Any

import typer
from rich.markup import escape
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn
from rich.table import Table
from typer.core import TyperGroup

from bot.cli.context import AsJson, day, desk, err, me, out, print_json, told
from bot.domain.compositions import Severity
from bot.domain.drafts import Draft, DraftRequest
from bot.domain.errors import WrongInput
from bot.domain.ids import DraftId, ListingId, RightId
from bot.domain.listings import Listing
from bot.domain.moments import china_day
from bot.domain.reasons import TickedReason
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
            _show_kinds(at, as_json)
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
        request = replace(request, ground=at.drafts.ground_for(request.listing_ids, request.right_ids))
        folder = out_folder.absolute() if out_folder else None
        with Progress(
            TextColumn("capturing and writing"), BarColumn(), MofNCompleteColumn(), console=err
        ) as bar:
            task = bar.add_task("", total=None, visible=len(ids) > 1)
            made = at.batches.prepare(
                request,
                by=me(),
                out=folder,
                progress=lambda done, of: bar.update(task, completed=done, total=of),
            )
    _show_all(made, as_json, pdf=pdf)


DraftName = Annotated[str, typer.Argument(help="Id of a draft, as D-000031.")]


@app.command("reasons")
def reasons(listing: Listings = None, right: Rights = None, as_json: AsJson = False) -> None:
    """Propose reasons from the records of listings and rights: tick those that hold with `--reason KEY`."""
    with desk() as at:
        found = at.reasons.proposed(
            [ListingId(name) for name in _given(listing)], [RightId(name) for name in _given(right)]
        )
    if as_json:
        print_json([{"key": each.key, **asdict(each)} for each in found])
        return
    for each in found:
        out.print(f"{each.key}  ({each.record})", markup=False, soft_wrap=True)
        out.print(f"  {each.zh}\n  {each.en}", markup=False, soft_wrap=True)
    if not found:
        out.print("The records propose no reason; name a listing that was captured, or write the facts.")


@app.command("show")
def show(draft_id: DraftName, pdf: Pdf = False, as_json: AsJson = False) -> None:
    """Show a draft as it stands; with --pdf also as PDF, once approved of the clean documents."""
    with desk() as at:
        found = at.drafts.get(DraftId(draft_id))
    _show(found, as_json, _pdfs(found) if pdf else ())


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
    _show(changed, as_json)


@app.command("review")
def review(
    draft_id: DraftName,
    out_folder: Out = None,
    as_json: AsJson = False,
) -> None:
    """Pack what outside counsel needs to read: documents with their mark, fields, evidence list, gaps, provisions."""
    with desk() as at:
        found = at.drafts.get(DraftId(draft_id))
        folder = (out_folder or Path()).absolute()
        packed = at.drafts.pack_review(found, folder)
    if as_json:
        print_json({"draft_id": found.draft_id, "version": found.version, "path": packed})
    else:
        out.print(str(packed), markup=False, soft_wrap=True)


def as_contract(draft: Draft, pdfs: Sequence[Path] = ()) -> dict[str, Any]:
    """The draft as formats.md section 5 has it; PDFs made on demand are attachments of the role ``pdf``."""
    request, text = draft.request, draft.composition
    documents = [f for f in draft.files if f.role in {"draft", "clean"} and f.language]
    given = [{"by": a.by, "at": a.at, "version": a.version} for a in draft.standing_approvals]
    return {
        "draft_id": draft.draft_id,
        "kind": request.kind,
        "version": draft.version,
        "status": draft.status,
        "case_id": draft.case_id,
        "batch_id": draft.batch_id or None,
        "listings": request.listing_ids,
        "right_ids": request.right_ids,
        "ground": text.ground,
        "reason_code": text.reason_code,
        "sender": text.sender,
        "addressee": text.addressee,
        "languages": text.languages,
        "files": [f.path for f in documents],
        "attachments": [
            *({"path": f.path, "role": f.role} for f in draft.files if f not in documents),
            *({"path": str(path), "role": "pdf"} for path in pdfs),
        ],
        "sha256": {language: text.sha256(language) for language in text.languages},
        "file_sha256": {f.language: f.sha256 for f in documents if f.role == "clean"} or None,
        "gaps": [asdict(gap) for gap in text.gaps],
        "waivers": [asdict(waiver) for waiver in draft.waivers],
        "approvals": {"needed": draft.approvals_needed, "given": given},
        "sent": asdict(draft.sent) if draft.sent else None,
        "reviewed_by": text.reading.name if text.reading else None,
        "reasons": [_reason(each) for each in request.reasons],
        "evidence": [asdict(annex) for annex in text.annexes],
        "provisions": [asdict(provision) for provision in text.provisions],
        "as_of": request.as_of,
        "act_from": text.act_from,
        "act_to": text.act_to,
        "act_basis": text.act_basis or None,
    }


def _show_kinds(at: Desk, as_json: bool) -> None:
    kinds = at.drafts.kinds()
    if as_json:
        rows = [
            {
                "kind": k.kind,
                "title": k.title,
                "languages": k.languages,
                "required": k.required,
                "approvers": k.approvers,
            }
            for k in kinds
        ]
        print_json(rows)
        return
    table = Table("kind", "title", "languages", "approvers", "wording", title="Notices")
    for k in kinds:
        read = at.reviews.of_kind(k.kind)
        told = f"reviewed by {read.name}" if read else "edited by Marque, not reviewed by counsel"
        table.add_row(
            k.kind, f"{k.title} {k.title_zh}", " ".join(k.languages), str(k.approvers), escape(told)
        )
    out.print(table)


def _show_all(made: Sequence[Draft], as_json: bool, *, pdf: bool) -> None:
    """One draft as it is; of a batch all its drafts, as an array."""
    pdfs = {draft.draft_id: _pdfs(draft) if pdf else () for draft in made}
    if len(made) == 1:
        _show(made[0], as_json, pdfs[made[0].draft_id])
    elif as_json:
        print_json([as_contract(draft, pdfs[draft.draft_id]) for draft in made])
    else:
        links = sum(len(draft.request.listing_ids) for draft in made)
        out.print(f"{made[0].batch_id}: {len(made)} drafts, {links} listings")
        for draft in made:
            _show(draft, as_json, pdfs[draft.draft_id])


def _show(made: Draft, as_json: bool, pdfs: Sequence[Path] = ()) -> None:
    if as_json:
        print_json(as_contract(made, pdfs))
        return
    out.print(
        f"{made.draft_id} version {made.version}: {made.status.value.replace('_', ' ')}, case {made.case_id}"
    )
    for waiver in made.waivers:
        line = f"  waived    {waiver.field}: {waiver.reason} ({waiver.by})"
        out.print(line, style="dim", markup=False, soft_wrap=True)
    for gap in sorted(made.open_gaps, key=lambda gap: gap.severity is not Severity.BLOCKING):
        style = "red" if gap.severity == "blocking" else "yellow"
        line = f"  {gap.severity.value}  {gap.field}: {told(gap.message)}"
        out.print(line, style=style, markup=False, soft_wrap=True)
    for file in made.files:
        out.print(f"  {file.path}", markup=False, soft_wrap=True)
    for path in pdfs:
        out.print(f"  {path}", markup=False, soft_wrap=True)


def _pdfs(made: Draft) -> tuple[Path, ...]:
    from bot.notices.papers.pdf import to_pdf

    documents = [Path(file.path) for file in made.files if file.path.endswith(".docx")]
    return to_pdf(documents, documents[0].parent)


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


def _reason(ticked: TickedReason) -> dict[str, Any]:
    return {"key": ticked.reason.key, **asdict(ticked.reason), "by": ticked.by, "at": ticked.at}


def _given(values: list[str] | None) -> list[str]:
    return values or []


def _pair(text: str) -> tuple[str, str]:
    name, equals, value = text.partition("=")
    if not equals:
        raise WrongInput("“{text}” is no fact; write it as name=text", text=text)
    return name.strip(), value.strip()
