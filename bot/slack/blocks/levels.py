"""Whether scans and alerts were on time; what was not told, and what was set aside."""

from collections.abc import Sequence

from slack_sdk.models.blocks import Block

from bot.domain.secrets import shown_path
from bot.domain.triage import Grouping
from bot.ports import SetAside
from bot.services.upkeep.levels import Levels
from bot.services.watching.rules import Untold
from bot.slack.blocks.text import button, esc, one_line, section
from bot.slack.ids import ActionId, Ref
from bot.words.book import Words
from bot.words.telling import tell


def untold_lines(untold: Untold, words: Words) -> list[str]:
    """How many alerts no channel was told of; nothing where there is none."""
    counts = {"count": untold.count, "unclaimed": untold.unclaimed, "muted": untold.muted}
    return [words("watch.untold", **counts)] if untold.count else []


def aside_lines(aside: Sequence[SetAside], words: Words) -> list[str]:
    """Messages that were refused for what they are, the oldest with why; nothing where there is none."""
    if not aside:
        return []
    shown = [
        words(
            "watch.aside_one",
            about=esc(one_line(each.subject or each.kind, 120)),
            why=esc(one_line(tell(each.why, words), 200)),
        )
        for each in aside[:ASIDE_SHOWN]
    ]
    return [words("watch.aside", count=len(aside)), *shown]


def untold_blocks(untold: Untold, words: Words) -> list[Block]:
    """The same with the way to see and judge them."""
    judge = button(ActionId.TRIAGE, words("watch.show_untold"), Ref(group=Grouping.UNTOLD.value))
    return [section(line, judge) for line in untold_lines(untold, words)]


def level_lines(levels: Levels, words: Words) -> list[str]:
    """The service levels of the last day: scans and alerts on time, or what was not."""
    late = ", ".join(esc(one_line(shown_path(name), 60)) for name in levels.late_sources)
    scans = words("watch.no_scans")
    if levels.scans:
        scans = words("watch.scans_on_time", on_time=levels.scanned, due=levels.scans)
    if levels.scanned < levels.scans:
        source, minutes = (
            esc(one_line(shown_path(levels.gap_source), 60)),
            round(levels.gap.total_seconds() / 60),
        )
        scans += " " + words("watch.longest_gap", minutes=minutes, source=source)
    missing = [words("watch.scans_late", sources=late)] if late else []
    told = words("watch.no_alerts")
    if levels.told:
        seconds = round(levels.slowest.total_seconds())
        told = words("watch.alerts_on_time", on_time=levels.on_time, told=levels.told, slowest=seconds)
    overdue = [words("watch.overdue", count=levels.overdue)] if levels.overdue else []
    return [f"*{words('watch.levels')}*", scans, *missing, told, *overdue]


ASIDE_SHOWN = 3
"""Messages set aside that are told with their reason; the rest are counted."""
