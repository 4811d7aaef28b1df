"""Forms by which :mod:`knowledge.mentions` finds amounts of money, in figures or Chinese signs, days that are told from today,
and terms that somebody sets."""

import re

SCALES = {
    "k": 1_000, "thousand": 1_000, "grand": 1_000, "m": 1_000_000, "mn": 1_000_000, "mio": 1_000_000, "million": 1_000_000,
    "千": 1_000, "万": 10_000, "w": 10_000, "百万": 1_000_000, "亿": 100_000_000,
}  # fmt: skip
_NUMBER = r"(?P<number>\d+(?:[,，]\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?)"
SUMS = (
    re.compile(
        rf"(?:\b(?:rmb|cny|yuan)|[¥￥])\s*{_NUMBER}\s*(?P<scale>k|thousand|grand|mn?|mio|million|千|百万|万|亿)?\b",
        re.IGNORECASE,
    ),
    re.compile(
        rf"(?<![\d.]){_NUMBER}\s*(?P<scale>k|thousand|grand|m|mn|mio|million)?\s*(?:rmb|cny|yuan|kuai|renminbi)\b",
        re.IGNORECASE | re.ASCII,
    ),
    re.compile(
        rf"(?<![\d.]){_NUMBER}\s*(?P<scale>千|百万|万|亿|w)?\s*(?:多|余)?(?:元|块|人民币)", re.IGNORECASE
    ),
    re.compile(
        rf"(?<![\d.]){_NUMBER}\s*(?P<scale>万|百万|亿|w)(?![\da-z件个家条双只台箱款张公件年])", re.IGNORECASE
    ),
)
# Without a word for money an amount is one where the words beside it say what it is of.
_GOODS = r"(?:finished |counterfeit |fake )?(?:goods|fakes|counterfeits|copies|stock)"
_OF = rf"(?:turnover|sales|sold|takings|stock|revenue|profits?|gains?|unsold|worth|damages|fines?|owed|outstanding|{_GOODS})"
_THOUSANDS = r"(?P<number>\d+(?:\.\d+)?)\s?(?P<scale>k|thousand|grand)\b(?!\s*(?:usd|eur|gbp|us\b|dollars?|euros?|pounds?))"
NAMED = (
    re.compile(rf"(?<![\d.,$€£]){_THOUSANDS}(?=\s*(?:of |in |worth of )?{_OF}\b)", re.IGNORECASE),
    re.compile(
        rf"\b(?:{_OF}|sold)(?: (?:of|was|were|is|about|at|around|only|just|came|to|so far|for)){{0,3}} {_THOUSANDS}",
        re.IGNORECASE,
    ),
    re.compile(
        r"\b(?:sold|unsold|stock|inventory|another) (?P<number>\d{1,3}(?:,\d{3})+)(?P<scale>(?!))?(?![\d,.]*\d)"
        r"(?=\s*(?:[,.;:?!]|$|(?:and|but|so|yet|lies?|lying|is|are|was|were|in) ))",
        re.IGNORECASE,
    ),
    re.compile(
        r"(?:到账|进账|收款|[货尾余]款|流水|销售额|营业额|货值|欠款|应收款?|[卖赚]了?)[^\d，。；？、万]{0,4}(?P<number>\d{4,7})(?P<scale>(?!))?"
        r"(?![\d.]|[多余]?[件个条双只台瓶套副包盒袋枚顶支张块粒本卷箱月年日号万千])",
    ),
    re.compile(
        r"\bworth (?:about |some |around |only )?(?P<number>\d{1,3}(?:,\d{3})+|\d{4,7})(?P<scale>(?!))?(?![\d,.]*\d)",
        re.IGNORECASE,
    ),
)
BARE = re.compile(
    r"(?:(?<=\bof )|(?<=\bat )|(?<=\bfor )|(?<=\bmost )|(?<=\bthan )|(?<=\bto )|(?<=\bworth )|(?<=\babout )|(?<![\d.,]))"
    r"(?P<number>\d{1,3}(?:,\d{3})+)(?P<scale>(?!))?"
    r"(?=\s*(?:of |in |worth of )?" + _OF + r"\b)",
    re.IGNORECASE,
)
_SIGNS = {**{sign: n for n, sign in enumerate("一二三四五六七八九", start=1)}, "两": 2}
_TENS = {"十": 10, "百": 100, "千": 1_000}
_UP = {"万": 10_000, "亿": 100_000_000}
_DIGIT = "[一二两三四五六七八九]"
_BELOW = rf"(?:{_DIGIT}千)?零?(?:{_DIGIT}百)?零?(?:{_DIGIT}?十)?零?{_DIGIT}?"
WRITTEN = re.compile(
    rf"(?<![一二两三四五六七八九十百千万第\d])(?=[一二两三四五六七八九十])"
    rf"(?P<written>{_BELOW}[万亿](?:{_BELOW})(?:多|余)?(?:元|块|人民币)?(?![\d十百千万件个家条双只台箱款张公年])"
    rf"|{_BELOW}(?:多|余)?(?:元|块|人民币))"
)

# 4万2 is 42,000, and so is 4万2千.
_COUNTS = r"(?![\d.千万百亿%％件个家条双只台箱款张公年月日天倍])"
UPTO = re.compile(
    rf"(?<![\d.])(?P<tens>\d{{1,4}})万(?P<thousands>[1-9])(?:千{_COUNTS}|{_COUNTS})(?:多|余)?(?:元|块|人民币)?"
)

_FULL = (
    "january", "february", "march", "april", "may", "june", "july", "august", "september", "october", "november", "december",
)  # fmt: skip
# How many years from this one such words lead.
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
_NTH = ("first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth")
_TEENS = (
    "tenth",
    "eleventh",
    "twelfth",
    "thirteenth",
    "fourteenth",
    "fifteenth",
    "sixteenth",
    "seventeenth",
    "eighteenth",
    "nineteenth",
)
ORDINALS = {
    **{name: n for n, name in enumerate((*_NTH, *_TEENS, "twentieth"), start=1)},
    **{f"twenty{joint}{name}": 20 + n for n, name in enumerate(_NTH, start=1) for joint in "- "},
    "thirtieth": 30, "thirty-first": 31, "thirty first": 31,
}  # fmt: skip
"""The days of a month in English words."""
ORDINAL = "(?:" + "|".join(sorted(ORDINALS, key=len, reverse=True)) + ")"
_ONES = "[一二三四五六七八九]"
MONTH_ZH = rf"(?:十[一二]?|{_ONES})"
_DAY_ZH = rf"(?:[二三]?十{_ONES}?|{_ONES})"
DATE_ZH = rf"(?P<month>1?\d|{MONTH_ZH})月(?P<day>[0-3]?\d|{_DAY_ZH}(?=[日号]))[日号]?"
MONTHS_ZH = {**{sign: n for n, sign in enumerate("一二三四五六七八九十", start=1)}, "十一": 11, "十二": 12}

NUMBERS = {
    **{
        word: n
        for n, word in enumerate(
            ["one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten"], start=1
        )
    },
    **{sign: n for n, sign in enumerate("一二三四五六七八九十", start=1)},
    "两": 2,
}
"""Small numbers as they are written out."""
TERM_NUMBERS = {
    **NUMBERS, "a": 1, "twelve": 12, "fourteen": 14, "fifteen": 15, "eighteen": 18, "twenty": 20, "thirty": 30, "forty": 40,
    "forty-five": 45, "fifty": 50, "sixty": 60, "ninety": 90,
    **{
        f"{tens}十{ones}": 10 * ten + one
        for ten, tens in enumerate(["", *"二三四五六七八九"], start=1)
        for one, ones in enumerate(["", *"一二三四五六七八九"])
    },
}  # fmt: skip
# Days that are told from today, and by how many they go back.
DAYS_BACK = (
    (re.compile(r"\btoday\b|今天|今日", re.IGNORECASE), 0),
    (re.compile(r"\bday before yesterday\b|(?<![大提目])前[天日]", re.IGNORECASE), 2),
    (re.compile(r"(?<!before )\byesterday\b|\blast night\b|昨[天日晚夜]", re.IGNORECASE), 1),
    (re.compile(r"大前[天日]"), 3),
)
# Today is the day of what came today, and not of what is asked today.
CAME_TODAY_ZH = re.compile(r"(?:今[天日早]|刚刚?)[^，。？！,]{0,8}(?:收到|送[达到]|接到|拿到|来函|来电|通知)")
TODAY = re.compile(r"(?<!\bago )\btoday\b|\bthis (?:morning|afternoon|evening)\b", re.IGNORECASE)
_COUNT = rf"\d{{1,3}}|{'|'.join(NUMBERS)}"
# So many months ago is no day; so many weeks may be some days more.
AGO = re.compile(
    rf"\b(?P<number>{_COUNT}|an?) (?:days?|(?P<weeks>weeks?)) ago\b"
    rf"|(?P<znumber>{_COUNT})(?:天|(?P<zweeks>周|个?星期|个?礼拜))之?前",
    re.IGNORECASE,
)
_ARRIVED_ZH = r"(?:转[到给]|收到|签收|收的|送[达到]|接到|拿到|到的|来的|来函|转来|通知|公告)"
WEEKDAY_ZH = re.compile(
    rf"(?<![号日][（(])(?<![号日])(?P<which>上上?|本|这)?个?(?<!下)(?:周|星期|礼拜)(?P<sign>[一二三四五六日天])(?(which)|(?=[^，。；？]{{0,4}}{_ARRIVED_ZH}))"
)
WEEKDAY = re.compile(
    r"(?<!\bby )(?<!\bnext )(?<!\buntil )(?<!\btill )(?<!\bbefore )(?<!\bfrom )(?<!\bto )"
    r"\b(?:(?P<last>last|past) |on |this |since )*(?P<name>mon|tues|wednes|thurs|fri|satur|sun)day\b(?!,? the [1-3]?\d)",
    re.IGNORECASE,
)
# What a clause tells as past, and what as still to be done or asked for.
TELLS_PAST = re.compile(
    r"\b(?:(?!need\b|indeed\b)\w{2,}ed|came|got|went|was|were|sent"
    r"|(?<!['’]d )(?<!ll )(?<!would )(?<!to )put|told|rang|wrote|hit|gave|took|made|brought"
    r"|(?:has|have) been)\b",
    re.IGNORECASE,
)
TELLS_AHEAD = re.compile(
    r"\b(?:will|shall|must|can|could|should|may|might|would|going to|wants? to|ha(?:ve|s) to|needs? to|plans?)\b",
    re.IGNORECASE,
)
CLAUSE = re.compile(r"[.?!;:,\n]|\b(?:and|but)\b")
# A day to come is that of what is said to come.
COMES = re.compile(
    r"\b(?:will|shall|going to|(?:is|are) to|expires?|runs? out|ends?|lapses?|due|expected|scheduled|set for)\b"
    r"|\b(?:hypothetical\w*|assum\w+|suppos\w+|served|received|arriv\w+)\b"
    r"|将|预计|估计|大概|定于|[会要]|到期|届满|期满|假设|假定|到(?:了|手|我)|签收|[收接]到|送达",
    re.IGNORECASE,
)
WEEKDAYS = ("mon", "tues", "wednes", "thurs", "fri", "satur", "sun")
# A day of the month alone is the last such one, where something is told of it.
MONTHDAY = re.compile(
    rf"(?:(?P<last>上个?月)|(?<![\d月第#一二三四五六七八九十]))(?P<zh>[1-3]?\d|{_DAY_ZH})[号日](?(last)|(?=[^，。；？]{{0,6}}{_ARRIVED_ZH}))"
    r"|\b(?:on|since|dated|(?P<weekday>mon|tues|wednes|thurs|fri|satur|sun)day,?) the (?P<en>[1-3]?\d(?=(?:st|nd|rd|th)\b(?! of))"
    rf"|{ORDINAL}(?=[,.;:?!)]|$| (?:and|but|so|by|from|to|at|we|they)\b))(?:st|nd|rd|th)?",
    re.IGNORECASE,
)
_TERM_NUMBER = rf"(?:\d{{1,3}}|{'|'.join(sorted(TERM_NUMBERS, key=len, reverse=True))})"
_UNIT = (
    r"(?:(?:working |business |calendar )?(?:days?|hours?|hrs?|weeks?)|个?(?:工作)?[日天]|个?小时|周|个星期)"
)
TERM = re.compile(rf"(?<![A-Za-z0-9.月])(?P<term>(?P<number>{_TERM_NUMBER})[ -]?{_UNIT})", re.IGNORECASE)
BY_WEEKDAY = re.compile(
    r"\b(?:by|until|till|before) (?P<term>(?:next |this )?(?:mon|tues|wednes|thurs|fri|satur|sun)day"
    r"|tomorrow|tonight|the end of (?:the |this |next )?(?:week|month))\b"
    r"|(?P<zh>(?:本|下|这)?(?:周|星期)[一二三四五六日天]|明天|月底|周末)之?前",
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
DEMAND_EN = re.compile(rf"\b{_WHO}\b.{{0,40}}?\b{_DEMANDS}\b", re.IGNORECASE)
DEMAND_ZH = re.compile(rf"{_WHO}.{{0,12}}?{_DEMANDS}")
# A term that is held for one of the law, and one of ours that is only to be confirmed.
BY_LAW = re.compile(
    r"\b(?:by law|the law (?:says|sets|gives|requires)|legally|statutory|article \d+ (?:says|gives))\b"
    r"|法律规定|依法|法定|按法律|法条",
    re.IGNORECASE,
)
TAG = re.compile(
    r"\b(?:right|correct|true|ok(?:ay)?|yes|no|is(?:n['’]t| that) (?:it|so|right|correct)|don['’]?t we|do we not)\s*\?",
    re.IGNORECASE,
)
OWN_TERM = re.compile(r"\b(?:we|i)(?:['’]ve| have| still have| get| got)\b", re.IGNORECASE)
# A number of goods, pieces or “of them”.
_NO_GOODS = (
    r"(?!(?:days|weeks|years|months|hours|classes|stands|sits|waits|remains|followers|fans|customers|buyers|sellers|shops|links"
    r"|listings|views|reviews)\b)"
)
GOODS = re.compile(
    r"(?<![\d.,])(\d{1,3}(?:,\d{3})+|\d+)\s*"
    rf"(?:[多余]?[件个条双只台瓶套副包盒袋枚顶支](?!月)|(?:[a-z]+ )?{_NO_GOODS}[a-z]{{3,}}s\b"
    r"|(?:of (?:them|these|those)|more)\b)",
    re.IGNORECASE,
)


def value_of(written: str) -> int:
    """What figures, Chinese numerals or ordinals come to; a last digit behind 万 is of the next lower unit (一万五: 15,000)."""
    if written.isdigit() or written.lower() in ORDINALS:
        return ORDINALS.get(written.lower()) or int(written)
    whole = below = digit = 0
    unit = 1
    for sign in written:
        if sign in _SIGNS:
            digit = _SIGNS[sign]
        elif sign in _TENS:
            below, digit, unit = below + (digit or 1) * _TENS[sign], 0, _TENS[sign]
        elif sign in _UP:
            whole, below, digit, unit = (whole + below + digit) * _UP[sign], 0, 0, _UP[sign]
        elif sign == "零":
            unit = 10
    return whole + below + digit * max(unit // 10, 1)
