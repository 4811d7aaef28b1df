"""Slack's limits: one over is refused, the limit itself passes."""

import pytest

from bot.playground.jsons import Json
from bot.playground.limits import check_message, check_view
from bot.playground.records import SlackError


def plain(words: str) -> Json:
    return {"type": "plain_text", "text": words}


def section(words: str) -> Json:
    return {"type": "section", "text": {"type": "mrkdwn", "text": words}}


def fields(count: int, length: int) -> Json:
    return {"type": "section", "fields": [plain("x" * length)] * count}


def context(count: int) -> Json:
    return {"type": "context", "elements": [plain("x")] * count}


def button(number: int = 0, **changes: object) -> Json:
    return {"type": "button", "action_id": f"a{number}", "text": plain("Go"), **changes}


def actions(*elements: Json) -> Json:
    return {"type": "actions", "elements": list(elements)}


def select(count: int) -> Json:
    options = [{"text": plain(f"o{n}"), "value": str(n)} for n in range(count)]
    return actions({"type": "static_select", "action_id": "s", "options": options})


def layout(rows: int, *blocks: Json) -> Json:
    return {"type": "layout", "label": "x", "rows": [{"items": [{"blocks": list(blocks)}]}] * rows}


def data_table(rows: int, columns: int) -> Json:
    return {
        "type": "data_table",
        "caption": "x",
        "rows": [[{"type": "raw_text", "text": "x"}] * columns] * rows,
    }


def chart(points: int, series: int = 1) -> Json:
    names = [f"n{number}" for number in range(points)]
    bars = {"name": "x", "data": [{"label": name, "value": 1} for name in names]}
    told = {"type": "bar", "series": [bars] * series, "axis_config": {"categories": names}}
    return {"type": "data_visualization", "title": "x", "chart": told}


def error_of(blocks: list[Json], words: str = "text") -> str:
    with pytest.raises(SlackError) as refusal:
        check_message(words, blocks)
    return refusal.value.code


@pytest.mark.parametrize(
    ("fits", "too_much"),
    [
        ([{"type": "divider"}] * 50, [{"type": "divider"}] * 51),
        ([section("x" * 3000)], [section("x" * 3001)]),
        ([{"type": "header", "text": plain("x" * 150)}], [{"type": "header", "text": plain("x" * 151)}]),
        ([actions(button(text=plain("x" * 75)))], [actions(button(text=plain("x" * 76)))]),
        ([actions(button(value="x" * 2000))], [actions(button(value="x" * 2001))]),
        ([actions(*(button(n) for n in range(25)))], [actions(*(button(n) for n in range(26)))]),
        ([select(100)], [select(101)]),
        ([fields(1, 2000)], [fields(1, 2001)]),
        ([fields(10, 1)], [fields(11, 1)]),
        ([context(10)], [context(11)]),
        ([{"type": "markdown", "text": "x" * 12000}], [{"type": "markdown", "text": "x" * 12001}]),
        ([layout(5, section("x"))], [layout(6, section("x"))]),
        ([layout(1, section("x" * 3000))], [layout(1, section("x" * 3001))]),
        ([data_table(101, 20)], [data_table(102, 20)]),
        ([data_table(2, 20)], [data_table(2, 21)]),
        ([data_table(2, 1)], [data_table(1, 1)]),
        ([chart(20, 6)], [chart(21, 6)]),
        ([chart(1, 6)], [chart(1, 7)]),
        ([chart(1)] * 2, [chart(1)] * 3),
    ],
)
def test_one_over_the_limit_is_refused(fits: list[Json], too_much: list[Json]) -> None:
    check_message("text", fits)
    assert error_of(too_much) == "invalid_blocks"


@pytest.mark.parametrize(
    "block",
    [
        {"type": "nonsense"},
        {"type": "section"},
        section(""),
        {"type": "header", "text": {"type": "mrkdwn", "text": "x"}},
        {"type": "image", "image_url": "https://x.example/a.png"},
        {"type": "actions", "elements": []},
        actions(button(1), button(1)),
        {"type": "input", "label": plain("x")},
    ],
)
def test_malformed_block_is_refused(block: Json) -> None:
    assert error_of([block]) == "invalid_blocks"


def test_refusal_points_at_the_fault() -> None:
    with pytest.raises(SlackError) as refusal:
        check_message("text", [{"type": "divider"}, section("x" * 3001)])
    assert refusal.value.body() == {
        "ok": False,
        "error": "invalid_blocks",
        "response_metadata": {
            "messages": ["[ERROR] must be less than 3001 characters [json-pointer:/blocks/1/text/text]"]
        },
    }


def test_blocks_that_are_legal_one_by_one_can_be_too_long_together() -> None:
    check_message("text", [section("x" * 3000)] * 4)
    assert error_of([section("x" * 2700)] * 5) == "msg_blocks_too_long"


def test_text_beyond_40000_characters_is_refused() -> None:
    check_message("x" * 40_000, [])
    assert error_of([], "x" * 40_001) == "msg_too_long"


def test_two_blocks_with_one_id_are_refused() -> None:
    assert error_of([{"type": "divider", "block_id": "b"}] * 2) == "invalid_blocks"


def test_button_may_ask_for_confirmation() -> None:
    confirm = {"title": plain("Sure?"), "text": plain("Really"), "confirm": plain("Yes"), "deny": plain("No")}
    check_message("text", [actions(button(confirm=confirm))])
    assert error_of([actions(button(confirm={**confirm, "title": plain("x" * 101)}))]) == "invalid_blocks"


def view(**changes: object) -> Json:
    return {"type": "modal", "title": plain("Title"), "blocks": [{"type": "divider"}], **changes}


@pytest.mark.parametrize(
    "changes",
    [
        {"title": plain("x" * 25)},
        {"title": None},
        {"private_metadata": "x" * 3001},
        {"callback_id": "x" * 256},
        {"blocks": [{"type": "divider"}] * 101},
        {"type": "window"},
        {
            "blocks": [
                {
                    "type": "input",
                    "label": plain("L"),
                    "element": {"type": "plain_text_input", "action_id": "a"},
                }
            ]
        },
    ],
)
def test_view_beyond_a_limit_is_refused(changes: Json) -> None:
    check_view(view())
    with pytest.raises(SlackError) as refusal:
        check_view(view(**changes))
    assert refusal.value.code == "invalid_arguments"


def test_view_at_its_limits_passes() -> None:
    check_view(view(private_metadata="x" * 3000, title=plain("x" * 24), blocks=[{"type": "divider"}] * 100))
