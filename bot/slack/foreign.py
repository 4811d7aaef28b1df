"""One installation serves one workspace: what Slack delivers for any other is acknowledged, counted and dropped.

A token of another workspace, a shared signing secret or a forged payload would otherwise reach this team's cases. People
of other teams in channels shared with this workspace come under its own id: what they may do is a matter of roles.
"""

from collections import Counter
from collections.abc import Callable

import structlog
from slack_bolt import BoltContext, BoltResponse
from slack_bolt.authorization import AuthorizeResult

from bot.slack.parsing import workspace_of
from bot.slack.payloads import Body

WITHOUT_TOKEN = frozenset({"app_uninstalled", "tokens_revoked"})
"""Events for which Bolt has no ``auth.test`` to compare with: the token is dead when they come."""
log = structlog.get_logger("marque.slack")


class Foreign:
    """Bolt's middleware that lets only the own workspace in; ``refused`` counts the rest by the kind of payload."""

    def __init__(self) -> None:
        self.refused: Counter[str] = Counter()
        self._own: tuple[str, str] | None = None

    def __call__(
        self, body: Body, context: BoltContext, next_: Callable[[], BoltResponse]
    ) -> BoltResponse | None:
        """Go on for the own workspace; else acknowledge, so that Slack stops sending, and do nothing."""
        if self._is_own(body, context):
            return next_()
        kind = str(body.get("type") or "command")
        self.refused[kind] += 1
        team, enterprise = workspace_of(body)
        log.warning("refused: another workspace", kind=kind, team=team, enterprise=enterprise)
        return BoltResponse(status=200, body="")

    def _is_own(self, body: Body, context: BoltContext) -> bool:
        if str((body.get("event") or {}).get("type")) not in WITHOUT_TOKEN and context.authorize_result:
            known = context.authorize_result
            self._own = (known.team_id or "", known.enterprise_id or "")
        return self._own is None or _is_of(body, *self._own)


def is_own(body: Body, known: AuthorizeResult) -> bool:
    """Whether it was delivered for the workspace of this token."""
    return _is_of(body, known.team_id or "", known.enterprise_id or "")


def _is_of(body: Body, own_team: str, own_enterprise: str) -> bool:
    team, enterprise = workspace_of(body)
    if own_team:
        return team == own_team and enterprise in ("", own_enterprise)
    return bool(own_enterprise) and enterprise == own_enterprise
