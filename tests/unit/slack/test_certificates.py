"""Certificates are read once for all calls to Slack and all lines."""

from bot.slack.poster import make_client


def test_clients_of_slack_share_the_certificates() -> None:
    first, second = (make_client("xoxb-1", "https://slack.com/api/") for _ in range(2))
    assert first.ssl is not None
    assert first.ssl is second.ssl
