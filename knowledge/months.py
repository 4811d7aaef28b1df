"""Months, their parts and years that are told in place of a day: which first day each may mean."""

import re
from collections.abc import Iterator
from datetime import date, timedelta

from knowledge.forms import MONTH, MONTHS, YEARS

# A part of a month begins on the first day that people call so: of “the end of October” the twenty-first.
_PARTS = {"early": 1, "beginning": 1, "start": 1, "mid": 11, "middle": 11, "late": 21, "end": 21,
          "初": 1, "上旬": 1, "中": 11, "中旬": 11, "下旬": 21, "底": 21, "末": 21}  # fmt: skip
_PART = re.compile(
    rf"\b(?P<part>early|late|mid|(?:beginning|start|middle|end) of)[ -](?:(?P<name>{MONTH})\.?"
    r"(?: (?P<year>20\d\d)|,? (?:of )?(?P<led>(?:last|this|next) year))?|(?P<last>last month))\b(?! \d)"
    r"|(?:(?P<zyear>20\d\d)年|(?P<zled>[前去今明来后]年)的?)?(?:(?P<month>1[0-2]|[1-9])月|(?P<zlast>上个?月)|(?P<this>(?:[本这]个?)?月))(?:份的?)?"
    r"(?P<zpart>[上中下]旬|[初中底末](?!级|间|国|方|标))",
    re.IGNORECASE,
)
_SPAN = re.compile(
    rf"(?:\b(?P<name>{MONTH})\.? "
    r"|\b(?:in|since|of|from|during|back in) (?:early |late |mid-)?)"
    r"(?P<en>20[012]\d)\b(?![-/])"
    r"|(?P<zh>20[012]\d)年(?:(?P<month>1[0-2]|0?[1-9])月(?!\d{1,2}[日号]?))?(?!\d+月)"
    r"|(?<!\d)(?P<now>(?:今年)?年初)",
    re.IGNORECASE,
)


def placed_months(text: str, on: date) -> tuple[tuple[int, int, date], ...]:
    """Where each part of a month, else each month or year, is told, and its first day; of a month without its year the last one
    that began by then."""
    return tuple(_parts(text, on)) or tuple(_spans(text, on))


def _parts(text: str, on: date) -> Iterator[tuple[int, int, date]]:
    for match in _PART.finditer(text):
        part = _PARTS[(match["part"] or match["zpart"]).lower().removesuffix(" of")]
        month = MONTHS[match["name"].lower()] if match["name"] else int(match["month"] or 0)
        if match["last"] or match["zlast"]:
            yield *match.span(), (on.replace(day=1) - timedelta(days=1)).replace(day=part)
        elif match["this"]:
            # The end of this month may as well be to come.
            yield from [(*match.span(), on.replace(day=part))] if part < _PARTS["底"] else []
        else:
            told = _year(match, on)
            last = on.year if date(on.year, month, part) <= on else on.year - 1
            yield *match.span(), date(told or last, month, part)


def _year(match: re.Match[str], on: date) -> int | None:
    """The year that is named, or led to by such words as “last year”."""
    named, led = match["year"] or match["zyear"], match["led"] or match["zled"]
    return int(named) if named else on.year + YEARS[led.lower()] if led else None


def _spans(text: str, on: date) -> Iterator[tuple[int, int, date]]:
    for match in _SPAN.finditer(text):
        month = MONTHS[match["name"].lower()] if match["name"] else int(match["month"] or 1)
        yield *match.span(), date(on.year if match["now"] else int(match["en"] or match["zh"]), month, 1)
