"""Which section is asked for beside or after which: learned from the written threads and messages with several questions.

``learned/neighbours.safetensors`` holds how often one section was asked for after another, written by ``python -m
knowledge.neighbour_training``.
"""

import json
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, cached_property
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

FILE = Path(__file__).parent / "learned" / "neighbours.safetensors"
# What was asked in the other order counts so much.
TURNED_ROUND = 0.5
# How many cases of its own a section needs to be believed as much as its page; a page, as much as what its pages are asked
# after; and that, as much as how often pages are asked for at all.
OF_SECTION, OF_PAGE, OF_ALL = 2.0, 10.0, 20.0
# So often each section was asked for before anything was counted.
ONCE = 0.5


@dataclass(frozen=True)
class Neighbours:
    """``counts`` tells for every section of the rows how often each of the columns was asked for after it; both are
    ``sections``, as ``cn/takedown#contents``."""

    sections: tuple[str, ...]
    counts: NDArray[np.float64]
    learned_from: str = ""

    def near(self, before: Sequence[str]) -> Mapping[str, float]:
        """The log-chance of every section to be asked for after these, each of which counts alike; empty where none is known."""
        known = [self._place[section] for section in before if section in self._place]
        return dict(zip(self.sections, self._logs[known].mean(axis=0).tolist(), strict=True)) if known else {}

    @cached_property
    def _place(self) -> Mapping[str, int]:
        return {section: number for number, section in enumerate(self.sections)}

    @cached_property
    def _logs(self) -> NDArray[np.float64]:
        pages = sorted({page for page, _, _ in map(_parted, self.sections)})
        member = np.array([pages.index(page) for page, _, _ in map(_parted, self.sections)])
        belongs = np.eye(len(pages))[member]
        counts = self.counts + TURNED_ROUND * self.counts.T
        often = counts.sum(axis=0) + ONCE
        by_page = belongs.T @ often
        page_after_page = _mixed(belongs.T @ counts @ belongs, by_page / by_page.sum(), OF_ALL)
        after_page = page_after_page[:, member] * (often / by_page[member])
        after_page = _mixed(belongs.T @ counts, after_page, OF_PAGE)
        return np.asarray(np.log(_mixed(counts, after_page[member], OF_SECTION)))


def counted(
    asked: Collection[tuple[Sequence[str], Sequence[str], float]], learned_from: str = ""
) -> Neighbours:
    """What these say: sections that answer one question, those that answer one behind it, and what that counts."""
    sections = tuple(sorted({each for before, behind, _ in asked for each in (*before, *behind)}))
    place = {section: number for number, section in enumerate(sections)}
    counts = np.zeros((len(sections), len(sections)))
    for before, behind, weight in asked:
        rows, columns = ([place[each] for each in some] for some in (before, behind))
        counts[np.ix_(rows, columns)] += weight / (len(rows) * len(columns))
    return Neighbours(sections, counts, learned_from)


@cache
def load(file: Path = FILE) -> Neighbours:
    """The counts as they ship, or as another file holds them."""
    from safetensors import safe_open

    with safe_open(file, framework="numpy") as held:
        head = held.metadata()
        sections = tuple(json.loads(head["sections"]))
        counts = np.zeros((len(sections), len(sections)))
        counts[tuple(held.get_tensor("pairs").astype(np.int64))] = held.get_tensor("often")
    return Neighbours(sections, counts, head["learned_from"])


def _parted(section: str) -> tuple[str, str, str]:
    return section.partition("#")


def _mixed(counts: NDArray[np.float64], usual: NDArray[np.float64], needed: float) -> NDArray[np.float64]:
    """The share of each column in a row, drawn to what is ``usual`` the more, the less was counted."""
    return np.asarray((counts + needed * usual) / (counts.sum(axis=1, keepdims=True) + needed))
