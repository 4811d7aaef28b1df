"""The law register and the writer, once for all notice tests."""

from functools import cache

import pytest

from bot.domain.compositions import Composition
from bot.notices.writer import TemplateNoticeWriter
from bot.papers import NoticeFacts
from knowledge.law import Register, load


@pytest.fixture(scope="session")
def register() -> Register:
    return load()


class OnceWriter(TemplateNoticeWriter):
    """Composes the same facts once: that a second time says the same is a test of the contract. It has no shelf, so that
    nothing but the facts and what ships decides."""

    def __init__(self, register: Register) -> None:
        super().__init__(register)
        self._once = cache(super().compose)

    def compose(self, facts: NoticeFacts) -> Composition:
        return self._once(facts)


@pytest.fixture(scope="session")
def writer(register: Register) -> TemplateNoticeWriter:
    return OnceWriter(register)
