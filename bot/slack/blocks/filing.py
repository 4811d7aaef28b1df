"""Filing an approved notice on a portal: its form's fields to copy, in its order, and what the portal answered."""

from collections.abc import Iterator, Sequence
from datetime import date
from itertools import groupby

from slack_sdk.models.blocks import (
    Block,
    RichTextBlock,
    RichTextElementParts,
    RichTextPreformattedElement,
    RichTextSectionElement,
)
from slack_sdk.models.views import View

from bot.domain.compositions import PortalField
from bot.domain.drafts import Draft
from bot.slack.blocks.draft_lines import before_filing
from bot.slack.blocks.fields import day_field, files_field, modal, text_field
from bot.slack.blocks.portal_papers import lacking, to_upload
from bot.slack.blocks.text import SECTION, clean, clip, esc, one_line, pieces, section
from bot.slack.ids import FormId, ModalField, Ref
from bot.words.book import Words

MOST_FIELDS = 60
LONGEST_SHOWN = 6_000
"""Characters of one field: a portal that takes more is not known, and Slack takes a modal of limited size."""


def filing_form(draft: Draft, about: Ref, today: date, words: Words, *, files: bool = True) -> View:
    """Every field of the portal's form with text to copy, the files to upload, and what is known once it is filed. Without
    ``files`` no receipt can be dropped in: Slack refuses a modal with such a field to an app that may not read files."""
    composition = draft.composition
    title = one_line(dict(composition.titles).get(words.language) or draft.request.kind, 100)
    portal = esc(one_line(composition.addressee, 100))
    if composition.portal_address:
        portal = f"<https://{esc(composition.portal_address)}|{portal}>"
    blocks: list[Block] = [
        section(words("filing.how", title=f"{draft.draft_id} {esc(title)}", portal=portal)),
        *map(section, pieces("\n".join(before_filing(draft, words)), SECTION)),
        *_complaints(composition.fields[:MOST_FIELDS], words),
        *(section(part) for part in pieces("\n".join(to_upload(draft, words)), SECTION)),
        text_field(ModalField.REFERENCE, words("filing.reference"), optional=True, most=200),
        day_field(ModalField.WHEN, words("filing.when"), initial=today),
    ]
    if files:
        hint = words("filing.receipt_hint")
        blocks.append(files_field(ModalField.RECEIPT, words("filing.receipt"), optional=True, hint=hint))
    return modal(
        FormId.FILED, words("filing.title"), words("filing.submit"), words("form.cancel"), about, blocks
    )


def reply_form(about: Ref, words: Words) -> View:
    """Asks for the portal's reply, pasted."""
    reply = text_field(ModalField.REPLY, words("filing.reply"), long=True, hint=words("filing.reply_hint"))
    title = words("filing.reply_title")
    return modal(FormId.PORTAL_REPLY, title, words("form.save"), words("form.cancel"), about, [reply])


def _complaints(fields: Sequence[PortalField], words: Words) -> Iterator[Block]:
    """The fields, under the right of each complaint where the portal takes one right in each."""
    parts = [[*each] for _, each in groupby(fields, lambda field: field.part)]
    for number, part in enumerate(parts, 1):
        if len(parts) > 1:
            right = esc(one_line(part[0].part, 100))
            yield section(words("filing.part", number=number, count=len(parts), right=right))
        yield from (_field(place, each, words) for place, each in enumerate(part, 1))


def _field(number: int, field: PortalField, words: Words) -> Block:
    """A field's name and length, and its text as code, which Slack selects and copies whole, without any styling."""
    same = field.label_zh == field.label
    key = "filing.field" if same else "filing.field_bilingual"
    name = words(key, number=number, label=field.label, label_zh=field.label_zh)
    text = clip("\n".join(map(clean, field.value.splitlines())).strip(), LONGEST_SHOWN)
    about = _length(field, words) if text else lacking(field, words)
    head: list[RichTextElementParts.Text] = [
        RichTextElementParts.Text(text=name, style=RichTextElementParts.TextStyle(bold=True))
    ]
    head += [RichTextElementParts.Text(text=f"  {about}")] if about else []
    parts: list[RichTextSectionElement | RichTextPreformattedElement] = [
        RichTextSectionElement(elements=head)
    ]
    if text:
        parts.append(RichTextPreformattedElement(elements=[RichTextElementParts.Text(text=text)]))
    return RichTextBlock(elements=parts)


def _length(field: PortalField, words: Words) -> str:
    if not field.limit:
        return ""
    fits = len(field.value) <= field.limit
    return words("filing.length" if fits else "filing.too_long", count=len(field.value), limit=field.limit)
