"""The clocks that rights and powers of attorney carry: renewal and grace, non-use, annuity fees, recordal, expiry.

They are derived from the register each time, and only from what it states. A clock is made once its last day is
within a year, or once the law opens the window to act.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta

from bot.domain import workdays
from bot.domain.brands import BrandBook, with_terms
from bot.domain.clocks import HOLIDAYS_NOT_KNOWN, OtherDay, count, moved_day
from bot.domain.deadlines import Deadline
from bot.domain.ids import DeadlineId
from bot.domain.rights import Right, RightKind, add_months
from knowledge.instruments import LawError
from knowledge.law import Register

AHEAD = timedelta(days=366)
_PATENTS = frozenset({RightKind.INVENTION, RightKind.UTILITY_MODEL, RightKind.DESIGN})
_GONE = frozenset({"invalidated", "cancelled", "expired", "pending"})
ORIGIN = "register:"
"""How the id of such a clock begins."""


def clocks_of(book: BrandBook, register: Register, today: date) -> Iterator[Deadline]:
    """The clocks that the rights and powers of a brand book carry on the day."""
    for right in with_terms(book, register).rights:
        if right.jurisdiction == "CN" and right.status not in _GONE:
            yield from _of_right(right, register, today)
    for authority in book.authorities:
        yield from _stated(authority.id, "authority_end", authority.expires_on, today)


def _of_right(right: Right, register: Register, today: date) -> Iterator[Deadline]:
    if right.kind is RightKind.TRADEMARK:
        yield from _renewal(right, register, today)
        yield from _non_use(right, register, today)
    if right.kind in _PATENTS:
        yield from _stated(right.id, "annuity", right.annuity_paid_until, today)
        yield from _stated(right.id, "patent_end", right.expires_on, today)
    if right.customs_recordal and right.customs_recordal_expires_on is not None:
        yield from _recordal(right.id, right.customs_recordal_expires_on, register, today)


@dataclass(frozen=True, slots=True, kw_only=True)
class Renewal:
    """When a mark can be renewed: from ``opens`` to its last day, ``ends``, then late, by law until ``grace_ends``; ``moved``
    is the day after, where that one is a day off."""

    opens: date
    ends: date
    grace_ends: date
    moved: OtherDay | None

    @property
    def last(self) -> date:
        """The very last day."""
        return self.moved.on if self.moved else self.grace_ends


def renewal_of(right: Right, register: Register) -> Renewal | None:
    """When a Chinese mark can be renewed (key ``tm.renewal``); None for what cannot be, or of which no last day is known.

    The term ends on its day, day off or not; only the end of the grace period moves (fact DT-02).
    """
    standing = right.jurisdiction == "CN" and right.status not in _GONE
    if right.kind is not RightKind.TRADEMARK or right.expires_on is None or not standing:
        return None
    try:
        version = register.on("tm.renewal", right.expires_on)
    except LawError:
        return None
    ends = count(right.expires_on, version.figures["grace"])
    return Renewal(
        opens=add_months(right.expires_on, -version.figures["before"].value),
        ends=right.expires_on,
        grace_ends=ends,
        moved=moved_day(register, "tm.renewal", ends),
    )


def _renewal(right: Right, register: Register, today: date) -> Iterator[Deadline]:
    """The renewal period before expiry, then the grace period after it."""
    own = renewal_of(right, register)
    if own is None:
        return
    known = workdays.known(own.last)
    if own.opens <= today <= own.ends:
        clock = _clock(right.id, "renewal", own.ends, own.opens, months=(12, 6, 3, 1), basis="tm.renewal")
        grace = OtherDay(on=own.last, basis="tm.renewal", because="grace", law_of=own.ends)
        notes = ["term_not_moved"] if clock.notes else []
        notes += [] if known else [HOLIDAYS_NOT_KNOWN]
        yield replace(clock, others=(grace,), law_of=own.ends, notes=tuple(notes))
    elif own.ends < today <= own.last and not right.renewal_proof:
        clock = _clock(right.id, "renewal_grace", own.grace_ends, own.ends, months=(3, 1), basis="tm.renewal")
        notes = [] if workdays.known(own.grace_ends) else [HOLIDAYS_NOT_KNOWN]
        others = (own.moved,) if own.moved else ()
        yield replace(clock, law_of=own.ends, others=others, notes=tuple(notes))


def _non_use(right: Right, register: Register, today: date) -> Iterator[Deadline]:
    """The day from which anyone may ask for cancellation for non-use. A Madrid mark's clock begins at another day,
    which the register does not hold (fact TM-52), so none is made for it."""
    if right.registered_on is None or right.madrid:
        return
    try:
        figure = register.figure("tm.nonuse_cancellation.years", right.registered_on)
    except LawError:
        return
    due = count(right.registered_on, figure)
    if _near(due, today):
        clock = _clock(
            right.id, "non_use", due, right.registered_on, months=(6, 1), basis="tm.nonuse_cancellation"
        )
        yield replace(clock, law_of=due, notes=())


def _recordal(subject: str, ends: date, register: Register, today: date) -> Iterator[Deadline]:
    """The window in which a customs recordal is renewed."""
    try:
        months = register.figure("cu.recordal_term.renewal_window", today).value
    except LawError:
        return
    opens = add_months(ends, -months)
    if opens <= today <= ends:
        yield _clock(subject, "recordal", ends, opens, months=(3, 1), basis="cu.recordal_term")


def _stated(subject: str, kind: str, ends: date | None, today: date) -> Iterator[Deadline]:
    """A day that a paper or the register states, without a period of law behind it."""
    if ends is not None and _near(ends, today):
        yield _clock(subject, kind, ends, add_months(ends, -12), months=(3, 1))


def _near(day: date, today: date) -> bool:
    return today <= day <= today + AHEAD


def _clock(
    subject: str, kind: str, due: date, started: date, *, months: tuple[int, ...], basis: str = ""
) -> Deadline:
    return Deadline(
        deadline_id=DeadlineId(f"{ORIGIN}{subject}:{kind}:{due.isoformat()}"),
        subject=subject,
        kind=kind,
        basis=basis,
        started_on=started,
        due_on=due,
        months_ahead=months,
        notes=() if workdays.is_working_day(due) else (workdays.NOT_MOVED,),
    )
