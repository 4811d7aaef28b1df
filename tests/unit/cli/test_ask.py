"""``marque ask`` for a person: what it rests on is named as a reader knows it, in the language of the answer."""

import re
from dataclasses import replace
from datetime import date

import pytest

from bot.cli.ask import show
from bot.domain.questions import Answer, AnswerOutcome, Citation, UpcomingChange
from knowledge.passages import PassageProvision
from tests.fakes.guidance import a_passage

RENEWAL = PassageProvision(
    key="tm.renewal",
    instrument="cn-trademark-law-2019",
    article="40",
    in_force_from=date(2019, 11, 1),
    in_force_to=date(2026, 12, 31),
)
ANSWER = Answer(
    question="续展",
    as_of=date(2026, 11, 24),
    language="zh",
    outcome=AnswerOutcome.ANSWERED,
    reason=None,
    text="十二个月内续展。 [1]",
    citations=(
        Citation(number=1, passage=a_passage(page_title="续展", title="时间", provisions=(RENEWAL,))),
    ),
    upcoming_changes=(UpcomingChange(key="tm.renewal", effective_on=date(2027, 1, 1), summary="期限不变。"),),
    writer="extractive",
)


def test_the_law_is_named_and_no_id_of_a_file_or_an_instrument(capfd: pytest.CaptureFixture[str]) -> None:
    show(replace(ANSWER, language="en"))
    told = capfd.readouterr().out
    assert "Trademark Law Art. 40" in told
    assert re.search(r"cn-trademark|cn/|#", told) is None


def test_what_stands_under_a_chinese_answer_is_chinese(capfd: pytest.CaptureFixture[str]) -> None:
    show(ANSWER)
    under = capfd.readouterr().out.partition("╯")[2]
    assert "《商标法》第四十条" in under
    assert "自2027年1月1日起" in under
    assert re.findall(r"[A-Za-z]+", under.replace("tm.renewal", "").replace("Marque", "")) == []
