"""Where another question begins is learned from words; weights ship with the hash of what they were learned from."""

import random

import pytest

from knowledge import bank, seam_training, seams
from knowledge.seams import Seams


def test_the_seams_were_learned_from_the_bank_as_it_is() -> None:
    assert seams.load().learned_from == bank.fingerprint(), "run `python -m knowledge.seam_training`"


@pytest.mark.parametrize(
    ("message", "second"),
    [
        ("How long does a mark last and how early can we renew?", "and how early"),
        ("How do we tell real from fake & who signs the opinion?", "who signs"),
        ("Is there a fee, and up to which sum?", "and up to"),
        ("which office do I file with also whats the fee", "also whats"),
        ("1) where do we file 2) who pays the storage", "2) who"),
        ("行政处罚多久作出决定?罚款会给我们吗?", "罚款会"),
        ("申请要交什么文件？另外加急有没有用", "另外"),
        ("一、备案多久有效；二、要交多少钱", "二、"),
    ],
)
def test_the_likeliest_seam_lies_before_the_second_question(message: str, second: str) -> None:
    seam = seams.load().of(message)[0]
    assert message[seam.at :].startswith(second)


def test_words_inside_a_clause_speak_against_a_seam() -> None:
    joined, *_, inside = seams.load().of("How long does a mark last and how early can we renew?")
    assert joined.odds > inside.odds + 5


@pytest.mark.parametrize("message", ["", "?", "and how", "那呢"])
def test_few_words_have_no_seam(message: str) -> None:
    assert seams.load().of(message) == ()


def test_questions_set_behind_each_other_tell_where_the_others_begin() -> None:
    joined = seam_training.joined(["Who pays?", "Who signs?", "Who waits?"], "en", random.Random(1))
    text, places, _ = joined
    assert not isinstance(places, int)
    assert [text[at:].lower().lstrip("adnlsopu123). ")[:3] for at in places] == ["who", "who"]


def test_a_message_whose_seam_is_not_told_is_learned_from_the_likeliest() -> None:
    told = [
        (f"where do we file {word} who pays the fee", (17,), 1.0) for word in ("and", "plus", "also")
    ] * 20
    learned: Seams = seam_training.learn([*told, ("where is the form and who pays the tax", 1, 1.0)])
    assert learned.of("where is the stamp and who pays the clerk")[0].at == 19
