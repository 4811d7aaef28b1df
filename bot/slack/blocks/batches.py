"""A batch of drafts (bulk approval): one message with a table of its parts, and one screen on which to approve them."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence

from slack_sdk.models.blocks import Block
from slack_sdk.models.views import View

from bot.domain.compositions import Severity
from bot.domain.drafts import Draft, DraftStatus
from bot.domain.errors import WrongInput
from bot.domain.ids import DraftId
from bot.services.drafting.approvals import PartOutcome, Shown
from bot.slack.blocks.draft_card import draft_card
from bot.slack.blocks.fields import choices_field, menu, modal, reading, text_field, ticks_field
from bot.slack.blocks.text import button, buttons, card, context, esc, header, one_line, pieces, section
from bot.slack.cards import Card
from bot.slack.ids import OTHER_VERSION, ActionId, FormId, ModalField, Ref
from bot.words.book import Words
from bot.words.telling import tell
from knowledge.law import Register

PAGE = 100
"""Parts on one screen: ten ticks a block, and a modal holds a hundred blocks."""

TICKS = 10
ROWS = 60
LINKS = 3
_SHORT = 12


def preview_card(
    parts: Sequence[Draft], words: Words, register: Register, counsel: Sequence[str] = ()
) -> Card:
    """The message of a draft, or of the batch that these are the parts of."""
    return batch_card(parts, words) if parts[0].batch_id else draft_card(parts[0], words, register, counsel)


def batch_card(parts: Sequence[Draft], words: Words) -> Card:
    """The message of a batch: how its parts stand, each with its links, and the way to the screen."""
    batch = parts[0].batch_id
    counts = Counter(part.status for part in parts)
    stands = " · ".join(f"{count} {words(f'draft.status.{s.value}').lower()}" for s, count in counts.items())
    links = sum(len(part.request.listing_ids) for part in parts)
    title = words("batch.title", batch=batch, count=len(parts), links=links)
    rows = [_row(part, words) for part in parts[:ROWS]]
    rows += [words("text.more", count=len(parts) - ROWS)] if len(parts) > ROWS else []
    waiting = [part for part in parts if part.status is DraftStatus.AWAITING]
    about = Ref(batch=batch)
    show = part_choices(parts)
    blocks = [
        header(title),
        section(f"*{esc(draft_kind(parts[0], words))}*\n{stands}"),
        *(section(piece) for piece in pieces("\n".join(rows), 2_900)),
        context(words("batch.show_hint")),
        *buttons(
            *([button(ActionId.BATCH, words("batch.review"), about, "primary")] if waiting else []),
            *([button(ActionId.LEAVE_OUT, words("batch.leave_out"), about)] if links_to_leave(parts) else []),
            menu(ActionId.SHOW_PART, words("batch.show"), show),
        ),
    ]
    return card(f"{title}: {stands}", blocks, shortened=words("text.shortened"))


def part_choices(parts: Sequence[Draft]) -> list[tuple[str, str]]:
    """The parts in a menu."""
    return [(part.draft_id, f"{part.draft_id} v{part.version}") for part in parts]


def batch_form(parts: Sequence[Draft], page: int, words: Words) -> View:
    """The screen: every part that waits is ticked; what is unticked is left alone."""
    waiting = [part for part in parts if part.status is DraftStatus.AWAITING]
    shown = waiting[page * PAGE : (page + 1) * PAGE]
    batch = parts[0].batch_id
    title = words("batch.form_title")
    about = Ref(batch=batch, page=page)
    if not shown:
        return reading(title, words("form.close"), about, [section(words("batch.none"))])
    left = len(waiting) - page * PAGE - len(shown)
    blocks = [
        section(words("batch.explain", count=len(shown), batch=batch)),
        *_ticks(shown, words),
        *([context(words("batch.left", count=left))] if left else []),
    ]
    return modal(FormId.BATCH, title, words("batch.approve"), words("form.cancel"), about, blocks)


def leave_out_form(parts: Sequence[Draft], words: Words) -> View:
    """The links of all undecided parts, to choose those that are left out, and why."""
    title, about = words("batch.leave_out"), Ref(batch=parts[0].batch_id)
    links = links_to_leave(parts)
    if not links:
        return reading(title, words("form.close"), about, [section(words("batch.none"))])
    blocks: list[Block] = [
        section(words("batch.leave_explain")),
        choices_field(ModalField.LEFT_OUT, words("batch.leave_which"), links, optional=True),
        text_field(ModalField.REASON, words("batch.leave_why"), long=True, most=1_000),
    ]
    return modal(FormId.LEAVE_OUT, title, words("batch.leave_submit"), words("form.cancel"), about, blocks)


_CHOICE, _TICK = re.compile(r"[^:]+:[0-9]{1,9}:[0-9]{1,9}"), re.compile(r"[^:]+:[0-9]{1,9}:[^:]+")


def chosen_links(values: Iterable[str]) -> dict[tuple[DraftId, int], list[int]]:
    """The links that choices stand for: places within a draft as it was shown.

    Raises:
        WrongInput: no choice of ours.
    """
    found: dict[tuple[DraftId, int], list[int]] = {}
    for value in values:
        if not _CHOICE.fullmatch(value):
            raise WrongInput(OTHER_VERSION)
        draft_id, version, place = value.split(":")
        found.setdefault((DraftId(draft_id), int(version)), []).append(int(place))
    return found


def left_out_card(batch: str, outcomes: Sequence[PartOutcome], by: str, reason: str, words: Words) -> Card:
    """What leaving links out did: the new versions, and the parts refused by name."""
    good = [each.draft for each in outcomes if each.draft is not None]
    head = words("batch.left_out", who=by, batch=batch)
    lines = [f"• `{d.draft_id}` v{d.version} · {_links(d)}" for d in good[:ROWS]]
    refused = _refused(outcomes, words)
    said = [words("draft.comment", comment=esc(one_line(reason, 1_000))), *lines]
    text = "\n".join([*said, *([f"*{words('batch.refused')}*", *refused] if refused else [])])
    blocks = [section(f"*{head}*"), *(section(piece) for piece in pieces(text, 2_900)[:TICKS])]
    return card(head, blocks, shortened=words("text.shortened"))


def _refused(outcomes: Sequence[PartOutcome], words: Words) -> list[str]:
    return [f"• {esc(one_line(tell(each.refused, words), 300))}" for each in outcomes if each.refused]


def ticked(value: str) -> Shown:
    """The part that a tick stands for, exactly as it was shown.

    Raises:
        WrongInput: no tick of ours.
    """
    if not _TICK.fullmatch(value):
        raise WrongInput(OTHER_VERSION)
    draft_id, version, sha256 = value.split(":")
    return Shown(draft_id=DraftId(draft_id), version=int(version), sha256=sha256)


def outcome_card(batch: str, outcomes: Sequence[PartOutcome], by: str, words: Words) -> Card:
    """What one press did: the parts approved with their hashes, and those refused by name."""
    good = [each.draft for each in outcomes if each.draft is not None]
    head = words("batch.done", who=by, batch=batch, given=len(good), count=len(outcomes))
    lines = [f"• `{d.draft_id}` v{d.version} SHA-256 `{d.composition.sha256s[0][1][:_SHORT]}…`" for d in good]
    refused = _refused(outcomes, words)
    text = "\n".join([*lines[:ROWS], *([f"*{words('batch.refused')}*", *refused] if refused else [])])
    blocks = [section(f"*{head}*"), *(section(piece) for piece in pieces(text, 2_900)[:TICKS])]
    return card(head, blocks, shortened=words("text.shortened"))


def draft_kind(draft: Draft, words: Words) -> str:
    """The title of the notice alone."""
    return dict(draft.composition.titles).get(words.language) or draft.request.kind


def links_to_leave(parts: Sequence[Draft]) -> list[tuple[str, str]]:
    """Every link that could be left out, as value and label; a part keeps at least one."""
    undecided = {DraftStatus.AWAITING, DraftStatus.BLOCKED, DraftStatus.CHANGES}
    return [
        (f"{part.draft_id}:{part.version}:{place}", f"{part.draft_id} · {listing_id}")
        for part in parts
        if part.status in undecided and len(part.request.listing_ids) > 1
        for place, listing_id in enumerate(part.request.listing_ids)
    ]


def _row(part: Draft, words: Words) -> str:
    status = words(f"draft.status.{part.status.value}")
    gaps = len(part.open_gaps)
    more = f" · {words('batch.gaps', count=gaps)}" if gaps else ""
    return f"• `{part.draft_id}` v{part.version} · {_links(part)} · {status}{more}"


def _links(part: Draft) -> str:
    ids = part.request.listing_ids
    shown = ", ".join(f"`{esc(one_line(each, 60))}`" for each in ids[:LINKS])
    return shown + (f" +{len(ids) - LINKS}" if len(ids) > LINKS else "")


def _ticks(parts: Sequence[Draft], words: Words) -> Iterator[Block]:
    for number, start in enumerate(range(0, len(parts), TICKS)):
        rows = parts[start : start + TICKS]
        choices = [(_value(part), _label(part, words), _about(part, words)) for part in rows]
        yield ticks_field(f"{ModalField.PARTS.value}.{number}", words("batch.parts"), choices)


def _value(part: Draft) -> str:
    return f"{part.draft_id}:{part.version}:{part.composition.sha256s[0][1]}"


def _label(part: Draft, words: Words) -> str:
    count = words("batch.links", count=len(part.request.listing_ids))
    return one_line(f"{part.draft_id} v{part.version} · {count} · {part.composition.addressee}", 75)


def _about(part: Draft, words: Words) -> str:
    ids = ", ".join(part.request.listing_ids[:LINKS])
    warnings = sum(gap.severity is Severity.WARNING for gap in part.open_gaps)
    more = f" · {words('batch.gaps', count=warnings)}" if warnings else ""
    return one_line(f"{part.composition.sha256s[0][1][:_SHORT]}{more} · {ids}", 75)
