"""Shows what the learned parts do on batches of messages that they did not learn from."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from rich.table import Table

from bot.cli.context import out

_COLUMNS = {
    "questions": "questions", "recall_1": "first of all", "recall_3": "among three", "right": "right",
    "wrong": "wrong", "asked_back": "asked back", "asked_back_hit": "of these hit", "refused": "refused",
}  # fmt: skip
READ = (
    "Read by nobody who wrote the program: the batches, each left out of all that is judged by it. "
    "Read, and so for development only: every set in tests/data and any FILE given to this command."
)


def show_left_out(report: Mapping[str, Any]) -> None:
    """The report of :mod:`knowledge.judging` as tables."""
    ranking, reading = report["ranking"], report["reading"]
    table = Table(
        "batch", *_COLUMNS.values(), title="Questions of batches left out: the one section that answers"
    )
    rows = dict(ranking["batches"])
    for name, row in {**rows, "mean": _mean(rows), "worst": _worst(rows)}.items():
        shown = (f"{row[key]:.1%}" if key != "questions" else str(row[key]) for key in _COLUMNS)
        table.add_row(name, *shown, end_section=name == list(rows)[-1])
    out.print(table)
    ablation = Table("parts", "first of all", "among three", title="Parts off")
    for name, row in ranking["ablation"].items():
        ablation.add_row(name, f"{row['recall_1']:.1%}", f"{row['recall_3']:.1%}")
    out.print(ablation)
    curve = Table("surer than", "answered", "of those wrong", title="Risk and coverage")
    for point in ranking["risk_coverage"]:
        curve.add_row(f"{point['threshold']:.2f}", f"{point['coverage']:.0%}", f"{point['wrong']:.1%}")
    out.print(curve)
    read = Table("read", "right", "of", title="Messages left out: what they are")
    for name, found in _readings(reading):
        read.add_row(name, f"{found['share']:.1%}", str(found["of"]))
    out.print(read)
    done = Table(
        "messages", "refused", "answered with care", "answered", "of", title="Messages left out: refusals"
    )
    for name, row in reading["refusals"].items():
        shares = (f"{row[what]:.1%}" for what in ("refused", "doubted", "answered"))
        done.add_row(name, *shares, str(row["of"]))
    out.print(done)
    out.print(READ, style="dim")


def _readings(reading: Mapping[str, Any]) -> list[tuple[str, Mapping[str, float]]]:
    pairs = [
        (f"{head}, {tongue}", row) for head, both in reading["right"].items() for tongue, row in both.items()
    ]
    pairs += [(f"kind {name}", row) for name, row in reading["kinds"].items()]
    return [*pairs, *((f"kinds of {name}", row) for name, row in reading["batches"].items())]


def _mean(rows: Mapping[str, Mapping[str, float]]) -> dict[str, float]:
    size = sum(row["questions"] for row in rows.values())
    return {
        key: size if key == "questions" else sum(row[key] * row["questions"] for row in rows.values()) / size
        for key in _COLUMNS
    }


def _worst(rows: Mapping[str, Mapping[str, float]]) -> Mapping[str, float]:
    return min(rows.values(), key=lambda row: row["right"])
