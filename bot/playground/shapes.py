"""Records in the JSON shapes Slack's API and events use."""

from bot.playground.jsons import Json, without_none
from bot.playground.records import (
    APP_ID,
    BOT_ID,
    BOT_USER_ID,
    TEAM_ID,
    Channel,
    File,
    Message,
    User,
    ViewRecord,
)
from bot.playground.state import Workspace


def user_json(user: User) -> Json:
    """A member, as `users.info` gives it."""
    profile: Json = {
        "real_name": user.real_name,
        "display_name": user.name,
        "real_name_normalized": user.real_name,
        "display_name_normalized": user.name,
        "title": user.title,
        "email": user.email,
        "team": TEAM_ID,
        "image_48": "",
        "image_72": "",
    }
    if user.is_bot:
        profile |= {"bot_id": BOT_ID, "api_app_id": APP_ID}
    return {
        "id": user.id,
        "team_id": user.team_id,
        "name": user.name,
        "deleted": user.deleted,
        "real_name": user.real_name,
        "tz": user.tz,
        "tz_label": user.tz,
        "tz_offset": user.tz_offset,
        "profile": profile,
        "is_admin": user.is_admin,
        "is_owner": False,
        "is_bot": user.is_bot,
        "is_app_user": False,
        "is_stranger": user.team_id != TEAM_ID,
        "is_restricted": user.is_guest,
        "is_ultra_restricted": False,
        **({"locale": user.locale} if user.locale else {}),
        "updated": 0,
    }


def channel_json(channel: Channel) -> Json:
    """A place, as `conversations.info` gives it to the bot."""
    shape: Json = {
        "id": channel.id,
        "is_channel": channel.channel_type == "channel",
        "is_group": channel.channel_type == "group",
        "is_im": channel.is_im,
        "is_mpim": channel.is_mpim,
        "is_private": channel.is_private or channel.is_im,
        "is_archived": channel.is_archived,
        "created": 0,
        "context_team_id": TEAM_ID,
        "is_org_shared": False,
    }
    if channel.is_im:
        other = next((m for m in channel.members if m != BOT_USER_ID), BOT_USER_ID)
        return shape | {"user": other, "is_user_deleted": False, "is_open": True}
    creator = next(iter(channel.members), "")
    return shape | {
        "name": channel.name,
        "name_normalized": channel.name,
        "is_general": channel.name == "general",
        "is_member": BOT_USER_ID in channel.members,
        "is_shared": False,
        "is_ext_shared": False,
        "num_members": len(channel.members),
        "creator": creator,
        "topic": {"value": channel.topic, "creator": creator, "last_set": 0},
        "purpose": {"value": "", "creator": creator, "last_set": 0},
    }


def file_json(workspace: Workspace, file: File, base_url: str) -> Json:
    """An uploaded file, as `files.info` gives it."""
    url = f"{base_url}/files-pri/{TEAM_ID}-{file.id}/{file.name}"
    ending = file.name.rpartition(".")[2].lower()
    return {
        "id": file.id,
        "name": file.name,
        "title": file.title,
        "mimetype": file.mimetype,
        "filetype": ending,
        "pretty_type": ending.upper(),
        "size": len(file.content),
        "user": file.user,
        "user_team": TEAM_ID,
        "created": file.created,
        "timestamp": file.created,
        "mode": "hosted",
        "editable": False,
        "is_external": False,
        "is_public": False,
        "public_url_shared": False,
        "display_as_bot": False,
        "is_starred": False,
        "has_rich_preview": False,
        "comments_count": 0,
        "url_private": url,
        "url_private_download": url,
        "permalink": f"{base_url}/files/{file.user}/{file.id}",
        "channels": [c for c in file.shared_in if c.startswith("C")],
        "groups": [c for c in file.shared_in if c.startswith("G")],
        "ims": [c for c in file.shared_in if c.startswith("D")],
        "shares": _shares(workspace, file),
    }


def _shares(workspace: Workspace, file: File) -> Json:
    """Where a file was posted: by kind of channel, then by channel, the messages."""
    found: dict[str, dict[str, list[Json]]] = {}
    for channel in (workspace.channels[c] for c in file.shared_in):
        kind = "public" if channel.channel_type == "channel" else "private"
        found.setdefault(kind, {})[channel.id] = [
            _share(channel, message) for message in workspace.visible(channel.id) if file.id in message.files
        ]
    return dict(found)


def _share(channel: Channel, message: Message) -> Json:
    shape: Json = {
        "ts": message.ts,
        "channel_name": channel.name,
        "team_id": TEAM_ID,
        "share_user_id": message.user,
        "source": "UNKNOWN",
        "is_silent_share": False,
        "reply_count": 0,
        "reply_users": [],
        "reply_users_count": 0,
    }
    return shape | ({"thread_ts": message.thread_ts} if message.thread_ts else {})


def message_json(
    workspace: Workspace,
    message: Message,
    base_url: str,
    *,
    include_metadata: bool = False,
    thread: bool = True,
) -> Json:
    """A message, as `conversations.history` gives it."""
    files = [file_json(workspace, workspace.file(f), base_url) for f in message.files if f in workspace.files]
    optional: Json = {
        "subtype": message.subtype,
        "thread_ts": message.thread_ts,
        "blocks": message.blocks or None,
        "attachments": message.attachments or None,
        "files": files or None,
        "upload": False if files else None,
        "edited": {"user": message.user, "ts": message.edited_ts} if message.edited_ts else None,
        "metadata": message.metadata if include_metadata else None,
        "reactions": [
            {"name": r.name, "users": list(r.users), "count": len(r.users)} for r in message.reactions
        ]
        or None,
    }
    shape: Json = {
        "type": "message",
        "user": message.user,
        "text": message.text,
        "ts": message.ts,
        "team": TEAM_ID,
    }
    shape |= without_none(optional.items())
    if message.bot_id:
        shape |= {"bot_id": message.bot_id, "app_id": APP_ID, "bot_profile": bot_profile(workspace)}
    if message.in_thread and message.thread_ts:
        parent = workspace.messages.get(message.channel, {}).get(message.thread_ts)
        shape["parent_user_id"] = parent.user if parent else ""
    return shape | (thread_json(workspace, message) if thread else {})


def thread_json(workspace: Workspace, message: Message) -> Json:
    """What the first message of a thread says about its replies; nothing for other messages."""
    replies = (
        [] if message.in_thread or message.ephemeral_for else workspace.replies(message.channel, message.ts)
    )
    if not replies:
        return {}
    people = list(dict.fromkeys(reply.user for reply in replies))
    return {
        "thread_ts": message.ts,
        "reply_count": len(replies),
        "reply_users_count": len(people),
        "reply_users": people,
        "latest_reply": replies[-1].ts,
        "is_locked": False,
        "subscribed": False,
    }


def bot_profile(workspace: Workspace) -> Json:
    """The app behind a bot message."""
    return {
        "id": BOT_ID,
        "app_id": APP_ID,
        "user_id": BOT_USER_ID,
        "name": workspace.users[BOT_USER_ID].real_name,
        "icons": {},
        "deleted": False,
        "updated": 0,
        "team_id": TEAM_ID,
    }


def view_json(view: ViewRecord, state: Json | None = None) -> Json:
    """A modal or Home tab, as Slack sends it back."""
    body = view.body
    return {
        "id": view.id,
        "team_id": TEAM_ID,
        "app_id": APP_ID,
        "app_installed_team_id": TEAM_ID,
        "bot_id": BOT_ID,
        "type": view.type,
        "blocks": body.get("blocks", []),
        "private_metadata": body.get("private_metadata", ""),
        "callback_id": body.get("callback_id", ""),
        "external_id": body.get("external_id", ""),
        "title": body.get("title"),
        "submit": body.get("submit"),
        "close": body.get("close"),
        "state": {"values": state or {}},
        "hash": view.hash,
        "root_view_id": view.root_view_id,
        "previous_view_id": view.previous_view_id,
        "clear_on_close": bool(body.get("clear_on_close")),
        "notify_on_close": bool(body.get("notify_on_close")),
    }
