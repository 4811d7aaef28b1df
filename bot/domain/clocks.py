"""Which event starts which legal deadline (clock), how its last day is counted: rules over the register and the calendar.

A rule names an event, the law key and the figure that set the period. No number is typed here.

How a period is counted (facts sheets CU-07, EC-07, EC-08, TM-15 and the sheet on the 2026 law, section 4):

- The day of the event is not counted. The customs measures say so (``cu.counting``); elsewhere it is how
  “within N days after” reads.
- Working days are those of :mod:`bot.domain.workdays`. A period in calendar days, months or years that ends on a day
  off moves by the law it belongs to (:mod:`bot.domain.workdays`): the moved day is shown, the earlier one advised.
- A period of months or years ends on the same day of the month, or the last day of a shorter month.
- Where the figure changes while the period runs, no rule of transition is known: both days are shown and the
  earlier one is advised (note ``transition_unknown``).
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from enum import StrEnum

from bot.domain import workdays
from bot.domain.rights import add_months
from knowledge.instruments import FOREVER, Figure, LawError
from knowledge.law import Register

HOLIDAYS_NOT_KNOWN = "holidays_not_known"
"""The note of a clock in a year whose make-up days are not published yet."""


class Event(StrEnum):
    """What starts clocks: a notice sent, a paper received, or something that happened."""

    COUNTER_STATEMENT = "counter_statement"
    AMR_COMPLAINT_SENT = "amr_complaint_sent"
    AMR_CASE_FILED = "amr_case_filed"
    AMR_REFUSAL = "amr_refusal"
    AMR_PENALTY = "amr_penalty"
    AMR_SEIZURE = "amr_seizure"
    AMR_EVIDENCE_REGISTERED = "amr_evidence_registered"
    RECONSIDERATION_DECISION = "reconsideration_decision"
    CUSTOMS_NOTICE = "customs_notice"
    CUSTOMS_DETENTION = "customs_detention"
    CUSTOMS_DETENTION_ON_APPLICATION = "customs_detention_on_application"
    CUSTOMS_COUNTER_SECURITY = "customs_counter_security"
    RIGHT_CHANGED = "right_changed"
    COURT_JUDGMENT = "court_judgment"
    COURT_PRE_SUIT_MEASURE = "court_pre_suit_measure"
    CNIPA_REFUSAL = "cnipa_refusal"
    CNIPA_REVIEW_DECISION = "cnipa_review_decision"
    CNIPA_CANCELLATION = "cnipa_cancellation"
    CNIPA_CANCELLATION_REVIEW = "cnipa_cancellation_review"
    CNIPA_NON_USE_NOTICE = "cnipa_non_use_notice"
    OPPOSITION_FILED = "opposition_filed"
    MARK_PUBLISHED = "mark_published"
    MARK_REGISTERED = "mark_registered"
    MARK_EXPIRED = "mark_expired"
    FOREIGN_FILING = "foreign_filing"
    PATENT_REQUEST_SENT = "patent_request_sent"
    PATENT_CASE_OPENED = "patent_case_opened"
    PATENT_DECISION = "patent_decision"
    DEMAND_TO_SUE = "demand_to_sue"
    LETTER_SENT = "letter_sent"
    INFRINGEMENT_KNOWN = "infringement_known"
    PATENT_INFRINGEMENT_KNOWN = "patent_infringement_known"
    PATENT_FEE_DUE = "patent_fee_due"


@dataclass(frozen=True, slots=True, kw_only=True)
class ClockRule:
    """One clock of one event. ``basis`` is a law key, ``figure`` the name of its figure.

    ``ours``: the step is ours to take, and lost afterwards; else an office must act, and it is the day to follow up.
    ``other``: a second figure (``key.name``) that sets another day, and ``because`` says when that one counts;
    ``adds``: it is added to the first (an extension) and not counted from the event.
    """

    event: Event
    kind: str
    basis: str
    figure: str
    ours: bool = True
    other: str = ""
    because: str = ""
    adds: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class OtherDay:
    """Another day that may be the last one: its law key, when it counts, and the day whose law it follows."""

    on: date
    basis: str
    because: str
    law_of: date


@dataclass(frozen=True, slots=True, kw_only=True)
class Reckoning:
    """What a rule gives for a day. ``notes`` name what the reader must know about the count."""

    rule: ClockRule
    started_on: date
    due_on: date
    law_of: date
    working_days: bool
    others: tuple[OtherDay, ...] = ()
    notes: tuple[str, ...] = ()

    def over(self, on: date) -> bool:
        """Whether its last possible day lies before this one."""
        return max((self.due_on, *(other.on for other in self.others))) < on


_OURS = (
    (Event.CUSTOMS_NOTICE, "customs_reply", "cu.ex_officio.working_days"),
    (Event.CUSTOMS_DETENTION, "customs_court_order", "cu.release_ex_officio.working_days"),
    (Event.CUSTOMS_DETENTION_ON_APPLICATION, "customs_court_order", "cu.release_application.working_days"),
    (Event.CUSTOMS_COUNTER_SECURITY, "customs_acceptance_notice", "cu.patent_acceptance_notice.working_days"),
    (Event.RIGHT_CHANGED, "recordal_change", "cu.recordal_change.working_days"),
    (Event.AMR_REFUSAL, "reconsideration", "am.reconsideration_time.days"),
    (Event.AMR_PENALTY, "reconsideration", "am.reconsideration_time.days"),
    (Event.AMR_PENALTY, "suit_at_once", "am.suit_time.months"),
    (Event.RECONSIDERATION_DECISION, "suit_after_reconsideration", "am.suit_after_reconsideration.days"),
    (Event.COURT_PRE_SUIT_MEASURE, "suit_after_measure", "li.pre_suit.days"),
    (Event.CNIPA_REFUSAL, "refusal_review", "tm.refusal_review.review"),
    (Event.CNIPA_REVIEW_DECISION, "refusal_suit", "tm.refusal_review.suit"),
    (Event.CNIPA_CANCELLATION, "cancellation_review", "tm.cancellation_review.review"),
    (Event.CNIPA_CANCELLATION_REVIEW, "cancellation_suit", "tm.cancellation_review.suit"),
    (Event.CNIPA_NON_USE_NOTICE, "use_evidence", "tm.nonuse_evidence.months"),
    (Event.OPPOSITION_FILED, "opposition_evidence", "tm.opposition_evidence.months"),
    (Event.MARK_PUBLISHED, "opposition", "tm.opposition_window.months"),
    (Event.MARK_REGISTERED, "invalidation", "tm.invalidation_5y.years"),
    (Event.MARK_EXPIRED, "renewal_grace", "tm.renewal.grace"),
    (Event.FOREIGN_FILING, "priority", "tm.priority.period"),
    (Event.PATENT_DECISION, "patent_suit", "pt.suit_against_order.days"),
    (Event.LETTER_SENT, "limitation", "li.limitation.years"),
    (Event.INFRINGEMENT_KNOWN, "limitation", "li.limitation_trademark.years"),
    (Event.PATENT_INFRINGEMENT_KNOWN, "limitation", "pt.limitation.years"),
    (Event.PATENT_FEE_DUE, "annuity_grace", "pt.annuity.months"),
)
_THEIRS = (
    (Event.CUSTOMS_DETENTION, "customs_investigation", "cu.investigation.working_days"),
    (Event.AMR_EVIDENCE_REGISTERED, "amr_registration", "am.advance_registration.working_days"),
    (Event.PATENT_REQUEST_SENT, "patent_filing", "pt.adjudication_filing.working_days"),
)
_TWO_DAYS = (
    (Event.COUNTER_STATEMENT, "counter_statement", "ec.counter_wait.days",
     "ec.counter_wait_cap.working_days", "outside_control", False),
    (Event.COURT_JUDGMENT, "appeal", "li.appeal_time.days", "li.appeal_time_foreign.days", "no_domicile", False),
    (Event.DEMAND_TO_SUE, "answer_to_demand", "cd.patent_warning.receipt",
     "cd.patent_warning.sending", "if_sent_that_day", False),
    (Event.AMR_COMPLAINT_SENT, "amr_check", "am.clue_check.working_days", "am.clue_check.extension", "extended", True),
    (Event.AMR_CASE_FILED, "amr_decision", "am.decision_time.days", "am.decision_time.extension", "extended", True),
    (Event.AMR_SEIZURE, "amr_seizure", "am.seizure_time.days", "am.seizure_time.extension", "extended", True),
    (Event.PATENT_CASE_OPENED, "patent_decision", "pt.adjudication_time.months",
     "pt.adjudication_time.extension", "extended", True),
)  # fmt: skip
"""With a second figure; where it adds to the first, an office must act."""


def _rules() -> Iterator[ClockRule]:
    for ours, rows in ((True, _OURS), (False, _THEIRS)):
        for event, kind, path in rows:
            basis, _, figure = path.rpartition(".")
            yield ClockRule(event=event, kind=kind, basis=basis, figure=figure, ours=ours)
    for event, kind, path, other, because, adds in _TWO_DAYS:
        basis, _, figure = path.rpartition(".")
        rule = ClockRule(event=event, kind=kind, basis=basis, figure=figure, ours=not adds)
        yield replace(rule, other=other, because=because, adds=adds)


RULES: tuple[ClockRule, ...] = tuple(
    sorted(_rules(), key=lambda rule: (list(Event).index(rule.event), rule.kind))
)
"""Every rule, in the order of the events."""

OF_EVENT: Mapping[Event, tuple[ClockRule, ...]] = {
    event: tuple(rule for rule in RULES if rule.event is event) for event in Event
}


def reckon(register: Register, event: Event, started_on: date) -> tuple[Reckoning, ...]:
    """The clocks that an event of this day starts. A rule whose law is not in force that day starts none."""
    found = []
    for rule in OF_EVENT[event]:
        try:
            found.append(_reckon(register, rule, started_on))
        except LawError:
            continue
    return tuple(found)


def count(start: date, figure: Figure) -> date:
    """The last day of a period that begins on the day after ``start``.

    Raises:
        ValueError: the figure is no period in days, working days, months or years.
    """
    match figure.unit:
        case "days":
            return start + timedelta(days=figure.value)
        case "working_days":
            return workdays.after(start, figure.value)
        case "months":
            return add_months(start, figure.value)
        case "years":
            return add_months(start, figure.value * 12)
        case other:
            raise ValueError(f"{figure.value} {other} is no period of days")


def moved_day(register: Register, basis: str, last: date) -> OtherDay | None:
    """The day after the days off, where a period under this provision would end on one and moves."""
    found = workdays.moved(register, basis, last)
    if found is None:
        return None
    return OtherDay(on=found.on, basis=found.basis, because=found.because, law_of=last)


def _on_moved_day(register: Register, other: OtherDay) -> OtherDay:
    found = workdays.moved(register, other.basis, other.on)
    return replace(other, on=found.on) if found and found.because == workdays.MOVED else other


def _reckon(register: Register, rule: ClockRule, started_on: date) -> Reckoning:
    path = f"{rule.basis}.{rule.figure}"
    law_of = max(started_on, _oldest(register, rule))
    figure = register.figure(path, law_of)
    due, notes = count(started_on, figure), list[str]()
    others = list(_second_day(register, rule, started_on, due))
    later = _after_the_change(register, path, started_on, due) if law_of == started_on else None
    if later is not None:
        notes.append("transition_unknown")
        if later.on < due:
            due, law_of, later = (
                later.on,
                later.law_of,
                OtherDay(on=due, basis=rule.basis, because="law_until_change", law_of=started_on),
            )
        others.append(later)
    in_working_days = figure.unit == "working_days"
    others = [_on_moved_day(register, other) for other in others]
    if not in_working_days and not workdays.is_working_day(due):
        later_day = moved_day(register, rule.basis, due)
        if later_day is None:
            notes.append(workdays.NOT_MOVED)
        else:
            others.insert(0, later_day)
    if not all(workdays.known(day) for day in (due, *(other.on for other in others))):
        notes.append(HOLIDAYS_NOT_KNOWN)
    return Reckoning(
        rule=rule,
        started_on=started_on,
        due_on=due,
        law_of=law_of,
        working_days=in_working_days,
        others=tuple(others),
        notes=tuple(notes),
    )


def _oldest(register: Register, rule: ClockRule) -> date:
    """The first day of the oldest text on record of a period in years, which today still runs from events before that day."""
    versions = register.provision(rule.basis).versions
    in_years = versions[0].figures[rule.figure].unit == "years"
    return min(version.in_force_from for version in versions) if in_years else date.min


def _second_day(register: Register, rule: ClockRule, started_on: date, due: date) -> Iterator[OtherDay]:
    """The day by the rule's second figure; none where that law is not in force on the day."""
    if not rule.other:
        return
    try:
        figure = register.figure(rule.other, started_on)
    except LawError:
        return
    on = count(due if rule.adds else started_on, figure)
    yield OtherDay(on=on, basis=rule.other.rpartition(".")[0], because=rule.because, law_of=started_on)


def _after_the_change(register: Register, path: str, started_on: date, due: date) -> OtherDay | None:
    """The day by the next text of the law, where it comes into force before the period ends with another figure."""
    key, _, name = path.rpartition(".")
    current = register.on(key, started_on)
    if current.in_force_to == FOREVER or due <= current.in_force_to:
        return None
    change = current.in_force_to + timedelta(days=1)
    try:
        changed = register.figure(path, change)
    except LawError:
        return None
    if changed == current.figures[name]:
        return None
    return OtherDay(on=count(started_on, changed), basis=key, because="law_from_change", law_of=change)
