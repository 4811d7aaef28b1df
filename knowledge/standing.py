"""What a message is and who sends it, as one question: a refusal depends on the asker, and both on the kind.

A *standing* is a kind or a reason to refuse, and for questions of law, plans and refusals the asker. A line that does
not say who asks is compatible with several, and speaks for them together.
"""

from collections.abc import Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from knowledge.bank import Line
from knowledge.reading import Asker, MessageKind, Refusal

_ASKERS = {
    "law": ("owner", "accused", "other"),
    "plan": ("owner", "accused", "other"),
    "unlawful": ("owner", "accused", "counterfeiter"),
    "needs_counsel": ("owner", "accused", "other"),
}
# What asks to be told again, shorter, more fully or in another language. It is no kind: only a thread has an answer before.
TURN = "turn"
# What tells a state of things, with or without a question: law and plan are both true of it.
TOLD = {"told": ("law", "plan")}
STANDINGS = (
    *(f"{what}.{who}" for what, askers in _ASKERS.items() for who in askers),
    *("own_data", "act", "help", "chat", "elsewhere", TURN),
)
# Lines of law that a section answers are many: a label of them weighs less, rare labels more.
SECTIONED, RARITY = 0.3, 0.8


def what(line: Line) -> str:
    """The kind of a line or why it is refused; empty where nobody said. Small talk stays chat."""
    refused = line.refusal not in ("", Refusal.NONE) and line.kind != MessageKind.CHAT
    return line.refusal if refused else line.kind


def possible(lines: Sequence[Line]) -> NDArray[np.bool_]:
    """A row a line, true for each standing that its labels allow; none where it has no label."""
    return np.array([_possible(line) for line in lines], dtype=bool).reshape(len(lines), len(STANDINGS))


def weights(lines: Sequence[Line]) -> NDArray[np.float32]:
    """What each line counts: rarer labels more, 0 without a label."""
    said = np.array([what(line) for line in lines])
    counts = np.where([bool(line.section) for line in lines], SECTIONED, 1.0) * (said != "")
    names = [name for name in dict.fromkeys(said.tolist()) if name]
    whole = {name: float(counts[said == name].sum()) for name in names}
    mean = sum(whole.values()) / max(len(whole), 1)
    rare = {name: (mean / each) ** RARITY for name, each in whole.items()}
    return np.asarray(
        [n * rare.get(name, 0.0) for n, name in zip(counts, said.tolist(), strict=True)], np.float32
    )


def kinds(chances: Mapping[str, float]) -> dict[MessageKind, float]:
    """Chances of each kind: what is refused is a question of law."""
    found = dict.fromkeys(MessageKind, 0.0)
    for name, chance in chances.items():
        own = name.partition(".")[0]
        found[MessageKind(own) if own in set(MessageKind) else MessageKind.LAW] += chance
    return found


def refusals(chances: Mapping[str, float]) -> dict[Refusal, float]:
    """Chances of each reason to refuse, and of none."""
    found = dict.fromkeys(Refusal, 0.0)
    for name, chance in chances.items():
        own = name.partition(".")[0]
        found[Refusal(own) if own in set(Refusal) else Refusal.NONE] += chance
    return found


def askers(chances: Mapping[str, float]) -> dict[Asker, float]:
    """Chances of each asker; who keeps records, acts or chats is taken for the owner, who asks elsewhere for anybody."""
    found = dict.fromkeys(Asker, 0.0)
    for name, chance in chances.items():
        own, _, who = name.partition(".")
        found[Asker(who) if who else Asker.OTHER if own == Refusal.ELSEWHERE else Asker.OWNER] += chance
    return found


def _possible(line: Line) -> list[bool]:
    own = what(line)
    exact = f"{own}.{line.asker}"
    either = TOLD.get(own, (own,))
    return [name == exact if exact in STANDINGS else name.partition(".")[0] in either for name in STANDINGS]
