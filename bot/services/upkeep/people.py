"""People: which role each has, by the settings and by what Slack says of them, remembered for a while."""

from __future__ import annotations

import re
import threading
from collections.abc import Callable, Iterable, Mapping
from datetime import datetime, timedelta
from typing import Protocol, TypeVar

from bot.domain.errors import Outside
from bot.domain.ids import PersonId
from bot.domain.roles import Member, Outsider, Role, RoleStanding
from bot.ports import Clock

FRESH, KEPT = timedelta(minutes=10), timedelta(hours=1)
"""For how long what Slack said is taken as it is, and for how long where Slack cannot say it anew."""

_ASKED_OF_SLACK = re.compile(r"[SCG][A-Z0-9]+")
Known = TypeVar("Known")


class Directory(Protocol):
    """Slack, as it knows people. Both raise Outside where it cannot say."""

    def member(self, person: PersonId) -> Member: ...
    def members(self, name: str) -> frozenset[PersonId]:
        """Who is in a user group (``S…``) or a channel (``C…``, ``G…``)."""
        ...


class Nowhere:
    """Where there is no Slack, as on the command line: groups have no members that are known."""

    def member(self, person: PersonId) -> Member:
        """As everybody whom nothing is known of."""
        return Member(person=person)

    def members(self, name: str) -> frozenset[PersonId]:
        """Nobody."""
        return frozenset()


class People:
    """Roles. ``named`` holds for each role the user, user group and channel ids of the settings; ``deputies`` count as
    approvers. With neither viewers nor analysts named every full member is a viewer, and who is in ``alert_channel`` an
    analyst.
    """

    def __init__(
        self,
        named: Mapping[Role, Iterable[str]],
        clock: Clock,
        *,
        deputies: Iterable[str] = (),
        alert_channel: str = "",
    ) -> None:
        self._named = {role: tuple(named.get(role, ())) for role in Role}
        self._deputies, self._alert_channel, self._clock = tuple(deputies), alert_channel, clock
        self.directory: Directory = Nowhere()
        self._lock = threading.Lock()
        self._members: dict[str, tuple[Member, datetime]] = {}
        self._groups: dict[str, tuple[frozenset[PersonId], datetime]] = {}

    @property
    def admins(self) -> tuple[PersonId, ...]:
        """Every admin."""
        return self.expand(self._named[Role.ADMIN])

    @property
    def may_approve(self) -> tuple[PersonId, ...]:
        """Every approver and admin."""
        return self.expand((*self._named[Role.APPROVER], *self._named[Role.ADMIN]))

    def standing(self, person: PersonId) -> RoleStanding:
        """The person's role now."""
        member = self._known(self._members, person, lambda: self.directory.member(person))
        if member is None:
            return RoleStanding(role=Role.NOBODY, outsider=Outsider.UNKNOWN)
        if member.outsider is not None:
            return RoleStanding(role=Role.NOBODY, outsider=member.outsider)
        unsure = False
        for role, names in self._levels():
            found = self._holds(person, names)
            if found:
                return RoleStanding(role=role, outsider=Outsider.UNKNOWN if unsure else None)
            unsure = unsure or found is None
        if not self._named[Role.VIEWER] and not self._named[Role.ANALYST]:
            return RoleStanding(role=Role.VIEWER, outsider=Outsider.UNKNOWN if unsure else None)
        return RoleStanding(role=Role.NOBODY, outsider=Outsider.UNKNOWN if unsure else Outsider.UNLISTED)

    def expand(self, names: Iterable[str]) -> tuple[PersonId, ...]:
        """The people behind user, user group and channel ids, without repeats; a group that Slack cannot tell has none."""
        found: dict[PersonId, None] = {}
        for name in names:
            members = self._group(name) if _is_group(name) else {PersonId(name)}
            found |= dict.fromkeys(sorted(members or ()))
        return tuple(found)

    def refresh(self) -> None:
        """Ask Slack anew for every group and channel that counts."""
        named = {name for names in self._named.values() for name in names} | {*self._deputies}
        for name in {*filter(_is_group, named), self._alert_channel} - {""}:
            self._group(name)

    def forget(self, person: PersonId) -> None:
        """Something about the person changed: Slack is asked anew."""
        with self._lock:
            self._members.pop(person, None)

    def _levels(self) -> list[tuple[Role, tuple[str, ...]]]:
        named = self._named
        by_default = not named[Role.VIEWER] and not named[Role.ANALYST] and self._alert_channel
        return [
            (Role.ADMIN, named[Role.ADMIN]),
            (Role.APPROVER, (*named[Role.APPROVER], *self._deputies)),
            (Role.ANALYST, (self._alert_channel,) if by_default else named[Role.ANALYST]),
            (Role.VIEWER, named[Role.VIEWER]),
        ]

    def _holds(self, person: PersonId, names: Iterable[str]) -> bool | None:
        """Whether the person is among the names; None where Slack cannot tell for one of them."""
        unsure = False
        for name in names:
            members = self._group(name) if _is_group(name) else {PersonId(name)}
            if members is None:
                unsure = True
            elif person in members:
                return True
        return None if unsure else False

    def _group(self, name: str) -> frozenset[PersonId] | None:
        return self._known(self._groups, name, lambda: self.directory.members(name))

    def _known(
        self, held: dict[str, tuple[Known, datetime]], key: str, ask: Callable[[], Known]
    ) -> Known | None:
        """What is remembered; asked anew when it is no longer fresh; None where nobody can say."""
        now = self._clock()
        with self._lock:
            found = held.get(key)
        if found is not None and timedelta(0) <= now - found[1] < FRESH:
            return found[0]
        try:
            known = ask()
        except Outside:
            return found[0] if found is not None and now - found[1] < KEPT else None
        with self._lock:
            held[key] = known, now
        return known


def _is_group(name: str) -> bool:
    return _ASKED_OF_SLACK.fullmatch(name) is not None
