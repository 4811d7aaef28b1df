"""Triage on a spreadsheet: which listings go out in rows, and which verdicts come back in: none judged anew meanwhile."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from bot.domain.alerts import Alert, AlertState
from bot.domain.errors import MarqueError, WrongInput
from bot.domain.ids import ListingId, PersonId
from bot.domain.triage import urgency, waits
from bot.domain.verdicts import Verdict
from bot.ports import Clock
from bot.repositories import Store, UnitOfWork
from bot.services.assessment.verdicts import give_verdict

MOST_ERRORS = 20
"""Rows with errors that are told at a time."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SheetRow:
    """One listing with the verdict and note that stood when it was written, and what is written there now.

    ``row`` is its number in the spreadsheet, 0 where it is not in one yet.
    """

    listing_id: str
    brand: str = ""
    band: str = ""
    score: float = 0.0
    title: str = ""
    price: str = ""
    seller: str = ""
    sales: int | None = None
    because: str = ""
    url: str = ""
    verdict: str = ""
    note: str = ""
    was_verdict: str = ""
    was_note: str = ""
    row: int = 0

    @property
    def changed(self) -> bool:
        """Whether somebody wrote something new."""
        return (self.verdict, self.note) != (self.was_verdict, self.was_note)


@dataclass(frozen=True, slots=True, kw_only=True)
class Conflict:
    """A row whose listing somebody has judged since the spreadsheet was written: left as it stands."""

    row: int
    listing_id: str
    sheet: str
    recorded: str
    by: PersonId | None


@dataclass(frozen=True, slots=True, kw_only=True)
class TakenIn:
    """What became of a spreadsheet."""

    given: int
    unchanged: int
    conflicts: tuple[Conflict, ...]


class VerdictSheets:
    """Writes what is to be judged as rows, and takes verdicts in."""

    def __init__(self, store: Store, clock: Clock) -> None:
        self._store, self._clock = store, clock

    def rows(self, *, brand: str = "", judged_too: bool = False) -> Sequence[SheetRow]:
        """The listings that wait for a verdict, the most urgent first; with ``judged_too`` the judged ones follow."""
        with self._store.unit() as unit:
            alerts = [a for state in AlertState for a in unit.alerts.in_state(state)]
            wanted = [a for a in alerts if not brand or a.assessment.brand == brand]
            waiting = sorted(filter(waits, wanted), key=lambda a: (-urgency(a), a.alert_id))
            judged = [a for a in wanted if a.verdict is not None] if judged_too else []
            return [_row(unit, alert) for alert in (*waiting, *judged)]

    def take_in(self, rows: Sequence[SheetRow], *, by: PersonId) -> TakenIn:
        """Give the verdicts of the rows that were changed, all in one transaction.

        Raises:
            WrongInput: rows that cannot be used, each with what to do; nothing was given then.
        """
        changed = [row for row in rows if row.changed]
        conflicts: list[Conflict] = []
        with self._store.unit() as unit:
            wrong = [f"row {row.row}: {fault}" for row in changed if (fault := _fault(unit, row))]
            wrong += _twice(changed)
            _refuse(wrong)
            for row in changed:
                conflict = _conflict(unit, row)
                if conflict is not None:
                    conflicts.append(conflict)
                    continue
                try:
                    ids, verdict = [ListingId(row.listing_id)], Verdict(row.verdict)
                    give_verdict(unit, ids, verdict, by=by, note=row.note, at=self._clock())
                except MarqueError as failure:
                    wrong.append(f"row {row.row}: {failure}")
            _refuse(wrong)
        return TakenIn(
            given=len(changed) - len(conflicts),
            unchanged=len(rows) - len(changed),
            conflicts=tuple(conflicts),
        )


def _row(unit: UnitOfWork, alert: Alert) -> SheetRow:
    listing, judged = alert.listing, alert.assessment
    given = unit.verdicts.current(listing.listing_id)
    verdict = given.verdict.value if given and given.verdict else ""
    note = given.note if given else ""
    return SheetRow(
        listing_id=listing.listing_id,
        brand=judged.brand,
        band=judged.band.value,
        score=round(judged.score, 3),
        title=listing.title,
        price=f"{listing.currency} {listing.price}".strip() if listing.price is not None else "",
        seller=listing.seller_name or listing.seller_id,
        sales=listing.sales,
        because="\n".join(map(str, judged.reasons())),
        url=listing.url,
        verdict=verdict,
        note=note,
        was_verdict=verdict,
        was_note=note,
    )


def _fault(unit: UnitOfWork, row: SheetRow) -> str:
    """Why the row cannot be used, and what to do; empty where it can."""
    if row.verdict not in set(Verdict):
        known = ", ".join(Verdict)
        if not row.verdict and not row.was_verdict:
            return f"{row.listing_id} has a note and no verdict; choose one of {known}, or clear the note"
        if not row.verdict:
            return f"the verdict of {row.listing_id} was emptied; write one of {known}, or put back what was there"
        return f"“{row.verdict}” is no verdict; write one of {known}"
    if unit.listings.get(ListingId(row.listing_id)) is None:
        return f"there is no listing “{row.listing_id}”; leave the first column as it was exported"
    return ""


def _twice(rows: Iterable[SheetRow]) -> list[str]:
    seen: dict[str, int] = {}
    found = []
    for row in rows:
        first = seen.setdefault(row.listing_id, row.row)
        if first != row.row:
            found.append(f"row {row.row}: {row.listing_id} is in row {first} too; keep one of them")
    return found


def _conflict(unit: UnitOfWork, row: SheetRow) -> Conflict | None:
    given = unit.verdicts.current(ListingId(row.listing_id))
    recorded = given.verdict.value if given and given.verdict else ""
    note = given.note if given else ""
    if (recorded, note) in {(row.was_verdict, row.was_note), (row.verdict, row.note)}:
        return None
    by = given.author if given else None
    return Conflict(row=row.row, listing_id=row.listing_id, sheet=row.verdict, recorded=recorded, by=by)


def _refuse(wrong: Sequence[str]) -> None:
    if wrong:
        more = f"\n… and {len(wrong) - MOST_ERRORS} more" if len(wrong) > MOST_ERRORS else ""
        lines = "\n".join(wrong[:MOST_ERRORS])
        raise WrongInput(
            "nothing was taken in, because of these rows:\n{lines}{more}", lines=lines, more=more
        )
