"""Proposes wording for a free-text field from records. A person reads it, and the gate checks it like any other text."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from bot.domain.questions import language_of
from bot.llm.blocks import LANGUAGES, neutral, without_orders
from bot.llm.client import ModelReply

NOTHING = "NOTHING"
LONGEST = 900


@dataclass(frozen=True, slots=True, kw_only=True)
class ChatWordings:
    """A :class:`bot.ports.WordingWriter`. ``ask`` calls the model within its budget; None where it gave nothing."""

    ask: Callable[[str, str], ModelReply | None]

    def suggest(self, records: Sequence[str], *, language: str) -> str:
        """Wording in the language, or nothing where the model has none that can be used."""
        lines = [neutral(without_orders(line)).replace("\n", " ") for line in records]
        data = "<records>\n" + "".join(f"- {line}\n" for line in lines if line.strip()) + "</records>"
        reply = self.ask(_prompt().replace("{language}", LANGUAGES.get(language, LANGUAGES["en"])), data)
        text = " ".join(neutral(reply.text).split()) if reply else ""
        if not text or NOTHING in text or len(text) > LONGEST or language_of(text) != language:
            return ""
        return text


@cache
def _prompt() -> str:
    return files("bot.llm").joinpath("prompts", "suggest.md").read_text(encoding="utf-8")
