"""What goods that lie unsold are worth, of several prices by the one that the law takes; and which of the amounts told are only
worked out of others (Criminal IP Interpretation Art. 28)."""

import re
from collections.abc import Mapping, Sequence

from knowledge.amount_roles import CLAUSE, WORDS, AmountRole, reach_of, role_at
from knowledge.lazily import lazily
from knowledge.mentions import placed_sums
from knowledge.numerals import GOODS, PRICES

# A sum that somebody has worked out: what stands behind the sign of equality is told before it.
_WORKED_OUT = lazily(
    r"(?:\d[\d,.]* ?[万千百k元]*[^\d\n;；。!?！？]{0,24}?"
    r"(?:[-+＋−–×x*]|\b(?:plus|minus|less|and)\b|[加减])[^\d\n;；。!?！？]{0,24}?)+"
    r"\d[\d,.]* ?[万千百k元]*\s*[=＝]\s*(?:about |CNY |RMB |[¥￥])?(?P<sum>\d)",
    re.IGNORECASE,
)


def results_of(text: str) -> set[int]:
    """Where what somebody has worked out begins."""
    return {each.start("sum") for each in _WORKED_OUT.finditer(text)}


def told_once(text: str, found: Sequence[tuple[int, int, int]]) -> list[tuple[int, int, int]]:
    """These amounts without what somebody has worked out of them, and without those that the working repeats."""
    made, results = list(_WORKED_OUT.finditer(text)), results_of(text)
    outside = {
        value for at, _, value in found if not any(each.start() <= at <= each.start("sum") for each in made)
    }
    return [
        each
        for each in found
        if each[0] not in results
        and not (each[2] in outside and any(m.start() <= each[0] < m.start("sum") for m in made))
    ]


# By which price unsold goods are worth an amount: that at which they really went before the tag, this before the genuine one.
_BY_PRICE = tuple(
    lazily(rf"\b(?:{en})\b|{zh}", re.IGNORECASE)
    for en, zh in (
        (
            (
                r"(?:actual|average|real|true|own|selling|sales?)(?: (?:actual|average|real|selling|sales?))* prices?"
                r"|prices? (?:\w+ ){0,2}(?:really|actually) (?:sold|got|took|charged|went)"
                r"|what (?:he|she|they|it) (?:really |actually )?(?:sold|went) (?:it |them )?(?:for|at)"
            ),
            r"(?:实际|平均|真实|均)[^，。；？\d]{0,4}(?:售价|卖价|价)|均价|成交价|实售价|卖价",
        ),
        (
            r"(?:tags?|tag prices?|tagged|list prices?|price tags?|sticker prices?|marked prices?|label prices?|price list)",
            "标价|吊牌价?|挂牌价|标签价",
        ),
        (
            r"(?:genuine|market|retail|our own|our) (?:\w+ )?prices?|prices? of the (?:genuine|real)[ \w]*|as genuine",
            "正品价?|专柜价?|市场(?:中间)?价|零售价",
        ),
    )
)
# That an amount is of all goods, where their pieces are counted, too.
_OF_ALL = lazily(
    r"\b(?:worth|value[ds]?|total(?:s|led|ling)?|altogether|in all|comes? to)\b|[价货]值|合计|一共|总|算下来|算[是为]?(?=\d)",
    re.IGNORECASE,
)
_Valued = Mapping[tuple[int, int, int], tuple[int, AmountRole]]


def worths(text: str, found: Sequence[tuple[int, int, int]]) -> _Valued:
    """What each amount is of that is told by a price of goods that lie unsold, in its clause or in the one before: nothing but
    the first price that the law takes counts (Criminal IP Interpretation Art. 28)."""
    told, counted = dict[tuple[int, int, int], int](), GOODS.search(text) is not None
    for each in found:
        reach = reach_of(text, *each[:2], found)
        ranks = [rank for rank, form in enumerate(_BY_PRICE) if form.search(text, *reach)]
        # Where pieces are counted a price is that of one, unless it is told of all of them.
        if counted and _OF_ALL.search(text, *reach) is None:
            continue
        if len(ranks) == 1 and role_at(text, *each[:2], reach, WORDS) not in (
            AmountRole.EACH,
            AmountRole.LINE,
        ):
            told[each] = ranks[0]
    unsold = list[tuple[int, int, int]]()
    for each in told:
        unsold += [each] if _is_unsold(text, each, found, unsold) else []
    if not unsold:
        return {}
    best = min(told[each] for each in unsold)
    return {each: (each[2] if told[each] == best else 0, AmountRole.UNSOLD) for each in unsold}


def _is_unsold(
    text: str,
    each: tuple[int, int, int],
    found: Sequence[tuple[int, int, int]],
    known: Sequence[tuple[int, int, int]],
) -> bool:
    """Whether the goods that an amount is worth lie unsold: by its own clause, by the one before it, or as what is ``known``."""
    reach = reach_of(text, *each[:2], found)
    if WORDS[AmountRole.UNSOLD].search(text, *reach):
        return True
    before = max((cut.start() for cut in CLAUSE.finditer(text, 0, reach[0])), default=0)
    begin = max((cut.end() for cut in CLAUSE.finditer(text, 0, before)), default=0)
    if WORDS[AmountRole.SOLD].search(text, *reach):
        return False
    of_the_same = any(begin <= one[0] < reach[0] for one in known)
    return of_the_same or WORDS[AmountRole.UNSOLD].search(text, begin, max(before, begin)) is not None


def at_its_price(text: str) -> tuple[int, list[int]]:
    """What the one number of unsold goods comes to at the price that they really went for, and at the others told; 0 without."""
    kept = WORDS[AmountRole.UNSOLD].search(text)
    # What was sold beside it is no number of what lies there.
    goods = [each for each in GOODS.finditer(text) if not each.group().endswith("sold")] if kept else []
    prices = [form.search(text) for form in PRICES]
    if len(goods) != 1 or prices[0] is None or not any(prices[1:]):
        return 0, []
    number = int(re.sub(r"\D", "", goods[0][1]))
    worth = [number * int(re.sub(r"\D|\.\d+$", "", each["number"] or each["zh"])) for each in prices if each]
    return worth[0], worth[1:]


def is_valued(text: str) -> bool:
    """Whether unsold goods are told by several prices, of which one counts."""
    found = placed_sums(text, prices=True)
    return bool(at_its_price(text)[0]) or any(not value for value, _ in worths(text, found).values())
