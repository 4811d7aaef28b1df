"""Which section is asked for next in a thread: learned from the written threads and messages with several questions.

``learned/neighbours.safetensors`` holds how often one section was asked for after another, where the written follow-ups lie among
questions and what each asked for, and the weights of a small net that joins these with what searches find, written by ``python -m
knowledge.neighbour_training``.
"""

import json
import math
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, cached_property
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from knowledge.passages import SearchResult

Vectors = NDArray[np.float32]
FILE = Path(__file__).parent / "learned" / "neighbours.safetensors"
# What was asked in the other order counts so much.
TURNED_ROUND = 0.5
# How many cases of its own a section needs to be believed as much as its page; a page, as much as what its pages are asked
# after; and that, as much as how often pages are asked for at all.
OF_SECTION, OF_PAGE, OF_ALL = 2.0, 10.0, 20.0
# So often each section was asked for before anything was counted.
ONCE = 0.5
# What a search did not find is this likely; what no written follow-up asked for is so like one; a usual one has so many bytes.
UNFOUND, UNLIKE, USUAL = 1e-4, -0.2, 60
# Of each section, in logarithms, how likely it is by each wording (own words, all that was said, behind the title shown last),
# after all that was asked before, after any of it, after the question before, and at all; how like one of its follow-ups it is
# asked; whether it was told, led an answer, led the last. Of the follow-up: its length, how sure its own words are and these
# behind the title, whether nothing led yet, whether it is Chinese, how far the thread is.
SIGNS = ("own", "said", "titled", "after_all", "after_any", "after_last", "often", "like", "told", "led", "last",
         "length", "sure", "sure_titled", "nothing", "chinese", "turn")  # fmt: skip
WORDINGS = 3
# Where a written follow-up lies is kept in steps of half a byte around this one.
MIDDLE = 8


@dataclass(frozen=True, slots=True, kw_only=True)
class ThreadState:
    """A thread before a follow-up: the sections that its answers began with (``led``; of a plan, what its message is about), all
    that were ``told``, and how many messages there were (``turns``)."""

    led: Sequence[str]
    told: Collection[str]
    turns: int


@dataclass(frozen=True, slots=True)
class Net:
    """Signs to one score: ``straight``, and through a hidden layer. Signs are taken from ``centre`` in units of ``spread``."""

    centre: Vectors
    spread: Vectors
    straight: Vectors
    into: Vectors
    bias: Vectors
    out: Vectors

    def scores(self, signs: Vectors) -> Vectors:
        """How much speaks for each row, as a logarithm."""
        rows = (signs - self.centre) / self.spread
        return np.asarray(rows @ self.straight + np.tanh(rows @ self.into + self.bias) @ self.out)


@dataclass(frozen=True)
class Neighbours:
    """``counts`` tells for every section of the rows how often each of the columns was asked for after it; both are
    ``sections``, as ``cn/takedown#contents``. ``asked`` are written follow-ups in the space of the ranker; ``owner``
    holds a column a follow-up and section that it asked for."""

    sections: tuple[str, ...]
    counts: NDArray[np.float64]
    asked: Vectors
    owner: NDArray[np.int64]
    net: Net | None = None
    learned_from: str = ""

    def near(self, before: Sequence[str]) -> Mapping[str, float]:
        """The log-chance of every section to be asked for after these, each of which counts alike; empty where none is known."""
        known = [self._place[section] for section in before if section in self._place]
        return dict(zip(self.sections, self._logs[known].mean(axis=0).tolist(), strict=True)) if known else {}

    def chances(self, thread: ThreadState, text: str, found: Sequence[SearchResult]) -> dict[str, float]:
        """The chance of every section found by the wordings of a follow-up (:data:`WORDINGS`) that it answers."""
        assert self.net is not None
        sections = sorted({hit.passage.section_id for each in found for hit in each.hits})
        if not sections:
            return {}
        scores = self.net.scores(self.signs(thread, text, found, sections))
        raised = np.exp(scores - scores.max())
        return dict(zip(sections, (raised / raised.sum()).tolist(), strict=True))

    def signs(
        self, thread: ThreadState, text: str, found: Sequence[SearchResult], sections: Sequence[str]
    ) -> Vectors:
        """A row a section, a column each of :data:`SIGNS`."""
        shown = [{hit.passage.section_id: hit.probability for hit in each.hits} for each in found]
        searched = [[max(table.get(each, 0.0), UNFOUND) for each in sections] for table in shown]
        columns = [*np.log(np.array(searched))]
        places = [self._place.get(each, -1) for each in sections]
        known = [self._place[each] for each in thread.led if each in self._place]
        logs = self._logs[known] if known else self._often[None]
        any_of = np.log(np.exp(logs).mean(axis=0))
        after = (logs.mean(axis=0), any_of, logs[-1], self._often)
        columns += [np.append(chances, chances.min())[places] for chances in after]
        columns.append(np.append(self.like(found[0].placed), UNLIKE)[places])
        last = thread.led[-1:]
        columns += [np.array([s in some for s in sections]) for some in (thread.told, thread.led, last)]
        size = math.log(max(len(text.encode()), 1) / USUAL)
        chinese = any("\u4e00" <= sign <= "\u9fff" for sign in text)
        usual = (size, columns[0].max(), columns[2].max(), not thread.led, chinese, min(thread.turns, 4) / 4)
        columns += [np.full(len(sections), each) for each in usual]
        return np.stack(columns, axis=1).astype(np.float32)

    def like(self, placed: Vectors | None) -> Vectors:
        """Of each section the likest of the follow-ups that asked for it, by cosine, to what lies there."""
        found = np.full(len(self.sections), UNLIKE, dtype=np.float32)
        if placed is not None:
            follow_ups, sections = self.owner
            np.maximum.at(found, sections, (self.asked @ placed)[follow_ups])
        return found

    @cached_property
    def _place(self) -> Mapping[str, int]:
        return {section: number for number, section in enumerate(self.sections)}

    @cached_property
    def _often(self) -> NDArray[np.float64]:
        return np.asarray(np.log(np.exp(self._logs).mean(axis=0)))

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
    none = np.zeros((0, 0), dtype=np.float32), np.zeros((2, 0), dtype=np.int64)
    return Neighbours(sections, counts, *none, learned_from=learned_from)


def packed(rows: Vectors) -> tuple[NDArray[np.uint8], Vectors]:
    """The rows in steps of half a byte, two of them in one, and the step of each column."""
    steps = np.maximum(np.abs(rows).max(axis=0), 1e-9) / (MIDDLE - 1)
    halves = (np.round(rows / steps) + MIDDLE).astype(np.uint8)
    return halves[:, ::2] << 4 | halves[:, 1::2], np.asarray(steps, dtype=np.float32)


def unpacked(halves: NDArray[np.uint8], steps: Vectors) -> Vectors:
    """What was :func:`packed`."""
    both = np.stack([halves >> 4, halves & 15], axis=2).reshape(len(halves), -1)
    return (both.astype(np.float32) - MIDDLE) * steps


@cache
def load(file: Path = FILE) -> Neighbours:
    """What was learned as it ships, or as another file holds it."""
    from safetensors import safe_open

    with safe_open(file, framework="numpy") as held:
        head = held.metadata()
        tensors = {name: held.get_tensor(name) for name in held.keys()}  # noqa: SIM118
    sections = tuple(json.loads(head["sections"]))
    counts = np.zeros((len(sections), len(sections)))
    counts[np.repeat(np.arange(len(sections)), tensors["many"]), tensors["after"]] = tensors["often"]
    return Neighbours(
        sections,
        counts,
        asked=unpacked(tensors["asked"], tensors["steps"]),
        owner=tensors["owner"].astype(np.int64),
        net=Net(*(tensors[f"net.{name}"] for name in Net.__slots__)),
        learned_from=head["learned_from"],
    )


def _parted(section: str) -> tuple[str, str, str]:
    return section.partition("#")


def _mixed(counts: NDArray[np.float64], usual: NDArray[np.float64], needed: float) -> NDArray[np.float64]:
    """The share of each column in a row, drawn to what is ``usual`` the more, the less was counted."""
    return np.asarray((counts + needed * usual) / (counts.sum(axis=1, keepdims=True) + needed))
