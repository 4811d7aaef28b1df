"""Drafting: the modal from a command, an alert, a case or a preview; then the draft itself."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from slack_bolt import App

from bot.domain.addresses import address_of, listing_named
from bot.domain.drafts import Draft, DraftRequest
from bot.domain.errors import MarqueError, NotAllowed, StaleVersion, UnknownThing, WrongInput
from bot.domain.ids import ListingId, PersonId
from bot.ports import Posted
from bot.slack.blocks.draft_fields import DraftFormFacts
from bot.slack.blocks.draft_form import draft_form
from bot.slack.blocks.text import card, section
from bot.slack.front import Front
from bot.slack.ids import CONFIRMED, ActionId, FormId, ModalField, Ref
from bot.slack.listeners import previews
from bot.slack.listeners.cockpit import republish
from bot.slack.listeners.draft_requests import asked_in, named_in, requested, rights_in
from bot.slack.naming import kind_in, kind_names, no_kind
from bot.slack.payloads import Click, ModalForm, SlashCommand
from bot.words.telling import tell

TOGETHER = 40
"""Listings of a group that go into one notice: as many as a modal carries; the rest follow in another."""
FROM_ALERT = "platform-takedown"
"""What a notice from an alert is until its person chooses another kind: the form needs one press then."""
ALL_FIELDS = 1
"""The page of the form on which every field of a kind is asked."""
LISTED = ("seller_company", "seller_address")
"""Fields of a listing that a kind of notice may ask for where the listing does not show them."""


def register(app: App, front: Front) -> None:
    """Tell Bolt."""
    front.on_command(app, "/draft", draft_command, at_once=True)
    front.on_click(app, ActionId.DRAFT_NOTICE, start, at_once=True)
    front.on_click(app, ActionId.CHOOSE_KIND, choose_kind, at_once=True)
    front.on_click(app, ActionId.CHOOSE_RIGHTS, choose_rights, at_once=True)
    front.on_click(app, ActionId.MORE_FIELDS, more_fields, at_once=True)
    front.on_click(app, ActionId.SUGGEST, suggest)
    front.on_click(app, ActionId.EDIT_DRAFT, edit, at_once=True)
    front.on_click(app, ActionId.SHOW_DRAFT, show)
    front.on_form(app, FormId.DRAFT, write, check=check)


def draft_command(front: Front, command: SlashCommand) -> None:
    """``/draft [kind] [listing …]``: opens the modal for what is missing. A listing is named by its address or id."""
    names = kind_names(front.desk.drafts.kinds())
    kind, rest = kind_in(command.text.split(), names)
    if rest and not kind and ":" not in rest[0] and address_of(rest[0]) is None:
        front.tell(command.place, no_kind(front.reader, rest, names))
        return
    listings = known_listings(front, rest)
    about = Ref(kind=kind, listings=listings, channel=command.place.channel)
    front.poster.open(command.trigger_id, draft_form(_fresh(front, about), front.reader))


def start(front: Front, click: Click) -> None:
    """*Draft notice* on an alert, a case or a group of infringers, or *Draft this* on a route, which names the kind."""
    ref, of_group = click.ref, click.ref.group not in ("", CONFIRMED)
    about = Ref(
        kind=FROM_ALERT if ref.alert or of_group else ref.kind,
        listings=tuple(_meant(front, ref)),
        channel=click.place.channel,
        thread=click.place.thread,
    )
    form = draft_form(_fresh(front, about), front.reader)
    if of_group:
        front.poster.redraw(click.view_id, form)  # the button stands in the modal of groups
    else:
        front.poster.open(click.trigger_id, form)


def _meant(front: Front, ref: Ref) -> Sequence[ListingId]:
    """The listings that a button stands for."""
    if ref.alert:
        return [each.listing.listing_id for each in front.desk.alerts.together(ref.alert)][:TOGETHER]
    if ref.group == CONFIRMED:
        return front.desk.batches.confirmed(TOGETHER)
    if ref.group:
        keys = {seller.key for seller in front.desk.infringers.show(ref.group).group.sellers}
        return front.desk.batches.confirmed_at([keys], TOGETHER)[0]
    return ref.listings or (front.desk.cases.get(ref.case).listing_ids[:20] if ref.case else ())


def choose_kind(front: Front, click: Click) -> None:
    """The kind was chosen: the modal gets the fields that this kind asks for, and keeps what was written."""
    known, form = _fresh(front, replace(Ref.read(click.about), kind=click.value)), click.filled
    if form is not None:
        known = replace(
            known,
            texts=tuple(asked_in(form).items()),
            office=form.text(ModalField.OFFICE),
            act_from=form.day(ModalField.ACT_FROM),
            act_to=form.day(ModalField.ACT_TO),
        )
    front.poster.redraw(click.view_id, draft_form(known, front.reader))


def choose_rights(front: Front, click: Click) -> None:
    """Rights were chosen: the modal gets the sentences that stand ready for them, and keeps what was written."""
    if (form := click.filled) is not None:
        known = replace(_as_it_stands(front, form), right_ids=rights_in(form))
        front.poster.redraw(click.view_id, draft_form(known, front.reader))


def more_fields(front: Front, click: Click) -> None:
    """*More fields* in the modal: all that this kind asks for, with what was written."""
    if (form := click.filled) is not None:
        known = replace(_as_it_stands(front, form), right_ids=rights_in(form))
        about = replace(known.about, page=ALL_FIELDS)
        front.poster.redraw(click.view_id, draft_form(replace(known, about=about), front.reader))


def suggest(front: Front, click: Click) -> None:
    """*Suggest wording* in the modal: a chat model proposes the facts, marked as proposed, for a person to change."""
    form = click.filled
    if form is None:
        return
    request, known = requested(front, form), _as_it_stands(front, form)
    front.poster.redraw(click.view_id, draft_form(replace(known, suggesting=True), front.reader))
    try:
        proposed = front.desk.suggestions.facts(request.listing_ids)
    except MarqueError:
        front.poster.redraw(click.view_id, draft_form(known, front.reader))
        raise
    front.poster.redraw(click.view_id, draft_form(_with(known, proposed), front.reader))


def _as_it_stands(front: Front, form: ModalForm) -> DraftFormFacts:
    """The form as somebody has filled it in so far."""
    request = requested(front, form)
    known = _filled(front, replace(form.ref, kind=request.kind, listings=request.listing_ids), request)
    if not form.ref.draft:
        return known
    draft = front.desk.drafts.get(form.ref.draft)
    return replace(known, ticked=draft.request.reasons, comment=draft.comment, lacking=_lacking(draft))


def _lacking(draft: Draft) -> frozenset[str]:
    """What a draft is blocked by or better with, by the last part of its name, as fields are called."""
    return frozenset(gap.field.rpartition(".")[2] for gap in draft.open_gaps)


def _with(known: DraftFormFacts, proposed: Sequence[tuple[str, str]]) -> DraftFormFacts:
    """The form with the model's words in their fields."""
    names = " ".join(field for field, _ in proposed)
    texts = tuple({**dict(known.texts), **dict(proposed)}.items())
    return replace(known, texts=texts, about=replace(known.about, suggested=names))


def edit(front: Front, click: Click) -> None:
    """*Edit* on a preview: the modal with everything filled in."""
    draft = own_draft(front, click.ref, click.place.person)
    request = draft.request
    about = Ref(
        draft=draft.draft_id,
        version=draft.version,
        kind=request.kind,
        listings=request.listing_ids,
        suggested=" ".join(request.suggested),
        channel=click.place.channel,
        thread=click.place.thread,
    )
    known = replace(
        _filled(front, about, request), ticked=request.reasons, comment=draft.comment, lacking=_lacking(draft)
    )
    front.poster.open(click.trigger_id, draft_form(known, front.reader))


def show(front: Front, click: Click) -> None:
    """A copy of a preview in one's own direct messages, from the Home tab."""
    previews.copy_to(front, front.desk.drafts.get(click.ref.draft), click.place.person)


def check(front: Front, form: ModalForm) -> Mapping[str, str]:
    """What is wrong in the modal, by field."""
    wrong: dict[str, str] = {}
    try:
        for name in named_in(form):
            listing_named(name)
    except WrongInput as fault:
        wrong[ModalField.LISTINGS] = tell(fault.sentence, front.reader)[:150]
    if len(form.ref.listings) > 1 and not form.ref.draft and not named_in(form):
        wrong[ModalField.LISTINGS] = front.reader("form.draft.no_listing")
    start, last = form.day(ModalField.ACT_FROM), form.day(ModalField.ACT_TO)
    if start and last and start > last:
        wrong[ModalField.ACT_TO] = front.reader("form.draft.act_order")
    return wrong


def write(front: Front, form: ModalForm) -> None:
    """Write the draft, or its next version; the outbox shows it."""
    ref, who, waits = form.ref, form.place.person, Posted(channel=form.place.channel, ts=form.place.thread)
    legal = front.options.legal_channel
    where = f"<#{legal}>" if legal else front.reader("draft.your_messages")
    told = front.reader("draft.writing", where=where)
    front.whisper(form.place, card(told, [section(told)]))
    if ref.draft:
        seen = own_draft(front, ref, who).version
        front.desk.drafts.revise(ref.draft, requested(front, form), by=who, shown_version=seen, told_in=waits)
    else:
        front.desk.batches.prepare(requested(front, form), by=who, told_in=waits)
    front.hurry()
    republish(front, who)


def own_draft(front: Front, ref: Ref, who: PersonId) -> Draft:
    """The draft, for its author to edit: whoever changed the text could otherwise approve their own words.

    Raises:
        NotAllowed: somebody else's draft.
        StaleVersion: it has changed since the person looked at it.
    """
    draft = front.desk.drafts.get(ref.draft)
    if who != draft.author:
        raise NotAllowed("edit {draft}", "only its author may; ask for changes instead", draft=draft.draft_id)
    if ref.version != draft.version:
        raise StaleVersion(draft.draft_id, ref.version, draft.version)
    return draft


def known_listings(front: Front, names: Sequence[str]) -> tuple[ListingId, ...]:
    """The listings named, each one that was seen.

    Raises:
        WrongInput: one is named in no way that is known.
        UnknownThing: one was never seen.
    """
    at = {name: front.desk.tips.on_record(name) for name in names if "://" in name and not address_of(name)}
    listings = tuple(found.listing_id if (found := at.get(name)) else listing_named(name) for name in names)
    with front.desk.store.unit() as unit:
        for listing in listings:
            if unit.listings.get(listing) is None:
                raise UnknownThing("listing", listing, "report it first with /watch add and its address")
    return listings


def _fresh(front: Front, about: Ref) -> DraftFormFacts:
    with front.desk.store.unit() as unit:
        listings = [found for each in about.listings if (found := unit.listings.get(each))]
    whole = 0 < len(listings) == len(about.listings)  # what every listing shows, nobody is asked for
    kinds = front.desk.drafts.offers.kinds_for(about.listings)
    kind = next((each.kind for each in kinds if each.kind == about.kind), "")
    offers, reasons = front.desk.drafts.offers, front.desk.reasons.proposed(about.listings)
    resting = offers.resting(about.listings, ground := offers.ground_for(about.listings), kind)
    return DraftFormFacts(
        about=about,
        kinds=kinds,
        rights=front.desk.rights.on(),
        right_ids=offers.proposed_rights(about.listings, ground, kind),
        resting=(*resting, *(each.right_id for each in reasons if each.right_id)),
        reasons=reasons,
        told=frozenset(name for name in LISTED if whole and all(getattr(each, name) for each in listings)),
        listings=listings,
        powers=offers.powers_for(kind),
        purchases=offers.purchases_of(about.listings),
        earlier=offers.earlier_of(about.listings),
        may_suggest=front.desk.suggestions.available,
    )


def _filled(front: Front, about: Ref, request: DraftRequest) -> DraftFormFacts:
    """The form with what a request says already."""
    fresh = _fresh(front, about)
    return replace(
        fresh,
        right_ids=request.right_ids,
        resting=() if request.right_ids else fresh.resting,
        office=request.office,
        act_from=request.act_from,
        act_to=request.act_to,
        texts=request.texts,
    )
