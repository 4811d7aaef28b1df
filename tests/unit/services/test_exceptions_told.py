"""A message that tells an exception is answered by it, asked of the desk as it ships: its line stands in front."""

import tomllib
from datetime import date
from pathlib import Path

import pytest

from bot.asking import questions_of
from bot.domain.ids import LOCAL
from bot.domain.questions import AnswerOutcome, Question, RefusalReason
from bot.services.answering.answers import ExtractiveWriter
from bot.services.answering.questions import Questions
from knowledge import law
from knowledge.library import Library
from knowledge.plans import line
from knowledge.topics import stages
from tests.fakes.store import MemoryStore
from tests.unit.services.conftest import NOON

TODAY = date(2026, 12, 1)
TOLD = tomllib.loads((Path(__file__).parents[2] / "data" / "stages.toml").read_text(encoding="utf-8"))
EXCEPTIONS = (
    *(
        "own_site_bureau",
        "harm_done",
        "held_goods_sold",
        "seizure_end_unknown",
        "samples_kept",
        "made_to_order",
    ),
    *("unnamed_buyer", "papers_for_a_part", "patent_least_sum", "agents_authority_over", "owners_differ"),
    *("judged_and_again", "agency_that_selects", "acts_across_the_change", "waits_to_invalidate"),
    *("use_begun_late", "letter_came_back", "weak_right_noticed", "proof_before_notice", "books_withheld"),
    *("well_known_in_advertising", "old_acts_by_the_new"),
    *("platform_for_all_sales", "no_duty_before_judgment", "void_right_kept_noticed", "one_changed_one_not"),
    *("famous_and_ended", "parcel_said_own", "held_and_nothing_found", "suit_for_a_mark_not_patent"),
    *("letter_calls_him_convicted", "papers_and_odd_source", "only_the_penalty_is_over"),
    "below_the_least_sum",
)
LINES = {each.id: each.line for each in stages()}


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Questions:
    guidance = Library(tmp_path_factory.mktemp("home"))
    store = MemoryStore(LOCAL, lambda: NOON, lambda: "salt")
    return questions_of(guidance, ExtractiveWriter(), law.load(), store, lambda: NOON)


@pytest.mark.parametrize("stage", EXCEPTIONS)
def test_who_tells_an_exception_gets_its_rule_in_front(desk: Questions, stage: str) -> None:
    texts = sorted(TOLD[stage], key=str.isascii)
    for text in (texts[0], texts[-1]):
        answer = desk.ask(Question(text=text, as_of=TODAY))
        said = line(LINES[stage], law.load(), "en" if text.isascii() else "zh", TODAY)
        assert answer.outcome is AnswerOutcome.ANSWERED, text
        assert said, stage
        assert answer.text.startswith(said) or f"\n{said}" in answer.text, text


def test_an_attack_that_waits_for_the_new_text_is_told_its_last_day(desk: Questions) -> None:
    text = "The dealer registered our piano mark on 9 December 2021. Shall its invalidation wait for the new law?"
    told = desk.ask(Question(text=text, as_of=TODAY)).text
    assert "9 December 2021 + 5 years = 9 December 2026" in told


def test_a_seizure_is_not_said_to_be_over_by_its_days_alone(desk: Questions) -> None:
    text = "市监局9月20日扣押了一批假球拍，卖家说六十天已满，必须解封，是吗？"
    told = desk.ask(Question(text=text, as_of=TODAY)).text
    assert "仅按天数" in told
    assert "检测" in told


def test_look_alikes_sold_before_a_text_are_told_the_article_of_their_time(desk: Questions) -> None:
    text = "Copycat sales of our trade dress on 2 October 2025: today's unfair competition article, and punitive damages?"
    told = desk.ask(Question(text=text, as_of=TODAY)).text
    assert "Anti-Unfair Competition Law (2019 amendment) Art. 6" in told


@pytest.mark.parametrize(
    "text",
    [
        "The seller photoshopped an authorisation letter. How do we prove that it is forged?",
        "对方的授权书是P的，我们怎么证明？",
    ],
)
def test_who_meets_a_forged_paper_is_no_forger(desk: Questions, text: str) -> None:
    assert desk.ask(Question(text=text, as_of=TODAY)).outcome is AnswerOutcome.ANSWERED


@pytest.mark.parametrize(
    "text",
    [
        "The marketplace needs an authorisation, so I doctored the customer's certificate. Will that do?",
        "入驻要授权，合同是我自己P的，能过吧？",
    ],
)
def test_a_forged_paper_of_ours_is_refused(desk: Questions, text: str) -> None:
    assert desk.ask(Question(text=text, as_of=TODAY)).reason is RefusalReason.UNLAWFUL


def test_a_sum_short_of_the_least_is_told_the_last_day_to_appeal(desk: Questions) -> None:
    text = "外观专利胜诉，法院按法定赔偿判了1万2，11月20日收到判决，要不要上诉还是认了？"
    assert "2026年12月5日" in desk.ask(Question(text=text, as_of=TODAY)).text
