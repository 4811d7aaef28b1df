"""Every record that a notice may speak from, with its facts as they may be printed: the measure of each statement."""

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, fields, is_dataclass
from datetime import date, datetime
from decimal import Decimal
from functools import cached_property, lru_cache

from bot.domain.compositions import Trace
from bot.domain.evidence import Evidence
from bot.domain.moments import CHINA, china_day
from bot.notices.facts.applying import cheap, share_of, turnover_of
from bot.notices.facts.matter import NoticeMatter
from bot.notices.wording.saying import day, moment, money, one_line, unescaped

NUMBER = re.compile(r"\d(?:[\d,]*\d)?(?:\.\d+)?")
_SENTENCE = re.compile(r"(?<=[。；;])")
_LAW = re.compile(r"《|第[零一二三四五六七八九十百]+条|\bArticle \d")
_RULE = re.compile(r"^\|?[\s:|-]+\|?$")
_HASH = re.compile(r"\b[0-9a-f]{64}\b")
_SHORTEST, _SHORTEST_TYPED, _SMALL = 2, 4, 10
_NAMED = 3
"""Records of one kind that a line names; of more only those that say most of it, and beyond that their number."""
_HIDDEN = frozenset({"tells_confidential", "list_price", "floor_price", "path"})
"""What no notice prints."""


@dataclass(frozen=True, kw_only=True)
class Record:
    """One record: its tag (``listing taobao:7301``), its facts as they may be printed, and the numbers in them.

    The parts of a date are no numbers: a 6 in a text is not founded on a day in June.
    """

    tag: str
    values: tuple[str, ...]
    numbers: frozenset[Decimal] = frozenset()


@dataclass(frozen=True, kw_only=True)
class Ledger:
    """The records of a matter."""

    records: tuple[Record, ...]
    typed: tuple[tuple[str, str], ...]
    suggested: frozenset[str]

    @cached_property
    def _longest_first(self) -> list[str]:
        values = {_folded(value) for record in self.records for value in record.values}
        return sorted(values, key=len, reverse=True)

    @cached_property
    def _numbers(self) -> frozenset[Decimal]:
        return frozenset(number for record in self.records for number in record.numbers)

    def traces(self, text: str) -> tuple[Trace, ...]:
        """The lines of a canonical text that state something, each with the records it speaks from."""
        return tuple(self._trace(part, whole) for part, whole in _lines(text))

    def unfounded(self, text: str) -> list[str]:
        """The numbers and dates in a text that no record holds, as written."""
        left = _folded(text)
        for value in self._longest_first:
            if value in left:
                left = left.replace(value, " ")
        written = NUMBER.findall(left)
        return list(dict.fromkeys(n for n in written if _number(n) not in self._numbers))

    @cached_property
    def _kinds(self) -> list[str]:
        """What kind of record each is, by its place: the first word of its tag."""
        return [record.tag.partition(" ")[0] for record in self.records]

    @cached_property
    def _holders(self) -> dict[str, list[int]]:
        """Each fact with the records that hold it, by their place: many listings share a title or a shop."""
        found: dict[str, list[int]] = {}
        for place, record in enumerate(self.records):
            for value in record.values:
                found.setdefault(value, []).append(place)
        return found

    def _sources(self, line: str) -> Iterator[str]:
        """The records that a line speaks from: of one kind those with the most of their facts in it; of a hash alone the
        record that holds it."""
        said: dict[int, int] = {}
        hashes = _HASH.findall(line)
        for value, places in self._holders.items():
            if value in hashes if hashes else value in line and _whole(value).search(line):
                for place in places:
                    said[place] = said.get(place, 0) + len(value)
        kinds: dict[str, dict[int, int]] = {}
        for place in sorted(said):
            kinds.setdefault(self._kinds[place], {})[place] = said[place]
        for kind, weights in kinds.items():
            most = max(weights.values())
            best = [place for place, weight in weights.items() if weight == most]
            held = best if len(weights) > _NAMED else list(weights)
            if len(held) > _NAMED:
                yield f"{kind} × {len(held)}"
            else:
                yield from (self.records[place].tag for place in held)

    def _trace(self, line: str, whole: str) -> Trace:
        names = [name for name, text in self.typed if text in line or line in text]
        found = list(self._sources(line))
        if _LAW.search(line) or (not found and not names and _LAW.search(whole)):
            found.append("law register")
        return Trace(
            line=line,
            sources=tuple(found),
            typed=bool(names),
            suggested=any(name in self.suggested for name in names),
        )


@lru_cache(maxsize=4096)
def _whole(value: str) -> re.Pattern[str]:
    """The fact by itself: no part of a longer number, word or code, and a bare number no part of a day or time."""
    before, after = (
        r"[0-9A-Za-z]" if each.isascii() and each.isalnum() else "" for each in (value[0], value[-1])
    )
    start = f"(?<!{before})(?<!\\d[.,:])" if before else ""
    end = f"(?!{after}|[.,:]\\d{'|[年月日时分]' if value.isdecimal() else ''})" if after else ""
    return re.compile(f"{start}{re.escape(value)}{end}")


def ledger_of(matter: NoticeMatter, annexes: Sequence[str] = ()) -> Ledger:
    """The records of the matter; ``annexes`` are the titles of its papers."""
    typed = tuple(
        (name, one_line(text)) for name, text in matter.texts.items() if len(text) >= _SHORTEST_TYPED
    )
    return Ledger(
        records=(*(_record(tag, fact) for tag, fact in _all(matter)), _record("annexes", tuple(annexes))),
        typed=typed,
        suggested=frozenset(matter.facts.request.suggested),
    )


def _record(tag: str, fact: object) -> Record:
    leaves = list(_leaves(fact))
    return Record(
        tag=tag,
        values=tuple(dict.fromkeys(value for leaf in leaves for value in _printed(leaf))),
        numbers=frozenset(number for leaf in leaves for number in _counted(leaf)),
    )


def _pages(matter: NoticeMatter) -> Iterator[Evidence]:
    yield from matter.evidence.values()
    for listing in matter.listings:
        yield from matter.licences(listing)


def _all(matter: NoticeMatter) -> Iterator[tuple[str, object]]:
    facts = matter.facts
    yield from ((f"listing {x.listing_id}", x) for x in matter.listings)
    yield from ((f"evidence {x.evidence_id}", x) for x in _pages(matter))
    yield "listings, sales times price", turnover_of(matter)
    for listing, genuine in cheap(matter):
        yield f"listing {listing.listing_id}, price against the genuine one", share_of(listing, genuine)
    yield from ((f"right {x.id}", x) for x in matter.rights)
    if matter.owner.name:
        yield f"owner {matter.owner.name}", matter.owner
    if matter.authority is not None:
        yield f"agent {matter.authority.id}", matter.authority
    yield from ((f"product {x.sku}", x) for x in matter.products)
    yield from ((f"finding {x.number}", x) for x in matter.findings)
    yield from ((f"purchase {x.purchase_id}", x) for x in facts.purchases)
    yield from ((f"draft {x.draft_id}", x.sent) for x in facts.drafts if x.sent is not None)
    request = facts.request
    yield f"case {facts.case.case_id}" if facts.case else "request", (request.office, request.as_of)
    yield "request", (request.act_from, request.act_to, f"{matter.texts.get('reply_days', '7')}日内")


def _leaves(fact: object) -> Iterator[object]:
    """The single facts of a record, without those that no notice prints."""
    if isinstance(fact, tuple | list):
        for each in fact:
            yield from _leaves(each)
    elif is_dataclass(fact) and not isinstance(fact, type):
        for field in fields(fact):
            if field.name not in _HIDDEN:
                yield from _leaves(getattr(fact, field.name))
    elif fact is not None and not isinstance(fact, bool):
        yield fact


def _printed(fact: object) -> Iterator[str]:
    """A fact as a notice may print it, in both languages."""
    match fact:
        case str():
            yield from (text for text in [one_line(fact)] if len(text) >= _SHORTEST)
        case datetime():
            yield from (moment(fact).zh, moment(fact).en, f"{fact.astimezone(CHINA):%H:%M}")
            yield from _printed(china_day(fact))
        case date():
            yield from (day(fact).zh, day(fact).en, fact.isoformat())
        case int() if fact >= _SMALL:
            yield str(fact)
        case Decimal():
            yield from (money(fact, "CNY").zh, money(fact, "CNY").en, str(fact))


def _counted(fact: object) -> Iterator[Decimal]:
    """The numbers in a fact."""
    if isinstance(fact, str):
        yield from (_number(found) for found in NUMBER.findall(_folded(fact)))
    elif isinstance(fact, int | Decimal):
        yield Decimal(fact).normalize()


def _lines(text: str) -> Iterator[tuple[str, str]]:
    """Each statement with the line it stands in; a row of a table is one."""
    for line in text.splitlines():
        bare = unescaped(line.strip().removeprefix("> "))
        if not bare or bare.startswith("#") or _RULE.match(bare):
            continue
        parts = [bare] if bare.startswith("|") else _SENTENCE.split(bare)
        yield from ((part.strip(), bare) for part in parts if part.strip())


def _folded(text: str) -> str:
    return unicodedata.normalize("NFKC", text)


def _number(written: str) -> Decimal:
    return Decimal(written.replace(",", "")).normalize()
