"""Before any action: whether a brand is ready, point by point, and which goods its rights cover where.

Each check is red (missing: an action will fail or be refused), amber (will slow it down) or green. The basis of
each is a fact of the sheets, named in ``BASIS``; that annuities keep a patent alive has none there.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from bot.domain.brands import BrandBook
from bot.domain.products import Product
from bot.domain.rights import Owner, Right, RightKind, RightState

PORTALS = (
    "taobao-group", "alibaba-international", "pinduoduo", "jd", "douyin", "xiaohongshu", "dhgate", "temu",
)  # fmt: skip
_REPORTED = frozenset({RightKind.UTILITY_MODEL, RightKind.DESIGN})
_PATENTS = frozenset({RightKind.INVENTION, *_REPORTED})
_ROUTES = ("platform", "amr", "customs", "court")


class Level(StrEnum):
    """Red first, as people read it."""

    RED = "red"
    AMBER = "amber"
    GREEN = "green"


@dataclass(frozen=True, slots=True, kw_only=True)
class Check:
    """One point: ``code`` names its words, ``about`` what lacks (or what is fine), ``basis`` fact ids."""

    code: str
    level: Level
    about: tuple[str, ...] = ()
    basis: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Coverage:
    """A product and the rights that cover it. ``filed`` maps a portal to those of them on file there.

    ``subclass_open``: its class is covered, but no right names a similar-goods group, so that nobody can tell.
    """

    sku: str
    name: str
    nice_class: int | None
    rights: tuple[str, ...]
    subclass_open: bool
    filed: tuple[tuple[str, tuple[str, ...]], ...]

    @property
    def gap(self) -> bool:
        return not self.rights


StateOf = Callable[[Right], RightState]
BASIS: Mapping[str, tuple[str, ...]] = {
    "mark_in_force": ("TM-01", "PL-23"),
    "chinese_name": ("TM-01",),
    "owner_name_zh": ("CD-06", "PL-01"),
    "classes_covered": ("PL-23", "TM-19"),
    "classes_known": ("PL-23", "TM-19"),
    "certificates": ("PL-01", "EV-07"),
    "in_grace": ("TM-20",),
    "authority_platform": ("PL-01", "EV-09"),
    "authority_amr": ("AM-19", "EV-09"),
    "authority_customs": ("CU-06",),
    "authority_court": ("LI-05",),
    "recordal": ("CU-02", "CU-07"),
    "portals": ("PL-01", "PL-02"),
    "evaluation_reports": ("EC-21", "PL-23"),
    "annuities": (),
    "genuine_pictures": ("CU-06", "EV-06"),
    "tells": ("EV-06",),
    "public_contact": ("CD-06",),
    "authorised_sellers": ("EV-07",),
    "model_names": (),
    "nicknames": (),
}


def coverage(book: BrandBook, state_of: StateOf) -> tuple[Coverage, ...]:
    """Product by class by portal."""
    return tuple(_covered(product, book, state_of) for product in book.products)


def prepared(
    book: BrandBook, state_of: StateOf, today: date, nicknames: Sequence[str] = ()
) -> tuple[Check, ...]:
    """Every check of the brand, red first; ``nicknames`` are what confirmed listings call its goods besides."""
    order = list(Level)
    checks = [*_checks(book, state_of, today), _check("nicknames", Level.AMBER, nicknames)]
    return tuple(sorted(checks, key=lambda check: order.index(check.level)))


def _covered(product: Product, book: BrandBook, state_of: StateOf) -> Coverage:
    mine = [right for right in book.rights if _covers(right, product, state_of)]
    filed = tuple(
        (portal, tuple(right.id for right in mine if dict(right.portals).get(portal))) for portal in PORTALS
    )
    return Coverage(
        sku=product.sku,
        name=product.name_zh or product.name,
        nice_class=product.nice_class,
        rights=tuple(right.id for right in mine),
        subclass_open=bool(mine) and not any(right.subclasses for right in mine),
        filed=filed,
    )


def _covers(right: Right, product: Product, state_of: StateOf) -> bool:
    """A mark covers the goods of its classes; goods whose class nobody wrote down, where they name it."""
    if right.jurisdiction != "CN" or state_of(right) not in {RightState.IN_FORCE, RightState.IN_GRACE}:
        return False
    if right.kind is RightKind.TRADEMARK and product.nice_class is not None:
        return product.nice_class in right.classes
    return right.id in product.right_ids


def _checks(book: BrandBook, state_of: StateOf, today: date) -> Iterator[Check]:
    live = [
        right
        for right in book.rights
        if right.jurisdiction == "CN" and state_of(right) in {RightState.IN_FORCE, RightState.IN_GRACE}
    ]
    yield from _of_marks(book, live, state_of)
    yield from _of_owner(book)
    yield from _of_authorities(book, today)
    yield from _of_routes(live, today)
    yield from _of_patents(live, today)
    yield from _of_goods(book)


def _of_marks(book: BrandBook, live: Sequence[Right], state_of: StateOf) -> Iterator[Check]:
    marks = [right for right in live if right.kind is RightKind.TRADEMARK]
    yield _check("mark_in_force", Level.RED, [] if marks else [book.name])
    chinese = any(_has_chinese(mark.title) for mark in marks)
    yield _check("chinese_name", Level.AMBER, [] if chinese else [book.name])
    covered = coverage(book, state_of)
    yield _check("classes_covered", Level.RED, [row.sku for row in covered if row.gap])
    yield _check("classes_known", Level.AMBER, [row.sku for row in covered if row.nice_class is None])
    yield _check("certificates", Level.AMBER, [right.id for right in live if not right.proof])
    grace = [r.id for r in live if state_of(r) is RightState.IN_GRACE and not r.renewal_proof]
    yield _check("in_grace", Level.AMBER, grace)


def _of_owner(book: BrandBook) -> Iterator[Check]:
    owner = next((each for each in book.owners if each.name == book.owner), Owner(name=book.owner))
    yield _check("owner_name_zh", Level.RED, [] if owner.name_zh and owner.address_zh else [owner.name])
    yield _check("public_contact", Level.AMBER, [] if owner.contact_public else [owner.name])


def _of_authorities(book: BrandBook, today: date) -> Iterator[Check]:
    foreign = any(owner.country not in {"", "CN"} for owner in book.owners if owner.name == book.owner)
    valid = [a for a in book.authorities if a.expires_on is None or a.expires_on >= today]
    for route in _ROUTES:
        there = any(route in authority.scope for authority in valid)
        # Foreign parties act through a Chinese agent before customs and courts; elsewhere it only speeds things up.
        level = Level.RED if foreign and route in {"customs", "court"} else Level.AMBER
        yield _check(f"authority_{route}", level, [] if there else [book.name])


def _of_routes(live: Sequence[Right], today: date) -> Iterator[Check]:
    marks = [right for right in live if right.kind is RightKind.TRADEMARK]
    recorded = [
        right
        for right in marks
        if right.customs_recordal
        and (right.customs_recordal_expires_on is None or right.customs_recordal_expires_on >= today)
    ]
    lacking = [] if recorded or not marks else [marks[0].id]
    yield _check("recordal", Level.AMBER, lacking)
    filed = {portal for right in live for portal, number in right.portals if number}
    yield _check("portals", Level.AMBER, [portal for portal in PORTALS if portal not in filed])


def _of_patents(live: Sequence[Right], today: date) -> Iterator[Check]:
    reported = [r for r in live if r.kind in _REPORTED]
    if reported:
        lacking = [
            r.id for r in reported if r.evaluation_report is None or r.evaluation_report.result != "positive"
        ]
        yield _check("evaluation_reports", Level.RED, lacking)
    patents = [r for r in live if r.kind in _PATENTS]
    if patents:
        unpaid = [r.id for r in patents if r.annuity_paid_until is None or r.annuity_paid_until < today]
        yield _check("annuities", Level.RED, unpaid)


def _of_goods(book: BrandBook) -> Iterator[Check]:
    yield _check("genuine_pictures", Level.AMBER, [p.sku for p in book.products if not p.images])
    yield _check("tells", Level.AMBER, [p.sku for p in book.products if not p.tells])
    yield _check("authorised_sellers", Level.AMBER, [] if book.sellers else [book.name])
    yield _check("model_names", Level.AMBER, [p.sku for p in book.products if not p.model])


def _check(code: str, level: Level, lacking: Sequence[str]) -> Check:
    return Check(code=code, level=level if lacking else Level.GREEN, about=tuple(lacking), basis=BASIS[code])


def _has_chinese(text: str) -> bool:
    return any("\u4e00" <= char <= "\u9fff" for char in text)
