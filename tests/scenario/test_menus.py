"""Menus that are searched: what cannot be held by a menu of Slack is found by words, by whoever may."""

import json
from dataclasses import replace
from http import HTTPStatus
from pathlib import Path

import pytest
from slack_bolt import App, BoltRequest

from bot.domain.ids import CaseId, PersonId
from bot.playground.delivery import AppReply
from bot.playground.jsons import Json
from bot.playground.records import TEAM_ID
from bot.playground.seen import SeenView
from bot.services.casework.opening import take_in
from bot.slack.ids import FormId, ModalField, Ref
from tests.elsewhere import Payloads, faults
from tests.factories import a_listing
from tests.scenario.conftest import ALERTS, ALICE, BOB, Bot
from tests.scenario.test_roles import ADMIN, COUNSEL_GUEST, FOREIGNER, GUEST, STRANGER, VIEWER, a_front

MOST = 100
CASE = CaseId("C-000001")


def merging(bot: Bot, cases: int) -> SeenView:
    """The form that merges the first case, with so many other cases open."""
    alice = bot.person(ALICE)
    bot.alert(seller_id="s-0", seller_name="first shop", seller_company="")
    case = bot.desk.cases.open_from_alert(bot.desk.alerts.recent()[0].alert_id, by=PersonId(BOB))
    with bot.desk.store.unit() as unit:
        for number in range(cases):
            other = replace(
                case,
                case_id=CaseId(f"C-1{number:05}"),
                title=f"晴禾 shop no. {number}",
                seller_key=f"k{number}",
            )
            unit.cases.save(replace(other, listing_ids=(), listing_count=0))
    alice.command(ALERTS, "/case", f"show {case.case_id}")
    alice.clicks(bot.tells(ALICE, case.case_id), "case.menu", Ref(case=case.case_id, kind="merge").write())
    return alice.modal()


def test_of_five_thousand_cases_one_is_found_by_words_and_chosen(bot_in_playground: Bot) -> None:
    bot, alice = bot_in_playground, bot_in_playground.person(ALICE)
    form = merging(bot, 5_000)
    newest = alice.options(form, ModalField.CASE)
    assert len(newest) == MOST
    assert all(len(label) <= 75 for _, label in newest)
    assert [value for value, _ in alice.options(form, ModalField.CASE, "晴禾 4321")] == ["C-104321"]
    assert [value for value, _ in alice.options(form, ModalField.CASE, "SHOP c-104321")] == ["C-104321"]
    assert alice.options(form, ModalField.CASE, 'no "such" 100%_') == []
    alice.submits(form, {ModalField.CASE: "C-104321"})
    bot.playground.wait_for(lambda _: (m := bot.desk.cases.get(CASE).merged) and m.into == "C-104321")


def test_of_many_listings_those_to_split_off_are_found_and_chosen(bot_in_playground: Bot) -> None:
    bot, alice = bot_in_playground, bot_in_playground.person(ALICE)
    bot.alert()
    bot.desk.cases.open_from_alert(bot.desk.alerts.recent()[0].alert_id, by=PersonId(BOB))
    with bot.desk.store.unit() as unit:
        take_in(
            unit, CASE, (a_listing(item_id=f"55{n:04}", seller_contact=()) for n in range(150)), bot.clock()
        )
    alice.command(ALERTS, "/case", f"show {CASE}")
    alice.clicks(bot.tells(ALICE, CASE), "case.menu", Ref(case=CASE, kind="split").write())
    form = alice.modal()
    assert [value for value, _ in alice.options(form, ModalField.LISTINGS, "550149")] == ["taobao:550149"]
    alice.submits(form, {ModalField.LISTINGS: ["taobao:550149", "taobao:550002"]})
    bot.playground.wait_for(lambda _: bot.desk.cases.get(CASE).listing_count == 149 or None)


def test_listings_of_a_draft_are_found_by_title_shop_number_and_address(bot_in_playground: Bot) -> None:
    bot, alice = bot_in_playground, bot_in_playground.person(ALICE)
    bot.alert(
        item_id="71", title="丝巾 printed scarf", seller_name="晴禾的店", url="https://item.jd.com/71.html"
    )
    bot.alert(item_id="72", title="leather wallet", seller_name="other", seller_id="2")
    alice.command(ALERTS, "/draft", "")
    form = alice.modal()
    for words in ("丝巾", "Printed 晴禾", "taobao:71", "item.jd.com/71"):
        assert [value for value, _ in alice.options(form, ModalField.LISTINGS, words)] == ["taobao:71"], words
    assert len(alice.options(form, ModalField.LISTINGS)) == 2


def offered(app: App, who: str, form: FormId, field: str, about: Ref) -> list[str]:
    """What Slack would show this person in this field, asked for as Slack asks."""
    view = {"type": "modal", "callback_id": form.value, "private_metadata": about.write()}
    body = {
        "type": "block_suggestion",
        "team": {"id": TEAM_ID},
        "user": {"id": who},
        "view": view,
        "block_id": field,
        "action_id": field,
        "value": "",
    }
    answer = app.dispatch(BoltRequest(mode="socket_mode", body=body))
    assert answer.status == HTTPStatus.OK
    return [each["value"] for each in json.loads(answer.body)["options"]]


@pytest.mark.program
def test_what_the_local_slack_asks_of_a_searched_menu_is_what_slack_documents(
    bot_in_playground: Bot, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    bot, alice, sent = bot_in_playground, bot_in_playground.person(ALICE), Payloads()
    delivery = bot.playground.slack.delivery
    ask, asked = delivery.ask, list[Json]()

    async def noted(kind: str, payload: Json) -> AppReply:
        asked.append(payload)
        return await ask(kind, payload)

    monkeypatch.setattr(delivery, "ask", noted)
    form = merging(bot, MOST + 1)
    asked.clear()
    alice.options(form, ModalField.CASE, "shop")
    [payload] = asked
    sent.sought(payload)
    right = sent.module
    sent.sought({**payload, "trigger_id": "1.2"})
    told = faults(tmp_path, right=right, wrong=sent.module)
    assert told["right"] == []
    assert any("trigger_id" in fault for fault in told["wrong"])


def test_only_whoever_may_fill_in_the_form_is_offered_anything_and_nothing_is_queued(tmp_path: Path) -> None:
    merge, draft = Ref(case=CASE, kind="merge"), Ref(kind="platform-takedown")
    with a_front(tmp_path) as (front, app):
        assert offered(app, ADMIN, FormId.CASE_ACT, ModalField.CASE, merge) == ["C-000002"]
        for who in (STRANGER, GUEST, FOREIGNER, COUNSEL_GUEST, VIEWER):
            assert offered(app, who, FormId.CASE_ACT, ModalField.CASE, merge) == []
            assert offered(app, who, FormId.DRAFT, ModalField.RIGHTS, draft) == []
            assert offered(app, who, FormId.DRAFT, "asked.agent", draft) == []
        assert offered(app, ADMIN, FormId.DRAFT, "asked.agent", draft) == ["POA-1", "none"]
        assert offered(app, ADMIN, FormId.DRAFT, "asked.purchase", draft) == []
        assert offered(app, ADMIN, FormId.SNOOZE, ModalField.CASE, merge) == []
        assert (
            offered(app, ADMIN, FormId.CASE_ACT, ModalField.CASE, Ref(case=CaseId("C-9"), kind="merge")) == []
        )
        assert front.desk.inbox.waiting() == 0
