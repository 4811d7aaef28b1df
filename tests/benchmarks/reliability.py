"""How far probabilities can be trusted: ``python -m tests.benchmarks.reliability [PNG]``.

Each brand's listings are judged by what other brands taught; the picture shows, for each tenth of the
probability, how many of the listings did infringe, with Wilson's 95% interval.
"""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path

import matplotlib as mpl
import numpy as np

from bot.signals.weighing.fit import calibration_error
from tests.benchmarks.corpus import training
from tests.benchmarks.screen.pictures import interval
from tests.benchmarks.teach import left_out, prior_weights, teach

PICTURE = Path("docs/pictures/reliability.png")


def held_out() -> tuple[list[float], list[bool]]:
    """Probability and truth of every listing, judged by what other brands taught."""
    shelves = training()
    taught = teach(shelves, prior_weights())
    found = [each for rows in left_out(taught, shelves, taught.weights).values() for each in rows]
    return [each.score for each in found], [each.infringing for each in found]


def table(scores: Sequence[float], truths: Sequence[bool]) -> list[tuple[float, float, float, float, int]]:
    """For each tenth that holds listings: mean probability, share that infringes, its interval, how many."""
    place = np.minimum((np.asarray(scores) * 10).astype(int), 9)
    rows = []
    for tenth in sorted(set(place.tolist())):
        inside = place == tenth
        right, count = int(np.asarray(truths)[inside].sum()), int(inside.sum())
        low, high = interval(right, count)
        rows.append((float(np.asarray(scores)[inside].mean()), right / count, low, high, count))
    return rows


def draw(rows: Sequence[tuple[float, float, float, float, int]], error: float, target: Path) -> None:
    """The reliability diagram as a PNG."""
    mpl.use("Agg")
    from matplotlib import pyplot as plt

    figure, axes = plt.subplots(figsize=(6.4, 5.6), dpi=120)
    axes.plot([0, 1], [0, 1], color="#999999", linewidth=1, linestyle="--", label="as said, so it is")
    said, was = [r[0] for r in rows], [r[1] for r in rows]
    reach = [[r[1] - r[2] for r in rows], [r[3] - r[1] for r in rows]]
    axes.errorbar(
        said,
        was,
        yerr=np.maximum(reach, 0),
        fmt="o",
        color="#1f5fa8",
        capsize=3,
        label="measured, 95% interval",
    )
    for mean, share, _, _, count in rows:
        axes.annotate(f"{count}", (mean, share), textcoords="offset points", xytext=(8, -12), fontsize=9)
    axes.set(
        xlabel="probability given", ylabel="share that infringes", xlim=(-0.03, 1.03), ylim=(-0.03, 1.06)
    )
    total = sum(r[4] for r in rows)
    axes.set_title(
        f"{total} listings, judged by weights fitted on the other brand; calibration error {error:.3f}",
        fontsize=10,
    )
    axes.legend(loc="upper left", frameon=False)
    figure.tight_layout()
    figure.savefig(target)


def main(target: Path) -> None:
    """Print the table and draw it."""
    scores, truths = held_out()
    rows, error = table(scores, truths), calibration_error(scores, truths)
    for mean, share, low, high, count in rows:
        print(f"said {mean:.3f}   was {share:.3f} ({low:.3f} to {high:.3f})   of {count}")
    print(f"expected calibration error {error:.4f}")
    draw(rows, error, target)
    print(f"drawn: {target}")


if __name__ == "__main__":
    main(Path(sys.argv[1]) if len(sys.argv) > 1 else PICTURE)
