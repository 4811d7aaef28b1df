"""Sentences as facts: what is told is kept as its wording and its facts, and becomes text at the door.

The key of a sentence is its English wording with a place in braces for each fact. So whoever reads the code reads the
sentence, ``str`` tells it in English for logs, JSON and the command line, and a row that holds it stays readable when the
wording has changed since. :func:`bot.words.telling.tell` tells it in the reader's language.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from enum import Enum
from functools import lru_cache
from typing import Union

from knowledge.lazily import lazily

_PLACE = lazily(r"\{(\w+)\}")
_FORMS = lazily(r"\{(\w+):([^{}|]*)\|([^{}|]*)\}")
Fact = Union[str, "Sentence"]
"""A fact that stands as it is in every language, or one that has words in each."""
Told = Fact
"""What may stand where a sentence is kept: a text without places is a sentence without facts (:func:`worded`)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Sentence:
    """``facts`` by the names of their places in ``key``; without facts, braces in ``key`` are only braces."""

    key: str
    facts: tuple[tuple[str, Fact], ...] = ()

    def __str__(self) -> str:
        return self.told(str)

    def __bool__(self) -> bool:
        return bool(self.key)

    def told(self, wording: Callable[[str], str]) -> str:
        """The sentence in the words that ``wording`` has for each key."""
        if not self.facts:
            return wording(self.key)
        facts, text = _Facts(), wording(self.key)
        for name, fact in self.facts:  # plain loop: this runs on every reason of very many listings
            facts[name] = fact if isinstance(fact, str) else fact.told(wording)
        return _format(counted(text, facts) if "|" in text else text) % facts

    def fact(self, name: str) -> str:
        """A fact in English; empty where the sentence has none of this name."""
        return next((str(fact) for known, fact in self.facts if known == name), "")

    def each(self, change: Callable[[str], str]) -> Sentence:
        """The sentence with every fact, or the text that it is without facts, changed."""
        if not self.facts:
            return Sentence(key=change(self.key))
        facts = ((name, f.each(change) if isinstance(f, Sentence) else change(f)) for name, f in self.facts)
        return Sentence(key=self.key, facts=tuple(facts))

    def plain(self) -> dict[str, object]:
        """The sentence as JSON holds it; :func:`read` is the way back."""
        facts = {name: fact if isinstance(fact, str) else fact.plain() for name, fact in self.facts}
        return {"key": self.key, "facts": facts}


def counted(wording: str, facts: Mapping[str, object]) -> str:
    """The wording with each ``{count:case|cases}`` as the word that goes with the count: the first with 1, else the second."""
    return _FORMS.sub(lambda found: found[2 if str(facts.get(found[1])) == "1" else 3], wording)


def many(count: int, one: str) -> str:
    """A count and its noun in English: 1 listing, 3,600 listings, 2 entries."""
    more = f"{one[:-1]}ies" if one.endswith("y") else f"{one}s"
    return counted(f"{count:,} {{count:{one}|{more}}}", {"count": count})


@lru_cache(4096)  # the same few sentences are told of very many listings
def _format(wording: str) -> str:
    """A wording with its places as ``%`` fills them."""
    return _PLACE.sub(r"%(\1)s", wording.replace("%", "%%"))


class _Facts(dict[str, str]):
    """Facts by the names of their places; a place without one stays as it is."""

    def __missing__(self, name: str) -> str:
        return f"{{{name}}}"


def sentence(key: str, /, **facts: object) -> Sentence:
    """A sentence with its facts: a member of an enum by the word that it stands for, what is no sentence as its text."""
    # Most are texts, and very many sentences are told: no call is made for one.
    told = [(name, fact if type(fact) is str else _fact(fact)) for name, fact in facts.items()]
    return Sentence(key=key, facts=tuple(told))


def _fact(value: object) -> Fact:
    if isinstance(value, Sentence):
        return value
    return Sentence(key=str(value.value).replace("_", " ")) if isinstance(value, Enum) else str(value)


NOTHING = Sentence(key="")


def worded(told: Told) -> Sentence:
    """What has words in every language, or is a text from outside that nobody has words for."""
    return told if isinstance(told, Sentence) else Sentence(key=told)


def filled(told: Told, facts: Mapping[str, object]) -> Sentence:
    """The sentence of this wording, with those of the facts that it has places for."""
    if isinstance(told, Sentence):
        return told
    return sentence(told, **{name: facts[name] for name in _PLACE.findall(told) if name in facts})


def joined(parts: Iterable[Told], by: str = "\n") -> Sentence:
    """Several sentences as one."""
    facts = {f"part{number}": worded(part) for number, part in enumerate(parts)}
    return sentence(by.join(f"{{{name}}}" for name in facts), **facts)


def written(told: Sentence) -> str:
    """The sentence for a column of text; :func:`kept` is the way back, also from the plain text of older rows."""
    return json.dumps(told.plain(), ensure_ascii=False) if told.facts else told.key


def kept(text: str) -> Sentence:
    return read(json.loads(text)) if text.startswith('{"key":') else Sentence(key=text)


def read(value: object) -> Sentence:
    """A sentence as JSON holds it. Older rows hold the English text itself: it is a key without facts."""
    if not isinstance(value, Mapping):
        return Sentence(key=str(value))
    facts = value["facts"]
    return sentence(
        value["key"], **{name: read(f) if isinstance(f, Mapping) else f for name, f in facts.items()}
    )
