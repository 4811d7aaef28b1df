"""Who the bot is in Slack: its workspace and what it may do there, as Slack itself says."""

from dataclasses import dataclass

import structlog
from slack_bolt.authorization import AuthorizeResult
from slack_sdk import WebClient
from slack_sdk.web import SlackResponse

from bot.slack.failures import delivering
from bot.slack.scopes import LEAST, SCOPES

ASKING = 8
"""Seconds that Slack is given to say who we are."""

log = structlog.get_logger("marque.slack")


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
    return _identity(answer)


def _identity(answer: SlackResponse) -> Identity:
    headers = {str(name).lower(): value for name, value in answer.headers.items()}
    granted = headers.get("x-oauth-scopes")
    return Identity(
        team_id=str(answer.get("team_id", "")),
        team=str(answer.get("team", "")),
        user_id=str(answer.get("user_id", "")),
        scopes=None if granted is None else frozenset(filter(None, map(str.strip, granted.split(",")))),
    )


class Whoami:
    """The bot's identity for Bolt, asked once: at start where :meth:`ask` is called, else with the first delivery. Bolt
    would ask in the thread that acknowledges, as long as Slack takes.
    """

    def __init__(self, client: WebClient) -> None:
        self._token = client.token
        self._client = WebClient(
            token=client.token, base_url=client.base_url, timeout=ASKING, retry_handlers=[]
        )
        self._known: AuthorizeResult | None = None
        self._scopes: frozenset[str] | None = None

    @property
    def team(self) -> str:
        """The bot's workspace; empty until it is known."""
        return (self._known.team_id or "") if self._known else ""

    def ask(self) -> AuthorizeResult:
        """Ask Slack who we are, and log what we lack.

        Raises:
            DeliveryFailed: Slack cannot be reached, or refuses the token.
        """
        with delivering():
            answer = self._client.auth_test()
        known = AuthorizeResult.from_auth_test_response(bot_token=self._token, auth_test_response=answer)
        log.info("in Slack", team=known.team, team_id=known.team_id)
        if lacking := _identity(answer).lacking:
            log.warning("the app lacks permissions; install it again from the manifest", scopes=lacking)
        if off := _identity(answer).off:
            log.info("off without their permission", features=off)
        self._known, self._scopes = known, _identity(answer).scopes
        return known

    def may(self, scope: str) -> bool:
        """Whether a scope was granted, as far as Slack said."""
        return self._scopes is None or scope in self._scopes

    def known(self) -> AuthorizeResult:
        """Who we are, asked where that was not asked yet."""
        return self._known or self.ask()


def may_connect(client: WebClient, app_token: str) -> None:
    """Ask Slack for an address to connect to by Socket Mode, and leave it at that.

    Raises:
        DeliveryFailed: Slack cannot be reached, or refuses the app-level token.
    """
    with delivering():
        client.apps_connections_open(app_token=app_token)
