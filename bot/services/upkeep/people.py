"""People: which role each has, by the settings and by what Slack says of them (groups too), cached for a while."""

import re
import threading
from collections.abc import Callable, Iterable, Mapping
from datetime import datetime, timedelta
from typing import Protocol, TypeVar

from bot.domain.counsel import Counsel
from bot.domain.errors import NotPossible, Outside
from bot.domain.ids import PersonId
from bot.domain.roles import HeldRole, Member, Outsider, Role
from bot.ports import Clock

FRESH, KEPT = timedelta(minutes=10), timedelta(hours=1)
"""For how long what Slack said is taken as it is, and for how long where Slack cannot say it anew."""

MAY_BE_COUNSEL = frozenset({Outsider.GUEST, Outsider.FOREIGN})
_ASKED_OF_SLACK = re.compile(r"[SCG][A-Z0-9]+")
Known = TypeVar("Known")


class Directory(Protocol):
    """Slack, as it knows people. All raise Outside where it cannot say."""

    def member(self, person: PersonId) -> Member: ...
    def members(self, name: str) -> frozenset[PersonId]:
        """Who is in a user group (``S…``) or a channel (``C…``, ``G…``)."""
        ...

    def groups(self) -> Mapping[str, str]:
        """The name of each user group of the workspace, by its id."""
        ...


class Nowhere:
    """Where there is no Slack, as on the command line: groups have no members that are known."""

    def member(self, person: PersonId) -> Member:
        """As everybody whom nothing is known of."""
        return Member(person=person)

    def members(self, name: str) -> frozenset[PersonId]:
        """Nobody."""
        return frozenset()

    def groups(self) -> Mapping[str, str]:
        """None."""
        return {}


def _nobody(_person: PersonId, _team: str) -> Counsel | None:
    return None


class People:
    """Roles. ``named`` tells the user, user group and channel ids of a setting; deputies and counsel count as approvers.
    With neither viewers nor analysts named every full member is a viewer, and who is in the alert channel an analyst.
    ``counsel`` says whether a person of a team who is no full member was named as outside counsel.
    """

    def __init__(
        self,
        named: Callable[[str], tuple[str, ...]],
        clock: Clock,
        counsel: Callable[[PersonId, str], Counsel | None] = _nobody,
    ) -> None:
        self._named, self._clock, self._counsel = named, clock, counsel
        self.directory: Directory = Nowhere()
        self._lock = threading.Lock()
        self._members: dict[str, tuple[Member, datetime]] = {}
        self._groups: dict[str, tuple[frozenset[PersonId], datetime]] = {}

    @property
    def admins(self) -> tuple[PersonId, ...]:
        """Every admin."""
        return self.expand(self._named("admins"))

    @property
    def may_approve(self) -> tuple[PersonId, ...]:
        """Everybody of the role of an approver or above."""
        return self.expand(name for role, names in self._levels() if role >= Role.APPROVER for name in names)

    def role_of(self, person: PersonId) -> HeldRole:
        """The person's role now."""
        member = self._known(self._members, person, lambda: self.directory.member(person))
        if member is None:
            return HeldRole(role=Role.NOBODY, outsider=Outsider.UNKNOWN)
        if member.outsider is not None:
            named = member.outsider in MAY_BE_COUNSEL
            counsel = self._counsel(person, member.team) if named else None
            return HeldRole(role=Role.NOBODY, outsider=member.outsider, counsel=counsel)
        unsure = False
        for role, names in self._levels():
            found = self._holds(person, names)
            if found:
                return HeldRole(role=role, outsider=Outsider.UNKNOWN if unsure else None)
            unsure = unsure or found is None
        if self._by_default:
            return HeldRole(role=Role.VIEWER, outsider=Outsider.UNKNOWN if unsure else None)
        return HeldRole(role=Role.NOBODY, outsider=Outsider.UNKNOWN if unsure else Outsider.UNLISTED)

    def name(self, person: PersonId) -> str:
        """What the person is called; empty where Slack cannot say."""
        member = self._known(self._members, person, lambda: self.directory.member(person))
        return member.name if member is not None else ""

    def zone(self, person: PersonId) -> str:
        """The time zone of the person's Slack; empty where Slack cannot say."""
        member = self._known(self._members, person, lambda: self.directory.member(person))
        return member.zone if member is not None else ""

    def language(self, person: PersonId, *, ask: bool = True) -> str:
        """The language in which the person reads Slack, such as ``zh``; empty where Slack cannot say, or is not to be asked
        and did not say before."""
        with self._lock:
            known = self._members.get(person)
        if known is None and not ask:
            return ""
        member = self._known(self._members, person, lambda: self.directory.member(person)) if ask else None
        member = member or (known[0] if known else None)
        return member.locale.partition("-")[0] if member else ""

    def expand(self, names: Iterable[str]) -> tuple[PersonId, ...]:
        """The people behind user, user group and channel ids, without repeats; a group that Slack cannot tell has none. Who
        is a guest, of another team or gone is nobody, here too: else they were told what they may not read, and their yes
        of before counted.
        """
        found: dict[PersonId, None] = {}
        for name in names:
            members = self._group(name) if _is_group(name) else {PersonId(name)}
            found |= dict.fromkeys(sorted(members or ()))
        return tuple(filter(self._inside, found))

    def refresh(self) -> None:
        """Ask Slack anew for every group and channel that counts."""
        for name in {name for _, names in self._levels() for name in names if _is_group(name)}:
            self._group(name)

    def forget(self, person: PersonId) -> None:
        """Something about the person changed: Slack is asked anew."""
        with self._lock:
            self._members.pop(person, None)

    def outsider(self, person: PersonId) -> Member:
        """A guest, or somebody of another team, as Slack knows them.

        Raises:
            NotPossible: anybody else.
            Outside: Slack cannot say.
        """
        member = self.directory.member(person)
        if member.outsider not in MAY_BE_COUNSEL:
            raise NotPossible(
                str(person), "only guests and people of other teams are named so", "give others a role"
            )
        return member

    def _inside(self, person: PersonId) -> bool:
        member = self._known(self._members, person, lambda: self.directory.member(person))
        return member is None or member.outsider is None

    @property
    def _by_default(self) -> bool:
        return not self._named("viewers") and not self._named("analysts")

    def _levels(self) -> list[tuple[Role, tuple[str, ...]]]:
        named = self._named
        return [
            (Role.ADMIN, named("admins")),
            (Role.APPROVER, (*named("approvers"), *named("deputies"), *named("counsel"))),
            (Role.ANALYST, named("alert_channel") if self._by_default else named("analysts")),
            (Role.VIEWER, named("viewers")),
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
