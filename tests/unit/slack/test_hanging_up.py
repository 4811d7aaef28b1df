"""A line's reader ends with its session, whatever is done to the line meanwhile."""

from collections.abc import Callable
from threading import Thread

import pytest
from slack_sdk import WebClient
from slack_sdk.socket_mode.builtin.connection import ConnectionState

from bot.slack.lines import SlackLine, _hang_up


class Session:
    """As much of a session as a line asks for; read until that is over, however the library's flag is set meanwhile."""

    sock, session_id, active = None, "s", True

    def __init__(self, meanwhile: Callable[[], object] = lambda: None) -> None:
        self.meanwhile = meanwhile

    def is_active(self) -> bool:
        return self.active

    def close(self) -> None:
        self.active = False

    def run_until_completion(self, state: ConnectionState) -> None:
        state.terminated = False  # as a reader that begins a moment later does
        self.meanwhile()
        while not state.terminated:
            pass


def a_line() -> SlackLine:
    line = SlackLine("xapp-1", web_client=WebClient(base_url="http://127.0.0.1:9/"))
    line.current_session_runner.shutdown()
    return line


def replaced(line: SlackLine) -> None:
    line.current_session = Session()  # type: ignore[assignment]  # as much of one as is asked for


def closed(line: SlackLine) -> None:
    line.current_session.close()  # type: ignore[union-attr]  # there is one


@pytest.mark.parametrize("meanwhile", [_hang_up, replaced, closed])
def test_a_reader_that_begins_while_its_session_goes_ends_too(meanwhile: Callable[[SlackLine], None]) -> None:
    line = a_line()
    line.current_session = Session(lambda: meanwhile(line))  # type: ignore[assignment]  # as above
    reader = Thread(target=line._run_current_session, daemon=True)
    reader.start()
    reader.join(timeout=60)
    assert not reader.is_alive()
