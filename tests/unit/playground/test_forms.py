"""Form state and Slack's own checks of it."""

import pytest

from bot.playground.forms import find_element, problems, state_values, unknown_names
from bot.playground.jsons import Json
from bot.playground.records import SlackError
from bot.playground.typed import as_sent, as_sent_to_command
from tests.unit.playground.conftest import Api

OPTIONS = [{"text": {"type": "plain_text", "text": f"Option {v}"}, "value": v} for v in ("a", "b")]


def field(kind: str, block_id: str = "b", **more: object) -> Json:
    optional = more.pop("optional", False)
    element = {"type": kind, "action_id": "x", **more}
    return {"type": "input", "block_id": block_id, "label": {}, "optional": optional, "element": element}


@pytest.mark.parametrize(
    ("block", "value", "state"),
    [
        (field("plain_text_input"), "words", {"value": "words"}),
        (field("plain_text_input"), "", {"value": None}),
        (field("static_select", options=OPTIONS), "b", {"selected_option": OPTIONS[1]}),
        (field("static_select", options=OPTIONS), "Option a", {"selected_option": OPTIONS[0]}),
        (field("static_select", option_groups=[{"options": OPTIONS}]), "a", {"selected_option": OPTIONS[0]}),
        (field("checkboxes", options=OPTIONS), ["a", "b"], {"selected_options": OPTIONS}),
        (field("multi_static_select", options=OPTIONS), "a", {"selected_options": OPTIONS[:1]}),
        (field("radio_buttons", options=OPTIONS), None, {"selected_option": None}),
        (field("datepicker"), "2026-11-24", {"selected_date": "2026-11-24"}),
        (field("timepicker"), "09:30", {"selected_time": "09:30"}),
        (field("users_select"), "U0BOB", {"selected_user": "U0BOB"}),
        (field("multi_users_select"), ["U0BOB"], {"selected_users": ["U0BOB"]}),
        (field("conversations_select"), "C0ALERTS", {"selected_conversation": "C0ALERTS"}),
        (field("number_input"), 12, {"value": "12"}),
    ],
)
@pytest.mark.parametrize("by", ["block", "action", "both"])
def test_value_becomes_the_state_slack_would_send(block: Json, value: object, state: Json, by: str) -> None:
    given: dict[str, Json] = {"block": {"b": value}, "action": {"x": value}, "both": {"b": {"x": value}}}
    kind = block["element"]["type"]  # type: ignore[index]
    assert state_values([block], given[by]) == {"b": {"x": {"type": kind, **state}}}


def test_untouched_fields_keep_their_initial_value() -> None:
    blocks = [
        field("plain_text_input", "one", initial_value="first"),
        field("checkboxes", "two", options=OPTIONS, initial_options=OPTIONS[:1]),
        field("datepicker", "three", initial_date="2026-01-01"),
    ]
    assert state_values(blocks, {}) == {
        "one": {"x": {"type": "plain_text_input", "value": "first"}},
        "two": {"x": {"type": "checkboxes", "selected_options": OPTIONS[:1]}},
        "three": {"x": {"type": "datepicker", "selected_date": "2026-01-01"}},
    }


def test_choosing_what_is_not_offered_is_refused() -> None:
    with pytest.raises(SlackError, match="no_such_option"):
        state_values([field("static_select", options=OPTIONS)], {"x": "c"})


def test_misspelt_field_is_noticed() -> None:
    assert unknown_names([field("plain_text_input")], {"x": "1", "b": "2", "y": "3"}) == ["y"]


@pytest.mark.parametrize(
    ("block", "value", "wrong"),
    [
        (field("plain_text_input"), "", "Please complete this required field."),
        (field("checkboxes", options=OPTIONS), [], "Please complete this required field."),
        (field("plain_text_input", optional=True), "", ""),
        (field("plain_text_input", min_length=3), "ab", "Please enter at least 3 characters."),
        (field("plain_text_input", max_length=3), "abcd", "Please enter at most 3 characters."),
        (field("number_input"), "1.5", "Please enter a valid number."),
        (field("number_input", is_decimal_allowed=True), "1.5", ""),
        (field("number_input", min_value="2"), "1", "Please enter at least 2."),
        (field("number_input", max_value="2"), "3", "Please enter at most 2."),
        (field("email_text_input"), "nobody", "Please enter a valid email address."),
        (field("url_text_input"), "example", "Please enter a valid URL."),
        (field("url_text_input"), "https://example.org/x", ""),
    ],
)
def test_slack_checks_a_form_before_the_app_hears_of_it(block: Json, value: object, wrong: str) -> None:
    found = problems([block], state_values([block], {"x": value}))
    assert found == ({"b": wrong} if wrong else {})


def test_element_is_found_by_its_value_when_an_action_is_used_twice() -> None:
    buttons = [{"type": "button", "action_id": "go", "value": v} for v in ("1", "2")]
    blocks: list[Json] = [{"type": "section", "block_id": f"b{b['value']}", "accessory": b} for b in buttons]
    assert find_element(blocks, "go")[0]["block_id"] == "b1"
    assert find_element(blocks, "go", value="2")[0]["block_id"] == "b2"
    assert find_element(blocks, "go", block_id="b2")[1]["value"] == "2"
    with pytest.raises(SlackError, match="no_such_action"):
        find_element(blocks, "stop")


def test_typed_words_are_escaped_and_names_become_mentions(api: Api) -> None:
    workspace = api.slack.workspace
    assert as_sent(workspace, "<b> & @Marque, @alice and @Bob Martin see #alerts") == (
        "&lt;b&gt; &amp; <@U0MARQUE>, <@U0ALICE> and <@U0BOB> see <#C0ALERTS|alerts>"
    )
    assert as_sent(workspace, "mail bob@alice.example https://x.example/a?b=1&c") == (
        "mail bob@alice.example <https://x.example/a?b=1&amp;c>"
    )
    assert as_sent_to_command(workspace, "assign @Bob Martin") == "assign <@U0BOB|bob>"
