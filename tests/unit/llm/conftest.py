"""Chat writers that talk to a scripted server."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from datetime import date
from typing import Any

import pytest

from bot.llm.answers import ChatWriter
from bot.llm.client import ChatModel
from bot.services.answering.answers import ExtractiveWriter
from tests.fakes.openai_server import OpenAIServer, Scripted

KEY = "sk-test-0123456789abcdefghij"
PATIENCE = 120.0
"""Seconds for an answer that comes."""
Scene = tuple[ChatWriter, OpenAIServer]


@pytest.fixture
def serve(monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[..., Scene]]:
    """Start a server with a script; returns a writer that uses it, and the server."""
    with ExitStack() as stack:

        def start(*script: Scripted, seconds: float = PATIENCE, **settings: Any) -> Scene:
            server = stack.enter_context(OpenAIServer(list(script)))
            monkeypatch.setenv("OPENAI_BASE_URL", server.base_url)
            monkeypatch.setenv("OPENAI_API_KEY", KEY)
            monkeypatch.setenv("NO_PROXY", "127.0.0.1")
            chat = ChatModel("openai:scripted-1", seconds=seconds)
            assert (
                chat._model
            )  # a new machine takes long to load the provider's library: before its seconds count
            today = settings.pop("today", lambda: date(2026, 11, 24))
            return ChatWriter(chat=chat, fallback=ExtractiveWriter(), today=today, **settings), server

        yield start
