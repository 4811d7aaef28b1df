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


@pytest.mark.parametrize(
    "typed",
    [
        "wer hat das bezahlt?",
        "qui a payé la facture",
        "quanto costa tutto questo",
        "кто платит",
        "誰がこれを払うのですか",
    ],
)
def test_another_language_is_told(typed: str) -> None:
    assert Spelling(PAGES).is_foreign(typed)


@pytest.mark.parametrize(
    "typed",
    [
        "who pays for that",
        "hw mch is teh fee",
        "SOLVANE Taobao Yiwu",
        "谁付钱",
        "商標誰付錢",
        "ok",
        "what does Abmahnung mean",
    ],
)
def test_english_chinese_and_names_are_no_other_language(typed: str) -> None:
    assert not Spelling(PAGES).is_foreign(typed)
