"""The brand book: marks, products, sellers, pictures: everything a listing or a notice is judged against."""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from bot.domain.errors import UnknownThing
from bot.domain.ids import RightId
from bot.domain.products import Product
from bot.domain.rights import (
    PATENTS,
    Authority,
    Owner,
    Right,
    RightKind,
    RightState,
    SellerDecision,
    add_months,
    marks_in,
)
from bot.domain.sellers import Seller
from knowledge.instruments import LawError
from knowledge.law import Register
from knowledge.lazily import lazily
from knowledge.lexical import stem, words


@dataclass(frozen=True, slots=True, kw_only=True)
class BrandBook:
    """One brand's book (formats.md section 1), with references already checked.

    ``revision`` is the hash of its contents: a listing is judged again when it changes.
    ``folder`` is where its pictures and papers lie in the team's state.
    """

    name: str
    aliases: tuple[str, ...] = ()
    owner: str
    contact_email: str = ""
    owners: tuple[Owner, ...] = ()
    rights: tuple[Right, ...] = ()
    authorities: tuple[Authority, ...] = ()
    products: tuple[Product, ...] = ()
    sellers: tuple[Seller, ...] = ()
    findings: tuple[SellerDecision, ...] = ()
    revision: str = ""
    folder: str = ""

    def right(self, right_id: RightId) -> Right:
        """The right of this id.

        Raises:
            UnknownThing
        """
        for right in self.rights:
            if right.id == right_id:
                return right
        raise UnknownThing("right", right_id, "`marque rights` lists them")

    def owner_named(self, name: str) -> Owner:
        """The owner of this name; a bare name is an owner of whom nothing else is known."""
        return next((owner for owner in self.owners if owner.name == name), Owner(name=name))


def with_terms(book: BrandBook, register: Register) -> BrandBook:
    """The book with the end of each patent that its filing day gives; an earlier end on record stays."""
    return replace(book, rights=tuple(_in_term(right, register) for right in book.rights))


def _in_term(right: Right, register: Register) -> Right:
    ends = patent_end(right, register)
    if ends is None or (right.expires_on is not None and right.expires_on <= ends):
        return right
    return replace(right, expires_on=ends)


def patent_end(right: Right, register: Register) -> date | None:
    """The last day of a Chinese patent's term; None where no filing day, or no law of that day, is on record.

    The term begins with the day of filing, so its last day is the one before the corresponding day.
    """
    if right.kind not in PATENTS or right.jurisdiction != "CN" or right.filed_on is None:
        return None
    try:
        years = register.figure(f"pt.term.{right.kind.value}", right.filed_on).value
    except LawError:
        return None
    return add_months(right.filed_on, years * 12) - timedelta(days=1)


def _forms(**table: str) -> dict[str, re.Pattern[str]]:
    return {name: lazily(form, re.IGNORECASE) for name, form in table.items()}


_CLASS = lazily(r"\bclass(?:es)? (\d{1,2})\b|第?\s?(\d{1,2})\s?类", re.IGNORECASE)
_KINDS = _forms(
    design=r"\bdesigns?\b|外观",
    utility_model=r"\butility (?:models?|patents?)\b|实用新型",
    invention=r"\binventions?\b|发明",
    copyright=r"\bcopyrights?\b|著作权|版权|作品登记",
    trademark=r"\b(?:trade ?)?marks?\b|商标",
)
_STATES = _forms(
    pending=(
        r"\b(?:pending|(?:only |just |still )?(?:applied|filed) for|not (?:yet )?registered|unregistered)\b"
        r"|申请中|在审|待审|(?:没|没有|未|尚未)(?:注册|下证|核准)"
    ),
    lapsed=r"\b(?:expired|lapsed|(?:have|has) run out|dead)\b|失效|已经?到期|已过期",
    in_force=(
        r"\b(?:in force|valid|registered (?=(?:trade ?)?marks?|designs?|rights?)|(?:are|is) registered)\b"
        r"|有效|已经?注册|注册了的"
    ),
)
_RECORDED = lazily(r"\b(?:customs|recordals?|recorded)\b|海关|备案", re.IGNORECASE)
_NOT = lazily(r"n['’]t\b|\bnot\b|\bwithout\b|没|未", re.IGNORECASE)
_WHETHER = lazily(
    r"^\W*(?:is|are|do|does|did|have|has)\b|[吗么没]\W*$|没有\W*$|是不是|有没有|是否", re.IGNORECASE
)
_GOODS = lazily(
    r"\b(?:covers?|covering|protects?|protecting|for)\s+(?:the |our |any |all )?(?P<en>[a-z][a-z -]*?)"
    r"(?=\s*(?:[?.,;]|$|\b(?:in|on|at|and|or|yet|now|already|too)\b))"
    r"|(?:覆盖|涵盖|保护|核定用于|用在|管)(?P<over>[\u4e00-\u9fff]{1,10}?)(?=[吗的了]?[，。？?]|$)"
    r"|(?:在|^|[，。])(?P<on>[\u4e00-\u9fff]{1,8}?)(?:上|方面)",
    re.IGNORECASE,
)
_NO_GOODS = lazily(
    r"\b(?:china|customs|renewal|registration|us|it|this|that|me|applied)\b|手上|名下|平台|线上",
    re.IGNORECASE,
)


# What is on file of our own, asked as a fact; what may be done about it, or is done by others, is no such question.
_FACT = lazily(
    r"^\W*(?:(?:and|so|also|but) )?(?:is|are|which|what|how (?:many|much)|list|show|(?:do|did|have) we|(?:until )?when)\b"
    r"|吗|没有|[了没]没|哪[些几]|几[件个家项]|多少|是不是|有没有|是否|列一?下|什么时候|何时|哪天",
    re.IGNORECASE,
)
_RULE = lazily(
    r"\b(?:can|could|may|might|must|should|shall|would|need|allowed|enough|if|why|how (?:do|long|to)|against|without|someone"
    r"|somebody|others?|another|they|he|she|infring\w*|fakes?|counterfeit\w*|copy|copies|squatt\w*|fees?|costs?|rules?|law)\b"
    r"|能不能|能否|[还才不]能|可以|可否|必须|应当|应该|需要|要不要|怎么|如何|如果|别人|他人|对方|侵权|假|抢注|驳回|规定|法律|费用|算不算|会不会",
    re.IGNORECASE,
)
_OURS = lazily(r"\b(?:our|ours|we|us)\b|我[们方司]|咱们?", re.IGNORECASE)
_WHICH = lazily(r"\b(?:which|how many|list|show)\b|哪[些几]|几[件个家项]|列", re.IGNORECASE)
_CLAUSES = lazily(r"[，,;；:：]|[.。!！?？](?=.)|(?<=[\u4e00-\u9fff]) (?=[\u4e00-\u9fff])")
_BOOK = _forms(prices=(
        r"\b(?:floor|minimum|lowest|list|retail|recommended|tag) prices?\b"
        r"|底价|最低(?:限?价|[能可以卖]*多少)|指导价|零售价|标价|吊牌价"
    ), shops=r"\bauthori[sz]ed\b|授权(?!书|委托|公告|日)", rights=(
        r"\b(?:(?:trade ?)?marks?|registrations?|registered|patents?|designs?|copyrights?|recordals?|rights on file|rights)\b"
        r"|商标|专利|外观设计|著作权|版权|注册|备案|权利"
    ), products=r"\bbrand book\b|品牌(?:手册|资料)")  # fmt: skip
_EXPIRY = lazily(
    r"\b(?:expir\w*|runs? out|lapses?|renew\w*|last day)\b|到期|届满|期满|过期|续展", re.IGNORECASE
)


@dataclass(frozen=True, slots=True, kw_only=True)
class RightChoice:
    """One thing that a text chooses rights by: its name as a key of words with a value, and whether a right meets it."""

    key: str
    value: str
    meets: Callable[[Right], bool]


def _chosen(key: str, value: str, meets: Callable[[Right], bool]) -> RightChoice:
    return RightChoice(key=key, value=value, meets=meets)


def choices(
    text: str, rights: Sequence[Right], state_of: Callable[[Right], RightState]
) -> Iterator[RightChoice]:
    """By what a text chooses among these rights: their ids alone, else kind, mark, class, goods, state, recordal with customs.
    Whether something is registered asks of every state: what is only applied for is its answer, too."""
    if named := by_id(text, rights):
        yield _chosen("id", ", ".join(each.id for each in named), lambda right: right in named)
        return
    yield from _by_kind(text)
    marks = marks_in(text, rights)
    if titles := dict.fromkeys(right.title for right in rights if right.id in marks):
        yield _chosen("title", ", ".join(titles), lambda right: right.id in marks or right.title in titles)
    classes = {int(number) for match in _CLASS.findall(text) for number in match if number}
    if classes:
        numbers = ", ".join(map(str, sorted(classes)))
        yield _chosen("class", numbers, lambda right: not classes.isdisjoint(right.classes))
    if goods := goods_in(text):
        yield _chosen("goods", goods, lambda right: names_goods(right, goods))
    yield from _by_standing(text, state_of)


def _by_kind(text: str) -> Iterator[RightChoice]:
    kinds = [RightKind(name) for name, form in _KINDS.items() if form.search(text)]
    kept = [kind for kind in kinds if kind is not RightKind.TRADEMARK] or kinds
    yield from (_chosen(f"kind.{kind.value}", "", lambda right: right.kind in kept) for kind in kept)


def _by_standing(text: str, state_of: Callable[[Right], RightState]) -> Iterator[RightChoice]:
    state = next((name for name, form in _STATES.items() if form.search(text)), "")
    if state and (state != "in_force" or not _WHETHER.search(text)):
        wanted = {RightState(state), RightState.IN_GRACE} if state == "lapsed" else {RightState(state)}
        yield _chosen(f"state.{state}", "", lambda right: state_of(right) in wanted)
    if _RECORDED.search(text) and not _NOT.search(text):
        yield _chosen("recorded", "", lambda right: bool(right.customs_recordal))


def by_id(text: str, rights: Sequence[Right]) -> list[Right]:
    """The rights that a text names by their ids."""

    def names(right: Right) -> bool:
        form = rf"(?<![\w-]){re.escape(right.id)}(?![\w-])"
        return re.search(form, text, re.IGNORECASE | re.ASCII) is not None

    return [right for right in rights if names(right)]


def goods_in(text: str) -> str:
    """The goods that a text asks rights for; empty where it names none."""
    found = _GOODS.search(text)
    told = next(filter(None, found.groups()), "").strip() if found else ""
    return "" if _NO_GOODS.search(told) or any(form.search(told) for form in _KINDS.values()) else told


def names_goods(right: Right, goods: str) -> bool:
    """Whether the goods on file name these: the last word of them in English, the same signs in Chinese."""
    if goods.isascii():
        last = stem(goods.split()[-1].lower())
        return any(stem(word).endswith(last) for word in re.findall(r"[a-z]+", right.goods_en.lower()))
    return any(goods in term or term in goods for term in right.goods_terms)


def book_asked(text: str, likely: bool, names: Callable[[str], bool]) -> str:
    """What of the brand book is asked for as a fact in one clause: ``prices``, ``shops``, ``rights`` or ``products``; empty where
    it is not. Rights in general are none of ours: where nobody says ours, it is asked which they are, or ``names`` tells that
    the text names one; prices and shops that are named need no look-up to be ``likely``."""
    fact = _FACT.search(text) and not _RULE.search(text) and not _CLAUSES.search(text)
    kind = next((name for name, form in _BOOK.items() if form.search(text)), "") if fact else ""
    ours = likely and (_OURS.search(text) or _WHICH.search(text) or kind == "products")
    return kind if kind and (ours or ((likely or kind != "rights") and names(kind))) else ""


def asks_expiry(text: str) -> bool:
    """Whether the end of a right is asked for."""
    return _EXPIRY.search(text) is not None


def named_in(books: Sequence[BrandBook], text: str, kind: str) -> bool:
    """Whether a text names a mark or brand (``rights``), a shop or a product of these books."""
    if kind == "rights":
        called = [n for book in books for n in (book.name, *book.aliases, *(r.title for r in book.rights))]
        return any(name and name.casefold() in text.casefold() for name in called)
    if kind == "shops":
        return any(shop.named_in(text) for book in books for shop in book.sellers)
    return bool(product_named(books, text))


def product_named(books: Sequence[BrandBook], text: str) -> str:
    """The product that shares two words with a text, beside the brand's name; empty where none does."""
    asked, best = set(words(text)), ("", 1)
    for book in books:
        for product in book.products:
            own = set(words(f"{product.name} {product.name_zh}")) - set(words(book.name))
            shared = len({each for each in own if len(each) > 1} & asked)
            best = max(best, (product.name, shared), key=lambda pair: pair[1])
    return best[0]
