"""Talks to a LangChain chat model: streamed text out, an end to every wait, one kind of failure."""

from __future__ import annotations

import importlib.util
import queue
import sys
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, Any

from bot.domain.errors import NotPossible, Outside, ProgramMissing
from bot.logs import redact
from knowledge.lazily import lazily

if TYPE_CHECKING:
    from langchain_core.language_models import BaseChatModel
    from langchain_core.messages import AIMessageChunk, BaseMessage, ToolMessage
    from langchain_core.runnables import Runnable
    from langchain_core.tools import BaseTool

LONGEST_TEXT = 8_000
AT_ONCE = 4
TURNS = 3
"""Times that a model may call tools for one text."""
# Providers whose package is not called langchain_<provider>.
_PACKAGES = {
    **dict.fromkeys(("azure_openai", "langsmith"), "langchain_openai"),
    **dict.fromkeys(("bedrock", "bedrock_converse", "anthropic_bedrock"), "langchain_aws"),
    **dict.fromkeys(("google_vertexai", "google_anthropic_vertex"), "langchain_google_vertexai"),
    "mistralai": "langchain_mistralai",
    "nvidia": "langchain_nvidia_ai_endpoints",
}
# Roots of what a provider's own library raises. Everything else it may raise is in _ALWAYS.
_ROOTS = (
    ("openai", "OpenAIError"),
    ("anthropic", "AnthropicError"),
    ("ollama", "ResponseError"),
    ("groq", "GroqError"),
    ("google.api_core.exceptions", "GoogleAPIError"),
    ("google.genai.errors", "APIError"),
    ("botocore.exceptions", "BotoCoreError"),
    ("botocore.exceptions", "ClientError"),
    ("langchain_core.exceptions", "LangChainException"),
    ("httpx", "HTTPError"),
    ("httpx", "StreamError"),
)
_ALWAYS = (OSError, ValueError, LookupError, TypeError, AttributeError)
_SECRET = lazily(
    r"(?i)\bbearer\s+\S+|\b(?:api[-_]?key|token|secret|password|authorization)\b[\"']?\s*[=:]\s*\S+|[\w-]*\*{3,}[\w-]*|[A-Za-z0-9_-]{24,}"
)


class ChatFailed(Outside):
    """The chat model gave no usable text. Answers go on without it."""

    def __init__(self, model: str, why: str) -> None:
        super().__init__(f"the chat model {model} gave no answer: {why}")
        self.model, self.why = model, why


@dataclass(frozen=True, slots=True, kw_only=True)
class ModelReply:
    """What the model wrote. Token counts are 0 where the provider gave none; ``reason`` is why it stopped."""

    text: str
    input_tokens: int
    output_tokens: int
    reason: str


@dataclass(slots=True)
class _Call:
    """One call on its own thread; pieces come through a queue, so that no provider outlasts our patience."""

    pieces: queue.SimpleQueue[str | None] = field(default_factory=queue.SimpleQueue)
    stop: threading.Event = field(default_factory=threading.Event)
    input_tokens: int = 0
    output_tokens: int = 0
    reason: str = ""
    failure: Exception | None = None
    ended_well: bool = False


class ChatModel:
    """A chat model by LangChain name, ``provider:name``; base URL and key come from the provider's variables.

    Raises:
        NotPossible: the name has no provider.
        ProgramMissing: the provider's package is not installed.
    """

    def __init__(self, name: str, *, seconds: float = 30.0, most_tokens: int = 900) -> None:
        provider, _, model = name.partition(":")
        if not provider or not model:
            raise NotPossible(
                "the chat model “{name}”",
                "it names no provider",
                "write provider:name, as in openai:gpt-4.1-mini",
                name=name,
            )
        package = _PACKAGES.get(provider, f"langchain_{provider}")
        if importlib.util.find_spec(package) is None:
            raise _missing(package)
        self.name, self.most_tokens = name, most_tokens
        self._provider, self._seconds = provider, seconds
        self._places = threading.BoundedSemaphore(AT_ONCE)
        self._takes_tools = True

    def write(
        self,
        system: str,
        data: str,
        on_text: Callable[[str], None] | None = None,
        tools: Sequence[BaseTool] = (),
    ) -> ModelReply:
        """The model's text; ``on_text`` is given all of it so far each time more arrives. It may call the ``tools`` a few
        times before it writes.

        Raises:
            ChatFailed: no answer in time, an error, or too many calls that still hang.
        """
        if not self._places.acquire(blocking=False):
            raise ChatFailed(self.name, f"{AT_ONCE} calls are still waiting for it")
        call = _Call()
        asked: list[Any] = [("system", system), ("human", data)]
        worker = threading.Thread(target=self._run, args=(call, asked, tools), name="chat-model", daemon=True)
        worker.start()
        try:
            text = self._collected(call, on_text)
        finally:
            call.stop.set()
        return ModelReply(
            text=text, input_tokens=call.input_tokens, output_tokens=call.output_tokens, reason=call.reason
        )

    def _collected(self, call: _Call, on_text: Callable[[str], None] | None) -> str:
        text, deadline = "", time.monotonic() + self._seconds
        for piece in self._arriving(call, deadline):
            text += piece
            if on_text is not None:
                on_text(text)
            if len(text) > LONGEST_TEXT:
                return text[:LONGEST_TEXT]
        if call.failure is not None:
            raise ChatFailed(self.name, described(call.failure)) from call.failure
        if not call.ended_well:
            raise ChatFailed(self.name, "the call ended by a programming error, see the log")
        return text

    def _arriving(self, call: _Call, deadline: float) -> Iterator[str]:
        late = ChatFailed(self.name, f"no full answer within {self._seconds:g} seconds")
        while True:
            left = deadline - time.monotonic()
            if left <= 0:
                raise late
            try:
                piece = call.pieces.get(timeout=left)
            except queue.Empty:
                raise late from None
            if piece is None:
                return
            yield piece

    def _run(self, call: _Call, asked: list[Any], tools: Sequence[BaseTool]) -> None:
        try:
            self._converse(call, asked, tools if self._takes_tools else ())
            call.ended_well = True
        except _roots() as failure:
            call.failure = failure
        finally:
            self._places.release()
            call.pieces.put(None)

    def _converse(self, call: _Call, asked: list[Any], tools: Sequence[BaseTool]) -> None:
        for turn in range(TURNS + 1):
            offered = tools if turn < TURNS else ()
            try:
                said = self._stream(call, self._model.bind_tools(offered) if offered else self._model, asked)
            except _roots() as failure:
                # Many small models have no tools, and their servers say so.
                if not offered or turn or "tool" not in str(failure).lower():
                    raise
                self._takes_tools = False
                said = self._stream(call, self._model, asked)
            if said is None or not said.tool_calls or not offered:
                return
            asked += [said, *(_looked_up(wanted, tools) for wanted in said.tool_calls)]

    def _stream(
        self, call: _Call, model: Runnable[Any, Any], asked: Sequence[BaseMessage]
    ) -> AIMessageChunk | None:
        said: AIMessageChunk | None = None
        for chunk in model.stream(asked):
            said = chunk if said is None else said + chunk
            usage = getattr(chunk, "usage_metadata", None) or {}
            call.input_tokens += usage.get("input_tokens", 0)
            call.output_tokens += usage.get("output_tokens", 0)
            about = chunk.response_metadata
            call.reason = (
                about.get("finish_reason")
                or about.get("stop_reason")
                or about.get("done_reason")
                or call.reason
            )
            if chunk.text:
                call.pieces.put(str(chunk.text))
            if call.stop.is_set():
                return None
        return said

    @cached_property
    def _model(self) -> BaseChatModel:
        from langchain.chat_models import init_chat_model

        try:
            model: BaseChatModel = init_chat_model(self.name, **self._options())
            return model
        except ImportError as fault:
            raise ValueError(f"its package cannot be imported: {fault}") from fault

    def _options(self) -> dict[str, Any]:
        if self._provider == "ollama":
            return {"num_predict": self.most_tokens, "client_kwargs": {"timeout": self._seconds}}
        common: dict[str, Any] = {"max_tokens": self.most_tokens, "timeout": self._seconds, "max_retries": 0}
        if self._provider in ("openai", "azure_openai"):
            # Other base URLs give no token counts unless asked.
            common["stream_usage"] = True
        return common


def _looked_up(wanted: Any, tools: Sequence[BaseTool]) -> ToolMessage | BaseMessage:
    from langchain_core.messages import ToolMessage

    tool = next((each for each in tools if each.name == wanted["name"]), None)
    if tool is None:
        return ToolMessage(content="There is no such tool.", tool_call_id=wanted["id"] or "")
    told: ToolMessage = tool.invoke({**wanted, "type": "tool_call"})
    return told


def described(failure: BaseException) -> str:
    """What went wrong, in one line without secrets."""
    text = _SECRET.sub("[redacted]", " ".join(str(failure).split()))
    cleaned = redact(None, "", {"text": text})["text"]
    return f"{type(failure).__name__}: {cleaned[:200]}".rstrip(": ")


def _missing(package: str) -> ProgramMissing:
    wheel = package.replace("_", "-")
    extra = "marque[chat]" if package == "langchain_openai" else wheel
    return ProgramMissing(
        wheel, "install it with `python -m pip install '{extra}'`, or unset MARQUE_CHAT_MODEL", extra=extra
    )


def _roots() -> tuple[type[Exception], ...]:
    roots: list[type[Exception]] = list(_ALWAYS)
    for module, name in _ROOTS:
        # Only libraries that the provider has loaded can have raised anything.
        loaded = sys.modules.get(module)
        if loaded is not None and hasattr(loaded, name):
            roots.append(getattr(loaded, name))
    return tuple(roots)
