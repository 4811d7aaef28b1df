"""Which range of punishment amounts reach, beside the lines of a crime."""

import pytest

from tests.unit.services.test_sums import made


@pytest.mark.parametrize(
    ("question", "told"),
    [
        (
            "She sold fake scarves for 610,000 yuan.",
            "reaches CNY 500,000, from which it is especially serious: 3 to 10",
        ),
        ("Nothing was sold, stock worth 1,700,000 yuan lay there.", "reaches CNY 1,500,000, from which"),
        ("Sales of 280,000 yuan, so three to seven years?", "Especially serious only from CNY 500,000"),
        ("卖了三十一万元，第二档起步三年？", "Especially serious only from CNY 500,000"),
    ],
)
def test_the_range_of_punishment_is_told_where_it_is_reached_or_asked_for(question: str, told: str) -> None:
    assert told in " ".join(made(question, "cl.selling_serious"))


@pytest.mark.parametrize(
    "question",
    [
        "Sales of 64,000 yuan, does that reach the line?",  # no range is asked for
        "She was fined in May 2026 for fake belts; now sales of 34,000 yuan. How many years of prison?",
    ],
)
def test_no_range_is_told_unasked_nor_of_who_was_punished_before(question: str) -> None:
    assert "specially serious" not in " ".join(made(question, "cl.selling_serious"))
