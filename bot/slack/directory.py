"""Slack's directory: who somebody is (guest, another team, bot), and who is in a user group or a channel."""

from collections.abc import Callable, Mapping
from typing import Any

from slack_sdk import WebClient

from bot.domain.errors import DeliveryFailed
from bot.domain.ids import PersonId
from bot.domain.roles import Member, Outsider
from bot.slack.delivering import delivering
from bot.slack.failures import refusal

ASKING = 4
"""Seconds that an answer is waited for: somebody's window may wait behind it."""

_NOT_THERE = frozenset({"user_not_found", "user_not_visible"})


class SlackDirectory:
    """See :class:`bot.services.upkeep.people.Directory`. ``own_team`` is the bot's workspace, empty until that is known."""

    def __init__(self, client: WebClient, own_team: Callable[[], str] = lambda: "") -> None:
        self._client = WebClient(
            token=client.token, base_url=client.base_url, timeout=ASKING, retry_handlers=[]
        )
        self._own_team = own_team

    def member(self, person: PersonId) -> Member:
        """What Slack says of the person; somebody it does not show the bot is of another team."""
        try:
            with delivering():
                answer = self._client.users_info(user=person, include_locale=True)
        except DeliveryFailed as failure:
            if refusal(failure) in _NOT_THERE:
                return Member(person=person, outsider=Outsider.FOREIGN)
            raise
        user: Mapping[str, Any] = answer.get("user") or {}
        return Member(
            person=person,
            outsider=self._outsider(user),
            team=str(user.get("team_id") or ""),
            name=str(user.get("real_name") or user.get("name") or ""),
            locale=str(user.get("locale") or ""),
            zone=str(user.get("tz") or ""),
        )

    def members(self, name: str) -> frozenset[PersonId]:
        """Everybody in a user group or a channel, page by page."""
        if name.startswith("S"):
            with delivering():
                answer = self._client.usergroups_users_list(usergroup=name)
            return frozenset(map(PersonId, answer.get("users") or ()))
        found: list[str] = []
        cursor = ""
        while True:
            with delivering():
                answer = self._client.conversations_members(channel=name, cursor=cursor or None, limit=200)
            found += answer.get("members") or ()
            following: Mapping[str, Any] = answer.get("response_metadata") or {}
            cursor = str(following.get("next_cursor") or "")
            if not cursor:
                return frozenset(map(PersonId, found))

    def groups(self) -> Mapping[str, str]:
        """The user groups of the workspace, as people mention them."""
        with delivering():
            answer = self._client.usergroups_list()
        found: list[Mapping[str, Any]] = answer.get("usergroups") or []
        return {str(each["id"]): f"@{each.get('handle') or each.get('name')}" for each in found}

    def _outsider(self, user: Mapping[str, Any]) -> Outsider | None:
        own = self._own_team()
        teams = {user.get("team_id"), *((user.get("enterprise_user") or {}).get("teams") or ())}
        if user.get("deleted"):
            return Outsider.DEACTIVATED
        if user.get("is_stranger") or (own and own not in teams):
            return Outsider.FOREIGN
        if user.get("is_restricted") or user.get("is_ultra_restricted"):
            return Outsider.GUEST
        return Outsider.BOT if user.get("is_bot") else None
