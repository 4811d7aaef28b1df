"""What is on file of the team's own that a plan is filled with, and what may be done from a step by it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from bot.domain.cases import Case
from bot.domain.questions import StepButton
from bot.domain.rights import CARRIES, Right, RightState
from bot.domain.verdicts import Verdict
from bot.repositories import UnitOfWork
from bot.services.answering.messages import Situation
from bot.words.book import Words, day
from knowledge.law import Register
from knowledge.plans import PlanStep

NAMED = 3
_GRACE = "tm.renewal.grace"
_BEARS = frozenset().union(*CARRIES.values())


@dataclass(frozen=True, slots=True, kw_only=True)
class Own:
    """The team's own facts that a plan is filled with. ``ground`` tells that a listing on file is found to infringe, or is in
    the thread's case, and that a right in force bears a notice."""

    rights: tuple[Right, ...]
    ground: bool

    def shown(self, what: str, words: Words, language: str) -> str:
        """One sentence of what is on file."""
        if what == "portals":
            named = sorted({name for right in self.rights for name, _ in right.portals})
            return words("ask.own.portals", named=", ".join(named)) if named else words("ask.own.no_portals")
        if what == "customs":
            recorded = [f"{r.id} ({r.customs_recordal})" for r in self.rights if r.customs_recordal]
            named = recorded[:NAMED]
            return words("ask.own.customs", named=", ".join(named)) if named else words("ask.own.no_customs")
        if not self.rights:
            return words("ask.own.no_rights")
        lines = [_right(right, language) for right in self.rights[:NAMED]]
        return words("ask.own.rights", named="; ".join(lines), number=len(self.rights))


def own_facts(unit: UnitOfWork, situation: Situation, register: Register) -> Own:
    """What is on file of the brand that the thread's case is of, or of all."""
    grace = register.figure(_GRACE, situation.on).value
    case = situation.case
    books = [b for b in unit.brand_books.all() if case is None or b.name == case.brand]
    rights = tuple(
        right
        for book in books
        for right in book.rights
        if right.jurisdiction == "CN" and right.state(situation.on, grace) is RightState.IN_FORCE
    )
    bears = any(right.kind in _BEARS for right in rights)
    return Own(rights=rights, ground=bears and case is not None and _infringes(unit, case))


def _infringes(unit: UnitOfWork, case: Case) -> bool:
    """Whether a person found a listing of the case to infringe, and nobody found it genuine."""
    given = [unit.verdicts.current(name) for name in case.listing_ids]
    verdicts = {each.verdict for each in given if each is not None and each.verdict is not None}
    clears = any(verdict.clears for verdict in verdicts) or Verdict.GREY_MARKET in verdicts
    return any(verdict.infringes for verdict in verdicts) and not clears


def button_of(step: PlanStep, own: Own) -> StepButton | None:
    """Draft only where the facts on file bear a ground; the route where a right is in force; a report always."""
    if not step.button:
        return None
    button = StepButton(step.button)
    allowed: Mapping[StepButton, bool] = {
        StepButton.DRAFT_TAKEDOWN: own.ground,
        StepButton.CHOOSE_ROUTE: bool(own.rights),
        StepButton.REPORT_LISTING: True,
    }
    return button if allowed[button] else None


def _right(right: Right, language: str) -> str:
    classes = "/".join(map(str, right.classes))
    until = day(right.expires_on, language) if right.expires_on else ""
    return " ".join(
        part for part in (right.id, right.title, classes and f"[{classes}]", until and f"→ {until}") if part
    )
