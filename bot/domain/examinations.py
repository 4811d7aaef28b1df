"""The examination of a sample by the maker's own examiner: what was compared, and what a record of it lacks."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date


@dataclass(frozen=True, slots=True, kw_only=True)
class Difference:
    """One feature compared: what genuine goods have, what the sample shows, and the photograph of it.

    ``…_en`` says the same in English, in the team's own words.
    """

    tell: str
    seen: str
    photograph: str = ""
    tell_en: str = ""
    seen_en: str = ""

    @property
    def key(self) -> str:
        """A short name of the feature, by which a form chooses it."""
        return hashlib.sha256(self.tell.encode()).hexdigest()[:12]


@dataclass(frozen=True, slots=True, kw_only=True)
class Examination:
    """What the genuine maker's examiner said of a sample, and what of it was photographed. No difference: none was found."""

    sample_id: str
    seal_no: str
    examiner: str
    examiner_of: str
    examined_on: date
    marked: str
    differences: tuple[Difference, ...]
    photographs: tuple[str, ...] = ()

    def pictured(self, names: Sequence[str]) -> Examination:
        """With photographs: each beside its difference where there are as many of both."""
        if len(names) != len(self.differences):
            return replace(self, photographs=tuple(names))
        pairs = zip(self.differences, names, strict=True)
        return replace(self, differences=tuple(replace(row, photograph=name) for row, name in pairs))


def lacking(tell: str, tell_en: str) -> Difference:
    """A feature of genuine goods that the sample has not."""
    return Difference(
        tell=tell,
        seen="无此特征",
        tell_en=tell_en,
        seen_en="it lacks this",
    )
