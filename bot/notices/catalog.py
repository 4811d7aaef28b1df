"""The catalog of notices: what kinds there are, what each needs and how many listings one takes, as ``catalog.toml`` has it."""

import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cached_property
from pathlib import Path
from typing import Any

from pydantic import TypeAdapter, ValidationError

from bot.domain.compositions import NoticeKind, Severity
from bot.domain.drafts import DraftRequest
from bot.domain.errors import UnknownThing, WrongInput
from bot.domain.ids import ListingId
from bot.domain.listings import Listing
from bot.domain.rights import PLATFORM

SHIPPED = Path(__file__).resolve().parents[2] / "templates"
"""The templates that ship with Marque: beside ``bot``, in a checkout as in an installed wheel."""


def layered(folder: Path, name: str) -> Path:
    """The file of a team's folder, or the one that ships with Marque where the team has none of its own."""
    own = folder / name
    return own if own.is_file() else SHIPPED / name


CALLED = ("权利人", "the right owner")
"""What a paper calls the owner, unless its kind has another word."""


class TemplatesInvalid(WrongInput):
    """A template or the catalog cannot be used: where, and what to write."""

    def __init__(self, where: str, fault: str) -> None:
        super().__init__(f"templates, {where}: {fault}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Variant:
    """Another instrument of the same kind, such as the law firm's letter: its own title, route and template, and what it
    calls the right owner."""

    title: str
    title_zh: str
    template: str
    route: str
    counsel: bool = False
    called: tuple[str, str] = CALLED


@dataclass(frozen=True, slots=True, kw_only=True)
class KindEntry(NoticeKind):
    """A kind with what the gaps are checked against. ``route`` is the scope a power of attorney must have.

    ``to`` is whom it addresses (``seller``, ``platform``, ``office`` or a field of the form), ``annexes`` the
    papers of its annex list in order, ``labels_zh`` the Chinese names of its form fields, and ``variants`` its
    other instruments by the value of the form field ``variant_by``. A
    kind that does not ``assert`` a right, such as a withdrawal, may name one that is no longer in force. ``checks`` are
    its special gaps, ``quiet`` names the step that a letter to the seller would spoil (empty: none).
    ``pictures`` are those shown at its end (marks, pages, sample, products).
    A ``grounded`` kind is blocked without the use of the sign, a reason and a page or screenshot. ``counsel``: where a team
    names counsel, one approver has to be counsel. ``called`` is what the paper calls the right owner, in Chinese and English.
    """

    route: str
    to: str
    annexes: tuple[str, ...]
    labels_zh: Mapping[str, str]
    asserts: bool = True
    checks: tuple[str, ...] = ()
    grounded: bool = False
    counsel: bool = False
    called: tuple[str, str] = CALLED
    pictures: tuple[str, ...] = ()
    quiet: str = ""
    variant_by: str = ""
    variants: Mapping[str, Variant]
    provisions: tuple[str, ...]
    stale_evidence: Severity
    signatory: str
    reviewer: str
    reviewed_on: date

    def needs(self, path: str) -> bool:
        """Whether the notice stays blocked without the fact of this path."""
        return path in self.required


@dataclass(frozen=True, slots=True, kw_only=True)
class Portal:
    """A platform group's complaint portal: its fields in order, its limits in characters and links (0: none known).

    ``address`` is where it is opened, empty where no fact says so; ``language`` is what its form is filled in with.
    ``reading``: no fact confirms the form; it is the house's reading of ``checked_on``. ``one_order``: a complaint on a test
    purchase takes one order.
    """

    name: str
    title: str
    title_zh: str
    platforms: tuple[str, ...]
    reasons: Mapping[str, tuple[str, str]]
    fields: tuple[str, ...]
    language: str
    limits: Mapping[str, int] = field(default_factory=dict)
    max_links: int = 0
    one_order: bool = False
    address: str = ""
    on_file: bool = False
    reading: bool
    checked_on: date
    operator_offices: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Catalog:
    """``catalog.toml``, read once."""

    raw: Mapping[str, Any]

    @cached_property
    def entries(self) -> Mapping[str, KindEntry]:
        """The kinds by name, in the order of the file."""
        shared, kinds = self.raw.get("shared", {}), TypeAdapter(KindEntry)
        rows = (_spelt_out(_HOUSE.get(row["kind"], {}) | row, shared) for row in self.raw["kind"])
        return {row["kind"]: kinds.validate_python(_entry(row)) for row in rows}

    @cached_property
    def portals(self) -> tuple[Portal, ...]:
        """The portals that sheets are made for."""
        portals = TypeAdapter(Portal)
        return tuple(
            portals.validate_python({"name": name, "reading": row["confidence"] == "our_reading", **row})
            for name, row in self.raw["portals"].items()
        )

    @property
    def style_file(self) -> str:
        return str(self.raw["house"]["style"])

    def entry(self, kind: str) -> KindEntry:
        """The kind of this name.

        Raises:
            UnknownThing
        """
        if kind not in self.entries:
            raise UnknownThing("kind of notice", kind, "choose one of {list}", list=", ".join(self.entries))
        return self.entries[kind]

    def refused(self, ground: str) -> str:
        """Why no notice may rest on this ground; empty where one may."""
        return str(self.raw["grounds"].get(ground, {}).get("refused", ""))

    def ground_titles(self, ground: str) -> tuple[str, str]:
        """The ground in Chinese and in English."""
        row = self.raw["grounds"].get(ground, {})
        return str(row.get("title_zh", "")), str(row.get("title", ""))

    def platform(self, platform: str) -> tuple[str, str]:
        """The platform's name in Chinese and in English."""
        known = self.raw["platforms"].get(platform)
        return (known[0], known[1]) if known else (platform, platform)

    def portal_of(self, platform: str) -> Portal | None:
        """The portal that takes complaints about this platform, where there is one."""
        return next((portal for portal in self.portals if platform in portal.platforms), None)


_INNER = ("checks", "grounded", "pictures", "starts", "answers", "quiet", "called")


def _house_rows() -> Mapping[str, Mapping[str, Any]]:
    rows = tomllib.loads((SHIPPED / "catalog.toml").read_text(encoding="utf-8"))["kind"]
    return {row["kind"]: {key: row[key] for key in _INNER if key in row} for row in rows}


_HOUSE = _house_rows()
"""What a kind checks and starts, for a team's catalog that leaves it out: no clock is lost with an older copy."""


def load_catalog(folder: Path) -> Catalog:
    """The catalog of a templates folder.

    Raises:
        TemplatesInvalid: there is no such folder, or its catalog is no TOML or lacks something.
    """
    try:
        if not folder.is_dir():
            raise TemplatesInvalid(str(folder), "there is no such folder; name the one with your templates")
        text = layered(folder, "catalog.toml").read_text(encoding="utf-8")
        catalog = Catalog(raw=tomllib.loads(text))
        _ = catalog.entries, catalog.portals, catalog.style_file
    except tomllib.TOMLDecodeError as fault:
        raise TemplatesInvalid("catalog.toml", f"no valid TOML: {fault}") from fault
    except KeyError as fault:
        raise TemplatesInvalid("catalog.toml", f"the key {fault} is missing; see README.md") from fault
    except ValidationError as fault:
        wrong = [f"{'.'.join(map(str, each['loc']))}: {each['msg']}" for each in fault.errors()]
        raise TemplatesInvalid("catalog.toml", f"{'; '.join(wrong)}; see README.md") from fault
    except (ValueError, TypeError) as fault:
        raise TemplatesInvalid(
            "catalog.toml", f"a value of the wrong kind: {fault}; see README.md"
        ) from fault
    return catalog


def _spelt_out(row: Mapping[str, Any], shared: Mapping[str, Any]) -> Mapping[str, Any]:
    """The kind with what it asks in words of several kinds: the rows of each group it names, their phrases and choices."""
    groups = shared.get("asks", {})
    asks = [each for ask in row["asks"] for each in (groups[ask] if isinstance(ask, str) else [ask])]
    names = {name.removesuffix("_zh") for name, *_ in asks}
    added = {
        part: {name: value for name, value in shared.get(part, {}).items() if name in names}
        | row.get(part, {})
        for part in ("phrases", "choices")
    }
    return {**row, **added, "asks": asks}


def _entry(row: Mapping[str, Any]) -> Mapping[str, Any]:
    """The kind's row with the fields of :class:`KindEntry`."""
    fallen = {key: row[key] for key in ("route", "counsel", "called") if key in row}
    variants = {name: fallen | value for name, value in row.get("variants", {}).items()}
    phrases = {
        name: [(key, *said) for key, said in rows.items()] for name, rows in row.get("phrases", {}).items()
    }
    return {
        **row,
        "asks": [ask[:2] for ask in row["asks"]],
        "answers": [*row.get("answers", {}).items()],
        "phrases": [*phrases.items()],
        "labels_zh": {name: zh for name, _, *rest in row["asks"] for zh in rest[:1]},
        "variants": variants,
        "routes": [*dict.fromkeys(each["route"] for each in (row, *variants.values()) if each["route"])],
    }


def parts_of(
    request: DraftRequest, listings: Sequence[Listing], orders: Mapping[ListingId, str], catalog: Catalog
) -> tuple[DraftRequest, ...]:
    """The parts in the order of the listings; the request itself where it needs no cutting.

    ``orders`` are the numbers of test purchases by listing. A notice that goes to a seller, or to an office about
    one, is cut by seller; a complaint to a platform by portal, then by its most links.
    """
    entry = catalog.entry(request.kind)
    if not entry.asserts or len(listings) < 2:
        return (request,)
    groups: dict[tuple[str, str], list[Listing]] = {}
    for listing in listings:
        groups.setdefault(_key(listing, orders, entry, catalog), []).append(listing)
    cut: list[Sequence[Listing]] = []
    for group in groups.values():
        portal = catalog.portal_of(group[0].platform) if entry.route == PLATFORM else None
        most = portal.max_links if portal and portal.max_links else len(group)
        cut += [group[i : i + most] for i in range(0, len(group), most)]
    return tuple(replace(request, listing_ids=tuple(x.listing_id for x in part)) for part in cut)


def _key(
    listing: Listing, orders: Mapping[ListingId, str], entry: KindEntry, catalog: Catalog
) -> tuple[str, str]:
    """What may not be mixed in one notice."""
    if entry.route != PLATFORM:
        seller = listing.seller_company or listing.seller_id or listing.seller_name
        return listing.platform if not listing.seller_company else "", seller
    portal = catalog.portal_of(listing.platform)
    if portal is None:
        return listing.platform, ""
    return portal.name, orders.get(listing.listing_id, "") if portal.one_order else ""
