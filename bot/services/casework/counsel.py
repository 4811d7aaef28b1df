"""Outside counsel: named by an admin, given cases and drafts one by one, and every look of theirs in the audit trail."""

from collections.abc import Sequence
from datetime import date
from typing import Any, ClassVar

from bot.domain.audit import Act
from bot.domain.cases import Case
from bot.domain.counsel import Counsel, CounselAct, counsel_of
from bot.domain.drafts import Draft
from bot.domain.errors import NotPossible, UnknownThing, WrongInput
from bot.domain.ids import CaseId, DraftId, PersonId
from bot.domain.moments import china_day
from bot.ports import Clock, OutboxKind
from bot.repositories import Store, UnitOfWork

SUBJECT = "counsel"
"""Under which the trail keeps who is counsel and what they hold."""


class OutsideCounsel:
    """Who is outside counsel and what each may see. What is asked within a unit of work is answered from what
    :meth:`refresh` read last."""

    subject: ClassVar[str] = SUBJECT

    def __init__(self, store: Store, clock: Clock) -> None:
        self._store, self._clock = store, clock
        self._known: dict[PersonId, Counsel] = {}

    def refresh(self) -> None:
        """Read anew who is counsel, for what other processes changed."""
        with self._store.unit() as unit:
            self._known = _read(unit)

    def all(self) -> Sequence[Counsel]:
        """Everybody who is counsel today."""
        return [each for each in self._known.values() if each.until >= china_day(self._clock())]

    def of(self, person: PersonId, team: str) -> Counsel | None:
        """The person as counsel; None for everybody else, after the last day, or where Slack names another team now."""
        found = next((each for each in self.all() if each.person == person), None)
        return found if found is not None and team and found.team == team else None

    def holding(self, draft: Draft) -> tuple[PersonId, ...]:
        """Those with whom the draft, or its case, is shared today."""
        return tuple(each.person for each in self.all() if each.holds(draft.case_id, draft.draft_id))

    def name(self, person: PersonId, team: str, until: date, *, by: PersonId, known_as: str = "") -> Counsel:
        """Make a person of another team, or a guest, counsel until the end of that day.

        Raises:
            WrongInput: no team is known, or the day is past.
        """
        if not team:
            raise WrongInput(
                "Slack does not say which team {name} is of; name somebody it shows", name=person
            )
        if until < china_day(self._clock()):
            raise WrongInput("{day} is past; name a day to come", day=until.isoformat())
        said: dict[str, Any] = {"team": team, "until": until.isoformat(), "name": known_as}
        return self._done(person, CounselAct.NAMED, by, **said)[person]

    def end(self, person: PersonId, *, by: PersonId) -> None:
        """They are counsel no more; nothing is shared with them from now on.

        Raises:
            UnknownThing: they are no counsel.
        """
        self._done(person, CounselAct.ENDED, by, takes=self._counsel(person))

    def share(self, person: PersonId, matter: CaseId | DraftId, *, by: PersonId) -> None:
        """Let them read, comment on, ask changes to and approve this draft, or this case and its drafts.

        Raises:
            UnknownThing: they are no counsel, or there is no such case or draft.
            NotPossible: their last day is past.
        """
        if self._counsel(person).until < china_day(self._clock()):
            raise NotPossible(str(person), "their last day as counsel is past", "an admin names them anew")
        with self._store.unit() as unit:
            if unit.cases.get(CaseId(matter)) is None and unit.drafts.get(DraftId(matter)) is None:
                raise UnknownThing("case or draft", matter)
        self._done(person, CounselAct.SHARED, by, matter=matter)

    def unshare(self, person: PersonId, matter: CaseId | DraftId, *, by: PersonId) -> None:
        """Take it back.

        Raises:
            UnknownThing: they are no counsel.
        """
        self._done(person, CounselAct.UNSHARED, by, takes=self._counsel(person), matter=matter)

    def looked(self, person: PersonId, case_id: CaseId, draft: Draft | None = None) -> None:
        """Put a look at a case, or at a version of a draft, on its trail."""
        seen: dict[str, object] = {"draft": draft.draft_id, "version": draft.version} if draft else {}
        self._keep(person, CounselAct.LOOKED, case_id, seen)

    def comment(self, person: PersonId, case_id: CaseId, draft_id: DraftId, text: str) -> None:
        """Keep what they say of a case or a draft.

        Raises:
            WrongInput: they say nothing.
        """
        if not text.strip():
            raise WrongInput("write the comment")
        self._keep(person, CounselAct.COMMENTED, case_id, {"draft": draft_id, "comment": text.strip()})

    def held(self, counsel: Counsel) -> tuple[list[Case], list[Draft]]:
        """The cases and drafts that are shared with them; of a case every draft."""
        with self._store.unit() as unit:
            cases = [case for each in sorted(counsel.shared) if (case := unit.cases.get(CaseId(each)))]
            alone = [draft for each in sorted(counsel.shared) if (draft := unit.drafts.get(DraftId(each)))]
            of_cases = [draft for case in cases for draft in unit.drafts.of_case(case.case_id)]
        return cases, list({draft.draft_id: draft for draft in (*of_cases, *alone)}.values())

    def may_see(self, counsel: Counsel, case_id: CaseId, draft_id: DraftId) -> bool:
        """Whether each of the case and the draft that is named is shared with them, and one is."""
        draft = None
        if draft_id:
            with self._store.unit() as unit:
                draft = unit.drafts.get(draft_id)
            if draft is None or not counsel.holds(draft.case_id, draft_id):
                return False
        return (draft is not None and case_id in ("", draft.case_id)) or counsel.holds(case_id)

    def _counsel(self, person: PersonId) -> Counsel:
        self.refresh()
        found = self._known.get(person)
        if found is None:
            raise UnknownThing("counsel", person, "an admin names them first")
        return found

    def _done(
        self,
        person: PersonId,
        what: CounselAct,
        by: PersonId,
        takes: Counsel | None = None,
        **details: object,
    ) -> dict[PersonId, Counsel]:
        """Keep the act; what it ``takes`` from somebody is shown anew, wherever the act was done."""
        now, touched = self._clock(), self.held(takes)[1] if takes else ()
        with self._store.unit() as unit:
            said = {"person": person, **details}
            unit.audit.append(Act(who=by, what=what, subject=SUBJECT, details=said), now)
            if matter := details.get("matter"):
                draft = unit.drafts.get(DraftId(str(matter)))
                case_id = draft.case_id if draft else str(matter)
                unit.audit.append(Act(who=by, what=what, subject=case_id, details=said), now)
            for draft in touched:
                unit.outbox.add(OutboxKind.DRAFT_UPDATE, draft.draft_id)
            self._known = _read(unit)
        return self._known

    def _keep(self, person: PersonId, what: CounselAct, case_id: CaseId, details: dict[str, object]) -> None:
        with self._store.unit() as unit:
            unit.audit.append(Act(who=person, what=what, subject=case_id, details=details), self._clock())


def _read(unit: UnitOfWork) -> dict[PersonId, Counsel]:
    return counsel_of(entry.act for entry in unit.audit.about(SUBJECT) if entry.act is not None)
