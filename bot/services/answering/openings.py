"""What a passage opens with, and whether that opening answers what was asked."""

from __future__ import annotations

import re
from dataclasses import replace

from knowledge.passages import Passage
from knowledge.reading import Aspect

_EN = re.compile(
    r"^(?:Yes|No|Usually (?:yes|no|not)|Generally(?: yes| no)?|Not (?:necessarily|always|yet|alone|automatically)|In part|Partly)"
    r"(?P<stop>[.,;:])\s+(?P<joint>but |and |because |for |since )?(?=\S)"
)
_ZH = re.compile(
    r"^(?:(?:通常|一般|原则上|原则)?(?:不可以|可以|不能|能|不会|会|不是|是的|是|没有|有|不对|对|不需要|需要|不必须|不必|必须|不用|不应当|应当|不应|"
    r"不允许|允许|不构成|构成|不算|算|不属于|属于|不行|行|不一定|否|不合法|合法|不违法|违法|无需))(?P<stop>[。，；：])(?P<joint>但是|但|不过|因为|而且|而)?(?=\S)"
)
# Asked the other way round the same rule is answered by the other word.
_OTHER_WAY_ROUND = re.compile(
    r"\b(?:in the clear|off the hook|get(?:s|ting)? away|allowed|lawful|legal|permitted|safe|fine|ok|okay|innocent|harmless"
    r"|free to|isn't|aren't|doesn't|don't|won't|can't|not)\b|没事|合法|允许|不用|不需要|不会|不能",
    re.IGNORECASE,
)
_PERIOD = re.compile(
    r"\d+ (?:working |calendar )?(?:day|month|year|hour)s?\b|\d+(?:个)?(?:工作)?[日天月年]|\d+个(?:工作日|月)"
)
_MONEY = re.compile(r"(?:CNY|RMB) \d|\d+ (?:percent|times)\b|\d+万?元|\d+倍|\d+%")
_FIGURE = {Aspect.HOW_LONG: _PERIOD, Aspect.HOW_MUCH: _MONEY}


def answers_yes_or_no(question: str, *, yes_no: float, probability: float, least: float) -> bool:
    """Whether the yes or no that a passage opens with may stand: asked for, of this passage, and not the other way round."""
    return yes_no >= 0.5 and probability >= least and not _OTHER_WAY_ROUND.search(question)


def fitted(passage: Passage, *, opening: bool, aspect: Aspect | None = None) -> Passage:
    """The passage as it may be quoted: without a yes or no that answers another question, and with the paragraph in front
    that holds the period or the amount asked for."""
    paragraphs = list(passage.paragraphs)
    if not paragraphs:
        return passage
    if not opening:
        paragraphs = [without_opening(paragraph) for paragraph in paragraphs]
    figure = _FIGURE.get(aspect) if aspect else None
    if figure and len(paragraphs) > 1 and not figure.search(paragraphs[0]) and figure.search(paragraphs[1]):
        paragraphs[:2] = [paragraphs[1], paragraphs[0]]
    text = "\n\n".join(paragraphs)
    return passage if text == passage.text else replace(passage, text=text)


def without_opening(paragraph: str) -> str:
    """The paragraph without the yes or no in front of it."""
    for form in (_EN, _ZH):
        match = form.match(paragraph)
        if match:
            rest = paragraph[match.end() :]
            return rest[:1].upper() + rest[1:]
    return paragraph


def first_sentence(paragraph: str) -> str:
    """The sentence that a paragraph opens with; one that only says yes or no takes the next along."""
    ends = [
        m.end() for m in re.finditer(r"(?<![A-Z]rt)(?<!No)[.!?](?=\s+[A-Z\u4e00-\u9fff])|[。！？]", paragraph)
    ]
    for end in ends:
        if end > 8:
            return paragraph[:end].strip()
    return paragraph
