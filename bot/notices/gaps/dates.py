"""The gap of a notice whose day the register of law does not know, or whose register nobody compared for long."""

from __future__ import annotations

from collections.abc import Iterator

from bot.domain.compositions import APPROVER, NoticeGap, blocking, warning
from bot.domain.moments import china_day
from bot.notices.facts.matter import NoticeMatter
from knowledge import known


def gaps_of_known(matter: NoticeMatter) -> Iterator[NoticeGap]:
    """Counsel compares the law cited, then waives it."""
    state, on = known.load(), max(matter.as_of, matter.dates.act_to)
    if state.doubt(on, matter.as_of, "en"):
        yield blocking(
            "law.known_until",
            "the register of law was compared with its sources on {checked} and is known until {until}; compare "
            "the law cited with the texts of {on}, then waive this",
            checked=state.checked_on,
            until=state.until,
            on=on,
            waivable_by=APPROVER,
        )


def gaps_of_dates(matter: NoticeMatter) -> Iterator[NoticeGap]:
    """The dates of the notice and of the act."""
    request, dates = matter.facts.request, matter.dates
    today = china_day(matter.facts.now)
    if request.as_of != today:
        yield warning(
            "request.as_of",
            "the notice is dated {day}, today is {today}; it can be read, but only a notice of today can be "
            "approved",
            day=request.as_of,
            today=today,
        )
    if request.act_from and request.act_to and request.act_from > request.act_to:
        yield blocking(
            "request.act_from",
            "the act begins on {day} and ends before that, on {end}; correct the dates",
            day=request.act_from,
            end=request.act_to,
        )
    if not dates.basis and matter.listings and matter.entry.notice.accuses:
        yield blocking(
            "request.act_from",
            "no evidence shows a day on which the listing was up: when was it seen? Capture it, or give the days of "
            "the act",
        )
    if dates.basis == "given" and dates.act_to > dates.filed_on:
        yield blocking(
            "request.act_to",
            "the act lies after the day of the notice ({day}); correct the dates",
            day=dates.filed_on,
        )
