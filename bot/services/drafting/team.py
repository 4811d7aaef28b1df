"""Whose yes to a draft counts: approvers, deputies (back-up) once it has waited in vain, counsel where a notice wants one."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from datetime import timedelta

from bot.domain.approvals import AT_ONCE
from bot.domain.drafts import Draft
from bot.domain.ids import PersonId

DECIDING = ("approvers", "admins", "counsel", "deputies")
ASKED_DEPUTIES = "deputy"
"""The reminder after which the deputies' approvals count too."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Team:
    """Who decides. ``named`` tells the user, user group and channel ids of a setting, of which ``expand`` makes people.
    Deputies count once a draft has waited for the approvers in vain. Counsel approve too, and one of them has to where a
    notice wants counsel: those of the team, and ``outside`` counsel with whom the draft is shared. ``delay``: from the
    last approval to the clean documents. ``has_counsel``: whether the team names any, kept by :meth:`now`."""

    named: Callable[[str], Iterable[str]]
    expand: Callable[[Iterable[str]], Iterable[PersonId]]
    outside: Callable[[Draft], Iterable[PersonId]]
    delay: timedelta = AT_ONCE
    has_counsel: bool | None = None

    def now(self) -> Team:
        """The team as it is at this moment: Slack is asked of its groups before a unit of work, which waits for nobody."""
        people = {name: tuple(self.expand(self.named(name))) for name in DECIDING}
        held = replace(self, named=people.__getitem__, expand=lambda names: map(PersonId, names))
        return replace(held, has_counsel=bool(tuple(self.named("counsel"))))

    def may_approve(self, draft: Draft) -> frozenset[PersonId]:
        """The people whose yes to this draft counts now."""
        return self._inside(draft) | frozenset(self.outside(draft))

    @property
    def always(self) -> frozenset[PersonId]:
        """The people of the team whose yes counts for every draft."""
        return self._of("approvers", "admins", "counsel")

    def counsel_for(self, draft: Draft) -> frozenset[PersonId] | None:
        """The people of whom one must say yes to this draft; None where it wants no counsel, or none is named. Where none of
        those named is of the team, or Slack cannot say who they are, nobody's yes does in their place.
        """
        if not draft.composition.counsel:
            return None
        found = self._of("counsel") | frozenset(self.outside(draft))
        named = self.has_counsel if self.has_counsel is not None else bool(tuple(self.named("counsel")))
        return found if found or named else None

    def asked(self, draft: Draft) -> frozenset[PersonId]:
        """The people of the team who are reminded of the draft."""
        found = self._of("deputies" if ASKED_DEPUTIES in draft.reminders else "approvers")
        wanted = self._of("counsel") if draft.composition.counsel else frozenset()
        return (found or self._inside(draft)) | wanted

    @property
    def has_deputies(self) -> bool:
        """Whether anybody stands in for the approvers."""
        return bool(tuple(self.named("deputies")))

    def roles(self, person: PersonId, draft: Draft) -> frozenset[str]:
        """The roles in which the person may waive gaps. Who works on the command line holds the state itself: an
        approver's waivers may be entered there, an approval never."""
        found = {"approver"} if person in self._inside(draft) or person.startswith("cli:") else set()
        return frozenset(found | {"admin"} if person in self._of("admins") else found)

    def _inside(self, draft: Draft) -> frozenset[PersonId]:
        return self.always | (self._of("deputies") if ASKED_DEPUTIES in draft.reminders else frozenset())

    def _of(self, *settings: str) -> frozenset[PersonId]:
        return frozenset(self.expand([each for name in settings for each in self.named(name)]))
