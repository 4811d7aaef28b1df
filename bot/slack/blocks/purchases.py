"""A test purchase: the form that records one, and what is said of it afterwards."""

from datetime import date

from slack_sdk.models.views import View

from bot.domain.amounts import CURRENCIES
from bot.domain.purchases import TestPurchase
from bot.slack.blocks.fields import (
    Choices,
    choice_field,
    day_field,
    files_field,
    modal,
    text_field,
    time_field,
)
from bot.slack.blocks.text import context, esc, moment, one_line, person
from bot.slack.ids import FormId, ModalField, Ref
from bot.words.book import Words

WITH_CASE, WITHOUT_CASE, NOT_READ = "case", "no_case", "may_not"
"""Whether files can be kept with the purchase: in its case; not without one; not where the app may read none."""


def purchase_form(about: Ref, listings: Choices, today: date, files: str, words: Words) -> View:
    """Asks what the order says: for which listing, its number, day, hour and price; and for files, where they can be kept."""
    kept = (
        files_field(ModalField.FILES, words("handed.files"), optional=True, hint=words("purchase.files_hint"))
        if files == WITH_CASE
        else context(words("purchase.no_case" if files == WITHOUT_CASE else "handed.may_not"))
    )
    currencies = [(each, each) for each in CURRENCIES]
    fields = [
        choice_field(ModalField.LISTINGS, words("purchase.listing"), listings, initial=listings[0][0]),
        text_field(ModalField.REFERENCE, words("purchase.order"), most=100),
        day_field(ModalField.WHEN, words("purchase.day"), initial=today),
        time_field(ModalField.TIME, words("purchase.time")),
        text_field(ModalField.PRICE, words("purchase.paid"), most=40),
        choice_field(ModalField.CURRENCY, words("tip.field.currency"), currencies, initial="CNY"),
        text_field(ModalField.COURIER, words("purchase.waybill"), optional=True, most=100),
        kept,
    ]
    title = words("purchase.title")
    return modal(FormId.PURCHASE, title, words("form.save"), words("form.cancel"), about, fields)


def bought_text(bought: TestPurchase, by: str, words: Words) -> str:
    """What was recorded, escaped; and what a paper that rests on a sample still wants."""
    paid = f"{bought.currency} {bought.paid:,.2f}" if bought.paid is not None else "–"
    told = words(
        "purchase.recorded",
        who=person(by),
        purchase=bought.purchase_id,
        listing=esc(bought.listing_id),
        order=esc(one_line(bought.order_no, 100)),
        at=moment(bought.ordered_at, words) if bought.ordered_at else "–",
        paid=esc(paid),
    )
    return told if bought.differences and bought.examiner else f"{told}\n{words('purchase.unexamined')}"
