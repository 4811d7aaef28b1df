"""Who the bot is in Slack: its workspace and what it may do there, as Slack itself says."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path

from slack_sdk import WebClient

from bot.slack.poster import delivering

MANIFEST = Path(__file__).with_name("manifest.json")


@dataclass(frozen=True, slots=True, kw_only=True)
class Identity:
    """The workspace of the bot's token, the bot's user id there, and the scopes granted; None: Slack did not say."""

    team_id: str
    team: str
    user_id: str
    scopes: frozenset[str] | None

    @property
    def lacking(self) -> tuple[str, ...]:
        """The scopes of the manifest that were not granted."""
        return tuple(sorted(scopes_needed() - self.scopes)) if self.scopes is not None else ()


def scopes_needed() -> frozenset[str]:
    """The scopes that the manifest asks for."""
    manifest = json.loads(MANIFEST.read_text(encoding="utf-8"))
    return frozenset(manifest["oauth_config"]["scopes"]["bot"])


def identify(client: WebClient) -> Identity:
    """Ask Slack whose token this is (``auth.test``; Slack names the scopes in a header of the answer).

    Raises:
        DeliveryFailed: Slack cannot be reached, or refuses the token.
    """
    with delivering():
        answer = client.auth_test()
    headers = {str(name).lower(): value for name, value in answer.headers.items()}
    granted = headers.get("x-oauth-scopes")
    return Identity(
        team_id=str(answer.get("team_id", "")),
        team=str(answer.get("team", "")),
        user_id=str(answer.get("user_id", "")),
        scopes=None if granted is None else frozenset(filter(None, map(str.strip, granted.split(",")))),
    )


def may_connect(client: WebClient, app_token: str) -> None:
    """Ask Slack for an address to connect to by Socket Mode, and leave it at that.

    Raises:
        DeliveryFailed: Slack cannot be reached, or refuses the app-level token.
    """
    with delivering():
        client.apps_connections_open(app_token=app_token)
