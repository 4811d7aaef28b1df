"""Tells a sentence in the reader's language: translates errors, reasons and gaps."""

import re
import tomllib
from collections.abc import Mapping
from datetime import date
from functools import cache
from importlib.resources import files

from bot.domain.assessments import QUOTES
from bot.domain.sentences import Sentence
from bot.words.book import Words

_DAY = re.compile(r"\d{4}-\d\d-\d\d")
"""A day as records keep it."""


def tell(sentence: Sentence, words: Words) -> str:
    """The sentence for readers of these words, each fact that is a day written as their language writes days and quotes parted as
    it parts them; in English where it is of a version that had other wordings."""
    table, between = wordings(words.language), words.listed("”“")

    def said(fact: str) -> str:
        try:
            return (
                words.day(date.fromisoformat(fact)) if _DAY.fullmatch(fact) else fact.replace(QUOTES, between)
            )
        except ValueError:  # a number that only looks like a day
            return fact

    return (
        sentence.each(said).told(lambda key: table.get(key, key))
        if sentence.facts
        else table.get(sentence.key, sentence.key)
    )


@cache
def wordings(language: str) -> Mapping[str, str]:
    """Every sentence of a language by its English wording, with the same places; none for English itself."""
    if language == "en":
        return {}
    raw = tomllib.loads(files("bot.words").joinpath(f"sentences_{language}.toml").read_text(encoding="utf-8"))
    return {english: told for room in raw.values() for english, told in room.items()}
