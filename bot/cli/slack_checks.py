"""What the doctor finds of Slack: the tokens, what the app may do, whether a line to it opens."""

from __future__ import annotations

from collections.abc import Iterator

from bot.cli.connections import CheckResult
from bot.cli.context import told
from bot.domain.errors import DeliveryFailed
from bot.settings import Settings


def slack_checks(settings: Settings) -> Iterator[CheckResult]:
    if not settings.slack_bot_token.get_secret_value():
        yield CheckResult(
            what="Slack",
            state="optional",
            detail="no token",
            todo="set SLACK_BOT_TOKEN for `marque run`; `marque demo` needs none",
        )
        return
    mode = "Socket Mode" if settings.slack_app_token.get_secret_value() else "HTTP mode"
    if mode == "HTTP mode" and not settings.slack_signing_secret.get_secret_value():
        yield CheckResult(
            what="Slack",
            state="wrong",
            detail="a bot token alone",
            todo="set SLACK_APP_TOKEN or SLACK_SIGNING_SECRET",
        )
    else:
        yield from _connection(settings, mode)
    if settings.alert_channel:
        yield CheckResult(what="alert channel", state="ok", detail=settings.alert_channel)
    else:
        yield CheckResult(
            what="alert channel",
            state="wrong",
            detail="none",
            todo="set MARQUE_ALERT_CHANNEL; alerts wait until then",
        )


def _connection(settings: Settings, mode: str) -> Iterator[CheckResult]:
    """Whether Slack takes the tokens and grants what the manifest asks for."""
    from bot.slack.identity import identify
    from bot.slack.poster import make_client
    from bot.slack.whoami import may_connect

    client = make_client(settings.slack_bot_token.get_secret_value(), settings.slack_api_url)
    try:
        bot = identify(client)
    except DeliveryFailed as failure:
        todo = "check SLACK_BOT_TOKEN (xoxb-…) and that this machine reaches Slack"
        yield CheckResult(what="Slack", state="wrong", detail=told(failure.why), todo=todo)
        return
    yield CheckResult(what="Slack", state="ok", detail=f"{mode}, workspace {bot.team or bot.team_id}")
    if bot.lacking:
        todo = (
            "paste bot/slack/manifest.json under App Manifest at api.slack.com/apps and install the app again"
        )
        yield CheckResult(
            what="Slack scopes", state="wrong", detail=f"not granted: {', '.join(bot.lacking)}", todo=todo
        )
    elif bot.off:
        yield CheckResult(
            what="Slack scopes",
            state="optional",
            detail=f"off: {'; '.join(bot.off)}",
            todo="bot/slack/manifest.json asks for all of them",
        )
    app_token = settings.slack_app_token.get_secret_value()
    if app_token:
        try:
            may_connect(client, app_token)
        except DeliveryFailed as failure:
            todo = "make an app-level token (xapp-…) with connections:write and set SLACK_APP_TOKEN"
            yield CheckResult(what="Socket Mode", state="wrong", detail=told(failure.why), todo=todo)
