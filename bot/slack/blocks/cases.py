"""The card of a case, lists of cases, and the forms on them."""

from collections.abc import Mapping, Sequence

from slack_sdk.models.blocks import Block
from slack_sdk.models.metadata import Metadata
from slack_sdk.models.views import View

from bot.domain.audit import AuditEntry
from bot.domain.cases import Case, CaseStatus
from bot.domain.deadlines import Deadline
from bot.domain.drafts import Draft, DraftSummary, summary_of
from bot.domain.followups import ListingState
from bot.slack.blocks.casework import counts_line, facts_lines, menu, titled
from bot.slack.blocks.deadlines import deadline_line
from bot.slack.blocks.fields import modal, person_field, text_field
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
    section,
)
from bot.slack.cards import Card
from bot.slack.ids import ActionId, EventType, FormId, ModalField, Ref
from bot.slack.naming import is_slack_user
from bot.slack.newer import Cell, person_cell, table, text_cell
from bot.words.book import Words

LISTED = 20
SHOWN = 8


def case_card(
    case: Case,
    drafts: Sequence[Draft],
    deadlines: Sequence[Deadline],
    words: Words,
    counts: Mapping[ListingState, int] | None = None,
) -> Card:
    """A case with what it is about, where it stands and what can be done."""
    status = words(f"case.status.{case.status.value}")
    title = f"{case.case_id} {titled(case, words)}"
    facts = [
        f"*{words('case.status_label')}* {status}"
        + (f": {esc(case.closed_reason)}" if case.closed_reason else ""),
        f"*{words('case.owner')}* {person(case.owner) if case.owner else words('case.nobody')}",
        f"*{words('case.brand')}* {esc(case.brand) or '–'}",
        *facts_lines(case, words),
    ]
    listings = [f"• `{esc(one_line(each, 150))}`" for each in case.listing_ids[:SHOWN]]
    more = case.listing_count - len(listings)
    blocks = [
        header(title),
        section("\n".join(facts)),
        section(
            "\n".join(
                [
                    f"*{words('case.listings')}* {case.listing_count:,}"
                    + (f" · {counts_line(counts, words)}" if counts else ""),
                    *listings,
                    *([words("text.more", count=more)] if more > 0 else []),
                ]
            )
        ),
        *[section(deadline_line(each, words)) for each in deadlines[:SHOWN]],
        *[section(draft_line(summary_of(each), words)) for each in drafts[-SHOWN:]],
        context(words("case.verbs")),
        *_actions(case, words),
    ]
    return card(f"{esc(title)} | {status}", blocks, shortened=words("text.shortened"))


def case_metadata(case: Case) -> Metadata:
    """By which the message is known."""
    return Metadata(event_type=EventType.CASE.value, event_payload={"case_id": case.case_id})


def case_list(cases: Sequence[Case], total: int, page: int, words: Words) -> Card:
    """A page of cases, newest first, one a line."""
    if not cases:
        return card(words("case.none"), [section(words("case.none"))])
    lines = [
        f"`{case.case_id}` {esc(titled(case, words))} · {words(f'case.status.{case.status.value}')}"
        f" · {person(case.owner) if case.owner else words('case.nobody')}"
        for case in cases
    ]
    heading = words("case.count", count=total)
    pages = max(1, -(-total // LISTED))
    if pages > 1:
        heading = f"{heading} ({page}/{pages})"
    rows = [
        [
            text_cell(case.case_id),
            text_cell(titled(case, words)),
            text_cell(words(f"case.status.{case.status.value}")),
            _owner(case, words),
            text_cell(words.day(case.due_on) if case.due_on else ""),
        ]
        for case in cases
    ]
    head = [words(f"case.table.{name}") for name in ("case", "title", "status", "owner", "due")]
    listed = table(heading, head, rows, [section("\n".join(lines))])
    return card(heading, [section(f"*{heading}*"), listed, context(words("case.show_hint"))])


def _owner(case: Case, words: Words) -> Cell:
    if case.owner and is_slack_user(case.owner):
        return person_cell(case.owner)
    return text_cell(case.owner or words("case.nobody"))


def timeline_lines(entries: Sequence[AuditEntry], words: Words) -> str:
    """The newest acts on a case, oldest first."""
    lines = [
        f"• {moment(e.at, words)} {person(e.act.who)} {_act(e.act.what, words)}"
        for e in entries[-SHOWN:]
        if e.act is not None
    ]
    return "\n".join([f"*{words('case.timeline')}*", *lines])


def draft_line(draft: DraftSummary, words: Words) -> str:
    """A draft on one line."""
    title = dict(draft.titles).get(words.language) or draft.kind
    status = words(f"draft.status.{draft.status.value}")
    version = words("draft.version", number=draft.version)
    return f"`{draft.draft_id}` {esc(one_line(title, 100))} · {version} · {status}"


def note_form(about: Ref, words: Words) -> View:
    """Asks for a note."""
    field = text_field(ModalField.NOTE, words("case.note.label"), long=True, initial=about.suggested)
    return modal(
        FormId.NOTE, words("case.note.title"), words("form.save"), words("form.cancel"), about, [field]
    )


def assign_form(about: Ref, owner: str, words: Words) -> View:
    """Asks whose the case is."""
    field = person_field(ModalField.OWNER, words("case.assign.label"), initial=owner)
    return modal(
        FormId.ASSIGN, words("case.assign.title"), words("form.save"), words("form.cancel"), about, [field]
    )


def close_form(about: Ref, words: Words) -> View:
    """Asks how the case ended."""
    field = text_field(
        ModalField.REASON, words("case.close.label"), long=True, most=500, initial=about.suggested[:500]
    )
    return modal(
        FormId.CLOSE,
        words("case.close.title"),
        words("case.close.submit"),
        words("form.cancel"),
        about,
        [field],
    )


def still_up_card(about: Ref, count: int, words: Words) -> Card:
    """Asks whether a case is to end, or to count as taken down, while listings were up at the last look."""
    text = words("case.still_up.ask", case=about.case, count=count)
    anyway = button(ActionId.CLOSE_ANYWAY, words("case.still_up.anyway"), about)
    keep = button(ActionId.KEEP_OPEN, words("case.still_up.keep"), Ref(case=about.case), "primary")
    return card(text, [section(text), *buttons(keep, anyway)])


def _actions(case: Case, words: Words) -> list[Block]:
    more = menu(case, words)
    if case.status is CaseStatus.CLOSED:
        return [more]
    about = Ref(case=case.case_id)
    row = buttons(
        button(ActionId.NOTE, words("case.note.button"), about),
        button(ActionId.ADD_EVIDENCE, words("handed.button"), about),
        button(ActionId.ASSIGN, words("case.assign.button"), about),
        button(ActionId.CHOOSE_ROUTE, words("routes.button"), about),
        button(ActionId.DRAFT_NOTICE, words("alert.draft"), about),
        button(ActionId.SHARE, words("counsel.share"), about),
        button(ActionId.CLOSE, words("case.close.button"), about),
    )
    return [*row, more]


def _act(what: str, words: Words) -> str:
    return words(f"act.{what}") if words.has(f"act.{what}") else esc(what)
