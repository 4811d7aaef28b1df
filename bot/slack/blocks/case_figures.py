"""What a case is like in figures and facts: how long its steps take, with what result, what it cost, which others are alike."""

from collections.abc import Sequence

from bot.domain.cases import Case
from bot.services.casework.contacts import Meter
from bot.services.casework.followups import ResultsTaken, Times
from bot.services.casework.opening import Similar
from bot.slack.blocks.case_lists import titled
from bot.slack.blocks.text import esc, one_line, person
from bot.words.book import Words
from bot.words.telling import tell


def times_line(times: Times, words: Words) -> str:
    """The median times, with how many listings they rest on."""
    if not times.notified:
        return words("casework.no_times")
    return words(
        "casework.times",
        notify=f"{times.hours_to_notify or 0:g}",
        notified=times.notified,
        takedown="–" if times.hours_to_takedown is None else f"{times.hours_to_takedown:g}",
        down=times.down,
    )


def similar_lines(similar: Sequence[Similar], words: Words) -> str:
    """Earlier cases and what they have in common."""
    lines = [
        f"• `{each.case.case_id}` {esc(titled(each.case, words))} · {words(f'case.status.{each.case.status.value}')}"
        f" · {words('casework.shares', what=words.listed(words(f'casework.tie.{tie}') for tie in each.ties))}"
        for each in similar
    ]
    return "\n".join([f"*{words('casework.similar')}*", *lines]) if lines else words("casework.no_similar")


def results_lines(taken: ResultsTaken, words: Words) -> str:
    """What the portal's lines became, and those that matched nothing."""
    lines = [words("casework.results_taken", count=len(taken.taken))]
    lines += [
        f"• `{esc(listing)}` {words(f'casework.result.{result.value}')}"
        for listing, result in taken.taken[:PAGE]
    ]
    if taken.unmatched:
        lines.append(words("casework.unmatched", count=len(taken.unmatched)))
        lines += [
            f"• {each.number}: {esc(one_line(each.text, 100))} ({esc(tell(each.why, words))})"
            for each in taken.unmatched[:10]
        ]
    return "\n".join(lines)


def meter_lines(meters: Sequence[Meter], words: Words) -> str:
    """How often each platform agreed, and how far its lines are."""
    lines = []
    for meter in meters:
        measured = meter.accuracy
        line = words(
            "casework.meter",
            platform=esc(measured.platform),
            removed=measured.removed,
            rejected=measured.rejected,
            countered=measured.countered,
            unknown=measured.unknown,
            success="–" if measured.success is None else f"{measured.success:.0f}%",
        )
        if meter.lines is not None and meter.left is not None:
            line += " " + words(
                "casework.forecast",
                count=meter.left,
                success=meter.lines.success,
                countered=meter.lines.countered,
            )
        lines.append(f"• {line}")
    return "\n".join([f"*{words('casework.accuracy')}*", *lines]) if lines else words("casework.no_meter")


def facts_lines(case: Case, words: Words) -> list[str]:
    """Deputy, due day, outcomes and costs, where there are any."""
    lines = []
    if case.deputy:
        lines.append(f"*{words('casework.act.deputy')}* {person(case.deputy)}")
    if case.due_on:
        lines.append(f"*{words('casework.act.due')}* {words.day(case.due_on)}")
    for each in case.outcomes[-5:]:
        said = f"{words(f'casework.outcomes.{each.kind.value}')}, {esc(one_line(each.office, 80))} {esc(each.number)}"
        lines.append(f"*{words.day(each.on)}* {said.strip()}")
    if case.costs:
        spent = ", ".join(f"{code} {amount:,.2f}" for code, amount in sorted(case.spent.items()))
        lines.append(f"*{words('casework.spent')}* {spent}")
    return lines


PAGE = 20
