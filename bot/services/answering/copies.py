"""What is said beside the lines of a crime: that copying what a patent protects meets none; what who printed labels does now."""

import re
from collections.abc import Iterator

from bot.services.answering.tiers import Saying
from knowledge.amounts import roles
from knowledge.lazily import lazily

# Who asks made the labels, or has the machine on which they were made.
_WE_PRINT = lazily(
    r"\b(?:i|we)\b(?: \w+){0,3} (?:print(?:ed|ing)?|embroider(?:ed)?|wove|weave)\b"
    r"|\b(?:i|we) (?:own|run|have|operate|work (?:in|at|for)) (?:an?|the|our|my) (?:[\w-]+ ){0,2}?print\w*"
    r"|\b(?:my|our) (?:[\w-]+ ){0,2}?print(?:shop|works|ers?|ing)?\b"
    r"|\b(?:had|made|asked|let|got) (?:me|us) (?:to )?(?:print|make|weave|embroider)\b"
    r"|我们?(?:家)?(?:是|开|做|有)[^，。；？]{0,6}印(?:刷|制|花|标)|我们?[^，。；？]{0,6}(?:代印|印了|印的|给[^，。；？]{0,6}印)",
    re.IGNORECASE,
)


def of_a_copy(given: Saying) -> Iterator[str]:
    """That copying what a patent protects meets no line of a crime, and where it is pursued, where amounts are told
    (Criminal Law Art. 216; Patent Law Art. 65)."""
    if roles(given.told):
        yield given.words(
            "ask.copied", cite=given.cite("cl.patent_passing_off"), ways=given.cite("pt.remedies")
        )


def of_a_printer(given: Saying) -> str:
    """What who asks and made the labels does now: labels infringe in any number (Trademark Law Art. 57(4))."""
    if _WE_PRINT.search(given.told) is None:
        return ""
    return given.words("ask.labels_stop", cite=given.cite("tm.infringing_labels"))
