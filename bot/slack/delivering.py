"""A call to Slack, in which every failure becomes DeliveryFailed."""

import http.client
from collections.abc import Iterator
from contextlib import contextmanager

from slack_sdk.errors import SlackApiError, SlackClientError, SlackObjectFormationError

from bot.domain.errors import DeliveryFailed, TriggerDead
from bot.domain.sentences import worded
from bot.slack.failures import _DEAD, NO_THREAD, TOO_LATE, code_of, refusal, refused


@contextmanager
def delivering() -> Iterator[None]:
    """Every failure of a call becomes DeliveryFailed, which says whether Slack may have done it even so."""
    try:
        yield
    except SlackApiError as failure:
        raise refused(failure) from failure
    except ConnectionRefusedError as failure:
        raise DeliveryFailed("Slack cannot be reached") from failure
    except (FileNotFoundError, PermissionError) as failure:
        raise DeliveryFailed(
            "a file of the message cannot be read: {fault}", at_fault=True, fault=failure
        ) from failure
    except (OSError, http.client.HTTPException) as failure:
        if isinstance(getattr(failure, "reason", None), ConnectionRefusedError):
            raise DeliveryFailed("Slack cannot be reached") from failure
        raise DeliveryFailed(
            "no answer came ({code})", in_doubt=True, code=type(failure).__name__
        ) from failure
    except SlackClientError as failure:
        formed = not isinstance(failure, SlackObjectFormationError)
        raise DeliveryFailed(str(failure)[:200], at_fault=not formed) from failure


@contextmanager
def in_time() -> Iterator[None]:
    """What a call bound to a trigger fails of in the end: its three seconds are over."""
    try:
        yield
    except SlackApiError as failure:
        if code_of(failure) in _DEAD or refused(failure).slow_down:
            raise TriggerDead(
                "{meaning_of_code} ({code})", meaning_of_code=worded(TOO_LATE), code=code_of(failure)
            ) from failure
        raise
    except TimeoutError as failure:
        raise TriggerDead("{cause_before} (no answer came)", cause_before=worded(TOO_LATE)) from failure


@contextmanager
def unless_deleted() -> Iterator[None]:
    """What stands in a thread is left out where somebody has deleted the message that it is under."""
    try:
        yield
    except DeliveryFailed as failure:
        if refusal(failure) != NO_THREAD:
            raise
