"""What happens to an approved notice: the law overtakes it, it is sent, delivered, answered (its later states)."""

from dataclasses import replace
from datetime import date

from bot.domain.approvals import clock, in_status
from bot.domain.drafts import Draft, DraftStatus, Received, Sent
from bot.domain.errors import NotPossible
from bot.domain.moments import china_day


def outdate(draft: Draft, on: date) -> Draft:
    """Flag an approved notice whose law has changed: from the day ``on`` it needs a new version.

    Raises:
        NotPossible: it is not approved, or was sent.
    """
    if draft.status is not DraftStatus.APPROVED:
        raise in_status(draft)
    return replace(draft, status=DraftStatus.OUTDATED, outdated_on=on)


def mark_sent(draft: Draft, sent: Sent) -> Draft:
    """Record that a person sent the approved notice. One that the law has overtaken may have been sent before that.

    Raises:
        NotPossible: it is not approved, not released yet, overtaken by the law, or was sent before.
    """
    overtaken = draft.outdated_on
    if draft.status is DraftStatus.OUTDATED and overtaken is not None and china_day(sent.at) >= overtaken:
        raise NotPossible(
            draft.draft_id,
            "the law it cites changed on {day}",
            "make a new version, or give the earlier day on which it was sent",
            day=overtaken.isoformat(),
        )
    if draft.status not in {DraftStatus.APPROVED, DraftStatus.OUTDATED}:
        raise in_status(draft, "it is {status}, not approved")
    if not draft.released:
        at = draft.release_at
        why = "it is not released before {at} in China" if at else "it is not released"
        raise NotPossible(draft.draft_id, why, "wait, or withdraw the approval", at=clock(at) if at else "")
    return replace(draft, status=DraftStatus.SENT, sent=sent)


def mark_delivered(draft: Draft, on: date) -> Draft:
    """Record the day on which the notice reached the other side.

    Raises:
        NotPossible: it was not sent, or only after that day.
    """
    if draft.status is not DraftStatus.SENT or draft.sent is None:
        raise NotPossible(draft.draft_id, "it was not marked as sent", "mark it as sent first")
    if on < china_day(draft.sent.at):
        raise NotPossible(
            draft.draft_id, "it was sent on {day}, after that day", day=china_day(draft.sent.at)
        )
    return replace(draft, sent=replace(draft.sent, delivered_on=on))


def mark_received(draft: Draft, received: Received) -> Draft:
    """Record a paper that came back after the notice was sent.

    Raises:
        NotPossible: the notice was not sent.
    """
    if draft.status is not DraftStatus.SENT:
        raise NotPossible(draft.draft_id, "it was not marked as sent", "mark it as sent first")
    return replace(draft, received=(*draft.received, received))
