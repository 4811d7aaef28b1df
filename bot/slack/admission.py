"""Admission: whether a person may do an act, asked in one place, and what is told to whoever may not."""

from __future__ import annotations

import structlog

from bot.domain.errors import MarqueError, WrongInput
from bot.domain.ids import PersonId
from bot.domain.roles import Role
from bot.services.upkeep.people import People
from bot.slack.acts import least
from bot.slack.blocks.text import person
from bot.slack.payloads import Click, ModalForm, Place
from bot.slack.worklist import Heard
from bot.words.book import Words

NAMED = 3
"""Admins named in a refusal."""

OPEN_TO_UNKNOWN = frozenset({"/ask", "app_mention", "message"})
"""Where Slack cannot say who somebody is, a question of law is answered, privately."""
log = structlog.get_logger("marque.slack")


class Refused(MarqueError):
    """The person may not do this; the sentence says why and whom to ask, with people as Slack writes them."""


class Admission:
    """The one check of roles, before every act."""

    def __init__(self, people: People, words: Words) -> None:
        self._people, self._words = people, words

    def require(self, place: Place, act: str, within: str = "") -> None:
        """Pass, or say why not.

        Raises:
            Refused: the person's role is below the act's.
        """
        standing = self._people.standing(place.person)
        needed = least(act, within)
        if standing.role >= needed or (standing.unknown and act in OPEN_TO_UNKNOWN):
            return
        log.info(
            "refused", act=f"{act}:{within}".rstrip(":"), role=standing.role.name, why=str(standing.outsider)
        )
        whom = self._whom()
        if standing.outsider is not None:
            raise Refused(self._words(f"admission.{standing.outsider.value}", whom=whom))
        names = [self._words(f"admission.name.{role.name.lower()}") for role in (needed, standing.role)]
        raise Refused(self._words("admission.below", needed=names[0], yours=names[1], whom=whom))

    def holds(self, who: PersonId, role: Role) -> bool:
        """Whether a person has at least this role."""
        return self._people.standing(who).role >= role

    def unsure(self, place: Place) -> bool:
        """Whether Slack could not say who this is: what is told is told privately."""
        standing = self._people.standing(place.person)
        return standing.unknown and standing.role is Role.NOBODY

    def _whom(self) -> str:
        admins = [person(who) for who in self._people.admins[:NAMED]]
        return ", ".join(admins) or self._words("admission.no_admin")


def within(heard: Heard) -> str:
    """What a button or a form asks for within its act: the entry of a menu, the kind of a case's act."""
    if not isinstance(heard, Click | ModalForm):
        return ""
    try:
        return str(heard.ref.kind)
    except WrongInput:
        return ""
