"""Who may do what, and where things go: the part of the settings that Slack needs."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from bot.services.upkeep.team_settings import CHANNELS


@dataclass(frozen=True, slots=True, kw_only=True)
class SlackOptions:
    """Channels and the language of the bot's own words, and who decides: user, user group and channel ids, of which
    ``expand`` makes people. ``changed`` tells what an admin set otherwise in Slack."""

    alert_channel: str = ""
    legal_channel: str = ""
    case_channel: str = ""
    approvers: tuple[str, ...] = ()
    admins: tuple[str, ...] = ()
    counsel: tuple[str, ...] = ()
    language: str = "en"

    expand: Callable[[Iterable[str]], Iterable[str]] = tuple
    changed: Callable[[], Mapping[str, tuple[str, ...]]] = dict

    def now(self) -> SlackOptions:
        """The same as an admin has set it by now."""
        changed = self.changed()
        held: dict[str, Any] = {name: "".join(changed[name][:1]) for name in CHANNELS if name in changed}
        held |= {name: changed[name] for name in ("approvers", "admins", "counsel") if name in changed}
        return replace(self, **held) if held else self

    @property
    def may_approve(self) -> tuple[str, ...]:
        """Everybody whose yes counts, without repeats."""
        return tuple(dict.fromkeys(self.expand((*self.approvers, *self.admins, *self.counsel))))

    @property
    def everyone_admin(self) -> tuple[str, ...]:
        """Every admin."""
        return tuple(self.expand(self.admins))

    @property
    def everyone_counsel(self) -> tuple[str, ...]:
        """Everybody who is counsel."""
        return tuple(self.expand(self.counsel))
