"""Logs: one line an event, to standard error, with secrets redacted."""

import logging
import sys
from collections.abc import MutableMapping
from contextlib import suppress
from typing import Any

import structlog

from bot.domain.secrets import struck, struck_all


def redact(_logger: object, _name: str, event: MutableMapping[str, Any]) -> MutableMapping[str, Any]:
    """Strike tokens, keys and passwords out of every text of an event, however deep it lies."""
    event.update(dict(struck_all(event)))  # type: ignore[call-overload]  # a mapping stays one
    return event


class LogLines(structlog.WriteLogger):
    """Lines written to a stream. One that cannot be written, as on a full disk or where nobody reads any more, is lost: who
    logs goes on with what they do. The stream is held while it is written to, which ``print`` without one is not: where
    another thread replaces the process's own meanwhile, that one ends the process (gh-130163, before Python 3.13.3)."""

    def msg(self, message: str) -> None:
        with suppress(OSError, ValueError):
            super().msg(message)

    debug = info = warning = error = critical = msg


class _Redacted(logging.Formatter):
    """The line of a library, with its traceback, without keys."""

    def format(self, record: logging.LogRecord) -> str:
        return struck(super().format(record))


def set_up(level: str, form: str = "console") -> None:
    """Configure logging for a program, for people (``console``) or machines (``json``). Libraries log warnings and worse."""
    console = structlog.dev.ConsoleRenderer(colors=sys.stderr.isatty())
    lines = logging.StreamHandler(sys.stderr)
    lines.setFormatter(_Redacted("%(name)s: %(message)s"))
    logging.basicConfig(level=logging.WARNING, handlers=[lines], force=True)
    structlog.configure(
        processors=[
            structlog.contextvars.merge_contextvars,
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso"),
            structlog.processors.format_exc_info,
            redact,
            structlog.processors.JSONRenderer(ensure_ascii=False) if form == "json" else console,
        ],
        wrapper_class=structlog.make_filtering_bound_logger(
            logging.getLevelNamesMapping().get(level.upper(), logging.INFO)
        ),
        logger_factory=lambda *_: LogLines(sys.stderr),  # stderr as it is now
        cache_logger_on_first_use=False,
    )
