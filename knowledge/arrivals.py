"""On which day a paper came whose own day is told first: what is said behind it of its delivery, and of who had it in hand."""

import re
from collections.abc import Iterator, Sequence

from knowledge.happening_rows import happening_table
from knowledge.lazily import lazily

_Time = tuple[int, int]
_SENTENCE = lazily(r"[.?!;]\s|[。；？！\n]")
_OPEN, _SHUT = ("(", "（"), (")", "）")
_CLAUSE = lazily(r"[,:.(](?!\d)|[，、;；：。!?！？()（）\n]|\b(?:and|but|while)\b")
# What the clause of a delivery begins with, which names nothing new.
_LEAD = (
    r"(?:\b(?:and|but|then|only|it|this|that|they|which|was|were|is|has|had|been|finally|both|first"
    r"|the (?:paper|letter|decision|document|notice|judge?ment|ruling|envelope|copy))\b|[并才就但该此它于在是已又后当件函书]"
    r"|文书|决定书?|判决书?|通知书?|裁定书?|原件|[\s,，“”\"])*"
)
_WHO = r"(?:(?:we|i|he|she|they|(?:our|my|the) \w+(?: \w+)?) )?"
_CAME = lazily(
    rf"{_LEAD}{_WHO}(?:delivered|served|arrived|reached|came|landed|received|got (?:it|this|them)|signed for|dropped|brought)\b"
    rf"|{_LEAD}[^，。；？！\d]{{0,10}}(?:[寄送](?:达|到|来)|收到|签收|收的|到(?=[了我的]|\W*$))",
    re.IGNORECASE,
)
_HANDED = lazily(
    rf"{_LEAD}{_WHO}(?:forwarded|passed|relayed|handed|e?mailed|sent on|opened|read|seen|saw|found|noticed|picked)\b"
    rf"|{_LEAD}[^，。；？！\d]{{0,10}}(?:转[来交到给]|看到|打开|拆|读到|发现|拿到)",
    re.IGNORECASE,
)
# Who hands papers on to the parties, by the things of the table and by name; what it passes on to us is delivered then.
_SENDERS = ("platform", "customs", "bureau", "judgment")
_SENDER = lazily(
    r"(?:the |that |this )?(?:site|market ?place|portal|office|cnipa|registry|post office|postman|courier|seller|shop)\b",
    re.IGNORECASE,
)
_BEGINS = lazily(rf"{_LEAD}(?:the |that |this )?", re.IGNORECASE)
_PASSES = lazily(
    r"(?:['’]s)?(?: (?!to\b)[\w-]+){0,3}?"
    r" (?:deliver|pass|forward|relay|hand|sen[dt]|serve|push|e?-?mail|transmit|brought|dropp)\w*\b"
    r"(?![^,.;?!]*\bto (?:its|their|his|her|them|him)\b)",
    re.IGNORECASE,
)
# What is faxed arrives as it is sent.
_ARRIVES = lazily(
    r"\b(?:deliver|serv|arriv|reach|receiv|fax)\w*|\bcame\b|\bgot\b|\bsigned for\b|[寄送][达到来]|收到|签收|传真",
    re.IGNORECASE,
)
# From which day somebody means to count is the day of nothing.
_COUNTED = lazily(
    r"\b(?:count|counts|counted|counting|reckon\w*|runs?|starts?) (?:\w+ ){0,5}?(?:from|with|on)\b"
    r"|[从自][^，。；？！]{0,14}(?:起)?算|起算",
    re.IGNORECASE,
)
_OF_PAPER = lazily(
    r"\b(?:dated|bears|issued|signed|stamped|(?:notice|notification|decision|judge?ment|ruling|letter|refusal)(?: \w+){0,3} of)"
    r"(?: (?:on|is|was))? $|(?:落款|日期|签发|作出)[^，。；？\d]{0,4}$",
    re.IGNORECASE,
)


# The weekday of a day, in brackets behind it.
_WEEKDAY = lazily(r" ?[(（](?:(?:周|星期|礼拜)[一二三四五六日天]|[A-Za-z]{3,9})[)）]")


def came_after(text: str, told: _Time, times: Sequence[_Time]) -> tuple[_Time, _Time | None, bool]:
    """The time of a paper whose time is ``told``, its own or that on which it was in hand; where ``times`` behind it tell its
    delivery, or else that somebody had it in hand, the first of these, and whether that is the delivery."""
    at = _paper_before(text, told, times)
    if at == told and _ARRIVES.search(_clause(text, *told)):
        return told, None, False
    handed = None
    for each in _behind(text, at, times):
        clause = _clause(text, *each)
        if _COUNTED.search(clause):
            continue
        if _CAME.match(clause) or _is_passed_on(clause):
            return at, each, True
        if not _HANDED.match(clause):
            break
        handed = handed or each
    return at, handed, False


def _is_passed_on(clause: str) -> bool:
    """Whether this clause tells that a platform, an office or whoever else papers come through delivered or passed one on."""
    start = found.end() if (found := _BEGINS.match(clause)) else 0
    forms = (_SENDER, *(happening_table().things[name] for name in _SENDERS))
    ends = (who.end() for form in forms if (who := form.match(clause, start)))
    return any(_PASSES.match(clause, end) for end in ends)


def _behind(text: str, at: _Time, times: Sequence[_Time]) -> Iterator[_Time]:
    """The times of its sentence and of the next one behind a time."""
    for each in sorted(times):
        if each[0] >= at[1] and len(_SENTENCE.findall(text, at[1], each[0])) <= 1:
            yield each


def _paper_before(text: str, told: _Time, times: Sequence[_Time]) -> _Time:
    """The time right before this one that a paper bears, where this is that of what was done with it; else this one."""
    before = [each for each in sorted(times) if each[1] <= told[0]][-1:]
    clause = _clause(text, *told)
    for each in before:
        near = len(_SENTENCE.findall(text, each[1], told[0])) <= 1
        done = _CAME.match(clause) or _HANDED.match(clause) or _is_passed_on(clause)
        if near and _OF_PAPER.search(text, 0, each[0]) and done:
            return each
    return told


def _clause(text: str, start: int, end: int) -> str:
    """The clause of a time without it, and without the brackets around it."""
    named = _WEEKDAY.match(text, end)
    end = named.end() if named else end
    in_brackets = text[start - 1 : start] in _OPEN and text[end : end + 1] in _SHUT
    start, end = start - in_brackets, end + in_brackets
    first = max((cut.end() for cut in _CLAUSE.finditer(text, 0, start)), default=0)
    cut = _CLAUSE.search(text, end if in_brackets or named else end - 1)
    return f"{text[first:start]} {text[end : cut.start() if cut else len(text)]}".lstrip()
