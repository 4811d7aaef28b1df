"""Outside counsel: people of other teams and guests whom an admin named, until when (expiry), and what is shared with each.

Naming, ending, sharing and taking back are acts of the audit trail; who holds what is read from them and kept nowhere else.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum

from bot.domain.audit import Act
from bot.domain.ids import CaseId, DraftId, PersonId


class CounselAct(StrEnum):
    """What is done about or by counsel, as the trail names it."""

    NAMED = "counsel.named"
    ENDED = "counsel.ended"
    SHARED = "counsel.shared"
    UNSHARED = "counsel.unshared"
    LOOKED = "counsel.looked"
    COMMENTED = "counsel.commented"


@dataclass(frozen=True, slots=True, kw_only=True)
class Counsel:
    """A person of ``team``, called ``name`` in Slack, who is counsel until the end of a day in China; ``shared`` are ids
    of cases and drafts."""

    person: PersonId
    name: str = ""
    team: str
    until: date
    shared: frozenset[str] = frozenset()

    def holds(self, case_id: CaseId, draft_id: DraftId | None = None) -> bool:
        """Whether the draft, or its case, is shared with them."""
        return case_id in self.shared or (draft_id is not None and draft_id in self.shared)


def counsel_of(acts: Iterable[Act]) -> dict[PersonId, Counsel]:
    """Who is counsel after these acts, in order. Who is named anew keeps what is shared unless the team is another."""
    found: dict[PersonId, Counsel] = {}
    for act in acts:
        who = PersonId(str(act.details.get("person", "")))
        known = found.get(who)
        if act.what == CounselAct.NAMED:
            team, until = str(act.details["team"]), date.fromisoformat(str(act.details["until"]))
            kept = known.shared if known is not None and known.team == team else frozenset[str]()
            name = str(act.details.get("name", ""))
            found[who] = Counsel(person=who, name=name, team=team, until=until, shared=kept)
        elif act.what == CounselAct.ENDED:
            found.pop(who, None)
        elif known is not None and act.what in (CounselAct.SHARED, CounselAct.UNSHARED):
            matter = {str(act.details["matter"])}
            shared = known.shared | matter if act.what == CounselAct.SHARED else known.shared - matter
            found[who] = replace(known, shared=frozenset(shared))
    return found
