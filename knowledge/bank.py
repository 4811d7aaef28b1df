"""The bank of written messages that the learned parts are made from (``knowledge/bank/README.md``)."""

import hashlib
import json
import math
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import combinations
from pathlib import Path

from knowledge.features import is_chinese
from knowledge.lazily import lazily
from knowledge.passages import KnowledgeFault

FOLDER = Path(__file__).parent / "bank"
# Two lines that share more of their words than this are one line.
SHARED = 0.8
_WORD = lazily(r"[a-z0-9']+|[\u4e00-\u9fff]")
ROOM = "cn/"


class BankInvalid(KnowledgeFault):
    """A line of the bank that cannot be used."""

    def __init__(self, file: Path, line: int, fault: str) -> None:
        super().__init__(f"{file.name}, line {line}: {fault}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """A written message. What nobody labelled is empty or None. ``section`` is ``cn/takedown#contents``; ``several``:
    it holds more questions than one."""

    text: str
    language: str
    batch: str
    section: str = ""
    kind: str = ""
    refusal: str = ""
    asker: str = ""
    aspect: str = ""
    yes_no: bool | None = None
    plan: str = ""
    several: bool | None = None


def read(folder: Path = FOLDER) -> tuple[Line, ...]:
    """Every line of the bank, near-duplicates once.

    Raises:
        BankInvalid: a line is not JSON or lacks a field.
    """
    return tuple(once(line for file in sorted(folder.glob("*.jsonl")) for line in _lines(file)))


def follow_ups(folder: Path = FOLDER) -> tuple[tuple[str, str, str], ...]:
    """Text, language and what is wanted (``law``, a kind, or a turn as ``brief``) of every later message of the threads that
    may be learned from.
    """
    found = []
    for file in sorted((folder / "threads").glob("*.jsonl")):
        for row in map(json.loads, file.read_text(encoding="utf-8").splitlines()):
            if row["half"] == "seen":
                found += [
                    (turn["text"], row["lang"], _wanted(turn["wanted"][0])) for turn in row["turns"][1:]
                ]
    return tuple(found)


def several(folder: Path = FOLDER) -> tuple[Line, ...]:
    """The messages with more questions than one that may be learned from."""
    rows = (
        json.loads(row)
        for file in sorted((folder / "parts").glob("*.jsonl"))
        for row in file.read_text(encoding="utf-8").splitlines()
    )
    return tuple(
        Line(
            text=row["text"],
            language=row["lang"],
            batch=row["batch"],
            kind="law",
            refusal="none",
            several=True,
        )
        for row in rows
        if row["half"] == "seen"
    )


def border(folder: Path = FOLDER) -> tuple[Line, ...]:
    """Messages on either side of a refusal, of which the network of topics alone learns."""
    return tuple(line for file in sorted((folder / "border").glob("*.jsonl")) for line in _lines(file))


def _wanted(first: str) -> str:
    return "law" if "#" in first else first


def fingerprint(folder: Path = FOLDER) -> str:
    """Hash of the bank's files that are learned from."""
    digest = hashlib.sha256()
    for file in sorted(
        (*folder.glob("*.jsonl"), *folder.glob("parts/*.jsonl"), *folder.glob("threads/*.jsonl"))
    ):
        digest.update(file.name.encode() + b"\0" + file.read_bytes() + b"\0")
    return digest.hexdigest()[:16]


def once(lines: Iterable[Line]) -> Iterator[Line]:
    """The lines without those that share more than 80% of their words with an earlier one.

    Who shares so many has two at least among the rarest fifth and one more of both (of one word: that word): only lines
    with such a pair in common are compared.
    """
    every = [(line, _words(line.text)) for line in lines]
    common = Counter(word for _, own in every for word in own)
    place = {
        word: number for number, word in enumerate(sorted(common, key=lambda word: (common[word], word)))
    }
    seen: dict[tuple[str, ...], list[frozenset[str]]] = defaultdict(list)
    for line, own in every:
        rarest = sorted(own, key=place.__getitem__)[: math.ceil(len(own) * (1 - SHARED)) + 1]
        pairs: list[tuple[str, ...]] = [*combinations(rarest, 2)] or [tuple(rarest)]
        least, most = SHARED * len(own), len(own) / SHARED
        near = {other for pair in pairs for other in seen.get(pair, ()) if least < len(other) < most}
        if any(len(own & other) > SHARED * max(len(own), len(other)) for other in near):
            continue
        for pair in pairs:
            seen[pair].append(own)
        yield line


def _words(text: str) -> frozenset[str]:
    return frozenset(_WORD.findall(text.lower()))


def _lines(file: Path) -> Iterator[Line]:
    for number, raw in enumerate(file.read_text(encoding="utf-8").splitlines(), start=1):
        if not raw.strip():
            continue
        try:
            yield _line(json.loads(raw))
        except (KeyError, TypeError, ValueError) as fault:
            raise BankInvalid(file, number, f"not usable ({fault})") from fault


def _line(raw: dict[str, str | bool]) -> Line:
    text, section = str(raw["text"]), str(raw.get("section", ""))
    yes_no = raw.get("yes_no")
    return Line(
        text=text,
        language=str(raw.get("lang") or ("zh" if is_chinese(text) else "en")),
        batch=str(raw["batch"]),
        section=section if not section or section.startswith(ROOM) else ROOM + section,
        kind=str(raw.get("kind") or ("law" if section else "")),
        refusal=str(raw.get("refusal") or ("none" if section else "")),
        asker=str(raw.get("asker", "")),
        aspect=str(raw.get("aspect", "")),
        yes_no=yes_no if isinstance(yes_no, bool) else None,
        plan=str(raw.get("plan", "")),
        several=False if section else None,
    )
