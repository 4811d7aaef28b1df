"""Which keywords marketplaces are searched for, made from the brand book."""

from collections.abc import Iterable, Sequence

from bot.domain.brands import BrandBook


def keywords(books: Iterable[BrandBook], extra: Sequence[str] = ()) -> list[str]:
    """Names and aliases of every brand, the operator's own words, then the keywords of products; each once.

    What tells most comes first, so that an exhausted quota costs the least.
    """
    known = tuple(books)
    wanted = [
        *(name for book in known for name in (book.name, *book.aliases)),
        *extra,
        *(word for book in known for product in book.products for word in product.keywords),
    ]
    found: dict[str, str] = {}
    for word in wanted:
        if word.strip():
            found.setdefault(word.strip().casefold(), word.strip())
    return list(found.values())
