"""Amounts of money that a message tells, each by what it is of: sold, unsold, gained, lost, a fine, a line, or of one piece."""

import re
from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal

from knowledge import penalties
from knowledge.amount_roles import DUE_EN, DUE_ZH, WORDS, AmountRole, reach_of, role_at
from knowledge.cited_lines import is_cited
from knowledge.lazily import lazily
from knowledge.mentions import placed_sums
from knowledge.numerals import COUNT, GOODS, SHOPS, exact, uncounted, whole
from knowledge.worths import at_its_price, told_once, worths

# "2,000 mugs at 58 yuan" tells the price of one.
_AT = lazily(r"\bat (?:about |only |just |around )?\D{0,5}$|[×x*@] ?$", re.IGNORECASE)
# What is told of all of them together is the price of none.
_TOTAL = lazily(
    r"\b(?:fees?|charg(?:e|es|ed)|invoiced?|billed|in total|total(?:s|led|ling)?|altogether|in all|all in|for (?:the (?:lot|job"
    r"|run|order|batch|whole)|all of|everything)|turnover|takings|revenue|profits?|earned)\b"
    r"|费|总[共计额价]?|[一合]共|合计|共计|流水|营业额|经营额|利润|[净赚]|收[了到入]",
    re.IGNORECASE,
)
_TIMES_SIGN = lazily(r"(\d[\d,]*) ?(?:[a-z]+|[^\x00-\x7f×])? ?[×x*@] ?$", re.IGNORECASE)
_SAME_PRICE = lazily(
    r"\bsame price\b|(?:同样?|一样)的?[单售标吊牌]*价|价格?(?:也|都)?(?:相同|一样)", re.IGNORECASE
)
# What is only told to be less than an amount is left open.
_BOUND = lazily(
    r"\b(?:sold|sales|turnover)\b(?:(?! and )[^.,;?!\d]){0,20}\b(?:less than|under|below) (?:(?:CNY|RMB) |[¥￥])?$"
    r"|(?:[卖售销]|流水)[^，。；、,\d]{0,6}(?:不到|不足|未到|未满)$",
    re.IGNORECASE,
)
# Goods that were paid for lie in nobody's stock by that; a small sum at an average is the price of one.
_PAID_FOR = lazily(
    r"\bpaid (?:\w+ ){0,2}?(?:(?:CNY|RMB) |[¥￥])?\d[\d,.]*[^.;?!\d]{0,16}"
    r"\bfor (?:the|all the|my|our|his|her|their|this) (?:\w+ )?(?:goods|stuff|stock|lot|batch)\b",
    re.IGNORECASE,
)
_AVERAGE = lazily(
    r"\b(?:averag\w+|on average)\b[^.;,?!\d]{0,24}(?=\d)|(?:均价?|平均|成交价?|实卖)[^，。；、\d]{0,6}(?=\d)",
    re.IGNORECASE,
)
_ONE_PIECE, _FEW = 10_000, 5_000
_GOODS = (AmountRole.SOLD, AmountRole.UNSOLD)
# A total and two parts.
_WITH_TOTAL = 3
_IN_ALL = lazily(
    r"\b(?:in all|all told|altogether|in total|total(?:s|ling)?|together)\b|一共|总共|合计|共计|总计|加起来",
    re.IGNORECASE,
)
_TRADE: Mapping[AmountRole, re.Pattern[str]] = {
    role: form for role, form in WORDS.items() if role is not AmountRole.EACH
}
Told = Sequence[tuple[int, AmountRole | None]]
# Nothing was sold: then an amount of goods is of what is unsold.
NOTHING_SOLD = lazily(
    r"\b(?:nothing|none|no) (?:of (?:it|them|these) )?(?:was |were |is |has been |have been )?(?:yet )?(?:sold|sales)\b"
    r"|\bsold (?:nothing|none|zero)\b"
    r"|\bno sales\b|\b(?:not|never) (?:yet )?sold\b|\ball (?:still )?unsold\b|(?:[还都全]|一件)*[没未](?:有)?(?:卖|售|销)",
    re.IGNORECASE,
)
# Another amount of the same kind that is told to come on top.
ON_TOP = lazily(
    rf"\b(?:another|further|plus|on top|in addition|additional|{DUE_EN})\b|又[卖售]|再[卖售]|另外|另有|加上|{DUE_ZH}",
    re.IGNORECASE,
)
# What a penalty was already for, and what the message says of something before it.
_PUNISHED_FOR = lazily(
    r"\b(?:fined|punished|penali[sz]ed|sanctioned|convicted|sentenced)\b(?:(?! and | but )[^.;,?!]){0,40}"
    r"\b(?:for|over) (?:\w+ ){0,2}\W{0,2}$"
    r"|\b(?:earlier|previous|first|prior) (?:\w+ ){0,2}\W{0,2}$"
    r"|(?:之前|以前|上[次回]|前一?[次笔]|先前|早先|那次)(?:的|那)?[笔次批]?[^，。；？\d]{0,6}$",
    re.IGNORECASE,
)
# Money that is asked for or offered is of no goods.
CLAIMED = lazily(
    r"\b(?:claim\w*|demand\w*|compensat\w*|damages|settle\w*|ask(?:s|ed|ing)? for|offers?|pays?|paid)\b"
    r"|赔|和解|[开要出]价|索要|律师费",
    re.IGNORECASE,
)
_OF_OURS = lazily(r" of (?:our|the|their|his|her|these|them)\b", re.IGNORECASE)
_BARE = (AmountRole.SOLD, AmountRole.UNSOLD, AmountRole.GAIN, AmountRole.COST, AmountRole.OVERHEAD)
_TRADED = (AmountRole.UNSOLD, AmountRole.GAIN, AmountRole.LOSS, AmountRole.COST)


def roles(text: str) -> tuple[tuple[int, AmountRole | None], ...]:
    """Every amount told, in the order of the text, and what it is of; None where nothing says so. A price of each piece is
    told as what so many pieces come to, where one number of them is. What is unsold counts at the price that it went for."""
    sums, told = placed_sums(text, prices=True), list[tuple[int, AmountRole | None]]()
    found = told_once(text, sorted((*sums, *bare(text, sums))))
    price, valued = Decimal(0), worths(text, found)
    found = [each for each in found if each not in valued or valued[each][0]]
    for each in found:
        before = told[-1][1] if told else None
        told.append(valued.get(each) or _told(text, each, found, before))
        price = exact(text, each[0], each[2]) if told[-1][0] not in (0, each[2]) else price
    if price and AmountRole.UNSOLD not in [role for _, role in told] and _is_of_all(text):
        told += [(round(number * price), AmountRole.UNSOLD) for number in kept(text)]
    # Another figure of which nothing is said, or that may be of pieces, leaves open what all come to.
    open_still = len(bare(text, found, surely=False)) if told else 0
    settled = _settled(_without_total(_at_real_price(text, told), text), text)
    return (*_with_gain(settled), *[(0, None)] * (open_still + _are_few(settled, text)))


def _are_few(told: Told, text: str) -> bool:
    """Whether beside the price of one what is taken for all is no more than some cost, or their number: then it is open."""
    return _AVERAGE.search(text) is not None and any(
        0 < value < _FEW for value, role in told if role in _GOODS
    )


def _is_of_all(text: str) -> bool:
    """Whether what lies unsold is worth a piece what was sold went for: told to be the same, or an average; that is by law what
    unsold goods are worth first (Criminal IP Interpretation Art. 28)."""
    return _AVERAGE.search(text) is not None or _SAME_PRICE.search(text) is not None


def _is_average(text: str, start: int) -> bool:
    """Whether the figure that stands here is told as an average, where pieces are counted."""
    return GOODS.search(text) is not None and any(each.end() == start for each in _AVERAGE.finditer(text))


def bare(
    text: str, found: Sequence[tuple[int, int, int]], *, surely: bool = True
) -> list[tuple[int, int, int]]:
    """Figures that count nothing and are money by the words beside them; or those of which that is not ``surely`` told."""
    near = {each: reach_of(text, *each[:2], found) for each in uncounted(text, found)}
    if not surely:
        return [e for e in near if ON_TOP.search(text, max(0, e[0] - 12), e[0]) or _OF_OURS.match(text, e[1])]
    return [
        e for e in near if role_at(text, *e[:2], near[e], WORDS) in _BARE and not _OF_OURS.match(text, e[1])
    ]


def _told(
    text: str, placed: tuple[int, int, int], found: Sequence[tuple[int, int, int]], before: AmountRole | None
) -> tuple[int, AmountRole | None]:
    """One amount and what it is of, where that ``before`` it is of this: one on top of that is of the same."""
    start, end, value = placed
    if _BOUND.search(text, 0, start):
        return 0, None
    reach = reach_of(text, start, end, found)
    if is_cited(text, start, end):
        return value, AmountRole.LINE
    role = _role_in(text, placed, reach)
    if penalties.tells_a_penalty(text) and _PUNISHED_FOR.search(text, 0, start):
        role = AmountRole.FINE
    elif role is None and before is not AmountRole.FINE and ON_TOP.search(text, *reach):
        role = before
    if role in (None, AmountRole.EACH) and (times := _of_each(text)):
        value, role = value * times, role_at(text, start, end, reach, _TRADE)
    value, role = _times(text, start, value, role, found) or (value, role)
    return value, role if value else None


def _role_in(text: str, placed: tuple[int, int, int], reach: tuple[int, int]) -> AmountRole | None:
    """What an amount is of by its clause: what was paid for goods is their cost, a small average the price of one."""
    start, end, value = placed
    if _PAID_FOR.search(text, *reach):
        return AmountRole.COST
    role = role_at(text, start, end, reach, WORDS)
    of_one = role in (None, AmountRole.SOLD) and value < _ONE_PIECE and _is_average(text, start)
    return AmountRole.EACH if of_one else role


def _at_real_price(text: str, told: Told) -> Told:
    """These amounts, with what unsold goods come to at the price that they really went for, and no other price."""
    worth, instead = at_its_price(text)
    if not worth:
        return told
    rest = [each for each in told if all(abs(each[0] - price) * 20 > price for price in (worth, *instead))]
    return [*rest, (worth, AmountRole.UNSOLD)]


def _settled(told: Told, text: str) -> Told:
    """These amounts; where nothing is said of any, they are of the one trade that is told of."""
    rest = AmountRole.UNSOLD if NOTHING_SOLD.search(text) else _only_trade(text)
    alone = {role for _, role in told} <= {None, AmountRole.FINE, AmountRole.LINE}
    said = [(value, role or (rest if value and alone else None)) for value, role in told]
    return [(value, None if role is AmountRole.EACH else role) for value, role in said]


def _only_trade(text: str) -> AmountRole | None:
    """What an amount is of that nothing stands beside: sales, where nothing else is told of."""
    others = (WORDS[role] for role in _TRADED)
    only = WORDS[AmountRole.SOLD].search(text) and not any(each.search(text) for each in (*others, CLAIMED))
    return AmountRole.SOLD if only else None


def _without_total(told: Told, text: str) -> Told:
    """These amounts without one that nothing is said of and that the others come to, which somebody added up; of those of one
    kind, where a total is told, the one that the rest come to, alone."""
    parts = [value for value, role in told if role is not AmountRole.LINE]
    total = next((each for each in parts if len(parts) > 2 and each * 2 == sum(parts)), 0)
    told = [each for each in told if not total or each != (total, None)]
    for role in _GOODS if _IN_ALL.search(text) else ():
        told = _total_alone(told, role)
    return told


def _total_alone(told: Told, role: AmountRole) -> Told:
    """These amounts, of those of this kind the one alone that the rest come to."""
    own = [value for value, each in told if each is role]
    most = max(own, default=0)
    if len(own) < _WITH_TOTAL or most * 2 != sum(own):
        return told
    return [each for each in told if each[1] is not role or each[0] == most]


def _of_each(text: str) -> int:
    """Over how many shops or months an amount of each is told; 0 where that is not said."""
    each = SHOPS.search(text)
    unit = each and (each["en"] or each["zh"] or each["both"]).rstrip("s")
    number = unit and re.search(rf"(?P<n>{COUNT}) ?[个家条]?(?:[a-z]+ )?{unit}", text, re.IGNORECASE)
    return whole(number["n"]) if number else 0


def _with_gain(told: Told) -> Iterator[tuple[int, AmountRole | None]]:
    """These amounts, and in place of the one cost of what was sold what is gained, whatever is told to be left of it: rent and
    wages come off no gain (Criminal IP Interpretation Art. 28). Where they were taken off, and no cost is told, it is open."""
    costs, sold, paid = (
        [value for value, role in told if role is each]
        for each in (AmountRole.COST, AmountRole.SOLD, AmountRole.OVERHEAD)
    )
    known = len(costs) == len(sold) == 1 and costs < sold
    off = {AmountRole.COST, AmountRole.OVERHEAD} | ({AmountRole.GAIN} if known or paid else set())
    yield from (each for each in told if each[1] not in off)
    if known and AmountRole.UNSOLD not in {role for _, role in told}:
        yield sold[0] - costs[0], AmountRole.GAIN
    elif paid and AmountRole.GAIN in {role for _, role in told}:
        yield 0, None


def _times(
    text: str, start: int, price: int, role: AmountRole | None, found: Sequence[tuple[int, int, int]]
) -> tuple[int, AmountRole | None] | None:
    """What so many pieces come to, where the price is of each: told so, “at” a price, or less than a yuan a piece."""
    count = _goods_of(text, start, found)
    if role is not AmountRole.EACH and _TOTAL.search(text, *reach_of(text, start, start, found)):
        return None
    if count is None or role in (AmountRole.LINE, AmountRole.FINE, AmountRole.GAIN):
        return (price, role) if role is AmountRole.EACH else None
    number = int(re.sub(r"\D", "", count[1]))
    if role is not AmountRole.EACH and number <= price and not _AT.search(text, count.start(), start):
        return None
    role = _of_trade(text, count)
    if WORDS[AmountRole.COST].search(text, reach_of(text, start, start, found)[0], start):
        role = AmountRole.COST
    # Told elsewhere, what became of the goods is that of the one number of them.
    kept, sold = (WORDS[each].search(text) for each in (AmountRole.UNSOLD, AmountRole.SOLD))
    return round(exact(text, start, price) * number), role or (
        AmountRole.UNSOLD if kept and not sold else None
    )


def _goods_of(text: str, start: int, found: Sequence[tuple[int, int, int]]) -> re.Match[str] | None:
    """The number of pieces whose price stands here: the only one, or the one before it, behind the price before that."""
    if times := _TIMES_SIGN.search(text, 0, start):
        return times
    told = [each for each in GOODS.finditer(text) if all(each.start() != at for at, _, _ in found)]
    since = max((to for _, to, _ in found if to <= start), default=0)
    own = [each for each in told if since <= each.start() < start] if len(told) > 1 else told
    if len(own) > 1 and _is_average(text, start):
        own = [each for each in own if _of_trade(text, each) is AmountRole.SOLD]
    return own[0] if len(own) == 1 else None


def kept(text: str) -> list[int]:
    """The numbers of pieces that are told to be unsold."""
    told = (each for each in GOODS.finditer(text) if _of_trade(text, each) is AmountRole.UNSOLD)
    return [int(re.sub(r"\D", "", each[1])) for each in told]


def _of_trade(text: str, goods: re.Match[str]) -> AmountRole | None:
    """What became of so many pieces."""
    return role_at(text, *goods.span(), reach_of(text, *goods.span(), ()), _TRADE)


def are_of_each(text: str) -> bool:
    """Whether amounts are told shop by shop, or month by month."""
    return SHOPS.search(text) is not None
