"""The letter of a draft to read: Chinese and English side by side, what a portal asks, what it rests on."""

import re
from collections.abc import Iterator
from itertools import zip_longest

from slack_sdk.models.blocks import Block, PlainTextObject, SectionBlock

from bot.domain.drafts import Draft
from bot.slack.blocks.citing import cited_together
from bot.slack.blocks.text import (
    SECTION,
    clip,
    context,
    esc,
    header,
    long_text,
    one_line,
    pieces,
    readable,
    section,
)
from bot.words.book import Words
from knowledge.law import Register

CELL, ROWS = 2_000, 5
"""Characters of one field of a section, and rows of two fields in it."""
LETTER, ANNEXES, FIELDS = 40, 15, 20
"""Blocks that the letter may take, and lines of the rest."""
_HEADING = re.compile(r"^(?=#{1,6} )", re.MULTILINE)


def letter_blocks(draft: Draft, words: Words) -> Iterator[Block]:
    """The whole text, paragraph beside paragraph where there are two languages."""
    texts = draft.composition.texts
    if not texts:
        return
    yield header(" · ".join(words(f"language.{language}") for language, _ in texts))
    if len(texts) != 2:  # side by side are two
        yield from (block for _, text in texts for block in long_text(readable(text)))
        return
    rows = [row for pair in paired(texts[0][1], texts[1][1]) for row in _rows(*pair)]
    blocks = [_beside(rows[at : at + ROWS]) for at in range(0, len(rows), ROWS)]
    yield from blocks[:LETTER]
    if len(blocks) > LETTER:
        yield context(words("draft.continues"))


def paired(one: str, other: str) -> Iterator[tuple[str, str]]:
    """Paragraphs that say the same: by their headings, and within these one by one where there are as many."""
    for left, right in zip_longest(_HEADING.split(one), _HEADING.split(other), fillvalue=""):
        first, second = _paragraphs(left), _paragraphs(right)
        if len(first) == len(second):
            yield from zip(first, second, strict=True)
        else:
            yield "\n\n".join(first), "\n\n".join(second)


def rest_blocks(draft: Draft, words: Words, register: Register) -> Iterator[Block]:
    """What stands beside the letter: fields of the portal, provisions, evidence."""
    composed = draft.composition
    if composed.fields:
        lines = [
            f"• *{esc(one_line(f'{f.label_zh} {f.label}'.strip(), 80))}*: {esc(one_line(f.value, 200)) or '–'}"
            for f in composed.fields[:FIELDS]
        ]
        yield header(words("draft.portal"))
        yield from map(section, pieces("\n".join(lines), SECTION))
    if composed.provisions:
        found = [(p.key, p.instrument, p.article) for p in composed.provisions]
        yield section(
            f"*{words('draft.provisions')}*\n{esc(cited_together(register, found, words.language))}"
        )
    if composed.annexes:
        lines = [
            f"{a.no}. {esc(one_line(a.title, 150))} · {esc(one_line(a.proves, 150))}"
            for a in composed.annexes[:ANNEXES]
        ]
        if len(composed.annexes) > ANNEXES:
            lines.append(words("text.more", count=len(composed.annexes) - ANNEXES))
        yield section("\n".join([f"*{words('draft.evidence')}*", *lines]))


def _paragraphs(markdown: str) -> list[str]:
    return [part for part in readable(markdown).split("\n\n") if part.strip()]


def _rows(left: str, right: str) -> Iterator[tuple[str, str]]:
    """A pair in parts that fit into a field each."""
    yield from zip_longest(pieces(left, CELL), pieces(right, CELL), fillvalue="–")


def _beside(rows: list[tuple[str, str]]) -> Block:
    cells = [PlainTextObject(text=clip(cell, CELL), emoji=False) for row in rows for cell in row]
    return SectionBlock(fields=cells)
