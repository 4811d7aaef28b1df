"""Words that mean the same: English ones for the search by words, and Chinese ones with their English."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from importlib.resources.abc import Traversable
from pathlib import Path

from knowledge.lexical import stem, words

_ENGLISH_RUN = re.compile(r"[A-Za-z][A-Za-z-]*(?: [A-Za-z][A-Za-z-]*)*")
_LONGEST = 3
_LATIN = re.compile(r"[A-Za-z0-9][A-Za-z0-9.%-]*")


@dataclass(frozen=True, slots=True, kw_only=True)
class Terms:
    """The table of ``terms.toml``: ``chinese`` maps a Chinese term to English, ``same`` a word to its chosen
    form, ``english`` English words to Chinese ones."""

    chinese: dict[str, str] = field(default_factory=dict)
    same: dict[str, str] = field(default_factory=dict)
    phrases: tuple[tuple[re.Pattern[str], str], ...] = ()
    english: dict[str, str] = field(default_factory=dict)

    def gloss(self, question: str) -> str:
        """A Chinese question in English catchwords, in its own order; what the table lacks is left out."""
        return " ".join(self._gloss(question))

    def canonical(self, text: str) -> tuple[str, ...]:
        """Terms of a text for the search by words, synonyms replaced by their chosen form."""
        lowered = text.lower()
        for pattern, chosen in self.phrases:
            lowered = pattern.sub(chosen, lowered)
        return tuple(self.same.get(word, word) for word in words(lowered))

    def in_chinese(self, question: str) -> str:
        """A Chinese question with the English words in it in Chinese, as far as the table knows them."""
        return _ENGLISH_RUN.sub(lambda run: self._run_in_chinese(run.group()), question)

    def _run_in_chinese(self, run: str) -> str:
        given, found, at = run.split(), [], 0
        while at < len(given):
            for size in range(min(_LONGEST, len(given) - at), 0, -1):
                known = self.english.get(_key(" ".join(given[at : at + size])))
                if known or size == 1:
                    found.append(known or given[at])
                    at += size
                    break
        return " ".join(found)

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
    chinese = dict(table.get("chinese", {}))
    return Terms(
        chinese=chinese, same=same, phrases=tuple(phrases), english=_inverse(chinese, table.get("same", ()))
    )


def _inverse(chinese: dict[str, str], same: Sequence[Sequence[str]]) -> dict[str, str]:
    """English words to the first Chinese term they gloss; words that mean the same share a term."""
    found: dict[str, str] = {}
    for term, gloss in chinese.items():
        if len(gloss.split()) <= _LONGEST:
            found.setdefault(_key(gloss), term)
    for group in same:
        term = next((found[_key(word)] for word in group if _key(word) in found), "")
        for word in group if term else ():
            found.setdefault(_key(word), term)
    return found


def _key(words_: str) -> str:
    return " ".join(stem(word) for word in words_.lower().split())
