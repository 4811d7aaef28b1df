"""The law's own figures that decide something in a notice: taken from the register by date, never typed."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cache
from typing import Self

from bot.domain.moments import china_day
from bot.notices.wording.saying import BilingualText, day, joined
from bot.papers import NoticeFacts
from knowledge.instruments import Instrument, NotInForce
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
    ) -> Self:
        """The days given; where one or both are not, the first and last of the days ``shown`` by the evidence."""
        if act_from is None and act_to is None:
            days, basis = (shown, "evidence") if shown else ((filed_on,), "")
            return cls(act_from=min(days), act_to=max(days), filed_on=filed_on, basis=basis)
        first = act_from or min(
            day for day in (*shown, act_to) if day is not None and act_to and day <= act_to
        )
        last = act_to or max(day for day in (*shown, first) if day >= first)
        return cls(act_from=first, act_to=last, filed_on=filed_on, basis="given")


_SECURITY = "cu.ex_officio_security"


@dataclass(frozen=True, slots=True, kw_only=True)
class Scale:
    """Customs' security on its own initiative, in yuan: by the value of the goods (``half`` in percent)."""

    low: int
    high: int
    half: int
    least: int
    fixed: int

    def security(self, value: Decimal) -> Decimal:
        """What the owner has to give for goods of this value."""
        if value < self.low:
            return value
        if value > self.high:
            return Decimal(self.fixed)
        return max(value * self.half / 100, Decimal(self.least))


@dataclass(frozen=True, slots=True, kw_only=True)
class LawFigures:
    """Figures in force on the notice's dates; 0 (or no scale) where no law in force says.

    ``crime_amount``: sales, in yuan, from which selling counterfeits is a crime. ``statutory_cap``: most that a court
    awards for a trademark where nothing is proved. ``punitive_times``: least and greatest multiple,
    ``punitive_cap``: the greatest sum, in bases.
    ``fine_turnover``: turnover from which the fine is counted in its multiple. ``recordal_renewal_months``: before its
    end, in which a customs recordal is renewed. ``register_copy_years``: since the grant, from which customs wants the
    copy of the patent register, issued at most ``register_copy_months`` before filing. ``mark_law_since``: from when on
    the text on infringement of marks is in force that governs the end of the act; ``filed_law_since`` and
    ``mark_law_until`` the first and last day of the one in force when the paper is filed.
    """

    grace_months: int = 0
    repeat_years: int = 0
    counter_days: int = 0
    customs_reply_days: int = 0
    recordal_renewal_months: int = 0
    register_copy_years: int = 0
    register_copy_months: int = 0
    adjudication_years: int = 0
    crime_amount: int = 0
    fine_turnover: int = 0
    scale: Scale | None = None
    statutory_cap: int = 0
    punitive_times: tuple[int, int] = (0, 0)
    punitive_cap: int = 0
    mark_law_since: date | None = None
    mark_law_until: date | None = None
    filed_law_since: date | None = None


NO_TERMS = LawFigures()


def terms_of(register: Register, dates: ActDates) -> LawFigures:
    """The figures for an act and a filing on these dates."""
    filed = dates.filed_on
    return LawFigures(
        grace_months=_figure(register, "tm.renewal.grace", filed),
        repeat_years=_figure(register, "tm.amr_repeat.years", dates.act_to),
        counter_days=_figure(register, "ec.counter_wait.days", filed),
        customs_reply_days=_figure(register, "cu.ex_officio_reply.working_days", filed),
        recordal_renewal_months=_figure(register, "cu.recordal_term.renewal_window", filed),
        register_copy_years=_figure(register, "cu.recordal_documents.years", filed),
        register_copy_months=_figure(register, "cu.recordal_documents.months", filed),
        adjudication_years=_figure(register, "pt.adjudication_limit.years", filed),
        crime_amount=_figure(register, "cl.selling_serious.sales", dates.act_to),
        fine_turnover=_figure(register, "tm.amr_powers_fine.turnover", dates.act_to),
        scale=_scale(register, filed),
        statutory_cap=_figure(register, "tm.damages_statutory_cap.cap", dates.act_to),
        punitive_times=(
            _figure(register, "tm.punitive.min_times", dates.act_to),
            _figure(register, "tm.punitive.max_times", dates.act_to),
        ),
        punitive_cap=_figure(register, "li.punitive_cap.times", filed),
        mark_law_since=_in_force(register, "tm.infringing_acts", dates.act_to)[0],
        mark_law_until=_in_force(register, "tm.infringing_acts", filed)[1],
        filed_law_since=_in_force(register, "tm.infringing_acts", filed)[0],
    )


def _scale(register: Register, day: date) -> Scale | None:
    names = {"low": "low", "high": "high", "half": "half", "min": "least", "fixed": "fixed"}
    found = {field: _figure(register, f"{_SECURITY}.{name}", day) for name, field in names.items()}
    return Scale(**found) if all(found.values()) else None


def _in_force(register: Register, key: str, day: date) -> tuple[date | None, date | None]:
    """From when until when the text of a provision is in force that is on this day."""
    try:
        found = register.on(key, day)
    except NotInForce:
        return None, None
    return found.in_force_from, found.in_force_to


def _figure(register: Register, path: str, day: date) -> int:
    try:
        return register.figure(path, day).value
    except NotInForce:
        return 0


def act_dates(facts: NoticeFacts) -> ActDates:
    """The days of the act with what they rest on, and the day of filing."""
    request = facts.request
    return ActDates.of(request.act_from, request.act_to, request.as_of, tuple(days_shown(facts)))


def days_shown(facts: NoticeFacts) -> Iterator[date]:
    """Every day on which the evidence shows a listing of the notice: seen, captured, bought, received."""
    ids = {listing.listing_id for listing in facts.listings}
    for listing in facts.listings:
        yield from (china_day(at) for at in (listing.first_seen_at, listing.seen_at) if at is not None)
    for capture in facts.evidence:
        if capture.listing_id in ids and capture.saw_listing:
            yield china_day(capture.captured_at)
    for bought in facts.purchases:
        if bought.listing_id in ids:
            yield from (china_day(at) for at in (bought.ordered_at, bought.received_at) if at is not None)


def acts_told(facts: NoticeFacts, on: Iterable[date], us: BilingualText) -> BilingualText:
    """What the evidence of each day shows, in one sentence: goods on sale when captured, a sample bought, received."""
    said = [_told(facts, each, us) for each in dict.fromkeys(on)]
    whole = joined(said, "；", "; ")
    return BilingualText(f"{whole.zh}。", whole.en[:1].upper() + whole.en[1:] + ".")


def _told(facts: NoticeFacts, on: date, us: BilingualText) -> BilingualText:
    ids = {listing.listing_id for listing in facts.listings}
    bought = [each for each in facts.purchases if each.listing_id in ids]
    pages = [e for e in facts.evidence if e.listing_id in ids and e.saw_listing]
    zh, en = day(on).zh, day(on).en
    if any(china_day(page.captured_at) == on for page in pages):
        return BilingualText(
            f"{zh}取证时，上述商品在该店铺展示、销售",
            f"when captured on {en} the goods were on sale in the shop",
        )
    if any(each.ordered_at and china_day(each.ordered_at) == on for each in bought):
        return BilingualText(
            f"{zh}，{us.zh}从该店铺购得样品", f"on {en} {us.en} bought a sample from the shop"
        )
    if any(each.received_at and china_day(each.received_at) == on for each in bought):
        return BilingualText(
            f"{zh}，{us.zh}收到从该店铺购得的样品",
            f"on {en} {us.en} received the sample bought from the shop",
        )
    return BilingualText(
        f"{zh}监测时，上述商品在该店铺展示、销售", f"when seen on {en} the goods were on sale in the shop"
    )


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
