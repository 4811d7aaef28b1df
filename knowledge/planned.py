"""Whether a step of ours is only planned: what is planned has not begun, no time runs from it, and the stage told is the one
before."""

import re
from collections.abc import Iterator

from knowledge.happening_rows import happening_table
from knowledge.lazily import lazily
from knowledge.not_done import is_done

# Steps that we take ourselves, each of which ends a time that ran before it.
OWN_STEPS = frozenset({"opposition_filed"})
_CUT = lazily(r"[,;:.?!](?!\d)|[，；：。？！\n]|\b(?:and|but|so|while)\b", re.IGNORECASE)
_PLANS = lazily(
    r"\b(?:will|shall|would|could|can|may|might|must|should|going to|plan\w*|intend\w*|wants?|mean to"
    r"|hop(?:e|es|ing)|about to|to be"
    r"|ready to|needs? to|ha(?:ve|s) to|ought to|prepar\w+|draft\w*|consider\w*|thinking (?:of|about)|in time|early enough"
    r"|(?:we|i) (?:file|lodge|oppose|submit)"
    r"|until|till|before|due|dead ?line|when|whether|to (?:file|lodge|oppose|submit|put in))\b|['’]ll\b"
    r"|再|打算|准备|计划|想|才|将|要|会|能|可以|来得?及|赶得?[上及]|[以之]?前|拟|考虑|还没|尚未|未|截止|期限|到期|怎么|如何|吗",
    re.IGNORECASE,
)
_BEGUN = lazily(
    r"\b(?:was|were|has been|have been|is pending|under way|ongoing)\b|[了过]|已经?|正在|审理", re.IGNORECASE
)
# What is added to a step is a step of its own.
_ADDED = lazily(
    r"\b(?:evidence|proofs?|documents?|materials?|invoices?|decision)\b|证据|材料|补充|发票|决定",
    re.IGNORECASE,
)


def only_planned(event: str, text: str) -> bool:
    """Whether this step is spoken of as one to come alone, and nowhere as one that was taken."""
    if event not in OWN_STEPS:
        return False
    row, table = happening_table().events[event], happening_table()
    done = any(
        is_done(name, text, each.start())
        for name in row.done
        for each in table.done[name].finditer(text)
        if not _PLANS.search(_clause(text, each.start(), each.end()))
    )
    clauses = [clause for name in row.named for clause in _clauses_of(name, text)]
    meant = [clause for clause in clauses if _PLANS.search(clause) and not _ADDED.search(clause)]
    return bool(meant) and not done and not any(_is_taken(each) for each in clauses)


def _is_taken(clause: str) -> bool:
    """Whether a clause tells the step as taken, or in hand at the office."""
    return _BEGUN.search(clause) is not None and _PLANS.search(clause) is None


def _clauses_of(thing: str, text: str) -> Iterator[str]:
    for each in happening_table().things[thing].finditer(text):
        yield _clause(text, each.start(), each.end())


def _clause(text: str, start: int, end: int) -> str:
    begin = max((cut.end() for cut in _CUT.finditer(text, 0, start)), default=0)
    cut = _CUT.search(text, end)
    return text[begin : cut.start() if cut else len(text)]
