"""What somebody asks of a case beyond its buttons: a record an act, read from its form or from the words after a verb."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from bot.domain.addresses import listing_named
from bot.domain.amounts import first_amount, typed_amount
from bot.domain.cases import CaseOutcome, CaseStatus, OutcomeKind, case_named
from bot.domain.errors import NotPossible, WrongInput
from bot.domain.ids import CaseId, ListingId, PersonId
from bot.slack.blocks.casework import BY_HAND
from bot.slack.ids import OTHER_VERSION, ModalField
from bot.slack.naming import person_in, state_named
from bot.slack.payloads import ModalForm, Place
from bot.words.book import Words


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseAt:
    """Which case, who acts, and where an answer reaches them."""

    case_id: CaseId
    place: Place

    @property
    def by(self) -> PersonId:
        """Who acts."""
        return self.place.person


@dataclass(frozen=True, slots=True)
class NameDeputy:
    """Somebody stands in for the owner."""

    deputy: PersonId


@dataclass(frozen=True, slots=True)
class SetDue:
    """The team wants to be done by a day; None takes it away."""

    on: date | None


@dataclass(frozen=True, slots=True)
class MoveCase:
    """Where the case stands."""

    status: CaseStatus


@dataclass(frozen=True, slots=True)
class RecordOutcome:
    """What an office made of it."""

    outcome: CaseOutcome


@dataclass(frozen=True, slots=True)
class AddCost:
    """What was spent."""

    amount: Decimal
    currency: str
    what: str


@dataclass(frozen=True, slots=True, kw_only=True)
class NoteContact:
    """Somebody spoke with an office, and may again."""

    office: str
    note: str
    spoke_with: str = ""
    next_on: date | None = None


@dataclass(frozen=True, slots=True)
class TakeResults:
    """A platform's answer, as pasted."""

    text: str


@dataclass(frozen=True, slots=True)
class MergeInto:
    """The case becomes part of another."""

    other: CaseId


@dataclass(frozen=True, slots=True)
class SplitOff:
    """These listings become a case of their own."""

    listings: tuple[ListingId, ...]


@dataclass(frozen=True, slots=True)
class ReopenCase:
    """A closed case is taken up again."""

    reason: str


CaseAct = (
    NameDeputy | SetDue | MoveCase | RecordOutcome | AddCost | NoteContact | TakeResults | MergeInto | SplitOff
    | ReopenCase
)  # fmt: skip
BY_NAME = (
    "deputy", "due", "status", "outcome", "cost", "contact", "results", "merge", "split", "reopen",
)  # fmt: skip
"""What the menu and the verbs call them."""


def from_form(form: ModalForm, today: date, words: Words) -> CaseAct:
    """The act of a form.

    Raises:
        WrongInput: something in it cannot be read, or it is a form of another version.
    """
    text, case_id = form.text, form.ref.case
    match form.ref.kind:
        case "deputy":
            return NameDeputy(_somebody(PersonId(text(ModalField.OWNER)), case_id))
        case "outcome":
            told = (text(ModalField.OFFICE), text(ModalField.REFERENCE), text(ModalField.NOTE))
            return _outcome(text(ModalField.WHAT), told, form.day(ModalField.WHEN) or today, words)
        case "cost":
            return _cost(text(ModalField.AMOUNT), text(ModalField.NOTE))
        case "contact":
            return NoteContact(
                office=text(ModalField.OFFICE),
                note=text(ModalField.NOTE),
                spoke_with=text(ModalField.SENDER),
                next_on=form.day(ModalField.WHEN),
            )
        case "due":
            return SetDue(form.day(ModalField.WHEN))
        case "status":
            return _status(text(ModalField.WHAT), words)
        case kind:
            named = text(ModalField.CASE) or text(ModalField.NOTE) or text(ModalField.REASON)
            return _plain(kind, named or " ".join(form.values.get(ModalField.LISTINGS, ())))


def from_words(act: str, case_id: CaseId, rest: str, today: date, words: Words) -> CaseAct:
    """The same act from the words after a mention verb.

    Raises:
        WrongInput: something in them cannot be read.
    """
    first, _, more = rest.partition(" ")
    match act:
        case "deputy":
            return NameDeputy(_somebody(person_in(rest), case_id))
        case "outcome":
            office, _, number = more.partition(" ")
            return _outcome(first, (office, number, ""), _day_in(rest) or today, words)
        case "cost":
            read = first_amount(rest)
            said = rest[: len(rest) - len(read.rest)] if read else rest
            return _cost(said.strip(" ,;:，；：、"), read.rest if read else "")
        case "contact":
            return NoteContact(office=first, note=more, next_on=_day_in(rest))
        case "due":
            return SetDue(_day_in(rest))
        case "status":
            return _status(rest.strip(), words)
        case _:
            return _plain(act, first if act == "merge" else rest)


def _plain(act: str, text: str) -> CaseAct:
    """An act that one text says all of."""
    match act:
        case "results":
            return TakeResults(text)
        case "merge":
            return MergeInto(case_named(text))
        case "split":
            return SplitOff(tuple(map(listing_named, text.replace(",", " ").split())))
        case "reopen":
            return ReopenCase(text)
    raise WrongInput(OTHER_VERSION)


def _somebody(who: PersonId | None, case_id: CaseId) -> PersonId:
    if not who:
        raise NotPossible(case_id, "nobody was named", "write deputy and then @ with a name")
    return who


def _status(text: str, words: Words) -> MoveCase:
    status = state_named(text, CaseStatus, "case.status")
    if status is None:
        known = _known(BY_HAND, "case.status", words)
        raise WrongInput("“{value}” is no status; choose one of {list}", value=text, list=known)
    return MoveCase(status)


def _outcome(text: str, told: tuple[str, str, str], on: date, words: Words) -> RecordOutcome:
    kind, (office, number, note) = state_named(text, OutcomeKind, "casework.outcomes"), told
    if kind is None:
        known = _known(OutcomeKind, "casework.outcomes", words)
        raise WrongInput("“{value}” is no outcome; choose one of {list}", value=text, list=known)
    return RecordOutcome(CaseOutcome(kind=kind, office=office, number=number, on=on, note=note))


def _cost(text: str, what: str) -> AddCost:
    read = typed_amount(text)
    if read is None:
        raise WrongInput("“{value}” is no amount; write it as CNY 1200.50", value=text)
    return AddCost(read.value, read.currency or "CNY", what)


def _known(states: Iterable[CaseStatus | OutcomeKind], key: str, words: Words) -> str:
    return words.listed(words(f"{key}.{each.value}") for each in states)


def _day_in(text: str) -> date | None:
    for word in text.split():
        try:
            return date.fromisoformat(word)
        except ValueError:
            continue
    return None
