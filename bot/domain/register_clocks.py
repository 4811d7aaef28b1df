"""The clocks that rights and powers of attorney carry: renewal and grace, non-use, annuity fees, recordal, expiry.

They are derived from the register each time, and only from what it states. A clock is made once its last day is
within a year, or once the law opens the window to act.
"""

from collections.abc import Iterator
from dataclasses import replace
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


def _renewal(right: Right, register: Register, today: date) -> Iterator[Deadline]:
    """The renewal period before expiry, then the grace period after it (key ``tm.renewal``).

    The term ends on its day, day off or not; only the end of the grace period moves (fact DT-02).
    """
    if right.expires_on is None:
        return
    try:
        version = register.on("tm.renewal", right.expires_on)
    except LawError:
        return
    opens = add_months(right.expires_on, -version.figures["before"].value)
    ends = count(right.expires_on, version.figures["grace"])
    moved = moved_day(register, "tm.renewal", ends)
    if opens <= today <= right.expires_on:
        clock = _clock(right.id, "renewal", right.expires_on, opens, months=(12, 6, 3, 1), basis="tm.renewal")
        last = moved.on if moved else ends
        grace = OtherDay(on=last, basis="tm.renewal", because="grace", law_of=right.expires_on)
        notes = ["term_not_moved"] if clock.notes else []
        notes += [] if workdays.known(last) else [HOLIDAYS_NOT_KNOWN]
        yield replace(clock, others=(grace,), law_of=right.expires_on, notes=tuple(notes))
    elif right.expires_on < today <= (moved.on if moved else ends) and not right.renewal_proof:
        clock = _clock(right.id, "renewal_grace", ends, right.expires_on, months=(3, 1), basis="tm.renewal")
        notes = [] if workdays.known(ends) else [HOLIDAYS_NOT_KNOWN]
        others = (moved,) if moved else ()
        yield replace(clock, law_of=right.expires_on, others=others, notes=tuple(notes))


def _non_use(right: Right, register: Register, today: date) -> Iterator[Deadline]:
    """The day from which anyone may ask for cancellation for non-use. A Madrid mark's clock begins at another day,
    which the register does not hold (fact TM-52), so none is made for it."""
    if right.registered_on is None or right.basis == "madrid":
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
