"""What ``marque doctor`` says of the connection to Slack."""

import json
import os
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from bot.cli.context import said
from bot.playground.records import APP_TOKEN, BOT_TOKEN, Seed
from bot.playground.server import Playground
from bot.slack.identity import scopes_needed
from bot.slack.scopes import LEAST
from knowledge import known
from tests.unit.cli.conftest import Status

BOOK = Path(__file__).parents[2] / "data" / "brand" / "brand.toml"


def served(scopes: tuple[str, ...]) -> Playground:
    return Playground(Seed(users=(), channels=(), team_name="Solvane", scopes=scopes))


@pytest.fixture
def slack() -> Iterator[Playground]:
    with served(tuple(sorted(scopes_needed()))) as playground:
        yield playground


def found(run: Status) -> dict[str, dict[str, str]]:
    _, out, _ = run("doctor", "--json")
    return {finding["what"]: finding for finding in json.loads(out)}


def given(monkeypatch: pytest.MonkeyPatch, url: str, bot: str = BOT_TOKEN, app: str = APP_TOKEN) -> None:
    monkeypatch.setenv("SLACK_API_URL", url)
    monkeypatch.setenv("SLACK_BOT_TOKEN", bot)
    monkeypatch.setenv("SLACK_APP_TOKEN", app)


def test_tokens_that_slack_takes_are_well_and_the_workspace_is_named(
    run: Status, slack: Playground, monkeypatch: pytest.MonkeyPatch
) -> None:
    given(monkeypatch, slack.api_url)
    findings = found(run)
    assert (findings["Slack"]["state"], findings["Slack"]["detail"]) == (
        "ok", "Socket Mode, workspace Solvane",
    )  # fmt: skip
    assert not {"Slack scopes", "Socket Mode"} & set(findings)


def test_a_bot_token_that_slack_refuses_is_wrong(
    run: Status, slack: Playground, monkeypatch: pytest.MonkeyPatch
) -> None:
    given(monkeypatch, slack.api_url, bot="xoxb-nobody")
    finding = found(run)["Slack"]
    assert (finding["state"], "not valid" in finding["detail"]) == ("wrong", True)
    assert "SLACK_BOT_TOKEN" in finding["todo"]


def test_a_slack_that_cannot_be_reached_is_wrong(run: Status, monkeypatch: pytest.MonkeyPatch) -> None:
    given(monkeypatch, "http://127.0.0.1:9/api/")
    assert found(run)["Slack"]["state"] == "wrong"


def test_an_app_token_of_the_wrong_kind_is_wrong(
    run: Status, slack: Playground, monkeypatch: pytest.MonkeyPatch
) -> None:
    given(monkeypatch, slack.api_url, app=BOT_TOKEN)
    finding = found(run)["Socket Mode"]
    assert (finding["state"], "xapp-" in finding["todo"]) == ("wrong", True)


def test_scopes_that_were_not_granted_are_named(run: Status, monkeypatch: pytest.MonkeyPatch) -> None:
    with served(("chat:write", "commands")) as slack:
        given(monkeypatch, slack.api_url)
        finding = found(run)["Slack scopes"]
    assert finding["state"] == "wrong"
    assert all(scope in finding["detail"] for scope in LEAST - {"chat:write", "commands"})
    assert "chat:write" not in finding["detail"]


def test_what_is_off_with_the_least_manifest_is_told_and_is_no_fault(
    run: Status, monkeypatch: pytest.MonkeyPatch
) -> None:
    with served(tuple(LEAST)) as slack:
        given(monkeypatch, slack.api_url)
        finding = found(run)["Slack scopes"]
    assert (finding["state"], "roles by user group (usergroups:read)" in finding["detail"]) == (
        "optional",
        True,
    )


def test_the_age_of_the_register_of_law_is_told(run: Status) -> None:
    finding = found(run)["register of law"]
    assert said(known.load().checked_on) in finding["detail"]
    assert said(known.load().until) in finding["detail"]


def test_a_register_that_nobody_compared_for_long_is_wrong(
    run: Status, monkeypatch: pytest.MonkeyPatch
) -> None:
    old = known.KnownUntil(checked_on=date(2020, 1, 1), until=date(2020, 6, 29))
    monkeypatch.setattr(known, "load", lambda: old)
    assert found(run)["register of law"]["state"] == "wrong"


def test_what_a_command_keeps_is_its_owners_alone_and_the_doctor_tells_where_it_is_not(
    run: Status, tmp_path: Path
) -> None:
    before = os.umask(0o022)
    try:
        assert run("brand", "import", BOOK)[0] == 0
    finally:
        os.umask(before)
    home = tmp_path / "home"
    kept = [home, *home.rglob("*")]
    assert {path.name for path in kept} >= {"marque.sqlite3", "inbox.sqlite3"}
    assert [path for path in kept if path.stat().st_mode & 0o077] == []
    home.chmod(0o755)
    assert "other users of this machine can read it" in run("doctor", "--json")[1]
