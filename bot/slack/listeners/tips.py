"""*Report a listing* on a message, and ``/watch add URL``: a modal with what the page tells, then record and judge."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from slack_bolt import App

from bot.domain.addresses import address_of, addresses_in, is_short_link
from bot.domain.amounts import CURRENCIES, typed_amount
from bot.domain.errors import NotPossible, Outside, WrongInput
from bot.domain.listings import Listing
from bot.slack.blocks.tips import outcome_card, reading_view, tip_form, unknown_view
from bot.slack.front import Front
from bot.slack.ids import FormId, ModalField, Ref, ShortcutId
from bot.slack.listeners.threads import known_alert
from bot.slack.naming import amount
from bot.slack.payloads import ModalForm, Place, Pointed, SlashCommand


def register(app: App, front: Front) -> None:
    """Tell Bolt."""
    front.on_shortcut(app, ShortcutId.REPORT_LISTING, report)
    front.on_form(app, FormId.TIP, record, check=check)


def add(front: Front, command: SlashCommand) -> None:
    """``/watch add URL``."""
    if not (said := command.text):
        raise WrongInput("give the address of the listing: /watch add https://item.taobao.com/item.htm?id=…")
    # An app's share text holds the address between other words; what holds none is told as it was typed.
    found = _listings(addresses_in(said)) or [said.strip("<>").partition("|")[0]]
    open_tip(front, command.place, command.key, command.trigger_id, found)


def report(front: Front, pointed: Pointed) -> None:
    """The shortcut on a message: the first address of a listing in it."""
    found = _listings(pointed.urls) or [url for url in pointed.urls if front.desk.tips.on_record(url)]
    if not found:
        why = "it holds no address of a listing that Marque knows"
        raise NotPossible("this message", why, "try /watch add URL")
    open_tip(front, pointed.place, pointed.key, pointed.trigger_id, found)


def check(front: Front, form: ModalForm) -> Mapping[str, str]:
    """What is wrong in the modal, by field."""
    unread = form.text(ModalField.PRICE) and amount(form.text(ModalField.PRICE)) is None
    return {ModalField.PRICE: front.reader("tip.wrong.price")} if unread else {}


def record(front: Front, form: ModalForm) -> None:
    """Record and judge what was reported, and say what came of it."""
    known = front.desk.tips.clue(front.desk.tips.locate(form.ref.url)).listing
    _recorded(front, form.place, _filled(known, form))


def record_address(front: Front, place: Place, url: str) -> None:
    """Record and judge the listing at an address with what its page tells."""
    _recorded(front, place, front.desk.tips.clue(front.desk.tips.locate(url)).listing)


def _recorded(front: Front, place: Place, listing: Listing) -> None:
    outcome = front.desk.tips.record(listing, by=place.person)
    alerted = known_alert(front, outcome.alert) if outcome.alert else None
    front.poster.whisper(place, outcome_card(outcome, front.reader, alerted))


def _listings(urls: Sequence[str]) -> list[str]:
    return [url for url in urls if address_of(url) or is_short_link(url)]


def open_tip(front: Front, place: Place, key: str, trigger_id: str, urls: Sequence[str]) -> None:
    """A modal at once, since its trigger lives three seconds; it is filled in when the page has been read."""
    view_id = front.poster.open(trigger_id, reading_view(front.reader))
    front.hand_over(place, key, lambda: _fill(front, place, view_id, urls))


def _fill(front: Front, place: Place, view_id: str, urls: Sequence[str]) -> None:
    try:
        address = front.desk.tips.locate(urls[0])
    except (NotPossible, Outside) as failure:
        front.poster.redraw(view_id, unknown_view(failure.sentence, front.reader))
        return
    about = Ref(url=address.url, channel=place.channel, thread=place.thread)
    clue = front.desk.tips.clue(address)
    alerted = known_alert(front, clue.alert) if clue.alert else None
    front.poster.redraw(view_id, tip_form(address, clue, about, len(urls) - 1, front.reader, alerted))


def _filled(known: Listing, form: ModalForm) -> Listing:
    price = typed_amount(form.text(ModalField.PRICE))
    chosen, read = form.text(ModalField.CURRENCY), price.currency if price else ""
    return replace(
        known,
        title=form.text(ModalField.TITLE),
        price=price.value if price else None,
        currency=chosen if chosen in {*CURRENCIES, known.currency} - {""} else read,
        seller_name=form.text(ModalField.SELLER_NAME),
        seller_id=form.text(ModalField.SELLER_ID),
        description=form.text(ModalField.DESCRIPTION),
    )
