"""What of a listing is read: its variants where they name the brand, and not what says nothing of what is sold."""

import itertools
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from bot.domain.listings import Listing
from bot.signals.names import wordmark
from bot.signals.names.folding import Folded, ListingTexts, fold_field
from bot.signals.names.wordmark import NameSighting
from bot.signals.offer import sale
from bot.signals.offer.lexicon import TermHits
from bot.signals.offer.reading import Spans
from bot.signals.offer.roles import refusal
from bot.signals.weighing.compiled_book import CompiledBook

Places = Mapping[str, Spans]
"""Places by field."""


def opened(texts: ListingTexts, compiled: CompiledBook) -> Listing:
    """The listing as its variants tell it, where they name the brand and its title does not: a title is for the search, and
    what is sold is chosen behind it."""
    listing, finder = texts.listing, compiled.finder
    title = texts.fields.get("title") if listing.sku_prices else None
    if not listing.sku_prices or (title and title.once(wordmark.sightings, finder)):
        return listing
    named = [
        each for each in listing.sku_prices if fold_field("title", each[0]).once(wordmark.sightings, finder)
    ]
    if not named:
        return listing
    return replace(
        listing,
        title=" ".join(name for name, _ in named),
        description=f"{listing.title} {listing.description}".strip(),
        price=min(price for _, price in named),
        sku_prices=tuple(named),
    )


def refused(listing: Listing, fields: Mapping[str, Folded], seen: Sequence[NameSighting]) -> Places:
    """Where the seller refuses to make what bears the name, as these sightings show: none where a stock, sales or variants are
    told, since then something is sold."""
    if any((listing.stock, listing.sales, *listing.sku_prices)):
        return {}
    found = [(s.field, refusal(fields[s.field], s)) for s in seen if s.denied]
    return _by_field((field, span) for field, span in found if span)


def unheard(listing: Listing, refused: Places, terms: TermHits) -> tuple[Places, TermHits]:
    """Where a listing is not read, and the terms that stand elsewhere: what is refused speaks against nobody, and words for
    a used piece excuse nobody who has a stock of them."""
    used = terms.of("secondhand") if terms.of("secondhand", "title") and sale.is_stock(listing) else ()
    told = ((field, span) for field, spans in refused.items() for span in spans)
    spans = _by_field((*told, *((t.field, (t.start, t.end)) for t in used)))
    if not spans:
        return spans, terms
    heard = [
        term
        for term in itertools.chain.from_iterable(terms.values())
        if not any(a <= term.start and term.end <= b for a, b in spans.get(term.field, ()))
    ]
    return spans, TermHits(heard)


def _by_field(found: Iterable[tuple[str, tuple[int, int]]]) -> Places:
    told = dict[str, Spans]()
    for field, span in found:
        told[field] = (*told.get(field, ()), span)
    return told
