"""Which clause of a message says what it does not ask is learned; weights ship with the hash of what they were learned from."""

import pytest

from bot.services.answering.thresholds import AT
from knowledge import unasked, unasked_training
from knowledge.features import Featurer
from knowledge.unasked import clauses, is_free, without


@pytest.fixture(scope="module")
def featurer(tmp_path_factory: pytest.TempPathFactory) -> Featurer:
    return Featurer(tmp_path_factory.mktemp("encoders"))


def rest(text: str, featurer: Featurer, least: float = AT.unasked) -> str:
    found = unasked.load().in_text(text, featurer.features, least=least)
    return without(text, found) if found else ""


def test_what_is_not_asked_was_learned_from_the_messages_as_they_are() -> None:
    assert unasked.load().learned_from == unasked_training.fingerprint(), (
        "run `python -m knowledge.unasked_training`"
    )


@pytest.mark.parametrize(
    ("text", "left"),
    [
        (
            "Whether we take him to court is for our attorneys to settle. How long is a seizure by the AMR?",
            "How long is a seizure by the AMR?",
        ),
        (
            "Leave Chile out of it. What does a customs recordal in China cost?",
            "What does a customs recordal in China cost?",
        ),
        ("告不告他由律师定，不用你管。市监局查封最长多少天？", "市监局查封最长多少天？"),
        ("智利那边的规定不用讲。中国海关备案要交什么材料？", "中国海关备案要交什么材料？"),
    ],
)
def test_a_clause_that_says_what_is_not_asked_is_left_out(text: str, left: str, featurer: Featurer) -> None:
    assert rest(text, featurer) == left


@pytest.mark.parametrize(
    "text",
    [
        "We have no registration for our kites. Can the AMR act at all?",
        "Our attorney says the window is over. Is she right?",
        "Should we sue him or leave it? What would you do?",
        "How do we keep the copies out of sight of the officers? They come on Friday.",
        "风筝还没有注册商标，市监局管不管？",
        "律师说过了期限，真的过了吗？",
    ],
)
def test_a_clause_that_only_looks_alike_stays(text: str, featurer: Featurer) -> None:
    assert rest(text, featurer) == ""


def test_a_clause_stays_that_tells_a_day_or_a_sum_or_is_all_that_asks() -> None:
    text = (
        "Served on 3 November, never mind how. The fine of CNY 40,000 is not what I ask about. Who hears it?"
    )
    free = [each.text for each in clauses(text) if is_free(text, each)]
    assert free == ["never mind how."]


def test_clauses_are_parts_of_one_sentence_between_their_stops() -> None:
    told = [each.text for each in clauses("Kites, ours. Who pays?")]
    assert told == ["Kites,", "Kites, ours.", "ours.", "Who pays?"]


@pytest.mark.parametrize("text", ["for 1,000 yuan", "at 10.30", "kites.cn"])
def test_a_stop_within_a_word_or_a_number_ends_nothing(text: str) -> None:
    assert clauses(text) == ()


@pytest.mark.parametrize(
    ("text", "some", "left"),
    [
        ("Who pays, never mind when?", ["never mind when?"], "Who pays?"),
        ("Peru aside, who pays?", ["Peru aside,"], "who pays?"),
        ("秘鲁除外，谁付？价钱不用讲。", ["秘鲁除外，", "价钱不用讲。"], "谁付？"),
        ("Who pays (not that we will)?", ["(not that we will)"], "Who pays ?"),
    ],
)
def test_what_is_left_ends_as_a_sentence_does(text: str, some: list[str], left: str) -> None:
    own = [each for each in clauses(text) if each.text in some]
    assert without(text, own) == left
