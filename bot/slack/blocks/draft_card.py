"""The preview of a draft: its buttons, and under them in ten lines what an approver needs, or who files it."""

from collections.abc import Iterator, Sequence
from functools import lru_cache

from slack_sdk.models.blocks import Block, ButtonElement

from bot.domain.compositions import Severity
from bot.domain.drafts import Draft, DraftStatus, Sent
from bot.domain.moments import china_day
from bot.slack.blocks.diffing import changes
from bot.slack.blocks.draft_lines import before_filing, yes_line
from bot.slack.blocks.drafts import draft_title, stands
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
from bot.slack.blocks.widths import SMALL, WIDTH, cut, rows, whole, wide
from bot.slack.cards import Card
from bot.slack.ids import ActionId, Ref
from bot.words.book import Words
from bot.words.gloss import shop_for
from bot.words.telling import tell
from knowledge.law import Register

MOST = 10
"""Lines of a card on a desk."""
GAPS, TO_DO, SUMMARY, NAMED, SHOWN = 3, 2, 3, 5, 3
UNDECIDED = (DraftStatus.AWAITING, DraftStatus.BLOCKED, DraftStatus.CHANGES)


def draft_card(draft: Draft, words: Words, register: Register, counsel: Sequence[str] = ()) -> Card:
    """The message on which people decide; the letter itself, all gaps and all that was waived are in the review. Pure: the
    same draft always looks the same. ``counsel`` are the people of whom one must say yes where it wants counsel."""
    above = [_where(draft, words), *_told(draft, words), *_counsel(draft, counsel, words)]
    facts = [*_about(draft, words), *_lacks(draft, words), *_waived(draft, words), *_files(draft, words)]
    foot = [_foot(draft, words), *_yes(draft, words, register)]
    room = MOST - 1 - sum(map(rows, (*above, *facts))) - sum(rows(each, SMALL) for each in foot)
    blocks = [
        header(one_line(draft_title(draft, words), 80)),
        *_actions(draft, words),
        section("\n".join(above)),
        section("\n".join([*facts, *_summary(draft, words, room)])),
        *map(context, foot),
    ]
    title = f"{esc(draft_title(draft, words))} | {stands(draft, words)}"
    return card(title, blocks, shortened=words("text.shortened"))


def _where(draft: Draft, words: Words) -> str:
    """Where it stands, who said yes and when the last of them, and how much changed since the version before."""
    parts = [f"*{stands(draft, words)}*"]
    given = draft.standing_approvals
    if draft.status is DraftStatus.AWAITING:
        parts.append(words("draft.approvals", given=len(given), needed=draft.approvals_needed))
    if given:
        who = words.listed(person(each.by) for each in given[: -NAMED - 1 : -1])
        parts.append(words("draft.approved_by", who=who, at=moment(given[-1].at, words)))
    return " · ".join([*parts, *_changed(draft, words)])


def _told(draft: Draft, words: Words) -> list[str]:
    """What happened since: a comment, a release to come, a change of law, the sending, what came back."""
    lines = []
    if draft.status is DraftStatus.APPROVED and not draft.released and draft.release_at:
        lines.append(words("draft.released_at", at=moment(draft.release_at, words)))
    if draft.status is DraftStatus.OUTDATED and draft.outdated_on:
        lines.append(words("draft.overtaken", day=draft.outdated_on))
    if draft.comment and (draft.status in UNDECIDED or draft.status is DraftStatus.REJECTED):
        lines.append(words("draft.comment", comment=esc(cut(draft.comment, WIDTH - 10))))
    lines += _sent(draft.sent, words) if draft.sent else []
    for paper in draft.received[-2:]:
        key = f"received.what.{paper.what}"
        what = words(key) if words.has(key) else esc(cut(paper.what, 30))
        sender, day = esc(cut(paper.sender, 40)) or "–", china_day(paper.reached_us_at)
        lines.append(words("draft.received", what=what, sender=sender, day=day))
    return lines


def _sent(sent: Sent, words: Words) -> list[str]:
    """How it left, and what is known of its way."""
    way = f"sent.how.{sent.channel}"
    how = words(way) if words.has(way) else esc(cut(sent.channel, 20))
    day, reference = china_day(sent.at), esc(cut(sent.reference, 30)) or "–"
    courier, delivered = esc(cut(sent.courier_number, 30)), sent.delivered_on
    after = [
        *([words("draft.courier", number=courier)] if courier else []),
        *([words("draft.delivered", day=delivered)] if delivered else []),
    ]
    told = words("draft.sent", who=person(sent.by), how=how, day=day, reference=reference)
    return [" · ".join([told, *after])]


def _about(draft: Draft, words: Words) -> list[str]:
    """Against whom and on which rights; about which listings."""
    request, count = draft.request, len(draft.request.listing_ids)
    short = ", ".join(f"`{esc(one_line(each, 28))}`" for each in request.listing_ids[:SHOWN])
    listings = f"{short} {words('text.more', count=count - SHOWN)}" if count > SHOWN else short
    name = draft.composition.seller or draft.composition.addressee
    seller = esc(cut(shop_for(words.language, name), 60))
    rights = esc(cut(", ".join(request.right_ids), 34))
    told = [("seller", seller), ("rights", rights)], [("listings", listings)]
    return [
        " · ".join(f"*{words(f'draft.line.{name}')}* {value or '–'}" for name, value in row) for row in told
    ]


def _lacks(draft: Draft, words: Words) -> list[str]:
    """What has to be mended before approval, in words; of what would only be better, how much; after it what to do before
    filing, and once it was sent nothing."""
    if draft.decided:
        return before_filing(draft, words, TO_DO, WIDTH - 4)
    blocking = [gap for gap in draft.open_gaps if gap.severity is Severity.BLOCKING]
    better = len(draft.open_gaps) - len(blocking)
    if not blocking:
        more = [words("draft.line.better", count=better)] if better else []
        return [" ".join([words("draft.line.nothing"), *more])]
    lines = list(_in_rows([tell(gap.message, words) for gap in blocking[:GAPS]]))
    more = [words("draft.line.blocking", count=GAPS, all=len(blocking))] if len(blocking) > GAPS else []
    return [" · ".join([f"*{words('draft.gaps.blocking')}*", *more]), *lines]


def _in_rows(told: Sequence[str]) -> Iterator[str]:
    """So many points on as many lines as the card keeps for them: where they are fewer, a long one goes on."""
    spare = GAPS - len(told)
    for text in told:
        taken = min(1 + spare, rows(f"• {text}"))
        spare -= taken - 1
        yield f"• {esc(whole(text, taken * WIDTH - 4))}"


def _waived(draft: Draft, words: Words) -> list[str]:
    """The newest gap that was waived, and how many more were."""
    if not draft.waivers:
        return []
    newest, others = draft.waivers[-1], len(draft.waivers) - 1
    said = words(
        "draft.waiver",
        who=person(newest.by),
        at=moment(newest.at, words),
        reason=esc(cut(newest.reason, 40)),
    )
    return [" · ".join([said, *([words("draft.line.waived", count=others)] if others else [])])]


def _files(draft: Draft, words: Words) -> list[str]:
    """The clean files by name; the hash of each is on the trail."""
    clean = [file for file in draft.files if file.role == "clean"]
    if not clean or draft.status is DraftStatus.OUTDATED:
        return []
    own = f"{draft.draft_id}-v{draft.version}."
    names = [file.path.replace("\\", "/").rsplit("/", 1)[-1].removeprefix(own) for file in clean]
    return [f"*{words('draft.clean')}* " + " · ".join(f"`{esc(cut(name, 40))}`" for name in names)]


def _summary(draft: Draft, words: Words, room: int) -> list[str]:
    """The facts in English, as typed for the notice, while somebody has to decide: half the team reads no Chinese. As much
    as there is room for."""
    facts, lines = dict(draft.request.texts).get("facts_en", "").strip(), min(room, SUMMARY)
    if not facts or draft.decided or lines < 1:
        return []
    label = words("draft.line.english")
    return [f"*{label}* {esc(cut(facts, lines * WIDTH - wide(label) - 2))}"]


def _changed(draft: Draft, words: Words) -> list[str]:
    """How much changed since the version before, a language each, while somebody has to decide."""
    if draft.previous is None or draft.decided:
        return []
    before = dict(draft.previous.texts)
    counts = {
        language: _lines_changed(before.get(language, ""), text) for language, text in draft.composition.texts
    }
    told = [
        words("draft.line.lines", language=words(f"language.{language}"), count=count)
        for language, count in counts.items()
        if count
    ]
    what = words.listed(told) or words("review.unchanged")
    return [f"{words('draft.line.changed', version=draft.version - 1)} {what}"]


@lru_cache(64)
def _lines_changed(before: str, after: str) -> int:
    """Counted once for the many cards of a draft: comparing two papers takes 30 ms."""
    return len(changes(readable(before), readable(after)))


def _counsel(draft: Draft, counsel: Sequence[str], words: Words) -> list[str]:
    """Who of counsel still has to say yes, or how counsel is named."""
    if not draft.composition.counsel or draft.status not in UNDECIDED or draft.author in counsel:
        return []
    if not counsel:
        return [words("draft.counsel.nobody")]
    heard = any(each.by in counsel for each in draft.standing_approvals)
    return [] if heard else [words("draft.counsel.missing", who=" ".join(map(person, counsel[:NAMED])))]


def _foot(draft: Draft, words: Words) -> str:
    """Whose words these are, and that whoever wrote it cannot approve it: every reader is shown the button."""
    wrote = (
        words("draft.others_decide", who=person(draft.author))
        if draft.status is DraftStatus.AWAITING
        else words("draft.author", who=person(draft.author), day=draft.request.as_of)
    )
    found = draft.composition.reading
    read = (
        words("draft.read_by", who=esc(cut(found.name, 40)), day=found.on) if found else words("draft.edited")
    )
    return f"{wrote} {read}"


def _yes(draft: Draft, words: Words, register: Register) -> list[str]:
    """What a yes states and risks, while one can be given."""
    return [yes_line(draft, words, register)] if draft.status is DraftStatus.AWAITING else []


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
