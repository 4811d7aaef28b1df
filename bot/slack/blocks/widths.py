"""How wide a text is on a desk, in narrow letters, a Chinese one being as wide as two: how many lines it takes, and its cut."""

import re
import unicodedata

from bot.slack.blocks.text import one_line

WIDTH, SMALL = 96, 116
"""Narrow letters in a line of a card, and in one of its small print."""
_MARKS = re.compile(r"<[@!][^>|]*(?:\|([^>]*))?>|[*`]")
_MENTION = 12


def wide(text: str) -> int:
    """How many narrow letters it is as wide as."""
    return sum(2 if unicodedata.east_asian_width(letter) in "WF" else 1 for letter in text)


def rows(line: str, width: int = WIDTH) -> int:
    """The lines that one takes on a desk; a person's name is as long as names are."""
    plain = _MARKS.sub(lambda found: found[1] or ("" if found[0] in "*`" else "@" * _MENTION), line)
    return max(1, -(-wide(plain) // width))


def cut(text: str, width: int) -> str:
    """The text on one line of so many narrow letters, not escaped."""
    told, held = one_line(text, width), 0
    for place, letter in enumerate(told):
        held += wide(letter)
        if held > width:
            return f"{told[: max(0, place - 2)]}…"
    return told


def whole(text: str, width: int) -> str:
    """A sentence as far as there is room: all of it, else its first part: what is lacking, not what to do about it."""
    told = one_line(text, len(text) + 1)
    return cut(told if wide(told) <= width else re.split("[;；]", told)[0], width)
