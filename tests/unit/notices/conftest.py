"""The law register and the writer, once for all notice tests."""

import pytest

from bot.notices.writer import TemplateNoticeWriter
from knowledge.law import Register, load


@pytest.fixture(scope="session")
def register() -> Register:
    return load()


@pytest.fixture(scope="session")
def writer(register: Register) -> TemplateNoticeWriter:
    return TemplateNoticeWriter(register)
