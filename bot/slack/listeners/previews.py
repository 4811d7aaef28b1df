"""Where previews of drafts are posted (which channel, who is mentioned), updated: shared by drafting and approving."""

from collections.abc import Sequence
from datetime import datetime

from bot.domain.cases import Case
from bot.domain.drafts import Draft, DraftStatus, PreviewOrder
from bot.domain.errors import DeliveryFailed
from bot.domain.ids import DraftId, PersonId
from bot.domain.roles import Role
from bot.ports import Posted
from bot.services.drafting import showing
from bot.slack import once
from bot.slack.blocks.approvals import asked_card, note_card, waiting_card
from bot.slack.blocks.batches import batch_card, preview_card
from bot.slack.blocks.counsel import shared_draft_card, taken_back_card
from bot.slack.blocks.draft_card import draft_card
from bot.slack.blocks.drafts import draft_metadata, status_card
from bot.slack.blocks.text import card, esc, link, section
from bot.slack.cards import Card
from bot.slack.delivering import unless_deleted
from bot.slack.front import Front
from bot.slack.ids import EventType
from bot.slack.listeners import calls
from bot.slack.listeners.draft_files import DRAFTED, PART, attach, for_good
from bot.slack.listeners.threads import refresh
from bot.slack.naming import is_slack_user
from bot.slack.payloads import Place
from bot.slack.redrawing import drawn
from bot.words.book import Words
from bot.words.telling import tell


def show(front: Front, parts: Sequence[Draft], since: datetime | None) -> Posted:
    """The preview of a draft or a batch, edited where it stands; where it does not, it is posted: in the legal channel or
    failing that in its author's direct messages."""
    place = Posted(channel=parts[0].channel, ts=parts[0].ts)
    if place.ts and front.poster.update(place, _preview(front, parts, place.channel)):
        return place
    return (_found(front, parts[0], since) if since else None) or _posted(front, parts)


def accompany(front: Front, order: PreviewOrder, parts: Sequence[Draft], since: datetime | None) -> None:
    """What comes with a version: its files, copies, a call to who may approve, its status, a word to its author."""
    draft = next(each for each in parts if each.draft_id == order.draft_id)
    posted = Posted(channel=draft.channel, ts=draft.ts)
    attach(front, draft, posted, PART if draft.batch_id else DRAFTED, order, since)
    redraw_copies(front, draft)
    calls.settle(front, draft.draft_id)
    copies_to_approvers(front, draft, since)
    waiting = [part.draft_id for part in parts if part.status is DraftStatus.AWAITING]
    if draft.draft_id in waiting[:1] and (draft.version == 1 or not draft.batch_id):
        call_approvers(front, draft, order.key, since)
    tell_thread(front, draft, order.key, since)
    if order.told_in:
        place = Place(person=draft.author, channel=order.told_in[0], thread=order.told_in[1])
        front.whisper(place, _ready(front, draft, parts))


def _preview(front: Front, parts: Sequence[Draft], channel: str) -> Card:
    """The message of a draft or a batch, as it is read in this channel."""
    words = front.words_in(channel, parts[0].author)
    return preview_card(parts, words, front.register, counsel_of(front, parts[0]))


def words_of(front: Front, draft: Draft) -> Words:
    """The strings where its preview stands: the team's, or its author's."""
    return front.words_in(draft.channel, draft.author)


def counsel_of(front: Front, draft: Draft) -> Sequence[str]:
    """The team's counsel, and outside counsel with whom the draft is shared."""
    return (*front.options.everyone_counsel, *front.desk.counsel.holding(draft))


def card_for(front: Front, draft: Draft, who: PersonId) -> Card:
    """The preview as this person may see it and reads Slack: the team's, counsel's, or that it is not shared any more."""
    words = front.words_for(who)
    if front.admission.holds(who, Role.ANALYST):
        return draft_card(draft, words, front.register, counsel_of(front, draft))
    counsel = front.admission.counsel(who)
    shared = counsel is not None and counsel.holds(draft.case_id, draft.draft_id)
    return shared_draft_card(draft, words) if shared else taken_back_card(words)


def call_approvers(front: Front, draft: Draft, key: str = "", since: datetime | None = None) -> None:
    """Name those whose yes is waited for in the preview's thread. Without a legal channel their copy of a draft calls
    them, and for a batch, of which there are no copies, a word to each."""
    people = [who for who in front.desk.pending.people_to_ask(draft) if is_slack_user(who)]
    if draft.status is not DraftStatus.AWAITING or not people:
        return
    call = key and f"{key} call"
    if draft.channel == front.options.legal_channel:
        shown = waiting_card(draft, people, front.words)
        calls.call(front, draft, Posted(channel=draft.channel, ts=draft.ts), shown, call, since)
    elif draft.batch_id:
        for who in people:
            _call_alone(front, draft, who, call, since)


def remind_alone(
    front: Front, draft: Draft, what: str, people: Sequence[PersonId], key: str, since: datetime | None
) -> None:
    """Without a legal channel nobody but its author reads the preview's thread: each is reminded beside their own copy, and
    whoever is asked only now gets one."""
    copies_to_approvers(front, draft, since)
    copies = {copy.person: copy for copy in front.desk.drafts.get(draft.draft_id).copies}
    for who in filter(is_slack_user, people):
        if copy := copies.get(who):
            shown = note_card(draft, what, [who], front.words_for(who))
            place = Posted(channel=copy.channel, ts=copy.ts)
            calls.call(front, draft, place, shown, f"{key} {who}", since, who)
        else:
            _call_alone(front, draft, who, key, since)


def _call_alone(front: Front, draft: Draft, who: PersonId, key: str, since: datetime | None) -> None:
    shown = waiting_card(draft, [who], front.words_for(who))
    place = Posted(channel=front.poster.direct(who), ts="")
    calls.call(front, draft, place, shown, key and f"{key} {who}", since, who)


def _ready(front: Front, draft: Draft, parts: Sequence[Draft]) -> Card:
    """That a draft or batch stands, with a link to it."""
    words, legal = front.words_for(draft.author), front.options.legal_channel
    status = words(f"draft.status.{draft.status.value}")
    where = "draft.in_legal" if legal and draft.channel == legal else "draft.in_messages"
    if draft.batch_id:
        told = words("batch.ready", batch=draft.batch_id, count=len(parts))
    else:
        told = words(
            "draft.ready", draft=draft.draft_id, version=draft.version, status=status, where=words(where)
        )
    url = front.poster.permalink(Posted(channel=draft.channel, ts=draft.ts))
    text = f"{esc(told)} {link(url, words('draft.open'))}" if url else esc(told)
    return card(text, [section(text)])


def ask_anew(front: Front, draft: Draft, asks: PersonId, key: str, since: datetime | None) -> None:
    """Tell its author what is to change, and who asks for that."""
    if is_slack_user(draft.author):
        shown = asked_card(draft, asks, front.words_for(draft.author))
        place = Posted(channel=front.poster.direct(draft.author), ts="")
        calls.call(front, draft, place, shown, key, since, draft.author)


def redraw(front: Front, draft: Draft) -> None:
    """Bring the preview and its copies up to date."""
    if draft.batch_id:
        redraw_batch(front, draft.batch_id)
    elif draft.ts:
        place = Posted(channel=draft.channel, ts=draft.ts)
        drawn(
            lambda: _preview(front, [front.desk.drafts.get(draft.draft_id)], draft.channel),
            lambda now: front.poster.update(place, now),
        )
    redraw_copies(front, draft)
    calls.settle(front, draft.draft_id)


def redraw_copies(front: Front, draft: Draft) -> None:
    """Bring the copies of a preview up to date, in whoever's direct messages they are."""
    for copy in draft.copies:
        if (copy.channel, copy.ts) != (draft.channel, draft.ts):
            redraw_copy(front, draft.draft_id, copy.person, Posted(channel=copy.channel, ts=copy.ts))


def redraw_copy(front: Front, draft_id: DraftId, who: PersonId, place: Posted) -> None:
    """Bring a preview that this person reads there up to date."""
    drawn(
        lambda: card_for(front, front.desk.drafts.get(draft_id), who),
        lambda now: front.poster.update(place, now),
    )


def redraw_batch(front: Front, batch_id: str) -> Draft:
    """Bring a batch's message up to date; its first part, which knows where that stands."""
    parts = front.desk.batches.parts(batch_id)
    if parts[0].ts:
        place, words = Posted(channel=parts[0].channel, ts=parts[0].ts), words_of(front, parts[0])
        drawn(
            lambda: batch_card(front.desk.batches.parts(batch_id), words),
            lambda now: front.poster.update(place, now),
        )
    calls.settle(front, parts[0].draft_id)
    return parts[0]


def tell_thread(front: Front, draft: Draft, key: str = "", since: datetime | None = None) -> None:
    """The status, and only that, in the thread of the case, or of the alert where the case has none."""
    refresh(front, draft.case_id)
    case = front.desk.cases.get(draft.case_id)
    place = _thread(front, draft, case)
    if place is not None:
        shown, said = status_card(draft, front.words), key and f"{key} status"
        with unless_deleted():
            once.say(front.poster, place.channel, shown, said, thread=place.ts, since=since)


def copy_to(front: Front, draft: Draft, person: PersonId, since: datetime | None = None) -> None:
    """A copy of the preview in somebody's direct messages."""
    shown, channel = card_for(front, draft, person), front.poster.direct(person)
    posted = once.found(front.poster, channel, EventType.DRAFT, draft.draft_id, since) if since else None
    posted = posted or front.poster.post(channel, shown, metadata=draft_metadata(draft))
    if front.admission.counsel(person) is None:  # counsel reads under the button, which is kept as a look
        released = draft.status in {DraftStatus.APPROVED, DraftStatus.SENT}
        attach(front, draft, posted, ("clean",) if released else ("draft",), since=since, reader=person)
    showing.copied(front.desk.store, draft.draft_id, person, posted)  # last: what is known is not done again


def _found(front: Front, draft: Draft, since: datetime) -> Posted | None:
    legal = front.options.legal_channel
    for channel in (*([legal] if legal else []), front.poster.direct(draft.author)):
        if posted := once.found(front.poster, channel, EventType.DRAFT, draft.draft_id, since):
            return posted
    return None


def _posted(front: Front, parts: Sequence[Draft]) -> Posted:
    draft, legal = parts[0], front.options.legal_channel
    metadata = draft_metadata(draft)
    if legal:
        try:
            return front.poster.post(legal, _preview(front, parts, legal), metadata=metadata)
        except DeliveryFailed as failure:
            _refused_for_good(front, draft, failure)
    direct = front.poster.direct(draft.author)
    return front.poster.post(direct, _preview(front, parts, direct), metadata=metadata)


def _refused_for_good(front: Front, draft: Draft, failure: DeliveryFailed) -> None:
    """The legal channel will not take it: the author is told, and it goes to direct messages."""
    for_good(failure)
    words = front.words_for(draft.author)
    told = words("draft.no_legal_channel", why=tell(failure.why, words))
    front.tell(Place(person=draft.author), told)


def copies_to_approvers(front: Front, draft: Draft, since: datetime | None) -> None:
    """Without a legal channel, each approver gets a copy once there is something to approve."""
    in_legal = draft.channel == front.options.legal_channel
    if in_legal or draft.batch_id or draft.status is not DraftStatus.AWAITING:
        return
    if draft.version > 1:  # one may stand unknown whose answer was lost before the draft was revised
        since = draft.created_at
    held = {draft.author, *(copy.person for copy in draft.copies)}
    for person in front.desk.pending.approvers(draft):
        if person not in held and is_slack_user(person):
            copy_to(front, draft, person, since)


def _thread(front: Front, draft: Draft, case: Case) -> Posted | None:
    if case.ts:
        return Posted(channel=case.channel, ts=case.ts)
    with front.desk.store.unit() as unit:
        alerts = [unit.alerts.of_listing(each) for each in draft.request.listing_ids]
    found = next((alert for alert in alerts if alert is not None and alert.ts), None)
    return Posted(channel=found.channel, ts=found.ts) if found else None
