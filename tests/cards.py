"""What cards and windows are made of, at its longest and least friendly; and every window that the bot can open."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date

from slack_sdk.models.views import View

from bot.domain.addresses import Address
from bot.domain.alerts import Alert
from bot.domain.assessments import Assessment, Band, Signal
from bot.domain.cases import Case
from bot.domain.compositions import (
    Annex,
    CitedProvision,
    Composition,
    NoticeGap,
    NoticeKind,
    PortalField,
    Severity,
)
from bot.domain.counsel import Counsel
from bot.domain.deadlines import Deadline
from bot.domain.drafts import Draft, DraftStatus
from bot.domain.ids import AlertId, AskedId, CaseId, DeadlineId, DraftId, ListingId, PersonId, RuleId
from bot.domain.intake import AddedFeed, FeedKind
from bot.domain.rights import RightState
from bot.domain.rules import AlertRule
from bot.domain.sentences import Sentence
from bot.domain.triage import Bundle
from bot.services.assessment.triage import TriageTurn
from bot.services.casework.opening import RIGHT, Similar
from bot.services.casework.rights import RightOnDay
from bot.services.watching.tips import Clue
from bot.slack.blocks import (
    alert_forms,
    approvals,
    batches,
    case_choice,
    case_forms,
    clock_forms,
    counsel_forms,
    home_forms,
    questions,
    sending,
    setup,
)
from bot.slack.blocks.casework import act_form
from bot.slack.blocks.draft_fields import DraftFormFacts
from bot.slack.blocks.draft_form import draft_form
from bot.slack.blocks.evidence import licence_form
from bot.slack.blocks.examinations import examination_form, feature_choices
from bot.slack.blocks.feeds import feed_form
from bot.slack.blocks.filing import filing_form, reply_form
from bot.slack.blocks.handed import evidence_form
from bot.slack.blocks.open_gaps import waive_form
from bot.slack.blocks.purchases import WITH_CASE, purchase_form
from bot.slack.blocks.routes_form import routes_form
from bot.slack.blocks.rule_form import rule_form
from bot.slack.blocks.rules import rules_view
from bot.slack.blocks.team_settings import settings_form
from bot.slack.blocks.tips import tip_form
from bot.slack.blocks.triage import TriageScene, triage_view
from bot.slack.ids import FormId, Ref
from bot.words.book import Words
from knowledge import routes
from tests.contract.records import purchase
from tests.factories import NOW, a_listing, a_request, a_right

TODAY = date(2026, 11, 24)
CITED = CitedProvision(key="tm.infringing_acts", instrument="cn-trademark-law-2019", article="57")
LONG = "<!channel> <@U0BOB> <https://evil.example|here> & 长长的标题 " * 75
HUGE = "一段文字，没有停顿。" * 3_000
AN_ANNEX = Annex(no=1, id="E-1", title=LONG, proves=LONG, source="", pages=1, sha256="")


def an_alert(**changes: object) -> Alert:
    signals = tuple(
        Signal(name=name, score=0.5, because=Sentence(key=LONG))
        for name in ("price", "seller", "wordmark", "image")
    )
    assessment = Assessment(
        listing_id=ListingId("taobao:1"), brand=LONG, band=Band.HIGH, score=0.931, signals=signals
    )
    base: dict[str, object] = {
        "alert_id": AlertId("A-taobao:1"),
        "listing": a_listing(title=LONG, seller_name=LONG, url="https://x.example/?a=1&b=<2>|c"),
        "assessment": assessment,
        "raised_at": NOW,
    }
    return Alert(**{**base, **changes})  # type: ignore[arg-type]  # a test's shorthand


def a_draft(**changes: object) -> Draft:
    composition = Composition(
        kind="cease-and-desist",
        titles=(("zh", "停止侵权告知函"), ("en", LONG)),
        texts=(("zh", HUGE), ("en", LONG * 3)),
        sender="Lumière Nord SAS",
        addressee=LONG,
        ground="counterfeit",
        fields=tuple(PortalField(label_zh="标题", label=LONG, value=LONG) for _ in range(30)),
        annexes=tuple(AN_ANNEX for _ in range(40)),
        gaps=tuple(
            NoticeGap(field=f"a.{n}", severity=list(Severity)[n % 2], message=Sentence(key=LONG))
            for n in range(40)
        ),
        provisions=(CITED, CITED),
    )
    base: dict[str, object] = {
        "draft_id": DraftId("D-000031"),
        "request": a_request(),
        "version": 3,
        "status": DraftStatus.AWAITING,
        "author": PersonId("U0ALICE"),
        "composition": composition,
        "approvals_needed": 2,
        "case_id": CaseId("C-000001"),
        "created_at": NOW,
        "comment": LONG,
    }
    return Draft(**{**base, **changes})  # type: ignore[arg-type]  # a test's shorthand


def a_case(**changes: object) -> Case:
    base = Case(
        case_id=CaseId("C-000001"), title=LONG, brand=LONG, opened_at=NOW, opened_by=PersonId("U0ALICE")
    )
    return replace(base, **changes)  # type: ignore[arg-type]  # a test's shorthand


def a_deadline(**changes: object) -> Deadline:
    base = Deadline(
        deadline_id=DeadlineId("D-000031:counter:1"),
        case_id=CaseId("C-000001"),
        kind="counter_statement",
        basis="ec.counter_wait",
        started_on=TODAY,
        due_on=date(2026, 12, 9),
    )
    return replace(base, **changes)  # type: ignore[arg-type]  # a test's shorthand


def draft_windows(words: Words) -> Mapping[str, View]:
    """The form of a draft: with all that it can ask, while a listing is chosen, and without rights."""
    kind = NoticeKind(
        kind="amr",
        title=LONG,
        title_zh=LONG,
        languages=("zh",),
        required=("request.office",),
        approvers=2,
        asks=(("facts_zh", LONG), ("filing_channel", "How"), ("seller_company", "Company")),
    )
    rights = [a_right(id=f"TM-{n}", title=LONG) for n in range(150)]
    full = DraftFormFacts(
        about=_ABOUT,
        kinds=[kind],
        rights=[RightOnDay(brand="b", right=right, state=RightState.IN_FORCE) for right in rights],
        right_ids=[rights[140].id],
        office="x" * 300,
        texts=(("facts_zh", LONG),),
    )
    told = replace(full, about=Ref(), right_ids=(), told=frozenset({"seller_company"}))
    return {
        FormId.DRAFT: draft_form(full, words),
        f"{FormId.DRAFT} told": draft_form(told, words),
        f"{FormId.DRAFT} bare": draft_form(replace(full, about=Ref(kind="amr"), rights=[]), words),
    }


def every_window(words: Words) -> Mapping[str, View]:
    """Every window with fields, by the form that it is; forms that differ by what is asked by both."""
    alert, draft, case, listing = an_alert(), a_draft(), a_case(), a_listing(title=LONG)
    asked = a_request(listing_ids=(ListingId("taobao:1"), ListingId("taobao:2")))
    parts = [
        replace(draft, draft_id=DraftId(f"D-{n}"), batch_id="B-000001", request=asked) for n in range(12)
    ]
    named = [Counsel(person=PersonId("U0OUT"), name=LONG, team="T9", until=TODAY)]
    feeds = [AddedFeed(kind=FeedKind.TABLE, url=f"https://vendor.example/{n}.csv") for n in range(3)]
    rule = AlertRule(rule_id=RuleId("R-1"), channel="C0", made_by=PersonId("U0ALICE"), made_at=NOW)
    address = Address(platform=listing.platform, item_id=listing.item_id, url=listing.url)
    choices = [("1", "one"), ("2", "two")]
    acts = ("deputy", "due", "status", "results", "contact", "outcome", "cost", "merge", "split", "reopen")
    return {
        **draft_windows(words),
        FormId.NOT_INFRINGING: alert_forms.not_infringing_form(alert, words),
        FormId.SNOOZE_ALERT: alert_forms.snooze_form(alert, words),
        FormId.CHOOSE_CASE: case_choice.choose_case_form(
            alert, case, [Similar(case=case, ties=(RIGHT,))], words, [alert]
        ),
        FormId.TRIAGE: triage_view(
            TriageTurn(bundle=Bundle(alerts=(alert,)), left=2, elsewhere=1), TriageScene(about=Ref()), words
        ),
        FormId.RULES: rules_view([], words, Ref()),
        FormId.RULE: rule_form(rule, ["Solvane"], Ref(), NOW, words, "Europe/Berlin"),
        FormId.ROUTES: routes_form(routes.load().questions, {}, Ref(), words),
        FormId.NOT_HELPFUL: questions.not_helpful_form(AskedId("Q-000001"), words),
        FormId.REPORT: questions.report_form(words),
        FormId.ASK_QUESTION: home_forms.question_form(words),
        FormId.PERIOD: home_forms.period_form(words),
        FormId.ASK_CHANGES: approvals.comment_form(FormId.ASK_CHANGES, _ABOUT, words),
        FormId.REJECT: approvals.comment_form(FormId.REJECT, _ABOUT, words),
        FormId.SENT: sending.sent_form(_ABOUT, TODAY, words),
        FormId.RECEIVED: sending.received_form(_ABOUT, TODAY, words),
        FormId.DELIVERED: sending.delivered_form(_ABOUT, TODAY, words),
        FormId.FILED: filing_form(draft, _ABOUT, TODAY, words),
        FormId.PORTAL_REPLY: reply_form(_ABOUT, words),
        FormId.WAIVE: waive_form(_ABOUT, draft.composition.gaps[0], words),
        FormId.BATCH: batches.batch_form(parts, 0, words),
        FormId.LEAVE_OUT: batches.leave_out_form(parts, words),
        FormId.LICENCE: licence_form(_ABOUT, choices, words),
        FormId.EVIDENCE: evidence_form(_ABOUT, [listing], [], words),
        FormId.PURCHASE: purchase_form(_ABOUT, choices, date(2026, 11, 25), WITH_CASE, words),
        FormId.EXAMINATION: examination_form(
            _ABOUT, [purchase()], feature_choices([("瓶盖有8条棱", "8 ribs")]), TODAY, words, files=True
        ),
        FormId.NOTE: case_forms.note_form(_ABOUT, words),
        FormId.ASSIGN: case_forms.assign_form(_ABOUT, "U0ALICE", words),
        FormId.CLOSE: case_forms.close_form(_ABOUT, words),
        **{f"{FormId.CASE_ACT} {act}": act_form(act, _ABOUT, case, TODAY, words, choices) for act in acts},
        FormId.SNOOZE: clock_forms.snooze_form(_ABOUT, TODAY, words),
        FormId.START_CLOCK: clock_forms.start_form(_ABOUT, TODAY, words),
        FormId.TIP: tip_form(address, Clue(listing=listing), Ref(), 3, words),
        FormId.BRAND: setup.brand_form(words),
        FormId.PASTE: setup.paste_form(words),
        FormId.FEED: feed_form(feeds, words),
        FormId.SETTINGS: settings_form(lambda _: (), NOW, words, {"S0LEGAL": "legal"}),
        FormId.COUNSEL: counsel_forms.counsel_form(named, TODAY, words),
        FormId.SHARE: counsel_forms.share_form(_ABOUT, named, words),
        FormId.COMMENT: counsel_forms.comment_form(_ABOUT, words),
    }


_ABOUT = Ref(
    draft=DraftId("D-000031"),
    version=2,
    case=CaseId("C-000001"),
    channel="C0",
    thread="1.2",
    kind="amr",
    listings=(ListingId("taobao:1"),) * 20,
)


def mrkdwn(node: object) -> list[str]:
    """Every text of a card that Slack reads as mrkdwn."""
    if isinstance(node, list):
        return [text for item in node for text in mrkdwn(item)]
    if not isinstance(node, dict):
        return []
    own = [str(node["text"])] if node.get("type") == "mrkdwn" else []
    return own + [text for value in node.values() for text in mrkdwn(value)]
