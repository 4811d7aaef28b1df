"""Figures of a message that are money though no word for money stands with them, each with the clause that says what it is of."""

import re
from collections.abc import Sequence

from knowledge.amount_roles import WORDS, AmountRole, reach_of
from knowledge.amounts import roles
from knowledge.lazily import lazily
from knowledge.mentions import placed_sums
from knowledge.numerals import AMOUNT, OF_EACH, amount_of, uncounted
from knowledge.worths import results_of, told_once

Placed = tuple[int, int, int]
# “420k” and “2.6 million” count money unless something is named that they count.
_SCALED = lazily(
    rf"(?<![$€£\w])(?P<number>{AMOUNT}) ?(?P<scale>k|m|million)\b"
    r"(?! ?(?:[a-z]+ ){0,2}?(?:followers|fans|views|likes|users|people|pieces|pcs|units|pairs|items|labels|tags|reviews)\b)",
    re.IGNORECASE,
)


def figures_told(text: str) -> list[Placed]:
    """Where each figure begins and ends that may be money, and what it comes to; what somebody worked out is none."""
    found = list(placed_sums(text))
    for each in _SCALED.finditer(text):
        value = amount_of(each["number"], each["scale"].lower()) or 0
        found += [(each.start(), each.end(), value)] if all(_apart(each.span(), one) for one in found) else []
    found += uncounted(text, found)
    return told_once(text, sorted(each for each in found if each[2]))


def of_pieces(text: str) -> list[int]:
    """What so many pieces come to at the price told of each; what is told of all of them is the price of none."""
    told = {value for _, _, value in placed_sums(text, prices=True)}
    priced = of_these(text, WORDS[AmountRole.EACH], placed_sums(text, prices=True))
    if not priced and not any(form.search(text) for form in OF_EACH):
        return []
    of_goods = (None, AmountRole.SOLD, AmountRole.UNSOLD)
    return [value for value, role in roles(text) if value and value not in told and role in of_goods]


def worked_out(text: str) -> list[int]:
    """What somebody worked out of the figures told."""
    starts = results_of(text)
    found = [*placed_sums(text), *uncounted(text, ())]
    found += [
        (each.start(), each.end(), amount_of(each["number"], each["scale"].lower()) or 0)
        for each in _SCALED.finditer(text)
    ]
    return sorted({value for start, _, value in found if start in starts and value})


def of_these(text: str, words: re.Pattern[str], found: Sequence[Placed] | None = None) -> list[int]:
    """The figures in whose clause such words stand, up to the next figures."""
    found = figures_told(text) if found is None else found
    return [each[2] for each in found if words.search(text, *reach_of(text, *each[:2], found))]


def _apart(one: tuple[int, int], other: Placed) -> bool:
    return one[1] <= other[0] or other[1] <= one[0]
