"""The register of law by date: which provision (version, article) says what, on which day, and how sure we are.

``knowledge/law/*.toml`` holds instruments (statutes, regulations, interpretations) and provisions. A provision has a stable
key (``tm.infringing_acts``) and one version for each text that carried or will carry it. Everything that names an article, a
deadline or an amount asks this register with a date. The shape of the files stands in ``knowledge/law/README.md``.
"""

import tomllib
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import cache, cached_property
from importlib.resources.abc import Traversable
from itertools import pairwise
from pathlib import Path
from typing import Any

from knowledge.instruments import (
    FOREVER,
    Confidence,
    Figure,
    Instrument,
    Kind,
    NotInForce,
    RegisterInvalid,
    UnknownFigure,
    UnknownProvision,
)

SOON = timedelta(days=365)


@dataclass(frozen=True, slots=True, kw_only=True)
class Version:
    """What one text says under a key, where, and when. ``in_force_to`` is the last day in force."""

    key: str
    kind: Kind
    instrument: Instrument
    article: str = ""
    paragraph: int = 0
    item: int = 0
    in_force_from: date
    in_force_to: date
    says: str
    says_zh: str = ""
    change: str = ""
    change_zh: str = ""
    confidence: Confidence
    sources: tuple[str, ...] = ()
    figures: Mapping[str, Figure] = field(default_factory=dict)

    def in_force_on(self, on: date) -> bool:
        """Whether this text applies on the day."""
        return self.in_force_from <= on <= self.in_force_to

    @property
    def place(self) -> str:
        """The article as a lawyer writes it in English: ``57(1)``, ``60(2)``, ``76(1)(5)``; empty where none is known."""
        return self.article + "".join(f"({n})" for n in (self.paragraph, self.item) if n)


@dataclass(frozen=True, slots=True, kw_only=True)
class Provision:
    """A rule with its texts over time, earliest first."""

    key: str
    title: str
    title_zh: str
    kind: Kind
    facts: tuple[str, ...]
    versions: tuple[Version, ...]

    def on(self, day: date) -> Version:
        """The version in force on the day: its wording and its article number.

        Raises:
            NotInForce: no version covers the day.
        """
        for version in self.versions:
            if version.in_force_on(day):
                return version
        raise NotInForce(self.key, day)


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """A provision whose text or number changes on a day. ``before`` or ``after`` is None at either end."""

    key: str
    effective_on: date
    before: Version | None
    after: Version | None

    def summary(self, language: str) -> str:
        """What changes, for readers of this language; where the text does not say, where the rule stands from then on."""
        text, chinese = self.after, language == "zh"
        if text is None:
            return "不再有效" if chinese else "no longer in force"
        if said := text.change_zh if chinese else text.change:
            return said
        from knowledge.phrasing import place_zh  # which imports this register

        law = text.instrument
        return f"现为{law.short_zh}{place_zh(text)}" if chinese else f"now {law.short} Art. {text.place}"


class Register:
    """All provisions, looked up by key and date. Immutable once built."""

    def __init__(self, instruments: Iterable[Instrument], provisions: Iterable[Provision]) -> None:
        self.instruments: Mapping[str, Instrument] = {i.id: i for i in instruments}
        self.provisions: Mapping[str, Provision] = {p.key: p for p in provisions}

    def __iter__(self) -> Iterator[Provision]:
        return iter(self.provisions.values())

    def __contains__(self, key: str) -> bool:
        return key in self.provisions

    def provision(self, key: str) -> Provision:
        """The provision of this key.

        Raises:
            UnknownProvision: no such key.
        """
        try:
            return self.provisions[key]
        except KeyError:
            raise UnknownProvision(key) from None

    def on(self, key: str, day: date) -> Version:
        """The version of ``key`` in force on ``day``.

        Raises:
            UnknownProvision, NotInForce
        """
        return self.provision(key).on(day)

    def figure(self, path: str, day: date) -> Figure:
        """The figure ``key.name`` on the day, for example ``tm.opposition_window.months``.

        Raises:
            UnknownProvision, NotInForce, UnknownFigure
        """
        key, _, name = path.rpartition(".")
        version = self.on(key, day)
        try:
            return version.figures[name]
        except KeyError:
            raise UnknownFigure(key, name, day) from None

    def instrument_in_force(self, instrument_id: str, day: date) -> bool:
        """Whether the instrument applies on the day.

        Raises:
            UnknownProvision: no such instrument.
        """
        if instrument_id not in self.instruments:
            raise UnknownProvision(instrument_id)
        instrument = self.instruments[instrument_id]
        return instrument.in_force_from <= day <= instrument.in_force_to

    def changes(self, after: date, until: date, keys: Iterable[str] | None = None) -> tuple[Change, ...]:
        """Every change that takes effect after ``after`` and not later than ``until``, in order of date and key."""
        wanted = self.provisions if keys is None else {key: self.provision(key) for key in keys}
        found = [c for p in wanted.values() for c in _changes_of(p) if after < c.effective_on <= until]
        return tuple(sorted(found, key=lambda c: (c.effective_on, c.key)))

    def upcoming(self, keys: Iterable[str], as_of: date) -> tuple[Change, ...]:
        """Changes to these provisions within twelve months after ``as_of``."""
        return self.changes(as_of, as_of + SOON, keys)

    def changed(self, keys: Collection[str], since: date, on: date) -> list[Provision]:
        """The rules of substance among these of which a text came into force after ``since`` and up to ``on``."""
        rules = (self.provisions[key] for key in sorted(set(keys) & self.provisions.keys()))
        found = (rule for rule in rules if rule.kind is Kind.SUBSTANCE)
        return [rule for rule in found if any(since < v.in_force_from <= on for v in rule.versions)]

    @cached_property
    def boundaries(self) -> tuple[date, ...]:
        """Every day on which some provision or instrument begins or ends, in order."""
        return self.turns((*self.provisions, *self.instruments))

    def turns(self, names: Iterable[str]) -> tuple[date, ...]:
        """Every day on which one of the provisions or instruments named begins, or a version of one ends, in order."""
        every = tuple(names)
        known = (self.provisions[name] for name in every if name in self.provisions)
        texts: list[Version | Instrument] = [version for provision in known for version in provision.versions]
        texts += [self.instruments[name] for name in every if name in self.instruments]
        ends = (text.in_force_to + timedelta(days=1) for text in texts if text.in_force_to < FOREVER)
        return tuple(sorted({*(text.in_force_from for text in texts), *ends}))


def _changes_of(provision: Provision) -> Iterator[Change]:
    key, texts = provision.key, provision.versions
    for before, after in zip((None, *texts), texts, strict=False):
        yield Change(key=key, effective_on=after.in_force_from, before=before, after=after)
    if texts and texts[-1].in_force_to < FOREVER:
        ends = texts[-1].in_force_to + timedelta(days=1)
        yield Change(key=key, effective_on=ends, before=texts[-1], after=None)


def load(folder: Traversable | Path | None = None) -> Register:
    """Read the register from a folder of TOML files; by default the one that ships with Marque.

    Raises:
        RegisterInvalid: a file that cannot be read, an unknown instrument, a duplicate key,
            overlapping versions, or a version outside its instrument's time in force.
    """
    return _packaged() if folder is None else _read(folder)


@cache
def _packaged() -> Register:
    return _read(Path(__file__).parent / "law")


def _read(root: Traversable | Path) -> Register:
    entries = sorted((e for e in root.iterdir() if e.name.endswith(".toml")), key=lambda e: e.name)
    tables = [(entry.name, _parse(entry)) for entry in entries]
    instruments = {row["id"]: _instrument(row) for _, table in tables for row in table.get("instrument", ())}
    provisions: dict[str, Provision] = {}
    for name, table in tables:
        for row in table.get("provision", ()):
            provision = _provision(row, instruments, name)
            if provision.key in provisions:
                raise RegisterInvalid(provision.key, "defined twice")
            provisions[provision.key] = provision
    return Register(instruments.values(), provisions.values())


def _parse(entry: Traversable) -> dict[str, Any]:
    try:
        return tomllib.loads(entry.read_text(encoding="utf-8"))
    except tomllib.TOMLDecodeError as fault:
        raise RegisterInvalid(entry.name, str(fault)) from fault


def _instrument(row: dict[str, Any]) -> Instrument:
    try:
        return Instrument(**{**row, "sources": tuple(row.get("sources", ()))})
    except TypeError as fault:
        raise RegisterInvalid(str(row.get("id", "instrument without id")), str(fault)) from fault


def _provision(row: dict[str, Any], instruments: Mapping[str, Instrument], file: str) -> Provision:
    if "key" not in row:
        raise RegisterInvalid(file, f"the provision “{row.get('title', '')}” has no key")
    key = row["key"]
    try:
        kind = Kind(row["kind"])
        unsorted = (_version(key, kind, v, instruments) for v in row["version"])
        versions = tuple(sorted(unsorted, key=lambda v: v.in_force_from))
        provision = Provision(
            key=key,
            title=row["title"],
            title_zh=row["title_zh"],
            kind=kind,
            facts=tuple(row["facts"]),
            versions=versions,
        )
    except (KeyError, ValueError, TypeError) as fault:
        raise RegisterInvalid(key, f"missing or wrong {fault}") from fault
    for earlier, later in pairwise(versions):
        if earlier.in_force_to >= later.in_force_from:
            raise RegisterInvalid(key, f"versions overlap on {later.in_force_from.isoformat()}")
    return provision


def _version(key: str, kind: Kind, row: dict[str, Any], instruments: Mapping[str, Instrument]) -> Version:
    if row["instrument"] not in instruments:
        raise RegisterInvalid(key, f"unknown instrument “{row['instrument']}”")
    instrument = instruments[row["instrument"]]
    begins = row.get("in_force_from", instrument.in_force_from)
    ends = row.get("in_force_to", instrument.in_force_to)
    if begins < instrument.in_force_from or ends > instrument.in_force_to or begins > ends:
        raise RegisterInvalid(key, f"a version lies outside the time in force of {instrument.id}")
    return Version(
        key=key,
        kind=kind,
        instrument=instrument,
        article=str(row.get("article", "")),
        paragraph=row.get("paragraph", 0),
        item=row.get("item", 0),
        in_force_from=begins,
        in_force_to=ends,
        says=row["says"],
        says_zh=row.get("says_zh", ""),
        change=row.get("change", ""),
        change_zh=row.get("change_zh", ""),
        confidence=Confidence(row["confidence"]),
        sources=tuple(row.get("sources", instrument.sources)),
        figures={name: _figure(name, raw) for name, raw in row.get("figures", {}).items()},
    )


def _figure(name: str, raw: int | dict[str, Any]) -> Figure:
    value, unit = (raw, name) if isinstance(raw, int) else (raw["value"], raw["unit"])
    return Figure(value=value, unit=unit)
