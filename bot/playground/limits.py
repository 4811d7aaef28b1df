"""Slack's limits on blocks, messages and views, refused with Slack's own error codes.

The figures are those of docs.slack.dev; the total of 13,200 characters is not documented there but is what
the platform refuses in practice (`msg_blocks_too_long`).
"""

from collections.abc import Iterator

from bot.playground.jsons import Json, as_record, record, records, strings, text
from bot.playground.records import SlackError

MESSAGE_BLOCKS = 50
VIEW_BLOCKS = 100
MESSAGE_TEXT = 40_000
MESSAGE_CHARACTERS = 13_200
MARKDOWN_CHARACTERS = 12_000
LABEL, TABLE_COLUMNS, HEAD_AND_ONE = 150, 20, 2
CHART_TITLE, CHART_SERIES, CHART_POINTS, CHARTS = 50, 6, 20, 2

_BLOCKS = frozenset(
    {
        "actions", "alert", "call", "card", "carousel", "container", "context", "context_actions",
        "data_table", "data_visualization", "divider", "file", "header", "image", "input", "layout",
        "markdown", "plan", "rich_text", "section", "table", "task_card", "video",
    }
)  # fmt: skip
_ELEMENT_TEXTS = {
    "action_id": 255,
    "value": 2000,
    "url": 3000,
    "image_url": 3000,
    "alt_text": 2000,
    "callback_id": 255,
}
_TEXT_LIMITS = {
    "section": {"text": 3000},
    "header": {"text": 150},
    "input": {"label": 2000, "hint": 2000},
    "image": {"title": 2000},
    "button": {"text": 75},
    "option": {"text": 75, "description": 75},
    "confirm": {"title": 100, "text": 300, "confirm": 30, "deny": 30},
}
_LISTS = {
    ("section", "fields"): 10,
    ("actions", "elements"): 25,
    ("context", "elements"): 10,
    ("context_actions", "elements"): 5,
    ("overflow", "options"): 5,
    ("checkboxes", "options"): 10,
    ("radio_buttons", "options"): 10,
    ("table", "rows"): 100,
    ("data_table", "rows"): 101,
    ("layout", "rows"): 5,
}
_OPTION_LISTS = 100


def check_message(body_text: str, blocks: list[Json], *, has_more: bool = False) -> None:
    """Refuse a message Slack would refuse; `has_more` says that it carries attachments or files."""
    if not body_text and not blocks and not has_more:
        raise SlackError("no_text")
    if len(body_text) > MESSAGE_TEXT:
        raise SlackError("msg_too_long")
    _refuse(check_blocks(blocks, MESSAGE_BLOCKS))
    if sum(map(len, all_texts(blocks))) > MESSAGE_CHARACTERS:
        raise SlackError("msg_blocks_too_long")


def check_view(view: Json) -> None:
    """Refuse a modal or Home tab Slack would refuse."""
    kind = text(view, "type")
    if kind not in {"modal", "home"}:
        raise SlackError("invalid_arguments", "unsupported type [json-pointer:/view/type]")
    blocks = records(view, "blocks")
    problems = list(check_blocks(blocks, VIEW_BLOCKS))
    for key, limit in (("private_metadata", 3000), ("callback_id", 255)):
        if len(text(view, key)) > limit:
            problems.append(f"must be less than {limit + 1} characters [json-pointer:/view/{key}]")
    if kind == "modal":
        problems += _modal_texts(view, needs_submit=any(text(b, "type") == "input" for b in blocks))
    if problems:
        raise SlackError("invalid_arguments", *problems)


def _modal_texts(view: Json, *, needs_submit: bool) -> Iterator[str]:
    for key in ("title", "submit", "close"):
        words = text(record(view, key), "text")
        if len(words) > 24:
            yield f"must be less than 25 characters [json-pointer:/view/{key}/text]"
        if not words and (key == "title" or (key == "submit" and needs_submit)):
            yield f"missing required field: {key} [json-pointer:/view]"


def _refuse(problems: Iterator[str]) -> None:
    found = list(problems)
    if found:
        raise SlackError("invalid_blocks", *found)


def check_blocks(blocks: list[Json], most: int) -> Iterator[str]:
    """What is wrong with these blocks, each with a pointer to where."""
    if len(blocks) > most:
        yield f"no more than {most} items allowed [json-pointer:/blocks]"
    seen: set[str] = set()
    for index, block in enumerate(blocks):
        where = f"/blocks/{index}"
        kind, block_id = text(block, "type"), text(block, "block_id")
        if kind not in _BLOCKS:
            yield f"unsupported type: {kind} [json-pointer:{where}/type]"
        if len(block_id) > 255 or (block_id and block_id in seen):
            yield f"block_id must be unique and at most 255 characters [json-pointer:{where}/block_id]"
        seen.add(block_id)
        yield from _missing(kind, block, where)
        yield from _newer(kind, block, where)
        yield from _walk(kind, block, where)
        yield from _repeated_actions(block, where)
    if sum(text(b, "type") == "data_visualization" for b in blocks) > CHARTS:
        yield f"no more than {CHARTS} charts [json-pointer:/blocks]"
    if sum(len(text(b, "text")) for b in blocks if text(b, "type") == "markdown") > MARKDOWN_CHARACTERS:
        yield f"markdown is limited to {MARKDOWN_CHARACTERS} characters in all [json-pointer:/blocks]"


def _missing(kind: str, block: Json, where: str) -> Iterator[str]:
    if kind == "section" and not block.get("text") and not block.get("fields"):
        yield f"missing required field: text or fields [json-pointer:{where}]"
    needed = {
        "header": ("text",),
        "input": ("label", "element"),
        "image": ("alt_text",),
        "actions": ("elements",),
        "context": ("elements",),
        "context_actions": ("elements",),
        "markdown": ("text",),
        "table": ("rows",),
        "data_table": ("rows", "caption"),
        "data_visualization": ("title", "chart"),
        "layout": ("label", "rows"),
    }
    for key in needed.get(kind, ()):
        if not block.get(key):
            yield f"missing required field: {key} [json-pointer:{where}]"
    if kind == "header" and text(record(block, "text"), "type") != "plain_text":
        yield f"must be plain_text [json-pointer:{where}/text/type]"


def _newer(kind: str, block: Json, where: str) -> Iterator[str]:
    """What is wrong with a layout, a table that sorts, or a chart."""
    if kind == "layout":
        if len(text(block, "label")) > LABEL:
            yield f"must be less than {LABEL + 1} characters [json-pointer:{where}/label]"
        for row in records(block, "rows"):
            for item in records(row, "items"):
                yield from check_blocks(records(item, "blocks"), VIEW_BLOCKS)
        yield from check_blocks(records(block, "fallback"), VIEW_BLOCKS)
    elif kind == "data_table":
        rows = block.get("rows")
        widths = [len(row) if isinstance(row, list) else 0 for row in rows] if isinstance(rows, list) else []
        if len(widths) < HEAD_AND_ONE or len(set(widths)) != 1 or not 0 < widths[0] <= TABLE_COLUMNS:
            yield f"rows must have the same number of values, 1 to {TABLE_COLUMNS} [json-pointer:{where}/rows]"
    elif kind == "data_visualization":
        yield from _chart(record(block, "chart"), where)
        if len(text(block, "title")) > CHART_TITLE:
            yield f"must be less than {CHART_TITLE + 1} characters [json-pointer:{where}/title]"


def _chart(chart: Json, where: str) -> Iterator[str]:
    series = records(chart, "series")
    names = strings(record(chart, "axis_config"), "categories")
    if text(chart, "type") not in {"bar", "line", "area"} or not 0 < len(series) <= CHART_SERIES:
        yield f"must be a bar, line or area chart of 1 to {CHART_SERIES} series [json-pointer:{where}/chart]"
    for each in series:
        if [text(point, "label") for point in records(each, "data")] != names or not 0 < len(
            names
        ) <= CHART_POINTS:
            yield f"labels must match the categories, 1 to {CHART_POINTS} [json-pointer:{where}/chart/series]"


def _walk(kind: str, node: Json, where: str) -> Iterator[str]:
    """Check one block, element or option, then everything inside it."""
    for key, limit in _TEXT_LIMITS.get(kind, {}).items():
        yield from _text_object(node.get(key), limit, f"{where}/{key}")
    for key, limit in _ELEMENT_TEXTS.items():
        allowed = 150 if kind == "option" and key == "value" else limit
        if len(text(node, key)) > allowed:
            yield f"must be less than {allowed + 1} characters [json-pointer:{where}/{key}]"
    for key, value in node.items():
        if isinstance(value, list):
            yield from _walk_list(kind, key, value, f"{where}/{key}")
        elif kind != "confirm" and key in {"accessory", "element", "confirm"} and isinstance(value, dict):
            yield from _walk("confirm" if key == "confirm" else text(value, "type"), value, f"{where}/{key}")


def _walk_list(kind: str, key: str, items: list[object], where: str) -> Iterator[str]:
    most = _LISTS.get((kind, key), _OPTION_LISTS if key in {"options", "option_groups"} else None)
    if most is not None and len(items) > most:
        yield f"no more than {most} items allowed [json-pointer:{where}]"
    if key in {"options", "elements", "option_groups"} and not items:
        yield f"no less than 1 items allowed [json-pointer:{where}]"
    for index, item in enumerate(items):
        if not isinstance(item, dict):
            continue
        if key == "fields" and kind == "section":
            yield from _text_object(item, 2000, f"{where}/{index}")
        else:
            yield from _walk("option" if key == "options" else text(item, "type"), item, f"{where}/{index}")


def _text_object(value: object, limit: int, where: str) -> Iterator[str]:
    if value is None:
        return
    node = as_record(value)
    words = text(node, "text")
    if text(node, "type") not in {"plain_text", "mrkdwn"}:
        yield f"must be a text object [json-pointer:{where}]"
    elif not words:
        yield f"must be more than 0 characters [json-pointer:{where}/text]"
    elif len(words) > limit:
        yield f"must be less than {limit + 1} characters [json-pointer:{where}/text]"


def _repeated_actions(block: Json, where: str) -> Iterator[str]:
    ids = [text(e, "action_id") for e in records(block, "elements") if e.get("action_id")]
    for repeated in sorted({i for i in ids if ids.count(i) > 1}):
        yield f"action_id {repeated} is used twice [json-pointer:{where}/elements]"


def all_texts(node: object) -> Iterator[str]:
    """Every piece of text a reader of these blocks would see."""
    if isinstance(node, list):
        for item in node:
            yield from all_texts(item)
    elif isinstance(node, dict):
        for key, value in node.items():
            if key in {"text", "alt_text"} and isinstance(value, str):
                yield value
            else:
                yield from all_texts(value)
