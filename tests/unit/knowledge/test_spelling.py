"""Words typed in haste are read as they are spelt; names and whole words stay."""

import pytest

from knowledge.spelling import Spelling

PAGES = 3 * (
    "The platform must act in time on a notice of the owner.",
    "When can a mark be renewed? A firm renews it in time.",
)


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("wehn cna the platfrom act", "when can the platform act"),
        ("teh notcie fo the ownr", "the notice of the owner"),
        ("A Frim renwes teh mrak", "A Frim renews the mark"),
    ],
)
def test_slips_are_set_right(typed: str, meant: str) -> None:
    assert Spelling(PAGES).set_right(typed) == meant


@pytest.mark.parametrize(
    "typed",
    [
        "When can the platform act?",
        "Does Notike renew its mark?",
        "Our kettles and lanterns, are they safe?",
        "the platfrom of Notice",
        "see https://notise.example/platfrom and mrak@renwed.example",
        "平台什么时候处理",
    ],
    ids=["as it should be", "a name", "other words", "one slip may be a name", "addresses", "Chinese"],
)
def test_what_may_be_meant_stays(typed: str) -> None:
    assert Spelling(PAGES).set_right(typed) == ""
