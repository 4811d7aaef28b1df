"""What a follow-up means in its thread."""

from dataclasses import replace
from datetime import date

import pytest

from bot.domain.questions import EarlierTurn
from bot.services.answering.threads import beside, following, follows_up, turned
from knowledge.passages import Hit, SearchResult
from knowledge.reading import MessageKind, Refusal, Sure
from tests.fakes.guidance import CannedReader, a_passage

ASKED = EarlierTurn(
    text="How long?", subject="How long do we have to oppose?", sections=("cn/a#a",), language="en"
)


def found(*hits: tuple[str, float]) -> SearchResult:
    made = [Hit(passage=a_passage("x", section_id=section), probability=p) for section, p in hits]
    return SearchResult(hits=tuple(made))


def test_a_thread_keeps_its_subject_over_talk_in_between() -> None:
    thanks = EarlierTurn(text="thanks", kind=MessageKind.CHAT)
    follow = following("and for a patent?", (ASKED, thanks))
    assert follow is not None
    assert follow.joined == "How long do we have to oppose? and for a patent?"
    assert follow.shown == {"cn/a#a"}


def test_a_thread_about_nothing_has_no_subject() -> None:
    assert following("and for a patent?", (EarlierTurn(text="hello", kind=MessageKind.CHAT),)) is None


def test_a_whole_question_that_surely_asks_for_what_was_shown_finds_it_again() -> None:
    follow = following("Which evidence does the market regulator ask for in a complaint?", (ASKED,))
    assert follow is not None
    both = found(("cn/b#b", 0.5), ("cn/a#a", 0.5))
    merged = follow.merged(found(("cn/a#a", 0.9)), [both, both])
    assert merged.hits[0].passage.section_id == "cn/a#a"
    assert follow.repeated == {"cn/a#a"}


def test_a_whole_question_that_another_page_surely_answers_leaves_the_page_of_its_thread() -> None:
    follow = following("Which evidence does the market regulator ask for in a complaint?", (ASKED,))
    assert follow is not None
    both = [("cn/b#b", 0.9), ("cn/a#c", 0.01)]
    assert follow.merged(found(*both), [found(*both)] * 2).hits[0].passage.section_id == "cn/b#b"


def test_a_leaning_one_is_found_by_both() -> None:
    follow = following("and the court?", (ASKED,))
    assert follow is not None
    merged = follow.merged(
        found(("cn/b#b", 0.6), ("cn/a#a", 0.1)), [found(("cn/a#a", 0.5), ("cn/b#b", 0.3))] * 2
    )
    assert merged.hits[0].passage.section_id == "cn/b#b", "what was shown is less likely meant"


def test_a_follow_up_is_also_searched_with_the_title_shown_last() -> None:
    follow = following("for how long?", (ASKED,), {"cn/a#a": "Goods seized"}.__getitem__)
    assert follow is not None
    assert follow.wordings == ("How long? for how long?", "Goods seized for how long?")


def test_behind_a_plan_the_thread_is_about_what_its_message_asks_and_not_the_first_step() -> None:
    plan = replace(ASKED, kind=MessageKind.PLAN, sections=("cn/choosing-a-route#genuine-resale",))
    titles = {"cn/patents#office-or-court": "Office or court"}
    follow = following(
        "how quick are they", (plan,), titles.__getitem__, lambda text: "cn/patents#office-or-court"
    )
    assert follow is not None
    assert follow.last == "cn/patents#office-or-court"
    assert follow.wordings[1] == "Office or court how quick are they"
    assert not follow.told, "a plan only cites"


def test_what_a_plan_only_cites_is_told_when_it_is_asked_for() -> None:
    follow = following("can we hand in evidence later?", (replace(ASKED, kind=MessageKind.PLAN),))
    assert follow is not None
    merged = follow.merged(found(("cn/a#a", 0.6), ("cn/b#b", 0.1)), [found(("cn/a#a", 0.6))] * 2)
    assert merged.hits[0].passage.section_id == "cn/a#a"
    assert not follow.repeated


def test_what_was_but_told_on_the_way_is_told_when_it_is_asked_for() -> None:
    follow = following("and if nothing comes?", (replace(ASKED, sections=("cn/b#b", "cn/a#a")),))
    assert follow is not None
    both = found(("cn/a#a", 0.5), ("cn/b#b", 0.4))
    merged = follow.merged(both, [both] * 2)
    assert merged.hits[0].passage.section_id == "cn/a#a"
    assert follow.repeated == {"cn/b#b"}, "the answer before was the first of its sections"


def test_the_answer_before_is_turned_only_where_that_is_likely() -> None:
    read, topics = CannedReader().read("", on=date(2026, 11, 27)), {"turn.brief": 0.6, "turn.more": 0.2}
    assert turned(replace(read, turn=0.7), topics) == "brief"
    assert turned(replace(read, turn=0.3), topics) == ""


@pytest.mark.parametrize(
    ("alone", "together", "refused"),
    [
        (Refusal.ELSEWHERE, Refusal.NONE, Refusal.NONE),
        (Refusal.NEEDS_COUNSEL, Refusal.NONE, Refusal.NONE),
        (Refusal.ELSEWHERE, Refusal.ELSEWHERE, Refusal.ELSEWHERE),
        (Refusal.UNLAWFUL, Refusal.NONE, Refusal.UNLAWFUL),
    ],
)
def test_another_place_or_counsel_must_be_meant_with_the_thread_too(
    alone: Refusal, together: Refusal, refused: Refusal
) -> None:
    own, joined = (CannedReader(refusal=each).read("", on=date(2026, 11, 27)) for each in (alone, together))
    assert (
        beside("Our office is in Lima. What must the power of attorney say?", own, joined).refused is refused
    )


def test_what_is_told_in_a_thread_goes_on_with_it_unless_it_surely_is_a_situation() -> None:
    read = CannedReader(kind=MessageKind.PLAN).read("", on=date(2026, 11, 27))
    unsure = replace(read, kind={**dict.fromkeys(MessageKind, 0.08), MessageKind.PLAN: 0.6})
    assert beside("And once it is proven, where do the goods go?", unsure, read).is_kind is MessageKind.LAW
    assert beside("They are in the hall.", unsure, read).is_kind is MessageKind.LAW
    assert beside("They are in the hall.", read, read).is_kind is MessageKind.PLAN
    assert beside("Where do the goods go?", read, read).is_kind is MessageKind.PLAN
    talk = replace(read, kind={**dict.fromkeys(MessageKind, 0.12), MessageKind.CHAT: 0.4})
    assert beside("Is he then an accomplice of theirs as well?", talk, read).is_kind is MessageKind.LAW


def test_a_section_of_the_page_shown_before_is_nearer() -> None:
    follow = following("and the court?", (ASKED,))
    assert follow is not None
    both = found(("cn/b#b", 0.5), ("cn/a#c", 0.5))
    assert follow.merged(both, [both] * 2).hits[0].passage.section_id == "cn/a#c"


def test_of_two_that_fit_alike_the_one_that_people_ask_for_next_is_the_answer() -> None:
    earlier = EarlierTurn(text="A box like ours, no logo.", sections=("cn/unfair-competition#look-alikes",))
    follow = following("what is the fine then, roughly", (earlier,))
    assert follow is not None
    alike = found(("cn/platform-duties#fine", 0.3), ("cn/unfair-competition#fines", 0.3))
    assert follow.merged(alike, [alike] * 2).hits[0].passage.section_id == "cn/unfair-competition#fines"


def test_what_is_asked_next_is_told_by_answers_and_not_by_what_a_plan_cites() -> None:
    plan = EarlierTurn(text="Fakes!", kind=MessageKind.PLAN, sections=("cn/choosing-a-route#genuine-resale",))
    answer = EarlierTurn(text="How long?", sections=("cn/amr#fine", "cn/amr#share"))
    follow = following("and who pays?", (plan, answer))
    assert follow is not None
    assert follow.led == ("cn/amr#fine",)


def test_of_many_passages_that_fit_alike_the_bot_asks_which() -> None:
    follow = following("and the court?", (ASKED,))
    assert follow is not None
    alike = [(f"cn/b#{n}", 0.1) for n in range(8)]
    assert follow.merged(found(*alike), [found(*alike)] * 2).sure is Sure.CHOICE


@pytest.mark.parametrize(
    "text", ["and the court?", "换成平台呢", "那外观呢？", "what would that cost?", "Why?"]
)
def test_what_leans_on_its_thread(text: str) -> None:
    assert follows_up(text)


@pytest.mark.parametrize(
    "text", ["Which evidence does the market regulator ask for?", "海关备案需要准备哪些材料以及多长时间"]
)
def test_what_stands_alone(text: str) -> None:
    assert not follows_up(text)
