"""Every id that Slack carries for us: actions, forms, fields, event types, and what a button is about."""

from __future__ import annotations

import json
from dataclasses import dataclass, fields
from enum import StrEnum

from bot.domain.errors import WrongInput
from bot.domain.ids import NO_RULE, AlertId, AskedId, CaseId, DeadlineId, DraftId, ListingId, RuleId


class ActionId(StrEnum):
    """Buttons and menus."""

    OPEN_CASE = "alert.open_case"
    NOT_INFRINGING = "alert.not_infringing"
    CHOOSE_ROUTE = "route.choose"
    SNOOZE = "alert.snooze"
    WAKE = "alert.wake"
    MORE = "alert.more"
    DETAILS = "alert.details"
    NEW_RULE = "rule.new"
    RULE_MENU = "rule.menu"
    MUTE_RULE = "rule.mute"
    RAISE_RULE = "rule.raise"
    TRIAGE = "triage.begin"
    TRIAGE_SKIP = "triage.skip"
    TRIAGE_UNDO = "triage.undo"
    TRIAGE_GROUP = "triage.group"
    JUDGE_COUNTERFEIT = "triage.judge.counterfeit"
    JUDGE_LOOKALIKE = "triage.judge.lookalike"
    JUDGE_COPIED_PICTURES = "triage.judge.copied_pictures"
    JUDGE_PATENT = "triage.judge.patent"
    JUDGE_GREY_MARKET = "triage.judge.grey_market"
    JUDGE_GENUINE = "triage.judge.genuine"
    JUDGE_ANOTHER_BRAND = "triage.judge.another_brand"
    JUDGE_NEEDS_TEST_BUY = "triage.judge.needs_test_buy"
    JUDGE_UNCLEAR = "triage.judge.unclear"
    DRAFT_NOTICE = "draft.start"
    CHOOSE_KIND = "draft.choose_kind"
    CHOOSE_RIGHTS = "draft.choose_rights"
    MORE_FIELDS = "draft.more_fields"
    EDIT_DRAFT = "draft.edit"
    SUGGEST = "draft.suggest"
    APPROVE_DRAFT = "draft.approve"
    ASK_CHANGES = "draft.ask_changes"
    REJECT_DRAFT = "draft.reject"
    MARK_SENT = "draft.mark_sent"
    FILE = "draft.file"
    PORTAL_REPLY = "draft.portal_reply"
    RECEIVED = "draft.received"
    REVIEW = "draft.review"
    WAIVE = "draft.waive"
    WITHDRAW = "draft.withdraw"
    DELIVERED = "draft.delivered"
    PACK = "draft.pack"
    BATCH = "draft.batch"
    LEAVE_OUT = "draft.leave_out"
    SHOW_PART = "draft.show_part"
    SHOW_DRAFT = "draft.show"
    NOTE = "case.note"
    ASSIGN = "case.assign"
    CLOSE = "case.close"
    CLOSE_ANYWAY = "case.close_anyway"
    KEEP_OPEN = "case.keep_open"
    READ_LICENCE = "evidence.read_licence"
    EVIDENCE_ZIP = "evidence.zip"
    ADD_EVIDENCE = "evidence.add"
    RECORD_PURCHASE = "purchase.record"
    EXAMINE = "purchase.examine"
    CASE_MENU = "case.menu"
    CASE_PAGE = "case.page"
    CASE_PAGE_BACK = "case.page_back"
    DEADLINE_DONE = "deadline.done"
    DEADLINE_SNOOZE = "deadline.snooze"
    FEEDBACK = "answer.feedback"
    PICK = "answer.pick"
    SHARE_ANSWER = "answer.share"
    REPORT_LISTING = "answer.report_listing"
    TRY_AGAIN = "watch.try_again"
    START_AGAIN = "restart.again"
    ASK_QUESTION = "home.ask"
    SHOW_CASE = "home.case"
    REPORT_PDF = "home.report"
    INFRINGERS = "home.infringers"
    SETUP = "setup.open"
    SETUP_BRAND = "setup.brand"
    SETUP_PASTE = "setup.paste"
    TAKE_IN = "intake.take"
    IMPORT_BOOK = "intake.book"
    SETTINGS = "setup.settings"
    FEEDS = "setup.feeds"
    ADD_FEED = "feed.add"
    DROP_FEED = "feed.drop"
    COUNSEL = "counsel.list"
    END_COUNSEL = "counsel.end"
    SHARE = "counsel.share"
    READ_SHARED = "counsel.read"
    COMMENT = "counsel.comment"


class ShortcutId(StrEnum):
    """Entries in the menu of a message."""

    REPORT_LISTING = "listing.report"


class FormId(StrEnum):
    """Modals, by callback id."""

    NOT_INFRINGING = "form.not_infringing"
    ROUTES = "form.routes"
    SNOOZE_ALERT = "form.snooze_alert"
    CHOOSE_CASE = "form.choose_case"
    TRIAGE = "form.triage"
    RULES = "form.rules"
    RULE = "form.rule"
    DRAFT = "form.draft"
    ASK_CHANGES = "form.ask_changes"
    REJECT = "form.reject"
    SENT = "form.sent"
    FILED = "form.filed"
    PORTAL_REPLY = "form.portal_reply"
    RECEIVED = "form.received"
    WAIVE = "form.waive"
    DELIVERED = "form.delivered"
    BATCH = "form.batch"
    LEAVE_OUT = "form.leave_out"
    LICENCE = "form.licence"
    EVIDENCE = "form.evidence"
    PURCHASE = "form.purchase"
    EXAMINATION = "form.examination"
    NOTE = "form.note"
    ASSIGN = "form.assign"
    CLOSE = "form.close"
    CASE_ACT = "form.case_act"
    SNOOZE = "form.snooze"
    START_CLOCK = "form.start_clock"
    NOT_HELPFUL = "form.not_helpful"
    REPORT = "form.report"
    TIP = "form.tip"
    ASK_QUESTION = "form.ask_question"
    BRAND = "form.brand"
    PASTE = "form.paste"
    PERIOD = "form.period"
    FEED = "form.feed"
    SETTINGS = "form.settings"
    COUNSEL = "form.counsel"
    SHARE = "form.share"
    COMMENT = "form.comment"


class ModalField(StrEnum):
    """Fields of modals; each is the block id too, so that an error finds its field."""

    REASON = "reason"
    VERDICT = "verdict"
    DAYS = "days"
    CHANNEL = "channel"
    BRANDS = "brands"
    PLATFORMS = "platforms"
    BAND = "band"
    MIN_SCORE = "min_score"
    PACE = "pace"
    DIGEST_AT = "digest_at"
    QUIET_FROM = "quiet_from"
    QUIET_TO = "quiet_to"
    ZONE = "zone"
    CAP = "cap"
    CASE = "case"
    COMMENT = "comment"
    NOTE = "note"
    OWNER = "owner"
    KIND = ActionId.CHOOSE_KIND.value
    LISTINGS = "listings"
    RIGHTS = ActionId.CHOOSE_RIGHTS.value
    REASONS = "reasons"
    OFFICE = "office"
    AMOUNT = "amount"
    ACT_FROM = "act_from"
    ACT_TO = "act_to"
    HOW = "how"
    WHEN = "when"
    TIME = "time"
    REFERENCE = "reference"
    COURIER = "courier"
    RECEIPT = "receipt"
    FILES = "files"
    TIED_TO = "tied_to"
    REPLY = "reply"
    PARTS = "parts"
    LEFT_OUT = "left_out"
    DELIVERED_ON = "delivered_on"
    WHAT = "what"
    SENDER = "sender"
    TITLE = "title"
    PRICE = "price"
    CURRENCY = "currency"
    SELLER_NAME = "seller_name"
    SELLER_ID = "seller_id"
    DESCRIPTION = "description"
    BRAND_NAME = "brand_name"
    ALIASES = "aliases"
    BRAND_OWNER = "brand_owner"
    NUMBER = "number"
    CLASSES = "classes"
    GOODS = "goods"
    FLOOR = "floor"
    PASTED = "pasted"
    FEED_KIND = "feed_kind"
    FEED_URL = "feed_url"
    FEED_MAP = "feed_map"
    PERIOD = "period"
    COMPANY = "company"
    CODE = "code"
    LEGAL_REP = "legal_rep"
    ADDRESS = "address"
    QUESTION = "question"
    SEEN_BY = "seen_by"
    COUNSEL = "counsel"
    SWITCHES = "switches"


ASKED, ROUTE = "asked.", "route."
"""Before the name of a field that a kind of notice asks for, and of a question of the route picker."""

NAMED_PEOPLE, NAMED_CHANNELS, NAMED_GROUPS = "people.", "channels.", "groups."
"""Before the name of a setting: the people, the channels and the user groups chosen for it."""


class EventType(StrEnum):
    """Message metadata, by which a message is found again."""

    ALERT = "marque_alert"
    DRAFT = "marque_draft"
    CASE = "marque_case"
    NOTE = "marque_note"


CONFIRMED = "confirmed"
"""The group of listings that people judged infringing and no notice was drafted for."""
OTHER_VERSION = "this button comes from another version of the bot; use a newer message"
_NO_ALERT, _NO_CASE, _NO_DRAFT, _NO_ASKED = AlertId(""), CaseId(""), DraftId(""), AskedId("")


@dataclass(frozen=True, slots=True, kw_only=True)
class Ref:
    """What a button or a modal is about; as JSON only what is set: ``{"draft": "D-88", "version": 3}``."""

    alert: AlertId = _NO_ALERT
    case: CaseId = _NO_CASE
    draft: DraftId = _NO_DRAFT
    version: int = 0
    deadline: DeadlineId = DeadlineId("")  # noqa: RUF009  # a NewType call is the string itself
    kind: str = ""
    listings: tuple[ListingId, ...] = ()
    files: tuple[str, ...] = ()
    skipped: tuple[ListingId, ...] = ()
    group: str = ""
    gap: str = ""
    batch: str = ""
    page: int = 0
    view: str = ""
    reason: str = ""
    suggested: str = ""
    asked: AskedId = _NO_ASKED
    opinion: str = ""
    url: str = ""
    feed: str = ""
    rule: RuleId = NO_RULE
    score: float = 0.0
    person: str = ""
    channel: str = ""
    thread: str = ""

    def write(self) -> str:
        """As a button's value or a modal's private metadata."""
        held = {f.name: getattr(self, f.name) for f in fields(self)}
        return json.dumps({name: value for name, value in held.items() if value}, ensure_ascii=False)

    @classmethod
    def read(cls, written: str) -> Ref:
        """Back from JSON.

        Raises:
            WrongInput: not something this bot wrote.
        """
        try:
            held = json.loads(written or "{}")
            listed = {name: tuple(held.get(name, ())) for name in ("listings", "skipped", "files")}
            found = cls(**held | listed)
        except (ValueError, TypeError, AttributeError, RecursionError) as fault:
            raise WrongInput(OTHER_VERSION) from fault
        for field in fields(cls):
            value = getattr(found, field.name)
            wanted = {int, float} if isinstance(field.default, float) else {type(field.default)}
            if type(value) not in wanted or (wanted == {tuple} and {*map(type, value)} - {str}):
                raise WrongInput(OTHER_VERSION)
        return found
