"""Words that mean the same: English ones for the search by words, and Chinese ones with their English."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass, field
from importlib.resources.abc import Traversable
from pathlib import Path

from knowledge.lexical import stem, words

_LATIN = re.compile(r"[A-Za-z0-9][A-Za-z0-9.%-]*")


@dataclass(frozen=True, slots=True, kw_only=True)
class Terms:
    """The table of ``terms.toml``: ``chinese`` maps a Chinese term to English, ``same`` a word to its chosen form."""

    chinese: dict[str, str] = field(default_factory=dict)
    same: dict[str, str] = field(default_factory=dict)
    phrases: tuple[tuple[re.Pattern[str], str], ...] = ()

    def gloss(self, question: str) -> str:
        """A Chinese question in English catchwords, in its own order; what the table lacks is left out."""
        return " ".join(self._gloss(question))

    def canonical(self, text: str) -> tuple[str, ...]:
        """Terms of a text for the search by words, synonyms replaced by their chosen form."""
        lowered = text.lower()
        for pattern, chosen in self.phrases:
            lowered = pattern.sub(chosen, lowered)
        return tuple(self.same.get(word, word) for word in words(lowered))

    def _gloss(self, question: str) -> Iterator[str]:
        longest = max(map(len, self.chinese), default=0)
        at = 0
        while at < len(question):
            latin = _LATIN.match(question, at)
            if latin:
                yield latin.group()
                at = latin.end()
                continue
            term = next(
                (
                    question[at : at + n]
                    for n in range(longest, 0, -1)
                    if question[at : at + n] in self.chinese
                ),
                "",
            )
            if term:
                yield self.chinese[term]
            at += len(term) or 1


def load(file: Traversable | Path | None = None) -> Terms:
    """Read the table; by default the one that ships with Marque."""
    source = file if file is not None else Path(__file__).parent / "terms.toml"
    table = tomllib.loads(source.read_text(encoding="utf-8"))
    same: dict[str, str] = {}
    phrases: list[tuple[re.Pattern[str], str]] = []
    for chosen, *others in table.get("same", ()):
        head = stem(chosen) if chosen.isalpha() else chosen.replace(" ", "").replace("-", "")
        for other in (chosen, *others):
            if other.isalpha():
                same[stem(other)] = head
            else:
                phrases.append((re.compile(rf"\b{re.escape(other)}\b"), head))
    return Terms(chinese=dict(table.get("chinese", {})), same=same, phrases=tuple(phrases))
