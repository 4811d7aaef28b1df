"""What a message is about beyond its kind: which event, situation, record, act or turn of a thread, by its meaning.

Learned from written examples (``knowledge/topics``), as the reader is, by a network of its own. What ships is
``learned/topics.safetensors`` with the hash of its examples. Topics are compared within their group only, for a message's kind
is the business of :mod:`knowledge.reader`.

And what a message states itself of a stage, a side or a mode (``stages.toml``), which chooses between clocks and remedies that
sound alike. Most of that is read from its words: who says that a mark is registered says so in few words, and the clock of a
publication is then wrong whatever else the message is like. What is told in many ways is learned (:func:`cautions`).
"""

from __future__ import annotations

import hashlib
import json
import re
import tomllib
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from knowledge.lazily import lazily
from knowledge.mentions import rights
from knowledge.network import Network, Vectors
from knowledge.passages import KnowledgeFault
from knowledge.planned import OWN_STEPS
from knowledge.plans import packets
from knowledge.routes import Worded

FOLDER = Path(__file__).parent / "topics"
# Topics alone have these: parts of messages, for the reader is given whole ones, and situations of many hands.
CLAUSES = ("clauses.toml", "cases.toml", "situations.toml", "situations_hands.toml", "told_sides.toml")
STAGES = Path(__file__).parent / "stages.toml"
FILE = Path(__file__).parent / "learned" / "topics.safetensors"
OTHER = "other"
"""What belongs to no topic: questions of law."""
# A fact is told of what is ours where this stands shortly before it in the same clause.
_OURS = lazily(
    r"(?<!of )(?<!like )(?<!with )\b(?:our|my|we)\b(?:\W+\w+){0,5}\W*$|(?:我们|我方|我司|自己|本公司|咱们?)[^，。,；]{0,6}$",
    re.IGNORECASE,
)
_BY_OTHERS = lazily(r"\s*(?:by (?!us\b)|in (?:his|her|their) name)", re.IGNORECASE)
_CLAUSE = lazily(r"[.?!;,。？！；，]\s*")
_HAN = lazily(r"[\u3400-\u9fff]")


class TopicsInvalid(KnowledgeFault):
    """A file of examples that cannot be used."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Topics:
    """What was learned. ``names`` are the first labels of its ``network``, ``event.customs_notice`` for example, whose scores are
    that much sharper; the others say what a message is and who sends it (:mod:`knowledge.standing`)."""

    names: tuple[str, ...]
    network: Network
    sharpness: float
    learned_from: str

    def chances(self, rich: Vectors, pieces: Sequence[NDArray[np.int64]]) -> tuple[Mapping[str, float], ...]:
        """Of every text, by its vectors and pieces, the chance of every topic, ``other`` among them."""
        shares = _shares(self.sharpness * self.network.scores(rich, pieces)[:, : len(self.names)])
        return tuple({n: float(c) for n, c in zip(self.names, row, strict=True)} for row in shares)

    def standings(self, rich: Vectors, pieces: Sequence[NDArray[np.int64]]) -> Vectors:
        """Of every text the chance of every standing, in their order."""
        return _shares(self.network.scores(rich, pieces)[:, len(self.names) :])


def _shares(scores: Vectors) -> Vectors:
    raised = np.exp(scores - scores.max(axis=1, keepdims=True))
    return np.asarray(raised / raised.sum(axis=1, keepdims=True), dtype=np.float32)


@cache
def examples(folder: Path = FOLDER, *, clauses: bool = True) -> tuple[tuple[str, str, int], ...]:
    """Topic, text and voice of every example, what only topics have last, or of those alone that are whole messages.

    Raises:
        TopicsInvalid: a file is not a table of lists of texts.
    """
    found: list[tuple[str, str, int]] = []
    for file in sorted(_files(folder, clauses), key=lambda each: each.name in CLAUSES):
        try:
            table = tomllib.loads(file.read_text(encoding="utf-8"))
            for topic, texts in table.items():
                found += [(topic, text, voice(number)) for number, text in enumerate(texts)]
        except (tomllib.TOMLDecodeError, AttributeError, TypeError) as fault:
            raise TopicsInvalid(f"{file.name}: {fault}") from fault
    return tuple(found)


def voice(number: int) -> int:
    """Lists alternate between voices by threes."""
    return number // 3 % 2


def fingerprint(folder: Path = FOLDER, *, clauses: bool = True) -> str:
    """Hash of the examples, or of those alone that are whole messages."""
    digest = hashlib.sha256()
    for file in _files(folder, clauses):
        digest.update(file.name.encode() + b"\0" + file.read_bytes() + b"\0")
    return digest.hexdigest()[:16]


def _files(folder: Path, clauses: bool) -> list[Path]:
    return [file for file in sorted(folder.glob("*.toml")) if clauses or file.name not in CLAUSES]


def best(chances: Mapping[str, float], group: str) -> tuple[str, float]:
    """The likeliest topic of a group (``event``), without the group's name, and its chance among all topics.

    Topics of other groups do not count against it where the kind of the message has ruled them out: see :func:`within`.
    """
    name = ranked(chances, group)[0]
    return name, chances[f"{group}.{name}"]


def ranked(chances: Mapping[str, float], *groups: str) -> Sequence[str]:
    """The topics of these groups without their names, the likeliest first."""
    own = [name for name in chances if name.startswith(tuple(f"{group}." for group in groups))]
    return [name.partition(".")[2] for name in sorted(own, key=lambda each: -chances[each])]


def within(chances: Mapping[str, float], groups: Sequence[str]) -> Mapping[str, float]:
    """The chances where only these groups are possible."""
    own = {n: c for n, c in chances.items() if n.partition(".")[0] in groups}
    whole = sum(own.values())
    return {name: chance / whole for name, chance in own.items()}


def without(chances: Mapping[str, float], group: str) -> Mapping[str, float]:
    """The chances of all else where this group is ruled out."""
    out = sum(chance for name, chance in chances.items() if name.startswith(f"{group}."))
    return {n: c / max(1 - out, 1e-9) for n, c in chances.items() if not n.startswith(f"{group}.")}


def fitting(chances: Mapping[str, float], text: str, ahead: bool) -> Mapping[str, float]:
    """The chances of topics without those of events about another kind of right than the text names, or that no day
    ``ahead`` can be the day of, or that it only plans."""
    named = rights(text)
    if not (named or ahead or not OWN_STEPS.isdisjoint(ranked(chances, "event")[:1])):
        return chances
    barred = {f"event.{each}" for each, own in packets().items() if not own.fits(named, text, ahead=ahead)}
    return {topic: 0.0 if topic in barred else chance for topic, chance in chances.items()}


@cache
def load(file: Path = FILE) -> Topics:
    """The topics as they ship, or as another file holds them."""
    from safetensors import safe_open

    with safe_open(file, framework="numpy") as held:
        head = held.metadata()
        network = Network.of({name: held.get_tensor(name) for name in held.keys()})  # noqa: SIM118
    return Topics(
        names=tuple(json.loads(head["names"])),
        network=network,
        sharpness=float(head["sharpness"]),
        learned_from=head["learned_from"],
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Stage:
    """One stage: the ``sections`` that answer, all of them where it wants them ``whole``, the event whose ``clock`` runs (empty:
    none does), whether the step is ``unknown`` to our sources, the ``wrong`` that is asked for (empty: none is), the
    beginnings of the sections that it ``bars``, which are of another mode or right, the ``line`` in front of the answer, and
    whether it ``yields`` to a refusal of what is unlawful, is of something done ``here`` for another place, ``guards`` from harm
    (told in place of a form or of records), ``waits``: a paper is not written before that is over, or leaves it ``groundless``;
    holds once a patent ``ended``; or is only ``believed`` (:mod:`knowledge.beliefs`), which bars no clock."""

    id: str
    sections: tuple[str, ...]
    whole: bool
    clock: str
    unknown: bool
    wrong: str
    bars: tuple[str, ...]
    line: Worded | None
    yields: bool = False
    here: bool = False
    waits: bool = False
    guards: bool = False
    groundless: bool = False
    ended: bool = False
    believed: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class _StageRow:
    stage: Stage
    all: tuple[str, ...]
    none: tuple[str, ...]
    theirs: tuple[str, ...]
    only: tuple[str, ...]
    found: tuple[str, ...]


def stage_told(text: str) -> Stage | None:
    """The first stage whose facts this message tells; None where none is."""
    forms = _forms(text)
    return next((row.stage for row in _stages() if _holds(row, text, forms)), None)


def tells(text: str, *facts: str) -> bool:
    """Whether a message tells one of these facts of the table."""
    return any(_told(text, fact, _forms(text), theirs=False) for fact in facts)


def stages() -> tuple[Stage, ...]:
    """Every stage, in the order in which they are looked for."""
    return tuple(row.stage for row in _stages())


def told_before(text: str, act: str, found: Collection[str] = ()) -> tuple[Stage, ...]:
    """What is to be known before this ``act`` (``draft_letter``), by what the message tells of its situation or the sections that
    its sentences ``found``: all that hold."""
    forms, acts = _forms(text), (row for row in _acts() if not row.only or act in row.only)
    rows = (row if set(found).isdisjoint(row.found) else replace(row, all=()) for row in acts)
    return tuple(row.stage for row in rows if _holds(row, text, forms))


def acts() -> tuple[Stage, ...]:
    """Every caution of an act, in the order in which they are told."""
    return tuple(row.stage for row in _acts())


@cache
def cautions() -> Mapping[str, Stage]:
    """What is learned rather than read from words, by the name of its topic in the group ``caution``; ``none`` is there too,
    of what sounds like one and is none."""
    return {row["id"]: stage_of(row) for row in _table()["caution"]}


@cache
def _table(file: Path = STAGES) -> Mapping[str, Any]:
    return tomllib.loads(file.read_text(encoding="utf-8"))


@cache
def _form(fact: str, number: int) -> re.Pattern[str]:
    """The English or the Chinese form of a fact, compiled when it is first looked for: one message needs a tenth of them."""
    return re.compile(_table()["fact"][fact][number], re.IGNORECASE | re.ASCII * (number == 0))


def _forms(text: str) -> range:
    """The numbers of the forms that a message may tell a fact by: every way of a Chinese one holds a Chinese sign."""
    return range(2 if _HAN.search(text) else 1)


@cache
def _stages() -> tuple[_StageRow, ...]:
    return tuple(map(_row, _table()["stage"]))


@cache
def _acts() -> tuple[_StageRow, ...]:
    return tuple(map(_row, _table()["act"]))


def _row(row: Mapping[str, Any]) -> _StageRow:
    lists = {name: tuple(row.get(name, ())) for name in ("all", "none", "theirs", "only", "found")}
    return _StageRow(stage=stage_of(row), **lists)


def stage_of(row: Mapping[str, Any]) -> Stage:
    """The stage of a row of a table."""
    signs = ("whole", "unknown", "yields", "here", "waits", "guards", "groundless", "ended")
    return Stage(
        id=row["id"],
        sections=tuple(row["sections"]),
        clock=row.get("clock", ""),
        wrong=row.get("wrong", ""),
        bars=tuple(row.get("bars", ())),
        line=Worded(en=row["line"], zh=row["line_zh"]) if "line" in row else None,
        **{name: row.get(name, False) for name in signs},
    )


def _holds(row: _StageRow, text: str, forms: range) -> bool:
    told = all(_told(text, fact, forms, theirs=fact in row.theirs) for fact in row.all)
    return told and not any(_told(text, fact, forms, theirs=False) for fact in row.none)


def _told(text: str, fact: str, forms: range, *, theirs: bool) -> bool:
    found = (match for number in forms for match in _form(fact, number).finditer(text))
    return any(not (theirs and _ours(text, match)) for match in found)


def _ours(text: str, match: re.Match[str]) -> bool:
    """Whether a fact is told of what is ours, which no other did to it."""
    clause = _CLAUSE.split(text[: match.start()])[-1]
    return _OURS.search(clause) is not None and _BY_OTHERS.match(text, match.end()) is None
