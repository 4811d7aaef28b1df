"""What speaks for a lawful use of the name: accessory, second hand, import, empties, service, print."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from bot.domain.assessments import Signal
from bot.domain.listings import Listing
from bot.signals.folding import Folded, fold
from bot.signals.lexicon import Found, Terms
from bot.signals.marks import Form
from bot.signals.sayings import many_new
from bot.signals.trade import Shelf, comes_with, named_spans
from bot.signals.wordmark import Sighting

_NO_BRAND = {
    "",
    "/",
    "-",
    "其他",
    "其它",
    "other",
    "others",
    "oem",
    "无",
    "无品牌",
    "自有品牌",
    "no brand",
    "none",
    "n/a",
    "unbranded",
    "generic",
    "null",
    "以图为准",
    "见图",
}
_BESIDE = 3
"""At most so many characters lie between a word that measures and the name: better than the Verkatto."""
_BEHIND = 12
"""At most so many lie between the name and the word, for goods of that name: 珂博 Drift 2 平替."""
_PLAIN_GROUPS = (
    ("secondhand", 0.9, 0.3, "says it is one used or unwanted piece"),
    ("parallel", 0.9, 0.3, "says it is a parallel import"),
    ("empties", 0.9, 0.2, "offers empty packaging"),
    ("service", 0.9, 0.2, "offers a service"),
    ("about", 0.9, 0.0, "offers print, a course or a report"),
    ("payment", 0.8, 0.0, "is a link for paying"),
)


def signals(
    listing: Listing,
    title: Folded,
    terms: Terms,
    seen: Sequence[Sighting],
    shelf: Shelf,
) -> Iterator[Signal]:
    """Every lawful reading that the listing's own words offer."""
    marked = terms.of("labelled", "title")
    accessory = None if marked else _accessory(title, terms, seen, shelf)
    if accessory:
        yield accessory
    for group, strong, weak, meaning in _PLAIN_GROUPS:
        found = terms.of(group, "title")
        if found and (
            (group == "empties" and terms.of("packing")) or (group == "secondhand" and many_new(title))
        ):
            continue
        if found:
            yield Signal(name=group, score=-strong, because=f"title {meaning}: “{found[0].text}”")
        elif weak and (found := terms.of(group, "description")):
            yield Signal(name=group, score=-weak, because=f"description {meaning}: “{found[0].text}”")
    if rival := _rival(listing, title, terms, seen):
        yield rival


def _accessory(title: Folded, terms: Terms, seen: Sequence[Sighting], shelf: Shelf) -> Signal | None:
    """The name used to say what something fits: a relation just before it, a word for an accessory, a disclaimer."""
    related = _relation(terms, seen)
    part = [t for t in terms.of("accessory", "title") if not comes_with(title.raw, t.start)]
    if part:  # the brand's own goods may be what is an accessory elsewhere
        named = named_spans(title, shelf)
        part = [t for t in part if not any(start <= t.start and t.end <= end for start, end in named)]
    denial = terms.of("disclaimer", "description") or terms.of("disclaimer", "title")
    score = 0.5 * bool(related) + 0.35 * bool(part) + 0.35 * bool(denial)
    if not score:
        return None
    facts = []
    if related:
        facts.append(f"title says “{title.raw[related[0].start : related[1].end]}”")
    if part:
        facts.append(f"names an accessory (“{part[0].text}”)")
    if denial:
        facts.append(f"says “{denial[0].text}”")
    return Signal(name="accessory", score=-min(1.0, score), because=", ".join(facts))


def _relation(terms: Terms, seen: Sequence[Sighting]) -> tuple[Found, Sighting] | None:
    for term in terms.of("relation", "title"):
        for mark in seen:
            if mark.field == "title" and 0 <= mark.start - term.end <= 4:
                return term, mark
    return None


def _rival(listing: Listing, title: Folded, terms: Terms, seen: Sequence[Sighting]) -> Signal | None:
    """Another maker's goods: its name in the brand field and the brand's own nowhere, or in the title to measure by."""
    measured = _measured(title, terms, seen)
    if measured:
        return Signal(name="rival", score=-0.8, because=f"measures other goods by the name: “{measured}”")
    brand = listing.brand.strip()
    if brand.lower() in _NO_BRAND or any(s.field == "brand" for s in seen):
        return None
    if not seen:
        return Signal(name="rival", score=-0.8, because=f"brand field names another maker: “{brand[:60]}”")
    maker = fold(brand)
    if len(maker) > 1 and maker in title.skeleton and not any(maker in fold(s.text) for s in seen):
        because = f"title and brand field name another maker: “{brand[:60]}”"
        return Signal(name="rival", score=-0.6, because=because)
    return None


def _measured(title: Folded, terms: Terms, seen: Sequence[Sighting]) -> str:
    """What a title says to set other goods beside the name: 性能媲美X, X平替, better than X; empty where nothing."""
    for term in terms.of("measure", "title"):
        if any(c.isdigit() for c in term.text):  # “V 5” of 20V 5.0Ah is no “vs”
            continue
        for mark in seen:
            if mark.field != "title" or mark.form in {Form.INITIALS, Form.LINE}:
                continue
            if 0 <= mark.start - term.end <= _BESIDE or 0 <= term.start - mark.end <= _BEHIND:
                return title.raw[min(term.start, mark.start) : max(term.end, mark.end)]
    return ""
