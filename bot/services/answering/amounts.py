"""Amounts of money that a message tells, each by what it is of: sold, unsold, gained, lost, a fine, a line, or of one piece."""

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from enum import StrEnum

from knowledge import sides
from knowledge.forms import GOODS, MONTH
from knowledge.mentions import placed_sums
from knowledge.numerals import AMOUNT, amount_of


class AmountRole(StrEnum):
    """What an amount is of. ``line`` is one that the message holds the others against, ``fine`` what was paid before, ``each``
    the price of one piece, ``cost`` what the goods cost who sold them."""

    SOLD = "sold"
    UNSOLD = "unsold"
    GAIN = "gain"
    LOSS = "loss"
    FINE = "fine"
    LINE = "line"
    EACH = "each"
    COST = "cost"


_CLAUSE = re.compile(
    r"[;；。!?！？:：，]|,(?!\d{3})|\.(?!\d)|\b(?:and|but|while|with|of which)\b|而且|并且|其中|另外"
)
# What is due for goods delivered is of their sales, on top of what came in.
_DUE_EN = r"(?:still )?(?:owes?|owed|owing|due|outstanding|unpaid|receivable)"
_DUE_ZH = r"[货尾余]款|欠|应收|[没未](?:付|收|结)"
# Unsold before sold: what is not sold names selling, too.
_WORDS: Mapping[AmountRole, re.Pattern[str]] = {
    role: re.compile(rf"\b(?:{english})\b|{chinese}", re.IGNORECASE)
    for role, english, chinese in (
        (
            AmountRole.EACH,
            r"each|apiece|per (?:piece|item|pair|unit|bag)|a piece",
            r"每[件条双个只台瓶套副包盒袋枚顶支]|单价|一[件条双个只台瓶套副包盒袋枚顶支]",
        ),
        (
            AmountRole.UNSOLD,
            (
                r"unsold|not (?:yet )?sold|in stock|stock\w*|inventory|warehouse|store ?room|depot|garage|shelf|on hand|left over"
                r"|lies?|lying|(?:is|are|stands?|sits?|waits?|remains?) (?:still )?(?:in|at|on|there|here|with)"
            ),
            r"库存|存货|库房|仓库|车库|[没未](?:有)?[卖售销](?:出去?|[掉完过的])?|尚未(?![付结])|滞销|剩|囤|压着|还有(?![^，。；]{0,8}(?:欠|[货尾余]款|应收|[没未](?:付|收|结)))",
        ),
        (
            AmountRole.LINE,
            (
                r"below|under|short of|not (?:even )?reach\w*|less than|threshold|line|limit|only (?:from|over)"
                r"|starts? (?:at|from)|until|wants?|needs?|requires?"
                r"|(?:till|once|when|before) (?:(?:he|she|it|they) )?(?:hits?|reach\w*|gets? to|passes|makes)"
            ),
            r"[等攒凑]到|不[够到足]|[没未]到|未达|达不到|门槛|标准|那条线|要[到满够]|才[够立入算]|起[步刑点]",
        ),
        (
            AmountRole.GAIN,
            r"profits?|gain(?:s|ed)?|earn(?:s|ed|ings)?|net(?:ted)?|margin|pocketed|cleared",
            r"赚|利润|获利|盈利|违法所得|净得?|到手",
        ),
        (
            AmountRole.COST,
            (
                r"cost(?:s|ing)?|purchase price|bought (?:it|them|the \w+) (?:in )?for|outlay"
                r"|paid(?= [^.;?!]{0,24}\bfor (?:the (?:goods|stuff|stock|lot)|them|it)\b)"
            ),
            r"进[价货]|成本|本钱|拿货",
        ),
        (AmountRole.FINE, r"fine[ds]?|penalt(?:y|ies)|sanctioned", r"罚"),
        (AmountRole.LOSS, r"loss(?:es)?|lost us", r"损失"),
        (
            AmountRole.SOLD,
            rf"sold|sells?|selling|sales?|turnover|takings|revenue|took in|taken in|income|receipts|{_DUE_EN}",
            rf"卖(?!家)|售|销|流水|营业额|经营额|收入|收了|到账|进账|收款|{_DUE_ZH}",
        ),
    )
}
# "2,000 mugs at 58 yuan" tells the price of one.
_AT = re.compile(r"\bat (?:about |only |just |around )?\D{0,5}$", re.IGNORECASE)
_OPEN = re.compile(r"\b(?:sold|another) (?=\d{1,3}(?:,\d{3})+)", re.IGNORECASE)
Told = Sequence[tuple[AmountRole | None, int]]
# Nothing was sold: then an amount of goods is of what is unsold.
_NOTHING_SOLD = re.compile(
    r"\b(?:nothing|none|no) (?:of (?:it|them|these) )?(?:was |were |is |has been |have been )?(?:yet )?(?:sold|sales)\b"
    r"|\bsold (?:nothing|none|zero)\b"
    r"|\bno sales\b|\b(?:not|never) (?:yet )?sold\b|\ball (?:still )?unsold\b|(?:[还都全]|一件)*[没未](?:有)?(?:卖|售|销)",
    re.IGNORECASE,
)
# What nobody was given is unsold, but where it is told to be sold.
_NOT_GIVEN = re.compile(
    r"\b(?:nothing|none|not|never)\b[^.?!,;]{0,20}\b(?:delivered|shipped|handed over|dispatched|sent out)\b"
    r"|[没未](?:有)?(?:交[货付]|发货|出货|出手)",
    re.IGNORECASE,
)
# Another amount of the same kind that is told to come on top.
_ON_TOP = re.compile(
    rf"\b(?:another|further|plus|on top|in addition|additional|{_DUE_EN})\b|又[卖售]|再[卖售]|另外|另有|加上|{_DUE_ZH}",
    re.IGNORECASE,
)
_WITHIN = re.compile(r"\b(?:of which|of it|of that|of them|including)\b|其中|包括|含", re.IGNORECASE)
_MONTHS = re.compile(rf"\b{MONTH}|(?:1[0-2]|[1-9])月", re.IGNORECASE)


_LABEL = re.compile(
    r"\b(?:labels?|tags?|stickers?|badges?|emblems?)\b|标识|标签|标牌|吊牌|贴纸", re.IGNORECASE
)
# Labels are counted by the piece.
_LABELS = re.compile(
    rf"(?P<en>{AMOUNT}) (?:[a-z-]+ ){{0,4}}?(?:labels?|tags?|stickers?|badges?|emblems?)\b"
    r"|(?<![\d.])(?P<zh>\d+(?:\.\d+)?)(?P<scale>[千万])?[多余]?[个张枚套件条][^，。；？\d]{0,8}?(?:标识|标签|吊牌|贴纸|标)"
    r"|(?:标识|标签|吊牌|贴纸)[^。；？\d]{0,24}?(?P<after>\d+(?:\.\d+)?)(?P<of>[千万])?[多余]?[个张枚套件条]",
    re.IGNORECASE,
)


def labels_told(text: str) -> tuple[int, bool]:
    """How many labels are told, 0 where none or several numbers are, and whether they are unsold."""
    found = list(_LABELS.finditer(text))
    if len(found) != 1:
        return 0, False
    [told] = found
    number = amount_of(told["en"] or told["zh"] or told["after"], told["scale"] or told["of"] or "")
    kept = _WORDS[AmountRole.UNSOLD].search(text) or _NOT_GIVEN.search(text)
    unsold = _NOTHING_SOLD.search(text) or (kept and not _WORDS[AmountRole.SOLD].search(text))
    return number or 0, bool(unsold)


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
        told.append(_known(*(_times(text, start, value, role, found) or (value, role or unsold))))
    # A number that may be money or pieces leaves open what all come to.
    numbers = (each.end() for each in _OPEN.finditer(text) if told and not GOODS.match(text, each.end()))
    open_still = [at for at in numbers if all(not start - 4 <= at < end for start, end, _ in found)]
    return (*_with_gain(told), *((0, None) for _ in open_still))


def _with_gain(told: Sequence[tuple[int, AmountRole | None]]) -> Iterator[tuple[int, AmountRole | None]]:
    """These amounts, and in place of the one cost of what was sold, and nothing else, what is gained."""
    costs, sold = (
        [value for value, role in told if role is each] for each in (AmountRole.COST, AmountRole.SOLD)
    )
    yield from (each for each in told if each[1] is not AmountRole.COST)
    others = {role for _, role in told} & {AmountRole.GAIN, AmountRole.UNSOLD}
    if len(costs) == len(sold) == 1 and costs < sold and not others:
        yield sold[0] - costs[0], AmountRole.GAIN


def _known(value: int, role: AmountRole | None) -> tuple[int, AmountRole | None]:
    """An amount that is left open has no part."""
    return value, role if value else None


def _times(
    text: str, start: int, price: int, role: AmountRole | None, found: Sequence[tuple[int, int, int]]
) -> tuple[int, AmountRole | None] | None:
    """What so many pieces come to, where the price is of each: told so, “at” a price, or less than a yuan a piece."""
    count = _goods_of(text, start, found)
    if count is None or role in (AmountRole.LINE, AmountRole.FINE, AmountRole.GAIN):
        return (price, None) if role is AmountRole.EACH else None
    number = int(re.sub(r"\D", "", count[1]))
    if role is not AmountRole.EACH and number <= price and not _AT.search(text, count.end(), start):
        return None
    others: dict[AmountRole, re.Pattern[str]] = {
        each: form for each, form in _WORDS.items() if each is not AmountRole.EACH
    }
    role = _role(text, *count.span(), _reach(text, *count.span(), ()), others)
    # Told elsewhere, what became of the goods is that of the one number of them.
    kept, sold = (_WORDS[each].search(text) for each in (AmountRole.UNSOLD, AmountRole.SOLD))
    return price * number, role or (AmountRole.UNSOLD if kept and not sold else None)


def _goods_of(text: str, start: int, found: Sequence[tuple[int, int, int]]) -> re.Match[str] | None:
    """The number of pieces whose price stands here: the only one, or the one before it, behind the price before that."""
    told = [each for each in GOODS.finditer(text) if all(each.start() != at for at, _, _ in found)]
    since = max((to for _, to, _ in found if to <= start), default=0)
    own = [each for each in told if since <= each.start() < start] if len(told) > 1 else told
    return own[0] if len(own) == 1 else None


def are_apart(text: str, told: Told) -> bool:
    """Whether amounts of one kind are told to come on top of each other, or of as many months."""
    months = {each.group().lower() for each in _MONTHS.finditer(text)}
    most = max(
        Counter(role for role, _ in told if role in (AmountRole.SOLD, AmountRole.UNSOLD)).values(), default=0
    )
    on_top = _ON_TOP.search(text) is not None and _WITHIN.search(text) is None
    return most > 1 and (on_top or len(months) >= most)


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


def only_sold(text: str) -> bool:
    """Whether goods are told to be sold, by who sells them or by an amount of sales, and nobody to make them or their labels."""
    sold = sides.sells_goods(text) or any(role is AmountRole.SOLD for _, role in roles(text))
    return sold and not sides.makes_goods(text) and _LABEL.search(text) is None
