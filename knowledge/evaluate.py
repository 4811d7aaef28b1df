"""Measures answers and retrieval on a set of questions with known facts (``marque eval``).

A right answer scores 1, a refusal or a question back 0, a wrong answer -1; a question that must be refused scores 1 or
-1. A question back hits where one of its titles would have been a right answer. Recall counts a section as found where
it rests on one of the facts that settle the question.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Sequence
from dataclasses import asdict, dataclass, field
from datetime import date
from statistics import median
from typing import TYPE_CHECKING, Any

from knowledge.question_sets import CHOICE, Given, QuestionRow, cited, hit, points

if TYPE_CHECKING:
    from knowledge.passages import Passage
    from knowledge.search import Search

DEPTHS = (1, 3, 5)


@dataclass(frozen=True, slots=True, kw_only=True)
class Scored:
    """One question with its points; ``cited`` is None where citations do not count."""

    row: QuestionRow
    given: Given
    points: int
    cited: bool | None
    confidence: float = 0.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Tally:
    """Counts for one class of questions."""

    right: int = 0
    wrong: int = 0
    asked_back: int = 0
    asked_back_hit: int = 0
    refused_rightly: int = 0
    refused_wrongly: int = 0
    answered_wrongly: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class SearchFigures:
    """How well one way to search finds, and how fast: recall at each depth, seconds a question."""

    recall: dict[int, float]
    p50: float
    p95: float


@dataclass(frozen=True, slots=True, kw_only=True)
class ThresholdRisk:
    """Were only questions answered whose confidence is at least ``threshold``: the share answered, the share of those wrong."""

    threshold: float
    coverage: float
    wrong: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """Everything that one run measured. Latency in seconds."""

    scored: tuple[Scored, ...]
    searches: dict[str, SearchFigures] = field(default_factory=dict)

    @property
    def classes(self) -> dict[str, Tally]:
        """Counts for each class, then for ``all``."""
        names = list(dict.fromkeys(s.row.kind for s in self.scored))
        table = {name: _tally([s for s in self.scored if s.row.kind == name]) for name in names}
        return {**table, "all": _tally(self.scored)}

    @property
    def mean(self) -> float:
        """Mean points of all questions."""
        return sum(s.points for s in self.scored) / max(len(self.scored), 1)

    @property
    def citation_hits(self) -> tuple[int, int]:
        """Answers whose citations hold an expected provision, of those where that counts."""
        counted = [s.cited for s in self.scored if s.cited is not None]
        return sum(counted), len(counted)

    @property
    def median_length(self) -> int:
        """Characters of the middle answer, refusals left out."""
        lengths = [len(s.given.answer) for s in self.scored if s.given.outcome == "answered"]
        return int(median(lengths)) if lengths else 0

    def latency(self, share: float) -> float:
        """Seconds within which this share of the questions was settled."""
        return _within([s.given.seconds for s in self.scored], share)

    @property
    def risk_coverage(self) -> tuple[ThresholdRisk, ...]:
        """The curve of risk and coverage, answering the surest questions first, in steps of a tenth."""
        answered = sorted(
            (s for s in self.scored if s.given.outcome == "answered"), key=lambda s: -s.confidence
        )
        points = []
        for tenth in range(1, 11):
            kept = answered[: round(len(answered) * tenth / 10)]
            if kept:
                wrong = sum(s.points < 0 for s in kept) / len(kept)
                coverage = len(kept) / len(self.scored)
                points.append(ThresholdRisk(threshold=kept[-1].confidence, coverage=coverage, wrong=wrong))
        return tuple(points)

    def as_dict(self) -> dict[str, Any]:
        """The report as plain values."""
        hits, counted = self.citation_hits
        fields = Tally.__dataclass_fields__
        return {
            "questions": len(self.scored),
            "mean": round(self.mean, 4),
            "classes": {name: {f: getattr(t, f) for f in fields} for name, t in self.classes.items()},
            "citation_hits": {"hits": hits, "of": counted},
            "median_answer_length": self.median_length,
            "latency_seconds": {"p50": round(self.latency(0.5), 4), "p95": round(self.latency(0.95), 4)},
            "recall": {
                name: {str(k): round(v, 4) for k, v in found.recall.items()}
                for name, found in self.searches.items()
            },
            "search_latency_seconds": {
                name: {"p50": round(found.p50, 4), "p95": round(found.p95, 4)}
                for name, found in self.searches.items()
            },
            "risk_coverage": [
                {name: round(value, 3) for name, value in asdict(point).items()}
                for point in self.risk_coverage
            ],
            "failed": [
                {"id": s.row.id, "points": s.points, "outcome": s.given.outcome, "answer": s.given.answer}
                for s in self.scored
                if s.points < 1
            ],
            "uncited": [s.row.id for s in self.scored if s.cited is False],
        }


Asks = Callable[[QuestionRow], Given]
Ranks = Callable[[QuestionRow], Sequence[frozenset[str]]]


def evaluate(rows: Iterable[QuestionRow], ask: Asks, confidence: Callable[[QuestionRow], float]) -> Report:
    """Ask every question and score it."""
    scored = []
    for row in rows:
        begun = time.perf_counter()
        given = ask(row)
        timed = Given(
            outcome=given.outcome,
            answer=given.answer,
            choices=given.choices,
            provisions=given.provisions,
            seconds=time.perf_counter() - begun,
        )
        one = Scored(
            row=row,
            given=timed,
            points=points(row, timed),
            cited=cited(row, timed),
            confidence=confidence(row),
        )
        scored.append(one)
    return Report(scored=tuple(scored))


def found_by(rows: Iterable[QuestionRow], rank: Ranks) -> SearchFigures:
    """Recall by depth (the share of questions with a section among the first that shares a fact with it), and speed."""
    asked = [row for row in rows if row.outcome == "answered" and row.facts]
    found, times = dict.fromkeys(DEPTHS, 0), []
    for row in asked:
        begun = time.perf_counter()
        ranking = rank(row)
        times.append(time.perf_counter() - begun)
        for depth in DEPTHS:
            found[depth] += any(row.facts & facts for facts in ranking[:depth])
    return SearchFigures(
        recall={depth: count / max(len(asked), 1) for depth, count in found.items()},
        p50=_within(times, 0.5),
        p95=_within(times, 0.95),
    )


def rankers(search: Search) -> dict[str, Ranks]:
    """Our search, and the same with only one of its channels."""
    from knowledge.ranker import CHANNELS, Fusion

    found = {"ours": _ranker(search)}
    for number, name in enumerate(CHANNELS):
        alone = Fusion(weights=tuple(float(n == number) for n in range(len(CHANNELS))))
        found[f"only {name}"] = _ranker(search.with_fusion({"en": alone, "zh": alone}))
    return found


def naive_ranker(passages: Sequence[Passage], as_of: date) -> Ranks:
    """Plain LangChain similarity search over the text of one day."""
    from knowledge.baseline import NaiveSearch

    naive = NaiveSearch(passages, as_of)
    return lambda row: naive.facts(row.question, DEPTHS[-1])


def _ranker(search: Search) -> Ranks:
    def rank(row: QuestionRow) -> Sequence[frozenset[str]]:
        found = search.search(row.question, on=row.as_of, language=row.language, limit=DEPTHS[-1])
        return [frozenset(hit.passage.facts) for hit in found.hits]

    return rank


def _within(times: Sequence[float], share: float) -> float:
    ordered = sorted(times)
    return ordered[min(len(ordered) - 1, int(share * len(ordered)))] if ordered else 0.0


def _tally(scored: Sequence[Scored]) -> Tally:
    wanted = [s for s in scored if s.row.outcome == "answered"]
    unwanted = [s for s in scored if s.row.outcome == "refused"]
    return Tally(
        right=sum(s.points == 1 for s in wanted),
        wrong=sum(s.points == -1 for s in wanted),
        asked_back=sum(s.given.outcome == CHOICE for s in wanted),
        asked_back_hit=sum(hit(s.row, s.given) for s in wanted),
        refused_wrongly=sum(s.points == 0 and s.given.outcome != CHOICE for s in wanted),
        refused_rightly=sum(s.points == 1 for s in unwanted),
        answered_wrongly=sum(s.points == -1 for s in unwanted),
    )
