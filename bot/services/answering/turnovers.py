"""What amounts come to beside the scales of other laws than the criminal one: the most of a fine, of punitive damages, and
whether a private seller is to be registered. Each law has its own measure, and no other is taken for it."""

import re
from collections.abc import Iterator
from typing import Protocol

from bot.words.book import Words
from knowledge.amount_roles import AmountRole
from knowledge.amounts import roles
from knowledge.figures_told import figures_told, of_these, worked_out
from knowledge.lazily import lazily
from knowledge.numerals import AMOUNT, amount_of

OF_PATENT = lazily(r"\bpatent\w*|\butility models?\b|专利|实用新型|外观", re.IGNORECASE)
OF_COPYRIGHT = lazily(r"\bcopyright\w*|著作权|版权", re.IGNORECASE)
_BASE = lazily(
    r"\b(?:profits?|gain(?:s|ed)?|loss(?:es)?|lost|royalt(?:y|ies))\b|利润|获利|所得|损失|许可(?:使用)?费|使用费",
    re.IGNORECASE,
)
_COSTS = lazily(
    r"\b(?:costs?|expenses?|outlays?|legal fees?|lawyers?['’]? fees?)\b|合理(?:开支|费用|支出)"
    r"|维权(?:费用?|成本|开支|支出)|律师费|公证费|开支",
    re.IGNORECASE,
)
_YEARLY = lazily(
    rf"(?P<number>{AMOUNT})(?: ?(?P<scale>k|万)\b)? ?(?:yuan|cny|rmb|kuai|bucks)? ?"
    rf"(?:(?:a|per|each|every) (?P<per>year|month)\b|yearly|annually)"
    rf"|(?:(?:一|每)(?:整)?(?P<zper>[年月])|年)(?:大概|大约|差不多|总共|合计|就?能?)*(?:卖|销售额?|营业额|交易额|成交额?|流水|收入|做)[^\d，。；]{{0,4}}"
    rf"(?P<zh>{AMOUNT})(?P<zscale>万)?",
    re.IGNORECASE,
)
_PROPOSED = lazily(r"\bpropos\w+|拟(?:处|罚)", re.IGNORECASE)
# A sign or words on goods have fines of their own.
_OTHER_FINE = lazily(r"®|\bwell-known\b|\bunregistered mark|驰名|注册标记|冒充注册", re.IGNORECASE)
_YEAR = 12


class Asked(Protocol):
    """The ``question``, the register's figures, and how both are put into words."""

    @property
    def question(self) -> str: ...
    @property
    def words(self) -> Words: ...
    def money(self, value: int) -> str: ...
    def cite(self, key: str) -> str: ...
    def figure(self, path: str) -> int: ...


def fine(given: Asked) -> Iterator[str]:
    """The most that the bureau may fine for the one turnover told of a mark, and whether a fine told lies within."""
    if any(form.search(given.question) for form in (OF_PATENT, OF_COPYRIGHT, _OTHER_FINE)):
        return
    if (sold := _only(AmountRole.SOLD, given)) is not None:
        key, line = "tm.amr_powers_fine", given.figure("tm.amr_powers_fine.turnover")
        [said] = _most("ask.fine", sold, line, sold >= line, (key, "times", "fine_cap"), given)
        yield " ".join((said, *_proposed(key, sold, line, given)))


def _proposed(key: str, sold: int, line: int, given: Asked) -> Iterator[str]:
    """Whether a fine that is proposed lies within what may be fined for this turnover."""
    most = sold * given.figure(f"{key}.times") if sold >= line else given.figure(f"{key}.fine_cap")
    for fined in dict.fromkeys(of_these(given.question, _PROPOSED)):
        yield given.words("ask.fine_within" if fined <= most else "ask.fine_beyond", fine=given.money(fined))


def passing_off_fine(given: Asked) -> Iterator[str]:
    """The most of the fine for passing off a patent, whose measure is what was gained, not the turnover."""
    if (gain := _only(AmountRole.GAIN, given)) is not None:
        key, line = "pt.passing_off", given.figure("pt.passing_off.threshold")
        yield from _most("ask.passing_fine", gain, line, gain > line, (key, "fine_times", "fine_cap"), given)


def copyright_fine(given: Asked) -> Iterator[str]:
    """The most of the fine of the copyright authority, which takes a harm to the public interest."""
    if OF_COPYRIGHT.search(given.question) and (sold := _only(AmountRole.SOLD, given)) is not None:
        key, line = "cr.admin_fine", given.figure("cr.admin_fine.threshold")
        yield from _most(
            "ask.copyright_fine", sold, line, sold >= line, (key, "fine_times", "fine_cap"), given
        )


def _only(role: AmountRole, given: Asked) -> int | None:
    """The one amount of this kind that is told; None where none is, or several are."""
    told = {value for value, each in roles(given.question) if each is role}
    return told.pop() if len(told) == 1 else None


def _most(
    said: str, value: int, line: int, above: bool, of: tuple[str, str, str], given: Asked
) -> Iterator[str]:
    """What the fine comes to at most, by the multiple ``above`` a line, else by the sum."""
    key, multiple, cap = of
    times = given.figure(f"{key}.{multiple}")
    due = value * times if above else given.figure(f"{key}.{cap}")
    told = {"value": given.money(value), "due": given.money(due), "line": given.money(line)}
    yield given.words(f"{said}_{'times' if above else 'cap'}", times=times, cite=given.cite(key), **told)


def punitive(given: Asked) -> Iterator[str]:
    """The most that loss or gain told make with punitive damages, the base among them, and with the costs told on top; that more
    than this, which somebody has worked out, is too much."""
    text = given.question
    found = figures_told(text)
    costs, times = of_these(text, _COSTS, found), given.figure("li.punitive_cap.times")
    bases = {each for each in of_these(text, _BASE, found) if each not in costs}
    if len(bases) != 1 or len(costs) > 1:
        return
    [base] = bases
    cap, cost = base * times, sum(costs)
    over = [each for each in worked_out(text) if each > cap + cost]
    lines = [given.words("ask.not_term", term=given.money(each)) for each in over]
    told = {"base": given.money(base), "cap": given.money(cap)}
    lines.append(given.words("ask.punitive_cap", times=times, cite=given.cite("li.punitive_cap"), **told))
    if cost:
        total = given.money(cap + cost)
        lines.append(given.words("ask.punitive_costs", cap=told["cap"], costs=given.money(cost), total=total))
    yield " ".join(lines)


def registered_seller(given: Asked) -> Iterator[str]:
    """That a private seller's yearly sales, told of the whole year or shop by shop, come to more than may go unregistered; of
    what is told of one month, that they would in a year."""
    line, cite = given.figure("am.unregistered_seller.turnover"), given.cite("am.unregistered_seller")
    sold = [
        value for value, role in roles(given.question) if role in (None, AmountRole.SOLD) and value != line
    ]
    year, month = _yearly(given.question)
    if len(sold) == 1 or sum(sold) <= line:
        sold = [each for each in (year,) if each]
    if (total := sum(sold)) > line:
        added = f" = {given.money(total)}" if len(sold) > 1 else ""
        told = " + ".join(map(given.money, sold))
        yield given.words("ask.registered_seller", sold=f"{told}{added}", line=given.money(line), cite=cite)
    elif not sold and (would := month * _YEAR) > line:
        told_month = {"month": given.money(month), "months": _YEAR, "total": given.money(would)}
        yield given.words("ask.registered_month", **told_month, line=given.money(line), cite=cite)


def _yearly(text: str) -> tuple[int, int]:
    """What is told to be sold in a year, and in a month; 0 where that is not told once."""
    year, month = set[int](), set[int]()
    for each in _YEARLY.finditer(text):
        value = amount_of(each["number"] or each["zh"], each["scale"] or each["zscale"] or "") or 0
        monthly = (each["per"] or "").lower() == "month" or each["zper"] == "月"
        (month if monthly else year).add(value)
    once = [each.pop() if len(each) == 1 else 0 for each in (year, month)]
    return once[0], once[1]
