"""Compares wordings cheaply: shared words, denials, and words that turn a rule round."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from knowledge.lazily import lazily
from knowledge.lexical import stem

_WORD = lazily(r"[a-z]{4,}")
_PLAIN_EN = frozenset(
    re.findall(
        r"\w+",
        "that this with from your they them their have will which when where what then than also "
        "such only into must shall should would could cannot never without does there these those "
        "here some other more most each been were ",
    )
)
_CHINESE = lazily(r"[\u4e00-\u9fff]+")
_PLAIN_ZH = lazily(r"[的了在是和与或及并也就都而对于为以可应当能会您你其该此这那则如若得不未无没非勿]")
_PIECE = lazily(r"[A-Za-z]+|[\u4e00-\u9fff]|\0")
_NOT_EN = lazily(
    r"\b(?:no|not|never|cannot|neither|nor|none|without|nobody|nothing)\b|n[’']t\b", re.IGNORECASE
)
_NOT_ZH = lazily(r"[不未无没非勿]")
# Pairs of which one side must not stand where the passage has the other.
_MORE = r"\bat least\b|\bminimum\b|\bor more\b|\bmore than\b|\babove\b|\bexceed"
_LESS = r"\bat most\b|\bmaximum\b|\bup to\b|\bor less\b|\bless than\b|\bbelow\b|\bunder (?=\D{0,5}\d)"
_OPPOSED = tuple(
    (lazily(one, re.IGNORECASE), lazily(other, re.IGNORECASE))
    for one, other in (
        (_MORE, _LESS),
        (r"\bbefore\b", r"\bafter\b"),
        (r"\bmust\b|\bshall\b|\brequired?\b|\bmandatory\b", r"\bmay\b|\bcan\b|\boptional\b"),
        (r"以上|至少|不少于|不低于|超过", r"以下|至多|最多|不超过|以内"),
        (r"之前|以前|届满前", r"之后|以后|届满后"),
        (r"应当|必须", r"可以"),
    )
)
# Grammar that points and joins. What binds a statement (how much, how often, whether, when, why) is no such word.
_POINTING = frozenset(
    re.findall(
        r"\w+",
        "a an the this that these those it its they them their theirs he she his her him we us our you your i my one "
        "who whom whose which what there here of in on at by for from to into onto with within as and or but "
        "be is are was were been being am do does did done have has had having will would so also then each such "
        "的 了 在 是 和 与 或 及 并 也 就 而 对 于 为 以 您 你 我 们 其 该 此 这 那 则 把 被 由 向 从 之 所 者 等 个 里 中 时",
    )
)
_ONE_SENSE = {
    **dict.fromkeys(("shall", "required"), "must"),
    **dict.fromkeys(("can", "could", "might"), "may"),
}
_WRITTEN_OUT = tuple(
    (lazily(written), plain)
    for written, plain in (
        (r"\bcan(?:no|['’])t\b", "can not"),
        (r"n['’]t\b", " not"),
        (r"['’]s\b", ""),
        (r"\bha(?:s|ve|d) to\b", "must"),
    )
)
_BRIEF = lazily(r"^\s*(?:yes|no|不?(?:是|能|会|可以|对|允许|需要)的?|否|没有)[.,。,，!！]\s*", re.IGNORECASE)
_NO = lazily(
    r"\s*(?:(?:no|never|neither)\b|not\b|不(?![同仅论管但过服予]|正当|特定|可抗力)|否|并非|没有|无法|未必|无[须需])",
    re.IGNORECASE,
)
_YES = lazily(
    r"\s*(?:(?:yes|correct|indeed)\b|that(?:'s| is) (?:right|correct)\b|可以|允许|是的"
    r"|(?:是|能|会|有|对|要|算|需要|应当|必须|属于|构成)(?=[,，。.!！;；:：]))",
    re.IGNORECASE,
)


# What narrows a statement, by its grammar.
_HEDGES = frozenset(
    stem(each) for each in ("may", "usually", "generally", "normally", "typically", "mostly", "often")
)
_HEDGED_ZH = lazily(r"可能|一般|通常|往往|大多|有时")
_EITHER = (frozenset({"or"}), frozenset({"或"}))
_JOINS = {"or": "or", "或": "or", **dict.fromkeys(("and", "和", "与", "及", "且", "并"), "and")}
_WITH_JOINS = {*_JOINS, "者", "以"}
_LIMITS = (
    frozenset(stem(each) for each in ("only", "solely", "exclusively")) | {"只", "仅", "唯"},
    frozenset({"first", "先", "首"}),
)
_ASIDE = lazily(r"[(（][^)）]*[)）]")
_OR = lazily(r"\s*(?:or\b|或)")
_CONDITION = lazily(
    r"\s*(?:if|unless|until|except|provided|without|only|where|when|once|while|as long as|other than"
    r"|in|for|under|during|against)\b|\s*(?:如|若|除|凡|未经|经|只有|仅|只要|但)|.*(?:以外|之外|的情况下|的前提下|时|后|前)$",
    re.IGNORECASE,
)
_ABOUT = lazily(r"的\w{0,4}$")
_SEGMENT = lazily(r"[;；。]")
_PARTS = lazily(
    r"[,，、:：]\s*|\s(?=(?:if|unless|until|except|provided|without|only|where|when|once|as long as|other than)\b)",
    re.IGNORECASE,
)
REPRESENTED = 0.5
"""Share of the words of a part from which on it is told."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Wording:
    """The content words of a text and what bends them."""

    stems: frozenset[str]
    odd_denials: bool
    sides: frozenset[tuple[int, int]]

    def likeness(self, other: Wording) -> float:
        """Shared content words among all of both, 0 to 1; short texts are like nothing."""
        if len(self.stems) < 2 or len(other.stems) < 2:
            return 0.0
        return len(self.stems & other.stems) / len(self.stems | other.stems)

    def turns(self, other: Wording) -> bool:
        """Whether one denies the other, or has the opposite of a pair such as *before* and *after*."""
        if self.odd_denials != other.odd_denials:
            return True
        return any(
            (pair, 1 - side) in other.sides
            and (pair, side) not in other.sides
            and (pair, 1 - side) not in self.sides
            for pair, side in self.sides
        )


def wording(text: str, language: str) -> Wording:
    """How a (normalised) text is worded, a “Yes.” or “No.” in front of it aside."""
    text = _BRIEF.sub("", text)
    denials = _NOT_ZH if language == "zh" else _NOT_EN
    return Wording(
        stems=_stems_zh(text) if language == "zh" else _stems_en(text),
        odd_denials=len(denials.findall(text)) % 2 == 1,
        sides=frozenset(
            (n, side) for n, pair in enumerate(_OPPOSED) for side in (0, 1) if pair[side].search(text)
        ),
    )


def pieces(text: str) -> tuple[str, ...]:
    """A (normalised) text as what is laid beside a source: English words by their stems, Chinese signs one by one."""
    text = _BRIEF.sub("", text).lower()
    for written, plain in _WRITTEN_OUT:
        text = written.sub(plain, text)
    found = (_ONE_SENSE.get(piece, piece) for piece in _PIECE.findall(text))
    return tuple(
        piece if piece in _POINTING or not piece.isascii() else stem(piece) for piece in found if piece
    )


def content(read: Sequence[str]) -> frozenset[str]:
    """What of the pieces says something."""
    return frozenset(read) - _POINTING


def surplus(said: Sequence[str], source: Sequence[str]) -> list[int]:
    """Places of what is said and has no counterpart in the source: each piece of the source bears one piece, longest
    runs first; a single Chinese sign bears nothing by itself. Words that point and join need no bearing."""
    left, free = set(range(len(said))), set(range(len(source)))
    while run := max(_runs(said, source, left, free), default=None):
        length, here, there = run
        left -= set(range(here, here + length))
        free -= set(range(there, there + length))
    return [place for place in sorted(left) if said[place] not in _POINTING]


def widens(said: Sequence[str], source: str) -> bool:
    """Whether what is said of a (normalised) sentence leaves out what narrows it: a condition or an exception, a part of
    whom or what it is about, that it only may be so; or joins by *and* what is one or the other, or the other way round.
    What comes after, and one of several alternatives, may be left out."""
    words, told = frozenset(said), content(said)
    if _rejoined(said, pieces(source)):
        return True
    for segment in _SEGMENT.split(_ASIDE.sub("", source)):
        read = pieces(segment)
        if len(told & content(read)) < max(2, len(told) / 3):
            continue
        hedged = _HEDGES & frozenset(read) or _HEDGED_ZH.search(segment)
        if hedged and not (_HEDGES & words or _HEDGED_ZH.search("".join(said))):
            return True
        if _bent(words, told, read):
            return True
        if _narrower(told, _PARTS.split(segment)):
            return True
    return False


def _bent(words: frozenset[str], told: frozenset[str], read: Sequence[str]) -> bool:
    """Whether what limits a word that is told is left out, or *or* and *and* stand for each other."""
    if any(not limits & words and _limited(limits, read) & told for limits in _LIMITS):
        return True
    if any(joins <= words and not joins & frozenset(read) for joins in _EITHER):
        return True
    return "and" in words and "and" not in read and "or" in read


def _rejoined(said: Sequence[str], source: Sequence[str]) -> bool:
    """Whether two words that the source joins by *or* are joined by *and*, or the other way round."""
    meant, told = _joined(source), _joined(said)
    return any(meant.get(pair, join) != join for pair, join in told.items())


def _joined(read: Sequence[str]) -> dict[tuple[str, str], str]:
    """How words that stand beside each other but for a join are joined."""
    found, before, join = dict[tuple[str, str], str](), "", ""
    for piece in read:
        if piece in _WITH_JOINS:
            join = join or _JOINS.get(piece, "")
            continue
        if join and before:
            found[before, piece] = join
        before, join = piece, ""
    return found


def _limited(limits: frozenset[str], read: Sequence[str]) -> frozenset[str]:
    """The word behind each that limits, or before one at the end: what it limits."""
    bare = [piece for piece in read if piece in limits or piece not in _POINTING]
    places = [n for n, piece in enumerate(bare) if piece in limits]
    return frozenset(bare[n + 1] if n + 1 < len(bare) else bare[n - 1] for n in places)


def _narrower(told: frozenset[str], parts: Sequence[str]) -> bool:
    """Whether one of the parts that narrows a statement is not told: a condition, or what says of whom or what it is."""
    shares = [(part, len(told & signs) / len(signs)) for part in parts if (signs := content(pieces(part)))]
    about = max((n for n, (part, _) in enumerate(shares) if _ABOUT.search(part)), default=-1)
    for n, (part, share) in enumerate(shares):
        either = any(_OR.match(each) for each, _ in shares[n : n + 2])
        if share < REPRESENTED and not either and (n <= about or _CONDITION.match(part)):
            return True
    return False


def _runs(
    said: Sequence[str], source: Sequence[str], left: set[int], free: set[int]
) -> Iterator[tuple[int, int, int]]:
    for here in left:
        for there in free:
            length = 0
            while (
                here + length in left
                and there + length in free
                and said[here + length] == source[there + length]
            ):
                length += 1
            if length > 1 or (length and said[here].isascii()):
                yield length, here, there


def polarity(text: str) -> str:
    """``yes`` or ``no`` where a text opens with one, else empty."""
    if _NO.match(text):
        return "no"
    return "yes" if _YES.match(text) else ""


def _stems_en(text: str) -> frozenset[str]:
    return frozenset(word[:5] for word in _WORD.findall(text.lower()) if word not in _PLAIN_EN)


def _stems_zh(text: str) -> frozenset[str]:
    runs = _CHINESE.findall(_PLAIN_ZH.sub("", text))
    pairs = {run[n : n + 2] for run in runs for n in range(len(run) - 1)}
    return frozenset(pairs) | frozenset(_WORD.findall(text.lower()))
