"""The listings of a case by the page, what became of each, and what its thread is told of them."""

from collections.abc import Mapping, Sequence

from bot.domain.case_notes import ListingCameBack, ListingsChanged, StampCame, TalkDue, kind_of
from bot.domain.cases import Case
from bot.domain.followups import CaseListing, ListingState
from bot.services.casework.followups import Looked, Times
from bot.slack.blocks.case_figures import PAGE, times_line
from bot.slack.blocks.handed import stamp_line
from bot.slack.blocks.text import button, buttons, card, context, esc, one_line, section
from bot.slack.cards import Card
from bot.slack.ids import ActionId, Ref
from bot.words.book import Words
from bot.words.telling import tell


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


def looked_lines(looked: Sequence[Looked], words: Words) -> str:
    """What a look now found."""
    lines = [
        f"• `{esc(each.listing_id)}` {words(f'casework.state.{each.after.value}')}"
        + (f": {esc(one_line(tell(each.why, words), 120))}" if each.why else "")
        for each in looked[:PAGE]
    ]
    more = len(looked) - len(lines)
    return "\n".join([*lines, *([words("text.more", count=more)] if more > 0 else [])]) or "–"


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
