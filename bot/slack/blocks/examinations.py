"""What the genuine maker's examiner says of a sample: the form that records it."""

from collections.abc import Iterable, Sequence
from datetime import date

from slack_sdk.models.blocks import Block
from slack_sdk.models.views import View

from bot.domain.examinations import lacking
from bot.domain.purchases import TestPurchase
from bot.domain.verdicts import Verdict
from bot.slack.blocks.differences import difference_line
from bot.slack.blocks.fields import (
    MOST_OPTIONS,
    choice_field,
    day_field,
    files_field,
    modal,
    text_field,
    unticked_field,
)
from bot.slack.blocks.on_file import purchase_choices
from bot.slack.blocks.text import context
from bot.slack.ids import FormId, ModalField, Ref
from bot.words.book import Words

VERDICTS = (Verdict.COUNTERFEIT, Verdict.LOOKALIKE, Verdict.GENUINE, Verdict.UNCLEAR)
"""What an examiner can find."""
SHOWN = ("jpg", "jpeg", "png", "webp")
"""Pictures that papers show."""


def examination_form(
    about: Ref,
    purchases: Sequence[TestPurchase],
    features: Sequence[tuple[str, str, str]],
    today: date,
    words: Words,
    *,
    files: bool,
) -> View:
    """Asks what the examiner saw, as far as nothing is recorded; ``features`` are those of genuine goods, by their keys."""
    known = purchases[0]
    kinds = [(each.value, words(f"verdict.{each.value}")) for each in VERDICTS]
    bought, hint = purchase_choices(purchases, words), words("examined.pictures_hint")
    fields = [
        choice_field(ModalField.TIED_TO, words("examined.purchase"), bought, initial=known.purchase_id),
        choice_field(ModalField.VERDICT, words("examined.verdict"), kinds),
        *_differing(known, features, words),
        *_told_by(known, words),
        day_field(ModalField.WHEN, words("examined.day"), initial=known.examined_on or today),
        files_field(ModalField.FILES, words("examined.pictures"), optional=True, hint=hint, kinds=SHOWN)
        if files
        else context(words("handed.may_not")),
    ]
    title = words("examined.title")
    return modal(FormId.EXAMINATION, title, words("form.save"), words("form.cancel"), about, fields)


def _differing(known: TestPurchase, features: Sequence[tuple[str, str, str]], words: Words) -> list[Block]:
    """In what the sample differs: features of genuine goods to tick, where the brand book has some, and lines of one's own."""
    keys = {key for key, *_ in features}
    lacked = [each.key for each in known.differences if each.key in keys]
    written = "\n".join(difference_line(each) for each in known.differences if each.key not in keys)
    ticks = [unticked_field(ModalField.REASONS, words("examined.lacks"), features, ticked=lacked)]
    label, hint = words("examined.differs"), words("examined.differs_hint")
    return [
        *(ticks if features else []),
        text_field(ModalField.NOTE, label, long=True, optional=True, hint=hint, initial=written),
    ]


def _told_by(known: TestPurchase, words: Words) -> list[Block]:
    """Which sample it was, where it bears the mark, and whose word this is."""
    return [
        text_field(
            ModalField.DESCRIPTION, words("examined.marked"), optional=True, most=200, initial=known.marked
        ),
        text_field(ModalField.REFERENCE, words("examined.sample"), most=100, initial=known.sample_id),
        text_field(ModalField.NUMBER, words("examined.seal"), optional=True, most=100, initial=known.seal_no),
        text_field(ModalField.SENDER, words("examined.examiner"), most=100, initial=known.examiner),
        text_field(ModalField.COMPANY, words("examined.of"), most=200, initial=known.examiner_of),
    ]


def feature_choices(features: Iterable[tuple[str, str]]) -> Sequence[tuple[str, str, str]]:
    """Features of genuine goods by their keys, in both languages."""
    return [(lacking(zh, en).key, zh, en) for zh, en in features][:MOST_OPTIONS]
