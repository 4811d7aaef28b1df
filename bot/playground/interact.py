"""What a person does with blocks: click, choose, search, submit and close; and the app's answers to that."""

from dataclasses import replace

from bot.playground import acts, forms
from bot.playground.jsons import Json, flag, record, records, text
from bot.playground.methods.views import checked_body
from bot.playground.records import Message, SlackError, User, ViewRecord
from bot.playground.shapes import file_json, view_json
from bot.playground.standin import StandIn

_FAILED = "We had some trouble connecting. Try again?"


class BlockScene:
    """The blocks a person acts on: of a message, a modal or the Home tab."""

    def __init__(self, slack: StandIn, body: Json) -> None:
        self.slack = slack
        self.user: User = acts.who(slack, body)
        self.message: Message | None = None
        self.view: ViewRecord | None = None
        if text(body, "view_id"):
            self.view = acts.visible_view(slack, self.user, text(body, "view_id"))
            self.blocks = records(self.view.body, "blocks")
        else:
            self.message = self._message(body)
            self.blocks = self.message.blocks
        self.state: Json = {}

    def _message(self, body: Json) -> Message:
        channel = acts.place(self.slack, body, self.user)
        message = self.slack.workspace.message(channel.id, text(body, "ts"))
        if message.ephemeral_for not in (None, self.user.id):
            raise SlackError("message_not_found")
        return message

    def payload(self, kind: str) -> Json:
        """An interaction payload up to what was done."""
        payload = acts.frame(self.slack, kind, self.user)
        if self.view:
            return payload | {
                "container": {"type": "view", "view_id": self.view.id},
                "view": view_json(self.view, self.state),
            }
        return payload | (self._message_parts(self.message) if self.message else {})

    def _message_parts(self, message: Message) -> Json:
        channel = self.slack.workspace.channels[message.channel]
        container: Json = {
            "type": "message",
            "message_ts": message.ts,
            "channel_id": channel.id,
            "is_ephemeral": message.ephemeral_for is not None,
        }
        if message.thread_ts:
            container["thread_ts"] = message.thread_ts
        parts: Json = {
            "container": container,
            "channel": {"id": channel.id, "name": acts.channel_name(channel)},
            "state": {"values": self.state},
            "response_url": self.slack.reply_url(channel.id, self.user.id, message),
        }
        return parts if message.ephemeral_for else parts | {"message": self.slack.shape(message)}


async def act(slack: StandIn, body: Json) -> Json:
    """Click a button or choose from a menu; tells the app with `block_actions`."""
    scene = BlockScene(slack, body)
    scene.state = forms.state_values(scene.blocks, record(body, "state"))
    block, element = forms.find_element(
        scene.blocks, text(body, "action_id"), text(body, "block_id"), body.get("value")
    )
    value = body.get("value")
    if "external" in text(element, "type"):
        value = await _external(slack, body, value)
    action: Json = {
        "action_id": element["action_id"],
        "block_id": text(block, "block_id"),
        "type": text(element, "type"),
        "action_ts": slack.workspace.next_ts(),
        **_done(element, value),
    }
    state = record(scene.state, text(block, "block_id"))
    if text(element, "action_id") in state:
        state[text(element, "action_id")] = forms.chosen(element, value)
    reply = await slack.delivery.ask("interactive", scene.payload("block_actions") | {"actions": [action]})
    if reply.error:
        raise SlackError(reply.error)
    return {}


def _done(element: Json, value: object) -> Json:
    """The part of an action that says what was chosen."""
    kind = text(element, "type")
    if kind in {"button", "icon_button", "workflow_button"}:
        return {key: element[key] for key in ("text", "value", "style", "url") if key in element}
    if kind == "feedback_buttons":
        sides = [record(element, "positive_button"), record(element, "negative_button")]
        for side in sides:
            if value == side.get("value"):
                return {"value": side.get("value"), "text": side.get("text")}
        raise SlackError("no_such_option", "value must be that of the positive or the negative button")
    return {key: item for key, item in forms.chosen(element, value).items() if key != "type"}


async def suggest(slack: StandIn, body: Json) -> Json:
    """Ask the app for the options of an external menu."""
    scene = BlockScene(slack, body)
    block, element = forms.find_element(scene.blocks, text(body, "action_id"), text(body, "block_id"))
    payload = scene.payload("block_suggestion") | {
        "action_id": element["action_id"],
        "block_id": text(block, "block_id"),
        "value": text(body, "value"),
    }
    payload.pop("trigger_id", None)
    reply = await slack.delivery.ask("interactive", payload)
    if reply.error:
        raise SlackError(reply.error)
    return {"options": acts.option_list(reply.payload)}


async def _external(slack: StandIn, body: Json, value: object) -> object:
    """Words typed into an external menu, exchanged for the first option the app offers that fits them."""
    if not isinstance(value, str):
        return value
    offered = records(await suggest(slack, {**body, "value": value}), "options")
    fitting = [option for option in offered if value in acts.option_words(option)] or offered
    if not fitting:
        raise SlackError("no_such_option", f"the app offers nothing for {value}")
    return fitting[0]


async def _given(slack: StandIn, body: Json, blocks: list[Json]) -> Json:
    """A submission's values, with words for external menus exchanged for what the app offers and files uploaded."""
    given = dict(record(body, "state"))
    for block in blocks:
        for element in forms.elements(block):
            name = text(element, "action_id")
            asked = {**body, "action_id": name, "state": {}}
            if text(element, "type") == "external_select" and isinstance(given.get(name), str):
                given[name] = await _external(slack, asked, given[name])
            several = given.get(name)
            if text(element, "type") == "multi_external_select" and isinstance(several, list):
                given[name] = [await _external(slack, asked, each) for each in several]
            if text(element, "type") == "file_input" and name in given:
                person = acts.who(slack, body)
                ids = [acts.upload(slack, person, each) for each in records(given, name)]
                files = [slack.workspace.file(each) for each in ids]
                given[name] = [file_json(slack.workspace, each, slack.base_url) for each in files]
    return given


async def submit(slack: StandIn, body: Json) -> Json:
    """Submit the modal: checked by Slack, then by the app. `errors` is what was refused, by block id."""
    scene = BlockScene(slack, body)
    view = scene.view
    if view is None or view.type != "modal":
        raise SlackError("not_found")
    scene.state = forms.state_values(scene.blocks, await _given(slack, body, scene.blocks))
    unknown = forms.unknown_names(scene.blocks, record(body, "state"))
    if unknown:
        raise SlackError("no_such_field", f"the modal has no field {', '.join(unknown)}")
    problems = forms.problems(scene.blocks, scene.state)
    if problems:
        return _refused(slack, view, problems)
    payload = scene.payload("view_submission") | {"response_urls": []}
    payload.pop("container", None)
    reply = await slack.delivery.ask("interactive", payload)
    if reply.error:
        return _refused(slack, view, {"": _FAILED})
    return _respond(slack, view, reply.payload)


def _refused(slack: StandIn, view: ViewRecord, errors: dict[str, str]) -> Json:
    with slack.workspace.changing():
        if view.id in slack.workspace.views.all:
            slack.workspace.views.refuse(slack.workspace.views.all[view.id], errors)
    return {"errors": errors}


def _respond(slack: StandIn, view: ViewRecord, payload: Json) -> Json:
    """Do what the app's acknowledgement of a submission asks for; by default the modal closes."""
    action = text(payload, "response_action")
    if action == "errors":
        return _refused(slack, view, {key: str(value) for key, value in record(payload, "errors").items()})
    views = slack.workspace.views
    with slack.workspace.changing():
        if action == "clear":
            views.clear(view.user)
        elif action == "update":
            views.update(views.find(view.id), checked_body(slack.workspace, record(payload, "view"), "modal"))
        elif action == "push":
            views.push(view.user, checked_body(slack.workspace, record(payload, "view"), "modal"))
        elif view.id in views.all:
            views.close(views.all[view.id])
    return {}


async def close(slack: StandIn, body: Json) -> Json:
    """Close the modal, or with `clear` the whole stack; tells the app where it asked to know."""
    scene = BlockScene(slack, body)
    view = scene.view
    if view is None or view.type != "modal":
        raise SlackError("not_found")
    cleared = flag(body, "clear") or bool(view.body.get("clear_on_close"))
    views = slack.workspace.views
    with slack.workspace.changing():
        closed = views.clear(view.user) if cleared else views.close(view)
    for each in closed:
        if each.body.get("notify_on_close"):
            payload = acts.frame(slack, "view_closed", scene.user)
            payload.pop("trigger_id", None)
            await slack.delivery.ask(
                "interactive", payload | {"view": view_json(each), "is_cleared": cleared}
            )
    return {}


def reply_to_url(slack: StandIn, key: str, payload: Json) -> None:
    """What the app sends to a response URL: a new message, a replacement or a deletion."""
    ticket = slack.tickets.use_reply(key)
    replacing, deleting = flag(payload, "replace_original"), flag(payload, "delete_original")
    if not (replacing or deleting):
        acts.answer(slack, ticket.channel, ticket.user, payload, ticket.thread_ts)
        return
    original = slack.workspace.message(ticket.channel, ticket.message_ts)
    if deleting:
        slack.workspace.put_message(replace(original, deleted=True))
        return
    after = slack.workspace.put_message(
        replace(
            original,
            text=text(payload, "text"),
            blocks=records(payload, "blocks"),
            attachments=records(payload, "attachments"),
            edited_ts=slack.workspace.next_ts(),
        )
    )
    slack.events.message_changed(original, after)
