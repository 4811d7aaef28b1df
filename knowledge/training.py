"""Learns what ``knowledge/learned`` holds from the bank and the pages: ``python -m knowledge.training``.

Every part is seeded and on one thread, so that one machine learns the same twice, by however many processes. Needs torch;
what it writes is read by numpy. Also writes ``learned/left_out.json``: how the parts do on batches that they did not learn
from (``marque eval``).
"""

import hashlib
import json
import sys
from collections.abc import Callable, Sequence
from dataclasses import asdict, replace
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from knowledge import (
    bank,
    corpus,
    encoder,
    examples,
    index,
    judging,
    law,
    ranker,
    read_left_out,
    reader,
    refusing,
    standing,
    tuning,
)
from knowledge.bank import Line
from knowledge.embedding import Vectors
from knowledge.encoder import MiniLm
from knowledge.features import Featurer, Features, pieces
from knowledge.learning import PAGES, Learned, learn_reader
from knowledge.left_out import Fold, Material, Model, answers, folds, fuse, learn
from knowledge.mentions import without_platforms
from knowledge.multilingual import MEANING, WORDS
from knowledge.network import FINE, halves, in_steps
from knowledge.processes import shared_out
from knowledge.ranker import Fusion, nearest
from knowledge.reader import LABELS, columns
from knowledge.reading import Thresholds
from knowledge.tuning import Tuning
from knowledge.wanted import targets

# Sections among which the stand-in for a section that came later is fitted.
CLOSE = 30
# Written questions of one section nearer than this are kept once, so that more of them do not make the file larger: a third.
ALIKE = 0.88
# Few pieces weigh much: with steps that reach to so much of the largest, half bytes say of 5,600 held messages what bytes say.
REACH = 0.6
# What was encoded on this machine, so that a text is encoded once; outside git, and safe to delete.
ENCODED = Path(__file__).parents[1] / "build" / "encoded"
_AT_ONCE = 2_000


def encoded(texts: Sequence[str], folder: Path = ENCODED) -> Features:
    """Features of each text, without what the tuned encoder says (:mod:`knowledge.tuning`); what is new is kept in the folder,
    in files named by what they hold."""
    folder.mkdir(parents=True, exist_ok=True)
    kept: dict[str, NDArray[np.float16]] = {}
    for file in sorted(folder.glob("*.npz")):
        with np.load(file) as held:
            kept.update(zip(held["keys"].tolist(), held["rows"], strict=True))
    new = {_key(text): text for text in texts if _key(text) not in kept}
    order = sorted(new, key=lambda key: len(new[key]))
    untuned = Featurer(english=MiniLm({}))
    for some in (order[at : at + _AT_ONCE] for at in range(0, len(order), _AT_ONCE)):
        rows = untuned.features([new[key] for key in some]).rich.astype(np.float16)
        np.savez(folder / f"{some[0]}.npz", keys=np.array(some), rows=rows)
        kept.update(zip(some, rows, strict=True))
        told(f"encoded {len(some)}")
    rich = np.vstack([kept[_key(text)] for text in texts]).astype(np.float32)
    english, words, meaning = np.split(
        rich, [rich.shape[1] - WORDS - MEANING, rich.shape[1] - MEANING], axis=1
    )
    unknown = np.zeros_like(english)
    own = tuple(map(pieces, texts))
    return Features(english=english, words=words, meaning=meaning, tuned=unknown, pieces=own)


def _key(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()[:20]


def lines() -> tuple[Line, ...]:
    """The bank, questions on the pages, examples of topics, and then the texts of the pages; near-duplicates once."""
    passages = corpus.render(corpus.read(), law.load())
    asked = bank.once((*bank.read(), *bank.several(), *index.asked_on_pages(passages), *examples.lines()))
    return (*asked, *index.texts_of(passages))


def page_lines() -> list[Line]:
    """The questions written on the pages."""
    return index.asked_on_pages(corpus.render(corpus.read(), law.load()))


def material(kept: Sequence[Line], features: Features) -> Material:
    """The lines that have a section, with features."""
    rows = [number for number, line in enumerate(kept) if line.section]
    own = tuple(kept[number] for number in rows)
    return Material(
        lines=own,
        features=features.some(np.array(rows, dtype=np.int64)),
        sections=tuple(sorted({line.section for line in own})),
    )


def stand_in(held: Material, asked: Sequence[Fold]) -> tuple[float, float]:
    """Slope and start of the line from how near a section's own texts lie to what the learned weights would say."""
    near, said = [], []
    others = np.array([n for n, line in enumerate(held.lines) if line.batch.startswith(PAGES)])
    for one in asked[:2]:
        rows = held.rows_of(one.batch)
        close = held.features.some(rows).rich @ held.features.some(others).rich.T / 2.0
        found = nearest(close, held.owner[others], len(held.sections))
        best = np.argsort(-found, axis=1)[:, :CLOSE]
        near.append(np.take_along_axis(found, best, axis=1).ravel())
        said.append(np.take_along_axis(one.channels[0], best, axis=1).ravel())
    slope, start = np.polyfit(np.concatenate(near), np.concatenate(said), 1)
    return float(slope), float(start)


def save_ranker(
    model: Model,
    tuned: Tuning,
    sections: Sequence[str],
    fusion: dict[str, Fusion],
    stand: tuple[float, float],
) -> None:
    """Write the ranker's file, and that of the tuned encoder."""
    from safetensors.numpy import save_file

    asked = np.round(model.asked * 127).astype(np.int8)
    apart = apart_from_earlier(asked, model.owner)
    tensors = {
        **scaled(dense=model.weights.dense, tuned=tuned.dense.astype(np.float32), turn=model.turn),
        "bias": model.weights.bias.astype(np.float16),
        "tuned_bias": tuned.bias,
        "asked": asked[apart],
        "owner": model.owner.astype(np.int16)[apart],
    }
    head = {
        "sections": json.dumps(list(sections)),
        "fusion": json.dumps({language: asdict(each) for language, each in fusion.items()}),
        "stand_in": json.dumps(stand),
        "learned_from": bank.fingerprint(),
    }
    save_file(
        {name: np.ascontiguousarray(part) for name, part in tensors.items()}, ranker.FILE, metadata=head
    )
    save_file(tuned.deltas, encoder.FILE, metadata={"learned_from": head["learned_from"]})


def apart_from_earlier(asked: NDArray[np.int8], owner: NDArray[np.int64]) -> list[int]:
    """The rows that lie further than ``ALIKE`` from every earlier one of their section: another would find nothing more."""
    rows = asked.astype(np.float32) / 127
    kept: dict[int, list[int]] = {}
    for number, section in enumerate(owner.tolist()):
        earlier = kept.setdefault(section, [])
        if not earlier or (rows[earlier] @ rows[number]).max() < ALIKE:
            earlier.append(number)
    return sorted(number for numbers in kept.values() for number in numbers)


def scaled(**parts: Vectors) -> dict[str, NDArray[Any]]:
    """Each part in steps, with its steps beside it."""
    kept: dict[str, NDArray[Any]] = {}
    for name, part in parts.items():
        kept[name], kept[f"{name}_scale"] = in_steps(part, FINE)
    return kept


def kept_columns(part: Vectors) -> Vectors:
    """The columns of every head as they are kept: :func:`knowledge.reader.columns`."""
    heads = np.split(part, np.cumsum([len(labels) for labels in LABELS.values()])[:-1], axis=1)
    counted = zip(heads, LABELS.values(), strict=True)
    return np.hstack([own if columns(labels) > 1 else own[:, 1:] - own[:, :1] for own, labels in counted])


def save_reader(model: Learned, temperatures: dict[str, float], thresholds: Thresholds) -> None:
    """Write the reader's file."""
    from safetensors.numpy import save_file

    own, scale = in_steps(kept_columns(model.pieces), reach=REACH)
    tensors: dict[str, NDArray[Any]] = {
        "centre": model.centre.astype(np.float32),
        **scaled(turn=model.turn, pairs=kept_columns(model.pairs)),
        "pieces": halves(own),
        "pieces_scale": scale,
    }
    head = {
        "heads": json.dumps({name: [labels, temperatures[name]] for name, labels in LABELS.items()}),
        "thresholds": json.dumps(asdict(thresholds)),
        "learned_from": examples.fingerprint(clauses=False),
    }
    save_file(tensors, reader.FILE, metadata=head)


def told(text: str) -> None:
    """Say how far it is."""
    sys.stdout.write(f"{text}\n")
    sys.stdout.flush()


def main() -> None:
    """Learn everything anew."""
    kept = lines()
    features = encoded([without_platforms(line.text) for line in kept])
    held = material(kept, features)
    told(f"{len(kept)} lines, {len(held.sections)} sections")
    tuned, said_by_tuned = tuning.tuned(held)
    held = replace(held, tuned=said_by_tuned)
    told("tuned")
    read = read_of(kept)
    written, seen = [kept[n] for n in read], features.some(read)
    by_batch = np.array([line.batch for line in written])
    # The longest first, so that no processor is idle at the end.
    works: list[Callable[[], Any]] = [
        partial(learn_reader, seen, targets(written), by_batch),
        partial(learn, held, np.arange(len(held.lines))),
        *(partial(folds, held, batches) for batches in held.together),
    ]
    (model, said), ranking, *left_out = shared_out(works)
    asked = [one for some in left_out for one in some]
    told(f"read, and left out {len(asked)} batches, each in turn")
    reading = read_left_out.judged_reading(written, said)
    found, rules = answers(asked, held.sections), index.rules_of(corpus.render(corpus.read(), law.load()))
    rank_thresholds, report = judging.judged_ranking(asked, found, held.sections, rules)
    answer, choice = rank_thresholds["answer"], rank_thresholds["choice"]
    thresholds = Thresholds(answer=answer, choice=choice, refuse=refusing.NEVER, doubt=refusing.NEVER)
    save_reader(model, reading.temperatures, thresholds)
    fusion = {language: fuse([one for one in asked if one.language == language]) for language in ("en", "zh")}
    save_ranker(ranking, tuned, held.sections, fusion, stand_in(held, asked))
    judging.save({"ranking": report, "reading": reading.report})
    refusing.main()


def read_of(kept: Sequence[Line]) -> list[int]:
    """The numbers of the lines that the reader learns from. Questions that say no more than their section are thousands of one
    kind: every eighth of those on the pages is read, and every fifth of those of the bank, or every third one where it is known
    whether yes or no would do; and every other one that tells a state of things.
    """
    several = {line.batch for line in kept if not line.section}
    return [number for number, line in enumerate(kept) if not number % _one_in(line, line.batch in several)]


def _one_in(line: Line, several: bool) -> int:
    if line.batch.startswith("text-"):
        return sys.maxsize
    if line.batch.startswith("pages-"):
        return 8
    if line.section and line.kind in standing.TOLD:
        return 2
    if several or line.aspect:
        return 1
    return 5 if line.yes_no is None else 3


if __name__ == "__main__":
    main()
