"""Whose marks a message tells of moves the lines of a crime: a trade that serves, and labels or packagings of two owners."""

import pytest

from knowledge.crime_lines import labels_told, lines_of
from knowledge.marks_told import of_service_mark, of_two_owners


@pytest.mark.parametrize(
    "text",
    [
        "A barber on our street works under our sign and took 80,000 yuan. Is that a crime?",
        "It is purely a service, no one buys anything there; 80,000 yuan under our name. A crime?",
        "理发店挂我们的招牌，一年流水8万，能报案吗？",
        "他只做服务，用我们的名字一年流水8万，能报案吗？",
    ],
)
def test_a_trade_that_only_serves_under_our_sign_is_held_against_the_lines_of_services(text: str) -> None:
    assert of_service_mark(text)
    assert lines_of(text) == "cn/criminal#threshold-services"


@pytest.mark.parametrize(
    "text",
    [
        "A barber sells counterfeit razors of our brand, 80,000 yuan so far. Is that a crime?",
        "理发店里卖假冒我们牌子的剃刀，卖了8万，能报案吗？",
    ],
)
def test_who_serves_and_sells_fakes_is_held_against_the_lines_of_goods(text: str) -> None:
    assert not of_service_mark(text)
    assert lines_of(text) == "cn/criminal#threshold-selling"


@pytest.mark.parametrize(
    ("text", "number"),
    [
        (
            "They wove 7,500 kite labels, 4,000 of our brand and 3,500 for another firm. A case for the police?",
            7500,
        ),
        (
            "Seized: 7,500 printed bags, 4,000 bearing our name, 3,500 for somebody else. Is that a crime?",
            7500,
        ),
        ("He printed 4,000 labels of our brand and 3,500 for another firm. A case for the police?", 7500),
        ("印了7500个包装袋，4000个是我们的，3500个是别人家的，够报案吗？", 7500),
    ],
)
def test_labels_and_packagings_of_two_owners_are_counted_once_and_together(text: str, number: int) -> None:
    assert of_two_owners(text)
    assert labels_told(text) == (number, False)
    assert lines_of(text) == "cn/criminal#threshold-labels"


@pytest.mark.parametrize(
    "text",
    [
        "He printed 4,000 labels of our brand and sold 300 kites. A case for the police?",
        "He made 4,000 labels for our kites, 2,000 of ours are gone already. Police?",
        "我们的标签他印了4000个，3500个已经交货，够报案吗？",
    ],
)
def test_labels_of_one_owner_are_not_of_two(text: str) -> None:
    assert not of_two_owners(text)
