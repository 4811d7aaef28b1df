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
from knowledge.judging import LABELS, targets
from knowledge.learning import Learned, learn_reader
from knowledge.left_out import Fold, Material, Model, answers, fold, fuse, learn
from knowledge.mentions import without_platforms
from knowledge.ranker import Fusion, nearest
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


def material(kept: Sequence[Line], featured: Featured) -> Material:
    """The lines that have a section, with features."""
    own = tuple(line for line in kept if line.section)
    texts = [without_platforms(line.text) for line in own]
    return Material(
        lines=own,
        features=featured(texts),
        sections=tuple(sorted({line.section for line in own})),
    )


def stand_in(held: Material, folds: Sequence[Fold]) -> tuple[float, float]:
    """Slope and start of the line from how near a section's own texts lie to what the learned weights would say."""
    near, said = [], []
    for one in folds[:2]:
        rows = held.rows_of(one.batch)
        others = np.array(
            [n for n, line in enumerate(held.lines) if line.batch.startswith(("pages-", "text-"))]
        )
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
    featured = featured or Featurer().features
    kept = lines()
    held = material(kept, featured)
    told(f"{len(kept)} lines, {len(held.sections)} sections")
    folds = []
    for batch in held.batches:
        folds.append(fold(held, batch))
        told(f"left out {batch}")
    rank_thresholds, ranking = judging.judged_ranking(folds, answers(folds, held.sections), held.sections)
    written = [line for line in kept if not line.batch.startswith("text-")]
    features = featured([without_platforms(line.text) for line in written])
    reading = judging.judged_reading(written, features)
    told("read what was left out")
    thresholds = Thresholds(**rank_thresholds, **reading.thresholds)
    save_reader(learn_reader(features, targets(written), LABELS), reading.temperatures, thresholds)
    fusion = {language: fuse([one for one in folds if one.language == language]) for language in ("en", "zh")}
    save_ranker(learn(held, np.arange(len(held.lines))), held.sections, fusion, stand_in(held, folds))
    judging.save({"ranking": ranking, "reading": reading.report, "thresholds": asdict(thresholds)})


if __name__ == "__main__":
    main()
