"""``marque retention`` and ``marque erase``: what is kept, what is forgotten, what is erased on request."""

from dataclasses import asdict
from typing import Annotated

import typer

from bot.cli.context import AsJson, desk, me
from bot.cli.printing import in_json, out
from bot.domain.sentences import many

DryRun = Annotated[bool, typer.Option("--dry-run", help="Only say what would be forgotten.")]
Term = Annotated[str, typer.Argument(help="A whole name, number, address or contact of a person.")]


def retention(dry_run: DryRun = False, as_json: AsJson = False) -> None:
    """Forget listings whose term has ended, with their alerts and captures; the bot does this every day."""
    with desk() as at:
        swept = at.retention.sweep(dry_run=dry_run)
    if in_json(as_json, {**asdict(swept), "dry_run": dry_run}):
        return
    verb = "would be forgotten" if dry_run else "forgotten"
    counts = ", ".join(f"{count:,} {kind.value}" for kind, count in swept.forgotten.items())
    out.print(f"{many(len(swept.listings), 'listing')} {verb}: {counts}", markup=False)


def erase(term: Term, as_json: AsJson = False) -> None:
    """Erase a person's particulars from sellers, alerts and the audit trail, whose chain stays whole."""
    with desk() as at:
        erased = at.retention.erase(term, by=me())
    if in_json(as_json, asdict(erased)):
        return
    out.print(
        f"Erased in {many(len(erased.listings), 'listing')} and {many(erased.audit_entries, 'audit entry')}."
    )
    if erased.kept:
        out.print("Left as proof, and may still show it: " + ", ".join(erased.kept), markup=False)
