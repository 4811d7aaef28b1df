"""How a message was read: what it is, who asks, what is asked for. Records, filled by :mod:`knowledge.reader`; and whether
words ask something.

Every figure is a calibrated probability: of a hundred messages read with 0.8, about eighty are what is said.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import TypeVar

from knowledge.lazily import lazily
from knowledge.mentions import demanded

# A question says so many words by itself, a Chinese one so many characters.
_SAYS, _SAYS_ZH = 2, 3
# So many bytes are no mere greeting or exclamation.
_SENTENCE_SAYS = 12
_ASKING = (
    r"(?:(?:by|from|until|since|for|in|under|at|to|on|of|with|within|after|before|up to|against|about) )?"
    r"(?:how|what|which|who|whom|whose|where|when|why|whether|is|are|was|were|do|does|did|can|could|may|must|should|will|would|has|have)\b"
)
_BEGS = r"(?:please )?(?:explain|describe|list|name|tell (?:me|us)|show (?:me|us)|give (?:me|us))\b"
# A stop before a letter, or behind a single one (“i.e.”), ends no sentence; a line does, and what trails off.
_SENTENCE = lazily(r"[^.?!。？！；;…\n]+(?:(?:\.(?=\w)|(?<=\b[a-z])\.)[^.?!。？！；;…\n]+)*[.?!。？！；;…]*")
_OPENS = lazily(
    rf"\s*(?:[-*•] ?)?(?:and |also |plus |then |so )?(?:{_ASKING}|{_BEGS})|[^:?]{{3,}}: {_ASKING}",
    re.IGNORECASE,
)
# What opens a clause that tells to do something: a paper to be written, or an act on our records.
_ORDERS = lazily(
    r"\W*(?:(?:and|then|so|just|now|also|please|pls|kindly|simply|first|meanwhile)\W+)*"
    r"(?:(?:draft|write|prepare|compose|polish|file)\b[^.?!]{0,60}(?<!cover )\b(?:letter|notice|complaint|take ?down|c&d|cease)"
    r"|remind me\b.{6}|open a (?:new )?case|close (?:the |this )?(?:case|C-)|assign|export|capture)"
    r"|\W*(?:另外|顺便|顺手|然后|同时|再|请|麻烦|您|你|帮(?:我|忙)|给我|替我|先|就|直接)*"
    r"(?:(?:起草|拟|写(?!着)|出一?[份封个])[^，。？]{0,14}(?:函|通知|投诉|举报|文书)|提醒我|开个?案|新建案|关掉|结掉"
    r"|[给把][^，。？做]{1,12}(?:取证(?=[。，！]|$)|关掉|结案|转给))",
    re.IGNORECASE,
)
_CLAUSES = lazily(r"(?:[^.!?;,，。！？；\n]|[.,](?=\w))+[.!?;,，。！？；]*")
# Within a story only the verb before its subject asks.
_INVERTED = lazily(
    r"[.!;,\n] *(?:and |so |but |then )?(?:do|does|did|can|could|may|must|should|shall|will|would) (?:we|i|they|he|she|it)\b",
    re.IGNORECASE,
)
_ASKING_ZH = lazily(
    r"[吗么哪谁何怎啥咋]|(?<![十好])几(?![十百千万乎])|多少|多久|多长|多大|什么(?![都也])|[是能可]否|可不可以|(?P<sign>..?)[不没](?P=sign)|还是|呢(?=[？?。\s]|$)|(?:[不没]|没有)(?=[？?。，,、\s]|$)"
)
_CLAUSE_ZH = lazily(r"[,，、]")
_CHINESE = lazily(r"[\u4e00-\u9fff]")
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


class MessageKind(StrEnum):
    """What a message wants: the law, a plan for a situation, the team's own records, an act, help with Marque, talk."""

    LAW = "law"
    PLAN = "plan"
    OWN_DATA = "own_data"
    ACT = "act"
    HELP = "help"
    CHAT = "chat"


class Refusal(StrEnum):
    """Why a message may not be answered from guidance; ``elsewhere`` is another place or another subject."""

    NONE = "none"
    UNLAWFUL = "unlawful"
    NEEDS_COUNSEL = "needs_counsel"
    ELSEWHERE = "elsewhere"


REASONS = tuple(each for each in Refusal if each is not Refusal.NONE)


class Asker(StrEnum):
    """Who speaks: an owner of rights or its people, somebody accused, a dealer in counterfeits, or anybody else."""

    OWNER = "owner"
    ACCUSED = "accused"
    COUNTERFEITER = "counterfeiter"
    OTHER = "other"


class Aspect(StrEnum):
    """What is asked for about the subject."""

    WHERE = "where"
    WHO = "who"
    HOW_LONG = "how_long"
    HOW_MUCH = "how_much"
    PAPERS = "papers"
    CONSEQUENCE = "consequence"
    MAY_WE = "may_we"
    MUST_WE = "must_we"
    NEXT_STEP = "next_step"
    WHAT_IS = "what_is"
    HOW = "how"
    WHY = "why"


Label = TypeVar("Label", bound=StrEnum)


class Sure(StrEnum):
    """What to do with a best passage: answer with it, offer a choice of titles, or say that there is no guidance."""

    ANSWER = "answer"
    CHOICE = "choice"
    REFUSE = "refuse"


@dataclass(frozen=True, slots=True, kw_only=True)
class Thresholds:
    """Least probabilities, chosen on batches that no weight saw.

    ``answer`` and ``choice`` are of the best passage, see :meth:`sure`. ``refuse`` and ``doubt`` are, by reason, of a refusal of
    a message of law or plan: from the first on it is refused, from the second on it is answered with care; ``weights``, by
    reason, are what each sign speaks for it, in log-odds (:func:`knowledge.refusals.signs`).
    """

    answer: float
    choice: float
    refuse: Mapping[str, float]
    doubt: Mapping[str, float]
    weights: Mapping[str, Sequence[float]] = field(default_factory=dict)

    def sure(self, probability: float) -> Sure:
        """What a passage of this probability is good for."""
        if probability >= self.answer:
            return Sure.ANSWER
        return Sure.CHOICE if probability >= self.choice else Sure.REFUSE


@dataclass(frozen=True, slots=True, kw_only=True)
class MessageReading:
    """One message as it was read. Each mapping holds every label and sums to one.

    ``surest`` is the share of the section that answers best, ``near`` how near the nearest written question lies, by cosine,
    ``turn`` the chance that the answer before is wanted otherwise, ``several`` that there are more questions than one.
    ``refusable`` is how likely it is refused for any reason, ``refused`` the refusal that stands, ``as_law`` the one if it were
    a matter of law whatever its kind, ``doubted`` the one left open. ``dates`` are days
    named in the text (a year that is left out is that of the day asked about), ``sums`` amounts in yuan, ``platforms``
    names as in ``platforms.toml``, all in the order of the text. ``written`` is what Chinese in Latin letters, or what was
    misspelt, was read as; ``foreign`` is what is in another language than English and Chinese.
    """

    kind: Mapping[MessageKind, float]
    refusal: Mapping[Refusal, float]
    asker: Mapping[Asker, float]
    aspect: Mapping[Aspect, float]
    yes_no: float
    surest: float = 1.0
    near: float = 1.0
    turn: float = 0.0
    several: float = 0.0
    refusable: float = 0.0
    refused: Refusal = Refusal.NONE
    as_law: Refusal = Refusal.NONE
    doubted: Refusal = Refusal.NONE
    language: str = "en"
    dates: tuple[date, ...] = ()
    sums: tuple[int, ...] = ()
    platforms: tuple[str, ...] = ()
    written: str = ""
    foreign: bool = False

    @property
    def is_kind(self) -> MessageKind:
        """The likeliest kind; talk, where nobody can read it."""
        return MessageKind.CHAT if self.foreign else most(self.kind)

    @property
    def is_asker(self) -> Asker:
        """The likeliest asker."""
        return most(self.asker)

    @property
    def is_aspect(self) -> Aspect:
        """The likeliest aspect."""
        return most(self.aspect)

    def ahead_of(self, on: date) -> bool:
        """Whether what it tells of is to come on this day, or it names such a day and no other on which something happened."""
        began = self.began(on)
        return any(day > on for day in ((began,) if began else self.dates))

    def began(self, on: date) -> date | None:
        """The day of what it tells of: the only one that is not to come, as the end of a term is supposed, else the first of
        those to come."""
        past, ahead = ([day for day in self.dates if (day > on) is later] for later in (False, True))
        if past:
            return past[0] if len(past) == 1 else None
        return min(ahead) if ahead and ahead[0] == min(ahead) else None

    @property
    def wants_yes_or_no(self) -> bool:
        """Whether yes or no would answer it."""
        return self.yes_no >= 0.5


def most(chances: Mapping[Label, float]) -> Label:
    """The likeliest label; the first of several."""
    return max(chances, key=lambda label: chances[label])


def last_question(text: str, share: float) -> str:
    """The question that a story ends in, in Chinese from its first asking clause on; empty where there is none that says
    something by itself and is no more than this share of all."""
    asked = [sentence.strip() for sentence in _SENTENCE.findall(text) if asks(sentence)]
    if not asked:
        return ""
    clauses = _CLAUSE_ZH.split(asked[-1]) if _CHINESE.search(asked[-1]) else [asked[-1]]
    first = next((n for n, clause in enumerate(clauses) if asks(clause)), 0)
    last = "，".join(clauses[first:])
    return last if len(last) < share * len(text) and _weight(last) >= _SAYS else ""


def sentences(text: str) -> tuple[str, ...]:
    """The sentences of a text that say something by themselves, in order."""
    told = (sentence.strip() for sentence in _SENTENCE.findall(text))
    return tuple(each for each in told if len(each.encode()) >= _SENTENCE_SAYS)


def of_law(kind: MessageKind, text: str) -> bool:
    """Whether law is wanted where this kind was read: no form of ours opens a proceeding of an office over a mark, and what
    somebody demands of us within days is no look into our own calendar."""
    if kind is MessageKind.ACT:
        return _PROCEEDING.search(text) is not None and _CALENDAR.search(text) is None and "://" not in text
    return kind is not MessageKind.PLAN and demanded(text) is not None


# What is to be kept in our own calendar.
_CALENDAR = lazily(
    r"\b(?:remind\w*|dead ?lines?|clocks?|calendar|log|note|diar[iy]\w*)\b|提醒|期限|登记|记(?:一|下|录)",
    re.IGNORECASE,
)
_PROCEEDING = lazily(
    r"\b(?:fil(?:e[ds]?|ing)|lodg(?:e|ed|ing)|submit\w*|appl(?:y|ying) for|put in|request)\b[^.?!;]{0,30}"
    r"\b(?:non-?use|oppositions?|invalid\w*|cancell?ation|review)\b"
    r"|\b(?:non-?use|opposition|invalid\w*|cancell?ation|review) (?:request|petition|application)?(?: \w+)? ?"
    r"(?:filed|lodged|submitted)\b"
    r"|(?:提|递|交|申请|请求|办)[^，。；？]{0,6}(?:撤三|异议|无效|复审)|(?:撤三|异议|无效|复审)[^，。；？]{0,8}(?:提|递|交)",
    re.IGNORECASE,
)


def asks(text: str) -> bool:
    """Whether the words ask something."""
    asked = _OPENS.match(text) or _ASKING_ZH.search(text) or _INVERTED.search(text)
    return "?" in text or "？" in text or asked is not None


def ordered(text: str) -> str:
    """The first clause that orders something to be done, and asks nothing; empty where none does."""
    return next((each for each in _CLAUSES.findall(text) if _ORDERS.match(each) and not asks(each)), "")


def _weight(piece: str) -> int:
    """How much a piece says by itself: words of its own, Chinese ones by fives of characters."""
    if _ASKING_ZH.search(piece):
        signs = len(_CHINESE.findall(_ASKING_ZH.sub("", piece)))
        return _SAYS if signs >= _SAYS_ZH else min(signs, 1)
    return len([word for word in re.findall(r"[a-z][a-z'-]+|\d+", piece.lower()) if word not in _SMALL])
