"""Roles and their order: viewer, analyst, approver, admin. Each holds those below it."""

from dataclasses import dataclass
from enum import IntEnum, StrEnum

from bot.domain.counsel import Counsel
from bot.domain.ids import PersonId


class Role(IntEnum):
    """What a person is to the team; more holds less."""

    NOBODY = 0
    VIEWER = 1
    """Asks and reads."""
    ANALYST = 2
    """Works on alerts, cases and drafts."""
    APPROVER = 3
    """Decides on drafts and rules."""
    ADMIN = 4


class Outsider(StrEnum):
    """Why a person may do nothing, or less than asked."""

    GUEST = "guest"
    FOREIGN = "foreign"
    DEACTIVATED = "deactivated"
    BOT = "bot"
    UNLISTED = "unlisted"
    UNKNOWN = "unknown"
    """Slack cannot say who this is, or who is in a group that counts."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Member:
    """What Slack says of a person; ``outsider`` is None for a full member of the bot's own workspace. ``team`` is the
    person's own, empty where Slack does not say; ``locale`` as they read Slack, such as ``zh-CN``,
    ``zone`` where their clock is, such as ``Europe/Berlin``."""

    person: PersonId
    outsider: Outsider | None = None
    team: str = ""
    name: str = ""
    locale: str = ""
    zone: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class HeldRole:
    """A person's role, and why it is not more; ``counsel`` where an admin named this outsider."""

    role: Role
    outsider: Outsider | None = None
    counsel: Counsel | None = None

    @property
    def unknown(self) -> bool:
        """Whether Slack could not tell."""
        return self.outsider is Outsider.UNKNOWN
