"""In what role a listing names the brand: sold, fitted (compatible with), compared with, denied."""

import re
from collections.abc import Iterator, Mapping, Sequence
from functools import cache

import ahocorasick

from bot.signals.names.folding import Folded, fold, machine
from bot.signals.names.forms import NameForm
from bot.signals.names.wordmark import NameSighting
from bot.signals.offer.lexicon import TermHits

_AHEAD = {"relation": 4, "measure": 3}
"""At most so many characters lie between a word and the name behind it: better than the Solvane."""
_BEHIND = {"relation": 3, "measure": 12}
"""The like for a word behind the name: 索维安 Air 3 平替, 索维安耳机通用."""
MEASURED = frozenset({"@measure ahead", "@measure behind"})
"""Roles in which what is on sale is another's, so that its price is no price of the brand's goods."""
_DENIED = re.compile(
    r"(?:不是|并非|绝非|非|(?:不做|不仿|不卖|不接|拒绝|谢绝)(?:高仿|仿|复刻)?"
    r"|\b(?:not|no|non|never|isn['’]?t|unrelated to|unaffiliated with"
    r"|(?:not|no|nor)(?: (?:in any way|officially))? (?:an?|affiliat\w+|relat\w+|associat\w+|connect\w+|link\w*|made|sponsor\w+"
    r"|endors\w+|authori[sz]ed|produced|sold|from|by)(?: (?:with|to|by|from|of))?)(?: the)?)[\s-]?$",
    re.IGNORECASE,
)
"""Denied, or a maker that takes no orders for copies: 谢绝仿索维安."""
_TAKEN = "生产|制[作造]|[加代]工|承?接|仿制?|[做产供]"
_REFUSED = re.compile(
    rf"(?:[本我咱]|厂|声明|公告)[^\s,.，。、；;!！?？|]{{0,4}}[:：]?\s?[^\s,.，。、；;!！?？|]{{0,4}}?(?:(?:不|没有?|未)(?:曾|会|再|予|对外)*(?:{_TAKEN})|(?:拒绝?|谢绝)(?:{_TAKEN})?)过?(?!假|[得到成了])"
    r"(?:[^\s,.，。、；;:：!！?？|]|(?<=[a-z\d])[ ](?=\w)|(?<![仿刻\s])[ ](?=[a-z]))*"
    r"|\b(?:we|us|our|factory|company)\b[^,.;:!?|]{0,20}?\b(?:(?:do|does|did|will|can)(?: not|n['’]?t)|(?:ca|wo)n['’]?t"
    r"|cannot|never|no longer|refuse to)"
    r"(?: (?:have|has|ever|even|been))* (?:ma[dk]e|making|produc|manufactur|copy|copied|copies|tak(?:e|ing)|took|accept)"
    r"(?![^,.;:!?|]*\b(?:fake|bad|poor))\w*(?: [^\s,.;:!?|\u4e00-\u9fff]+){1,6}",
    re.IGNORECASE,
)
"""A maker's refusal, to the end of its clause: no orders for copies are taken. Who makes no fakes boasts."""
_UNTIED = re.compile(r"^.{0,6}(?:无关|没有?关系|没有?任何关系)")
_VAGUE = frozenset({NameForm.INITIALS, NameForm.LINE, NameForm.SHAPE, NameForm.ASKED})
_MARK = (
    r"(?:logo|标(?![准题配价注])|字[样标母]|铭牌|烫[金印]|钢印|丝印|刺绣|压印|刻[字印]"
    r"|letters?|lettering|engrav(?:ed|ing)|embossed|printed)"
)
_BORNE_BEHIND = re.compile(rf"\W?(?:[\u4e00-\u9fff]{{1,2}}|[a-z]{{4,8}}\s)?\W?{_MARK}", re.IGNORECASE)
_BORNE_AHEAD = re.compile(rf"(?:[烫绣刻印镶铸]|{_MARK})[\W上着]?$", re.IGNORECASE)
"""The name as a mark that goods bear or are to bear: 外圈烫索维安字标, Solvane letters cast in."""
_MAY = {
    "@denied": "不 非 拒 谢 绝 没 未 无关 no never isn cant cannot dont wont refuse unrel unaff",
    "@borne": "标 字 铭 烫 钢 丝 刺 压 刻 绣 印 镶 铸 logo letter engrav emboss printed",
}
"""Something of every way to say so: most texts hold none of them."""


@cache
def _may() -> ahocorasick.Automaton:
    return machine((fold(word), sign) for sign, words in _MAY.items() for word in words.split())


def roles(fields: Mapping[str, Folded], terms: TermHits, seen: Sequence[NameSighting]) -> list[str]:
    """Roles other than being sold, as pieces for the reader. What bears the mark is no fitting part, whatever it fits."""
    named = [s for s in seen if s.field == "title" and s.form not in _VAGUE]
    beside = {piece for group in terms.keys() & _AHEAD.keys() for piece in _beside(group, terms, named)}
    told = ["@disclaimed"] if "disclaimer" in terms else []
    if terms.of("labelled", "title", "description") or any(is_borne(fields[s.field], s) for s in seen):
        told += ["@borne", *[f"{piece} borne" for piece in beside]]
    else:
        told += beside
    return [*told, "@denied"] if named and all(s.denied for s in named) else told


def _beside(group: str, terms: TermHits, named: Sequence[NameSighting]) -> Iterator[str]:
    for term in terms.of(group, "title"):
        if any(c.isdigit() for c in term.text):  # “V 5” of 20V 5.0Ah is no “vs”
            continue
        if any(0 <= s.start - term.end <= _AHEAD[group] for s in named):
            yield f"@{group} ahead"
        if any(0 <= term.start - s.end <= _BEHIND[group] for s in named):
            yield f"@{group} behind"


def is_denied(text: Folded, sighting: NameSighting) -> bool:
    """Whether the text says that it is not the brand (非索维安, not affiliated with Solvane)."""
    if "@denied" not in text.once(_may_tell):
        return False
    raw = text.raw
    ahead, behind = raw[max(0, sighting.start - 40) : sighting.start], raw[sighting.end : sighting.end + 20]
    return bool(refusal(text, sighting) or _DENIED.search(ahead) or _UNTIED.search(behind))


def refusal(text: Folded, sighting: NameSighting) -> tuple[int, int] | None:
    """Where the seller refuses to make what bears the name (我厂不做索维安复刻); told twice it is offered behind that."""
    told = text.once(_refusals) if "@denied" in text.once(_may_tell) else ()
    around = next((span for span in told if span[0] < sighting.start and sighting.end <= span[1]), None)
    twice = around is not None and text.raw[slice(*around)].lower().count(sighting.text.lower()) > 1
    return None if twice else around


def _refusals(text: Folded) -> Sequence[tuple[int, int]]:
    return [match.span() for match in _REFUSED.finditer(text.raw)]


def _may_tell(text: Folded) -> frozenset[str]:
    return frozenset(sign for _, sign in _may().iter(text.skeleton))


def is_borne(text: Folded, sighting: NameSighting) -> bool:
    """Whether the goods bear the name as a mark, or are to bear it."""
    if "@borne" not in text.once(_may_tell):
        return False
    raw = text.raw
    ahead, behind = raw[max(0, sighting.start - 12) : sighting.start], raw[sighting.end : sighting.end + 16]
    return bool(_BORNE_AHEAD.search(ahead) or _BORNE_BEHIND.match(behind))
