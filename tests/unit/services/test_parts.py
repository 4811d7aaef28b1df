"""A question is taken apart where it holds several, and each part is answered or named."""

import re
from collections.abc import Callable, Sequence

import pytest

from bot.services.answering.parts import (
    PartsReading,
    QuestionPart,
    on_each_platform,
    parts_at,
    parts_of,
    read_parts,
)
from bot.services.answering.thresholds import AT
from knowledge.passages import Hit, SearchResult
from knowledge.reading import last_question
from tests.fakes.guidance import a_passage

ONE = a_passage(section_id="cn/a#one")
TWO = a_passage(section_id="cn/a#two")


def found(*hits: tuple[object, float]) -> SearchResult:
    return SearchResult(
        hits=tuple(Hit(passage=p, probability=s) for p, s in hits),  # type: ignore[arg-type]  # a test's shorthand
    )


def looking(**by_words: SearchResult) -> Callable[[Sequence[str]], list[SearchResult]]:
    """A search that finds for a text what is told for the last word of it that is known, else nothing."""

    def look(texts: Sequence[str]) -> list[SearchResult]:
        return [
            next((by_words[w] for w in reversed(re.findall(r"\w+", text)) if w in by_words), found())
            for text in texts
        ]

    return look


LAST_RENEW = "How long does a mark last and how early can we renew?"
BOTH = looking(last=found((ONE, 0.9)), renew=found((TWO, 0.9)))


def asked_in(question: str, second: str) -> tuple[QuestionPart, ...]:
    return parts_at(question, [question.index(second)])


def test_a_message_holds_two_questions_where_two_sections_answer_the_sides_of_its_seam() -> None:
    parts = parts_of(LAST_RENEW, 0.5, found((ONE, 0.9)), BOTH)
    assert [part.text for part in parts] == ["How long does a mark last", "and how early can we renew?"]


@pytest.mark.parametrize(
    "other", [found((ONE, 0.9)), found((TWO, 0.01))], ids=["the same section", "hardly any"]
)
def test_a_side_that_no_other_section_answers_is_hardly_a_question(other: SearchResult) -> None:
    look = looking(last=found((ONE, 0.9)), renew=other)
    assert parts_of(LAST_RENEW, 0.2, found((ONE, 0.9)), look) == ()


def test_what_reads_as_one_question_is_not_searched_in_parts() -> None:
    def look(texts: Sequence[str]) -> list[SearchResult]:
        raise AssertionError(texts)

    assert parts_of("How long do we have to oppose?", 0.001, found((ONE, 0.99)), look) == ()


def test_what_reads_as_several_and_finds_little_together_is_taken_apart_more_readily() -> None:
    weak = looking(last=found((ONE, 0.4)), renew=found((TWO, 0.4)))
    assert parts_of(LAST_RENEW, 0.2, found((ONE, 0.99)), weak) == ()
    assert parts_of(LAST_RENEW, 0.9, found((ONE, 0.3)), weak) != ()


@pytest.mark.parametrize(
    "message",
    [
        "Two things: 1) how long is a term 2) who may renew it",
        "Two things: (a) how long is a term, (b) who may renew it",
        "Two things:\n1. how long is a term\n2. who may renew it",
        "Two things: ①how long is a term ②who may renew it",
    ],
)
def test_a_list_is_taken_apart_at_its_marks_behind_what_is_told_before(message: str) -> None:
    first, second = parts_of(message, 0.01, found((ONE, 0.9)), BOTH)
    assert first == QuestionPart(text="how long is a term", told="Two things how long is a term")
    assert second == QuestionPart(text="who may renew it")


def test_a_few_words_in_front_that_no_section_answers_only_open_the_message() -> None:
    look = looking(confirm=found((TWO, 0.3)), last=found((ONE, 0.9)), renew=found((TWO, 0.9)))
    parts = parts_of(f"Could you confirm: {LAST_RENEW.lower()}", 0.9, found((ONE, 0.9)), look)
    assert [part.text for part in parts][1:] == ["and how early can we renew?"]


def test_what_answers_the_part_before_does_not_answer_one_that_surely_finds_another() -> None:
    look = looking(last=found((ONE, 0.9)), renew=found((TWO, 0.85), (ONE, 0.1)))
    whole = found((ONE, 0.99), (TWO, 0.0001))
    reading = read_parts(whole, asked_in(LAST_RENEW, "and how"), look)
    assert [hit.passage for hit in reading.hits[:2]] == [ONE, TWO]


def test_a_title_speaks_for_no_section_of_its_own() -> None:
    """A part that finds nothing takes from the one before it nothing that only its title finds."""
    asked = "How long does a mark last and how early can we renew it and who else is told"
    parts = parts_at(asked, [asked.index("and how"), asked.index("and who")])
    look = looking(last=found((ONE, 0.9)), renew=found((TWO, 0.8)), told=found(), fees=found((TWO, 0.99)))

    def behind_titles(texts: Sequence[str]) -> list[SearchResult]:
        return [found((TWO, 0.99)) if "The principle" in t and "told" in t else look([t])[0] for t in texts]

    reading = read_parts(found((ONE, 0.9)), parts, behind_titles)
    assert reading.answered == tuple(part.text for part in parts[:2])


def test_a_part_of_a_follow_up_is_looked_up_behind_what_its_thread_was_shown_last() -> None:
    parts = asked_in("Who pays for that and who signs the whole paper?", "and who")

    def look(texts: Sequence[str]) -> list[SearchResult]:
        shown, not_shown = found((TWO, 0.9)), found((ONE, 0.5), (TWO, 0.4))
        return [found() if "signs" in text else shown if "Seized" in text else not_shown for text in texts]

    first = [
        read_parts(found(), parts, look, shown).hits[0].passage
        for shown in (None, ("cn/a#x", "Seized goods"))
    ]
    assert first == [ONE, TWO]


def test_what_no_words_of_a_part_find_does_not_answer_one_that_surely_finds_something() -> None:
    three = a_passage(section_id="cn/a#three")
    look = looking(last=found((ONE, 0.9)), renew=found((TWO, 0.9)), principle=found((three, 1.0)))
    whole = found((three, 0.99), (ONE, 0.005))
    reading = read_parts(whole, asked_in(LAST_RENEW, "and how"), look)
    assert [hit.passage for hit in reading.hits[:2]] == [ONE, TWO]


def test_a_third_question_is_one_where_other_sections_surely_answer_both_sides_of_its_seam() -> None:
    three = a_passage(section_id="cn/a#three")
    text = "How long does a mark last and how early can we renew it for which fee"
    for chance, asked in ((0.95, 3), (0.3, 2)):
        look = looking(last=found((ONE, 0.95)), renew=found((TWO, 0.95)), fee=found((three, chance)))
        assert len(parts_of(text, 0.9, found((ONE, 0.9)), look)) == asked


def test_no_more_than_four_are_answered_and_none_without_words() -> None:
    text = "who pays, who signs, who files, who waits, who wins"
    assert len(parts_at(text, [10, 21, 32, 43])) == 4
    assert len(parts_at(text, [10, 14])) == 2


def test_a_part_is_searched_alone_and_behind_the_title_before() -> None:
    _, second = asked_in("What can the bureau fine, and does any of it go to us?", "and does")
    assert second.wordings == (second.text,)
    assert second.titled("Fines of the AMR") == (f"Fines of the AMR {second.text}", "Fines of the AMR")


def test_what_is_told_before_the_questions_is_searched_with_the_first() -> None:
    first, _ = asked_in(
        "A stall sells copies of our belt. Who inspects the stall? Who pays for the storage of the goods?",
        "Who pays",
    )
    assert first.text == "Who inspects the stall?"
    assert first.wordings[1].startswith("A stall sells copies of our belt.")


def test_each_part_leads_with_its_own_passage() -> None:
    parts = asked_in(LAST_RENEW, "and how")
    look = looking(last=found((ONE, 0.9)), renew=found((TWO, 0.9)))
    reading = read_parts(found((ONE, 0.9), (TWO, 0.8)), parts, look)
    assert [hit.passage for hit in reading.hits] == [ONE, TWO]
    assert reading.answered == tuple(part.text for part in parts)
    assert reading.left_open == ()


def test_parts_that_one_passage_answers_are_one_question() -> None:
    look = looking(last=found((ONE, 0.9)), renew=found((ONE, 0.9)))
    assert read_parts(found((ONE, 0.9)), asked_in(LAST_RENEW, "and how"), look).answered == ()


@pytest.mark.parametrize("second", [found((TWO, 0.003)), found()], ids=["weak", "none"])
def test_a_part_that_nothing_answers_is_named(second: SearchResult) -> None:
    parts = asked_in("How long does a mark last and what tax falls due on damages?", "and what")
    reading = read_parts(found((ONE, 0.9)), parts, looking(last=found((ONE, 0.9)), damages=second))
    assert reading.left_open == ("and what tax falls due on damages?",)


def test_what_only_tells_and_finds_nothing_fairly_is_no_part_beside_questions() -> None:
    weak = found(
        (TWO, 0.3), (a_passage(section_id="cn/c#three"), 0.3), (a_passage(section_id="cn/c#four"), 0.3)
    )
    parts = asked_in("The photographer waits on the line, how long does a mark last?", "how")
    reading = read_parts(found((ONE, 0.9)), parts, looking(photographer=weak, last=found((ONE, 0.9))))
    assert TWO not in [hit.passage for hit in reading.hits[:1]]
    assert reading.left_open == ()


def test_the_whole_question_helps_to_choose_for_a_part() -> None:
    look = looking(last=found((ONE, 0.9)), renew=found((ONE, 0.75), (TWO, 0.74)))
    reading = read_parts(found((TWO, 0.8), (ONE, 0.7)), asked_in(LAST_RENEW, "and how"), look)
    assert [hit.passage for hit in reading.hits[:2]] == [ONE, TWO]


def test_a_part_with_two_passages_nearly_as_likely_shows_both() -> None:
    three = a_passage(section_id="cn/b#three")
    look = looking(last=found((ONE, 0.9)), renew=found((TWO, 0.45), (three, 0.4)))
    reading = read_parts(found((ONE, 0.9)), asked_in(LAST_RENEW, "and how"), look)
    assert [hit.passage for hit in reading.hits[:3]] == [ONE, TWO, three]
    assert reading.answered[1] == reading.answered[2]


@pytest.mark.parametrize(
    ("story", "last"),
    [
        ("A shop sells copies of our lamp. How long does the bureau have to decide?", "How long does the bureau have to decide?"),
        ("网上有人卖我们的假灯，昨天投诉了，市场监管部门多久要作出决定？", "市场监管部门多久要作出决定？"),
        ("A shop sells copies of our lamp. What now?", ""),
        ("How long does the bureau have to decide?", ""),
        ("A shop sells copies of our lamp.", ""),
    ],
)  # fmt: skip
def test_the_last_question_of_a_story_says_something_by_itself(story: str, last: str) -> None:
    assert last_question(story, AT.share) == last


PORTALS = {
    name: a_passage(section_id=f"cn/platform-portals#{name}", title=name.title())
    for name in ("jd", "pinduoduo", "temu")
}


def portals(*names: str) -> tuple[Hit, ...]:
    return tuple(Hit(passage=PORTALS[name], probability=0.4) for name in names)


def test_where_the_page_of_a_platform_answers_every_platform_named_is_answered_under_its_title() -> None:
    read = on_each_platform(
        PartsReading(hits=portals("jd", "pinduoduo", "temu")), "拼多多和京东分别从哪儿投诉"
    )
    assert [hit.passage.title for hit in read.hits] == ["Pinduoduo", "Jd", "Temu"]
    assert read.answered == ("Pinduoduo", "Jd")


def test_beside_another_question_the_platforms_stand_where_the_one_found_stood() -> None:
    other = Hit(passage=ONE, probability=0.9)
    read = PartsReading(
        hits=(other, *portals("jd", "temu")), answered=("how long", "and where on JD and Temu")
    )
    both = on_each_platform(read, "how long, and where on JD and Temu")
    assert both.answered == ("how long", "and where on JD and Temu", "and where on JD and Temu")
    assert both.hits == (other, *portals("jd", "temu"))


@pytest.mark.parametrize(
    ("hits", "text"),
    [
        (portals("jd", "temu"), "Where on JD?"),
        ((Hit(passage=ONE, probability=0.9), *portals("jd", "temu")), "JD and Temu, liable?"),
    ],
    ids=["one is named", "another page answers"],
)
def test_else_no_platform_is_added(hits: tuple[Hit, ...], text: str) -> None:
    read = PartsReading(hits=hits)
    assert on_each_platform(read, text) == read
