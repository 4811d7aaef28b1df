"""Examples of topics and the bank's situations together: what topics are learned from, and more lines for the reader."""

from __future__ import annotations

import hashlib

from knowledge import bank, topics
from knowledge.bank import Line
from knowledge.features import is_chinese

BATCH = "topics-"
# Kind and refusal of the examples of a group; of what happened and of turns of a thread neither is certain.
_LABELS = {
    "plan": ("plan", "none"),
    "own": ("own_data", "none"),
    "act": ("act", "none"),
    "help": ("help", "none"),
    "chat": ("chat", "none"),
    "unlawful": ("law", "unlawful"),
    "caution": ("law", "none"),
}


def examples() -> tuple[tuple[str, str, int], ...]:
    """Topic, text and voice of every example, and of the bank's situations whose plan is named."""
    told = [line for line in bank.read() if line.plan]
    named = [(f"plan.{line.plan}", line.text, topics.voice(number)) for number, line in enumerate(told)]
    return (*topics.examples(), *named)


def lines() -> tuple[Line, ...]:
    """The examples that are of one kind of message, as lines of the bank: a batch a voice."""
    return tuple(
        _line(topic, text, hand)
        for topic, text, hand in topics.examples()
        if topic.partition(".")[0] in _LABELS
    )


def fingerprint() -> str:
    """Hash of all that is learned from."""
    return hashlib.sha256(f"{topics.fingerprint()}{bank.fingerprint()}".encode()).hexdigest()[:16]


def _line(topic: str, text: str, hand: int) -> Line:
    group, _, name = topic.partition(".")
    kind, refusal = _LABELS[group]
    asker = "accused" if name == "accused" else "owner" if kind == "plan" else ""
    language = "zh" if is_chinese(text) else "en"
    return Line(text=text, language=language, batch=f"{BATCH}{hand}", kind=kind, refusal=refusal, asker=asker)
