"""Clocks by the page."""

from collections.abc import Sequence

from bot.domain.deadlines import Deadline
from bot.slack.blocks.deadlines import deadline_line
from bot.slack.blocks.text import button, card, context, section
from bot.slack.cards import Card
from bot.slack.ids import ActionId, Ref
from bot.words.book import Words
from knowledge import known

LISTED = 30


def deadline_list(deadlines: Sequence[Deadline], words: Words) -> Card:
    """Clocks, soonest first, each with the button that ends it."""
    if not deadlines:
        return card(words("home.none_due"), [section(words("home.none_due"))])
    heading = words("deadline.count", count=len(deadlines))
    rows = [
        section(
            deadline_line(each, words),
            button(
                ActionId.DEADLINE_DONE,
                words("deadline.done"),
                Ref(case=each.case_id, deadline=each.deadline_id),
            ),
        )
        for each in deadlines[:LISTED]
    ]
    unknown = known.load().beyond(max(each.due_on for each in deadlines), words.language)
    first = [context(unknown)] if unknown else []
    more = len(deadlines) - len(rows)
    tail = [context(words("text.more", count=more))] if more > 0 else []
    return card(heading, [*first, section(f"*{heading}*"), *rows, *tail], shortened=words("text.shortened"))
