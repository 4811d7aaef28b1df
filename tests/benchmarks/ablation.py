"""``python -m tests.benchmarks.ablation [--folder PATH]``: what each number and each heuristic of answering is worth.

Written messages are asked as the desk answers them, then once for each number of the thresholds put at its ``off``, once for
each heuristic that then says nothing, and once for each stage (``stages.toml``) that is then not heard; a row tells what is
answered otherwise. Without a folder these are the halves ``left_out``
of ``knowledge/bank/parts`` and ``threads``, which the reader did not learn from; a folder holds ``plain``, ``typed``, ``near``,
``two``, ``threads``, ``refuse`` and ``kinds.jsonl``, as the blind sets do. What a search, a reading or a likeness said once is
kept: nothing here changes it.
"""

import argparse
import json
import tempfile
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager, ExitStack, contextmanager
from dataclasses import dataclass, fields
from datetime import date
from pathlib import Path
from typing import Any
from unittest.mock import patch

from bot.asking import questions_of
from bot.domain.ids import LOCAL
from bot.domain.questions import Answer, AnswerOutcome, EarlierTurn, Question
from bot.here import now
from bot.services.answering import (
    answers,
    contexts,
    kinds,
    law_answers,
    messages,
    offences,
    parts,
    questions,
    situations,
    sums,
    threads,
)  # fmt: skip
from bot.services.answering.answers import ExtractiveWriter
from bot.services.answering.thresholds import AT
from bot.store.sql import open_store
from knowledge import law, topics
from knowledge.library import Library
from knowledge.neighbour_training import rows
from tests.benchmarks.threads import said

ON = date(2026, 11, 27)
ROOMS = (
    answers, contexts, kinds, law_answers, messages, offences, parts, questions, situations, sums, threads,
)  # fmt: skip
# Of each heuristic that reads words: what it says when it says nothing.
SILENT: dict[str, Callable[..., Any]] = {
    **dict.fromkeys(
        ("names_a_record", "names_a_source", "punishes_another", "accuses",
         "was_held_before", "demanded", "stage_told", "of_another_clock", "_counted_otherwise",
         "answers_yes_or_no"),
        lambda *args, **kwargs: False,
    ),
    "last_question": lambda text, share: "",
    "outdone": lambda reading: 1.0,
    "parts_of": lambda question, several, whole, look: (),
    "by_topic": lambda reading, topics: {},
    "in_thread": lambda text, alone, joined: alone,
    "beside": lambda text, alone, joined: alone,
    "fitting": lambda chances, text, ahead: chances,
}  # fmt: skip
SILENT |= {"demanded": lambda text: None, "stage_told": lambda text: None}
SILENT["_counted_otherwise"] = lambda hits, asked: []
STAGES = tuple(each.id for each in topics.stages())


class Kept:
    """A library that answers the same call but once."""

    def __init__(self, library: Library) -> None:
        self._library = library
        self._known: dict[Any, Any] = {}

    def __getattr__(self, name: str) -> Any:
        found = getattr(self._library, name)
        if not callable(found):
            return found

        def call(*args: Any, **kwargs: Any) -> Any:
            key = (name, repr(args), repr(kwargs))
            if key not in self._known:
                self._known[key] = found(*args, **kwargs)
            return self._known[key]

        return call


@dataclass(frozen=True, slots=True, kw_only=True)
class Labelled:
    """A message behind those before it, and what answers it: sections of each question, a kind, or a refusal."""

    texts: tuple[str, ...]
    language: str
    wanted: tuple[frozenset[str], ...] = ()
    kind: str = ""

    def verdict(self, answer: Answer) -> str:
        """``right``, ``wrong``, ``asked`` or ``refused``."""
        if answer.outcome is AnswerOutcome.REFUSED:
            return "right" if self.kind == "refuse" else "refused"
        if answer.outcome is AnswerOutcome.CHOICE:
            return "asked"
        if not self.wanted:
            return "right" if answer.kind.value == self.kind else "wrong"
        own = said(answer)
        return "right" if all(own & sections for sections in self.wanted) else "wrong"


def left_out() -> Iterator[Labelled]:
    """The halves of the bank that the reader did not learn from."""
    for row in rows("parts"):
        if row["half"] == "left_out":
            yield _several(row)
    for row in rows("threads"):
        if row["half"] == "left_out":
            yield from _turns(row)


def held(folder: Path) -> Iterator[Labelled]:
    """The messages of a folder."""
    for file in sorted(folder.glob("*.jsonl")):
        for row in map(json.loads, file.read_text(encoding="utf-8").splitlines()):
            match file.stem:
                case "two":
                    yield _several(row)
                case "threads":
                    yield from _turns(row)
                case name:
                    kind = "refuse" if name == "refuse" else row.get("kind", "")
                    wanted = (frozenset(row["sections"]),) if "sections" in row else ()
                    yield Labelled(texts=(row["text"],), language=row["lang"], wanted=wanted, kind=kind)


def _several(row: dict[str, Any]) -> Labelled:
    return Labelled(texts=(row["text"],), language=row["lang"], wanted=tuple(map(frozenset, row["sections"])))


def _turns(row: dict[str, Any]) -> Iterator[Labelled]:
    texts = tuple(turn["text"] for turn in row["turns"])
    for number, turn in enumerate(row["turns"], start=1):
        wanted = frozenset(each for each in turn["wanted"] if "#" in each)
        kind = "" if wanted else turn["wanted"][0]
        yield Labelled(
            texts=texts[:number], language=row["lang"], wanted=(wanted,) if wanted else (), kind=kind
        )


@contextmanager
def number_off(name: str) -> Iterator[None]:
    """One number at the value at which its rule does nothing."""
    [own] = [each for each in fields(AT) if each.name == name]
    object.__setattr__(AT, name, own.metadata["off"])
    try:
        yield
    finally:
        object.__setattr__(AT, name, own.default)


@contextmanager
def silent(name: str) -> Iterator[None]:
    """One heuristic that says nothing, wherever it is asked."""
    with ExitStack() as stack:
        for room in ROOMS:
            if hasattr(room, name):
                stack.enter_context(patch.object(room, name, SILENT[name]))
        yield


@contextmanager
def unheard(stage: str) -> Iterator[None]:
    """One stage that no message states."""
    stated = topics._stages()
    others = tuple(each for each in stated if each.stage.id != stage)
    with patch.object(topics, "_stages", lambda: others):
        yield


def switched_off(name: str) -> AbstractContextManager[None]:
    """A number, a heuristic or a stage by its name, doing nothing."""
    if name in SILENT:
        return silent(name)
    return unheard(name) if name in STAGES else number_off(name)


def verdicts(ask: Callable[[Question], Answer], messages: Sequence[Labelled]) -> list[str]:
    """The verdict on each message, asked in its thread."""
    turns: dict[tuple[str, ...], tuple[EarlierTurn, ...]] = {(): ()}
    found = []
    for each in messages:
        question = Question(
            text=each.texts[-1], language=each.language, as_of=ON, earlier=turns[each.texts[:-1]]
        )
        answer = ask(question)
        turns[each.texts] = (*question.earlier, answer.turn)
        found.append(each.verdict(answer))
    return found


def row(name: str, before: Sequence[str], after: Sequence[str]) -> str:
    """A line of the table: the counts, and how many verdicts got better or worse."""
    counts, pairs = Counter(after), list(zip(before, after, strict=True))
    better = sum(new == "right" != old for old, new in pairs)
    worse = sum(old == "right" != new for old, new in pairs)
    told = "  ".join(f"{counts[verdict]:>5}" for verdict in ("right", "wrong", "asked", "refused"))
    return f"{name:<22} {told}  +{better:<3} -{worse:<3} {'idle' if before == after else ''}".rstrip()


def main(arguments: Sequence[str] | None = None) -> int:
    """Print the table."""
    given = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    given.add_argument("--folder", type=Path)
    given.add_argument("--only", nargs="*", help="numbers, heuristics and stages by name (default: all)")
    folder, only = (options := given.parse_args(arguments)).folder, options.only
    messages = list(held(folder) if folder else left_out())
    with tempfile.TemporaryDirectory() as home:
        register = law.load()
        with open_store(f"sqlite:///{home}/ablation.db", LOCAL, now, lambda: "ablation") as store:
            library: Any = Kept(Library(Path(home)))
            ask = questions_of(library, ExtractiveWriter(), register, store, now).ask
            before = verdicts(ask, messages)
            print(f"{len(messages)} messages{'':<12} right  wrong  asked  refused")
            print(row("as it is", before, before).removesuffix("idle").rstrip())
            for name in (*(each.name for each in fields(AT)), *SILENT, *STAGES):
                if only and name not in only:
                    continue
                with switched_off(name):
                    print(row(name, before, verdicts(ask, messages)), flush=True)
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
