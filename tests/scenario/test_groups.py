"""What was judged together goes together, into one case and one notice; a case does not end over a listing that is up."""

from dataclasses import replace

import pytest

from bot.domain.cases import CaseStatus
from bot.domain.drafts import DraftStatus
from bot.domain.followups import ListingState
from bot.domain.ids import CaseId, ListingId, PersonId
from bot.domain.verdicts import Verdict
from bot.playground.seen import SeenMessage
from bot.slack.ids import ModalField, Ref
from tests.factories import a_listing
from tests.scenario.conftest import ALERTS, ALICE, LEGAL, Bot

TITLES = ("精华液 30ml", "面霜 50g 礼盒", "眼霜小样 组合")
CASE = CaseId("C-000001")


def judged_together(bot: Bot) -> list[SeenMessage]:
    """Three alerts of one shop, judged in one act."""
    bot.shelf.listings = [
        a_listing(item_id=f"7400{n}", title=title, images=()) for n, title in enumerate(TITLES)
    ]
    bot.desk.watches.sweep()
    bot.delivery.run()
    ids = [ListingId(f"taobao:7400{n}") for n in range(len(TITLES))]
    bot.desk.triage.judge(ids, Verdict.COUNTERFEIT, by=PersonId(ALICE))
    return [bot.says(ALERTS, each) for each in ids]


def test_a_group_judged_together_opens_one_case_with_all_that_stays_ticked(bot_in_playground: Bot) -> None:
    alerts, alice = judged_together(bot_in_playground), bot_in_playground.person(ALICE)
    alice.clicks(alerts[0], "alert.open_case")
    form = alice.modal()
    assert TITLES[1] in form.everything
    assert TITLES[2] in form.everything
    alice.submits(form, {ModalField.LISTINGS: ["taobao:74001"]})
    bot_in_playground.says(ALERTS, "In its thread")
    assert set(bot_in_playground.desk.cases.get(CASE).listing_ids) == {"taobao:74000", "taobao:74001"}
    bot_in_playground.shown(alerts[1], "In case <")


def test_what_is_beyond_the_longest_menu_goes_along_into_the_case(bot_in_playground: Bot) -> None:
    bot, alice, count = bot_in_playground, bot_in_playground.person(ALICE), 105
    ids = [ListingId(f"taobao:74{n:05}") for n in range(count)]
    bot.shelf.listings = [
        a_listing(item_id=f"74{n:05}", seller_id=f"90{n}", seller_name=f"小店{n}", images=())
        for n in range(count)
    ]
    bot.desk.watches.sweep()
    bot.delivery.run()
    bot.desk.triage.judge(ids, Verdict.COUNTERFEIT, by=PersonId(ALICE))
    alice.clicks(bot.says(ALERTS, ids[0]), "alert.open_case")
    alice.submits(alice.modal())
    bot.says(ALERTS, "*Listings*")
    assert bot.desk.cases.get(CASE).listing_count == count


def test_a_group_judged_together_gets_one_notice_and_one_case_for_all(bot_in_playground: Bot) -> None:
    alerts, alice = judged_together(bot_in_playground), bot_in_playground.person(ALICE)
    alice.clicks(alerts[0], "alert.more", "Draft notice")
    alice.clicks(alice.modal(), ModalField.KIND, "cease-and-desist")
    form = bot_in_playground.form_of(ALICE, "cease-and-desist")
    alice.submits(form, {"asked.facts_zh": "条码不符。", "asked.facts_en": "The barcode differs."})
    bot_in_playground.preview()
    draft = bot_in_playground.desk.drafts.of_case(CASE)[0]
    assert len(draft.request.listing_ids) == 3
    assert bot_in_playground.desk.cases.get(CASE).listing_count == 3


def test_one_press_on_an_infringer_group_drafts_for_its_confirmed_listings_a_notice_a_portal(
    bot_in_playground: Bot,
) -> None:
    bot, alice = bot_in_playground, bot_in_playground.person(ALICE)
    for platform, item in (("taobao", "1"), ("dhgate", "2"), ("dhgate", "3"), ("taobao", "9")):
        phone = ("13900139000",) if item == "9" else ("13800138000",)
        bot.desk.watches.record(
            a_listing(
                platform=platform,
                item_id=item,
                seller_id=f"s{item}",
                seller_contact=phone,
                seller_company="",
                seller_licence="",
                images=(),
            )
        )
    bot.desk.infringers.rebuild()
    alice.command(ALERTS, "/marque", "infringers")
    assert "draft.start" not in bot.screen(ALICE, "Risk over").action_ids  # nothing of it is confirmed
    judged = [ListingId(each) for each in ("taobao:1", "dhgate:2", "taobao:9")]
    bot.desk.triage.judge(judged, Verdict.COUNTERFEIT, by=PersonId(ALICE))
    alice.command(ALERTS, "/marque", "infringers")
    groups = bot.screen(ALICE, "Draft for 2 confirmed listings")
    with bot.desk.store.unit() as unit:
        [group] = [g for g in unit.infringers.all(9) if len(g.sellers) == 3]
    alice.clicks(groups, "draft.start", Ref(group=group.group_id).write())
    form = bot.form(ALICE, "asked.facts_zh")
    assert "taobao:9" not in form.everything
    facts = {"asked.facts_zh": "条码位置与正品不符。", "asked.facts_en": "The barcode is elsewhere."}
    alice.submits(form, {ModalField.RIGHTS: ["TM-CN-03"], **facts})
    bot.says(LEGAL, "2 notices, 2 links")
    with bot.desk.store.unit() as unit:
        drafted = sorted(each for d in unit.drafts.in_status(*DraftStatus) for each in d.request.listing_ids)
    assert drafted == ["dhgate:2", "taobao:1"]
    alice.command(ALERTS, "/marque", "infringers")
    bot.playground.wait_for(
        lambda s: (m := s.modal(ALICE)) and "Risk over" in m.everything and "Draft for 2" not in m.everything
    )


def test_a_notice_leaves_out_what_is_unticked(bot_in_playground: Bot) -> None:
    alerts, alice = judged_together(bot_in_playground), bot_in_playground.person(ALICE)
    alice.clicks(alerts[0], "alert.more", "Draft notice")
    alice.clicks(alice.modal(), ModalField.KIND, "cease-and-desist")
    form = bot_in_playground.form_of(ALICE, "cease-and-desist")
    alice.submits(form, {ModalField.LISTINGS: ["taobao:74000", "taobao:74002"]})
    bot_in_playground.preview()
    draft = bot_in_playground.desk.drafts.of_case(CASE)[0]
    assert set(draft.request.listing_ids) == {"taobao:74000", "taobao:74002"}


def up_again(bot: Bot) -> SeenMessage:
    """A case whose listing the last look found up; its card."""
    bot.person(ALICE).clicks(bot.alert(), "alert.open_case")
    card = bot.says(ALERTS, "In its thread")
    with bot.desk.store.unit() as unit:
        [entry] = unit.case_listings.page(CASE)
        unit.case_listings.save(replace(entry, state=ListingState.STILL_UP))
    return card


def acts(bot: Bot) -> list[tuple[str, object]]:
    """What the trail says of the case, with whether it ended all the same."""
    return [(each.act.what, each.act.details.get("anyway")) for each in bot.desk.cases.timeline(CASE)]


@pytest.mark.parametrize("verb", ["close taken down", "close 已下架", "status down"])
def test_a_case_does_not_count_as_taken_down_over_a_listing_that_is_up_unless_somebody_says_so(
    bot_in_playground: Bot, verb: str
) -> None:
    card, alice = up_again(bot_in_playground), bot_in_playground.person(ALICE)
    if verb.startswith("status"):
        bot_in_playground.desk.cases.move_to(CASE, CaseStatus.INVESTIGATING, by=PersonId(ALICE))
    alice.says(ALERTS, f"<@U0MARQUE> {verb}", thread_ts=card.ts)
    asked = bot_in_playground.tells(ALICE, "still up at the last look: 1")
    assert bot_in_playground.desk.cases.get(CASE).status not in {CaseStatus.CLOSED, CaseStatus.DOWN}
    alice.clicks(asked, "case.close_anyway")
    bot_in_playground.playground.wait_for(
        lambda _: bot_in_playground.desk.cases.get(CASE).status in {CaseStatus.CLOSED, CaseStatus.DOWN}
    )
    assert ("case.moved" if verb.startswith("status") else "case.closed", True) in acts(bot_in_playground)


def test_the_form_asks_too_and_a_no_is_kept_on_the_trail(bot_in_playground: Bot) -> None:
    card, alice = up_again(bot_in_playground), bot_in_playground.person(ALICE)
    alice.clicks(card, "case.close")
    alice.submits(alice.modal(), {ModalField.REASON: "taken down"})
    asked = bot_in_playground.tells(ALICE, "still up at the last look: 1")
    alice.clicks(asked, "case.keep_open")
    bot_in_playground.tells(ALICE, "C-000001 stays open.")
    assert bot_in_playground.desk.cases.get(CASE).status is not CaseStatus.CLOSED
    assert ("case.kept_open", None) in acts(bot_in_playground)
