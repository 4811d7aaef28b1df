"""Test purchases in Slack: recorded from a case or an alert, with the listing chosen, and files kept as evidence of it."""

from collections.abc import Mapping, Sequence
from datetime import datetime, time
from functools import partial

from slack_bolt import App

from bot.domain.amounts import CURRENCIES, typed_amount
from bot.domain.errors import NotPossible
from bot.domain.ids import ListingId
from bot.domain.listings import Listing
from bot.domain.moments import CHINA
from bot.domain.purchases import UNRECORDED, TestPurchase
from bot.slack.blocks.examined import purchase_card
from bot.slack.blocks.fields import MOST_OPTIONS, Choices
from bot.slack.blocks.handed import kept_text
from bot.slack.blocks.listings import listing_choices
from bot.slack.blocks.purchases import NOT_READ, WITH_CASE, WITHOUT_CASE, bought_text, purchase_form
from bot.slack.blocks.text import card, section
from bot.slack.downloads import download
from bot.slack.front import Front
from bot.slack.ids import ActionId, FormId, ModalField, Ref
from bot.slack.listeners.threads import card_in_thread, in_thread, refresh
from bot.slack.menus import on_search
from bot.slack.payloads import Click, ModalForm, Sought


def register(app: App, front: Front) -> None:
    """Tell Bolt."""
    front.on_click(app, ActionId.RECORD_PURCHASE, ask, at_once=True)
    front.on_form(app, FormId.PURCHASE, record, check)
    on_search(app, front, FormId.PURCHASE, ModalField.LISTINGS, _sought)


def ask(front: Front, click: Click) -> None:
    """*Record a purchase* on a case's evidence, in its menu or in an alert's: the form, with what can have been bought."""
    ref = click.ref
    case_id = ref.case or (front.desk.alerts.get(ref.alert).case_id if ref.alert else None)
    about = Ref(alert=ref.alert, channel=click.place.channel, thread=click.place.thread)
    if case_id:
        about = Ref(case=case_id, alert=ref.alert, channel=click.place.channel, thread=click.place.thread)
    listings = listing_choices(_listings(front, about))
    if not listings:
        raise NotPossible(ref.case, "it has no listing that something could have been bought from")
    files = WITHOUT_CASE if not case_id else WITH_CASE if front.whoami.may("files:read") else NOT_READ
    front.poster.open(click.trigger_id, purchase_form(about, listings, front.today, files, front.reader))


def check(front: Front, form: ModalForm) -> Mapping[str, str]:
    """What is wrong in the form, by field."""
    wrong: dict[str, str] = {}
    if typed_amount(form.text(ModalField.PRICE)) is None:
        wrong[ModalField.PRICE] = front.reader("tip.wrong.price")
    if (day := form.day(ModalField.WHEN)) and day > front.today:
        wrong[ModalField.WHEN] = front.reader("form.not_ahead")
    return wrong


def record(front: Front, form: ModalForm) -> None:
    """Keep it, and its files as evidence of it; the case's thread says so, or whoever recorded it hears."""
    ref, who = form.ref, form.place.person
    bought = front.desk.purchases.bought(_bought(front, form), by=who)
    if not ref.case:
        told = bought_text(bought, who, front.reader)
        front.poster.whisper(form.place, card(told, [section(told)]))
        return
    files = [download(front.poster.client, each) for each in form.values.get(ModalField.FILES, ())]
    case = front.desk.cases.get(ref.case)
    about, hand_in = Ref(case=case.case_id), front.desk.handed.add
    kept = hand_in(ref.case, files, by=who, shows="order", purchase=bought.purchase_id) if files else ()
    refresh(front, ref.case)
    card_in_thread(
        front, case, form.place, lambda words: purchase_card(bought_text(bought, who, words), about, words)
    )
    if kept:
        in_thread(front, case, form.place, partial(kept_text, kept, ""))


def _bought(front: Front, form: ModalForm) -> TestPurchase:
    """The purchase as the form says it, its hour that of China as orders show it."""
    listing_id, paid = ListingId(form.text(ModalField.LISTINGS)), typed_amount(form.text(ModalField.PRICE))
    with front.desk.store.unit() as unit:
        listing = unit.listings.need(listing_id)
    day, chosen = form.day(ModalField.WHEN) or front.today, form.text(ModalField.CURRENCY)
    return TestPurchase(
        purchase_id=UNRECORDED,
        listing_id=listing_id,
        order_no=form.text(ModalField.REFERENCE),
        seller=listing.seller_name,
        paid=paid.value if paid else None,
        currency=chosen if chosen in CURRENCIES else "",
        ordered_at=datetime.combine(day, form.hour(ModalField.TIME) or time(), CHINA),
        waybill=form.text(ModalField.COURIER),
    )


def _listings(front: Front, ref: Ref, words: str = "") -> Sequence[Listing]:
    """The alert's listings first, then those of its case, one more than a menu holds; with words only those that have them."""
    of_alert = [each.listing for each in front.desk.alerts.together(ref.alert)] if ref.alert else []
    of_case = front.desk.cases.seen(ref.case, words, MOST_OPTIONS + 1) if ref.case else []
    shown = [each for each in of_alert if all(word in str(each) for word in words.split())]
    return list({each.listing_id: each for each in (*shown, *of_case)}.values())[: MOST_OPTIONS + 1]


def _sought(front: Front, sought: Sought) -> Choices:
    return listing_choices(_listings(front, sought.ref, sought.words))
