"""The evidence list as offices want it, as a workbook: 序号 证据名称 证明目的 来源 页码."""

from collections.abc import Iterator, Sequence

from bot.domain.compositions import Annex
from bot.workbooks import Value, workbook

_HEAD = ("序号", "证据名称", "证明目的", "来源", "页码", "编号", "SHA-256")
_WIDTHS = (6, 44, 44, 44, 10, 14, 68)


def evidence_list(exhibits: Sequence[Annex]) -> bytes:
    """The list with running page numbers."""
    return workbook([("证据清单", [_HEAD, *_rows(exhibits)])], _WIDTHS)


def _rows(exhibits: Sequence[Annex]) -> Iterator[Sequence[Value]]:
    first = 1
    for each in exhibits:
        last = first + max(each.pages, 1) - 1
        pages = str(first) if first == last else f"{first}–{last}"
        yield str(each.no), each.title, each.proves, each.source, pages, each.id, each.sha256
        first = last + 1
