"""Names of goods that a brand alone gives (Drift 2, AG125, 逐浪): beside its own kinds of goods they say whose they are."""

import itertools
import re
from collections.abc import Iterable, Iterator, Sequence
from functools import cache

from bot.domain.brands import BrandBook
from bot.domain.products import Product
from bot.domain.rights import RightKind
from bot.signals.limits import OFFER
from bot.signals.names.folding import BREAK, fold, fold_field, is_cjk
from bot.signals.names.forms import Mark, NameForm, Need
from bot.signals.names.sounds import sounds_of
from bot.signals.names.vocabulary import codes, cuts_word, is_common, is_english, is_everyday_english, is_word
from bot.signals.offer.lexicon import find_terms, materials, trades
from bot.signals.offer.pieces import describing
from bot.signals.offer.trade import kinds_in

_TOKEN = re.compile(r"[\s,/()（）·・]+")
_RUN = re.compile(r"[\u4e00-\u9fff]+|[^\W\d_\u4e00-\u9fff]+(?:\s?\d+[A-Za-z]*)?|[A-Za-z]*\d[A-Za-z\d.-]*")
_COUNTS = re.compile(r"^[一二两三四五六七八九十]?[代号款型寸米件套支双]$|[件套组]$")
_NTH = re.compile(r"(?i)[一二两三四五六七八九十\d]*[代号款型]|no\.?|[\d.]+")
_QUOTED = re.compile("[“「『‘]([^”」』’]{2,12})[”」』’]")
_SIZE = re.compile(r"(?i)\d+(?:\.\d+)?(?:ml|l|g|kg|mm|cm|m|oz|inch|w|v|pcs|mah|gb|tb|x\d*)?")
_WORKS = {RightKind.COPYRIGHT, RightKind.DESIGN}
_INNER = re.compile("[(（]([^)）]+)[)）]")
_KINDS_OF_WORK = re.compile("系列|包装|美术|作品|插画|图案|图形|形象|瓶贴|印花|花型|[·・]")
"""Words for kinds of works, which follow their names."""
_LETTERS, _CHARS = 3, (2, 3, 4)
"""Letters of a Latin name at least; characters of a Chinese one."""


def line_marks(book: BrandBook) -> dict[str, Mark]:
    """A pattern for each name, as `MarkTables.patterns` has them. It counts on the brand's own kinds of goods; a word of the
    language, or what only a description gives, counts for less."""
    own = {fold(s) for s in (book.name, *book.aliases)}
    named, found = list[tuple[str, str]](), dict[str, Mark]()
    for product in book.products:  # by itself it is named by its model, keywords and nicknames
        sure = fold(BREAK.join((product.model, *product.keywords, *_nicknames(product))))
        named += [(name, sure) for name in names_of(product, book)]
    for name, sure in (*named, *((name, "") for name in names_of_works(book))):
        skeleton = fold(name)
        if skeleton and not any(s in skeleton for s in own):
            latin = not any(map(is_cjk, skeleton))
            need = _need(name) if latin or skeleton in sure else Need.SIGN
            found[skeleton] = Mark(book.name, NameForm.LINE, latin=latin, need=need)
    return found


def names_of_works(book: BrandBook) -> Iterator[str]:
    """What pictures, designs and the figures of marks are called in their rights, but for common words: 睡睡獾 of 睡睡獾图案,
    听泉 of 壶（听泉）, 双叶 of 双叶图形（叶标）."""
    called = " ".join(f"{product.name} {product.name_zh}" for product in book.products)
    for right in book.rights:
        inner, figure = _INNER.search(right.title), right.mark_type == "figurative"
        if right.kind in _WORKS or figure:
            title = inner.group(1) if inner and not figure else _INNER.sub(" ", right.title)
            told = _said(_KINDS_OF_WORK.sub(" ", title), book)
            # what the names of goods end in, behind another word, says what they are: 杯垫 of 霜纹杯垫
            said = (n for n in told[:1] if not re.search(rf"\w{re.escape(n)}(?!\w)", called))
            yield from (name for name in said if _is_name(name) and not is_common(name))


def names_of(product: Product, book: BrandBook) -> Iterator[str]:
    """The model, what fans call it (a word in quotes), what a product's names say first after the brand's, and the keywords that
    repeat it: a Chinese one from its beginning on, since what it ends in says what goods are (杯垫 of 霜纹杯垫).
    What is written small says what goods are: no name, and no word beside it in the Chinese name is one."""
    goods = [fold(word) for each in book.products for word in each.keywords if word]
    said = [_said(name, book) for name in (product.name, product.name_zh)]
    described = bool(said[0]) and said[0][0].islower()
    first = [name for told in said[described:] for name in _first(told, goods)]
    alone = {fold(t[0]) for t in said if t and is_cjk(t[0][0]) and not any(is_cjk(w[0]) for w in t[1:])}
    alone &= {*goods}  # all that a name says is what goods are called: 提梁壶 of 提梁壶 1.2L
    called = bool(alone) or says_goods(fold("".join(said[1][:1])))
    first = [
        n for n in _beside_goods(first, called) if not (described and is_word(n)) and fold(n) not in alone
    ]
    model = [run.group() for run in _RUN.finditer(product.model)] if product.model else []
    small = [fold(word) for word in product.keywords if word.isascii() and word.islower()]
    ahead = fold(BREAK.join(("", *first, *model)))
    keywords = [w for w in product.keywords if fold(w) and BREAK * is_cjk(w[0]) + fold(w) in ahead]
    for name in (*_nicknames(product), *model, *first, *keywords):
        plain = re.sub(r"\s?[\d.]+[A-Za-z]*$", "", name)
        for written in dict.fromkeys((name, plain)):
            if _is_name(written) and not any(fold(written).startswith(word) for word in small):
                yield written


def _beside_goods(names: Iterable[str], called: bool) -> Iterator[str]:
    """The names but for words of English where the Chinese name is only what goods are ``called``: Whet Stone beside 磨刀石."""
    for name in names:
        if not called or not all(word.isalpha() and is_english(fold(word)) for word in name.split()):
            yield name


def _nicknames(product: Product) -> list[str]:
    """What stands in quotation marks in a product's names."""
    return [m.group(1) for m in _QUOTED.finditer(f"{product.name} {product.name_zh}")]


def proposed(confirmed: Iterable[tuple[str, str]], cleared: Iterable[str], book: BrandBook) -> list[str]:
    """What confirmed listings, given as seller and title, call a brand's goods beside the names in its book, the most
    used first: runs that no dictionary often has, that several sellers use and no cleared title holds."""
    known = [
        fold(w) for p in book.products for w in (*names_of(p, book), *p.keywords, p.model, p.name, p.name_zh)
    ]
    known += [fold(s) for s in (book.name, *book.aliases)]
    sellers, innocent = dict[str, set[str]](), fold(BREAK.join(cleared))
    for seller, title in confirmed:
        for run in _runs(title):
            sellers.setdefault(run, set()).add(seller)
    held = {
        run: len(by)
        for run, by in sellers.items()
        if len(by) >= OFFER.several and _is_new(fold(run), known, innocent)
    }
    longest = [
        r for r in held if not any(r != other and r in other and held[other] == held[r] for other in held)
    ]
    return sorted(longest, key=lambda run: (-held[run], run))[: OFFER.proposed]


def _is_new(run: str, known: Iterable[str], innocent: str) -> bool:
    """Whether a run is none of the known names nor part of one, in no cleared title, and no word of the lexicon."""
    text = fold_field("title", run)
    if run in innocent or find_terms(text) or kinds_in(text):
        return False
    return not any(word and (run in word or word in run) for word in known)


def _runs(title: str) -> set[str]:
    """Words that may be names: Latin ones that are no English, and runs of characters that are no common word."""
    latin = {word for word in re.findall(r"[a-z]{3,}", title.lower()) if not is_english(fold(word))}
    chinese = {
        run[at : at + length]
        for run in re.findall(r"[\u4e00-\u9fff]{2,}", title)
        for length in _CHARS
        for at in range(len(run) - length + 1)
        if not cuts_word(run, at, at + length)
    }
    return latin | {run for run in chinese if not is_common(run)}


def _said(name: str, book: BrandBook) -> list[str]:
    """The words of a product's name but for the brand's and for what counts them: 三号, No. 3."""
    spellings = {book.name, *book.aliases}
    spellings |= {"".join(sounds_of(s)) for s in spellings if all(map(is_cjk, s))}
    for spelling in sorted(spellings, key=len, reverse=True):
        name = re.sub(rf"(?<![A-Za-z]){re.escape(spelling)}(?![a-z])", " ", name, flags=re.IGNORECASE)
    told = (token for token in _TOKEN.split(_QUOTED.sub(" ", name)) if token)
    return list(itertools.dropwhile(_NTH.fullmatch, told))


def _first(tokens: Sequence[str], goods: Sequence[str]) -> Iterator[str]:
    """What stands first of them, before the word for the goods: 晚汀 of 晚汀四件套."""
    runs = [run.group().strip() for run in _RUN.finditer(tokens[0])] if tokens else []
    for before, run in zip(("", *runs), runs, strict=False):
        if not _only_tells(before, run, goods):
            yield from _before_goods(run, goods)
    following = tokens[1] if len(tokens) > 1 else ""
    if len(runs) == 1 and runs[0].isalpha() and following[:1].isupper() and following.isascii():
        yield f"{tokens[0]} {following}"  # Night Repair
    elif len(runs) == 1 and runs[0].isascii() and following.isdigit():
        yield f"{tokens[0]} {following}"  # Drift 2


def _only_tells(before: str, run: str, goods: Sequence[str]) -> bool:
    """Whether what stands behind another run tells what figures count (80棉), how goods behind their name are called or, as a
    keyword that ends in what describes goods of many, what they are like (真无线 of 绿洲Pro真无线耳机)."""
    said = fold(run)
    like = (word for word in goods if len(word) > 2 and said.startswith(word) and word[-2:] in describing())
    return (before[-1:].isdigit() and is_cjk(run[0])) or (bool(before) and (said in goods or any(like)))


def _before_goods(run: str, goods: Sequence[str]) -> Iterator[str]:
    """A run of text up to the first word for goods in it, and the word that it begins with: 翠鸟 of 翠鸟一体锅."""
    if not all(map(is_cjk, run)):
        yield run
        return
    ends = (run.find(word) for word in (*goods, *kinds_in(fold_field("title", run)).values()))
    begun = run[: min((at for at in ends if at > 0), default=len(run))]
    yield begun
    if len(begun) > 3 and (word := next((begun[:n] for n in (3, 2) if is_word(begun[:n])), "")):
        yield from [word] * (not is_common(word))


def _is_name(word: str) -> bool:
    """Whether a word may be a name: long enough, and neither a size, a count nor a kind of goods."""
    skeleton = fold(word)
    if any(map(is_cjk, word)):
        fits = len(skeleton) in _CHARS and not _COUNTS.search(word)
    else:
        fits = len(skeleton) >= _LETTERS and not word.replace(".", "").isdigit() and not _SIZE.fullmatch(word)
        fits = fits and not is_everyday_english(skeleton)
    return fits and not says_goods(skeleton)


def says_goods(skeleton: str) -> bool:
    """Whether a word, or what is a part of one, only says what goods are: 香氛 of 香氛喷雾."""
    kinds = _kinds_words()
    return skeleton in kinds or (not skeleton.isascii() and any(skeleton in kind for kind in kinds))


def names_another(title: str) -> bool:
    """Whether a title holds what may be a maker's name: surely one, or three or four capitals without a meaning of their own."""
    return surely_names_another(title) or any(
        len({*word}) > 1 and word.lower() not in codes() and not is_english(fold(word))
        for word in re.findall(r"(?<![A-Za-z0-9])[A-Z]{3,4}(?![A-Za-z0-9])", title)
    )


def surely_names_another(title: str) -> bool:
    """Whether a title holds what likely is a maker's name: a Latin word of four letters and more that is no English, or one that
    is seldom met, says no goods and stands out in Chinese or in capitals (Fernlow托特)."""
    chinese = any(map(is_cjk, title))
    for word in re.findall(r"[A-Za-z]{4,}", title):
        skeleton, apart = fold(word), chinese or word.isupper()
        known = is_everyday_english(skeleton) or word.lower() in codes() or says_goods(skeleton)
        if not is_english(skeleton) or (apart and not known):
            return True
    return False


@cache
def _kinds_words() -> frozenset[str]:
    """What kinds of goods are called, Latin ones word by word, and what they are of: it describes goods (婴儿, 碳纤维)."""
    words = (part for kind in trades().values() for word in kind for part in word.split())
    return frozenset(map(fold, (*words, *materials())))


def _need(name: str) -> Need:
    """How much must stand beside it: the less the odder it is."""
    skeleton = fold(name)
    if any(map(is_cjk, name)):
        return Need.SIGN if is_word(name) else Need.GOODS
    if any(c.isdigit() for c in name):
        return Need.GOODS if len(skeleton) > 3 else Need.SIGN
    words = [fold(word) for word in name.split()]
    return Need.GOODS if len(skeleton) > 3 and not all(map(is_english, words)) else Need.SIGN
