"""What is logged shows no key, whoever logs it."""

import logging
from collections.abc import Iterator

import pytest
import structlog

from bot.logs import set_up

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
