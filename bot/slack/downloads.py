"""Files that people upload to Slack for the bot (size limits): fetched with the bot's token and from nowhere else."""

from collections.abc import Mapping
from http import HTTPStatus
from typing import Any
from urllib.parse import urlsplit

from slack_sdk import WebClient

from bot.domain.errors import DeliveryFailed, FetchFailed
from bot.net.operated import ServiceCall, operator_web
from bot.slack.delivering import delivering

SLACKS = (".slack.com", ".slack-files.com")


def download(client: WebClient, file_id: str) -> tuple[str, bytes]:
    """The name and the bytes of a file.

    Raises:
        DeliveryFailed: Slack does not give it, or it is too large; the token goes to no other host.
    """
    with delivering():
        answer = client.files_info(file=file_id)
    told: Mapping[str, Any] = answer.get("file") or {}
    url, home = str(told.get("url_private_download") or ""), urlsplit(client.base_url).hostname
    asked = urlsplit(url)
    host = asked.hostname or ""
    if host != home and not (asked.scheme == "https" and host.endswith(SLACKS)):
        raise DeliveryFailed("the file does not lie with Slack")
    call = ServiceCall(url=url, headers=(("Authorization", f"Bearer {client.token}"),))
    try:
        with operator_web() as send:
            fetched = send(call)
    except FetchFailed as failure:
        raise DeliveryFailed("the file could not be read from Slack; try once more") from failure
    if fetched.status != HTTPStatus.OK or fetched.media_type == "text/html":
        raise DeliveryFailed("Slack did not give the file; install the app again from the manifest")
    return str(told.get("name") or "file"), fetched.body
