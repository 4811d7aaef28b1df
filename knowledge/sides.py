"""Whose side a message tells of, by its words: who bore a penalty, who accuses or doubts whom, whose goods are sold and where."""

from __future__ import annotations

import re

from knowledge.lazily import lazily

# By who bore, made or sells it: one of ours, or another.
_DEALER = (
    r"(?:seller|shop|trader|dealer|infringer|factory|maker|counterfeiter|copyist|importer|defendant|vendor)s?"
)
_THEM = rf"(?:him|her|them|(?:the|this|that|a|one) (?:[\w-]+ ){{0,2}}?{_DEALER})"
_THEY = rf"(?:he|she|they|it|{_THEM})"
_PUNISHED = r"(?:fined|punished|penali[sz]ed|sanctioned)"
_OTHERS = r"(?:他们?|她|对方|卖家|店家|店主|商[家户]|厂家|[那这]家\S{0,2}|侵权\S|[售制]假\S{0,2}|被告|主播|摊主|老板)"
_WE = r"(?:我们?|我方|我司|本店|咱们?)"
_NOT_OURS = r"(?!company|firm|branch|office|business|maximum|amount|sum)"
_FINED_THEM = lazily(
    rf"\b{_PUNISHED} (?:{_THEM}|(?:the|a|an|this|that|his|her|their) {_NOT_OURS}\w+)\b"
    rf"|\b(?:fines?|penalty) (?:\w+ ){{0,2}}?(?:on|against|for|to) {_THEM}\b"
    rf"|\b{_THEY} (?:\w+ )?(?:(?:was|were|is|are|got|been) (?:\w+ ){{0,2}}?{_PUNISHED}|paid (?:\w+ ){{0,2}}?fine)\b"
    r"|\b(?:his|her|their) (?:\w+ )?(?:fine|penalty)\b"
    rf"|罚(?:了|款|过|的是)?{_OTHERS}|[对给]{_OTHERS}[^，。；？]{{0,6}}罚"
    rf"|(?<!被){_OTHERS}(?:(?![举投告我咱])[^，。；？]){{0,20}}罚",
    re.IGNORECASE,
)
_FINED_US = lazily(
    rf"\b{_PUNISHED} (?:us|me|our|my)\b|\b(?:fines?|penalty) (?:\w+ ){{0,2}}?(?:on|against|to) (?:us|me|our|my)\b"
    rf"|\b(?:we|i|(?:our|my) [\w-]+(?: [\w-]+)?) (?:\w+ ){{0,2}}?{_PUNISHED}\b|\bour (?:\w+ )?fine\b"
    rf"|{_WE}[^，。；？]{{0,8}}[被挨遭受][^，。；？]{{0,8}}罚|罚(?:了|款)?{_WE}",
    re.IGNORECASE,
)
_WE_ACCUSE = lazily(
    r"\b(?:we|i|our (?:agent|lawyer|team|company|brand))(?:['’]ve)? (?:\w+ ){0,2}?(?:reported|complained|sued|notified"
    r"|filed (?:an?|our|the) (?:\w+ )?(?:complaint|report|notice)|sent (?:a|our|the) (?:\w+ )?(?:notice|complaint|letter))\b"
    r"|(?<![对把向给跟让])(?:我们?|我方|我司|公司)[^，。；？被遭收接因受挨]{0,14}"
    r"(?:投诉|举报|起诉)(?:了|过|他|她|它|对方|那|这|竞|卖家|假货|售假)"
    r"|我们?[去到上在][^，。；？被遭收接因受挨]{0,16}(?:投诉|举报)"
    rf"|\b{_THEY} (?:\w+ )?(?:sells?|sold|(?:is|are|was|were) selling)\b|{_OTHERS}[^，。；？我]{{0,6}}[卖售销]",
    re.IGNORECASE,
)
_US_ACCUSED = lazily(
    r"\b(?:accus\w+|sue[sd]?|suing|reported|warn\w+|claims that we)(?: (?:us|me|our))\b|\bagainst (?:us|me|our)\b"
    r"|\b(?:we|i|our [\w-]+) (?:\w+ ){0,3}?(?:accused|sued by|reported by|received|got|raided|served)\b"
    r"|\b(?:our|my) (?:listing|link|shop|stock|goods|offer)s? (?:[\w-]+ )?(?:removed|taken down|sealed|blocked|closed|down)\b"
    r"|\b(?:we|i|(?:our|my) [\w-]+) (?:am|are|is|was|were|got|(?:have|has) been)(?: being)? (?:reported"
    r"|accused|sued|warned|taken down|removed)\b"
    r"|\b(?:had|sealed|took down|removed) (?:our|my)\b|[判说]我们?[^，。；？]{0,10}假|(?:扣|关|罚)了?我们?"
    r"|被[^，。；？]{0,8}(?:投诉|举报|起诉|告|查|指)|(?:投诉|举报|起诉|告|指控|警告)了?(?:我|咱|本店)|[收接]到|传票|律师函|警告函",
    re.IGNORECASE,
)


def punishes_another(text: str) -> bool:
    """Whether another is told to be punished, and none of ours."""
    return _FINED_THEM.search(text) is not None and _FINED_US.search(text) is None


def accuses(text: str) -> bool:
    """Whether we are told to complain, or another to sell, and nobody to accuse us: then no plan of an accused is ours."""
    return _WE_ACCUSE.search(text) is not None and _US_ACCUSED.search(text) is None


_POLICE = r"\b(?:police|psb)\b|公安|派出所|经侦|报[案警]|警方"
_BUREAU = r"\b(?:amr|bureau|regulator|market (?:supervision|regulation))\b|市监|市场监管|工商"
_OFFICES = lazily(rf"(?P<police>{_POLICE})|(?P<bureau>{_BUREAU})", re.IGNORECASE)
_DECLINED = lazily(
    r"\b(?:declin\w+|refus\w+|reject\w+|not open\w*|n['’]t open|no case)\b|不予?(?:立案|受理)|[没未]立案",
    re.IGNORECASE,
)


def police_declined(text: str) -> bool:
    """Whether all that is told not to be taken up was brought to the police: of two offices the one named last before."""
    offices = [
        max(_OFFICES.finditer(text, 0, each.start()), key=lambda office: office.start(), default=None)
        for each in _DECLINED.finditer(text)
    ]
    return bool(offices) and all(each and each["police"] for each in offices)


POSTS = lazily(
    r"\b(?:post(?:ed|ing|marks?|marked)?|mail(?:ed|ing)?|courier\w*|registered mail)\b(?! (?:notes?|on|office box))"
    r"|邮寄|寄(?!存)|邮戳|快递|挂号|(?<![a-z])ems(?![a-z])",
    re.IGNORECASE,
)
OFFICE_RULES = lazily(
    r"\b(?:patent|ip|intellectual property) (?:office|bureau)\b[^.?!]{0,60}\b(?:rul|decid|decision|order)\w*"
    r"|(?<!国家)(?:知识产权局|知产局|专利局)[^。？！]{0,24}(?:裁决|处理决定)",
    re.IGNORECASE,
)
# Steps whose time no source of ours tells: a term that is told of them is not ours to deny.
UNTIMED = lazily(r"\bhearings?\b|\bevidence (?:period|deadline|term)s?\b|听证|举证", re.IGNORECASE)
_CITY = (
    r"(?:shanghai|beijing|shenzhen|guangzhou|hangzhou|suzhou|ningbo|xiamen|qingdao|tianjin|wuhan|chengdu"
    r"|chinese|china|prc|mainland)"
)
_HERE = lazily(
    rf"\bwfoes?\b|\bwholly[ -](?:foreign[ -])?owned\b|\bjoint venture\b|\b(?:our|the|a|my) (?:\w+ )?{_CITY}"
    r" (?:company|entity|subsidiary|unit|arm|firm)\b|\b(?:registered|established|incorporated) in (?:mainland )?china\b"
    r"|外商独资|外资企业|合资(?:公司|企业)|(?:国内|内资|中国|境内)公司|公司[（(](?!德|美|英|法|日|韩|境外|国外|香港)[\u4e00-\u9fff]{2,3}[)）]"
    r"|在(?:中国|国内|境内|上海|北京|深圳|广州|杭州|苏州)(?:注册|成立|设立)的?(?:公司|企业)",
    re.IGNORECASE,
)
_NO_HOME = lazily(
    r"\b(?:no|without(?: a| any)?) (?:\w+ )?(?:domicile|residence|place of business|office|seat) in (?:mainland )?china\b"
    r"|(?:没有|没|无)(?:境内)?住所",
    re.IGNORECASE,
)


_PARTY = lazily(
    r"(?=[^,.;:!?]*\b(?:our|we|us)\b)[^,.;:!?]*\b(?:plaintiff|defendant|appellant|claimant|party)\b[^,.;:!?]*"
    r"|(?=[^，。；：！？]*(?:我|总公司|母公司|总部))[^，。；：！？]*(?:原告|被告|上诉人|当事人)[^，。；：！？]*",
    re.IGNORECASE,
)


def home_of(text: str) -> str:
    """Whether the party asking is told to be ``here``, as a company of China is, or ``abroad``, with no domicile in China; empty
    where neither is told, or both. Who is named as the party alone counts."""
    party = _PARTY.search(text)
    text = party.group() if party else text
    here, abroad = _HERE.search(text) is not None, _NO_HOME.search(text) is not None
    return "" if here is abroad else "here" if here else "abroad"


_MAKES = lazily(
    r"(?<!\bour )\b(?:manufacturers?|makers?|producers?|factory|workshop|plant"
    r"|(?:makes?|produces?|manufactures?) (?:them|it|the \w+|all|every\w+))\b"
    r"|\b(?:sews?|sewed|stitch(?:es|ed)?|glue[sd]?|affix(?:es|ed)?|attach(?:es|ed)?|stamps|sticks|irons) (?:on )?"
    r"(?:our|the|fake|counterfeit|false|a famous|famous) (?:[\w-]+ )?(?:labels?|logos?|badges?|tags?|marks?|brand)\b"
    r"|(?<!我司)(?<!我们)(?:制造|生产|(?<!出)厂|作坊|代工)|[造制]假(?:窝点|作坊|厂|团伙|商|分子)|(?:自己|自行|现场|手工|[在后]\S{0,4})(?:贴|钉|缝|烫|打)[上了]?(?:\S{0,3}标|牌|logo)",
    re.IGNORECASE,
)
# Who sells what was made there is held for making it.
_OWN_SALE = lazily(
    r"自己\S{0,2}(?:做|造|产|贴|钉|缝|烫|打)[^。；？！]{0,10}自己\S{0,4}[卖销售]|自[产造制]自[销卖]|前店后[厂坊]|边[做产造贴]边[卖销]"
    r"|\b(?:mak(?:es?|ing)|made|produc(?:es?|ing)|sews?|stitch(?:es)?|labels?|manufactur(?:es?|ing))\b[^.;?!]{0,40}"
    r"\b(?:and|then) (?:\w+ )?(?:sells?|selling|sold) (?:(?:it|them|everything|the lot|all) )?"
    r"(?:himself|herself|themselves|itself|ourselves|myself)\b",
    re.IGNORECASE,
)
_SELLS = lazily(
    r"\b(?:shops?|stores?|stalls?|sellers?|resell\w*|dealers?|traders?|wholesalers?|retailers?|bought|buys)\b"
    r"|店|摊|档口|卖家|商家|经销|批发|零售|进货|拿货",
    re.IGNORECASE,
)
_NOT = lazily(
    r"(?:\b(?:not|no|never|neither|nor|rather than|instead of)|n['’]t)"
    r"(?: (?:an?|the|any|even|only|just|really|certainly|run|own)){0,3} $"
    r"|(?:不是|并非|没有?|不|非)[个家间自己什么做开在]{0,3}$",
    re.IGNORECASE,
)


def makes_goods(text: str) -> bool:
    """Whether somebody is told to make the goods."""
    return _is_told(_MAKES, text)


def sells_goods(text: str) -> bool:
    """Whether somebody is told to sell the goods."""
    return _is_told(_SELLS, text)


def makes_alone(text: str) -> bool:
    """Whether somebody is told to make the goods, and nobody to sell them but who made them."""
    return makes_goods(text) and (not sells_goods(text) or _OWN_SALE.search(text) is not None)


def _is_told(role: re.Pattern[str], text: str) -> bool:
    """Whether somebody is told to have a role, and not told not to."""
    return any(_NOT.search(text[: each.start()]) is None for each in role.finditer(text))


# Somebody holds what is told for no crime, or for less than one takes; or takes it for one.
HELD_FOR_NONE = lazily(
    r"\b(?:not|n['’]t|no|nowhere near|far from|below|under|short of|never)\b[^.?!;]{0,24}"
    r"\b(?:crim\w+|crimes?|police|lines?|thresholds?|enough|prosecut\w+)\b|\bstays? with the (?:amr|bureau)\b"
    r"|\b(?:fine|safe|clear|ok(?:ay)?) criminally\b|\bcriminally (?:\S+ ){0,2}?(?:fine|safe|clear|ok(?:ay)?)\b"
    r"|(?<![够算到是能])不(?:构成|够|能移送|到|算犯罪|算)|[没未]到|达不到|够不上|未达",
    re.IGNORECASE,
)
HELD_FOR_A_CRIME = lazily(
    r"\b(?:so|therefore|hence|clearly|surely|already) (?:it(?:['’]s| is) )?(?:criminal|a crime|enough)\b"
    r"|(?:够|构成|达到)(?:了|犯罪了|刑事了)",
    re.IGNORECASE,
)
_PLACE = lazily(
    r"\b(?:factor(?:y|ies)|plants?|workshops?|warehouses?|depots?|stalls?|wholesale markets?)\b"
    r"|厂|仓库|库房|作坊|源头|窝点|档口|摊位|批发市场",
    re.IGNORECASE,
)
_SOURCE = lazily(
    r"\b(?:wholesaler|supplier|maker|police|raid|amr|market (?:bureau|regulator)|customs|inspection)\b"
    r"|公安|报警|警察|突击|查处|检查|市监|市场监管|海关",
    re.IGNORECASE,
)


def names_a_place(text: str) -> bool:
    """Whether a place where goods are made, kept or sold is named."""
    return _PLACE.search(text) is not None


def names_a_source(text: str) -> bool:
    """Whether such a place, a supplier or an authority that comes without warning is named."""
    return names_a_place(text) or _SOURCE.search(text) is not None


_OURS = lazily(
    r"\b(?:we|(?<!got )(?<!had )(?<!copy of )(?<!like )(?<!to )(?<!same as )"
    r"(?<!took )(?<!filed )(?<!registered )our (?:own )?(?:\w+ )?"
    r"(?:trade ?mark|mark|registration|brand|logo|name))\b"
    r"|(?<![把将被了到过走])(?<!抢注)我们(?!的?(?:前|代理|经销|员工|客户))",
    re.IGNORECASE,
)
_ANOTHERS = lazily(
    r"\b(?:rival|competitor|squatter|stranger|opponent|applicant|copycat|(?:look|sound)-?alike|(?:ex-?|former )?(?:agent|dealer"
    r"|distributor|supplier)|(?:their|his|her|another|other|similar|identical|conflicting|later) (?:\w+ )?(?:trade ?mark|mark"
    r"|filing|application))\b"
    r"|对方|对手|他[的们家]|她的|别人|人家|同行|竞品|竞争者|抢注人|代理商?(?!机构)|经销商|近似商?标",
    re.IGNORECASE,
)
# Another holds a mark that is ours by rights: its term is not ours to renew.
TAKEN_BY_ANOTHER = lazily(
    r"\b(?:he|she|they|somebody|someone|stranger|agent|dealer|distributor|supplier|partner|licensee)s? (?:has |have |had )?"
    r"(?:obtained|got|gets|registered|filed|took|secured|received|holds) [^.?!;,]{0,40}?\bour (?:\w+ ){0,2}?"
    r"(?:name|mark|brand|logo|trade ?mark)\b"
    r"|(?:代理商?|经销商|对方|他们?|她|别人|人家)[^，。；？]{0,14}(?:拿到|取得|注册|抢注)了?[^，。；？]{0,6}(?:我们|我司|咱)",
    re.IGNORECASE,
)


_STRANGER = lazily(
    r"\b(?:some(?:one|body)|strangers?|squatters?|rivals?|competitors?|third part(?:y|ies)|opponents?"
    r"|(?:a|an|another|some|the other) (?:[\w-]+ )?(?:trader|company|firm|man|woman|person|seller|dealer|side)s?)\b"
    r"|有人|别人|他人|人家|对方|对手|竞争者|竞品|同行|抢注人|第三[方人]|某[公商个人]|一家",
    re.IGNORECASE,
)
_OURSELVES = lazily(r"\b(?:we|us|our|my)\b|我们?|咱们?|本公司|总部|母公司", re.IGNORECASE)


def by_a_stranger(told: str) -> bool:
    """Whether who does what these words begin to tell is a stranger to us: of several named the last."""
    ours, theirs = (
        max((m.end() for m in form.finditer(told)), default=-1) for form in (_OURSELVES, _STRANGER)
    )
    return theirs > ours


def is_ours(told: str) -> bool:
    """Whether a mark that is told of in these words is ours: of several the last."""
    ours, theirs = (max((m.end() for m in form.finditer(told)), default=-1) for form in (_OURS, _ANOTHERS))
    return ours > theirs and TAKEN_BY_ANOTHER.search(told) is None
