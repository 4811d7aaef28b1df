"""The preview of a draft: status, gaps, text, what it rests on, and the buttons that its status allows."""

from __future__ import annotations

from slack_sdk.models.blocks import Block, ButtonElement
from slack_sdk.models.metadata import Metadata

from bot.domain.drafts import Draft, DraftFile, DraftStatus, Gap, Severity, Waiver
from bot.domain.moments import CHINA
from bot.slack.blocks.citing import cited_together
from bot.slack.blocks.text import (
    MOST_CHARACTERS,
    SECTION,
    button,
    buttons,
    card,
    context,
    esc,
    header,
    long_text,
    one_line,
    person,
    pieces,
    readable,
    section,
)
from bot.slack.blocks.tracing import legend, tagged
from bot.slack.ids import ActionId, EventType, Ref
from bot.slack.poster import Card
from bot.words import reasons
from bot.words.book import Words
from knowledge.law import Register

PREVIEW = 5_000
PAGE = 9_000
GAPS, ANNEXES, FIELDS = 12, 15, 20


def draft_card(draft: Draft, words: Words, register: Register) -> Card:
    """The message on which people decide. Pure: the same draft always looks the same."""
    text = tagged(readable(_first_text(draft)), draft.composition.traces, words)
    blocks = [
        header(draft_title(draft, words)),
        section(status_text(draft, words)),
        *_gaps(draft, words),
        *_waived(draft, words),
        *(long_text(text[:PREVIEW]) if text else []),
        *([context(words("draft.continues"))] if len(text) > PREVIEW else []),
        *([context(legend(draft.composition.traces, words))] if draft.composition.traces else []),
        *_fields(draft, words),
        *_provisions(draft, words, register),
        *_annexes(draft, words),
        *_clean_files(draft, words),
        context(*hash_lines(draft, words)),
        context(_reading(draft, words)),
        context(words("draft.author", who=person(draft.author), day=draft.request.as_of.isoformat())),
        *_actions(draft, words),
    ]
    return card(
        f"{esc(draft_title(draft, words))} | {_status(draft, words)}",
        blocks,
        shortened=words("text.shortened"),
    )


def draft_metadata(draft: Draft) -> Metadata:
    """By which the message is known."""
    return Metadata(event_type=EventType.DRAFT.value, event_payload={"draft_id": draft.draft_id})


def text_cards(draft: Draft, words: Words) -> list[Card]:
    """The full texts for the thread: what the preview could not hold, and every other language."""
    found: list[Card] = []
    for number, (language, raw) in enumerate(draft.composition.texts):
        text = readable(raw)
        if number == 0 and len(text) <= PREVIEW:
            continue
        title = words("draft.text_in", language=words(f"language.{language}"), version=draft.version)
        for page in pieces(text, min(PAGE, MOST_CHARACTERS - SECTION)):
            blocks = [section(f"*{title}*"), *long_text(page)]
            found += [card(title, blocks, shortened=words("text.shortened"))]
    return found


def status_card(draft: Draft, words: Words) -> Card:
    """One line for the case's or the alert's thread: status only, never the text."""
    line = f"{esc(draft_title(draft, words))}: {_status(draft, words)}"
    return card(line, [section(line)])


def files_card(paths: list[str], why: str, words: Words) -> Card:
    """Where the files are, when Slack would not take them."""
    lines = [f"• `{esc(path)}`" for path in paths]
    text = words("draft.files_here", why=esc(reasons.cause(why, words)))
    return card("\n".join([text, *lines]), [section("\n".join([text, *lines]))])


def draft_title(draft: Draft, words: Words) -> str:
    """D-000031 Complaint to the market regulator, version 2."""
    title = dict(draft.composition.titles).get(words.language) or draft.request.kind
    return one_line(f"{draft.draft_id} {title} · {words('draft.version', number=draft.version)}", 140)


def status_text(draft: Draft, words: Words) -> str:
    """Where the draft stands, who has said yes, and what was asked for."""
    lines = [f"*{_status(draft, words)}*"]
    if draft.status is DraftStatus.AWAITING:
        lines.append(
            words("draft.approvals", given=len(draft.standing_approvals), needed=draft.approvals_needed)
        )
    lines += [
        words("draft.approved_by", who=person(a.by), at=f"{a.at.astimezone(CHINA):%Y-%m-%d %H:%M}")
        for a in draft.standing_approvals
    ]
    if draft.status is DraftStatus.APPROVED and not draft.released and draft.release_at:
        lines.append(words("draft.released_at", at=f"{draft.release_at.astimezone(CHINA):%Y-%m-%d %H:%M}"))
    if draft.status is DraftStatus.OUTDATED and draft.outdated_on:
        lines.append(words("draft.overtaken", day=draft.outdated_on.isoformat()))
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
                day=f"{sent.at.astimezone(CHINA):%Y-%m-%d}",
                reference=esc(sent.reference) or "–",
            )
        )
        if sent.courier_number:
            lines.append(words("draft.courier", number=esc(sent.courier_number)))
        if sent.delivered_on:
            lines.append(words("draft.delivered", day=sent.delivered_on.isoformat()))
    for paper in draft.received:
        what = (
            words(f"received.what.{paper.what}")
            if words.has(f"received.what.{paper.what}")
            else esc(paper.what)
        )
        day = f"{paper.reached_us_at.astimezone(CHINA):%Y-%m-%d}"
        lines.append(words("draft.received", what=what, sender=esc(paper.sender) or "–", day=day))
    return "\n".join(lines)


def waiver_line(waiver: Waiver, words: Words) -> str:
    """A gap that was waived, by whom and why."""
    at = f"{waiver.at.astimezone(CHINA):%Y-%m-%d %H:%M}"
    said = words("draft.waiver", who=person(waiver.by), at=at, reason=esc(one_line(waiver.reason, 400)))
    return f"• {esc(one_line(reasons.gap(waiver.message, words), 200))}. {said}"


def hash_lines(draft: Draft, words: Words) -> list[str]:
    """The hash of each text: what a yes is given to, and what the footer of its document prints."""
    return [
        words("draft.hash", language=words(f"language.{language}"), sha256=f"`{sha256}`")
        for language, sha256 in draft.composition.sha256s
    ]


def gap_line(gap: Gap, words: Words) -> str:
    """A gap with what to do about it."""
    return f"• {esc(one_line(reasons.gap(gap.message, words), 400))}"


def _reading(draft: Draft, words: Words) -> str:
    found = draft.composition.reading
    if found is None:
        return words("draft.edited")
    return words("draft.read_by", who=esc(found.name), day=found.on.isoformat())


def _first_text(draft: Draft) -> str:
    return draft.composition.texts[0][1] if draft.composition.texts else ""


def _status(draft: Draft, words: Words) -> str:
    return words(f"draft.status.{draft.status.value}")


def _gaps(draft: Draft, words: Words) -> list[Block]:
    found: list[Block] = []
    for severity in (Severity.BLOCKING, Severity.WARNING):
        gaps = [gap for gap in draft.open_gaps if gap.severity is severity]
        if gaps:
            lines = [gap_line(gap, words) for gap in gaps[:GAPS]]
            more = [words("text.more", count=len(gaps) - GAPS)] if len(gaps) > GAPS else []
            found.append(section("\n".join([f"*{words(f'draft.gaps.{severity.value}')}*", *lines, *more])))
    return found


def _waived(draft: Draft, words: Words) -> list[Block]:
    lines = [waiver_line(each, words) for each in draft.waivers[:GAPS]]
    return [section("\n".join([f"*{words('draft.waived')}*", *lines]))] if lines else []


def _fields(draft: Draft, words: Words) -> list[Block]:
    if not draft.composition.fields:
        return []
    lines = [
        f"• *{esc(one_line(f'{f.label_zh} {f.label}'.strip(), 80))}*: {esc(one_line(f.value, 200)) or '–'}"
        for f in draft.composition.fields[:FIELDS]
    ]
    return [section(part) for part in pieces("\n".join([f"*{words('draft.portal')}*", *lines]), SECTION)]


def _provisions(draft: Draft, words: Words, register: Register) -> list[Block]:
    found = [(p.key, p.instrument, p.article) for p in draft.composition.provisions]
    text = cited_together(register, found, words.language)
    return [section(f"*{words('draft.provisions')}*\n{esc(text)}")] if found else []


def _annexes(draft: Draft, words: Words) -> list[Block]:
    annexes = draft.composition.annexes
    if not annexes:
        return []
    lines = [
        f"{a.no}. {esc(one_line(a.title, 150))} · {esc(one_line(a.proves, 150))}" for a in annexes[:ANNEXES]
    ]
    more = [words("text.more", count=len(annexes) - ANNEXES)] if len(annexes) > ANNEXES else []
    return [section("\n".join([f"*{words('draft.evidence')}*", *lines, *more]))]


def _clean_files(draft: Draft, words: Words) -> list[Block]:
    clean = [file for file in draft.files if file.role == "clean"]
    shown = draft.status is not DraftStatus.OUTDATED and clean
    return [section("\n".join([f"*{words('draft.clean')}*", *map(file_line, clean)]))] if shown else []


def file_line(file: DraftFile) -> str:
    """A file with its hash, so that a copy can be checked."""
    name = file.path.replace("\\", "/").rsplit("/", 1)[-1]
    return f"• `{esc(name)}`" + (f" SHA-256 `{esc(file.sha256)}`" if file.sha256 else "")


def _actions(draft: Draft, words: Words) -> list[Block]:
    about = Ref(draft=draft.draft_id, version=draft.version)

    def press(action: ActionId, word: str, style: str | None = None) -> ButtonElement:
        return button(action, words(word), about, style)

    edit, review = press(ActionId.EDIT_DRAFT, "draft.edit"), press(ActionId.REVIEW, "draft.review")
    pack = press(ActionId.PACK, "draft.pack")
    withdraw = press(ActionId.WITHDRAW, "draft.withdraw")
    match draft.status:
        case DraftStatus.AWAITING | DraftStatus.BLOCKED | DraftStatus.CHANGES:
            awaiting = draft.status is DraftStatus.AWAITING
            return buttons(
                *([press(ActionId.APPROVE_DRAFT, "draft.approve", "primary")] if awaiting else []),
                review,
                press(ActionId.ASK_CHANGES, "draft.ask_changes"),
                press(ActionId.REJECT_DRAFT, "draft.reject", "danger"),
                edit,
                *([withdraw] if awaiting and draft.standing_approvals else []),
                pack,
            )
        case DraftStatus.APPROVED:
            sent = press(ActionId.MARK_SENT, "draft.mark_sent", "primary")
            return buttons(*([sent] if draft.released else []), withdraw, review, edit, pack)
        case DraftStatus.OUTDATED:
            anew = press(ActionId.EDIT_DRAFT, "draft.edit", "primary")
            return buttons(anew, press(ActionId.MARK_SENT, "draft.mark_sent"), review)
        case DraftStatus.SENT:
            delivered = press(ActionId.DELIVERED, "draft.delivered_button")
            known = draft.sent is not None and draft.sent.delivered_on is not None
            return buttons(press(ActionId.RECEIVED, "draft.received_button"), *([] if known else [delivered]))
        case _:
            return []
