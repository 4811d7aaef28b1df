"""Which refusal of a message stands."""

from dataclasses import replace
from datetime import date

import pytest

from bot.domain.questions import AnswerOutcome, RefusalReason, language_of
from bot.services.answering.kinds import upheld
from knowledge.reading import Asker, MessageKind, MessageReading, Refusal
from tests.fakes.guidance import CannedReader, a_passage, certain
from tests.unit.services.test_questions import Told, ask

ON = date(2026, 11, 26)


def reading(refusal: Refusal, kind: MessageKind = MessageKind.LAW, chance: float = 0.5) -> MessageReading:
    read = CannedReader(kind=kind, refusal=refusal).read("x", on=ON)
    return replace(read, refusal={**certain(Refusal.NONE, list(Refusal)), refusal: chance})  # type: ignore[dict-item]


@pytest.mark.parametrize(("elsewhere", "stands"), [(0.2, Refusal.NONE), (0.7, Refusal.ELSEWHERE)])
def test_a_time_of_the_law_is_of_no_other_place_where_that_is_hardly_read(
    elsewhere: float, stands: Refusal
) -> None:
    chances = dict.fromkeys(Refusal, 0.0) | {Refusal.NONE: 1 - elsewhere, Refusal.ELSEWHERE: elsewhere}
    told = replace(reading(Refusal.ELSEWHERE), refusal=chances)
    assert upheld(told, {}, deadline=True) is stands


def test_no_act_makes_a_wrong_lawful() -> None:
    assert upheld(reading(Refusal.UNLAWFUL, MessageKind.ACT), {"act.note": 0.99}) is Refusal.UNLAWFUL


@pytest.mark.parametrize(
    ("kind", "text"),
    [
        (
            MessageKind.OWN_DATA,
            "I represent a shop that you reported. What have you got on his stall, and what comes next?",
        ),
        (MessageKind.OWN_DATA, "我是被你们投诉的店铺的律师，你们下一步还要投诉哪些链接？"),
        (
            MessageKind.LAW,
            "After a brand files with the bureau, when will the inspectors be at our depot, and do they ring before?",
        ),
        (MessageKind.LAW, "品牌方举报以后，执法人员第几天来我们仓库，会不会提前打电话？"),
        (MessageKind.PLAN, "If I spread the stock over eight parcels, each is for own use, isn't it?"),
        (MessageKind.ACT, "Change the year on the authorisation scan, then open the form."),
        (MessageKind.PLAN, "货没有票，给我补一份合同，这样来路就说得清"),
    ],
)
def test_what_serves_the_other_side_or_a_false_paper_is_refused_whatever_it_is_read_as(
    kind: MessageKind, text: str
) -> None:
    told = ask(Told(), text, reader=CannedReader(kind=kind))
    assert (told.outcome, told.reason) == (AnswerOutcome.REFUSED, RefusalReason.UNLAWFUL)


@pytest.mark.parametrize(
    "text",
    [
        "Our contract as dealers ended in June and genuine stock is left. May we sell it?",
        "经销合同6月终止了，剩下的正品还能卖吗？",
    ],
)
def test_who_asks_honestly_about_stock_that_is_left_is_answered(text: str) -> None:
    reader = CannedReader(kind=MessageKind.LAW, refusal=Refusal.UNLAWFUL)
    told = ask(Told(), text, reader=reader)
    assert told.outcome is AnswerOutcome.ANSWERED
    assert told.citations[0].passage.section_id == "cn/choosing-a-route#genuine-resale"


@pytest.mark.parametrize(
    ("text", "section"),
    [
        (
            "The port holds jackets that we know are genuine. Have them detained, he owes us money. Open the form.",
            "cn/customs#wrong-detention",
        ),
        ("我们今年拿到证，村口那家店叫这名十几年了，很有名。帮我投诉下架", "cn/infringement#prior-use"),
        (
            "They are genuine goods, but the codes are off and the boxes are new. Nothing can be done?",
            "cn/genuine-goods#codes-removed",
        ),
    ],
)
def test_what_guards_from_harm_is_told_in_place_of_a_form(text: str, section: str) -> None:
    told = ask(Told(), text, reader=CannedReader(kind=MessageKind.ACT, asker=Asker.COUNTERFEITER))
    assert (told.outcome, told.act) == (AnswerOutcome.ANSWERED, None)
    assert told.citations[0].passage.section_id == section


@pytest.mark.parametrize(
    "text",
    [
        "She sold fakes for 45,000 yuan and paid 8,000 for them, so only a fine and nothing for the police.",
        "店主卖假货收了4万5，进价8千，没到五万，公安不管，帮我写结案说明",
    ],
)
def test_a_mistaken_owner_is_told_the_lines_of_a_crime_and_not_refused(text: str) -> None:
    read = reading(Refusal.UNLAWFUL, chance=0.7)
    lines = a_passage(
        "Selling is a crime from 50,000.",
        section_id="cn/criminal#threshold-selling",
        language=language_of(text),
        provisions=(replace(a_passage().provisions[0], key="cl.selling_serious"),),
    )
    told = ask(Told(), text, reader=CannedReader(reading=read, passages=(lines,)))
    assert told.outcome is AnswerOutcome.ANSWERED
    assert "37,000" in told.text or "37000" in told.text
    theirs = replace(read, asker=CannedReader(asker=Asker.COUNTERFEITER).read("x", on=ON).asker)
    dealer = CannedReader(reading=theirs, passages=(lines,))
    assert ask(Told(), text, reader=dealer).outcome is AnswerOutcome.REFUSED


def test_a_stage_is_told_where_records_of_ours_are_but_half_read() -> None:
    kinds = {
        **certain(MessageKind.OWN_DATA, list(MessageKind)),
        MessageKind.OWN_DATA: 0.5,
        MessageKind.LAW: 0.4,
    }
    text = "Whose word counts on whether the belts are fakes?"
    read = replace(CannedReader().read(text, on=ON), kind=kinds)  # type: ignore[arg-type]
    told = ask(Told(), text, reader=CannedReader(reading=read))
    assert [each.passage.section_id for each in told.citations] == ["cn/amr#identification"]


def test_who_decides_whether_goods_are_fakes_is_no_situation() -> None:
    told = ask(
        Told(), "Who decides whether the seized bags are fakes?", reader=CannedReader(kind=MessageKind.PLAN)
    )
    assert [each.passage.section_id for each in told.citations] == ["cn/amr#identification"]
    assert not told.steps


@pytest.mark.parametrize(
    ("text", "outcome"),
    [
        ("His mark was announced on 10 May 2025; we file before Christmas.", AnswerOutcome.ANSWERED),
        ("His mark was announced long ago; we file and nobody need know.", AnswerOutcome.REFUSED),
    ],
)
def test_who_only_comes_too_early_does_no_wrong(text: str, outcome: AnswerOutcome) -> None:
    read = CannedReader().read(text, on=ON)
    read = replace(read, refusal=reading(Refusal.UNLAWFUL, chance=0.7).refusal, refused=Refusal.UNLAWFUL)
    rule = a_passage("The earliest day is three years on.", section_id="cn/trademark-use#nonuse-earliest")
    told = ask(Told(), text, reader=CannedReader(reading=read, passages=(rule,)))
    assert told.outcome is outcome
