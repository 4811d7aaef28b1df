"""Texts of law and their figures, and what can go wrong in looking a rule up."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

FOREVER = date(9999, 12, 31)


class LawError(Exception):
    """Root of what can go wrong with the register."""


class RegisterInvalid(LawError):
    """The TOML files contradict themselves; names the file or key and the fault."""

    def __init__(self, where: str, fault: str) -> None:
        super().__init__(f"law register, {where}: {fault}")
        self.where = where


class UnknownProvision(LawError, LookupError):
    """No provision has this key."""

    def __init__(self, key: str) -> None:
        super().__init__(f"no provision “{key}” in the law register; `marque law` lists the keys")
        self.key = key


class NotInForce(LawError):
    """The provision exists, but no version of it is in force on the date."""

    def __init__(self, key: str, on: date) -> None:
        super().__init__(f"no version of “{key}” is in force on {on.isoformat()}")
        self.key, self.on = key, on


class UnknownFigure(LawError, LookupError):
    """The version in force carries no figure of this name."""

    def __init__(self, key: str, name: str, on: date) -> None:
        super().__init__(f"“{key}” has no figure “{name}” on {on.isoformat()}")


class Kind(StrEnum):
    """Which date picks the version: that of the act, or that of the filing."""

    SUBSTANCE = "substance"
    PROCEDURE = "procedure"


class Confidence(StrEnum):
    """How far the fact was checked: primary text, one secondary source, or not at all."""

    VERIFIED = "verified"
    SINGLE_SOURCE = "single_source"
    UNVERIFIED = "unverified"


@dataclass(frozen=True, slots=True, kw_only=True)
class Instrument:
    """A statute, regulation or interpretation in one of its texts. ``called_zh``: what a paper calls it once it is named.

    ``implements``: the text whose articles it was made for, so that a change of that text leaves it in doubt.
    """

    id: str
    title: str
    title_zh: str
    short: str
    short_zh: str
    in_force_from: date
    in_force_to: date = FOREVER
    unit_zh: str = "条"
    called_zh: str = ""
    implements: str = ""
    sources: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """A number of the law with its unit (``days``, ``working_days``, ``months``, ``years``, ``CNY``, ``times`` …)."""

    value: int
    unit: str
