"""What the doctor finds outside: Slack, feeds, marketplaces, a chat model."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from bot.cli.context import told
from bot.domain.errors import DeliveryFailed, MarqueError
from bot.domain.secrets import shown_address
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
    from bot.slack.identity import identify, may_connect
    from bot.slack.poster import make_client

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


def feed_checks(settings: Settings) -> Iterator[CheckResult]:
    if not settings.feeds:
        yield CheckResult(
            what="feeds", state="optional", detail="none", todo="set MARQUE_FEEDS to watch listings"
        )
    for feed in settings.feeds:
        local = not feed.startswith(("http://", "https://"))
        there = not local or Path(feed).exists()
        yield CheckResult(
            what="feed",
            state="ok" if there else "wrong",
            detail=feed if local else shown_address(feed),
            todo="" if there else "nothing is there",
        )


def feed_map_checks(settings: Settings) -> Iterator[CheckResult]:
    from bot.sources.map_files import read_maps

    if settings.feed_maps is None:
        return
    try:
        maps = read_maps(settings.feed_maps)
        yield CheckResult(
            what="feed maps", state="ok", detail=", ".join(each.name for each in maps) or "none"
        )
    except MarqueError as fault:
        yield CheckResult(
            what="feed maps", state="wrong", detail=str(fault), todo="docs/feeds.md has examples"
        )


def marketplace_checks(settings: Settings) -> Iterator[CheckResult]:
    from bot.sources.marketplaces import set_ups

    found = set_ups(settings)
    for up in found:
        if up.wanted and up.missing:
            todo = f"set {' and '.join(up.missing)}"
            yield CheckResult(what=f"marketplace {up.name}", state="wrong", detail="partly set up", todo=todo)
        elif up.wanted:
            yield CheckResult(what=f"marketplace {up.name}", state="ok", detail="set up")
    if idle := [up.name for up in found if not up.wanted]:
        yield CheckResult(
            what="marketplace searches",
            state="optional",
            detail=f"not set up: {', '.join(idle)}",
            todo="docs/sources.md says which keys each needs",
        )


def chat_checks(settings: Settings) -> Iterator[CheckResult]:
    if settings.chat_model:
        yield CheckResult(what="chat model", state="ok", detail=settings.chat_model)
    else:
        yield CheckResult(
            what="chat model", state="optional", detail="none: answers are quoted from guidance"
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckResult:
    """How one thing stands: ``ok``, ``optional`` (works without) or ``wrong``; ``todo`` says what to do."""

    what: str
    state: str
    detail: str
    todo: str = ""
