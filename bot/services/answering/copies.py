"""What is said beside the lines of a crime: that copying what a patent protects meets none, which lines told are none of it, and
what who printed labels does now."""

import re
from collections.abc import Iterator

from bot.services.answering.tiers import Saying
from knowledge.amount_roles import AmountRole
from knowledge.amounts import roles
from knowledge.crime_lines import LABELS, TESTS
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


def of_other_lines(key: str, given: Saying) -> Iterator[str]:
    """That the lines that the message tells are none of this crime, where none of them is."""
    lines = [value for value, role in roles(given.told) if role is AmountRole.LINE]
    known = {given.figure(path) for test in TESTS[key] for path in (test.path, test.lower)}
    if known.isdisjoint(lines):
        yield from (given.words("ask.not_term", term=given.money(each)) for each in lines)


def of_a_printer(key: str, given: Saying) -> str:
    """What who asks and made the labels does now: labels infringe in any number (Trademark Law Art. 57(4))."""
    if TESTS[key] is not LABELS or _WE_PRINT.search(given.told) is None:
        return ""
    return given.words("ask.labels_stop", cite=given.cite("tm.infringing_labels"))
