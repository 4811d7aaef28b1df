"""Cases by their number, and those that have something in common with a listing or another case."""

from __future__ import annotations

from dataclasses import dataclass

from bot.domain.cases import Case, CaseStatus
from bot.domain.errors import need
from bot.domain.ids import CaseId
from bot.domain.traces import Tie
from bot.repositories import UnitOfWork

RIGHT = "right"
"""The weakest thing two cases have in common, after the ties of :class:`bot.domain.traces.Tie`."""

_STRENGTH = (*(each.value for each in Tie), RIGHT)


@dataclass(frozen=True, slots=True, kw_only=True)
class Similar:
    """An earlier case with something in common; ``ties``: ``seller`` ``licence`` ``contact`` ``picture`` ``right``."""

    case: Case
    ties: tuple[str, ...]

    @property
    def strong(self) -> bool:
        """Whether more than the right is shared."""
        return self.ties != (RIGHT,)


def standing(unit: UnitOfWork, case_id: CaseId) -> Case:
    """The case, or the one it was merged into."""
    case = case_in(unit, case_id)
    while case.merged is not None:
        case = case_in(unit, case.merged.into)
    return case


def case_in(unit: UnitOfWork, case_id: CaseId) -> Case:
    """The case, within the caller's unit of work.

    Raises:
        UnknownThing
    """
    return need(unit.cases.get(case_id), "case", case_id)


def similar_cases(
    unit: UnitOfWork, shared: set[str] | frozenset[str], brand: str, but: CaseId | None
) -> list[Similar]:
    """Those of the brand that share one of the traces, and others that share more than a right; the closest first."""
    ties: dict[CaseId, set[str]] = {}
    for case_id, trace in unit.case_listings.sharing(shared):
        ties.setdefault(standing(unit, case_id).case_id, set()).add(trace.partition(":")[0])
    ties.pop(CaseId(but or ""), None)
    found = [
        Similar(case=case_in(unit, case_id), ties=tuple(tie for tie in _STRENGTH if tie in held))
        for case_id, held in ties.items()
    ]
    kept = [each for each in found if each.case.brand == brand or each.strong]
    kept.sort(key=lambda each: each.case.opened_at, reverse=True)
    return sorted(
        kept, key=lambda each: (_STRENGTH.index(each.ties[0]), each.case.status is CaseStatus.CLOSED)
    )
