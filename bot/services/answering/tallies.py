"""What the team did over time, counted by what, by whom and in which days: approvals, letters sent, verdicts, cases, costs."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum

from bot.domain.cases import Case
from bot.domain.drafts import Draft, DraftStatus
from bot.domain.ids import CaseId, DraftId, ListingId, PersonId
from bot.domain.moments import china_day
from bot.domain.questions import RecordRow
from bot.repositories import UnitOfWork
from bot.services.answering.record_names import AskedRecords, RecordsAnswer, case_row, draft_row, listing_row
from bot.services.answering.spans import DaySpan, span_of
from bot.words.book import day

_COUNTED = re.compile(
    r"\b(?:how (?:many|much|often)|number of|count of|total|who)\b|多少|几[份个件条封次]|总共|一共|谁",
    re.IGNORECASE,
)
SHOWN = 8
# What waits or runs is a matter of now.
_NOW = re.compile(
    r"\b(?:wait\w*|await\w*|pending|outstanding|are open|still|now|running)\b|[待等]|还有|现在", re.IGNORECASE
)
_WHO = re.compile(r"\bwho\b|谁", re.IGNORECASE)
_MENTION = re.compile(r"<@(?P<id>\w+)(?:\|[^>]*)?>")
_ME = re.compile(r"\b(?:I|me|my)\b|我(?!们|司|方)")
# A name that stands where a doer does.
_NAMED = re.compile(r"\b(?:did|has|have|by|from) (?P<name>(?-i:[A-Z])[\w-]+)", re.IGNORECASE)
_ALL = frozenset({"we", "i", "us", "our", "the", "anybody", "anyone", "everybody", "everyone"})


class Deed(StrEnum):
    """What is counted."""

    APPROVED = "approved"
    SENT = "sent"
    JUDGED = "judged"
    CLOSED = "closed"
    OPENED = "opened"
    SPENT = "spent"
    WRITTEN = "written"


DRAFT_DEEDS = frozenset({Deed.APPROVED, Deed.SENT, Deed.WRITTEN, Deed.SPENT})
"""Shown to those who may see drafts."""
_PAPERS, _GO = r"\b(?:notices?|letters?|drafts?|complaints?)\b", r"\b(?:send|sent)\b"
_PAPERS_ZH, _GO_ZH = r"[函件信书份稿诉]", r"(?:发出|寄出|发了|寄了|提交)"
_CASES, _END, _BEGIN = r"\bcases?\b", r"\bclosed?\b", r"\b(?:opened|new|started)\b"


def _either(one: str, other: str) -> str:
    """Both, in either order."""
    return f"{one}.*{other}|{other}.*{one}"


_WORDS = {
    Deed.APPROVED: r"\bapprov(?:e|ed|als)\b|\bsign(?:ed)? off\b|批准|审批|批了|批过",
    Deed.SENT: f"{_either(_PAPERS, _GO)}|{_either(_PAPERS_ZH, _GO_ZH)}",
    Deed.JUDGED: r"\b(?:judg(?:e|ed)|verdicts?|triaged?)\b|判了|判过|判定|下了?结论",
    Deed.CLOSED: rf"{_either(_CASES, _END)}|结案|结了|办结",
    Deed.OPENED: rf"{_either(_CASES, _BEGIN)}|\bcases did\b.*\b(?:open|start)\b|立了?案|新开|新案",
    Deed.SPENT: r"\b(?:spen[dt]|costs?|expenses?)\b|花了|花掉|费用|开销|支出",
    Deed.WRITTEN: rf"{_PAPERS}.*\b(?:writ\w+|wrote|made|prepared?)\b|\b(?:drafted|wrote)\b|起草|写了",
}


@dataclass(frozen=True, slots=True)
class DeedDone:
    """One deed: who, on which day, of which record, and what it cost."""

    by: PersonId
    on: date
    subject: str
    amount: tuple[Decimal, str] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class DeedTally:
    """What is told: the deed, whose (empty: everybody's), the deeds of the days asked for; ``by_person`` where it was asked
    who. ``unknown`` is a name that nobody on record has."""

    deed: Deed
    who: str = ""
    done: tuple[DeedDone, ...] = ()
    by_person: tuple[tuple[str, int], ...] = ()
    unknown: str = ""

    @property
    def spent(self) -> str:
        """The sum of the costs, by currency."""
        sums: dict[str, Decimal] = {}
        for each in self.done:
            if each.amount is not None:
                amount, currency = each.amount
                sums[currency] = sums.get(currency, Decimal(0)) + amount
        return ", ".join(f"{currency} {amount}" for currency, amount in sums.items())


def counted(text: str) -> Deed | None:
    """The deed whose number, sum or doer is asked for."""
    if not _COUNTED.search(text) or _NOW.search(text):
        return None
    return next((deed for deed, words in _WORDS.items() if re.search(words, text, re.IGNORECASE)), None)


def tally(
    unit: UnitOfWork,
    deed: Deed,
    text: str,
    span: DaySpan,
    *,
    asker: PersonId | None,
    name_of: Callable[[PersonId], str],
) -> DeedTally:
    """Count a deed over the days; ``name_of`` is what a person is called, empty where that is not known."""
    every = tuple(_done(unit, deed))
    people = list(dict.fromkeys(each.by for each in every))
    person = _person(text, people, asker, name_of)
    named = _NAMED.search(text)
    if person is None and named and named["name"].lower() not in _ALL:
        return DeedTally(deed=deed, unknown=named["name"])
    own = tuple(each for each in every if span.start <= each.on <= span.end and person in (None, each.by))
    ranked = Counter(name_of(each.by) or each.by for each in own).most_common() if _WHO.search(text) else []
    return DeedTally(
        deed=deed,
        who=(name_of(person) or person) if person else "",
        done=own,
        by_person=tuple((str(name), number) for name, number in ranked),
    )


def _person(
    text: str, people: Sequence[PersonId], asker: PersonId | None, name_of: Callable[[PersonId], str]
) -> PersonId | None:
    mention = _MENTION.search(text)
    if mention:
        return PersonId(mention["id"])
    for person in people:
        names = {str(person), *name_of(person).split(), name_of(person)} - {""}
        if any(
            re.search(rf"(?<![A-Za-z]){re.escape(name)}(?![A-Za-z])", text, re.IGNORECASE) for name in names
        ):
            return person
    return asker if _ME.search(text) else None


def _done(unit: UnitOfWork, deed: Deed) -> Iterator[DeedDone]:
    if deed in DRAFT_DEEDS - {Deed.SPENT}:
        return (each for draft in unit.drafts.in_status(*DraftStatus) for each in _of_draft(draft, deed))
    if deed is Deed.JUDGED:
        given = (each for each in unit.verdicts.all_standing() if each.verdict is not None)
        return (DeedDone(each.by, china_day(each.at), each.listing_id) for each in given)
    return (each for case in unit.cases.all() for each in _of_case(case, deed))


def _of_draft(draft: Draft, deed: Deed) -> Iterator[DeedDone]:
    if deed is Deed.WRITTEN:
        yield DeedDone(draft.author, china_day(draft.created_at), draft.draft_id)
    elif deed is Deed.APPROVED:
        yield from (
            DeedDone(each.by, china_day(each.at), draft.draft_id) for each in draft.standing_approvals
        )
    elif draft.sent is not None:
        yield DeedDone(draft.sent.by, china_day(draft.sent.at), draft.draft_id)


def _of_case(case: Case, deed: Deed) -> Iterator[DeedDone]:
    if deed is Deed.OPENED:
        yield DeedDone(case.opened_by, china_day(case.opened_at), case.case_id)
    elif deed is Deed.SPENT:
        yield from (
            DeedDone(each.by, each.on, case.case_id, (each.amount, each.currency)) for each in case.costs
        )
    elif case.closed_at is not None:
        yield DeedDone(case.owner or case.opened_by, china_day(case.closed_at), case.case_id)


def tally_answer(unit: UnitOfWork, deed: Deed, asked: AskedRecords) -> RecordsAnswer:
    """What was done in the days named: how often, by whom, and of which records."""
    if deed in DRAFT_DEEDS and not asked.question.may_see_drafts:
        return RecordsAnswer(text=asked.say("drafts_not_for_you"))
    span = span_of(asked.text, asked.today)
    found = tally(unit, deed, asked.text, span, asker=asked.question.person, name_of=asked.name_of)
    if found.unknown:
        return RecordsAnswer(text=asked.say("nobody_named", name=found.unknown))
    rows = [RecordRow(what="count", subject=name, text=str(number)) for name, number in found.by_person]
    subjects = list(dict.fromkeys(each.subject for each in found.done))
    rows += [] if rows else [row for each in subjects[:SHOWN] if (row := _row_of(unit, deed, each, asked))]
    text = asked.say(
        f"deed.{deed.value}",
        start=day(span.start, asked.language),
        end=day(span.end, asked.language),
        who=found.who or asked.say("everybody"),
        number=len(found.done),
        sum=found.spent or "0",
    )
    return RecordsAnswer(text=text, rows=tuple(rows[:SHOWN]))


def _row_of(unit: UnitOfWork, deed: Deed, subject: str, asked: AskedRecords) -> RecordRow | None:
    if deed in DRAFT_DEEDS - {Deed.SPENT}:
        draft = unit.drafts.get(DraftId(subject))
        return draft_row(draft, asked) if draft else None
    if deed is Deed.JUDGED:
        listing = unit.listings.get(ListingId(subject))
        return listing_row(listing, asked, unit) if listing else None
    case = unit.cases.get(CaseId(subject))
    return case_row(case, asked) if case else None
