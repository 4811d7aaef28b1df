"""Slack's dictionaries become typed records, and only in payloads."""

from datetime import date
from typing import Any

import pytest

from bot.domain.errors import WrongInput
from bot.domain.ids import DraftId, ListingId
from bot.slack.ids import Ref
from bot.slack.naming import person_in
from bot.slack.parsing import (
    event_key,
    parse_click,
    parse_command,
    parse_form,
    parse_opened,
    parse_said,
    place_of,
    plain,
)
from bot.slack.payloads import Place


def a_mention(**changes: Any) -> dict[str, Any]:
    event = {
        "type": "app_mention",
        "user": "U0ALICE",
        "text": "<@U0MARQUE> hi &amp; bye",
        "ts": "1.1",
        "channel": "C0A",
    }
    return {"event_id": "Ev1", "event": {**event, **changes}}


def test_a_button_says_what_it_is_about_and_reads_back() -> None:
    ref = Ref(draft=DraftId("D-88"), version=3)
    assert ref.write() == '{"draft": "D-88", "version": 3}'
    assert Ref.read(ref.write()) == ref
    wide = Ref(listings=(ListingId("taobao:1"), ListingId("taobao:2")), kind="amr-complaint")
    assert Ref.read(wide.write()) == wide
    assert Ref.read("") == Ref()


@pytest.mark.parametrize("written", ["not json", "[1]", '{"unknown": 1}', "3"])
def test_a_button_of_another_version_is_refused_in_words(written: str) -> None:
    with pytest.raises(WrongInput, match="use a newer message"):
        Ref.read(written)


def test_a_mention_loses_the_mention_and_keeps_its_thread() -> None:
    said = parse_said(a_mention(thread_ts="0.9"))
    assert said is not None
    assert (said.text, said.root, said.direct) == ("hi & bye", "0.9", False)


@pytest.mark.parametrize(
    "changes",
    [
        {"bot_id": "B1"},
        {"subtype": "message_changed"},
        {"type": "message", "channel_type": "channel"},
        {"user": None},
    ],
)
def test_what_is_not_for_the_bot_is_let_go(changes: dict[str, Any]) -> None:
    assert parse_said(a_mention(**changes)) is None


def test_a_message_of_another_team_names_that_team() -> None:
    said = parse_said(a_mention(user_team="T0FIRM"))
    assert said is not None
    assert said.place.team == "T0FIRM"


def test_a_direct_message_starts_its_own_thread() -> None:
    said = parse_said(a_mention(type="message", channel_type="im", text="hello"))
    assert said is not None
    assert (said.root, said.direct) == ("1.1", True)


def test_a_command_carries_its_place_and_one_key_for_each_run() -> None:
    body = {
        "command": "/ask",
        "text": " what about &lt;x&gt; &amp; <https://a.example|a>? ",
        "user_id": "U0A",
        "channel_id": "C0A",
        "trigger_id": "T.1",
        "response_url": "https://hooks.example/1",
    }
    command = parse_command(body)
    assert command.text == "what about <x> & a?"
    assert command.place == Place(person="U0A", channel="C0A", response_url="https://hooks.example/1")  # type: ignore[arg-type]  # a plain id
    assert parse_command({**body, "trigger_id": "T.2"}).key != command.key
    assert place_of(body) == command.place


def test_a_click_names_its_message_and_the_thread_it_is_in() -> None:
    body = {
        "type": "block_actions",
        "user": {"id": "U0A"},
        "channel": {"id": "C0A"},
        "container": {"type": "message", "message_ts": "2.2", "thread_ts": "1.1"},
        "message": {"ts": "2.2", "thread_ts": "1.1"},
        "trigger_id": "T",
        "actions": [
            {"action_id": "draft.approve", "value": '{"draft": "D-1", "version": 2}', "action_ts": "9"}
        ],
    }
    click = parse_click(body)
    assert (click.ts, click.place.thread, click.ref) == ("2.2", "1.1", Ref(draft=DraftId("D-1"), version=2))
    assert place_of(body) == click.place
    chosen = parse_click({**body, "actions": [{"selected_option": {"value": "amr"}, "action_ts": "9"}]})
    assert chosen.value == "amr"


def test_a_form_gives_every_kind_of_field() -> None:
    values = {
        "a": {"reason": {"type": "plain_text_input", "value": " because "}},
        "b": {"when": {"type": "datepicker", "selected_date": "2026-11-24"}},
        "c": {
            "rights": {
                "type": "multi_static_select",
                "selected_options": [{"value": "TM-1"}, {"value": "TM-2"}],
            }
        },
        "d": {"owner": {"type": "users_select", "selected_user": "U0B"}},
        "e": {"empty": {"type": "plain_text_input", "value": None}},
        "f": {"how": {"type": "static_select", "selected_option": {"value": "portal"}}},
    }
    view = {
        "id": "V1",
        "private_metadata": Ref(channel="C0A", thread="1.1").write(),
        "state": {"values": values},
    }
    form = parse_form({"type": "view_submission", "user": {"id": "U0A"}, "view": view, "trigger_id": "T"})
    assert form.text("reason") == "because"
    assert form.day("when") == date(2026, 11, 24)
    assert form.values["rights"] == ("TM-1", "TM-2")
    assert (form.text("owner"), form.text("empty"), form.text("how")) == ("U0B", "", "portal")
    assert form.day("empty") is None
    assert (form.place.channel, form.place.thread) == ("C0A", "1.1")


def test_opening_the_app_names_the_tab() -> None:
    body = {
        "event_id": "Ev2",
        "event": {"type": "app_home_opened", "user": "U0A", "channel": "D0A", "tab": "messages"},
    }
    assert parse_opened(body).tab == "messages"


def test_links_read_as_a_person_reads_them_and_people_stay() -> None:
    assert plain("<mailto:a@b.example|a@b.example> <@U0BOB> <#C0A|x> <https://b.example>") == (
        "a@b.example <@U0BOB> <#C0A|x> https://b.example"
    )
    assert person_in("assign <@U0BOB|bob> now") == "U0BOB"
    assert person_in("assign bob") is None


def test_a_repeat_is_known_by_its_key_and_without_one_nothing_counts_as_a_repeat() -> None:
    assert event_key(a_mention()) == "event:Ev1"
    assert event_key({"event": {}}) == ""
    bare = {"command": "/ask", "user_id": "U0A", "channel_id": "C0A"}
    assert parse_command(bare).key == ""
    assert parse_command({**bare, "trigger_id": "T"}).key == parse_command({**bare, "trigger_id": "T"}).key


def test_a_broken_modal_still_says_who_to_tell() -> None:
    view = {"id": "V1", "private_metadata": "broken"}
    assert place_of({"type": "view_submission", "user": {"id": "U0A"}, "view": view}).person == "U0A"
