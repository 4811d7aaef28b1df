"""What a message's own figures come to by the law that is asked about opens the answer, and no other law's figure does."""

import pytest

from bot.domain.questions import AnswerOutcome
from knowledge.reading import MessageKind, Refusal
from tests.fakes.guidance import CannedReader
from tests.unit.services.test_questions import NOTHING, ask

_LAW = CannedReader(kind=MessageKind.LAW)


@pytest.mark.parametrize(
    ("text", "told", "section"),
    [
        (
            "Gains of 70,000 yuan, our patent number on her kettles. Is the highest fine five times turnover?",
            "at most 5 × CNY 70,000 = CNY 350,000; the gains are multiplied",
            "cn/patents#passing-off",
        ),
        (
            "他在水壶上印我们的专利号，违法所得4万，最高罚多少",
            "违法所得4万元未超过5万元，最高25万元",
            "cn/patents#passing-off",
        ),
        (
            "Copyright: prints of our drawings sold for 31,000 yuan. The office may fine five times that?",
            "CNY 31,000 is below CNY 50,000, so no multiple counts: at most CNY 250,000",
            "cn/copyright#admin",
        ),
        (
            "Turnover of the tea stall 31,000 yuan. The bureau proposes 170,000 yuan as a fine, the maximum is five times?",
            "at most CNY 250,000. CNY 170,000 lies within that",
            "cn/trademark-penalties#fine",
        ),
        (
            "Punitive claim: her profit was 300k, our costs 40k. 300k + 5 x 300k + 40k = 1.84 million, right?",
            "Not CNY 1,840,000. The total is at most 5 × CNY 300,000 = CNY 1,500,000",
            "cn/damages#total-cap",
        ),
        (
            "惩罚性赔偿：侵权获利30万，合理开支4万，总额怎么算",
            "总额最高 5 × 30万元 = 150万元",
            "cn/damages#total-cap",
        ),
        (
            "A private seller without a licence sells teapots for 130,000 yuan a year. Allowed?",
            "Above the line, so registration is needed: CNY 130,000 a year",
            "cn/finding-sellers#private-seller",
        ),
        (
            "个人卖家没有执照，茶壶一年卖13万，可以不登记吗",
            "已超过界限，应当登记：全年13万元",
            "cn/finding-sellers#private-seller",
        ),
        (
            "Customs acted ex officio, value 28,000 by their list. We paid 14,000 as a guarantee, enough?",
            "at least CNY 20,000: CNY 20,000. CNY 14,000 is not enough: CNY 6,000 more",
            "cn/customs#security",
        ),
        (
            "Penalty against a tea shop effective 3 March 2021, a new listing stood there on 9 June 2026. Is it mandatory?",
            "By the day told of that penalty no repeat within 5 years",
            "cn/trademark-penalties#repeat",
        ),
    ],
)
def test_what_is_told_is_reckoned_by_the_law_that_is_asked_about(text: str, told: str, section: str) -> None:
    answer = ask(NOTHING, text, reader=_LAW, language="zh" if "，" in text else "en")
    assert told in answer.text, answer.text
    assert answer.citations[0].passage.section_id == section


def test_an_honest_sum_about_a_general_rule_is_no_matter_for_counsel() -> None:
    counsel = CannedReader(kind=MessageKind.LAW, refusal=Refusal.NEEDS_COUNSEL)
    sum_of_it = "Punitive claim: her profit was 300k, our costs 40k. Is 1.54 million the most?"
    assert ask(NOTHING, sum_of_it, reader=counsel).outcome is AnswerOutcome.ANSWERED
    whether = "Punitive claim: will the judge believe us?"
    assert ask(NOTHING, whether, reader=counsel).outcome is AnswerOutcome.REFUSED


@pytest.mark.parametrize(
    "text",
    [
        # Another law has no such multiple, and a crime its own lines.
        "Trade dress copied, her profit was 300k. Punitive damages?",
        "We printed ® on teapots and sold them for 90,000 yuan. Is the fine five times?",
        "Sold for 31,000 yuan, a criminal fine of up to five times?",
        # What a guarantee was given for is not what the goods are worth.
        "Customs: our yearly guarantee is CNY 200,000. What now?",
        "A private seller without a licence sells teapots for 30,000 yuan a year. Allowed?",
    ],
)
def test_no_figure_of_another_law_is_told(text: str) -> None:
    answer = ask(NOTHING, text, reader=_LAW)
    assert all(
        each not in answer.text for each in ("at most 5 ×", "at most CNY 250,000", "Security where", "Above")
    )
