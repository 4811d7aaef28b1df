"""Questions: answered from guidance with numbered sources and a date, refused in a sentence, never guessed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import date

import pytest

from bot.domain.errors import GuidanceUnavailable, QuestionUnusable
from bot.domain.questions import LONGEST, Answer, Outcome, Question, RefusalReason
from bot.services.answers import ExtractiveWriter
from bot.services.questions import SURE_ENOUGH, Questions, language_of
from knowledge import law, scope
from knowledge.passages import CitedProvision, Found, Hit, KnowledgeFault, Passage, Scope, ScopeVerdict
from tests.fakes.guidance import a_passage

TODAY = date(2026, 11, 24)
HELP = scope.help_sentences()
OPPOSE = "How long do we have to oppose?"
WINDOW = a_passage(
    "An opposition is filed within 3 months.",
    section_id="cn/squatting#opposition-window",
    facts=("TM-15",),
    provisions=(
        CitedProvision(
            key="tm.opposition_window",
            instrument="cn-trademark-law-2019",
            article="33",
            in_force_from=date(2019, 11, 1),
            in_force_to=date(2026, 12, 31),
        ),
    ),
)


@dataclass(slots=True)
class Told:
    """A search that finds what it is told to find, or fails as told, and remembers what it was asked."""

    passages: tuple[Passage, ...] = (WINDOW,)
    score: float = 0.9
    scope: Scope = Scope.GUIDANCE
    fallback: bool = False
    fault: KnowledgeFault | None = None
    asked: list[tuple[str, date, str]] = field(default_factory=list)

    def search(
        self, question: str, *, on: date, language: str, limit: int = 5, about: Sequence[str] = ()
    ) -> Found:
        """See :class:`bot.ports.GuidanceSearch`."""
        self.asked.append((question, on, language))
        if self.fault:
            raise self.fault
        share = 1 / max(1, len(self.passages))
        hits = tuple(
            Hit(passage=passage, score=self.score, share=share, probability=share)
            for passage in self.passages
        )
        verdict = ScopeVerdict(scope=self.scope, because="told so")
        return Found(hits=hits[:limit], verdict=verdict, fallback=self.fallback)

    def search_all(
        self,
        questions: Sequence[str],
        *,
        on: date,
        language: str,
        limit: int = 5,
        about: Sequence[str] = (),
    ) -> tuple[Found, ...]:
        """See :class:`bot.ports.GuidanceSearch`."""
        return tuple(
            self.search(question, on=on, language=language, limit=limit, about=about)
            for question in questions
        )


def _ask(search: Told, text: str = OPPOSE, **question: object) -> Answer:
    desk = Questions(
        search=search,
        writer=ExtractiveWriter(),
        register=law.load(),
        help_sentences=HELP,
        today=lambda: TODAY,
    )
    return desk.ask(Question(text=text, **question))  # type: ignore[arg-type]  # a test's shorthand


# What cannot be asked


@pytest.mark.parametrize("text", ["", "   ", "\n\t"])
def test_an_empty_question_is_unusable(text: str) -> None:
    with pytest.raises(QuestionUnusable):
        _ask(Told(), text)


def test_a_question_of_twenty_thousand_characters_is_unusable() -> None:
    with pytest.raises(QuestionUnusable, match=r"20,?000"):
        _ask(Told(), "a" * 20_000)


def test_an_unusable_question_is_not_searched() -> None:
    search = Told()
    with pytest.raises(QuestionUnusable):
        _ask(search, "a" * (LONGEST + 1))
    assert search.asked == []


def test_the_longest_question_is_answered() -> None:
    assert _ask(Told(), "a" * LONGEST).outcome is Outcome.ANSWERED


def test_spaces_around_a_question_do_not_count() -> None:
    assert _ask(Told(), f"  {'a' * LONGEST}  ").outcome is Outcome.ANSWERED


def test_guidance_that_cannot_be_used_is_told() -> None:
    with pytest.raises(GuidanceUnavailable, match="run `marque guidance index`"):
        _ask(Told(fault=KnowledgeFault("index missing; run `marque guidance index`")))


# Refusals


@pytest.mark.parametrize("kind", [kind for kind in Scope if kind is not Scope.GUIDANCE])
def test_what_is_out_of_scope_is_refused(kind: Scope) -> None:
    assert _ask(Told(scope=kind)).outcome is Outcome.REFUSED


@pytest.mark.parametrize("kind", [kind for kind in Scope if kind is not Scope.GUIDANCE])
@pytest.mark.parametrize("language", ["en", "zh"])
def test_a_refusal_says_in_its_language_what_helps_instead(kind: Scope, language: str) -> None:
    assert _ask(Told(scope=kind), language=language).text == HELP[language][kind.value]


@pytest.mark.parametrize("kind", [Scope.OTHER_PLACE, Scope.OTHER_LAW, Scope.SMALL_TALK, Scope.UNLAWFUL])
def test_another_subject_is_out_of_scope(kind: Scope) -> None:
    assert _ask(Told(scope=kind)).reason is RefusalReason.OUT_OF_SCOPE


def test_a_pending_case_needs_counsel() -> None:
    assert _ask(Told(scope=Scope.COUNSEL)).reason is RefusalReason.NEEDS_COUNSEL


def test_a_refusal_cites_nothing() -> None:
    answer = _ask(Told(scope=Scope.OTHER_LAW))
    assert (answer.citations, answer.upcoming_changes) == ((), ())


def test_a_passage_too_far_from_the_question_is_not_used() -> None:
    answer = _ask(Told(score=SURE_ENOUGH - 0.01))
    assert (answer.reason, answer.text) == (RefusalReason.NO_GUIDANCE, HELP["en"]["no_guidance"])


def test_a_passage_just_near_enough_is_used() -> None:
    assert _ask(Told(score=SURE_ENOUGH)).outcome is Outcome.ANSWERED


def test_nothing_found_is_no_guidance() -> None:
    assert _ask(Told(passages=())).reason is RefusalReason.NO_GUIDANCE


def test_a_refusal_in_a_language_without_sentences_is_in_english() -> None:
    assert _ask(Told(scope=Scope.OTHER_LAW), language="fr").text == HELP["en"]["other_law"]


@pytest.mark.parametrize("language", ["en", "zh"])
def test_every_refusal_has_its_sentence(language: str) -> None:
    kinds = {kind.value for kind in Scope if kind is not Scope.GUIDANCE} | {RefusalReason.NO_GUIDANCE.value}
    assert set(HELP[language]) == kinds


# Dates


def test_a_question_is_about_today() -> None:
    assert _ask(Told()).as_of == TODAY


def test_a_question_may_be_asked_for_a_day() -> None:
    assert _ask(Told(), as_of=date(2027, 2, 1)).as_of == date(2027, 2, 1)


def test_a_day_named_in_the_question_is_searched() -> None:
    search = Told()
    _ask(search, "In March 2027, how long do we have to oppose?")
    assert search.asked[0][1] == date(2027, 3, 1)


def test_a_day_named_in_the_question_is_said_in_the_answer() -> None:
    answer = _ask(Told(), "In March 2027, how long do we have to oppose?")
    assert "Answered for 1 March 2027" in answer.text


def test_a_day_named_in_a_chinese_question_is_said_in_chinese() -> None:
    assert "2027年3月1日" in _ask(Told(), "2027年3月提出异议的期限是多久？").text


def test_a_day_asked_for_is_not_repeated_in_the_answer() -> None:
    assert "Answered for" not in _ask(Told(), as_of=date(2027, 2, 1)).text


# Sources and changes


def test_citations_are_numbered_from_one() -> None:
    other = a_passage(facts=("TM-01",))
    answer = _ask(Told(passages=(WINDOW, other)))
    assert [citation.number for citation in answer.citations] == [1, 2]


def test_every_mark_in_the_text_has_its_citation() -> None:
    answer = _ask(Told())
    assert all(f"[{citation.number}]" in answer.text for citation in answer.citations)


def test_a_citation_carries_its_provisions() -> None:
    (citation,) = _ask(Told()).citations
    assert [(p.key, p.article) for p in citation.passage.provisions] == [("tm.opposition_window", "33")]


def test_a_change_within_twelve_months_is_announced() -> None:
    changes = _ask(Told()).upcoming_changes
    assert [(c.key, c.effective_on) for c in changes] == [("tm.opposition_window", date(2027, 1, 1))]


def test_a_change_says_what_changes() -> None:
    assert _ask(Told()).upcoming_changes[0].summary


def test_a_change_that_has_come_is_not_announced() -> None:
    assert _ask(Told(), as_of=date(2027, 2, 1)).upcoming_changes == ()


def test_a_change_more_than_twelve_months_away_is_not_announced() -> None:
    assert _ask(Told(), as_of=date(2025, 12, 31)).upcoming_changes == ()


def test_a_provision_cited_twice_changes_once() -> None:
    twin = replace(WINDOW, section_id="cn/squatting#again", facts=("TM-16",))
    assert len(_ask(Told(passages=(WINDOW, twin))).upcoming_changes) == 1


def test_a_key_that_left_the_register_does_not_break_the_answer() -> None:
    gone = replace(WINDOW, provisions=(replace(WINDOW.provisions[0], key="tm.gone"),))
    assert _ask(Told(passages=(gone,))).upcoming_changes == ()


# Threads


@pytest.mark.parametrize("text", ["And if it is published in Chinese only?", "What about designs?", "Why?"])
def test_a_follow_up_is_searched_with_the_question_before_it(text: str) -> None:
    search = Told()
    _ask(search, text, earlier=("Who may oppose?", OPPOSE))
    assert search.asked[0][0] == f"{OPPOSE} {text}"


def test_a_whole_question_is_searched_alone() -> None:
    search = Told()
    _ask(search, "Which evidence does the market regulator ask for?", earlier=(OPPOSE,))
    assert search.asked[0][0] == "Which evidence does the market regulator ask for?"


def test_the_answer_repeats_only_the_question_asked() -> None:
    assert _ask(Told(), "Why?", earlier=(OPPOSE,)).question == "Why?"


# Languages


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("How long?", "en"),
        ("异议期限多长？", "zh"),
        ("淘宝上有假货怎么办", "zh"),
        ("What does 市场监管局 do about a complaint we filed last week?", "en"),
        ("", "en"),
    ],
)
def test_the_language_of_a_text(text: str, language: str) -> None:
    assert language_of(text) == language


def test_the_language_asked_for_is_stronger_than_that_of_the_question() -> None:
    search = Told()
    _ask(search, OPPOSE, language="zh")
    assert search.asked[0][2] == "zh"


def test_an_answer_in_the_other_language_says_so_in_english() -> None:
    assert "the Chinese text is shown" in _ask(Told(fallback=True)).text


def test_an_answer_in_the_other_language_says_so_in_chinese() -> None:
    assert "以上为英文原文" in _ask(Told(fallback=True), "异议期限多长？").text


def test_an_answer_in_its_own_language_needs_no_remark() -> None:
    assert "shown" not in _ask(Told()).text


def test_the_writer_is_named() -> None:
    assert _ask(Told()).writer == "extractive"


@pytest.mark.parametrize("on", [date(2027, 6, 1), date(2028, 1, 1), date(2031, 1, 1)])
@pytest.mark.parametrize(("language", "words"), [("en", "known until"), ("zh", "适用至")])
def test_an_answer_for_a_day_that_the_register_does_not_know_says_so_first(
    on: date, language: str, words: str
) -> None:
    first = _ask(Told(), as_of=on, language=language).text.partition("\n")[0]
    assert words in first


def test_an_answer_for_a_day_that_the_register_knows_opens_with_the_answer() -> None:
    assert "known until" not in _ask(Told(), as_of=date(2027, 2, 1)).text
