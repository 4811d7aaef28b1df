"""Block builders: pure, within Slack's limits, and deaf to what outside text would like to be."""

import json
import re
from dataclasses import replace
from datetime import date
from decimal import Decimal
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.alerts import Alert, AlertState
from bot.domain.assessments import Band, Signal
from bot.domain.audit import Act, AuditEntry
from bot.domain.cases import CaseStatus
from bot.domain.compositions import CitedProvision, Waiver, blocking
from bot.domain.drafts import Draft, DraftStatus, summary_of
from bot.domain.errors import SourceUnavailable
from bot.domain.ids import AskedId, CaseId, ListingId, PersonId
from bot.domain.questions import Answer, AnswerOutcome, Citation, RefusalReason, UpcomingChange
from bot.domain.rights import RightState
from bot.domain.sentences import Sentence, sentence, worded
from bot.domain.sights import MarketSight, Sight
from bot.domain.verdicts import Verdict
from bot.playground.jsons import Json
from bot.playground.limits import check_message, check_view
from bot.ports import LookReport
from bot.services.casework.rights import RightOnDay
from bot.services.upkeep.health import HealthState, SourceHealth
from bot.services.upkeep.reports import Week
from bot.services.watching.looks import SweepReport, WatchStatus
from bot.slack.blocks.alerts import alert_card
from bot.slack.blocks.case_lists import case_list, timeline_lines
from bot.slack.blocks.cases import case_card
from bot.slack.blocks.citing import cited_together
from bot.slack.blocks.clock_lists import deadline_list
from bot.slack.blocks.deadlines import clock_card
from bot.slack.blocks.draft_card import draft_card
from bot.slack.blocks.draft_lines import files_card
from bot.slack.blocks.drafts import status_card
from bot.slack.blocks.help import help_card, told_card
from bot.slack.blocks.home import home_view
from bot.slack.blocks.home_queue import Queue
from bot.slack.blocks.letter import paired
from bot.slack.blocks.questions import answer_card, rest_card, working_card
from bot.slack.blocks.reviews import review_view
from bot.slack.blocks.rights import expiring_card, rights_card
from bot.slack.blocks.setup import sight_lines
from bot.slack.blocks.text import card, esc, link, pieces, readable, section
from bot.slack.blocks.watches import sweep_card, watch_card
from bot.slack.cards import Card
from bot.slack.ids import FormId
from bot.words.book import Words, day, load_words
from knowledge import known, law
from tests.cards import CITED, LONG, TODAY, a_case, a_deadline, a_draft, an_alert, every_window, mrkdwn
from tests.factories import NOW, a_listing, a_request, a_right
from tests.fakes.guidance import a_passage

LAW = law.load()
pytestmark = pytest.mark.parametrize("words", [load_words("en"), load_words("zh")], ids=["en", "zh"])


def fits(shown: Card) -> str:
    """All text of a message that Slack takes; no part of it acts."""
    blocks: list[Json] = [block.to_dict() for block in shown.blocks]
    check_message(shown.text, blocks)
    assert shown.text
    assert len(blocks) <= 50
    for text in (*mrkdwn(blocks), shown.text):
        assert "<!" not in text.replace("<!date^", "")
        assert "<@U0BOB>" not in text
        assert "<https://evil" not in text
        assert "\u202e" not in text
    return "\n".join([shown.text, *map(str, blocks)])


def an_answer(**changes: object) -> Answer:
    base = Answer(
        question=LONG,
        as_of=TODAY,
        language="en",
        outcome=AnswerOutcome.ANSWERED,
        reason=None,
        text=LONG,
        citations=tuple(Citation(number=n, passage=a_passage(title=LONG)) for n in range(1, 6)),
        upcoming_changes=(
            UpcomingChange(key="tm.infringing_acts", effective_on=date(2027, 1, 1), summary=LONG),
        ),
        writer="extractive",
    )
    return replace(base, **changes)  # type: ignore[arg-type]  # a test's shorthand


def test_a_teams_document_is_marked_with_owner_and_date_and_can_ping_nobody(words: Words) -> None:
    theirs = a_passage(
        page_title="<!channel> Playbook", origin="team", owner="<@U0BOB>", confidential=True, provisions=()
    )
    answer = an_answer(citations=(Citation(number=1, passage=theirs),))
    shown = fits(answer_card(answer, words, LAW, asked_id=AskedId("Q-000001")))
    assert "&lt;!channel&gt; Playbook" in shown
    assert "&lt;@U0BOB&gt;" in shown
    assert words("answer.confidential") in shown


def test_without_a_provision_the_sources_are_the_page_s_and_no_mirror_of_laws_is_one(words: Words) -> None:
    found = ("https://github.com/example/laws", "https://office.example/notice")
    source = Citation(number=1, passage=a_passage(provisions=(), source_urls=found))
    shown = fits(answer_card(an_answer(citations=(source,)), words, LAW, asked_id=AskedId("Q-000001")))
    assert words("answer.page_sources", links="<https://office.example/notice|office.example>") in shown
    assert "github" not in shown


@pytest.mark.parametrize("state", list(AlertState))
def test_alert_fits_in_every_state(words: Words, state: AlertState) -> None:
    alert = an_alert(state=state, reason=LONG, handled_by=PersonId("U0ALICE"), case_id=CaseId("C-000001"))
    assert fits(alert_card(alert, words))


def test_an_open_alert_says_what_is_offered_where_how_cheap_and_in_one_word_how_likely(words: Words) -> None:
    text = _heading(alert_card(a_judged_alert(), words))
    told = {
        "en": "Field Flask on Taobao, −83 % · very suspect",
        "zh": "淘宝上的野营壶，低83% · 高度可疑",
    }
    assert text == told[words.language]


@pytest.mark.parametrize(
    "changes",
    [
        {"state": AlertState.DISMISSED, "verdict": Verdict.GENUINE, "reason": "ours"},
        {"state": AlertState.IN_CASE, "case_id": CaseId("C-000003")},
        {"state": AlertState.SNOOZED, "snoozed_until": NOW},
        {"verdict": Verdict.COUNTERFEIT},
        {"verdict": Verdict.NEEDS_TEST_BUY},
    ],
    ids=["dismissed", "in a case", "put away", "judged", "to be bought"],
)
def test_a_settled_alert_is_one_line_without_likelihood_in_card_and_text(
    words: Words, changes: dict[str, object]
) -> None:
    alert = replace(a_judged_alert(), handled_by=PersonId("U0ALICE"), **changes)  # type: ignore[arg-type]  # a test's shorthand
    shown = alert_card(alert, words, case_url="https://slack.example/archives/C1/p2")
    text = fits(shown)
    assert [block.type for block in shown.blocks] == ["section", "actions"]
    for band in Band:
        assert words(f"alert.band.{band.value}") not in text
    assert "<@U0ALICE>" in shown.text
    assert ("<https://slack.example/archives/C1/p2|C-000003>" in text) is (alert.state is AlertState.IN_CASE)


def test_an_alert_that_changed_after_it_was_judged_is_shown_whole_again(words: Words) -> None:
    alert = replace(a_judged_alert(), verdict=Verdict.COUNTERFEIT, changed=True)
    assert words("alert.changed") in fits(alert_card(alert, words))


def test_no_card_calls_goods_fake_that_nobody_has_judged(words: Words) -> None:
    shown = fits(alert_card(a_judged_alert(), words)).casefold()
    assert not [word for word in ("fake", "counterfeit", "假", "仿") if word in shown]


def a_judged_alert() -> Alert:
    price = Signal(
        name="price",
        score=0.8,
        because=sentence(
            "{money} is {share} under {reference}",
            money="CNY 17",
            share="83%",
            reference="F-1's lowest price",
        ),
    )
    judged = replace(an_alert().assessment, product=("Field Flask", "野营壶"), signals=(price,))
    return an_alert(assessment=judged, listing=a_listing())


def _heading(shown: Card) -> str:
    return str(shown.blocks[0].to_dict()["text"]["text"])


def test_the_text_of_an_alert_says_what_its_card_says(words: Words) -> None:
    signals = tuple(
        Signal(name=name, score=score, because=Sentence(key=f"because of {name}"))
        for name, score in (("wordmark", 0.9), ("wording", 0.8), ("image", 0.7), ("price", 0.1))
    )
    base = an_alert()
    alert = replace(
        base,
        assessment=replace(base.assessment, signals=signals),
        folds=2,
    )
    shown = alert_card(alert, words)
    lines = [line.removeprefix("• ") for block in shown.blocks for line in _lines(block.to_dict())]
    plain = [line.replace("*", "") for line in lines if alert.listing.listing_id not in line]
    missing = [line for line in plain if line not in shown.text and line != words("alert.why")]
    assert not missing
    assert alert.listing.listing_id in shown.text
    assert "because of price" in shown.text


def _lines(block: dict[str, object]) -> list[str]:
    """The lines of a card's paragraphs and small print; buttons say what to do, not what is so."""
    return [line for text in mrkdwn(block) for line in text.split("\n")]


def test_alert_without_a_price_or_shop_says_not_known(words: Words) -> None:
    bare = a_listing(price=None, seller_name="", seller_id="", images=("file:///etc/passwd",))
    text = fits(alert_card(an_alert(listing=bare), words))
    assert words("alert.unknown") in text
    assert "/etc/passwd" not in text


@pytest.mark.parametrize("status", list(DraftStatus))
def test_draft_fits_in_every_status_and_offers_what_it_allows(words: Words, status: DraftStatus) -> None:
    text = fits(draft_card(a_draft(status=status, released_at=NOW), words, LAW))
    assert ("draft.approve'" in text) is (status is DraftStatus.AWAITING)
    assert ("draft.mark_sent" in text) is (status in {DraftStatus.APPROVED, DraftStatus.OUTDATED})
    assert '{"draft": "D-000031", "version": 3}' in text or status is DraftStatus.REJECTED


def test_a_draft_card_is_short_its_buttons_on_top_and_its_last_line_says_what_a_yes_states(
    words: Words,
) -> None:
    draft = a_plain_draft()
    shown = draft_card(draft, words, LAW)
    fits(shown)
    assert [block.type for block in shown.blocks][:2] == ["header", "actions"]
    lines = [line for block in shown.blocks for line in _lines(block.to_dict())]
    assert len(lines) <= 10
    for told in (
        "山野好物铺",
        "taobao:7301",
        "The cap has fewer ribs.",
        words("draft.line.changed", version=2),
    ):
        assert told in "\n".join(lines)
    assert words("draft.yes.all", sender="Lumière Nord SAS") in lines[-1]
    assert ("Art. 42(3)" in lines[-1]) or ("第四十二条第三款" in lines[-1])


def test_a_letter_says_nothing_of_wrong_notices_to_platforms(words: Words) -> None:
    composition = replace(a_plain_draft().composition, provisions=(CITED,))
    shown = fits(draft_card(replace(a_plain_draft(), composition=composition), words, LAW))
    assert "42" not in shown.replace("424", "")


def test_a_card_that_wants_counsel_says_who_is_missing_or_how_counsel_is_named(words: Words) -> None:
    composition = replace(a_plain_draft().composition, counsel=True)
    draft = replace(a_plain_draft(), composition=composition, status=DraftStatus.AWAITING)
    missing = words("draft.counsel.missing", who="<@U0COUNSEL>")
    assert missing in fits(draft_card(draft, words, LAW, ("U0COUNSEL",)))
    assert "MARQUE_COUNSEL" in fits(draft_card(draft, words, LAW))
    sent = replace(draft, status=DraftStatus.SENT)
    assert missing not in fits(draft_card(sent, words, LAW, ("U0COUNSEL",)))


def test_the_review_shows_chinese_beside_english_paragraph_by_paragraph(words: Words) -> None:
    view = review_view(a_plain_draft(), words, LAW)
    blocks = [block.to_dict() for block in view.blocks or ()]
    check_view(view.to_dict())
    [beside] = [block["fields"] for block in blocks if block.get("fields")]
    assert [cell["text"] for cell in beside] == ["函", "Letter", "瓶盖棱纹较少。", "The cap has fewer ribs."]


def test_the_review_of_the_longest_draft_fits_and_keeps_its_last_lines(words: Words) -> None:
    view = review_view(a_draft(previous=a_draft().composition), words, LAW)
    check_view(view.to_dict())
    assert words("draft.yes.all", sender="Lumière Nord SAS") in str((view.blocks or ())[-1].to_dict())


@given(
    st.lists(st.sampled_from(["# a", "b", "## c\n\nd", "e\n\nf"]), max_size=8), st.text("ab# \n", max_size=40)
)
def test_side_by_side_loses_nothing(words: Words, parts: list[str], other: str) -> None:
    text = "\n\n".join(parts)
    rows = list(paired(text, other))
    for side, whole in enumerate((text, other)):
        assert "\n".join(row[side] for row in rows).split() == readable_words(whole)


def readable_words(text: str) -> list[str]:
    return "\n".join(readable(part) for part in re.split(r"^(?=#{1,6} )", text, flags=re.MULTILINE)).split()


def a_plain_draft() -> Draft:
    before = replace(
        a_draft().composition,
        texts=(("zh", "# 函\n\n瓶盖不同。"), ("en", "# Letter\n\nThe cap has fewer ribs.")),
        seller="山野好物铺",
        fields=(),
        annexes=(),
        gaps=(),
        provisions=(CitedProvision(key="ec.notice", instrument="cn-e-commerce-law-2018", article="42"),),
    )
    now = replace(
        before, texts=(("zh", "# 函\n\n瓶盖棱纹较少。"), ("en", "# Letter\n\nThe cap has fewer ribs."))
    )
    request = replace(
        a_request(),
        listing_ids=(ListingId("taobao:7301"),),
        texts=(("facts_zh", "瓶盖棱纹较少。"), ("facts_en", "The cap has fewer ribs.")),
    )
    return a_draft(composition=now, previous=before, request=request, comment="")


def test_small_cards_fit(words: Words) -> None:
    case = a_case(listing_ids=tuple(ListingId(f"taobao:{n}") for n in range(200)), closed_reason=LONG)
    look = LookReport(
        source=LONG,
        started_at=NOW,
        ended_at=NOW,
        seen=1,
        judged=1,
        alerted=0,
        unreadable=3,
        error=worded(LONG),
    )
    entry = AuditEntry(
        number=1,
        at=NOW,
        act=Act(who=PersonId("U0ALICE"), what="case.noted", subject="C-000001", details={}),
        salt="s",
        payload_hash="",
        previous="",
        hash="",
    )
    rows = [RightOnDay(brand=LONG, right=a_right(title=LONG), state=RightState.IN_GRACE)] * 200
    for shown in (
        case_card(case, [a_draft()] * 30, [a_deadline()] * 30, words),
        case_card(a_case(status=CaseStatus.CLOSED), [], [], words),
        case_list([case] * 90, 45, 2, words),
        case_list([], 45, 2, words),
        status_card(a_draft(), words),
        files_card([LONG], worded(LONG), words),
        clock_card(a_deadline(), words, LAW),
        deadline_list([a_deadline()], words),
        deadline_list([], words),
        clock_card(a_deadline(done_at=NOW, kind="other", basis="no.such_key"), words, LAW),
        help_card({"/watch": ("triage", "add")}, words),
        told_card(LONG),
        working_card(LONG, "U0ALICE", words),
        answer_card(an_answer(), words, LAW, asked_id=AskedId("Q-000001"), asked_by="U0ALICE"),
        answer_card(
            an_answer(outcome=AnswerOutcome.REFUSED, reason=RefusalReason.OUT_OF_SCOPE, citations=()),
            words,
            LAW,
            asked_id=AskedId("Q-000001"),
        ),
        rest_card(an_answer(), words, LAW, AskedId("Q-000001")),
        watch_card(
            WatchStatus(looks=(look,), waiting=3, sources=(LONG, "other")),
            [
                SourceHealth(name=LONG, state=HealthState.FAILING, last=look, failing_since=NOW),
                SourceHealth(name="other", state=HealthState.NEVER),
            ],
            words,
        ),
        watch_card(WatchStatus(looks=(), waiting=0, sources=()), [], words),
        sweep_card(SweepReport(looks=(look,)), words),
        sweep_card(SweepReport(looks=()), words),
        rights_card(rows, words),
        rights_card([], words),
        expiring_card(rows, TODAY, words),
        expiring_card([], TODAY, words),
    ):
        fits(shown)
    assert "<@U0ALICE>" in timeline_lines([entry], words)


def test_a_failed_look_is_never_told_as_nothing_found(words: Words) -> None:
    look = LookReport(
        source="feed",
        started_at=NOW,
        ended_at=NOW,
        seen=0,
        judged=0,
        alerted=0,
        unreadable=0,
        error=worded("timeout"),
    )
    assert words("watch.incomplete") in fits(sweep_card(SweepReport(looks=(look,)), words))
    assert "timeout" in fits(sweep_card(SweepReport(looks=(look,)), words))


def test_no_channel_reads_where_on_its_machine_a_feed_lies(words: Words) -> None:
    path = "/srv/marque/feeds/vendor.ndjson"
    fault = SourceUnavailable(path, "there is no such file or folder").sentence
    look = LookReport(
        source=path, started_at=NOW, ended_at=NOW, seen=0, judged=0, alerted=0, unreadable=0, error=fault
    )
    failing = SourceHealth(name=path, state=HealthState.FAILING, last=look, good=None, failing_since=NOW)
    never = SourceHealth(name=path, state=HealthState.NEVER, last=None, good=None, failing_since=None)
    shown = fits(watch_card(WatchStatus(looks=(), waiting=0, sources=()), [failing, never], words))
    assert "feeds/vendor.ndjson" in shown
    assert "/srv" not in shown


def test_every_window_fits(words: Words) -> None:
    windows = every_window(words)
    for view in windows.values():
        check_view(view.to_dict())
    assert {view.callback_id for view in windows.values()} == set(FormId)


def test_home_fits(words: Words) -> None:
    queue = Queue(
        to_approve=[summary_of(a_draft())] * 40,
        mine=[summary_of(a_draft())] * 40,
        open_alerts=3,
        due=[a_deadline()] * 40,
        cases=[(a_case(), TODAY), (a_case(), None)] * 60,
        case_count=200,
        checks=[("alert_channel", False), ("sources", True)],
    )
    bare = Queue(to_approve=[], mine=[], open_alerts=0, due=[], checks=[("sources", True)])
    for each in (queue, bare):
        check_view(home_view(each, words).to_dict())


def test_home_names_my_cases_with_their_next_day_and_the_week_in_numbers(words: Words) -> None:
    queue = Queue(
        to_approve=[],
        mine=[],
        open_alerts=0,
        due=[],
        checks=[],
        cases=[(a_case(title="山野好物铺"), date(2026, 12, 11)), (a_case(), None)],
        case_count=30,
        week=Week(found=34, confirmed=12, notified=20, removed=9),
    )
    text = json.dumps(home_view(queue, words).to_dict(), ensure_ascii=False)
    for told in (
        "山野好物铺",
        words("home.next", day=day(date(2026, 12, 11), words.language)),
        words("home.no_next"),
        words("home.more_cases", count=28),
        words("home.week_told", found=34, confirmed=12, notified=20, removed=9),
    ):
        assert told in text


def test_markdown_of_a_notice_reads_as_plain_text(words: Words) -> None:
    text = "# 请求书\n\n| 请求人 | 露北 |\n|---|---|\n| a | b | c |\n\n\n\n1\\. **bold** \u202eend"
    assert readable(text) == "请求书\n\n请求人: 露北\na · b · c\n\n1. bold end"


def test_a_table_reads_as_labels_with_values_and_a_picture_by_its_caption(words: Words) -> None:
    table = "| 序号 | 标题 | 标价 |\n|---|---|---|\n| 1 | 瓶\\|盖 | 59元 |\n| 2 | 杯 | 9元 |"
    text = f"{table}\n\n---\n\n**附图**\n\n!picture {'a' * 64} 图1：页面截图"
    shown = "序号: 1\n标题: 瓶|盖\n标价: 59元\n\n序号: 2\n标题: 杯\n标价: 9元\n\n附图\n\n▣ 图1：页面截图"
    assert readable(text) == shown


def test_provisions_of_one_instrument_are_named_together(words: Words) -> None:
    law = "cn-trademark-law-2019"
    found = [("tm.infringing_acts", law, "57"), ("tm.x", law, "60(1)"), ("x", "unknown", "1")]
    assert cited_together(LAW, found, "en") == "Trademark Law Art. 57, 60(1); unknown 1"
    assert cited_together(LAW, found[:1], "zh").startswith("《商标法》第")


def test_links_go_only_to_plain_web_addresses(words: Words) -> None:
    assert link("https://x.example/a?b=1&c=2", "open") == "<https://x.example/a?b=1&amp;c=2|open>"
    assert link("https://x.example/|evil>", "open") == "https://x.example/|evil&gt;"
    assert link("https://x.example/a|b", "open") == "<https://x.example/a%7Cb|open>"
    for wrong in (
        "javascript:alert(1)",
        "ftp://x",
        "https://",
        "http://[",
        "https://x.example/<!channel>",
        "",
    ):
        assert "|open>" not in link(wrong, "open")
        assert "<" not in link(wrong, "open").replace("&lt;", "")


def test_text_is_cut_at_paragraphs_and_nothing_is_lost(words: Words) -> None:
    text = "\n\n".join(f"paragraph {n} " + "x" * 400 for n in range(30))
    parts = pieces(text, 3_000)
    assert max(map(len, parts)) <= 3_000
    assert "\n\n".join(parts) == text
    assert all(after.startswith("paragraph") for _, after in pairwise(parts))


def test_a_message_too_long_keeps_its_buttons_and_says_that_it_is_shortened(words: Words) -> None:
    shown = card("x", [section("y" * 2_900) for _ in range(60)], shortened="cut")
    assert "cut" in fits(shown)
    assert len(shown.blocks) < 10


def test_prices_and_marks_that_turn_text_are_shown_plainly(words: Words) -> None:
    shown = alert_card(
        an_alert(listing=a_listing(price=Decimal("59.00"), title="a\u202eb\u2066c\x07")), words
    )
    assert "CNY 59.00" in fits(shown)
    assert esc("a\u202eb<") == "ab&lt;"


def test_sources_that_fail_come_first_and_none_is_left_out_in_silence(words: Words) -> None:
    look = LookReport(
        source="s",
        started_at=NOW,
        ended_at=NOW,
        seen=1,
        judged=0,
        alerted=0,
        unreadable=0,
        error=sentence("it answered {number}", number=502),
    )
    health = [SourceHealth(name=f"feed {n}", state=HealthState.NEVER) for n in range(60)]
    health.append(SourceHealth(name="s", state=HealthState.FAILING, last=look, failing_since=NOW))
    message = watch_card(WatchStatus(looks=(look,), waiting=0, sources=()), health, words)
    fits(message)
    queue = Queue(to_approve=[], mine=[], open_alerts=0, due=[], checks=[], health=health)
    home = json.dumps(home_view(queue, words).to_dict(), ensure_ascii=False)
    watch = json.dumps([block.to_dict() for block in message.blocks], ensure_ascii=False)
    for told, left in ((watch, 23), (home, 46)):
        assert told.index("502") < told.index("feed 0")
        assert words("text.more", count=left) in told


def test_what_is_listed_is_parted_as_the_language_does(words: Words) -> None:
    seen = [
        MarketSight(platform=name, now=Sight.NOTHING, with_keys=Sight.NOTHING)
        for name in ("douyin", "xianyu")
    ]
    names = [words("platform.douyin"), words("platform.xianyu")]
    assert ("、" if words.language == "zh" else ", ").join(names) in "".join(sight_lines(seen, words))


def test_the_home_tab_shows_how_old_the_law_is(words: Words) -> None:
    told = words("home.law", checked="X", until="Y")
    queue = Queue(to_approve=[], mine=[], open_alerts=0, due=[], checks=[], law=told)
    assert told in json.dumps(home_view(queue, words).to_dict(), ensure_ascii=False)


def test_a_clock_that_ends_after_the_last_day_known_says_so_first(words: Words) -> None:
    late = replace(a_deadline(), due_on=date(2031, 1, 2))
    first = clock_card(late, words, LAW).text.partition("\n")[0]
    assert first == known.load().beyond(date(2031, 1, 2), words.language)


def test_what_was_waived_ends_before_the_rest_is_counted(words: Words) -> None:
    waived = tuple(
        Waiver(field=gap, message=sentence("so"), by=PersonId("U1"), at=NOW, version=1, reason="Same.")
        for gap in "ab"
    )
    shown = fits(draft_card(replace(a_draft(), waivers=waived), words, LAW))
    assert f"Same. · {words('draft.line.waived', count=1)}" in shown


def test_two_points_that_block_are_told_to_their_ends_where_the_third_leaves_room(words: Words) -> None:
    long, short = "what blocks it " * 9 + "ends here", "this one too"
    gaps = tuple(blocking("x", text) for text in (long, short))
    draft = a_draft(status=DraftStatus.BLOCKED)
    draft = replace(draft, composition=replace(draft.composition, gaps=gaps))
    shown = fits(draft_card(draft, words, LAW))
    assert long in shown
    assert short in shown
