"""Who may do what, and where things go: the part of the settings that Slack needs."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class SlackOptions:
    """Channels, people and the language of the bot's own words. Approvers and admins are Slack user ids."""

    alert_channel: str = ""
    legal_channel: str = ""
    case_channel: str = ""
    approvers: tuple[str, ...] = ()
    admins: tuple[str, ...] = ()
    language: str = "en"

    @property
    def may_approve(self) -> tuple[str, ...]:
        """Everybody whose yes counts, without repeats."""
        return tuple(dict.fromkeys((*self.approvers, *self.admins)))
