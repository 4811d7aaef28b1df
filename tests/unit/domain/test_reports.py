"""A report's figures are worked out from records alone, and *could not look* is never *down*."""

import io
import random
from datetime import date, datetime, timedelta

import pytest
from openpyxl import load_workbook

from bot.domain.alerts import Alert
from bot.domain.assessments import Assessment, Band, Signal
from bot.domain.director import ReportSpan
from bot.domain.followups import CaseListing, ListingState
from bot.domain.ids import AlertId, CaseId, ListingId, RuleId
from bot.domain.moments import CHINA
from bot.domain.reports import Keyword, Ranked, Records, ReportFigures, RulePrecision, StayDown, figures
from bot.domain.sentences import Sentence
from bot.domain.verdicts import Verdict
from bot.reports.page import page
from bot.reports.pdf import pdf
from bot.reports.workbook import sheets_of
from bot.words.book import load_words
from tests.factories import a_listing
from tests.needs import program

SPAN = ReportSpan(start=date(2026, 11, 2), end=date(2026, 11, 22))
PLATFORMS = ("taobao", "pinduoduo", "1688", "xiaohongshu")


def _at(day: int, hour: int = 12) -> datetime:
    return datetime(2026, 11, 1, hour, tzinfo=CHINA) + timedelta(days=day - 1)


def an_alert(number: int, day: int, **changes: object) -> Alert:
    told: dict[str, object] = {"platform": "taobao", "item_id": str(number), "seller_id": f"s{number % 3}"}
    listing = a_listing(
        **{**told, **{k: v for k, v in changes.items() if k in {"platform", "seller_id", "seller_name"}}}
    )
    judged = Assessment(
        listing_id=listing.listing_id, brand="Lumière Nord", band=Band.HIGH, score=0.9,
        signals=(Signal(name="wordmark", score=0.9, because=Sentence(key="holds the mark")),),
    )  # fmt: skip
    kept = {k: v for k, v in changes.items() if k in {"verdict", "rule"}}
    return Alert(
        alert_id=AlertId(f"A-{number}"), listing=listing, assessment=judged, raised_at=_at(day), **kept
    )  # type: ignore[arg-type]  # a test's shorthand


def an_entry(number: int, **changes: object) -> CaseListing:
    base: dict[str, object] = {
        "case_id": CaseId("C-000001"), "listing_id": ListingId(f"taobao:{number}"), "number": number, "added_at": _at(3),
    }  # fmt: skip
    return CaseListing(**{**base, **changes})  # type: ignore[arg-type]  # a test's shorthand


def some_records() -> Records:
    """Three weeks of a busy team, the same each time."""
    dice = random.Random(7)
    verdicts = (Verdict.COUNTERFEIT, Verdict.COUNTERFEIT, Verdict.LOOKALIKE, Verdict.GENUINE, None)
    alerts = [
        an_alert(
            n, dice.randrange(1, 23), platform=dice.choice(PLATFORMS), seller_id=f"店铺{dice.randrange(14)}",
            verdict=dice.choice(verdicts), rule=RuleId(dice.choice(("R-000001", "R-000002"))),
        )
        for n in range(160)
    ]  # fmt: skip
    entries = []
    for number in range(90):
        sent = dice.randrange(4, 12)
        down = _at(sent + dice.randrange(1, 9)) if dice.random() < 0.7 else None
        state = (
            ListingState.DOWN if down else dice.choice((ListingState.STILL_UP, ListingState.COULD_NOT_LOOK))
        )
        state = ListingState.BACK if down and dice.random() < 0.1 else state
        entries.append(
            an_entry(number, notified_at=_at(sent), down_at=down, state=state, looked_at=_at(21), looks=9)
        )
    ranked = [
        Ranked(platform=platform, query=query, rank=rank, suspect=dice.random() < share)
        for platform, query, share in (
            ("taobao", "露北 精华", 0.4), ("pinduoduo", "露北", 0.7), ("taobao", "lumiere nord", 0.1)
        )
        for rank in range(1, 101)
    ]  # fmt: skip
    return Records(
        alerts=alerts, entries=entries, opened=[_at(3), _at(9)], closed=[_at(20)], ranked=ranked,
        failed_looks=[("marketplace 1688", _at(5)), ("marketplace 1688", _at(6)), ("old", _at(-9))],
    )  # fmt: skip


def _of(**changes: object) -> ReportFigures:
    base: dict[str, object] = {
        "alerts": (), "entries": (), "opened": (), "closed": (), "ranked": (), "failed_looks": (),
    }  # fmt: skip
    return figures(Records(**{**base, **changes}), SPAN)  # type: ignore[arg-type]  # a test's shorthand


def test_days_are_days_in_china() -> None:
    late = datetime(2026, 11, 1, 16, 30, tzinfo=CHINA).astimezone().replace(tzinfo=CHINA)
    assert not SPAN.holds(late)
    assert SPAN.holds(datetime.fromisoformat("2026-11-01T16:30:00+00:00"))
    assert not SPAN.holds(datetime.fromisoformat("2026-11-22T16:30:00+00:00"))
    assert not SPAN.holds(None)


def test_what_people_decided_is_counted_beside_what_was_found() -> None:
    told = _of(
        alerts=[
            an_alert(1, 3, verdict=Verdict.COUNTERFEIT),
            an_alert(2, 3, verdict=Verdict.GREY_MARKET),
            an_alert(3, 4, verdict=Verdict.UNCLEAR),
            an_alert(4, 1, verdict=Verdict.COUNTERFEIT),
        ]
    ).total
    assert (told.new, told.confirmed, told.cleared, told.undecided) == (3, 1, 1, 1)


def test_medians_are_of_notices_and_takedowns_in_the_span_and_none_where_there_are_none() -> None:
    told = _of(
        entries=[
            an_entry(1, notified_at=_at(4), down_at=_at(6), state=ListingState.DOWN),
            an_entry(2, notified_at=_at(5), down_at=_at(6), state=ListingState.DOWN),
            an_entry(3, notified_at=_at(9), state=ListingState.COULD_NOT_LOOK, looked_at=_at(10)),
        ]
    )
    assert (told.hours_to_notify, told.hours_to_takedown) == (48.0, 36.0)
    assert (told.total.down, told.could_not_look, told.notified) == (2, 1, 3)
    assert (_of().hours_to_notify, _of().hours_to_takedown) == (None, None)


def test_what_came_back_did_not_stay_down() -> None:
    down = {"notified_at": _at(4), "down_at": _at(10)}
    told = _of(
        entries=[
            an_entry(1, **down, state=ListingState.DOWN),
            an_entry(2, **down, state=ListingState.BACK),
            an_entry(3, notified_at=_at(4), down_at=_at(20), state=ListingState.DOWN),
        ]
    )
    assert told.stay_down[0] == StayDown(days=7, held=1, of=2)
    assert told.stay_down[2].of == 0


def test_only_the_first_hundred_results_of_a_search_count() -> None:
    ranked = [
        Ranked(platform="taobao", query="露北", rank=1, suspect=True),
        Ranked(platform="taobao", query="露北", rank=100, suspect=False),
        Ranked(platform="taobao", query="露北", rank=101, suspect=True),
        Ranked(platform="taobao", query="", rank=1, suspect=True),
    ]
    assert _of(ranked=ranked).keywords == (Keyword(platform="taobao", query="露北", clean=1, of=2),)


def test_a_rules_precision_is_of_what_was_decided_either_way() -> None:
    rule = RuleId("R-000001")
    told = _of(
        alerts=[
            an_alert(1, 3, verdict=Verdict.COUNTERFEIT, rule=rule),
            an_alert(2, 3, verdict=Verdict.GENUINE, rule=rule),
            an_alert(3, 3, verdict=Verdict.UNCLEAR, rule=rule),
            an_alert(4, 3, verdict=Verdict.LOOKALIKE),
        ]
    )
    assert told.rules == (
        RulePrecision(rule="", right=1, of=1),
        RulePrecision(rule="R-000001", right=1, of=2),
    )


def test_weeks_and_platforms_add_up_to_the_whole() -> None:
    told = figures(some_records(), SPAN)
    assert sum(week.new for week in told.weeks) == sum(p.new for p in told.platforms) == told.total.new
    assert sum(week.down for week in told.weeks) == told.total.down
    assert told.failed == (("marketplace 1688", 2),)
    assert len(told.sellers) == 10


@pytest.mark.parametrize("language", ["en", "zh"])
def test_the_page_escapes_what_sellers_call_themselves_and_defines_every_figure(language: str) -> None:
    words = load_words(language)
    records = some_records()
    odd = an_alert(999, 5, seller_name='<img src=x onerror="alert(1)">$x$')
    html = page(figures(Records(**{**_fields(records), "alerts": [odd] * 40}), SPAN), "A & B", words)
    assert "<img src=x" not in html
    assert "A &amp; B" in html
    assert words("report.note.could_not_look") in html


def test_shops_are_told_by_their_newest_name_and_by_an_id_where_they_have_none() -> None:
    named = [an_alert(1, 5, seller_name="旧名"), an_alert(4, 6, seller_name="山野好物铺")]
    told = _of(alerts=[*named, an_alert(2, 7, seller_name="")])
    html = page(told, "", load_words("zh"))
    assert "<td>山野好物铺 · 淘宝</td>" in html
    assert "<td>taobao:s2</td>" in html
    assert "taobao:s1" not in html
    assert "<td>山野好物铺 (" in page(told, "", load_words("en"))


def _fields(records: Records) -> dict[str, object]:
    return {name: getattr(records, name) for name in Records.__slots__}


def test_the_workbook_holds_no_formula() -> None:
    told = figures(
        Records(**{**_fields(some_records()), "alerts": [an_alert(1, 5, seller_name="=1+1")]}), SPAN
    )
    book = load_workbook(io.BytesIO(sheets_of(told, load_words("en"))))
    cells = [cell for sheet in book for row in sheet.iter_rows() for cell in row]
    assert any(cell.value == "=1+1 · Taobao" for cell in cells)
    assert not any(cell.data_type == "f" for cell in cells)


@pytest.mark.program
def test_the_page_prints_to_pdf_with_chinese_in_it(tmp_path: object) -> None:
    program("chromium", "apt-get install chromium")
    from pypdf import PdfReader

    words = load_words("zh")
    printed = pdf(page(figures(some_records(), SPAN), words("report.title"), words))
    text = "".join(sheet.extract_text() for sheet in PdfReader(io.BytesIO(printed)).pages)
    assert "品牌保护报告" in text
    assert "店铺" in text
    assert "未能查看" in text
