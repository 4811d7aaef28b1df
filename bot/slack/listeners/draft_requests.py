"""What a filled-in form for drafts asks for: the request that a notice is written from."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from bot.domain.addresses import address_of, listing_named
from bot.domain.drafts import DraftRequest
from bot.domain.errors import WrongInput
from bot.domain.ids import ListingId, RightId
from bot.domain.moments import china_day
from bot.slack.blocks.draft_form import in_words
from bot.slack.blocks.earlier_notices import EARLIER, OLD_LISTING
from bot.slack.front import Front
from bot.slack.ids import ASKED, ModalField
from bot.slack.payloads import ModalForm


def requested(front: Front, form: ModalForm) -> DraftRequest:
    """The request that a modal makes."""
    ref, typed = form.ref, [listing_named(name) for name in named_in(form)]
    asked = _with_chosen(front, asked_in(form), typed or ref.listings)
    request = DraftRequest(
        kind=form.text(ModalField.KIND) or ref.kind,
        listing_ids=tuple(dict.fromkeys(typed or ref.listings)),
        right_ids=rights_in(form),
        as_of=front.today,
        act_from=form.day(ModalField.ACT_FROM),
        act_to=form.day(ModalField.ACT_TO),
        office=form.text(ModalField.OFFICE),
        texts=tuple(asked.items()),
        ticked=tuple(form.values.get(ModalField.REASONS, ())),
        suggested=tuple(name for name in ref.suggested.split() if name in asked),
    )
    if request.right_ids:  # whoever picks a mark's sentence means its right too
        request = replace(request, right_ids=tuple(dict.fromkeys((*request.right_ids, *request.marked))))
    request = replace(
        request, ground=front.desk.drafts.offers.ground_for(request.listing_ids, request.right_ids)
    )
    return _as_before(request, front.desk.drafts.get(ref.draft).request) if ref.draft else request


def rights_in(form: ModalForm) -> tuple[RightId, ...]:
    return tuple(RightId(value) for value in form.values.get(ModalField.RIGHTS, ()))


def _with_chosen(front: Front, asked: dict[str, str], listings: Sequence[ListingId]) -> dict[str, str]:
    """With what the records say of an earlier notice and of an old listing that were chosen. A day that somebody chose stays."""
    earlier, old = (asked.pop(name, "") for name in (EARLIER, OLD_LISTING))
    return asked | _earlier(front, earlier, listings) | {**_old(front, old, listings), **_chosen_day(asked)}


def _chosen_day(asked: Mapping[str, str]) -> dict[str, str]:
    return {"down_on": asked["down_on"]} if asked.get("down_on") else {}


def _earlier(front: Front, chosen: str, listings: Sequence[ListingId]) -> dict[str, str]:
    """Number and day of the earlier notice chosen; nothing of one that was not offered."""
    offered = front.desk.drafts.offers.earlier_of(listings) if chosen else ()
    sent = next((each.sent for each in offered if each.draft_id == chosen), None)
    filled = {"reference": sent.reference, "earlier_on": china_day(sent.at).isoformat()} if sent else {}
    return {name: text for name, text in filled.items() if text}


def _old(front: Front, chosen: str, listings: Sequence[ListingId]) -> dict[str, str]:
    """Number and link of the old listing chosen, and the day on which it was seen down; of one that was never seen what its
    address says, and of what is no listing nothing."""
    if not chosen:
        return {}
    try:
        listing_id = listing_named(chosen)
    except WrongInput:
        return {}
    with front.desk.store.unit() as unit:
        seen = unit.listings.get(listing_id)
    at, down = address_of(chosen), dict(front.desk.drafts.offers.taken_down(listings))
    item, link = (seen.item_id, seen.url) if seen else (at.item_id, at.url) if at else ("", "")
    day = next((day for each, day in down.items() if each.listing_id == listing_id), None)
    filled = {"old_item": item, "old_link": link, "down_on": day.isoformat() if day else ""}
    return {OLD_LISTING: chosen, **{name: text for name, text in filled.items() if text}} if item else {}


def asked_in(form: ModalForm) -> dict[str, str]:
    """What stands in the fields that the kind asks for, by their names."""
    held = ((name.removeprefix(ASKED), v) for name, v in form.values.items() if name.startswith(ASKED))
    return {name: values[0] for name, values in held if values}


def _as_before(request: DraftRequest, before: DraftRequest) -> DraftRequest:
    """What the form does not ask again. The ground stays too, unless it is to rest on other rights now."""
    ground = before.ground if set(before.right_ids) == set(request.right_ids) else request.ground
    # What the form showed and nobody changed are no words of the person's own: the boxes say it.
    shown = {f"reasons_{language}": in_words(before.reasons, language) for language in ("zh", "en")}
    texts = tuple((name, text) for name, text in request.texts if text.strip() != shown.get(name))
    return replace(request, ground=ground, languages=before.languages, case_id=before.case_id, texts=texts)


def named_in(form: ModalForm) -> Sequence[str]:
    """The listings named in the form: written, or ticked."""
    return " ".join(form.values.get(ModalField.LISTINGS, ())).replace(",", " ").split()
