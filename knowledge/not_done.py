"""What a message tells beside a time is not always done then: it is denied, only meant, long past, or ours; or the time is that
of an end, or now."""

import re

from knowledge.lazily import lazily

# What we pass on ourselves came to others.
BY_US = lazily(
    r"\b(?:i|we)(?:['’]ve| have| had)?(?: just| already| also| then)? (?:told|wrote|called|rang|phoned|e?mailed|faxed|notified"
    r"|handed|passed|relayed|forwarded|sent)\b|(?:我们?|我方|我司)(?:(?![收接拿签被获得])[^，。；？]){0,8}(?:通知|告知|转[来交达给送到])",
    re.IGNORECASE,
)
# That a time is told to be over on a day: then nothing begins on it.
_ENDED_ON = lazily(
    r"\b(?:die[ds]?|dead|expire[ds]?|lapse[ds]?|r[au]ns? out|end(?:s|ed)?|over|gone|close[ds]?|due|too late|dead ?line"
    r"|last day)\b"
    r"(?: (?:is|was|were|fell|on|by|with|since|already)| (?:mon|tues|wednes|thurs|fri|satur|sun)day,?){0,3} ?$"
    r"|(?:截止|到期|期限|最后一天)[^，。；？]{0,2}[是为到在]?$|期间?[到至]$",
    re.IGNORECASE,
)
_ENDED_ZH = lazily(r"[^，。；？]{0,3}(?:到期|过期|届满|期满|截止|作废|失效|[就已]经?过了)")
# That it is now a time.
_NOW = lazily(
    r"\b(?:it is|it.s|we are|today is|now is)(?: now| already| currently| today)? (?:(?:the|in) )?$|\bnow (?:in )?$"
    r"|(?:现在|今天|今日|眼下|如今)(?:已经?|都)?[是到]?$",
    re.IGNORECASE,
)
# Denied, only meant, or possible, right before what would be done.
_NOT = lazily(
    r"(?:\b(?:no|not|never|none|nothing|nobody(?! else)|neither|nor|without|may|might|will|would|could|can|cannot|shall"
    r"|(?:yet|about|going) to|(?:plan|intend|want|threaten|hope|mean)(?:s|ed|t|ing)? to)|n['’]t)"
    r"(?: (?!(?:and|but|because|until|before|after|since|when|that|our|the|an?|his|its|their)\b)\w+){0,2} $"
    r"|\b(?:consider(?:s|ing)?|contemplat\w+|think(?:s|ing) (?:of|about)|talk(?:s|ing)? of)(?: \w+)? $"
    r"|(?:[没未](?![想料用使注])有?|尚未|还未)[^，。；？！的了]{0,2}$|(?:拟|打算|考虑|即将|将[要会]|威胁要)[^，。；？！的了]{0,4}$",
    re.IGNORECASE,
)
# Done at an earlier time than is told.
_BEFORE = lazily(
    r"\b(?:long (?:ago|since|before)|had (?:already|long|since)(?: been)?) $|(?:老?早就|早已|早在)[^，。；？！]{0,4}$",
    re.IGNORECASE,
)
_WE_STATE = lazily(
    r"(?:\b(?:i|we)(?:['’]ve| have| had)?(?: then| also| just| already| duly| \w+ly){0,2} |(?:我们?|我方|我司|我店|本店|咱们?)"
    r"(?:(?!他|对方|卖家|店家|商家|平台|[收接]到)[^，。；？！,]){0,12})$",
    re.IGNORECASE,
)
_REACH = 60


def is_done(name: str, text: str, start: int) -> bool:
    """Whether what is told here was done, at the time told with it, and, of a statement of the other side, not by us."""
    before = text[max(start - _REACH, 0) : start]
    if _BEFORE.search(before) or (name == "stated" and _WE_STATE.search(before)):
        return False
    return _NOT.search(before) is None


def is_over(text: str, start: int, end: int) -> bool:
    """Whether a day that stands here is told as that on which a time is over."""
    return _ENDED_ON.search(text, 0, start) is not None or _ENDED_ZH.match(text, end) is not None


def is_now(text: str, start: int) -> bool:
    """Whether a time that begins here is told as the present one, in which nothing is told to have happened."""
    return _NOW.search(text, 0, start) is not None
