"""Reads a message by a chat model where the learned reader is not sure what it wants. What it may not do is lift a refusal."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from functools import cache
from importlib.resources import files

from pydantic import BaseModel

from bot.llm.blocks import neutral
from bot.llm.client import ModelReply
from knowledge.reading import MessageKind, MessageReading, Refusal

UNSURE = 0.6
"""Chance of the likeliest kind below which a model is asked: the learned reader errs on most of what it errs on there."""


class MessageForm(BaseModel):
    """What a model says of a message."""

    kind: MessageKind


@dataclass(frozen=True, slots=True)
class ChatSorting:
    """Sorts a message. ``ask`` calls the model within its budget; None where it gave nothing, and then the learned reading
    stands."""

    ask: Callable[[str, str], ModelReply | None]

    def __call__(self, reading: MessageReading, text: str) -> MessageReading:
        """The learned reading, leaning to the kind that the model says where it is not sure."""
        if reading.refused is not Refusal.NONE or max(reading.kind.values()) >= UNSURE:
            return reading
        said = self._kind(text)
        return replace(reading, kind=_leaning(reading.kind, said)) if said is not None else reading

    def _kind(self, text: str) -> MessageKind | None:
        reply = self.ask(_prompt(), f"<message>{neutral(text)}</message>")
        if reply is None:
            return None
        from langchain_core.exceptions import OutputParserException
        from langchain_core.output_parsers import PydanticOutputParser

        try:
            return PydanticOutputParser(pydantic_object=MessageForm).parse(reply.text).kind
        except OutputParserException:
            return None


def _leaning(kinds: Mapping[MessageKind, float], said: MessageKind) -> dict[MessageKind, float]:
    """Half of the chance goes to what the model says."""
    return {kind: (chance + (kind is said)) / 2 for kind, chance in kinds.items()}


@cache
def _prompt() -> str:
    return files("bot.llm").joinpath("prompts", "read.md").read_text(encoding="utf-8")
