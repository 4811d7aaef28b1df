"""What a person put into blocks: the state Slack sends along, and the checks Slack makes before it does."""

import re
from collections.abc import Iterator

from bot.playground.jsons import Json, as_record, number, record, records, text
from bot.playground.records import SlackError

_TEXT_INPUTS = frozenset({"plain_text_input", "email_text_input", "url_text_input", "number_input"})
_ONE_OPTION = frozenset({"static_select", "external_select", "radio_buttons", "overflow"})
_MANY_OPTIONS = frozenset({"multi_static_select", "multi_external_select", "checkboxes"})
_PLAIN = {
    "datepicker": ("selected_date", "initial_date"),
    "timepicker": ("selected_time", "initial_time"),
    "datetimepicker": ("selected_date_time", "initial_date_time"),
    "users_select": ("selected_user", "initial_user"),
    "conversations_select": ("selected_conversation", "initial_conversation"),
    "channels_select": ("selected_channel", "initial_channel"),
}
_FILES = "file_input"
_PLAIN_MANY = {
    "multi_users_select": ("selected_users", "initial_users"),
    "multi_conversations_select": ("selected_conversations", "initial_conversations"),
    "multi_channels_select": ("selected_channels", "initial_channels"),
}
_REQUIRED = "Please complete this required field."


def elements(block: Json) -> list[Json]:
    """The interactive elements of one block."""
    single = [e for e in (as_record(block.get("element")), as_record(block.get("accessory"))) if e]
    return [e for e in (*single, *records(block, "elements")) if e.get("action_id")]


def find_element(
    blocks: list[Json], action_id: str, block_id: str = "", value: object = None
) -> tuple[Json, Json]:
    """The block and element a person means; by `value` when an action id is used in several blocks."""
    found = [
        (block, element)
        for block in blocks
        for element in elements(block)
        if text(element, "action_id") == action_id and block_id in ("", text(block, "block_id"))
    ]
    same = [pair for pair in found if value is not None and pair[1].get("value") == value]
    if not found:
        raise SlackError("no_such_action", f"nothing here has the action id {action_id}")
    return (same or found)[0]


def options(element: Json) -> list[Json]:
    """Everything that can be chosen, groups laid flat."""
    grouped = [o for group in records(element, "option_groups") for o in records(group, "options")]
    return records(element, "options") + grouped


def _option(element: Json, chosen: object) -> Json | None:
    if isinstance(chosen, dict):
        return chosen
    if chosen in (None, ""):
        return None
    for option in options(element):
        if chosen in (text(option, "value"), text(record(option, "text"), "text")):
            return option
    raise SlackError("no_such_option", f"{text(element, 'action_id')} has no option {chosen}")


def _several(value: object) -> list[object]:
    if value is None:
        return []
    return list(value) if isinstance(value, list | tuple) else [value]


def chosen(element: Json, value: object) -> Json:
    """One element's entry in `state.values`."""
    kind = text(element, "type")
    if kind in _TEXT_INPUTS:
        return {"type": kind, "value": None if value in (None, "") else str(value)}
    if kind in _ONE_OPTION:
        return {"type": kind, "selected_option": _option(element, value)}
    if kind in _MANY_OPTIONS:
        return {"type": kind, "selected_options": [_option(element, item) for item in _several(value)]}
    if kind in _PLAIN:
        return {"type": kind, _PLAIN[kind][0]: value if value != "" else None}
    if kind in _PLAIN_MANY:
        return {"type": kind, _PLAIN_MANY[kind][0]: _several(value)}
    if kind == _FILES:
        return {"type": kind, "files": _several(value)}
    return {"type": kind, "value": value}


def initial(element: Json) -> object:
    """What an element holds before anybody touches it."""
    kind = text(element, "type")
    if kind in _TEXT_INPUTS:
        return element.get("initial_value")
    if kind in _ONE_OPTION:
        return element.get("initial_option")
    if kind in _MANY_OPTIONS:
        return element.get("initial_options")
    return element.get({**_PLAIN, **_PLAIN_MANY}.get(kind, ("", ""))[1])


def _stateful(element: Json) -> bool:
    kind = text(element, "type")
    known = _TEXT_INPUTS | _ONE_OPTION | _MANY_OPTIONS | _PLAIN.keys() | _PLAIN_MANY.keys() | {_FILES}
    return kind in known and kind != "overflow"


def state_values(blocks: list[Json], given: Json) -> Json:
    """`state.values` for these blocks.

    `given` may name a value by block id and action id, by action id alone or by block id alone; what it
    leaves out keeps its initial value.
    """
    values: dict[str, Json] = {}
    for block in blocks:
        for element in filter(_stateful, elements(block)):
            block_id, action_id = text(block, "block_id"), text(element, "action_id")
            value = _given(given, block_id, action_id, initial(element))
            values.setdefault(block_id, {})[action_id] = chosen(element, value)
    return dict(values)


def _given(given: Json, block_id: str, action_id: str, default: object) -> object:
    by_block = given.get(block_id)
    if isinstance(by_block, dict) and action_id in by_block:
        return by_block[action_id]
    if action_id in given:
        return given[action_id]
    return by_block if block_id in given and not isinstance(by_block, dict) else default


def unknown_names(blocks: list[Json], given: Json) -> list[str]:
    """Names in `given` that fit no block and no element, so that a test's typing error is heard."""
    known = {text(b, "block_id") for b in blocks} | {
        text(e, "action_id") for b in blocks for e in elements(b)
    }
    return sorted(set(given) - known)


def problems(blocks: list[Json], values: Json) -> dict[str, str]:
    """What Slack itself refuses before the app hears of a submission, by block id."""
    found: dict[str, str] = {}
    for block in blocks:
        if text(block, "type") != "input":
            continue
        element = record(block, "element")
        entry = record(record(values, text(block, "block_id")), text(element, "action_id"))
        for problem in _entry_problems(element, entry, optional=bool(block.get("optional"))):
            found.setdefault(text(block, "block_id"), problem)
    return found


def _entry_problems(element: Json, entry: Json, *, optional: bool) -> Iterator[str]:
    filled = [value for key, value in entry.items() if key != "type" and value not in (None, "", [])]
    if not filled:
        if not optional:
            yield _REQUIRED
        return
    value, kind = text(entry, "value"), text(element, "type")
    if kind == "plain_text_input":
        if len(value) < number(element, "min_length", 0):
            yield f"Please enter at least {int(number(element, 'min_length', 0))} characters."
        if len(value) > number(element, "max_length", 3000):
            yield f"Please enter at most {int(number(element, 'max_length', 3000))} characters."
    elif kind == "number_input":
        yield from _number_problems(element, value)
    elif kind == "email_text_input" and not re.fullmatch(r"[^@\s]+@[^@\s]+", value):
        yield "Please enter a valid email address."
    elif kind == "url_text_input" and not re.fullmatch(r"[a-z][a-z0-9+.-]*://\S+", value, re.IGNORECASE):
        yield "Please enter a valid URL."


def _number_problems(element: Json, value: str) -> Iterator[str]:
    pattern = r"-?\d+(\.\d+)?" if element.get("is_decimal_allowed") else r"-?\d+"
    if not re.fullmatch(pattern, value):
        yield "Please enter a valid number."
    elif float(value) < number(element, "min_value", float("-inf")):
        yield f"Please enter at least {text(element, 'min_value')}."
    elif float(value) > number(element, "max_value", float("inf")):
        yield f"Please enter at most {text(element, 'max_value')}."
