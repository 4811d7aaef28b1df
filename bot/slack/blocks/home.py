"""The Home tab: what waits for this person, what is due, and what is not set up yet."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from slack_sdk.models.blocks import Block, DividerBlock
from slack_sdk.models.views import View

from bot.domain.deadlines import Deadline
from bot.domain.drafts import Draft
from bot.domain.quarantine import Quarantined
from bot.services.health import SourceHealth
from bot.services.rules import NOTHING_UNTOLD, Untold
from bot.slack.blocks.cases import draft_line
from bot.slack.blocks.deadlines import deadline_line
from bot.slack.blocks.text import button, buttons, context, esc, header, one_line, section
from bot.slack.blocks.watches import source_lines, untold_blocks
from bot.slack.ids import ActionId, Ref
from bot.words.book import Words

SHOWN = 15


@dataclass(frozen=True, slots=True, kw_only=True)
class Queue:
    """What the Home tab is made of. ``checks`` are parts of the set-up and whether each is done;
    ``health`` is how sources stand and ``aside`` genuine pictures that are not matched, for admins; of
    ``untold`` alerts no channel was told. ``law`` says how old the register of law is."""

    to_approve: Sequence[Draft]
    mine: Sequence[Draft]
    open_alerts: int
    due: Sequence[Deadline]
    checks: Sequence[tuple[str, bool]]
    health: Sequence[SourceHealth] = ()
    aside: Sequence[Quarantined] = ()
    untold: Untold = NOTHING_UNTOLD
    law: str = ""


def home_view(queue: Queue, words: Words) -> View:
    """The tab."""
    blocks: list[Block] = [
        header(words("home.approve")),
        *(_drafts(queue.to_approve, words) or [section(words("home.none_to_approve"))]),
        header(words("home.mine")),
        *(_drafts(queue.mine, words) or [section(words("home.none_mine"))]),
        header(words("home.due")),
        *(
            [section(deadline_line(each, words)) for each in queue.due[:SHOWN]]
            or [section(words("home.none_due"))]
        ),
        header(words("home.alerts")),
        section(
            words("home.open_alerts", count=queue.open_alerts),
            button(ActionId.TRIAGE, words("home.triage"), Ref()) if queue.open_alerts else None,
        ),
        *untold_blocks(queue.untold, words),
        *buttons(button(ActionId.CHOOSE_ROUTE, words("routes.button"), Ref())),
        *_sources(queue.health, words),
        *_aside(queue.aside, words),
        DividerBlock(),
        *_setup(queue, words),
        context(queue.law, words("home.commands")),
    ]
    return View(type="home", blocks=blocks)


def _drafts(drafts: Sequence[Draft], words: Words) -> list[Block]:
    return [
        section(
            draft_line(draft, words),
            button(ActionId.SHOW_DRAFT, words("home.show"), Ref(draft=draft.draft_id, version=draft.version)),
        )
        for draft in drafts[:SHOWN]
    ]


def _sources(health: Sequence[SourceHealth], words: Words) -> list[Block]:
    lines = source_lines(health, words, SHOWN)
    return [header(words("home.sources")), *map(section, lines)] if lines else []


def _aside(aside: Sequence[Quarantined], words: Words) -> list[Block]:
    """Genuine pictures that match too much, and where they are released."""
    lines = [
        f"• {esc(one_line(each.brand, 60))} `{esc(one_line(each.picture, 80))}`: "
        + words(f"home.aside_{each.cause.value}")
        for each in aside[:SHOWN]
    ]
    if len(aside) > SHOWN:
        lines.append(words("text.more", count=len(aside) - SHOWN))
    how = context(words("home.aside_how"))
    return [header(words("home.aside")), section("\n".join(lines)), how] if lines else []


def _setup(queue: Queue, words: Words) -> list[Block]:
    missing = [words(f"setup.{name}.missing") for name, done in queue.checks if not done]
    if not missing:
        return [section(words("setup.complete"))]
    lines = [f"• {each}" for each in missing]
    done = [words(f"setup.{name}.done") for name, is_done in queue.checks if is_done]
    return [
        section("\n".join([f"*{words('setup.title')}*", *lines])),
        *([context(" · ".join(done))] if done else []),
    ]
