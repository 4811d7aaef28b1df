"""The picture of a report: three weeks of an invented team, in which only what a person confirmed was notified."""

import random
from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime, timedelta
from decimal import Decimal

from playwright.sync_api import Page

from bot.domain.alerts import Alert
from bot.domain.assessments import Assessment, Band
from bot.domain.director import ReportSpan, director_figures
from bot.domain.followups import CaseListing, ListingState
from bot.domain.ids import AlertId, CaseId, RuleId
from bot.domain.moments import CHINA
from bot.domain.reports import Ranked, Records, ReportFigures, figures
from bot.domain.verdicts import Verdict
from bot.reports.page import page as report_page
from bot.words.book import load_words
from tests.browser.walk import a_page
from tests.factories import a_listing

SPAN = ReportSpan(start=date(2026, 11, 2), end=date(2026, 11, 22))
SHOPS = {
    "taobao": ("山野好物铺", "阿涛户外仓", "晨光小铺", "轻行装备"),
    "pinduoduo": ("户外严选小店", "水杯批发", "学生优选"),
    "1688": ("义乌晴禾贸易", "永康杯业"),
    "xiaohongshu": ("露营日记", "户外研究所"),
}
PRICES = {"SOL-FLK-500": ("CNY", Decimal(368))}


def told() -> ReportFigures:
    """The figures, worked out from records as in use."""
    dice = random.Random(20)
    alerts = [_alert(number, dice) for number in range(150)]
    confirmed = [alert for alert in alerts if alert.verdict is Verdict.COUNTERFEIT]
    entries = [_entry(number, alert, dice) for number, alert in enumerate(confirmed) if number % 6]
    shares = (("taobao", "solvane", 0.1), ("taobao", "索梵 保温瓶", 0.35), ("pinduoduo", "索梵", 0.6))
    ranked = [
        Ranked(platform=platform, query=query, rank=rank, suspect=dice.random() < share)
        for platform, query, share in shares
        for rank in range(1, 101)
    ]
    failed = [("marketplace 1688", _at(day)) for day in (5, 6)]
    records = Records(
        alerts=alerts, entries=entries, opened=[_at(3), _at(9)], closed=[_at(20)], ranked=ranked, failed_looks=failed
    )  # fmt: skip
    worked = figures(records, SPAN)
    waiting = (("analysts", worked.total.undecided), ("approvers", 3), ("clocks", 5))
    return replace(worked, director=director_figures(alerts, entries, SPAN, PRICES, waiting))


def pictures(shot: Callable[[Page, str], None]) -> None:
    """Take it: the page as it is read in a browser."""
    words = load_words("en")
    with a_page("about:blank", width=900, height=1240) as page:
        page.set_content(report_page(told(), words("report.title"), words), wait_until="load")
        shot(page, "report")


def _at(day: int) -> datetime:
    return datetime(2026, 11, 1, 12, tzinfo=CHINA) + timedelta(days=day - 1)


def _alert(number: int, dice: random.Random) -> Alert:
    platform = dice.choices(tuple(SHOPS), (5, 4, 3, 2))[0]
    shop = dice.choice(SHOPS[platform])
    listing = a_listing(
        platform=platform, item_id=str(number), seller_id=shop, seller_name=shop, stock=dice.randrange(5, 60)
    )
    judged = Assessment(
        listing_id=listing.listing_id, brand="Solvane", band=Band.HIGH, score=0.9, signals=(), skus=tuple(PRICES)
    )  # fmt: skip
    return Alert(
        alert_id=AlertId(f"A-{number}"),
        listing=listing,
        assessment=judged,
        raised_at=_at(dice.randrange(2, 19)),
        verdict=dice.choices((Verdict.COUNTERFEIT, Verdict.GENUINE, None), (6, 2, 2))[0],
        rule=RuleId(dice.choice(("R-000001", "R-000002"))),
    )


def _entry(number: int, alert: Alert, dice: random.Random) -> CaseListing:
    """What became of a confirmed listing: notified within three days, most of them gone within five more."""
    sent = alert.raised_at + timedelta(days=dice.randrange(1, 4))
    gone = sent + timedelta(days=dice.randrange(1, 6))
    down = gone if gone < _at(22) and dice.random() < 0.8 else None
    state = ListingState.STILL_UP if down is None else ListingState.DOWN
    return CaseListing(
        case_id=CaseId("C-000001"),
        listing_id=alert.listing.listing_id,
        number=number,
        added_at=alert.raised_at,
        notified_at=sent,
        down_at=down,
        state=ListingState.BACK if down and dice.random() < 0.08 else state,
        looked_at=_at(21),
        looks=9,
    )
