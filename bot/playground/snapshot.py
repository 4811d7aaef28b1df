"""The whole workspace as JSON: what the page draws and what a test's condition looks at."""

from dataclasses import fields
from typing import Any

from bot.playground.jsons import Json, without_none
from bot.playground.records import BOT_USER_ID, TEAM_ID, Channel, File, Message, ViewRecord
from bot.playground.state import Workspace


def snapshot(workspace: Workspace, user: str | None = None) -> Json:
    """Everything, or what one person may see."""
    with workspace.lock:
        channels = [c for c in workspace.channels.values() if user is None or user in c.members]
        messages = [m for c in channels for m in _messages(workspace, c, user)]
        shown = {f for m in messages for f in m.files}
        views = workspace.views
        modals = [v for owner in views.stacks for v in views.open_for(owner) if user in (None, owner)]
        homes = [views.all[v] for owner, v in views.homes.items() if user in (None, owner)]
        ids = {c.id for c in channels}
        return {
            "revision": workspace.revision,
            "connections": workspace.connections,
            "team": {"id": TEAM_ID, "name": workspace.team_name},
            "bot_user": BOT_USER_ID,
            "users": [_flat(u) for u in workspace.users.values()],
            "groups": [_flat(g) for g in workspace.groups.values()],
            "channels": [_channel(c) for c in channels],
            "commands": [_flat(c) for c in workspace.commands],
            "shortcuts": [_flat(s) for s in workspace.shortcuts],
            "messages": [_message(m) for m in messages],
            "files": [_file(f) for f in workspace.files.values() if user is None or f.id in shown],
            "modals": [_view(v) for v in modals],
            "homes": [_view(v) for v in homes],
            "tour": [_flat(each) for each in workspace.tour],
            "statuses": _statuses(workspace, ids),
            "prompts": _prompts(workspace, ids),
            "titles": [
                {"channel": c, "thread_ts": ts, "title": t}
                for (c, ts), t in workspace.titles.items()
                if c in ids
            ],
        }


def _flat(record: Any) -> Json:
    """A record by its fields; what they hold is shared, since nobody changes it (``asdict`` copies all of it, slowly)."""
    return {each.name: getattr(record, each.name) for each in fields(record)}


def _messages(workspace: Workspace, channel: Channel, user: str | None) -> list[Message]:
    if user is not None:
        return workspace.visible(channel.id, user)
    return [m for m in workspace.messages.get(channel.id, {}).values() if not m.deleted]


def _channel(channel: Channel) -> Json:
    return _flat(channel) | {"type": channel.channel_type}


def _message(message: Message) -> Json:
    shape = without_none(_flat(message).items()) | {"reactions": [_flat(each) for each in message.reactions]}
    shape.pop("deleted")
    return shape


def _file(file: File) -> Json:
    return {
        "id": file.id,
        "name": file.name,
        "title": file.title,
        "mimetype": file.mimetype,
        "user": file.user,
        "size": len(file.content),
        "created": file.created,
        "shared_in": list(file.shared_in),
    }


def _view(view: ViewRecord) -> Json:
    return {
        "id": view.id,
        "user": view.user,
        "type": view.type,
        "hash": view.hash,
        "errors": view.errors,
        "previous_view_id": view.previous_view_id,
        "body": view.body,
    }


def _statuses(workspace: Workspace, channels: set[str]) -> list[Json]:
    return [
        {"channel": channel, "thread_ts": ts, "text": s.text, "loading_messages": list(s.loading_messages)}
        for (channel, ts), s in workspace.statuses.items()
        if channel in channels
    ]


def _prompts(workspace: Workspace, channels: set[str]) -> list[Json]:
    return [
        {"channel": c, "title": p.title, "prompts": [{"title": t, "message": m} for t, m in p.prompts]}
        for c, p in workspace.prompts.items()
        if c in channels
    ]
