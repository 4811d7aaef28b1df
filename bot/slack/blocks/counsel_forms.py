"""The forms by which outside counsel is named, is given a case or a draft, and comments."""

from collections.abc import Sequence
from datetime import date

from slack_sdk.models.blocks import Block
from slack_sdk.models.views import View

from bot.domain.counsel import Counsel
from bot.slack.blocks.counsel import LISTED, _about, _counsel_line, _until
from bot.slack.blocks.fields import day_field, modal, person_field, reading, text_field, unticked_field
from bot.slack.blocks.text import button, one_line, section
from bot.slack.ids import ActionId, FormId, ModalField, Ref
from bot.words.book import Words


def counsel_form(named: Sequence[Counsel], today: date, words: Words) -> View:
    """Who is counsel, each with a button that ends it, and the fields that name one more."""
    rows: list[Block] = [
        section(_counsel_line(each, words), button(ActionId.END_COUNSEL, words("counsel.end"), _about(each)))
        for each in named[:LISTED]
    ]
    fields = [
        section(words("counsel.explained")),
        *rows,
        person_field(ModalField.COUNSEL, words("counsel.who")),
        day_field(ModalField.WHEN, words("counsel.until_label"), initial=today),
    ]
    title, name = words("counsel.title"), words("counsel.name")
    return modal(FormId.COUNSEL, title, name, words("form.cancel"), Ref(), fields)


def share_form(about: Ref, named: Sequence[Counsel], words: Words) -> View:
    """Asks with whom this case or draft is shared; a box unticked takes it back."""
    matter = about.draft or about.case
    if not named:
        return reading(
            words("counsel.share_title"), words("form.close"), about, [section(words("counsel.nobody"))]
        )
    boxes = [(each.person, one_line(each.name or each.person, 70), _until(each, words)) for each in named]
    held = [each.person for each in named if matter in each.shared]
    fields = [
        section(words("counsel.share_explained", matter=matter)),
        unticked_field(ModalField.COUNSEL, words("counsel.share_with"), boxes, ticked=held),
    ]
    title, share = words("counsel.share_title"), words("form.save")
    return modal(FormId.SHARE, title, share, words("form.cancel"), about, fields)


def comment_form(about: Ref, words: Words) -> View:
    """Asks what counsel has to say."""
    field = text_field(ModalField.COMMENT, words("counsel.comment_label"), long=True, most=1_000)
    title = words("counsel.comment")
    return modal(FormId.COMMENT, title, words("form.send"), words("form.cancel"), about, [field])
