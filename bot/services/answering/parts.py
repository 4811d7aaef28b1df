"""The questions of a message that asks several, and which passage answers which: where its words, and sections that answer both
sides of a seam, say that it does; what nothing answers is left open.

Weights are learned from ``knowledge/bank/parts`` (``python -m tests.benchmarks.parts --fit``).
"""

import math
import re
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import partial
from itertools import pairwise, product

from bot.services.answering.contexts import FusedHits, WeighedSearch, fused, page_of
from bot.services.answering.thresholds import AT
from knowledge import seams
from knowledge.lazily import lazily
from knowledge.mentions import named_platforms
from knowledge.neighbours import UNFOUND
from knowledge.passages import Hit, SearchResult
from knowledge.reading import asks, last_question
from knowledge.seams import Seam

Look = Callable[[Sequence[str]], Sequence[SearchResult]]
# So many candidates of each part are weighed against those of the others.
CANDIDATES = 6
# Hits of each side that are weighed, seams tried, questions answered, and words in front that may only open a message.
WEIGHED, TRIED, MOST, FEW = 4, 3, 4, 4
# Log-odds that words never give a seam.
PLAINEST = 6
# “1) … 2) …”, “(a) … (b) …”, “一、…二、…”: a list of what is asked.
_ITEM = lazily(
    r"(?:^|(?<=[\s:：，,。；;?？]))[(（]?([1-4a-d一二三四①②③④])(?:[)）.、:：]|(?<=[①②③④]))", re.IGNORECASE
)
# What no part begins or ends with: a joint.
_MARK = lazily(r"^[^\w“\"(（]+|[\s,，、;；:：(（*•&–—-]+$")


@dataclass(frozen=True, slots=True, kw_only=True)
class QuestionPart:
    """One question of several: its own words, and these behind what is told before them where something is."""

    text: str
    told: str = ""

    @property
    def wordings(self) -> tuple[str, ...]:
        """What to search with as long as no other part is answered."""
        return (self.text, self.told) if self.told else (self.text,)

    def titled(self, title: str) -> tuple[str, str]:
        """What to search with where the part before is answered under this title."""
        return f"{title} {self.text}", title


def parts_of(question: str, several: float, whole: SearchResult, look: Look) -> tuple[QuestionPart, ...]:
    """The questions in a message, in order; none where it asks one only. ``several`` is how likely it reads as more than one,
    ``whole`` what all of it finds, ``look`` searches for wordings."""
    if items := _items(question):
        told, first, *others = items
        return QuestionPart(text=first, told=told and f"{told} {first}"), *(
            QuestionPart(text=each) for each in others
        )
    signs = partial(several_signs, several=several, whole=whole)
    # Where even the plainest seam between two sure answers would not speak for it, none is looked for.
    if _speaks(signs(Seam(0, PLAINEST), 1.0)) <= 0:
        return ()
    found = seams.load().of(question)
    tried = [seam for seam in found[:TRIED] if _speaks(signs(seam, 1.0)) > 0]
    worth = _worth(question, tried, signs, look) if tried else {}
    if max(worth.values(), default=0.0) <= 0:
        return ()
    further = (
        each.at for each in found if each.odds > AT.further and (each.at in worth or each not in tried)
    )
    places = [max(worth, key=lambda at: worth[at]), *further]
    return parts_at(question, [*places, *_apart(question, places, found, look)])


def _apart(question: str, places: Sequence[int], found: Sequence[Seam], look: Look) -> list[int]:
    """Other seams, between these places, whose sides two sections surely answer; the surest first."""
    tried = [seam.at for seam in found if seam.odds > AT.apart_from and seam.at not in places][:TRIED]
    sides = look([side for at in tried for side in _sides(question, places, at)]) if tried else ()
    sure = {at: both_sides(*sides[2 * n : 2 * n + 2]) for n, at in enumerate(tried)}
    return sorted((at for at in tried if sure[at] >= AT.answers), key=lambda at: -sure[at])


def _sides(question: str, places: Sequence[int], at: int) -> tuple[str, str]:
    """What stands between the nearest of these places and another, before that and behind it."""
    ends = (0, *places, len(question))
    return question[max(e for e in ends if e <= at) : at], question[at : min(e for e in ends if e > at)]


def _worth(
    question: str, tried: Sequence[Seam], signs: Callable[[Seam, float], Sequence[float]], look: Look
) -> dict[int, float]:
    """By place, how much a seam speaks for several questions once its sides are searched; of none that only opens the message."""
    found = look([side for seam in tried for side in (question[: seam.at], question[seam.at :])])
    return {
        seam.at: _speaks(signs(seam, both_sides(*found[2 * n : 2 * n + 2])))
        for n, seam in enumerate(tried)
        if not _only_opens(question[: seam.at], found[2 * n])
    }


def _items(question: str) -> list[str]:
    """What stands before a list, and its first four items; empty where the message holds none."""
    marks = list(_ITEM.finditer(question))
    signs = "".join(mark[1].lower() for mark in marks)
    if len(marks) < 2 or not any(row.startswith(signs) for row in ("1234", "abcd", "一二三四", "①②③④")):
        return []
    ends = [*(mark.start() for mark in marks[1:]), len(question)]
    items = (question[mark.end() : end] for mark, end in zip(marks, ends, strict=True))
    return [_MARK.sub("", each) for each in (question[: marks[0].start()], *items)]


def _only_opens(text: str, found: SearchResult) -> bool:
    """Whether a few words in front ask nothing that a section surely answers: “could you confirm”."""
    return seams.words(text) <= FEW and all(hit.probability < AT.leads for hit in found.hits[:1])


def several_signs(seam: Seam, sides: float, several: float, whole: SearchResult) -> tuple[float, ...]:
    """What :attr:`AT.several` weighs; ``sides`` is how likely two sections answer the sides of the seam."""
    first = whole.hits[0].probability if whole.hits else 1.0
    return 1.0, seam.odds, _odds(sides), _odds(several), math.log(max(first, UNFOUND))


def _speaks(signs: Sequence[float]) -> float:
    return sum(weight * sign for weight, sign in zip(AT.several, signs, strict=True))


def parts_at(question: str, places: Sequence[int]) -> tuple[QuestionPart, ...]:
    """The questions that begin in these places, the surest first; a place that leaves hardly a word is none."""
    chosen: list[int] = []
    for place in places:
        ends = sorted((0, *chosen, place, len(question)))
        if len(chosen) < MOST - 1 and all(
            seams.words(question[one:other]) >= seams.LEAST for one, other in pairwise(ends)
        ):
            chosen.append(place)
    ends = [0, *sorted(chosen), len(question)]
    first, *others = (_MARK.sub("", question[one:other]) for one, other in pairwise(ends))
    last = last_question(first, AT.share)
    return (
        QuestionPart(text=last or first, told=first if last else ""),
        *(QuestionPart(text=each) for each in others),
    )


def _odds(chance: float) -> float:
    """As log-odds, up to what may be believed."""
    held = min(max(chance, 1e-3), 0.99)
    return math.log(held / (1 - held))


def both_sides(one: SearchResult, other: SearchResult) -> float:
    """How likely two sections answer one side each."""
    pairs = product(one.hits[:WEIGHED], other.hits[:WEIGHED])
    apart = ((a, b) for a, b in pairs if a.passage.section_id != b.passage.section_id)
    return max((a.probability * b.probability for a, b in apart), default=0.0)


@dataclass(frozen=True, slots=True, kw_only=True)
class PartsReading:
    """How a question in parts is answered: ``hits`` begins with one for each of ``answered``, which is empty where
    the question is one."""

    hits: tuple[Hit, ...]
    answered: tuple[str, ...] = ()
    left_open: tuple[str, ...] = ()


_Found = tuple[QuestionPart, FusedHits, Hit | None]
_Shown = tuple[str, str]  # a section and its title


def read_parts(
    whole: SearchResult, parts: Sequence[QuestionPart], look: Look, shown: _Shown | None = None
) -> PartsReading:
    """Which passage answers which part, the first behind what its thread was ``shown`` last, and which parts that say something
    nothing answers; beside questions, what only tells and finds nothing fairly is none. ``look`` searches for wordings."""
    fitting = _fitting(whole, parts, look, shown)
    chosen = _together(fitting)
    taken = {hit.passage.section_id for hit in chosen if hit is not None}
    leads: dict[str, tuple[str, Hit]] = {}
    left_open: list[str] = []
    for part, fits, hit in _that_say(zip(parts, fitting, chosen, strict=True)):
        if hit is None or fits.likeliest[hit.passage.section_id] < AT.least:
            left_open += [part.text] if last_question(part.text, 2.0) else []
            continue
        leads.setdefault(hit.passage.section_id, (part.text, hit))
        if rival := _rival(fits, hit, taken | leads.keys()):
            leads[rival.passage.section_id] = (part.text, rival)
    if not leads or (len(leads) == 1 and not left_open):
        return PartsReading(hits=whole.hits)
    first = tuple(hit for _, hit in leads.values())
    rest = tuple(hit for hit in whole.hits if hit.passage.section_id not in leads)
    return PartsReading(
        hits=(*first, *rest), answered=tuple(text for text, _ in leads.values()), left_open=tuple(left_open)
    )


def _that_say(found: Iterable[_Found]) -> list[_Found]:
    """Those parts that ask or fairly find something; all, where none asks."""
    told = list(found)
    saying = [
        (p, fits, hit) for p, fits, hit in told if asks(p.text) or not hit or hit.probability >= AT.fair
    ]
    return saying if any(asks(part.text) for part, _, _ in told) else told


def on_each_platform(read: PartsReading, text: str) -> PartsReading:
    """The reading with the pages of all platforms that the text names, where the page of one of them answers."""
    pages = dict.fromkeys(each.page for each in named_platforms(text))
    at = {hit.passage.section_id: hit for hit in read.hits}
    found = list(filter(None, map(at.get, pages)))
    said = list(zip(read.answered or ("",), read.hits, strict=False))
    first = next((n for n, (_, hit) in enumerate(said) if hit in found), None)
    if first is None or len(found) < 2:
        return read
    own = [(said[first][0] or hit.passage.title, hit) for hit in found]
    leads = [*said[:first], *own, *(each for each in said[first:] if each[1] not in found)][:MOST]
    answered, hits = zip(*leads, strict=True)
    return replace(read, answered=answered, hits=(*hits, *(hit for hit in read.hits if hit not in hits)))


def _rival(fits: FusedHits, hit: Hit, taken: Collection[str]) -> Hit | None:
    """The next best passage of a part where it is nearly as likely: then both are told."""
    other = next((each for each in fits.hits if each.passage.section_id not in taken), None)
    return other if other and other.probability >= AT.close * hit.probability else None


def _fitting(
    whole: SearchResult, parts: Sequence[QuestionPart], look: Look, last: _Shown | None
) -> list[FusedHits]:
    """What fits each part; the title of the passage before is known only once that is found."""
    found = iter(look([text for part in parts for text in part.wordings]))
    fitting: list[FusedHits] = []
    for part in parts:
        weights = AT.first if len(part.wordings) > 1 else AT.other[:1]
        searches = [WeighedSearch(found=next(found), weight=weight) for weight in weights]
        # What answers an earlier part does not answer this one where its own words surely find another.
        before = {fits.hits[0].passage.section_id for fits in fitting if fits.hits}
        own = {hit.passage.section_id for hit in searches[0].found.hits[:1] if hit.probability >= AT.answers}
        if fitting or last:
            searches += _in_context(part, whole, last, look)
        fits = fused(searches, without=before if own and own.isdisjoint(before) else ())
        fitting.append(_by_its_words(fits, own))
        last = next(((hit.passage.section_id, hit.passage.title) for hit in fitting[-1].hits), last)
    return fitting


def _in_context(
    part: QuestionPart, whole: SearchResult, last: _Shown | None, look: Look
) -> Iterator[WeighedSearch]:
    """What the whole message finds, and the title of what was told last, which speaks for no section of its own."""
    _, titled, title, all_of_it, _ = AT.other
    yield WeighedSearch(found=whole, weight=all_of_it, own=False)
    if last is not None:
        behind, only = (_but(each, last[0]) for each in look(part.titled(last[1])))
        yield WeighedSearch(found=behind, weight=titled)
        yield WeighedSearch(found=only, weight=title, own=False)


def _but(found: SearchResult, section: str) -> SearchResult:
    return replace(found, hits=tuple(hit for hit in found.hits if hit.passage.section_id != section))


def _by_its_words(fits: FusedHits, own: Collection[str]) -> FusedHits:
    """Without what only the context speaks for, where the words surely find a section of their ``own``."""
    found = tuple(hit for hit in fits.hits if own and fits.likeliest[hit.passage.section_id] >= AT.least)
    return replace(fits, hits=found or fits.hits)


def _together(fitting: Sequence[FusedHits]) -> tuple[Hit | None, ...]:
    """One hit for each part, so that all of them together fit best."""
    same_page = AT.other[-1]
    candidates: list[tuple[Hit | None, ...]] = [fits.hits[:CANDIDATES] or (None,) for fits in fitting]

    def worth(hits: tuple[Hit | None, ...]) -> float:
        sections = [hit.passage.section_id for hit in hits if hit is not None]
        own = [fits.worth[h.passage.section_id] for fits, h in zip(fitting, hits, strict=True) if h]
        taken = len(sections) - len(set(sections))
        pages = [page_of(section) for section in dict.fromkeys(sections)]
        return sum(own) + AT.taken * taken + same_page * sum(one == other for one, other in pairwise(pages))

    return max(product(*candidates), key=worth)
