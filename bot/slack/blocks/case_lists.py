"""Lists of cases by the page (pagination); what was done to one (history), and its drafts, a line each."""

from collections.abc import Sequence

from bot.domain.audit import AuditEntry
from bot.domain.cases import Case
from bot.domain.drafts import DraftSummary
from bot.slack.blocks.text import card, context, esc, moment, one_line, person, section
from bot.slack.cards import Card
from bot.slack.naming import is_slack_user
from bot.slack.newer import Cell, person_cell, table, text_cell
from bot.words.book import Words
from bot.words.gloss import shop_gloss

LISTED = 20


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


def _act(what: str, words: Words) -> str:
    return words(f"act.{what}") if words.has(f"act.{what}") else esc(what)


SHOWN = 8


def titled(case: Case, words: Words) -> str:
    """A case's title on one line, with what a Chinese one says for whoever reads English. Not escaped."""
    gloss = shop_gloss(case.title) if words.language == "en" else ""
    return one_line(case.title, 80) + (f" ({one_line(gloss, 50)})" if gloss else "")
