"""Questions: answered from guidance with numbered sources and a date, refused in a sentence, never guessed."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date

import pytest

from bot.domain.errors import GuidanceUnavailable, QuestionUnusable
from bot.domain.ids import LOCAL
from bot.domain.questions import LONGEST, Answer, AnswerOutcome, Question, RefusalReason, language_of
from bot.ports import GuidanceSearch
from bot.services.answering.answers import ExtractiveWriter
from bot.services.answering.kinds import WHY_NOT
from bot.services.answering.questions import Questions
from bot.services.answering.thresholds import AT
from bot.words.book import load_words
from knowledge import law
from knowledge.passages import Hit, KnowledgeFault, Passage, PassageProvision, SearchResult
from knowledge.reading import Asker, Aspect, MessageKind, MessageReading, Refusal, Sure
from knowledge.topics import OTHER, examples
from tests.factories import a_book
from tests.fakes.guidance import CannedReader, a_passage
from tests.fakes.store import MemoryStore
from tests.unit.services.conftest import NOON

TODAY = date(2026, 11, 24)
WORDS = {language: load_words(language) for language in ("en", "zh")}
OPPOSE = "How long do we have to oppose?"
WINDOW = a_passage(
    "An opposition is filed within 3 months.",
    section_id="cn/squatting#opposition-window",
    facts=("TM-15",),
    provisions=(
        PassageProvision(
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
    sure: Sure = Sure.ANSWER
    fallback: bool = False
    fault: KnowledgeFault | None = None
    asked: list[tuple[str, date, str]] = field(default_factory=list)

    def search(
        self, question: str, *, on: date, language: str, limit: int = 5, about: Sequence[str] = ()
    ) -> SearchResult:
        """See :class:`bot.ports.GuidanceSearch`."""
        self.asked.append((question, on, language))
        if self.fault:
            raise self.fault
        share = 1 / max(1, len(self.passages))
        hits = tuple(Hit(passage=passage, probability=min(share, self.score)) for passage in self.passages)
        return SearchResult(hits=hits[:limit], fallback=self.fallback, sure=self.sure)

    def search_all(
        self,
        questions: Sequence[str],
        *,
        on: date,
        language: str,
        limit: int = 5,
        about: Sequence[str] = (),
    ) -> tuple[SearchResult, ...]:
        """See :class:`bot.ports.GuidanceSearch`."""
        return tuple(
            self.search(question, on=on, language=language, limit=limit, about=about)
            for question in questions
        )


NOTHING = Told(passages=())


def ask(search: Told, text: str = OPPOSE, **question: object) -> Answer:
    reader = question.pop("reader", None) or CannedReader()
    desk = a_questions(search, reader)  # type: ignore[arg-type]  # a test's shorthand
    earlier = question.pop("earlier", ())
    asked = Question(text=text, **question)  # type: ignore[arg-type]  # a test's shorthand
    return desk.ask(replace(asked, earlier=desk.earlier(tuple(earlier), asked)))  # type: ignore[arg-type]


def a_questions(search: GuidanceSearch, reader: CannedReader, store: MemoryStore | None = None) -> Questions:
    return Questions(
        search=search,
        reader=reader,
        writer=ExtractiveWriter(),
        register=law.load(),
        store=store or MemoryStore(LOCAL, lambda: NOON, lambda: "salt"),
        today=lambda: TODAY,
    )


# What cannot be asked


@pytest.mark.parametrize("text", ["", "   ", "\n\t"])
def test_an_empty_question_is_unusable(text: str) -> None:
    with pytest.raises(QuestionUnusable):
        ask(Told(), text)


def test_a_question_of_twenty_thousand_characters_is_unusable() -> None:
    with pytest.raises(QuestionUnusable, match=r"20,?000"):
        ask(Told(), "a" * 20_000)


def test_an_unusable_question_is_not_searched() -> None:
    search = Told()
    with pytest.raises(QuestionUnusable):
        ask(search, "a" * (LONGEST + 1))
    assert search.asked == []


def test_the_longest_question_is_answered() -> None:
    assert ask(Told(), "a" * LONGEST).outcome is AnswerOutcome.ANSWERED


def test_spaces_around_a_question_do_not_count() -> None:
    assert ask(Told(), f"  {'a' * LONGEST}  ").outcome is AnswerOutcome.ANSWERED


def test_half_a_character_is_asked_as_a_question_mark() -> None:
    search = Told()
    ask(search, "How long to oppose\udcff a published trademark?")
    assert search.asked[0][0] == "How long to oppose? a published trademark?"


def test_guidance_that_cannot_be_used_is_told() -> None:
    with pytest.raises(GuidanceUnavailable, match="run `marque guidance index`"):
        ask(Told(fault=KnowledgeFault("index missing; run `marque guidance index`")))


# Refusals


REFUSALS = [
    (Refusal.UNLAWFUL, RefusalReason.UNLAWFUL),
    (Refusal.NEEDS_COUNSEL, RefusalReason.NEEDS_COUNSEL),
    (Refusal.ELSEWHERE, RefusalReason.OUT_OF_SCOPE),
]


@pytest.mark.parametrize(("refusal", "reason"), REFUSALS)
def test_what_the_reader_refuses_is_refused_for_its_reason(refusal: Refusal, reason: RefusalReason) -> None:
    answer = ask(Told(), reader=CannedReader(refusal=refusal))
    assert (answer.outcome, answer.reason, answer.kind) == (AnswerOutcome.REFUSED, reason, MessageKind.LAW)


@pytest.mark.parametrize(
    ("text", "outcome"),
    [
        ("You were of great help to all of us in this long and busy year, a merry Christmas", "answered"),
        ("Which of the two cars would you buy for a family of six that drives a lot at night?", "refused"),
    ],
)
def test_kind_words_are_answered_however_long_and_what_asks_at_length_is_not_our_subject(
    text: str, outcome: str
) -> None:
    reader = CannedReader(kind=MessageKind.CHAT, topic="chat.other")
    assert ask(Told(), text, reader=reader).outcome.value == outcome


@pytest.mark.parametrize("language", ["en", "zh"])
def test_a_refusal_of_something_unlawful_names_the_act_why_not_and_the_lawful_way(language: str) -> None:
    reader = CannedReader(refusal=Refusal.UNLAWFUL, topic="unlawful.bribe")
    text = ask(Told(), language=language, reader=reader).text
    words = WORDS[language]
    no = words("ask.refusal.no", act=words("ask.unlawful.bribe"))
    assert text == f"{no}\n\nWhat {WHY_NOT['bribe']} says."


@pytest.mark.parametrize(
    ("asker", "act"),
    [(Asker.OWNER, "unnamed"), (Asker.COUNTERFEITER, "sell_fakes"), (Asker.ACCUSED, "sell_fakes")],
)
def test_an_owner_is_not_told_of_dealing_in_counterfeits(asker: Asker, act: str) -> None:
    reader = CannedReader(refusal=Refusal.UNLAWFUL, topic="unlawful.sell_fakes", asker=asker)
    text = ask(Told(), reader=reader).text
    assert WORDS["en"](f"ask.unlawful.{act}") in text
    assert (WORDS["en"]("ask.unlawful.sell_fakes") in text) is (act == "sell_fakes")


@pytest.mark.parametrize(("asker", "told"), [(Asker.OWNER, True), (Asker.OTHER, False)])
def test_how_owners_go_about_it_is_told_beside_a_refusal_to_owners_alone(asker: Asker, told: bool) -> None:
    section = a_passage("First the authority.", section_id="cn/choosing-a-route#overview")
    reader = CannedReader(refusal=Refusal.UNLAWFUL, asker=asker, passages=(section,))
    assert ("First the authority." in ask(Told(), "List what you will report.", reader=reader).text) is told


def test_a_doubtful_ask_of_a_counterfeiter_is_refused() -> None:
    reader = CannedReader(asker=Asker.COUNTERFEITER, doubted=Refusal.UNLAWFUL)
    assert ask(Told(), reader=reader).outcome is AnswerOutcome.REFUSED


@pytest.mark.parametrize("doubted", [Refusal.UNLAWFUL, Refusal.NEEDS_COUNSEL, Refusal.ELSEWHERE])
def test_question_near_to_a_refusal_is_answered_and_opened_by_what_the_answer_is_not_for(
    doubted: Refusal,
) -> None:
    answer = ask(Told(), reader=CannedReader(doubted=doubted))
    assert answer.outcome is AnswerOutcome.ANSWERED
    assert answer.text.startswith(WORDS["en"](f"ask.doubt.{doubted.value}"))


def test_every_unlawful_act_has_its_words() -> None:
    acts = {topic.partition(".")[2] for topic, _, _ in examples() if topic.startswith("unlawful.")}
    for words in WORDS.values():
        assert [act for act in acts if not words.has(f"ask.unlawful.{act}")] == []
    assert acts - WHY_NOT.keys() == {"sell_fakes"}


def test_a_refusal_cites_nothing() -> None:
    answer = ask(Told(), reader=CannedReader(refusal=Refusal.ELSEWHERE))
    assert (answer.citations, answer.upcoming_changes) == ((), ())


def test_a_weak_find_for_what_is_likely_a_wrong_is_not_asked_back() -> None:
    honest = CannedReader().read(OPPOSE, on=NOON.date())
    chances = {**honest.refusal, Refusal.NONE: 1 - AT.likely_wrong, Refusal.UNLAWFUL: AT.likely_wrong}
    doubtful = CannedReader(reading=replace(honest, refusal=chances))
    assert ask(Told(sure=Sure.CHOICE), reader=doubtful).reason is RefusalReason.UNLAWFUL


def test_what_is_left_to_counsel_is_refused_with_the_rule_where_a_section_likely_tells_it() -> None:
    reader = CannedReader(refusal=Refusal.NEEDS_COUNSEL)
    sure, weak = (ask(Told(score=score), reader=reader) for score in (AT.rule, AT.rule - 0.01))
    assert {sure.outcome, weak.outcome} == {AnswerOutcome.REFUSED}
    assert sure.text.startswith(WORDS["en"]("ask.refusal.ruled"))
    assert [each.passage.section_id for each in sure.citations] == [WINDOW.section_id]
    assert (weak.text, weak.citations) == (WORDS["en"]("ask.refusal.needs_counsel", act=""), ())


def test_an_honest_question_with_a_weak_find_is_asked_back() -> None:
    answer = ask(Told(sure=Sure.CHOICE))
    assert answer.outcome is AnswerOutcome.CHOICE
    assert [choice.section_id for choice in answer.choices] == [WINDOW.section_id]


def test_nothing_found_is_no_guidance() -> None:
    assert ask(Told(passages=())).reason is RefusalReason.NO_GUIDANCE


# Not sure


def test_between_both_thresholds_the_bot_asks_back_with_at_most_three_titles() -> None:
    passages = tuple(replace(WINDOW, section_id=f"cn/a#{n}", title=f"Title {n}") for n in range(5))
    answer = ask(Told(passages=passages, sure=Sure.CHOICE))
    assert (answer.outcome, answer.kind, answer.citations) == (AnswerOutcome.CHOICE, MessageKind.LAW, ())
    assert [passage.title for passage in answer.choices] == ["Title 0", "Title 1", "Title 2"]


def test_what_may_be_help_for_a_wrong_is_refused_where_no_section_surely_answers() -> None:
    reader = CannedReader(doubted=Refusal.UNLAWFUL)
    unsure = ask(Told(sure=Sure.CHOICE), reader=reader)
    assert (unsure.outcome, unsure.reason) == (AnswerOutcome.REFUSED, RefusalReason.UNLAWFUL)
    assert ask(Told(), reader=reader).outcome is AnswerOutcome.ANSWERED


def test_a_choice_that_was_not_picked_leaves_its_first_title_as_what_was_shown() -> None:
    assert ask(Told(sure=Sure.CHOICE)).turn.sections == (WINDOW.section_id,)


def test_a_pick_is_answered_at_once() -> None:
    reader = CannedReader(passages=(WINDOW,))
    answer = ask(Told(sure=Sure.CHOICE), picked=WINDOW.section_id, reader=reader)
    assert (answer.outcome, answer.text) == (AnswerOutcome.ANSWERED, f"{WINDOW.text} [1]")


def test_below_both_thresholds_there_is_no_guidance() -> None:
    assert ask(Told(sure=Sure.REFUSE)).reason is RefusalReason.NO_GUIDANCE


# Kinds


@pytest.mark.parametrize("language", ["en", "zh"])
@pytest.mark.parametrize(
    ("kind", "topic"),
    [(MessageKind.CHAT, "chat.thanks"), (MessageKind.HELP, "help.use"), (MessageKind.OWN_DATA, "own.counts")],
)
def test_talk_help_and_records_are_answered_without_a_citation(
    kind: MessageKind, topic: str, language: str
) -> None:
    answer = ask(Told(), language=language, reader=CannedReader(kind=kind, topic=topic))
    assert (answer.outcome, answer.kind, answer.citations, answer.rows) == (
        AnswerOutcome.ANSWERED,
        kind,
        (),
        (),
    )
    assert answer.text


@pytest.mark.parametrize(
    "topic", sorted({t.partition(".")[2] for t, _, _ in examples() if t.startswith("own.")})
)
@pytest.mark.parametrize("language", ["en", "zh"])
def test_with_an_empty_register_own_data_says_that_nothing_is_recorded(topic: str, language: str) -> None:
    answer = ask(
        Told(), language=language, reader=CannedReader(kind=MessageKind.OWN_DATA, topic=f"own.{topic}")
    )
    assert (answer.kind, answer.rows) == (MessageKind.OWN_DATA, ())
    assert answer.text


@pytest.mark.parametrize(
    "topic", sorted({t.partition(".")[2] for t, _, _ in examples() if t.startswith("act.")})
)
@pytest.mark.parametrize("language", ["en", "zh"])
def test_an_act_names_its_form_and_what_is_missing(topic: str, language: str) -> None:
    answer = ask(Told(), language=language, reader=CannedReader(kind=MessageKind.ACT, topic=f"act.{topic}"))
    assert answer.kind is MessageKind.ACT
    assert answer.act is not None
    assert answer.act.title in answer.text


def test_an_act_fills_in_what_the_message_holds() -> None:
    reader = CannedReader(kind=MessageKind.ACT, topic="act.draft_takedown")
    act = ask(
        Told(), "Draft a takedown for https://item.taobao.com/item.htm?id=620000000042", reader=reader
    ).act
    assert act is not None
    assert dict(act.filled) == {
        "kind": "platform-takedown",
        "listings": "taobao:620000000042",
        "platform": "taobao",
    }
    assert act.missing == ("rights",)


@pytest.mark.parametrize(
    ("topic", "kind"), [("other.opposed", MessageKind.LAW), ("plan.accused", MessageKind.PLAN)]
)
def test_what_the_other_side_did_gets_no_plan_of_ours_but_that_of_the_accused(
    topic: str, kind: MessageKind
) -> None:
    for search in (Told(), Told(sure=Sure.CHOICE)):
        answer = ask(
            search,
            "They filed one against our application.",
            reader=CannedReader(kind=MessageKind.PLAN, topic=topic),
        )
        assert answer.kind is kind


@pytest.mark.parametrize(
    ("text", "warned"),
    [
        ("Should we write to him before the police go to the workshop?", True),
        ("工厂被查之前要先发函吗", True),
        ("Should we write to the shop first?", False),
    ],
)
def test_a_letter_that_would_warn_the_source_is_advised_against_first(text: str, warned: bool) -> None:
    letter = a_passage("A letter is short.", section_id="cn/cease-and-desist#content")
    answer = ask(Told(passages=(letter,)), text)
    assert answer.text.startswith("What cn/cease-and-desist#when-not says") is warned
    assert re.findall(r"\[\d+\]", answer.text) == ["[1]", "[2]"][: len(answer.citations)]


@pytest.mark.parametrize(
    ("text", "topic", "warned"),
    [
        ("Write to the workshop in Shantou and ask it to stop.", "draft_letter", True),
        ("给汕头的作坊写封信，叫他们停手", "draft_letter", True),
        ("Write to the shop and ask it to stop.", "draft_letter", False),
        ("Report the workshop in Shantou to the bureau.", "draft_amr", False),
    ],
)
def test_the_form_of_a_letter_to_the_source_opens_behind_what_that_costs(
    text: str, topic: str, warned: bool
) -> None:
    answer = ask(Told(), text, reader=CannedReader(kind=MessageKind.ACT, topic=f"act.{topic}"))
    assert answer.act is not None
    assert answer.text.startswith("What cn/cease-and-desist#when-not says") is warned


@pytest.mark.parametrize(
    ("text", "topic", "section"),
    [
        (
            "Draft a notice: his price is 30 yuan, ours 210.",
            "draft_takedown",
            "cn/choosing-a-route#low-price-only",
        ),
        (
            "Prepare a letter to the shop, our mark is still pending.",
            "start_clock",
            "cn/choosing-a-route#no-right-yet",
        ),
        ("写封函给平台，要求提供店主的身份证号。", "draft_letter", "cn/finding-sellers#amr-data"),
        (
            "Write to the platform and demand the seller's phone number and bank account.",
            "draft_letter",
            "cn/finding-sellers#amr-data",
        ),
    ],
)
def test_a_form_opens_behind_what_its_situation_makes_dangerous(text: str, topic: str, section: str) -> None:
    answer = ask(Told(), text, reader=CannedReader(kind=MessageKind.ACT, topic=f"act.{topic}"))
    assert [each.passage.section_id for each in answer.citations] == [section]
    assert answer.act is not None
    assert answer.act.form == "draft"
    assert answer.text.index(f"What {section} says") < answer.text.index(answer.act.title)


def test_a_question_is_answered_and_the_act_ordered_beside_it_stands_behind() -> None:
    text = "Draft the takedown for the two mugs, the mark is still pending. How long may we oppose?"
    answer = ask(Told(), text, reader=CannedReader(topic="act.draft_takedown"))
    assert answer.kind is MessageKind.LAW
    assert answer.act is not None
    assert answer.text.startswith(
        "Exclusivity follows registration (Trademark Law Art. 56): before it no paper"
    )
    assert answer.text.index("What cn/choosing") < answer.text.index("within 3 months")
    assert answer.text.endswith("Still missing: listings, rights.")
    assert [each.number for each in answer.citations] == [1, 2]


@pytest.mark.parametrize(
    "text",
    [
        "Who drafts the takedown for us, we or the agent?",
        "起草律师函之前要不要先公证？",
        "给链接做取证，公证处和时间戳都行吗？",
        "写着“适用于”的配件，这样卖行吗？",
        "Our mark is idle. Write the cover letter?",
    ],
)
def test_a_question_that_only_holds_the_word_of_an_act_opens_no_form(text: str) -> None:
    assert ask(Told(), text, reader=CannedReader(topic="act.draft_letter")).act is None


def test_a_tip_or_a_record_of_ours_opens_without_a_caution() -> None:
    for topic in ("report_listing", "close_case"):
        text = "https://item.taobao.com/item.htm?id=68120934417 his price is 30 yuan, ours 210"
        reader = CannedReader(kind=MessageKind.ACT, topic=f"act.{topic}")
        assert ask(Told(), text, reader=reader).citations == ()


def test_a_stage_bars_the_rule_of_another_right_from_its_answer() -> None:
    mark = replace(WINDOW, section_id="cn/registration#renewal")
    answer = ask(Told(passages=(mark, WINDOW)), "Our customs record expires in May. Until when do we renew?")
    assert [each.passage.section_id for each in answer.citations] == ["cn/customs#recordal-renewal"]
    assert answer.text.startswith("This is the customs recordal's own rule")


def read_as(kind: MessageKind, chance: float, aspect: Aspect = Aspect.MAY_WE) -> CannedReader:
    """A reader that is this sure of the kind, and holds law for the rest."""
    read = CannedReader(aspect=aspect).read("x", on=TODAY)
    chances = {**read.kind, MessageKind.LAW: 1 - chance, kind: chance}
    return CannedReader(reading=replace(read, kind=chances, surest=0.2))


@pytest.mark.parametrize(
    ("kind", "chance", "text", "wanted"),
    [
        (MessageKind.OWN_DATA, 0.7, "until when is a registration good", MessageKind.LAW),
        (MessageKind.OWN_DATA, 0.995, "until when is our registration good", MessageKind.OWN_DATA),
        (MessageKind.HELP, 0.6, "may anyone write to the office", MessageKind.LAW),
    ],
)
def test_a_section_that_surely_answers_outdoes_what_is_not_surely_wanted(
    kind: MessageKind, chance: float, text: str, wanted: MessageKind
) -> None:
    assert ask(Told(), text, reader=read_as(kind, chance)).kind is wanted


def test_a_rule_is_told_alike_whether_or_not_the_team_has_records_of_what_it_names() -> None:
    desk = a_questions(Told(), read_as(MessageKind.OWN_DATA, 0.7))
    asked = Question(text="until when is a registration good")
    empty = desk.ask(asked)
    with desk._store.unit() as unit:
        unit.brand_books.save(a_book())
    assert desk.ask(asked) == empty
    assert empty.kind is MessageKind.LAW


def test_what_would_but_be_asked_back_outdoes_nothing() -> None:
    weak = Told(passages=(WINDOW, replace(WINDOW, section_id="cn/squatting#opposition-time")))
    told = ask(weak, "how do I put a link under a case", reader=read_as(MessageKind.HELP, 0.6))
    assert told.kind is MessageKind.HELP


@pytest.mark.parametrize("kind", [MessageKind.PLAN, MessageKind.OWN_DATA])
def test_what_no_section_answers_stays_what_it_was_read_as(kind: MessageKind) -> None:
    three = Told(passages=(WINDOW, *(replace(WINDOW, section_id=f"cn/other#{n}") for n in range(2))))
    assert ask(three, "who holds this now?", reader=read_as(kind, 0.7)).kind is kind


@pytest.mark.parametrize(
    ("aspect", "chance"),
    [(Aspect.MAY_WE, 0.6), (Aspect.NEXT_STEP, 0.4), (Aspect.NEXT_STEP, 0.85)],
    ids=["something concrete", "what to do, half told", "what to do, surely told"],
)
def test_what_is_likely_for_the_story_is_told_behind_the_first_step_of_its_plan(
    aspect: Aspect, chance: float
) -> None:
    two = Told(passages=(WINDOW, replace(WINDOW, section_id="cn/other#two")))
    reader = replace(read_as(MessageKind.PLAN, chance, aspect), topic="plan.fakes_on_sale")
    answer = ask(two, "our lamp is copied, which way now?", reader=reader)
    assert answer.kind is MessageKind.PLAN
    assert f"1. {WINDOW.title}: {WINDOW.paragraphs[0]} [" in answer.text
    assert [each.number for each in answer.citations] == list(range(1, len(answer.citations) + 1))


def test_a_term_that_somebody_sets_is_no_look_into_our_own_calendar() -> None:
    reader = CannedReader(kind=MessageKind.OWN_DATA, topic="own.due")
    assert ask(Told(), "The platform wants papers in three days", reader=reader).kind is MessageKind.LAW


def test_a_term_in_a_note_makes_it_no_question_of_law() -> None:
    reader = CannedReader(kind=MessageKind.ACT, topic="act.note")
    assert ask(Told(), "Note: the platform wants papers in three days", reader=reader).kind is MessageKind.ACT


def test_a_day_named_with_an_event_gives_its_last_day() -> None:
    reader = CannedReader(kind=MessageKind.PLAN, topic="event.counter_statement")
    text = ask(Told(), "Their counter-statement came on 20 November 2026.", reader=reader).text
    assert "20 November 2026 + 15 days = 5 December 2026" in text


# Dates


def test_a_question_is_about_today() -> None:
    assert ask(Told()).as_of == TODAY


def test_a_question_may_be_asked_for_a_day() -> None:
    assert ask(Told(), as_of=date(2027, 2, 1)).as_of == date(2027, 2, 1)


def test_a_day_named_in_the_question_is_searched() -> None:
    search = Told()
    ask(search, "In March 2027, how long do we have to oppose?")
    assert search.asked[0][1] == date(2027, 3, 1)


def test_a_day_named_in_the_question_is_said_in_the_answer() -> None:
    answer = ask(Told(), "In March 2027, how long do we have to oppose?")
    assert "Answered for 1 March 2027" in answer.text


def test_a_day_named_in_a_chinese_question_is_said_in_chinese() -> None:
    assert "2027年3月1日" in ask(Told(), "2027年3月提出异议的期限是多久？").text


def test_a_day_asked_for_is_not_repeated_in_the_answer() -> None:
    assert "Answered for" not in ask(Told(), as_of=date(2027, 2, 1)).text


# Sources and changes


def test_citations_are_numbered_from_one() -> None:
    other = a_passage(facts=("TM-01",))
    answer = ask(Told(passages=(WINDOW, other)))
    assert [citation.number for citation in answer.citations] == [1, 2]


def test_every_mark_in_the_text_has_its_citation() -> None:
    answer = ask(Told())
    assert all(f"[{citation.number}]" in answer.text for citation in answer.citations)


def test_a_citation_carries_its_provisions() -> None:
    (citation,) = ask(Told()).citations
    assert [(p.key, p.article) for p in citation.passage.provisions] == [("tm.opposition_window", "33")]


def test_a_change_within_twelve_months_is_announced() -> None:
    changes = ask(Told()).upcoming_changes
    assert [(c.key, c.effective_on) for c in changes] == [("tm.opposition_window", date(2027, 1, 1))]


def test_a_change_is_told_in_the_language_of_the_question() -> None:
    english, chinese = (ask(Told(), text).upcoming_changes[0].summary for text in (OPPOSE, "异议期限多长？"))
    assert "falls from three months to two" in english
    assert chinese == "异议期限由自公告之日起三个月缩短为两个月。"


def test_a_change_that_has_come_is_not_announced() -> None:
    assert ask(Told(), as_of=date(2027, 2, 1)).upcoming_changes == ()


def test_a_change_more_than_twelve_months_away_is_not_announced() -> None:
    assert ask(Told(), as_of=date(2025, 12, 31)).upcoming_changes == ()


def test_a_provision_cited_twice_changes_once() -> None:
    twin = replace(WINDOW, section_id="cn/squatting#again", facts=("TM-16",))
    assert len(ask(Told(passages=(WINDOW, twin))).upcoming_changes) == 1


def test_a_key_that_left_the_register_does_not_break_the_answer() -> None:
    gone = replace(WINDOW, provisions=(replace(WINDOW.provisions[0], key="tm.gone"),))
    assert ask(Told(passages=(gone,))).upcoming_changes == ()


# Threads


@pytest.mark.parametrize("text", ["And if it is published in Chinese only?", "What about designs?", "Why?"])
def test_a_follow_up_is_searched_alone_and_with_all_that_was_said(text: str) -> None:
    search = Told()
    ask(search, text, earlier=("Who may oppose?", OPPOSE))
    assert [asked for asked, _, _ in search.asked[-3:-1]] == [text, f"Who may oppose? {OPPOSE} {text}"]


def test_what_repeats_the_answer_before_says_so() -> None:
    before, answer = ask(Told(), OPPOSE), ask(Told(), "And the court?", earlier=(OPPOSE,))
    assert [c.passage.section_id for c in answer.citations] == [
        c.passage.section_id for c in before.citations
    ]
    assert answer.text == f"As said above: {before.text}"


@pytest.mark.parametrize(
    ("text", "score", "kind"),
    [
        ("Does anybody here have the recording of last week?", 0.95, MessageKind.LAW),
        ("Does anybody here have the recording of last week?", 0.8, MessageKind.OWN_DATA),
        ("Does anybody here have the recording of case 12?", 0.95, MessageKind.OWN_DATA),
    ],
)
def test_a_follow_up_that_its_words_and_its_thread_surely_find_looks_up_no_record(
    text: str, score: float, kind: MessageKind
) -> None:
    reader = CannedReader(kinds={"recording": MessageKind.OWN_DATA}, subjects={"recording": "own.counts"})
    assert ask(Told(score=score), text, earlier=(OPPOSE,), reader=reader).kind is kind


def test_what_was_not_shown_yet_is_answered() -> None:
    other = a_passage("It takes a year.", section_id="cn/squatting#opposition-time", title="Time")
    search = Told(passages=(WINDOW,))
    desk = a_questions(search, CannedReader())
    turns = desk.earlier((OPPOSE,), Question(text="x"))
    search.passages = (other, WINDOW)
    answer = desk.ask(Question(text="And the court?", earlier=turns))
    assert [c.passage.section_id for c in answer.citations] == ["cn/squatting#opposition-time"]


def test_thanks_in_a_thread_get_a_kind_word_and_no_law() -> None:
    reader = CannedReader(kinds={"thanks": MessageKind.CHAT}, subjects={"thanks": "chat.thanks"})
    answer = ask(Told(), "thanks", earlier=(OPPOSE,), reader=reader)
    assert (answer.kind, answer.citations, answer.text) == (MessageKind.CHAT, (), "You are welcome.")


def test_what_is_told_in_a_thread_and_read_as_talk_goes_on_with_it() -> None:
    reader = CannedReader(kinds={"lost": MessageKind.CHAT}, subjects={"lost": OTHER})
    answer = ask(Told(), "oh no, the first invoice is lost", earlier=(OPPOSE,), reader=reader)
    assert answer.kind is MessageKind.LAW


def test_the_answer_can_be_had_shorter() -> None:
    long = replace(WINDOW, text="An opposition is filed in time. More conditions follow here.\n\nAnd more.")
    reader = CannedReader(subjects={"brief": "turn.brief"}, passages=(long,))
    answer = ask(Told(passages=(long,)), "make it brief", earlier=(OPPOSE,), reader=reader)
    assert answer.text == "An opposition is filed in time. [1]"


def test_the_answer_can_be_had_in_the_other_language() -> None:
    chinese = replace(WINDOW, language="zh", text="异议期为三个月。")
    reader = CannedReader(subjects={"Chinese": "turn.in_chinese"}, passages=(WINDOW, chinese))
    answer = ask(Told(), "In Chinese please", earlier=(OPPOSE,), reader=reader)
    assert (answer.language, answer.text) == ("zh", "异议期为三个月。 [1]")


@pytest.mark.parametrize(
    ("chance", "wanted"), [(0.8, "As said above: "), (0.95, "An opposition is filed in time. [1]")]
)
def test_a_word_on_the_answer_before_that_a_section_surely_answers_must_clearly_be_one(
    chance: float, wanted: str
) -> None:
    long = replace(WINDOW, text="An opposition is filed in time. More conditions follow here.")
    read = replace(CannedReader().read("x", on=TODAY), turn=chance)
    reader = CannedReader(subjects={"Chinese": "turn.brief"}, passages=(long,), reading=read)
    answer = ask(Told(passages=(long,)), "who translates into Chinese?", earlier=(OPPOSE,), reader=reader)
    assert answer.text.startswith(wanted)


def test_the_answer_repeats_only_the_question_asked() -> None:
    assert ask(Told(), "Why?", earlier=(OPPOSE,)).question == "Why?"


# Languages


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("How long?", "en"),
        ("异议期限多长？", "zh"),
        ("淘宝上有假货怎么办", "zh"),
        ("What does 市场监管局 do about a complaint we filed last week?", "en"),
        ("", "en"),
        ("who is the seller 山野好物铺", "en"),
        ("show me everything on 上海美好贸易有限公司 please", "en"),
        ("AMR 把我们的投诉退回来了", "zh"),
        ("Tmall Genius Bluetooth Speaker 是不是假的", "zh"),
    ],
)
def test_the_language_of_a_text(text: str, language: str) -> None:
    assert language_of(text) == language


def test_the_language_asked_for_is_stronger_than_that_of_the_question() -> None:
    search = Told()
    ask(search, OPPOSE, language="zh")
    assert search.asked[0][2] == "zh"


def test_an_answer_in_the_other_language_says_so_in_english() -> None:
    assert "the Chinese text is shown" in ask(Told(fallback=True)).text


def test_an_answer_in_the_other_language_says_so_in_chinese() -> None:
    assert "以上为英文原文" in ask(Told(fallback=True), "异议期限多长？").text


def test_an_answer_in_its_own_language_needs_no_remark() -> None:
    assert "shown" not in ask(Told()).text


def test_the_writer_is_named() -> None:
    assert ask(Told()).writer == "extractive"


@pytest.mark.parametrize("on", [date(2027, 6, 1), date(2028, 1, 1), date(2031, 1, 1)])
@pytest.mark.parametrize(("language", "words"), [("en", "known until"), ("zh", "适用至")])
def test_an_answer_for_a_day_that_the_register_does_not_know_says_so_first(
    on: date, language: str, words: str
) -> None:
    first = ask(Told(), as_of=on, language=language).text.partition("\n")[0]
    assert words in first


def test_an_answer_for_a_day_that_the_register_knows_opens_with_the_answer() -> None:
    assert "known until" not in ask(Told(), as_of=date(2027, 2, 1)).text


def test_chinese_in_latin_letters_is_answered_as_it_was_read_and_says_so() -> None:
    typed, read = "shangbiao yiyi duo jiu?", "商标异议多久？"
    answer = ask(Told(), typed, reader=CannedReader(spoken={typed: read}))
    assert (answer.question, answer.language) == (read, "zh")
    assert answer.text.startswith(f"按“{read}”理解。\n\n")


# What may not happen


@pytest.mark.parametrize("text", ["Until when must we sue?", "最晚哪天起诉？"])
def test_the_clock_of_an_event_is_told_though_it_looks_like_a_matter_for_counsel(text: str) -> None:
    reader = CannedReader(refusal=Refusal.NEEDS_COUNSEL, topic="event.reconsideration_decision")
    courts = a_passage("Courts decide.", section_id="cn/litigation#courts")
    answer = ask(Told(passages=(courts,)), text, reader=reader)
    assert answer.outcome is AnswerOutcome.ANSWERED
    assert "15" in answer.text


def test_a_clock_asked_for_opens_the_answer() -> None:
    search = Told(passages=(a_passage("Security follows a scale.", section_id="cn/customs#scale"),))
    answer = ask(search, "How long do we have?", reader=CannedReader(topic="event.customs_notice"))
    assert answer.text.startswith("Clock: answer to customs, with security: within 3 working days")


@dataclass(slots=True)
class HalfHeard(CannedReader):
    """Hears the event but half: something else may be meant as well."""

    def topics(self, text: str) -> Mapping[str, float]:
        """See :class:`bot.ports.MessageReader`."""
        heard = next(
            (topic for word, topic in self.subjects.items() if text.strip().startswith(word)), self.topic
        )
        return {name: 0.5 if name in (heard, OTHER) else 0.0 for name in CannedReader.topics(self, text)}


def test_the_clock_of_an_event_that_is_but_half_heard_stands_behind_the_answer() -> None:
    notice = a_passage("Security follows a scale.", section_id="cn/customs#security")
    reader = HalfHeard(topic="event.customs_notice")
    text = ask(Told(passages=(notice,)), "How long do we have?", reader=reader).text
    assert text.startswith("Security follows a scale.")
    assert "Clock: answer to customs" in text


def test_a_day_that_starts_the_clock_of_the_answer_starts_no_other_events() -> None:
    window = a_passage("Three months.", provisions=(_provision("tm.opposition_window"),))
    text = "Until which day can we oppose? Published on 3 August 2026."
    answer = ask(Told(passages=(window,)), text, reader=CannedReader(topic="event.opposition_filed"))
    assert "further evidence" not in answer.text


def test_the_words_beside_a_day_say_which_event_of_a_section_it_starts() -> None:
    both = a_passage("Reviews and suits.", provisions=(_provision("tm.refusal_review"),))
    text = "Last day? The refusal came on 2 November 2026."
    reader = HalfHeard(topic="event.review_decision", subjects={"The refusal": "event.application_refused"})
    answer = ask(Told(passages=(both,)), text, reader=reader)
    assert "17 November 2026" in answer.text
    assert "2 December 2026" not in answer.text


def test_of_an_event_that_is_clearly_told_no_day_of_another_is_given() -> None:
    both = a_passage("Reviews and suits.", provisions=(_provision("tm.refusal_review"),))
    text = "Last day? The decision on our review came on 2 November 2026."
    answer = ask(Told(passages=(both,)), text, reader=CannedReader(topic="event.review_decision"))
    assert "2 December 2026" in answer.text
    assert "17 November 2026" not in answer.text


@pytest.mark.parametrize("sure", [Sure.ANSWER, Sure.CHOICE])
def test_the_time_that_the_best_section_sets_is_not_put_behind_another_events_clock(sure: Sure) -> None:
    reader = CannedReader(topic="event.opposition_filed")
    answer = ask(Told(sure=sure), "how long do we have to oppose", reader=reader)
    assert "further evidence" not in answer.text
    assert WINDOW in (*(each.passage for each in answer.citations), *answer.choices)


def test_the_day_counted_by_the_event_told_is_the_one_given() -> None:
    both = a_passage("Reviews and suits.", provisions=(_provision("tm.refusal_review"),))
    text = "Last day? The refusal came on 2 November 2026."
    answer = ask(Told(passages=(both,)), text, reader=CannedReader(topic="event.application_refused"))
    assert "17 November 2026" in answer.text
    assert "2 December 2026" not in answer.text


def test_a_day_told_anew_in_a_thread_counts_in_place_of_the_one_told_before() -> None:
    reviews = a_passage("Reviews and suits.", provisions=(_provision("tm.refusal_review"),))
    text = "I mixed up two letters: the refusal came on 9 November 2026. Last day?"
    before = "The refusal came on 2 November 2026. Last day?"
    reader = CannedReader(topic="event.application_refused")
    answer = ask(Told(passages=(reviews,)), text, earlier=(before,), reader=reader)
    assert "24 November 2026" in answer.text
    assert "17 November 2026" not in answer.text


def test_the_stage_that_is_told_with_its_day_is_counted_in_front_of_an_earlier_one() -> None:
    earlier = replace(WINDOW, provisions=(_provision("tm.nonuse_evidence"),))
    answer = ask(
        Told(passages=(earlier,)),
        "The cancellation decision came on 9 November 2026. How long have we got?",
        reader=CannedReader(topic="event.cancellation_decision", aspect=Aspect.HOW_LONG),
    )
    assert 0 < answer.text.find("24 November 2026") < answer.text.find(earlier.paragraphs[0])
    assert answer.citations[0].passage.section_id == "cn/trademark-use#cancellation-review"


def test_days_are_counted_by_the_law_that_sets_the_period() -> None:
    period = replace(WINDOW, provisions=(_provision("ec.counter_wait"),))
    court = a_passage(
        "Posted in time is in time.",
        section_id="cn/counting-days#court-periods",
        provisions=(_provision("ct.court"),),
    )
    civil = replace(court, section_id="cn/counting-days#day-off", provisions=(_provision("ct.civil"),))
    question = "The statement came and we go to court, which day is the last?"
    assert "Posted" not in ask(Told(passages=(period, court)), question).text
    assert "Posted" in ask(Told(passages=(period, civil)), question).text


@pytest.mark.parametrize(
    ("text", "told"), [("He sells again, fined in May.", True), ("He earned much.", False)]
)
def test_nobody_is_a_repeat_offender_without_an_earlier_penalty(text: str, told: bool) -> None:
    answer = ask(NOTHING, text, reader=CannedReader(topic="event.repeat_offender"))
    assert ("cn/amr#repeat" in [each.passage.section_id for each in answer.citations]) is told


def test_amounts_that_decide_answer_instead_of_a_choice_of_titles() -> None:
    line = replace(WINDOW, section_id="cn/criminal#unsold", provisions=(_provision("cl.selling_unsold"),))
    for text, outcome in (
        ("Sold for 20,000 yuan, stock of 140,000 yuan. Enough?", AnswerOutcome.ANSWERED),
        ("Something of 140,000 yuan. Enough?", AnswerOutcome.CHOICE),
    ):
        assert ask(Told(passages=(WINDOW, line), sure=Sure.CHOICE), text).outcome is outcome


@pytest.mark.parametrize("refusal", [Refusal.NONE, Refusal.UNLAWFUL])
def test_who_would_warn_the_other_side_is_told_what_that_costs(refusal: Refusal) -> None:
    reader = CannedReader(refusal=refusal, topic="caution.warns")
    answer = ask(Told(), "Shall we call the plant first?", reader=reader)
    assert answer.citations[0].passage.section_id == "cn/cease-and-desist#when-not"


def test_a_counterfeiter_gets_no_advice_on_warnings() -> None:
    reader = CannedReader(refusal=Refusal.UNLAWFUL, asker=Asker.COUNTERFEITER, topic="caution.warns")
    assert ask(Told(), "Who warns me?", reader=reader).outcome is AnswerOutcome.REFUSED


def _provision(key: str) -> PassageProvision:
    return replace(WINDOW.provisions[0], key=key)


@pytest.mark.parametrize(
    ("text", "day"),
    [
        (
            "The customs notice came on 20 November 2026, note 4 December 2026 as the last day.",
            "25 November 2026",
        ),
        ("11月20日收到海关通知，帮我登记12月4日前回复", "2026年11月25日"),
    ],
)
def test_an_order_that_holds_a_later_day_than_the_law_sets_is_told_the_laws(text: str, day: str) -> None:
    reader = CannedReader(kind=MessageKind.ACT, topic="act.start_clock")
    answer = ask(Told(), text, reader=reader)
    assert answer.act is not None
    assert day in answer.text.split("\n\n")[0]


def test_an_order_is_told_what_is_late_and_never_that_another_step_is_in_time() -> None:
    reader = CannedReader(kind=MessageKind.ACT, topic="act.draft_amr")
    told = "Their mark was registered on 14 December 2023. I will have it filed on 1 December 2026."
    assert "In time" not in ask(Told(), told, reader=reader).text
    late = "Their mark was registered on 14 December 2021. I will have it filed on 1 February 2027."
    assert "“1 February 2027” is too late" in ask(Told(), late, reader=reader).text


def test_an_order_that_holds_no_other_day_is_told_none() -> None:
    reader = CannedReader(kind=MessageKind.ACT, topic="act.start_clock")
    answer = ask(Told(), "The customs notice came on 20 November 2026, start the clock.", reader=reader)
    assert "25 November" not in answer.text


class _OfLisbon(CannedReader):
    """A reader that refuses what names Lisbon."""

    def read(self, text: str, *, on: date) -> MessageReading:
        read = CannedReader.read(self, text, on=on)
        return (
            read
            if "Lisbon" in text
            else replace(read, refused=Refusal.NONE, refusal={**read.refusal, self.refusal: 0.0})
        )


@pytest.mark.parametrize("refused", [Refusal.ELSEWHERE, Refusal.NEEDS_COUNSEL])
@pytest.mark.parametrize(
    ("text", "answered"),
    [
        ("Leave Lisbon to our friends there. How long do we have to oppose a mark in China?", True),
        ("Leave Lisbon to our friends there. How long do we have there?", False),
        ("What does Lisbon say of it? How long do we have to oppose a mark in China?", False),
    ],
    ids=["set aside", "leans", "two questions"],
)
def test_what_is_set_aside_refuses_no_question_that_stands_alone(
    text: str, answered: bool, refused: Refusal
) -> None:
    answer = ask(Told(), text, reader=_OfLisbon(refusal=refused))
    assert (answer.outcome is AnswerOutcome.ANSWERED) is answered
    assert answer.question == text


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        ("对方申请了商标,我们能提异议吗?", "对方申请了商标，我们能提异议吗？"),
        ("对方申请了商标 我们能提异议吗?要多久;急!", "对方申请了商标，我们能提异议吗？要多久；急！"),
        ("他叫“某某” 公告了.怎么办", "他叫“某某” 公告了。怎么办"),
        ("ABC,这个标公告了 , 期限: 到12:30吗", "ABC，这个标公告了，期限：到12:30吗"),
        (
            "卖了1,234.50元,见 https://shop.cn/a?b=1,2 怎么办?",
            "卖了1,234.50元，见 https://shop.cn/a?b=1,2 怎么办？",
        ),
        ("Is 商标, or 专利, meant?", "Is 商标, or 专利, meant?"),
    ],
)
def test_chinese_typed_with_the_marks_of_an_english_keyboard_is_read_with_its_own(
    typed: str, read: str
) -> None:
    search = Told()
    assert ask(search, typed).question == read
    assert {question for question, _, _ in search.asked} == {question for question, _, _ in _searched(read)}


def _searched(text: str) -> list[tuple[str, date, str]]:
    search = Told()
    ask(search, text)
    return search.asked
