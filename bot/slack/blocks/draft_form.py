"""The form (modal) that starts or revises a draft: kind, listings, rights and reasons, filled in with what is known; then the
fields of its kind (:mod:`bot.slack.blocks.draft_fields`)."""

from collections.abc import Sequence

from slack_sdk.models.blocks import Block
from slack_sdk.models.views import View

from bot.domain.compositions import NoticeKind
from bot.domain.ids import RightId
from bot.domain.reasons import LOOKED_AT, Reason, TickedReason
from bot.services.drafting.suggestions import FIELDS
from bot.slack.blocks.draft_fields import DraftFormFacts, own_fields
from bot.slack.blocks.fields import (
    MOST_OPTIONS,
    choice_field,
    choices_field,
    found_field,
    modal,
    text_field,
    unticked_field,
)
from bot.slack.blocks.listings import listing_boxes, listing_choices, thumbnail
from bot.slack.blocks.on_file import right_choices
from bot.slack.blocks.text import button, buttons, context, esc, one_line, section
from bot.slack.ids import ASKED, ActionId, FormId, ModalField, Ref
from bot.slack.newer import with_picture
from bot.words.book import Words

MOST_REASONS = 20
"""Reasons that a modal shows: two groups of ten boxes."""


def draft_form(known: DraftFormFacts, words: Words) -> View:
    """The modal. Until the kind is chosen it shows the fields that all kinds share."""
    revising = bool(known.about.draft)
    said = words("draft.comment", comment=esc(one_line(known.comment, 1_000)))
    blocks = [
        *([section(said)] if known.comment else []),
        *_kind(known, words, revising),
        *_listings(known, words),
        *_rights(known, words),
        *_reasons(known, words),
        *_suggest(known, words),
        *own_fields(known, words),
    ]
    title = words("form.draft.edit_title" if revising else "form.draft.title")
    return modal(FormId.DRAFT, title, words("form.draft.submit"), words("form.cancel"), known.about, blocks)


def _kind(known: DraftFormFacts, words: Words, revising: bool) -> list[Block]:
    if (kind := known.kind) and revising:
        return [context(esc(_title(kind, words)))]
    choices = [(each.kind, _title(each, words)) for each in known.kinds]
    initial = kind.kind if kind else ""
    return [choice_field(ModalField.KIND, words("form.draft.kind"), choices, initial=initial, dispatch=True)]


def _listings(known: DraftFormFacts, words: Words) -> list[Block]:
    if len(known.listings) > 1 and not known.about.draft:
        return [listing_boxes(known.listings, words("form.draft.listings"))]
    if known.about.listings and not known.about.draft:
        shown = ", ".join(f"`{esc(one_line(each, 100))}`" for each in known.about.listings[:8])
        told = words("form.draft.about", listings=shown)
        picture = thumbnail(known.listings[0], words) if known.listings else None
        return [with_picture(section(told, picture), context(told)) if picture else context(told)]
    chosen = listing_choices(known.listings)
    if len(chosen) > MOST_OPTIONS:  # more than a menu holds: they stay as they are
        return [context(words("text.more", count=len(chosen)))]
    return [found_field(ModalField.LISTINGS, words("form.draft.listings"), chosen, several=True)]


def _rights(known: DraftFormFacts, words: Words) -> list[Block]:
    first = {right_id: place for place, right_id in enumerate(known.at_hand)}
    choices = sorted(right_choices(known.rights), key=lambda each: first.get(RightId(each[0]), len(first)))
    if not choices:
        return [context(words("form.draft.no_rights"))]
    return [
        choices_field(
            ModalField.RIGHTS,
            words("form.draft.rights"),
            choices,
            initial=list(known.right_ids),
            optional=True,
            dispatch=True,
            hint=words("form.draft.rights_hint"),
        )
    ]


def _reasons(known: DraftFormFacts, words: Words) -> list[Block]:
    """What the records propose, with the record of each, then what only a person who looks can say, as a question; boxes
    begin unticked. An edit can change the words of those that somebody ticked."""
    if known.kind is None or not _gives_reasons(known.kind) or not (known.reasons or known.ticked):
        return []
    stood = {each.reason.key: each.reason for each in known.ticked}
    new = sorted((each for each in known.reasons if each.key not in stood), key=_asked)
    offered = [*stood.values(), *new][:MOST_REASONS]
    told = [
        f"{number}. {esc(one_line(reason.zh if words.language == 'zh' else reason.en, 220))} `{esc(_record(reason, words))}`"
        for number, reason in enumerate(offered, 1)
    ]
    boxes = [
        (
            reason.key,
            f"{number}. {words(f'reason.{reason.kind.value}')}",
            one_line(_record(reason, words), 75),
        )
        for number, reason in enumerate(offered, 1)
    ]
    read = next((n for n, each in enumerate(offered) if _asked(each) and each.key not in stood), len(told))
    return [
        *_told("form.draft.reasons_proposed", told[:read], words),
        *_told("form.draft.reasons_asked", told[read:], words),
        unticked_field(ModalField.REASONS, words("form.draft.reasons"), boxes, ticked=list(stood)),
        *(_edited(known, words) if stood else []),
    ]


def _record(reason: Reason, words: Words) -> str:
    """The records that a reason rests on, in the reader's words."""
    named = []
    for record in reason.record.split(", "):
        kind, _, number = record.partition(" ")
        key = f"form.draft.record.{kind}"
        named.append(words(key, number=number) if words.has(key) else record)
    return ", ".join(named)


def _edited(known: DraftFormFacts, words: Words) -> list[Block]:
    texts, named = dict(known.texts), {f"reasons_{language}": language for language in ("zh", "en")}
    said = {name: texts.get(name, "") or in_words(known.ticked, each) for name, each in named.items()}
    return [
        text_field(ASKED + name, words(f"form.draft.{name}"), long=True, optional=True, initial=text)
        for name, text in said.items()
    ]


def _told(key: str, lines: Sequence[str], words: Words) -> list[Block]:
    return [section(words(key) + "\n" + "\n".join(lines)[:2_500])] if lines else []


def _asked(reason: Reason) -> bool:
    return reason.kind in LOOKED_AT


def _gives_reasons(kind: NoticeKind) -> bool:
    """Whether its text has a place for reasons: it rests on a ground, or asks for them."""
    return bool(kind.grounds) or "reasons_zh" in dict(kind.asks)


def in_words(ticked: Sequence[TickedReason], language: str) -> str:
    """The sentences of the ticked reasons, one a line: what the form shows to be edited."""
    return "\n".join(each.reason.zh if language == "zh" else each.reason.en for each in ticked)


def _suggest(known: DraftFormFacts, words: Words) -> list[Block]:
    """The button that asks a chat model, where one is configured and the kind has a field it may fill."""
    names = {name for name, _ in known.kind.asks} if known.kind else set()
    if not known.may_suggest or not names & {field for field, _ in FIELDS}:
        return []
    if known.suggesting:
        return [context(words("form.draft.suggesting"))]
    return buttons(button(ActionId.SUGGEST, words("form.draft.suggest"), Ref()))


def _title(kind: NoticeKind, words: Words) -> str:
    return kind.title_zh if words.language == "zh" else kind.title
