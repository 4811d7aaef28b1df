"""Whether goods are told to be passed off by another's patent, which is what the criminal line of patents is about: copying what
a patent protects meets none (Criminal Law Art. 216)."""

import re

from knowledge.lazily import lazily

_PATENT_EN = r"patent(?:ed)?(?: (?:application|registration))?"
_SIGN_EN = r"(?:numbers?|nos?\b\.?|certificates?|documents?|papers|marking|marks?|labels?|stamps?|notices?|register\w*)"
_PUT = r"(?:print|stamp|put|show|bear|carr|cit|quot|claim|us|forg|fak|mark|engrav|advertis|nam|display|mention|list|writ|wrote)"
# Someone else's patent is claimed for the goods: by its number or papers, by the word itself, or told so outright.
_PASSED_OFF = lazily(
    r"\bpass(?:es|ed|ing)? (?:\w+ ){0,4}off\b"
    rf"|\b{_PUT}\w*\b[^.;?!]{{0,40}}\b{_PATENT_EN} (?:\w+ )?{_SIGN_EN}"
    rf"|\b{_PATENT_EN} {_SIGN_EN}[^.;?!]{{0,30}}\b(?:on (?:the|its|his|their|every|each)|{_PUT}\w*)\b"
    rf"|\b(?:false|fake|forged|invented|made-up|someone else['’]s) {_PATENT_EN}\b"
    r"|假冒[^，。；？]{0,8}专利|冒充专利|(?:伪造|变造|编造)[^，。；？]{0,8}专利"
    r"|[标印写刻打贴注用挂]\S{0,8}专利(?:号|标[识记]|证书)|专利(?:号|标[识记]|证书)[^。；？]{0,12}[标印写刻打贴注挂]",
    re.IGNORECASE,
)
_NOT = lazily(
    r"(?:\b(?:not|no|never|nowhere|neither|nor|without|none|nothing)\b|n['’]t\b)[^.;?!]{0,24}$"
    r"|(?:[没未不]|并无|从不|无)[^，。；？]{0,8}$",
    re.IGNORECASE,
)
_CLAUSE = lazily(r"[.;?!,。；？！，]")


def passes_off(text: str) -> bool:
    """Whether somebody is told to claim another's patent for the goods, and not told not to."""
    return any(not _is_denied(text, each) for each in _PASSED_OFF.finditer(text))


def _is_denied(text: str, told: re.Match[str]) -> bool:
    begin = max((cut.end() for cut in _CLAUSE.finditer(text, 0, told.start())), default=0)
    return _NOT.search(text[begin : told.start()]) is not None or _NOT_HERE.search(told.group()) is not None


_NOT_HERE = lazily(r"\b(?:not|no|never|nowhere)\b|n['’]t\b|(?:没有?|未)[标印写刻打贴注用挂]", re.IGNORECASE)
