"""Where previews of drafts go and how they are kept up to date: shared by drafting and approving."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from pathlib import Path

from bot.domain.cases import Case
from bot.domain.drafts import Draft, DraftStatus
from bot.domain.errors import DeliveryFailed
from bot.domain.ids import PersonId
from bot.ports import Posted
from bot.slack.blocks.approvals import waiting_card
from bot.slack.blocks.batches import batch_card
from bot.slack.blocks.drafts import draft_card, draft_metadata, files_card, status_card
from bot.slack.blocks.text import card, esc, link, section
from bot.slack.front import Front
from bot.slack.listeners.threads import refresh
from bot.slack.payloads import Place, is_slack_user
from bot.slack.poster import Card
from bot.words.reasons import cause

DRAFTED = ("draft", "fields", "links", "annexes")
"""Roles of the files that come with a version."""


def publish(front: Front, draft: Draft) -> Draft:
    """Show a new draft: preview and files; without a legal channel each approver gets a copy."""
    posted = _post(front, draft)
    front.desk.drafts.shown_in(draft.draft_id, posted.channel, posted.ts)
    attach(front, draft, posted, DRAFTED)
    draft = front.desk.drafts.get(draft.draft_id)
    copies_to_approvers(front, draft)
    call_approvers(front, draft)
    tell_thread(front, draft)
    return draft


def card_of(front: Front, draft: Draft) -> Card:
    """The preview as it looks now."""
    return draft_card(draft, front.words, front.register, front.options.everyone_counsel)


def call_approvers(front: Front, draft: Draft) -> None:
    """Name those whose yes is waited for in the preview's thread; without a legal channel their copy calls them."""
    people = [who for who in front.desk.pending.people_to_ask(draft) if is_slack_user(who)]
    if draft.status is DraftStatus.AWAITING and draft.channel == front.options.legal_channel and people:
        front.poster.post(draft.channel, waiting_card(draft, people, front.words), thread=draft.ts)


def where_shown(front: Front, draft: Draft, told: str) -> Card:
    """A sentence about a draft with a link to where it stands; ``told`` is not escaped."""
    url = front.poster.permalink(Posted(channel=draft.channel, ts=draft.ts))
    text = f"{esc(told)} {link(url, front.words('draft.open'))}" if url else esc(told)
    return card(text, [section(text)])


def redraw(front: Front, draft: Draft) -> None:
    """Bring the preview and its copies up to date."""
    shown = card_of(front, draft)
    if draft.batch_id:
        redraw_batch(front, draft.batch_id)
    places = [Posted(channel=draft.channel, ts=draft.ts)] if draft.ts and not draft.batch_id else []
    for place in dict.fromkeys((*places, *front.copies.of(draft.draft_id))):
        front.poster.update(place, shown)


def redraw_copies(front: Front, draft: Draft) -> None:
    """Bring the copies of a preview up to date, in whoever's direct messages they are."""
    for place in front.copies.of(draft.draft_id):
        front.poster.update(place, card_of(front, draft))


def redraw_batch(front: Front, batch_id: str) -> Draft:
    """Bring a batch's message up to date; its first part, which knows where that stands."""
    parts = front.desk.batches.parts(batch_id)
    if parts[0].ts:
        place = Posted(channel=parts[0].channel, ts=parts[0].ts)
        front.poster.update(place, batch_card(parts, front.words))
    return parts[0]


def post_batch(front: Front, parts: Sequence[Draft]) -> Posted:
    """The message of a batch, in the legal channel or failing that in its author's direct messages."""
    return _posted(front, parts[0], batch_card(parts, front.words))


def attach(
    front: Front, draft: Draft, posted: Posted, roles: Sequence[str], known: Collection[str] = ()
) -> None:
    """Put the files of these roles into the thread, but those of ``known`` hashes, which are there already; if Slack
    refuses files, say where they are."""
    files = [Path(file.path) for file in draft.files if file.role in roles and file.sha256 not in known]
    there = [path for path in files if path.is_file()]
    if not files:
        return
    what = "draft.files_clean" if "clean" in roles else "draft.files_draft"
    comment = front.words(what, draft=draft.draft_id, version=draft.version)
    try:
        if there:
            front.poster.upload(posted, there, comment)
    except DeliveryFailed as failure:
        front.poster.post(
            posted.channel, files_card([str(p) for p in there], failure.why, front.words), thread=posted.ts
        )
    missing = [str(path) for path in files if path not in there]
    if missing:
        gone = files_card(missing, front.words("draft.files_missing"), front.words)
        front.poster.post(posted.channel, gone, thread=posted.ts)


def tell_thread(front: Front, draft: Draft) -> None:
    """The status, and only that, in the thread of the case, or of the alert where the case has none."""
    case = front.desk.cases.get(draft.case_id)
    place = _thread(front, draft, case)
    if place is not None:
        front.poster.post(place.channel, status_card(draft, front.words), thread=place.ts)
    refresh(front, draft.case_id)


def copy_to(front: Front, draft: Draft, person: PersonId) -> Posted:
    """A copy of the preview in somebody's direct messages."""
    shown = card_of(front, draft)
    posted = front.poster.post(front.poster.direct(person), shown, metadata=draft_metadata(draft))
    front.copies.add(draft.draft_id, posted)
    released = draft.status in {DraftStatus.APPROVED, DraftStatus.SENT}
    attach(front, draft, posted, ("clean",) if released else ("draft",))
    return posted


def _post(front: Front, draft: Draft) -> Posted:
    return _posted(front, draft, card_of(front, draft))


def _posted(front: Front, draft: Draft, shown: Card) -> Posted:
    metadata = draft_metadata(draft)
    if front.options.legal_channel:
        try:
            return front.poster.post(front.options.legal_channel, shown, metadata=metadata)
        except DeliveryFailed as failure:
            _refused_for_good(front, draft, failure)
    return front.poster.post(front.poster.direct(draft.author), shown, metadata=metadata)


def _refused_for_good(front: Front, draft: Draft, failure: DeliveryFailed) -> None:
    """The legal channel will not take it: the author is told, and it goes to direct messages."""
    if failure.in_doubt or failure.retry_after:
        raise failure
    front.tell(
        Place(person=draft.author), front.words("draft.no_legal_channel", why=cause(failure.why, front.words))
    )


def copies_to_approvers(front: Front, draft: Draft) -> None:
    """Without a legal channel, each approver gets a copy once there is something to approve."""
    in_legal = draft.channel == front.options.legal_channel
    if in_legal or draft.status is not DraftStatus.AWAITING or front.copies.of(draft.draft_id):
        return
    for person in front.options.may_approve:
        if person != draft.author:
            copy_to(front, draft, PersonId(person))


def _thread(front: Front, draft: Draft, case: Case) -> Posted | None:
    if case.ts:
        return Posted(channel=case.channel, ts=case.ts)
    with front.desk.store.unit() as unit:
        alerts = [unit.alerts.of_listing(each) for each in draft.request.listing_ids]
    found = next((alert for alert in alerts if alert is not None and alert.ts), None)
    return Posted(channel=found.channel, ts=found.ts) if found else None
