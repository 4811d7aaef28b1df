"""Blocks that Slack has had since 2026: side by side, tables that sort, charts. Each carries what stands in its place where
Slack, or a server that plays it, refuses it."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeVar

from slack_sdk.models.blocks import Block

REFUSED = frozenset({"invalid_blocks", "invalid_blocks_format", "invalid_arguments", "unsupported_block"})
LABEL, TITLE, TICK = 150, 50, 20
"""Characters of a label, of a chart's title, and of a name on its axis."""
MOST_ROWS, MOST_POINTS = 100, 20
ROWS_A_PAGE = 10

Shown = TypeVar("Shown")
Cell = Mapping[str, object]


class NewBlock(Block):
    """A block as Slack describes it, and the ``plain`` ones that say the same."""

    def __init__(self, kind: str, told: Mapping[str, object], plain: Sequence[Block]) -> None:
        super().__init__(type=kind)
        self._told, self.plain = told, tuple(plain)

    def to_dict(self, *args: object) -> dict[str, object]:
        """What Slack is sent."""
        return {"type": self.type, **self._told}


@dataclass(frozen=True, slots=True, kw_only=True)
class Bars:
    """A row of bars of one colour, one for each name on the axis."""

    name: str
    values: Sequence[float]


def with_picture(block: Block, plain: Block) -> Block:
    """A block with somebody else's picture; ``plain`` says the same where Slack cannot load that."""
    told = {name: value for name, value in block.to_dict().items() if name != "type"}
    return NewBlock(str(block.type), told, (plain,))


def side_by_side(label: str, items: Sequence[Sequence[Block]], plain: Sequence[Block]) -> Block:
    """Groups of blocks beside each other; ``label`` is read aloud."""
    columns = [{"blocks": [block.to_dict() for block in blocks]} for blocks in items]
    below = [block.to_dict() for block in plain]
    told = {"label": label[:LABEL], "rows": [{"items": columns}], "fallback": below}
    return NewBlock("layout", told, plain)


def table(caption: str, head: Sequence[str], rows: Iterable[Sequence[Cell]], plain: Sequence[Block]) -> Block:
    """Rows under a head, which the reader sorts and filters."""
    first = [text_cell(name) for name in head]
    told = {"caption": caption, "rows": [first, *map(list, rows)][: MOST_ROWS + 1], "page_size": ROWS_A_PAGE}
    return NewBlock("data_table", told, plain)


def text_cell(text: str) -> Cell:
    """A cell in which nothing has an effect."""
    return {"type": "raw_text", "text": text or "–"}


def link_cell(url: str, text: str) -> Cell:
    """A cell that leads somewhere."""
    return _rich({"type": "link", "url": url, "text": text or url})


def person_cell(who: str) -> Cell:
    """A cell with a person as Slack shows them."""
    return _rich({"type": "user", "user_id": who})


def chart(title: str, names: Sequence[str], bars: Sequence[Bars], plain: Sequence[Block]) -> Block:
    """Bars over the names, beside each other where there are several rows of them."""
    ticks = [name[:TICK] for name in names[:MOST_POINTS]]
    series = [
        {
            "name": each.name,
            "data": [{"label": n, "value": v} for n, v in zip(ticks, each.values, strict=False)],
        }
        for each in bars
    ]
    told = {
        "title": title[:TITLE],
        "chart": {"type": "bar", "series": series, "axis_config": {"categories": ticks}},
    }
    return NewBlock("data_visualization", told, plain)


def _rich(element: Mapping[str, object]) -> Cell:
    return {"type": "rich_text", "elements": [{"type": "rich_text_section", "elements": [element]}]}
