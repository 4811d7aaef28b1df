"""What is logged shows no key, whoever logs it."""

import io
import logging
import sys
import weakref
from collections.abc import Iterator

import pytest
import structlog

from bot.logs import LogLines, set_up

KEY = "Zm9vYmFyMTIzNDU2Nzg5"


@pytest.fixture(autouse=True)
def as_before() -> Iterator[None]:
    """Logging as it was before the test."""
    root, held = logging.getLogger(), structlog.get_config()
    handlers, level = root.handlers[:], root.level
    yield
    structlog.configure(**held)
    root.handlers[:] = handlers
    root.setLevel(level)


@pytest.mark.parametrize("form", ["console", "json"])
def test_an_event_is_logged_without_its_keys(form: str, capsys: pytest.CaptureFixture[str]) -> None:
    set_up("INFO", form)
    try:
        raise ValueError(f"https://ann:p@{KEY}@feeds.example/a")
    except ValueError as fault:
        structlog.get_logger().error(
            f"password: {KEY}",
            exc_info=True,
            why=fault,
            raw=f"sig={KEY}".encode(),
            api_key=KEY,
            token=KEY.encode(),
        )
    shown = capsys.readouterr().err
    assert KEY not in shown
    assert "Traceback" in shown


@pytest.mark.parametrize("library", ["slack_sdk.web.base_client", "slack_bolt.App"])
def test_what_a_library_logs_is_shown_without_its_keys(
    library: str, capsys: pytest.CaptureFixture[str]
) -> None:
    set_up("INFO")
    try:
        raise ValueError(f"X-Api-Key: {KEY}")
    except ValueError:
        logging.getLogger(library).exception("refused %s", {"token": f"xoxb-{KEY}"})
    shown = capsys.readouterr().err
    assert KEY not in shown
    assert f"{library}: refused" in shown


@pytest.mark.parametrize("fault", [OSError("no space left on device"), ValueError("closed file")])
def test_who_logs_goes_on_where_no_line_can_be_written(
    fault: Exception, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Broken(io.StringIO):
        def write(self, text: str) -> int:
            tried.append(text)
            raise fault

    tried = list[str]()
    monkeypatch.setattr(sys, "stderr", Broken())
    set_up("INFO")
    structlog.get_logger().info("worked off")
    structlog.get_logger().error("unexpected", exc_info=fault)
    assert [sum(event in each for each in tried) for event in ("worked off", "unexpected")] == [1, 1]


def test_the_stream_of_a_line_is_held_until_the_line_is_written(monkeypatch: pytest.MonkeyPatch) -> None:
    class Replaced(io.StringIO):
        """Another takes its place while it is written to, as another thread may do at any moment."""

        def write(self, text: str) -> int:
            sys.stdout = io.StringIO()
            return super().write(text)

        def flush(self) -> None:
            written.append(self.getvalue())

    written = list[str]()
    monkeypatch.setattr(sys, "stdout", Replaced())
    gone = weakref.ref(sys.stdout)
    LogLines(sys.stdout).info("worked off")
    monkeypatch.undo()
    assert written == ["worked off\n"]
    assert gone() is None
