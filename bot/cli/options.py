"""``marque options``: six questions, then the routes that are open, best first, with the rules that led there."""

import sys
from collections.abc import Sequence
from typing import Annotated

import typer
from rich.markup import escape

from bot.cli.context import AsJson, day, desk
from bot.cli.options_output import row_of, show_questions, show_routes
from bot.cli.printing import out, print_json
from bot.domain.errors import WrongInput
from bot.domain.ids import CaseId
from bot.domain.moments import china_day
from bot.services.answering.routes import Routes
from knowledge.law import load
from knowledge.phrasing import Phrases
from knowledge.routes import Answers

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
            show_questions(at.routes, lang, as_json=as_json)
            return
        known = at.routes.known(CaseId(case.upper())) if case else {}
        given = _asked(at.routes, {**known, **_pairs(answer or ())}, lang)
        on = day(as_of) or china_day(at.clock())
        found = at.routes.pick(given, on=on, language=lang)
        kinds = {kind.kind for kind in at.drafts.kinds()}
    phrases = Phrases(register=load(), language=lang, act_on=on, filed_on=on)
    if as_json:
        rows = [row_of(option, kinds, phrases) for option in found]
        print_json({"as_of": on, "answers": given, "options": rows})
        return
    show_routes(found, kinds, phrases)


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
