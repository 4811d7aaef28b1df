"""The status of sources (``/watch``): what was looked at and when, and what could not be looked at."""

from collections.abc import Sequence

from bot.domain.secrets import shown_path
from bot.ports import LookReport
from bot.services.upkeep.health import HealthState, SourceHealth
from bot.services.upkeep.levels import Levels
from bot.services.watching.looks import SweepReport, WatchStatus
from bot.services.watching.rules import NOTHING_UNTOLD, Untold
from bot.slack.blocks.levels import aside_lines, level_lines, untold_blocks, untold_lines
from bot.slack.blocks.text import button, card, context, esc, moment, one_line, section
from bot.slack.cards import Card
from bot.slack.ids import ActionId, Ref
from bot.words.book import Words
from bot.words.telling import tell

SHOWN = 38
"""Sources in one message: each is a block, and a message holds fifty."""


def watch_card(
    status: WatchStatus,
    health: Sequence[SourceHealth],
    words: Words,
    levels: Levels | None = None,
    untold: Untold = NOTHING_UNTOLD,
) -> Card:
    """How each source stands, what waits to be told, whether it was all on time, and what nobody was told of."""
    lines = source_lines(health, words, SHOWN) or [words("watch.no_source")]
    heading = words("watch.title", count=len(status.sources))
    waiting = words("watch.waiting", count=status.waiting)
    on_time = level_lines(levels, words) if levels else []
    aside = aside_lines(status.aside, words)
    again = button(ActionId.TRY_AGAIN, words("watch.try_again"), Ref())
    return card(
        "\n".join([heading, *lines, *on_time, *untold_lines(untold, words), *aside, waiting]),
        [
            section(f"*{heading}*"),
            *map(section, lines),
            *([section("\n".join(on_time))] if on_time else []),
            *untold_blocks(untold, words),
            *([section("\n".join(aside), again)] if aside else []),
            context(waiting),
        ],
    )


def source_lines(health: Sequence[SourceHealth], words: Words, most: int) -> list[str]:
    """How sources stand, those that fail first; so many at most, and then how many more there are."""
    worst_first = sorted(health, key=lambda each: each.state is not HealthState.FAILING)
    lines = [_source_line(each, words) for each in worst_first[:most]]
    return [*lines, words("text.more", count=len(health) - most)] if len(health) > most else lines


def _source_line(each: SourceHealth, words: Words) -> str:
    """One source: its state, its newest look, and where it fails, since when and when it was whole last."""
    state = f"*{words(f'watch.state.{each.state.value}')}*"
    if each.last is None:
        return f"{state}  {words('watch.never', source=esc(shown_path(each.name)))}"
    line = f"{state}  {look_line(each.last, words)}"
    if each.failing_since is None:
        return line
    whole = moment(each.good.ended_at, words) if each.good else words("watch.not_whole")
    return f"{line} {words('watch.since', since=moment(each.failing_since, words), whole=whole)}"


def sweep_card(report: SweepReport, words: Words) -> Card:
    """One sweep, with what could not be looked at said first."""
    if not report.looks:
        return card(words("watch.no_source"), [section(words("watch.no_source"))])
    heading = words("watch.swept") if report.complete else words("watch.incomplete")
    lines = [look_line(look, words) for look in sorted(report.looks, key=lambda look: not look.error)]
    return card("\n".join([heading, *lines]), [section(f"*{heading}*"), *map(section, lines[:40])])


def look_line(look: LookReport, words: Words) -> str:
    """One look at one source. A failure is never told as an empty result."""
    counts = words(
        "watch.counts", seen=look.seen, judged=look.judged, alerted=look.alerted, unreadable=look.unreadable
    )
    if look.unseen:
        counts += " " + words("watch.unseen", count=look.unseen)
    when, source = moment(look.ended_at, words), shown_path(look.source)
    if look.error:
        why = esc(one_line(tell(look.error, words).replace(look.source, source), 300))
        return words("watch.failed", source=esc(source), why=why, when=when, counts=counts)
    return words("watch.looked", source=esc(source), when=when, counts=counts)
