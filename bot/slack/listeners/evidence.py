"""A case's evidence in Slack: list and grades, the licence read by hand, the sealed zip, who is behind the shop."""

from pathlib import Path
from tempfile import TemporaryDirectory

from slack_bolt import App

from bot.domain.errors import NotPossible
from bot.domain.ids import CaseId, ListingId, PersonId
from bot.domain.licences import LicenceReading, code_fault
from bot.ports import Posted
from bot.services.casework.grades import part_words
from bot.slack.blocks.evidence import evidence_card, licence_form
from bot.slack.blocks.fields import MOST_OPTIONS, Choices
from bot.slack.blocks.infringers import source_card
from bot.slack.blocks.listings import listing_choices
from bot.slack.blocks.text import esc
from bot.slack.cards import Card
from bot.slack.front import Front
from bot.slack.ids import ActionId, FormId, ModalField, Ref
from bot.slack.listeners.threads import in_thread
from bot.slack.menus import on_search
from bot.slack.payloads import Click, ModalForm, Sought
from bot.words.book import Words


def register(app: App, front: Front) -> None:
    """Tell Bolt."""
    front.on_click(app, ActionId.READ_LICENCE, ask_licence, at_once=True)
    front.on_click(app, ActionId.EVIDENCE_ZIP, bind)
    front.on_form(app, FormId.LICENCE, keep_licence, check_code)
    on_search(app, front, FormId.LICENCE, ModalField.LISTINGS, _sought)


def card_of(front: Front, case_id: CaseId, words: Words) -> Card:
    """The evidence of a case as it is now."""
    room = front.desk.evidence
    parts = part_words(words.language)
    case = front.desk.cases.get(case_id)
    return evidence_card(case, room.list_of(case_id), room.grades_of(case_id), parts, words)


def show_source(front: Front, case_id: CaseId, to: Posted, words: Words) -> None:
    """Who is behind the case's shop, with a picture where several shops are tied."""
    case = front.desk.cases.get(case_id)
    if not case.seller_key:
        raise NotPossible(case_id, "its shop is not known", "the listing shows no shop id")
    found = front.desk.infringers.show(case.seller_key)
    front.poster.post(to.channel, source_card(found, words), thread=to.ts)
    if len(found.group.sellers) > 1:
        with TemporaryDirectory() as folder:
            picture = Path(folder) / f"{found.group.group_id}.png"
            picture.write_bytes(front.desk.infringers.picture(found.group))
            front.poster.upload(to, [picture], found.group.group_id)


def ask_licence(front: Front, click: Click) -> None:
    """Ask what the licence page says."""
    case = front.desk.cases.get(click.ref.case)
    listings = _listings(front, case.case_id)
    if not listings:
        raise NotPossible(case.case_id, "it has no listing whose licence could be read")
    about = Ref(case=case.case_id, channel=click.place.channel, thread=click.place.thread)
    front.poster.open(click.trigger_id, licence_form(about, listings, front.reader))


def _listings(front: Front, case_id: CaseId, words: str = "") -> Choices:
    """The case's listings, one more than a menu holds; with words only those that have them."""
    return listing_choices(front.desk.cases.seen(case_id, words, MOST_OPTIONS + 1))


def _sought(front: Front, sought: Sought) -> Choices:
    return _listings(front, sought.ref.case, sought.words)


def check_code(front: Front, form: ModalForm) -> dict[str, str]:
    """A code that cannot be right is told at its field."""
    code = form.text(ModalField.CODE)
    fault = code_fault(code) if code else ""
    return {ModalField.CODE.value: fault} if fault else {}


def keep_licence(front: Front, form: ModalForm) -> None:
    """Keep what was read as evidence."""
    listing_id, person = ListingId(form.text(ModalField.LISTINGS)), form.place.person
    reading = LicenceReading(
        company=form.text(ModalField.COMPANY),
        code=form.text(ModalField.CODE),
        legal_representative=form.text(ModalField.LEGAL_REP),
        address=form.text(ModalField.ADDRESS),
        read_by=person,
        read_at=front.desk.clock(),
    )
    kept = front.desk.evidence.read_licence(listing_id, reading)
    facts = {"who": f"<@{person}>", "company": esc(reading.company), "evidence": kept.evidence_id}
    case = front.desk.cases.get(form.ref.case)
    in_thread(front, case, form.place, lambda words: words("evidence.licence.kept", **facts))


def bind(front: Front, click: Click) -> None:
    """Seal the evidence into one zip and put it into the case's thread."""
    case_id, person = click.ref.case, PersonId(click.place.person)
    case = front.desk.cases.get(case_id)
    to = Posted(channel=case.channel, ts=case.ts)
    if not case.ts:
        raise NotPossible(case_id, "it has no thread", "use marque evidence bundle on the command line")
    with TemporaryDirectory() as folder:
        made = front.desk.evidence.bundle(case_id, Path(folder) / f"{case_id}.evidence.zip", by=person)
        told = front.words("evidence.zip.made", who=f"<@{person}>", sha256=made.index_sha256)
        front.poster.upload(to, [made.path], told)
