"""Channels, people, time zone, feeds and switches as an admin set them in Slack: over what the environment says, kept on
the audit trail."""

from collections.abc import Mapping
from typing import ClassVar, Protocol, cast
from zoneinfo import ZoneInfo

from bot.domain.audit import Act
from bot.domain.errors import NotPossible, WrongInput
from bot.domain.ids import PersonId
from bot.domain.moments import CHINA, zone_of
from bot.ports import Clock
from bot.repositories import Store

Values = tuple[str, ...]
CHANNELS = ("alert_channel", "legal_channel", "case_channel")
PEOPLE = ("viewers", "analysts", "approvers", "admins", "counsel", "deputies")
SWITCHES = ("hear_replies", "tell_links")
"""Off until an admin turns them on."""

ZONE, FEEDS, TRIED = "time_zone", "added_feeds", "tried_feeds"
NAMES = frozenset({*CHANNELS, *PEOPLE, *SWITCHES, ZONE, FEEDS, TRIED})
SUBJECT, CHANGED, ADDED, TAKEN = "settings", "settings.changed", "settings.added", "settings.taken"


class TeamSettings:
    """The values that count now. ``first`` are those of the environment, each of which holds until it is changed. What
    is asked within a unit of work is answered from what :meth:`refresh` read last."""

    subject: ClassVar[str] = SUBJECT

    def __init__(self, first: Mapping[str, Values], store: Store, clock: Clock) -> None:
        self._first, self._store, self._clock = first, store, clock
        self.changed: Mapping[str, Values] = {}
        """What was changed, by name."""

    def of(self, name: str) -> Values:
        """The values of one setting."""
        return self.changed.get(name, self._first.get(name, ()))

    def is_on(self, switch: str) -> bool:
        """Whether an admin turned a switch on."""
        return self.of(switch) == ("yes",)

    def zone(self) -> ZoneInfo:
        """Where the team's mornings and weeks are: of digests, reminders and reports, not of a legal day."""
        return zone_of("".join(self.of(ZONE)) or CHINA.key)

    def refresh(self) -> None:
        """Read anew what was changed, here or by another process."""
        with self._store.unit() as unit:
            acts = [entry.act for entry in unit.audit.about(SUBJECT) if entry.act is not None]
        held: dict[str, Values] = {}
        for act in acts:
            for name in NAMES & act.details.keys():
                told = tuple(cast("list[str]", act.details[name]))
                before = held.get(name, self._first.get(name, ()))
                left = tuple(each for each in before if each not in told)
                held[name] = {ADDED: (*left, *told), TAKEN: left}.get(act.what, told)
        self.changed = held

    def edition(self) -> int:
        """How often anything was changed: a form that shows all of it says of which of them it is."""
        with self._store.unit() as unit:
            return unit.audit.stand(SUBJECT)[0]

    def change(
        self, wanted: Mapping[str, Values], *, by: PersonId, shown: int | None = None
    ) -> Mapping[str, Values]:
        """Set these values; what of them is new. ``shown``: the edition that stood before who chose them.

        Raises:
            WrongInput: there is no such setting, or nobody would be admin any more.
            NotPossible: somebody changed something since, which these values would undo unseen.
        """
        if unknown := wanted.keys() - NAMES:
            raise WrongInput("there is no setting {name}", name=", ".join(sorted(unknown)))
        if "admins" in wanted and self.of("admins") and not wanted["admins"]:
            raise WrongInput("name at least one admin: nobody else could undo it")
        zone_of("".join(wanted.get(ZONE, ())) or CHINA.key)
        new = {name: value for name, value in wanted.items() if value != self.of(name)}
        if new:
            self._keep(CHANGED, new, by, shown)
        return new

    def add(self, name: str, value: str, *, by: PersonId) -> None:
        """One more value; what another process adds meanwhile is kept."""
        self._keep(ADDED, {name: (value,)}, by)

    def take(self, name: str, value: str, *, by: PersonId) -> None:
        """One value less."""
        self._keep(TAKEN, {name: (value,)}, by)

    def _keep(self, what: str, new: Mapping[str, Values], by: PersonId, shown: int | None = None) -> None:
        details = {name: list(value) for name, value in new.items()}
        with self._store.unit() as unit:
            if shown is not None and unit.audit.stand(SUBJECT)[0] != shown:
                raise NotPossible(
                    "the settings", "somebody changed them since this form was opened", "open it again"
                )
            unit.audit.append(Act(who=by, what=what, subject=SUBJECT, details=details), self._clock())
        self.refresh()


class OnTrail(Protocol):
    """What is kept on the trail alone, under a subject of its own, and held in memory as it was read last."""

    subject: ClassVar[str]

    def refresh(self) -> None:
        """Read it anew."""


class Followed:
    """What other processes may change: read anew only where the trail holds something new of it. Every delivery asks, and
    an admin seldom changes anything."""

    def __init__(self, store: Store, *rooms: OnTrail) -> None:
        self._store, self._rooms, self._stand = store, rooms, (-1, -1)

    def refresh(self) -> None:
        """Read anew what changed since this was done last."""
        with self._store.unit() as unit:
            stand = unit.audit.stand(*(each.subject for each in self._rooms))
        if stand != self._stand:
            for each in self._rooms:
                each.refresh()
            self._stand = stand
