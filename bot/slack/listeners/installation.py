"""The end of the installation: Slack says that the app was removed or its token revoked, and the bot stops."""

import structlog
from slack_bolt import App

from bot.domain.errors import Outside
from bot.domain.ids import MARQUE
from bot.slack.front import Front
from bot.slack.parsing import workspace_of
from bot.slack.payloads import Body

log = structlog.get_logger("marque.slack")


def register(app: App, front: Front) -> None:
    """Tell Bolt. There is nobody left to tell in Slack, so neither is kept in the inbox."""
    app.event("app_uninstalled")(lambda body: uninstalled(front, body))
    app.event("tokens_revoked")(lambda body: revoked(front, body))


def uninstalled(front: Front, body: Body) -> None:
    """The app is gone from the workspace."""
    why = "Marque was removed from this Slack workspace; install it again, and set SLACK_BOT_TOKEN to the new token"
    _end(front, body, Outside(why))


def revoked(front: Front, body: Body) -> None:
    """The bot's token is dead; those of persons are none of ours."""
    if (body.get("event") or {}).get("tokens", {}).get("bot"):
        why = "Slack revoked the bot's token; install the app again, and set SLACK_BOT_TOKEN to the new one"
        _end(front, body, Outside(why))


def _end(front: Front, body: Body, why: Outside) -> None:
    team, _ = workspace_of(body)
    if front.whoami.team and team != front.whoami.team:
        return
    log.error("the installation has ended", why=str(why), team=team)
    front.keep(MARQUE, "slack.installation_ended", team, {"why": str(why)})
    front.refused(why)
