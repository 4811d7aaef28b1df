"""A desk in memory: the fake store, a clock that a test moves, a judge that says what it is told."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from decimal import Decimal

import pytest

from bot.domain.alerts import Alert
from bot.domain.assessments import Assessment, Band, Signal
from bot.domain.case_notes import CaseNote, facts_of, kind_of
from bot.domain.cases import Case
from bot.domain.deadlines import Deadline
from bot.domain.drafts import Draft, PreviewOrder
from bot.domain.errors import DeliveryFailed, SourceUnavailable
from bot.domain.ids import LOCAL, AlertId, PersonId
from bot.domain.law_change import Touched
from bot.domain.listings import Listing
from bot.domain.rules import RuleReport
from bot.domain.sentences import Sentence
from bot.ports import Posted, Unreadable
from bot.services.watching.looks import Bench
from bot.services.watching.watches import Watches
from bot.signals.pictures.image import Fingerprint
from tests.fakes import desk
from tests.fakes.store import MemoryStore

NOON = datetime(2026, 11, 24, 4, 0, tzinfo=UTC)
MEI, JONAS = PersonId("U0MEI"), PersonId("U0JONAS")


@dataclass(slots=True)
class HandClock(desk.HandClock):
    """A clock that a test moves by hand, from noon in China on."""

    at: datetime = NOON


def a_listing(item: str = "1", **changes: object) -> Listing:
    """A suspect Taobao listing."""
    base: dict[str, object] = {
        "platform": "taobao",
        "item_id": item,
        "url": f"https://item.taobao.example/{item}",
        "title": "S0lvane flask",
        "price": Decimal("49.90"),
        "currency": "CNY",
        "seller_id": "shop-1",
        "seller_name": "山野好物铺",
    }
    return Listing(**{**base, **changes})  # type: ignore[arg-type]  # a test's shorthand


@dataclass(slots=True)
class ToldJudge:
    """Finds every listing suspect in the band it is told."""

    band: Band = Band.HIGH
    revision: str = "1"
    judged: list[str] = field(default_factory=list)

    @property
    def edition(self) -> str:
        return self.revision

    def sit(self) -> Bench:
        return self

    def prints(self, listing: Listing) -> Mapping[int, Fingerprint | None]:
        return {}

    def judge(self, listing: Listing) -> Sequence[Assessment]:
        self.judged.append(listing.listing_id)
        signal = Signal(
            name="wordmark",
            score=0.9,
            because=Sentence(key="title holds “S0lvane”, a disguised spelling of SOLVANE"),
        )
        return [
            Assessment(
                listing_id=listing.listing_id, brand="Solvane", band=self.band, score=0.93, signals=(signal,)
            )
        ]


@dataclass(slots=True)
class Shelf:
    """A source with what a test puts in; ``broken`` makes it fail after that."""

    name: str = "shelf"
    items: list[Listing | Unreadable] = field(default_factory=list)
    broken: str = ""

    def look(self) -> Iterator[Listing | Unreadable]:
        yield from self.items
        if self.broken:
            raise SourceUnavailable(self.name, self.broken)


@dataclass(slots=True)
class Ears:
    """A notifier that remembers. ``failures`` are raised first; ``lost`` loses one answer."""

    posted: dict[AlertId, Posted] = field(default_factory=dict)
    updated: list[AlertId] = field(default_factory=list)
    reminded: list[str] = field(default_factory=list)
    told: list[str] = field(default_factory=list)
    shown: list[str] = field(default_factory=list)
    orders: list[PreviewOrder] = field(default_factory=list)
    digests: list[tuple[str, list[AlertId]]] = field(default_factory=list)
    reports: list[list[RuleReport]] = field(default_factory=list)
    keys: list[str] = field(default_factory=list)
    kept: list[str] = field(default_factory=list)
    failures: list[DeliveryFailed] = field(default_factory=list)
    lost: bool = False
    posts: int = 0

    def post_alert(self, alert: Alert) -> Posted:
        self._fail()
        self.posts += 1
        self.posted[alert.alert_id] = Posted(channel=alert.channel or "C1", ts=f"{self.posts}.0")
        if self.lost:
            self.lost = False
            raise DeliveryFailed("the answer was lost", in_doubt=True)
        return self.posted[alert.alert_id]

    def update_alert(self, alert: Alert, case: Posted | None = None) -> None:
        self._fail()
        self.updated.append(alert.alert_id)

    def find_alert(self, alert: Alert, since: datetime) -> Posted | None:
        return self.posted.get(alert.alert_id)

    def post_digest(self, channel: str, alerts: Sequence[Alert], *, key: str, since: datetime | None) -> None:
        self._fail()
        self.digests.append((channel, [alert.alert_id for alert in alerts]))

    def post_rule_reports(self, reports: Sequence[RuleReport], *, key: str, since: datetime | None) -> None:
        self._fail()
        self.reports.append(list(reports))

    def show_drafts(self, parts: Sequence[Draft], *, since: datetime | None) -> Posted:
        self._fail()
        self.shown.append(" ".join(part.draft_id for part in parts))
        return Posted(channel="C1", ts=f"2.{parts[0].draft_id}")

    def accompany_draft(self, order: PreviewOrder, parts: Sequence[Draft], *, since: datetime | None) -> None:
        self._fail()
        self.orders.append(order)

    def update_drafts(self, parts: Sequence[Draft]) -> None:
        self._fail()

    def tell_draft(
        self, draft: Draft, what: str, people: Sequence[PersonId], *, key: str, since: datetime | None
    ) -> None:
        self._fail()
        self.told.append(f"{draft.draft_id} {what} {' '.join(people)}")

    def tell_case(self, case: Case, note: CaseNote | None, *, key: str, since: datetime | None) -> None:
        self._fail()
        said = f"{kind_of(note)} {facts_of(note)}" if note else "as it is now"
        self.told.append(f"{case.case_id} {said}")

    def keep_picture(self, name: str, content: bytes) -> str:
        self._fail()
        self.kept.append(name)
        return f"F{len(self.kept)}"

    def remind(
        self,
        case: Case | None,
        deadline: Deadline,
        people: Sequence[PersonId],
        *,
        key: str,
        since: datetime | None,
    ) -> None:
        self._fail()
        if since and key in self.keys:
            return
        self.keys.append(key)
        about = case.case_id if case else deadline.subject
        self.reminded.append(f"{about} {deadline.due_on.isoformat()} {' '.join(people)}".strip())
        if self.lost:
            self.lost = False
            raise DeliveryFailed("the answer was lost", in_doubt=True)

    def tell_law_change(self, found: Sequence[Touched], *, key: str, since: datetime | None) -> None:
        self._fail()
        self.told.append(" ".join(f"{each.kind} {each.subject}" for each in found))

    def tell_admins(self, note: Sentence, *, key: str = "", since: datetime | None = None) -> None:
        self._fail()
        self.told.append(str(note))

    def _fail(self) -> None:
        if self.failures:
            raise self.failures.pop(0)


@pytest.fixture
def clock() -> HandClock:
    return HandClock()


@pytest.fixture
def store(clock: HandClock) -> MemoryStore:
    return MemoryStore(LOCAL, clock, lambda: "salt")


@pytest.fixture
def raised(store: MemoryStore, clock: HandClock) -> MemoryStore:
    """A store with one alert that waits for delivery."""
    Watches(store, [Shelf(items=[a_listing()])], ToldJudge(), clock).sweep()
    return store


def waiting(store: MemoryStore) -> int:
    """How many messages the outbox holds."""
    with store.unit() as unit:
        return unit.outbox.waiting()
