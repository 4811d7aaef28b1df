"""The preview of a draft: status, gaps, text, what it rests on, and the buttons that its status allows."""

from __future__ import annotations

from collections.abc import Sequence

from slack_sdk.models.blocks import Block, ButtonElement
from slack_sdk.models.metadata import Metadata

from bot.domain.compositions import NoticeGap, Severity, Waiver
from bot.domain.drafts import Draft, DraftFile, DraftStatus
from bot.domain.moments import china_day
from bot.domain.secrets import shown_path
from bot.domain.sentences import Sentence
from bot.slack.blocks.citing import cited_on
from bot.slack.blocks.diffing import changes
from bot.slack.blocks.text import (
    button,
    buttons,
    card,
    context,
    esc,
    header,
    moment,
    one_line,
    person,
    readable,
    section,
)
from bot.slack.cards import Card
from bot.slack.ids import ActionId, EventType, Ref
from bot.words.book import Words
from bot.words.telling import tell
from knowledge.law import Register

GAPS, SHOWN, NAMED, TO_DO = 3, 3, 5, 2
SUMMARY = 300
WRONG_NOTICE = "ec.wrong_notice"


def draft_card(draft: Draft, words: Words, register: Register, counsel: Sequence[str] = ()) -> Card:
    """The message on which people decide, ten lines under its buttons; the letter itself is in the review. Pure: the
    same draft always looks the same. ``counsel`` are the people of whom one must say yes where it wants counsel."""
    lines = [*_about(draft, words), *_blocks(draft, words), *_summary(draft, words), *_changed(draft, words)]
    blocks = [
        header(draft_title(draft, words)),
        *_actions(draft, words),
        section(
            "\n".join([status_text(draft, words), *_others(draft, words), *_counsel(draft, counsel, words)])
        ),
        section("\n".join(lines)),
        *_waived(draft, words),
        *_clean_files(draft, words),
        context(words("draft.author", who=person(draft.author), day=draft.request.as_of)),
        context(_reading(draft, words)),
        context(yes_line(draft, words, register)),
    ]
    return card(
        f"{esc(draft_title(draft, words))} | {_status(draft, words)}",
        blocks,
        shortened=words("text.shortened"),
    )


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
    line = f"{esc(draft_title(draft, words))}: {_status(draft, words)}"
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
    lines = [f"*{_status(draft, words)}*"]
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


def _reading(draft: Draft, words: Words) -> str:
    found = draft.composition.reading
    if found is None:
        return words("draft.edited")
    return words("draft.read_by", who=esc(found.name), day=found.on)


def _status(draft: Draft, words: Words) -> str:
    return words(f"draft.status.{draft.status.value}")


def _about(draft: Draft, words: Words) -> list[str]:
    """Against whom, about which listings, on which rights."""
    request, short = draft.request, [esc(one_line(each, 60)) for each in draft.request.listing_ids[:SHOWN]]
    count = len(request.listing_ids)
    listings = ", ".join(f"`{each}`" for each in short)
    if count > SHOWN:
        listings = f"{listings} {words('text.more', count=count - SHOWN)}"
    rights = ", ".join(esc(one_line(each, 40)) for each in request.right_ids[:8])
    seller = esc(one_line(draft.composition.seller or draft.composition.addressee, 80))
    rows = (("seller", seller), ("listings", listings), ("rights", rights))
    return [f"*{words(f'draft.line.{name}')}* {value or '–'}" for name, value in rows]


def _blocks(draft: Draft, words: Words) -> list[str]:
    """What has to be mended before approval, in words; of what would only be better, how much; after it what to do before
    filing, and once it was sent nothing."""
    if draft.decided:
        return before_filing(draft, words, TO_DO, 160)
    blocking = [gap for gap in draft.open_gaps if gap.severity is Severity.BLOCKING]
    better = len(draft.open_gaps) - len(blocking)
    lines = [gap_line(gap, words, 160) for gap in blocking[:GAPS]]
    if len(blocking) > GAPS:
        lines.append(words("text.more", count=len(blocking) - GAPS))
    told = [f"*{words('draft.gaps.blocking')}*", *lines] if blocking else [words("draft.line.nothing")]
    return [*told, *([words("draft.line.better", count=better)] if better else [])]


def before_filing(draft: Draft, words: Words, most: int = 40, length: int = 300) -> list[str]:
    """What an approved notice still wants before a person files it, one a line; nothing once it was sent. The card counts
    it and shows the first: all of it stands in the review and in the form for filing."""
    open_ = draft.open_gaps if draft.status is DraftStatus.APPROVED else ()
    if not open_:
        return []
    lines = [f"☐ {esc(one_line(tell(gap.message, words), length))}" for gap in open_[:most]]
    rest = [words("draft.line.rest", count=len(open_) - most)] if len(open_) > most else []
    return [f"*{words('draft.line.before_filing', count=len(open_))}*", *lines, *rest]


def _summary(draft: Draft, words: Words) -> list[str]:
    """The facts in English, as typed for the notice: half the team reads no Chinese."""
    facts = dict(draft.request.texts).get("facts_en", "")
    return [f"*{words('draft.line.english')}* {esc(one_line(facts, SUMMARY))}"] if facts.strip() else []


def _changed(draft: Draft, words: Words) -> list[str]:
    """How much changed since the version before, a language each."""
    if draft.previous is None:
        return []
    before = dict(draft.previous.texts)
    counts = {
        language: len(changes(readable(before.get(language, "")), readable(text)))
        for language, text in draft.composition.texts
    }
    told = [
        words("draft.line.lines", language=words(f"language.{language}"), count=count)
        for language, count in counts.items()
        if count
    ]
    what = words.listed(told) or words("review.unchanged")
    return [f"*{words('draft.line.changed', version=draft.version - 1)}* {what}"]


def _others(draft: Draft, words: Words) -> list[str]:
    """That its author cannot approve it: every reader is shown the button."""
    awaiting = draft.status is DraftStatus.AWAITING
    return [words("draft.others_decide", who=person(draft.author))] if awaiting else []


def _counsel(draft: Draft, counsel: Sequence[str], words: Words) -> list[str]:
    """Who of counsel still has to say yes, or how counsel is named."""
    undecided = draft.status in {DraftStatus.AWAITING, DraftStatus.BLOCKED, DraftStatus.CHANGES}
    if not draft.composition.counsel or not undecided or draft.author in counsel:
        return []
    if not counsel:
        return [words("draft.counsel.nobody")]
    heard = any(each.by in counsel for each in draft.standing_approvals)
    return [] if heard else [words("draft.counsel.missing", who=" ".join(map(person, counsel[:NAMED])))]


def _waived(draft: Draft, words: Words) -> list[Block]:
    lines = [waiver_line(each, words) for each in draft.waivers[:SHOWN]]
    return [section("\n".join([f"*{words('draft.waived')}*", *lines]))] if lines else []


def _clean_files(draft: Draft, words: Words) -> list[Block]:
    clean = [file for file in draft.files if file.role == "clean"]
    shown = draft.status is not DraftStatus.OUTDATED and clean
    return [section("\n".join([f"*{words('draft.clean')}*", *map(file_line, clean)]))] if shown else []


def file_line(file: DraftFile) -> str:
    """A file with the beginning of its hash, by which a copy is checked; the whole one is on the trail."""
    name = file.path.replace("\\", "/").rsplit("/", 1)[-1]
    return f"• `{esc(name)}`" + (f" SHA-256 {esc(file.sha256[:12])}…" if file.sha256 else "")


def _actions(draft: Draft, words: Words) -> list[Block]:
    about = Ref(draft=draft.draft_id, version=draft.version)

    def press(action: ActionId, word: str, style: str | None = None) -> ButtonElement:
        return button(action, words(word), about, style)

    edit, review = press(ActionId.EDIT_DRAFT, "draft.edit"), press(ActionId.REVIEW, "draft.review")
    pack, share = press(ActionId.PACK, "draft.pack"), press(ActionId.SHARE, "counsel.share")
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
                share,
            )
        case DraftStatus.APPROVED:
            return buttons(
                *(_ways_out(draft, words) if draft.released else []), withdraw, review, edit, pack, share
            )
        case DraftStatus.OUTDATED:
            anew = press(ActionId.EDIT_DRAFT, "draft.edit", "primary")
            return buttons(anew, press(ActionId.MARK_SENT, "draft.mark_sent"), review)
        case DraftStatus.SENT:
            delivered = press(ActionId.DELIVERED, "draft.delivered_button")
            known = draft.sent is not None and draft.sent.delivered_on is not None
            reply = press(ActionId.PORTAL_REPLY, "filing.reply_button")
            portal = [reply] if draft.composition.fields else []
            received = press(ActionId.RECEIVED, "draft.received_button")
            return buttons(*portal, received, *([] if known else [delivered]))
        case _:
            return []


def _ways_out(draft: Draft, words: Words) -> list[ButtonElement]:
    """How an approved notice leaves: by the portal's form where it has one, or in another way."""
    about = Ref(draft=draft.draft_id, version=draft.version)
    if not draft.composition.fields:
        return [button(ActionId.MARK_SENT, words("draft.mark_sent"), about, "primary")]
    return [
        button(ActionId.FILE, words("filing.button"), about, "primary"),
        button(ActionId.MARK_SENT, words("draft.mark_sent"), about),
    ]
