"""The brand's name in a listing, however it is written, disguised or not: where, in which form, and what it stands for."""

import itertools
import re
import unicodedata
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from operator import attrgetter
from typing import NamedTuple

import ahocorasick

from bot.domain.assessments import Signal
from bot.domain.sentences import Sentence, sentence
from bot.signals.limits import NAMES
from bot.signals.names.edges import (
    begins_latin,
    bounded_chinese,
    bounded_latin,
    glued_ahead,
    is_numeric,
    is_part_number,
    means_itself,
    means_more,
    runs_on,
)
from bot.signals.names.folding import STROKES, Folded, fold, is_cjk, machine, shortened
from bot.signals.names.forms import LINE, NEEDS_SIGN, PLAIN, Mark, NameForm, Need, way_told
from bot.signals.names.marks import MarkTables, plain_words
from bot.signals.names.parted import HIDES, Parted, masks_of
from bot.signals.names.sounds import by_sound, sounds_of, surely
from bot.signals.names.vocabulary import cuts_word, is_english, is_word

FIELDS = {
    "title": "title", "brand": "brand field", "seller_name": "shop name", "description": "description",
    "picture": "picture text",
}  # fmt: skip
"""Fields searched, as people call them, most telling first."""

_TELLING = {name: -place for place, name in enumerate(FIELDS)}
_CERTAINTY = {
    NameForm.INVISIBLE: 0.95, NameForm.LOOKALIKE: 0.95, NameForm.LEET: 0.95, NameForm.SEPARATED: 0.9,
    NameForm.HOMOPHONE: 0.9, NameForm.APART: 0.9, NameForm.FIGURES: 0.85,
    NameForm.INVERTED: 0.8, NameForm.FULLWIDTH: 0.75, NameForm.MISSPELT: 0.75, NameForm.PINYIN: 0.75,
    NameForm.TRADITIONAL: 0.65, NameForm.MASKED: 0.85, NameForm.PART: 0.4, NameForm.LINE: 0.5,
}  # fmt: skip
_PLAIN = {"title": 0.4, "brand": 0.3, "seller_name": 0.35, "description": 0.3, "picture": 0.5}
_HINTS = frozenset({NameForm.INITIALS, NameForm.PART})
_PIECE = re.compile(r"[^\W_]+")
_WORD = re.compile(r"\d+|[A-Z]+(?![a-z])|[A-Z]?[a-z]+|[^\W\dA-Za-z_]+")
"""The words of a name, which figures and a capital part too: FN and 3, Kettle and Moth."""


class NameSighting(NamedTuple):
    """The name seen once: the text as published, its form, and how surely it is the name (0 to 1)."""

    field: str
    text: str
    start: int
    end: int
    form: NameForm
    alias: str
    certainty: float
    need: Need = Need.NOTHING
    """What it must stand beside to count."""
    denied: bool = False
    """Whether the seller says that the goods are not the brand's, or that no copies of it are made."""
    makers: bool = False
    """Whether it stands there as a maker's name."""

    @property
    def vague(self) -> bool:
        """Whether it may as well mean something else, however plainly it stands there: a word, figures, initials."""
        return self.form is PLAIN and not self.makers and means_more(self.alias)

    @property
    def tie(self) -> str:
        """The signal it gives: the name itself, a name of goods of its own, or what may hint at the name."""
        if self.form is LINE:
            return "line"
        return "hint" if self.need is NEEDS_SIGN or self.form in _HINTS else "wordmark"


@dataclass(frozen=True, slots=True, eq=False)
class Finder:
    """What finds a brand's name: a machine for every pattern in one pass over a skeleton, ways to hide it, and a pattern of
    what sounds like it, with the name of each of its groups."""

    machine: ahocorasick.Automaton
    masks: tuple[Parted, ...]
    sounds: re.Pattern[str]
    heard: tuple[str, ...]

    def may_hide(self, skeleton: str, texts: Iterable[str]) -> bool:
        """Whether a name may stand hidden in these texts, of this skeleton."""
        near = [way for way in self.masks if way.may_stand(skeleton)]
        return bool(near) and any(way.seen(text) for text in texts for way in near)


def build_finder(tables: MarkTables, lines: Iterable[tuple[str, Mark]] = ()) -> Finder:
    """The finder of a name; ``lines`` are names of the brand's goods."""
    found = machine((p, (len(p), mark)) for p, mark in (*lines, *tables.patterns))
    longest = sorted(tables.spellings, key=len, reverse=True)
    sounds = {way: name for name in longest if (way := by_sound(name))}
    heard = re.compile("|".join(f"({way})" for way in sounds) or "(?!)")
    masks = tuple(way for spelling in tables.spellings for way in masks_of(spelling))
    return Finder(found, masks, heard, tuple(sounds.values()))


def sightings(text: Folded, finder: Finder) -> list[NameSighting]:
    """Every sighting of the name in the field, none inside another."""
    named = finder.machine.iter(text.skeleton)
    hits = [(last + 1 - length, last + 1, mark) for last, (length, mark) in named]
    hits += _sounding(text, finder)
    begun = {first for first, _, mark in hits if mark.form is LINE}  # names of the brand's goods stand there
    found = [s for hit in hits if (s := _sight(text, *hit, before_line=hit[1] in begun))]
    if all(s.need for s in found) and HIDES.search(text.raw):
        found += _hidden(text, finder.masks)  # a name told plainly needs no look for hidden ones
    if len(found) < 2:
        return found
    found.sort(key=lambda s: (s.form is LINE, s.start - s.end, s.form is not PLAIN))
    kept: list[NameSighting] = []  # by place, none inside another: only the two neighbours can overlap
    for one in found:
        place = bisect_left(kept, one.start, key=attrgetter("start"))
        before_next = place == len(kept) or one.end <= kept[place].start
        if before_next and (place == 0 or kept[place - 1].end <= one.start):
            kept.insert(place, one)
    return kept


def _sounding(text: Folded, finder: Finder) -> Iterator[tuple[int, int, Mark]]:
    """Hits of what sounds like a name. Where more than a character or two differ it needs another sign."""
    for match in finder.sounds.finditer(text.skeleton):
        name = finder.heard[(match.lastindex or 1) - 1]
        sure, figures = surely(name, match.group())
        letters = (c for c in text.raw[slice(*text.span(*match.span()))] if c.isascii() and c.isalpha())
        if sure is not None and all(c.lower() in name.lower() for c in letters):
            need = Need.GOODS if len(name) > 2 or figures else Need.SIGN
            form = NameForm.FIGURES if figures else NameForm.HOMOPHONE
            latin = not any(map(is_cjk, name + match.group()))
            yield *match.span(), Mark(name, form, latin, Need.NOTHING if sure else need)


def _hidden(text: Folded, masks: Sequence[Parted]) -> Iterator[NameSighting]:
    form, sure = NameForm.MASKED, _CERTAINTY[NameForm.MASKED]
    for mask in masks:
        if mask.may_stand(text.skeleton) and (found := mask.seen(text.raw)):
            start, end, need = found
            if len(left := fold(text.raw[start:end])) < NAMES.short or not is_english(left):
                yield NameSighting(text.field, text.raw[start:end], start, end, form, mask.alias, sure, need)


def _sight(text: Folded, first: int, last: int, mark: Mark, *, before_line: bool) -> NameSighting | None:
    """What a hit of the machine amounts to; ``before_line``: a name of the brand's goods follows at once (dash8kite3)."""
    origins, raw, field, alias, latin = text.origins, text.raw, text.field, mark.alias, mark.latin
    start, end = origins[first], origins[last - 1] + 1
    written = raw[start:end]
    form = _read(written, alias, latin) if mark.form is PLAIN else mark.form
    bounded = bounded_latin(raw, start, end) if latin else bounded_chinese(raw, start, end, written, form)
    if not before_line and runs_on(raw, start, end, alias):
        return None
    need, long = mark.need, latin and (last - first >= 7 or before_line)
    if not bounded and not (form is PLAIN and long and begins_latin(raw, start)):
        if not (long and glued_ahead(raw, start, end, alias)):
            return None
        form, need = NameForm.SEPARATED, max(need, Need.GOODS)
    if not (before_line and is_numeric(alias)) and _is_other(raw, start, end, mark, form):
        return None
    if not before_line and is_part_number(raw, end, alias):
        need = max(need, Need.GOODS)
    certainty = _PLAIN[field] if form is PLAIN else _CERTAINTY[form]
    if need and form is NameForm.HOMOPHONE:
        certainty *= 0.6
    certainty *= 1.0 if bounded else 0.75
    return NameSighting(field, written, start, end, form, alias, certainty, need, makers=field == "brand")


def _is_other(raw: str, start: int, end: int, mark: Mark, form: NameForm) -> bool:
    """Whether what stands here, bounded as it is, is another's word or name, or counts something."""
    if form is PLAIN:
        return means_itself(raw, start, end, mark.alias)
    match form:
        case NameForm.INVERTED:  # 青禾，青禾 is the name twice
            whole = raw[start:end].replace(" ", "" if mark.latin else " ")
            return not whole.isalnum() or (not mark.latin and cuts_word(raw, start, end))
        case NameForm.PINYIN:  # 静j of 静烬 is no 静1
            return bool(mark.need) and any(c.isdigit() for c in raw[start:end])
        case NameForm.APART if len(mark.alias) == 1:
            return raw[start:end].isalnum() and is_word(fold(raw[start:end]))
        case NameForm.APART | NameForm.HOMOPHONE:
            return (bool(mark.need) or is_numeric(mark.alias)) and cuts_word(raw, start, end)
        case _:
            return False


@lru_cache(maxsize=4096)  # a name is written in few ways on very many listings
def _read(written: str, own: str, latin: bool) -> NameForm:
    """The form of a text whose skeleton is the name's ``own``."""
    pieces = _PIECE.findall(plain_words(written) if not any("！" <= c <= "～" for c in written) else written)
    words = _WORD.findall(plain_words(own))
    spelt = "".join(pieces).lower() == "".join(words).lower()
    joints, owners = (set(itertools.accumulate(map(len, each))) for each in (pieces, words))
    signs = any(unicodedata.category(c) in {"Cf", "So", "Me"} for c in written)
    apart = [own, *pieces]  # an English word in the words that it is made of: foot path
    if spelt and not signs and (joints <= owners or all(is_english(fold(each)) for each in apart)):
        return NameForm.PLAIN
    return _disguise(written, latin=latin, spelt=spelt, own=own)


def _disguise(written: str, *, latin: bool, spelt: bool, own: str) -> NameForm:
    """The form of a name whose skeleton is right but whose writing is not its owner's."""
    if any(unicodedata.category(c) == "Cf" for c in written):
        return NameForm.INVISIBLE
    if latin and any(
        c.isalpha() and not plain_words(c).isascii() for c in unicodedata.normalize("NFKC", written)
    ):
        return NameForm.LOOKALIKE
    if latin and any(c in "0123456789@$!|€" and c not in own for c in unicodedata.normalize("NFKC", written)):
        return NameForm.LEET
    if latin and any("！" <= c <= "～" for c in written):
        return NameForm.FULLWIDTH
    if spelt or not written.isalnum() or not STROKES.isdisjoint(written):
        return NameForm.SEPARATED
    if not latin:
        return NameForm.TRADITIONAL
    return NameForm.LOOKALIKE if re.search(r"[a-z]I|[A-Z]l[A-Z]", written) else NameForm.MISSPELT


def by_tie(seen: Sequence[NameSighting]) -> dict[str, list[NameSighting]]:
    """Sightings by the signal that they give."""
    found: dict[str, list[NameSighting]] = {"wordmark": [], "line": [], "hint": []}
    for one in seen:
        found[one.tie].append(one)
    return found


def signals(found: Mapping[str, Sequence[NameSighting]]) -> Iterator[Signal]:
    """What ties a listing to the brand: its name, names of its goods, hints; of each the most telling sighting."""
    names = found["wordmark"]
    vague = bool(names) and all(s.vague for s in names) and not _in_company(names, found["line"])
    return (_signal(tie, told, vague=vague) for tie, told in found.items() if told)


def _in_company(names: Sequence[NameSighting], lines: Sequence[NameSighting]) -> bool:
    """Whether names that mean other things too are told by company: by another spelling, or by a name of the brand's goods
    right behind."""
    ahead = {(s.field, s.end + gap) for s in names for gap in (0, 1)}
    return len({s.alias for s in names}) > 1 or any((s.field, s.start) in ahead for s in lines)


def _signal(tie: str, seen: Sequence[NameSighting], *, vague: bool) -> Signal:
    best = max(seen, key=lambda s: (s.certainty, _TELLING[s.field])) if len(seen) > 1 else seen[0]
    titled = [s for s in seen if s.field == "title"]
    span = max(titled, key=attrgetter("certainty"))[2:4] if titled else None
    score = best.certainty / (2 if best.need >= NEEDS_SIGN and tie == "line" else 1)
    if tie == "line" and len({fold("".join(sounds_of(s.text))) for s in seen}) > 1:
        score *= NAMES.several
    if tie == "hint":
        score = NAMES.hint / (2 if best.form is PLAIN else 1)
    elif tie == "wordmark" and vague:
        score = NAMES.vague
    because = _because(tie, best.field, best.text, best.alias, best.form)
    return Signal(name=tie, score=score, because=because, span=span)


_WHERE = {field: Sentence(key=name) for field, name in FIELDS.items()}


@lru_cache(4096)  # a name is written in few ways on very many listings
def _because(tie: str, field: str, text: str, alias: str, form: NameForm) -> Sentence:
    where, told = _WHERE[field], shortened(text)
    if tie == "wordmark" and form is PLAIN:
        return sentence("{where} holds “{text}”", where=where, text=told)
    if tie == "line":
        key = "{where} holds “{text}”, a name of goods of {alias}"
        return sentence(key, where=where, text=told, alias=alias)
    key = "{where} holds “{text}”, a disguised spelling of {alias} ({form})"
    if tie == "hint" or form is NameForm.LONGER:
        key = "{where} holds “{text}”, which may stand for {alias} ({form})"
    told = shortened("".join([c for c in text if unicodedata.category(c) != "Cf"]))
    return sentence(key, where=where, text=told, alias=alias, form=way_told(text, alias, form))
