"""The audit trail, read back and checked; its head is kept as it moves and told daily: what is cut off later is missed."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from bot.domain.audit import AuditHead, ChainFault, Erasure, departures, erasures, faults, unexplained
from bot.domain.moments import china_day
from bot.domain.sentences import sentence, written
from bot.ports import Clock, HeadBook, OutboxKind
from bot.repositories import Store


@dataclass(frozen=True, slots=True, kw_only=True)
class Verification:
    """How many entries were read, the last of them, how many heads written down were compared, what was emptied
    on request, and where the chain breaks."""

    entries: int
    head: AuditHead | None
    compared: int
    erasures: Sequence[Erasure]
    faults: Sequence[ChainFault]


class AuditTrail:
    """Verifies the chain of one workspace, and writes its head down where the chain cannot reach."""

    def __init__(self, store: Store, heads: HeadBook, clock: Clock) -> None:
        self._store, self._heads, self._clock = store, heads, clock
        self._noted: AuditHead | None = None

    def head(self) -> AuditHead | None:
        """The last entry; None where nothing was done yet."""
        with self._store.unit() as unit:
            return unit.audit.head()

    def tell_head(self) -> bool:
        """Write the head down where it has moved, and tell the admins of it once a day; whether they were told.

        Written down before the unit of work ends: killed between the two, a second line follows, and none is missing.
        """
        now = self._clock()
        day = china_day(now)
        with self._store.unit() as unit:
            head = unit.audit.head()
            if head is None:
                return False
            told = unit.seen.first_time(f"audit head:{day.isoformat()}", now)
            if told:
                key = (
                    "Please keep this message; nothing else is to be done. With it, whoever runs Marque can show later that no "
                    "record of what was done up to {day} was cut or changed: `marque audit verify --head {head}`."
                )
                note = written(sentence(key, day=day, head=head))
                unit.outbox.add(OutboxKind.ADMIN_NOTE, "audit head", note)
            if told or head != self._noted:
                self._heads.add(head, now)
                self._noted = head
        return told

    def verify(self, heads: Iterable[AuditHead] = ()) -> Verification:
        """Re-compute every link, and compare with ``heads`` and with those written down."""
        wanted = [*self._heads.all(), *heads]
        with self._store.unit() as unit:
            entries = list(unit.audit.entries())
        found = [*faults(entries), *unexplained(entries), *departures(entries, wanted)]
        last = AuditHead(number=entries[-1].number, hash=entries[-1].hash) if entries else None
        return Verification(
            entries=len(entries),
            head=last,
            compared=len(wanted),
            erasures=[erasure for erasure in erasures(entries) if erasure.emptied],
            faults=sorted(found, key=lambda fault: fault.number),
        )
