"""The playground keeps Slack's side of the contract: Bolt runs on it, and it answers as another emulator."""

import asyncio
import re
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from socketserver import ThreadingMixIn
from typing import Any
from wsgiref.simple_server import WSGIRequestHandler, WSGIServer, make_server

import pytest
from slack_bolt import App, BoltResponse
from slack_bolt.adapter.socket_mode.builtin import SocketModeHandler
from slack_bolt.adapter.wsgi import SlackRequestHandler
from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError
from slack_sdk.http_retry.builtin_handlers import RateLimitErrorRetryHandler

from bot.playground.driver import ActRefusedError, PlaygroundPerson
from bot.playground.records import (
    APP_TOKEN,
    BOT_TOKEN,
    SIGNING_SECRET,
    Channel,
    ManifestCommand,
    Seed,
    Shortcut,
    User,
)
from bot.playground.server import Playground
from bot.playground.sockets import NotAcknowledgedError
from tests import elsewhere
from tests.patience import patient_slack as patient_slack

BOT, ALICE, ALERTS = "U0MARQUE", "U0ALICE", "C0ALERTS"
DATA = Seed(
    users=(User(id=ALICE, name="alice", real_name="Alice Chen"),),
    channels=(Channel(id=ALERTS, name="alerts", members=(ALICE, BOT)),),
    commands=(ManifestCommand(name="/ask"),),
    shortcuts=(
        Shortcut(callback_id="report", name="Report"),
        Shortcut(callback_id="new", name="New", kind="global"),
    ),
)


def plain(words: str) -> dict[str, str]:
    return {"type": "plain_text", "text": words}


BUTTON = {"type": "button", "action_id": "draft", "text": plain("Draft"), "value": "L-1"}
MODAL = {
    "type": "modal",
    "callback_id": "draft",
    "title": plain("Draft"),
    "submit": plain("Send"),
    "notify_on_close": True,
    "private_metadata": "L-1",
    "blocks": [
        {
            "type": "input",
            "block_id": "facts",
            "label": plain("Facts"),
            "element": {"type": "plain_text_input", "action_id": "facts"},
        },
        {
            "type": "input",
            "block_id": "seller",
            "label": plain("Seller"),
            "optional": True,
            "element": {"type": "external_select", "action_id": "seller", "min_query_length": 0},
        },
    ],
}


@dataclass
class Heard:
    """What the tiny app was told."""

    bodies: list[dict[str, Any]]

    def of(self, kind: str) -> list[dict[str, Any]]:
        return [
            b
            for b in self.bodies
            if kind in (b.get("type"), b.get("event", {}).get("type"), b.get("command"))
        ]


def listen(app: App, heard: Heard) -> None:
    """A tiny app with one listener of each kind."""
    listen_to_events(app, heard)
    listen_to_forms(app)
    listen_to_shortcuts(app)


def listen_to_events(app: App, heard: Heard) -> None:

    @app.middleware
    def hear(body: dict[str, Any], next_: Callable[[], BoltResponse]) -> BoltResponse:
        heard.bodies.append(body)
        return next_()

    @app.event("app_mention")
    def mentioned(event: dict[str, Any], say: Callable[..., Any]) -> None:
        say(text="Found it", thread_ts=event["ts"], blocks=[{"type": "actions", "elements": [BUTTON]}])

    @app.event("message")
    def said() -> None:
        pass

    @app.event("app_home_opened")
    def home(event: dict[str, Any], client: WebClient) -> None:
        client.views_publish(user_id=event["user"], view={"type": "home", "blocks": [{"type": "divider"}]})

    @app.command("/ask")
    def ask(ack: Callable[..., Any], respond: Callable[..., Any], command: dict[str, str]) -> None:
        ack(f"Looking for {command['text']}")
        respond(text="Everyone: found", response_type="in_channel")


def listen_to_forms(app: App) -> None:
    @app.action("draft")
    def draft(ack: Callable[..., Any], body: dict[str, Any], client: WebClient) -> None:
        ack()
        client.views_open(trigger_id=body["trigger_id"], view=MODAL)

    @app.options("seller")
    def sellers(ack: Callable[..., Any], payload: dict[str, Any]) -> None:
        ack(options=[{"text": plain(f"Shop {payload['value']}"), "value": "S-1"}])

    @app.view("draft")
    def submitted(ack: Callable[..., Any], view: dict[str, Any], client: WebClient) -> None:
        facts = view["state"]["values"]["facts"]["facts"]["value"]
        if len(facts) < 5:
            ack(response_action="errors", errors={"facts": "Say more"})
            return
        ack()
        client.chat_postMessage(channel=ALERTS, text=f"Draft of {view['private_metadata']}: {facts}")

    @app.view_closed("draft")
    def closed(ack: Callable[..., Any]) -> None:
        ack()


def listen_to_shortcuts(app: App) -> None:
    @app.shortcut("report")
    def report(ack: Callable[..., Any], shortcut: dict[str, Any], respond: Callable[..., Any]) -> None:
        ack()
        respond(text=f"Reported {shortcut['message']['text']}")

    @app.shortcut("new")
    def new(ack: Callable[..., Any], shortcut: dict[str, Any], client: WebClient) -> None:
        ack()
        client.views_open(trigger_id=shortcut["trigger_id"], view=MODAL)


class ThreadingServer(ThreadingMixIn, WSGIServer):
    daemon_threads = True


class Silent(WSGIRequestHandler):
    def log_message(self, *args: object) -> None:
        pass


@contextmanager
def http_app(app: App) -> Iterator[str]:
    """The app behind an HTTP address."""
    server = make_server("127.0.0.1", 0, SlackRequestHandler(app), ThreadingServer, Silent)
    thread = threading.Thread(target=server.serve_forever, args=(0.01,))
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}/slack/events"
    server.shutdown()
    thread.join()
    server.server_close()


@contextmanager
def connected(app: App, playground: Playground) -> Iterator[None]:
    """The app on Socket Mode."""
    handler = SocketModeHandler(app, APP_TOKEN, ping_interval=0.1)  # so often it looks whether it is cut off
    handler.client.ping_interval = 60  # after four times that silence it hangs up: a machine may stall
    handler.connect()  # type: ignore[no-untyped-call]
    yield
    # Closing waits for the socket's read to end, and a second for the queue: let the other side hang up, and queue the end.
    handler.client.auto_reconnect_enabled, handler.client.closed = False, True
    playground.disconnect()
    handler.client.message_queue.put(None)
    handler.close()  # type: ignore[no-untyped-call]


def make_app(playground: Playground, signing_secret: str = SIGNING_SECRET) -> App:
    client = WebClient(BOT_TOKEN, base_url=playground.api_url)
    return App(client=client, signing_secret=signing_secret, process_before_response=False)


@dataclass
class Scene:
    """A tiny app on a playground."""

    playground: Playground
    client: WebClient
    heard: Heard
    alice: PlaygroundPerson


@pytest.fixture(params=["socket", "http"])
def scene(request: pytest.FixtureRequest) -> Iterator[Scene]:
    """The same app over Socket Mode and over signed HTTP requests."""
    with Playground(DATA, ack_seconds=60) as playground:
        app, heard = make_app(playground), Heard([])
        listen(app, heard)
        made = Scene(playground, app.client, heard, playground.person(ALICE))
        if request.param == "socket":
            with connected(app, playground):
                yield made
        else:
            with http_app(app) as playground.request_url:
                yield made


def test_mention_is_answered_in_its_thread(scene: Scene) -> None:
    ts = scene.alice.says(ALERTS, f"<@{BOT}> who sells this?")
    [reply] = scene.playground.wait_for(lambda s: s.messages(ALERTS, thread=ts, by=BOT))
    assert (reply.text, reply.action_ids) == ("Found it", ["draft"])


def test_direct_message_reaches_the_app_as_such(scene: Scene) -> None:
    scene.alice.says(scene.alice.dm, "hello")
    scene.alice.opens_home()
    scene.alice.home()
    [body] = scene.playground.wait_for(lambda s: scene.heard.of("message"))
    assert (body["event"]["channel_type"], body["event"]["text"]) == ("im", "hello")


def test_command_is_acknowledged_to_one_and_answered_to_all(scene: Scene) -> None:
    scene.alice.command(ALERTS, "/ask", "renewal")
    [everyone] = scene.playground.wait_for(lambda s: s.messages(ALERTS, containing="Everyone"))
    [acknowledged] = scene.playground.wait_for(lambda s: s.messages(ALERTS, containing="Looking for renewal"))
    assert (acknowledged.ephemeral_for, everyone.ephemeral_for) == (ALICE, None)


def test_command_in_a_thread_never_reaches_the_app(scene: Scene) -> None:
    ts = scene.alice.says(ALERTS, "a thread")
    with pytest.raises(ActRefusedError, match="not supported in threads"):
        scene.alice.command(ALERTS, "/ask", "renewal", thread_ts=ts)
    assert scene.heard.of("/ask") == []


def offered(scene: Scene) -> Any:
    ts = scene.alice.says(ALERTS, f"<@{BOT}> hello")
    return scene.playground.wait_for(lambda s: s.messages(ALERTS, thread=ts, by=BOT))[0]


def test_button_opens_a_modal_whose_submission_posts(scene: Scene) -> None:
    scene.alice.clicks(offered(scene), "draft")
    modal = scene.alice.modal()
    with pytest.raises(ActRefusedError) as empty:
        scene.alice.submits(modal, {"facts": ""})
    assert empty.value.errors == {"facts": "Please complete this required field."}
    with pytest.raises(ActRefusedError) as short:
        scene.alice.submits(modal, {"facts": "no"})
    assert short.value.errors == {"facts": "Say more"}
    scene.alice.submits(modal, {"facts": "seen on Taobao", "seller": "Shop x"})
    scene.playground.wait_for(lambda s: s.messages(ALERTS, containing="Draft of L-1: seen on Taobao"))
    assert scene.playground.state().modal(ALICE) is None
    assert len(scene.heard.of("view_submission")) == 2


def test_external_menu_offers_what_the_app_says(scene: Scene) -> None:
    scene.alice.shortcut("new")
    assert scene.alice.options(scene.alice.modal(), "seller", "8") == [("S-1", "Shop 8")]


def test_closing_a_modal_tells_the_app(scene: Scene) -> None:
    scene.alice.shortcut("new")
    scene.alice.closes(scene.alice.modal())
    [body] = scene.heard.of("view_closed")
    assert (body["is_cleared"], body["view"]["private_metadata"]) == (False, "L-1")


def test_message_shortcut_answers_at_its_response_url(scene: Scene) -> None:
    ts = scene.alice.says(ALERTS, "look at this")
    message = scene.playground.state().message(ALERTS, ts)
    scene.alice.shortcut("report", message)
    scene.playground.wait_for(lambda s: s.messages(ALERTS, containing="Reported look at this"))


def test_event_delivered_several_times_keeps_its_id(scene: Scene) -> None:
    ts = scene.alice.says(ALERTS, f"<@{BOT}> hello", deliveries=3)
    scene.playground.wait_for(lambda s: len(s.messages(ALERTS, thread=ts, by=BOT)) == 3)
    scene.playground.redeliver("app_mention")
    scene.playground.wait_for(lambda s: len(s.messages(ALERTS, thread=ts, by=BOT)) == 4)
    assert len({body["event_id"] for body in scene.heard.of("app_mention")}) == 1


def test_uploaded_file_is_in_the_thread(scene: Scene) -> None:
    ts = scene.alice.says(ALERTS, "the draft, please")
    scene.client.files_upload_v2(
        channel=ALERTS, thread_ts=ts, filename="notice.txt", content="通知", title="Notice"
    )
    [message] = scene.playground.wait_for(lambda s: s.messages(ALERTS, thread=ts, by=BOT))
    assert scene.alice.downloads(message.files[0]) == "通知".encode()


def test_message_in_doubt_is_found_by_its_metadata(scene: Scene) -> None:
    metadata = {"event_type": "alert", "event_payload": {"alert": "A-1"}}
    scene.client.retry_handlers.clear()
    scene.playground.arm("chat.postMessage", "drop_after_store")
    with pytest.raises(OSError, match=r"."):
        scene.client.chat_postMessage(channel=ALERTS, text="Alert", metadata=metadata)
    history = scene.client.conversations_history(channel=ALERTS, include_all_metadata=True)["messages"]
    assert [m["metadata"] for m in history if "metadata" in m] == [metadata]


def test_rate_limit_is_obeyed_by_the_sdk(scene: Scene) -> None:
    scene.client.retry_handlers.append(RateLimitErrorRetryHandler(max_retry_count=2))
    scene.playground.arm("chat.postMessage", "ratelimited", times=2, retry_after=0)
    scene.client.chat_postMessage(channel=ALERTS, text="through")
    assert [c.fault for c in scene.playground.calls("chat.postMessage")] == ["ratelimited", "ratelimited", ""]


def give_up(playground: Playground) -> None:
    """Slack waits no longer for what was not acknowledged by now, however long it took to come."""

    def late(answer: asyncio.Future[Any]) -> None:
        if not answer.done():
            answer.set_exception(NotAcknowledgedError("timeout"))

    for connection in playground.slack.delivery.sockets.connections:
        for answer in list(connection.waiting.values()):
            answer.get_loop().call_soon_threadsafe(late, answer)


@pytest.mark.parametrize("mode", ["socket", "http"])
def test_unacknowledged_event_comes_again_with_its_number(mode: str) -> None:
    seen: list[tuple[str, str]] = []
    with Playground(DATA, ack_seconds=60, retry_delays=(0.0, 0.0, 0.0)) as playground:
        app = make_app(playground)

        @app.middleware
        def refuse_twice(
            body: dict[str, Any], request: Any, next_: Callable[[], BoltResponse]
        ) -> BoltResponse:
            if body.get("event", {}).get("type") != "app_mention":
                return next_()
            retry = request.headers.get("x-slack-retry-num", ["0"])[0]
            seen.append((body["event_id"], retry))
            if len(seen) == 3:
                return next_()
            give_up(playground)
            return BoltResponse(status=500)

        listen(app, Heard([]))
        with connected(app, playground) if mode == "socket" else http_app(app) as url:
            playground.request_url = url or ""
            ts = playground.person(ALICE).says(ALERTS, f"<@{BOT}> hello")
            playground.wait_for(lambda s: s.messages(ALERTS, thread=ts, by=BOT))
    assert [retry for _, retry in seen] == ["0", "1", "2"]
    assert len({event_id for event_id, _ in seen}) == 1


@pytest.mark.parametrize("refresh", [True, False])
def test_app_comes_back_after_its_socket_goes(refresh: bool) -> None:
    with Playground(DATA, ack_seconds=60) as playground:
        app, heard = make_app(playground), Heard([])
        listen(app, heard)
        with connected(app, playground):
            before = playground.wait_for(lambda s: s.connections and s.revision)
            playground.disconnect(refresh=refresh)
            playground.wait_for(lambda s: s.connections and s.revision > before)
            assert len(playground.calls("apps.connections.open")) == 2
            playground.person(ALICE).command(ALERTS, "/ask", "again")
            assert len(heard.of("/ask")) == 1


def test_request_with_another_secret_is_refused_by_the_app() -> None:
    with Playground(DATA, signing_secret="another", ack_seconds=60) as playground:
        app, heard = make_app(playground), Heard([])
        listen(app, heard)
        with http_app(app) as playground.request_url, pytest.raises(ActRefusedError, match="dispatch_failed"):
            playground.person(ALICE).command(ALERTS, "/ask", "x")
        assert heard.bodies == []


EMULATE_SEED = {
    "users": [{"name": "alice", "real_name": "Alice Chen"}],
    "channels": [{"name": "alerts"}],
    "oauth_apps": [
        {
            "app_id": "A0PLAYGROUND",
            "bot_id": "B0PLAYGROUND",
            "bot_user_id": BOT,
            "bot_name": "marque",
            "name": "Marque",
            "client_id": "1.2",
            "client_secret": "s",
            "redirect_uris": [],
            "scopes": ["chat:write"],
        }
    ],
    "tokens": [{"token": BOT_TOKEN, "user_id": BOT, "bot_id": "B0PLAYGROUND", "app_id": "A0PLAYGROUND"}],
}


@pytest.fixture(scope="module")
def emulate(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The other emulator's address."""
    with elsewhere.emulate(EMULATE_SEED, tmp_path_factory.mktemp("emulate")) as url:
        yield url


def walk(client: WebClient, trigger: Callable[[], str]) -> dict[str, Any]:
    """The same calls on any Slack; each answer by name."""
    channels = client.conversations_list(types="public_channel")["channels"]
    channel = next(c["id"] for c in channels if c["name"] == "alerts")
    client.conversations_join(channel=channel)
    answers: dict[str, Any] = {"auth.test": client.auth_test().data}
    posted = client.chat_postMessage(
        channel=channel, text="Alert", metadata={"event_type": "alert", "event_payload": {"id": "A-1"}}
    )
    ts = posted["ts"]
    reply = client.chat_postMessage(channel=channel, text="Reply", thread_ts=ts)
    answers["chat.postMessage"] = posted.data
    answers["chat.postMessage in a thread"] = reply.data
    answers["chat.update"] = client.chat_update(channel=channel, ts=ts, text="Alert, changed").data
    answers["reactions.add"] = client.reactions_add(channel=channel, timestamp=ts, name="eyes").data
    answers["conversations.history"] = client.conversations_history(
        channel=channel, include_all_metadata=True
    ).data
    answers["conversations.replies"] = client.conversations_replies(channel=channel, ts=ts).data
    answers["conversations.info"] = client.conversations_info(channel=channel).data
    answers["files_upload_v2"] = client.files_upload_v2(channel=channel, filename="a.txt", content="abc").data
    answers["views.open"] = client.views_open(trigger_id=trigger(), view=MODAL).data
    view = answers["views.open"]["view"]
    answers["views.update"] = client.views_update(view_id=view["id"], hash=view["hash"], view=MODAL).data
    answers["chat.delete"] = client.chat_delete(channel=channel, ts=reply["ts"]).data
    answers["errors"] = {name: refused(call) for name, call in mistakes(client, channel, ts).items()}
    return answers


def mistakes(client: WebClient, channel: str, ts: str) -> dict[str, Callable[[], object]]:
    return {
        "unknown channel": lambda: client.chat_postMessage(channel="C0NOWHERE", text="x"),
        "unknown message": lambda: client.chat_update(channel=channel, ts="1.000000", text="x"),
        "nothing to say": lambda: client.api_call("chat.postMessage", params={"channel": channel}),
        "same reaction": lambda: client.reactions_add(channel=channel, timestamp=ts, name="eyes"),
    }


def refused(call: Callable[[], object]) -> str:
    with pytest.raises(SlackApiError) as refusal:
        call()
    return str(refusal.value.response["error"])


def shape(value: object, path: str = "") -> set[str]:
    """Every place in an answer with its type; lists by their first member, what is empty left out."""
    if isinstance(value, dict):
        keys = {key: "channel" if re.fullmatch(r"C[0-9A-Z]{7,}", key) else key for key in value}
        return {p for key, inner in value.items() for p in shape(inner, f"{path}/{keys[key]}")}
    if isinstance(value, list):
        return shape(value[0], f"{path}/0") if value else set()
    return set() if value in (None, "") else {f"{path}: {type(value).__name__}"}


# What the other emulator adds to Slack's documented answers.
THEIRS = {
    "auth.test": {"/app_id: str"},
    "conversations.info": {"/channel/is_open: bool", "/channel/last_read: str"},
    # Slack gives metadata only for include_all_metadata=true.
    "conversations.replies": {
        "/messages/0/metadata/event_type: str",
        "/messages/0/metadata/event_payload/id: str",
    },
}


@pytest.mark.program
def test_answers_have_the_shape_of_the_other_emulator(emulate: str) -> None:
    theirs_client = WebClient(BOT_TOKEN, base_url=f"{emulate}/api/")
    user = next(u["id"] for u in theirs_client.users_list()["members"] if u["name"] == "alice")

    def their_trigger() -> str:
        return str(theirs_client.api_call("views.generateTriggerId", params={"user_id": user})["trigger_id"])

    theirs = walk(theirs_client, their_trigger)
    with Playground(DATA) as playground:
        client = WebClient(BOT_TOKEN, base_url=playground.api_url)
        ours = walk(client, lambda: playground.slack.tickets.trigger(ALICE))
    assert ours.pop("errors") == theirs.pop("errors")
    for name, answer in theirs.items():
        missing = shape(answer) - shape(ours[name]) - THEIRS.get(name, set())
        assert missing == set(), f"{name} lacks {sorted(missing)}"
