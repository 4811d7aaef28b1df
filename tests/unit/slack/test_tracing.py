"""Tags behind each statement of a preview, and what changed between two texts."""

from hypothesis import given
from hypothesis import strategies as st

from bot.domain.compositions import Trace
from bot.slack.blocks.diffing import changes
from bot.slack.blocks.tracing import legend_lines, traced_lines
from bot.words.book import load_words

WORDS = load_words("en")
LISTING, RIGHT = "listing taobao:1", "right TM-1"
TRACES = (
    Trace(line="该商品标价为人民币59.00元。", sources=(LISTING,)),
    Trace(line="| 注册号 | 41207733 |", sources=(RIGHT, LISTING)),
    Trace(line="条码位置与正品不符。", typed=True, suggested=True),
    Trace(line="此致"),
)


def test_each_statement_carries_its_tags_and_who_wrote_it() -> None:
    shown = traced_lines(TRACES, WORDS)
    assert shown[0] == "• 该商品标价为人民币59.00元。 `L1`"
    assert shown[1] == "• 注册号: 41207733 `R1 L1`"
    assert shown[2] == "• 条码位置与正品不符。 _proposed by a chat model_"
    assert legend_lines(TRACES)[0] == "`L1` listing taobao:1"


def test_a_new_word_is_parted_from_the_one_it_takes_the_place_of() -> None:
    ((*_, gone, between, come),) = changes("within 7", "within 10")
    assert (gone, between, come) == (("7", "-"), (" ", ""), ("10", "+"))
    assert changes("在7日", "在八日")[0][1:3] == [("7", "-"), ("八", "+")]


@given(st.text(alphabet="甲乙丙ab1 \n", max_size=60), st.text(alphabet="甲乙丙ab1 \n", max_size=60))
def test_the_pieces_of_a_diff_hold_every_word_that_came_and_went(before: str, after: str) -> None:
    pieces = [piece for line in changes(before, after) for piece in line]
    gone = "".join(text for text, mark in pieces if mark == "-")
    come = "".join(text for text, mark in pieces if mark == "+")
    kept = "".join(text for text, mark in pieces if not mark)
    for new, old, marked in ((after, before, come), (before, after, gone)):
        fresh = [line for line in new.splitlines() if line.strip() and line not in old.splitlines()]
        assert all(char in marked + kept for line in fresh for char in line if char.strip())
