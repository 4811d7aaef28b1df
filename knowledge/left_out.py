"""What the learned parts do on batches they did not learn from: the ground of every weight, threshold and report.

Everything is learned anew without a batch of each language, and both are then asked. The weights that join the
channels, and the figures reported for a batch, come from the other batches too.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import zip_longest

import numpy as np

from knowledge.bank import Line
from knowledge.embedding import Vectors
from knowledge.features import Features
from knowledge.learning import PAGES, Numbers, SectionWeights, learn_sections, learn_weights
from knowledge.ranker import Fusion, joined, nearest, turned, with_platform
from knowledge.wording import Table, counted, spoken_for

# A batch with fewer lines than this is left out with the others of its kind: they name few sections each.
SMALL = 200
# Batches of a language are taken by so many; those of one group are joined by weights that come from the other groups.
GROUPS = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class Material:
    """Lines with a section (questions, then texts of pages) and their features; and of each line, where it is known, what an
    encoder says that was tuned without its batch (NaN: nothing)."""

    lines: tuple[Line, ...]
    features: Features
    sections: tuple[str, ...]
    tuned: Vectors | None = None

    @property
    def owner(self) -> Numbers:
        """The number of each line's section."""
        place = {section: number for number, section in enumerate(self.sections)}
        return np.array([place[line.section] for line in self.lines], dtype=np.int64)

    @property
    def together(self) -> list[set[str]]:
        """Batches that are left out at once: one of each language, for they hardly teach each other, and all small ones."""
        tongues = {line.batch: line.language for line in self.lines if not line.batch.startswith(PAGES)}
        small = {name for name in tongues if len(self.rows_of(name)) < SMALL}
        large = sorted(set(tongues) - small)
        named = ([name for name in large if tongues[name] == tongue] for tongue in ("en", "zh"))
        found = [small, *({name for name in names if name} for names in zip_longest(*named))]
        return [each for each in found if each]

    def rows_of(self, batch: str) -> Numbers:
        """The numbers of a batch's lines."""
        return np.array([n for n, line in enumerate(self.lines) if line.batch == batch], dtype=np.int64)


@dataclass(frozen=True, slots=True, kw_only=True)
class Model:
    """Everything that ranks, as learned from some lines."""

    weights: SectionWeights
    turn: Vectors
    table: Table
    asked: Vectors
    owner: Numbers

    def channels(self, features: Features) -> Vectors:
        """Channel × text × section, as :data:`knowledge.ranker.CHANNELS` names them, but for the last."""
        learned = self.weights.shares(features.rich)
        near = turned(features.rich, self.turn) @ self.asked.T
        sections = learned.shape[1]
        return np.stack(
            [learned, spoken_for(self.table, features.pieces), nearest(near, self.owner, sections)]
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Fold:
    """A batch as asked of a model that did not see it."""

    batch: str
    lines: tuple[Line, ...]
    owner: Numbers
    channels: Vectors

    @property
    def language(self) -> str:
        """The language of most of its lines."""
        return max(("en", "zh"), key=[line.language for line in self.lines].count)


def learn(material: Material, rows: Numbers) -> Model:
    """Learn from some of the lines."""
    owner, features = material.owner[rows], material.features.some(rows)
    weights = learn_sections(features.rich, owner, len(material.sections))
    questions = [n for n, row in enumerate(rows) if not material.lines[row].batch.startswith("text-")]
    turn = weights.turn
    return Model(
        weights=weights,
        turn=turn,
        table=counted(features.pieces, [int(n) for n in owner], len(material.sections)),
        asked=turned(features.some(questions).rich, turn),
        owner=owner[questions],
    )


def folds(material: Material, batches: set[str]) -> list[Fold]:
    """Leave batches out: learn from the others, and ask each."""
    others = np.flatnonzero([line.batch not in batches for line in material.lines])
    return asked_of(material, learn(material, others), batches)


def asked_of(material: Material, model: Model, batches: set[str]) -> list[Fold]:
    """Batches asked of a model that did not see them."""
    return [_fold(material, model, batch) for batch in sorted(batches)]


def _fold(material: Material, model: Model, batch: str) -> Fold:
    rows = material.rows_of(batch)
    channels = model.channels(material.features.some(rows))
    if material.tuned is not None:
        said = material.tuned[rows]
        channels = np.concatenate([channels, np.where(np.isnan(said), channels[0], said)[None]])
    return Fold(
        batch=batch,
        lines=tuple(material.lines[n] for n in rows),
        owner=material.owner[rows],
        channels=channels,
    )


def fuse(folds: Sequence[Fold]) -> Fusion:
    """Weights of the channels that make the right sections likeliest."""
    owner = np.concatenate([each.owner for each in folds])
    return Fusion(weights=learn_weights(np.concatenate([each.channels for each in folds], axis=1), owner))


def shares(one: Fold, fusion: Fusion, sections: Sequence[str]) -> Vectors:
    """Logs of the shares of every section for every line of a fold."""
    place = {section: number for number, section in enumerate(sections)}
    return with_platform(joined(one.channels, fusion), [line.text for line in one.lines], place)


def fused_apart(folds: Sequence[Fold]) -> Mapping[str, Fusion]:
    """Of each batch the weights learned from other batches of its language; from its own where there is no other."""
    found = dict[str, Fusion]()
    for language in ("en", "zh"):
        own = [one for one in folds if one.language == language]
        for group in range(min(GROUPS, len(own))):
            fusion = fuse([one for n, one in enumerate(own) if n % GROUPS != group] or own)
            found |= {one.batch: fusion for one in own[group::GROUPS]}
    return found


def answers(folds: Sequence[Fold], sections: Sequence[str]) -> Mapping[str, Vectors]:
    """Of each batch the logs of shares, joined by weights learned from other batches of its language."""
    apart = fused_apart(folds)
    return {one.batch: shares(one, apart[one.batch], sections) for one in folds}
