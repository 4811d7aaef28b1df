"""A line is hung up whatever its reader does meanwhile."""

from __future__ import annotations

from types import SimpleNamespace

from slack_sdk import WebClient
from slack_sdk.socket_mode import SocketModeClient

from bot.slack.lines import _hang_up


def test_a_reader_that_begins_while_its_line_is_hung_up_ends_too() -> None:
    client = SocketModeClient("xapp-1", web_client=WebClient(base_url="http://127.0.0.1:9/"))

    def begin() -> None:
        client.current_session_state.terminated = False

    session = SimpleNamespace(sock=None, session_id="s", close=begin, is_active=lambda: False)
    client.current_session = session  # type: ignore[assignment]  # as much of one as hanging up asks for
    _hang_up(client)
    assert client.current_session_state.terminated
