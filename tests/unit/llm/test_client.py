"""The chat model's name, its package, its failures and its secrets."""

import threading

import pytest

from bot.domain.errors import NotPossible, ProgramMissing
from bot.llm.client import AT_ONCE, ChatFailed, ChatModel, described
from tests.fakes.openai_server import OpenAIServer, Scripted


@pytest.mark.parametrize("name", ["gpt-4.1", "", ":gpt", "openai:"])
def test_a_name_without_a_provider_is_refused(name: str) -> None:
    with pytest.raises(NotPossible, match="provider:name"):
        ChatModel(name)


def test_a_missing_package_says_how_to_install_it() -> None:
    with pytest.raises(
        ProgramMissing, match=r"langchain-nosuch is not installed.*pip install 'langchain-nosuch'"
    ):
        ChatModel("nosuch:model")


@pytest.mark.parametrize(
    "secret",
    [
        "sk-proj-abcdefghijklmnop1234567890",
        "Bearer abc.def",
        "api_key=hush",
        "AIzaSyA-0123456789abcdefghijklmnop",
        "sk-ab***yz",
    ],
)
def test_failures_are_described_without_secrets(secret: str) -> None:
    text = described(ValueError(f"refused: {secret} is wrong"))
    assert text.startswith("ValueError: refused: ")
    assert secret not in text


def test_a_missing_key_is_a_failure_of_the_call(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("OPENAI_API_KEY", "OPENAI_BASE_URL", "OPENAI_API_BASE"):
        monkeypatch.delenv(name, raising=False)
    with pytest.raises(ChatFailed, match="OpenAIError"):
        ChatModel("openai:scripted-1", seconds=600).write("system", "data")


def test_hanging_calls_are_few(monkeypatch: pytest.MonkeyPatch) -> None:
    with OpenAIServer([Scripted(text="…", hang=True, pings=True)]) as server:
        monkeypatch.setenv("OPENAI_BASE_URL", server.base_url)
        monkeypatch.setenv("OPENAI_API_KEY", "sk-test")
        monkeypatch.setenv("NO_PROXY", "127.0.0.1")
        chat = ChatModel("openai:scripted-1", seconds=0.5)
        for _ in range(AT_ONCE):
            with pytest.raises(ChatFailed, match="no full answer within"):
                chat.write("system", "data")
        with pytest.raises(ChatFailed, match="still waiting"):
            chat.write("system", "data")
        hanging = [thread for thread in threading.enumerate() if thread.name == "chat-model"]
    for thread in hanging:
        thread.join(timeout=60)
    assert not any(thread.is_alive() for thread in hanging)
