"""What is open in a draft and who may waive it, and what was waived."""

from collections.abc import Iterator

from slack_sdk.models.blocks import Block
from slack_sdk.models.views import View

from bot.domain.compositions import NoticeGap, Severity
from bot.domain.drafts import Draft
from bot.slack.blocks.draft_lines import before_filing, gap_line, waiver_line
from bot.slack.blocks.fields import modal, text_field
from bot.slack.blocks.text import SECTION, button, context, header, pieces, section
from bot.slack.ids import ActionId, FormId, ModalField, Ref
from bot.words.book import Words

GAPS, DIFFS, TRACED = 12, 6, 6
"""Blocks that each part of the screen may take: a modal has room for a hundred."""


def waive_form(about: Ref, gap: NoticeGap, words: Words) -> View:
    """Asks why it may go on in spite of the gap."""
    fields = [
        section(gap_line(gap, words)),
        text_field(
            ModalField.REASON, words("form.waive.label"), long=True, most=500, hint=words("form.waive.hint")
        ),
    ]
    return modal(
        FormId.WAIVE, words("form.waive.title"), words("form.save"), words("form.cancel"), about, fields
    )


def open_blocks(draft: Draft, words: Words, *, may_waive: bool) -> Iterator[Block]:
    if draft.decided:
        yield from map(section, pieces("\n".join(before_filing(draft, words)), SECTION))
        return
    if not draft.open_gaps:
        yield context(words("review.no_gaps"))
        return
    yield header(words("review.gaps"))
    loudest_first = sorted(draft.open_gaps, key=lambda gap: gap.severity is not Severity.BLOCKING)
    for gap in loudest_first[:GAPS]:
        about = Ref(draft=draft.draft_id, version=draft.version, gap=gap.key)
        label = words(f"review.{gap.severity.value}")
        who = (
            words("review.waivable", role=words(f"role.{gap.waivable_by}"))
            if gap.waivable_by
            else words("review.not_waivable")
        )
        press = (
            button(ActionId.WAIVE, words("review.waive"), about) if gap.waivable_by and may_waive else None
        )
        yield section(f"*{label}* {gap_line(gap, words)}\n_{who}_", press)


def waived_blocks(draft: Draft, words: Words) -> Iterator[Block]:
    if draft.waivers:
        yield header(words("draft.waived"))
        lines = "\n".join(waiver_line(each, words) for each in draft.waivers)
        yield from (section(part) for part in pieces(lines, 2_900))
