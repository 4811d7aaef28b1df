"""``marque eval``: score answers and retrieval on a set of questions with known facts."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from rich.markup import escape
from rich.table import Table

from bot.cli.context import AsJson, desk, settings
from bot.cli.printing import err, out, print_json, print_table
from bot.domain.errors import GuidanceUnavailable, WrongInput
from bot.domain.questions import Question
from bot.domain.sentences import many
from bot.services.answering.questions import Questions
from knowledge import evaluate as measure
from knowledge import judging
from knowledge.evaluate import Report
from knowledge.instruments import LawError
from knowledge.passages import KnowledgeFault
from knowledge.question_sets import Given, QuestionRow, QuestionSetInvalid, read

if TYPE_CHECKING:
    from knowledge.library import Library
from collections.abc import Iterable, Mapping
from typing import Any


def evaluate(
    file: Annotated[
        Path | None,
        typer.Argument(
            help="Questions, one JSON object a line; without it, what was measured on batches left out."
        ),
    ] = None,
    ablation: Annotated[
        bool, typer.Option(help="Also compare with each channel alone and with naive search.")
    ] = True,
    as_json: AsJson = False,
) -> None:
    """Score answers, refusals and citations by class, with recall, latency, risk and coverage, and an ablation.

    Without a file: how the learned parts do on batches of messages that they did not learn from.
    """
    if file is None:
        report = judging.load()
        if as_json:
            print_json(report)
        else:
            show_left_out(report)
        return
    try:
        rows = read(file)
    except (QuestionSetInvalid, OSError) as fault:
        raise WrongInput(str(fault)) from fault
    try:
        measured = _measured(rows, ablation=ablation)
    except (KnowledgeFault, LawError) as fault:
        raise GuidanceUnavailable(str(fault)) from fault
    if as_json:
        print_json(measured.as_dict())
    else:
        _show(measured)


def _measured(rows: Sequence[QuestionRow], *, ablation: bool) -> Report:
    from knowledge.library import Library as Opened

    given = settings()
    library = Opened(given.home)
    err.print("Opening index and model …")
    library.opened()
    with desk() as at:
        at.questions.ask(Question(text="How long does a registration last?", language="en"))
        err.print(f"Asking {many(len(rows), 'question')} …")
        report = measure.evaluate(
            rows, lambda row: _given(at.questions, row), lambda row: _confidence(library, row)
        )
    rankers = measure.rankers(library.opened()) if ablation else {}
    if ablation:
        err.print("Comparing with other ways to search …")
        rankers["naive LangChain"] = measure.naive_ranker(library.opened().passages, _usual_day(rows))
    searches = {name: measure.found_by(rows, rank) for name, rank in rankers.items()}
    return Report(scored=report.scored, searches=searches)


def _given(questions: Questions, row: QuestionRow) -> Given:
    asked = Question(text=row.question, as_of=row.as_of, language=row.language)
    answer = questions.ask(replace(asked, earlier=questions.earlier(row.earlier, asked)))
    places = tuple((p.instrument, p.article) for c in answer.citations for p in c.passage.provisions)
    choices = tuple(choice.text for choice in getattr(answer, "choices", ()))
    return Given(outcome=answer.outcome.value, answer=answer.text, choices=choices, provisions=places)


def _confidence(library: Library, row: QuestionRow) -> float:
    hits = library.search(row.question, on=row.as_of, language=row.language).hits
    return hits[0].probability if hits else 0.0


def _usual_day(rows: Sequence[QuestionRow]) -> date:
    days = [row.as_of for row in rows]
    return max(set(days), key=days.count) if days else date.max


def _show(report: Report) -> None:
    columns = ("right", "wrong", "asked back", "of these hit", "refused wrongly", "refused rightly")
    table = Table("class", *columns, "answered wrongly", title="Answers")
    for name, t in report.classes.items():
        refused = (t.refused_wrongly, t.refused_rightly)
        counts = (t.right, t.wrong, t.asked_back, t.asked_back_hit, *refused, t.answered_wrongly)
        table.add_row(escape(name), *map(str, counts), end_section=name != "all")
    out.print(table)
    hits, counted = report.citation_hits
    share = f"{hits / counted:.1%}" if counted else "–"
    out.print(
        f"mean {report.mean:.3f}; citation hits {hits} of {counted} ({share}); median answer {report.median_length}"
    )
    out.print(f"latency p50 {report.latency(0.5) * 1000:.0f} ms, p95 {report.latency(0.95) * 1000:.0f} ms")
    if report.searches:
        found = (
            (name, *(f"{one.recall[depth]:.1%}" for depth in measure.DEPTHS),
             f"{one.p50 * 1000:.0f} ms", f"{one.p95 * 1000:.0f} ms")
            for name, one in report.searches.items()
        )  # fmt: skip
        depths = (f"recall@{depth}" for depth in measure.DEPTHS)
        print_table("search", *depths, "p50", "p95", rows=found, title="Retrieval by fact")
    print_curve((each.threshold, each.coverage, each.wrong) for each in report.risk_coverage)
    for scored in report.scored:
        if scored.points < 1:
            out.print(
                escape(f"{scored.points:+d} {scored.row.id} ({scored.given.outcome}) {scored.row.question}"),
                style="dim",
            )


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
