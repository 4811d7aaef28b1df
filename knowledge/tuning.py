"""Tunes the upper layers of the packaged MiniLM to tell the sections of English questions apart; only ``knowledge.training``
uses it. Needs torch; seeded and on one thread, so that one machine learns the same twice.

Only thin matrices beside the maps are learned (LoRA), together with a column a section. What is said of a line comes from
an encoder that did not see its batch: a third of the batches is left out at once, since each tuning takes minutes.
"""

from __future__ import annotations

import hashlib
import math
from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from knowledge import ranker
from knowledge.embedding import Vectors, packaged_folder
from knowledge.encoder import MiniLm
from knowledge.features import is_chinese
from knowledge.learning import SEED, SMOOTHING, Numbers, halved
from knowledge.left_out import Material
from knowledge.mentions import without_platforms
from knowledge.processes import shared_out

if TYPE_CHECKING:
    import torch

FIRST, RANK, LONGEST, THIRDS = 4, 16, 48, 3
"""The first layer that is tuned, rows of a thin matrix, tokens read of a line, and parts left out in turn."""
EPOCHS, BATCH, RATE, SECTION_RATE, DECAY = 3, 64, 1.5e-3, 3e-3, 1e-3
WARM, LEAST, SORTED = 50, 0.03, 16
"""Of the pace: steps of its rise and the share left at the end; and batches that are sorted by length together."""
START, SHARPNESS, DROPPED, WORDS_DROPPED = 0.5, 24.0, 0.1, 0.1
PARTS = ("attention.self.query", "attention.self.key", "attention.self.value", "attention.output.dense",
         "intermediate.dense", "output.dense")  # fmt: skip
TUNED = Path(__file__).parents[1] / "build" / "tuned"


@dataclass(frozen=True, slots=True)
class Tuning:
    """The thin matrices by name, and a column a section."""

    deltas: dict[str, NDArray[np.float16]]
    dense: NDArray[np.float16]
    bias: NDArray[np.float16]

    def shares(self, texts: Sequence[str]) -> Vectors:
        """Of English texts the log of every section's share, as the bot works it out."""
        _, rows = MiniLm(self.deltas).embed(texts)
        return ranker.log_shares(rows @ self.dense.astype(np.float32) + self.bias.astype(np.float32))


def tuned(held: Material, folder: Path = TUNED) -> tuple[Tuning, Vectors]:
    """Tuned on every line; and what is said of each English line where its batch is left out, else nothing (NaN).

    What was tuned on this machine is kept in the folder, so that it is tuned once; outside git, and safe to delete.
    """
    texts = [without_platforms(line.text) for line in held.lines]
    read = np.array([not is_chinese(t) for t in texts]) & [x.batch[:5] != "text-" for x in held.lines]
    thirds = [set().union(*held.together[third::THIRDS]) for third in range(THIRDS)]
    out = [read & [line.batch in batches for line in held.lines] for batches in thirds]
    learned_from = [np.flatnonzero(read & ~each) for each in out]
    whole, *parts = shared_out(
        [partial(_kept, held, texts, rows, folder) for rows in (np.flatnonzero(read), *learned_from)]
    )
    said = np.full((len(texts), len(held.sections)), np.nan, dtype=np.float32)
    for part, asked in zip(parts, map(np.flatnonzero, out), strict=True):
        said[asked] = part.shares([texts[n] for n in asked])
    return whole, said


def _kept(held: Material, texts: Sequence[str], rows: Numbers, folder: Path) -> Tuning:
    digest = hashlib.sha256(Path(__file__).read_bytes())
    for row in rows:
        digest.update(f"{texts[row]}\0{held.lines[row].section}\0".encode())
    file = folder / f"{digest.hexdigest()[:16]}.npz"
    if not file.exists():
        english = held.features.english[rows]
        found = _tune([texts[row] for row in rows], english, held.owner[rows], len(held.sections))
        folder.mkdir(parents=True, exist_ok=True)
        np.savez(file, dense=found.dense, bias=found.bias, **found.deltas)  # type: ignore[arg-type]
    with np.load(file) as kept:
        parts = {name: kept[name] for name in kept}
    return Tuning(dense=parts.pop("dense"), bias=parts.pop("bias"), deltas=parts)


def _tune(texts: Sequence[str], english: Vectors, owner: Numbers, sections: int) -> Tuning:
    import torch
    from torch.nn.functional import cross_entropy, dropout

    torch.manual_seed(SEED)
    encoder = _Encoder(texts)
    goal = torch.from_numpy(owner)
    middle = torch.zeros((sections, encoder.width)).index_add_(0, goal, torch.from_numpy(english))
    dense = (START * middle / middle.norm(dim=1, keepdim=True).clamp(min=1e-6)).T.requires_grad_()
    bias = torch.zeros(sections, requires_grad=True)
    groups = [{"params": encoder.learned, "lr": RATE}, {"params": [dense, bias], "lr": SECTION_RATE}]
    optimiser = torch.optim.AdamW(groups, weight_decay=DECAY)
    order = np.random.default_rng(SEED)
    steps = EPOCHS * len(encoder.batches(order))
    pace = torch.optim.lr_scheduler.LambdaLR(
        optimiser, lambda step: min(1, (step + 1) / WARM) * max(LEAST, 1 - step / steps)
    )
    for _ in range(EPOCHS):
        for some in encoder.batches(order):
            optimiser.zero_grad()
            rows = dropout(encoder.rows(some), DROPPED)
            loss = cross_entropy(SHARPNESS * rows @ dense + bias, goal[some], label_smoothing=SMOOTHING)
            loss.backward()  # type: ignore[no-untyped-call]
            optimiser.step()
            pace.step()
    columns = np.ascontiguousarray(SHARPNESS * dense.detach().numpy(), dtype=np.float16)
    return Tuning(encoder.deltas(), columns, bias.detach().numpy().astype(np.float16))


class _Encoder:
    """The model with thin matrices beside its upper maps, over texts that have gone through its lower layers."""

    def __init__(self, texts: Sequence[str]) -> None:
        import torch
        from sentence_transformers import SentenceTransformer

        packaged: Any = SentenceTransformer(
            str(packaged_folder()), device="cpu", model_kwargs={"attn_implementation": "eager"}
        )
        model = packaged[0].auto_model.eval().requires_grad_(False)
        self._tokens = packaged.tokenizer(list(texts), truncation=True, max_length=LONGEST)["input_ids"]
        self._sizes = np.array([len(each) for each in self._tokens])
        layers = list(model.encoder.layer)
        self.width: int = model.config.hidden_size
        self._upper: Any = layers[FIRST:]
        self._lower: list[torch.Tensor] = [torch.empty(0)] * len(texts)
        with torch.no_grad():
            for some in np.array_split(np.argsort(self._sizes, kind="stable"), len(texts) // BATCH + 1):
                ids = torch.nn.utils.rnn.pad_sequence(
                    [torch.tensor(self._tokens[n]) for n in some], batch_first=True
                )
                states = self._through(layers[:FIRST], model.embeddings(input_ids=ids), self._sizes[some])
                for row, number in enumerate(some):
                    self._lower[number] = states[row, : self._sizes[number]].to(torch.bfloat16)
        self._thin = {
            f"encoder.layer.{FIRST + n}.{part}": _thin(layer.get_submodule(part))
            for n, layer in enumerate(self._upper)
            for part in PARTS
        }

    @property
    def learned(self) -> list[torch.Tensor]:
        """Every thin matrix."""
        return [each for pair in self._thin.values() for each in pair]

    def deltas(self) -> dict[str, NDArray[np.float16]]:
        """The thin matrices as they are kept."""
        return {
            f"{name}.{end}": each.detach().numpy().astype(np.float16)
            for name, pair in self._thin.items()
            for end, each in zip(("in", "out"), pair, strict=True)
        }

    def batches(self, order: np.random.Generator) -> list[Numbers]:
        """All texts once in batches of like lengths, in an order drawn anew."""
        drawn, found = order.permutation(len(self._sizes)), []
        for some in np.array_split(drawn, len(drawn) // (BATCH * SORTED) + 1):
            by_size = some[np.argsort(self._sizes[some], kind="stable")]
            found += np.array_split(by_size, len(some) // BATCH + 1)
        return [found[n] for n in order.permutation(len(found))]

    def rows(self, some: Numbers) -> torch.Tensor:
        """Vectors of some texts, with a share of their words left out."""
        import torch

        states = torch.nn.utils.rnn.pad_sequence([self._lower[n] for n in some], batch_first=True).float()
        there = torch.arange(states.shape[1])[None] < torch.from_numpy(self._sizes[some])[:, None]
        kept = there & (torch.rand(there.shape) > WORDS_DROPPED)
        kept[:, 0] = True
        mixed = self._masked(self._upper, states, kept)
        return torch.nn.functional.normalize((mixed * kept[:, :, None]).sum(1))

    def _through(self, layers: Sequence[Any], states: torch.Tensor, sizes: Numbers) -> torch.Tensor:
        import torch

        return self._masked(
            layers, states, torch.arange(states.shape[1])[None] < torch.from_numpy(sizes)[:, None]
        )

    @staticmethod
    def _masked(layers: Sequence[Any], states: torch.Tensor, kept: torch.Tensor) -> torch.Tensor:

        hidden = (~kept)[:, None, None, :] * -1e4
        with halved():
            for layer in layers:
                found = layer(states, hidden.to(states.dtype))
                states = found[0] if isinstance(found, tuple) else found
        return states.float()


def _thin(linear: Any) -> tuple[torch.Tensor, torch.Tensor]:
    """Two thin matrices whose product is added to a map from now on; zero at first."""
    import torch

    inner = torch.randn(RANK, linear.in_features) / math.sqrt(linear.in_features)
    outer = torch.zeros(linear.out_features, RANK)
    inner.requires_grad_()
    outer.requires_grad_()
    linear.register_forward_hook(lambda _, given, found: found + (given[0] @ inner.T) @ outer.T)
    return inner, outer
