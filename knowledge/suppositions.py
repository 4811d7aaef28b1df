"""Figures of goods that a message supposes, or puts right, in place of those that its thread told before; and whether it lets a
right go; and which time is only that of a meeting or a trip."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import Enum, auto
from functools import lru_cache

from knowledge.amount_roles import WORDS, AmountRole, reach_of, role_at
from knowledge.amounts import CLAIMED
from knowledge.forms import DAY_LIKE, TELLS_PAST
from knowledge.lazily import lazily
from knowledge.mentions import placed_sums
from knowledge.numerals import AMOUNT, COUNT, GOODS, amount_of, whole

_SUPPOSES = lazily(
    r"\b(?:if|suppos\w*|assum\w+|(?:what|how) about|instead|rather|actually|sorry|correct\w*|recount\w*|turn(?:s|ed)? out)\b"
    r"|\b(?:enough|suffic\w+)\b"
    rf"|\b(?:only|just|merely) (?:[a-z]+ )?(?={COUNT}|{AMOUNT})|^\W*(?:and|or|but|so)\b[^.!?]{{0,40}}\?\s*$"
    r"|如果|要是|假如|假设|万一|倘若|换成|改成|改为|其实|实际|更正|[不还]?够|只(?:有|是|剩|卖|查|找|搜)|呢[?？]?\s*$",
    re.IGNORECASE,
)
# What is told beside it, or of other money than that of goods, is in place of nothing.
_BESIDES = lazily(
    r"\b(?:an?other|further|plus|on top|in addition|additional\w*|also|too|as well|more|second|besides)\b"
    r"|\b(?:deposits?|security|bond|guarantee|fees?)\b|又|再|另|加上|也|还[有卖查]|第二|保证金|担保|费"
    rf"|{CLAIMED.pattern}",
    re.IGNORECASE,
)
_NUMBER = lazily(
    rf"(?<![A-Za-z-])(?P<figures>{AMOUNT})(?P<scale>[千万]|\s?(?:k|thousand|grand)\b)?|(?P<words>{COUNT})",
    re.IGNORECASE,
)
_NAMES_A_PLACE = lazily(r"第$|\b(?:art|article|class|no|section)\.? ?$", re.IGNORECASE)
_NO_GOODS = lazily(
    r"\s?(?:st|nd|rd|th)\b|[- ]?(?:working |business |calendar |natural )?(?:days?|weeks?|months?|years?|hours?|times|fold)\b"
    r"|\s?(?:%|％|per ?cent\b)|\s(?:[a-z]+ )?(?:classes|shops?|stores?|stalls?|links?|listings?|accounts?|people|persons?)\b"
    r"|[天日号周年月倍类家次条款项]|[多余]?个(?:月|星期|小时|工作日|人|店|链接|账号|类)",
    re.IGNORECASE,
)
_CHINESE = lazily(r"[\u4e00-\u9fff]")
# Fewer are rather people, shops or rooms.
_FEW = 10
_YEAR = lazily(r"(?:19|20)\d\d")
_MEASURE = lazily(
    r"[多余]?[件个双只台瓶套副包盒袋枚顶支张](?!月)|\s(?:pieces|pcs|items|units|pairs)\b", re.IGNORECASE
)
# A price is told by its name; a number without a word for money is one behind “at” or “for”, too.
_PRICE = lazily(r"\b(?:at|prices?\b[^,.;?!\d]{0,12}) ?$|[单售均]价[^，。；\d]{0,6}$", re.IGNORECASE)
_PRICED = lazily(rf"\b(?:at|for)(?: about| only| just| around)? \D{{0,4}}$|{_PRICE.pattern}", re.IGNORECASE)


class _Kind(Enum):
    """What a figure counts: pieces, the money for each, or for all of them; or what cannot be told by itself."""

    PIECES = auto()
    PRICE = auto()
    TOTAL = auto()
    OPEN = auto()


# A meeting or a trip of people's own; what is told to have come or been done on it.
_PLAN = lazily(
    r"\b(?:meets?|met|sits|convenes?|votes|fly|flies|travels?|meetings?|trip|vacation|(?:wait\w* for|until) the board)\b"
    r"|董事会|股东会|例会|开会|会议|出差|出国|旅行|度假|休假",
    re.IGNORECASE,
)
_DONE = lazily(
    rf"{TELLS_PAST.pattern}|\b(?:found|saw|sold|shown|learnt)\b|[收接拿看得]到|送达|通知|发现|得知|知道|卖|售",
    re.IGNORECASE,
)
_PART = lazily(r"[,;:?!，。；：？！\n]|\.\s|\b(?:and|but|while)\b")


@dataclass(frozen=True, slots=True)
class _Figure:
    start: int
    end: int
    value: int
    kind: _Kind
    role: AmountRole | None

    def alike(self, other: "_Figure") -> bool:
        """Whether what is said of either may be said of the other."""
        return self.kind is other.kind and (None in (self.role, other.role) or self.role is other.role)


def _supposes(before: str, text: str) -> bool:
    """Whether a message supposes figures of goods other than those that were told ``before`` it."""
    return bool(before and _SUPPOSES.search(text) and not _BESIDES.search(text) and _new(before, text))


@lru_cache(64)
def as_supposed(texts: Sequence[str]) -> tuple[str, ...]:
    """What was said in a thread, with every figure that a later message supposes in place of the one of its kind told before;
    where it is open which one it replaces, or whether another still holds with it, no figure of goods is told any more."""
    said: tuple[str, ...] = ()
    for text in texts:
        before = "\n".join(said)
        said = (*said, text) if not _supposes(before, text) else _replaced(before, text)
    return said


def _replaced(before: str, text: str) -> tuple[str, str]:
    old, new = list(_figures(before)), [_told_of(each, before) for each in _new(before, text)]
    instead = {each: _instead_of(each, old) for each in new}
    if None in instead.values() or len({(each.kind, each.role) for each in new}) < len(new):
        return _put(before, dict.fromkeys(old, "")), _put(text, dict.fromkeys(_figures(text), ""))
    written = {other: _written(each, before) for each, others in instead.items() for other in others or ()}
    beside = {each.start for each, others in instead.items() if not others}
    gone = {each: "" for each in _figures(text) if each.start not in beside}
    return _put(before, written), _put(text, gone)


def _new(before: str, text: str) -> list[_Figure]:
    """The figures of a message that were not told before."""
    known = {each.value for each in _figures(before) if each.kind is not _Kind.OPEN}
    return [each for each in _figures(text) if known and each.value not in known]


def _told_of(figure: _Figure, before: str) -> _Figure:
    """The figure; one that is open is of what alone was counted before, pieces or money."""
    kinds = {each.kind for each in _figures(before)} & {_Kind.PIECES, _Kind.TOTAL}
    return replace(figure, kind=kinds.pop()) if figure.kind is _Kind.OPEN and len(kinds) == 1 else figure


def _instead_of(figure: _Figure, old: Sequence[_Figure]) -> list[_Figure] | None:
    """What it stands in place of: nothing where it is the first of its kind; None where that is open."""
    rivals = [each for each in old if each.kind is figure.kind]
    same = [each for each in rivals if each.alike(figure)]
    unlike = bool(rivals) and not same and figure.kind is not _Kind.TOTAL
    unclear = figure.kind is _Kind.OPEN or unlike or len(same) > 1 or _clashes(figure, old)
    return None if unclear else same


def _clashes(figure: _Figure, old: Sequence[_Figure]) -> bool:
    """Whether another figure may tell of the same goods: what all come to beside so many pieces at a price."""
    by_kind = {kind: [each for each in old if each.kind is kind] for kind in _Kind}
    counted = by_kind[_Kind.PIECES] if by_kind[_Kind.PRICE] else []
    others = counted if figure.kind is _Kind.TOTAL else by_kind[_Kind.TOTAL]
    return any(None in (figure.role, each.role) or figure.role is each.role for each in others)


def _figures(text: str) -> Iterator[_Figure]:
    """The figures of goods and money, in no order."""
    sums = placed_sums(text)
    for start, end, value in sums:
        role = role_at(text, start, end, reach_of(text, start, end, sums), WORDS)
        priced = role is AmountRole.EACH or _PRICE.search(text[:start]) is not None
        yield _Figure(start, end, value, _Kind.PRICE if priced else _Kind.TOTAL, None if priced else role)
    taken = [*((start, end) for start, end, _ in sums), *(each.span() for each in DAY_LIKE.finditer(text))]
    for each in _NUMBER.finditer(text):
        inside = any(each.start() < end and start < each.end() for start, end in taken)
        if not inside and not _counts_no_goods(text, *each.span()):
            yield from _counted(text, each, sums)


def _counted(text: str, number: re.Match[str], sums: Sequence[tuple[int, int, int]]) -> Iterator[_Figure]:
    """A number without a word for money, unless it is too small to be one of goods."""
    start, end = number.span()
    written, scale = number["figures"], (number["scale"] or "").strip()
    value = (amount_of(written, scale) or 0) if written else whole(number["words"])
    measured = (_MEASURE.match(text, end) or GOODS.match(text, start)) is not None
    priced = not measured and _PRICED.search(text[:start]) is not None
    role = role_at(text, start, end, reach_of(text, start, end, sums), WORDS)
    if value >= _FEW or priced:
        kind = _Kind.PIECES if measured else _Kind.PRICE if priced else _Kind.OPEN
        yield _Figure(start, end, value, kind, None if priced or role is AmountRole.EACH else role)


def _counts_no_goods(text: str, start: int, end: int) -> bool:
    """Whether a number is a year, or one of days, shops, articles."""
    if _NAMES_A_PLACE.search(text[:start]) or _NO_GOODS.match(text, end):
        return True
    return _YEAR.fullmatch(text[start:end]) is not None and not _MEASURE.match(text, end)


def _written(figure: _Figure, beside: str) -> str:
    """The figure in the words of the text that it comes to stand in."""
    if figure.kind is _Kind.PIECES:
        return str(figure.value)
    return f"{figure.value}{'元' if _CHINESE.search(beside) else ' yuan'}"


def _put(text: str, instead: Mapping[_Figure, str]) -> str:
    """The text with other words in place of these figures."""
    for each in sorted(instead, key=lambda figure: -figure.start):
        text = text[: each.start] + instead[each] + text[each.end :]
    return text


# That a time is over, and that something is ended.
_OVER = lazily(
    r"\b(?:too late|missed (?:it|the|our)|(?:is|are|was|were|be|it['’]s) (?:already |now |long )?(?:over|up|gone|dead|lost))\b"
    r"|错过|太晚|来不及了|没戏|[已早就]过(?:了|期)|过了(?:期限|时间|时效)",
    re.IGNORECASE,
)
_FILE = r"(?:the|our|this|that) (?:[\w-]+ ){0,3}?(?:case|file|folder|matter|watch|opposition|claim|worry)"
_LETS_GO = lazily(
    r"\b(?:clos(?:e|ing)|archiv(?:e|ing)|drop(?:ping)?|abandon(?:ing)?|shred|bin|forget(?: about)?) "
    rf"(?:it|this|that|them|everything|cases?|c-?\d+|{_FILE})\b|\b(?:i|we|to|and) archive\b"
    r"|\b(?:giv(?:e|ing) (?:it |this |that )?up|let(?:ting)? (?:it|this|that|the \w+) go|(?:in|into) the bin|mov(?:e|ing) on"
    r"|writ(?:e|ing) (?:it |this |that )?off|tear(?:ing)? up)\b"
    r"|(?:把|先|直接)[^，。；？]{0,8}结案|案子?(?:先|就|可以)?结[了掉]|结案(?:吧|算)|归档|销案|放弃|算了|不管了|不追了|翻篇",
    re.IGNORECASE,
)


def lets_go(text: str) -> bool:
    """Whether a message means to end a case or to let a right go, or takes its time for over."""
    return _LETS_GO.search(text) is not None or _OVER.search(text) is not None


def is_plan(text: str, start: int, end: int) -> bool:
    """Whether the clause of a time that stands here tells of a meeting or a trip alone: no paper is told to have come then."""
    begin = max((cut.end() for cut in _PART.finditer(text, 0, start)), default=0)
    cut = _PART.search(text, end)
    clause = text[begin : cut.start() if cut else len(text)]
    return _PLAN.search(clause) is not None and _DONE.search(clause) is None
