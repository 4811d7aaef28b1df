"""What waits for a person on Home: cases by their next day, clocks, drafts."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from slack_sdk.models.blocks import Block

from bot.domain.cases import Case
from bot.domain.deadlines import Deadline
from bot.domain.drafts import DraftSummary
from bot.domain.quarantine import Quarantined
from bot.domain.sights import MarketSight
from bot.services.upkeep.health import SourceHealth
from bot.services.upkeep.reports import NO_WEEK, Week
from bot.services.watching.rules import NOTHING_UNTOLD, Untold
from bot.slack.blocks.case_lists import draft_line, titled
from bot.slack.blocks.deadlines import deadline_line
from bot.slack.blocks.text import button, context, esc, header, section
from bot.slack.ids import ActionId, Ref
from bot.words.book import Words

CASES = 10


@dataclass(frozen=True, slots=True, kw_only=True)
class Queue:
    """What the Home tab is made of. ``cases`` are the person's open ones, of ``case_count``, each with its next day;
    of ``due_count`` running clocks ``due`` are the first; ``checks`` are parts of the set-up and whether each is done;
    ``health`` is how sources stand and ``aside`` genuine pictures that are not matched, for admins; of
    ``untold`` alerts no channel was told. ``law`` says how old the register of law is, ``cut_off`` since when Slack was
    not heard, empty while all was well; ``sights`` tell how much of each marketplace is seen."""

    to_approve: Sequence[DraftSummary]
    mine: Sequence[DraftSummary]
    open_alerts: int
    due: Sequence[Deadline]
    checks: Sequence[tuple[str, bool]]
    due_count: int = 0
    cases: Sequence[tuple[Case, date | None]] = ()
    case_count: int = 0
    week: Week = NO_WEEK
    health: Sequence[SourceHealth] = ()
    aside: Sequence[Quarantined] = ()
    untold: Untold = NOTHING_UNTOLD
    law: str = ""
    cut_off: str = ""
    sights: Sequence[MarketSight] = ()
    is_admin: bool = False
    to_draft: bool = False
    """Whether anything is confirmed, which a notice could be drafted of."""


def cases_waiting(queue: Queue, words: Words) -> list[Block]:
    """The person's open cases, the one with the next day first."""
    rows: list[Block] = [header(words("home.cases"))]
    if not queue.cases:
        return [*rows, section(words("home.none_of_mine"))]
    for case, on in queue.cases[:CASES]:
        parts = [
            f"`{case.case_id}` {esc(titled(case, words))}",
            words(f"case.status.{case.status.value}"),
            words("home.next", day=on) if on else words("home.no_next"),
        ]
        show = button(ActionId.SHOW_CASE, words("home.show"), Ref(case=case.case_id))
        rows.append(section(" · ".join(parts), show))
    if queue.case_count > len(queue.cases[:CASES]):
        rows.append(context(words("home.more_cases", count=queue.case_count - len(queue.cases[:CASES]))))
    return rows


def clocks_due(due: Sequence[Deadline], count: int, words: Words) -> list[Block]:
    lines = [deadline_line(each, words) for each in due[:SHOWN]]
    rows: list[Block] = [header(words("home.due")), *map(section, lines or [words("home.none_due")])]
    return [*rows, *more_of(count, words)]


def drafts_waiting(drafts: Sequence[DraftSummary], words: Words) -> list[Block]:
    rows: list[Block] = [
        section(
            draft_line(draft, words),
            button(ActionId.SHOW_DRAFT, words("home.show"), Ref(draft=draft.draft_id, version=draft.version)),
        )
        for draft in drafts[:SHOWN]
    ]
    return [*rows, *more_of(len(drafts), words)]


SHOWN = 15


def more_of(count: int, words: Words) -> list[Block]:
    return [context(words("text.more", count=count - SHOWN))] if count > SHOWN else []
