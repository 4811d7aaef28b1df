"""Learns ``learned/seams.safetensors``: ``python -m knowledge.seam_training``. By words alone, in numpy; the same each time.

Where the second question of a written message begins stands in ``parts/seams.json``; where it does not, the likeliest place by
what was learned so far is taken. Most is learned from questions of the bank set behind each other, with any joint or none.
"""

import hashlib
import json
import random
import sys
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from functools import cache

import numpy as np
from numpy.typing import NDArray

from knowledge import bank, seams
from knowledge.bank import Line
from knowledge.seams import BITS, Seams, places

# Questions alone, and several of them together, that are learned from: so often are so many drawn, since one draw more or less
# moved seams that lie close. And what a place in a written message counts.
DRAWS, ALONE, JOINED, WRITTEN = 3, 4000, 5000, 9.0
# So often do questions that are joined stand on one page, are they three, and in a list.
SAME_PAGE, THREE, LISTED = 0.7, 0.25, 0.2
LONGEST = {"en": 320, "zh": 110}
WIDTH, EPOCHS, AT_ONCE, RATE, SHRUNK = 72, 4, 512, 0.3, 1e-5
_JOINTS = {
    "en": [" ", " ", ", ", ", ", " and ", " and ", "? ", "? ", "? And ", "; ", " - ", ". Also ", " plus ", "\n", ", also ",
           " & ", ". ", " also ", "? then ", " or ", ": "],
    "zh": ["", "，", "，", "？", "？", "？", "? ", "？另外", "还有", "。", " ", "，顺便问", "以及", "，再问下", "；", "、", "和",
           "，那", "，还有", "\n"],
}  # fmt: skip
# And what stands before each question of a list.
_MARKS = {
    "en": [
        ("1) ", " 2) ", " 3) "),
        ("1. ", "\n2. ", "\n3. "),
        ("(a) ", " (b) ", " (c) "),
        ("- ", "\n- ", "\n- "),
    ],
    "zh": [("一、", "；二、", "；三、"), ("1、", "2、", "3、"), ("①", "②", "③"), ("1. ", "\n2. ", "\n3. ")],
}
# A message and the places where its questions but the first begin; None: so many of them, somewhere.
Example = tuple[str, Sequence[int] | int, float]


def written() -> list[Example]:
    """The messages with several questions that may be learned from."""
    rows = [
        json.loads(row)
        for file in sorted((bank.FOLDER / "parts").glob("*.jsonl"))
        for row in file.read_text(encoding="utf-8").splitlines()
    ]
    return [
        (row["text"], told().get(key(row["text"]), len(row["sections"]) - 1), WRITTEN)
        for row in rows
        if row["half"] == "seen"
    ]


def told() -> Mapping[str, Sequence[int]]:
    """Of messages by their :func:`key`, where their questions but the first begin."""
    found: Mapping[str, Sequence[int]] = json.loads((bank.FOLDER / "parts" / "seams.json").read_text("utf-8"))
    return found


def key(text: str) -> str:
    """How a message is named in ``parts/seams.json``."""
    return hashlib.sha256(text.encode()).hexdigest()[:12]


def alone_and_joined(chance: random.Random) -> Iterator[Example]:
    """Questions of the bank, alone and set behind each other by twos and threes."""
    lines = [line for line in bank.read() if line.section]
    yield from ((line.text, (), 1.0) for line in chance.sample(lines, ALONE))
    by_page: dict[tuple[str, str], list[Line]] = defaultdict(list)
    for line in lines:
        by_page[line.language, line.section.partition("#")[0]].append(line)
    for _ in range(JOINED):
        one = chance.choice(lines)
        pages = [each for each in by_page if each[0] == one.language]
        page = (one.language, one.section.partition("#")[0])
        others = by_page[page if chance.random() < SAME_PAGE else chance.choice(pages)]
        several = [one, *chance.sample(others, min(1 + (chance.random() < THREE), len(others)))]
        length = sum(len(line.text) for line in several)
        if len({line.section for line in several}) > 1 and length <= LONGEST[one.language]:
            yield joined([line.text for line in several], one.language, chance)


def joined(texts: Sequence[str], language: str, chance: random.Random) -> Example:
    """Questions of one language behind each other, as people join them or in a list."""
    listed = chance.random() < LISTED
    marks = chance.choice(_MARKS[language]) if listed else ("", *chance.choices(_JOINTS[language], k=2))
    whole, at = "", []
    for number, (mark, text) in enumerate(zip(marks, texts, strict=False)):
        whole = whole.rstrip(" ?？.。!！") if not listed or chance.random() < 0.5 else whole
        begins = next((n for n, sign in enumerate(mark) if sign.isalnum()), len(mark))
        at += [len(whole) + begins] if number else []
        whole += mark + (text if chance.random() < 0.3 else text[:1].lower() + text[1:])
    return whole.rstrip("?？。.") if chance.random() < 0.5 else whole, at, 1.0


def learn(examples: Sequence[Example], rounds: int = 2) -> Seams:
    """The weights of a logistic regression; places that are not told are learned in further rounds."""
    placed = [each for each in examples if not isinstance(each[1], int)]
    model = _fitted(placed)
    for _ in range(rounds if len(placed) < len(examples) else 0):
        model = _fitted([(text, _likeliest(model, text, at), weight) for text, at, weight in examples])
    return model


def _likeliest(model: Seams, text: str, at: Sequence[int] | int) -> Sequence[int]:
    return [seam.at for seam in model.of(text)[:at]] if isinstance(at, int) else at


@cache
def _places(text: str) -> tuple[tuple[int, NDArray[np.int64]], ...]:
    return tuple(places(text))


def _fitted(examples: Sequence[Example]) -> Seams:
    rows: list[NDArray[np.int64]] = []
    right: list[bool] = []
    counts: list[float] = []
    for text, at, weight in examples:
        found = _places(text)
        wanted = {min(range(len(found)), key=lambda n: abs(found[n][0] - each)) for each in at if found}  # type: ignore[union-attr]  # places are told here
        rows += [signs for _, signs in found]
        right += [number in wanted for number in range(len(found))]
        counts += [weight] * len(found)
    table = np.full((len(rows), WIDTH), 1 << BITS, dtype=np.int64)
    for row, signs in zip(table, rows, strict=True):
        row[: len(signs)] = signs[:WIDTH]
    return Seams(_descended(table, np.array(right), np.array(counts))[:-1], bank.fingerprint())


def _descended(
    table: NDArray[np.int64], right: NDArray[np.bool_], counts: NDArray[np.float64]
) -> NDArray[np.float32]:
    weights, steps = np.zeros((1 << BITS) + 1), np.full((1 << BITS) + 1, 1e-6)
    chance = np.random.default_rng(0)
    for _ in range(EPOCHS):
        order = chance.permutation(len(table))
        for some in (order[at : at + AT_ONCE] for at in range(0, len(order), AT_ONCE)):
            wrong = counts[some] * (1 / (1 + np.exp(-weights[table[some]].sum(axis=1))) - right[some])
            said = np.bincount(table[some].ravel(), np.repeat(wrong, WIDTH), len(weights))
            slope = said + SHRUNK * len(some) * weights
            # What only fills a row has no weight.
            slope[-1] = 0.0
            steps += slope**2
            weights -= RATE * slope / np.sqrt(steps)
    return weights.astype(np.float32)


def save(model: Seams) -> None:
    """Write the file that ships."""
    from safetensors.numpy import save_file

    scale = np.abs(model.weights).max() / 127
    tensors = {
        "weights": np.round(model.weights / scale).astype(np.int8),
        "scale": np.array([scale], dtype=np.float32),
    }
    save_file(tensors, seams.FILE, metadata={"learned_from": model.learned_from})


def main() -> None:
    """Learn everything anew."""
    drawn = [each for draw in range(DRAWS) for each in alone_and_joined(random.Random(draw))]
    examples = [*drawn, *written()]
    save(learn(examples))
    sys.stdout.write(f"{len(examples)} messages\n")


if __name__ == "__main__":
    main()
