"""Whether a message tells of an earlier penalty, that there was none, only of a civil judgment, or of one for the very acts that
are weighed; and on which day it came.

Only a criminal or administrative penalty lowers the lines of a crime (Criminal IP Interpretation Art. 3(1), 5(1), 6(1)); the
heavier fine of the market regulator follows a judgment, too (Trademark Infringement Judgment Standards Art. 34)."""

from __future__ import annotations

import re

from knowledge.lazily import lazily

_EARLIER_EN = r"(?:fined|punished|sanctioned|penali[sz]ed|convicted|sentenced)"
_EARLIER = lazily(
    rf"\b{_EARLIER_EN}\b[^.?!;]{{0,60}}\b(?:before|already|last|earlier|previous|ago|once|in (?:[a-z]{{3,9}} )?(?:20)?\d\d)\b"
    rf"|\b(?:already|previously|once|earlier|before)\b.{{0,30}}\b(?:{_EARLIER_EN}|penalty)\b"
    r"|\b(?:earlier|previous|prior|old|second) (?:\w+ )?(?:penalt\w+|fines?|convictions?|punishments?)\b"
    r"|\b(?:repeat offender|recidiv\w+)|罚过|前科|再犯|惯犯|[吃挨领收拿]过?了?\S{0,6}罚单"
    r"|(?:曾|已|刚|以前|之前|上次|去年|前年|早前|先前)\S{0,16}(?:处罚|被罚|受罚|判刑|判过|判缓)",
    re.IGNORECASE,
)
# That there was none, shortly before and in the same clause.
_NEVER = lazily(
    r"(?:\b(?:no|not|never|without|nor)\b|n['’]t\b|没(?!多久|几)|未|不曾|无)[^.?!;,。！？；，]{0,24}$",
    re.IGNORECASE,
)
_PENALTY = lazily(
    r"\b(?:fine[ds]?|penal\w+|punish\w*|sanction\w*|convict\w*|sentenced|ruled against|done for|second time|repeat\w*"
    r"|caught|busted|raided|previous\w*|prior|priors)\b|[处受被挨]?过?罚|判(?:过|缓|刑)|第二次|前科|案底|[抓查逮]过|处理过",
    re.IGNORECASE,
)
_NONE = lazily(
    r"(?:\b(?:no|not|never|without|nobody|no one)|n['’]t)"
    r"(?: (?:ever|been|yet|was|were|has|have|had|an?|any|earlier|prior|previous|administrative)){0,4} $"
    r"|(?:没|没有|从未|未|不曾|未曾)(?:被|受过?|挨过?|遭过?)?(?:任何)?(?:行政)?$",
    re.IGNORECASE,
)
_THIS_ONCE = lazily(r"\W*(?:this time|again|for (?:this|that|it)\b)|这次", re.IGNORECASE)
# That it is the first time, whatever is told of this one.
_FIRST_TIME = lazily(
    r"\b(?:never|not) (?:been |was |were |ever )*(?:fined|punished|penali[sz]ed|sanctioned|convicted|caught)\b"
    r"|\bfirst (?:time|offen[cs]e|ever)\b|\b(?:no|without(?: any| an?)?) (?:earlier |prior |previous |criminal |police )"
    r"(?:\w+ )?(?:record|penalt\w+|fines?|convictions?|offen[cs]es?)\b"
    r"|初犯|(?:没有?|无)(?:任何)?(?:前科|案底)|(?:第一次|头一[次回])被?(?:抓|查|逮|罚)|(?:从来?|此前|以前|过去)?[没未](?:有)?(?:被|受过?|挨过?)(?:任何)?(?:行政)?处?罚",
    re.IGNORECASE,
)
_CIVIL = lazily(
    r"\bcivil (?:judge?ment|case|suit|action|court|ruling|verdict|damages|claim)s?\b"
    r"|\b(?:beat|won against|sued|defeated) [^.?!;]{0,40}\bin court\b|\bcourt (?:ordered|awarded|made) (?:him|her|them|it|the)\b"
    r"|\b(?:won|lost) (?:the |our |a |an |that |his |her )?(?:\w+ )?(?:law)?suit\b"
    r"|民事(?:判决|诉讼|官司|案|责任|赔偿)|打赢|赢了官司|胜诉|输了官司|判(?:决)?[他她其]?(?:停止侵权|赔)",
    re.IGNORECASE,
)
_PUNISHING = lazily(
    r"\b(?:fined|punished|penali[sz]ed|sanctioned|convicted|sentenced)\b|\bfines?\b(?! (?:of|up to|scale|ceiling))"
    r"|\b(?:administrative|criminal|amr|bureau(?:['’]s)?) (?:penalt\w+|punishments?|convictions?|records?|sanctions?)\b"
    r"|\b(?:earlier|previous|prior|old) (?:penalt\w+|convictions?)\b"
    r"|(?<!惩)(?<!从重处)(?<!重)罚(?!性|金额)|判(?:过|了)?刑|判缓|获刑|前科|案底",
    re.IGNORECASE,
)
# A penalty that is only asked after.
_AS_IF = lazily(
    r"\b(?:counts?|treat\w*|passes|same|equals?|as good|as|like|into|whether|if) (?:as |to |for |it |is )*(?:an? |the )?$"
    r"|(?:算|属于|等于|等同|当作?|视为|相当于|能不能|可以|能|会|要)[^，。；？]{0,8}$",
    re.IGNORECASE,
)
_THESE_ACTS = lazily(
    r"\b(?:fined|punished|penali[sz]ed|sanctioned)\b(?:(?! before\b)[^.?!;]){0,40}"
    r"\bfor (?:it|them|this|these|exactly (?:this|these)|the (?:very )?same (?:acts?|sales|deals?|batch|facts?))\b"
    r"|\b(?:twice for (?:the same|one)|double (?:jeopardy|punishment)|ne bis in idem|punish\w* (?:\w+ )?twice)\b"
    r"|一事不[再二两]罚|重复处罚|同一(?:行为|事实)|以罚代刑",
    re.IGNORECASE,
)
_ANEW = lazily(
    r"\b(?:again|since then|anew|once more|(?:is|was|came) back|resum\w+|afterwards|after (?:that|which|it))\b"
    r"|又|再(?:次|卖|犯|开|做|售)|继续|还在卖|罚(?:完|后|了之后)[^，。；？]{0,6}(?:卖|售)",
    re.IGNORECASE,
)
_DECISION = lazily(
    r"\b(?:penalt(?:y|ies)|punish\w+|sanction(?:s|ed)?|fined?|convict\w+|sentenced)\b"
    r"|\b(?:amr|bureau|regulator|office)(?:['’]s)? decision (?:for|against|over|on)\b|(?<!惩)罚(?!性)|判刑|刑事判决",
    re.IGNORECASE,
)
# The point of an abbreviation ends none.
_STOP = lazily(r"(?<!\bno)(?<!\bart)[.?!;](?=\s)|[。；？！\n]", re.IGNORECASE)


def punished_before(text: str) -> bool:
    """Whether an earlier penalty is told, and not that there was none."""
    return any(_NEVER.search(text[: each.end()]) is None for each in _EARLIER.finditer(text))


def tells_a_penalty(text: str) -> bool:
    """Whether any penalty, or a second time, is told, and not that there was none: without one nobody is a repeat offender."""
    if only_by_a_court(text):
        return False
    return punished_before(text) or any(
        _NONE.search(text[: each.start()]) is None or _THIS_ONCE.match(text, each.end())
        for each in ([] if _FIRST_TIME.search(text) else _PENALTY.finditer(text))
    )


def tells_a_judgment(text: str) -> bool:
    """Whether a civil judgment is told, or a suit that was won."""
    return _CIVIL.search(text) is not None


def only_by_a_court(text: str) -> bool:
    """Whether somebody is told to have lost a civil suit, and not to have been punished: that is no penalty."""
    return tells_a_judgment(text) and all(
        any(form.search(text[: each.start()]) for form in (_NEVER, _NONE, _AS_IF))
        for each in _PUNISHING.finditer(text)
    )


def was_held_before(text: str) -> bool:
    """Whether somebody is told to have been punished, or judged, before: the heavier fine follows either."""
    return tells_a_penalty(text) or only_by_a_court(text)


def for_these_acts(text: str) -> bool:
    """Whether a penalty is told for the very acts that are weighed, and nothing done anew."""
    return _THESE_ACTS.search(text) is not None and _ANEW.search(text) is None


def is_of_a_penalty(text: str, start: int, since: int = 0) -> bool:
    """Whether a penalty, or the decision on one, is told in the sentence of a time that stands here, behind place ``since``."""
    begin = max((cut.end() for cut in _STOP.finditer(text, 0, start)), default=0)
    return _DECISION.search(text, max(begin, since), start) is not None
