"""The Home tab (dashboard): what waits for this person, what is due, and what is not set up yet."""

from collections.abc import Sequence
from dataclasses import asdict

from slack_sdk.models.blocks import Block, DividerBlock
from slack_sdk.models.views import View

from bot.domain.quarantine import Quarantined
from bot.services.upkeep.health import SourceHealth
from bot.slack.blocks.home_queue import SHOWN, Queue, cases_waiting, clocks_due, drafts_waiting
from bot.slack.blocks.levels import untold_blocks
from bot.slack.blocks.setup import coverage_blocks
from bot.slack.blocks.text import button, buttons, context, esc, header, one_line, section
from bot.slack.blocks.watches import source_lines
from bot.slack.ids import CONFIRMED, ActionId, Ref
from bot.words.book import Words


def home_view(queue: Queue, words: Words) -> View:
    """The tab: what can be begun, what waits for this person, their cases, clocks, triage, the week, sources."""
    all_of_them = Ref(group=CONFIRMED)
    blocks: list[Block] = [
        *([section(queue.cut_off)] if queue.cut_off else []),
        *_begin(words),
        header(words("home.approve")),
        *(drafts_waiting(queue.to_approve, words) or [section(words("home.none_to_approve"))]),
        *([header(words("home.mine")), *drafts_waiting(queue.mine, words)] if queue.mine else []),
        *cases_waiting(queue, words),
        *clocks_due(queue.due, max(queue.due_count, len(queue.due)), words),
        header(words("home.alerts")),
        section(
            words("home.open_alerts", count=queue.open_alerts),
            button(ActionId.TRIAGE, words("home.triage"), Ref()) if queue.open_alerts else None,
        ),
        *(
            buttons(button(ActionId.DRAFT_NOTICE, words("home.confirmed"), all_of_them))
            if queue.to_draft
            else ()
        ),
        *untold_blocks(queue.untold, words),
        header(words("home.week")),
        section(words("home.week_told", **asdict(queue.week))),
        *_sources(queue.health, words),
        *coverage_blocks(queue.sights, words),
        *_aside(queue.aside, words),
        DividerBlock(),
        *_setup(queue, words),
        context(queue.law, words("home.commands")),
    ]
    return View(type="home", blocks=blocks[:100])


def _begin(words: Words) -> list[Block]:
    acts = (
        (ActionId.ASK_QUESTION, "home.ask"),
        (ActionId.DRAFT_NOTICE, "alert.draft"),
        (ActionId.REPORT_LISTING, "tip.title"),
        (ActionId.CHOOSE_ROUTE, "routes.button"),
        (ActionId.INFRINGERS, "home.infringers"),
        (ActionId.REPORT_PDF, "home.report"),
    )
    return buttons(*(button(action, words(label), Ref()) for action, label in acts))


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
    settings = button(ActionId.SETTINGS, words("settings.title"), Ref()) if queue.is_admin else None
    if not missing:
        return [section(words("setup.complete"), settings)]
    lines = [f"• {each}" for each in missing]
    done = [words(f"setup.{name}.done") for name, is_done in queue.checks if is_done]
    return [
        section(
            "\n".join([f"*{words('setup.title')}*", *lines]),
            button(ActionId.SETUP, words("setup.button"), Ref()),
        ),
        *([context(" · ".join(done))] if done else []),
        *(buttons(settings) if settings else []),
    ]
