"""Judges what the reader said of batches left out: temperatures, and the chances from which a message is refused or doubted."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from knowledge import standing
from knowledge.bank import Line
from knowledge.embedding import Vectors
from knowledge.judging import Flags
from knowledge.learning import PAGES, Wanted
from knowledge.reader import ASPECT, LABELS, QUESTIONS, STANDING, YES_NO, refusable, refused
from knowledge.reading import Asker, MessageKind, Refusal, most
from knowledge.standing import STANDINGS
from knowledge.wanted import targets

Said = tuple[Mapping[MessageKind, float], Mapping[Refusal, float], float]
REASONS = tuple(each for each in Refusal if each is not Refusal.NONE)
TONGUES, DONE = ("en", "zh"), ("answered", "doubted", "refused")
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
