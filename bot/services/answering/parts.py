"""Takes a question apart into the questions it holds, so that each is answered or named as not answered."""

from __future__ import annotations

import math
import re
from collections.abc import Sequence
from dataclasses import dataclass

from bot.services.answering.thresholds import AT
from knowledge.passages import Hit

MOST = 4
_ASKING = (
    r"(?:(?:by|from|until|since|for|in|under|at|to|on|of|with|within|after|before|up to|against|about) )?"
    r"(?:how|what|which|who|whom|whose|where|when|why|whether|is|are|was|were|do|does|did|can|could|may|must|should|will|would|has|have)\b"
)
_BEGS = r"(?:please )?(?:explain|describe|list|name|tell (?:me|us)|show (?:me|us)|give (?:me|us))\b"
# A stop before a letter, or behind a single one (“i.e.”), ends no sentence; a line does, and what trails off.
_SENTENCE = re.compile(
    r"[^.?!。？！；;…\n]+(?:(?:\.(?=\w)|(?<=\b[a-z])\.)[^.?!。？！；;…\n]+)*[.?!。？！；;…]*"
)
_OPENS = re.compile(
    rf"\s*(?:[-*•] ?)?(?:and |also |plus |then |so )?(?:{_ASKING}|{_BEGS})|[^:?]{{3,}}: {_ASKING}",
    re.IGNORECASE,
)
# “1) … 2) …”, “(a) … (b) …”, “一、…二、…”: a list of what is asked.
_ITEM = re.compile(
    r"(?:^|(?<=[\s:：，,。；;]))[(（]?([1-4a-d一二三四①②③④])(?:[)）.、:：]|(?<=[①②③④]))\s*", re.IGNORECASE
)
_ORDER = ("1234", "abcd", "一二三四", "①②③④")
_ASKS = re.compile(
    rf"[,;:] (?:so |but |and |then )?{_ASKING}"
    r"|^\s*(?:in|on|at|under|by|from|for|with|to)\b[^,;:]* (?:who|whom|whose|what|which|how|where|when|why)\b",
    re.IGNORECASE,
)
_SUBJECT = (
    r"(?:is|are|was|were|do|does|did|can|could|may|must|should|will|would|has|have)"
    r" (?:it|they|we|you|he|she|i|the|that|this|our|their)\b"
)
# Behind “and” a condition or an addition may stand before what asks: “and if it falls on a Sunday, does it move?”
_FIRST = (
    r"(?:if|when|once|being|as|on|in|for|with|after|before|until|unless|without)\b[^,;?]{2,60}?,? "
    rf"(?:(?:how|what|which|who|whose|where|when|why)\b|{_SUBJECT})"
)
# A statement that turns into a question is one without its sign too; what only goes on (“, which we found”) is not.
_TURNS = re.compile(rf"[,;:] (?:so |but |and |then )?(?:(?:how|what|up to what)\b|{_SUBJECT})", re.IGNORECASE)
_JOINT = re.compile(
    rf"(?:,|;)? (?:and|plus|&)(?: also| then| after that|,? by the way,?| if so,?)? (?={_ASKING}|{_FIRST})",
    re.IGNORECASE,
)
_LOOSE_JOINT = re.compile(rf"{_JOINT.pattern}|, (?={_ASKING})", re.IGNORECASE)
# “When the bureau fines the shop, how long …”: what stands before the comma is a condition, no question.
_CONDITION = re.compile(
    r"\s*(?:when|if|since|as|because|given|once|after|before|while|although|in|under|by|from|for)\b",
    re.IGNORECASE,
)
# “And the steps after that?”: a second question without its verb.
_ADDS = re.compile(r"\s*(?:and|also|plus)\b", re.IGNORECASE)
_JOINT_ZH = re.compile(r"[,，、]")
_ASKING_ZH = re.compile(
    r"[吗么哪谁何怎啥咋]|(?<![十好])几(?![十百千万乎])|多少|多久|多长|多大|什么|[是能可]否|可不可以|(?P<sign>..?)[不没](?P=sign)|还是|呢(?=[？?。\s]|$)|(?:[不没]|没有)(?=[？?。，,、\s]|$)"
)
_CHINESE = re.compile(r"[\u4e00-\u9fff]")
_SMALL = frozenset(
    re.findall(
        r"\w+",
        "a an the of to in on at by for from with and or but if so is are was were be been do does did can could may might "
        "must shall should will would has have had how what which who whom whose where when why whether we us our you your "
        "i me my it its they them their he she his her this that these those there then also still need needed get got much "
        "many long high soon fast exactly any some not no yes only just even more less very about under say says explain "
        "describe list tell show give please article articles law provision provisions statute section place name cite",
    )
)
_LEAST, _LEAST_ZH = 2, 3
_TINY = 1e-4


@dataclass(frozen=True, slots=True, kw_only=True)
class QuestionPart:
    """One question of several: its own words, and of the first what is told before all questions."""

    text: str
    story: str | None = None

    @property
    def wordings(self) -> tuple[str, ...]:
        """What to search with as long as no other part is answered."""
        return (self.text,) if self.story is None else (self.text, f"{self.story} {self.text}".strip())

    def titled(self, title: str) -> tuple[str, str]:
        """What to search with where the part before is answered under this title."""
        return f"{title} {self.text}", title


def parts_of(question: str) -> tuple[QuestionPart, ...]:
    """The questions in a question, in order, at most four; empty where it holds one only."""
    told, asked = _told_and_asked(question)
    pieces: list[str] = []
    for piece in asked:
        # What is told before makes the first question whole, as “How exactly?” after a story.
        before = _weight(pieces[-1]) or (len(pieces) == 1 and told) if pieces else True
        whole = not pieces or (_weight(piece) and before)
        pieces[-1:] = [*pieces[-1:], piece] if whole else [f"{pieces[-1]} {piece}"]
    if len(pieces) < 2:
        return ()
    texts, story = [piece.rstrip(" ,") for piece in pieces[:MOST]], " ".join(told)
    return (QuestionPart(text=texts[0], story=story), *(QuestionPart(text=text) for text in texts[1:]))


def asks_several(several: float, hits: Sequence[Hit]) -> bool:
    """Whether a message asks more than one question, by how likely it was read to and by what the whole of it finds."""
    if len(hits) < 2:
        return False
    signs = several_signs(several, hits)
    return sum(weight * sign for weight, sign in zip(AT.several, signs, strict=True)) > 0


def several_signs(several: float, hits: Sequence[Hit]) -> tuple[float, ...]:
    """What ``several`` of the thresholds weighs."""
    chance = min(max(several, _TINY), 1 - _TINY)
    return 1.0, math.log(chance / (1 - chance)), math.log(max(hits[1].probability, _TINY))


def _told_and_asked(question: str) -> tuple[list[str], list[str]]:
    """The sentences before the first question, and every piece that asks."""
    told: list[str] = []
    asked: list[str] = []
    if items := _items(question):
        return items[:1], items[1:]
    for sentence in map(str.strip, _SENTENCE.findall(question)):
        new = _pieces(sentence) or ([sentence] if asked and _ADDS.match(sentence) else [])
        if not (new or asked):
            told.append(sentence)
        asked += new
    return told, asked


def _items(question: str) -> list[str]:
    """What stands before a list, and its items; empty where the message holds none."""
    marks = list(_ITEM.finditer(question))
    signs = "".join(mark[1].lower() for mark in marks)
    if len(marks) < 2 or not any(row.startswith(signs) for row in _ORDER):
        return []
    ends = [*(mark.start() for mark in marks[1:]), len(question)]
    items = [question[mark.end() : end].strip() for mark, end in zip(marks, ends, strict=True)]
    return [question[: marks[0].start()].strip(), *items]


def last_question(text: str) -> str:
    """The question that a story ends in, in Chinese from its first asking clause on; empty where there is none that says
    something by itself, or nothing else."""
    asked = [sentence.strip() for sentence in _SENTENCE.findall(text) if asks(sentence)]
    if not asked:
        return ""
    clauses = _JOINT_ZH.split(asked[-1]) if _CHINESE.search(asked[-1]) else [asked[-1]]
    first = next((n for n, clause in enumerate(clauses) if asks(clause)), 0)
    last = "，".join(clauses[first:])
    return last if len(last) < AT.share * len(text) and _weight(last) >= _LEAST else ""


def asks(text: str) -> bool:
    """Whether the words ask something."""
    return "?" in text or "？" in text or bool(_OPENS.match(text) or _ASKING_ZH.search(text))


def _pieces(sentence: str) -> list[str]:
    if _ASKING_ZH.search(sentence):
        return _pieces_zh(sentence)
    if not _OPENS.match(sentence):
        turns = _TURNS.search(sentence)
        first, *others = _JOINT.split(sentence) if sentence.endswith("?") or turns else [""]
        return [first, *others] if others and _ASKS.search(first) else [sentence] if first else []
    joined = [
        (piece, _JOINT if _CONDITION.match(piece) else _LOOSE_JOINT) for piece in _JOINT.split(sentence)
    ]
    return [each for piece, joint in joined for each in joint.split(piece)]


def _pieces_zh(sentence: str) -> list[str]:
    asking: list[str] = []
    before = ""
    *clauses, last = _JOINT_ZH.split(sentence)
    for clause, stop in (*((each, "，") for each in clauses), (last, "")):
        before += clause
        # “平台呢，要赔吗”: in front of a comma that only names what is asked about.
        if _ASKING_ZH.search(clause + stop):
            asking.append(before)
            before = ""
    return [*asking[:-1], asking[-1] + before] if asking else [sentence]


def _weight(piece: str) -> int:
    """How much a piece says by itself: words of its own, Chinese ones by fives of characters."""
    if _ASKING_ZH.search(piece):
        signs = len(_CHINESE.findall(_ASKING_ZH.sub("", piece)))
        return _LEAST if signs >= _LEAST_ZH else min(signs, 1)
    return len([word for word in re.findall(r"[a-z][a-z'-]+|\d+", piece.lower()) if word not in _SMALL])
