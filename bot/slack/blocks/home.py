"""The Home tab: what waits for this person, what is due, and what is not set up yet."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import date

from slack_sdk.models.blocks import Block, DividerBlock
from slack_sdk.models.views import View

from bot.domain.cases import Case
from bot.domain.deadlines import Deadline
from bot.domain.drafts import DraftSummary
from bot.domain.quarantine import Quarantined
from bot.domain.questions import LONGEST
from bot.domain.sights import MarketSight
from bot.services.upkeep.health import SourceHealth
from bot.services.upkeep.reports import NO_WEEK, Week
from bot.services.watching.rules import NOTHING_UNTOLD, Untold
from bot.slack.blocks.case_figures import titled
from bot.slack.blocks.case_lists import draft_line
from bot.slack.blocks.deadlines import deadline_line
from bot.slack.blocks.fields import choice_field, modal, text_field
from bot.slack.blocks.setup import coverage_blocks
from bot.slack.blocks.text import button, buttons, context, esc, header, one_line, section
from bot.slack.blocks.watches import source_lines, untold_blocks
from bot.slack.ids import CONFIRMED, ActionId, FormId, ModalField, Ref
from bot.words.book import Words

SHOWN = 15
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


def home_view(queue: Queue, words: Words) -> View:
    """The tab: what can be begun, what waits for this person, their cases, clocks, triage, the week, sources."""
    blocks: list[Block] = [
        *([section(queue.cut_off)] if queue.cut_off else []),
        *_begin(words),
        header(words("home.approve")),
        *(_drafts(queue.to_approve, words) or [section(words("home.none_to_approve"))]),
        *([header(words("home.mine")), *_drafts(queue.mine, words)] if queue.mine else []),
        *_cases(queue, words),
        *_due(queue.due, max(queue.due_count, len(queue.due)), words),
        header(words("home.alerts")),
        section(
            words("home.open_alerts", count=queue.open_alerts),
            button(ActionId.TRIAGE, words("home.triage"), Ref()) if queue.open_alerts else None,
        ),
        *buttons(button(ActionId.DRAFT_NOTICE, words("home.confirmed"), Ref(group=CONFIRMED))),
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


def period_form(words: Words) -> View:
    """Asks which days the report is about; last month unless another is chosen."""
    choices = [(name, words(f"period.{name}")) for name in ("last_month", "this_month", "week")]
    fields = [choice_field(ModalField.PERIOD, words("period.label"), choices, initial="last_month")]
    submit, close = words("period.submit"), words("form.cancel")
    return modal(FormId.PERIOD, words("period.title"), submit, close, Ref(), fields)


def question_form(words: Words) -> View:
    """Asks for the question; its answer comes in the direct messages."""
    fields = [text_field(ModalField.QUESTION, words("home.question"), long=True, most=LONGEST)]
    title = words("home.ask")
    return modal(FormId.ASK_QUESTION, title, words("home.ask"), words("form.cancel"), Ref(), fields)


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


def _cases(queue: Queue, words: Words) -> list[Block]:
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


def _due(due: Sequence[Deadline], count: int, words: Words) -> list[Block]:
    lines = [deadline_line(each, words) for each in due[:SHOWN]]
    rows: list[Block] = [header(words("home.due")), *map(section, lines or [words("home.none_due")])]
    return [*rows, *_more(count, words)]


def _drafts(drafts: Sequence[DraftSummary], words: Words) -> list[Block]:
    rows: list[Block] = [
        section(
            draft_line(draft, words),
            button(ActionId.SHOW_DRAFT, words("home.show"), Ref(draft=draft.draft_id, version=draft.version)),
        )
        for draft in drafts[:SHOWN]
    ]
    return [*rows, *_more(len(drafts), words)]


def _more(count: int, words: Words) -> list[Block]:
    return [context(words("text.more", count=count - SHOWN))] if count > SHOWN else []


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
