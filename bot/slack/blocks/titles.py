"""A listing's title as it was published, with what gave it away set off; Slack reads nothing in it as a mention or a link."""

import re
from collections.abc import Mapping

from slack_sdk.models.blocks import Block, RichTextBlock, RichTextElementParts, RichTextSectionElement

from bot.domain.assessments import Assessment
from bot.domain.listings import Listing
from bot.slack.blocks.text import clean, context, esc, one_line
from bot.words.book import Words
from bot.words.gloss import title_gloss

LONGEST_TITLE = 400
"""How the price detector says how far a price is under the lowest lawful one."""
_CHINESE = re.compile(r"[\u4e00-\u9fff]+")
_STRONG = RichTextElementParts.TextStyle(bold=True, code=True)

Piece = tuple[str, bool]
"""A part of a title, and whether a reason rests on it."""


def marked_title(listing: Listing, assessment: Assessment) -> Block:
    """The title as published, with the parts that the reasons rest on marked."""
    parts = [
        RichTextElementParts.Text(text=text, style=_STRONG if marked else None)
        for text, marked in title_pieces(listing.title, assessment)
    ]
    return RichTextBlock(elements=[RichTextSectionElement(elements=parts)])


def glossed_title(listing: Listing, assessment: Assessment, words: Words) -> list[Block]:
    """The title as published, and for English readers its words one by one."""
    known = names_in(listing, assessment)
    gloss = (
        one_line(title_gloss(clean(listing.title), known), LONGEST_TITLE) if words.language == "en" else ""
    )
    told = [context(words("alert.gloss", gloss=esc(gloss)))] if gloss else []
    return [marked_title(listing, assessment), *told]


def names_in(listing: Listing, assessment: Assessment) -> Mapping[str, str]:
    """The brand book's Chinese names that were found in the title, in English: the brand, and what it calls its goods."""
    english = {"wordmark": assessment.brand, "line": assessment.product[0]}
    spans = [(signal.span, english.get(signal.name, "")) for signal in assessment.signals]
    found = {listing.title[span[0] : span[1]].strip(): name for span, name in spans if span and name}
    return {chinese: name for chinese, name in found.items() if _CHINESE.fullmatch(chinese)}


def marked_text(listing: Listing, assessment: Assessment) -> str:
    """The same in one line of escaped text, the marked parts in brackets."""
    pieces = title_pieces(listing.title, assessment)
    return esc("".join(f"[{text}]" if marked else text for text, marked in pieces))


def title_pieces(title: str, assessment: Assessment) -> list[Piece]:
    """The title on one line, at most 400 characters, cut at the marks of the signals; never empty."""
    found: list[Piece] = []
    at, room = 0, LONGEST_TITLE
    for start, end in _spans(title, assessment):
        found += [(title[at:start], False), (title[start:end], True)]
        at = end
    shown: list[Piece] = []
    for text, marked in (*found, (title[at:], False)):
        words = " ".join(clean(text).split("\n")).replace("\t", " ")
        if words and room > 0:
            shown.append((words if len(words) <= room else f"{words[: room - 1]}…", marked))
            room -= len(words)
    return shown if any(text.strip() for text, _ in shown) else [("–", False)]


def _spans(title: str, assessment: Assessment) -> list[tuple[int, int]]:
    """Where the title is marked: in order, apart, within it."""
    spans = sorted(s.span for s in assessment.signals if s.span and s.score > 0)
    apart: list[tuple[int, int]] = []
    for start, end in spans:
        if not 0 <= start < end <= len(title):
            continue
        if apart and start <= apart[-1][1]:
            apart[-1] = (apart[-1][0], max(end, apart[-1][1]))
        else:
            apart.append((start, end))
    return apart
