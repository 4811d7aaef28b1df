"""``marque options``: six questions, then the routes that are open, best first, with the rules that led there."""

import sys
from collections.abc import Sequence
from typing import Annotated, Any

import typer
from rich.markup import escape

from bot.cli.context import AsJson, day, desk, in_json, out, print_json
from bot.domain.errors import WrongInput
from bot.domain.ids import CaseId
from bot.domain.moments import china_day
from bot.services.answering.routes import Routes
from knowledge.instruments import Confidence
from knowledge.law import load
from knowledge.phrasing import Phrases
from knowledge.routes import Answers, CitedText, Option

_Answer = Annotated[
    list[str] | None,
    typer.Option("--answer", metavar="QUESTION=ANSWER", help="For example right=trademark; may be repeated."),
]
_Case = Annotated[str | None, typer.Option("--case", help="Take from this case what its records answer.")]
_AsOf = Annotated[
    str | None, typer.Option("--as-of", help="Day the law is taken from; default: today in China.")
]
_Language = Annotated[str, typer.Option("--lang", help="en or zh.")]
_Questions = Annotated[bool, typer.Option("--questions", help="List the questions and what can be answered.")]


def options(
    answer: _Answer = None,
    case: _Case = None,
    as_of: _AsOf = None,
    lang: _Language = "en",
    questions: _Questions = False,
    as_json: AsJson = False,
) -> None:
    """Rank the routes against an infringement. What --answer and --case leave open is asked on a terminal."""
    if lang not in {"en", "zh"}:
        raise WrongInput("--lang is en or zh, not “{lang}”", lang=lang)
    with desk() as at:
        if questions:
            _show_questions(at.routes, lang, as_json=as_json)
            return
        known = at.routes.known(CaseId(case.upper())) if case else {}
        given = _asked(at.routes, {**known, **_pairs(answer or ())}, lang)
        on = day(as_of) or china_day(at.clock())
        found = at.routes.pick(given, on=on, language=lang)
        kinds = {kind.kind for kind in at.drafts.kinds()}
    phrases = Phrases(register=load(), language=lang, act_on=on, filed_on=on)
    if as_json:
        rows = [_row(option, kinds, phrases) for option in found]
        print_json({"as_of": on, "answers": given, "options": rows})
        return
    _show(found, kinds, phrases)


def _pairs(texts: Sequence[str]) -> dict[str, str]:
    pairs = [text.partition("=") for text in texts]
    for name, sign, _ in pairs:
        if not sign:
            raise WrongInput(
                "“{name}” is no answer; write it as QUESTION=ANSWER, for example right=trademark", name=name
            )
    return {name.strip(): value.strip() for name, _, value in pairs}


def _asked(picker: Routes, given: Answers, lang: str) -> Answers:
    """The answers, with what is missing asked for; without a terminal the service names what is missing."""
    answers = dict(given)
    if not sys.stdin.isatty():
        return answers
    for question in picker.questions:
        if question.id in answers:
            continue
        out.print(escape(question.ask.in_(lang)), style="bold")
        for number, choice in enumerate(question.choices, start=1):
            out.print(escape(f"  {number}  {choice.label.in_(lang)}"))
        chosen: int = typer.prompt("", type=int, err=True)
        if not 1 <= chosen <= len(question.choices):
            raise WrongInput("{chosen} is none of 1 to {count}", chosen=chosen, count=len(question.choices))
        answers[question.id] = question.choices[chosen - 1].id
    return answers


def _show_questions(picker: Routes, lang: str, *, as_json: bool) -> None:
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


def _show(found: Sequence[Option], kinds: set[str], phrases: Phrases) -> None:
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


_ODDS = {"first": "comes first", "good": "good odds", "fair": "fair odds", "slim": "slim odds"}


def _said(told: CitedText | None) -> str:
    if told is None:
        return "not known"
    return told.text + (" (one source)" if told.doubt is Confidence.SINGLE_SOURCE else "")


def _kind(option: Option, kinds: set[str]) -> str | None:
    return next((kind for kind in option.route.kinds if kind in kinds), None)


def _row(option: Option, kinds: set[str], phrases: Phrases) -> dict[str, Any]:
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
