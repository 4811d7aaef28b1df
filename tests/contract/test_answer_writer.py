"""One contract for every writer of answers: extractive, and a chat model that is true, lies or fails."""

import re
from collections.abc import Iterator
from datetime import date

import pytest

from bot.llm.answers import ChatWriter
from bot.llm.client import ChatModel
from bot.llm.facts import facts, normal
from bot.ports import AnswerWriter
from bot.services.answering.answers import ExtractiveWriter
from tests.fakes.openai_server import OpenAIServer, Scripted
from tests.unit.llm.guidance import CHINESE, ENGLISH, FAITHFUL, QUESTION

LYING = "Yes. An opposition must be filed within 9 months of publication (Trademark Law Art. 99) [1]."


@pytest.fixture(params=["extractive", "chat", "lying chat", "failing chat"])
def writer(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> Iterator[AnswerWriter]:
    """Each kind of writer."""
    if request.param == "extractive":
        yield ExtractiveWriter()
        return
    replies = {
        "chat": Scripted(text=FAITHFUL),
        "lying chat": Scripted(text=LYING),
        "failing chat": Scripted(status=500, raw=b"{}"),
    }
    with OpenAIServer([replies[request.param]]) as server:
        monkeypatch.setenv("OPENAI_BASE_URL", server.base_url)
        monkeypatch.setenv("OPENAI_API_KEY", "sk-test")
        monkeypatch.setenv("NO_PROXY", "127.0.0.1")
        chat = ChatModel("openai:scripted-1", seconds=600)
        assert chat._model  # a new machine takes long to load the provider's library
        yield ChatWriter(chat=chat, fallback=ExtractiveWriter(), today=lambda: date(2026, 11, 24))


@pytest.mark.parametrize(("hits", "language"), [(ENGLISH, "en"), (CHINESE, "zh"), (ENGLISH[:1], "en")])
def test_marks_and_passages_agree(writer: AnswerWriter, hits: tuple, language: str) -> None:  # type: ignore[type-arg]
    written = writer.write(QUESTION, hits, language=language)
    marks = {int(n) for n in re.findall(r"\[(\d+)\]", written.text)}
    assert marks == set(range(1, len(written.passages) + 1))
    assert set(written.passages) <= {hit.passage for hit in hits}
    assert hits[0].passage in written.passages


def test_every_figure_stands_in_a_passage_of_the_answer(writer: AnswerWriter) -> None:
    written = writer.write(QUESTION, ENGLISH, language="en")
    known = {repr(seen.fact) for passage in written.passages for seen in facts(normal(passage.text))}
    said = re.sub(r"\[\d+\]", "", written.text)
    assert {repr(seen.fact) for seen in facts(normal(said))} <= known


def test_it_names_who_wrote(writer: AnswerWriter) -> None:
    assert writer.write(QUESTION, ENGLISH, language="en").writer in {"extractive", "openai:scripted-1"}
