"""``marque evidence``: capture a listing, verify what was captured."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path
from typing import Annotated

import typer

from bot.cli.context import AsJson, desk, err, me, out, print_json, settings
from bot.domain.errors import UnknownThing
from bot.domain.ids import ListingId

app = typer.Typer(help="Evidence of listings.", no_args_is_help=True)
Name = Annotated[str, typer.Argument(help="PLATFORM:ITEM_ID of a listing that was seen.")]


@app.command()
def capture(listing: Name, as_json: AsJson = False) -> None:
    """Capture the page, pictures, record and a screenshot, with the SHA-256 of each."""
    with desk() as at:
        taken = at.drafts.capture(ListingId(listing))
    if as_json:
        print_json(asdict(taken))
        return
    out.print(f"{taken.evidence_id} of {taken.listing_id}, {taken.captured_at:%Y-%m-%d %H:%M %Z}")
    for file in taken.files:
        out.print(f"  {file.name}  {file.size:,} bytes  {file.sha256}")
    for part, reason in taken.failed:
        err.print(f"  not captured: {part}, {reason}", style="yellow", markup=False)


@app.command()
def verify(listing: Name, as_json: AsJson = False) -> None:
    """Check every captured file of a listing against its record. Exit status 1 where one does not agree."""
    from bot.capture.page import verify as check

    with desk() as at, at.store.unit() as unit:
        found = unit.evidence.of_listing(ListingId(listing))
    if not found:
        raise UnknownThing("evidence of", listing, "`marque evidence capture` takes it")
    faults = {e.evidence_id: check(e, settings().home / "evidence") for e in found}
    if as_json:
        print_json({"listing": listing, "faults": faults})
    for evidence_id, sentences in faults.items() if not as_json else ():
        out.print(f"{evidence_id}: " + ("; ".join(sentences) or "all files agree with the record"))
    if any(faults.values()):
        raise typer.Exit(1)


@app.command("test-purchase")
def record_purchase(
    file: Annotated[
        Path, typer.Argument(help="TOML file of the purchase (formats: README, “Test purchases”).")
    ],
    as_json: AsJson = False,
) -> None:
    """Record a test purchase: order, sample, custody, examination. The same order again completes the record."""
    from bot.services.purchases import Purchases
    from bot.sources.purchases import read_purchase

    read = read_purchase(file)
    with desk() as at:
        kept = Purchases(at.store, at.clock).record(read, by=me())
    if as_json:
        print_json(asdict(kept))
        return
    out.print(
        f"{kept.purchase_id} of {kept.listing_id}, order {kept.order_no or '—'}, sample {kept.sample_id or '—'}"
    )
    if not (kept.differences and kept.examiner and kept.examined_on):
        err.print("  not examined yet: no authenticity statement can rest on it", style="yellow")
