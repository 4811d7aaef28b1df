"""The people of the simulation: who they are, what each may do, and their presses as Slack delivers them."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any

from bot.playground.records import APP_ID, BOT_USER_ID, TEAM_ID
from bot.playground.tickets import Trigger
from bot.slack.blocks.case_choice import NEW_CASE
from bot.slack.ids import ActionId, FormId, ModalField, Ref
from bot.slack.working import WorkItem
from tests.simulation.model import Acting, within_of
from tests.simulation.said import press_of
from tests.simulation.slack import ALERTS, LEGAL
from tests.simulation.whose import named_in

if TYPE_CHECKING:
    from tests.simulation.world import World


class Office:
    """Makes deliveries of what people do, and knows whose each is."""

    def __init__(self, world: World) -> None:
        self._world = world
        self._numbers: dict[str, str] = {}
        self._named: dict[str, Mapping[str, frozenset[str]]] = {}

    def keep(self, key: str, body: Mapping[str, Any]) -> None:
        """By this key the inbox knows the delivery."""
        self._numbers[key] = press_of(body)
        self._named[key] = named_in(body)

    def named(self, key: str) -> Mapping[str, frozenset[str]]:
        """Which things a delivery names."""
        return self._named.get(key, {})

    def number_of(self, key: str) -> str:
        """The press behind a key of the inbox."""
        return self._numbers.get(key, "")

    def acting(self, job: WorkItem) -> Acting:
        """Whose delivery this is."""
        said, within = job.incoming, ""
        body = json.loads(said.body or "{}")
        if said.kind == "command":
            within = next(iter(str(body.get("text") or "").split()), "")
        elif said.kind == "event":
            within = self._world.pressed.get(self.number_of(said.key), {}).get("verb", "")
        elif said.kind in {"click", "form"}:
            action = body["actions"][0] if said.kind == "click" else {}
            chosen = action.get("value") or (action.get("selected_option") or {}).get("value")
            value = body["view"]["private_metadata"] if said.kind == "form" else chosen
            within = within_of(value)
        return Acting(said.person, said.kind, said.name, said.key, within)

    def delivery(self, press: Mapping[str, str]) -> dict[str, Any]:
        """A press as Slack delivers it; its trigger lives from now on."""
        standin, trigger = self._world.slack.standin, f"press {press['key']}"
        standin.tickets._triggers[trigger] = Trigger(user=press["who"], issued=standin.workspace.now())
        if "body" in press:
            return {**json.loads(press["body"]), "trigger_id": trigger}
        return ACTS[press["act"]](self, press)

    def alert(self, press: Mapping[str, str], **more: Any) -> Ref:
        """An alert as its card names it, with where that stands."""
        known = self._world.known.alert(press["about"])
        return Ref(
            alert=press["about"],
            channel=known.get("channel") or "",
            thread=known.get("ts") or "",
            **more,  # type: ignore[arg-type]
        )

    def draft(self, press: Mapping[str, str], **more: Any) -> Ref:
        """A draft in the version that its person has before them."""
        return Ref(draft=press["about"], version=int(press["version"]), channel=self._world.legal, **more)  # type: ignore[arg-type]

    def gap(self, press: Mapping[str, str]) -> str:
        """The first gap of a draft that is open, what blocks before all else."""
        draft = self._world.known.rows.get(("drafts", press["about"]), {})
        gaps = draft["composition"]["gaps"] if draft else []
        waived = {each["field"] for each in draft.get("waivers", ())}
        still = [each for each in gaps if each["field"] not in waived]
        still.sort(key=lambda gap: gap["severity"] != "blocking")
        return str(still[0]["field"]) if still else "facts_zh"


def frame(press: Mapping[str, str]) -> dict[str, Any]:
    """What every delivery of an interaction begins with."""
    return {
        "user": {"id": press["who"], "team_id": TEAM_ID},
        "team": {"id": TEAM_ID, "domain": "playground"},
        "trigger_id": f"press {press['key']}",
    }


def click(
    name: str, press: Mapping[str, str], ref: Ref, *, about: Ref | None = None, channel: str = ALERTS
) -> dict[str, Any]:
    """A button pressed; ``about`` is what the modal is about in which it stands."""
    action = {
        "action_id": name,
        "block_id": "b",
        "type": "button",
        "value": ref.write(),
        "action_ts": press["key"].rpartition(" ")[2],
    }
    body = {**frame(press), "type": "block_actions", "actions": [action], "container": {}}
    if about is not None:
        return {**body, "view": {"id": "V0", "type": "modal", "private_metadata": about.write()}}
    url = f"https://hooks.of.slack/{press['who']}"
    return {**body, "channel": {"id": channel, "name": "there"}, "response_url": url}


def form(name: str, press: Mapping[str, str], ref: Ref, **fields: str) -> dict[str, Any]:
    """A modal sent off."""
    values = {field: {field: {"type": "plain_text_input", "value": value}} for field, value in fields.items()}
    view = {
        "id": f"V{press['key'].rpartition(' ')[2]}", "type": "modal", "callback_id": name, "hash": press["key"],
        "private_metadata": ref.write(), "state": {"values": values},
    }  # fmt: skip
    return {**frame(press), "type": "view_submission", "view": view}


def _ask(office: Office, press: Mapping[str, str]) -> dict[str, Any]:
    return {
        "command": "/ask", "text": press["about"], "user_id": press["who"], "channel_id": ALERTS, "team_id": TEAM_ID,
        "trigger_id": f"press {press['key']}", "response_url": f"https://hooks.of.slack/{press['who']}",
    }  # fmt: skip


def _judge(office: Office, press: Mapping[str, str]) -> dict[str, Any]:
    *named, verdict = press["about"].split()
    about = Ref(listings=tuple(named), group="one")  # type: ignore[arg-type]
    return click(f"triage.judge.{verdict}", press, Ref(kind=verdict), about=about)


def _forged(office: Office, press: Mapping[str, str]) -> dict[str, Any]:
    """Any act at all, by a value that no screen offered."""
    kind, name = press["route"].split(" ", 1)
    ref = Ref(**json.loads(press["about"]))
    if kind == "form":
        return form(name, press, ref, reason="seen", comment="seen", note="seen", days="1")
    if kind == "shortcut":
        message = {
            "type": "message",
            "user": press["who"],
            "ts": "1.1",
            "text": "https://item.taobao.com/item.htm?id=1",
        }
        return {
            **frame(press), "type": "message_action", "callback_id": name, "message": message,
            "action_ts": press["key"].rpartition(" ")[2], "channel": {"id": ALERTS, "name": "there"},
            "response_url": f"https://hooks.of.slack/{press['who']}",
        }  # fmt: skip
    if kind == "command":
        return {**_ask(office, press), "command": name, "text": press["said"]}
    return click(name, press, ref, about=ref if name.startswith("triage.") else None)


def _mention(office: Office, press: Mapping[str, str]) -> dict[str, Any]:
    """The bot is named in the thread of a case or draft, with a verb."""
    ts = f"{2_000_000_000 + int(press['key'].rpartition(' ')[2])}.000100"
    event = {
        "type": "app_mention", "user": press["who"], "team": TEAM_ID, "channel": press["channel"], "ts": ts,
        "event_ts": ts, "thread_ts": press["thread"], "text": f"<@{BOT_USER_ID}> {press['verb']} {press['said']}".strip(),
    }  # fmt: skip
    return {
        "type": "event_callback", "team_id": TEAM_ID, "api_app_id": APP_ID, "event": event,
        "event_id": f"press {press['key']}", "event_time": 0, "authorizations": [], "is_ext_shared_channel": False,
    }  # fmt: skip


def _home(office: Office, press: Mapping[str, str]) -> dict[str, Any]:
    """Somebody opens the Home tab."""
    standin = office._world.slack.standin
    direct = standin.workspace.direct(BOT_USER_ID, press["who"])
    event = {
        "type": "app_home_opened", "user": press["who"], "channel": direct.id, "tab": "home",
        "event_ts": f"{2_000_000_000 + int(press['key'].rpartition(' ')[2])}.000100",
    }  # fmt: skip
    return {
        "type": "event_callback", "team_id": TEAM_ID, "api_app_id": APP_ID, "event": event,
        "event_id": f"press {press['key']}", "event_time": 0, "authorizations": [], "is_ext_shared_channel": False,
    }  # fmt: skip


def _leave_out(office: Office, press: Mapping[str, str]) -> dict[str, Any]:
    """The first link of a part of a batch, as its person has it before them, is left out."""
    body = form(FormId.LEAVE_OUT, press, Ref(batch=press["batch"]), **{ModalField.REASON: "not our goods"})
    chosen = {"type": "checkboxes", "selected_options": [{"value": f"{press['about']}:{press['version']}:0"}]}
    body["view"]["state"]["values"][ModalField.LEFT_OUT] = {ModalField.LEFT_OUT: chosen}
    return body


ACTS: Mapping[str, Callable[[Office, Mapping[str, str]], dict[str, Any]]] = {
    "approve": lambda o, p: click(ActionId.APPROVE_DRAFT, p, o.draft(p), channel=LEGAL),
    "withdraw": lambda o, p: click(ActionId.WITHDRAW, p, o.draft(p), channel=LEGAL),
    "reject": lambda o, p: form(FormId.REJECT, p, o.draft(p), **{ModalField.COMMENT: "not like this"}),
    "change": lambda o, p: form(
        FormId.ASK_CHANGES, p, o.draft(p), **{ModalField.COMMENT: "say it otherwise"}
    ),
    "leave_out": _leave_out,
    "waive": lambda o, p: form(
        FormId.WAIVE, p, o.draft(p, gap=o.gap(p)), **{ModalField.REASON: "seen and accepted"}
    ),
    "dismiss": lambda o, p: form(FormId.NOT_INFRINGING, p, o.alert(p), **{ModalField.REASON: "our own shop"}),
    "snooze": lambda o, p: form(FormId.SNOOZE_ALERT, p, o.alert(p), **{ModalField.DAYS: "1"}),
    "open": lambda o, p: click(ActionId.OPEN_CASE, p, o.alert(p)),
    "choose": lambda o, p: form(FormId.CHOOSE_CASE, p, o.alert(p), **{ModalField.CASE: NEW_CASE}),
    "wake": lambda o, p: click(ActionId.WAKE, p, o.alert(p)),
    "received": lambda o, p: form(
        FormId.RECEIVED,
        p,
        o.draft(p),
        **{ModalField.WHAT: p["what"], ModalField.SENDER: "the seller", ModalField.WHEN: p["on"]},
    ),
    "begin": lambda o, p: form(
        FormId.START_CLOCK,
        p,
        Ref(case=p["about"]),  # type: ignore[arg-type]
        **{ModalField.WHAT: p["what"], ModalField.WHEN: p["on"]},
    ),
    "hand_in": lambda o, p: form(
        FormId.EVIDENCE,
        p,
        Ref(case=p["about"], files=("F0PAGE",), channel=ALERTS),  # type: ignore[arg-type]
        **{ModalField.WHAT: "page", ModalField.TIED_TO: p["tied"]},
    ),
    "buy": lambda o, p: form(
        FormId.PURCHASE,
        p,
        Ref(case=p["about"], channel=ALERTS),  # type: ignore[arg-type]
        **{
            ModalField.LISTINGS: p["listing"],
            ModalField.REFERENCE: p["order"],
            ModalField.PRICE: "120.50",
            ModalField.CURRENCY: "CNY",
            ModalField.WHEN: p["on"],
        },
    ),
    "mention": _mention,
    "judge": _judge,
    "undo": lambda o, p: click(ActionId.TRIAGE_UNDO, p, Ref(batch=p["about"]), about=Ref(group="one")),
    "later": lambda o, p: form(FormId.SNOOZE, p, Ref(deadline=p["about"]), **{ModalField.WHEN: p["until"]}),  # type: ignore[arg-type]
    "finish": lambda o, p: click(ActionId.DEADLINE_DONE, p, Ref(deadline=p["about"])),  # type: ignore[arg-type]
    "note": lambda o, p: form(FormId.NOTE, p, Ref(case=p["about"]), **{ModalField.NOTE: "seen"}),  # type: ignore[arg-type]
    "assign": lambda o, p: form(FormId.ASSIGN, p, Ref(case=p["about"]), **{ModalField.OWNER: p["who"]}),  # type: ignore[arg-type]
    "close": lambda o, p: form(FormId.CLOSE, p, Ref(case=p["about"]), **{ModalField.REASON: "it is over"}),  # type: ignore[arg-type]
    "again": lambda o, p: click(ActionId.TRY_AGAIN, p, Ref()),
    "ask": _ask,
    "home": _home,
    "command": lambda o, p: {**_ask(o, p), "command": p["command"], "text": p["said"]},
    "forged": _forged,
}
