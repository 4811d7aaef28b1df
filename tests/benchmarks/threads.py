"""``python -m tests.benchmarks.threads``: the written threads of ``knowledge/bank``, answered in order.

Judged by half: ``knowledge.neighbour_training`` learns from ``seen``, what is reported is ``left_out``.
"""

import tempfile
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from bot.asking import asking
from bot.domain.questions import Answer, EarlierTurn, Question
from bot.settings import Settings
from knowledge.neighbour_training import rows


def main() -> int:
    """Answer all; print how many are right."""
    with tempfile.TemporaryDirectory() as home, asking(Settings(home=Path(home))) as questions:
        right = Counter(each for row in rows("threads") for each in _answered(row, questions.ask))
    for half in ("seen", "left_out"):
        print(f"{half}: {right[half, True]} of {right[half, True] + right[half, False]} follow-ups right")
    return 0


def asked(row: dict[str, Any], text: str, earlier: tuple[EarlierTurn, ...] = ()) -> Question:
    return Question(text=text, language=row["lang"], earlier=earlier)


def said(answer: Answer) -> set[str]:
    return {citation.passage.section_id.partition("/")[2] for citation in answer.citations}


def _answered(row: dict[str, Any], ask: Any) -> Iterator[tuple[str, bool]]:
    earlier: tuple[EarlierTurn, ...] = ()
    for turn in row["turns"]:
        answer: Answer = ask(asked(row, turn["text"], earlier))
        wanted = {each for each in turn["wanted"] if "#" in each and not each.endswith("#-")}
        if earlier and wanted:
            yield row["half"], not said(answer).isdisjoint(wanted)
        earlier += (answer.turn,)


if __name__ == "__main__":
    raise SystemExit(main())
