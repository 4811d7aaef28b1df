"""What portals say, in their words and ours, and never a guess."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.followups import PortalResult
from bot.domain.portals import item_ids, read_rows, read_text, result_of


@pytest.mark.parametrize(
    ("said", "result"),
    [
        ("Removed", "removed"),
        ("投诉成立", "removed"),
        ("已下架", "removed"),
        ("Rejected: insufficient proof", "rejected"),
        ("投诉不成立", "rejected"),
        ("卖家已申诉", "countered"),
        ("counter-notice received", "countered"),
        ("投诉方撤回", "withdrawn"),
        ("not removed", "unknown"),
        ("处理中", "unknown"),
        ("", "unknown"),
    ],
)
def test_words_of_portals_are_understood_or_left_unknown(said: str, result: str) -> None:
    assert result_of(said) is PortalResult(result)


def test_columns_are_found_by_what_they_are_called() -> None:
    lines, lost = read_rows(
        [
            {"商品链接": "https://item.taobao.com/item.htm?id=7301", "处理结果": "驳回", "原因": "证据不足"},
            {"商品链接": "", "处理结果": "已删除", "原因": ""},
        ]
    )
    [line] = lines
    assert (line.number, line.result, line.reason) == (2, PortalResult.REJECTED, "证据不足")
    assert [(each.number, str(each.why)) for each in lost] == [(3, "no link")]


def test_the_id_in_a_link_comes_before_other_numbers() -> None:
    assert item_ids("https://item.taobao.com/item.htm?spm=20260101&id=7301")[0] == "7301"
    assert item_ids("taobao:7301") == ["7301"]


@given(st.text(max_size=200))
def test_every_line_that_is_not_blank_is_read_or_reported(text: str) -> None:
    lines, lost = read_text(text)
    assert len(lines) + len(lost) == sum(bool(line.strip()) for line in text.splitlines())
