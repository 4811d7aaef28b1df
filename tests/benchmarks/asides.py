"""``python -m tests.benchmarks.asides``: messages that ask honestly and hold a ``wrong`` by the way, of which nothing is learned.

``knowledge/bank/held/asides.jsonl``, beside the messages of ``held/refusals.jsonl`` that have several sentences. How many wrongs
are heard, and in how many of each kind an honest question is. ``--fit`` prints the weights that all of them give (``wrong`` and
``honest`` of :mod:`bot.services.answering.thresholds`), by likelihood.
"""

import json
import sys
import tempfile
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import numpy as np

from bot.services.answering.refusals import honest_signs, wrong_signs
from bot.services.answering.threads import follows_up
from bot.services.answering.thresholds import AT
from bot.settings import Settings
from knowledge.bank import FOLDER
from knowledge.embedding import Vectors
from knowledge.library import Library
from knowledge.reading import asks, sentences
from knowledge.refusals import weighed
from tests.benchmarks.plans import learned

ON = date(2026, 11, 30)
# What holds the weights down; so much more an honest question costs that is heard in a message that is refused, as log-odds.
SHRUNK, CARE = 0.001, 2.5


@dataclass(frozen=True, slots=True)
class Part:
    """A sentence: whether it ``is_wrong``, and asks by itself; what speaks for its being a wrong, and an honest question."""

    is_wrong: bool
    asks: bool
    wrong: tuple[float, ...]
    honest: tuple[float, ...]


def main() -> int:
    """Print how many are heard, or the weights."""
    with tempfile.TemporaryDirectory() as home:
        read = list(_read(Library(Settings(home=Path(home)).home)))
    if "--fit" in sys.argv:
        wrongs = [(part.wrong, part.is_wrong) for kind, parts in read if kind != "unlawful" for part in parts]
        questions = [(part.honest, kind == "aside") for kind, parts in read for part in parts
                     if part.asks and not part.is_wrong and kind in ("aside", "unlawful")]  # fmt: skip
        print("wrong", _weights(wrongs).round(2))
        print("honest", (_weights(questions) - [CARE, *[0.0] * 5]).round(2))
        return 0
    for kind in ("aside", "unlawful", "near", "none"):
        own = [parts for each, parts in read if each == kind]
        heard = Counter(_heard(parts) for parts in own)
        print(f"{kind}: of {len(own)} a wrong is heard in {heard[True, True] + heard[True, False]},", end=" ")
        print(f"beside an honest question in {heard[True, True]}")
    return 0


def _heard(parts: Sequence[Part]) -> tuple[bool, bool]:
    """Whether a wrong is heard, and an honest question."""
    wrong = [weighed(AT.wrong, part.wrong) > 0 for part in parts]
    honest = (part.asks and weighed(AT.honest, part.honest) > 0 for part in parts)
    return any(wrong), any(one and not other for one, other in zip(honest, wrong, strict=True))


def _weights(rows: Sequence[tuple[tuple[float, ...], bool]]) -> Vectors:
    signs, wanted = zip(*rows, strict=True)
    return learned(np.array(signs, dtype=np.float32), np.array(wanted), SHRUNK)


def _read(library: Library) -> Iterator[tuple[str, list[Part]]]:
    """Of each message of several sentences what it is, and its sentences."""
    for name in ("asides", "refusals"):
        for row in map(json.loads, (FOLDER / "held" / f"{name}.jsonl").read_text("utf-8").splitlines()):
            told = sentences(row["text"])
            kind = "aside" if "wrong" in row else "near" if row["near"] else row["refusal"]
            if len(told) > 1 and kind in ("aside", "unlawful", "near", "none"):
                yield kind, _parts(row["text"], told, row.get("wrong", ""), row["lang"], library)


def _parts(text: str, told: Sequence[str], wrong: str, language: str, library: Library) -> list[Part]:
    whole, read = library.read(text, on=ON), [library.read(each, on=ON) for each in told]
    found = library.search_all(told, on=ON, language=language, limit=40)
    odds = [weighed(AT.wrong, wrong_signs(each, whole)) for each in read]
    worst = max(range(len(told)), key=odds.__getitem__)
    sure = [next((hit.probability for hit in each.hits), 0.0) for each in found]
    return [
        Part(
            bool(wrong) and (each in wrong or wrong in each),
            asks(each) and (n < worst or not follows_up(each)),
            wrong_signs(read[n], whole),
            honest_signs(read[n], whole, sure[n], in_front=n < worst),
        )
        for n, each in enumerate(told)
    ]  # fmt: skip


if __name__ == "__main__":
    raise SystemExit(main())
