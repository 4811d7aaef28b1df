"""Sentences as facts: what is told is kept as its wording and its facts, and becomes text at the door.

The key of a sentence is its English wording with a place in braces for each fact. So whoever reads the code reads the
sentence, ``str`` tells it in English for logs, JSON and the command line, and a row that holds it stays readable when the
wording has changed since. :func:`bot.words.telling.tell` tells it in the reader's language.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Union

Fact = Union[str, "Sentence"]
"""A fact that stands as it is in every language, or one that has words in each."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Sentence:
    """``facts`` by the names of their places in ``key``; without facts, braces in ``key`` are only braces."""

    key: str
    facts: tuple[tuple[str, Fact], ...] = ()

    def __str__(self) -> str:
        return self.told(lambda key: key)

    def told(self, wording: Callable[[str], str]) -> str:
        """The sentence in the words that ``wording`` has for each key."""
        facts = {name: fact if isinstance(fact, str) else fact.told(wording) for name, fact in self.facts}
        return wording(self.key).format(**facts) if facts else wording(self.key)

    def fact(self, name: str) -> str:
        """A fact in English; empty where the sentence has none of this name."""
        return next((str(fact) for known, fact in self.facts if known == name), "")

    def plain(self) -> dict[str, object]:
        """The sentence as JSON holds it; :func:`read` is the way back."""
        facts = {name: fact if isinstance(fact, str) else fact.plain() for name, fact in self.facts}
        return {"key": self.key, "facts": facts}


def sentence(key: str, /, **facts: object) -> Sentence:
    """A sentence with its facts; what is no sentence is written as text."""
    return Sentence(
        key=key,
        facts=tuple((name, f if isinstance(f, Sentence) else str(f)) for name, f in facts.items()),
    )


def read(value: object) -> Sentence:
    """A sentence as JSON holds it. Older rows hold the English text itself: it is a key without facts."""
    if not isinstance(value, Mapping):
        return Sentence(key=str(value))
    facts = value["facts"]
    return sentence(
        value["key"], **{name: read(f) if isinstance(f, Mapping) else f for name, f in facts.items()}
    )
