"""The law as a notice cites it: every article comes from the register by date, every doubt becomes a gap.

A provision with no version in force prints a visible mark and blocks; so does an act that spans a change of a
substantive provision, and anything that is not verified.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta

from bot.domain.drafts import CitedProvision, Gap, Severity
from knowledge.law import Confidence, Kind, NotInForce, Register, UnknownFigure, UnknownProvision, Version
from knowledge.phrasing import Phrases, place_zh

_MISSING = {"zh": "【此处无现行有效条文】", "en": "[no provision in force]"}


@dataclass(frozen=True, slots=True, kw_only=True)
class ActDates:
    """When the act was done and when the notice is filed; by default both on one day."""

    act_from: date
    act_to: date
    filed_on: date

    @classmethod
    def of(cls, act_from: date | None, act_to: date | None, filed_on: date) -> ActDates:
        """An act with a first day and no last one goes on until the day of filing."""
        first = act_from or act_to or filed_on
        last = act_to or (max(act_from, filed_on) if act_from else filed_on)
        return cls(act_from=first, act_to=last, filed_on=filed_on)


@dataclass(slots=True, kw_only=True)
class Citing:
    """Answers a template's questions about the law in one language; keeps what was cited and what failed."""

    register: Register
    language: str
    dates: ActDates
    cited: dict[tuple[str, str], CitedProvision] = field(default_factory=dict)
    faults: dict[str, Gap] = field(default_factory=dict)
    _phrases: Phrases = field(init=False)

    def __post_init__(self) -> None:
        self._phrases = Phrases(
            register=self.register,
            language=self.language,
            act_on=self.dates.act_to,
            filed_on=self.dates.filed_on,
            mark_unverified=False,
        )

    def functions(self) -> Mapping[str, object]:
        """What templates may call."""
        return {
            "cite": self.cite,
            "article": self.article,
            "figure": self.figure,
            "instrument": self.instrument,
            "instruments": self.instruments,
            "known": lambda key: key in self.register,
        }

    def cite(self, key: str, paragraph: int = 0, item: int = 0) -> str:
        """Trademark Law Art. 57(1) / 《商标法》第五十七条第(一)项."""
        version = self._use(key, paragraph, item)
        return self._phrases.cite(key, paragraph, item) if version else _MISSING[self.language]

    def article(self, key: str, paragraph: int = 0, item: int = 0) -> str:
        """The place alone: Art. 57(1) / 第五十七条第(一)项."""
        version = self._use(key, paragraph, item)
        return self._phrases.article(key, paragraph, item) if version else _MISSING[self.language]

    def figure(self, path: str) -> str:
        """A figure of the law with its unit; the provision counts as cited."""
        key = path.rpartition(".")[0]
        version = self._use(key)
        if version is None:
            return _MISSING[self.language]
        try:
            return self._phrases.figure(path)
        except UnknownFigure as fault:
            self._block(f"law.{key}", f"{fault}; correct the template or the register")
            return _MISSING[self.language]

    def instrument(self, key: str) -> str:
        """The id of the text that applies, for the rare sentence whose words differ between two texts."""
        version = self._version(key)
        return version.instrument.id if version else ""

    def instruments(self) -> str:
        """The full titles of the texts cited so far, with the year of their version."""
        ids = dict.fromkeys(cited.instrument for cited in self.cited.values())
        known = [self.register.instruments[i] for i in ids]
        if self.language == "zh":
            return "、".join(f"《{text.title_zh}》" for text in known)
        return "; ".join(text.title for text in known)

    def names(self) -> set[tuple[str, ...]]:
        """The instruments cited, as both languages write them: for the check that both say the same."""
        known = [self.register.instruments[c.instrument] for c in self.cited.values()]
        return {(i.short_zh, i.short) for i in known} | {(i.title_zh, i.title) for i in known}

    def _use(self, key: str, paragraph: int = 0, item: int = 0) -> Version | None:
        version = self._version(key)
        if version is None:
            return None
        numbers = (paragraph or version.paragraph, item or version.item)
        place = version.article + "".join(f"({n})" for n in numbers if n)
        self.cited[key, place] = CitedProvision(key=key, instrument=version.instrument.id, article=place)
        if version.confidence is Confidence.UNVERIFIED:
            self._block(
                f"law.{key}",
                f"“{key}” is unverified and may not enter a notice; check it, then correct the register",
            )
        self._straddles(key, version, paragraph, item)
        return version

    def _version(self, key: str) -> Version | None:
        try:
            return self._phrases.version(key)
        except NotInForce as fault:
            self._block(
                f"law.{key}",
                f"{fault}; choose other dates, or cite the text that applied then in a notice of counsel",
            )
        except UnknownProvision as fault:
            self._block(f"law.{key}", f"{fault}; correct the key in the template")
        return None

    def _straddles(self, key: str, later: Version, paragraph: int, item: int) -> None:
        provision = self.register.provision(key)
        if provision.kind is not Kind.SUBSTANCE or self.dates.act_from >= self.dates.act_to:
            return
        try:
            earlier = provision.on(self.dates.act_from)
        except NotInForce:
            earlier = None
        if earlier is later:
            return
        changed_on = later.in_force_from
        before = _shown(earlier, paragraph, item) if earlier else "nothing in force"
        gap = Gap(
            field="law.straddles",
            severity=Severity.BLOCKING,
            message=(
                f"the act runs from {self.dates.act_from} to {self.dates.act_to}, across the change of "
                f"“{key}”"
                f" on {changed_on}, and no transition rule is known. Until {changed_on - timedelta(days=1)}:"
                f" {before}. From {changed_on}: {_shown(later, paragraph, item)}."
                " Write one notice for each side of the change (--act-from, --act-to)"
            ),
        )
        self.faults.setdefault(f"straddles {key} {paragraph} {item}", gap)

    def _block(self, path: str, message: str) -> None:
        self.faults.setdefault(path, Gap(field=path, severity=Severity.BLOCKING, message=message))


def _shown(version: Version, paragraph: int, item: int) -> str:
    place = version.instrument.short_zh + place_zh(version, paragraph, item)
    numbers = (paragraph or version.paragraph, item or version.item)
    english = version.article + "".join(f"({n})" for n in numbers if n)
    says = (version.says_zh or version.says).rstrip("。.")
    return f"{place} ({version.instrument.short} Art. {english}): {says}"
