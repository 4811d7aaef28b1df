"""Deliveries that Slack would not write so, signed all the same: refused in words, nothing done, no error of an unknown kind."""

import copy
import hashlib
import hmac
import io
import json
import time
from collections.abc import Collection, Iterator
from http import HTTPStatus
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import pytest
from slack_bolt import BoltRequest

from bot.domain.audit import faults
from bot.domain.errors import MarqueError
from bot.domain.verdicts import Verdict
from bot.slack.blocks.alert_forms import CLEARING
from bot.slack.blocks.examinations import VERDICTS
from bot.slack.ids import NAMED_PEOPLE, OTHER_VERSION, ActionId, FormId, ModalField
from bot.slack.payloads import Place
from bot.slack.web.meters import Meters
from bot.slack.web.site import EVENTS, Site
from tests.scenario.settling import worked_off
from tests.scenario.test_roles import ADMIN, FILLED, VALUES, a_front, payload

SECRET = "forged and signed all the same"
ODD: tuple[Any, ...] = (None, [], {}, 7, "x", [None], {"id": []}, [[]], True)
"""What stands where something else belongs."""

ODD_VALUES = (
    "[", "[]", "7", "null", '{"alert": []}', '{"draft": 7}', '{"version": "one"}', '{"listings": [1]}', '{"kind": {}}',
    '{"kind": "none", "listings": ["taobao:1"]}', '{"group": "none"}', "D-1:1", "D-1:x:y", "\ud800", "[" * 5_000, "x" * 2_000,
)  # fmt: skip
"""Values of buttons, options and modals that no version wrote."""

FIELDS = (*ModalField, *FILLED, NAMED_PEOPLE + "approvers", "asked.facts_zh", "asked.agent")
TYPED = ("x", "2026-02-30", "9999-12-31", "25:99", "9" * 30, "9" * 5_000, "\ud800")
"""What no date, time, number or choice is, in every field of a form."""


def _filled(body: dict[str, Any], text: str) -> dict[str, Any]:
    """A form with this in every field that any form has."""
    filled = {name: {name: {"type": "plain_text_input", "value": text}} for name in FIELDS}
    return {**body, "view": {**body["view"], "state": {"values": filled}}}


def _misshapen(body: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """The delivery with one thing at one place taken out or replaced, two levels deep."""
    for key in body:
        if key in ("type", "command"):  # by these it is told what it is
            continue
        yield {name: value for name, value in body.items() if name != key}
        for odd in ODD:
            yield {**body, key: odd}
        inner = body[key][0] if isinstance(body[key], list) and body[key] else body[key]
        if isinstance(inner, dict):
            for name in inner:
                changed = copy.deepcopy(body)
                at = changed[key][0] if isinstance(changed[key], list) else changed[key]
                at[name] = ODD[len(name) % len(ODD)]
                yield changed


def test_no_forged_delivery_ends_in_an_error_of_an_unknown_kind(tmp_path: Path) -> None:
    unknown: list[tuple[str, BaseException]] = []
    with a_front(tmp_path, SECRET) as (front, app):
        doing = [""]

        def report(error: BaseException, place: Place, key: str = "") -> None:
            if not isinstance(error, MarqueError):
                unknown.append((doing[0], error))

        front.report = report  # type: ignore[method-assign]
        front.whisper = lambda place, shown: None  # type: ignore[method-assign]
        site = Site(meters=Meters(), unready=lambda: (), dispatch=app.dispatch)
        tried = refused = 0
        for number, route in enumerate(front.worklist.routes):
            whole = payload(route.kind, route.name, ADMIN, VALUES[0], number)
            bodies = [*_misshapen(whole)][number % 6 :: 6]
            if route.kind in ("click", "form", "command"):
                bodies += [payload(route.kind, route.name, ADMIN, v, number) for v in ODD_VALUES]
            if route.kind == "form":
                bodies += [_filled(whole, text) for text in TYPED]
            for body in bodies:
                doing[0] = f"{route.name}: {json.dumps(body)[:300]}"
                tried += 1
                status = _posted(site, body)
                refused += status == HTTPStatus.BAD_REQUEST
                if status >= HTTPStatus.INTERNAL_SERVER_ERROR:
                    unknown.append((f"{status} {doing[0]}", AssertionError()))
            worked_off(front)
        assert unknown == []
        assert (tried > 1_500, refused > 150) == (True, True), (tried, refused)
        with front.desk.store.unit() as unit:
            assert faults(unit.audit.entries()) == []


def _posted(site: Site, body: dict[str, Any]) -> int:
    """The status with which a signed delivery is answered over HTTP."""
    if "event" in body or body.get("type") == "event_callback":
        environ = _signed(json.dumps(body), "application/json")
    elif "command" in body:
        fields = {name: value for name, value in body.items() if isinstance(value, str)}
        environ = _signed(urlencode(fields, errors="replace"), "application/x-www-form-urlencoded")
    else:
        environ = _signed(urlencode({"payload": json.dumps(body)}), "application/x-www-form-urlencoded")
    told: list[str] = []
    b"".join(site(environ, lambda status, headers: told.append(status)))
    return int(told[0][:3])


@pytest.mark.parametrize(
    ("form", "offered"), [(FormId.EXAMINATION, VERDICTS), (FormId.NOT_INFRINGING, CLEARING)]
)
def test_a_verdict_that_was_not_offered_is_no_choice(
    tmp_path: Path, form: FormId, offered: Collection[Verdict]
) -> None:
    told: list[str] = []
    with a_front(tmp_path, SECRET) as (front, app):
        front.report = lambda error, place, key="": told.append(str(error))  # type: ignore[method-assign]
        site = Site(meters=Meters(), unready=lambda: (), dispatch=app.dispatch)
        for number, verdict in enumerate(Verdict):
            body = payload("form", form.value, ADMIN, VALUES[0], number)
            chosen = {"type": "static_select", "selected_option": {"value": verdict.value}}
            body["view"]["state"]["values"][ModalField.VERDICT] = {ModalField.VERDICT: chosen}
            assert _posted(site, body) == HTTPStatus.OK
            worked_off(front)
            assert (OTHER_VERSION in told) == (verdict not in offered), verdict
            told.clear()


@pytest.mark.parametrize(
    "body", ["[]", "7", "null", '"text"', "[" * 100_000, "payload=[]", "payload=7", "payload=%7B", "\x00"]
)
def test_what_is_no_delivery_at_all_is_answered_400_in_words(tmp_path: Path, body: str) -> None:
    with a_front(tmp_path, SECRET) as (_, app):
        site = Site(meters=Meters(), unready=lambda: (), dispatch=app.dispatch)
        told: list[str] = []
        kind = "application/x-www-form-urlencoded" if body.startswith("payload") else "application/json"
        environ = _signed(body, kind)
        answer = b"".join(site(environ, lambda status, headers: told.append(status)))
    assert told[0].startswith("4"), told
    assert answer.strip()


def _signed(body: str, kind: str) -> dict[str, Any]:
    at = str(int(time.time()))
    digest = hmac.new(SECRET.encode(), f"v0:{at}:{body}".encode(), hashlib.sha256).hexdigest()
    return {
        "REQUEST_METHOD": "POST",
        "PATH_INFO": EVENTS,
        "CONTENT_TYPE": kind,
        "CONTENT_LENGTH": str(len(body.encode())),
        "HTTP_X_SLACK_REQUEST_TIMESTAMP": at,
        "HTTP_X_SLACK_SIGNATURE": f"v0={digest}",
        "wsgi.input": io.BytesIO(body.encode()),
    }


NO_EVENTS: tuple[dict[str, Any], ...] = (
    {"type": {"type": "x"}}, {"type": True}, {"type": 7}, {"type": []}, {"type": None}, {"channel": 7}, {"ts": 1.1},
    {"user": ["U1"]}, {"text": {"a": []}}, {"channel": "\ud800"}, {"ts": "\ud800"}, {"user": "U\udfff"}, {"subtype": []},
    {"thread_ts": {"id": 1}}, {"user": {"id": "\ud800"}},
)  # fmt: skip
EVENTS_ALL_THE_SAME = (
    {"text": "half a character \ud800"},
    {"type": "channel_created", "channel": {"id": "C1"}},
)


def test_an_event_of_another_shape_is_answered_400_in_words(tmp_path: Path) -> None:
    with a_front(tmp_path, SECRET) as (front, app):
        front.report = lambda error, place, key="": None  # type: ignore[method-assign]
        site = Site(meters=Meters(), unready=lambda: (), dispatch=app.dispatch)

        def answered(kind: str, changed: dict[str, Any], number: int) -> int:
            whole = payload("event", kind, ADMIN, VALUES[0], number)
            return _posted(site, {**whole, "event": {**whole["event"], **changed}})

        for number, kind in enumerate(("app_mention", "message", "app_home_opened")):
            refused = [answered(kind, changed, number) for changed in NO_EVENTS]
            assert refused == [HTTPStatus.BAD_REQUEST] * len(NO_EVENTS), kind
            assert [answered(kind, changed, 9 + number) for changed in EVENTS_ALL_THE_SAME] == [
                HTTPStatus.OK
            ] * 2
        worked_off(front)


def test_an_act_that_starts_again_is_read_with_care(tmp_path: Path) -> None:
    held = (
        None,
        7,
        [],
        {"kind": "click"},
        {"kind": "click", "name": "none", "body": {}},
        {"kind": 1, "name": 2, "body": 3},
    )
    with a_front(tmp_path, SECRET) as (front, app):
        unknown: list[BaseException] = []
        front.report = lambda error, place, key="": unknown.append(error)  # type: ignore[method-assign]
        for number, each in enumerate(held):
            body = payload("click", ActionId.START_AGAIN, ADMIN, json.dumps(each), number)
            app.dispatch(BoltRequest(mode="socket_mode", body=body))
        worked_off(front)
        assert [each for each in unknown if not isinstance(each, MarqueError)] == []
