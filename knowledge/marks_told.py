"""Whose marks the words of a message tell of, where that moves the lines of a crime: marks of services, two marks, and marks of
two owners."""

import re

from knowledge.lazily import lazily


def of_service_mark(text: str) -> bool:
    """Whether the mark of a service is told of, or a trade that serves under the sign and sells no goods: the lines of goods say
    nothing of it."""
    if _SERVICE.search(text) or _SERVES_ONLY.search(text):
        return True
    return _SERVES.search(text) is not None and _HAS_GOODS.search(text) is None


def of_two_marks(text: str) -> bool:
    """Whether two marks are told of, which lower the lines of who counterfeits them."""
    return _TWO_MARKS.search(text) is not None or of_two_owners(text)


def of_two_owners(text: str) -> bool:
    """Whether marks of two owners are told of, ours and another's."""
    return _TWO_OWNERS.search(text) is not None


_SO_MANY = r"\b\d[\d,.]*k?\b[^.;?!,\d]{0,24}?"
_OF_US = (
    r"(?:\b(?:of|for|with|bearing|under|in|as|carrying) our\b|\bours\b|\b(?:of|for|with) us\b"
    r"|\bour (?:own )?(?:brand|mark|name|logo)\b)"
)
_OF_THEM = (
    r"\b(?:of|for|with|bearing|under|as|carrying) (?:(?:an|some|the) ?other|another|some(?:body|one) else|a (?:rival|competitor"
    r"|different|second|third|foreign|local)|(?:an?|the) (?:[\w-]+ ){0,2}(?:rival|competitor|brand|house|maker|firm|company))"
)
_TWO_OWNERS = lazily(
    r"\b(?:ours?|us)\b(?: \w+){0,2} (?:and|plus|as well as|along with) "
    r"(?:(?:that|those|one|some) of )?(?:an)?other (?:brand|house|compan|owner|maker|firm|label)"
    r"|\bour\b[^.;?!]{0,40} (?:and|plus) [^.;?!]{0,16}\bof (?:the|an?) (?:[\w-]+ ){0,2}(?:brand|house|company|maker|firm)\b"
    # So many of ours, and so many of somebody else's.
    rf"|{_SO_MANY}{_OF_US}[^.;?!]{{0,60}}?{_SO_MANY}{_OF_THEM}|{_SO_MANY}{_OF_THEM}[^.;?!]{{0,60}}?{_SO_MANY}{_OF_US}"
    r"|\b(?:two|different|several|three) (?:unrelated )?(?:owners|companies|houses|right ?holders)\b"
    r"|\bhalf\b[^.;?!]{0,24}\bours?\b[^.;?!]{0,30}\b(?:half|rest|remainder|others?)\b[^.;?!]{0,30}"
    r"\b(?:brand|house|compan\w+|owner|maker|firm|label|rival|competitor)"
    r"|\d[\d万千]*[个张枚套件条只]?[^。；？！，\d]{0,6}(?:是|印|贴|打)?(?:我们?|咱们?)[^。；？！\d]{0,16}\d[\d万千]*[个张枚套件条只]?"
    r"[^。；？！，\d]{0,6}(?:是|印|贴|打)?(?:别|另|其他|人家|竞品|对手|同行)"
    r"|一半[^。；？！，]{0,6}(?:我们?|咱们?)[^。；？！]{0,12}(?:一半|其余|剩下)[^。；？！]{0,8}(?:别|另|其他|人家|竞品|对手|同行)"
    r"|我们?(?:家|的|自己的)?(?:和|跟|与|加上?|、)(?:别|另|其他|人)(?:人|家|的|一家|一个)|[两三几]家(?:公司|企业|权利人|品牌方|的)",
    re.IGNORECASE,
)
_SERVICE = lazily(r"\bservice marks?\b|\b(?:trade ?)?marks? for services\b|服务商标", re.IGNORECASE)
_SERVES_ONLY = lazily(
    r"\b(?:pure(?:ly)? (?:a )?services?|(?:only|just|nothing but|all) services?|services? (?:only|alone))\b"
    r"|纯(?:粹)?(?:是)?服务|[只光全仅]是?(?:做|提供|卖)?服务",
    re.IGNORECASE,
)
# What such a trade does for its customers.
_SERVES = lazily(
    r"\b(?:restaurants?|caf[eé]s?|coffee ?shops?|tea ?houses?|hotels?|hostels?|(?:hair|nail|beauty) parlou?rs?"
    r"|salons?|barber\w*|gyms?|spas?|clinics?|laundr\w+|launderettes?|dry[- ]?clean\w*|car ?wash\w*"
    r"|massage (?:parlou?rs?|studios?|shops?)|repair (?:shops?|services?)"
    r"|(?:driving|language|dance|cram|music|swimming) schools?|training centres?|tutor\w+|movers?|removal firms?)\b"
    r"|餐厅|饭店|酒店|旅馆|民宿|咖啡馆|奶茶店|火锅店|理发|美发|美容[院店]|美甲|健身房|(?:洗[衣车鞋]|干洗|按摩|推拿)(?:连锁|店|馆|行|房|服务|的店)|足浴[店城馆]|维修店?|家政|培训"
    r"|驾校|补习|搬家|诊所|门诊",
    re.IGNORECASE,
)
_HAS_GOODS = lazily(
    r"\b(?:goods|stock|pieces|bottles|products?|items?|units?|s[eo]ld|sell(?:s|ing)?|parts?)\b|[卖售货]|件(?!事)|瓶|商品|产品|配件",
    re.IGNORECASE,
)
_TWO_MARKS = lazily(
    r"\b(?:two|both|three|several|2|3) (?:\w+ ){0,2}(?:trade ?)?(?:marks|brands)\b|[两三2-9多][种个家]\S{0,4}(?:商标|品牌|牌子)"
    r"|\b(?:another|a second) (?:[\w-]+(?:['’]s)? ){0,2}(?:brand|mark|trade ?mark)\b"
    r"|\b(?:one|a) (?:[\w-]+ ){0,3}?(?:brand|mark|label)\b[^.;?!]{0,40}\b(?:of|for|with) (?:another|the other)\b"
    r"|另外?一[个种家]\S{0,4}(?:商标|品牌|牌子|的标(?!准))|别(?:的|家的?)(?:商?标(?!准)|品牌|牌子)"
    r"|\bhalf\b[^.;?!]{0,40}\b(?:marks?|brands?|labels?|logos?)\b[^.;?!]{0,40}\bhalf\b|一半[是为贴印打用][^。；？！]{0,10}[标牌][^。；？！]{0,6}一半",
    re.IGNORECASE,
)
