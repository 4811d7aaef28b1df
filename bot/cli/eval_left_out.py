"""Shows what the learned parts do on batches of messages that they did not learn from."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from rich.table import Table

from bot.cli.context import out, print_table

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
    off = ((n, f"{row['recall_1']:.1%}", f"{row['recall_3']:.1%}") for n, row in ranking["ablation"].items())
    print_table("parts", "first of all", "among three", rows=off, title="Parts off")
    print_curve((each["threshold"], each["coverage"], each["wrong"]) for each in ranking["risk_coverage"])
    read = ((name, f"{found['share']:.1%}", found["of"]) for name, found in _readings(reading))
    print_table("read", "right", "of", rows=read, title="Messages left out: what they are")
    done = (
        (name, *(f"{row[what]:.1%}" for what in ("refused", "doubted", "answered")), row["of"])
        for name, row in reading["refusals"].items()
    )
    columns = ("messages", "refused", "answered with care", "answered", "of")
    print_table(*columns, rows=done, title="Messages left out: refusals")
    out.print(READ, style="dim")


def print_curve(points: Iterable[tuple[float, float, float]]) -> None:
    """Chance, share answered, share of those wrong."""
    cells = ((f"{chance:.2f}", f"{answered:.0%}", f"{wrong:.1%}") for chance, answered, wrong in points)
    print_table("surer than", "answered", "of those wrong", rows=cells, title="Risk and coverage")


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
