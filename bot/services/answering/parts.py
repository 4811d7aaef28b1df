"""Takes a question apart into the questions it holds, so that each is answered or named as not answered."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType

from knowledge.passages import Hit, SearchResult
from knowledge.reading import Sure

MOST = 4
# Hits of each part that are weighed against those of the whole question.
COMPARED = 30
# A passage must fit its part and the whole: chances are multiplied, that of the whole raised to this power.
WHOLE = 1.0
# Of a part that leans on the one before, what its own words find counts to this power beside what both find together.
ANEW = 0.6
# What a search did not find is this likely.
UNFOUND = 1e-3
# People seldom ask twice what one passage answers: one that answers an earlier part already counts this much.
TAKEN = 0.25
# A passage answers a part where this much of the chance is its own, and it is at least this likely by one search.
OWN, LEAST = 0.25, 0.05
_ASKING = (
    r"(?:(?:by|from|until|since|for|in|under|at|to|on|of|with|within|after|before|up to|against|about) )?"
    r"(?:how|what|which|who|whom|whose|where|when|why|whether|is|are|do|does|did|can|could|may|must|should|will|would|has|have)\b"
)
_SENTENCE = re.compile(r"[^.?!。？！；;]+(?:\.(?=\w)[^.?!。？！；;]+)*[.?!。？！；;]*")
_OPENS = re.compile(rf"\s*(?:and |also |plus |then |so )?{_ASKING}", re.IGNORECASE)
_JOINT = re.compile(rf"(?:,|;)? (?:and|plus)(?: also| then)? (?={_ASKING})", re.IGNORECASE)
_LOOSE_JOINT = re.compile(rf"{_JOINT.pattern}|, (?={_ASKING})", re.IGNORECASE)
# “When the bureau fines the shop, how long …”: what stands before the comma is a condition, no question.
_CONDITION = re.compile(
    r"\s*(?:when|if|since|as|because|given|once|after|before|while|although|in|under|by|from|for)\b",
    re.IGNORECASE,
)
_JOINT_ZH = re.compile(r"[,，、]")
_ASKING_ZH = re.compile(
    r"[吗么几哪谁何怎]|多少|多久|多长|多大|什么|是否|能否|可否|可不可以|能不能|要不要|是不是"
)
_CHINESE = re.compile(r"[\u4e00-\u9fff]")
_LEANING = re.compile(
    r"\b(?:it|its|that|this|those|these|they|them|their|he|she|his|her|so|there|then|else|same)\b",
    re.IGNORECASE,
)
_SMALL = frozenset(
    re.findall(
        r"\w+",
        "a an the of to in on at by for from with and or but if so is are was were be been do does did can could may might "
        "must shall should will would has have had how what which who whom whose where when why whether we us our you your "
        "i me my it its they them their he she his her this that these those there then also still need needed get got much "
        "many long high soon fast exactly any some not no yes only just even more less very about under say says "
        "article articles law provision provisions statute section place name cite",
    )
)
_LEAST, _LEAST_ZH = 2, 5


@dataclass(frozen=True, slots=True, kw_only=True)
class QuestionPart:
    """One question of several: its own words, and the words to search with where it leans on the one before."""

    text: str
    searched: str

    @property
    def leans(self) -> bool:
        """Whether it is searched with the question before it: then what it asks anew is in its own words alone."""
        return self.searched != self.text


@dataclass(frozen=True, slots=True, kw_only=True)
class PartsReading:
    """How a question in parts is answered: ``hits`` begins with one for each of ``answered``, which is empty where
    the question is one."""

    hits: tuple[Hit, ...]
    answered: tuple[str, ...] = ()
    left_open: tuple[str, ...] = ()


def read_parts(
    whole: SearchResult,
    parts: Sequence[QuestionPart],
    found: Sequence[SearchResult],
    alone: Mapping[str, SearchResult] = MappingProxyType({}),
) -> PartsReading:
    """Which passage answers which part, and which parts nothing answers.

    ``alone`` holds what the own words of a part that leans on another one find, by those words.
    """
    leads: dict[str, tuple[str, Hit]] = {}
    left_open: list[str] = []
    for part, one in zip(parts, found, strict=True):
        best = _best(whole, one, leads, alone.get(part.text))
        if best is None or one.sure is Sure.REFUSE:
            left_open.append(part.text)
        else:
            leads.setdefault(best.passage.section_id, (part.text, best))
    if not leads or (len(leads) == 1 and not left_open):
        return PartsReading(hits=whole.hits)
    first = tuple(hit for _, hit in leads.values())
    rest = tuple(hit for hit in whole.hits if hit.passage.section_id not in leads)
    return PartsReading(
        hits=(*first, *rest),
        answered=tuple(text for text, _ in leads.values()),
        left_open=tuple(left_open),
    )


def _best(
    whole: SearchResult, part: SearchResult, taken: Collection[str], alone: SearchResult | None
) -> Hit | None:
    # The whole may know better, yet no passage answers a second part that the part itself does not find.
    others = (hit for hit in whole.hits if hit.passage.section_id not in taken)
    hits = {hit.passage.section_id: hit for hit in (*others, *part.hits)}
    own = {hit.passage.section_id: hit.probability for hit in part.hits}
    overall = {hit.passage.section_id: hit.probability for hit in whole.hits}
    anew = {hit.passage.section_id: hit.probability for hit in alone.hits} if alone else {}

    def worth(hit: Hit) -> float:
        section = hit.passage.section_id
        fits: float = own.get(section, UNFOUND) * overall.get(section, UNFOUND) ** WHOLE
        if alone is not None:
            fits *= anew.get(section, UNFOUND) ** ANEW
        return fits * (TAKEN if section in taken else 1.0)

    best = max(hits.values(), key=worth, default=None)
    if best is None or worth(best) < OWN * sum(map(worth, hits.values())):
        return None
    section = best.passage.section_id
    likeliest = max(own.get(section, 0.0), overall.get(section, 0.0), anew.get(section, 0.0))
    return best if likeliest >= LEAST else None


def parts_of(question: str) -> tuple[QuestionPart, ...]:
    """The questions in a question, in order, at most four; empty where it holds one only."""
    pieces: list[str] = []
    for sentence in _SENTENCE.findall(question):
        for piece in _pieces(sentence.strip()):
            if pieces and not (_weight(piece) and _weight(pieces[-1])):
                pieces[-1] = f"{pieces[-1]} {piece}"
            else:
                pieces.append(piece)
    if len(pieces) < 2:
        return ()
    found: list[QuestionPart] = []
    for piece in pieces[:MOST]:
        leans = found and (_LEANING.search(piece) or _weight(piece) < _LEAST)
        found.append(
            QuestionPart(
                text=piece.rstrip(" ,"),
                searched=f"{found[-1].searched} {piece}" if leans else piece.rstrip(" ,"),
            )
        )
    return tuple(found)


def _pieces(sentence: str) -> list[str]:
    if _ASKING_ZH.search(sentence):
        return _pieces_zh(sentence)
    if not _OPENS.match(sentence):
        return [sentence] if sentence.endswith("?") else []
    return (_JOINT if _CONDITION.match(sentence) else _LOOSE_JOINT).split(sentence)


def _pieces_zh(sentence: str) -> list[str]:
    asking: list[str] = []
    before = ""
    for piece in _JOINT_ZH.split(sentence):
        before += piece
        if _ASKING_ZH.search(piece):
            asking.append(before)
            before = ""
    return [*asking[:-1], asking[-1] + before]


def _weight(piece: str) -> int:
    """How much a piece says by itself: words of its own, Chinese ones by fives of characters."""
    if _ASKING_ZH.search(piece):
        signs = len(_CHINESE.findall(_ASKING_ZH.sub("", piece)))
        return _LEAST if signs >= _LEAST_ZH else min(signs, 1)
    return len([word for word in re.findall(r"[a-z][a-z'-]+|\d+", piece.lower()) if word not in _SMALL])
