"""Which language a person writes in: that of the sentence, not that of a name in it."""

from __future__ import annotations

import re
from collections.abc import Sequence

_SIGN = re.compile(r"[\u4e00-\u9fff]")
_LATIN = re.compile(r"[A-Za-z][A-Za-z'’-]+")
# Words that a Chinese sentence can hardly do without and that names seldom hold.
_PLAIN = re.compile(
    r"[的了吗么呢吧是在有我你您他她它这那哪谁啥咋怎几多少能可要会应该被把没不还再给和与或就都从到对让请问帮想用写查看说做办于其]"
)
_ENGLISH = re.compile(
    r"\b(?:the|a|an|is|are|was|were|do|does|did|we|our|us|i|my|you|your|it|this|that|they|their|he|to|of|on|for|with|from|and|or|if"
    r"|what|who|how|when|where|which|why|can|could|should|must|may|in|at|by|not|no|please|show|about|has|have|had|been)\b",
    re.IGNORECASE,
)


def language_of(text: str, earlier: Sequence[str] = ()) -> str:
    """``zh`` or ``en``; ``earlier`` holds the languages of the thread, which decide where the text alone does not."""
    signs, plain = len(_SIGN.findall(text)), len(_PLAIN.findall(text))
    words, english = len(_LATIN.findall(text)), len(_ENGLISH.findall(text))
    if not signs and not words:
        return earlier[-1] if earlier else "en"
    if english >= 2 and english >= plain:
        return "en"
    return "zh" if signs > words or plain > english else "en"
