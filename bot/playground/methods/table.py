"""Every Web API method the stand-in knows, and who may call it."""

from collections.abc import Callable

from bot.playground.jsons import Json
from bot.playground.methods import assistant, chat, conversations, files, people, streams, views
from bot.playground.records import APP_TOKEN, BOT_TOKEN, SlackError
from bot.playground.standin import StandIn
from bot.playground.wire import Args

Method = Callable[[StandIn, Args], Json]

METHODS: dict[str, Method] = {
    **assistant.METHODS,
    **chat.METHODS,
    **conversations.METHODS,
    **files.METHODS,
    **people.METHODS,
    **streams.METHODS,
    **views.METHODS,
}


def call(slack: StandIn, method: str, args: Args, token: str) -> Json:
    """Run one method; a refusal is a `SlackError`."""
    if method not in METHODS:
        raise SlackError("unknown_method")
    if method != "api.test":
        _check_token(method, token)
    return {"ok": True, **METHODS[method](slack, args)}


def _check_token(method: str, token: str) -> None:
    if not token:
        raise SlackError("not_authed")
    if token not in (BOT_TOKEN, APP_TOKEN):
        raise SlackError("invalid_auth")
    if (token == APP_TOKEN) != (method == "apps.connections.open"):
        raise SlackError("not_allowed_token_type")
