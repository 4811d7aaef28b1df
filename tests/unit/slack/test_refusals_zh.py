"""Whatever the program refuses or fails at, Chinese readers are told in Chinese; only quoted words stay as they came."""

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
    MarqueError,
    NoBrandBook,
    NotPossible,
    QuestionUnusable,
    SourceUnavailable,
    StaleVersion,
)
from bot.domain.ids import DraftId
from bot.domain.sentences import Sentence, kept, sentence, worded, written
from bot.domain.verdicts import Verdict
from bot.ports import LookReport, SetAside
from bot.services.drafting.approvals import PartOutcome
from bot.services.upkeep.health import HealthState, SourceHealth
from bot.services.watching.looks import SweepReport, WatchStatus
from bot.slack.blocks.batches import outcome_card
from bot.slack.blocks.watches import sweep_card, watch_card
from bot.slack.failures import MEANING
from bot.sources import jd, pinduoduo, taobao
from bot.sources.session import MarketplaceRefusedError
from bot.words.book import load_words
from bot.words.telling import tell

ZH = load_words("zh")
NOW = datetime(2026, 11, 25, 2, tzinfo=UTC)
COMMANDS = re.compile(r"`[^`]*`|/(?:watch|invite)(?: add)?|apt-get install [\w -]+|sqlite")


def english(told: str) -> list[str]:
    """What is left of English sentences: two words in a row, outside commands. A name alone is none."""
    return re.findall(r"[A-Za-z]{2,}[,;]? [a-z]{2,}", COMMANDS.sub("", told))


@pytest.mark.parametrize(
    "failure",
    [
        QuestionUnusable(0, 2000),
        QuestionUnusable(4000, 2000),
        NoBrandBook(),
        GuidanceUnavailable("it answered {number}", number=502),
        CaptureFailed("page", "it answered {number}", number=502),
        StaleVersion("D-000001", 1, 2),
        FetchFailed("https://a.example/b", "the name {host} does not resolve", host="a.example"),
        *(
            DeliveryFailed("{meaning_of_code} ({code})", meaning_of_code=worded(m), code=code)
            for code, m in MEANING.items()
        ),
        *(NotPossible("D-1", "it is {status}", status=s) for s in DraftStatus),
        *(
            NotPossible("C-1", "it is {status} and cannot become {status_to}", status=s, status_to=s)
            for s in CaseStatus
        ),
        *(NotPossible("x:1", "somebody else has judged it {said} meanwhile", said=v) for v in Verdict),
        NotPossible("x", "the short link leads to no listing that could be recognised", "look at it again"),
        NotPossible("x", "it is not the address of a listing on a platform that Marque knows"),
        NotPossible("x", "a share code (淘口令) holds no address, and only the app reads it"),
    ],
    ids=str,
)
def test_sentences_made_of_parts_have_chinese_words(failure: MarqueError) -> None:
    told = tell(failure.sentence, ZH)
    assert english(told) == []
    assert re.search("[\u4e00-\u9fff]", told)
    assert "_" not in re.sub(r"MARQUE_\w+|SLACK_\w+|\(\w+\)|（\w+）", "", told)


CAUSES = [
    worded("it is being looked at already"),
    sentence("not one of {count} rows could be read, the first: {fault}", count=40, fault="价格"),
    sentence("it took longer than {seconds} seconds", seconds=90),
    sentence(
        "it took longer than {seconds} seconds, with fewer than {bytes} bytes a second",
        seconds=90,
        bytes=1000,
    ),
    worded("a header holds signs that cannot be sent; look for a line break or a blank at the end of a key"),
    worded("the listing is no longer on record"),
    *(
        MarketplaceRefusedError(
            "{market} refused with code {code}: {says}", market="JD", code=7, says="限流", hint=hint
        ).why
        for market in (jd, taobao, pinduoduo)
        for hint in market._HINTS.values()
    ),
]


@pytest.mark.parametrize("why", CAUSES, ids=str)
def test_why_a_source_failed_is_told_in_chinese(why: Sentence) -> None:
    assert english(tell(why, ZH)) == []


@pytest.mark.parametrize("why", ["[Errno 111] Connection refused", "certificate has expired: a.example"])
def test_what_a_server_says_is_quoted_as_it_came(why: str) -> None:
    assert tell(SourceUnavailable("feed", why).sentence, ZH) == f"无法查看feed：{why}"


def test_a_row_of_before_is_told_as_it_stands_and_a_new_one_in_the_reader_s_language() -> None:
    failure = SourceUnavailable("feed", "it answered {number}", number=502)
    assert (
        tell(kept("Could not look at feed: it answered 502"), ZH) == "Could not look at feed: it answered 502"
    )
    assert kept(written(failure.sentence)) == failure.sentence
    assert tell(kept(written(failure.sentence)), ZH) == "无法查看feed：对方返回502"


def test_the_state_of_sources_holds_no_english_sentence() -> None:
    looks = [
        LookReport(
            source=f"marketplace {n}", started_at=NOW, ended_at=NOW, seen=n, judged=0, alerted=0, unreadable=0,
            error=why,
        )
        for n, why in enumerate(CAUSES)
    ]  # fmt: skip
    health = [
        SourceHealth(
            name=look.source, state=HealthState.FAILING, last=look, failing_since=NOW - timedelta(days=1)
        )
        for look in looks
    ]
    aside = SetAside(number=1, kind="alert", subject="A-1", why=worded(MEANING["not_in_channel"]), at=NOW)
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
    assert (
        tell(error.sentence, ZH)
        == "D-1：缺项right.status任何人都不能忽略；TM-1尚在申请中，文书须以已注册的权利为依据"
    )


def test_why_a_part_of_a_batch_was_refused_is_told_in_the_language_of_the_thread() -> None:
    refusal = NotPossible("D-000002", "it is {status}", status=DraftStatus.REJECTED)
    told = outcome_card(
        "B-000001", [PartOutcome(draft_id=DraftId("D-000002"), refused=refusal.sentence)], "我", ZH
    )
    assert "D-000002" in str(told.blocks)
    assert english(str(told.text)) == []
    assert english(tell(refusal.sentence, ZH)) == []
    assert tell(refusal.sentence, ZH) in str([block.to_dict() for block in told.blocks])
