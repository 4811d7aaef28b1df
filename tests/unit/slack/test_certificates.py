"""Certificates are read once for all calls to Slack."""

from __future__ import annotations

from bot.slack.poster import make_client


def test_clients_of_slack_share_the_certificates_and_a_stand_in_needs_none() -> None:
    first, second = (make_client("xoxb-1", "https://slack.com/api/") for _ in range(2))
    assert first.ssl is not None
    assert first.ssl is second.ssl
    assert make_client("xoxb-1", "http://127.0.0.1:1/api/").ssl is None
