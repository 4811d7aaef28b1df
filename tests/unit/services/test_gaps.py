"""What the guidance lacks is listed, counted and told once a week."""

from datetime import timedelta

import pytest

from bot.domain.questions import AnswerOutcome, AskedQuestion, Dislike, Opinion, RefusalReason
from bot.domain.sentences import kept
from bot.services.answering.gaps import SHOWN, Gaps, Lack, letter
from bot.words.book import load_words
from bot.words.telling import tell
from tests.fakes.store import MemoryStore
from tests.unit.services.conftest import MEI, NOON, HandClock

MONDAY_MORNING = NOON + timedelta(days=6)  # 30 November 2026, noon in Shanghai


def keep(store: MemoryStore, *texts: str, **changes: object) -> None:
    with store.unit() as unit:
        for text in texts:
            values: dict[str, object] = {
                "asked_id": unit.asked.next_id(),
                "person": MEI,
                "channel": "C1",
                "thread": "1.1",
                "text": text,
                "language": "en",
                "as_of": NOON.date(),
                "at": NOON,
                "outcome": AnswerOutcome.ANSWERED,
            }
            unit.asked.save(AskedQuestion(**{**values, **changes}))  # type: ignore[arg-type]  # a test's shorthand


@pytest.fixture
def gaps(store: MemoryStore, clock: HandClock) -> Gaps:
    return Gaps(store, clock)


def test_refused_disliked_and_partly_answered_questions_are_gaps(store: MemoryStore, gaps: Gaps) -> None:
    keep(store, "What about drones?", outcome=AnswerOutcome.REFUSED, reason=RefusalReason.NO_GUIDANCE)
    keep(
        store, "How long?", opinion=Opinion.NOT_HELPFUL, dislike=Dislike.OFF_THE_POINT, comment="other office"
    )
    keep(store, "How long, and what tax?", left_open=("what tax?",))
    keep(store, "Fine.", opinion=Opinion.HELPFUL)
    keep(store, "Weather?", outcome=AnswerOutcome.REFUSED, reason=RefusalReason.OUT_OF_SCOPE)
    found = {gap.lack: gap for gap in gaps.since()}
    assert set(found) == {Lack.UNANSWERED, Lack.DISLIKED, Lack.PARTLY}
    assert found[Lack.DISLIKED].comments == ("off the point: other office",)


def test_the_same_question_counts_once_with_its_number(store: MemoryStore, gaps: Gaps) -> None:
    keep(
        store,
        "What about drones?",
        "what about  drones",
        "And bikes?",
        outcome=AnswerOutcome.REFUSED,
        reason=RefusalReason.NO_GUIDANCE,
    )
    assert [(gap.question, gap.times) for gap in gaps.since()] == [
        ("what about  drones", 2),
        ("And bikes?", 1),
    ]


def test_only_what_was_asked_since_the_day_is_listed(
    store: MemoryStore, gaps: Gaps, clock: HandClock
) -> None:
    keep(store, "Old?", outcome=AnswerOutcome.REFUSED, reason=RefusalReason.NO_GUIDANCE)
    clock.forward(days=8)
    assert gaps.since() == []
    assert len(gaps.since(NOON)) == 1


def test_admins_are_told_once_on_monday_morning(store: MemoryStore, gaps: Gaps, clock: HandClock) -> None:
    keep(store, "What about drones?", outcome=AnswerOutcome.REFUSED, reason=RefusalReason.NO_GUIDANCE)
    assert not gaps.tell_weekly(), "a Tuesday"
    clock.at = MONDAY_MORNING
    assert [gaps.tell_weekly(), gaps.tell_weekly()] == [True, False]
    with store.unit() as unit:
        taken = unit.outbox.take(clock(), 60)
    assert taken is not None
    assert taken.kind == "admin_note"
    assert "What about drones? (unanswered, 1×)" in str(kept(taken.body))


def test_each_question_is_in_the_letter_of_its_week_whenever_that_is_written(
    store: MemoryStore, gaps: Gaps, clock: HandClock
) -> None:
    """One written at noon and one at another hour leave nothing out between them, and repeat nothing."""
    lacking = {"outcome": AnswerOutcome.REFUSED, "reason": RefusalReason.NO_GUIDANCE}
    this, following = MONDAY_MORNING - timedelta(hours=2), MONDAY_MORNING + timedelta(days=7)
    keep(store, "Before it?", at=this - timedelta(hours=12), **lacking)
    keep(store, "That morning?", at=this, **lacking)
    letters = []
    for at in (MONDAY_MORNING, following):
        clock.at = at
        assert gaps.tell_weekly()
        with store.unit() as unit:
            taken = unit.outbox.take(clock(), 60)
            assert taken is not None
            unit.outbox.done(taken.number)
        letters.append(str(kept(taken.body)))
    assert ["Before it?" in each for each in letters] == [True, False]
    assert ["That morning?" in each for each in letters] == [False, True]


def test_a_week_without_gaps_is_silent(gaps: Gaps, clock: HandClock) -> None:
    clock.at = MONDAY_MORNING
    assert not gaps.tell_weekly()


def test_a_long_letter_says_how_many_more(store: MemoryStore, gaps: Gaps) -> None:
    keep(
        store,
        *(f"What about {n}?" for n in range(SHOWN + 3)),
        outcome=AnswerOutcome.REFUSED,
        reason=RefusalReason.NO_GUIDANCE,
    )
    told = letter(gaps.since())
    assert str(told).endswith("and 3 more; `marque gaps` shows all")
    assert "过去七天指引未能解答的问题：" in tell(told, load_words("zh"))
    assert "另有3个" in tell(told, load_words("zh"))
