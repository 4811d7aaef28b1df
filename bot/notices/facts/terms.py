"""The law's own figures that decide something in a notice: taken from the register by date, never typed."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from bot.domain.evidence import Evidence
from bot.domain.moments import china_day
from bot.notices.wording.saying import BilingualText, day
from bot.notices.wording.versions import ActDates
from bot.papers import NoticeFacts
from knowledge.instruments import NotInForce
from knowledge.law import Register

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
    awards for a trademark where nothing is proved. ``punitive_times``: least and greatest multiple.
    ``fine_turnover``: turnover from which the fine is counted in its multiple. ``recordal_renewal_months``: before its
    end, in which a customs recordal is renewed. ``register_copy_years``: since the grant, from which customs wants the
    copy of the patent register, issued at most ``register_copy_months`` before filing. ``mark_law_since``: from when on
    the text on infringement of marks is in force that governs the end of the act; ``mark_law_until`` the last day of the one
    in force when the paper is filed.
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
    mark_law_since: date | None = None
    mark_law_until: date | None = None


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
        mark_law_since=_in_force(register, "tm.infringing_acts", dates.act_to)[0],
        mark_law_until=_in_force(register, "tm.infringing_acts", filed)[1],
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
        if capture.listing_id in ids and shows_listing(capture):
            yield china_day(capture.captured_at)
    for bought in facts.purchases:
        if bought.listing_id in ids:
            yield from (china_day(at) for at in (bought.ordered_at, bought.received_at) if at is not None)


def acts_told(facts: NoticeFacts, on: Iterable[date], us: BilingualText) -> BilingualText:
    """What the evidence of each day shows, in one sentence: goods on sale when captured, a sample bought, received."""
    said = [_told(facts, each, us) for each in dict.fromkeys(on)]
    en = "; ".join(each.en for each in said)
    return BilingualText("；".join(each.zh for each in said) + "。", en[:1].upper() + en[1:] + ".")


def _told(facts: NoticeFacts, on: date, us: BilingualText) -> BilingualText:
    ids = {listing.listing_id for listing in facts.listings}
    bought = [each for each in facts.purchases if each.listing_id in ids]
    pages = [e for e in facts.evidence if e.listing_id in ids and shows_listing(e)]
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


def shows_listing(capture: Evidence) -> bool:
    """Whether a capture found the listing up: its page or a picture of it, not our record of it alone."""
    return capture.kind == "capture" and (capture.has("page") or capture.has("screenshot"))
