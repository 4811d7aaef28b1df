"""Examples of topics and the bank's situations together: what topics are learned from, and more lines for the reader."""

import hashlib

from knowledge import bank, topics
from knowledge.bank import Line
from knowledge.features import is_chinese
from knowledge.reading import MessageKind
from knowledge.standing import TURN

BATCH = "topics-"
# Kind and refusal of the examples of a group; of what happened neither is certain.
_LABELS = {
    "turn": (TURN, "none"),
    "plan": ("plan", "none"),
    "own": ("own_data", "none"),
    "act": ("act", "none"),
    "help": ("help", "none"),
    "chat": ("chat", "none"),
    "unlawful": ("law", "unlawful"),
    "caution": ("law", "none"),
}
# What is wanted of a follow-up, as the threads name it, by its topic.
_TURNS = {
    "law": topics.OTHER,
    "brief": "turn.brief",
    "more": "turn.more",
    "en": "turn.in_english",
    "zh": "turn.in_chinese",
}


def examples() -> tuple[tuple[str, str, int], ...]:
    """Topic, text and voice of every example, of the bank's situations whose plan is named, and of follow-ups in threads:
    what asks for the law is no turn.
    """
    named = [(f"plan.{line.plan}", line.text) for line in bank.read() if line.plan]
    asked = [(_TURNS[wanted], text) for text, _, wanted in bank.follow_ups() if wanted in _TURNS]
    return (*((*each, topics.voice(n)) for n, each in enumerate([*named, *asked])), *topics.examples())


def lines() -> tuple[Line, ...]:
    """The examples that are of one kind of message, as lines of the bank: a batch a voice. And follow-ups in threads, which say
    their kind in few words.
    """
    told = tuple(
        _line(topic, text, hand)
        for topic, text, hand in topics.examples(clauses=False)
        if topic.partition(".")[0] in _LABELS
    )
    batch = f"{BATCH}threads"
    asked = tuple(
        Line(text=text, language=language, batch=batch, kind=kind, refusal="none")
        for text, language, wanted in bank.follow_ups()
        if (kind := wanted if wanted in set(MessageKind) else TURN if wanted in _TURNS else "")
    )
    return (*told, *asked)


def fingerprint(*, clauses: bool = True) -> str:
    """Hash of all that topics are learned from, or without ``clauses``, as the reader is."""
    told, border = topics.fingerprint(clauses=clauses), bank.border() if clauses else ()
    return hashlib.sha256(f"{told}{bank.fingerprint()}{border or ''}".encode()).hexdigest()[:16]


def _line(topic: str, text: str, hand: int) -> Line:
    group, _, name = topic.partition(".")
    kind, refusal = _LABELS[group]
    asker = "accused" if name == "accused" else "owner" if kind == "plan" else ""
    language = "zh" if is_chinese(text) else "en"
    return Line(text=text, language=language, batch=f"{BATCH}{hand}", kind=kind, refusal=refusal, asker=asker)
