"""Tells a sentence in the reader's language."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from functools import cache
from importlib.resources import files

from bot.domain.sentences import Sentence
from bot.words.book import Words


def tell(sentence: Sentence, words: Words) -> str:
    """The sentence for readers of these words; in English where it is of a version that had other wordings."""
    table = wordings(words.language)
    return sentence.told(lambda key: table.get(key, key))


@cache
def wordings(language: str) -> Mapping[str, str]:
    """Every sentence of a language by its English wording, with the same places; none for English itself."""
    if language == "en":
        return {}
    raw = tomllib.loads(files("bot.words").joinpath(f"sentences_{language}.toml").read_text(encoding="utf-8"))
    return {english: told for room in raw.values() for english, told in room.items()}
