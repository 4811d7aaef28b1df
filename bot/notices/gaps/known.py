"""The gap of a notice whose day the register of law does not know, or whose register nobody compared for long."""

from __future__ import annotations

from collections.abc import Iterator

from bot.domain.compositions import APPROVER, NoticeGap, blocking
from bot.notices.facts.matter import NoticeMatter
from knowledge import known


def gaps_of_known(matter: NoticeMatter) -> Iterator[NoticeGap]:
    """Counsel compares the law cited, then waives it."""
    state, on = known.load(), max(matter.as_of, matter.dates.act_to)
    if state.doubt(on, matter.as_of, "en"):
        yield blocking(
            "law.known_until",
            "the register of law was compared with its sources on {checked} and is known until {until}; compare "
            "the law cited with the texts of {on}, then waive this",
            checked=state.checked_on,
            until=state.until,
            on=on,
            waivable_by=APPROVER,
        )
