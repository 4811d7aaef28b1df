"""Numbers that somebody tells as the rule itself (“10,000 are enough”): whoever says so, they are no fact of the case."""

import re

from knowledge.lazily import lazily

# Behind a number: that so much is enough, or makes it a crime.
_ENOUGH = lazily(
    r"(?:\s?(?:pieces?|labels?|tags?|items?|units?|pcs|yuan|rmb|cny|kuai|or more|and more|and up|upwards))*,? "
    r"(?:(?:is|are|was|were|will be|would be) (?:already |quite |all |always )?"
    r"(?:enough|sufficient|criminal|a crime|the (?:\w+ )?(?:line|limit|threshold|minimum|bar))\b"
    r"|(?:suffices?|will do)\b|(?:makes?|means?) (?:it |for )?(?:an? )?(?:crim\w+|jail|prison|police)\b)"
    r"|[元块件枚个张套台双条只余多]*(?:以上|及以上)?(?:商?标|标识|标签|吊牌)?[，,]?"
    r"(?:就|便|即|才|方)(?:算|能|可以?|会|要|是)*(?:够(?!了)|构成|入[刑罪]|立案|追诉|移送|判|刑事|坐牢|犯罪|归公安)",
    re.IGNORECASE,
)
# In front of one: that something starts there.
_STARTS = lazily(
    r"\b(?:line|limit|threshold|minimum|bar)(?: (?:for|of) (?:\w+ ){0,3}?\w+)? (?:is|was|lies|stands|starts)(?: at| from)? "
    r"(?:about |only |just )?(?:(?:CNY|RMB) |[¥￥])?$"
    r"|(?:门槛|起点|立案线|入[刑罪]线|追诉线|刑事线)(?:就|才|只|也|应该)*[是为要在]\D{0,2}$",
    re.IGNORECASE,
)
# What is told to be done, found or there is a fact, but under a condition.
_HAPPENED = lazily(
    r"\b(?:goods|stock|worth|turnover|sales|revenue|income|shipped|profit|sold|took|earned|printed|found|seized|counted)\b"
    r"|\b(?:holds?|has|have|had|there (?:are|were|is|was)|got|lie|lies)\b"
    r"|流水|销售额?|营业额|货值|货款|[出发]货|收入|利润|获利|违法所得"
    r"|[卖销收赚查搜印做扣进]了|[卖销]出|查[到出获扣]|搜[到出]|手[里上]|[仓库]|一共|总共|实际|现[有在]",
    re.IGNORECASE,
)
_SUPPOSED = lazily(
    r"\b(?:if|once|when|whoever|anybody|anyone|whether)\b|如果|要是|只要|一旦|满|达到?|超过", re.IGNORECASE
)
_STOP, _ASKS = lazily(r"[.。!！?？,，;；\n]|$"), lazily("[?？吗么]")
_CLAUSE = lazily(r"[;；。!?！？，：“”「」\"]|,(?!\d{3})|\.(?!\d)|\b(?:and|but|that|says?|said)\b")


def is_cited(text: str, start: int, end: int) -> bool:
    """Whether the number that stands here is told as a line, by whomever, and not as what was done or found."""
    if _ENOUGH.match(text, end) is None and _STARTS.search(text, 0, start) is None:
        return False
    # Who asks whether so much is enough tells it of the case.
    if (stop := _STOP.search(text, end)) is not None and _ASKS.search(text, end, stop.end()):
        return False
    begin = max((cut.end() for cut in _CLAUSE.finditer(text, 0, start)), default=0)
    return _HAPPENED.search(text, begin, start) is None or _SUPPOSED.search(text, begin, start) is not None
