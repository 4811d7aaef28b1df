"""Text for Slack: escaped (mrkdwn, mentions), cut to Slack's maximum lengths, put into blocks. It knows no subject."""

import re
from collections.abc import Iterable, Sequence
from datetime import datetime
from itertools import zip_longest
from urllib.parse import quote, urlsplit

from slack_sdk.models.blocks import (
    ActionsBlock,
    Block,
    ButtonElement,
    ContextBlock,
    HeaderBlock,
    InteractiveElement,
    MarkdownTextObject,
    PlainTextObject,
    SectionBlock,
)

from bot.domain.ids import known_as
from bot.domain.moments import CHINA
from bot.slack.cards import Card
from bot.slack.ids import ActionId, Ref
from bot.words.book import Words

SECTION = 3_000
HEADER = 150
LABEL = 75
MOST_BLOCKS = 50
MOST_CHARACTERS = 12_000
FALLBACK = 3_000

_RULE = re.compile(r"\|(?:\s*:?-+:?\s*\|)+")
_MARKS = re.compile(r"\\([\\`*_{}\[\]()#+.!|<>-])")
TWO = 2
_PAGE = "---"
_CELL_BREAK = re.compile(r"(?<!\\)\|")
_PICTURE = re.compile(r"^!picture [0-9a-f]{64} ")

# Marks that turn the direction of text, characters without a width, and control characters: they can make a title read as
# something else. A joiner stays where it joins pictures.
_INVISIBLE = re.compile(
    r"[\u00ad\u034f\u061c\u180e\u200b\u200c\u200e\u200f\u202a-\u202e\u2060-\u206f\ufeff\U000e0000-\U000e007f"
    r"\x00-\x08\x0b-\x1f\x7f\ud800-\udfff]|(?<![\u2600-\u27bf\ufe0f\U0001f000-\U0001faff])\u200d"
)


def clean(text: str) -> str:
    """The text without marks that disguise it."""
    return _INVISIBLE.sub("", text)


def esc(text: str) -> str:
    """Outside text inside a mrkdwn text: it can neither ping anybody nor make a link."""
    return clean(text).replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def as_sentence(text: str) -> str:
    """The text with a capital at its start and a stop at its end."""
    start = text[:1].upper() + text[1:]
    if start.endswith((".", "。", "?", "？")):
        return start
    chinese = "\u4e00" <= start[-1:] <= "\u9fff"
    return f"{start}。" if chinese else f"{start}."


def clip(text: str, limit: int) -> str:
    """At most ``limit`` characters; a cut shows as …"""
    return text if len(text) <= limit else text[: limit - 1].rstrip() + "…"


def clip_marked(text: str, limit: int) -> str:
    """At most ``limit`` characters of escaped mrkdwn: no entity, person or link is cut in two, which would show its markup."""
    cut = clip(text, limit)
    return cut if cut == text else _CUT.sub("", cut[:-1]).rstrip() + "…"


# What a cut left of “&amp;” or “<https://…|…>”.
_CUT = re.compile(r"(?:<[^<>]*|&[a-z]{0,4})$")


def one_line(text: str, limit: int) -> str:
    """The text on one line, cleaned and cut, not escaped."""
    return clip(" ".join(clean(text).split()), limit)


def link(url: str, label: str) -> str:
    """A link for mrkdwn, with our label; anything that is no plain web address stays text."""
    if not is_web(url):
        return esc(one_line(url, 200))
    safe = quote(clean(url).strip(), safe="%/:=&?~#+!$,;'@()*[]-._")
    return f"<{safe.replace('&', '&amp;')}|{label}>"


def is_web(url: str) -> bool:
    """Whether the URL is a plain http(s) address."""
    try:
        parts = urlsplit(url.strip())
    except ValueError:
        return False
    return (
        parts.scheme in {"http", "https"} and bool(parts.netloc) and not any(sign in url for sign in ' <>\n"')
    )


def person(who: str) -> str:
    """A person as Slack shows them; acts from elsewhere by their name."""
    return f"<@{who}>" if re.fullmatch(r"[UW][A-Z0-9]+", who) else esc(known_as(who))


def moment(at: datetime, words: Words) -> str:
    """A moment as each reader's own clock shows it, for mrkdwn; China's time where a client cannot tell."""
    china = at.astimezone(CHINA)
    fallback = words("time.fallback", at=f"{words.day(china.date())} {china:%H:%M}")
    return f"<!date^{int(at.timestamp())}^{{date_short_pretty}} {{time}}|{fallback}>"


def header(text: str) -> Block:
    """A heading."""
    return HeaderBlock(text=PlainTextObject(text=one_line(text, HEADER) or "–", emoji=False))


def section(text: str, accessory: object = None) -> Block:
    """A paragraph of mrkdwn that is escaped already."""
    return SectionBlock(text=mrkdwn(clip_marked(text, SECTION)), accessory=accessory)  # type: ignore[arg-type]  # an element or None


def published(text: str, accessory: object = None, limit: int = 500) -> Block:
    """Outside text as it was published: shown as plain text, in which nothing has an effect."""
    shown = PlainTextObject(text=one_line(text, limit) or "–", emoji=False)
    return SectionBlock(text=shown, accessory=accessory)  # type: ignore[arg-type]  # an element or None


def long_text(text: str, limit: int = SECTION) -> list[Block]:
    """A long outside text as plain sections, cut between lines where possible."""
    return [
        SectionBlock(text=PlainTextObject(text=part, emoji=False))
        for part in pieces(clean_lines(text), limit)
    ]


def clean_lines(text: str) -> str:
    """Cleaned, with its lines kept."""
    return "\n".join(clean(line).rstrip() for line in text.splitlines()).strip()


def readable(markdown: str) -> str:
    """Canonical Markdown as plain text: headings without marks, tables as labels with values, pictures by their captions,
    nothing that Slack would act on."""
    lines = [line.strip() for line in clean_lines(markdown).splitlines()]
    head: list[str] = []
    found: list[str] = []
    for line, following in zip_longest(lines, lines[1:], fillvalue=""):
        cells = _cells(line)
        if _RULE.fullmatch(line) or line == _PAGE:
            continue
        if len(cells) > TWO and _RULE.fullmatch(following):
            head = cells
            continue
        head = head if cells else []
        found.append(_row(cells, head) if cells else _plain_line(line))
    return re.sub(r"\n{3,}", "\n\n", "\n".join(found)).strip()


def _cells(line: str) -> list[str]:
    inside = line.startswith("|") and line.endswith("|") and len(line) > 1
    return [cell.strip() for cell in _CELL_BREAK.split(line)[1:-1]] if inside else []


def _row(cells: Sequence[str], head: Sequence[str]) -> str:
    """A row of a table: each value under its label; two cells are a label and its value."""
    said = [_plain_line(cell) for cell in cells]
    if len(head) == len(said):
        return (
            "\n".join(f"{_plain_line(label)}: {value}" for label, value in zip(head, said, strict=True))
            + "\n"
        )
    return ": ".join(said) if len(said) == TWO else " · ".join(said)


def _plain_line(line: str) -> str:
    text = _PICTURE.sub("▣ ", line.strip())
    return _MARKS.sub(r"\1", re.sub(r"^(?:#{1,6}|>|~)\s+", "", text)).replace("**", "")


def pieces(text: str, limit: int) -> list[str]:
    """The text in parts of at most ``limit`` characters, cut at paragraphs, else lines, else anywhere."""
    found: list[str] = []
    rest = text
    while len(rest) > limit:
        cut = max(rest.rfind("\n\n", 1, limit), 0) or max(rest.rfind("\n", 1, limit), 0) or limit
        found.append(rest[:cut].rstrip())
        rest = rest[cut:].lstrip("\n")
    return [part for part in (*found, rest) if part.strip()]


def context(*texts: str) -> Block:
    """Small print, escaped already."""
    return ContextBlock(elements=[mrkdwn(clip_marked(text, 2_000)) for text in texts if text][:10])


def mrkdwn(text: str) -> MarkdownTextObject:
    """mrkdwn in which Slack makes no links or mentions of its own."""
    return MarkdownTextObject(text=text, verbatim=True)


def button(action: ActionId, label: str, ref: Ref, style: str | None = None) -> ButtonElement:
    """A button that says what it is about."""
    return ButtonElement(
        action_id=action.value,
        text=PlainTextObject(text=clip(label, LABEL), emoji=False),
        value=ref.write(),
        style=style,
    )


def buttons(*elements: InteractiveElement) -> list[Block]:
    """A row of buttons; no row where there are none."""
    return [ActionsBlock(elements=list(elements))] if elements else []


def card(text: str, blocks: Iterable[Block], *, shortened: str = "…") -> Card:
    """A message within Slack's limits: what no longer fits goes, buttons and headings stay."""
    kept: list[Block] = []
    room, slots, cut = MOST_CHARACTERS - 200, MOST_BLOCKS - 1, False
    rows = list(blocks)
    reserved = sum(_stays(block) for block in rows)
    for block in rows:
        if _stays(block):
            kept.append(block)
            reserved -= 1
        elif len(kept) + reserved < slots and (size := _size(block)) <= room:
            kept.append(block)
            room -= size
        elif not cut:
            kept.append(context(shortened))
            cut = True
    return Card(text=clip_marked(text, FALLBACK), blocks=tuple(kept))


def _stays(block: Block) -> bool:
    return block.type in {"actions", "header", "context_actions"}


def _size(block: Block) -> int:
    return sum(map(len, _texts(block.to_dict())))


def _texts(node: object) -> Iterable[str]:
    if isinstance(node, dict):
        for key, value in node.items():
            if key in {"text", "alt_text"} and isinstance(value, str):
                yield value
            else:
                yield from _texts(value)
    elif isinstance(node, Sequence) and not isinstance(node, str):
        for item in node:
            yield from _texts(item)
