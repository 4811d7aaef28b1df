"""Judges what was said of batches left out: thresholds, temperatures, and the report that ``marque eval`` shows."""

from __future__ import annotations

import json
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from knowledge import standing
from knowledge.bank import Line
from knowledge.embedding import Vectors
from knowledge.learning import PAGES, Wanted
from knowledge.left_out import Fold, fuse, others_of
from knowledge.processes import shared_out
from knowledge.ranker import CHANNELS, joined, with_platform
from knowledge.reader import ASPECT, LABELS, QUESTIONS, STANDING, YES_NO, refusable, refused
from knowledge.reading import Asker, MessageKind, Refusal, most
from knowledge.standing import STANDINGS
from knowledge.wanted import targets

FILE = Path(__file__).parent / "learned" / "left_out.json"
Flags = NDArray[np.bool_]
Said = tuple[Mapping[MessageKind, float], Mapping[Refusal, float], float]
REASONS = tuple(each for each in Refusal if each is not Refusal.NONE)
TONGUES, DONE = ("en", "zh"), ("answered", "doubted", "refused")
TITLES = 3
# Down to which chance is answered: as long as the first title is right this often; and asked back: as long as one of them is.
LEAST_RIGHT, LEAST_HIT = 0.7, 0.4
# Chances so far apart are taken together.
STEP = 0.05
# Of honest messages near to a refusal at most this many are refused, and refused or doubted, for one reason; more for the
# dangerous one. Of plain questions, which are most of what is asked, so much less.
PLAIN = 0.45
WRONGLY_REFUSED = {Refusal.UNLAWFUL: 0.03, Refusal.NEEDS_COUNSEL: 0.006, Refusal.ELSEWHERE: 0.003}
WRONGLY_DOUBTED = {Refusal.UNLAWFUL: 0.05, Refusal.NEEDS_COUNSEL: 0.03, Refusal.ELSEWHERE: 0.03}


@dataclass(frozen=True, slots=True, kw_only=True)
class JudgedReading:
    """What the reader does on messages left out."""

    temperatures: dict[str, float]
    refuse: dict[str, dict[str, float]]
    doubt: dict[str, dict[str, float]]
    report: dict[str, Any]


def judged_ranking(
    folds: Sequence[Fold],
    found: Mapping[str, Vectors],
    sections: Sequence[str],
    rules: Mapping[str, Collection[str]],
) -> tuple[dict[str, float], dict[str, Any]]:
    """Thresholds of answer and choice, and the report: each batch, the ablation, risk and coverage; ``rules`` are the
    provisions of each section.

    Figures of a batch are under thresholds chosen on the other batches.
    """
    own = [set(rules.get(section, ())) for section in sections]
    alike = np.array(
        [[n == m or bool(one & other) for m, other in enumerate(own)] for n, one in enumerate(own)]
    )
    ranked = {one.batch: _ranked(one, found[one.batch], alike) for one in folds}
    every = thresholds_of(list(ranked.values()))
    batches = {}
    for one in folds:
        rows = ranked[one.batch]
        others = thresholds_of([each for name, each in ranked.items() if name != one.batch] or [rows])
        batches[one.batch] = {"language": one.language, **outcome(rows, *others)}
    risk = risk_coverage(np.concatenate(list(ranked.values())))
    report = {"batches": batches, "ablation": ablation(folds, sections), "risk_coverage": risk}
    return {"answer": every[0], "choice": every[1]}, report


def _ranked(one: Fold, logs: Vectors, alike: Flags | None = None) -> Vectors:
    """A row a question: the chance of the first section, with those ``alike`` where they are known, and the rank of the right
    one from 0."""
    order = np.argsort(-logs, axis=1, kind="stable")
    rank = np.argmax(order == one.owner[:, None], axis=1)
    shares = np.exp(logs)
    chance = shares.max(axis=1) if alike is None else (shares * alike[order[:, 0]]).sum(axis=1)
    return np.column_stack([chance, rank]).astype(np.float32)


def thresholds_of(ranked: Sequence[Vectors]) -> tuple[float, float]:
    """Least chances of an answer and of a choice: see :data:`LEAST_RIGHT` and :data:`LEAST_HIT`."""
    rows = np.concatenate(ranked)
    answer = _down_to(rows, 1.0, 1, LEAST_RIGHT)
    return round(answer, 3), round(_down_to(rows, answer, TITLES, LEAST_HIT), 3)


def _down_to(rows: Vectors, start: float, titles: int, least: float) -> float:
    """The least chance, from a start on, down to which the first titles hold the right one often enough."""
    found = start
    for chance in np.arange(start - STEP, 0.0, -STEP / 2):
        some = rows[(rows[:, 0] >= chance) & (rows[:, 0] < chance + STEP)]
        if len(some) >= TITLES and float((some[:, 1] < titles).mean()) < least:
            break
        found = float(chance)
    return found


def outcome(ranked: Vectors, answer: float, choice: float) -> dict[str, Any]:
    """Shares of one of what becomes of questions under two thresholds."""
    chance, rank = ranked.T
    answered, chosen = chance >= answer, (chance >= choice) & (chance < answer)
    size = len(ranked)
    return {
        "questions": size,
        **_recalls(rank),
        "right": round(float((answered & (rank == 0)).sum() / size), 4),
        "wrong": round(float((answered & (rank > 0)).sum() / size), 4),
        "asked_back": round(float(chosen.sum() / size), 4),
        "asked_back_hit": round(float((chosen & (rank < TITLES)).sum() / max(chosen.sum(), 1)), 4),
        "refused": round(float((~answered & ~chosen).sum() / size), 4),
    }


def ablation(folds: Sequence[Fold], sections: Sequence[str]) -> dict[str, dict[str, float]]:
    """Recall at 1 and 3 over all batches with a part off; the weights of the rest learned anew."""
    every = tuple(range(len(CHANNELS)))
    kinds = {"all": every}
    kinds |= {f"without {name}": tuple(n for n in every if n != off) for off, name in enumerate(CHANNELS)}
    kinds |= {f"only {name}": (n,) for n, name in enumerate(CHANNELS)}
    parts = shared_out([partial(_recalled, folds, sections, kept) for kept in kinds.values()])
    found = {name: with_page for name, (with_page, _) in zip(kinds, parts, strict=True)}
    return {"all": found.pop("all"), "without the platform's page": parts[0][1], **found}


def _recalled(
    folds: Sequence[Fold], sections: Sequence[str], kept: Sequence[int]
) -> tuple[dict[str, float], dict[str, float]]:
    """Recall at 1 and 3 by these channels alone, with the platform's page and without."""
    place = {section: number for number, section in enumerate(sections)}
    cut = [replace(one, channels=one.channels[list(kept)]) for one in folds]
    logs = [joined(one.channels, fuse(others_of(one, cut))) for one in cut]
    pairs = zip(logs, cut, strict=True)
    placed = [with_platform(own, [line.text for line in one.lines], place) for own, one in pairs]
    return _recall(cut, placed), _recall(cut, logs)


def _recall(folds: Sequence[Fold], logs: Sequence[Vectors]) -> dict[str, float]:
    return _recalls(np.concatenate([_ranked(one, own)[:, 1] for one, own in zip(folds, logs, strict=True)]))


def _recalls(rank: Vectors) -> dict[str, float]:
    return {f"recall_{first}": round(float((rank < first).mean()), 4) for first in (1, TITLES)}


def risk_coverage(ranked: Vectors) -> list[dict[str, float]]:
    """Answering the surest questions first, in steps of a tenth: how many of them are wrong."""
    order = ranked[np.argsort(-ranked[:, 0])]
    steps = [order[: max(1, round(len(order) * tenth / 10))] for tenth in range(1, 11)]
    return [
        {"coverage": round(len(step) / len(order), 2), "threshold": round(float(step[-1, 0]), 3),
         "wrong": round(float((step[:, 1] > 0).mean()), 4)}
        for step in steps
    ]  # fmt: skip


def judged_reading(lines: Sequence[Line], said: Vectors, surest: Vectors) -> JudgedReading:
    """Judge what was said of lines by a reader, and how sure the ranker was, that did not see their batch.

    Beside questions with a section, of batches alone that hold honest and refused messages: where a batch of one side is left
    out, its style would pass for the other.
    """
    fair = two_sided(lines)
    asked = [
        n for n, each in enumerate(lines)
        if (each.section or each.several or each.batch in fair) and not each.batch.startswith(PAGES)
    ]  # fmt: skip
    wanted = {head: each.some(np.array(asked)) for head, each in targets(lines).items()}
    temperatures, chances, start = {}, {}, 0
    for head, labels in LABELS.items():
        own, start = said[asked, start : start + len(labels)], start + len(labels)
        temperatures[head] = _temperature(own, wanted[head])
        chances[head] = _shares(own / temperatures[head])
    return _judged([lines[n] for n in asked], chances, surest[asked], temperatures)


def _judged(
    lines: Sequence[Line], chances: Mapping[str, Vectors], surest: Vectors, temperatures: dict[str, float]
) -> JudgedReading:
    read = [dict(zip(STANDINGS, map(float, row), strict=True)) for row in chances[STANDING]]
    both = [
        (standing.kinds(each), standing.refusals(each), float(s))
        for each, s in zip(read, surest, strict=True)
    ]
    tongue = _tongues(lines)
    near = np.array([_near(line) for line in lines])
    honest = {t: [[both[n] for n in np.flatnonzero(own & (tongue == t))] for own in _honest(lines, near)]
              for t in TONGUES}  # fmt: skip
    refuse, doubt = ({t: {r.value: _least(honest[t], r, wrongly[r]) for r in REASONS} for t in TONGUES}
                     for wrongly in (WRONGLY_REFUSED, WRONGLY_DOUBTED))  # fmt: skip
    done = np.array([_done(own, refuse[t], doubt[t]) for own, t in zip(both, tongue.tolist(), strict=True)])
    report, wanted = _kinds_report(lines, [most(kind) for kind, *_ in both], near, done), targets(lines)
    for head in (ASPECT, YES_NO, QUESTIONS):
        right = wanted[head].possible[np.arange(len(lines)), chances[head].argmax(axis=1)]
        report["right"][head] = _by_tongue(lines, right, wanted[head].weight > 0)
    return JudgedReading(temperatures=temperatures, refuse=refuse, doubt=doubt, report=report)


def _near(line: Line) -> bool:
    return not line.section and not line.several and standing.what(line) in ("law", "plan")


def _honest(lines: Sequence[Line], near: Flags) -> list[Flags]:
    """Groups of honest messages: those near to a refusal, and the questions of each batch."""
    batches = np.array([line.batch if line.section else "" for line in lines])
    return [near, *(batches == name for name in dict.fromkeys(batches.tolist()) if name)]


def two_sided(lines: Sequence[Line]) -> set[str]:
    """Batches that hold honest questions and refused ones."""
    sides: dict[str, set[bool]] = {}
    for line in lines:
        if not line.section and standing.what(line) in ("law", "plan", *REASONS):
            sides.setdefault(line.batch, set()).add(standing.what(line) in ("law", "plan"))
    return {name for name, both in sides.items() if len(both) == 2}


def _temperature(logits: Vectors, wanted: Wanted) -> float:
    """The temperature under which what is wanted is likeliest."""

    def loss(temperature: float) -> float:
        said = (_shares(logits / temperature) * wanted.possible).sum(axis=1)
        return -float((np.log(said + 1e-9) * wanted.weight).sum())

    return float(min(np.geomspace(0.03, 3.0, 60), key=loss))


def _shares(logits: Vectors) -> Vectors:
    raised = np.exp(logits - logits.max(axis=1, keepdims=True))
    return np.asarray(raised / raised.sum(axis=1, keepdims=True), dtype=np.float32)


def _least(groups: Sequence[Sequence[Said]], reason: Refusal, wrongly: float) -> float:
    """The least chance at which no more of honest messages than allowed are taken for what this reason refuses: of those near
    to a refusal (the first group), and fewer of the questions of the middle batch."""
    near, *batches = ([_taken(*each, reason) for each in group] for group in groups if group)
    middle = float(np.median([np.quantile(taken, 1 - wrongly * PLAIN) for taken in batches]))
    return round(float(np.clip(max(np.quantile(near, 1 - wrongly), middle), 0.3, 0.999)), 4)


def _taken(
    kind: Mapping[MessageKind, float], refusal: Mapping[Refusal, float], surest: float, reason: Refusal
) -> float:
    own = refused(kind, refusal, surest, dict.fromkeys(REASONS, 0.0)) is reason
    return refusable(kind, refusal, surest) if own else 0.0


def _done(one: Said, refuse: Mapping[str, float], doubt: Mapping[str, float]) -> str:
    if refused(*one, refuse) is not Refusal.NONE:
        return "refused"
    return "doubted" if refused(*one, doubt) is not Refusal.NONE else "answered"


def _kinds_report(
    lines: Sequence[Line], read: Sequence[MessageKind], near: Flags, done: NDArray[np.str_]
) -> dict[str, Any]:
    said = np.array([standing.what(line) for line in lines])
    batch = np.array([line.batch for line in lines])
    sectioned, tongue = np.array([bool(line.section) for line in lines]), _tongues(lines)
    kind = np.where(np.isin(said, REASONS), MessageKind.LAW.value, said)
    single = np.array([not line.several for line in lines])
    right, rare = np.array([each.value for each in read]) == kind, ~sectioned & (said != "") & single
    dealers = np.array([line.asker == Asker.COUNTERFEITER for line in lines])
    groups = {f"{name}, {t}": (said == name) & (tongue == t) for name in REASONS for t in TONGUES}
    groups |= {f"honest and near, {t}": near & (tongue == t) for t in TONGUES}
    groups |= {f"questions with a section, {t}": sectioned & (tongue == t) for t in TONGUES}
    groups["counterfeiters"] = dealers
    return {
        "right": {"kind": _by_tongue(lines, right, rare)},
        "kinds": {name.value: _share(right, rare & (kind == name)) for name in MessageKind},
        "batches": {
            name: _share(right, rare & (batch == name)) for name in dict.fromkeys(batch[rare].tolist())
        },
        "refusals": {
            name: {**{what: _share(done == what, own)["share"] for what in DONE}, "of": int(own.sum())}
            for name, own in groups.items()
        },
    }


def _by_tongue(lines: Sequence[Line], right: Flags, among: Flags) -> dict[str, dict[str, float]]:
    return {t: _share(right, among & (_tongues(lines) == t)) for t in TONGUES}


def _tongues(lines: Sequence[Line]) -> NDArray[np.str_]:
    return np.array([line.language for line in lines])


def _share(found: Flags, among: Flags) -> dict[str, float]:
    return {"share": round(float(found[among].mean()), 4) if among.any() else 0.0, "of": int(among.sum())}


def save(report: Mapping[str, Any]) -> None:
    """Write the report."""
    FILE.write_text(json.dumps(report, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")


def load() -> dict[str, Any]:
    """The report as it ships."""
    found: dict[str, Any] = json.loads(FILE.read_text(encoding="utf-8"))
    return found
