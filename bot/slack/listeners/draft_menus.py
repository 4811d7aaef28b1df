"""What the menus of the form for drafts offer for the words typed."""

from slack_bolt import App

from bot.domain.addresses import address_of, listing_named
from bot.domain.errors import WrongInput
from bot.slack.blocks.draft_fields import AGENT, PURCHASE
from bot.slack.blocks.earlier_notices import OLD_LISTING, old_choices
from bot.slack.blocks.fields import LONGEST_VALUE, MOST_OPTIONS, Choices
from bot.slack.blocks.listings import listing_choices
from bot.slack.blocks.on_file import power_choices, purchase_choices, right_choices
from bot.slack.front import Front
from bot.slack.ids import ASKED, FormId, ModalField
from bot.slack.menus import among, on_search
from bot.slack.payloads import Sought


def register(app: App, front: Front) -> None:
    """Tell Bolt."""
    on_search(app, front, FormId.DRAFT, ModalField.LISTINGS, _listings)
    on_search(app, front, FormId.DRAFT, ModalField.RIGHTS, among(_rights))
    on_search(app, front, FormId.DRAFT, ASKED + AGENT, among(_powers))
    on_search(app, front, FormId.DRAFT, ASKED + PURCHASE, among(_purchases))
    on_search(app, front, FormId.DRAFT, ASKED + OLD_LISTING, _old_listings)


def _listings(front: Front, sought: Sought) -> Choices:
    """Listings that were seen, by words or by address; without either the newest."""
    with front.desk.store.reading() as unit:
        try:
            named = unit.listings.get(listing_named(sought.words))
        except WrongInput:
            named = None
        return listing_choices([named] if named else unit.listings.search(sought.words, MOST_OPTIONS))


def _rights(front: Front, _sought: Sought) -> Choices:
    return right_choices(front.desk.rights.on())


def _powers(front: Front, sought: Sought) -> Choices:
    kind = front.desk.drafts.kind(sought.ref.kind)
    return power_choices(kind, front.desk.drafts.offers.powers_for(kind.kind), front.reader)


def _purchases(front: Front, sought: Sought) -> Choices:
    return purchase_choices(front.desk.drafts.offers.purchases_of(sought.ref.listings), front.reader)


def _old_listings(front: Front, sought: Sought) -> Choices:
    """Listings that were taken down; for an address that one, whether it was ever seen or not; for words then any seen."""
    gone = among(_taken_down)(front, sought)
    if (at := address_of(sought.words)) is not None:
        seen = _listings(front, sought)
        return seen or [(at.url if len(at.url) <= LONGEST_VALUE else at.listing_id, at.url)]
    down = {listing for listing, _ in gone}
    return [
        *gone,
        *(each for each in (_listings(front, sought) if sought.words else []) if each[0] not in down),
    ]


def _taken_down(front: Front, sought: Sought) -> Choices:
    return old_choices(front.desk.drafts.offers.taken_down(sought.ref.listings), front.reader)
