"""People who press whatever stands before them, and fill in whatever form opens: doors come under it by themselves."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping
from datetime import timedelta
from typing import TYPE_CHECKING, Any
from zlib import crc32

from bot.domain.moments import china_day
from bot.playground import forms
from bot.playground.interact import BlockScene, _done
from bot.playground.records import Message
from bot.playground.shapes import view_json
from bot.playground.standin import StandIn
from bot.slack.ids import ActionId, FormId, ModalField
from tests.simulation.model import ANA, JONAS, LEO, MEI, ROLES, VERA, within_of

if TYPE_CHECKING:
    from tests.simulation.world import World

PRESSING = (MEI, LEO, ANA, JONAS, MEI, LEO, ANA, JONAS, VERA)
NEWEST, FILLED, KEPT, AHEAD, TRIES, STEPS = 40, 0.7, 0.3, 3, 4, 3
"""Who presses; among so many of the newest messages; the share of optional fields that are filled in, and of menus left as they
are; days are named so many days around today; so often somebody corrects a form, and presses on in what opened."""

TYPED: Mapping[str, str] = {
    ModalField.AMOUNT: "CNY {number}.50",
    ModalField.PRICE: "{number}.50",
    ModalField.CURRENCY: "CNY",
    ModalField.REFERENCE: "order {few}",
    ModalField.CODE: "91330782MA2E8K9Q4X",
    ModalField.NUMBER: "{number}88",
    ModalField.CLASSES: "18",
}
"""What is typed where not any words do."""

FEW, TWICE, USUAL, LEFT_OPEN, ASIDE, KEEN = 2, 0.3, 0.4, 0.15, 0.3, 0.6
"""Of so many numbers of others' people name one; the share of presses that are once more of the same thing, of texts that
somebody types again as they or others did before, of windows that are left open for a while, and of those put aside; the share of
presses of what this day is about."""

DAYS_ABOUT = 6
"""Each door is what one of so many days is about: pressed more, and so more than once of one thing."""

ALIAS: Mapping[str, str] = {
    FormId.NOT_INFRINGING: "dismiss",
    FormId.SNOOZE_ALERT: "snooze",
    FormId.CHOOSE_CASE: "choose",
    ActionId.TRIAGE_UNDO: "undo",
}
"""By which name other checks know an act."""

LEFT = frozenset(
    {
        FormId.SETTINGS,
        FormId.COUNSEL,
        FormId.FEED,
        FormId.BRAND,
        ActionId.DROP_FEED,
        ActionId.END_COUNSEL,
        ActionId.START_AGAIN,
        ActionId.TRY_AGAIN,
    }
)
"""What changes who may what, or what is looked at: not pressed here."""


def press(world: World) -> None:
    """Somebody presses something that they see, and goes on with what opens: fills it in, sends it off, or presses on."""
    random, views = world.chance.random, world.slack.standin.workspace.views
    who = random.choice(PRESSING)
    if (left := views.top(who)) is not None and random.random() < ASIDE:
        views.close(left)
    for _ in range(STEPS):
        before = views.top(who)
        if not _pressed(world, who):
            return
        opened = views.top(who)
        if opened is None or opened is before or random.random() < LEFT_OPEN:
            return
        for _ in range(TRIES):
            if (form := views.top(who)) is None or not form.body.get("submit"):
                break
            _filled(world, who)
        if views.top(who) is None:
            return


def _pressed(world: World, who: str) -> bool:
    """One press, of what was pressed least; where something opened, of what stands there."""
    random, slack = world.chance.random, world.slack.standin
    seen = [each for each in _before(slack, who, _newest(slack, who)) if each[0] not in LEFT]
    about = [each for each in seen if _is_about(world, each[0], each[1])]
    again = [each for each in seen if str(each[5]) in world.pressed_before]
    if random.random() < TWICE and again:
        seen = again
    if about and random.random() < KEEN:
        seen = [each for each in seen if each in about] or about
    if not seen:
        return False
    least = min(world.handled[name, within] for name, within, *_ in seen)
    name, within, place, block, element, value = random.choice(
        [each for each in seen if world.handled[each[0], each[1]] == least]
    )
    world.pressed_before.add(str(value))
    world.handled[name, within] += 1
    scene = BlockScene(slack, {"as": who, **place})
    scene.state = forms.state_values(scene.blocks, {})
    world.number += 1
    action = {
        "action_id": name,
        "block_id": block["block_id"],
        "type": element["type"],
        "action_ts": str(world.number),
        **_done(element, value),
    }
    body = {
        **scene.payload("block_actions"),
        "actions": [action],
        "response_url": f"https://hooks.of.slack/{who}",
    }
    _sent(world, ALIAS.get(name, "hand"), who, body, _ref(value))
    _worked_off(world)
    return True


def _is_about(world: World, *door: str) -> bool:
    """Whether this day is about this door, as one of so many days in turn is: by which, another order tells each time."""
    turn, day = divmod(world.seed, DAYS_ABOUT)
    return crc32(f"{turn} {door}".encode()) % DAYS_ABOUT == day


def _worked_off(world: World) -> None:
    """Who pressed waits for what opens: a window whose bot is stopped meanwhile never does."""
    pressed, world.unacknowledged = world.unacknowledged[-1], world.unacknowledged[:-1]
    world.heard.setdefault(pressed["key"], world.clock())
    if not world._delivered(pressed):
        world.unacknowledged.append(pressed)
    replica = world.replicas[world.number_now]
    while replica.pool.waiting:
        world._try(replica, "work", replica.work)


def _newest(slack: StandIn, who: str) -> list[Message]:
    mine = [each.id for each in slack.workspace.channels.values() if who in each.members]
    return [
        each
        for channel in mine
        for each in list(slack.workspace.messages.get(channel, {}).values())[-NEWEST:]
        if not each.deleted and each.ephemeral_for in (None, who)
    ]


def _before(
    slack: StandIn, who: str, messages: list[Message]
) -> Iterator[tuple[str, str, dict[str, str], Any, Any, Any]]:
    """What can be pressed: its name, what it asks for within that, where it stands, and what pressing it says."""
    views = slack.workspace.views
    top = views.top(who)
    home = views.all.get(views.homes.get(who, ""))
    places = [({"view_id": each.id}, each.body.get("blocks", [])) for each in (top or home,) if each]
    places += [] if top else [({"channel": each.channel, "ts": each.ts}, each.blocks) for each in messages]
    for place, blocks in places:
        for block in blocks:
            for element in forms.elements(block):
                kind = element["type"]
                if kind in {"button", "icon_button"} and not element.get("url"):
                    said = element.get("value")
                    yield element["action_id"], within_of(said), place, block, element, said
                elif kind == "feedback_buttons":
                    for side in ("positive_button", "negative_button"):
                        said = element[side]["value"]
                        yield element["action_id"], within_of(said), place, block, element, said
                elif kind in {"static_select", "overflow"} and block["type"] != "input":
                    for option in forms.options(element):
                        yield element["action_id"], within_of(option["value"]), place, block, element, option


def _ref(value: Any) -> Mapping[str, Any]:
    try:
        found = json.loads((value["value"] if isinstance(value, dict) else value) or "{}")
    except ValueError:
        return {}
    return found if isinstance(found, dict) else {}


def fill(world: World) -> None:
    """Whoever was left with a form before them fills it in and sends it off."""
    for who in dict.fromkeys(PRESSING):
        if (view := world.slack.standin.workspace.views.top(who)) and view.body.get("submit"):
            _filled(world, who)


def _filled(world: World, who: str) -> None:
    """Somebody fills in the form before them, as well as they can, and sends it off."""
    slack = world.slack.standin
    view = slack.workspace.views.top(who)
    if view is None:
        return
    if view.body.get("callback_id") in LEFT or world.corrected[view.id] > TRIES:
        slack.workspace.views.close(view)
        return
    world.corrected[view.id] += 1
    world.number += 1
    blocks = view.body["blocks"]
    given = {
        element["action_id"]: value
        for block in blocks
        if block["type"] == "input"
        for element in forms.elements(block)
        if (value := _chosen(world, block, element)) is not None
    }
    values = forms.state_values(blocks, given)
    if forms.problems(blocks, values):
        return
    scene = BlockScene(slack, {"as": who, "view_id": view.id})
    body = {**scene.payload("view_submission"), "view": view_json(view, values)}
    body.pop("container", None)
    ref = _ref(view.body.get("private_metadata"))
    _sent(world, ALIAS.get(str(view.body.get("callback_id")), "hand"), who, body, ref)
    _worked_off(world)


def _chosen(world: World, block: Mapping[str, Any], element: dict[str, Any]) -> Any:
    """What somebody puts into a field; None where they leave it as it is."""
    random, kind = world.chance.random, element["type"]
    left = forms.options(element) and forms.initial(element) and random.random() < KEPT
    if left or (block.get("optional") and random.random() > FILLED):
        return None
    choose = CHOICES.get(kind)
    return choose(world, element) if choose else None


def _typed(world: World, element: dict[str, Any]) -> str:
    name, random = str(element["action_id"]), world.chance.random
    words = TYPED.get(name, "word {number} of " + name.rpartition(".")[2])
    number = random.randrange(FEW) + 100 if random.random() < USUAL else world.number
    return words.format(number=number, few=world.number % FEW)[: int(element.get("max_length") or 3000)]


def _number(world: World, element: dict[str, Any]) -> str:
    least, most = (
        int(float(element.get(name) or other)) for name, other in (("min_value", 1), ("max_value", 9))
    )
    return str(world.chance.random.randrange(least, most + 1))


def _several(world: World, element: dict[str, Any]) -> list[Any]:
    options = forms.options(element)
    most = min(3, len(options))
    return world.chance.random.sample(options, world.chance.random.randrange(1, most + 1)) if options else []


def _day(world: World, element: dict[str, Any]) -> str:
    return (
        china_day(world.clock()) + timedelta(days=world.chance.random.randrange(-AHEAD, AHEAD + 1))
    ).isoformat()


def _somebody(world: World, element: dict[str, Any]) -> str:
    return str(world.chance.random.choice([who for who, role in ROLES.items() if role != "nobody"]))


def _option(world: World, element: dict[str, Any]) -> Any:
    return world.chance.random.choice(forms.options(element))


CHOICES: Mapping[str, Callable[[World, dict[str, Any]], Any]] = {
    "plain_text_input": _typed,
    "number_input": _number,
    "static_select": _option,
    "radio_buttons": _option,
    "multi_static_select": _several,
    "checkboxes": _several,
    "datepicker": _day,
    "timepicker": lambda world, element: f"{world.chance.random.randrange(24):02}:30",
    "users_select": _somebody,
    "multi_users_select": lambda world, element: [_somebody(world, element)],
    "conversations_select": lambda world, element: "C0ALERTS",
    "url_text_input": lambda world, element: world.chance.random.choice(world.feed.listings).url,
    "file_input": lambda world, element: [{"id": "F0PAGE"}],
}
"""By its type, what somebody puts into a field."""


def _sent(world: World, act: str, who: str, body: Mapping[str, Any], ref: Mapping[str, Any]) -> None:
    about = str(
        ref.get("batch")
        if act == "undo"
        else ref.get("draft") or ref.get("alert") or ref.get("case") or ref.get("deadline") or ""
    )
    version = int(ref.get("version") or 1)
    world._press(act, who, about, version, body=json.dumps(body))  # type: ignore[arg-type]
