"""Slack's errors, and what each means: every failure of a call comes out as DeliveryFailed: retry, wait or give up."""

import re

from slack_sdk.errors import SlackApiError

from bot.domain.errors import DeliveryFailed
from bot.domain.sentences import worded

_UNSURE = frozenset({"internal_error", "fatal_error", "request_timeout", "service_unavailable"})
_CODE = re.compile(r"[A-Za-z0-9_.:-]+")
NO_THREAD, NO_ANSWER = "thread_not_found", "unknown"
_AT_FAULT = frozenset(
    {
        "invalid_blocks", "invalid_blocks_format", "invalid_attachments", "invalid_arguments",
        "invalid_metadata_format", "invalid_metadata_schema", "metadata_too_large", "msg_too_long",
        "msg_blocks_too_long", "no_text", "too_many_attachments", "image_download_failed",
        NO_THREAD, "user_not_found", "users_not_found", "user_disabled", "cannot_dm_bot",
    }
)  # fmt: skip
"""Refusals of this message, which no waiting and no admin of the workspace mends: what it holds, whom it is for."""
_DEAD = frozenset({"expired_trigger_id", "trigger_expired", "exchanged_trigger_id", "invalid_trigger_id"})
TOO_LATE = "Slack waited too long to open the window; press again"
MEANING = {
    "expired_trigger_id": TOO_LATE,
    "trigger_expired": TOO_LATE,
    "channel_not_found": "there is no such channel, or the bot is not in it; invite it there with /invite",
    "not_in_channel": "the bot is not in the channel; invite it there with /invite",
    "is_archived": "the channel is archived; choose another one",
    "invalid_auth": "the bot token is not valid; set SLACK_BOT_TOKEN anew",
    "not_authed": "no bot token was sent; set SLACK_BOT_TOKEN",
    "account_inactive": "the bot was removed from the workspace; install it again",
    "not_allowed_token_type": "that kind of token is not taken here; bot tokens begin with xoxb-, app tokens with xapp-",
    "token_revoked": "the bot token was revoked; install the app again",
    "missing_scope": "the app lacks a permission; install it again from the manifest",
    "restricted_action": "an admin of the workspace has restricted posting there",
}


def refused(failure: SlackApiError) -> DeliveryFailed:
    """What Slack refused, in words, and how long to wait where it asks to."""
    status, code = getattr(failure.response, "status_code", 200), code_of(failure)
    headers = {str(k).lower(): v for k, v in (getattr(failure.response, "headers", None) or {}).items()}
    if status == 429 or code in {"ratelimited", "rate_limited"}:
        wait = _seconds(headers.get("retry-after"))
        return DeliveryFailed("Slack asks to slow down", retry_after=wait, slow_down=True)
    # No word of Slack's own: something between has answered in its place.
    if status >= 500 or code in _UNSURE or not _CODE.fullmatch(code):
        return DeliveryFailed(
            "Slack had a fault of its own ({code})",
            in_doubt=True,
            code=status if status >= 500 else code[:40],
        )
    if code not in MEANING:
        return DeliveryFailed(code, at_fault=code in _AT_FAULT)
    meaning = worded(MEANING[code])
    told = "{meaning_of_code} ({code})"
    return DeliveryFailed(told, at_fault=code in _AT_FAULT, meaning_of_code=meaning, code=code)


def refusal(failure: DeliveryFailed) -> str:
    """Slack's own code for a refusal; ``unknown`` where no answer came."""
    return code_of(failure.__cause__)


def code_of(failure: BaseException | None) -> str:
    """Slack's own code; ``unknown`` where no answer came."""
    response = failure.response if isinstance(failure, SlackApiError) else {}
    return str(response.get("error") or NO_ANSWER)[:200]


def _seconds(value: object) -> float:
    try:
        return max(1.0, float(str(value)))
    except ValueError:
        return 30.0
