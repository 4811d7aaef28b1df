"""Whether a question is one for the guidance at all: rules on words first, then nearness to examples by meaning.

Both live in ``scope.toml``. A place matters by the part it plays: "our French registration" asks about China,
"under French law" does not.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from importlib.resources.abc import Traversable
from pathlib import Path
from typing import Any

from knowledge.passages import Scope, ScopeVerdict


@dataclass(frozen=True, slots=True, kw_only=True)
class Places:
    """Compiled patterns about places, see ``scope.toml``."""

    anchors: re.Pattern[str]
    names: re.Pattern[str]
    law: re.Pattern[str]
    there: re.Pattern[str]
    abroad: re.Pattern[str]
    elsewhere: re.Pattern[str]
    markets: re.Pattern[str]
    harmless: re.Pattern[str]
    where: re.Pattern[str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """A question that holds ``pattern`` is of this scope, unless it holds the other pattern too."""

    scope: Scope
    pattern: re.Pattern[str]
    unless: re.Pattern[str] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ScopeRules:
    """The rules and examples of ``scope.toml``, and the sentence of help for each kind of refusal."""

    places: Places
    rules: tuple[Rule, ...]
    examples: tuple[tuple[Scope, str], ...]

    def judge(self, question: str) -> ScopeVerdict | None:
        """The verdict of the rules on words; None where they are silent."""
        for rule in self.rules:
            match = rule.pattern.search(question)
            if match and not (rule.unless and rule.unless.search(question)):
                return ScopeVerdict(scope=rule.scope, because=f"asks about “{match.group().strip()}”")
        return self._place(question)

    def names_elsewhere(self, question: str) -> bool:
        """Whether a place, an institution or a marketplace outside mainland China is named at all."""
        places = self.places
        return any(pattern.search(question) for pattern in (places.names, places.elsewhere, places.markets))

    def _place(self, question: str) -> ScopeVerdict | None:
        places = self.places
        about_china = places.anchors.search(question) is not None
        bare = places.harmless.sub(" ", question)
        foreign = places.law.search(bare) or places.there.search(question) or places.abroad.search(question)
        abroad = places.elsewhere.search(question) or places.markets.search(bare) or places.where.search(bare)
        if foreign is None and (about_china or abroad is None):
            return None
        found = foreign or abroad
        assert found is not None
        return ScopeVerdict(scope=Scope.OTHER_PLACE, because=f"asks about “{found.group().strip()}”")


def load(file: Traversable | Path | None = None) -> ScopeRules:
    """Read the rules; by default those that ship with Marque."""
    source = file if file is not None else Path(__file__).parent / "scope.toml"
    table = tomllib.loads(source.read_text(encoding="utf-8"))
    return ScopeRules(
        places=_places(table),
        rules=tuple(_rules(table)),
        examples=tuple((Scope(name), text) for name, texts in table["examples"].items() for text in texts),
    )


def help_sentences(file: Traversable | Path | None = None) -> dict[str, dict[str, str]]:
    """Language → kind of refusal → the sentence that says what the bot can help with instead."""
    source = file if file is not None else Path(__file__).parent / "scope.toml"
    table = tomllib.loads(source.read_text(encoding="utf-8"))
    return {language: dict(sentences) for language, sentences in table["help"].items()}


def _places(table: dict[str, Any]) -> Places:
    place = table["place"]
    name = f"(?:{place['names']})"

    def compiled(pattern: str) -> re.Pattern[str]:
        return re.compile(pattern.replace("PLACE", name), re.IGNORECASE)

    possessive = rf"{name}(?:'s|’s|的)?\s*(?:\w+\s+){{0,2}}?\s*{place['law']}"
    there = (
        rf"{name}.{{0,80}}\b(?:courts?|customs|police|office|authorit\w+|law|registry)\b.{{0,12}}\bthere\b"
    )
    of_place = rf"\b(?:law|courts?|customs|polic\w+|authorit\w+|trade ?mark office|statutes?)s? (?:of|in|at) (?:the )?{name}"
    return Places(
        anchors=compiled(table["china"]["anchors"]),
        names=compiled(name),
        law=compiled(f"{possessive}|{of_place}"),
        there=compiled(there),
        abroad=compiled(place["marketplace_abroad"]),
        elsewhere=compiled(place["elsewhere"]),
        markets=compiled(place["markets"]),
        harmless=compiled(place["harmless"]),
        where=compiled(place["where"]),
    )


def _rules(table: dict[str, Any]) -> Iterator[Rule]:
    for rule in table["rule"]:
        unless = re.compile(rule["unless"], re.IGNORECASE) if "unless" in rule else None
        for pattern in rule["patterns"]:
            yield Rule(scope=Scope(rule["scope"]), pattern=re.compile(pattern, re.IGNORECASE), unless=unless)
