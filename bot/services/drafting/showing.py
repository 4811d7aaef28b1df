"""Drafts on their way into Slack: ordered in the unit of work that makes them, shown by the delivery job."""

import json
from collections.abc import Collection, Sequence
from dataclasses import replace

from bot.domain.drafts import MOST_COPIES, Draft, DraftCall, PreviewOrder
from bot.domain.ids import DraftId, PersonId
from bot.ports import Notifier, OutboxKind, Outgoing, Posted
from bot.repositories import Store, UnitOfWork


def order_preview(unit: UnitOfWork, draft: Draft, *, told_in: Posted | None = None) -> None:
    """Have this version shown, once what was ordered before for its batch is."""
    _order(unit, draft, _lane(unit, draft), (), told_in)


def order_next(unit: UnitOfWork, draft: Draft, before: Draft, told_in: Posted | None) -> None:
    """Have the next version shown where the one ``before`` it is shown, or is to be: where its preview stands is known only once
    that was posted and its place kept, and people press on what a process posted that died over the second."""
    lane = _lane(unit, draft)
    ordered = unit.outbox.on_the_way(OutboxKind.DRAFT_SHOWN, lane)
    if draft.ts or told_in or ordered:
        # What was to come with a version before and has not comes with this one.
        waits = any(json.loads(body)["draft"] == draft.draft_id for body in ordered)
        _order(unit, draft, lane, () if waits else {file.sha256 for file in before.files}, told_in)


def _lane(unit: UnitOfWork, draft: Draft) -> DraftId:
    return _parts(unit, draft)[0].draft_id


def _order(
    unit: UnitOfWork, draft: Draft, lane: DraftId, known: Collection[str], told_in: Posted | None
) -> None:
    waits = [told_in.channel, told_in.ts] if told_in else None
    body = {"draft": draft.draft_id, "version": draft.version, "known": sorted(known), "told_in": waits}
    unit.outbox.add(OutboxKind.DRAFT_SHOWN, lane, json.dumps(body))


def show(store: Store, message: Outgoing, notifier: Notifier) -> None:
    """Show what was ordered. What comes with a version that was revised since comes with the next one."""
    body = json.loads(message.body)
    # Several calls to Slack: one that went wrong says nothing about the others, so that each is looked for.
    since = message.added_at if message.attempts else message.since
    with store.unit() as unit:
        draft = unit.drafts.get(DraftId(body["draft"]))
        parts = _parts(unit, draft) if draft else ()
    if draft is None:
        return
    posted = notifier.show_drafts(parts, since=since)
    parts = stand(store, parts, posted)
    if draft.version == body["version"]:
        waits = body["told_in"]
        order = PreviewOrder(
            key=f"shown {message.number}",
            draft_id=draft.draft_id,
            version=draft.version,
            known=tuple(body["known"]),
            told_in=(waits[0], waits[1]) if waits else None,
        )
        notifier.accompany_draft(order, parts, since=since)


def stand(store: Store, parts: Sequence[Draft], posted: Posted) -> Sequence[Draft]:
    """Remember where the message of these drafts stands; the drafts as they are now."""
    with store.unit() as unit:
        current = [found for each in parts if (found := unit.drafts.get(each.draft_id))]
        standing = [replace(each, channel=posted.channel, ts=posted.ts) for each in current]
        for draft in standing:
            unit.drafts.save(draft)
    return standing


def copied(store: Store, draft_id: DraftId, person: PersonId, posted: Posted) -> None:
    """Remember a copy of the preview in somebody's messages, which from now on is brought up to date with it."""
    with store.unit() as unit:
        draft = unit.drafts.get(draft_id)
        if draft is not None:
            unit.drafts.save(draft.copied_to(person, posted.channel, posted.ts))


def called(store: Store, draft_id: DraftId, call: DraftCall) -> None:
    """Remember what a message that asks for a step on the draft tells of it now; the newest are known."""
    with store.unit() as unit:
        draft = unit.drafts.get(draft_id)
        if draft is not None:
            others = [each for each in draft.calls if (each.channel, each.ts) != (call.channel, call.ts)]
            unit.drafts.save(replace(draft, calls=(*others, call)[-MOST_COPIES:]))


def _parts(unit: UnitOfWork, draft: Draft) -> Sequence[Draft]:
    return (draft.batch_id and unit.drafts.of_batch(draft.batch_id)) or (draft,)
