"""Whoever asks in plain words where something is decided is led to the file: by a page that is made, and by a search."""

import pytest

from tests.structure import sayings, where


def test_the_page_of_all_files_is_what_their_first_lines_say() -> None:
    assert where.PAGE.read_text(encoding="utf-8") == where.page(), "make docs writes it anew"


@pytest.mark.parametrize(
    ("asked", "decides"),
    [
        ("how many times a failed Slack post is retried before giving up", "bot/services/upkeep/delivery.py"),
        ("rate limiting of marketplace API calls", "bot/sources/session.py"),
        ("redaction of API tokens in log output", "bot/domain/secrets.py"),
        ("SSRF protection for links that users paste", "bot/net/guarded.py"),
        ("snooze durations offered", "bot/slack/blocks/alert_forms.py"),
        ("escalation to a backup approver after no response", "bot/services/drafting/pending.py"),
        ("currency conversion rates", "bot/sources/rates.py"),
        ("public holidays calendar", "bot/domain/workdays.py"),
        ("scheduler lock between processes", "bot/store/leases.py"),
        ("Word document fonts", "templates/house/style.toml"),
        ("thumbs down under an answer", "bot/services/answering/conversations.py"),
        ("the button Not infringing", "bot/slack/blocks/alert_forms.py"),
        ("environment variable or .env file, which of them holds", "bot/settings.py"),
        ("picking one of the topics offered", "bot/services/answering/conversations.py"),
        ("alert and its outbox message in one transaction", "bot/services/watching/raising.py"),
    ],
)
def test_a_sentence_in_plain_words_finds_the_file(asked: str, decides: str) -> None:
    assert decides in [entry.path for entry, _ in where.found(asked)[:5]]


def test_a_row_of_the_table_is_told_first() -> None:
    assert where.answer("when a period ends").startswith(
        "CONTRIBUTING.md: when a period ends: `bot/domain/clocks.py"
    )


def test_words_that_no_file_uses_find_nothing() -> None:
    assert where.answer("zyzzyva quokka") == "No file uses these words."


def test_a_file_is_told_with_the_lines_that_the_words_are_about() -> None:
    ((entry, lines), *_) = where.found("LEAST_VERDICTS")
    assert (entry.path, lines[0].name) == ("bot/domain/learning.py", "LEAST_VERDICTS")


def test_a_line_is_told_with_the_service_that_it_hands_on_to() -> None:
    told = where.answer("a title of a choice is answered at once, in the thread of the choice")
    assert "calls bot.services.answering.conversations.Conversations.pick" in told


def test_every_file_of_code_says_in_its_first_lines_what_it_is() -> None:
    files = [path for room in ("bot", "jobs", "knowledge") for path in (sayings.ROOT / room).rglob("*.py")]
    silent = [
        path for path in files if path.read_text(encoding="utf-8") and not sayings.entry_of(path).summary
    ]
    assert (len(files) > 0, silent) == (True, [])
