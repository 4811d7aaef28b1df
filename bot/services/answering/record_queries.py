"""A question about the team's own records read as one query: what, in which state and days, by what, in which order."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from datetime import date

from bot.services.answering.record_sources import RecordKind
from bot.services.answering.spans import DaySpan, spans_of
from knowledge.lazily import lazily
from knowledge.mentions import named_platforms

_K = RecordKind
_PAPERS, _GO = (
    r"\b(?:notices?|letters?|drafts?|complaints?|reports?|takedowns?)\b",
    r"\b(?:send|sent|answer\w*|repl\w+|respon\w+|heard)\b",
)
_PAPERS_ZH, _GO_ZH = r"[函件信书份稿诉]|通知|举报", r"(?:发出|寄出|发了|寄了|提交|回复|答复)"
_CASES, _END, _BEGIN = r"\bcases?\b", r"\bclosed?\b", r"\b(?:opened|new|started)\b"


def _either(one: str, other: str) -> str:
    """Both, in either order."""
    return f"(?:{one}).*(?:{other})|(?:{other}).*(?:{one})"


def _forms(table: dict[str, str]) -> dict[str, re.Pattern[str]]:
    return {name: lazily(form, re.IGNORECASE) for name, form in table.items()}


_KINDS = _forms({
    _K.APPROVED: r"\bapprov(?:e|ed|als)\b|\bsign(?:ed)? off\b|批准|审批|批了|批过",
    _K.SENT: f"{_either(_PAPERS, _GO)}|{_either(_PAPERS_ZH, _GO_ZH)}|发了.*(?:函|通知)",
    _K.SPENT: r"\b(?:spen[dt]|costs?|expenses?|fees?)\b|花了|花掉|费|开销|支出",
    _K.BOUGHT: r"\b(?:test|notar\w+|sample)[- ](?:purchas\w+|buys?|orders?)\b|买样|购样|样品|取证购买|购买取证|试购",
    _K.JUDGED: r"\b(?:judg(?:e|ed)|verdicts?|triaged?|false (?:alarms?|positives?))\b|判[了过定得]|下了?结论|误报",
    _K.CLOSED: rf"{_either(_CASES, _END)}|(?<!未)(?:结案|结了|办结)",
    _K.OPENED: rf"{_either(_CASES, _BEGIN)}|\bcases did\b.*\b(?:open|start)\b|立了?案|新开|新案",
    _K.NOTIFIED: r"\b(?:tak(?:e|en|ing) down|took down|takedowns?|removed|removals?|success rate|reject\w*)\b|下架|成功率|驳回",
    _K.WRITTEN: rf"{_PAPERS}.*\b(?:writ\w+|wrote|made|prepared?)\b|\b(?:drafted|wrote)\b|起草|写了",
})  # fmt: skip
_STATES = _forms({
    "unanswered": r"\b(?:never|not|no|without|un)[- ]?(?:\w+ ){0,2}(?:answer|repl|respon)\w*|没有?人?(?:回|答)复?|未[回答]复",
    "rejected": r"\b(?:reject\w*|refus\w*|turned down|declined)\b|驳回|拒绝|[没未不]通过",
    "cleared": r"\b(?:false (?:alarms?|positives?)|genuine|cleared|not infringing)\b|误报|正品|不侵权",
    "confirmed": r"\b(?:confirmed|proven|counterfeit verdicts?)\b|确认|属实",
    "back": r"\b(?:back|again|returned?|reappear\w*|came up|relisted)\b|又|重新|回来|复活|复燃|再次上架",
    "waiting": r"\b(?:wait\w*|await\w*|pending|outstanding|unjudged|in the queue)\b|[待等]|未判",
    "up": r"\bstill (?:up|live|online|there|on ?line)\b|还在|仍在|在[售线]|没下架",
})  # fmt: skip
_NOUNS = {
    "platform": (r"platforms?|marketplaces?|sites?|channels?", "平台|渠道|电商"),
    "seller": (r"sellers?|shops?|stores?|merchants?|vendors?|offenders?", "店铺?|卖家|商家|商户"),
    "product": (r"products?|models?|articles?|skus?", "产品|商品|款式?|型号"),
    "person": (r"persons?|people|colleagues?|members?|analysts?|approvers?|of us", "人|同事|成员"),
    "case": (r"cases?|matters?", "案件?|案子"),
    "week": (r"weeks?", "周|星期"),
    "month": (r"months?", "个?月"),
}
_BY = r"by|per|each|every|which|what|whose|worst|biggest|main|across|top(?: \w+)?"
_GROUPS = _forms({
    name: rf"\b(?:{_BY})\s+(?:{noun})\b|\b(?:{noun}),? ranked\b|(?:各个?|每个?|哪[个些家款]?|按|分|前\S{{1,2}})(?:{noun_zh})"
    for name, (noun, noun_zh) in _NOUNS.items()
} | {"someone": r"\bwho\b|谁"})  # fmt: skip
_ORDERS = _forms({
    "oldest": r"\b(?:oldest|longest|earliest|first)\b|最[早久老]",
    "newest": r"\b(?:newest|latest|most recent|last (?!\d|few|week|month|quarter|year|days?\b)\w+)|最新|最近[一的](?!\d)",
    "cheapest": r"\b(?:cheapest|lowest[- ]price\w*|least expensive)\b|最便宜|最低价|价格最低",
    "dearest": r"\b(?:dearest|most expensive|highest[- ]price\w*)\b|最贵|价格最高",
})  # fmt: skip
_COUNTED = lazily(
    r"\b(?:how (?:many|much|often|long)|number of|count of|total|rate|average|spen[dt])\b|多少|几[份个件条封次家]|[总一]共|成功率"
    r"|平均",
    re.IGNORECASE,
)
_MOST_OF_ALL = lazily(
    r"\bmost\b(?! recent)|\b(?:worst|biggest|top|ranking)\b|最[多大严坏]|排[行名]|前[几十三五]", re.IGNORECASE
)
_COMPARED = lazily(r"\b(?:vs|versus|compar\w+|than|before)\b|比|还是", re.IGNORECASE)
# Whether anything came of what went out or was ordered.
_CAME = lazily(
    r"\b(?:did|has|have|is|was|were)\b.*\b(?:answer\w*|repl\w+|respon\w+|heard|arrived?|(?:come|came) (?:back|in))\b"
    r"|(?:回|答)复|受理|寄到|[到回]了[吗没]|有[没无]有?结果",
    re.IGNORECASE,
)
# Whether a paper of ours has gone out, or what has.
_WENT_OUT = lazily(
    r"(?:^|[.?!,;:]\s*|\b(?:and|but|so|what|when|who|which(?: \w+){0,3}"
    r"|(?:know|tell me|check|see|sure) (?:if|whether)(?: \w+){0,6}) )"
    r"(?:did (?:\w+ ){1,3}(?:send|file|submit)\b"
    r"|(?:has|have|is|are|was|were|hasn't|isn't)\b[^.?!]*(?<!\bbe )\b(?:sent|filed|submitted|gone out)\b)"
    r"|(?:有没有|是否|是不是)[^，。？]*(?:发|寄|提交|递交)|(?:发出|寄出|提交|递交|[发寄])(?:出去)?[了过]?(?:什么|哪些|吗|没)",
    re.IGNORECASE,
)
_LACKS = lazily(
    r"\b(?:why|what|which)\b.*\b(?:block\w*|stuck|held|missing|lack\w*|gaps?|not|cannot|can['’]t)\b|为什么|为何|怎么|缺|卡|差什么",
    re.IGNORECASE,
)
_SINCE_NOW = lazily(r"\bare open\b|\bnow\b|\brunning\b|还有|现在", re.IGNORECASE)


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordQuery:
    """What is asked, as far as the words tell."""

    kind: RecordKind
    state: str = ""
    group: str = ""
    order: str = ""
    spans: tuple[DaySpan, ...] = ()

    def usually(self, usual: RecordQuery) -> RecordQuery:
        """The query with the state, or the group, of another where it asks for none."""
        # Who did it, where nobody did, is the seller.
        own = self.by_kind or self.order or self.state
        state = self.state if own or self.spans else usual.state
        return replace(self, state=state, group=self.by_kind if own else usual.group)

    @property
    def by_kind(self) -> str:
        """The group, where it is not of who did it."""
        return "" if self.group == "someone" else self.group


def deed_asked(text: str) -> RecordKind | None:
    """What was done, where its number, sum, doer, rank or first is asked for, or what came of it; what waits or runs is a matter
    of now."""
    kind, state = _first(_KINDS, text), _first(_STATES, text)
    if kind in ("", _K.NOTIFIED, _K.SENT) and went_out_asked(text):
        return _K.SENT
    if kind in (_K.SENT, _K.BOUGHT) and _CAME.search(text):
        return RecordKind(kind)
    asked = _COUNTED.search(text) or _first(_GROUPS, text) or _first(_ORDERS, text)
    now = state in ("waiting", "up", "back") or _SINCE_NOW.search(text)
    if now or not (asked or state in ("unanswered", "rejected")):
        return None
    return RecordKind(kind) if kind else None


def went_out_asked(text: str) -> bool:
    """Whether it is asked if, or what, of our papers has gone out."""
    return _WENT_OUT.search(text) is not None


def asks_what_lacks(text: str) -> bool:
    """Whether it is asked why a paper does not go on, or what it lacks."""
    return _LACKS.search(text) is not None


def _first(forms: dict[str, re.Pattern[str]], text: str) -> str:
    return next((name for name, form in forms.items() if form.search(text)), "")


def counts(text: str) -> bool:
    """Whether it is asked how many there are."""
    return _COUNTED.search(text) is not None


def ranks(text: str) -> bool:
    """Whether it is asked of which platform, seller or product there is most."""
    return _MOST_OF_ALL.search(text) is not None and _first(_GROUPS, text) != ""


def query_of(kind: RecordKind, text: str, today: date) -> RecordQuery:
    """The query that a text puts about records of a kind."""
    spans = spans_of(text, today)[:2]
    if len(spans) == 1 and _COMPARED.search(text):
        spans = (*spans, spans[0].before)
    most, order = _MOST_OF_ALL.search(text), _first(_ORDERS, text)
    group = _first(_GROUPS, text)
    if not group and len(named_platforms(text)) > 1:
        group = "platform"
    if not group and most:
        group = next(
            (n for n, (en, zh) in _NOUNS.items() if re.search(rf"\b(?:{en})\b|{zh}", text, re.IGNORECASE)), ""
        )
    group = "" if (order and not most) or (group == "case" and kind is not _K.SPENT) else group
    compared = spans if _COMPARED.search(text) else spans[:1]
    return RecordQuery(kind=kind, state=_first(_STATES, text), group=group, order=order, spans=compared)
