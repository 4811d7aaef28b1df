"""Forms by which :mod:`knowledge.mentions` finds amounts of money, days told from today, and terms that somebody sets."""

import re
from calendar import monthrange
from datetime import date

from knowledge.lazily import lazily
from knowledge.numerals import (
    A_COUNT,
    AMOUNT,
    BELOW_WAN,
    BLANK,
    COUNT,
    ENGLISH,
    GROUPED,
    ORDINAL,
    SIGNS,
    UNPAID,
    whole,
)

# A figure behind another and a blank may be the rest of it.
_NUMBER = rf"(?:(?<=\d)(?P<stray>{BLANK}))?(?P<number>{AMOUNT})"
_LATIN = r"k|thousand|grand|mn?|mio|million"
_YUAN = r"(?:rmb|cny|yuan|kuai|renminbi)\b"
SUMS = (
    lazily(
        rf"(?:\b(?:rmb|cny|yuan)|[¥￥])\s*(?P<number>{AMOUNT})(?:\s*(?P<scale>(?:{_LATIN})(?![a-z])|千|百?万|亿))?(?![a-z\d])",
        re.IGNORECASE,
    ),
    lazily(rf"{_NUMBER}\s*(?P<scale>{_LATIN})?\s*{_YUAN}", re.IGNORECASE | re.ASCII),
    lazily(rf"{_NUMBER}\s*(?P<scale>千|百?万|亿|w)?\s*(?:多|余)?(?:元|块|人民币)", re.IGNORECASE),
    lazily(rf"{_NUMBER}\s*(?P<scale>百?万|亿|w)(?![多余]?[\da-z件个家条双只台箱款张公件年])", re.IGNORECASE),
)
# Without a word for money an amount is one where the words beside it say what it is of.
_GOODS = r"(?:finished |counterfeit |fake )?(?:goods|fakes|counterfeits|copies)"
_OF = r"(?:turnover|sales|sold|takings|stock|revenue|profits?|gains?|unsold|worth|damages|fines?|owed|outstanding)"
_BESIDE = rf"(?:\s*(?:of |in |worth of )?{_OF}|\s*(?:of|in|worth of) {_GOODS})\b"
_THOUSANDS = rf"(?P<number>{AMOUNT})\s?(?P<scale>k|thousand|grand)\b(?!\s*(?:usd|eur|gbp|us\b|dollars?|euros?|pounds?))"
NAMED = (
    # Beside what it is of; or more of the same, or what a penalty was for, with no pieces behind it.
    lazily(rf"(?<![$€£]){_THOUSANDS}(?={_BESIDE})", re.IGNORECASE),
    lazily(
        rf"\b(?:another|further|plus|for) {_THOUSANDS}(?!\s+(?!of )(?:[a-z]+ ){{0,2}}?[a-z]{{4,}}s\b(?! (?:sold|of)))",
        re.IGNORECASE,
    ),
    lazily(
        rf"\b(?:{_OF}|sold)(?: (?:of|was|were|is|about|at|around|only|just|came|to|so far|for)){{0,3}} {_THOUSANDS}",
        re.IGNORECASE,
    ),
    lazily(
        rf"\b(?:sold|earned|netted|pocketed|inventory|another|{_OF})(?: (?:of|was|is|at|about|only))? (?P<number>{GROUPED})"
        r"(?=\s*(?:[,.;:?!]|$|(?:and|but|so|yet|lies?|lying|is|are|was|were|in) ))",
        re.IGNORECASE,
    ),
    lazily(
        r"(?:到账|进账|收款|[货尾余]款|流水|销售额|营业额|货值|欠款|应收款?|[卖赚]了?)[^\d，。；？、万]{0,4}(?P<number>\d{4,7})(?P<scale>(?!))?"
        r"(?![\d.]|[多余]?[件个条双只台瓶套副包盒袋枚顶支张块粒本卷箱月年日号万千])",
    ),
    lazily(
        rf"\b(?:paid|cost(?: (?:him|her|them|it))?) (?:about |only |just )?(?P<number>{GROUPED})(?=\s*(?:for\b|[.,;:?!]|$))",
        re.IGNORECASE,
    ),
    lazily(
        r"(?:进[价货]|成本|本钱|拿货)[^\d，。；？]{0,4}(?P<number>\d+(?:\.\d+)?)(?P<scale>[千万])(?![多余]?[件个条双只台])",
    ),
    lazily(
        rf"\bworth (?:about |some |around |only )?(?P<number>{GROUPED}|\d{{4,7}}(?![\d,.]*\d))", re.IGNORECASE
    ),
    # Stock at a price that is told of all of it.
    lazily(
        r"(?i)\b(?:stock\w*|inventory|unsold)\b[^.;?!\d]{0,50}?\b(?:at|valued|priced?|value)\b[^.,;?!\d]{0,30} "
        rf"(?P<number>{GROUPED})(?=[.,;:?!](?!\d)|$| (?:and|but|so)\b)"
    ),
)
BARE = lazily(rf"(?P<number>{GROUPED})(?={_BESIDE})", re.IGNORECASE)
_WAN = rf"(?:{BELOW_WAN}亿(?:{BELOW_WAN}万)?|{BELOW_WAN}万){BELOW_WAN}"
WRITTEN = lazily(
    rf"(?P<written>(?<![{SIGNS}第几数\d])(?=[一二两三四五六七八九十])(?:{_WAN}[多余]?(?:(?:元|块|人民币)|(?![多余]?[\d{SIGNS}{UNPAID}]))"
    rf"|{BELOW_WAN}[多余]?(?:元|块|人民币))"
    # 4万2 is 42,000, and so is 4万2千.
    rf"|(?<![\d.])\d{{1,4}}万[1-9](?:千[1-9]?)?(?![\d.千万百亿%％月日天倍{UNPAID}])"
    rf"|(?<!point )(?:\b(?:half )?an? (?:hundred|thousand|million)(?: thousand| million)?|{ENGLISH})(?= {_YUAN}))",
    re.IGNORECASE,
)

_FULL = (
    "january", "february", "march", "april", "may", "june", "july", "august", "september", "october", "november", "december",
)  # fmt: skip
YEARS = {"前年": -2, "去年": -1, "今年": 0, "明年": 1, "来年": 1, "后年": 2,
         "last year": -1, "this year": 0, "next year": 1}  # fmt: skip
MONTHS = {
    "sept": 9,
    **{name: n for n, full in enumerate(_FULL, start=1) for name in (full, full[:3])},
}
"""The months of the year by name, in full or short."""
MONTH = "(?:" + "|".join(sorted(MONTHS, key=len, reverse=True)) + r")\b"
MONTH_ALONE = (
    rf"(?:(?!may\b){MONTH}|(?-i:May)\b(?! (?:i|we|you|he|she|it|they|one|a|an|the|our|my|this|that)\b)"
    r"|(?:(?<=\bin )|(?<=\bof )|(?<=\bfor )|(?<=\bfrom )|(?<=\bsince )|(?<=\blast )|(?<=\bduring )|(?<=\buntil ))may\b)"
)
"""A month that stands without a day: what we may do is no month."""
_ONES, DAY_SIGN = "[一二三四五六七八九]", "[一二三四五六日天]"
MONTH_ZH = rf"(?:1[0-2]|0?[1-9]|十[一二]?|{_ONES})"
_DAY_ZH = rf"(?:[二三]?十{_ONES}?|{_ONES})"
# The sign of a weekday in front of a month is no part of it: 周一11月23日.
_DATE_ZH = rf"(?:(?<![\d{SIGNS}])|(?<=[周期拜][{SIGNS}]))(?P<month>{MONTH_ZH})月(?P<day>[0-3]?\d|{_DAY_ZH}(?=[日号]))[日号]?"
_NAMED_MONTH, _TH = rf"(?P<month>{MONTH})", r"(?:st|nd|rd|th)?"
_DAY, _YEAR = rf"(?P<day>[0-3]?\d|{ORDINAL}(?= (?:day )?of ))", r"(?P<year>20\d\d)"
# Two figures are a year behind a month's name, at the end or in front of a word that cannot be counted.
_ANY_YEAR = (
    r"(?P<year>20\d\d|(?<!, )'?[1-4]\d(?=[^\w%]*$|[.,;:!?)]? (?:is|was|are|and|or|but|so|we|i|to|it|they|when|if|can|do|the|that"
    r"|which|what|how|not|now|in|on|at|by|with|for|from|as|already|still)\b|[.,;:!?)\n](?!\d)))"
)
_BEFORE = r"(?:\b(?P<before>(?:last|this|next) year),? (?:on )?(?:the )?)?"
_AFTER = r",? (?:of )?(?P<after>(?:last|this|next) year)"
_FIGURES = r"(?P<month>[01]?\d)"
DATES = tuple(
    lazily(pattern, re.IGNORECASE)
    for pattern in (
        rf"(?<!\d){_YEAR}[-/.]{_FIGURES}[-/.]{_DAY}(?!\d)",
        # The day comes first, but where it can only be second; a dot leaves no doubt.
        rf"(?<![\d./-])(?P<day>[0-3]?\d)(?P<mark>[./-]){_FIGURES}(?P=mark){_YEAR}(?![\d/-]|\.\d)",
        rf"(?<![\d./-]){_FIGURES}(?P<mark>[/-])(?P<day>1[3-9]|2\d|3[01])(?P=mark){_YEAR}(?![\d/-]|\.\d)",
        rf"{_BEFORE}(?<!\d){_DAY}{_TH}(?:(?: day)? of)?(?: |\. ?|-){_NAMED_MONTH}\.?,?(?:[ -]{_ANY_YEAR}|{_AFTER})?",
        rf"{_BEFORE}\b{_NAMED_MONTH}\.?[ -]{_DAY}{_TH}(?![\d,.]*\d)(?:(?:,? |-){_YEAR}|{_AFTER})?",
        rf"(?:(?P<year>20\d\d|(?<!\d)[1-4]\d)年|(?P<before>[前去今明来后]年)的?)?{_DATE_ZH}",
        r"(?<![\d.,/])(?P<month>1[0-2]|0?[1-9])[./](?P<day>3[01]|[12]\d|0?[1-9])[日号]",
        # Of several days the month is told behind the last, and in Chinese before the first.
        rf"(?<![\d.,/:£$€¥-])(?P<day>[0-3]?\d){_TH}(?=(?:(?:,? and |,? & |, ?)[0-3]?\d{_TH})+ {_NAMED_MONTH}\.?(?:,? {_YEAR})?)",
    )
)
MORE_DAYS = lazily(r"[日号]?[、,，和及] ?(?P<day>3[01]|[12]\d|0?[1-9])(?=[日号、和及到]|[,，](?!\d{3}))")
WEEKDAYS = ("mon", "tues", "wednes", "thurs", "fri", "satur", "sun")
DAY_NAME = rf"(?:{'|'.join(WEEKDAYS)})day"
UNITS = {"day": 1, "week": 7, "fortnight": 14, "month": 30,
         "天": 1, "日": 1, "周": 7, "星期": 7, "礼拜": 7, "个月": 30, "月": 30}  # fmt: skip
"""How many days a unit has, a month about so many."""
# The first and last day of a part of a month, whose own last day may come sooner.
_EARLY, _MID, _LATE = (1, 10), (11, 20), (21, 31)
PARTS = {"early": _EARLY, "beginning of": _EARLY, "start of": _EARLY, "mid": _MID, "middle of": _MID, "late": _LATE,
         "end of": _LATE, "初": _EARLY, "上旬": _EARLY, "中": _MID, "中旬": _MID, "下旬": _LATE, "底": _LATE, "末": _LATE,
         "": (1, 31)}  # fmt: skip


def month_of(written: str) -> int:
    """The number of a month that is written by its name or as a numeral."""
    return MONTHS.get(written.lower().rstrip(".")) or whole(written)


def weekday_of(written: str) -> int:
    """The number of a weekday, Monday being 0, by its name or its Chinese sign."""
    name = written.lower().removesuffix("day")
    return WEEKDAYS.index(name) if name in WEEKDAYS else "一二三四五六日".index(name.replace("天", "日"))


def part_of(month: date, part: str | None) -> tuple[date, date]:
    """The first and the last day of a part of this month."""
    first, last = PARTS[(part or "").lower()]
    return month.replace(day=first), month.replace(day=min(last, monthrange(month.year, month.month)[1]))


# Days that are told from today, and by how many they go back.
DAYS_BACK = (
    (lazily(r"\btoday\b|今天|今日", re.IGNORECASE), 0),
    (lazily(r"\bday before yesterday\b|(?<![大提目])前[天日]", re.IGNORECASE), 2),
    (lazily(r"(?<!before )\byesterday\b|\blast night\b|昨[天日晚夜]", re.IGNORECASE), 1),
    (lazily(r"大前[天日]"), 3),
)
# Today is the day of what came today, and not of what is asked today.
CAME_TODAY_ZH = lazily(r"(?:今[天日早]|刚)[^，。？！,]{0,8}(?:[收接拿送寄][到达]|来[函电]|(?<![已经们我])通知)")  # fmt: skip
TODAY = lazily(r"(?<!\bago )\btoday\b|\bthis (?:morning|afternoon|evening)\b", re.IGNORECASE)
# Days that have passed since something came are told from today, too.
_CAME = r"(?:came|arriv\w+|receiv\w+|served|got|reached|landed|deliver\w+|notif\w+)"
ARRIVED_ZH = (
    r"(?:转[到给]|收到|签收|收的|送[达到]|接到|拿到|到的|到[我了手]|来的|来函|转来|通知|公告|发来|传真)"
)
# So many months ago is no day; so many weeks may be some days more.
AGO = lazily(
    rf"(?P<number>{A_COUNT}) (?:calendar )?(?:days?|(?P<weeks>weeks?|fortnights?))"
    rf"(?: ago\b| (?:have |has )?(?:now |already )?(?:passed |gone by )?since\b(?=[^.?!;,]*\b{_CAME}))"
    rf"|(?P<znumber>{COUNT})(?:天|(?P<zweeks>周|个?星期|个?礼拜))[之以]?前"
    rf"|(?:(?:已经?|都|有|过去?)+了?)?(?<!超过)(?<![改变]成)(?<![改变]为)(?<!延长到)(?P<gone>{COUNT})(?:天|(?P<gweeks>周|个?星期|个?礼拜))了",
    re.IGNORECASE,
)


def weeks_of(match: re.Match[str]) -> str:
    """The unit of a match of :data:`AGO` that counts weeks; empty where it counts days."""
    return match["weeks"] or match["zweeks"] or match["gweeks"] or ""


def days_ago(match: re.Match[str]) -> int:
    """How many days a match of :data:`AGO` goes back."""
    number, weeks = match["number"] or match["znumber"] or match["gone"], weeks_of(match).lower()
    return whole(number) * UNITS[weeks.removeprefix("个").removesuffix("s") or "day"]


# Behind what came, so many days are those since.
CAME_ZH = lazily(rf"{ARRIVED_ZH}[^，。；？！,]{{0,8}}$")
WEEKDAY_ZH = lazily(
    rf"(?<![号日][（(])(?<![号日])(?P<which>上上?|本|这)?个?(?<!下)(?:周|星期|礼拜)(?P<sign>{DAY_SIGN})(?! ?{MONTH_ZH}月)"
    rf"(?(which)|(?=[^，。；？]{{0,4}}{ARRIVED_ZH}))"
)
WEEKDAY = lazily(
    r"(?<!\bby )(?<!\bnext )(?<!\buntil )(?<!\btill )(?<!\bbefore )(?<!\bfrom )(?<!\bto )"
    rf"\b(?:(?P<last>last|past) |on |this |since )*(?P<name>{DAY_NAME})\b"
    rf"(?!,? the [1-3]?\d|,? (?:[1-3]?\d(?:st|nd|rd|th)? (?:of )?)?{MONTH})",
    re.IGNORECASE,
)
# What a clause tells as past, and what as still to be done or asked for.
TELLS_PAST = lazily(
    r"\b(?:(?!need\b|indeed\b|hundred\b)\w{2,}ed|came|got|went|was|were|sent"
    r"|(?<!['’]d )(?<!ll )(?<!would )(?<!to )put|told|rang|wrote|hit|gave|took|made|brought"
    r"|froze|held|ruled|(?:has|have) been)\b",
    re.IGNORECASE,
)
TELLS_AHEAD = lazily(
    r"\b(?:will|shall|must|can|could|should|may|might|would|going to|wants? to|ha(?:ve|s) to|needs? to|plans?)\b",
    re.IGNORECASE,
)
# A day far ahead in its year is the last such, but where it still comes.
STILL_COMES = lazily(
    rf"{TELLS_AHEAD.pattern}|\b(?:expir\w+|ends?|lapses?|runs? out|due|expected|scheduled|is to|are to|if|suppos\w+|assum\w+)\b"
    r"|如果|假设|若|将|预计|定于|[会要]|到期|届满|期满",
    re.IGNORECASE,
)
HAS_COME = lazily(rf"(?is)\A(?!.*(?:\bif\b|如果|若)).*?(?:{TELLS_PAST.pattern}|{ARRIVED_ZH}|[了过])")
CLAUSE = lazily(r"[.?!;:,\n]|\b(?:and|but)\b")
# A day to come is that of what is said to come.
COMES = lazily(
    r"(?:\b(?:will|shall|going to|(?:is|are) to|expires?|runs? out|ends?|lapses?|due|expected|scheduled|set for)|['’]ll)\b"
    r"|\b(?:hypothetical\w*|assum\w+|suppos\w+|serve[sd]|if [^,.?!]{1,40} (?:comes|arrives|sends|reaches)\b)"
    r"|\b(?:received|arriv\w+|came|comes|gets|reache[sd]|published|gazetted)\b"
    r"|若|如果|将|预计|估计|大概|定于|[会要]|到期|届满|期满|假设|假定|到(?:了|手|我)|签收|[收接]到|送达|初审|公告",
    re.IGNORECASE,
)
# A day of the month alone is the last such one, where something is told of it.
MONTHDAY = lazily(
    rf"(?:(?P<last>上个?月)|(?<![\d月第#一二三四五六七八九十]))(?P<zh>[1-3]?\d|{_DAY_ZH})[号日](?(last)|(?=[^，。；？]{{0,6}}{ARRIVED_ZH}))"
    rf"|\b(?:on|since|dated|(?P<weekday>{DAY_NAME}),?) the (?P<en>[1-3]?\d(?=(?:st|nd|rd|th)\b(?! of))"
    rf"|{ORDINAL}(?=[,.;:?!)]|$| (?:and|but|so|by|from|to|at|we|they)\b))(?:st|nd|rd|th)?",
    re.IGNORECASE,
)
_UNIT = (
    r"(?:(?:working |business |calendar )?(?:days?|hours?|hrs?|weeks?)|个?(?:工作)?[日天]|个?小时|周|个星期)"
)
TERM = lazily(rf"(?<![A-Za-z月])(?P<term>(?P<number>{A_COUNT})[ -]?{_UNIT})", re.IGNORECASE)
BY_WEEKDAY = lazily(
    rf"\b(?:by|until|till|before) (?P<term>(?:next |this )?{DAY_NAME}"
    r"|tomorrow|tonight|the end of (?:the |this |next )?(?:week|month))\b"
    rf"|(?P<zh>(?:本|下|这)?(?:周|星期){DAY_SIGN}|明天|月底|周末)之?前",
    re.IGNORECASE,
)
# Who demands. Customs' notice and a court's papers have clocks of the law, and so has a seller's statement.
_WHO = (
    r"(?:platforms?|market ?places?|portals?|taobao|tmall|alibaba|1688|jd|pinduoduo|pdd|douyin|xiaohongshu|xianyu|temu|amazon"
    r"|amr|bureau|regulator|office|cnipa|police|officers?|sellers?|shops?|other side|opponents?|lawyers?|law firm|they|he|she|it"
    r"|平台|淘宝|天猫|京东|拼多多|抖音|小红书|闲鱼|阿里|市监局|市场监管局?|商标局|知识产权局|公安|警察|卖家|店家|店铺|对方|律师|律所|他们|客服)"
)
_DEMANDS = (
    r"(?:wants?|wanted|asks?|asked|demands?|demanded|requires?|required|requests?|requested|gives?|gave|given|tells?|told|insists?|expects?"
    r"|needs?|says?|said|wrote|set|要求|要我|要咱|让我|让咱|叫我|(?<!期)限|给了?我|通知我|催|必须|补)"
)
# An agreement sets terms of its own.
DEMAND_EN = lazily(
    rf"\b{_WHO}\b.{{0,40}}?\b{_DEMANDS}\b"
    r"|\b(?:contract|agreement|settlement)\b.{0,50}?\b(?:gives?|gave|says?|provides?|sets?|must|has to|have to|with|within)\b",
    re.IGNORECASE,
)
DEMAND_ZH = lazily(
    rf"{_WHO}.{{0,12}}?{_DEMANDS}|(?:合同|协议|和解书?).{{0,16}}?(?:约定|规定|写|通知|必须|应当|要|限|内)"
)
# A term that is held for one of the law, and one of ours that is only to be confirmed.
BY_LAW = lazily(
    r"\b(?:by law|the law (?:says|sets|gives|requires)|legally|statutory|article \d+ (?:says|gives))\b"
    r"|法律规定|依法|法定|按法律|法条",
    re.IGNORECASE,
)
TAG = lazily(
    r"\b(?:right|correct|true|ok(?:ay)?|yes|no|is(?:n['’]t| that) (?:it|so|right|correct)|don['’]?t we|do we not)\s*\?",
    re.IGNORECASE,
)
OWN_TERM = lazily(r"\b(?:we|i)(?:['’]ve| have| still have| get| got)\b", re.IGNORECASE)
# What tells a day, read or not: in figures, by its month, by how long ago.
_UNIT_AGO = r"(?:days?|weeks?|fortnights?|months?) (?:ago|back|earlier)"
DAY_LIKE = lazily(
    rf"(?<![\d./-])(?:\d{{1,2}}(?P<mark>[./-])\d{{1,2}}(?P=mark)\d{{2}}(?:\d\d)?|20\d\d[./-]\d{{1,2}}[./-]\d{{1,2}})(?![\d/-]|\.\d)"
    rf"|\b\d{{1,2}}(?:st|nd|rd|th)?[ -](?:of )?{MONTH}|\b{MONTH}\.?[ -]\d{{1,2}}(?:st|nd|rd|th)?\b(?!,\d)"
    rf"|(?<!\d)1?\d月\d{{1,2}}[日号]?|\b(?:[a-z-]+ (?:or |and |to )?)?[\w.-]+ (?:working |business )?{_UNIT_AGO}\b"
    rf"|[{SIGNS}\d几数多半余好来]+(?:天|周|个?星期|个?礼拜|个?月)[之以]?前",
    re.IGNORECASE,
)
DAY_WORD = lazily(
    rf"{DAY_LIKE.pattern}|\b{DAY_NAME}\b"
    r"|\b(?:yesterday|today|tomorrow|tonight|the other day|(?:last|next|this) (?:week|month|year))\b"
    rf"|(?:周|星期|礼拜){DAY_SIGN}|[昨前今明后][天日]|[上下本这]个?(?:周|月|星期)|(?<![\d第])[1-3]?\d[日号]"
    rf"|\bin (?:[\w-]+ ){{1,4}}?(?:day|week|fortnight|month)s?\b|[{SIGNS}\d几]+(?:天|周|个?星期|个?礼拜|个?月)[之以]?后",
    re.IGNORECASE,
)
