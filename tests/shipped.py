"""The guidance that ships, read and rendered: seconds, so once in each process that asks for it."""

from functools import cache

from knowledge import corpus, law
from knowledge.corpus import GuidancePage
from knowledge.passages import Passage


@cache
def pages() -> tuple[GuidancePage, ...]:
    """Every page."""
    return corpus.read()


@cache
def rendered() -> tuple[Passage, ...]:
    """Every version of every section."""
    return corpus.render(pages(), law.load())
