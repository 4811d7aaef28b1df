"""The catalog of notices: what kinds there are and what each needs, as ``catalog.toml`` has it."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from pathlib import Path
from typing import Any

from bot.domain.compositions import Severity
from bot.domain.errors import UnknownThing, WrongInput
from bot.papers import NoticeKind

SHIPPED = Path(__file__).resolve().parents[2] / "templates"
"""The templates that ship with Marque: beside ``bot``, in a checkout as in an installed wheel."""


def layered(folder: Path, name: str) -> Path:
    """The file of a team's folder, or the one that ships with Marque where the team has none of its own."""
    own = folder / name
    return own if own.is_file() else SHIPPED / name


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
    counsel: bool
    called: tuple[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class KindEntry:
    """A kind with what the gaps are checked against. ``route`` is the scope a power of attorney must have.

    ``to`` is whom it addresses (``seller``, ``platform``, ``office`` or a field of the form), ``annexes`` the
    papers of its annex list in order, ``labels_zh`` the Chinese names of its form fields, and ``variants`` its
    other instruments by the value of the form field ``variant_by``. ``choices`` are the words a field may hold. A
    kind that does not ``assert`` a right, such as a withdrawal, may name one that is no longer in force. ``checks`` are
    its special gaps, ``quiet`` names the step that a letter to the seller would spoil (empty: none).
    ``pictures`` are those shown at its end (marks, pages, sample, products).
    A ``grounded`` kind is blocked without the use of the sign, a reason and a page or screenshot. ``counsel``: where a team
    names counsel, one approver has to be counsel. ``called`` is what the paper calls the right owner, in Chinese and English.
    """

    notice: NoticeKind
    route: str
    to: str
    annexes: tuple[str, ...]
    labels_zh: Mapping[str, str]
    asserts: bool
    checks: tuple[str, ...]
    grounded: bool
    counsel: bool
    called: tuple[str, str]
    pictures: tuple[str, ...]
    quiet: str
    variant_by: str
    variants: Mapping[str, Variant]
    choices: Mapping[str, tuple[str, ...]]
    rights: tuple[str, ...]
    grounds: tuple[str, ...]
    provisions: tuple[str, ...]
    stale_evidence: Severity
    signatory: str
    reviewer: str
    reviewed_on: date

    def needs(self, path: str) -> bool:
        """Whether the notice stays blocked without the fact of this path."""
        return path in self.notice.required


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
    limits: Mapping[str, int]
    max_links: int
    one_order: bool
    address: str
    on_file: bool
    reading: bool
    checked_on: date
    operator_offices: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class Catalog:
    """``catalog.toml``, read once."""

    raw: Mapping[str, Any]

    @cached_property
    def entries(self) -> Mapping[str, KindEntry]:
        """The kinds by name, in the order of the file."""
        shared = self.raw.get("shared", {})
        rows = (_spelt_out(_HOUSE.get(row["kind"], {}) | row, shared) for row in self.raw["kind"])
        return {row["kind"]: _entry(row) for row in rows}

    @cached_property
    def portals(self) -> tuple[Portal, ...]:
        """The portals that sheets are made for."""
        return tuple(_portal(name, row) for name, row in self.raw["portals"].items())

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
_CALLED = ("权利人", "the right owner")


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


def _entry(row: Mapping[str, Any]) -> KindEntry:
    notice = NoticeKind(
        kind=row["kind"],
        title=row["title"],
        title_zh=row["title_zh"],
        languages=tuple(row["languages"]),
        required=tuple(row["required"]),
        approvers=int(row["approvers"]),
        asks=tuple((name, label) for name, label, *_ in row["asks"]),
        grounds=tuple(row["grounds"]),
        rights=tuple(row["rights"]),
        claims_fake=row.get("claims_fake", False),
        starts=row.get("starts", ""),
        answers=tuple(row.get("answers", {}).items()),
        names=tuple(row["names"]),
        phrases=tuple(
            (field, tuple((name, zh, en) for name, (zh, en) in rows.items()))
            for field, rows in row.get("phrases", {}).items()
        ),
        choices=tuple((name, tuple(words)) for name, words in row.get("choices", {}).items()),
        routes=tuple(
            filter(
                None, (row["route"], *(each.get("route", "") for each in row.get("variants", {}).values()))
            )
        ),
    )
    return KindEntry(
        notice=notice,
        route=row["route"],
        to=row["to"],
        annexes=tuple(row["annexes"]),
        labels_zh={name: zh for name, _, *rest in row["asks"] for zh in rest[:1]},
        asserts=row.get("asserts", True),
        checks=tuple(row.get("checks", ())),
        grounded=row.get("grounded", False),
        counsel=row.get("counsel", False),
        called=tuple(row.get("called", _CALLED)),
        pictures=tuple(row.get("pictures", ())),
        quiet=row.get("quiet", ""),
        variant_by=row.get("variant_by", ""),
        variants={name: _variant(row, value) for name, value in row.get("variants", {}).items()},
        choices=dict(notice.choices),
        rights=tuple(row["rights"]),
        grounds=tuple(row["grounds"]),
        provisions=tuple(row["provisions"]),
        stale_evidence=Severity(row["stale_evidence"]),
        signatory=row["signatory"],
        reviewer=row["reviewer"],
        reviewed_on=row["reviewed_on"],
    )


def _variant(row: Mapping[str, Any], value: Mapping[str, Any]) -> Variant:
    return Variant(
        title=value["title"],
        title_zh=value["title_zh"],
        template=value["template"],
        route=value.get("route", row["route"]),
        counsel=value.get("counsel", row.get("counsel", False)),
        called=tuple(value.get("called", row.get("called", _CALLED))),
    )


def _portal(name: str, row: Mapping[str, Any]) -> Portal:
    return Portal(
        name=name,
        title=row["title"],
        title_zh=row["title_zh"],
        platforms=tuple(row["platforms"]),
        reasons={ground: (code, label) for ground, (code, label) in row["reasons"].items()},
        fields=tuple(row["fields"]),
        language=row["language"],
        limits=dict(row.get("limits", {})),
        max_links=row.get("max_links", 0),
        one_order=row.get("one_order", False),
        address=row.get("address", ""),
        on_file=row.get("on_file", False),
        reading=row["confidence"] == "our_reading",
        checked_on=row["checked_on"],
        operator_offices=tuple(row.get("operator_offices", ())),
    )
