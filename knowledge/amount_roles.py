"""What an amount of money may be of, and the words that say so."""

import re
from collections.abc import Mapping, Sequence
from enum import StrEnum

from knowledge.lazily import lazily
from knowledge.numerals import TAKES


class AmountRole(StrEnum):
    """What an amount is of. ``line`` is one that the message holds the others against, ``fine`` what was paid, or punished,
    before, ``each`` the price of one piece, ``cost`` what the goods cost who sold them, ``overhead`` what else was paid."""

    SOLD = "sold"
    UNSOLD = "unsold"
    GAIN = "gain"
    LOSS = "loss"
    FINE = "fine"
    LINE = "line"
    EACH = "each"
    COST = "cost"
    OVERHEAD = "overhead"


# What is due for goods delivered is of their sales, on top of what came in.
DUE_EN = r"(?:still )?(?:owes?|owed|owing|due|outstanding|unpaid|receivable)"
DUE_ZH = r"[货尾余]款|欠|应收|[没未](?:付|收|结)"
# Unsold before sold: what is not sold names selling, too.
WORDS: Mapping[AmountRole, re.Pattern[str]] = {
    role: lazily(rf"\b(?:{english})\b|{chinese}", re.IGNORECASE)
    for role, english, chinese in (
        (
            AmountRole.EACH,
            # Of several offers the least and the most are told of one piece.
            r"each|apiece|per (?:piece|item|pair|unit|bag)|a piece|cheapest|dearest|most expensive",
            rf"最便宜|最贵|每[{TAKES}]|单价|一[件条双个只台瓶套副包盒袋枚顶支]",
        ),
        (
            AmountRole.UNSOLD,
            (
                r"unsold|not (?:yet )?sold|ready|in (?:box|bag|carton|crate)\w*"
                r"|in stock|stock\w*|inventory|warehouse|store ?room|depot|garage|shel(?:f|ves)|on hand"
                r"|left over|lies?|lying|(?:is|are|stands?|sits?|waits?|remains?) (?:still )?"
                r"(?:in|at(?! (?:about |roughly )?(?:(?:CNY|RMB) |[¥￥])?\d)|on|there|here|with)"
            ),
            r"库存|存货|库房|仓[库里内中]|车库|[没未](?:有)?[卖售销](?:出去?|[掉完过的])?|尚未(?![付结])|滞销|剩|囤|压着|还有(?![^，。；]{0,8}(?:欠|[货尾余]款|应收|[没未](?:付|收|结)))",
        ),
        (
            AmountRole.LINE,
            (
                r"below|under|short of|not (?:even )?reach\w*|less than|threshold|line|limit|roof|ceiling|cap|only (?:from|over)"
                r"|starts? (?:at|from)|(?:until|wants?|needs?|requires?)(?= (?:[a-z]+ ){0,3}(?:(?:CNY|RMB) |[¥￥])?\d)"
                r"|(?:till|once|when|before) (?:(?:he|she|it|they) )?(?:hits?|reach\w*|gets? to|passes|makes)"
            ),
            (
                r"[等攒凑]到|(?<!够)不[够到足]|[没未]到|未达|达不到|门槛|标准|那条线|要[到满够]|只[要需](?=\d+(?:\.\d+)?万)|才[够立入算]|起[步刑点]|上限|封顶|顶格"
                r"|(?:超过?|过了?|满)(?=[\d.]+[万千]?元?[^，。；\d]{0,2}[就即便算才])"
            ),
        ),
        (
            AmountRole.GAIN,
            r"profits?|gain(?:s|ed)?|earn(?:s|ed|ings)?|net(?:ted)?|margin|pocketed|cleared",
            r"赚|利润|获利|盈利|违法所得|净得?|到手",
        ),
        (
            AmountRole.COST,
            (
                r"cost(?:s|ing)?|purchase(?:s| price)|materials?|goods bought|outlay"
                r"|bought (?:it|them|these|those|the \w+|everything)(?: all)? (?:in )?(?:for|at)|bought (?:in )?(?:for|at)"
                r"|paid(?= [^.;?!]{0,24}\bfor (?:the (?:goods|stuff|stock|lot)|them|it)\b)"
            ),
            r"进[价货]|成本|本钱|拿货|原?材料|料钱",
        ),
        (
            AmountRole.OVERHEAD,
            r"rents?|wages?|salar(?:y|ies)|adver(?:ts?|tis\w+)|promotion|postage|shipping|commissions?|electricity|fees?",
            r"房租|租金|摊位费|工资|人工|推广|广告|佣金|运费|快递费|水电|平台服务费",
        ),
        (AmountRole.FINE, r"fine[ds]?|penalt(?:y|ies)|sanctioned|propos(?:e|es|ed|ing)", r"罚"),
        (AmountRole.LOSS, r"loss(?:es)?|lost us", r"损失"),
        (
            AmountRole.SOLD,
            (
                rf"sold|(?:sells?|selling|sales?)(?!(?: \w+)? prices?\b)"
                rf"|turnover|takings|revenue|took in|taken in|income|receipts|{DUE_EN}"
                # “We are at 47,000 so far” is told of what came in.
                r"|(?:we|i|he|she|they|it)(?:['’](?:re|s|m)| are| is| am) (?:now |only |just |already )?at"
                r"(?= (?:about |roughly |some )?(?:(?:CNY|RMB) |[¥￥])?\d[\d,]*"
                r"(?: yuan)? (?:so far|to date|all in|in all|in total|this year|now)\b)"
                r"|(?:moved|shifted|shipped)(?= [^.;?!]{0,30}\bworth\b| (?:about |another |some |over |roughly )?[¥￥\d])"
            ),
            rf"卖(?![家价])|售(?!价)|销(?!价)|流水|营业额|经营额|收入|收了|到账|进账|收款|{DUE_ZH}",
        ),
    )
}
CLAUSE = lazily(
    r"[;；。!?！？，]|[:：](?! ?(?:CNY |RMB |[¥￥])?\d)|,(?!\d{3})|\.(?!\d)"
    r"|\b(?:and|but|while|with|of which)\b|而且|并且|其中|另外"
)


def reach_of(text: str, start: int, end: int, found: Sequence[tuple[int, int, int]]) -> tuple[int, int]:
    """The clause that an amount stands in, up to its neighbours."""
    cuts = [0, *(each.end() for each in CLAUSE.finditer(text)), len(text)]
    first = max(cut for cut in cuts if cut <= start)
    last = min((each.start() for each in CLAUSE.finditer(text, end)), default=len(text))
    before = [stop for _, stop, _ in found if stop <= start]
    after = [begin for begin, _, _ in found if begin >= end]
    return max([first, *before]), min([last, *after])


def role_at(
    text: str, start: int, end: int, reach: tuple[int, int], words: Mapping[AmountRole, re.Pattern[str]]
) -> AmountRole | None:
    """What the nearest word says; the first three go before the rest, which they may hold within."""
    near = [
        (max(start - each.end(), each.start() - end), rank, role)
        for rank, (role, form) in enumerate(words.items())
        for each in form.finditer(text, *reach)
    ]
    strong = [each for each in near if each[2] in (AmountRole.EACH, AmountRole.UNSOLD, AmountRole.LINE)]
    return min(strong or near, default=(0, 0, None))[2]
