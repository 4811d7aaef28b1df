"""The lines of a crime: what is added up for each, whose offence the words of a message tell of, how many labels it counts, and
which amounts told are lines."""

import re
from collections import Counter
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from knowledge import marks_told, penalties, sides
from knowledge.amount_roles import WORDS, AmountRole
from knowledge.amounts import NOTHING_SOLD, ON_TOP, Told, roles
from knowledge.cited_lines import is_cited
from knowledge.forms import MONTH
from knowledge.lazily import lazily
from knowledge.numerals import AMOUNT, COUNT, SIGNS, TAKES, amount_of, value_of, whole
from knowledge.passages import Hit
from knowledge.two_names import only_alike

Figure = Callable[[str], int]
"""The figure of the register under a path, on the day whose law counts."""


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


_LOSS = "cl.patent_passing_off_serious.loss"
SELLING = (
    _line("cl.selling_serious.gains", AmountRole.GAIN),
    _line("cl.selling_serious.sales", AmountRole.SOLD),
    _line("cl.selling_unsold.value", AmountRole.SOLD, AmountRole.UNSOLD, needs=AmountRole.UNSOLD),
)
_MAKING = (
    _line("cl.counterfeiting_serious.gains", AmountRole.GAIN),
    _line("cl.counterfeiting_serious.turnover", AmountRole.SOLD, AmountRole.UNSOLD),
)
_SERVING = (_line("cl.counterfeiting_services.gains", AmountRole.GAIN),)
LABELS = (
    _line("cl.labels_serious.gains", AmountRole.GAIN),
    _line("cl.labels_serious.turnover", AmountRole.SOLD),
)
PASSING_OFF = (
    _line("cl.patent_passing_off_serious.gains", AmountRole.GAIN),
    _line("cl.patent_passing_off_serious.turnover", AmountRole.SOLD),
    LineTest((AmountRole.LOSS,), _LOSS, _LOSS),
)
_SELLERS = frozenset({"cl.selling_serious", "cl.selling_unsold"})
_MAKERS, _LABELLED = "cl.counterfeiting_serious", "cl.labels_serious"
TESTS = {
    **dict.fromkeys(sorted(_SELLERS), SELLING),
    _MAKERS: _MAKING,
    "cl.counterfeiting_services": _SERVING,
    _LABELLED: LABELS,
    "cl.patent_passing_off_serious": PASSING_OFF,
}


def tests_of(key: str, text: str) -> Sequence[LineTest]:
    """The lines that the offence of ``key`` has; who only makes the goods is held against the lines of makers, which are lower;
    nobody is of whom both are told. A mark of services has lines of its own."""
    if TESTS[key] in (SELLING, _MAKING) and marks_told.of_service_mark(text):
        return _SERVING
    makes, sells = sides.makes_goods(text), sides.sells_goods(text)
    if TESTS[key] is SELLING and makes:
        return _MAKING if sides.makes_alone(text) else ()
    return () if TESTS[key] is _MAKING and sells and not makes else TESTS[key]


def of_sellers_alone(keys: Collection[str], text: str) -> frozenset[str]:
    """These offences without that of makers, where the sellers' is among them and nobody is told to make the goods; and without
    that of labels beside another, where no labels are told."""
    sellers = not _SELLERS.isdisjoint(keys) and not sides.makes_goods(text)
    labels = _LABEL.search(text) is not None or _SELLERS.isdisjoint(keys)
    return frozenset(keys) - {_MAKERS if sellers else "", "" if labels else _LABELLED}


def of_their_role(hits: Sequence[Hit], text: str) -> list[Hit]:
    """The lines of makers in place of those of sellers, where the goods are told to be made and nobody to sell them; those of
    sellers in place of makers', where they are told to be sold and nobody to make them; those of labels that are counted."""
    sellers = [hit for hit in hits if not _SELLERS.isdisjoint(hit.passage.keys)]
    makers = [hit for hit in hits if hit not in sellers and _MAKERS in hit.passage.keys]
    made = _before(makers, sellers, hits) if sides.makes_alone(text) else list(hits)
    labels = [hit for hit in hits if _LABELLED in hit.passage.keys]
    if labels_told(text)[0]:
        return _before(labels, [*sellers, *makers], hits)
    return _before(sellers, [*makers, *labels], hits) if only_sold(text) else made


def _before(own: Sequence[Hit], others: Sequence[Hit], hits: Sequence[Hit]) -> list[Hit]:
    """The hits, with the first of its ``own`` in place of the ``others`` where one of these is first."""
    if not own or hits[0] not in others:
        return list(hits)
    first = replace(own[0], probability=hits[0].probability)
    return [first, *(hit for hit in hits if hit is not own[0] and hit not in others)]


def with_lines(told: Told, tests: Sequence[LineTest], figure: Figure) -> Told:
    """These amounts; what is one of the lines themselves is held against, where nothing else is said of it or another amount is
    of the same."""
    every = [test for each in TESTS.values() for test in each]
    lines = {figure(path) for test in every for path in (test.path, test.lower)}
    own = {(figure(test.path), role) for test in tests for role in test.terms}
    often = Counter(role for _, role in told)

    def is_line(value: int, role: AmountRole | None) -> bool:
        return value in lines if role is None else often[role] > 1 and (value, role) in own

    return [(value, AmountRole.LINE if is_line(value, role) else role) for value, role in told]


_WITHIN = lazily(r"\b(?:of which|of it|of that|of them|including)\b|其中|包括|含", re.IGNORECASE)
_MONTHS = lazily(rf"\b{MONTH}|(?:1[0-2]|[1-9])月", re.IGNORECASE)


def are_apart(text: str, told: Told) -> bool:
    """Whether amounts of one kind are told to come on top of each other, or of as many months."""
    months = {each.group().lower() for each in _MONTHS.finditer(text)}
    most = max(
        Counter(role for _, role in told if role in (AmountRole.SOLD, AmountRole.UNSOLD)).values(), default=0
    )
    on_top = ON_TOP.search(text) is not None and _WITHIN.search(text) is None
    return most > 1 and (on_top or len(months) >= most)


# What nobody was given is unsold, but where it is told to be sold.
_NOT_GIVEN = lazily(
    r"\b(?:nothing|none|not|never)\b[^.?!,;]{0,20}\b(?:delivered|shipped|handed over|dispatched|sent out)\b"
    r"|[没未](?:有)?(?:交(?![代待际流换易情])|发货|出货|出手|给客户|运走)|堆[在着放]",
    re.IGNORECASE,
)
# What nobody paid for is due only where it was handed over.
_UNPAID = lazily("[没未]有?[付收结]")
_LABEL_EN = (
    r"(?:labels?|(?:hang|swing|neck)?tags?|stickers?|badges?|emblems?|patches|patch|nameplates?|decals?"
    r"|(?:printed|empty|unfilled|folding|branded) (?:[a-z]+ )?(?:boxes|cartons|bags|pouches|sleeves|wrappers|lids|caps|tins)"
    r"|packagings?)"
)
_LABEL_ZH = "(?:标识|标签|标牌|吊牌|贴纸|唛头?|水洗标|铭牌|包装[盒袋箱膜纸罐]|彩盒|瓶贴|空[盒瓶袋罐])"
_LABEL = lazily(rf"\b{_LABEL_EN}\b|{_LABEL_ZH}", re.IGNORECASE)
_MANY = rf"(?:\d+万\d千?|\d+(?:\.\d+)?[千万]?|[{SIGNS}]{{2,12}})"
# Labels are counted by the piece; a marketplace that is named by a number counts none unless labels stand next to it.
_NAMED = rf"(?!1688 (?!(?:[a-z-]+ )?{_LABEL_EN}\b))"
_LABELS = lazily(
    rf"{_NAMED}(?P<en>{AMOUNT}) (?:(?!(?:by|at|on|per)\b)[a-z-]+ ){{0,4}}?{_LABEL_EN}\b"
    rf"|(?<![\d.{SIGNS}])(?P<zh>{_MANY})[多余]?[{TAKES}][^，。；？\d带]{{0,8}}?(?:{_LABEL_ZH}|(?<![贴缝钉打烫好])标)"
    rf"|{_LABEL_ZH}[^。；？\d]{{0,24}}?(?<![{SIGNS}])(?P<after>{_MANY})[多余]?[{TAKES}]",
    re.IGNORECASE,
)


# Of another mark, told behind the first number without naming labels again.
_MORE_LABELS = lazily(
    r"[^.;?!。；？]{0,40}?(?:\b(?:and|plus|as well as)\b|[、，和跟及与加])[^.;?!。；？\d]{0,12}?"
    rf"(?P<more>{AMOUNT})(?P<of>[千万])?"
    r"(?: (?:of|for|with|bearing)\b| more\b|[多余]?[个张枚套件条]|是)",
    re.IGNORECASE,
)


_FIGURES = lazily(rf"(?P<figures>{AMOUNT}|\d+[千万])")
_YEARS_AGO = lazily(
    rf"(?P<n>{COUNT})(?: full| whole)? years? (?:ago|back|earlier|before)\b"
    r"|(?P<zh>[两二三四五六七八九十\d]+)年(?:多)?(?:之|以)?前",
    re.IGNORECASE,
)
_SENTENCE_END = lazily(r"[.?!;。？！；]")


def years_since_penalty(text: str) -> int:
    """How many years ago a penalty is told to have been, in words; 0 where no sentence tells that."""
    for each in _YEARS_AGO.finditer(text):
        begin = max((cut.end() for cut in _SENTENCE_END.finditer(text, 0, each.start())), default=0)
        cut = _SENTENCE_END.search(text, each.end())
        if penalties.tells_a_penalty(text[begin : cut.start() if cut else len(text)]):
            return whole(each["n"] or each["zh"])
    return 0


def labels_told(text: str) -> tuple[int, bool]:
    """How many labels are told, those of another mark added, 0 where none or several numbers else are, and whether they are
    unsold."""
    numbers = _numbers(text)
    kept = WORDS[AmountRole.UNSOLD].search(text) or _NOT_GIVEN.search(text)
    sold = WORDS[AmountRole.SOLD].search(_UNPAID.sub("", text))
    unsold = NOTHING_SOLD.search(text) or (kept and not sold)
    return sum(numbers) if numbers and all(numbers) else 0, bool(numbers and unsold)


def _numbers(text: str) -> list[int]:
    """The number of labels of each mark; none where several are told and no second mark."""
    two = marks_told.of_two_marks(text)
    found = [each for each in _LABELS.finditer(text) if not is_cited(text, *each.span(each.lastgroup or 0))]
    if not found or len(found) > 1 + two:
        return []
    more = _MORE_LABELS.match(text, found[0].end()) if two and len(found) == 1 else None
    numbers = [_amount(each["en"] or each["zh"] or each["after"], "") for each in found]
    if more is None or _in_parts(text, found[0].end(), numbers[0]):
        return numbers
    return [*numbers, _amount(more["more"], more["of"] or "")]


def _in_parts(text: str, start: int, number: int) -> bool:
    """Whether two numbers behind one come to it: they are its parts."""
    parts = [_amount(each["figures"], "") for each in _FIGURES.finditer(text, start)]
    return any(one + other == number for one, other in pairwise(parts))


def _amount(number: str, scale: str) -> int:
    """A number of labels in figures, with the power behind them, or in signs."""
    if number[-1] in SIGNS and not scale:
        return round(value_of(number) or 0)
    return amount_of(number, scale) or 0


def only_sold(text: str) -> bool:
    """Whether goods are told to be sold, by who sells them or by an amount of sales, and nobody to make them or their labels."""
    sold = sides.sells_goods(text) or any(role is AmountRole.SOLD for _, role in roles(text))
    return sold and not sides.makes_goods(text) and _LABEL.search(text) is None


SPEAKS_OF_CRIME = lazily(
    r"\b(?:crim(?:e|es|inal\w*)|police|psb|prosecut\w+|prison|jail|thresholds?|administrative|transfer\w*)\b"
    r"|\b(?:only|just|merely) (?:an? )?(?:administrative )?fine[ds]?\b|\bfine[ds]? (?:only|him only)\b"
    r"|刑|犯罪|公安|经侦|警|移送|入罪|立案标准|[才就够]立案|门槛|报案|(?<!还)不够(?!看)|坐牢|特别严重|只(?:能|是)?罚款",
    re.IGNORECASE,
)
# What the lines of counterfeiting say nothing of.
_OTHER_RIGHT = lazily(
    r"\b(?:patent\w*|designs?|utility models?|copyright\w*|pirat\w+|e-?books?|songs?|films?|software|similar|parallel"
    r"|trade secrets?|defam\w+|brib\w+)\b|专利|外观|实用新型|著作权|版权|盗版|近似|商业秘密|行贿",
    re.IGNORECASE,
)


SAME_MARK = "cn/criminal#same-mark"


def _is_held_against(text: str, line: int) -> bool:
    told = roles(text) if line else ()
    return (line, AmountRole.LINE) in told and {AmountRole.SOLD, AmountRole.UNSOLD} <= {r for _, r in told}


def lines_of(text: str, line: int = 0) -> str:
    """The section whose lines of a crime the amounts that are told of counterfeits are held against; empty where no crime is
    spoken of, or another than counterfeiting. Who holds sold and unsold goods against the ``line`` of these speaks of one."""
    if SPEAKS_OF_CRIME.search(text) is None and not _is_held_against(text, line):
        return ""
    if only_alike(text):
        return SAME_MARK
    if _OTHER_RIGHT.search(text):
        return ""
    if labels_told(text)[0]:
        return "cn/criminal#threshold-labels"
    if marks_told.of_service_mark(text):
        return "cn/criminal#threshold-services"
    return (
        "cn/criminal#threshold-counterfeiting" if sides.makes_alone(text) else "cn/criminal#threshold-selling"
    )
