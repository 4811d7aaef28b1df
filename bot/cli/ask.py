"""``marque ask``: one question, or a file of them."""

import json
import sys
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import asdict, replace
from datetime import date
from pathlib import Path
from typing import Annotated, Any

import typer
from rich.markup import escape
from rich.panel import Panel

from bot.cli.context import AsJson, day, questions, said
from bot.cli.printing import err, out, print_json
from bot.domain.errors import WrongInput
from bot.domain.questions import Answer, AnswerOutcome, Citation, Question, Step
from bot.domain.sentences import many
from bot.services.answering.questions import Questions
from bot.services.answering.team_documents import TEAM
from bot.words.book import Words, load_words
from knowledge.passages import Passage
from knowledge.reading import MessageKind

CAUTION = {
    "en": "General information on PRC law, not legal advice; check with a PRC lawyer before you act.",
    "zh": "以上为中国法律的一般信息，不构成法律意见；行动前请咨询中国律师。",
}
_FORMAT = (
    'Many questions, one JSON object a line: {"question": "…"}, and where wanted "earlier": ["…"] (what was asked before in '
    'the thread), "as_of", "lang", "id".'
)


def ask(
    question: Annotated[str | None, typer.Argument(help="The question, in English or Chinese.")] = None,
    as_of: Annotated[
        str | None, typer.Option("--as-of", help="Day the law is asked about, as 2027-01-01.")
    ] = None,
    lang: Annotated[str | None, typer.Option("--lang", help="Language of the answer: en or zh.")] = None,
    file: Annotated[Path | None, typer.Option("--file", help=_FORMAT)] = None,
    as_json: AsJson = False,
) -> None:
    """Answer a question about enforcement options from guidance edited by Marque, for a date, with its sources."""
    if (question is None) == (file is None):
        raise WrongInput(
            'give one question, or --file with many: marque ask "How long do we have to oppose?"'
        )
    if lang not in (None, "en", "zh"):
        raise WrongInput("“{lang}” is no language of Marque; use en or zh", lang=lang)
    on = day(as_of)
    with questions() as at:
        if file is not None:
            _ask_file(at, file, on, lang or "", as_json=as_json)
            return
        answer = at.ask(Question(text=question or "", as_of=on, language=lang or ""))
    if as_json:
        print_json(as_row(answer))
    else:
        show(answer)


def as_row(answer: Answer) -> dict[str, Any]:
    """The answer in the shape of formats.md section 4."""
    return {
        "question": answer.question,
        "as_of": answer.as_of.isoformat(),
        "language": answer.language,
        "outcome": answer.outcome.value,
        "reason": answer.reason.value if answer.reason else None,
        "kind": answer.kind.value,
        "answer": answer.text,
        "citations": [_citation(citation) for citation in answer.citations],
        "upcoming_changes": [
            {"key": c.key, "effective_on": c.effective_on.isoformat(), "summary": c.summary}
            for c in answer.upcoming_changes
        ],
        "writer": answer.writer,
        **_by_kind(answer),
    }


def _by_kind(answer: Answer) -> dict[str, Any]:
    """What only some outcomes and kinds have."""
    if answer.outcome is AnswerOutcome.CHOICE:
        return {"choices": [_choice(passage) for passage in answer.choices]}
    if answer.outcome is AnswerOutcome.REFUSED:
        return {}
    if act := answer.act:
        told = {
            "form": act.form,
            "title": act.title,
            "filled": dict(act.filled),
            "missing": list(act.missing),
        }
        return {"act": told}
    match answer.kind:
        case MessageKind.PLAN:
            return {"steps": [_step(step) for step in answer.steps]}
        case MessageKind.OWN_DATA:
            return {"rows": [asdict(row) for row in answer.rows]}
    return {}


def _choice(passage: Passage) -> dict[str, Any]:
    return {
        "passage_id": passage.passage_id,
        "title": passage.title,
        "text": passage.text,
        "provisions": _provisions(passage),
    }


def _step(step: Step) -> dict[str, Any]:
    return {
        "title": step.title,
        "text": step.text,
        "citations": [_citation(citation) for citation in step.citations],
        "button": step.button.value if step.button else None,
    }


def show(answer: Answer) -> None:
    """The answer for a person: text, sources, date, what changes soon, one line of caution."""
    from bot.slack.blocks.citing import cited  # not where JSON is asked for
    from knowledge.law import load

    words, register = load_words(answer.language if answer.language in CAUTION else "en"), load()
    title, style = f"as of {said(answer.as_of)}", "none"
    if answer.outcome is AnswerOutcome.REFUSED:
        reason = answer.reason.value.replace("_", " ") if answer.reason else ""
        title, style = f"not answered: {reason}", "yellow"
    out.print(Panel(escape(answer.text), title=title, title_align="left", border_style=style))
    for number, passage in enumerate(answer.choices, start=1):
        out.print(escape(f"{number}. {passage.title}"))
    for row in answer.rows:
        out.print(escape(f"{row.subject}  {row.text}  {row.url}".rstrip()))
    if not answer.citations:
        return
    for citation in answer.citations:
        passage = citation.passage
        named = dict.fromkeys(
            cited(register, p.key, p.instrument, p.article, words.language) for p in passage.provisions
        )
        out.print(escape(f"[{citation.number}] {passage.page_title}: {passage.title}"))
        if passage.origin == TEAM:
            kept = ", confidential" if passage.confidential else ""
            told = f"team document of {passage.owner}, dated {said(passage.reviewed_on)}{kept}; not edited by Marque"
            out.print(escape(f"    {told}"), style="dim")
            continue
        for line in filter(None, (words.listed(named), _read(passage, words))):
            out.print(escape(f"    {line}"), style="dim")
    for change in answer.upcoming_changes:
        begins = words("answer.from", day=change.effective_on)
        out.print(escape(f"{begins} {change.summary}"), style="magenta")
    out.print(CAUTION[words.language], style="dim italic")


def _read(passage: Passage, words: Words) -> str:
    if passage.read_by:
        return words("answer.read_by", who=passage.read_by, day=passage.reviewed_on)
    return words("answer.edited", day=passage.reviewed_on)


def _citation(citation: Citation) -> dict[str, Any]:
    passage = citation.passage
    return {
        "number": citation.number,
        "passage_id": passage.passage_id,
        "title": passage.title,
        "text": passage.text,
        "reviewed_on": passage.reviewed_on.isoformat(),
        "reviewed_by": passage.read_by or None,
        "source_urls": list(passage.source_urls),
        "origin": passage.origin,
        "owner": passage.owner or None,
        "confidential": passage.confidential,
        "provisions": _provisions(passage),
    }


def _provisions(passage: Passage) -> list[dict[str, Any]]:
    return [_plain(asdict(provision)) for provision in passage.provisions]


def _plain(row: Mapping[str, Any]) -> dict[str, Any]:
    return {name: value.isoformat() if isinstance(value, date) else value for name, value in row.items()}


def _ask_file(at: Questions, file: Path, as_of: date | None, lang: str, *, as_json: bool) -> None:
    tally: Counter[str] = Counter()
    for number, row in _lines(file):
        try:
            question = _question(row, as_of, lang)
            answer = at.ask(replace(question, earlier=at.earlier(_earlier(row), question)))
        except WrongInput as fault:
            tally["broken"] += 1
            err.print(escape(f"{file.name}, line {number}: {fault}"), style="red")
            continue
        tally[answer.outcome.value] += 1
        if as_json:
            sys.stdout.write(json.dumps({**_identity(row), **as_row(answer)}, ensure_ascii=False) + "\n")
            sys.stdout.flush()
        else:
            out.print(escape(f"\n{answer.question}"), style="bold")
            show(answer)
    broken = tally["broken"]
    told = f"{many(broken, 'line')} not usable"
    if broken and broken == tally.total():
        raise WrongInput(
            "{file} holds no usable question; each line is an object with a text under “question”",
            file=file.name,
        )
    err.print(
        f"{tally['answered']} answered, {tally['choice']} asked back, {tally['refused']} refused, {told}"
    )


def _lines(file: Path) -> Iterator[tuple[int, object]]:
    try:
        with file.open(encoding="utf-8", errors="replace") as lines:
            for number, line in enumerate(lines, start=1):
                if line.strip():
                    yield number, _parsed(line)
    except OSError as fault:
        raise WrongInput("{file} cannot be read: {fault}", file=file, fault=fault.strerror) from fault


def _parsed(line: str) -> object:
    try:
        return json.loads(line.removeprefix("\ufeff"))
    except json.JSONDecodeError as fault:
        return fault
    except RecursionError:
        return None  # no question lies so deep


def _question(row: object, as_of: date | None, lang: str) -> Question:
    if isinstance(row, json.JSONDecodeError):
        raise WrongInput("not JSON ({fault} at column {column})", fault=row.msg, column=row.colno)
    if not isinstance(row, dict) or not isinstance(row.get("question"), str):
        raise WrongInput("needs an object with a text under “question”")
    language = str(row.get("lang") or lang)
    if language not in ("", "en", "zh"):
        raise WrongInput("“{lang}” is no language of Marque; use en or zh", lang=language)
    when = day(str(row["as_of"])) if row.get("as_of") else as_of
    return Question(text=row["question"], as_of=when, language=language)


def _earlier(row: object) -> tuple[str, ...]:
    """The questions asked before in the thread, oldest first."""
    before = row.get("earlier") or [] if isinstance(row, dict) else []
    if not isinstance(before, list) or not all(isinstance(text, str) for text in before):
        raise WrongInput("“earlier” must be a list of texts")
    return tuple(before)


def _identity(row: object) -> dict[str, Any]:
    return {"id": row["id"]} if isinstance(row, dict) and "id" in row else {}
