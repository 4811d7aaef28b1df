"""Whatever the program refuses or fails at, Chinese readers are told in Chinese; only quoted words stay as they came."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta

import pytest

from bot.domain.cases import CaseStatus
from bot.domain.drafts import DraftStatus
from bot.domain.errors import (
    CaptureFailed,
    DeliveryFailed,
    FetchFailed,
    GuidanceUnavailable,
    NoBrandBook,
    NotPossible,
    QuestionUnusable,
    StaleVersion,
)
from bot.domain.sentences import sentence
from bot.domain.verdicts import Verdict
from bot.ports import LookReport, SetAside
from bot.services.upkeep.health import HealthState, SourceHealth
from bot.services.watching.watches import SweepReport, WatchStatus
from bot.slack.blocks.watches import sweep_card, watch_card
from bot.slack.poster import _MEANING
from bot.sources import jd, pinduoduo, taobao
from bot.words.book import load_words
from bot.words.reasons import cause, note
from bot.words.telling import refusal
from tests.said import sentences

ZH = load_words("zh")
NOW = datetime(2026, 11, 25, 2, tzinfo=UTC)
COMMANDS = re.compile(r"`[^`]*`|/(?:watch|invite)(?: add)?|apt-get install [\w -]+|sqlite")


def english(told: str) -> list[str]:
    """What is left of English sentences: two words in a row, outside commands. A name alone is none."""
    return re.findall(r"[A-Za-z]{2,}[,;]? [a-z]{2,}", COMMANDS.sub("", told))


def test_every_refusal_that_the_source_code_holds_has_chinese_words() -> None:
    found = list(sentences())
    assert len(found) > 150
    left = {f"{where} {said}": note(said, ZH) for where, said in found if english(note(said, ZH))}
    assert left == {}


@pytest.mark.parametrize(
    "failure",
    [
        QuestionUnusable(0, 2000),
        QuestionUnusable(4000, 2000),
        NoBrandBook(),
        GuidanceUnavailable("it answered 502"),
        CaptureFailed("page", "it answered 502"),
        StaleVersion("D-000001", 1, 2),
        FetchFailed("https://a.example/b", "the name a.example does not resolve"),
        *(DeliveryFailed(f"{meaning} ({code})") for code, meaning in _MEANING.items()),
        *(NotPossible("D-1", f"it is {s.value.replace('_', ' ')}") for s in DraftStatus),
        *(
            NotPossible("C-1", f"it is {s.value.replace('_', ' ')} and cannot become closed")
            for s in CaseStatus
        ),
        *(
            NotPossible("x:1", f"somebody else has judged it {v.replace('_', ' ')} meanwhile")
            for v in Verdict
        ),
        NotPossible("x", "the short link leads to no listing that could be recognised", "look at it again"),
        NotPossible("x", "it is not the address of a listing on a platform that Marque knows"),
        NotPossible("x", "a share code (淘口令) holds no address, and only the app reads it"),
    ],
    ids=str,
)
def test_sentences_made_of_parts_have_chinese_words(failure: Exception) -> None:
    told = note(str(failure), ZH)
    assert english(told) == []
    assert re.search("[\u4e00-\u9fff]", told)
    assert "_" not in re.sub(r"MARQUE_\w+|SLACK_\w+|\(\w+\)|（\w+）", "", told)


HINTS = [hint for market in (jd, taobao, pinduoduo) for hint in market._HINTS.values()]
CAUSES = [
    "it is being looked at already",
    "not one of 40 rows could be read, the first: price is text, not an amount",
    "it took longer than 90 seconds",
    "it took longer than 90 seconds, with fewer than 1000 bytes a second",
    "it answered 429 without a JSON object; it asks to wait 400 seconds, the next sweep tries again",
    "a header holds signs that cannot be sent; look for a line break or a blank at the end of a key",
    "the listing is no longer on record",
    *(f"TOP refused with code 7 (isv.limit): 限流{hint}" for hint in HINTS),
]


@pytest.mark.parametrize("why", CAUSES)
def test_why_a_source_failed_is_told_in_chinese(why: str) -> None:
    assert english(cause(why, ZH).removesuffix("price is text, not an amount")) == []


@pytest.mark.parametrize("why", ["[Errno 111] Connection refused", "certificate has expired: a.example"])
def test_what_a_server_says_is_quoted_as_it_came(why: str) -> None:
    assert cause(why, ZH) == why
    assert note(f"could not look at feed: {why}", ZH) == f"无法查看feed：{why}"
    assert cause(why, load_words("en")) == why


def test_the_state_of_sources_holds_no_english_sentence() -> None:
    looks = [
        LookReport(
            source=f"marketplace {n}", started_at=NOW, ended_at=NOW, seen=n, judged=0, alerted=0, unreadable=0,
            error=why,
        )
        for n, why in enumerate(CAUSES[:1] + CAUSES[2:])
    ]  # fmt: skip
    health = [
        SourceHealth(
            name=look.source, state=HealthState.FAILING, last=look, failing_since=NOW - timedelta(days=1)
        )
        for look in looks
    ]
    aside = SetAside(
        number=1, kind="alert", subject="A-1", why=f"{_MEANING['not_in_channel']} (not_in_channel)", at=NOW
    )
    status = WatchStatus(
        looks=tuple(looks), waiting=2, sources=tuple(x.source for x in looks), aside=(aside,)
    )
    for card in (watch_card(status, health, ZH), sweep_card(SweepReport(looks=tuple(looks)), ZH)):
        said = "\n".join([card.text, *(str(block.to_dict()) for block in card.blocks)])
        assert "机器人不在该频道" in said or card.text.count("无法") or card.text.count("未")
        plain = re.sub(r"'[a-z_]+'", "", said)
        assert english(plain) == []


def test_a_refusal_that_quotes_a_gap_is_told_in_chinese_throughout() -> None:
    lack = sentence("{right} is only applied for; a notice needs the registration", right="TM-1")
    error = NotPossible("D-1", sentence("nobody can waive {field}", field="right.status"), lack)
    assert str(error) == (
        "D-1: nobody can waive right.status; TM-1 is only applied for; a notice needs the registration"
    )
    assert refusal(error, ZH) == "D-1：缺项right.status任何人都不能忽略；TM-1尚在申请中，通知须有注册"
    assert refusal(NotPossible("D-1", "it is sent"), ZH) == note("D-1: it is sent", ZH)
