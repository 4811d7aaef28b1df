"""Who tells of two things gets the first step of both; a rule that bears on a story stands beside its plan."""

from collections.abc import Mapping
from dataclasses import dataclass, field

import pytest

from bot.domain.ids import AskedId
from bot.domain.questions import Answer
from bot.slack.blocks.questions import answer_card
from bot.words.book import load_words
from knowledge import law, plans
from knowledge.reading import Aspect, MessageKind
from tests.fakes.guidance import CannedReader
from tests.unit.services.test_questions import NOTHING, ask

SEALED = "On Monday the bureau sealed our pottery wheels."
BANK = "Since this morning our account at the bank is frozen by a court, for the same wheels."
STORY = f"{SEALED} {BANK}"


@dataclass(slots=True)
class _Heard(CannedReader):
    """A reader to whom these texts tell of these topics so likely, and others of what all of a story tells."""

    kind: MessageKind = MessageKind.PLAN
    heard: Mapping[str, Mapping[str, float]] = field(default_factory=dict)

    def topics(self, text: str) -> Mapping[str, float]:
        told = self.heard.get(text, self.heard[STORY])
        others = CannedReader.topics(self, text)
        rest = (1 - sum(told.values())) / len(others)
        return dict.fromkeys(others, rest) | told


def told(whole: Mapping[str, float], frozen: float) -> Answer:
    """What a story gets that is told so as a whole, and whose second sentence so likely tells of the account."""
    heard = {STORY: whole, SEALED: {"event.amr_seizure": 0.95}, BANK: {"case.account_frozen": frozen}}
    return ask(NOTHING, STORY, reader=_Heard(heard=heard))


def test_what_another_sentence_tells_of_has_its_first_step_behind_the_plan() -> None:
    answer = told({"event.amr_seizure": 0.8, "case.account_frozen": 0.12}, 0.9)
    assert answer.plan == "amr_seizure"
    assert answer.steps[-1].title == "Perhaps also: A court froze our money"
    assert answer.steps[-1].text.startswith(plans.cases()["account_frozen"].today.in_("en")[:40])
    assert answer.text.endswith(answer.steps[-1].text)


@pytest.mark.parametrize(
    ("sealed", "ahead"),
    [
        ("The bureau has sealed copies of our wheels.", True),
        ("On 30 November the bureau sealed copies.", False),
    ],
)
def test_of_two_things_the_one_whose_day_is_counted_stands_first(sealed: str, *, ahead: bool) -> None:
    noticed = "Customs in Xiamen served us its notice of pottery wheels on 27 November."
    whole = {"event.amr_seizure": 0.8, "event.customs_notice": 0.12}
    heard = {STORY: whole, sealed: {"event.amr_seizure": 0.95}, noticed: {"event.customs_notice": 0.9}}
    answer = ask(NOTHING, f"{sealed} {noticed}", reader=_Heard(heard=heard))
    assert answer.plan == "amr_seizure"
    place, title = answer.text.index("Perhaps also: "), answer.text.index("The AMR sealed")
    assert "2 December 2026" in answer.text
    assert (place < title) is ahead


@pytest.mark.parametrize(
    ("whole", "frozen"),
    [
        ({"event.amr_seizure": 0.8, "case.account_frozen": 0.12}, 0.02),
        ({"event.amr_seizure": 0.9}, 0.1),
    ],
)
def test_what_no_sentence_tells_of_is_no_second_thing(whole: Mapping[str, float], frozen: float) -> None:
    assert not [step for step in told(whole, frozen).steps if step.title.startswith("Perhaps also")]


def test_of_two_that_rest_on_one_rule_the_plan_says_all() -> None:
    heard = {STORY: {"event.amr_seizure": 0.5, "case.searched": 0.45}}
    answer = ask(NOTHING, STORY, reader=_Heard(heard=heard))
    assert not [step for step in answer.steps if step.title.startswith("Perhaps also")]


ABROAD = (
    "Taobao wants a right to complain with. We have the EU trademark registration only, no Chinese trademark."
)
RULE = "No: a registration of another country is no right here"


def test_who_tells_a_stage_and_asks_nothing_gets_steps_behind_its_rule() -> None:
    answer = ask(NOTHING, ABROAD, reader=_Heard(heard={STORY: {"event.platform_rejects": 0.8}}))
    assert answer.plan == "platform_rejects"
    assert answer.text.startswith(RULE)
    cited = [citation.passage.section_id for citation in answer.citations]
    assert cited[0] == "cn/platforms#chinese-right"
    assert [citation.number for citation in answer.citations] == list(range(1, len(cited) + 1))
    assert {c.number for step in answer.steps for c in step.citations} <= {c.number for c in answer.citations}
    shown = answer_card(answer, load_words("en"), law.load(), asked_id=AskedId("a-1"))
    assert RULE in str(shown.blocks), "Slack shows what stands before the steps"


def test_who_asks_for_that_rule_gets_it_alone() -> None:
    reader = _Heard(heard={STORY: {"event.platform_rejects": 0.9}})
    assert not ask(NOTHING, f"{ABROAD} Is that enough?", reader=reader).plan


def test_where_our_records_hold_nothing_a_situation_that_is_told_has_its_steps_behind_that() -> None:
    reader = _Heard(kind=MessageKind.OWN_DATA, heard={STORY: {"case.overruns": 0.6, "own.seller": 0.2}})
    answer = ask(
        NOTHING, "The plant in Foshan that made our lutes till spring still makes them.", reader=reader
    )
    assert (answer.kind, answer.plan) == (MessageKind.OWN_DATA, "overruns")
    assert not answer.text.startswith(plans.cases()["overruns"].title.in_("en")), "the records stand in front"
    asked = _Heard(kind=MessageKind.OWN_DATA, heard={STORY: {"case.overruns": 0.2, "own.seller": 0.7}})
    assert not ask(NOTHING, "What is there on the plant in Foshan?", reader=asked).steps


@pytest.mark.parametrize(
    ("sealed", "searched", "said"),
    [(0.4, 0.4, True), (0.95, 0.03, False), (0.4, 0.02, False)],
)
def test_a_plan_that_is_not_sure_names_what_may_be_told_in_its_place(
    sealed: float, searched: float, *, said: bool
) -> None:
    heard: dict[str, Mapping[str, float]] = {
        STORY: {"event.amr_seizure": sealed, "case.searched": searched},
        SEALED: {"event.amr_seizure": 0.95},
        BANK: {"event.amr_seizure": 0.9},
    }
    answer = ask(NOTHING, STORY, reader=_Heard(heard=heard))
    other = plans.cases()["searched"]
    assert answer.plan == "amr_seizure"
    assert (answer.steps[-1].title == f"If it is rather this: {other.title.in_('en')}") is said
    assert (answer.steps[-1].text == other.today.in_("en")) is said


def test_the_other_side_s_plan_is_never_named_in_place_of_ours() -> None:
    reader = _Heard(heard={STORY: {"plan.fakes_on_sale": 0.5, "plan.accused": 0.4}})
    answer = ask(NOTHING, STORY, reader=reader)
    assert answer.plan == "fakes_on_sale"
    assert not [step for step in answer.steps if step.title.startswith("If it is rather")]


@pytest.mark.parametrize(("ask_for", "said"), [("What now?", True), ("Is that seizure lawful?", False)])
def test_who_asks_for_a_rule_is_told_no_steps_of_what_may_not_be(ask_for: str, *, said: bool) -> None:
    heard = {STORY: {"event.amr_seizure": 0.4, "case.searched": 0.4}}
    aspect = Aspect.NEXT_STEP if said else Aspect.MAY_WE
    answer = ask(NOTHING, f"{STORY} {ask_for}", reader=_Heard(aspect=aspect, heard=heard))
    assert answer.plan == "amr_seizure"
    assert any(step.title.startswith("If it is rather") for step in answer.steps) is said
