"""Reads every text that the bot showed in a scenario, as a person would: nothing raw may reach a reader."""

import json
import re
from collections.abc import Iterator
from functools import cache

from bot.playground.limits import all_texts
from bot.playground.server import Playground
from bot.slack.failures import MEANING

BOT = "U0MARQUE"
RAW = (
    ("a brace", re.compile(r"[{}]")),
    ("a Python value", re.compile(r"\bNone\b(?! [a-z])|\b(?:True|False|nan|NaN)\b")),
    ("“unknown”", re.compile(r"\bunknown\b", re.IGNORECASE)),
    ("an empty quotation", re.compile(r"“\s*”|‘\s*’|\"\s*\"|「\s*」|《\s*》|``|\(\s*\)|（\s*）")),
    ("an inner code", re.compile(r"(?<![\w/.@:-])[a-z]+(?:_[a-z0-9]+)+(?![\w/=@-]|\.[a-z])")),
)
_ADDRESS = re.compile(
    r"<?https?://[^\s|>]+|\b[\w.-]+\.(?:docx|xlsx|pdf|txt|csv|png|html|json|toml)\b|`[^`]*`"
)
"""What is written as it is: addresses, names of files, what stands in code marks to be typed or copied."""


_DATE = re.compile(r"<!date\^\d+\^[^|>]*\|([^>]*)>")
"""Slack's own date format, of which the reader sees a date."""

SLACKS_OWN = {*MEANING, "msg_too_long", "invalid_arguments"}
"""What Slack itself answers with: an admin searches for it, so it is quoted beside its meaning."""


@cache  # most scenarios show the same words
def raw_in(text: str) -> tuple[str, ...]:
    """What in a text is the program's own and no word for a reader."""
    bare = _ADDRESS.sub("·", _DATE.sub(r"\1", text))
    return tuple(
        f"{name}: {found.group()!r} in {text[:300]!r}"
        for name, sign in RAW
        for found in sign.finditer(bare)
        if found.group() not in SLACKS_OWN
    )


def raw_texts(playground: Playground) -> list[str]:
    """Every fault in what the bot posted, edited, whispered or put into a modal or Home tab, each once."""
    return list(dict.fromkeys(fault for text in _shown(playground) for fault in raw_in(text)))


def _shown(playground: Playground) -> Iterator[str]:
    for call in playground.calls():
        yield str(call.args.get("text") or "")
        yield str(call.args.get("status") or "")
        yield from all_texts([_parsed(call.args.get(name)) for name in ("blocks", "view", "prompts")])
    state = playground.state()
    for message in state.all_messages:
        if message.user == BOT:
            yield from message.everything.split("\n")
    for view in (*state.modals, *state.homes):
        yield from view.everything.split("\n")
        yield from view.errors.values()


def _parsed(value: object) -> object:
    return json.loads(value) if isinstance(value, str) and value else value
