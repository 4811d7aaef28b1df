"""The guidance that ships, rendered: seconds, so once in each process that asks for it."""

from functools import cache

from knowledge import corpus, law
from knowledge.passages import Passage


@cache
def rendered() -> tuple[Passage, ...]:
    """Every version of every section."""
    return corpus.render(corpus.read(), law.load())
