"""Finds articles of law in a text: Trademark Law (2026) Art. 72(5), 《商标法》第六十条第二款."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from knowledge.lazily import lazily
from knowledge.numerals import value_of

_NOUN = (
    "Law|Code|Regulations?|Measures|Interpretations?|Provisions|Rules|Standards?"
    "|Guidelines?|Opinions?|Reply|Act|Convention"
)
_LAW_EN = rf"(?:[A-Z][\w'’/-]*\s+(?:(?:of|on|for|the|and|against)\s+)*){{0,8}}(?:{_NOUN})\b"
_YEAR_EN = r"(?:\s*\(\D{0,12}((?:19|20)\d\d)\D{0,12}\))?"
_PART_EN = r",?\s*(?:sub-?paragraph|paragraph|para\.?|item|clause)\s*\(?\d{1,2}\)?"
_PLACE_EN = rf"\d{{1,4}}(?:-\d{{1,2}})?(?:\s?\([0-9a-zA-Z]{{1,4}}\))*(?:{_PART_EN})*"
_ENGLISH = lazily(
    rf"(?:(?P<law>{_LAW_EN}){_YEAR_EN},?(?:\s[A-Z][\w ]{{0,8}}\s?\[(?:19|20)\d\d\]\s\d+,?)?\s*)?"
    rf"(?P<kind>\b(?:[Aa]rt(?:icle)?s?\b\.?|[Ss]ections?\b|[Ss]ec\.|[Ii]tems?\b|[Pp]aragraphs?\b|[Pp]ara\.)|§{{1,2}})\s*"
    rf"(?P<places>{_PLACE_EN}(?:\s*(?:,|and|or|to|–|-|&)\s*(?:and\s+|or\s+)?{_PLACE_EN})*)"
    rf"(?:\s+of\s+(?:the\s+)?(?P<after>{_LAW_EN}){_YEAR_EN})?"
)
_NUMBER_ZH = r"(?:\d{1,4}|[零〇一二三四五六七八九十百千]{1,9})"
_CHINESE = lazily(
    r"(?:(?:《(?P<law>[^《》]{2,80}(?:〈[^〉]*〉[^《》]*)?)》|(?P<bare>[\u4e00-\u9fff]{1,12}?(?:法典|法|条例|规定|办法|解释|标准|规则)))"
    r"(?:\((?P<year>(?:19|20)\d\d)?[^()]{0,24}\))*\s*)?"
    rf"第(?P<number>{_NUMBER_ZH})(?:(?P<unit>[条項项款])(?:之(?P<suffix>{_NUMBER_ZH}))?|(?=[至到、和或第]))"
    rf"(?:第(?P<paragraph>{_NUMBER_ZH})款)?(?:第[(（]?(?P<item>{_NUMBER_ZH})[)）]?项)?"
)
_NAMED_EN = lazily(rf"(?P<law>{_LAW_EN}){_YEAR_EN}")
_NAMED_ZH = lazily(r"《(?P<law>[^《》]{2,80}(?:〈[^〉]*〉[^《》]*)?)》(?:\((?P<year>(?:19|20)\d\d)?)?")
_NOISE_EN = frozenset(
    {
        "under", "the", "in", "see", "by", "per", "and", "chinese", "china's", "china’s", "prc", "of",
        "on", "a", "new", "as", "for",
    }
)  # fmt: skip
_NOISE_ZH = lazily(r"中华人民共和国|根据|依照|按照|依据|[〈〉《》]|^(?:和|及|与|的|由|新|现行)")


@dataclass(frozen=True, slots=True, kw_only=True)
class Law:
    """An instrument as named in a text; ``year`` empty where the text gives none."""

    name: str
    year: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Article:
    """A place in a law. ``parts``: paragraph and item in order; ``number`` empty: a part alone."""

    number: str
    parts: tuple[str, ...] = ()
    law: Law | None = None

    def within(self, other: Article) -> bool:
        """Whether ``other`` names this place, as exactly or more so, in the same law as far as both say."""
        if self.number == "":
            return set(self.parts) <= set(other.parts)
        same_place = self.number == other.number and self.parts == other.parts[: len(self.parts)]
        return same_place and (self.law is None or other.law is None or same_law(self.law, other.law))


def same_law(said: Law, known: Law) -> bool:
    """Whether two namings mean the same text: equal names, and no other year than the known one."""
    # An unbracketed Chinese name may carry words before it: 我国商标法.
    alike = said.name == known.name or (not said.name.isascii() and said.name.endswith(known.name))
    return alike and said.year in ("", known.year)


def articles(text: str) -> Iterator[tuple[int, int, Article]]:
    """Every article in the (NFKC-normalised) text, with its span; the name of the law is not part of it."""
    for match in _ENGLISH.finditer(text):
        law = _law_en(match["law"] or match["after"], match[2] or match[match.re.groups])
        for place in re.findall(_PLACE_EN, match["places"]):
            yield match.start("kind"), match.end("places"), replace(_place_en(place, match["kind"]), law=law)
    for match in _CHINESE.finditer(text):
        yield match.start("number") - 1, match.end(), _place_zh(match)


def laws(text: str) -> frozenset[Law]:
    """Every law that the text names."""
    english = {_law_en(match["law"], match[2]) for match in _NAMED_EN.finditer(text)}
    chinese = {_law_zh(match["law"], match["year"]) for match in _NAMED_ZH.finditer(text)}
    return frozenset(law for law in english | chinese if law is not None)


def _place_en(place: str, kind: str) -> Article:
    head = re.match(r"\d{1,4}(?:-\d{1,2})?", place)
    number = head[0] if head else ""
    parts = tuple(re.findall(r"[0-9a-z]+(?=\))|(?<=\s)\d+", place[len(number) :].lower()))
    if kind.lower().startswith("para"):
        return Article(number="", parts=(number, *parts))
    return Article(number=number, parts=parts)


def _place_zh(match: re.Match[str]) -> Article:
    number, suffix = _plain(match["number"]), match["suffix"]
    law = _law_zh(match["law"] or match["bare"], match["year"])
    named = match["paragraph"] or ""
    paragraph = number if match["unit"] == "款" else _plain(named) if named else ""
    parts = [f"款{paragraph}"] if paragraph else []
    if match["item"]:
        parts.append(f"项{_plain(match['item'])}")
    if match["unit"] == "款":
        return Article(number="", parts=tuple(parts), law=law)
    if match["unit"] in ("项", "項") and law is None:
        return Article(number="", parts=(f"项{number}",))
    return Article(number=f"{number}-{_plain(suffix)}" if suffix else number, parts=tuple(parts), law=law)


def _plain(numeral: str) -> str:
    return str(value_of(numeral))


def _law_en(name: str | None, year: str | None) -> Law | None:
    words = [word for word in (name or "").lower().split() if word not in _NOISE_EN]
    return Law(name=" ".join(words), year=year or "") if words else None


def _law_zh(name: str | None, year: str | None) -> Law | None:
    plain = _NOISE_ZH.sub("", _NOISE_ZH.sub("", name or ""))
    return Law(name=plain, year=year or "") if plain else None
