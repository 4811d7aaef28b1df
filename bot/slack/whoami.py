"""Who the bot is, asked of Slack once and kept; whether it may connect at all."""

import structlog
from slack_bolt.authorization import AuthorizeResult
from slack_sdk import WebClient

from bot.slack.delivering import delivering
from bot.slack.identity import told_identity

log = structlog.get_logger("marque.slack")
ASKING = 8
"""Seconds that Slack is given to say who we are."""


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
        if lacking := told_identity(answer).lacking:
            log.warning("the app lacks permissions; install it again from the manifest", scopes=lacking)
        if off := told_identity(answer).off:
            log.info("off without their permission", features=off)
        self._known, self._scopes = known, told_identity(answer).scopes
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
