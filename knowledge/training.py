"""Learns what ``knowledge/learned`` holds from the bank and the pages: ``python -m knowledge.training``.

Seeded and on one thread, so that one machine learns the same twice. Needs torch; what it writes is read by numpy. Also
writes ``learned/left_out.json``: how the parts do on batches that they did not learn from (``marque eval``).
"""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Sequence
from dataclasses import asdict

import numpy as np

from knowledge import bank, corpus, index, judging, law, ranker, reader
from knowledge.bank import Line
from knowledge.features import Featurer, Features
from knowledge.learning import Learned, learn_reader
from knowledge.left_out import PAGES, Fold, Material, Model, answers, fold, fuse, learn
from knowledge.mentions import without_platforms
from knowledge.ranker import Fusion, nearest
from knowledge.reader import LABELS
from knowledge.reading import Thresholds

Featured = Callable[[Sequence[str]], Features]
# Sections among which the stand-in for a section that came later is fitted.
CLOSE = 30


def lines() -> tuple[Line, ...]:
    """The bank, the questions on the pages, and then the texts of the pages; near-duplicate questions once."""
    passages = corpus.render(corpus.read(), law.load())
    asked = bank.once((*bank.read(), *index.asked_on_pages(passages)))
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


def stand_in(held: Material, folds: Sequence[Fold]) -> tuple[float, float]:
    """Slope and start of the line from how near a section's own texts lie to what the learned weights would say."""
    near, said = [], []
    others = np.array([n for n, line in enumerate(held.lines) if line.batch.startswith(PAGES)])
    for one in folds[:2]:
        rows = held.rows_of(one.batch)
        close = held.features.some(rows).rich @ held.features.some(others).rich.T / 2.0
        found = nearest(close, held.owner[others], len(held.sections))
        best = np.argsort(-found, axis=1)[:, :CLOSE]
        near.append(np.take_along_axis(found, best, axis=1).ravel())
        said.append(np.take_along_axis(one.channels[0], best, axis=1).ravel())
    slope, start = np.polyfit(np.concatenate(near), np.concatenate(said), 1)
    return float(slope), float(start)


def save_ranker(
    model: Model, sections: Sequence[str], fusion: dict[str, Fusion], stand: tuple[float, float]
) -> None:
    """Write the ranker's file."""
    from safetensors.numpy import save_file

    tensors = {
        "dense": model.weights.dense.astype(np.float16),
        "bias": model.weights.bias.astype(np.float16),
        "turn": model.turn.astype(np.float16),
        "asked": np.round(model.asked * 127).astype(np.int8),
        "owner": model.owner.astype(np.int16),
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


def save_reader(model: Learned, temperatures: dict[str, float], thresholds: Thresholds) -> None:
    """Write the reader's file."""
    from safetensors.numpy import save_file

    tensors = {name: np.ascontiguousarray(part, np.float16) for name, part in asdict(model).items()}
    head = {
        "heads": json.dumps({name: [labels, temperatures[name]] for name, labels in LABELS.items()}),
        "thresholds": json.dumps(asdict(thresholds)),
        "learned_from": bank.fingerprint(),
    }
    save_file(tensors, reader.FILE, metadata=head)


def told(text: str) -> None:
    """Say how far it is."""
    sys.stdout.write(f"{text}\n")
    sys.stdout.flush()


def main(featured: Featured | None = None) -> None:
    """Learn everything anew."""
    import torch

    torch.set_num_threads(1)
    kept = lines()
    features = (featured or Featurer().features)([without_platforms(line.text) for line in kept])
    held = material(kept, features)
    told(f"{len(kept)} lines, {len(held.sections)} sections")
    read = [
        n for n, line in enumerate(kept) if not line.batch.startswith(PAGES) or _stands_for_pages(n, line)
    ]
    written, seen = [kept[n] for n in read], features.some(np.array(read))
    reading = judging.judged_reading(written, seen)
    told("read what was left out")
    folds = [_told_fold(held, batch) for batch in held.batches]
    rank_thresholds, ranking = judging.judged_ranking(folds, answers(folds, held.sections), held.sections)
    thresholds = Thresholds(**rank_thresholds, refuse=reading.refuse, doubt=reading.doubt)
    save_reader(learn_reader(seen, judging.targets(written)), reading.temperatures, thresholds)
    fusion = {language: fuse([one for one in folds if one.language == language]) for language in ("en", "zh")}
    save_ranker(learn(held, np.arange(len(held.lines))), held.sections, fusion, stand_in(held, folds))
    judging.save({"ranking": ranking, "reading": reading.report, "thresholds": asdict(thresholds)})


def _stands_for_pages(number: int, line: Line) -> bool:
    """Questions on the pages are thousands of one kind: every fourth is read."""
    return line.batch.startswith("pages-") and number % 4 == 0


def _told_fold(held: Material, batch: str) -> Fold:
    told(f"left out {batch}")
    return fold(held, batch)


if __name__ == "__main__":
    main()
