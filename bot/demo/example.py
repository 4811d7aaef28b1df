"""A finished example for the demo: one listing from its capture to an approved notice, the portal's reply and a closed case."""

from datetime import datetime, timedelta

from bot.demo.shop import Shop
from bot.domain.cases import Case
from bot.domain.drafts import DraftRequest
from bot.domain.followups import PortalResult
from bot.domain.ids import PersonId, RightId
from bot.domain.listings import Listing
from bot.domain.moments import china_day
from bot.domain.portals import PortalLine
from bot.domain.verdicts import Verdict
from bot.here import now
from bot.services.desk import Desk
from bot.slack.blocks.cases import case_card, case_metadata
from bot.slack.blocks.text import card, section
from bot.slack.poster import Poster
from bot.words.book import Words

KIND, RIGHT = "platform-takedown", RightId("TM-CN-21")
TEXTS = (
    ("facts_zh", "标题使用注册商标，图片与权利人产品照片一致。"),
    ("facts_en", "The title uses the registered mark, and the picture is the owner's own."),
)


class LastMonth:
    """A clock some days before the end of last month, so that the report of that month has something to tell."""

    def __init__(self) -> None:
        self._before_end = 12

    def __call__(self) -> datetime:
        """That moment."""
        at = now()
        return at - timedelta(days=china_day(at).day + self._before_end)

    def forward(self, days: int) -> None:
        """Days go by."""
        self._before_end -= days


def listing_of(shop: Shop) -> Listing:
    """The listing that the source never shows: it is gone since."""
    [stall] = [stall for stall in shop.stalls if stall.after == float("inf")]
    return stall.listing


def finish(
    desk: Desk, shop: Shop, author: PersonId, approvers: tuple[PersonId, ...], clock: LastMonth, ended: str
) -> Case:
    """Everything that is done about a listing until its case is closed as ``ended``, by the people of the demo, on the desk's
    clock."""
    listing = listing_of(shop)
    found = desk.tips.record(listing, by=author)
    desk.triage.judge([listing.listing_id], Verdict.COUNTERFEIT, by=author)
    if found.alert is not None:
        desk.cases.open_from_alert(found.alert.alert_id, by=author)
    today = china_day(desk.clock())
    asked = DraftRequest(
        kind=KIND, listing_ids=(listing.listing_id,), right_ids=(RIGHT,), as_of=today, texts=TEXTS
    )
    draft = desk.drafts.prepare(asked, by=author)
    for who in approvers[: draft.approvals_needed]:
        desk.approvals.approve(draft.draft_id, shown_version=draft.version, by=who)
    clock.forward(days=2)
    desk.approvals.sent(draft.draft_id, by=author, channel="portal", at=desk.clock(), reference="DEMO-1")
    clock.forward(days=4)
    shop.gone.add(listing.item_id)
    desk.followups.look(draft.case_id)
    removed = PortalLine(number=1, item=listing.listing_id, result=PortalResult.REMOVED)
    desk.followups.results(draft.case_id, [removed], (), by=author)
    desk.cases.assign(draft.case_id, author, by=author)
    desk.cases.close(draft.case_id, ended, by=author)
    return desk.cases.get(draft.case_id)


def show(desk: Desk, case: Case, poster: Poster, channel: str, words: Words) -> None:
    """Its card, where newcomers begin, below what it is: a card is drawn anew whenever something becomes of its case."""
    drafts, counts = desk.drafts.of_case(case.case_id), desk.cases.counts(case.case_id)
    poster.post(channel, card(words("welcome.example"), [section(words("welcome.example"))]))
    posted = poster.post(channel, case_card(case, drafts, (), words, counts), metadata=case_metadata(case))
    desk.cases.in_channel(case.case_id, posted.channel, posted.ts)
