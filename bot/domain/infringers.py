"""Who is behind the shops (repeat offenders, one seller under several names): what ties them, how risky a group is, repeats.

Sellers are nodes; a trace that two of them share (phone, mail, WeChat, licence, company, picture) is a link with
its reason. Groups are the connected components. A trace that very many share (a parcel station's phone, a
supplier's stock picture) says nothing about one source and links nobody; so does one that a person has cut.
"""

import hashlib
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from enum import StrEnum
from itertools import pairwise

from bot.domain.ids import PersonId
from bot.domain.listings import Listing
from bot.domain.moments import aware
from bot.domain.rights import SellerDecision, add_months
from bot.domain.sellers import Tie, company_of, traces
from bot.domain.sentences import many

COMPANY = "company"
MOST_SHARING = 40
"""More sellers than this on one trace, and it says nothing about one source."""
RISK_DAYS = 180


@dataclass(frozen=True, slots=True, kw_only=True)
class SellerRecord:
    """A suspect shop: who it says it is, its traces, and what was found at it and when (newest first)."""

    key: str
    names: tuple[str, ...]
    company: str = ""
    licence: str = ""
    traces: frozenset[str] = frozenset()
    suspect_on: tuple[datetime, ...] = ()
    confirmed_on: tuple[datetime, ...] = ()
    origin: str = ""

    @property
    def platform(self) -> str:
        return self.key.partition(":")[0]


@dataclass(frozen=True, slots=True, kw_only=True)
class SellerTie:
    """Two sellers share a trace (``tie:value``): the reason they stand together."""

    one: str
    other: str
    trace: str

    @property
    def tie(self) -> str:
        return self.trace.partition(":")[0]


@dataclass(frozen=True, slots=True, kw_only=True)
class Cut:
    """A person's word that a trace ties nobody; taken back by deleting it."""

    trace: str
    by: PersonId
    at: datetime
    why: str = ""

    def __post_init__(self) -> None:
        aware(self.at, "at")


@dataclass(frozen=True, slots=True, kw_only=True)
class Group:
    """Sellers of one source, as far as their traces tell. ``group_id`` follows its first seller by name."""

    group_id: str
    sellers: tuple[SellerRecord, ...]
    links: tuple[SellerTie, ...] = ()

    @property
    def name(self) -> str:
        """What people call it: its company, else the name of its first shop."""
        companies = [seller.company for seller in self.sellers if seller.company]
        return (companies or [seller.names[0] if seller.names else seller.key for seller in self.sellers])[0]


class RiskLevel(StrEnum):
    """How urgent a group is."""

    LOW = "low"
    MEDIUM = "medium"
    HIGH = "high"


@dataclass(frozen=True, slots=True, kw_only=True)
class GroupRisk:
    """A group's risk over the last 180 days: points, level, and a reason for every point."""

    points: int
    level: RiskLevel
    reasons: tuple[str, ...]
    strikes: Mapping[str, int]


def seller_key(listing: Listing) -> str:
    """``platform:seller id``; empty where the shop is not known."""
    return f"{listing.platform}:{listing.seller_id}" if listing.seller_id else ""


def traces_of(listing: Listing) -> frozenset[str]:
    """What ties this listing's seller to others: its traces but the shop itself, and the company's name."""
    shared = {trace for trace in traces(listing) if not trace.startswith(f"{Tie.SELLER}:")}
    company = company_of(listing.seller_company)
    return frozenset(shared | ({f"{COMPANY}:{company}"} if company else set()))


def joined(before: SellerRecord | None, listing: Listing, seen: datetime, *, confirmed: bool) -> SellerRecord:
    """The seller's record with one more listing."""
    record = before or SellerRecord(key=seller_key(listing), names=())
    names = (
        record.names if listing.seller_name in ("", *record.names) else (*record.names, listing.seller_name)
    )
    return replace(
        record,
        names=names,
        company=record.company or listing.seller_company,
        licence=record.licence or listing.seller_licence,
        traces=record.traces | traces_of(listing),
        suspect_on=tuple(sorted((*record.suspect_on, seen), reverse=True)),
        confirmed_on=tuple(sorted((*record.confirmed_on, seen), reverse=True))
        if confirmed
        else record.confirmed_on,
    )


def grouped(sellers: Iterable[SellerRecord], cuts: Collection[str] = ()) -> list[Group]:
    """Groups of sellers, the largest first; a seller that shares nothing is a group of its own.

    Linear in the number of traces: each trace ties its sellers in a row, since being tied is transitive.
    """
    known = {seller.key: seller for seller in sellers}
    sharing: dict[str, list[str]] = defaultdict(list)
    for key in sorted(known):
        for trace in known[key].traces:
            sharing[trace].append(key)
    root = {key: key for key in known}
    links: list[SellerTie] = []
    for trace in sorted(sharing):
        keys = sharing[trace]
        if trace in cuts or not 2 <= len(keys) <= MOST_SHARING:
            continue
        for one, other in pairwise(keys):
            links.append(SellerTie(one=one, other=other, trace=trace))
            _unite(root, one, other)
    members: dict[str, list[SellerRecord]] = defaultdict(list)
    ties: dict[str, list[SellerTie]] = defaultdict(list)
    for key in sorted(known):
        members[_root(root, key)].append(known[key])
    for link in links:
        ties[_root(root, link.one)].append(link)
    found = [_group(people, ties[top]) for top, people in members.items()]
    return sorted(found, key=lambda group: (-len(group.sellers), group.group_id))


def risk_of(group: Group, now: datetime, findings: int = 0) -> GroupRisk:
    """The group's risk: confirmed listings weigh most, then how many, how spread, how often it came back."""
    since = now - timedelta(days=RISK_DAYS)
    suspect = sum(1 for seller in group.sellers for at in seller.suspect_on if at >= since)
    strikes = {
        platform: count
        for platform in sorted({seller.platform for seller in group.sellers})
        if (count := _confirmed(group, platform, since))
    }
    confirmed, shops = sum(strikes.values()), len(group.sellers)
    parts = (
        (
            min(confirmed * 10, 50),
            f"{many(confirmed, 'listing')} confirmed as infringing in {RISK_DAYS} days",
        ),
        (min(suspect, 20), f"{many(suspect, 'suspect listing')} in {RISK_DAYS} days"),
        (min((shops - 1) * 5, 20), f"{shops} shops tied to one source"),
        (10 if len(strikes) > 1 else 0, f"confirmed on {len(strikes)} platforms"),
        (20 if findings else 0, f"{many(findings, 'effective decision')} against it"),
    )
    points = sum(part for part, _ in parts)
    level = RiskLevel.HIGH if points >= 50 else RiskLevel.MEDIUM if points >= 20 else RiskLevel.LOW
    return GroupRisk(
        points=points, level=level, reasons=tuple(reason for part, reason in parts if part), strikes=strikes
    )


def repeats(
    group: Group, findings: Sequence[SellerDecision], today: date, years: int
) -> tuple[SellerDecision, ...]:
    """The effective decisions against the group's sellers within the ``years`` that make a further act a repeat.

    Only findings count (Judgment Standards Art. 34): not alerts, takedowns or verdicts of our own. They bind the
    party they were made against, so each names its seller; whether another shop is the same party is for the
    authority to find.
    """
    keys = {seller.key for seller in group.sellers}
    mine = [
        f
        for f in findings
        if f.seller in keys and f.of_mark and f.date <= today <= add_months(f.date, 12 * years)
    ]
    return tuple(sorted(mine, key=lambda finding: finding.date, reverse=True))


def _confirmed(group: Group, platform: str, since: datetime) -> int:
    return sum(1 for s in group.sellers if s.platform == platform for at in s.confirmed_on if at >= since)


def _group(people: Sequence[SellerRecord], links: Sequence[SellerTie]) -> Group:
    name = hashlib.sha256(people[0].key.encode()).hexdigest()[:8]
    return Group(group_id=f"G-{name}", sellers=tuple(people), links=tuple(links))


def _root(root: dict[str, str], key: str) -> str:
    while root[key] != key:
        root[key] = root[root[key]]
        key = root[key]
    return key


def _unite(root: dict[str, str], one: str, other: str) -> None:
    first, second = sorted((_root(root, one), _root(root, other)))
    root[second] = first
