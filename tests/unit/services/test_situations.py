"""Situations get their plan, events their packet, and an answer of law the clock of the event told of."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

import pytest

from bot.domain.questions import AnswerOutcome, RefusalReason, StepButton
from knowledge import law, plans, topics
from knowledge.passages import SearchResult
from knowledge.reading import Asker, Aspect, MessageKind, Refusal, Sure
from knowledge.routes import Worded
from tests.fakes.guidance import CannedReader, a_passage
from tests.unit.services.test_questions import NOTHING, OPPOSE, TODAY, WINDOW, WORDS, Told, ask

_NOTARY = a_passage("A notary asks a fee.", section_id="cn/evidence#notary")


_PRIORITY = replace(WINDOW.provisions[0], key="tm.priority")


@dataclass(slots=True)
class _Topics(CannedReader):
    """A reader to whom every topic is as likely as told."""

    chances: Mapping[str, float] = field(default_factory=dict)

    def topics(self, text: str) -> Mapping[str, float]:
        return self.chances


@pytest.mark.parametrize("language", ["en", "zh"])
@pytest.mark.parametrize("name", sorted(plans.plans()))
def test_a_situation_gets_its_plan_which_first_asks_whose_goods_they_are(name: str, language: str) -> None:
    asker = Asker.ACCUSED if name == "accused" else Asker.OWNER
    reader = CannedReader(kind=MessageKind.PLAN, asker=asker, topic=f"plan.{name}")
    answer = ask(NOTHING, language=language, reader=reader)
    assert answer.kind is MessageKind.PLAN
    assert 4 <= len(answer.steps) <= 7
    assert answer.steps[0].title == plans.plans()[name].steps[0].title.in_(language)
    assert StepButton.DRAFT_TAKEDOWN not in [step.button for step in answer.steps]
    assert {c.number for step in answer.steps for c in step.citations} == {c.number for c in answer.citations}


@pytest.mark.parametrize(
    ("topic", "named"),
    [
        ("plan.fakes_on_sale", ["cn/platform-portals#taobao"]),
        ("event.platform_rejects", ["cn/platform-portals#taobao"]),
        ("event.we_are_reported", []),
        ("plan.mark_filed", []),
    ],
)
def test_where_a_notice_goes_to_a_platform_what_is_known_of_the_one_named_stands_last(
    topic: str, named: list[str]
) -> None:
    owed = CannedReader(kind=MessageKind.PLAN, topic=topic)
    plain = [
        cited.passage.section_id for cited in ask(NOTHING, "Copies of our kites.", reader=owed).citations
    ]
    told = ask(NOTHING, "Copies of our kites on Taobao.", reader=owed).citations
    assert [cited.passage.section_id for cited in told] == [*plain, *named]


@pytest.mark.parametrize("language", ["en", "zh"])
def test_what_is_left_to_counsel_is_refused_with_what_is_done_meanwhile_where_a_situation_is_surely_told(
    language: str,
) -> None:
    owed = CannedReader(kind=MessageKind.PLAN, topic="case.settlement_offered", refusal=Refusal.NEEDS_COUNSEL)
    answer = ask(NOTHING, "He offers us a sum. We lean to it.", language=language, reader=owed)
    case = plans.cases()["settlement_offered"]
    assert (answer.outcome, answer.reason) == (AnswerOutcome.REFUSED, RefusalReason.NEEDS_COUNSEL)
    assert answer.text.startswith(WORDS[language]("ask.refusal.meanwhile"))
    assert case.today.in_(language) in answer.text
    assert [cited.passage.section_id for cited in answer.citations] == [*case.sections]
    assert answer.steps == ()


def test_what_is_left_to_counsel_gets_no_steps_of_situations_that_sound_alike() -> None:
    alike = _between("case.settlement_offered", "case.labels", refusal=Refusal.NEEDS_COUNSEL)
    answer = ask(NOTHING, "He offers us a sum. We lean to it.", reader=alike)
    assert (answer.text, answer.citations) == (WORDS["en"]("ask.refusal.needs_counsel", act=""), ())


def _found(*sections: str) -> Told:
    return Told(passages=tuple(replace(WINDOW, section_id=each, title=each) for each in sections))


def _between(*topics: str, **reader: Any) -> _Topics:
    """A reader to whom these situations sound alike, the first a little likelier, and hardly anything else is told."""
    small = dict.fromkeys(CannedReader().topics(""), 0.0001)
    return _Topics(
        kind=MessageKind.PLAN,
        chances=small | {each: 0.3 - 0.05 * n for n, each in enumerate(topics)},
        **reader,
    )


@pytest.mark.parametrize("topic", ["plan.fakes_on_sale", "plan.mark_filed", "event.listing_back"])
@pytest.mark.parametrize("language", ["en", "zh"])
def test_of_situations_that_sound_alike_that_is_told_whose_sections_the_story_finds(
    topic: str, language: str
) -> None:
    case = plans.cases()["labels"]
    text = {"en": "Our boxes are being printed somewhere.", "zh": "有人在印我们的包装盒。"}[language]
    reader = _between(topic, "case.labels")
    assert not ask(NOTHING, text, language=language, reader=reader).text.startswith(case.title.in_(language))
    answer = ask(_found(*case.sections[:2]), text, language=language, reader=reader)
    assert answer.text.startswith(case.title.in_(language))
    assert answer.steps[0].text == case.today.in_(language)
    assert [cited.passage.section_id for step in answer.steps for cited in step.citations] == [*case.sections]


def test_a_case_counts_the_time_that_a_day_told_of_its_rule_starts_behind_what_is_done_first() -> None:
    owed = CannedReader(kind=MessageKind.PLAN, topic="case.partner_filed")
    dated = ask(
        NOTHING, "Our former grinder filed our name. It was published on 21 September 2026.", reader=owed
    )
    assert [step.title for step in dated.steps[:2]] == ["First today", "Clock"]
    assert "21 September 2026 + 3 months = 21 December 2026" in dated.steps[1].text
    undated = ask(NOTHING, "Our former grinder filed our name.", reader=owed)
    assert "Clock" not in [step.title for step in undated.steps]


@pytest.mark.parametrize(
    ("text", "clock"),
    [
        ("The fee of our lid's patent was not paid.", "counted from"),
        ("The fee of our lid's patent was due on 2 September 2026.", "2 September 2026 + 6 months"),
    ],
)
def test_a_case_tells_the_time_that_always_runs_in_it_with_or_without_a_day(text: str, clock: str) -> None:
    owed = CannedReader(kind=MessageKind.PLAN, topic="case.annuity_missed")
    steps = ask(NOTHING, text, reader=owed).steps
    assert [step.title for step in steps[:2]] == ["First today", "Clock"]
    assert clock in steps[1].text


@pytest.mark.parametrize("language", ["en", "zh"])
def test_what_is_done_first_in_a_case_tells_its_figures(language: str) -> None:
    owed = CannedReader(kind=MessageKind.PLAN, topic="case.design_copied_online")
    text = {"en": "Forty links show the shape of our press.", "zh": "四十条链接照抄我们压汁器的外形。"}[
        language
    ]
    today = ask(NOTHING, text, language=language, reader=owed).steps[0].text
    assert {"en": "2 months", "zh": "2个月"}[language] in today


def test_a_case_tells_its_own_sections_first_and_one_at_least_that_is_found_for_the_story_behind_them() -> (
    None
):
    case = plans.cases()["look_alike"]
    reader = _between("case.look_alike", "plan.fakes_on_sale")
    steps = ask(_found("cn/any#other"), "Their tin is ours but for the name.", reader=reader).steps
    told = [cited.passage.section_id for step in steps for cited in step.citations]
    assert told == [*case.sections[:4], "cn/any#other"]


@pytest.mark.parametrize(
    ("text", "title"),
    [
        ("The police took boxes with our name and want our certificate.", plans.cases()["police_ask"].title),
        ("派出所抓到人了，要我们提供注册证。", plans.cases()["police_ask"].title),
        ("The police declined to open our case.", plans.packets()["police_declined"].title),
        ("派出所说不予立案。", plans.packets()["police_declined"].title),
    ],
)
def test_an_event_whose_fact_is_not_told_gives_way_to_the_case_that_is_meant(
    text: str, title: Worded
) -> None:
    reader = CannedReader(kind=MessageKind.PLAN, topic="event.police_declined")
    assert ask(NOTHING, text, reader=reader).text.startswith((title.en, title.zh))


def test_what_an_event_rests_on_is_told_as_its_packet_whatever_case_is_near() -> None:
    packet = plans.packets()["amr_silent"]
    reader = _Topics(kind=MessageKind.PLAN, chances=_heard("event.amr_silent", 0.4).chances)
    found = _found(packet.sections[0], *plans.cases()["wrong_form"].sections)
    assert ask(found, "Nothing from the bureau.", reader=reader).text.startswith(packet.title.en)


@pytest.mark.parametrize("topic", ["other.warned", "other.measure_reviewed"])
def test_who_tells_what_is_done_to_them_gets_the_plan_of_the_accused(topic: str) -> None:
    reader = _between("plan.fakes_on_sale", "plan.accused")
    reader.chances = {**reader.chances, topic: 0.8}
    assert ask(NOTHING, reader=reader).text.startswith("We are accused")


@pytest.mark.parametrize("aspect", [Aspect.WHAT_IS, Aspect.NEXT_STEP])
def test_a_plan_opens_with_the_section_that_surely_answers_what_is_asked_besides(aspect: Aspect) -> None:
    reader = CannedReader(kind=MessageKind.PLAN, aspect=aspect, topic="plan.mark_filed")
    answer = ask(Told(), "A stranger filed our mark; how long do we have to oppose?", reader=reader)
    assert answer.kind is MessageKind.PLAN
    first, section, *_ = answer.steps
    assert first.title == plans.plans()["mark_filed"].steps[0].title.en
    assert (section.title, section.text) == (WINDOW.title, "An opposition is filed within 3 months.")
    assert [each.passage.section_id for each in section.citations] == [WINDOW.section_id]


@pytest.mark.parametrize(("found", "most"), [(1, 4), (2, 3)])
def test_a_plan_has_five_steps_behind_the_first_and_none_that_a_section_makes_idle(
    found: int, most: int
) -> None:
    own = plans.plans()["fakes_on_sale"]
    sections = [own.steps[3].sections[0], "cn/evidence#licence-page"][:found]
    told = Told(passages=tuple(replace(WINDOW, section_id=each, title=each) for each in sections))
    reader = CannedReader(kind=MessageKind.PLAN, topic="plan.fakes_on_sale")
    first, *steps = ask(told, "Copies of our lamp are sold in a shop.", reader=reader).steps
    assert first.title == own.steps[0].title.en
    assert [step.title for step in steps[:found]] == sections
    kept = [step.title for step in steps[found:]]
    general = [step.title.en for step in own.steps[1:]]
    assert kept == [title for title in general if title in kept]
    assert (len(kept), own.steps[3].title.en in kept) == (most, False)


def _half_a_plan(reader: CannedReader, aspect: Aspect, plan: float = 0.6) -> CannedReader:
    """A reader to whom steps are hardly likelier than one question of law, or less."""
    kinds = dict.fromkeys(MessageKind, 0.0) | {MessageKind.PLAN: plan, MessageKind.LAW: 1 - plan}
    return replace(reader, reading=replace(reader.read("", on=TODAY), kind=kinds, aspect={aspect: 1.0}))


@pytest.mark.parametrize(
    ("aspect", "steps"), [(Aspect.WHAT_IS, False), (Aspect.HOW, True), (Aspect.NEXT_STEP, True)]
)
def test_where_steps_are_but_half_wanted_the_one_question_is_answered(aspect: Aspect, steps: bool) -> None:
    reader = _half_a_plan(CannedReader(kind=MessageKind.PLAN, topic="plan.mark_filed"), aspect)
    answer = ask(Told(), "A stranger filed our mark; how long do we have to oppose?", reader=reader)
    assert "An opposition is filed within 3 months." in answer.text
    assert bool(answer.steps) is steps


@pytest.mark.parametrize(("plan", "weighed"), [("fakes_on_sale", True), ("genuine_goods", False)])
def test_amounts_of_copies_are_held_against_the_lines_of_the_crime_in_front_of_a_plan(
    plan: str, weighed: bool
) -> None:
    provisions = (replace(a_passage().provisions[0], key="cl.selling_serious"),)
    section = a_passage("It is a crime.", section_id="cn/criminal#threshold-selling", provisions=provisions)
    reader = CannedReader(kind=MessageKind.PLAN, topic=f"plan.{plan}", passages=(section,))
    text = ask(NOTHING, "A shop sold them for RMB 64,000, never fined. What now?", reader=reader).text
    told = "By the amounts told, enough for a criminal case. Sales: CNY 64,000 reaches CNY 50,000"
    assert text.startswith(told) is weighed


def test_the_last_day_stands_in_front_of_the_section_that_opens_a_plan() -> None:
    reader = CannedReader(kind=MessageKind.PLAN, aspect=Aspect.HOW_LONG, topic="plan.mark_filed")
    message = "A stranger's mark was published on 12 November 2026; until when may we oppose?"
    first, *rest = ask(Told(), message, reader=reader).text.split("\n")
    assert "12 November 2026 + " in first
    assert any("An opposition is filed within 3 months. [" in line for line in rest)


def test_what_a_list_of_questions_asks_beside_a_plan_stands_behind_its_first_step_under_its_own_title() -> (
    None
):
    reader = CannedReader(kind=MessageKind.PLAN, topic="plan.mark_filed")
    cost = replace(WINDOW, section_id="cn/squatting#who-pays", title="Who pays")
    message = "A stranger filed our mark. 1) how long do we have to oppose? 2) who pays for that?"
    answer = ask(Told(passages=(WINDOW, cost)), message, reader=reader)
    _, first, second, *_ = answer.steps
    assert (first.title, second.title) == (WINDOW.title, "Who pays")
    assert first.text == second.text == "An opposition is filed within 3 months."
    assert {first.citations[0], second.citations[0]} <= set(answer.citations)


def test_a_time_that_is_asked_for_beside_a_plan_must_likely_be_the_one() -> None:
    reader = CannedReader(kind=MessageKind.PLAN, topic="plan.mark_filed")
    found = Told(passages=tuple(replace(WINDOW, section_id=f"cn/other#{n}", title=f"{n}") for n in range(4)))
    message = "A stranger filed our mark. 1) who pays for an opposition? 2) and how fast?"
    told = [step.title for step in ask(found, message, reader=reader).steps if step.title.isdigit()]
    assert len(told) == 1


def _heard(event: str, chance: float) -> _Topics:
    """A reader that hears this event with this chance, else a question of law."""
    reader = _unsure()
    low = dict.fromkeys(reader.chances, 0.0)
    reader.chances = {**low, event: chance, "other": 1 - chance}
    return reader


def _unsure() -> _Topics:
    """A reader of situations that is sure of no plan."""
    told = dict.fromkeys(("plan.customs_goods", "plan.fakes_on_sale", "plan.mark_filed"), 0.05)
    chances = dict.fromkeys(CannedReader().topics(""), 0.001) | told
    return _Topics(kind=MessageKind.LAW, kinds={"Lamps": MessageKind.PLAN}, chances=chances)


@pytest.mark.parametrize("earlier", [(), (OPPOSE,)], ids=["a first message", "a follow-up"])
def test_in_a_thread_a_section_answers_in_place_of_titles_of_plans(earlier: tuple[str, ...]) -> None:
    found = Told(passages=(replace(WINDOW, section_id="cn/other#a"),), score=0.6)
    answer = ask(found, "Lamps again, near the harbour.", earlier=earlier, reader=_unsure())
    wanted = (
        (AnswerOutcome.ANSWERED, MessageKind.LAW) if earlier else (AnswerOutcome.CHOICE, MessageKind.PLAN)
    )
    assert (answer.outcome, answer.kind) == wanted


def test_sections_that_answer_every_question_of_several_do_so_in_place_of_titles_of_plans() -> None:
    found = Told(passages=tuple(replace(WINDOW, section_id=f"cn/other#{n}") for n in range(3)))
    message = "Lamps again. 1) how long do we have to oppose? 2) who pays for that?"
    answer = ask(found, message, reader=_unsure())
    assert (len(set(answer.parts)), answer.choices) == (2, ())


def test_no_clock_runs_from_the_day_on_which_goods_will_first_be_shown() -> None:
    reader = CannedReader(kind=MessageKind.PLAN, topic="plan.starting")
    message = "Our lamp will first be shown on 9 February. So far we have filed in no country."
    section = replace(WINDOW, section_id="cn/first-to-file#priority", provisions=(_PRIORITY,))
    text = ask(Told(passages=(section,)), message, reader=reader).text
    assert section.paragraphs[0] in text
    assert "months =" not in text


def test_no_page_of_a_platform_opens_the_plan_of_a_situation_that_names_it() -> None:
    reader = CannedReader(kind=MessageKind.PLAN, aspect=Aspect.WHAT_IS, topic="plan.fakes_on_sale")
    found = Told(passages=(replace(WINDOW, section_id="cn/platform-portals#taobao"),))
    assert ask(found, "Taobao is full of them.", reader=reader).text.startswith("Fakes on sale")


@pytest.mark.parametrize(("aspect", "others"), [(Aspect.NEXT_STEP, 1), (Aspect.WHAT_IS, 2)])
def test_a_plan_stands_alone_where_only_what_to_do_is_asked_or_no_section_surely_answers(
    aspect: Aspect, others: int
) -> None:
    reader = CannedReader(kind=MessageKind.PLAN, aspect=aspect, topic="plan.mark_filed")
    found = Told(passages=(WINDOW, *(replace(WINDOW, section_id=f"cn/other#{n}") for n in range(others))))
    assert ask(found, reader=reader).text.startswith("Our mark")


@pytest.mark.parametrize(
    ("likeliest", "next_one", "chosen"),
    [(0.9, 0.02, True), (0.15, 0.02, True), (0.04, 0.02, False), (0.06, 0.05, False)],
    ids=["surely", "by far", "hardly told", "little told, near another"],
)
@pytest.mark.parametrize("language", ["en", "zh"])
def test_a_plan_that_is_not_sure_is_asked_back_and_its_title_opens_it(
    likeliest: float, next_one: float, chosen: bool, language: str
) -> None:
    small = dict.fromkeys(CannedReader().topics(""), 0.001)
    near = {"plan.fakes_on_sale": next_one, "plan.mark_filed": 0.02}
    told = small | near | {"plan.customs_goods": likeliest}
    reader = _Topics(kind=MessageKind.PLAN, chances=told)
    answer = ask(NOTHING, "Lamps again, near the harbour.", language=language, reader=reader)
    assert bool(answer.steps) is chosen
    titles = {name: plan.title.in_(language) for name, plan in plans.plans().items()}
    if not chosen:
        assert (answer.outcome, answer.choices[0].title) == (AnswerOutcome.CHOICE, titles["customs_goods"])
        picked = answer.choices[1].section_id
        answer = ask(
            NOTHING, "Lamps again, near the harbour.", language=language, reader=reader, picked=picked
        )
        assert answer.steps
        assert answer.text.startswith(titles[picked.partition("#")[2]])


@pytest.mark.parametrize("name", sorted(plans.packets()))
@pytest.mark.parametrize("language", ["en", "zh"])
def test_an_event_has_its_clock_addressee_papers_cost_and_next_step(name: str, language: str) -> None:
    reader = CannedReader(kind=MessageKind.PLAN, topic=f"event.{name}")
    text = "It happened, after an earlier penalty; a court or the police declined."
    answer = ask(NOTHING, text, language=language, reader=reader)
    parts = ("clock", "to", "papers", "cost", "next")
    assert [step.title for step in answer.steps] == [WORDS[language](f"ask.packet.{part}") for part in parts]
    assert f"\n{answer.steps[0].title}: " in answer.text, "numbers are for the steps of a plan"
    assert all(step.text for step in answer.steps)


def test_a_section_among_those_offered_answers_what_is_asked_beside_time_and_step_of_an_event() -> None:
    own = replace(WINDOW, section_id="cn/litigation#pre-suit")
    for aspect, told in ((Aspect.PAPERS, WINDOW.text), (Aspect.NEXT_STEP, "The court granted")):
        reader = CannedReader(topic="event.pre_suit_measure", aspect=aspect)
        found = Told(passages=(own, replace(WINDOW, section_id="cn/other#other")), sure=Sure.CHOICE)
        assert ask(found, "Is the certificate enough?", reader=reader).text.startswith(told.split("\n")[0])


def test_an_event_in_a_question_of_law_adds_its_clock_to_the_answer() -> None:
    answer = ask(Told(), "Which papers?", reader=CannedReader(topic="event.counter_statement"))
    assert answer.text.startswith(WINDOW.text)
    assert "Clock: answer to a counter-statement: within 15 days" in answer.text


def test_a_day_counts_no_clock_that_is_hardly_heard_beside_the_one_that_the_answer_sets() -> None:
    own = replace(WINDOW.provisions[0], key="am.seizure_time.days")
    seized = replace(WINDOW, section_id="cn/amr#seizure-time", provisions=(own,))
    text = "被扣的货从10月9日扣到现在，还要扣多久？"
    answers = [
        ask(Told(passages=(each,)), text, reader=_heard("event.customs_detained", 0.3)).text
        for each in (seized, replace(WINDOW, section_id="cn/customs#costs", provisions=()))
    ]
    assert ["海关" in answer for answer in answers] == [False, True]


def test_a_packet_is_not_shown_twice_in_a_thread() -> None:
    reader = CannedReader(kinds={"stopped": MessageKind.PLAN}, topic="event.customs_notice")
    own = replace(WINDOW, section_id=plans.packets()["customs_notice"].sections[0])
    found = Told(passages=(own,), sure=Sure.CHOICE)
    answer = ask(found, "what if not?", reader=reader, earlier=("Customs stopped bags",))
    assert WINDOW.text in answer.text
    assert not answer.steps


@pytest.mark.parametrize(
    ("topic", "section", "said"),
    [
        ("other.opposed", "cn/squatting#opposition-time", "No source of ours says how, or by when"),
        ("other.opposition_lost", "cn/squatting#opposition-lost", ""),
    ],
)
@pytest.mark.parametrize("sure", [Sure.ANSWER, Sure.CHOICE])
def test_what_the_other_side_did_is_told_no_time_of_another_step(
    topic: str, section: str, said: str, sure: Sure
) -> None:
    answer = ask(Told(sure=sure), "Until when, please?", reader=CannedReader(topic=topic))
    assert [each.passage.section_id for each in answer.citations] == [section]
    assert answer.text.startswith(said)
    assert "3 months" not in answer.text


def test_against_a_final_judgment_no_time_of_ours_is_told() -> None:
    answer = ask(Told(), "Until when can we appeal?", reader=CannedReader(topic="other.ruled"))
    assert (answer.outcome, answer.reason) == (AnswerOutcome.REFUSED, RefusalReason.NEEDS_COUNSEL)
    assert "final judgment" in answer.text


_HAPPENED = {"fined": "We were fined", "mark_expired": "Our mark expired"}


@pytest.mark.parametrize(("name", "due"), [("fined", "9 July 2026"), ("mark_expired", "10 November 2026")])
def test_a_fine_on_us_and_an_ended_term_have_their_last_day(name: str, due: str) -> None:
    reader = CannedReader(topic=f"event.{name}", aspect=Aspect.HOW_LONG)
    answer = ask(NOTHING, f"{_HAPPENED[name]} on 10 May 2026. Until when can we act?", reader=reader)
    assert due in answer.text


@pytest.mark.parametrize("name", ["mark_expired", "fined"])
def test_once_the_time_is_over_a_packet_tells_what_follows_and_no_step_that_is_no_longer_open(
    name: str,
) -> None:
    reader = CannedReader(kind=MessageKind.PLAN, topic=f"event.{name}", aspect=Aspect.NEXT_STEP)
    late = plans.packets()[name].late
    follows = f"What {late} says." if late else WORDS["en"]("ask.packet.over")
    answer = ask(NOTHING, f"{_HAPPENED[name]} on 10 January 2026. What now?", reader=reader)
    assert follows in answer.text
    assert plans.packets()[name].next_step.en not in answer.text
    ahead = ask(NOTHING, f"{_HAPPENED[name]} on 10 November 2026. What now?", reader=reader)
    assert plans.packets()[name].next_step.en in ahead.text


def test_a_term_that_is_still_to_end_has_no_grace_period_yet() -> None:
    reader = CannedReader(topic="event.mark_expired", aspect=Aspect.HOW_LONG)
    assert "grace" not in ask(Told(), "It ends on 10 May 2027. When must we renew?", reader=reader).text


@pytest.mark.parametrize(
    ("name", "chance", "told"), [("covets", 0.6, False), ("covets", 0.9, True), ("warns", 0.6, True)]
)
def test_a_caution_that_is_not_sure_gives_way_to_a_section_that_is(
    name: str, chance: float, told: bool
) -> None:
    chances = dict.fromkeys(CannedReader().topics(""), 0.001) | {f"caution.{name}": chance}
    answer = ask(Told(), "May we do so?", reader=_Topics(chances=chances))
    assert (WINDOW.section_id not in [cited.passage.section_id for cited in answer.citations]) is told


@pytest.mark.parametrize(("asker", "accused"), [(Asker.OWNER, False), (Asker.ACCUSED, True)])
def test_no_owner_gets_the_plan_of_an_accused(asker: Asker, accused: bool) -> None:
    reader = _between("plan.accused", "plan.fakes_on_sale", asker=asker)
    answer = ask(NOTHING, "A court of Ningbo has the matter of the lamps.", reader=reader)
    assert (plans.plans()["accused"].title.en in answer.text) is accused


@pytest.mark.parametrize(
    ("name", "section", "text"),
    [
        ("lured", "cn/evidence#test-purchase-limits", "We had him print our name on a mug. Report him?"),
        ("pending", "cn/choosing-a-route#no-right-yet", "申请还在审，能当假货投诉吗？"),
        ("abroad_only", "cn/first-to-file#foreign-registration", "Registered in Chile only. Shops copy us."),
        ("shape", "cn/patents#product-copied", "他们翻了我们的模，没打标。"),
    ],
)
@pytest.mark.parametrize("kind", [MessageKind.LAW, MessageKind.PLAN])
def test_what_settles_the_rule_is_said_before_any_plan(
    name: str, section: str, text: str, kind: MessageKind
) -> None:
    chances = dict.fromkeys(CannedReader().topics(""), 0.001) | {f"caution.{name}": 0.47}
    language = "en" if text.isascii() else "zh"
    answer = ask(NOTHING, text, reader=_Topics(kind=kind, chances=chances), language=language)
    line = topics.cautions()[name].line
    assert line is not None
    assert answer.text.startswith(plans.filled(line, law.load(), language, TODAY))
    assert answer.citations[0].passage.section_id == section
    assert not answer.steps


def test_a_caution_that_is_only_hinted_at_does_not_outdo_a_wrong() -> None:
    chances = dict.fromkeys(CannedReader().topics(""), 0.001) | {"caution.lured": 0.3}
    reader = _Topics(refusal=Refusal.UNLAWFUL, chances=chances)
    assert ask(NOTHING, "Plant one for us.", reader=reader).reason is RefusalReason.UNLAWFUL


@pytest.mark.parametrize("refusal", [Refusal.ELSEWHERE, Refusal.NEEDS_COUNSEL])
def test_what_surely_is_for_another_place_or_for_counsel_is_not_opened_by_a_caution(refusal: Refusal) -> None:
    chances = dict.fromkeys(CannedReader().topics(""), 0.001) | {"caution.abroad_only": 0.9}
    answer = ask(Told(), "May we register there too?", reader=_Topics(refusal=refusal, chances=chances))
    assert answer.outcome is AnswerOutcome.REFUSED


@pytest.mark.parametrize(("event", "refused"), [("repeat_offender", True), ("counter_statement", False)])
def test_only_an_event_that_starts_a_clock_makes_a_matter_for_counsel_a_question_of_days(
    event: str, refused: bool
) -> None:
    reader = CannedReader(refusal=Refusal.NEEDS_COUNSEL, aspect=Aspect.HOW_LONG, topic=f"event.{event}")
    answer = ask(Told(), "How long will he be in prison?", reader=reader)
    assert (answer.outcome is AnswerOutcome.REFUSED) is refused


def test_what_a_suspect_should_say_is_for_a_defence_lawyer() -> None:
    answer = ask(Told(), "Shall I admit it?", reader=CannedReader(topic="caution.suspect"))
    assert answer.reason is RefusalReason.NEEDS_COUNSEL
    assert answer.text.startswith("What a suspect or an accused should say")


@pytest.mark.parametrize("name", ["covets", "lapsed"])
def test_who_wants_anothers_mark_reads_what_stands_against_it(name: str) -> None:
    answer = ask(Told(), "Can we take it?", reader=CannedReader(topic=f"caution.{name}"))
    assert "cn/squatting#bad-faith-filing" in [cited.passage.section_id for cited in answer.citations]


@pytest.mark.parametrize(
    ("text", "ours"),
    [
        ("The bureau fined the dealer 20,000 yuan. May we still claim damages?", False),
        ("He was sanctioned in spring. Does that lower what he owes us?", False),
        ("工商局罚了那家店两万，我们还能索赔吗", False),
        ("卖家去年被处罚，还能主张赔偿吗", False),
        ("The bureau fined us 20,000 yuan. What now?", True),
        ("They sanctioned my stand over a supplier's lamps. What now?", True),
        ("Our shop in Wuhan was sanctioned because of the seller. What now?", True),
        ("被竞争对手举报，我司被市监局罚了两万，怎么办", True),
    ],
)
@pytest.mark.parametrize("kind", [MessageKind.LAW, MessageKind.PLAN])
def test_only_a_fine_on_us_has_the_days_of_who_is_fined(text: str, ours: bool, kind: MessageKind) -> None:
    reader = CannedReader(kind=kind, aspect=Aspect.HOW_LONG, topic="event.fined")
    assert ("60" in ask(Told(), text, reader=reader).text) is ours


@pytest.mark.parametrize(
    ("text", "ours"),
    [
        ("We reported a stall and the owner talks of a licence.", False),
        ("她在群里卖我们的杯子，说有许可", False),
        ("我们上周在平台举报了三条链接", False),
        ("He sells the same lamps; his lawyer sued us.", True),
        ("我们收到投诉，对方说卖的是假货", True),
        ("A brand says that our lamps copy theirs.", True),
        ("We are being sued over a lamp.", True),
    ],
)
@pytest.mark.parametrize(
    "topics", [("plan.fakes_on_sale", "plan.accused"), ("plan.accused", "plan.fakes_on_sale")]
)
def test_the_plan_of_the_accused_is_for_nobody_who_complains(
    text: str, ours: bool, topics: tuple[str, ...]
) -> None:
    reader = _between(*topics, asker=Asker.ACCUSED)
    title = ask(NOTHING, text, reader=reader).text
    assert title.startswith(("We are accused", "我们被指侵权")) is ours


def test_who_is_fined_is_told_the_own_days_beside_those_of_a_complainant() -> None:
    theirs = replace(WINDOW, provisions=(replace(WINDOW.provisions[0], key="am.suit_after_reconsideration"),))
    reader = CannedReader(topic="event.fined", aspect=Aspect.HOW_LONG)
    text = ask(Told(passages=(theirs,)), "Fined by the bureau. How long to object?", reader=reader).text
    assert 0 <= text.find("60 days") < text.find(WINDOW.paragraphs[0])


def test_a_question_whose_situation_is_hardly_told_gets_its_section_without_a_plan() -> None:
    surely = CannedReader(kind=MessageKind.PLAN, topic="plan.starting")
    for reader, kind in ((_unsure(), MessageKind.LAW), (surely, MessageKind.PLAN)):
        assert ask(Told(), "Lamps: may we do so with our packaging?", reader=reader).kind is kind


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("Customs stopped a shipment and cannot tell whether the goods infringe.", MessageKind.PLAN),
        ("代理刚说有个几乎一样的图形公告了。", MessageKind.PLAN),
        ("Customs stopped a shipment, how long may it stay?", MessageKind.LAW),
    ],
)
def test_a_bare_story_of_an_event_gets_what_to_do_though_it_reads_like_law(
    text: str, kind: MessageKind
) -> None:
    found = Told(passages=(replace(WINDOW, section_id="cn/customs#investigation"),))
    reader = _half_a_plan(CannedReader(topic="event.customs_undecided"), Aspect.WHAT_IS, plan=0.4)
    assert ask(found, text, reader=reader).kind is kind


@pytest.mark.parametrize(
    ("asker", "second", "named"),
    [
        (Asker.OWNER, 0.1, "Making or changing evidence"),
        (Asker.OWNER, 0.3, "This"),
        (Asker.COUNTERFEITER, 0.3, "Selling or hiding counterfeit goods"),
    ],
)
def test_a_refusal_names_no_wrong_that_is_not_told_apart(asker: Asker, second: float, named: str) -> None:
    wrongs = {"unlawful.false_evidence": 0.31, "unlawful.bribe": second}
    chances = dict.fromkeys(CannedReader().topics(""), 0.0001) | wrongs
    reader = _Topics(refusal=Refusal.UNLAWFUL, asker=asker, chances=chances)
    assert f"{named} is not something" in ask(Told(), "Arrange it.", reader=reader).text


def test_a_wrong_by_its_topic_opens_no_form() -> None:
    reader = CannedReader(kind=MessageKind.ACT, topic="unlawful.false_evidence")
    answer = ask(Told(), "Write our statement, I draw the licence myself.", reader=reader)
    assert (answer.act, answer.reason) == (None, RefusalReason.UNLAWFUL)


@pytest.mark.parametrize(
    ("stage", "section", "text"),
    [
        (
            "registered",
            "cn/squatting#missed-window",
            "The copy got registered in October. Can we still oppose?",
        ),
        ("registered", "cn/squatting#missed-window", "对方拿证了，异议还来得及吗？"),
        ("opposition_lost", "cn/squatting#opposition-lost", "Our opposition was rejected. By when a review?"),
        ("recordal_changed", "cn/customs#changes", "We sold the mark; may the customs recordal wait?"),
        ("idle_requested", "cn/trademark-use#nonuse-defence", "我们提了撤三，对方什么时候交证据？"),
    ],
)
def test_who_states_a_stage_is_told_its_rule_whatever_was_found(stage: str, section: str, text: str) -> None:
    language = "en" if text.isascii() else "zh"
    answer = ask(Told(), text, language=language)
    [line] = [each.line for each in topics.stages() if each.id == stage]
    assert line is not None
    assert answer.text.startswith(plans.filled(line, law.load(), language, TODAY))
    assert "（《" in answer.text or "Art. " in answer.text, "the provision is told"
    assert answer.citations[0].passage.section_id == section


class _ByWord(Told):
    """A search that finds the notary's passage where one is named, and the window everywhere else."""

    def search(self, question: str, **wanted: Any) -> SearchResult:
        self.passages = (_NOTARY,) if "notary" in question else (WINDOW,)
        return Told.search(self, question, **wanted)


@pytest.mark.parametrize("second", ["What does a notary cost?", ""])
def test_the_rule_of_a_stage_takes_no_place_of_what_answers_another_question(second: str) -> None:
    first = "Our opposition was rejected. By when a review?"
    answer = ask(_ByWord(), f"1. {first} 2. {second}" if second else first)
    cited = [each.passage.section_id for each in answer.citations]
    assert cited[0] == "cn/squatting#opposition-lost"
    assert (_NOTARY.section_id in cited) is bool(second)
    assert answer.text.startswith("Whoever opposed and lost has no review")


def test_the_rule_of_a_stage_is_that_of_the_day() -> None:
    [before, after] = [
        ask(Told(), "Our opposition was rejected. By when a review?", as_of=day).text
        for day in (date(2026, 12, 1), date(2027, 2, 1))
    ]
    assert before.startswith("Whoever opposed and lost has no review (Trademark Law Art. 35).")
    assert after.startswith("Whoever opposed and lost has no review (Trademark Law (2026) Art. 38).")


def test_a_stage_of_a_day_without_known_law_has_no_line() -> None:
    text = ask(Told(), "Our opposition was rejected. By when a review?", as_of=date(2003, 5, 1)).text
    assert not text.startswith("Whoever")


@pytest.mark.parametrize(
    "text", ["不予注册决定收到了，复审几天？", "The police seized the stock. How long may they keep it?"]
)
def test_a_step_that_no_source_of_ours_tells_is_for_counsel(text: str) -> None:
    answer = ask(Told(), text, language="en" if text.isascii() else "zh")
    assert answer.outcome is AnswerOutcome.REFUSED
    assert answer.reason is RefusalReason.NEEDS_COUNSEL
    assert answer.citations == ()


def test_the_clock_of_the_stage_alone_is_counted() -> None:
    day = "10 November 2026"
    asked = f"We filed the non-use request on {day}. By when must the owner prove use?"
    assert day not in ask(Told(), asked, reader=CannedReader(aspect=Aspect.HOW_LONG)).text


@pytest.mark.parametrize(
    "text", ["Prepare an invoice dated before his filing.", "先抢注他们的牌子再卖给他们行不行"]
)
@pytest.mark.parametrize("kind", [MessageKind.LAW, MessageKind.ACT])
def test_no_form_opens_for_a_wrong_that_a_message_states(text: str, kind: MessageKind) -> None:
    answer = ask(Told(), text, reader=CannedReader(kind=kind))
    assert answer.reason is RefusalReason.UNLAWFUL
    assert answer.act is None


def test_what_came_is_among_the_titles_to_choose_from_and_a_pick_of_it_gets_its_packet() -> None:
    small = dict.fromkeys(CannedReader().topics(""), 0.001)
    chances = small | {"plan.mark_filed": 0.04, "event.counter_statement": 0.05, "plan.fakes_on_sale": 0.035}
    told = _Topics(kind=MessageKind.PLAN, chances=chances)
    text = "Their paper was passed on to us. The boss is away."
    choices = {each.title: each.section_id for each in ask(NOTHING, text, reader=told).choices}
    came = plans.packets()["counter_statement"].title.en
    assert came in choices
    assert ask(NOTHING, text, reader=told, picked=choices[came]).text.startswith(came)


def test_an_event_far_likelier_than_every_other_gets_its_packet_though_little_is_sure() -> None:
    small = dict.fromkeys(CannedReader().topics(""), 0.001)
    text = "The thing we got taken down in July. It is there once more."
    for next_to_it, told in ((0.01, True), (0.11, False)):
        near = dict.fromkeys(("plan.fakes_on_sale", "plan.genuine_goods", "plan.shop_or_factory"), next_to_it)
        chances = small | near | {"event.listing_back": 0.12}
        answer = ask(NOTHING, text, reader=_Topics(kind=MessageKind.PLAN, chances=chances))
        assert (answer.outcome is AnswerOutcome.ANSWERED) is told
        assert answer.text.startswith(plans.packets()["listing_back"].title.en) is told


def test_among_the_titles_of_plans_stands_the_section_that_may_answer_what_looks_like_a_story() -> None:
    small = dict.fromkeys(CannedReader().topics(""), 0.001)
    near = dict.fromkeys(("plan.customs_goods", "plan.fakes_on_sale", "plan.shop_or_factory"), 0.05)
    told = _Topics(kind=MessageKind.PLAN, chances=small | near)
    text = "A mark like ours was published, no idea how many months"
    answer = ask(Told(sure=Sure.CHOICE, score=0.4), text, reader=told)
    assert answer.outcome is AnswerOutcome.CHOICE
    *titles, section = [each.section_id for each in answer.choices]
    assert (set(titles) <= {topic.replace(".", "#") for topic in near}, section) == (True, WINDOW.section_id)
    picked = ask(Told(), text, reader=told, picked=WINDOW.section_id)
    assert [each.passage.section_id for each in picked.citations] == [WINDOW.section_id]


_STORY = "Customs stopped a shipment and cannot tell whether they infringe."


def test_a_packet_opens_with_the_section_of_its_page_that_is_for_this_very_story() -> None:
    reader = CannedReader(kind=MessageKind.PLAN, topic="event.customs_undecided")
    found = Told(passages=(replace(WINDOW, section_id="cn/customs#costs"),))
    answer = ask(found, _STORY, reader=reader)
    assert answer.text.startswith(plans.packets()["customs_undecided"].title.en)
    assert [step.title for step in answer.steps[:2]] == [WINDOW.title, WORDS["en"]("ask.packet.clock")]


@pytest.mark.parametrize(
    ("score", "heard", "outcome", "opens"),
    [
        (0.9, 0.02, AnswerOutcome.ANSWERED, "An opposition is filed"),
        (0.6, 0.02, AnswerOutcome.CHOICE, ""),
        (0.3, 0.9, AnswerOutcome.ANSWERED, "Customs cannot decide"),
    ],
    ids=["surely another section", "neither is sure", "no section"],
)
def test_a_packet_that_is_hardly_told_gives_way_to_a_section_that_is_surely_for_the_story(
    score: float, heard: float, outcome: AnswerOutcome, opens: str
) -> None:
    chances = dict.fromkeys(CannedReader().topics(""), 0.004) | {"event.customs_undecided": heard}
    answer = ask(Told(score=score), _STORY, reader=_Topics(kind=MessageKind.PLAN, chances=chances))
    assert answer.outcome is outcome
    assert opens in answer.text
    if outcome is AnswerOutcome.CHOICE:
        offered = [each.section_id for each in answer.choices]
        assert (offered[0], offered[-1]) == ("plan#customs_undecided", WINDOW.section_id)


def test_a_section_that_is_surely_for_the_story_is_told_in_place_of_titles() -> None:
    small = dict.fromkeys(CannedReader().topics(""), 0.001)
    near = ("plan.customs_goods", "plan.fakes_on_sale", "plan.genuine_goods", "plan.mark_filed")
    reader = _Topics(kind=MessageKind.PLAN, chances=small | dict.fromkeys(near, 0.05))
    for text in ("They copy our mug.", "They copy our mug. May they?"):
        answer = ask(Told(passages=(replace(WINDOW, section_id="cn/other#any"),)), text, reader=reader)
        assert (answer.kind, answer.text.startswith(WINDOW.text)) == (MessageKind.LAW, True)


@pytest.mark.parametrize(("asker", "told"), [(Asker.OWNER, True), (Asker.ACCUSED, False)])
def test_no_accused_is_told_what_is_written_for_the_owner_alone(asker: Asker, told: bool) -> None:
    own = replace(WINDOW, section_id="cn/customs#application-mode", title="Asking customs to detain")
    reader = _between("plan.customs_goods", "plan.accused", asker=asker)
    answer = ask(Told(passages=(own,)), "A container was stopped at the port.", reader=reader)
    assert (own.title in [step.title for step in answer.steps]) is told
    assert (plans.plans()["accused"].title.en in answer.text) is not told


@pytest.mark.parametrize(("asker", "packet"), [(Asker.OWNER, True), (Asker.ACCUSED, False)])
def test_no_accused_gets_the_packet_of_what_happens_to_an_owner(asker: Asker, packet: bool) -> None:
    reader = _between("event.customs_notice", "plan.accused", asker=asker)
    answer = ask(NOTHING, "Customs has the lamps.", reader=reader)
    assert answer.text.startswith("Customs called") is packet
    assert answer.text.startswith("We are accused") is not packet


@pytest.mark.parametrize(("section", "title"), [("genuine-goods#limits", 0), ("takedown#contents", 1)])
def test_what_is_found_of_the_sections_of_a_plan_speaks_for_it(section: str, title: int) -> None:
    """Two plans that are told as likely: the one whose sections answer is given."""
    names = ("genuine_goods", "fakes_on_sale")
    chances = dict.fromkeys(CannedReader().topics(""), 0.0001) | {f"plan.{name}": 0.4 for name in names}
    reader = _Topics(kind=MessageKind.PLAN, chances=chances, aspect=Aspect.NEXT_STEP)
    found = Told(passages=(replace(WINDOW, section_id=f"cn/{section}"),), score=0.6)
    answer = ask(found, "They sell it in a shop of theirs. What now?", reader=reader)
    assert answer.text.startswith(plans.plans()[names[title]].title.en)
