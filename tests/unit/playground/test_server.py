"""The running server: encodings, faults, its guard, its page and the driver."""

import http.client
import re
import socket
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import httpx
import pytest
from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError

import bot.playground
from bot.playground.driver import ActRefusedError, NeverHappenedError
from bot.playground.records import BOT_TOKEN
from bot.playground.server import Playground
from tests.unit.playground.conftest import ALERTS, ALICE, BOB, DATA, OTHER

PAGE = Path(bot.playground.__file__).parent / "page"


@pytest.mark.parametrize("ending", ["/api/", "/api"])
def test_base_url_works_with_and_without_a_final_slash(playground: Playground, ending: str) -> None:
    assert WebClient(BOT_TOKEN, base_url=playground.url + ending).auth_test()["ok"]


def test_token_and_arguments_may_come_as_form_query_json_or_multipart(playground: Playground) -> None:
    url = playground.api_url + "chat.postMessage"
    header = {"Authorization": f"Bearer {BOT_TOKEN}"}
    args = {"channel": ALERTS, "text": "héllo 你好"}
    answers = [
        httpx.post(url, data={**args, "token": BOT_TOKEN}),
        httpx.post(url, data=args, headers=header),
        httpx.post(url, json=args, headers=header),
        httpx.post(url, params={**args, "token": BOT_TOKEN}),
        httpx.post(url, files={name: (None, value) for name, value in args.items()}, headers=header),
    ]
    assert [a.json()["message"]["text"] for a in answers] == ["héllo 你好"] * 5
    assert httpx.post(url, content=b"{", headers={**header, "Content-Type": "application/json"}).json() == {
        "ok": False,
        "error": "invalid_json",
    }


def test_rate_limit_says_how_long_to_wait(playground: Playground, client: WebClient) -> None:
    playground.arm("chat.postMessage", "ratelimited", times=2, retry_after=7)
    for _ in range(2):
        with pytest.raises(SlackApiError) as refusal:
            client.chat_postMessage(channel=ALERTS, text="x")
        assert (refusal.value.response.status_code, refusal.value.response.headers["Retry-After"]) == (
            429,
            "7",
        )
    client.chat_postMessage(channel=ALERTS, text="through")
    assert [m.text for m in playground.state().messages(ALERTS)] == ["through"]


@pytest.mark.parametrize("kind", ["unknown_method", "missing_scope", "error:fatal_error"])
def test_armed_error_is_answered(playground: Playground, client: WebClient, kind: str) -> None:
    playground.arm("*", kind)
    with pytest.raises(SlackApiError, match=kind.removeprefix("error:")):
        client.auth_test()


def test_server_error_has_no_json(playground: Playground) -> None:
    playground.arm("auth.test", "http_500")
    assert httpx.post(playground.api_url + "auth.test").status_code == 500


def test_dropped_connection_may_come_before_or_after_the_work(
    playground: Playground, client: WebClient
) -> None:
    for kind in ("drop_connection", "drop_after_store"):
        playground.arm("chat.postMessage", kind)
        with pytest.raises((http.client.RemoteDisconnected, ConnectionResetError)):
            client.chat_postMessage(channel=ALERTS, text=kind)
    assert [m.text for m in playground.state().messages(ALERTS)] == ["drop_after_store"]
    assert [(c.fault, c.ok) for c in playground.calls("chat.postMessage")] == [
        ("drop_connection", False),
        ("drop_after_store", True),
    ]


def test_timeout_after_store_leaves_the_caller_in_doubt(playground: Playground) -> None:
    hasty = WebClient(BOT_TOKEN, base_url=playground.api_url, retry_handlers=[], timeout=1)
    playground.arm("chat.postMessage", "timeout_after_store", seconds=60)
    with pytest.raises(TimeoutError):
        hasty.chat_postMessage(channel=ALERTS, text="stored")
    assert [m.text for m in playground.wait_for(lambda s: s.messages(ALERTS))] == ["stored"]


def test_timeout_before_store_hits_the_call_that_was_named_and_stores_nothing(
    playground: Playground, client: WebClient
) -> None:
    hasty = WebClient(BOT_TOKEN, base_url=playground.api_url, retry_handlers=[], timeout=1)
    playground.arm("chat.postMessage", "timeout_before_store", after=1, seconds=60)
    client.chat_postMessage(channel=ALERTS, text="first")
    with pytest.raises(TimeoutError):
        hasty.chat_postMessage(channel=ALERTS, text="second")
    playground.wait_for(lambda _: len(playground.calls("chat.postMessage")) == 2)
    client.chat_postMessage(channel=ALERTS, text="third")
    assert [m.text for m in playground.state().messages(ALERTS)] == ["first", "third"]


def test_disarmed_fault_does_no_harm(playground: Playground, client: WebClient) -> None:
    playground.arm("*", "http_500", times=9)
    playground.disarm()
    assert client.auth_test()["ok"]
    with pytest.raises(ActRefusedError, match="unknown kind of fault 'meteor'"):
        playground.arm("*", "meteor")


def test_calls_are_logged_without_the_token(playground: Playground, client: WebClient) -> None:
    client.chat_postMessage(channel=ALERTS, text="x")
    [call] = playground.calls("chat.postMessage")
    assert call.args == {"channel": ALERTS, "text": "x"}
    playground.forget_calls()
    assert playground.calls() == []


@pytest.mark.parametrize(
    ("path", "headers"),
    [
        ("/", {"Host": "evil.example"}),
        ("/", {"Host": "127.0.0.1:1"}),
        ("/healthz", {"Origin": "https://evil.example"}),
        ("/playground/state", {"Origin": "null"}),
        ("/playground/state", {"Origin": "http://127.0.0.1:1"}),
        ("/playground/state", {"Sec-Fetch-Site": "cross-site", "Sec-Fetch-Mode": "no-cors"}),
        ("/api/auth.test", {"Host": "localhost.evil.example"}),
    ],
)
def test_foreign_host_and_origin_are_refused(
    playground: Playground, path: str, headers: dict[str, str]
) -> None:
    assert httpx.get(playground.url + path, headers=headers).status_code == 403


def test_own_host_names_and_origin_are_let_in(playground: Playground) -> None:
    port = playground.url.rpartition(":")[2]
    for headers in ({"Host": f"localhost:{port}"}, {"Host": "127.0.0.1"}, {"Origin": playground.url}):
        assert httpx.get(playground.url + "/healthz", headers=headers).status_code == 200


def test_foreign_page_gets_no_socket(playground: Playground) -> None:
    port = int(playground.url.rpartition(":")[2])
    asked = (
        f"GET /link/ HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\nOrigin: https://evil.example\r\n"
        "Upgrade: websocket\r\nConnection: Upgrade\r\n"
        "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Version: 13\r\n\r\n"
    )
    with socket.create_connection(("127.0.0.1", port)) as connection:
        connection.sendall(asked.encode())
        assert connection.recv(100).startswith(b"HTTP/1.1 403")


def test_health_follows_the_readiness_hook() -> None:
    report: dict[str, object] = {"ok": False, "waiting_for": "index"}
    with Playground(DATA, ready=lambda: report) as playground:
        assert httpx.get(playground.url + "/healthz").status_code == 503
        report["ok"] = True
        answer = httpx.get(playground.url + "/healthz")
        assert (answer.status_code, answer.json()["ok"]) == (200, True)


def test_taken_port_is_an_error_at_once(playground: Playground) -> None:
    with pytest.raises(OSError, match="in use"):
        Playground(DATA, port=int(playground.url.rpartition(":")[2])).start()


def test_stopping_twice_is_fine_and_frees_the_port() -> None:
    playground = Playground(DATA).start()
    port = int(playground.url.rpartition(":")[2])
    playground.stop()
    playground.stop()
    with Playground(DATA, port=port) as again:
        assert httpx.get(again.url + "/healthz").status_code == 200


def test_waiting_look_ends_at_the_change(playground: Playground, client: WebClient) -> None:
    asked = {"after": str(playground.state().revision), "wait": "30"}
    with ThreadPoolExecutor() as pool:
        look = pool.submit(httpx.get, playground.url + "/playground/state", params=asked)
        client.chat_postMessage(channel=ALERTS, text="now")
        assert [m["text"] for m in look.result().json()["messages"]] == ["now"]


def test_wait_for_that_fails_shows_the_workspace(playground: Playground, client: WebClient) -> None:
    client.chat_postMessage(channel=ALERTS, text="something else")
    with pytest.raises(NeverHappenedError, match="something else"):
        playground.wait_for(lambda s: s.messages(OTHER), seconds=0.05)


def test_person_sees_only_what_is_theirs(playground: Playground, client: WebClient) -> None:
    client.chat_postEphemeral(channel=ALERTS, user=ALICE, text="for Alice")
    seen = {
        who: httpx.get(playground.url + "/playground/state", params={"as": who}).json()
        for who in (ALICE, BOB)
    }
    assert [m["text"] for m in seen[ALICE]["messages"]] == ["for Alice"]
    assert seen[BOB]["messages"] == []
    assert "C0HIDDEN" not in [c["id"] for c in seen[ALICE]["channels"]]


def test_command_without_an_app_fails_as_slack_says_it(playground: Playground) -> None:
    alice = playground.person(ALICE)
    ts = alice.says(ALERTS, "hello")
    for name, thread, code in (
        ("/ask", None, "dispatch_failed"),
        ("/nope", None, "unknown_command"),
        ("/ask", ts, "not_supported_in_threads"),
    ):
        with pytest.raises(ActRefusedError) as refusal:
            alice.command(ALERTS, name, "words", thread_ts=thread)
        assert refusal.value.code == code
    said = playground.state().messages(ALERTS, by="USLACKBOT", seen_by=ALICE)
    assert [m.text for m in said] == [
        '/ask failed with the error "dispatch_failed".',
        "/nope is not a valid command.",
        "/ask is not supported in threads. Sorry!",
    ]


def test_nobody_acts_as_the_bot_or_outside_their_channels(playground: Playground) -> None:
    for who, channel, code in (("U0MARQUE", ALERTS, "not_a_person"), (BOB, OTHER, "not_in_channel")):
        with pytest.raises(ActRefusedError) as refusal:
            playground.person(who).says(channel, "hello")
        assert refusal.value.code == code


def test_page_and_its_parts_are_served_and_nothing_else(playground: Playground) -> None:
    page = httpx.get(playground.url + "/")
    assert "default-src 'none'" in page.headers["content-security-policy"]
    for path in PAGE.iterdir():
        assert httpx.get(f"{playground.url}/page/{path.name}").status_code == 200
    assert httpx.get(playground.url + "/page/..%2fserver.py").status_code == 404
    assert httpx.get(playground.url + "/playground/nonsense").status_code in (404, 405)


def test_permalink_opens_the_page_at_the_message(playground: Playground, client: WebClient) -> None:
    parent = client.chat_postMessage(channel=ALERTS, text="x")["ts"]
    ts = client.chat_postMessage(channel=ALERTS, text="y", thread_ts=parent)["ts"]
    link = client.chat_getPermalink(channel=ALERTS, message_ts=ts)["permalink"]
    assert httpx.get(link).headers["location"] == f"/#/{ALERTS}/{ts}/{parent}"


def test_page_never_makes_html_from_text_and_loads_nothing_from_elsewhere() -> None:
    for path in PAGE.iterdir():
        words = path.read_text()
        assert not re.search(r"innerHTML|outerHTML|insertAdjacentHTML|document\.write|\beval\(", words), (
            path.name
        )
        outside = re.findall(r"https?://(?!www\.w3\.org/2000/svg)[\w.-]+", words)
        assert outside == [], path.name
