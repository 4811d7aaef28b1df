"""Every act by every role, by old and forged values too: nothing is done by outsiders or below the role that it needs."""

import json
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import replace
from datetime import timedelta
from itertools import count, product
from pathlib import Path
from typing import Any

import pytest
from slack_bolt import App, BoltRequest

from bot.domain.cases import CaseStatus
from bot.domain.errors import MarqueError, WrongInput
from bot.domain.ids import CaseId, PersonId
from bot.domain.roles import Role
from bot.playground.records import BOT_TOKEN, TEAM_ID, User
from bot.playground.seen import SeenView
from bot.playground.server import Playground
from bot.services.answering.conversations import KeptAnswer
from bot.services.desk import Desk
from bot.slack.acts import COUNSEL, COUNSEL_ANYWHERE, LEAST, least
from bot.slack.admission import NOTHING, Refused
from bot.slack.app import app_of
from bot.slack.front import Front
from bot.slack.ids import NAMED_CHANNELS, NAMED_GROUPS, NAMED_PEOPLE, ActionId, FormId, Ref, ShortcutId
from bot.slack.listeners import questions
from bot.slack.payloads import Place
from bot.slack.poster import Poster, make_client
from bot.slack.roles import SlackOptions
from bot.slack.voice import Trade
from bot.words.book import load_words
from knowledge import law
from tests.contract import records
from tests.fakes.desk import HandClock, a_desk
from tests.scenario.conftest import ALERTS, ALICE, BOB, CAROL, DAVE, OTHER, WORKSPACE, Bot
from tests.scenario.settling import worked_off

VIEWER, ANALYST, APPROVER, ADMIN = "U0VIEW", "U0ANALYST", "U0APPROVE", "U0ADMIN"
GUEST, FOREIGNER, GONE, STRANGER = "U0GUEST", "U0FOREIGN", "U0GONE", "U0STRANGER"
COUNSEL_GUEST, COUNSEL_FOREIGN = "U0CGUEST", "U0CFOREIGN"
"""Named as outside counsel, and given one case and one draft of another."""
ENDED, EXPIRED, MOVED, EMPTY = "U0ENDED", "U0EXPIRED", "U0MOVED", "U0EMPTY"
"""Named once, ended; named, and the day is past; named when of another team; named, and given nothing."""
PEOPLE = {
    VIEWER: Role.VIEWER,
    ANALYST: Role.ANALYST,
    APPROVER: Role.APPROVER,
    ADMIN: Role.ADMIN,
    GUEST: Role.NOBODY,
    FOREIGNER: Role.NOBODY,
    GONE: Role.NOBODY,
    STRANGER: Role.NOBODY,
    **dict.fromkeys((COUNSEL_GUEST, COUNSEL_FOREIGN, ENDED, EXPIRED, MOVED, EMPTY), Role.NOBODY),
}
EVERYBODY = tuple(
    User(
        id=who,
        name=who.lower(),
        real_name=who,
        is_guest=who in (GUEST, COUNSEL_GUEST),
        deleted=who == GONE,
        team_id="T0OTHER" if who in (FOREIGNER, COUNSEL_FOREIGN, ENDED, EXPIRED, MOVED, EMPTY) else TEAM_ID,
    )
    for who in PEOPLE
)
SEED = replace(
    WORKSPACE,
    users=(*WORKSPACE.users, *EVERYBODY),
    channels=tuple(replace(each, members=(*each.members, *PEOPLE)) for each in WORKSPACE.channels),
)
VALUES = (
    Ref(alert="A-1", case="C-000001", draft="D-000001", version=1, channel=ALERTS).write(),  # type: ignore[arg-type]
    Ref(draft="D-000002", version=99, batch="B-1").write(),  # type: ignore[arg-type]
    Ref(draft="D-000002", case="C-000001").write(),  # type: ignore[arg-type]
    Ref(draft="D-000001", case="C-000002").write(),  # type: ignore[arg-type]
    Ref(draft="D-999999", case="C-000001").write(),  # type: ignore[arg-type]
    "",
    '{"kind": "export", "case": "C-000001"}',
    '{"written": "by an older version"}',
    '{"role": "admin", "person": "U0ADMIN"}',
)
"""A button's value as it is today, of an older version, and as somebody may forge it."""

SHARED = (VALUES[0], '{"kind": "export", "case": "C-000001"}')
THROUGH_THE_DOOR = {
    **dict.fromkeys(PEOPLE, VALUES[:1]),
    COUNSEL_FOREIGN: VALUES,
    **dict.fromkeys((VIEWER, ANALYST), (*SHARED, VALUES[-1])),
    STRANGER: (VALUES[0], VALUES[-1]),
}
"""Values that are delivered of each act: all of them by one to whom a value makes a difference. The check behind the door
is given every value by everybody."""


FILLED = {
    "min_score": "50",
    "cap": "0",
    "left_out": "D-000001",
    "kind": "export",
    "feed_kind": "table",
    "feed_url": "https://vendor.example/rows.csv",
    "pasted": "https://item.jd.com/100012043978.html",
}
"""What forms are filled in with, so that their fields are no reason to stop."""


class LetThroughError(MarqueError):
    """The check let an act through, and this is far enough."""


class Gate:
    """A bot that goes no further than its check of roles; ``passed`` are the acts that it let through, by whom."""

    def __init__(self, front: Front, app: App) -> None:
        self.front, self._app = front, app
        self.passed: list[tuple[str, str]] = []
        self._numbers = count(1)
        self.check = front.admission.require
        front.admission.require = self._stop  # type: ignore[method-assign]

    def press(self, kind: str, name: str, who: str, value: str = "") -> bool:
        """Whether the act was let through."""
        self.passed.clear()
        body = payload(kind, name, who, value, next(self._numbers))
        self._app.dispatch(BoltRequest(mode="socket_mode", body=body))
        worked_off(self.front)
        return (who, name) in self.passed

    def _stop(self, place: Place, act: str, within: str = "", about: Ref = NOTHING) -> None:
        self.check(place, act, within, about)
        self.passed.append((place.person, act))
        if act != ActionId.START_AGAIN:
            raise LetThroughError


def payload(kind: str, name: str, who: str, value: str, number: int) -> dict[str, Any]:
    """A delivery as Slack writes it."""
    trigger = f"trigger.{number}"
    team = {"id": TEAM_ID, "domain": "playground"}
    frame: dict[str, Any] = {"user": {"id": who, "team_id": TEAM_ID}, "team": team, "trigger_id": trigger}
    channel = {"id": ALERTS, "name": "alerts"}
    if kind == "command":
        return {
            "command": name,
            "text": value,
            "user_id": who,
            "channel_id": ALERTS,
            "team_id": TEAM_ID,
            "trigger_id": trigger,
        }
    if kind == "event":
        event = {"type": name, "user": who, "channel": f"D{who[1:]}", "ts": f"1.{number}", "text": value}
        event |= {"channel_type": "im"} if name == "message" else {"tab": "home"}
        return {
            "type": "event_callback",
            "event_id": f"Ev{number}",
            "team_id": TEAM_ID,
            "event": event,
            "authorizations": [{"team_id": TEAM_ID, "user_id": "U0MARQUE", "is_bot": True}],
        }
    if kind == "form":
        view = {
            "id": f"V{number}",
            "type": "modal",
            "callback_id": name,
            "private_metadata": value,
            "state": {"values": {"b": {name: {"value": text} for name, text in FILLED.items()}}},
        }
        return {**frame, "type": "view_submission", "view": view}
    if kind == "shortcut":
        message = {"text": "https://item.taobao.com/item.htm?id=1", "ts": "1.0"}
        return {
            **frame,
            "type": "message_action",
            "callback_id": name,
            "channel": channel,
            "message": message,
        }
    action = {
        "action_id": name,
        "block_id": "b",
        "type": "button",
        "value": value,
        "action_ts": f"2.{number}",
    }
    return {**frame, "type": "block_actions", "channel": channel, "actions": [action], "container": {}}


@contextmanager
def a_front(home: Path, signing_secret: str = "") -> Iterator[tuple[Front, App]]:
    """A bot whose people have every role."""
    with (
        Playground(SEED, retry_delays=()) as playground,
        a_desk(
            home,
            clock=HandClock(),
            approvers=(APPROVER,),
            admins=(ADMIN,),
            analysts=(ANALYST,),
            viewers=(VIEWER,),
        ) as desk,
        ThreadPoolExecutor(4) as pool,
    ):
        client = make_client(BOT_TOKEN, playground.api_url)
        front = Front(desk, Poster(client), SlackOptions(), load_words("en"), law.load(), Trade(pool=pool))
        app = app_of(front, client, signing_secret)
        name_counsel(desk)
        yield front, app


def name_counsel(desk: Desk) -> None:
    """People who are counsel, or were, and what they were given."""
    now = desk.clock()
    with desk.store.unit() as unit:
        for number in (1, 2):
            case_id = CaseId(f"C-00000{number}")
            unit.cases.save(records.case(number))
            unit.drafts.save(records.draft(number, case_id=case_id))
    admin, room = PersonId(ADMIN), desk.counsel
    days = {EXPIRED: now.date()}
    teams = {COUNSEL_GUEST: TEAM_ID, MOVED: "T0BEFORE"}
    for name in (COUNSEL_GUEST, COUNSEL_FOREIGN, ENDED, EXPIRED, MOVED, EMPTY):
        who = PersonId(name)
        until = days.get(name, now.date() + timedelta(days=30))
        room.name(who, teams.get(name, "T0OTHER"), until, by=admin)
        if name != EMPTY:
            room.share(who, CaseId("C-000001"), by=admin)
    room.end(PersonId(ENDED), by=admin)
    desk.clock.forward(days=2)  # type: ignore[attr-defined]  # a clock that tests move


def may(who: str, act: str, value: str) -> bool:
    """Whether this act is this person's to do: by role, or by what is shared with counsel."""
    if who in (COUNSEL_GUEST, COUNSEL_FOREIGN, EMPTY):
        return act in COUNSEL_ANYWHERE or (who != EMPTY and act in COUNSEL and value in SHARED)
    return PEOPLE[who] >= least(act, read_by_anybody(value).kind)


@pytest.fixture
def gate(tmp_path: Path) -> Iterator[Gate]:
    with a_front(tmp_path) as (front, app):
        front.whisper = lambda place, shown: None  # type: ignore[method-assign]  # thousands of refusals
        yield Gate(front, app)


def test_no_act_is_done_by_an_outsider_or_below_its_role_whatever_its_value(gate: Gate) -> None:
    wrong, shut, tried = [], set(), 0
    for route in gate.front.worklist.routes:
        bears_value = route.kind in ("click", "form") and route.name != ActionId.START_AGAIN
        for who in PEOPLE:
            for value in THROUGH_THE_DOOR[who] if bears_value else ("",):
                tried += 1
                done = gate.press(route.kind, route.name, who, value)
                allowed = may(who, route.name, value if bears_value else "")
                if done and not allowed:
                    wrong.append((route.name, who, value))
                # Bolt may be back from an acknowledgement before the work has begun: what was not seen is pressed again.
                if not done and allowed and value in ("", VALUES[0]):
                    done = gate.press(route.kind, route.name, who, value)
                    shut |= set() if done else {route.name}
    assert wrong == []
    assert shut <= {
        FormId.RULE,
        FormId.COUNSEL,
        FormId.PURCHASE,
        ActionId.START_AGAIN,
    }  # empty here, and so wrong in themselves
    assert tried > 1_800


def test_the_check_lets_every_act_through_to_those_whose_it_is_and_to_nobody_else(gate: Gate) -> None:
    odd, tried = [], 0
    for act, who, value in product({route.name for route in gate.front.worklist.routes}, PEOPLE, VALUES):
        tried += 1
        about = read_by_anybody(value)
        try:
            gate.check(Place(person=PersonId(who), channel=ALERTS), act, about.kind, about)
            passed = True
        except Refused:
            passed = False
        if passed is not may(who, act, value):
            odd.append((act, who, value))
    assert odd == []
    assert tried > 7_000


def read_by_anybody(value: str) -> Ref:
    """What a value says, as far as it can be read."""
    try:
        return Ref.read(value)
    except WrongInput:
        return NOTHING


@pytest.mark.parametrize(("who", "role"), PEOPLE.items())
def test_answers_name_drafts_to_those_who_may_read_them_and_to_nobody_else(
    gate: Gate, monkeypatch: pytest.MonkeyPatch, who: str, role: Role
) -> None:
    given: list[bool] = []

    def ask(text: str, *, may_see_drafts: bool, **_: object) -> KeptAnswer:
        given.append(may_see_drafts)
        raise LetThroughError

    monkeypatch.setattr(gate.front.desk.conversations, "ask", ask)
    with pytest.raises(LetThroughError):
        questions.ask_privately(
            gate.front, Place(person=PersonId(who), channel=ALERTS), "which drafts wait?", "key"
        )
    assert given == [role >= Role.ANALYST]


def test_a_button_that_starts_another_delivery_again_needs_the_role_of_that_one(gate: Gate) -> None:
    held = {"channel": {"id": ALERTS}, "message": {}, "actions": [{"value": VALUES[0]}]}
    forged = {"kind": "click", "name": ActionId.APPROVE_DRAFT, "body": {**held, "user": {"id": ADMIN}}}
    let = []
    for who in PEOPLE:
        gate.press("click", ActionId.START_AGAIN, who, json.dumps(forged))
        let += [person for person, act in gate.passed if act == ActionId.APPROVE_DRAFT]
    assert let == [APPROVER, ADMIN, COUNSEL_GUEST, COUNSEL_FOREIGN]


@pytest.mark.parametrize(
    ("act", "within", "role"),
    [
        ("/watch", "status", Role.VIEWER),
        ("/watch", "sweep", Role.ANALYST),
        ("/marque", "draft", Role.ANALYST),
        ("verb", "show", Role.VIEWER),
        ("verb", "close", Role.ANALYST),
        ("verb", "a word that no list has", Role.ANALYST),
        ("case.menu", "export", Role.ANALYST),
        ("case.menu", "listings", Role.VIEWER),
    ],
)
def test_words_of_commands_verbs_and_entries_of_menus_have_rows_of_their_own(
    act: str, within: str, role: Role
) -> None:
    assert least(act, within) is role


def test_every_act_that_a_listener_registers_has_its_row_and_every_id_too(gate: Gate) -> None:
    assert {route.name for route in gate.front.worklist.routes} <= set(LEAST)
    assert {each.value for kind in (ActionId, FormId, ShortcutId) for each in kind} <= set(LEAST)
    with pytest.raises(KeyError):
        least("an act without a row")


@pytest.mark.parametrize(
    ("who", "sentence"),
    [
        (GUEST, "Guests of this workspace cannot use Marque"),
        (FOREIGNER, "People of another workspace cannot use Marque"),
        (STRANGER, "You are not on the list"),
        (VIEWER, "needs the role analyst; yours is viewer"),
    ],
)
def test_who_is_refused_hears_privately_why_and_whom_to_ask(tmp_path: Path, who: str, sentence: str) -> None:
    told: list[tuple[Place, str]] = []
    with a_front(tmp_path) as (front, app):
        front.whisper = lambda place, shown: told.append((place, shown.text))  # type: ignore[method-assign]
        app.dispatch(BoltRequest(mode="socket_mode", body=payload("click", ActionId.WAKE, who, VALUES[0], 1)))
        worked_off(front)
        [(place, text)] = told
        assert place.person == who
        assert sentence in text
        assert text.endswith(f"Ask <@{ADMIN}>.")
        assert all(case.status is not CaseStatus.OPEN for case in front.desk.cases.find(limit=100)[0])


def test_where_slack_cannot_say_who_asks_the_law_is_told_privately_and_acts_are_refused(
    bot_in_playground: Bot,
) -> None:
    bot = bot_in_playground
    alert = bot.alert()
    bot.playground.arm("users.info", "http_500", times=1_000)
    bot.clock.forward(hours=2)
    bot.person(ALICE).clicks(alert, "alert.more", "Details")
    bot.tells(ALICE, "Slack cannot say right now who you are")
    bot.person(ALICE).says(ALERTS, "<@U0MARQUE> Who gets a mark?")
    assert bot.tells(ALICE, "whoever files first").ephemeral_for == ALICE


def test_whose_language_slack_says_only_when_asked_again_is_told_in_it_all_the_same(
    bot_in_playground: Bot,
) -> None:
    bot, users = bot_in_playground, bot_in_playground.playground.slack.workspace.users
    users[ALICE] = replace(users[ALICE], locale="zh-CN")
    alice, preview = bot.person(ALICE), bot.draft()

    def slack_fails_once() -> None:
        bot.clock.forward(hours=2)
        bot.desk.people.forget(PersonId(ALICE))
        bot.playground.arm("users.info", "http_500")

    slack_fails_once()
    alice.clicks(preview, "draft.approve")
    bot.tells(ALICE, "此操作需要“审批人”角色，您的角色是“分析员”")
    slack_fails_once()
    alice.command(ALERTS, "/marque", "help")
    bot.tells(ALICE, "Marque 能做什么")


def settings_of(bot: Bot) -> SeenView:
    """The form of an admin."""
    dave = bot.person(DAVE)
    dave.opens_home()
    dave.clicks(dave.home(), "setup.settings")
    return bot.form(DAVE, NAMED_PEOPLE + "approvers")


def test_an_admin_chooses_user_groups_in_the_settings_form(bot_in_playground: Bot) -> None:
    bot = bot_in_playground
    bot.person(DAVE).submits(settings_of(bot), {NAMED_GROUPS + "approvers": ["S0LAW"]})
    bot.tells(DAVE, "Kept: ")
    assert "S0LAW" in bot.desk.settings.of("approvers")
    bot.person(DAVE).submits(settings_of(bot), {NAMED_GROUPS + "approvers": []})
    bot.playground.wait_for(lambda _: "S0LAW" not in bot.desk.settings.of("approvers") or None)


def test_a_settings_form_that_was_opened_before_somebody_changed_them_undoes_nothing(
    bot_in_playground: Bot,
) -> None:
    bot = bot_in_playground
    form = settings_of(bot)
    bot.desk.settings.change({"approvers": (BOB,)}, by=PersonId(DAVE))
    bot.person(DAVE).submits(form, {NAMED_CHANNELS + "viewers": [OTHER]})
    bot.tells(DAVE, "somebody changed them since this form was opened")
    assert bot.desk.settings.of("approvers") == (BOB,)
    bot.person(DAVE).submits(settings_of(bot), {NAMED_CHANNELS + "viewers": [OTHER]})
    bot.tells(DAVE, "Kept: ")
    assert (bot.desk.settings.of("viewers"), bot.desk.settings.of("approvers")) == ((OTHER,), (BOB,))


def test_where_slack_names_no_groups_those_set_stay(bot_in_playground: Bot) -> None:
    bot = bot_in_playground
    bot.desk.settings.change({"approvers": (BOB, "S0LAW")}, by=PersonId(DAVE))
    bot.playground.arm("usergroups.list", "error:missing_scope")
    form = settings_of(bot)
    assert "`S0LAW`" in form.everything
    bot.person(DAVE).submits(form, {NAMED_PEOPLE + "approvers": [BOB, CAROL]})
    bot.tells(DAVE, "Kept: ")
    assert set(bot.desk.settings.of("approvers")) == {BOB, CAROL, "S0LAW"}
