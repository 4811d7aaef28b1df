"""A term that the message itself names: what somebody demands of us within so many days, by its own terms and not by a clock
of the law."""

from __future__ import annotations

import re
from dataclasses import dataclass

from knowledge.passages import Passage
from knowledge.reading import Aspect

_NUMBERS = {
    **{
        word: n
        for n, word in enumerate(
            ["one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten"], start=1
        )
    },
    **{sign: n for n, sign in enumerate("一二三四五六七八九十", start=1)},
    "两": 2, "a": 1, "twelve": 12, "fourteen": 14, "fifteen": 15, "twenty": 20, "thirty": 30, "十五": 15, "二十": 20, "三十": 30,
}  # fmt: skip
_NUMBER = rf"(?:\d{{1,3}}|{'|'.join(sorted(_NUMBERS, key=len, reverse=True))})"
_UNIT = (
    r"(?:(?:working |business |calendar )?(?:days?|hours?|hrs?|weeks?)|个?(?:工作)?[日天]|个?小时|周|个星期)"
)
_TERM = re.compile(rf"(?<![A-Za-z0-9.])(?P<term>(?P<number>{_NUMBER})[ -]?{_UNIT})", re.IGNORECASE)
_WEEKDAY = re.compile(
    r"\b(?:by|until|till|before) (?P<term>(?:next |this )?(?:mon|tues|wednes|thurs|fri|satur|sun)day"
    r"|tomorrow|tonight|the end of (?:the |this |next )?(?:week|month))\b"
    r"|(?P<zh>(?:本|下|这)?(?:周|星期)[一二三四五六日天]|明天|月底|周末)之?前",
    re.IGNORECASE,
)
# Who demands. Customs' notice and a court's papers have clocks of the law, and so has a seller's statement.
_WHO = (
    r"(?:platforms?|market ?places?|portals?|taobao|tmall|alibaba|1688|jd|pinduoduo|pdd|douyin|xiaohongshu|xianyu|temu|amazon"
    r"|amr|bureau|regulator|office|cnipa|police|officers?|sellers?|shops?|other side|opponents?|lawyers?|law firm|they|he|she|it"
    r"|平台|淘宝|天猫|京东|拼多多|抖音|小红书|闲鱼|阿里|市监局|市场监管局?|商标局|知识产权局|公安|警察|卖家|店家|店铺|对方|律师|律所|他们|客服)"
)
_DEMANDS = (
    r"(?:wants?|wanted|asks?|asked|demands?|demanded|requires?|required|requests?|requested|gives?|gave|given|tells?|told|insists?|expects?"
    r"|needs?|says?|said|wrote|set|要求|要我|要咱|让我|让咱|叫我|(?<!期)限|给了?我|通知我|催|必须|补)"
)
_EN = re.compile(rf"\b{_WHO}\b.{{0,40}}?\b{_DEMANDS}\b", re.IGNORECASE)
_ZH = re.compile(rf"{_WHO}.{{0,12}}?{_DEMANDS}")

# Asked for these, a term that somebody sets us is but told on the way.
_TIMELESS = (Aspect.PAPERS, Aspect.WHERE, Aspect.WHO, Aspect.WHY, Aspect.HOW_MUCH)
_CLAUSE = re.compile(r"[;；。]|\.\s")
_DAYS = re.compile(r"(\d{1,3}) ?(?:working |calendar )?(?:个?工作)?(?:days?|日|天)")
_ANY = re.compile(r"\d ?(?:working |calendar )?(?:days?|months?|years?)\b|\d个?(?:工作)?[日天月年]")


@dataclass(frozen=True, slots=True)
class Demand:
    """The term as the message words it; ``number`` of its units, 0 where it is a day."""

    term: str
    number: int


def demanded(text: str) -> Demand | None:
    """The term that somebody sets us in this message; None where it names none."""
    for form in (_EN, _ZH):
        made = form.search(text)
        if made is None:
            continue
        rest = text[made.start() :]
        term = _TERM.search(rest)
        if term is not None:
            number = term["number"].lower()
            return Demand(term["term"], int(number) if number.isdigit() else _NUMBERS[number])
        weekday = _WEEKDAY.search(rest)
        if weekday is not None:
            return Demand(weekday["term"] or weekday["zh"], 0)
    return None


def sets(text: str, demand: Demand) -> bool:
    """Whether the first clause of a text of the law names the very same number of days: then its clock is meant."""
    clause = _CLAUSE.split(text, maxsplit=1)[0]
    return demand.number in {int(n) for n in _DAYS.findall(clause)}


def names_a_term(text: str) -> bool:
    """Whether a text of the law names any term of days, months or years."""
    return _ANY.search(text) is not None


def of_another_clock(text: str, aspect: Aspect, passage: Passage) -> bool:
    """Whether somebody's demand sets the term and the passage names another one, which has its own event."""
    demand = demanded(text)
    if demand is None or aspect in _TIMELESS:
        return False
    first = passage.paragraphs[0] if passage.paragraphs else ""
    return names_a_term(passage.text) and not sets(first, demand)
