"""Learns ``learned/neighbours.safetensors``: ``python -m knowledge.neighbour_training``. Counts, and nothing that is fitted.

What is printed is of the threads that were left out: how likely the section was that came next.
"""

import json
import sys
from collections.abc import Collection, Iterator, Sequence
from typing import Any

import numpy as np

from knowledge import bank, neighbours
from knowledge.neighbours import Neighbours

# What a question counts that was asked further back than the one before.
FURTHER = 0.5
Pair = tuple[Sequence[str], Sequence[str], float]


def pairs(half: str = "seen", without: Collection[str] = ()) -> Iterator[Pair]:
    """What was asked after what, in the threads and messages of a half, but for those of some files."""
    for folder in ("parts", "threads"):
        for file in sorted((bank.FOLDER / folder).glob("*.jsonl")):
            if file.stem in without:
                continue
            for row in map(json.loads, file.read_text(encoding="utf-8").splitlines()):
                if row["half"] == half:
                    yield from following(_sections(row))


def _sections(row: dict[str, Any]) -> list[list[str]]:
    """Of each question in order the sections that answer it."""
    wanted = row["sections"] if "sections" in row else [turn["wanted"] for turn in row["turns"]]
    return [[bank.ROOM + each for each in some if "#" in each and each[-2:] != "#-"] for some in wanted]


def following(asked: Sequence[Sequence[str]]) -> Iterator[Pair]:
    """What is asked behind what, of questions in order, each by the sections that answer it; talk has none."""
    for at, behind in enumerate(asked):
        for back, before in enumerate(reversed(asked[:at])):
            if before and behind:
                yield before, behind, FURTHER if back else 1.0


def save(model: Neighbours) -> None:
    """Write the file that ships."""
    from safetensors.numpy import save_file

    places = np.nonzero(model.counts)
    tensors = {
        "pairs": np.array(places, dtype=np.uint16),
        "often": model.counts[places].astype(np.float16),
    }
    head = {"sections": json.dumps(model.sections), "learned_from": model.learned_from}
    save_file(tensors, neighbours.FILE, metadata=head)


def surprise(model: Neighbours, asked: Collection[Pair]) -> float:
    """How unlikely, as a logarithm, a section was that came next; of several that would do, the likeliest."""
    told = [(model.near(before[:1]), behind) for before, behind, weight in asked if weight == 1.0]
    least = [max(near.get(each, np.log(1e-4)) for each in behind) for near, behind in told if near]
    return -float(np.mean(least))


def main() -> None:
    """Count everything anew."""
    model = neighbours.counted(list(pairs()), bank.fingerprint())
    save(model)
    left_out = list(pairs("left_out"))
    even = Neighbours(model.sections, np.zeros_like(model.counts))
    sys.stdout.write(
        f"{np.count_nonzero(model.counts)} pairs; left out, {surprise(model, left_out):.2f} beside"
        f" {surprise(even, left_out):.2f} where nothing is counted\n"
    )


if __name__ == "__main__":
    main()
