"""Learns ``learned/neighbours.safetensors``: ``python -m knowledge.neighbour_training``. Counts and places, and the net that
joins them with what searches find, by likelihood, where what is asked next is known from the other files alone.

What is printed is of the threads that were left out: how likely the section was that came next. Needs torch; seeded.
"""

import json
import sys
import tempfile
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cache, partial
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from knowledge import bank, neighbours
from knowledge.embedding import Vectors
from knowledge.library import Library
from knowledge.neighbours import SIGNS, UNFOUND, WORDINGS, Neighbours, Net, ThreadState, packed, unpacked
from knowledge.passages import SearchResult

# What a question counts that was asked further back than the one before.
FURTHER = 0.5
# The law of the day on which threads are gone through; so many at a time; hits of each wording that are weighed.
ON, AT_ONCE, WEIGHED = date(2026, 11, 30), 60, 40
# What a thread was shown while it is gone through: what its wordings find, weighed roughly as these, and a second section that is
# so likely beside the first.
ROUGHLY, BESIDE = (0.6, 0.3, 0.3), 0.25
HIDDEN, SEEDS, EPOCHS, RATE, DECAY, BATCH = 16, 3, 16, 3e-2, 1e-2, 64
OUT = -1e9
Pair = tuple[Sequence[str], Sequence[str], float]


@dataclass(frozen=True, slots=True, kw_only=True)
class NextAsked:
    """A follow-up in its thread, what its wordings found, and the sections that answer it."""

    file: str
    half: str
    text: str
    thread: ThreadState
    found: Sequence[SearchResult]
    wanted: Collection[str]


@dataclass(slots=True)
class _Thread:
    """A thread while it is gone through."""

    row: dict[str, Any]
    said: list[str] = field(default_factory=list)
    led: list[str] = field(default_factory=list)
    told: set[str] = field(default_factory=set)


def rows(folder: str) -> Iterator[dict[str, Any]]:
    """The written messages or threads of a folder of the bank, each with its file."""
    for file in sorted((bank.FOLDER / folder).glob("*.jsonl")):
        for line in file.read_text(encoding="utf-8").splitlines():
            yield {**json.loads(line), "file": file.stem}


def pairs(half: str = "seen", without: Collection[str] = ()) -> Iterator[Pair]:
    """What was asked after what, in the threads and messages of a half, but for those of some files."""
    for row in (*rows("parts"), *rows("threads")):
        if row["half"] == half and row["file"] not in without:
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


def cases(library: Library, language: str) -> Iterator[NextAsked]:
    """Every follow-up of law in the threads of a language, which are gone through as they would be answered."""
    own = [row for row in rows("threads") if row["lang"] == language]
    for some in (own[at : at + AT_ONCE] for at in range(0, len(own), AT_ONCE)):
        threads = [_Thread(row) for row in some]
        for number in range(max(len(row["turns"]) for row in some)):
            live = [each for each in threads if number < len(each.row["turns"])]
            asked = [_wordings(each, library, each.row["turns"][number]["text"]) for each in live]
            flat = [text for texts in asked for text in texts]
            found = iter(library.search_all(flat, on=ON, language=language, limit=WEIGHED))
            for each, texts in zip(live, asked, strict=True):
                yield from _gone_on(each, number, texts[0], [next(found) for _ in texts])


def _wordings(thread: _Thread, library: Library, text: str) -> list[str]:
    """What a message is searched with: itself, all that was said, and itself behind the title shown last."""
    shown = thread.led and library.passage(thread.led[-1], on=ON, language=thread.row["lang"])
    return [text, " ".join((*thread.said, text)), f"{shown.title} {text}"] if shown else [text]


def _gone_on(thread: _Thread, number: int, text: str, found: list[SearchResult]) -> Iterator[NextAsked]:
    """The case of a message, where it is a follow-up of law; and the thread behind it."""
    turn, row = thread.row["turns"][number], thread.row
    wanted = _sections({"turns": [turn]})[0]
    if wanted and len(found) == WORDINGS:
        state = ThreadState(led=tuple(thread.led), told=frozenset(thread.told), turns=number)
        yield NextAsked(
            file=row["file"], half=row["half"], text=text, thread=state, found=found, wanted=wanted
        )
    thread.said.append(text)
    plan = turn["wanted"][0].startswith("plan:")
    if wanted or plan:
        shown = _shown(found)
        thread.led.append(shown[0])
        thread.told.update(() if plan else shown)


def _shown(found: Sequence[SearchResult]) -> list[str]:
    """What an answer would show."""
    tables = [{hit.passage.section_id: hit.probability for hit in each.hits} for each in found]
    worth = {
        section: sum(
            weight * np.log(max(table.get(section, 0.0), UNFOUND))
            for weight, table in zip(ROUGHLY, tables, strict=False)
        )
        for section in tables[0]
    }
    first, *rest = sorted(worth, key=lambda section: -worth[section])
    return [first, *(each for each in rest[:1] if worth[each] - worth[first] > np.log(BESIDE))]


def placed(model: Neighbours, some: Sequence[NextAsked]) -> Neighbours:
    """The model with these as the written follow-ups."""
    place = {section: number for number, section in enumerate(model.sections)}
    pairs = [(n, place[each]) for n, case in enumerate(some) for each in case.wanted if each in place]
    asked = np.stack([case.found[0].placed for case in some if case.found[0].placed is not None])
    owner = np.array(pairs, dtype=np.int64).T
    kept = unpacked(*packed(asked))
    return Neighbours(model.sections, model.counts, kept, owner, None, model.learned_from)


def fitted(examples: Sequence[tuple[Vectors, NDArray[np.bool_]]]) -> Net:
    """The net that makes the right rows likeliest: as many as there are seeds, side by side."""
    together = np.concatenate([signs for signs, _ in examples])
    centre, spread = together.mean(axis=0), together.std(axis=0) + np.float32(1e-3)
    rows = max(len(signs) for signs, _ in examples)
    signs = np.zeros((len(examples), rows, len(SIGNS)), dtype=np.float32)
    # What is added to a score: none is a row that an example lacks, and none of the others is right.
    lacking, wrong = np.full((2, len(examples), rows), OUT, dtype=np.float32)
    for number, (found, right) in enumerate(examples):
        signs[number, : len(found)] = (found - centre) / spread
        lacking[number, : len(found)] = 0.0
        wrong[number, : len(found)][right] = 0.0
    nets = [_descended(seed, signs, lacking, wrong) for seed in range(SEEDS)]
    straight, into, bias, out = zip(*nets, strict=True)
    joined = np.asarray(np.concatenate(out) / SEEDS, dtype=np.float32)
    return Net(centre, spread, np.mean(straight, axis=0), np.hstack(into), np.concatenate(bias), joined)


def _descended(seed: int, signs: Vectors, lacking: Vectors, wrong: Vectors) -> list[Vectors]:
    """The maps of one net."""
    import torch  # only learning needs it

    torch.set_num_threads(1)
    torch.manual_seed(seed)
    x, *added = map(torch.from_numpy, (signs, lacking, wrong))
    into = torch.randn(len(SIGNS), HIDDEN) / len(SIGNS) ** 0.5
    maps = [torch.zeros(len(SIGNS)), into, torch.zeros(HIDDEN), torch.zeros(HIDDEN)]
    straight, into, bias, out = (each.requires_grad_() for each in maps)
    order = torch.cat([torch.randperm(len(x)) for _ in range(EPOCHS)])
    steps = len(order) // BATCH
    turning = torch.optim.AdamW([straight, into, bias, out], weight_decay=DECAY)
    rate = torch.optim.lr_scheduler.OneCycleLR(turning, RATE, total_steps=steps)
    for step in range(steps):
        some = order[step * BATCH : (step + 1) * BATCH]
        scores = x[some] @ straight + torch.tanh(x[some] @ into + bias) @ out + added[0][some]
        loss = (torch.logsumexp(scores, 1) - torch.logsumexp(scores + added[1][some], 1)).mean()
        turning.zero_grad()
        torch.autograd.backward(loss)
        turning.step()
        rate.step()
    return [each.detach().numpy() for each in (straight, into, bias, out)]


def save(model: Neighbours) -> None:
    """Write the file that ships."""
    from safetensors.numpy import save_file

    places = np.nonzero(model.counts)
    assert model.net is not None
    halves, steps = packed(model.asked)
    tensors = {
        "many": np.bincount(places[0], minlength=len(model.sections)).astype(np.uint16),
        "after": places[1].astype(np.uint16),
        "often": model.counts[places].astype(np.float16),
        "asked": halves,
        "steps": steps,
        "owner": np.ascontiguousarray(model.owner, dtype=np.uint16),
        **{f"net.{name}": getattr(model.net, name).astype(np.float32) for name in Net.__slots__},
    }
    head = {"sections": json.dumps(model.sections), "learned_from": model.learned_from}
    save_file(tensors, neighbours.FILE, metadata=head)


def surprise(model: Neighbours, asked: Collection[Pair]) -> float:
    """How unlikely, as a logarithm, a section was that came next; of several that would do, the likeliest."""
    told = [(model.near(before[:1]), behind) for before, behind, weight in asked if weight == 1.0]
    least = [max(near.get(each, np.log(1e-4)) for each in behind) for near, behind in told if near]
    return -float(np.mean(least))


def learned(told: Sequence[NextAsked]) -> Neighbours:
    """What the cases that are seen teach, each by the files that it is not of."""
    seen = [case for case in told if case.half == "seen"]

    @cache
    def others(file: str) -> Neighbours:
        return placed(neighbours.counted(list(pairs(without={file}))), [c for c in seen if c.file != file])

    examples = [example(others(case.file), case) for case in seen]
    model = placed(neighbours.counted(list(pairs()), bank.fingerprint()), seen)
    return replace(model, net=fitted([(signs, right) for signs, right in examples if right.any()]))


def main() -> None:
    """Count and learn everything anew."""
    with tempfile.TemporaryDirectory() as home:
        library = Library(Path(home))
        told = [case for language in ("en", "zh") for case in cases(library, language)]
    model = learned(told)
    save(model)
    left_out = [case for case in told if case.half != "seen"]
    right, next_by = sum(map(partial(answers, model), left_out)), surprise(model, list(pairs("left_out")))
    sys.stdout.write(
        f"{np.count_nonzero(model.counts)} pairs, {model.asked.shape[0]} follow-ups; left out, {next_by:.2f} by what is asked"
        f" next alone, {right} of {len(left_out)} answered\n"
    )


def example(model: Neighbours, case: NextAsked) -> tuple[Vectors, NDArray[np.bool_]]:
    """The signs of every section found, and which of them answers."""
    sections = sorted({hit.passage.section_id for each in case.found for hit in each.hits})
    signs = model.signs(case.thread, case.text, case.found, sections)
    return signs, np.array([each in case.wanted for each in sections])


def answers(model: Neighbours, case: NextAsked) -> bool:
    """Whether what the model finds likeliest answers it."""
    chances = model.chances(case.thread, case.text, case.found)
    return max(chances, key=lambda section: chances[section]) in case.wanted


if __name__ == "__main__":
    main()
