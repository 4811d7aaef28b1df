"""Names of goods that a brand alone gives (Drift 2, AG125, 逐浪): beside words that offer a copy they say whose it is."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from bot.domain.brands import BrandBook
from bot.domain.products import Product
from bot.signals.folding import fold, is_cjk
from bot.signals.lexicon import codes
from bot.signals.marks import Mark, NameForm, Need
from bot.signals.trade import kinds_of
from bot.signals.vocabulary import is_common, is_english, is_word

_CODE = re.compile(r"(?=\D*\d)(?=[^A-Za-z]*[A-Za-z])[A-Za-z0-9-]{2,12}")
_SIZE = re.compile(r"(?i)\d+(?:\.\d+)?(?:ml|l|g|kg|mm|cm|m|oz|inch|w|v|pcs|mah|gb|tb|x\d*)")
_COUNTS = frozenset("一二两三四五六七八九十单双对支件套盒片寸")
_LEAST, _CHARS = 4, (2, 3, 4)
"""Letters and figures of a Latin name that is surely the brand's own, at least; characters of a Chinese one."""


def line_marks(book: BrandBook) -> Iterator[tuple[str, Mark]]:
    """A pattern for each name, as `MarkTables.patterns` has them. It counts on the brand's own kinds of goods; one that is
    short, or a word of the language, only beside another sign; one of common words only beside words that offer a copy."""
    own = {fold(s) for s in (book.name, *book.aliases)}
    for product in book.products:
        for name in _names(product, book):
            skeleton = fold(name)
            if skeleton not in own and not any(s in skeleton for s in own):
                latin = not any(is_cjk(c) for c in skeleton)
                need = Need.GOODS if _is_distinct(name) else Need.COPY if _is_common(name) else Need.SIGN
                yield skeleton, Mark(book.name, NameForm.LINE, latin=latin, need=need)


def _is_distinct(name: str) -> bool:
    """Whether a name is too long or too odd to stand in another's title by chance."""
    if any(map(is_cjk, name)):
        return not is_word(name) and sum(map(is_cjk, name)) > 1
    letters = fold(name)
    return len(letters) >= _LEAST and (
        " " in name or any(c.isdigit() for c in name) or not is_english(letters)
    )


def _is_common(name: str) -> bool:
    """Whether it is made of words that any title may hold: Night Repair, 儿童."""
    if any(map(is_cjk, name)):
        return is_common(name)
    return (
        all(word.isdigit() or is_english(fold(word)) for word in name.split())
        and name.replace(" ", "").isalpha()
    )


def _names(product: Product, book: BrandBook) -> Iterator[str]:
    kinds = [fold(word) for word in product.keywords if word]
    if len(fold(product.model)) > 1 and not product.model.isdigit():
        yield product.model
    yield from _called(product.name, (book.name, *book.aliases))
    for word in (*_words(product), *product.keywords):
        if _is_code(word) or (word.isalpha() and (_is_coined(word, kinds) or _is_epithet(word, kinds))):
            yield word


def _called(name: str, own: Iterable[str]) -> Iterator[str]:
    """What a product's name says first after the brand's, if it is a pair of words or a long one: Night Repair, Kickoff."""
    for spelling in own:
        name = re.sub(re.escape(spelling), " ", name, flags=re.IGNORECASE)
    words = re.findall(r"[A-Za-z]+", name)
    plain = [word for word in words if not kinds_of((word,))]
    if len(words) > 1 and words[:2] == plain[:2] and all(len(word) > 2 for word in words[:2]):
        yield " ".join(words[:2])
    if plain[:1] == words[:1] and words and len(words[0]) > _LEAST + 1:
        yield words[0]


def epithets(product: Product) -> Iterator[str]:
    """Chinese words of two or three characters that stand alone in a product's names, whatever they mean."""
    for word in _words(product):
        if len(word) in _CHARS and all(map(is_cjk, word)) and not _COUNTS & set(word):
            yield word


def _words(product: Product) -> list[str]:
    return [w for w in re.split(r"[\s,/()（）]+", f"{product.name} {product.name_zh}") if w]


def _is_code(word: str) -> bool:
    letters = re.sub(r"[^a-z]", "", word.lower())
    return bool(_CODE.fullmatch(word)) and letters not in codes() and not _SIZE.fullmatch(word)


def _is_coined(word: str, kinds: Iterable[str]) -> bool:
    """Whether a word in Latin letters names no kind of goods."""
    skeleton = fold(word)
    return word.isascii() and len(word) >= _LEAST and skeleton not in kinds and not kinds_of((word,))


def _is_epithet(word: str, kinds: Iterable[str]) -> bool:
    """Whether characters that stand alone name no kind of goods: 逐浪."""
    if len(word) not in _CHARS or not all(map(is_cjk, word)) or word[-1] in _COUNTS:
        return False
    return not kinds_of((word,)) and not any(kind in fold(word) or fold(word) in kind for kind in kinds)
