"""Every signal in one table: its names, and the function that tells it from what was gathered. To add one, add a row."""

import itertools
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from typing import NamedTuple

from bot.domain.assessments import Signal
from bot.domain.sentences import Sentence
from bot.signals.limits import OFFER, WEIGHING
from bot.signals.names import wordmark
from bot.signals.names.folding import published_span
from bot.signals.offer import lexicon, makers, pieces, quoting, reading, sale, seller, trade
from bot.signals.offer.roles import MEASURED
from bot.signals.pictures import image
from bot.signals.weighing.combine import Weights
from bot.signals.weighing.look import ListingLook, take


class ListingClues(NamedTuple):
    """What every detector is given: the look at the listing, how its words read, what is on sale."""

    look: ListingLook
    words: reading.WordsReading
    loose: Sequence[str]
    on_sale: sale.Sale
    weights: Weights


def gather(looks: Sequence[ListingLook], weights: Weights) -> list[ListingClues]:
    """The clues of listings under these weights. Each step is taken for all of them in turn: what their words say is read all
    at once, and a step that a processor has at hand takes half the time."""
    take(looks, ListingLook.hear)
    told = [look.told() for look in looks]
    known = [sale.known(look.offer.own, look.asked) for look in looks]
    pages = [
        reading.Page(clauses, (*loose, *more), look.listing.category, bool(look.sure))
        for look, (clauses, loose), more in zip(looks, told, known, strict=True)
    ]
    words = [*reading.read(pages, weights.table)]
    slang = [bool(look.terms.of("replica") or look.terms.of("labelled")) for look in looks]
    on_sale = [sale.read(each, copied=copied) for each, copied in zip(words, slang, strict=True)]
    loose = [more for _, more in told]
    return [*map(ListingClues, looks, words, loose, on_sale, itertools.repeat(weights))]


def heard(look: ListingLook, weights: Weights) -> tuple[float, frozenset[str]]:
    """What the words of a listing tell by these weights, as a score, and the runs that a verdict on it may teach."""
    take([look], ListingLook.place, ListingLook.see)
    [given] = gather([look], weights)
    said = next((s.score for s in quoting.signals(given.words, bool) if s.name == "words"), 0.0)
    return said, reading.heard(look.told()[0], named=bool(look.sure))


def _seller(look: ListingLook) -> Signal | None:
    shops, own = look.compiled.shops, look.offer.own
    return seller.signal(look.listing, look.shop, shops, look.sure, look.terms, own=own, on=look.today)


def _price(given: ListingClues) -> Signal | None:
    asked, goods = given.look.asked, given.on_sale.goods
    others = given.look.offer.own is False or not MEASURED.isdisjoint(given.loose)
    # Who refuses to make the goods asks no price for them, if nothing else on the page speaks of copies.
    others = others or (bool(given.look.refused) and given.words.odds < OFFER.telling)
    if asked is None or others or goods <= WEIGHING.goods or (asked.score < 0 and given.look.imitated):
        return None
    sure = goods if asked.score < 0 else goods * goods  # what speaks against a seller must be the surer
    return Signal(name=asked.name, score=round(asked.score * sure, 3), because=asked.because)


def _another(given: ListingClues) -> Signal | None:
    """Another maker's name, asked where nothing but goods and what they are called leads to the brand, and may alert."""
    look, low = given.look, given.look.asked is not None and given.look.asked.score > 0
    if look.sure or look.ties["hint"] or look.shown or not (low or look.copied or given.words.odds > 0):
        return None
    own = tuple((s.start, s.end) for s in look.seen if s.field == "title")
    return makers.signal(look.title.raw, own, look.compiled.kin)


Detector = Callable[[ListingClues], Iterable[Signal | None]]
UNTIED = Signal(name="untied", score=-1.0, because=Sentence(key="nothing leads to the brand"))
DETECTORS: tuple[tuple[tuple[str, ...], Detector], ...] = (
    (("wordmark", "line", "hint"), lambda given: [*wordmark.signals(given.look.ties)]),
    (tuple(list(pieces.KINDS)[1:]), lambda given: [*sale.signals(given.on_sale)]),
    (("wording",), lambda given: [lexicon.signal(given.look.terms, named=bool(given.look.sure))]),
    (
        ("words", "admitted", "excused"),
        lambda given: quoting.signals(given.words, given.look.compiled.shelf.hinted),
    ),
    (("image",), lambda given: [image.signal(given.look.shown)]),
    (("seller",), lambda given: [_seller(given.look)]),
    (("trade",), lambda given: [trade.signal(given.look.offer)]),
    (("another",), lambda given: [_another(given)]),
    (("price",), lambda given: [_price(given)]),
    (("untied",), lambda given: [] if given.look.tied else [UNTIED]),
)
"""The names of signals, and who tells them."""


_TITLE, _VARIANT = Sentence(key="title"), Sentence(key="variant")
_QUIET = Sentence(key="no phrase of the page stands out")
_HARMLESS = {"words": 1.0, "admitted": 1.0, "line": 1.0, "hint": 1.0, "wordmark": 0.5}
"""Up to what score a signal says nothing against a seller that another could not say of genuine goods."""


def signals(looks: Sequence[ListingLook], weights: Weights) -> list[tuple[Signal, ...]]:
    """What every detector says of each listing, spans counted in the title as published."""
    given = gather(looks, weights)
    said = [[says(each) for each in given] for _, says in DETECTORS]
    return [_told(look, itertools.chain(*found)) for look, *found in zip(looks, *said, strict=True)]


def _told(look: ListingLook, found: Iterable[Signal | None]) -> tuple[Signal, ...]:
    """Signals with their reasons as people are told them."""
    said = [signal for signal in found if signal is not None]
    if not [s for s in said if s.name == "packaging" or s.score > _HARMLESS.get(s.name, 0.0)]:
        said = [*map(_unargued, said)]
    as_published = look.listing is look.published and look.listing.title == look.title.raw
    return tuple(said if as_published else [_placed(signal, look) for signal in said])


def _unargued(signal: Signal) -> Signal:
    """Where every fact of a listing is harmless its words are no reason, but where they speak and are quoted."""
    bare = signal.because.key == "the page reads like one of copies" or signal.name == "admitted"
    if not bare and not (signal.name == "words" and 0.0 < signal.score <= WEIGHING.words):
        return signal
    return Signal(name=signal.name, score=signal.score, because=_QUIET)  # such a one has no span


def _placed(signal: Signal, look: ListingLook) -> Signal:
    if look.listing is not look.published:
        told = tuple((name, _VARIANT if fact == _TITLE else fact) for name, fact in signal.because.facts)
        return replace(signal, span=None, because=replace(signal.because, facts=told))
    if signal.span is None or look.listing.title == look.title.raw:
        return signal
    return replace(signal, span=published_span(look.listing.title, look.title.raw, signal.span))
