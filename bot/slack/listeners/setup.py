"""``/marque setup``, and what a team brings along on the first day: a brand in a few facts, links, tables, screenshots."""

import re
from collections.abc import Mapping
from datetime import timedelta

from slack_bolt import App

from bot.domain.amounts import typed_amount
from bot.domain.ids import PersonId
from bot.services.watching.intake import BOOKS, PICTURES, TABLES, BrandSketch
from bot.slack import once
from bot.slack.blocks.brought import book_card, brought_card, outcome_card
from bot.slack.blocks.setup import NICE, brand_form, paste_form, setup_card
from bot.slack.cards import Card
from bot.slack.downloads import download
from bot.slack.front import Front
from bot.slack.ids import ActionId, EventType, FormId, ModalField
from bot.slack.listeners.cockpit import checks, republish
from bot.slack.payloads import Click, ModalForm, Place, SlashCommand, UserMessage

_PARTS = re.compile(r"[,;，；、\n]+")
CHECKLIST, KEPT_TRUE_FOR = "setup", timedelta(days=14)
"""By what the checklist is found again, and for how long it follows what is done."""


def register(app: App, front: Front) -> None:
    """Tell Bolt."""
    front.on_click(app, ActionId.SETUP, lambda front, click: show(front, click.place))
    front.on_click(app, ActionId.SETUP_BRAND, brand, at_once=True)
    front.on_click(app, ActionId.SETUP_PASTE, paste, at_once=True)
    front.on_form(app, FormId.BRAND, brand_given, check=check_brand)
    front.on_form(app, FormId.PASTE, pasted, check=check_pasted)
    front.on_click(app, ActionId.TAKE_IN, take_in)
    front.on_click(app, ActionId.IMPORT_BOOK, import_book)


def setup(front: Front, command: SlashCommand) -> None:
    """``/marque setup``: the checklist, in the person's direct messages, where files can be dropped."""
    show(front, command.place)
    front.tell(command.place, front.reader("setup.in_dm"))


def show(front: Front, place: Place) -> None:
    """The checklist, in direct messages."""
    once.say(front.poster, front.poster.direct(place.person), _checklist(front), CHECKLIST)


def tick(front: Front, who: PersonId) -> None:
    """Something was set up: Home and this person's newest checklist say so."""
    republish(front, who)
    since = front.desk.clock() - KEPT_TRUE_FOR
    posted = once.found(front.poster, front.poster.direct(who), EventType.NOTE, CHECKLIST, since)
    if posted is not None:
        front.poster.update(posted, _checklist(front))


def _checklist(front: Front) -> Card:
    return setup_card(checks(front), front.desk.intake.sights(), front.desk.settings.zone().key, front.reader)


def brand(front: Front, click: Click) -> None:
    """*Name your brand*: a form of a few facts."""
    front.poster.open(click.trigger_id, brand_form(front.reader))


def paste(front: Front, click: Click) -> None:
    """*Paste links*."""
    front.poster.open(click.trigger_id, paste_form(front.reader))


def check_brand(front: Front, form: ModalForm) -> Mapping[str, str]:
    """What is wrong in the modal, by field."""
    unread = form.text(ModalField.FLOOR) and typed_amount(form.text(ModalField.FLOOR)) is None
    return {ModalField.FLOOR.value: front.reader("tip.wrong.price")} if unread else {}


def check_pasted(front: Front, form: ModalForm) -> Mapping[str, str]:
    """Text that links to no listing is refused in its field."""
    found = front.desk.intake.read_text(form.text(ModalField.PASTED)).listings
    return {} if found else {ModalField.PASTED.value: front.reader("intake.no_link")}


def brand_given(front: Front, form: ModalForm) -> None:
    """The brand as far as it is known, in the register."""
    may_change_books(front, form.place, FormId.BRAND)
    floor = typed_amount(form.text(ModalField.FLOOR))
    sketch = BrandSketch(
        name=form.text(ModalField.BRAND_NAME),
        aliases=tuple(_parts(form, ModalField.ALIASES)),
        owner=form.text(ModalField.BRAND_OWNER),
        number=form.text(ModalField.NUMBER),
        classes=tuple(int(each) for each, _ in NICE if each in form.values.get(ModalField.CLASSES, ())),
        goods=tuple(_parts(form, ModalField.GOODS)),
        floor=floor.value if floor else None,
        currency=(floor.currency if floor else "") or "CNY",
    )
    book = front.desk.intake.import_sketch(sketch, by=form.place.person)
    front.tell(form.place, front.reader("intake.imported", brand=book.name))
    tick(front, form.place.person)


def pasted(front: Front, form: ModalForm) -> None:
    """Links, judged."""
    brought = front.desk.intake.read_text(form.text(ModalField.PASTED))
    outcome = front.desk.intake.take_in(brought, by=form.place.person, origin="pasted")
    front.poster.whisper(form.place, outcome_card(outcome, front.reader))


def dropped(front: Front, said: UserMessage) -> None:
    """Files in the direct messages: each is shown as it was read, and nothing is taken in yet."""
    for file_id in said.files:
        name, data = download(front.poster.client, file_id)
        kind = name.lower()
        if kind.endswith(BOOKS):
            card = book_card(front.desk.intake.book(name, data), file_id, front.reader)
        elif kind.endswith((*TABLES, *PICTURES)):
            card = brought_card(name, file_id, front.desk.intake.read(name, data), front.reader)
        else:
            front.tell(said.place, front.reader("intake.unknown_kind", file=name))
            continue
        front.poster.post(said.place.channel, card, thread=said.root)


def take_in(front: Front, click: Click) -> None:
    """*Take in*: the table as it was shown, judged."""
    name, data = download(front.poster.client, click.ref.url)
    front.tell(click.place, front.reader("intake.judging"))
    brought = front.desk.intake.read(name, data)
    outcome = front.desk.intake.take_in(brought, by=click.place.person, origin=name)
    front.poster.whisper(click.place, outcome_card(outcome, front.reader))


def import_book(front: Front, click: Click) -> None:
    """*Import*: the brand book as it was shown."""
    may_change_books(front, click.place, ActionId.IMPORT_BOOK)
    name, data = download(front.poster.client, click.ref.url)
    book = front.desk.intake.import_book(front.desk.intake.book(name, data), by=click.place.person)
    front.tell(click.place, front.reader("intake.imported", brand=book.name))
    tick(front, click.place.person)


def may_change_books(front: Front, place: Place, act: ActionId | FormId) -> None:
    """The first brand book is any analyst's; what changes the register later is an approver's."""
    if front.desk.rights.has_books():
        front.require(place, act.value, "change")


def _parts(form: ModalForm, field: ModalField) -> list[str]:
    return [part.strip() for part in _PARTS.split(form.text(field)) if part.strip()]
