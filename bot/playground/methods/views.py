"""views.*: modals and Home tabs."""

from bot.playground.jsons import Json, records, text
from bot.playground.limits import check_view
from bot.playground.records import SlackError, ViewRecord
from bot.playground.shapes import view_json
from bot.playground.standin import StandIn
from bot.playground.state import Workspace
from bot.playground.wire import Args


def checked_body(workspace: Workspace, body: Json, kind: str = "") -> Json:
    """A view's body within the limits, with block ids; `kind` says what the method can show."""
    if not body or (kind and text(body, "type") != kind):
        raise SlackError("invalid_arguments", "invalid or missing view [json-pointer:/view]")
    check_view(body)
    return {**body, "blocks": workspace.with_block_ids(records(body, "blocks"))}


def _person(slack: StandIn, args: Args) -> str:
    trigger = args.text("trigger_id") or args.text("interactivity_pointer")
    if not trigger:
        raise SlackError("invalid_arguments", "missing required field: trigger_id")
    return slack.tickets.exchange(trigger)


def _answer(view: ViewRecord) -> Json:
    return {"view": view_json(view)}


def open_view(slack: StandIn, args: Args) -> Json:
    """views.open."""
    body = checked_body(slack.workspace, args.record("view"), "modal")
    person = _person(slack, args)
    with slack.workspace.changing():
        return _answer(slack.workspace.views.open(person, body))


def push(slack: StandIn, args: Args) -> Json:
    """views.push."""
    body = checked_body(slack.workspace, args.record("view"), "modal")
    person = _person(slack, args)
    with slack.workspace.changing():
        return _answer(slack.workspace.views.push(person, body))


def update(slack: StandIn, args: Args) -> Json:
    """views.update."""
    with slack.workspace.changing():
        view = slack.workspace.views.find(args.text("view_id"), args.text("external_id"))
        body = checked_body(slack.workspace, args.record("view"), view.type)
        return _answer(slack.workspace.views.update(view, body, args.text("hash")))


def publish(slack: StandIn, args: Args) -> Json:
    """views.publish."""
    person = slack.workspace.user(args.need("user_id", "user_not_found"))
    body = checked_body(slack.workspace, args.record("view"), "home")
    with slack.workspace.changing():
        return _answer(slack.workspace.views.publish(person.id, body, args.text("hash")))


METHODS = {"views.open": open_view, "views.push": push, "views.update": update, "views.publish": publish}
