"""What changed between two texts, line by line and word by word, as rich text: struck out, and in bold."""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from difflib import SequenceMatcher

from slack_sdk.models.blocks import Block, RichTextBlock, RichTextElementParts, RichTextSectionElement

from bot.slack.blocks.text import clip

_TOKEN = re.compile(r"[\w.@:/-]+|\s+|.", re.ASCII)
_RUNS_ON = re.compile(r"\S\n\w", re.ASCII)
"""Where what is new would be read as the end of what is gone."""
ALIKE = 0.5
"""From this share in common on two lines are one that was changed."""
MOST = 2_800
"""Characters of one block."""

Piece = tuple[str, str]
"""Text with its mark: ``""`` kept, ``-`` gone, ``+`` new."""


def changes(before: str, after: str) -> list[list[Piece]]:
    """The lines that differ, each as pieces; a replaced line shows both in one."""
    old, new = before.splitlines(), after.splitlines()
    found: list[list[Piece]] = []
    for kind, a, b, c, d in SequenceMatcher(a=old, b=new, autojunk=False).get_opcodes():
        if kind == "replace":
            found += _replaced(old[a:b], new[c:d])
        elif kind != "equal":
            found += [[(line, "-")] for line in old[a:b] if line.strip()]
            found += [[(line, "+")] for line in new[c:d] if line.strip()]
    return found


def diff_blocks(lines: Sequence[Sequence[Piece]], *, most: int) -> list[Block]:
    """The lines as rich text, at most ``most`` blocks; what is left over is cut."""
    blocks: list[Block] = []
    held: list[RichTextElementParts.Text] = []
    size = 0
    for line in lines:
        pieces = [*line, ("\n", "")]
        length = sum(len(text) for text, _ in pieces)
        if held and size + length > MOST:
            blocks.append(_block(held))
            held, size = [], 0
        held += [_piece(clip(text, MOST), mark) for text, mark in pieces if text]
        size += length
    if held:
        blocks.append(_block(held))
    return blocks[:most]


def _replaced(old: Sequence[str], new: Sequence[str]) -> Iterator[list[Piece]]:
    """Each old line beside the new one that says most of the same; a sentence is never woven into another."""
    gone, come = ([line for line in lines if line.strip()] for lines in (old, new))
    place = 0
    for before in gone:
        scores = [_alike(before, after) for after in come[place:]]
        best = max(scores, default=0.0)
        if best < ALIKE:
            yield [(before, "-")]
            continue
        found = place + scores.index(best)
        yield from ([(line, "+")] for line in come[place:found])
        yield list(_words(before, come[found]))
        place = found + 1
    yield from ([(line, "+")] for line in come[place:])


def _alike(before: str, after: str) -> float:
    """Which share of their words, or Chinese signs, two lines have in common."""
    old, new = (Counter(each for each in _TOKEN.findall(line) if each.strip()) for line in (before, after))
    return 2 * (old & new).total() / max(1, old.total() + new.total())


def _words(before: str, after: str) -> Iterator[Piece]:
    old, new = _TOKEN.findall(before), _TOKEN.findall(after)
    for kind, a, b, c, d in SequenceMatcher(a=old, b=new, autojunk=False).get_opcodes():
        gone, come = "".join(old[a:b]), "".join(new[c:d])
        if kind == "equal":
            yield gone, ""
            continue
        if gone:
            yield gone, "-"
        if _RUNS_ON.search(f"{gone}\n{come}"):
            yield " ", ""
        if come:
            yield come, "+"


def _piece(text: str, mark: str) -> RichTextElementParts.Text:
    styles = {
        "-": RichTextElementParts.TextStyle(strike=True),
        "+": RichTextElementParts.TextStyle(bold=True),
    }
    return RichTextElementParts.Text(text=text, style=styles.get(mark))


def _block(parts: Sequence[RichTextElementParts.Text]) -> Block:
    return RichTextBlock(elements=[RichTextSectionElement(elements=list(parts))])
