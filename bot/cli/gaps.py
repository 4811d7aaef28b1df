"""``marque gaps``: what people asked that the guidance did not help with."""

from datetime import datetime, time
from typing import Annotated

import typer

from bot.cli.context import AsJson, day, desk
from bot.cli.printing import in_json, out, print_table
from bot.domain.moments import CHINA


def gaps(
    since: Annotated[
        str | None, typer.Option("--since", help="First day, as 2026-11-01; by default seven days ago.")
    ] = None,
    as_json: AsJson = False,
) -> None:
    """List questions that were not answered, answered in part, or answered without helping, the most asked first."""
    first = day(since)
    with desk() as at:
        found = at.gaps.since(datetime.combine(first, time.min, CHINA) if first else None)
    if in_json(as_json, found):
        return
    if not found:
        out.print("No gaps: every question was answered, and nobody said that an answer did not help.")
        return
    cells = ((g.lack, g.times, g.last_asked, g.question, "; ".join(g.comments)) for g in found)
    print_table("lack", "times", "last asked", "question", "said", rows=cells)
