"""A draft's title and where it stands, as said wherever it is shown."""

from slack_sdk.models.metadata import Metadata

from bot.domain.drafts import Draft, DraftStatus
from bot.domain.moments import china_day
from bot.slack.blocks.text import card, esc, moment, one_line, person, section
from bot.slack.cards import Card
from bot.slack.ids import EventType
from bot.words.book import Words

GAPS, SHOWN, NAMED, TO_DO = 3, 3, 5, 2
SUMMARY = 300


def draft_metadata(draft: Draft) -> Metadata:
    """By which the message is known."""
    return Metadata(event_type=EventType.DRAFT.value, event_payload={"draft_id": draft.draft_id})


def status_card(draft: Draft, words: Words) -> Card:
    """One line for the case's or the alert's thread: status only, never the text."""
    line = f"{esc(draft_title(draft, words))}: {stands(draft, words)}"
    return card(line, [section(line)])


def draft_title(draft: Draft, words: Words) -> str:
    """D-000031 Complaint to the market regulator, version 2."""
    title = dict(draft.composition.titles).get(words.language) or draft.request.kind
    return one_line(f"{draft.draft_id} {title} · {words('draft.version', number=draft.version)}", 140)


def status_text(draft: Draft, words: Words) -> str:
    """Where the draft stands, who has said yes, and what was asked for."""
    lines = [f"*{stands(draft, words)}*"]
    if draft.status is DraftStatus.AWAITING:
        lines.append(
            words("draft.approvals", given=len(draft.standing_approvals), needed=draft.approvals_needed)
        )
    lines += [
        words("draft.approved_by", who=person(a.by), at=moment(a.at, words)) for a in draft.standing_approvals
    ]
    if draft.status is DraftStatus.APPROVED and not draft.released and draft.release_at:
        lines.append(words("draft.released_at", at=moment(draft.release_at, words)))
    if draft.status is DraftStatus.OUTDATED and draft.outdated_on:
        lines.append(words("draft.overtaken", day=draft.outdated_on))
    if draft.comment:
        lines.append(words("draft.comment", comment=esc(one_line(draft.comment, 1_000))))
    if draft.sent:
        sent = draft.sent
        how = (
            words(f"sent.how.{sent.channel}") if words.has(f"sent.how.{sent.channel}") else esc(sent.channel)
        )
        lines.append(
            words(
                "draft.sent",
                who=person(sent.by),
                how=how,
                day=china_day(sent.at),
                reference=esc(sent.reference) or "–",
            )
        )
        if sent.courier_number:
            lines.append(words("draft.courier", number=esc(sent.courier_number)))
        if sent.delivered_on:
            lines.append(words("draft.delivered", day=sent.delivered_on))
    for paper in draft.received:
        what = (
            words(f"received.what.{paper.what}")
            if words.has(f"received.what.{paper.what}")
            else esc(paper.what)
        )
        day = china_day(paper.reached_us_at)
        lines.append(words("draft.received", what=what, sender=esc(paper.sender) or "–", day=day))
    return "\n".join(lines)


def stands(draft: Draft, words: Words) -> str:
    """The name of its status."""
    return words(f"draft.status.{draft.status.value}")
