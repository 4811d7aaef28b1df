"""What is told of judged listings: precision, recall, calibration, bands by kind, and misses."""

import math
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from bot.domain.assessments import Assessment, Band
from bot.domain.listings import Listing
from bot.signals.weighing.combine import Weights, packaged_weights
from bot.signals.weighing.fit import calibration_error


@dataclass(frozen=True, slots=True)
class Judged:
    """A labelled listing, its kind, and what the detectors made of it."""

    listing: Listing
    infringing: bool
    kind: str
    found: Assessment

    @property
    def missed(self) -> bool:
        return self.found.band.alerts != self.infringing


@dataclass(frozen=True, slots=True)
class Told:
    """A probability, and what the listing was."""

    score: float
    infringing: bool


def summary(judged: Sequence[Judged]) -> str:
    """One line: alerts against labels, precision of high, calibration error."""
    return told_summary([Told(j.found.score, j.infringing) for j in judged], packaged_weights())


def told_summary(judged: Sequence[Told], weights: Weights) -> str:
    """The line of `summary` for probabilities."""
    hits = Counter((j.score >= weights.medium, j.infringing) for j in judged)
    tp, fp, fn = hits[True, True], hits[True, False], hits[False, True]
    high = [j.infringing for j in judged if j.score >= weights.high]
    error = calibration_error([j.score for j in judged], [j.infringing for j in judged])
    rare = "  ".join(f"at {rate:.0%} {_told(precision_at(judged, rate, weights))}" for rate in (0.05, 0.01))
    return (
        f"{len(judged)} listings  precision {_share(tp, tp + fp)}  recall {_share(tp, tp + fn)}"
        f"  F1 {_share(2 * tp, 2 * tp + fp + fn)}"
        f"  precision of high {_share(sum(high), len(high))} of {len(high)}  {rare}  ECE {error:.3f}"
        f"  log loss {log_loss(judged):.3f}"
    )


def precision_at(judged: Sequence[Told], rate: float, weights: Weights) -> float | None:
    """The precision of high where this share of all listings infringes: each side weighed anew; None without high."""
    high = Counter(j.infringing for j in judged if j.score >= weights.high)
    every = Counter(j.infringing for j in judged)
    right, wrong = (
        share * high[side] / max(1, every[side]) for side, share in ((True, rate), (False, 1 - rate))
    )
    return right / (right + wrong) if right + wrong else None


def log_loss(judged: Sequence[Told]) -> float:
    """What a probability costs on average; none counts as surer than 0.999."""
    bounded = [(min(0.999, max(0.001, j.score)), j.infringing) for j in judged]
    return -sum(math.log(p if wrong else 1 - p) for p, wrong in bounded) / max(1, len(bounded))


def reliability(judged: Sequence[Told]) -> Iterator[str]:
    """A line for each tenth of the probability: what was given on average, the share that infringes, of how many."""
    for tenth in range(10):
        inside = [j for j in judged if min(9, int(j.score * 10)) == tenth]
        if inside:
            said = sum(j.score for j in inside) / len(inside)
            was = sum(j.infringing for j in inside) / len(inside)
            yield f"said {said:.3f}  was {was:.3f}  of {len(inside):>5}  {'#' * round(40 * was)}"


def by_kind(judged: Sequence[Judged]) -> Iterator[str]:
    """A line a kind, infringing kinds first: how many, how many alerted, and the bands."""
    kinds: dict[tuple[bool, str], Counter[Band]] = defaultdict(Counter)
    for j in judged:
        kinds[not j.infringing, j.kind][j.found.band] += 1
    for (legitimate, kind), bands in sorted(kinds.items()):
        alerts = sum(n for band, n in bands.items() if band.alerts)
        told = "  ".join(f"{b.value} {bands[b]:>3}" for b in Band)
        yield f"{'-' if legitimate else '+'} {kind:<26} alerts {alerts:>3} of {bands.total():>3}   {told}"


def miss(judged: Judged) -> str:
    """One listing that was judged against its label, with the detectors' scores."""
    said = " ".join(f"{s.name}={s.score:.2f}" for s in judged.found.signals if s.score)
    one = judged.listing
    return (
        f"MISS {judged.found.brand} {judged.kind} {judged.found.score:.2f} {one.title!r}"
        f" {one.price} {one.currency} {said}"
    )


def _share(part: int, whole: int) -> str:
    return f"{part / whole:.3f}" if whole else "none"


def _told(share: float | None) -> str:
    return "none" if share is None else f"{share:.3f}"
