"""From which amount on a seller is criminally liable: money by what it is of (sold, unsold, gained), held against the lines of a
crime, one by one or added up.

Each line that is told is one of the register's. No verdict is given while an amount that the message tells has no part in it."""

import re
from collections import Counter
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from knowledge.forms import GOODS, MONTH
from knowledge.mentions import placed_sums
from knowledge.passages import Hit
from knowledge.sides import of_service_mark, of_two_marks, of_two_owners, tells_a_penalty


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
            (
                r"unsold|not (?:yet )?sold|in stock|stock\w*|inventory|warehouse|store ?room|depot|garage|shelf|on hand|left over"
                r"|lies?|lying|(?:is|are|stands?|sits?|waits?|remains?) (?:still )?(?:in|at|on|there|here|with)"
            ),
            r"库存|存货|库房|仓库|车库|[没未](?:有)?[卖售销](?:出去?|[掉完过的])?|尚未|滞销|剩|囤|压着|还有",
        ),
        (
            AmountRole.LINE,
            r"below|under|short of|not (?:even )?reach\w*|less than|threshold|line|limit|only (?:from|over)|starts? (?:at|from)",
            r"不[够到足]|[没未]到|未达|达不到|门槛|标准|那条线|要[到满够]|才[够立入算]|起[步刑点]",
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
# "2,000 mugs at 58 yuan" tells the price of one.
_AT = re.compile(r"\bat (?:about |only |just |around )?\D{0,5}$", re.IGNORECASE)
_OPEN = re.compile(r"\b(?:sold|another) (?=\d{1,3}(?:,\d{3})+)", re.IGNORECASE)
_Told = Sequence[tuple[AmountRole | None, int]]
_Figure = Callable[[str], int]


@dataclass(frozen=True, slots=True)
class LineTest:
    """One line of a crime: ``terms`` are what is added up, ``path`` its figure, ``lower`` that of who was punished before;
    ``needs`` is what must be among them."""

    terms: tuple[AmountRole, ...]
    path: str
    lower: str
    needs: AmountRole | None = None


def _line(path: str, *terms: AmountRole, needs: AmountRole | None = None) -> LineTest:
    key, _, name = path.rpartition(".")
    return LineTest(terms, path, f"{key}.lower_{name}", needs)


_SELLING = (
    _line("cl.selling_serious.gains", AmountRole.GAIN),
    _line("cl.selling_serious.sales", AmountRole.SOLD),
    _line("cl.selling_unsold.value", AmountRole.SOLD, AmountRole.UNSOLD, needs=AmountRole.UNSOLD),
)
_MAKING = (
    _line("cl.counterfeiting_serious.gains", AmountRole.GAIN),
    _line("cl.counterfeiting_serious.turnover", AmountRole.SOLD, AmountRole.UNSOLD),
)
_SERVING = (_line("cl.counterfeiting_services.gains", AmountRole.GAIN),)
_MAKES = re.compile(
    r"(?<!\bour )\b(?:manufacturers?|makers?|producers?|factory|workshop|plant"
    r"|(?:makes?|produces?|manufactures?) (?:them|it|the \w+|all|every\w+))\b"
    r"|(?<!我司)(?<!我们)(?:制造|生产|(?<!出)厂|作坊|代工)",
    re.IGNORECASE,
)
_SELLS = re.compile(
    r"\b(?:shops?|stores?|stalls?|sellers?|resell\w*|dealers?|traders?|wholesalers?|retailers?|bought|buys)\b"
    r"|店|摊|档口|卖家|商家|经销|批发|零售|进货|拿货",
    re.IGNORECASE,
)
# What somebody is said not to be or do.
_NOT = re.compile(
    r"(?:\b(?:not|no|never|neither|nor|rather than|instead of)|n['’]t)"
    r"(?: (?:an?|the|any|even|only|just|really|certainly|run|own)){0,3} $"
    r"|(?:不是|并非|没有?|不|非)[个家间自己什么做开在]{0,3}$",
    re.IGNORECASE,
)
# Nothing was sold: then an amount of goods is of what is unsold.
_NOTHING_SOLD = re.compile(
    r"\b(?:nothing|none|no) (?:was |were |is |has been |have been |of it )?(?:yet )?(?:sold|sales)\b"
    r"|\bsold (?:nothing|none|zero)\b"
    r"|\bno sales\b|\b(?:not|never) (?:yet )?sold\b|\ball (?:still )?unsold\b|(?:[还都全]|一件)*[没未](?:有)?(?:卖|售|销)",
    re.IGNORECASE,
)
# Another amount of the same kind that is told to come on top.
_ON_TOP = re.compile(
    r"\b(?:another|further|plus|on top|in addition|additional)\b|又[卖售]|再[卖售]|另外|另有|加上",
    re.IGNORECASE,
)
_MONTHS = re.compile(rf"\b{MONTH}|(?:1[0-2]|[1-9])月", re.IGNORECASE)
_SELLERS, _MAKERS = frozenset({"cl.selling_serious", "cl.selling_unsold"}), "cl.counterfeiting_serious"
TESTS = {
    **dict.fromkeys(sorted(_SELLERS), _SELLING),
    _MAKERS: _MAKING,
    "cl.counterfeiting_services": _SERVING,
}


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
    found, told = placed_sums(text), list[tuple[int, AmountRole | None]]()
    unsold = AmountRole.UNSOLD if _NOTHING_SOLD.search(text) else None
    for start, end, value in found:
        reach = _reach(text, start, end, found)
        role = _role(text, start, end, reach, _WORDS)
        if role is None and told and _ON_TOP.search(text, *reach):
            role = told[-1][1]
        told.append(_times(text, start, value, role, found) or (value, role or unsold))
    # A number that may be money or pieces leaves open what all come to.
    numbers = (each.end() for each in _OPEN.finditer(text) if told and not GOODS.match(text, each.end()))
    open_still = [at for at in numbers if all(not start - 4 <= at < end for start, end, _ in found)]
    return (*told, *((0, None) for _ in open_still))


def _times(
    text: str, start: int, price: int, role: AmountRole | None, found: Sequence[tuple[int, int, int]]
) -> tuple[int, AmountRole | None] | None:
    """What so many pieces come to, where the price is of each: told so, “at” a price, or less than a yuan a piece."""
    told = [each for each in GOODS.finditer(text) if all(each.start() != start for start, _, _ in found)]
    if len(told) != 1 or role in (AmountRole.LINE, AmountRole.FINE, AmountRole.GAIN):
        return (price, None) if role is AmountRole.EACH else None
    [count], number = told, int(told[0][1].replace(",", ""))
    if role is not AmountRole.EACH and number <= price and not _AT.search(text, count.end(), start):
        return None
    others = dict(_WORDS)
    del others[AmountRole.EACH]
    reach = _reach(text, count.start(), count.end(), ())
    role = _role(text, count.start(), count.end(), reach, others)
    # Told elsewhere, what became of the goods is that of the one number of them.
    kept, sold = (_WORDS[each].search(text) for each in (AmountRole.UNSOLD, AmountRole.SOLD))
    return price * number, role or (AmountRole.UNSOLD if kept and not sold else None)


def tests_of(key: str, text: str) -> Sequence[LineTest]:
    """The lines that the offence of ``key`` has; who only makes the goods is held against the lines of makers, which are lower;
    nobody is of whom both are told. A mark of services has lines of its own."""
    if TESTS[key] is not _SERVING and of_service_mark(text):
        return ()
    makes, sells = _is_told(_MAKES, text), _is_told(_SELLS, text)
    if TESTS[key] is _SELLING and makes:
        return () if sells else _MAKING
    return TESTS[key]


def of_sellers_alone(keys: Collection[str], text: str) -> frozenset[str]:
    """These offences without that of makers, where the sellers' is among them and nobody is told to make the goods."""
    sellers = not _SELLERS.isdisjoint(keys) and not _is_told(_MAKES, text)
    return frozenset(keys) - {_MAKERS if sellers else ""}


def makes_alone(text: str) -> bool:
    """Whether somebody is told to make the goods, and nobody to sell them."""
    return _is_told(_MAKES, text) and not _is_told(_SELLS, text)


def for_makers(hits: Sequence[Hit], text: str) -> list[Hit]:
    """The lines of makers in place of those of sellers, where the goods are told to be made and nobody to sell them."""
    sellers = [hit for hit in hits if not _SELLERS.isdisjoint(hit.passage.keys)]
    own = next((hit for hit in hits if hit not in sellers and _MAKERS in hit.passage.keys), None)
    if own is None or hits[0] not in sellers or not makes_alone(text):
        return list(hits)
    first = replace(own, probability=hits[0].probability)
    return [first, *(hit for hit in hits if hit is not own and hit not in sellers)]


def _is_told(role: re.Pattern[str], text: str) -> bool:
    """Whether somebody is told to have a role, and not told not to."""
    return any(_NOT.search(text[: each.start()]) is None for each in role.finditer(text))


def weighed(
    text: str, tests: Sequence[LineTest], figure: _Figure, *, before: bool = False, old: bool = False
) -> tuple[Weighed, ...]:
    """The lines that the amounts are held against; none where an amount's part is not known, nothing is told of any, two of
    one kind, which may be one within the other, decide only together, or the lower lines would be reached and a penalty may
    have come before, or two marks be of two owners. A penalty ``before``, none too ``old``, or two owners told lower them."""
    told = [(role, value) for value, role in roles(text)]
    lower = (before and not old) or (tests is not _SELLING and of_two_owners(text))
    found = list(_pairs(text, told, tests, figure, lower))
    if any(role is None for role, _ in told) or any(sure.reached != every.reached for sure, every in found):
        return ()
    if not lower and _reached_lower(text, told, tests, figure, old):
        found = [pair for pair in found if pair[0].reached]
    return tuple(sure if sure.reached else every for sure, every in found)


def _pairs(
    text: str, told: _Told, tests: Sequence[LineTest], figure: _Figure, lower: bool
) -> Iterator[tuple[Weighed, Weighed]]:
    """What each line comes to at least and at most; amounts that come on top of each other are all of it."""
    apart = _are_apart(text, told)
    for test in tests:
        if pair := _held(told, test, figure, lower):
            yield (pair[1], pair[1]) if apart else pair


def _are_apart(text: str, told: _Told) -> bool:
    """Whether amounts of one kind are told to come on top of each other, or of as many months."""
    months = {each.group().lower() for each in _MONTHS.finditer(text)}
    most = max(
        Counter(role for role, _ in told if role in (AmountRole.SOLD, AmountRole.UNSOLD)).values(), default=0
    )
    return most > 1 and (_ON_TOP.search(text) is not None or len(months) >= most)


def _reached_lower(text: str, told: _Told, tests: Sequence[LineTest], figure: _Figure, old: bool) -> bool:
    """Whether lower lines would be reached that may count: after a penalty, or for a maker's marks of two owners."""
    count = (tells_a_penalty(text) and not old) or (of_two_marks(text) and tests is not _SELLING)
    return count and any(pair[1].reached for test in tests if (pair := _held(told, test, figure, True)))


def _held(told: _Told, test: LineTest, figure: _Figure, lower: bool) -> tuple[Weighed, Weighed] | None:
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
