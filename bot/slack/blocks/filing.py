"""Filing an approved notice on a portal: its form's fields to copy, in its order, and what the portal answered."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from pathlib import PurePath

from slack_sdk.models.blocks import (
    Block,
    RichTextBlock,
    RichTextElementParts,
    RichTextPreformattedElement,
    RichTextSectionElement,
)
from slack_sdk.models.views import View

from bot.domain.compositions import PortalField
from bot.domain.drafts import Draft, DraftFile
from bot.slack.blocks.fields import day_field, files_field, modal, text_field
from bot.slack.blocks.text import clean, clip, esc, one_line, section
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
    shown = composition.fields[:MOST_FIELDS]
    blocks: list[Block] = [
        section(words("filing.how", title=f"{draft.draft_id} {esc(title)}", portal=portal)),
        *(_field(number, each, words) for number, each in enumerate(shown, 1)),
        section("\n".join([f"*{words('filing.files')}*", *map(_file, _to_upload(draft))])),
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


def _field(number: int, field: PortalField, words: Words) -> Block:
    """A field's name and length, and its text as code, which Slack selects and copies whole, without any styling."""
    same = field.label_zh == field.label
    key = "filing.field" if same else "filing.field_bilingual"
    name = words(key, number=number, label=field.label, label_zh=field.label_zh)
    text = clip("\n".join(map(clean, field.value.splitlines())).strip(), LONGEST_SHOWN)
    about = _length(field, words) if text else words("filing.empty")
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


def _to_upload(draft: Draft) -> Sequence[DraftFile]:
    """The clean documents, and the links as a file where the portal takes them so."""
    return [file for file in draft.files if file.role in {"clean", "links", "annexes"}]


def _file(file: DraftFile) -> str:
    return f"• `{esc(PurePath(file.path.replace(chr(92), '/')).name)}`"
