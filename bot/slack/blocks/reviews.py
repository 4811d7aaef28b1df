"""The review of a draft: what changed, what is open and who may waive it, where each statement comes from."""

from collections.abc import Iterator, Sequence

from slack_sdk.models.blocks import Block, ImageBlock, PlainTextObject
from slack_sdk.models.blocks.basic_components import SlackFile
from slack_sdk.models.views import View

from bot.domain.drafts import Draft
from bot.slack.blocks.diffing import changes, diff_blocks
from bot.slack.blocks.draft_lines import hash_lines, yes_line
from bot.slack.blocks.drafts import draft_title, status_text
from bot.slack.blocks.fields import reading
from bot.slack.blocks.letter import letter_blocks, rest_blocks
from bot.slack.blocks.open_gaps import DIFFS, TRACED, open_blocks, waived_blocks
from bot.slack.blocks.text import context, esc, header, one_line, pieces, readable, section
from bot.slack.blocks.tracing import legend_lines, traced_lines
from bot.slack.ids import Ref
from bot.words.book import Words
from knowledge.law import Register


def review_view(
    draft: Draft,
    words: Words,
    register: Register,
    *,
    may_waive: bool = True,
    pictures: Sequence[tuple[str, str]] = (),
) -> View:
    """The screen on which an approver decides: what changed, what is open, the letter, its pictures (Slack's file and hash of
    each), what it rests on."""
    blocks = [
        section(f"*{esc(draft_title(draft, words))}*\n{status_text(draft, words)}"),
        *_changes(draft, words),
        *open_blocks(draft, words, may_waive=may_waive),
        *waived_blocks(draft, words),
        *letter_blocks(draft, words),
        *_pictures(pictures, words),
        *rest_blocks(draft, words, register),
        *_sources(draft, words),
    ]
    foot = [section("\n".join(hash_lines(draft, words))), context(yes_line(draft, words, register))]
    about = Ref(draft=draft.draft_id, version=draft.version)
    return reading(words("review.title"), words("form.close"), about, [*blocks[: 100 - len(foot)], *foot])


def _pictures(pictures: Sequence[tuple[str, str]], words: Words) -> Iterator[Block]:
    if pictures:
        yield header(words("review.pictures", count=len(pictures)))
    for number, (file, sha256) in enumerate(pictures, 1):
        named = words("review.picture", number=number, sha256=f"{sha256[:12]}…")
        yield ImageBlock(
            slack_file=SlackFile(id=file), alt_text=named, title=PlainTextObject(text=named, emoji=False)
        )


def _changes(draft: Draft, words: Words) -> Iterator[Block]:
    if draft.previous is None:
        yield context(words("review.first"))
        return
    before = dict(draft.previous.texts)
    for language, text in draft.composition.texts:
        lines = changes(readable(before.get(language, "")), readable(text))
        name = words(f"language.{language}")
        yield header(words("review.changed", language=name, version=draft.version - 1))
        yield from diff_blocks(lines, most=DIFFS) if lines else [context(words("review.unchanged"))]
    old = {(f.part, f.label): f.value for f in draft.previous.fields}
    fields = [f for f in draft.composition.fields if old.get((f.part, f.label), "") != f.value]
    for each in fields[:DIFFS]:
        yield section(f"*{esc(one_line(f'{each.label_zh} {each.label}', 100))}*")
        yield from diff_blocks(changes(old.get((each.part, each.label), ""), each.value), most=1)


def _sources(draft: Draft, words: Words) -> Iterator[Block]:
    lines = traced_lines(draft.composition.traces, words)
    if lines:
        yield header(words("review.sources"))
        text = "\n".join([*lines, *legend_lines(draft.composition.traces)])
        yield from (section(part) for part in pieces(text, 2_900)[:TRACED])
