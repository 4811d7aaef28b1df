"""What is said of a draft wherever it is shown: its title, where it stands, what it lacks, its files."""

from slack_sdk.models.metadata import Metadata

from bot.domain.compositions import NoticeGap, Waiver
from bot.domain.drafts import Draft, DraftStatus
from bot.domain.moments import china_day
from bot.domain.secrets import shown_path
from bot.domain.sentences import Sentence
from bot.slack.blocks.citing import cited_on
from bot.slack.blocks.text import (
    card,
    esc,
    moment,
    one_line,
    person,
    section,
)
from bot.slack.cards import Card
from bot.slack.ids import EventType
from bot.words.book import Words
from bot.words.telling import tell
from knowledge.law import Register

GAPS, SHOWN, NAMED, TO_DO = 3, 3, 5, 2
SUMMARY = 300
WRONG_NOTICE = "ec.wrong_notice"


def yes_line(draft: Draft, words: Words, register: Register) -> str:
    """What a yes to this kind states, and what a wrong notice may cost, by the provision of the day."""
    stated = words("draft.yes.all", sender=esc(one_line(draft.composition.sender, 100)))
    if not any(each.key.startswith("ec.") for each in draft.composition.provisions):
        return stated
    place = cited_on(register, WRONG_NOTICE, draft.request.as_of, words.language)
    return f"{stated} {words('draft.yes.platform', provision=esc(place))}"


def draft_metadata(draft: Draft) -> Metadata:
    """By which the message is known."""
    return Metadata(event_type=EventType.DRAFT.value, event_payload={"draft_id": draft.draft_id})


def status_card(draft: Draft, words: Words) -> Card:
    """One line for the case's or the alert's thread: status only, never the text."""
    line = f"{esc(draft_title(draft, words))}: {stands(draft, words)}"
    return card(line, [section(line)])


def files_card(paths: list[str], why: Sentence, words: Words) -> Card:
    """Where the files are, when Slack would not take them."""
    lines = [f"• `{esc(shown_path(path))}`" for path in paths]
    text = words("draft.files_here", why=esc(tell(why, words)))
    return card("\n".join([text, *lines]), [section("\n".join([text, *lines]))])


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


def waiver_line(waiver: Waiver, words: Words) -> str:
    """A gap that was waived, by whom and why."""
    at = moment(waiver.at, words)
    said = words("draft.waiver", who=person(waiver.by), at=at, reason=esc(one_line(waiver.reason, 400)))
    return f"• {esc(one_line(tell(waiver.message, words), 200))}. {said}"


def hash_lines(draft: Draft, words: Words) -> list[str]:
    """The hash of each text: what a yes is given to, and what the footer of its document prints."""
    return [
        words("draft.hash", language=words(f"language.{language}"), sha256=f"`{sha256}`")
        for language, sha256 in draft.composition.sha256s
    ]


def gap_line(gap: NoticeGap, words: Words, most: int = 400) -> str:
    """A gap with what to do about it."""
    return f"• {esc(one_line(tell(gap.message, words), most))}"


def stands(draft: Draft, words: Words) -> str:
    """The name of its status."""
    return words(f"draft.status.{draft.status.value}")


def before_filing(draft: Draft, words: Words, most: int = 40, length: int = 300) -> list[str]:
    """What an approved notice still wants before a person files it, one a line; nothing once it was sent. The card counts
    it and shows the first: all of it stands in the review and in the form for filing."""
    open_ = draft.open_gaps if draft.status is DraftStatus.APPROVED else ()
    if not open_:
        return []
    lines = [f"☐ {esc(one_line(tell(gap.message, words), length))}" for gap in open_[:most]]
    rest = [words("draft.line.rest", count=len(open_) - most)] if len(open_) > most else []
    return [" ".join([f"*{words('draft.line.before_filing', count=len(open_))}*", *rest]), *lines]
