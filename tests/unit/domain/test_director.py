"""The first page of a report: every figure from records, and an estimate only where the product is known."""

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

from bot.domain.director import PortalSuccess, ReportSpan, director_figures, last_month, this_month
from bot.domain.followups import ListingState, PortalResult
from bot.domain.ids import ListingId
from bot.domain.verdicts import Verdict
from bot.reports.first_page import first_page
from bot.words.book import load_words
from tests.unit.domain.test_reports import _at, an_alert, an_entry

SPAN = ReportSpan(start=date(2026, 11, 1), end=date(2026, 11, 30))
PRICES = {"SKU-1": ("CNY", Decimal(500))}


def removed(number: int, *, lived: float, **changes: object) -> object:
    entry = an_entry(
        number, notified_at=_at(5), down_at=_at(3) + timedelta(days=lived), state=ListingState.DOWN
    )
    return replace(entry, **changes)  # type: ignore[arg-type]  # a test's shorthand


def test_links_removed_are_told_with_how_long_they_had_lived_and_nine_of_ten() -> None:
    entries = [removed(n, lived=float(n)) for n in range(1, 11)]
    told = director_figures([], entries, SPAN, {})  # type: ignore[arg-type]
    assert (told.removed, told.lived_median, told.lived_tail) == (10, 5.5, 9.0)
    assert director_figures([], [], SPAN, {}).lived_median is None


def test_the_first_sight_of_a_link_counts_and_not_its_entry_into_the_case() -> None:
    alert = an_alert(1, day=1)
    told = director_figures([alert], [removed(1, lived=4)], SPAN, {})  # type: ignore[list-item]
    assert told.lived_median == 6.0


def test_value_is_told_only_where_the_product_is_known_by_the_pieces_on_offer() -> None:
    known, unknown = an_alert(1, day=1), an_alert(2, day=1)
    known = replace(
        known,
        listing=replace(known.listing, stock=3),
        assessment=replace(known.assessment, skus=("SKU-1",)),
    )
    entries = [removed(1, lived=4), removed(2, lived=4)]
    told = director_figures([known, unknown], entries, SPAN, PRICES)  # type: ignore[arg-type]
    assert (told.values, told.valued, told.removed) == ((("CNY", Decimal(1500)),), 1, 2)


def test_success_of_a_portal_stands_beside_the_span_before_and_wrong_notices_are_counted() -> None:
    before = an_entry(9, notified_at=_at(1) - timedelta(days=10))
    countered = an_entry(2, notified_at=_at(6), result=PortalResult.COUNTERED)
    cleared = an_alert(3, day=1, verdict=Verdict.GENUINE)
    entries = [removed(1, lived=4), countered, an_entry(3, notified_at=_at(6)), before]
    told = director_figures([cleared], entries, SPAN, {})  # type: ignore[arg-type]
    assert told.portals == (PortalSuccess(platform="taobao", removed=1, of=3, removed_before=0, of_before=1),)
    assert (told.wrong, told.notified) == (2, 3)


def test_the_page_names_every_figure_and_what_waits_in_both_languages() -> None:
    told = director_figures([], [removed(1, lived=2)], SPAN, {}, [("approvers", 4)])  # type: ignore[list-item]
    english = first_page(told, load_words("en"))
    for words in ("Links removed", "2 days", "estimate", "100%", "approvers: drafts to read"):
        assert words in english
    assert "none" not in english.partition("<h2>")[0]  # a figure that is not known has no tile
    assert "已移除链接" in first_page(told, load_words("zh"))


def test_a_portal_that_no_table_knows_is_told_by_its_own_name() -> None:
    entry = replace(an_entry(1, notified_at=_at(5)), listing_id=ListingId("corner-shop:1"))
    assert "corner-shop" in first_page(director_figures([], [entry], SPAN, {}), load_words("en"))


def test_months_are_calendar_months_and_this_month_goes_to_this_day() -> None:
    assert last_month(date(2026, 3, 31)) == ReportSpan(start=date(2026, 2, 1), end=date(2026, 2, 28))
    assert this_month(date(2026, 11, 26)) == ReportSpan(start=date(2026, 11, 1), end=date(2026, 11, 26))
    assert this_month(date(2026, 1, 1)) == ReportSpan(start=date(2026, 1, 1), end=date(2026, 1, 1))


def test_a_month_stands_beside_the_month_before_and_other_days_beside_as_many() -> None:
    assert SPAN.before == ReportSpan(start=date(2026, 10, 1), end=date(2026, 10, 31))
    week = ReportSpan(start=date(2026, 11, 20), end=date(2026, 11, 26))
    assert week.before == ReportSpan(start=date(2026, 11, 13), end=date(2026, 11, 19))
