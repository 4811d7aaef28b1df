"""What is learnt from the same listings is the same, whatever the process that learns it."""

import hashlib
import io
import os
import subprocess
import sys
from dataclasses import replace
from itertools import islice

import pytest

from bot.signals.weighing.fit import as_toml
from tests.benchmarks import lessons
from tests.benchmarks.corpus import DATA, kind_of_offer, read
from tests.benchmarks.screen.figures import Told
from tests.benchmarks.teach import (
    HIGH,
    _quotable,
    examples,
    least_high,
    pack,
    pack_examples,
    prior_weights,
    teach,
)

SHELVES = 6
_TOLD = "from tests.unit.signals.test_teaching import taught; print(*taught(), sep='\\n')"


def taught() -> tuple[str, str]:
    """What is learnt from a listing of each kind of a few brands: the files of it, in short, and the weights."""
    shelves = [
        replace(
            each,
            rows=tuple({(row.infringing, kind_of_offer(row.kind)): row for row in each.rows}.values()),
        )
        for each in islice(read(DATA / "listings_written", "last"), SHELVES)
    ]
    lessons.GENUINE = 1  # a picture takes longer than a listing
    learnt, packed = teach(shelves, prior_weights()), [io.BytesIO(), io.BytesIO()]
    pack(learnt.pieces, learnt.kinds, packed[0])
    pack_examples(examples(learnt), packed[1])
    read_from = [each.tobytes() for each in (learnt.on.words.indices, learnt.on.clues.indices)]
    assert len(learnt.pieces) > 100
    assert len(learnt.kinds) > 100
    made = hashlib.sha256(b"".join([*read_from, *(each.getvalue() for each in packed)])).hexdigest()
    return made, as_toml(learnt.weights)


def test_two_processes_with_other_hashes_learn_the_same_to_the_last_bit(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """This one is one of the two: it has loaded most of it."""
    seed = "2" if os.environ.get("PYTHONHASHSEED") == "1" else "1"
    told = subprocess.run(
        [sys.executable, "-c", _TOLD],
        env={**os.environ, "PYTHONHASHSEED": seed},
        capture_output=True,
        text=True,
        check=True,
    ).stdout
    monkeypatch.setattr(lessons, "GENUINE", lessons.GENUINE)  # as it was, afterwards
    lessons.recognised.cache_clear()
    here = taught()
    lessons.recognised.cache_clear()
    assert told == "\n".join((*here, ""))


@pytest.mark.parametrize(
    ("run", "quoted"),
    [
        ("懂的来", True),
        ("同一条线", True),
        ("一箱", False),
        ("和专柜一", False),
        ("专柜一样", True),
        ("两个月", False),
    ],
)
def test_a_reason_quotes_no_count_and_nothing_that_breaks_off_at_one(run: str, *, quoted: bool) -> None:
    assert _quotable(run) is quoted


def test_high_begins_where_few_enough_of_the_lawful_ones_may_reach_it() -> None:
    copies = [Told(0.99, infringing=True)] * 3000
    lawful = [Told(0.02, infringing=False)] * 6000 + [Told(0.98, infringing=False)] * 60
    begins = least_high([*copies, *lawful], above=0.97)
    assert 0.98 < begins <= 0.99
    assert least_high([*copies, *lawful[:6000]], above=0.97) == 0.971, "nothing stands against it"
    assert least_high([*copies[:10], *lawful[-20:]], above=0.97) == 1.0, "too few to be sure of"
    assert HIGH == (0.05, 0.97)
