"""The route picker: six answers in, ranked routes out, each with the rules that led there (``law/routes.toml``).

Pure: table, answers and a date. Texts are filled from the register, so that no number is typed and each
text reads as the law stands on the day.
"""

import tomllib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from functools import cache, partial
from importlib.resources.abc import Traversable
from pathlib import Path
from typing import Any

from knowledge.instruments import Confidence
from knowledge.law import Register
from knowledge.phrasing import Phrases

UNKNOWN = "unknown"
_DOUBT = (Confidence.VERIFIED, Confidence.SINGLE_SOURCE, Confidence.UNVERIFIED)

Answers = Mapping[str, str]
"""Question id → answer id."""


class RoutesError(Exception):
    """An answer that the table does not know, or a question left out; names it and what could be said."""


class Odds(StrEnum):
    """How well a route is placed. ``FIRST``: a step that comes before any route."""

    FIRST = "first"
    GOOD = "good"
    FAIR = "fair"
    SLIM = "slim"


@dataclass(frozen=True, slots=True, kw_only=True)
class Worded:
    """A text in both languages."""

    en: str
    zh: str

    def in_(self, language: str) -> str:
        """The Chinese or the English text."""
        return self.zh if language == "zh" else self.en


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """One answer to a question."""

    id: str
    label: Worded


@dataclass(frozen=True, slots=True, kw_only=True)
class RouteQuestion:
    """A question with its answers; the first is taken where nothing is known."""

    id: str
    ask: Worded
    choices: tuple[Choice, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Route:
    """A way to act. ``kinds`` are kinds of notice it may end in; texts hold places for the register."""

    id: str
    title: Worded
    first_step: bool
    kinds: tuple[str, ...]
    time: Worded
    cost: Worded
    evidence: Worded


@dataclass(frozen=True, slots=True, kw_only=True)
class RouteRule:
    """Where every answer in ``when`` was given: offers or bars a route, or moves its points; and why."""

    id: str
    route: str
    when: tuple[tuple[str, tuple[str, ...]], ...]
    offers: bool
    bars: bool
    points: int
    because: Worded
    rests_on: tuple[str, ...]

    def holds(self, answers: Answers) -> bool:
        """Whether the answers are those it asks for."""
        return all(answers.get(question) in wanted for question, wanted in self.when)


@dataclass(frozen=True, slots=True, kw_only=True)
class RouteTable:
    """Everything the picker knows. ``good`` and ``fair`` are the least points for these odds."""

    questions: tuple[RouteQuestion, ...]
    routes: tuple[Route, ...]
    rules: tuple[RouteRule, ...]
    good: int
    fair: int


@dataclass(frozen=True, slots=True, kw_only=True)
class CitedText:
    """A text filled from the register; ``doubt`` is the least certain provision in it, None where it names none."""

    text: str
    doubt: Confidence | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Option:
    """A route as the answers leave it. ``time``, ``cost`` and ``evidence`` are None where no source tells them."""

    route: Route
    odds: Odds
    points: int
    time: CitedText | None
    cost: CitedText | None
    evidence: CitedText | None
    trace: tuple[RouteRule, ...]
    keys: tuple[str, ...]


@cache
def load(file: Traversable | Path | None = None) -> RouteTable:
    """The table that ships, or another of the same shape."""
    source = file if file is not None else Path(__file__).parent / "law" / "routes.toml"
    table = tomllib.loads(source.read_text(encoding="utf-8"))
    return RouteTable(
        questions=tuple(map(_question, table["question"])),
        routes=tuple(map(_route, table["route"])),
        rules=tuple(map(_rule, table["rule"])),
        good=table["odds"]["good"],
        fair=table["odds"]["fair"],
    )


def checked(table: RouteTable, answers: Answers) -> Answers:
    """The answers, if each question has one that the table knows.

    Raises:
        RoutesError: a question without an answer, an unknown question, or an unknown answer.
    """
    known = {question.id: [choice.id for choice in question.choices] for question in table.questions}
    for name in answers.keys() - known.keys():
        raise RoutesError(f"there is no question “{name}”; the questions are {', '.join(known)}")
    for name, choices in known.items():
        if answers.get(name) not in choices:
            said = f"“{answers[name]}” is no answer to" if name in answers else "no answer was given to"
            raise RoutesError(f"{said} “{name}”; say one of {', '.join(choices)}")
    return {name: answers[name] for name in known}


def pick(
    table: RouteTable, answers: Answers, register: Register, on: date, language: str
) -> Sequence[Option]:
    """Routes that the answers leave open: first steps, then by points, then in the order of the table.

    Raises:
        RoutesError: as :func:`checked`.
    """
    given = checked(table, answers)
    fresh = partial(Phrases, register=register, language=language, act_on=on, filed_on=on)
    found = [_option(table, route, given, fresh) for route in table.routes]
    return sorted((o for o in found if o), key=lambda o: (not o.route.first_step, -o.points))


def _option(table: RouteTable, route: Route, answers: Answers, fresh: Callable[[], Phrases]) -> Option | None:
    trace = tuple(rule for rule in table.rules if rule.route == route.id and rule.holds(answers))
    if any(rule.bars for rule in trace) or not any(rule.offers for rule in trace):
        return None
    points = sum(rule.points for rule in trace)
    texts = [(words, fresh()) for words in (route.time, route.cost, route.evidence)]
    time, cost, evidence = (_told(words, phrases) for words, phrases in texts)
    rested = (key for rule in trace for key in rule.rests_on)
    named = (key for _, phrases in texts for key in phrases.used)
    return Option(
        route=route,
        odds=_odds(table, route, points),
        points=points,
        time=time,
        cost=cost,
        evidence=evidence,
        trace=trace,
        keys=tuple(dict.fromkeys((*rested, *named))),
    )


def _odds(table: RouteTable, route: Route, points: int) -> Odds:
    if route.first_step:
        return Odds.FIRST
    return Odds.GOOD if points >= table.good else Odds.FAIR if points >= table.fair else Odds.SLIM


def _told(words: Worded, phrases: Phrases) -> CitedText | None:
    if words.en == UNKNOWN:
        return None
    text = phrases.filled(words.in_(phrases.language))
    doubts = (version.confidence for version in phrases.used.values())
    return CitedText(text=text, doubt=max(doubts, key=_DOUBT.index, default=None))


def _worded(row: Mapping[str, Any], name: str) -> Worded:
    return Worded(en=row[name], zh=row[f"{name}_zh"])


def _question(row: Mapping[str, Any]) -> RouteQuestion:
    choices = tuple(Choice(id=i, label=Worded(en=en, zh=zh)) for i, en, zh in row["answers"])
    return RouteQuestion(id=row["id"], ask=_worded(row, "ask"), choices=choices)


def _route(row: Mapping[str, Any]) -> Route:
    return Route(
        id=row["id"],
        title=_worded(row, "title"),
        first_step=row.get("first_step", False),
        kinds=tuple(row["kinds"]),
        time=_worded(row, "time"),
        cost=_worded(row, "cost"),
        evidence=_worded(row, "evidence"),
    )


def _rule(row: Mapping[str, Any]) -> RouteRule:
    return RouteRule(
        id=row["id"],
        route=row["route"],
        when=tuple((question, tuple(wanted)) for question, wanted in row["when"].items()),
        offers=row.get("offers", False),
        bars=row.get("bars", False),
        points=row.get("points", 0),
        because=_worded(row, "because"),
        rests_on=tuple(row["rests_on"]),
    )
