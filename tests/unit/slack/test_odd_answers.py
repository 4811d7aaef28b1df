"""Slack's answers that are none: what was posted may stand, and is looked for before it is posted again."""

import pytest
from slack_sdk.web.base_client import BaseClient

from bot.domain.errors import DeliveryFailed
from bot.slack.cards import Card
from bot.slack.poster import Poster, make_client


@pytest.mark.parametrize(
    ("body", "in_doubt"),
    [
        ("<html>Gateway</html>", True),
        ("", True),
        ('{"ok": true}', True),
        ('{"ok": false}', False),
        ('{"ok": false, "error": "not_in_channel"}', False),
        ('{"ok": false, "error": "an_error_of_tomorrow"}', False),
    ],
)
def test_an_answer_without_slacks_own_word_leaves_the_post_in_doubt(
    body: str, in_doubt: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    answer = {"status": 200, "headers": {}, "body": body}
    monkeypatch.setattr(BaseClient, "_perform_urllib_http_request", lambda *_, **__: answer)
    with pytest.raises(DeliveryFailed) as failed:
        Poster(make_client("xoxb-none", "http://127.0.0.1:9/")).post("C1", Card(text="t", blocks=[]))
    assert failed.value.in_doubt is in_doubt
