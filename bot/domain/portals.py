"""A platform's answers link by link (removed, rejected …): read from its export or from pasted text.

Columns and words vary by portal and year, so they are matched by what they contain, in Chinese and English. A line
that names no known link, or no result that is understood, is reported, never guessed.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from bot.domain.drafts import Draft
from bot.domain.followups import PortalResult
from bot.domain.sentences import Sentence, worded
from knowledge.lazily import lazily

_WORDS: tuple[tuple[PortalResult, tuple[str, ...]], ...] = (
    (
        PortalResult.WITHDRAWN,
        ("withdrawn", "withdrew", "cancelled by complainant", "撤回", "撤诉", "撤销投诉"),
    ),
    (PortalResult.COUNTERED, ("counter", "appeal", "申诉", "反通知", "声明不侵权", "不侵权声明")),
    (
        PortalResult.REJECTED,
        ("reject", "denied", "refused", "not accepted", "驳回", "不成立", "不予受理", "未通过", "失败"),
    ),
    (
        PortalResult.REMOVED,
        (
            "removed",
            "taken down",
            "deleted",
            "delisted",
            "已删除",
            "已下架",
            "删除链接",
            "投诉成立",
            "处理成功",
        ),
    ),
)
"""The first that is found counts: “appeal rejected” is about an appeal."""

_NOT_DONE = lazily(
    r"\b(?:not|un)[\s-]?(?:removed|taken down|deleted)|未删除|未下架|未处理|处理中|pending|in review",
    re.IGNORECASE,
)
_LINK = ("link", "url", "item", "listing", "product", "链接", "网址", "商品")
_RESULT = ("result", "status", "outcome", "结果", "状态")
_REASON = ("reason", "remark", "note", "comment", "原因", "理由", "备注")
_NUMBER = lazily(r"(?<!\d)\d{4,}(?!\d)")


@dataclass(frozen=True, slots=True, kw_only=True)
class PortalLine:
    """One line: what it says about where. ``item`` is the link or id as written."""

    number: int
    item: str
    result: PortalResult
    reason: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Unmatched:
    """A line nothing was made of, and why."""

    number: int
    text: str
    why: Sentence


def result_of(text: str) -> PortalResult:
    """What the words mean; unknown where none is understood."""
    low = text.casefold()
    if _NOT_DONE.search(low):
        return PortalResult.UNKNOWN
    return next(
        (result for result, words in _WORDS if any(word in low for word in words)), PortalResult.UNKNOWN
    )


def read_rows(rows: Iterable[Mapping[str, str]]) -> tuple[list[PortalLine], list[Unmatched]]:
    """The rows of a portal's export, each a column name with its cell; the first row of data is number 2."""
    lines, lost = list[PortalLine](), list[Unmatched]()
    for number, row in enumerate(rows, start=2):
        item, said = _cell(row, _LINK), _cell(row, _RESULT)
        _sort(number, item, said, _cell(row, _REASON), " ".join(v for v in row.values() if v), lines, lost)
    return lines, lost


def read_text(text: str) -> tuple[list[PortalLine], list[Unmatched]]:
    """Pasted lines: the link or id first, then the result, then what else is said."""
    lines, lost = list[PortalLine](), list[Unmatched]()
    for number, line in enumerate(text.splitlines(), start=1):
        if not line.strip():
            continue
        item, _, rest = line.strip().replace("\t", " ").partition(" ")
        _sort(number, item, rest, _after_word(rest), line.strip(), lines, lost)
    return lines, lost


def item_ids(item: str) -> Sequence[str]:
    """The ids that a link or id may mean, the likeliest first: as written, then the long numbers in it."""
    written = item.strip().rsplit(":", 1)[-1] if "://" not in item else ""
    named = re.findall(r"(?:[?&](?:id|item_?id|goods_id|offerId)=)(\w+)", item, re.IGNORECASE)
    found = [*([written] if written else []), *named, *_NUMBER.findall(item)]
    return list(dict.fromkeys(found))


def _sort(
    number: int, item: str, said: str, reason: str, whole: str, lines: list[PortalLine], lost: list[Unmatched]
) -> None:
    result = result_of(said)
    if not item:
        lost.append(Unmatched(number=number, text=whole[:200], why=worded("no link")))
    elif result is PortalResult.UNKNOWN:
        lost.append(Unmatched(number=number, text=whole[:200], why=worded("no result that is understood")))
    else:
        lines.append(PortalLine(number=number, item=item, result=result, reason=reason.strip()[:300]))


def _cell(row: Mapping[str, str], names: Sequence[str]) -> str:
    """The first cell whose column is called like that; a result's own column wins over one that only mentions it."""
    for name in names:
        for column, value in row.items():
            if name in (column or "").casefold() and value:
                return str(value).strip()
    return ""


def _after_word(rest: str) -> str:
    return rest.strip().partition(" ")[2]


def read_reply(draft: Draft, text: str) -> tuple[list[PortalLine], list[Unmatched]]:
    """The results in a portal's reply. One that names no link speaks of every link of the notice."""
    ids = [listing_id.partition(":")[2] for listing_id in draft.request.listing_ids]
    if any(each and each in text for each in ids):
        return read_text(text)
    result = result_of(text)
    if result is PortalResult.UNKNOWN:
        return [], []
    said = " ".join(text.split())[:300]
    return [PortalLine(number=1, item=item, result=result, reason=said) for item in ids], []
