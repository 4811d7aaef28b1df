"""The routes and the questions that lead to them, as the command line shows them."""

from collections.abc import Sequence
from typing import Any

from rich.markup import escape

from bot.cli.printing import in_json, out
from bot.services.answering.routes import Routes
from knowledge.instruments import Confidence
from knowledge.phrasing import Phrases
from knowledge.routes import CitedText, Option


def show_questions(picker: Routes, lang: str, *, as_json: bool) -> None:
    rows = [
        {
            "id": question.id,
            "ask": question.ask.in_(lang),
            "answers": {choice.id: choice.label.in_(lang) for choice in question.choices},
        }
        for question in picker.questions
    ]
    if in_json(as_json, rows):
        return
    for question in picker.questions:
        out.print(escape(f"{question.id}: {question.ask.in_(lang)}"), style="bold")
        for choice in question.choices:
            out.print(escape(f"  {question.id}={choice.id}  {choice.label.in_(lang)}"))


def show_routes(found: Sequence[Option], kinds: set[str], phrases: Phrases) -> None:
    lang = phrases.language
    for number, option in enumerate(found, start=1):
        title = escape(f"{number}. {option.route.title.in_(lang)}")
        out.print(f"[bold]{title}[/bold]  {_ODDS[option.odds.value]}")
        for name, told in (("Time", option.time), ("Cost", option.cost), ("Evidence", option.evidence)):
            out.print(escape(f"   {name}: {_said(told)}"))
        for rule in option.trace:
            out.print(escape(f"   {rule.points:+d} {rule.because.in_(lang)}"), style="dim")
        places = dict.fromkeys(phrases.cite(key) for key in option.keys)
        out.print(escape(f"   Rests on: {'; '.join(places)}"), style="cyan")
        kind = _kind(option, kinds)
        if kind:
            out.print(escape(f"   Draft this: marque draft {kind}"))
    out.print(
        "Odds order the routes by the rules shown and forecast nothing. No legal advice.", style="italic"
    )


def _said(told: CitedText | None) -> str:
    if told is None:
        return "not known"
    return told.text + (" (one source)" if told.doubt is Confidence.SINGLE_SOURCE else "")


def row_of(option: Option, kinds: set[str], phrases: Phrases) -> dict[str, Any]:
    lang = phrases.language
    texts = {"time": option.time, "cost": option.cost, "evidence": option.evidence}
    return {
        "route": option.route.id,
        "title": option.route.title.in_(lang),
        "odds": option.odds.value,
        "points": option.points,
        **{
            name: {"text": told.text, "confidence": told.doubt.value if told.doubt else None}
            if told
            else None
            for name, told in texts.items()
        },
        "trace": [
            {"rule": rule.id, "points": rule.points, "because": rule.because.in_(lang)}
            for rule in option.trace
        ],
        "provisions": [{"key": key, "cite": phrases.cite(key)} for key in option.keys],
        "draft": _kind(option, kinds),
    }


_ODDS = {"first": "comes first", "good": "good odds", "fair": "fair odds", "slim": "slim odds"}


def _kind(option: Option, kinds: set[str]) -> str | None:
    return next((kind for kind in option.route.kinds if kind in kinds), None)
