"""Evidence by hand: dropped in a case's thread or by *Add evidence*, asked what it shows, kept."""

from collections.abc import Sequence
from functools import partial

from slack_bolt import App

from bot.domain.errors import NotPossible
from bot.domain.handed import PictureReading, reading_of
from bot.domain.ids import CaseId, ListingId, PurchaseId
from bot.domain.listings import Listing
from bot.services.casework.handed import purchases_of
from bot.services.watching.intake import PICTURES
from bot.slack.blocks.fields import MOST_OPTIONS, Choices
from bot.slack.blocks.handed import PURCHASE, evidence_form, kept_text, offer_card, tie_choices
from bot.slack.downloads import download
from bot.slack.front import Front
from bot.slack.ids import ActionId, FormId, ModalField, Ref
from bot.slack.listeners.threads import in_thread, refresh
from bot.slack.menus import on_search
from bot.slack.payloads import Click, ModalForm, Sought, UserMessage

LONGEST_NOTE = 500


def register(app: App, front: Front) -> None:
    """Tell Bolt."""
    front.on_click(app, ActionId.ADD_EVIDENCE, ask, at_once=True)
    front.on_form(app, FormId.EVIDENCE, keep)
    on_search(app, front, FormId.EVIDENCE, ModalField.TIED_TO, _ties)


def _ties(front: Front, sought: Sought) -> Choices:
    case_id = sought.ref.case
    with front.desk.store.unit() as unit:
        purchases = purchases_of(unit, case_id)
    listings = front.desk.cases.seen(case_id, sought.words, MOST_OPTIONS)
    return tie_choices(listings, [] if sought.words else purchases, front.reader)


def dropped(front: Front, said: UserMessage, case_id: CaseId) -> None:
    """Files with a mention in a case's thread: what can be read on pictures is proposed, and nothing is kept yet."""
    front.require(said.place, ActionId.ADD_EVIDENCE)
    files = [download(front.poster.client, each) for each in said.files]
    readings = _readings(front, case_id, files)
    listing = next((each.listing for each in readings if each.listing), None)
    about = Ref(
        case=case_id,
        files=said.files,
        listings=(listing.listing_id,) if listing else (),
        reason=said.text[:LONGEST_NOTE],
    )
    words = front.words_in(said.place.channel, said.place.person)
    shown = offer_card(about, "\n".join(each.told for each in readings if each.told), words)
    front.poster.post(said.place.channel, shown, thread=said.root)


def ask(front: Front, click: Click) -> None:
    """*Add evidence*, or *Keep as evidence* on what was dropped: one form."""
    ref, listings = click.ref, _listings(front, click.ref.case)
    if not listings:
        raise NotPossible(ref.case, "it has no listing that evidence could be tied to")
    if not ref.files and not front.whoami.may("files:read"):
        front.tell(click.place, front.reader("handed.may_not"))
        return
    with front.desk.store.unit() as unit:
        purchases = purchases_of(unit, ref.case)
    about = Ref(
        case=ref.case,
        files=ref.files,
        listings=ref.listings,
        reason=ref.reason,
        channel=click.place.channel,
        thread=click.place.thread,
    )
    front.poster.open(click.trigger_id, evidence_form(about, listings, purchases, front.reader))


def keep(front: Front, form: ModalForm) -> None:
    """Kept, with its hash in the case's thread."""
    ref, tied = form.ref, form.text(ModalField.TIED_TO)
    files = [
        download(front.poster.client, each)
        for each in ref.files or form.values.get(ModalField.FILES.value, ())
    ]
    bought = tied.startswith(PURCHASE)
    kept = front.desk.handed.add(
        ref.case,
        files,
        by=form.place.person,
        shows=form.text(ModalField.WHAT),
        listing_id=None if bought else ListingId(tied),
        purchase=PurchaseId(tied.removeprefix(PURCHASE)) if bought else None,
        note=form.text(ModalField.NOTE),
    )
    refresh(front, ref.case)
    readings = [] if ref.files else _readings(front, ref.case, files)
    read = " / ".join(each.told for each in readings if each.told)
    in_thread(front, front.desk.cases.get(ref.case), form.place, partial(kept_text, kept, read))


def _listings(front: Front, case_id: CaseId) -> Sequence[Listing]:
    """The case's listings, one more than a menu holds."""
    return front.desk.cases.seen(case_id, "", MOST_OPTIONS + 1)


def _readings(front: Front, case_id: CaseId, files: Sequence[tuple[str, bytes]]) -> list[PictureReading]:
    """What is read on pictures, where this machine can read; evidence is kept whether it can or not."""
    listings, found = _listings(front, case_id), []
    for name, content in files:
        if name.lower().endswith(PICTURES):
            try:
                text = front.desk.intake.read(name, content).text
            except NotPossible:
                continue
            found.append(reading_of(text, listings))
    return found
