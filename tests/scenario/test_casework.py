"""A case worked to its end in its thread: by the menu, by forms and by mention verbs."""

import pytest

from bot.domain.cases import CaseStatus
from bot.domain.ids import CaseId, ListingId, PersonId
from bot.playground.seen import SeenMessage, WorkspaceSnapshot
from bot.services.casework.opening import take_in
from bot.slack.ids import ActionId, ModalField, Ref
from knowledge.reading import MessageKind
from tests.factories import a_listing
from tests.scenario.conftest import ALERTS, ALICE, BOB, LEGAL, Bot

CASE = CaseId("C-000001")


def opened(bot: Bot) -> SeenMessage:
    alice = bot.person(ALICE)
    alice.clicks(bot.alert(), "alert.open_case")
    return bot.says(ALERTS, "C-000001 义乌市晴禾贸易有限公司")


def test_a_card_whose_answer_is_lost_stands_for_its_case_all_the_same(bot_in_playground: Bot) -> None:
    bot = bot_in_playground
    alert = bot.alert()
    bot.playground.arm("chat.postMessage", "drop_after_store")
    bot.person(ALICE).clicks(alert, "alert.open_case")
    card = bot.says(ALERTS, "C-000001 义乌市晴禾贸易有限公司")
    assert bot.desk.cases.get(CASE).ts == card.ts


def chosen(act: str) -> str:
    return Ref(case=CASE, kind=act).write()


def test_menu_and_forms_deputise_record_an_outcome_and_a_cost(bot_in_playground: Bot) -> None:
    bot, case = bot_in_playground, opened(bot_in_playground)
    alice = bot.person(ALICE)
    alice.clicks(case, "case.menu", chosen("deputy"))
    alice.submits(alice.modal(), {ModalField.OWNER: BOB})
    bot.says(ALERTS, "Deputy* <@U0ALICE>: <@U0BOB>")
    alice.clicks(case, "case.menu", chosen("outcome"))
    alice.submits(
        alice.modal(),
        {ModalField.WHAT: "penalty", ModalField.OFFICE: "义乌市监局", ModalField.REFERENCE: "罚7号"},
    )
    bot.says(ALERTS, "penalty, 义乌市监局 罚7号")
    alice.clicks(case, "case.menu", chosen("cost"))
    alice.submits(alice.modal(), {ModalField.AMOUNT: "CNY 1,200.50", ModalField.NOTE: "notary <!channel>"})
    spent = bot.says(ALERTS, "Spent CNY 1,200.50")
    assert "<!channel>" not in spent.everything
    shown = bot.shown(case, "1,200.50")
    for words in ("<@U0BOB>", "罚7号"):
        assert words in shown.everything


def test_words_for_an_act_open_its_form_filled_in(bot_in_playground: Bot) -> None:
    bot = bot_in_playground
    opened(bot)
    alice = bot.person(ALICE)
    bot.reader.kind, bot.reader.topic = MessageKind.ACT, "act.note"
    alice.command(ALERTS, "/ask", "in-channel note in C-000001 that the bureau rang")
    card = bot.says(ALERTS, "Add a note")
    assert ActionId.NOTE in card.action_ids
    alice.clicks(card, ActionId.NOTE, Ref(case=CASE, suggested="the bureau rang").write())
    alice.submits(alice.modal(), {})
    bot.says(ALERTS, "<@U0ALICE>: the bureau rang")


def test_mention_verbs_do_what_the_menu_does(bot_in_playground: Bot) -> None:
    bot, case = bot_in_playground, opened(bot_in_playground)
    alice = bot.person(ALICE)
    for said, answer in (
        ("status investigating", "being looked into"),
        ("due 2026-12-01", "1 December 2026"),
        ("cost EUR 90 courier", "Spent EUR 90.00"),
        ("contact 义乌市监局 file is with Mr Chen 2026-11-30", "义乌市监局: file is with Mr Chen"),
        ("results taobao:730155210044 rejected", "portal: rejected"),
        ("results https://item.taobao.com/item.htm?id=730155210044 removed", "portal: removed"),
        ("look", "still up"),
    ):
        alice.says(ALERTS, f"<@U0MARQUE> {said}", thread_ts=case.ts)
        bot.says(ALERTS, answer)
    alice.says(ALERTS, "<@U0MARQUE> close taken down", thread_ts=case.ts)
    alice.clicks(bot.tells(ALICE, "still up at the last look: 1"), "case.close_anyway")
    bot.says(ALERTS, "closed the case: taken down")
    alice.says(ALERTS, "<@U0MARQUE> reopen it is back", thread_ts=case.ts)
    bot.says(ALERTS, "it is back")
    alice.says(ALERTS, "<@U0MARQUE> status approved", thread_ts=case.ts)
    bot.tells(ALICE, "cannot become approved")
    alice.command(ALERTS, "/case", "contact")
    bot.tells(ALICE, "file is with Mr Chen")


def test_a_question_that_begins_with_a_verb_is_answered_and_does_nothing(bot_in_playground: Bot) -> None:
    bot, case = bot_in_playground, opened(bot_in_playground)
    alice = bot.person(ALICE)
    for asked in ("close to the deadline now, what should we do?", "Close, or better wait for the AMR?"):
        before = len(bot.playground.state().messages(ALERTS))
        alice.says(ALERTS, f"<@U0MARQUE> {asked}", thread_ts=case.ts)
        bot.playground.wait_for(lambda s, n=before: len(s.messages(ALERTS)) > n + 1 or None)
    assert bot.desk.cases.get(CASE).status.value != "closed"


def test_a_note_may_ask_and_is_kept_as_it_was_written(bot_in_playground: Bot) -> None:
    bot, case = bot_in_playground, opened(bot_in_playground)
    bot.person(ALICE).says(
        ALERTS, "<@U0MARQUE> note is R&amp;D's <https://r.example/1|sample> ours?", thread_ts=case.ts
    )
    bot.says(ALERTS, "R&amp;D's sample ours?")


def test_listings_are_split_off_and_taken_back(bot_in_playground: Bot) -> None:
    bot, case = bot_in_playground, opened(bot_in_playground)
    with bot.desk.store.unit() as unit:
        take_in(unit, CASE, [a_listing(item_id="2")], bot.clock())
    alice = bot.person(ALICE)
    alice.says(ALERTS, "<@U0MARQUE> split taobao:2", thread_ts=case.ts)
    bot.says(ALERTS, "C-000002 was split off C-000001")
    assert bot.desk.cases.get(CaseId("C-000002")).listing_ids == (ListingId("taobao:2"),)
    bot.desk.merging.undo(CaseId("C-000002"), by=PersonId(ALICE))
    assert bot.desk.cases.get(CASE).listing_count == 2


def test_a_case_of_ten_thousand_listings_shows_counts_and_a_page(bot_in_playground: Bot) -> None:
    bot, case = bot_in_playground, opened(bot_in_playground)
    with bot.desk.store.unit() as unit:
        take_in(unit, CASE, (a_listing(item_id=str(n), seller_contact=()) for n in range(9_999)), bot.clock())
    alice = bot.person(ALICE)
    alice.says(ALERTS, "<@U0MARQUE> assign <@U0BOB>", thread_ts=case.ts)
    shown = bot.shown(case, "10,000")
    assert "listed 10,000" in shown.everything
    alice.clicks(shown, "case.menu", chosen("listings"))
    page = bot.tells(ALICE, "10000 listings, page 1 of 500")
    alice.clicks(page, "case.page")
    second = bot.tells(ALICE, "page 2 of 500")
    assert second.everything.count("taobao:") == 20


def test_the_export_is_in_the_thread(bot_in_playground: Bot) -> None:
    bot, case = bot_in_playground, opened(bot_in_playground)
    bot.person(ALICE).clicks(case, "case.menu", chosen("export"))
    file = bot.says(ALERTS, "Everything on record about the case.")
    assert [each.name[:8] for each in file.files] == ["C-000001"]


def test_before_a_case_opens_the_ones_that_share_a_contact_are_shown_and_can_be_joined(
    bot_in_playground: Bot,
) -> None:
    bot = bot_in_playground
    contact = ("138-0000-1111",)
    alice = bot.person(ALICE)
    alice.clicks(bot.alert(seller_contact=contact), "alert.open_case")
    bot.says(ALERTS, "C-000001 义乌市晴禾贸易有限公司")
    second = bot.alert(item_id="2", seller_id="another", seller_contact=contact, images=())
    alice.clicks(second, "alert.open_case")
    form = alice.modal()
    assert "shares the licence, a contact, the right" in form.everything
    alice.submits(form, {ModalField.CASE: "C-000001"})
    bot.playground.wait_for(lambda s: bot.desk.cases.get(CASE).listing_count == 2 or None)


def test_a_question_in_the_cases_thread_is_searched_with_its_platform_and_right(
    bot_in_playground: Bot,
) -> None:
    bot, case = bot_in_playground, opened(bot_in_playground)
    alice = bot.person(ALICE)
    alice.says(ALERTS, "<@U0MARQUE> Who gets a mark?", thread_ts=case.ts)
    bot.says(ALERTS, "whoever files first")
    assert bot.search.about == [("trademark", "taobao")]


@pytest.mark.parametrize("method", ["chat.postMessage", "chat.update"])
def test_the_card_of_a_case_is_right_though_slack_breaks_over_what_is_told_of_it(
    bot_in_playground: Bot, method: str
) -> None:
    bot, case = bot_in_playground, opened(bot_in_playground)
    bot.playground.arm(method, "error:restricted_action")
    bot.person(ALICE).says(ALERTS, "<@U0MARQUE> status investigating", thread_ts=case.ts)
    bot.playground.wait_for(lambda _: bot.desk.cases.get(CASE).status is CaseStatus.INVESTIGATING or None)

    def card(state: WorkspaceSnapshot) -> bool:
        bot.delivery.run()
        told = [each for each in state.messages(ALERTS) if each.ts == case.ts]
        return any("being looked into" in each.everything for each in told)

    bot.playground.wait_for(card)


def test_a_case_to_merge_into_and_listings_to_split_off_are_chosen_not_typed(bot_in_playground: Bot) -> None:
    bot, alice = bot_in_playground, bot_in_playground.person(ALICE)
    for number, seller in enumerate(("s-1", "s-2"), start=1):
        bot.alert(item_id=str(number), seller_id=seller, seller_name=f"shop {number}", seller_company="")
        bot.desk.cases.open_from_alert(bot.desk.alerts.recent()[0].alert_id, by=PersonId(BOB))
    alice.command(ALERTS, "/case", "show C-000002")
    alice.clicks(
        bot.tells(ALICE, "C-000002"), "case.menu", Ref(case=CaseId("C-000002"), kind="merge").write()
    )
    alice.submits(alice.modal(), {ModalField.CASE: "C-000001"})
    bot.playground.wait_for(lambda _: bot.desk.cases.get(CaseId("C-000001")).listing_count == 2 or None)
    alice.command(ALERTS, "/case", "show C-000001")
    alice.clicks(
        bot.tells(ALICE, "C-000001"), "case.menu", Ref(case=CaseId("C-000001"), kind="split").write()
    )
    alice.submits(alice.modal(), {ModalField.LISTINGS: ["taobao:2"]})
    bot.playground.wait_for(lambda _: bot.desk.cases.get(CaseId("C-000001")).listing_count == 1 or None)


@pytest.mark.parametrize(
    ("said", "answer"),
    [
        ("look", "still up"),
        ("status investigating", "being looked into"),
        ("cost EUR 90 courier", "Spent EUR 90.00"),
        ("assign <@U0BOB>", "<@U0BOB>"),
        ("note the shop moved", "<@U0ALICE>: the shop moved"),
        ("export", "Everything on record about the case."),
    ],
)
def test_what_is_asked_in_a_drafts_thread_is_told_there_where_the_case_has_no_thread(
    bot_in_playground: Bot, said: str, answer: str
) -> None:
    bot = bot_in_playground
    preview = bot.draft()
    assert not bot.desk.cases.get(CASE).ts
    bot.person(ALICE).says(LEGAL, f"<@U0MARQUE> {said}", thread_ts=preview.ts)
    assert bot.says(LEGAL, answer).thread_ts == preview.ts


@pytest.mark.parametrize(
    ("act", "fields", "answer"),
    [
        ("look", {}, "still up"),
        ("deputy", {ModalField.OWNER: BOB}, "<@U0BOB>"),
        ("export", {}, "The file is not in Slack"),
        (
            "clock",
            {ModalField.WHAT: "letter_sent", ModalField.WHEN: "2026-11-20"},
            "Counted from 20 November 2026",
        ),
    ],
)
def test_what_is_asked_elsewhere_of_a_case_without_a_thread_is_told_to_who_asked(
    bot_in_playground: Bot, act: str, fields: dict[str, str], answer: str
) -> None:
    bot, alice = bot_in_playground, bot_in_playground.person(ALICE)
    bot.draft()
    alice.command(ALERTS, "/case", "show 1")
    alice.clicks(bot.tells(ALICE, "C-000001 "), "case.menu", chosen(act))
    if fields:
        alice.submits(alice.modal(), fields)
    bot.tells(ALICE, answer)
