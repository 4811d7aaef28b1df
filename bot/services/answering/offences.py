"""Amounts of money by what they are of (sold, unsold, gained), and the lines of a crime that they reach, one by one or added up.

Each line that is told is one of the register's. No verdict is given while an amount that the message tells has no part in it.
And who bore a penalty that is told, or is accused: we or another.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from knowledge.money import placed_sums


class AmountRole(StrEnum):
    """What an amount is of. ``line`` is one that the message holds the others against, ``fine`` what was paid before, ``each``
    the price of one piece."""

    SOLD = "sold"
    UNSOLD = "unsold"
    GAIN = "gain"
    FINE = "fine"
    LINE = "line"
    EACH = "each"


_CLAUSE = re.compile(
    r"[;；。!?！？:：，]|,(?!\d{3})|\.(?!\d)|\b(?:and|but|while|with|of which)\b|而且|并且|其中|另外"
)
_EARLIER_EN = r"(?:fined|punished|sanctioned|penali[sz]ed|convicted|sentenced)"
# Unsold before sold: what is not sold names selling, too.
_WORDS: Mapping[AmountRole, re.Pattern[str]] = {
    role: re.compile(rf"\b(?:{english})\b|{chinese}", re.IGNORECASE)
    for role, english, chinese in (
        (
            AmountRole.EACH,
            r"each|apiece|per (?:piece|item|pair|unit|bag)|a piece",
            r"每[件条双个只台瓶套]|单价|一[件条双个只台瓶套]",
        ),
        (
            AmountRole.UNSOLD,
            r"unsold|not (?:yet )?sold|in stock|stock\w*|inventory|warehouse|store ?room|depot|garage|on hand|left over|lies?",
            r"库存|存货|库房|仓库|车库|[没未](?:有)?[卖售销]\S{0,2}|尚未|滞销|剩|囤|压着|还有",
        ),
        (
            AmountRole.LINE,
            r"below|under|short of|not (?:even )?reach\w*|less than|threshold|the line|limit",
            r"不[够到足]|[没未]到|未达|达不到|门槛|标准|那条线",
        ),
        (
            AmountRole.GAIN,
            r"profits?|gain(?:s|ed)?|earn(?:s|ed|ings)?|net(?:ted)?|margin|pocketed|cleared",
            r"赚|利润|获利|盈利|违法所得|净得?|到手",
        ),
        (AmountRole.FINE, r"fine[ds]?|penalt(?:y|ies)|sanctioned", r"罚"),
        (
            AmountRole.SOLD,
            r"sold|sells?|selling|sales?|turnover|takings|revenue|took in|income|receipts",
            r"卖(?!家)|售|销|流水|营业额|经营额|收入|收了",
        ),
    )
}
_COUNT = re.compile(
    r"(?<![\d.,])(\d{1,3}(?:,\d{3})+|\d+)\s*"
    r"(?:[多余]?[件个条双只台瓶套](?!月)|(?:[a-z]+ )?(?!days|years|months|classes)[a-z]{3,}s\b)",
    re.IGNORECASE,
)
_EARLIER = re.compile(
    rf"\b{_EARLIER_EN}\b[^.?!;]{{0,60}}\b(?:before|already|last|earlier|previous|ago|once|in (?:[a-z]{{3,9}} )?(?:20)?\d\d)\b"
    rf"|\b(?:already|previously|once|earlier|before)\b.{{0,30}}\b(?:{_EARLIER_EN}|penalty)\b"
    r"|\b(?:earlier|previous|prior|old|second) (?:\w+ )?(?:penalt\w+|fines?|convictions?|punishments?)\b"
    r"|\b(?:repeat offender|recidiv\w+)|罚过|前科|再犯|惯犯"
    r"|(?:曾|已|刚|以前|之前|上次|去年|前年|早前|先前)\S{0,16}(?:处罚|被罚|受罚|判刑|判过|判缓)",
    re.IGNORECASE,
)


_PENALTY = re.compile(
    r"\b(?:fine[ds]?|penal\w+|punish\w*|sanction\w*|convict\w*|sentenced|ruled against|done for|second time|repeat\w*)\b"
    r"|处罚|[被挨受]过?罚|判(?:过|缓|刑)|第二次",
    re.IGNORECASE,
)


# A penalty by who bore it, a complaint by who made it, and goods by who sells them: one of ours, or another.
_DEALER = (
    r"(?:seller|shop|trader|dealer|infringer|factory|maker|counterfeiter|copyist|importer|defendant|vendor)s?"
)
_THEM = rf"(?:him|her|them|(?:the|this|that|a|one) (?:[\w-]+ ){{0,2}}?{_DEALER})"
_THEY = rf"(?:he|she|they|it|{_THEM})"
_PUNISHED = r"(?:fined|punished|penali[sz]ed|sanctioned)"
_OTHERS = r"(?:他们?|她|对方|卖家|店家|商家|厂家|[那这]家\S{0,2}|侵权\S|[售制]假\S{0,2}|被告|主播|摊主|老板)"
_WE = r"(?:我们?|我方|我司|本店|咱们?)"
_FINED_THEM = re.compile(
    rf"\b{_PUNISHED} {_THEM}\b|\b(?:fines?|penalty) (?:\w+ ){{0,2}}?(?:on|against|for|to) {_THEM}\b"
    rf"|\b{_THEY} (?:\w+ )?(?:(?:was|were|is|are|got|been) (?:\w+ ){{0,2}}?{_PUNISHED}|paid (?:\w+ ){{0,2}}?fine)\b"
    r"|\b(?:his|her|their) (?:\w+ )?(?:fine|penalty)\b"
    rf"|罚(?:了|款|过|的是)?{_OTHERS}|[对给]{_OTHERS}[^，。；？]{{0,6}}罚"
    rf"|(?<!被){_OTHERS}(?:(?![举投告我咱])[^，。；？]){{0,10}}罚",
    re.IGNORECASE,
)
_FINED_US = re.compile(
    rf"\b{_PUNISHED} (?:us|me|our|my)\b|\b(?:fines?|penalty) (?:\w+ ){{0,2}}?(?:on|against|to) (?:us|me|our|my)\b"
    rf"|\b(?:we|i|(?:our|my) [\w-]+(?: [\w-]+)?) (?:\w+ ){{0,2}}?{_PUNISHED}\b|\bour (?:\w+ )?fine\b"
    rf"|{_WE}[^，。；？]{{0,8}}[被挨遭受][^，。；？]{{0,8}}罚|罚(?:了|款)?{_WE}",
    re.IGNORECASE,
)
_WE_ACCUSE = re.compile(
    r"\b(?:we|i|our (?:agent|lawyer|team|company|brand))(?:['’]ve)? (?:\w+ ){0,2}?(?:reported|complained|sued|notified"
    r"|filed (?:an?|our|the) (?:\w+ )?(?:complaint|report|notice)|sent (?:a|our|the) (?:\w+ )?(?:notice|complaint|letter))\b"
    r"|(?<![对把向给跟让])(?:我们?|我方|我司|公司)[^，。；？被遭收接因受挨]{0,14}"
    r"(?:投诉|举报|起诉)(?:了|过|他|她|它|对方|那|这|竞|卖家|假货|售假)"
    r"|我们?[去到上在][^，。；？被遭收接因受挨]{0,16}(?:投诉|举报)"
    rf"|\b{_THEY} (?:\w+ )?(?:sells?|sold|(?:is|are|was|were) selling)\b|{_OTHERS}[^，。；？我]{{0,6}}[卖售销]",
    re.IGNORECASE,
)
_US_ACCUSED = re.compile(
    r"\b(?:accus\w+|sue[sd]?|suing|reported|warn\w+|claims that we)(?: (?:us|me|our))\b|\bagainst (?:us|me|our)\b"
    r"|\b(?:we|i|our [\w-]+) (?:\w+ ){0,3}?(?:accused|sued by|reported by|received|got|raided|served)\b"
    r"|被[^，。；？]{0,8}(?:投诉|举报|起诉|告|查|指)|(?:投诉|举报|起诉|告|指控|警告)了?(?:我|咱|本店)|[收接]到|传票|律师函|警告函",
    re.IGNORECASE,
)


def punishes_another(text: str) -> bool:
    """Whether another is told to be punished, and none of ours."""
    return _FINED_THEM.search(text) is not None and _FINED_US.search(text) is None


def accuses(text: str) -> bool:
    """Whether we are told to complain, or another to sell, and nobody to accuse us: then no plan of an accused is ours."""
    return _WE_ACCUSE.search(text) is not None and _US_ACCUSED.search(text) is None


def punished_before(text: str) -> bool:
    """Whether an earlier penalty is told."""
    return _EARLIER.search(text) is not None


def tells_a_penalty(text: str) -> bool:
    """Whether any penalty, or a second time, is told: without one nobody is a repeat offender."""
    return punished_before(text) or _PENALTY.search(text) is not None


@dataclass(frozen=True, slots=True)
class LineTest:
    """One line of a crime: ``terms`` are what is added up, ``path`` its figure, ``lower`` that of who was punished before;
    ``needs`` is what must be among them."""

    terms: tuple[AmountRole, ...]
    path: str
    lower: str
    needs: AmountRole | None = None


_SELLING = (
    LineTest((AmountRole.GAIN,), "cl.selling_serious.gains", "cl.selling_serious.lower_gains"),
    LineTest((AmountRole.SOLD,), "cl.selling_serious.sales", "cl.selling_serious.lower_sales"),
    LineTest(
        (AmountRole.SOLD, AmountRole.UNSOLD),
        "cl.selling_unsold.value",
        "cl.selling_unsold.lower_value",
        AmountRole.UNSOLD,
    ),
)
_MAKING = (
    LineTest((AmountRole.GAIN,), "cl.counterfeiting_serious.gains", "cl.counterfeiting_serious.lower_gains"),
    LineTest(
        (AmountRole.SOLD, AmountRole.UNSOLD),
        "cl.counterfeiting_serious.turnover",
        "cl.counterfeiting_serious.lower_turnover",
    ),
)
TESTS = {"cl.selling_serious": _SELLING, "cl.selling_unsold": _SELLING, "cl.counterfeiting_serious": _MAKING}


@dataclass(frozen=True, slots=True)
class Weighed:
    """What one line comes to: the amounts added up, their sum, the line, the figure's path, and whether it is reached."""

    test: LineTest
    amounts: tuple[int, ...]
    line: int
    path: str

    @property
    def reached(self) -> bool:
        return sum(self.amounts) >= self.line


def roles(text: str) -> tuple[tuple[int, AmountRole | None], ...]:
    """Every amount told, in the order of the text, and what it is of; None where nothing says so. A price of each piece is
    told as what so many pieces come to, where one number of them is."""
    found = placed_sums(text)
    return tuple(
        _times(text, value, found) if role is AmountRole.EACH else (value, role)
        for start, end, value in found
        for role in (_role(text, start, end, _reach(text, start, end, found), _WORDS),)
    )


def _times(text: str, price: int, found: Sequence[tuple[int, int, int]]) -> tuple[int, AmountRole | None]:
    counts = [each for each in _COUNT.finditer(text) if all(each.start() != start for start, _, _ in found)]
    if len(counts) != 1:
        return price, None
    [count] = counts
    others: dict[AmountRole, re.Pattern[str]] = {
        role: form for role, form in _WORDS.items() if role is not AmountRole.EACH
    }
    reach = _reach(text, count.start(), count.end(), ())
    number = int(count[1].replace(",", ""))
    return price * number, _role(text, count.start(), count.end(), reach, others)


def weighed(text: str, tests: Sequence[LineTest], figure: Callable[[str], int]) -> tuple[Weighed, ...]:
    """The lines that the amounts are held against; none where an amount's part is not known, nothing is told of any, two of
    one kind, which may be one within the other, decide only together, or a penalty is told that may have come before and
    the lower lines of who was punished before would be reached."""
    told = [(role, value) for value, role in roles(text)]
    lower = punished_before(text)
    found = [pair for test in tests if (pair := _held(told, test, figure, lower))]
    if any(role is None for role, _ in told) or any(sure.reached != every.reached for sure, every in found):
        return ()
    if not lower and tells_a_penalty(text) and _reached_again(told, tests, figure):
        found = [pair for pair in found if pair[0].reached]
    return tuple(sure if sure.reached else every for sure, every in found)


def _reached_again(
    told: Sequence[tuple[AmountRole | None, int]], tests: Sequence[LineTest], figure: Callable[[str], int]
) -> bool:
    """Whether somebody punished before would reach a line."""
    return any(pair[1].reached for test in tests if (pair := _held(told, test, figure, True)))


def _held(
    told: Sequence[tuple[AmountRole | None, int]],
    test: LineTest,
    figure: Callable[[str], int],
    lower: bool,
) -> tuple[Weighed, Weighed] | None:
    """What the line comes to at least, with one amount of each kind, and at most, with all."""
    amounts = [(role, value) for role, value in told if role in test.terms]
    # What is only sold has a line of its own, below that of sold and unsold together.
    if not amounts or (test.needs is not None and test.needs not in dict(amounts)):
        return None
    path = test.lower if lower else test.path
    least = tuple(max(value for role, value in amounts if role is each) for each in dict(amounts))
    every = Weighed(test, tuple(value for _, value in amounts), figure(path), path)
    return replace(every, amounts=least), every


def _reach(text: str, start: int, end: int, found: Sequence[tuple[int, int, int]]) -> tuple[int, int]:
    """The clause that an amount stands in, up to its neighbours."""
    cuts = [0, *(each.end() for each in _CLAUSE.finditer(text)), len(text)]
    first = max(cut for cut in cuts if cut <= start)
    last = min((each.start() for each in _CLAUSE.finditer(text, end)), default=len(text))
    before = [stop for _, stop, _ in found if stop <= start]
    after = [begin for begin, _, _ in found if begin >= end]
    return max([first, *before]), min([last, *after])


def _role(
    text: str, start: int, end: int, reach: tuple[int, int], words: Mapping[AmountRole, re.Pattern[str]]
) -> AmountRole | None:
    """What the nearest word says; the first three go before the rest, which they may hold within."""
    near = [
        (max(start - each.end(), each.start() - end), rank, role)
        for rank, (role, form) in enumerate(words.items())
        for each in form.finditer(text, *reach)
    ]
    strong = [each for each in near if each[2] in (AmountRole.EACH, AmountRole.UNSOLD, AmountRole.LINE)]
    return min(strong or near, default=(0, 0, None))[2]
