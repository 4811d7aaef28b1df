"""The card of a case, with the acts that it offers."""

from collections.abc import Mapping, Sequence

from slack_sdk.models.blocks import Block
from slack_sdk.models.metadata import Metadata

from bot.domain.cases import Case, CaseStatus
from bot.domain.deadlines import Deadline
from bot.domain.drafts import Draft, summary_of
from bot.domain.followups import ListingState
from bot.slack.blocks.case_figures import facts_lines
from bot.slack.blocks.case_listings import counts_line
from bot.slack.blocks.case_lists import SHOWN, draft_line, titled
from bot.slack.blocks.case_menu import menu
from bot.slack.blocks.deadlines import deadline_line
from bot.slack.blocks.text import button, buttons, card, context, esc, header, one_line, person, section
from bot.slack.cards import Card
from bot.slack.ids import ActionId, EventType, Ref
from bot.words.book import Words


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
