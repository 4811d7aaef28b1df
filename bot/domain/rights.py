"""What a team owns (trademarks, patents, copyrights), powers of attorney, findings; whether a right is in force on a day."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from bot.domain import workdays
from bot.domain.ids import RightId
from knowledge.lazily import lazily


class RightKind(StrEnum):
    TRADEMARK = "trademark"
    INVENTION = "invention"
    UTILITY_MODEL = "utility_model"
    DESIGN = "design"
    COPYRIGHT = "copyright"

    @property
    def branch(self) -> str:
        """The branch of law: trademark, copyright, design, or patent for what was invented."""
        return "patent" if self in {RightKind.INVENTION, RightKind.UTILITY_MODEL} else self.value


HOME = frozenset({"CN"})
"""Where an owner's power of attorney needs no formality. Hong Kong, Macao and Taiwan have their own."""


LETTER = "letter"
"""The route of a law firm's own letter: any power of attorney given to a law firm carries it."""


POWER = "power"
"""The route of the power of attorney itself: it is written from its own record, whatever the scope."""

PLATFORM = "platform"
"""The route of a complaint to a marketplace, whose portal takes one reason to a complaint."""

AGENTS_OWN = frozenset({LETTER, POWER})
"""Routes that are nothing without an agent; on any other the owner may act in its own name."""

PATENTS = frozenset({RightKind.DESIGN, RightKind.UTILITY_MODEL, RightKind.INVENTION})

_GOODS = lazily(r"[；;、，,。\s]+")

CARRIES: Mapping[str, frozenset[RightKind]] = {
    "counterfeit": frozenset({RightKind.TRADEMARK}),
    "mark_use": frozenset({RightKind.TRADEMARK}),
    "similar_mark": frozenset({RightKind.TRADEMARK}),
    "copyright": frozenset({RightKind.COPYRIGHT}),
    "patent": PATENTS,
}
"""The kinds of right that a ground rests on. Any may stand beside unfair competition, which rests on none."""


def ground_of(kinds: Collection[RightKind]) -> str:
    """The ground of a notice on rights of these kinds alone, where nothing else says which; a trademark comes first."""
    if kinds and RightKind.TRADEMARK not in kinds:
        return next((ground for ground, carry in CARRIES.items() if carry & set(kinds)), "counterfeit")
    return "counterfeit"


class RightState(StrEnum):
    """Where a right stands on a day. ``in_grace``: expired, renewal still possible."""

    IN_FORCE = "in_force"
    IN_GRACE = "in_grace"
    LAPSED = "lapsed"
    PENDING = "pending"


@dataclass(frozen=True, slots=True, kw_only=True)
class Owner:
    """The registrant, as on the certificate. ``contact_public`` is the only contact that may reach a seller.

    ``papers_form`` is how its own papers were certified abroad: ``notarised``, ``apostilled`` or ``legalised``.
    """

    name: str
    name_zh: str = ""
    country: str = ""
    registration_number: str = ""
    uscc: str = ""
    legal_representative: str = ""
    address: str = ""
    address_zh: str = ""
    contact_person: str = ""
    phone: str = ""
    email: str = ""
    contact_public: str = ""
    signatory: str = ""
    signatory_title: str = ""
    signatory_title_zh: str = ""
    papers_form: str = ""

    @property
    def abroad(self) -> bool:
        """Whether it is known to be established outside the mainland."""
        return bool(self.country) and self.country.upper() not in HOME


@dataclass(frozen=True, slots=True, kw_only=True)
class EvaluationReport:
    """A patent right evaluation report (专利权评价报告). ``result`` is ``positive``, ``negative`` or ``unknown``."""

    number: str = ""
    date: date | None = None
    result: str = "unknown"
    document: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Licensee:
    name: str
    type: str = ""
    until: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Right:
    """One right of the register, fields as in formats.md section 1."""

    id: RightId
    kind: RightKind
    jurisdiction: str = "CN"
    basis: str = "national"
    number: str = ""
    international_number: str = ""
    madrid_certificate: str = ""
    title: str = ""
    title_en: str = ""
    mark_type: str = "word"
    mark_image: str = ""
    classes: tuple[int, ...] = ()
    subclasses: tuple[str, ...] = ()
    goods_zh: str = ""
    goods_en: str = ""
    owner: str = ""
    filed_on: date | None = None
    registered_on: date | None = None
    expires_on: date | None = None
    status: str = "registered"
    renewal_proof: str = ""
    customs_recordal: str = ""
    customs_recordal_expires_on: date | None = None
    evaluation_report: EvaluationReport | None = None
    granted_on: date | None = None
    annuity_paid_until: date | None = None
    author: str = ""
    published_on: date | None = None
    certificate: str = ""
    licensees: tuple[Licensee, ...] = ()
    portals: tuple[tuple[str, str], ...] = ()

    @property
    def madrid(self) -> bool:
        """Whether it is an international registration that designates China: it has no Chinese certificate (TM-52)."""
        return self.basis == "madrid"

    @property
    def proof(self) -> str:
        """The file that proves it in China: the certificate, of a Madrid mark CNIPA's certificate of protection."""
        return self.madrid_certificate if self.madrid else self.certificate

    @property
    def goods_terms(self) -> tuple[str, ...]:
        """The goods of the registration one by one, in Chinese."""
        return tuple(term for term in _GOODS.split(self.goods_zh) if term)

    @property
    def goods_terms_en(self) -> tuple[str, ...]:
        """The same in the team's own English where its list is as long; else empty words."""
        english = tuple(term.strip() for term in re.split("[;；]", self.goods_en) if term.strip())
        return english if len(english) == len(self.goods_terms) else ("",) * len(self.goods_terms)

    def state(self, on: date, grace_months: int) -> RightState:
        """Where the right stands on the day; ``grace_months`` is the renewal grace of the law in force (trademarks).

        A term ends on its day, day off or not; the end of the grace moves to the next working day (fact DT-02).
        """
        if self.status == "pending":
            return RightState.PENDING
        if self.status in {"invalidated", "cancelled", "expired"}:
            return RightState.LAPSED
        if self.expires_on is None or on <= self.expires_on:
            return RightState.IN_FORCE
        if self.kind is RightKind.TRADEMARK and on <= self._grace_end(self.expires_on, grace_months):
            return RightState.IN_GRACE
        return RightState.LAPSED

    @staticmethod
    def _grace_end(expires_on: date, months: int) -> date:
        return workdays.on_or_after(add_months(expires_on, months))


_EDGES = (r"\d", r"[a-z\u00df-\u024f]")
"""What may not stand beside the like at an end of a mark: Chinese has no words apart."""


def marks_in(text: str, rights: Iterable[Right]) -> frozenset[RightId]:
    """The trademarks that a text writes as registered: in whole words, and a short one not inside a longer one."""
    titles: dict[str, list[RightId]] = {}
    for right in rights:
        if right.kind is RightKind.TRADEMARK and right.title:
            titles.setdefault(right.title.casefold(), []).append(right.id)
    left, found = text.casefold(), set[RightId]()
    for title in sorted(titles, key=len, reverse=True):
        left, times = re.subn(
            f"{_edge(title[0], '(?<!')}{re.escape(title)}{_edge(title[-1], '(?!')}", "\n", left
        )
        found |= {*titles[title]} if times else set()
    return frozenset(found)


def _edge(sign: str, look: str) -> str:
    return next((f"{look}{like})" for like in _EDGES if re.match(like, sign)), "")


@dataclass(frozen=True, slots=True, kw_only=True)
class Lawyer:
    name: str
    name_en: str = ""
    licence: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Authority:
    """A power of attorney: who may act for whom, on which rights, before whom, until when."""

    id: str
    principal: str = ""
    agent: str = ""
    agent_zh: str = ""
    agent_type: str = "law_firm"
    agent_uscc: str = ""
    address: str = ""
    address_en: str = ""
    contact: str = ""
    lawyers: tuple[Lawyer, ...] = ()
    rights: tuple[RightId, ...] = ()
    scope: tuple[str, ...] = ()
    form: str = ""
    legalised_on: date | None = None
    expires_on: date | None = None
    document: str = ""

    @property
    def names(self) -> frozenset[str]:
        """By what a notice may name it: its id, or the agent."""
        return frozenset({self.id, self.agent, self.agent_zh} - {""})

    def fits(self, route: str) -> bool:
        """Whether it lets the agent act on this route."""
        if route == LETTER:
            return self.agent_type == "law_firm"
        return route == POWER or route in self.scope

    def expired(self, on: date) -> bool:
        """Whether it has run out by the day."""
        return self.expires_on is not None and self.expires_on < on


@dataclass(frozen=True, slots=True, kw_only=True)
class SellerDecision:
    """An effective decision against a seller: the only ground for “twice in five years”.

    ``about`` is what it found infringed: ``trademark``, ``copyright``, ``patent`` or ``other``; empty where nobody said.
    """

    seller: str
    authority: str
    number: str
    date: date
    about: str = ""
    document: str = ""

    @property
    def of_mark(self) -> bool:
        """Whether it may count as a first time under the trademark law (TM-58)."""
        return self.about in {"", "trademark"}


def add_months(day: date, months: int) -> date:
    """The same day of the month ``months`` later, or the last day of that month if it is shorter."""
    index = day.year * 12 + day.month - 1 + months
    year, month = divmod(index, 12)
    first = date(year, month + 1, 1)
    last = (first.replace(day=28) + timedelta(days=4)).replace(day=1) - timedelta(days=1)
    return first.replace(day=min(day.day, last.day))
