"""Compares wordings cheaply: shared words, denials, and words that turn a rule round."""

from __future__ import annotations

import re
from dataclasses import dataclass

_WORD = re.compile(r"[a-z]{4,}")
_PLAIN_EN = frozenset(
    re.findall(
        r"\w+",
        "that this with from your they them their have will which when where what then than also "
        "such only into must shall should would could cannot never without does there these those "
        "here some other more most each been were ",
    )
)
_CHINESE = re.compile(r"[\u4e00-\u9fff]+")
_PLAIN_ZH = re.compile(r"[的了在是和与或及并也就都而对于为以可应当能会您你其该此这那则如若得不未无没非勿]")
_WORDS_EN = re.compile(r"[A-Za-z]+")
_NUMERALS_EN = frozenset(
    re.findall(
        r"\w+",
        "one two three four five six seven eight nine ten eleven twelve fifteen twenty thirty sixty ninety hundred "
        "thousand million half third quarter day days week weeks month months year years twice times percent",
    )
)
_NUMERALS_ZH = re.compile(r"[零〇一二三四五六七八九十百千万亿半第年月日天]+")
_NOT_EN = re.compile(
    r"\b(?:no|not|never|cannot|neither|nor|none|without|nobody|nothing)\b|n[’']t\b", re.IGNORECASE
)
_NOT_ZH = re.compile(r"[不未无没非勿]")
# Pairs of which one side must not stand where the passage has the other.
_MORE = r"\bat least\b|\bminimum\b|\bor more\b|\bmore than\b|\babove\b|\bexceed"
_LESS = r"\bat most\b|\bmaximum\b|\bup to\b|\bor less\b|\bless than\b|\bbelow\b|\bunder (?=\D{0,5}\d)"
_OPPOSED = tuple(
    (re.compile(one, re.IGNORECASE), re.compile(other, re.IGNORECASE))
    for one, other in (
        (_MORE, _LESS),
        (r"\bbefore\b", r"\bafter\b"),
        (r"\bmust\b|\bshall\b|\brequired?\b|\bmandatory\b", r"\bmay\b|\bcan\b|\boptional\b"),
        (r"以上|至少|不少于|不低于|超过", r"以下|至多|最多|不超过|以内"),
        (r"之前|以前|届满前", r"之后|以后|届满后"),
        (r"应当|必须", r"可以"),
    )
)
# Closed classes of grammar. What joins and points says nothing; what binds a statement (how much, how often, when,
# on what condition, why) must stand in the source.
_POINTING_EN = frozenset(
    re.findall(
        r"\w+",
        "a an the this that these those it its they them their theirs he she his her we us our you your i my one ones "
        "who whom whose which what there here of in on at by for from to into onto with within without about between "
        "under over through during as per via and or but nor not no yes be is are was were been being am do does did "
        "done doing have has had having will would shall should can could may might must cannot need needs also then "
        "so both each any all some such other another however therefore instead otherwise same own case cases "
        "make makes made making take takes taken taking get gets give gives given",
    )
)
_BINDING_EN = frozenset(
    re.findall(
        r"\w+",
        "always usually often sometimes rarely seldom normally generally typically ordinarily frequently occasionally "
        "regularly immediately instantly promptly quickly soon already still yet again later earlier afterwards "
        "beforehand meanwhile automatically very too quite rather almost nearly fully entirely completely partly "
        "especially particularly mainly mostly strictly only merely solely even ever never because since although "
        "though unless until while whereas whenever wherever whether if provided before after than more most less "
        "least better best worse worst faster slower cheaper easier sooner longer higher lower daily weekly monthly "
        "yearly annually permanently temporarily perhaps probably possibly certainly definitely likely free "
        "anywhere everywhere nationwide worldwide anyone everyone everything anything",
    )
)
_POINTING_ZH = re.compile(
    r"[的了在是和与或及并也就都而对于为以可应当能会您你其该此这那则如若得把被由向从到之所者等有个项时]+"
)
_BINDING_ZH = re.compile(
    r"总是|通常|经常|往往|一般|有时|偶尔|很少|立即|立刻|马上|及时|尽快|迅速|始终|永远|永久|长期|暂时|临时|已经|仍然|仍|再次"
    r"|每[天日周月年次]|自动|非常|十分|极其|极|最|更|较|比|尤其|特别|主要|完全|全部|一律|一概|只|仅|甚至|因为|由于|虽然|尽管|除非|即使"
    r"|只要|只有|一旦|直到|以便|以免|随时|任何|所有|均|必然|肯定|可能|大概|免费|全国|从不|绝不"
)
_NAME_EN = re.compile(r"(?<=[a-z,;] )(?:[A-Z][A-Za-z]+)")
_BRIEF = re.compile(
    r"^\s*(?:yes|no|不?(?:是|能|会|可以|对|允许|需要)的?|否|没有)[.,。,，!！]\s*", re.IGNORECASE
)
_NO = re.compile(
    r"\s*(?:(?:no|never|neither)\b|not\b|不(?![同仅论管但过服予]|正当|特定|可抗力)|否|并非|没有|无法|未必|无[须需])",
    re.IGNORECASE,
)
_YES = re.compile(
    r"\s*(?:(?:yes|correct|indeed)\b|that(?:'s| is) (?:right|correct)\b|可以|允许|是的"
    r"|(?:是|能|会|有|对|要|算|需要|应当|必须|属于|构成)(?=[,，。.!！;；:：]))",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Wording:
    """The content words of a text and what bends them."""

    stems: frozenset[str]
    odd_denials: bool
    sides: frozenset[tuple[int, int]]

    def likeness(self, other: Wording) -> float:
        """Shared content words among all of both, 0 to 1; short texts are like nothing."""
        if len(self.stems) < 2 or len(other.stems) < 2:
            return 0.0
        return len(self.stems & other.stems) / len(self.stems | other.stems)

    def turns(self, other: Wording) -> bool:
        """Whether one denies the other, or has the opposite of a pair such as *before* and *after*."""
        if self.odd_denials != other.odd_denials:
            return True
        return any(
            (pair, 1 - side) in other.sides
            and (pair, side) not in other.sides
            and (pair, 1 - side) not in self.sides
            for pair, side in self.sides
        )


def wording(text: str, language: str) -> Wording:
    """How a (normalised) text is worded, a “Yes.” or “No.” in front of it aside."""
    text = _BRIEF.sub("", text)
    denials = _NOT_ZH if language == "zh" else _NOT_EN
    return Wording(
        stems=_stems_zh(text) if language == "zh" else _stems_en(text),
        odd_denials=len(denials.findall(text)) % 2 == 1,
        sides=frozenset(
            (n, side) for n, pair in enumerate(_OPPOSED) for side in (0, 1) if pair[side].search(text)
        ),
    )


def adds(text: str, source: str, language: str) -> bool:
    """Whether a (normalised) text says something that its source has no words for: two words in a row (in Chinese,
    three signs), a name, or a single one that binds the statement."""
    if language == "zh":
        bound = all(match[0] in source for match in _BINDING_ZH.finditer(text))
        return not bound or any(len(run) > 2 for run in _unknown_zh(text, source))
    known = {_lemma(word) for word in _WORDS_EN.findall(source.lower())}
    run = 0
    for word in _WORDS_EN.findall(_BRIEF.sub("", text)):
        plain = word.lower()
        if _lemma(plain) in known:
            run = 0
        elif plain in _BINDING_EN:
            return True
        elif plain not in _POINTING_EN and plain not in _NUMERALS_EN:
            run += 1
            if run > 1:
                return True
    return any(_lemma(name.lower()) not in known for name in _NAME_EN.findall(text))


def _unknown_zh(text: str, source: str) -> list[str]:
    """The runs of Chinese signs of which no two neighbours stand together in the source, pointing words aside."""
    runs = []
    for part in _CHINESE.findall(_POINTING_ZH.sub(" ", _NUMERALS_ZH.sub(" ", text))):
        held = [part[n : n + 2] in source for n in range(len(part) - 1)]
        marks = [part[n] if not any(held[max(0, n - 1) : n + 1]) else " " for n in range(len(part))]
        runs += "".join(marks).split()
    return runs


def _lemma(word: str) -> str:
    return word[:5] if len(word) > 5 else word.rstrip("s")


def polarity(text: str) -> str:
    """``yes`` or ``no`` where a text opens with one, else empty."""
    if _NO.match(text):
        return "no"
    return "yes" if _YES.match(text) else ""


def _stems_en(text: str) -> frozenset[str]:
    return frozenset(word[:5] for word in _WORD.findall(text.lower()) if word not in _PLAIN_EN)


def _stems_zh(text: str) -> frozenset[str]:
    runs = _CHINESE.findall(_PLAIN_ZH.sub("", text))
    pairs = {run[n : n + 2] for run in runs for n in range(len(run) - 1)}
    return frozenset(pairs) | frozenset(_WORD.findall(text.lower()))
