"""The interface strings (translations) of one language: key in, sentence out; English where one lacks."""

import tomllib
from collections.abc import Iterable, Mapping
from datetime import date
from functools import cache
from importlib.resources import files
from typing import Any

from bot.domain.sentences import counted

LANGUAGES = ("en", "zh")


class Words:
    """Strings by dotted key. ``words("alert.price", price="CNY 59")`` fills the braces of the string."""

    def __init__(self, language: str, strings: Mapping[str, str]) -> None:
        self.language, self._strings = language, strings

    def __call__(self, key: str, **facts: object) -> str:
        """The string of this key, filled; a day is told as the language writes it, ``{count:case|cases}`` by its count.

        Raises:
            KeyError: no such string, or a brace without its fact: a fault of the program.
        """
        told = {name: self.day(fact) if type(fact) is date else fact for name, fact in facts.items()}
        return counted(self._strings[key], told).format(**told) if told else self._strings[key]

    def day(self, on: date) -> str:
        """10 December 2026, or 2026年12月10日."""
        return day(on, self.language)

    def listed(self, parts: Iterable[str]) -> str:
        """Words one after another, parted as the language does."""
        return ("、" if self.language == "zh" else ", ").join(parts)

    def has(self, key: str) -> bool:
        """Whether there is such a string, for values that come from records."""
        return key in self._strings

    @property
    def names(self) -> frozenset[str]:
        """Every key, for the check that all languages say the same things."""
        return frozenset(self._strings)


def day(on: date, language: str) -> str:
    """10 December 2026, or 2026年12月10日."""
    return f"{on.year}年{on.month}月{on.day}日" if language == "zh" else f"{on.day} {on:%B %Y}"


@cache
def load_words(language: str) -> Words:
    """The strings of a language, read once."""
    raw = files("bot.words").joinpath(f"{language}.toml").read_text(encoding="utf-8")
    return Words(language, dict(_flat(tomllib.loads(raw))))


def _flat(table: Mapping[str, Any], before: str = "") -> list[tuple[str, str]]:
    found: list[tuple[str, str]] = []
    for name, value in table.items():
        key = f"{before}{name}"
        found += _flat(value, f"{key}.") if isinstance(value, dict) else [(key, str(value))]
    return found
