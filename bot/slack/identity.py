"""Who the bot is in Slack: its workspace and granted scopes, what it may do there, as Slack itself says."""

from dataclasses import dataclass

from slack_sdk import WebClient
from slack_sdk.web import SlackResponse

from bot.slack.delivering import delivering
from bot.slack.scopes import LEAST, SCOPES


@dataclass(frozen=True, slots=True, kw_only=True)
class Identity:
    """The workspace of the bot's token, the bot's user id there, and the scopes granted; None: Slack did not say."""

    team_id: str
    team: str
    user_id: str
    scopes: frozenset[str] | None

    @property
    def lacking(self) -> tuple[str, ...]:
        """The scopes without which nothing works and that were not granted."""
        return tuple(sorted(LEAST - self.scopes)) if self.scopes is not None else ()

    @property
    def off(self) -> tuple[str, ...]:
        """What is off since its scope was not granted, each with the scope."""
        granted = SCOPES.keys() if self.scopes is None else self.scopes
        rest = (name for name in SCOPES if name not in LEAST and name not in granted)
        return tuple(f"{SCOPES[name].feature} ({name})" for name in rest)


def scopes_needed() -> frozenset[str]:
    """Every scope that the app has a use for."""
    return frozenset(SCOPES)


def identify(client: WebClient) -> Identity:
    """Ask Slack whose token this is (``auth.test``; Slack names the scopes in a header of the answer).

    Raises:
        DeliveryFailed: Slack cannot be reached, or refuses the token.
    """
    with delivering():
        answer = client.auth_test()
    return told_identity(answer)


def told_identity(answer: SlackResponse) -> Identity:
    headers = {str(name).lower(): value for name, value in answer.headers.items()}
    granted = headers.get("x-oauth-scopes")
    return Identity(
        team_id=str(answer.get("team_id", "")),
        team=str(answer.get("team", "")),
        user_id=str(answer.get("user_id", "")),
        scopes=None if granted is None else frozenset(filter(None, map(str.strip, granted.split(",")))),
    )
