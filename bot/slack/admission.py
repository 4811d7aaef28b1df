"""Admission: whether a person may do an act (permission checks), asked in one place, and what whoever may not is told."""

from collections.abc import Callable

import structlog

from bot.domain.counsel import Counsel
from bot.domain.errors import MarqueError, WrongInput
from bot.domain.ids import CaseId, DraftId, PersonId
from bot.domain.roles import Role
from bot.services.upkeep.people import People
from bot.slack.acts import COUNSEL, COUNSEL_ANYWHERE, least
from bot.slack.blocks.text import person
from bot.slack.ids import Ref
from bot.slack.payloads import Click, ModalForm, Place
from bot.slack.working import Heard
from bot.words.book import Words, load_words

NOTHING = Ref()
NAMED = 3
"""Admins named in a refusal."""

OPEN_TO_UNKNOWN = frozenset({"/ask", "app_mention", "message"})
"""Where Slack cannot say who somebody is, a question of law is answered, privately."""
log = structlog.get_logger("marque.slack")


class Refused(MarqueError):
    """The person may not do this. ``told`` says why and whom to ask, with people as Slack writes them, in the words of whoever
    reads it: these may be known only once it is told."""

    def __init__(self, told: Callable[[Words], str]) -> None:
        super().__init__(told(load_words("en")))
        self.told = told


class Admission:
    """The one check of roles, before every act."""

    def __init__(self, people: People, may_see: Callable[[Counsel, CaseId, DraftId], bool]) -> None:
        self._people, self._may_see = people, may_see

    def require(self, place: Place, act: str, within: str = "", about: Ref = NOTHING) -> None:
        """Pass, or say why not. ``about`` is what a button or a form is about.

        Raises:
            Refused: the person's role is below the act's, or it is not shared with this counsel.
        """
        held = self._people.role_of(place.person)
        if held.counsel is not None:
            self._require_shared(held.counsel, act, about)
            return
        needed = least(act, within)
        if held.role >= needed or (held.unknown and act in OPEN_TO_UNKNOWN):
            return
        log.info("refused", act=f"{act}:{within}".rstrip(":"), role=held.role.name, why=str(held.outsider))
        if held.outsider is not None:
            raise self._refusal(held.outsider.value)
        raise self._refusal("below", needed=needed, yours=held.role)

    def counsel(self, who: PersonId) -> Counsel | None:
        """The person as outside counsel, where they are."""
        return self._people.role_of(who).counsel

    def _require_shared(self, counsel: Counsel, act: str, about: Ref) -> None:
        if act in COUNSEL_ANYWHERE:
            return
        if act not in COUNSEL or not self._may_see(counsel, about.case, about.draft):
            log.info("refused", act=act, role="COUNSEL", why="not shared")
            raise self._refusal("counsel")

    def holds(self, who: PersonId, role: Role) -> bool:
        """Whether a person has at least this role."""
        return self._people.role_of(who).role >= role

    def unsure(self, place: Place) -> bool:
        """Whether Slack could not say who this is: what is told is told privately."""
        held = self._people.role_of(place.person)
        return held.unknown and held.role is Role.NOBODY

    def _refusal(self, why: str, **roles: Role) -> Refused:
        admins = ", ".join(person(who) for who in self._people.admins[:NAMED])

        def told(words: Words) -> str:
            named = {name: words(f"admission.name.{role.name.lower()}") for name, role in roles.items()}
            return words(f"admission.{why}", whom=admins or words("admission.no_admin"), **named)

        return Refused(told)


def about(heard: Heard) -> Ref:
    """What a button or a form is about: nothing where it is neither, or its value is not one of ours."""
    if not isinstance(heard, Click | ModalForm):
        return NOTHING
    try:
        return heard.ref
    except WrongInput:
        return NOTHING
