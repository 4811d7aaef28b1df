"""When a patent ends: counted from its filing by the law of that day, not from its grant (fact PT-01)."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

from bot.domain.brands import BrandBook
from bot.domain.rights import PATENTS, Right, add_months
from knowledge.law import LawError, Register


def with_terms(book: BrandBook, register: Register) -> BrandBook:
    """The book with the end of each patent that its filing day gives; an earlier end on record stays."""
    return replace(book, rights=tuple(_in_term(right, register) for right in book.rights))


def _in_term(right: Right, register: Register) -> Right:
    ends = patent_end(right, register)
    if ends is None or (right.expires_on is not None and right.expires_on <= ends):
        return right
    return replace(right, expires_on=ends)


def patent_end(right: Right, register: Register) -> date | None:
    """The last day of a Chinese patent's term; None where no filing day, or no law of that day, is on record.

    The term begins with the day of filing, so its last day is the one before the corresponding day.
    """
    if right.kind not in PATENTS or right.jurisdiction != "CN" or right.filed_on is None:
        return None
    try:
        years = register.figure(f"pt.term.{right.kind.value}", right.filed_on).value
    except LawError:
        return None
    return add_months(right.filed_on, years * 12) - timedelta(days=1)
