"""Everything on a case beyond its card: the menu of acts, their forms, its listings by the page, and what it is like."""

from collections.abc import Mapping, Sequence
from datetime import date

from slack_sdk.models.blocks import ActionsBlock, Block, Option, PlainTextObject, StaticSelectElement
from slack_sdk.models.views import View

from bot.domain.case_notes import ListingCameBack, ListingsChanged, StampCame, TalkDue, kind_of
from bot.domain.cases import Case, CaseStatus, OutcomeKind
from bot.domain.followups import CaseListing, ListingState
from bot.services.casework.contacts import Meter
from bot.services.casework.followups import Looked, ResultsTaken, Times
from bot.services.casework.opening import Similar
from bot.slack.blocks.fields import (
    Choices,
    choice_field,
    choices_field,
    day_field,
    found_field,
    modal,
    person_field,
    text_field,
)
from bot.slack.blocks.handed import stamp_line
from bot.slack.blocks.text import button, buttons, card, context, esc, one_line, person, section
from bot.slack.cards import Card
from bot.slack.ids import ActionId, FormId, ModalField, Ref
from bot.words.book import Words
from bot.words.gloss import shop_gloss
from bot.words.telling import tell

PAGE = 20
OPEN_ACTS = (
    "listings", "deputy", "due", "status", "look", "results", "contact", "outcome", "cost",
    "clock", "purchase", "examination", "similar", "merge", "split", "undo", "export",
)  # fmt: skip
CLOSED_ACTS = ("listings", "reopen", "cost", "outcome", "similar", "undo", "export")
BY_HAND = (CaseStatus.INVESTIGATING, CaseStatus.ESCALATED, CaseStatus.ANSWERED, CaseStatus.DOWN)


def menu(case: Case, words: Words) -> Block:
    """The acts that have no button, in one menu."""
    acts = CLOSED_ACTS if case.status is CaseStatus.CLOSED else OPEN_ACTS
    options = [
        Option(
            value=Ref(case=case.case_id, kind=act).write(),
            text=PlainTextObject(text=words(f"casework.act.{act}"), emoji=False),
        )
        for act in acts
    ]
    select = StaticSelectElement(
        action_id=ActionId.CASE_MENU.value,
        placeholder=PlainTextObject(text=words("casework.more"), emoji=False),
        options=options,
    )
    return ActionsBlock(elements=[select])


def act_form(act: str, about: Ref, case: Case, today: date, words: Words, offered: Choices = ()) -> View:
    """Asks what an act of the menu needs; ``offered`` are the cases to merge into, or the listings to split off."""
    fields: dict[str, list[Block]] = {
        "deputy": [person_field(ModalField.OWNER, words("casework.who"), initial=case.deputy or "")],
        "due": [
            day_field(
                ModalField.WHEN, words("casework.when"), initial=_suggested(about) or case.due_on or today
            )
        ],
        "status": [
            choice_field(
                ModalField.WHAT,
                words("case.status_label"),
                [(each.value, words(f"case.status.{each.value}")) for each in BY_HAND],
            )
        ],
        "results": [
            text_field(
                ModalField.NOTE, words("casework.results"), long=True, hint=words("casework.results_hint")
            )
        ],
        **_outside(today, words),
        "merge": [
            choice_field(ModalField.CASE, words("casework.into"), offered)
            if offered
            else found_field(ModalField.CASE, words("casework.into"))
        ],
        "split": [choices_field(ModalField.LISTINGS, words("form.draft.listings"), offered)],
        "reopen": [text_field(ModalField.REASON, words("casework.why"), long=True, most=500)],
    }
    title = words(f"casework.act.{act}")
    return modal(FormId.CASE_ACT, title, words("form.save"), words("form.cancel"), about, fields[act])


def _outside(today: date, words: Words) -> dict[str, list[Block]]:
    """Fields of what others said, decided or charged."""
    return {
        "contact": [
            text_field(ModalField.OFFICE, words("casework.office"), most=200),
            text_field(ModalField.SENDER, words("casework.spoke_with"), optional=True, most=200),
            text_field(ModalField.NOTE, words("received.note"), long=True, optional=True, most=1_000),
            day_field(ModalField.WHEN, words("casework.next_on"), optional=True),
        ],
        "outcome": [
            choice_field(
                ModalField.WHAT,
                words("casework.outcome"),
                [(each.value, words(f"casework.outcomes.{each.value}")) for each in OutcomeKind],
            ),
            text_field(ModalField.OFFICE, words("casework.office"), most=200),
            text_field(ModalField.REFERENCE, words("casework.number"), optional=True, most=200),
            day_field(ModalField.WHEN, words("casework.when"), initial=today),
            text_field(ModalField.NOTE, words("received.note"), long=True, optional=True, most=1_000),
        ],
        "cost": [
            text_field(
                ModalField.AMOUNT, words("casework.amount"), most=30, hint=words("casework.amount_hint")
            ),
            text_field(ModalField.NOTE, words("casework.cost_for"), most=200),
        ],
    }


def _suggested(about: Ref) -> date | None:
    """The day that a message named, where the button that asks carries one."""
    try:
        return date.fromisoformat(about.suggested)
    except ValueError:
        return None


def listings_card(
    case: Case,
    page: int,
    entries: Sequence[CaseListing],
    counts: Mapping[ListingState, int],
    times: Times,
    words: Words,
) -> Card:
    """A page of the case's listings with counts, so that ten thousand stay readable."""
    pages = max(1, -(-case.listing_count // PAGE))
    heading = words("casework.listings", case=case.case_id, count=case.listing_count, page=page, pages=pages)
    lines = [listing_line(entry, words) for entry in entries]
    elements = []
    if page > 1:
        elements.append(
            button(
                ActionId.CASE_PAGE_BACK, words("casework.earlier"), Ref(case=case.case_id, version=page - 1)
            )
        )
    if page < pages:
        elements.append(
            button(ActionId.CASE_PAGE, words("casework.later"), Ref(case=case.case_id, version=page + 1))
        )
    blocks = [
        section(f"*{heading}*\n{counts_line(counts, words)}"),
        section("\n".join(lines) or "–"),
        context(times_line(times, words)),
        *buttons(*elements),
    ]
    return card(heading, blocks, shortened=words("text.shortened"))


def listing_line(entry: CaseListing, words: Words) -> str:
    """A listing with its state, and what the portal said."""
    parts = [f"• `{esc(one_line(entry.listing_id, 100))}`", words(f"casework.state.{entry.state.value}")]
    if entry.result.value != "unknown":
        parts.append(words(f"casework.result.{entry.result.value}"))
    if entry.result_reason or entry.why:
        parts.append(esc(one_line(entry.result_reason or tell(entry.why, words), 120)))
    return " · ".join(parts)


def counts_line(counts: Mapping[ListingState, int], words: Words) -> str:
    """How many listings are in each state."""
    named = [
        f"{words(f'casework.state.{state.value}')} {counts[state]:,}"
        for state in ListingState
        if counts.get(state)
    ]
    return " · ".join(named) or "–"


def times_line(times: Times, words: Words) -> str:
    """The median times, with how many listings they rest on."""
    if not times.notified:
        return words("casework.no_times")
    return words(
        "casework.times",
        notify=f"{times.hours_to_notify or 0:g}",
        notified=times.notified,
        takedown="–" if times.hours_to_takedown is None else f"{times.hours_to_takedown:g}",
        down=times.down,
    )


def titled(case: Case, words: Words) -> str:
    """A case's title on one line, with what a Chinese one says for whoever reads English. Not escaped."""
    gloss = shop_gloss(case.title) if words.language == "en" else ""
    return one_line(case.title, 80) + (f" ({one_line(gloss, 50)})" if gloss else "")


def similar_lines(similar: Sequence[Similar], words: Words) -> str:
    """Earlier cases and what they have in common."""
    lines = [
        f"• `{each.case.case_id}` {esc(titled(each.case, words))} · {words(f'case.status.{each.case.status.value}')}"
        f" · {words('casework.shares', what=words.listed(words(f'casework.tie.{tie}') for tie in each.ties))}"
        for each in similar
    ]
    return "\n".join([f"*{words('casework.similar')}*", *lines]) if lines else words("casework.no_similar")


def looked_lines(looked: Sequence[Looked], words: Words) -> str:
    """What a look now found."""
    lines = [
        f"• `{esc(each.listing_id)}` {words(f'casework.state.{each.after.value}')}"
        + (f": {esc(one_line(tell(each.why, words), 120))}" if each.why else "")
        for each in looked[:PAGE]
    ]
    more = len(looked) - len(lines)
    return "\n".join([*lines, *([words("text.more", count=more)] if more > 0 else [])]) or "–"


def results_lines(taken: ResultsTaken, words: Words) -> str:
    """What the portal's lines became, and those that matched nothing."""
    lines = [words("casework.results_taken", count=len(taken.taken))]
    lines += [
        f"• `{esc(listing)}` {words(f'casework.result.{result.value}')}"
        for listing, result in taken.taken[:PAGE]
    ]
    if taken.unmatched:
        lines.append(words("casework.unmatched", count=len(taken.unmatched)))
        lines += [
            f"• {each.number}: {esc(one_line(each.text, 100))} ({esc(tell(each.why, words))})"
            for each in taken.unmatched[:10]
        ]
    return "\n".join(lines)


def meter_lines(meters: Sequence[Meter], words: Words) -> str:
    """How often each platform agreed, and how far its lines are."""
    lines = []
    for meter in meters:
        measured = meter.accuracy
        line = words(
            "casework.meter",
            platform=esc(measured.platform),
            removed=measured.removed,
            rejected=measured.rejected,
            countered=measured.countered,
            unknown=measured.unknown,
            success="–" if measured.success is None else f"{measured.success:.0f}%",
        )
        if meter.lines is not None and meter.left is not None:
            line += " " + words(
                "casework.forecast",
                count=meter.left,
                success=meter.lines.success,
                countered=meter.lines.countered,
            )
        lines.append(f"• {line}")
    return "\n".join([f"*{words('casework.accuracy')}*", *lines]) if lines else words("casework.no_meter")


def facts_lines(case: Case, words: Words) -> list[str]:
    """Deputy, due day, outcomes and costs, where there are any."""
    lines = []
    if case.deputy:
        lines.append(f"*{words('casework.act.deputy')}* {person(case.deputy)}")
    if case.due_on:
        lines.append(f"*{words('casework.act.due')}* {words.day(case.due_on)}")
    for each in case.outcomes[-5:]:
        said = f"{words(f'casework.outcomes.{each.kind.value}')}, {esc(one_line(each.office, 80))} {esc(each.number)}"
        lines.append(f"*{words.day(each.on)}* {said.strip()}")
    if case.costs:
        spent = ", ".join(f"{code} {amount:,.2f}" for code, amount in sorted(case.spent.items()))
        lines.append(f"*{words('casework.spent')}* {spent}")
    return lines


def note_of(note: ListingsChanged | ListingCameBack | TalkDue | StampCame, words: Words) -> Card:
    """What happened by itself, for the thread: listings that changed, a listing come back, somebody to speak with."""
    text = words(f"casework.note.{kind_of(note)}")
    match note:
        case ListingsChanged():
            rows = [f"• `{esc(row[0])}` {words(f'casework.state.{row[1]}')}" for row in note.looked[:PAGE]]
            text = "\n".join([text, *rows])
        case ListingCameBack():
            shared = words(f"casework.tie.{note.tie}")
            text = f"{text} `{esc(note.listing)}` · {words('casework.shares', what=shared)}"
        case TalkDue():
            text = f"{text} {esc(note.office)}. {esc(one_line(note.note, 300))}"
        case StampCame():
            text = f"{text} `{note.evidence}`. {stamp_line(note.authority, note.at, words)}"
    return card(text, [section(text)])
