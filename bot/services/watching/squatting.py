"""Trademark squatters: publications of applications are watched, with the last day for opposing each."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from bot.domain.audit import Act
from bot.domain.clocks import Event, reckon
from bot.domain.deadlines import Deadline, deadline_of
from bot.domain.ids import DeadlineId, PersonId
from bot.domain.moments import china_day
from bot.domain.publications import Publication, SquattingHit
from bot.ports import Clock, Unreadable
from bot.repositories import Store
from bot.signals.names.squatting import WatchedBrand, resembles, watched
from knowledge.law import Register

KIND = "opposition"
ORIGIN = "publication:"


@dataclass(frozen=True, slots=True, kw_only=True)
class SquattingReport:
    """One reading of publications: how many were read, what was found (same class first), what could not be read."""

    read: int
    hits: tuple[SquattingHit, ...]
    unreadable: tuple[Unreadable, ...]


class Squatting:
    """Looks through publications and starts the clocks for opposing."""

    def __init__(self, store: Store, register: Register, clock: Clock) -> None:
        self._store, self._register, self._clock = store, register, clock

    def look(
        self, publications: Iterable[Publication | Unreadable], *, by: PersonId, keep: bool = True
    ) -> SquattingReport:
        """Find marks close to ours. With ``keep`` each new one whose time still runs starts a clock, once."""
        with self._store.unit() as unit:
            brands = [watched(book) for book in unit.brand_books.all()]
        read, hits, unreadable = 0, list[SquattingHit](), list[Unreadable]()
        for each in publications:
            if isinstance(each, Unreadable):
                unreadable.append(each)
                continue
            read += 1
            hits += [hit for brand in brands if (hit := self._hit(each, brand)) is not None]
        if keep:
            hits = self._keep(hits, by)
        ordered = sorted(hits, key=lambda hit: (not hit.same_class, hit.publication.published_on))
        return SquattingReport(read=read, hits=tuple(ordered), unreadable=tuple(unreadable))

    def _hit(self, publication: Publication, brand: WatchedBrand) -> SquattingHit | None:
        because = resembles(publication, brand)
        if not because:
            return None
        return SquattingHit(
            publication=publication,
            brand=brand.book.name,
            because=because,
            same_class=bool(brand.classes & set(publication.classes)),
            oppose_by=self._window(publication),
        )

    def _window(self, publication: Publication) -> Deadline | None:
        for reckoning in reckon(self._register, Event.MARK_PUBLISHED, publication.published_on):
            days = (reckoning.due_on, *(other.on for other in reckoning.others))
            if max(days) >= china_day(self._clock()):
                name = DeadlineId(f"{ORIGIN}{publication.number}:{KIND}")
                told = f"{publication.mark}, {publication.applicant}".strip(", ")
                return replace(deadline_of(reckoning, name, note=told), subject=publication.number)
        return None

    def _keep(self, hits: Sequence[SquattingHit], by: PersonId) -> list[SquattingHit]:
        kept = []
        with self._store.unit() as unit:
            for hit in hits:
                known = hit.oppose_by is None or unit.deadlines.get(hit.oppose_by.deadline_id) is not None
                if hit.oppose_by is not None and not known:
                    unit.deadlines.save(hit.oppose_by)
                    details: dict[str, object] = {
                        "brand": hit.brand,
                        "because": hit.because,
                        "due": hit.oppose_by.due_on.isoformat(),
                    }
                    act = Act(
                        who=by, what="publication.found", subject=hit.publication.number, details=details
                    )
                    unit.audit.append(act, self._clock())
                kept.append(replace(hit, new=not known))
        return kept
