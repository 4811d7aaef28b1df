"""api.test, auth.test, bots, users, usergroups, reactions and the connection for Socket Mode."""

from bot.playground.jsons import Json
from bot.playground.records import APP_ID, BOT_ID, BOT_USER_ID, TEAM_ID, SlackError
from bot.playground.shapes import user_json
from bot.playground.standin import StandIn
from bot.playground.wire import Args


def api_test(slack: StandIn, args: Args) -> Json:
    """api.test."""
    if args.text("error"):
        raise SlackError(args.text("error"))
    return {"args": {key: value for key, value in args.values.items() if key != "token"}}


def auth_test(slack: StandIn, args: Args) -> Json:
    """auth.test."""
    bot = slack.workspace.user(BOT_USER_ID)
    return {
        "url": f"{slack.base_url}/",
        "team": slack.workspace.team_name,
        "user": bot.name,
        "team_id": TEAM_ID,
        "user_id": bot.id,
        "bot_id": BOT_ID,
        "is_enterprise_install": False,
    }


def bots_info(slack: StandIn, args: Args) -> Json:
    """bots.info."""
    if args.text("bot", BOT_ID) != BOT_ID:
        raise SlackError("bot_not_found")
    bot = slack.workspace.user(BOT_USER_ID)
    return {
        "bot": {
            "id": BOT_ID,
            "deleted": False,
            "name": bot.real_name,
            "updated": 0,
            "app_id": APP_ID,
            "user_id": bot.id,
            "icons": {},
        }
    }


def users_info(slack: StandIn, args: Args) -> Json:
    """users.info."""
    return {"user": user_json(slack.workspace.user(args.need("user", "user_not_found")))}


def users_list(slack: StandIn, args: Args) -> Json:
    """users.list."""
    everyone = [user_json(user) for user in slack.workspace.users.values()]
    return {
        "members": everyone,
        "cache_ts": int(slack.workspace.now()),
        "response_metadata": {"next_cursor": ""},
    }


def users_lookup(slack: StandIn, args: Args) -> Json:
    """users.lookupByEmail."""
    email = args.need("email", "users_not_found")
    for user in slack.workspace.users.values():
        if user.email == email:
            return {"user": user_json(user)}
    raise SlackError("users_not_found")


def usergroup_users(slack: StandIn, args: Args) -> Json:
    """usergroups.users.list."""
    group = slack.workspace.groups.get(args.need("usergroup", "no_such_subteam"))
    if group is None:
        raise SlackError("no_such_subteam")
    return {"users": list(group.members)}


def usergroups_list(slack: StandIn, args: Args) -> Json:
    """usergroups.list."""
    groups: list[Json] = [
        {
            "id": g.id,
            "team_id": TEAM_ID,
            "is_usergroup": True,
            "name": g.name,
            "handle": g.handle,
            "users": list(g.members),
            "user_count": len(g.members),
        }
        for g in slack.workspace.groups.values()
    ]
    return {"usergroups": groups}


def reactions_add(slack: StandIn, args: Args) -> Json:
    """reactions.add."""
    channel = slack.workspace.channel(args.need("channel", "channel_not_found"))
    message = slack.workspace.message(channel.id, args.need("timestamp", "no_item_specified"))
    name = args.need("name", "invalid_name").strip(":")
    slack.workspace.react(message, name, BOT_USER_ID)
    slack.events.reaction_added(message, name, BOT_USER_ID)
    return {}


def connections_open(slack: StandIn, args: Args) -> Json:
    """apps.connections.open: where to connect for Socket Mode."""
    address = slack.base_url.replace("http", "ws", 1)
    return {"url": f"{address}/link/?ticket={slack.workspace.next_id('ticket')}&app_id={APP_ID}"}


METHODS = {
    "api.test": api_test, "auth.test": auth_test, "bots.info": bots_info, "users.info": users_info,
    "users.list": users_list, "users.lookupByEmail": users_lookup,
    "usergroups.users.list": usergroup_users, "usergroups.list": usergroups_list,
    "reactions.add": reactions_add, "apps.connections.open": connections_open,
}  # fmt: skip
