"""Which situations a simulated day comes to: what is never reached is never tried."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from bot.domain.deadlines import AT_ONCE
from tests.simulation.journal import Change
from tests.simulation.states import marks_of

if TYPE_CHECKING:
    from tests.simulation.world import World

TURNS = {"alerts": "state", "drafts": "status", "cases": "status", "case_listings": "state"}
"""Of these, every way from one state to another counts."""


def situations(world: World, changes: Sequence[Change]) -> Iterator[str]:
    """What these changes, which :class:`~tests.simulation.states.Known` has taken in, are cases of."""
    for change in changes:
        field = TURNS.get(change.table, "")
        if field and change.after and (change.added or change.turned(field)):
            before = change.before[field] if change.before else "new"
            yield f"{change.table}: {before} to {change.after[field]}"
        if change.table == "case_listings" and change.turned("looks"):
            mine = change.after["case_id"]
            rows = [row for (table, _), row in world.known.rows.items() if table == "case_listings"]
            yield f"look: {', '.join(sorted(row['state'] for row in rows if row['case_id'] == mine))}"
        if change.table == "deadlines" and change.turned("reminded"):
            marks = [mark for mark, _ in marks_of(change.after)]
            length = "short" if AT_ONCE in marks else "long"
            days = "working" if change.after["working_days"] else "calendar"
            given = set(change.after["reminded"])
            yield from (f"{length}, {days}: {mark}" for mark in given - set(change.before["reminded"]))
            if given >= set(marks):
                yield f"{length}, {days}: every reminder"
