"""``marque evidence``: capture listings, read licences, list, grade and bind a case's evidence, check it again."""

from dataclasses import asdict, replace
from pathlib import Path
from typing import Annotated

import typer

from bot.cli.context import AsJson, desk, me, said, settings, told
from bot.cli.printing import err, in_json, out, print_json, print_table
from bot.domain.errors import WrongInput
from bot.domain.ids import CaseId, ListingId
from bot.domain.licences import LicenceReading
from bot.domain.sentences import many
from bot.services.casework.evidence import EvidenceRoom
from bot.services.casework.grades import part_words
from bot.services.desk import Desk

app = typer.Typer(help="Evidence of listings and cases.", no_args_is_help=True)
Name = Annotated[str, typer.Argument(help="PLATFORM:ITEM_ID of a listing that was seen.")]
Case = Annotated[str, typer.Argument(help="The case, as C-000001.")]


@app.command()
def capture(
    listing: Annotated[
        str, typer.Argument(help="PLATFORM:ITEM_ID of a listing that was seen, or its address.")
    ],
    title: Annotated[str, typer.Option(help="Its title, where the page does not tell it.")] = "",
    as_json: AsJson = False,
) -> None:
    """Capture page, pictures, screenshot, certificate and record, with the SHA-256 of each and time stamps."""
    with desk() as at:
        listing_id = _recorded(at, listing, title) if "/" in listing else ListingId(listing)
        taken = at.evidence.capture(listing_id)
    if in_json(as_json, asdict(taken)):
        return
    out.print(f"{taken.evidence_id} of {taken.listing_id}, {said(taken.captured_at)}", markup=False)
    for file in taken.files:
        out.print(f"  {file.name}  {file.size:,} bytes  {file.sha256}", markup=False)
    for stamp in taken.stamps:
        out.print(f"  stamped {said(stamp.at)} by {stamp.authority}", markup=False)
    for part, reason in taken.failed:
        err.print(f"  not captured: {part}, {reason}", style="yellow", markup=False)


@app.command()
def licence(
    listing: Name,
    company: Annotated[str, typer.Option(help="Company name, as the licence shows it.")],
    code: Annotated[str, typer.Option(help="Unified social credit code (18 characters).")] = "",
    legal_representative: Annotated[str, typer.Option(help="Legal representative.")] = "",
    address: Annotated[str, typer.Option(help="Address on the licence.")] = "",
    picture: Annotated[Path | None, typer.Option(help="Your screenshot of the licence page.")] = None,
    url: Annotated[str, typer.Option(help="Address of the licence page.")] = "",
    as_json: AsJson = False,
) -> None:
    """Record what you read on the seller's licence page, which sits behind a captcha."""
    taken = _picture(picture) if picture else None
    with desk() as at:
        reading = LicenceReading(
            company=company,
            code=code,
            legal_representative=legal_representative,
            address=address,
            read_by=me(),
            read_at=at.clock(),
            url=url,
        )
        kept = at.evidence.read_licence(ListingId(listing), reading, taken)
    if in_json(as_json, asdict(kept)):
        return
    out.print(f"{kept.evidence_id}: licence of {company} kept", markup=False)
    for part, reason in kept.failed:
        err.print(f"  not kept: {part}, {reason}", style="yellow", markup=False)


@app.command("list")
def list_exhibits(case: Case, as_json: AsJson = False) -> None:
    """List a case's evidence as offices want it: 序号 证据名称 证明目的 来源 页码."""
    with desk() as at:
        rows = at.evidence.list_of(CaseId(case))
    if in_json(as_json, [asdict(row) for row in rows]):
        return
    cells = ((row.no, row.title, row.proves, row.source, row.pages) for row in rows)
    print_table("序号", "证据名称", "证明目的", "来源", "页数", rows=cells, title=f"证据清单 {case}")


@app.command()
def grade(case: Case, as_json: AsJson = False) -> None:
    """Grade a case's evidence A to D for each forum, and say what would lift it."""
    with desk() as at:
        grades = at.evidence.grades_of(CaseId(case))
    if in_json(as_json, [asdict(each) for each in grades]):
        return
    words = part_words("en")
    cells = (
        (each.forum, each.grade, "\n".join(words[part] for part in each.has) or "nothing yet",
         "\n".join(words[part] for part in each.lifts) or None, ", ".join(each.basis))
        for each in grades
    )  # fmt: skip
    columns = ("forum", "grade", "there", "would lift it", "basis")
    print_table(*columns, rows=cells, title=f"Evidence of {case}")
    out.print("Grades are Marque's own reading. A hash or time stamp proves when, not whence.")


@app.command()
def bundle(
    case: Case,
    out_file: Annotated[
        Path | None, typer.Option("--out", help="The zip; default CASE.evidence.zip.")
    ] = None,
    as_json: AsJson = False,
) -> None:
    """Write one sealed zip with a case's evidence, its list, and the audit trail."""
    target = out_file or Path(f"{case}.evidence.zip")
    with desk() as at:
        made = at.evidence.bundle(CaseId(case), target, by=me())
    for why in made.unstamped:
        err.print(f"not time-stamped: {why}", style="yellow", markup=False)
    if in_json(as_json, asdict(made)):
        return
    out.print(f"{made.path}: sealed as {made.index_sha256}", markup=False)


@app.command()
def verify(
    target: Annotated[str, typer.Argument(help="An evidence zip, or PLATFORM:ITEM_ID of a listing.")],
    as_json: AsJson = False,
) -> None:
    """Check a zip, or a listing's captures, byte by byte. Exit status 1 where something was changed."""
    with desk() as at:
        sound = (
            _verify_zip(at.evidence, Path(target), as_json=as_json)
            if Path(target).is_file()
            else _verify_listing(at.evidence, ListingId(target), as_json=as_json)
        )
    if not sound:
        raise typer.Exit(1)


@app.command("test-purchase")
def record_purchase(
    file: Annotated[
        Path, typer.Argument(help="TOML file of the purchase (formats: README, “Test purchases”).")
    ],
    as_json: AsJson = False,
) -> None:
    """Record a test purchase: order, sample, custody, examination. The same order again completes the record."""
    from bot.services.casework.purchases import keep_photographs
    from bot.sources.purchases import read_purchase

    read = read_purchase(file)
    with desk() as at:
        kept = at.purchases.record(read, by=me())
    missing = keep_photographs(kept, file.parent, settings().home / "evidence")
    if in_json(as_json, asdict(kept)):
        return
    out.print(
        f"{kept.purchase_id} of {kept.listing_id}, order {kept.order_no or '—'}, sample {kept.sample_id or '—'}"
    )
    if missing:
        names = ", ".join(missing)
        err.print(f"  not beside the file, so no paper can show them: {names}", style="yellow", markup=False)
    if not (kept.differences and kept.examiner and kept.examined_on):
        err.print("  not examined yet: no authenticity statement can rest on it", style="yellow")


def _recorded(at: Desk, url: str, title: str) -> ListingId:
    """The listing behind an address, recorded and judged like a reported one where it was never seen."""
    clue = at.tips.clue(at.tips.locate(url))
    if clue.why:
        err.print(told(clue.why), style="yellow", markup=False)
    listing = replace(clue.listing, title=title) if title else clue.listing
    return at.tips.record(listing, by=me()).listing.listing_id


def _verify_zip(room: EvidenceRoom, file: Path, *, as_json: bool) -> bool:
    checked = room.check(file)
    report = checked.report
    if as_json:
        found = {"known": checked.known, "intact": checked.intact, "vouched": checked.vouched}
        print_json({**asdict(report), **found})
        return checked.intact
    for fault in report.faults:
        out.print(fault, style="red", markup=False)
    if checked.known is False:
        out.print("This state sealed no bundle of this content and trail for the case.", style="red")
    if checked.intact:
        stamps = f"{len(report.stamps)} time stamps hold" if report.stamps else "no time stamps"
        verdict = (
            "nothing was changed" if checked.vouched else "it agrees with itself, and nobody vouches for it"
        )
        out.print(
            f"{file.name}: {many(report.files, 'file')}, {many(report.audit_entries, 'audit entry')}, {stamps}; {verdict}",
            markup=False,
        )
    if checked.intact and not checked.vouched:
        out.print(
            "No time stamp stands over its seal and this state did not make it: whoever had the file could have written "
            "all of it anew. Have it checked on the state that made it.",
            style="yellow",
        )
    elif checked.known is None:
        out.print("The case is not known to this state, so its audit trail could not be compared.")
    return checked.intact


def _verify_listing(room: EvidenceRoom, listing_id: ListingId, *, as_json: bool) -> bool:
    faults = room.check_listing(listing_id)
    if as_json:
        print_json({"listing": listing_id, "faults": faults})
    for evidence_id, sentences in faults.items() if not as_json else ():
        out.print(
            f"{evidence_id}: " + ("; ".join(sentences) or "all files agree with the record"), markup=False
        )
    return not any(faults.values())


def _picture(path: Path) -> tuple[str, bytes]:
    try:
        return path.name, path.read_bytes()
    except OSError as fault:
        raise WrongInput(
            "the picture {path} cannot be read: {fault}", path=path, fault=fault.strerror
        ) from fault
