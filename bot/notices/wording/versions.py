"""Which version of a law an act falls under, and how its title is told."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache

from knowledge.instruments import Instrument
from knowledge.law import Register, Version


@dataclass(frozen=True, slots=True, kw_only=True)
class ActDates:
    """When the act was done and when the notice is filed. ``basis`` is what the act's days rest on: ``given`` by a person,
    ``evidence``, or empty where nothing shows a day; only then the day of filing stands in, for papers about rights."""

    act_from: date
    act_to: date
    filed_on: date
    basis: str = ""

    @classmethod
    def of(
        cls, act_from: date | None, act_to: date | None, filed_on: date, shown: Sequence[date] = ()
    ) -> ActDates:
        """The days given; where one or both are not, the first and last of the days ``shown`` by the evidence."""
        if act_from is None and act_to is None:
            days, basis = (shown, "evidence") if shown else ((filed_on,), "")
            return cls(act_from=min(days), act_to=max(days), filed_on=filed_on, basis=basis)
        first = act_from or min(
            day for day in (*shown, act_to) if day is not None and act_to and day <= act_to
        )
        last = act_to or max(day for day in (*shown, first) if day >= first)
        return cls(act_from=first, act_to=last, filed_on=filed_on, basis="given")


@dataclass(frozen=True, slots=True, kw_only=True)
class DatedVersion:
    """A version of a provision with the days of the act that it governs."""

    version: Version
    since: date
    until: date


BARE = re.compile(r"Apostille|Order|GACC|CNIPA (?:Ann|fee|non|int)|(?:the|law-firm|SPC in) ")

"""Names of texts that take no article."""

YEAR = re.compile(r"\d{4}年(?:修正|修订)?")

ENGLISH_YEAR = re.compile(r" \(\d{4}\)$")

_PAREN = re.compile(r"（([^（）]*)）$")


@cache
def base_title(title: str) -> tuple[str, str]:
    """A title without its bracket, and what stands in the bracket: 《商标法》 and 2026年修订."""
    found = _PAREN.search(title)
    return (title[: found.start()], found[1]) if found else (title, "")


def full_title(instrument: Instrument, short: str = "") -> str:
    """《中华人民共和国商标法》（2019年修正）: inner titles in 〈〉, no year for a text that was never amended.

    ``short`` is added as the form by which the paper goes on to call it, where it is another.
    """
    base, bracket = base_title(instrument.title_zh)
    if not instrument.short_zh.startswith("《"):
        return instrument.title_zh
    inner = base.replace("《", "〈").replace("》", "〉")
    kept = "" if re.fullmatch(r"(?:国家知识产权局)?\d{4}年", bracket) else bracket
    called = f"以下简称{short}" if short and f"《{inner}》" != base_title(short)[0] else ""
    notes = "，".join(note for note in (kept, called) if note)
    return f"《{inner}》" + (f"（{notes}）" if notes else "")


@dataclass(frozen=True, slots=True, kw_only=True)
class InstrumentNames:
    """What a paper calls the texts of law, for an act of these days; those of ``once`` are named a single time."""

    register: Register
    dates: ActDates
    once: frozenset[str] = frozenset()

    def first(self, instrument: Instrument) -> tuple[str, str]:
        """A text where it is named first, in Chinese and in English: its full title, and what it is called from there on
        where it is named again."""
        short, english = self.short(instrument), self.english(instrument)
        whole, title = full_title(instrument), instrument.title
        if self._doubled(instrument) or instrument.id in self.once:
            return whole, title
        return full_title(instrument, short=short), title if english == title else f"{title} (“{english}”)"

    def short(self, instrument: Instrument) -> str:
        """《商标法》; with its year where another text of the same law governs a part of the notice."""
        if instrument.called_zh:
            return instrument.called_zh
        base, year = base_title(instrument.short_zh)
        if not self._doubled(instrument):
            return (
                base if instrument.short_zh.startswith("《") and YEAR.fullmatch(year) else instrument.short_zh
            )
        return f"{base}（{base_title(full_title(instrument))[1]}）"

    def english(self, instrument: Instrument) -> str:
        """Trademark Law; with its year where the same holds."""
        if self._doubled(instrument):
            return instrument.title.replace(" of the PRC", "")
        return ENGLISH_YEAR.sub("", instrument.short).rstrip(",")

    def _doubled(self, instrument: Instrument) -> bool:
        base = base_title(instrument.short_zh)[0]
        days = (self.dates.act_from, self.dates.act_to, self.dates.filed_on)
        first, last = min(days), max(days)
        same = [
            i.id
            for i in self.register.instruments.values()
            if base_title(i.short_zh)[0] == base and i.in_force_from <= last and i.in_force_to >= first
        ]
        return len(same) > 1
