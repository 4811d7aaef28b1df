"""Whether a message tells of a mark that only resembles ours: in words, or by two names (Criminal IP Interpretation Art. 2)."""

import re
from difflib import SequenceMatcher
from itertools import combinations

from knowledge.lazily import lazily

# A name in capitals, whole or first, up to three words; in Chinese one within quotation marks.
_A_NAME = r"(?-i:[A-Z][\w'’&-]*[a-zA-Z0-9](?: [A-Z][\w'’&-]*){0,2})"
_QUOTES, _END = "[“「『\"‘']", "[”」』\"’']"
_NAMED = rf"(?:{_QUOTES}(?P<quoted>[^”」』\"’'，。]{{1,24}}){_END}|(?P<plain>{_A_NAME}))"
_OWN = lazily(
    r"(?:\b(?:our|my|the client['’]?s) (?:[\w-]+ ){0,2}?(?:trade ?mark|mark|brand|name|logo|registration)"
    r"(?:,? (?:is|reads|says|called))?[:,]? "
    r"|\b(?:we|i) (?:own|hold|have) (?:the )?(?:(?:registered|word|trade) ?)*(?:mark|brand|registration)s?(?: for)? "
    r"|\b(?:we|i) (?:own|registered) "
    r"|(?:我们?的?|我[司方]的?|公司的?)(?:注册)?(?:商标|品牌|牌子|标)(?:是|为|叫|名为)?[:：]?\s?"
    rf"|(?:我们?|我[司方])(?:注册了|注册的是|叫)){_NAMED}",
    re.IGNORECASE,
)
_OTHER = lazily(
    r"(?:\b(?:branded|labell?ed|marked|stamped|called|named|bear(?:ing|s)?|carr(?:ying|ies)|reads?|says?"
    r"|sold as|sells? (?:it |them )?as|under(?: the)?(?: (?:name|brand|mark|label))?"
    r"|(?:his|her|their|its) (?:own )?(?:mark|brand|name|label|logo)(?: is| reads)?)(?: as)?:? "
    r"|(?:[标印写贴打用](?:的是|着|的|了|成)|(?:他|对方|人家)们?的?(?:商标|品牌|牌子|标)?(?:是|叫|用|写)|叫|名为|改成)\s?)"
    rf"{_NAMED}",
    re.IGNORECASE,
)
# From this part of their letters on one name resembles the other; what has less is no copy of a mark at all, or no mark.
_RESEMBLES = 0.5


def only_resembles(text: str) -> bool:
    """Whether goods go under a name that resembles the one told as our mark and is another, and under none that is ours. A name
    that holds ours whole is left open: a generic word or a model that is added makes no difference in law."""
    own, other = _names(_OWN, text), _names(_OTHER, text)
    if len(own) != 1 or not other:
        return False
    mark = next(iter(own))
    return all(
        mark not in each and each not in mark and _is_like(mark, each) for each in other - own
    ) and not (own & other)


def _names(form: re.Pattern[str], text: str) -> set[str]:
    found = (each["quoted"] or each["plain"] for each in form.finditer(text))
    return {plain for each in found if len(plain := re.sub(r"[\W_]+", "", each.casefold())) > 1}


def _is_like(one: str, other: str) -> bool:
    return SequenceMatcher(None, one, other).ratio() >= _RESEMBLES


_NAME = lazily(
    r"\b[A-Z]{5,}\b|(?<=[a-z,] )[A-Z][a-z]{4,}\b|(?<=[“「『\"'‘])[^”」』\"'’\s]{2,5}(?=[”」』\"'’])"
)
# From this part of their letters on two names are alike.
_ALIKE, _ALIKE_ZH = 0.7, 0.5


def names_alike(text: str) -> bool:
    """Whether two names are told that differ in a letter or two: a mark, and one that resembles it."""
    names = sorted({each.group().casefold() for each in _NAME.finditer(text)})
    pairs = (
        (one, other)
        for one, other in combinations(names, 2)
        if abs(len(one) - len(other)) <= 1 and one + "s" != other
    )
    return any(
        SequenceMatcher(None, *pair).ratio() >= (_ALIKE_ZH if pair[0] > "\u3000" else _ALIKE)
        for pair in pairs
    )


# A mark is told to be only like ours; one that is told to be the very same, too, makes it none.
_SIMILAR = lazily(
    r"\b(?:similar|near(?:ly)?[- ]identical|look-?alike|sound-?alike) (?:[\w-]+ )?"
    r"(?:trade ?marks?|marks?|logos?|names?|brands?|signs?)\b"
    r"|\b(?:trade ?mark|mark|logo|name|brand|sign) (?:\w+ )?(?:is|was) (?:only |just |merely )?(?:similar|alike)\b"
    r"|\b(?:one|two|three|an?|\d|some|a couple of|a few) (?:of (?:the|its) )?letters? (?:is |are |was |were )?"
    r"(?:changed|swapped|different|off|missing|replaced|added|dropped|altered)\b"
    r"|\b(?:chang|swapp?|replac|add|dropp?|alter)(?:ed|ing|s|es)? (?:one|two|three|an?|\d|some|a couple of|a few) letters?\b"
    r"|近似(?:的)?(?:商?标|标识|牌子|品牌|名)|(?:商标|品牌|牌子|标)[^，。；？]{0,4}近似"
    r"|[改换差多少错加减][了过掉]?[一两二三几1-3]个?(?:字母|字(?!号)|笔画?)",
    re.IGNORECASE,
)
_VERY_SAME = lazily(
    r"(?<!nearly )(?<!near-)(?<!almost )(?<!not )(?<!n't )(?<!not quite )"
    r"\b(?:identical|exactly (?:the same|ours?)|the very same|our exact)\b"
    r"|(?<!不是)(?<!并非)(?<!不)(?:一模一样|完全相同|完全一样)|(?<!不)相同(?:的)?商标",
    re.IGNORECASE,
)


def only_alike(text: str) -> bool:
    """Whether a mark is told that only resembles ours: by two names, or in words, and no mark that is the very same."""
    told = _SIMILAR.search(text) is not None and _VERY_SAME.search(text) is None
    return told or names_alike(text) or only_resembles(text)
