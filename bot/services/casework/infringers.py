"""The infringer register: suspect shops grouped by what ties them, rebuilt every night from alerts and imports."""

import hashlib
import hmac
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace

from bot.domain.audit import Act
from bot.domain.errors import NotPossible, UnknownThing
from bot.domain.ids import PersonId
from bot.domain.infringers import (
    Cut,
    Group,
    GroupRisk,
    SellerRecord,
    grouped,
    joined,
    repeats,
    risk_of,
    seller_key,
)
from bot.domain.moments import china_day
from bot.domain.rights import SellerDecision
from bot.domain.sellers import SellerStanding
from bot.ports import Clock
from bot.repositories import Store, UnitOfWork
from knowledge.law import Register

REPEAT = "tm.repeat_in_five_years"
HASHED = "hashed"
EVERYTHING = 10_000_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Dossier:
    """A group with what follows from it. ``repeats`` are effective decisions that make a further act a repeat."""

    group: Group
    risk: GroupRisk
    repeats: tuple[SellerDecision, ...]
    repeat_years: int


Drawing = Callable[[Group], bytes]
"""Draws a group as a PNG."""


class Infringers:
    """Builds, shows and corrects the register."""

    def __init__(self, store: Store, register: Register, draw: Drawing, clock: Clock) -> None:
        self._store, self._register, self._draw, self._clock = store, register, draw, clock

    def rebuild(self) -> int:
        """Group all suspect shops anew; how many groups there are. Shops on the authorised list are left out."""
        with self._store.unit() as unit:
            cuts = {cut.trace for cut in unit.infringers.cuts()}
            sellers = self._sellers(unit)
        groups = grouped(sellers, cuts)
        with self._store.unit() as unit:
            unit.infringers.replace(groups)
        return len(groups)

    def all(self, limit: int = 100) -> Sequence[Dossier]:
        """The groups, most shops first."""
        with self._store.unit() as unit:
            return [self._dossier(unit, group) for group in unit.infringers.all(limit)]

    def made(self, limit: int) -> Sequence[Dossier]:
        """The groups; where the night has made none yet, they are made now."""
        return self.all(limit) or (self.all(limit) if self.rebuild() else ())

    def show(self, name: str) -> Dossier:
        """A group by its id, or by the ``platform:seller id`` of one of its shops.

        Raises:
            UnknownThing
        """
        with self._store.unit() as unit:
            group = unit.infringers.get(name) or unit.infringers.of_seller(name)
            if group is None:
                raise UnknownThing(
                    "group of infringers",
                    name,
                    "groups are made every night; `marque infringers rebuild` now",
                )
            return self._dossier(unit, group)

    def picture(self, group: Group) -> bytes:
        """The group as a PNG: its shops and what ties them."""
        return self._draw(group)

    def cut(self, trace: str, *, by: PersonId, why: str) -> int:
        """Say that a trace ties nobody, and group anew. Returns how many links it held until then.

        Raises:
            UnknownThing: no link rests on it.
            NotPossible: no reason was given.
        """
        if not why.strip():
            raise NotPossible(trace, "no reason was given", "say in a few words why it ties nobody")
        with self._store.unit() as unit:
            held = sum(link.trace == trace for g in unit.infringers.all(EVERYTHING) for link in g.links)
            if not held:
                raise UnknownThing("link", trace, "`marque infringers show` lists a group's links")
            unit.infringers.cut(Cut(trace=trace, by=by, at=self._clock(), why=why.strip()))
            details: dict[str, object] = {"links": held, "why": why.strip()}
            unit.audit.append(
                Act(who=by, what="infringers.cut", subject=trace, details=details), self._clock()
            )
        self.rebuild()
        return held

    def uncut(self, trace: str, *, by: PersonId) -> None:
        """Take a cut back, and group anew.

        Raises:
            UnknownThing: it was not cut.
        """
        with self._store.unit() as unit:
            if not unit.infringers.uncut(trace):
                raise UnknownThing("cut", trace)
            unit.audit.append(Act(who=by, what="infringers.uncut", subject=trace, details={}), self._clock())
        self.rebuild()

    def take_in(self, records: Iterable[SellerRecord], *, by: PersonId) -> int:
        """Keep sellers that others shared, and group anew; a seller of the same origin replaces the earlier one."""
        count = 0
        with self._store.unit() as unit:
            for record in records:
                unit.infringers.take_in(record)
                count += 1
            details: dict[str, object] = {"sellers": count}
            unit.audit.append(
                Act(who=by, what="infringers.imported", subject="infringers", details=details), self._clock()
            )
        self.rebuild()
        return count

    def shareable(
        self, *, key: str = "", plain: bool = False, confirmed_only: bool = True
    ) -> list[SellerRecord]:
        """Our own sellers as others may have them: contacts, licences and companies hashed unless ``plain``."""
        with self._store.unit() as unit:
            mine = [seller for seller in self._sellers(unit) if not seller.origin]
        told = [seller for seller in mine if seller.confirmed_on or not confirmed_only]
        return told if plain else [hidden(seller, key) for seller in told]

    def _sellers(self, unit: UnitOfWork) -> list[SellerRecord]:
        known: dict[str, SellerRecord] = {}
        for alert in unit.alerts.recent(EVERYTHING):
            key = seller_key(alert.listing)
            cleared = alert.verdict is not None and alert.verdict.clears
            if key and not cleared:
                confirmed = alert.verdict is not None and alert.verdict.infringes
                known[key] = joined(known.get(key), alert.listing, alert.raised_at, confirmed=confirmed)
        for record in _unhidden(unit.infringers.taken_in(), known.values()):
            known[record.key] = _merged(known.get(record.key), record)
        today = china_day(self._clock())
        ours = {
            f"{seller.platform}:{seller.seller_id}"
            for book in unit.brand_books.all()
            for seller in book.sellers
            if seller.standing is SellerStanding.AUTHORISED and seller.holds_on(today)
        }
        return [seller for key, seller in sorted(known.items()) if key not in ours]

    def _dossier(self, unit: UnitOfWork, group: Group) -> Dossier:
        now = self._clock()
        today = china_day(now)
        years = self._register.figure(f"{REPEAT}.years", today).value
        findings = [finding for book in unit.brand_books.all() for finding in book.findings]
        repeated = repeats(group, findings, today, years)
        return Dossier(
            group=group, risk=risk_of(group, now, len(repeated)), repeats=repeated, repeat_years=years
        )


def hashed(trace: str, key: str = "") -> str:
    """A trace as it may be shared. Without a common key short numbers can be guessed back: phones are few."""
    secret = f"marque-infringers/1|{key}".encode()
    return f"{HASHED}:{hmac.new(secret, trace.encode(), hashlib.sha256).hexdigest()}"


def hidden(seller: SellerRecord, key: str = "") -> SellerRecord:
    """The seller as shared with another brand: particulars of persons hashed by the agreed key; the rest stays."""
    open_traces = {trace for trace in seller.traces if trace.startswith("picture:")}
    closed = {hashed(trace, key) for trace in seller.traces - open_traces}
    return replace(seller, company="", licence="", traces=frozenset(open_traces | closed))


def _unhidden(imported: Iterable[SellerRecord], own: Iterable[SellerRecord]) -> list[SellerRecord]:
    """Imported records with each hashed trace that we know put back in clear, so that it ties."""
    plain = {hashed(trace): trace for seller in own for trace in seller.traces}
    return [
        replace(record, traces=frozenset(plain.get(trace, trace) for trace in record.traces))
        for record in imported
    ]


def _merged(ours: SellerRecord | None, theirs: SellerRecord) -> SellerRecord:
    if ours is None:
        return theirs
    names = tuple(dict.fromkeys((*ours.names, *theirs.names)))
    return replace(ours, names=names, traces=ours.traces | theirs.traces)
