"""Trademark Law: where the content of an article of the 2019 text sits in the 2026 text (``law/articles.toml``).

A bare number is ambiguous across the change: Article 57 lists infringing acts in one text and deals with
alteration and non-use in the other. :func:`collisions` names such numbers.
"""

import re
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from importlib.resources.abc import Traversable
from pathlib import Path
from typing import Any

from knowledge.lazily import lazily
from knowledge.numerals import whole

_MORE = r"(\d{1,2}(?:\(\d\))*)"
_ARTICLE = lazily(
    r"\b(?:articles?|arts?\.?) ?(?P<number>\d{1,2}(?:\(\d\))*)"
    r"(?P<more>(?:(?:,| and| or|/) ?(?:article |art\.? )?\d{1,2}(?:\(\d\))*\b)*)",
    re.IGNORECASE,
)
_SIGNS = "[一二三四五六七八九十]"
_ARTICLE_ZH = lazily(
    rf"(?P<more>(?:第?(?:{_SIGNS}{{1,4}}|(?<!\d)\d{{1,2}})条?[、和及与])*)第?(?P<number>{_SIGNS}{{1,4}}|(?<!\d)\d{{1,2}})条"
    rf"(?:第?[（(]?(?P<part>{_SIGNS}|\d)[）)]?[款项])?"
)
_MORE_ZH = lazily(rf"{_SIGNS}{{1,4}}|\d{{1,2}}")
# Of which text a number is said to be, right before it or behind it.
_LAW = r"(?:trade ?mark )?(?:law|act|text|version)?(?:['’]s)?,? ?$"
_IS_NEW = lazily(
    rf"\b(?:new|revised|amended|2026|2027) {_LAW}|新(?:修订)?的?《?(?:商标)?法》?(?:里|中)?的?$",
    re.IGNORECASE,
)
_IS_OLD = lazily(
    rf"\b(?:old|former|present|current|2019|today['’]s) {_LAW}|(?:旧|老|现行|原)的?《?(?:商标)?法》?(?:里|中)?的?$",
    re.IGNORECASE,
)
_NEW_BEHIND = lazily(r" of the (?:new|revised|amended|2026) (?:law|act|text|version)\b", re.IGNORECASE)
_OLD_BEHIND = lazily(r" of the (?:old|present|current|2019) (?:law|act|text|version)\b", re.IGNORECASE)
# Within so many signs another law is the one meant; an article whose content went to more places is not told of.
_NEAR, _FEW = 36, 2
_CHANGE = lazily(
    r"\b(?:new|revised|amended|reformed) (?:[\w-]+ ){0,3}?(?:law|act|statute|text|numbers?|articles?|version)\b|\b2027\b"
    r"|\b(?:law|act) ?\(2026\)|\b2026 (?:text|law|act|version)|新(?:修订的?)?《?(?:商标)?法|修订后"
    r"|新条|2027|2026年(?:修|版|文本)",
    re.IGNORECASE,
)
_OTHER = lazily(
    r"\b(?:e-?commerce|unfair|aucl|interpretation|criminal|civil|patent|regulations?|measures|reconsideration|copyright|customs"
    r"|evidence|litigation|penalty law)\b"
    r"|电商|电子商务|反不正当|反法|刑|民法|专利|条例|办法|解释|规定|处罚法|复议|海关|著作|诉讼法",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class MovedArticle:
    """One place of the 2019 text (``57``, ``60(2)``), its places in the 2026 text (none: dropped), and a remark."""

    before: str
    after: tuple[str, ...]
    note: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Collision:
    """A number that means one thing in the 2019 text and another in the 2026 text."""

    number: str
    before: str
    after: str


def load(file: Traversable | Path | None = None) -> tuple[MovedArticle, ...]:
    """The whole map: articles in the order of the 2019 text, then the paragraphs and items that are known apart."""
    table = _table(file)
    rows = [*table["article"], *table["paragraph"]]
    return tuple(
        MovedArticle(before=row["from"], after=tuple(row["to"]), note=row.get("note", "")) for row in rows
    )


def collisions(file: Traversable | Path | None = None) -> Mapping[str, Collision]:
    """Numbers with two meanings, by number."""
    return {
        row["number"]: Collision(number=row["number"], before=row["meaning_2019"], after=row["meaning_2026"])
        for row in _table(file)["collision"]
    }


def converted(article: str, table: tuple[MovedArticle, ...]) -> tuple[MovedArticle, ...]:
    """Rows for an article of the 2019 text, then for its parts; a part not known apart finds its article."""
    found = [
        row for row in table if row.before == article or re.match(re.escape(article) + r"\D", row.before)
    ]
    whole = article.partition("(")[0]
    return tuple(found or (row for row in table if row.before == whole))


def origin(article: str, table: tuple[MovedArticle, ...]) -> tuple[MovedArticle, ...]:
    """Rows whose content ends in this article of the 2026 text."""
    return tuple(row for row in table if any(_covers(article, place) for place in row.after))


def tells_the_change(text: str) -> bool:
    """Whether the text to come is spoken of."""
    return _CHANGE.search(text) is not None


def named(text: str) -> tuple[tuple[str, str], ...]:
    """The numbers in the text of today and in the one to come of each article of the Trademark Law that a message names, taken
    for a number of either, but for one of the old text, or one that the new text has too, that is said to be so; “–” where it
    has no successor. One beside which another law is named is none."""
    table, found = load(), list[tuple[str, str]]()
    first = {row["place"] for row in _table(None)["new_in_2026"]}
    for start, end, number in _numbers(text):
        if _OTHER.search(text, max(0, start - _NEAR), start + _NEAR) is None:
            is_new = _IS_NEW.search(text, 0, start) or _NEW_BEHIND.match(text, end)
            is_old = _IS_OLD.search(text, 0, start) or _OLD_BEHIND.match(text, end)
            found += _pairs(
                number,
                table,
                may_be_old=not (is_new and (number in first or origin(number, table))),
                may_be_new=not is_old,
            )
    return tuple(dict.fromkeys(found))


def _pairs(
    number: str, table: tuple[MovedArticle, ...], *, may_be_old: bool, may_be_new: bool
) -> Iterator[tuple[str, str]]:
    """An article's number in both texts, taken for one of today, then for one to come; none where it went to many places."""
    later = sorted({place for row in _alike(number, converted(number, table)) for place in row.after})
    if may_be_old and (later or converted(number, table)) and len(later) <= _FEW and later != [number]:
        yield number, ", ".join(later) or "–"
    earlier = sorted({row.before for row in _alike(number, origin(number, table))})
    if may_be_new and 0 < len(earlier) <= _FEW and earlier != [number]:
        yield ", ".join(earlier), number


def _alike(number: str, rows: tuple[MovedArticle, ...]) -> tuple[MovedArticle, ...]:
    """Those of these rows that are whole articles, or parts, as this number is; all where none are."""
    return tuple(row for row in rows if ("(" in row.before) == ("(" in number)) or rows


def _numbers(text: str) -> Iterator[tuple[int, int, str]]:
    """From where to where each article is named, and its number as the table has it."""
    for match in _ARTICLE.finditer(text):
        yield *match.span(), match["number"]
        for more in re.findall(_MORE, match["more"] or ""):
            yield *match.span(), more
    for match in _ARTICLE_ZH.finditer(text):
        for more in _MORE_ZH.findall(match["more"]):
            yield *match.span(), f"{whole(more)}"
        part = match["part"]
        yield *match.span(), f"{whole(match['number'])}" + (f"({whole(part)})" if part else "")


def _covers(asked: str, place: str) -> bool:
    return (
        place == asked
        or re.match(re.escape(asked) + r"\D", place) is not None
        or place == asked.partition("(")[0]
    )


def _table(file: Traversable | Path | None) -> dict[str, Any]:
    source = file if file is not None else Path(__file__).parent / "law" / "articles.toml"
    return tomllib.loads(source.read_text(encoding="utf-8"))
