"""The plain model of the product finds what it is for and is silent on what is right: units of work as the journal tells them."""

from __future__ import annotations

import sqlite3
from datetime import UTC, datetime, timedelta
from types import SimpleNamespace
from typing import Any

from tests.simulation.beside import Doubts, next_days, wrong_talks
from tests.simulation.checks import opened
from tests.simulation.journal import Change
from tests.simulation.kinds import _odd_traces, wrong_kinds
from tests.simulation.lives import wrong_lives, wrong_words
from tests.simulation.messages import misplaced, wrong_messages
from tests.simulation.model import ANA, LEO, MEI, ROLES, VERA, Acting
from tests.simulation.said import Said, _by_lines
from tests.simulation.states import Known, Rows, _digests
from tests.simulation.together import as_shown, of_one_mind

NOW = datetime(2026, 11, 24, 3, tzinfo=UTC)
BEFORE = (NOW - timedelta(days=1)).isoformat()
Row = dict[str, Any]


def a_world(**rows: Row) -> Any:
    """What the models ask of a world. ``rows``: table and key, joined by two lines."""
    known = Known()
    known.rows = Rows({tuple(name.split("__")): row for name, row in rows.items()})  # type: ignore[misc]
    channels = {"D0LEO": SimpleNamespace(is_im=True, members=(LEO,)), "C0X": SimpleNamespace(is_im=False)}
    standin = SimpleNamespace(workspace=SimpleNamespace(channels=channels))
    return SimpleNamespace(
        known=known, clock=lambda: NOW, step="work", delay=timedelta(), slack=SimpleNamespace(standin=standin, deleted=set()),
        feed=SimpleNamespace(seen={"taobao:1": "gone"}), role_of=lambda who: ROLES.get(who, "nobody"),
    )  # fmt: skip


def act(what: str, who: str, subject: str, **details: Any) -> Change:
    return Change("audit", what, None, {"what": what, "who": who, "subject": subject, "details": details})


def a_draft(**more: Any) -> Row:
    yes = {"by": ANA, "version": 1}
    return {
        "status": "approved", "version": 1, "approvals": [yes], "waivers": [], "reminders": ["waiting"], "files": [],
        "composition": {"gaps": []}, "waiting_since": BEFORE, "release_at": BEFORE, "released_at": BEFORE,
        "ts": "1.1", "channel": "C0X", "copies": [], "calls": [], **more,
    }  # fmt: skip


def test_what_is_withdrawn_waits_from_now_on() -> None:
    gone = {
        "status": "awaiting_approval",
        "approvals": [],
        "reminders": [],
        "release_at": None,
        "released_at": None,
    }
    done, world = act("draft.approval_withdrawn", ANA, "C-1", draft="D-1"), a_world()
    right = Change("drafts", "D-1", a_draft(), a_draft(**gone, waiting_since=NOW.isoformat()))
    assert list(wrong_lives(world, [right, done])) == []
    wrong = Change("drafts", "D-1", a_draft(), a_draft(**gone))
    assert ["waiting_since" in each for each in wrong_lives(world, [wrong, done])] == [True]


def test_a_field_that_no_act_speaks_of_stays_as_it_was() -> None:
    noted = Change("drafts", "D-1", a_draft(), a_draft(reminders=[]))
    assert list(wrong_lives(a_world(), [noted, act("case.noted", LEO, "C-1")]))


def test_what_is_still_down_went_down_when_it_first_did() -> None:
    entry = {"case_id": "C-1", "listing_id": "taobao:1", "state": "down", "looks": 3, "notified_at": BEFORE}
    before = {**entry, "down_at": BEFORE, "looked_at": BEFORE, "next_look_at": BEFORE, "why": ""}
    seen = {
        **before,
        "looks": 4,
        "looked_at": NOW.isoformat(),
        "next_look_at": (NOW + timedelta(days=7)).isoformat(),
    }
    look = [Change("case_listings", "taobao:1", before, seen)]
    assert list(wrong_lives(a_world(), look)) == []
    anew = [Change("case_listings", "taobao:1", before, {**seen, "down_at": NOW.isoformat()})]
    assert ["down_at" in each for each in wrong_lives(a_world(), anew)] == [True]


def test_two_acts_bear_two_names() -> None:
    world, word = a_world(), {"verdict": "unclear", "previous": None, "batch": "b"}
    assert list(wrong_words(world, [Change("verdicts", "taobao:1", None, word)])) == []
    assert list(wrong_words(world, [Change("verdicts", "taobao:2", None, word)]))


def test_a_source_that_breaks_off_is_told_once_and_once_more_when_it_does_not() -> None:
    world, note = a_world(), {"kind": "admin_note", "subject": "feed", "body": "x"}
    told = Change("outbox", "1", None, note)

    def looked(error: str) -> Change:
        return Change("looks", "1", None, {"source": "feed", "error": error})

    assert list(wrong_messages(world, [looked("broke off")])) == [
        "admin_note feed  was to be told after work, and is not on its way"
    ]
    assert list(wrong_messages(world, [looked("broke off")])) == []
    assert list(wrong_messages(world, [looked(""), told])) == []
    assert list(wrong_messages(world, [looked(""), told])) != []


def test_a_message_stands_with_whom_it_is_for_and_in_the_thread_of_its_thing() -> None:
    clock, case = {"case_id": "C-1"}, {"owner": LEO, "deputy": None, "channel": "C0X", "ts": ""}
    world = a_world(**{"deadlines__DL-1": clock, "cases__C-1": case})
    assert list(misplaced(world, "D0LEO", "", {"key": "DL-1 T-0"})) == []
    assert list(misplaced(world, "D0LEO", "", {"key": "note 7"})) == [
        f"note 7 was told to {LEO}, and is for U0ADA, {MEI}"
    ]
    case["ts"] = "1.1"
    assert list(misplaced(world, "C0X", "1.1", {"key": "DL-1 T-0"})) == []
    assert list(misplaced(world, "C0X", "2.2", {"key": "DL-1 T-0"}))
    assert list(misplaced(world, "C0X", "", {"key": "DL-1 T-0"}))
    world.slack.deleted.add(("C0X", "1.1"))  # nothing can stand in its thread any more
    assert list(misplaced(world, "C0X", "", {"key": "DL-1 T-0"})) == []
    assert list(misplaced(world, "C0Y", "", {"key": "DL-1 T-0"}))


def test_whoever_was_left_out_of_a_digest_may_be_in_the_next() -> None:
    def step(held: str, then: str, *more: Change) -> list[str]:
        goods = {"title": "serum"}
        row = Change("alerts", "A-1", {"held": held, "listing": goods}, {"held": then, "listing": goods})
        return list(_digests(world, [row, *more]))

    world = a_world()
    world.daily = ""
    told = Change("outbox", "1", None, {"kind": "digest", "body": "A-1"})
    assert step("digest", "told_in_digest", told) == []
    assert step("told_in_digest", "judged_before_told") == step("judged_before_told", "digest") == []
    assert step("digest", "told_in_digest", told) == []
    assert step("digest", "told_in_digest", told) == ["A-1 is in a second digest"]


def test_a_talk_settles_those_with_its_office_about_its_case_alone() -> None:
    talk = {"case_id": "C-1", "office": "Taobao", "next_on": None, "settled": False}
    other, done = {**talk, "case_id": "C-2"}, {**talk, "settled": True}
    world = a_world(**{"contacts__CT-1": talk, "contacts__CT-2": other})
    logged = act("contact.logged", LEO, "C-1", office="Taobao", next_on=None)
    right = [Change("contacts", "CT-1", talk, done), logged]
    assert list(wrong_talks(world, right)) == []
    assert ["CT-1 is" in each for each in wrong_talks(world, [logged])] == [True]
    both = [*right, Change("contacts", "CT-2", other, {**other, "settled": True})]
    assert ["CT-2 is" in each for each in wrong_talks(world, both)] == [True]


def test_home_shows_the_first_day_of_a_case_be_it_the_teams_or_a_clocks() -> None:
    case = {"case_id": "C-1", "owner": LEO, "status": "open", "due_on": "2026-12-20"}
    clock = {"case_id": "C-1", "due_on": "2026-12-10", "done_at": None}
    world = a_world(**{"cases__C-1": case, "deadlines__DL-1": clock})

    def view(day: str) -> Row:
        shown = {"action_id": "home.case", "value": '{"case": "C-1"}'}
        return {
            "blocks": [{"type": "section", "text": {"text": f"C-1 · next day {day}"}, "accessory": shown}]
        }

    assert list(next_days(world, LEO, view("10 December 2026"))) == []
    assert list(next_days(world, LEO, view("20 December 2026"))) != []


def test_what_may_stand_is_looked_for_before_it_is_posted_again() -> None:
    doubts = Doubts()
    doubts.unsure("alert A-1", "C0X")
    assert list(doubts.posting("alert A-1", "C0X")) == [
        "alert A-1 was posted again, and nobody had looked whether it stands"
    ]
    doubts.unsure("alert A-1", "C0X")
    doubts.looked("C0X")
    assert list(doubts.posting("alert A-1", "C0X")) == []


def test_what_was_decided_of_an_alert_stays_when_it_is_posted() -> None:
    before = {
        "ts": "", "channel": "", "posted_at": None, "held": None, "rule": "R-1", "released_at": None, "state": "open",
        "verdict": None, "folded_into": None, "folds": 0, "listing": {}, "assessment": {"score": 1, "band": "high"},
        "raised_at": BEFORE, "snoozed_until": None, "changed": False, "proof": None,
    }  # fmt: skip
    posted = {**before, "ts": "1.1", "channel": "C0X", "posted_at": NOW.isoformat()}
    world = a_world()
    world.step = "deliver"
    assert list(wrong_lives(world, [Change("alerts", "A-1", before, posted)])) == []
    lost = Change("alerts", "A-1", before, {**posted, "rule": ""})
    assert ["rule is ''" in each for each in wrong_lives(world, [lost])] == [True]


def test_what_may_stand_in_slack_is_known_as_such() -> None:
    world, told = a_world(), {"kind": "alert", "subject": "A-1"}
    certain, put_back = (Change("doubts", "7", None, {**told, "before": before}) for before in (1, 0))
    world.slack.doubts = Doubts()
    assert ["message 7 about A-1" in each for each in wrong_kinds(world, [certain])] == [True]
    assert list(wrong_kinds(world, [put_back])) == []
    world.slack.doubts.unsure("alert A-1", "C0X")
    assert ["message 7 about A-1" in each for each in wrong_kinds(world, [put_back])] == [True]
    world.slack.doubts.looked("C0X")
    assert list(wrong_kinds(world, [put_back])) == []


def test_an_alert_is_found_by_the_goods_that_it_is_about_now() -> None:
    connection = sqlite3.connect(":memory:")
    connection.row_factory = sqlite3.Row
    connection.execute("CREATE TABLE alert_traces (alert_id, trace)")
    connection.execute("CREATE TABLE shop_names (listing_id, name, shop)")
    connection.execute("INSERT INTO shop_names VALUES ('taobao:1', 's-1', 'taobao:s-1')")
    told = [("A-1", "seller:taobao:s-1"), ("A-1", "picture:images/1.png")]
    connection.executemany("INSERT INTO alert_traces VALUES (?, ?)", told)
    row = connection.execute(
        "SELECT 'A-1' AS alert_id, 'taobao:1' AS listing_id, 'taobao:s-1' AS shop"
    ).fetchone()
    listing = {
        "platform": "taobao", "seller_id": "s-1", "seller_name": "", "seller_company": "", "images": ["images/1.png"],
        "prints": [],
    }  # fmt: skip
    assert list(_odd_traces(connection, row, listing)) == []
    for other in ({"images": ["images/2.png"]}, {"seller_id": "s-2"}, {"seller_name": "Outlet"}):
        assert list(_odd_traces(connection, row, {**listing, **other})) != []
    connection.close()


def a_cost(amount: str, on: str) -> list[Change]:
    cost = {"amount": amount, "currency": "CNY", "what": "notary", "on": on, "by": LEO}
    kept = Change("cases", "C-1", {"case_id": "C-1", "costs": []}, {"case_id": "C-1", "costs": [cost]})
    told = {"amount": amount, "currency": "CNY", "what": "notary"}
    written = {"what": "case.cost", "who": LEO, "subject": "C-1", "details": told}
    return [kept, Change("audit", "1", None, written)]


def settled(*changes: Change) -> list[str]:
    world = a_world()
    doing = Acting(LEO, "event", "app_mention", "key", "cost")
    world.worked, world.checks = {"key": doing}, SimpleNamespace(allowed=lambda acting: True)
    said = Said(world)
    said.heard("key", {"event": {"text": "<@U0MARQUE> cost CNY 1200 notary"}})
    said.committed("key", changes)
    return list(said.settled("key"))


def test_what_a_person_said_is_kept_as_said_on_its_day_or_is_found() -> None:
    assert not settled(*a_cost("1200", "2026-11-24"))
    assert any("cases.costs.amount" in each for each in settled(*a_cost("1000", "2026-11-24")))
    assert any("cases.costs.on" in each for each in settled(*a_cost("1200", "2026-11-23")))
    assert any("cases.costs.amount is []" in each for each in settled())


def test_lines_that_the_bot_put_into_a_field_may_stand_as_what_they_were_made_of() -> None:
    def kept(*lines: str) -> list[Change]:
        reasons = [{"zh": line, "by": LEO} for line in lines]
        return [Change("drafts", "D-1", {"request": {}}, {"request": {"reasons": reasons}})]

    said = ["商品一的标题写有商标。\n商品一的图片与真品相同。"]
    assert _by_lines(said, kept("商品一的标题写有商标。", "商品一的图片与真品相同。"))
    assert not _by_lines(said, kept("商品一的标题写有商标。"))
    assert not _by_lines(["一句话。"], kept("一句话。"))


def test_a_form_that_opens_for_who_may_not_send_it_is_found() -> None:
    window = {"callback_id": "form.close", "private_metadata": '{"case": "C-1"}', "submit": {"text": "Close"}}
    for who, found in ((LEO, False), (VERA, True)):
        assert bool(list(opened(a_world(), Acting(who, "click", "case.close", "", ""), window))) is found


def test_those_behind_an_alert_are_opened_again_with_it() -> None:
    row = {"state": "dismissed", "verdict": "genuine", "folded_into": None}
    behind = {**row, "folded_into": "A-1"}
    world, done = a_world(**{"alerts__A-1": row, "alerts__A-2": behind}), act("alert.woken", LEO, "A-1")
    opened_first = Change("alerts", "A-1", row, {**row, "state": "open", "verdict": None})
    opened_next = Change("alerts", "A-2", behind, {**behind, "state": "open", "verdict": None})
    assert list(of_one_mind(world, [opened_first, opened_next, done])) == []
    assert ["A-2" in each for each in of_one_mind(world, [opened_first, done])] == [True]


def test_what_was_shown_in_one_version_changes_no_other() -> None:
    world, doing = a_world(), Acting(ANA, "form", "form.leave_out", "key", "")
    chosen = {"left_out": {"left_out": {"selected_options": [{"value": "D-1:1:0"}]}}}
    body = {"view": {"private_metadata": "{}", "state": {"values": chosen}}}
    world.said = SimpleNamespace(body=lambda key: body)
    first = Change("drafts", "D-1", a_draft(version=1), a_draft(version=2))
    second = Change("drafts", "D-1", a_draft(version=2), a_draft(version=3))
    assert list(as_shown(world, [first], doing)) == []
    assert ["changed version 2" in each for each in as_shown(world, [second], doing)] == [True]


def test_an_answer_comes_where_slack_does_not_let_look_for_it_and_nothing_else_does() -> None:
    doubts = Doubts()
    for name in ("answer 1.1", "alert A-1"):
        doubts.unsure(name, "C0X")
    doubts.refused("C0X")
    assert list(doubts.posting("answer 1.1", "C0X")) == []
    assert list(doubts.posting("alert A-1", "C0X")) != []
