"""The law as a notice cites it: every article comes from the register by date, every doubt becomes a gap.

A provision with no version in force prints a visible mark and blocks; so does anything that is not verified. An act that
spans a change of a substantive provision is cited under each text, split by date, with a warning for counsel.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from bot.domain.compositions import CitedProvision, NoticeGap, Severity
from bot.domain.sentences import Sentence, sentence
from bot.notices.facts.terms import BARE, ActDates, DatedVersion, InstrumentNames, full_title
from bot.notices.wording.saying import day
from knowledge.instruments import Confidence, Instrument, Kind, NotInForce, UnknownFigure, UnknownProvision
from knowledge.law import Register
from knowledge.phrasing import place_en, place_zh, with_unit

_DIGIT = {c: i for i, c in enumerate("零一二三四五六七八九")}
_POWER = {"十": 10, "百": 100, "千": 1000}
_MISSING = {"zh": "【此处无现行有效条文】", "en": "[no provision in force]"}


def zh_number(text: str) -> int:
    """五十七 -> 57."""
    total, digit = 0, 0
    for char in text:
        if char in _POWER:
            total += (digit or 1) * _POWER[char]
            digit = 0
        else:
            digit = _DIGIT[char]
    return total + digit


@dataclass(slots=True, kw_only=True)
class Citing:
    """Answers a template's questions about the law in one language; keeps what was cited and what failed."""

    register: Register
    language: str
    dates: ActDates
    cited: dict[tuple[str, str, str], CitedProvision] = field(default_factory=dict)
    faults: dict[str, NoticeGap] = field(default_factory=dict)
    named: Counter[str] = field(default_factory=Counter)
    once: frozenset[str] = frozenset()
    """Texts that the paper names a single time: no short form is defined for them."""

    def functions(self) -> Mapping[str, object]:
        """What templates may call."""
        return {
            "cite": self.cite,
            "article": self.article,
            "figure": self.figure,
            "instrument": self.instrument,
            "split": self.split,
            "earlier": self.earlier,
            "days": self.days,
            "instruments": self.instruments,
            "known": lambda key: key in self.register,
        }

    def cite(self, key: str, paragraph: int = 0, item: int | Sequence[int] = 0) -> str:
        """Article 57, item (1), of the Trademark Law / 《商标法》第五十七条第（一）项; where the act spans a change, each text
        with its days, the later one first (fact TR-06). Of several items the text is named once: items (1) and (3) /
        第五十七条第（一）项、第（三）项.
        """
        parts = self._each(key, paragraph, item)
        if not parts:
            return _MISSING[self.language]
        dated = len(parts) > 1
        return self._joined(
            [
                self._whole(self._named(part), self._places(part, paragraph, item)) + self._days(part, dated)
                for part in reversed(parts)
            ]
        )

    def article(self, key: str, paragraph: int = 0, item: int = 0) -> str:
        """The place alone: Article 57, item (1) / 第五十七条第（一）项; with its instrument where there are two or no article."""
        parts = self._use(key, paragraph, item)
        if len(parts) == 1 and parts[0].version.article:
            return self._place(parts[0], paragraph, item).strip()
        return self.cite(key, paragraph, item)

    def figure(self, path: str) -> str:
        """A figure of the law with its unit; the provision counts as cited. Two texts that differ are both given."""
        key, _, name = path.rpartition(".")
        parts = self._use(key)
        if not parts:
            return _MISSING[self.language]
        told = [(part, part.version.figures[name]) for part in parts if name in part.version.figures]
        if not told:
            fault = UnknownFigure(key, name, self.dates.act_to)
            self._block(f"law.{key}", sentence("{fault}; correct the template or the register", fault=fault))
            return _MISSING[self.language]
        figures = {figure for _, figure in told}
        if len(figures) == 1:
            return with_unit(told[0][1], self.language)
        return self._joined(
            [with_unit(figure, self.language) + self._days(part, True) for part, figure in reversed(told)]
        )

    def instrument(self, key: str) -> str:
        """The id of the text that applies, for the rare sentence whose words differ between two texts: the later one
        where the act goes on past a change (facts TR-02, TR-06)."""
        parts = self._parts(key)
        return parts[-1].version.instrument.id if parts else ""

    def split(self, key: str) -> bool:
        """Whether the act spans a change of the provision, so that two texts are cited."""
        return len(self._parts(key)) > 1

    def earlier(self, key: str) -> str:
        """Of an act across a change, the days under the first text: 2026年12月31日以前 / until 31 December 2026."""
        return self._until(self._parts(key)[0])

    def days(self, key: str) -> str:
        """Of an act across a change, the days of each text: 2026年12月31日以前和2027年1月1日以后."""
        parts = self._parts(key)
        join = "和" if self.language == "zh" else " and "
        return join.join(self._until(part) for part in parts)

    def instruments(self) -> str:
        """The full titles of the texts cited so far, with the year of their version."""
        ids = dict.fromkeys(cited.instrument for cited in self.cited.values())
        known = [self.register.instruments[i] for i in ids]
        if self.language == "zh":
            titles = [full_title(text) for text in known]
            return "".join(t if t.endswith("》") else f"{t}、" for t in titles).removesuffix("、")
        return "; ".join(text.title for text in known)

    def names(self) -> set[tuple[str, ...]]:
        """The instruments cited, as both languages write them: for the check that both say the same."""
        known = [self.register.instruments[c.instrument] for c in self.cited.values()]
        pairs = ((self._called.short(i), self._called.english(i)) for i in known)
        titles = ((full_title(i), i.title) for i in known)
        return {*pairs, *titles, *(self._called.first(i) for i in known)}

    @property
    def _called(self) -> InstrumentNames:
        return InstrumentNames(register=self.register, dates=self.dates, once=self.once)

    def _use(self, key: str, paragraph: int = 0, item: int = 0) -> tuple[DatedVersion, ...]:
        parts = self._parts(key)
        for part in parts:
            version = part.version
            numbers = (paragraph or version.paragraph, item or version.item)
            place = version.article + "".join(f"({n})" for n in numbers if n)
            cited = CitedProvision(key=key, instrument=version.instrument.id, article=place)
            self.cited[key, place, version.instrument.id] = cited
            if version.confidence is Confidence.UNVERIFIED:
                self._block(
                    f"law.{key}",
                    sentence(
                        "“{provision}” is unverified and may not enter a notice; check it, then correct the register",
                        provision=key,
                    ),
                )
            self._warn_of_older(version.instrument)
        if len(parts) > 1:
            self._warn_of_split(parts)
        return parts

    def _parts(self, key: str) -> tuple[DatedVersion, ...]:
        """The versions that govern: of procedure the one of the filing, of substance each one in force on a day of the act."""
        try:
            provision = self.register.provision(key)
            if provision.kind is Kind.PROCEDURE:
                on = self.dates.filed_on
                return (DatedVersion(version=provision.on(on), since=on, until=on),)
            first, last = self.dates.act_from, self.dates.act_to
            parts = tuple(
                DatedVersion(version=v, since=max(first, v.in_force_from), until=min(last, v.in_force_to))
                for v in provision.versions
                if v.in_force_from <= last and v.in_force_to >= first
            )
            return parts or (DatedVersion(version=provision.on(last), since=first, until=last),)
        except NotInForce as fault:
            self._block(
                f"law.{key}",
                sentence(
                    "{fault}; choose other dates, or cite the text that applied then in a notice of counsel",
                    fault=fault,
                ),
            )
        except UnknownProvision as fault:
            self._block(f"law.{key}", sentence("{fault}; correct the key in the template", fault=fault))
        return ()

    def _warn_of_older(self, instrument: Instrument) -> None:
        """A regulation made for a law that has changed since: a revised one may be in force that nobody knows here."""
        law = self.register.instruments.get(instrument.implements)
        if law is None or law.in_force_to >= self.dates.filed_on:
            return
        gap = NoticeGap(
            field="law.implements",
            severity=Severity.WARNING,
            message=sentence(
                "{instrument} was made for {law}, in force until {day}; no text revised for the law after it is in the "
                "register. Look on the sites of CNIPA and SAMR whether one is in force before this is filed",
                instrument=instrument.title,
                law=law.title,
                day=law.in_force_to,
            ),
            waivable_by="approver",
        )
        self.faults.setdefault(f"implements {instrument.id}", gap)

    def _warn_of_split(self, parts: Sequence[DatedVersion]) -> None:
        """One warning for each day on which the law changes within the act, to be read by counsel."""
        for earlier, later in pairwise(parts):
            changed = later.version.in_force_from
            instruments = f"{earlier.version.instrument.title} and {later.version.instrument.title}"
            gap = NoticeGap(
                field="law.straddles",
                severity=Severity.WARNING,
                message=sentence(
                    "the act runs from {first} to {last}, across the change of the law on {day}; both texts are cited, "
                    "split by date ({instruments}). No rule of transition is known: have counsel confirm it",
                    first=self.dates.act_from,
                    last=self.dates.act_to,
                    day=changed,
                    instruments=instruments,
                ),
                waivable_by="approver",
            )
            self.faults.setdefault(f"straddles {changed} {instruments}", gap)

    def _named(self, part: DatedVersion) -> str:
        instrument = part.version.instrument
        chinese = self.language == "zh"
        self.named[instrument.id] += 1
        if self.named[instrument.id] == 1:
            zh, en = self._called.first(instrument)
            return zh if chinese else en
        return self._called.short(instrument) if chinese else self._called.english(instrument)

    def _whole(self, named: str, places: str) -> str:
        """The text with the place in it, in the order of the language."""
        if self.language == "zh":
            return named + places
        named = named if BARE.match(named) else f"the {named}"
        if not places:
            return named
        return f"{places}, of {named}" if "," in places else f"{places} of {named}"

    def _each(self, key: str, paragraph: int, item: int | Sequence[int]) -> tuple[DatedVersion, ...]:
        items = (item,) if isinstance(item, int) else item
        return [self._use(key, paragraph, each) for each in items][-1]

    def _places(self, part: DatedVersion, paragraph: int, item: int | Sequence[int]) -> str:
        items = (item,) if isinstance(item, int) else item
        first, *others = [self._place(part, paragraph, each) for each in items]
        shared = self._place(part, paragraph, 0)
        if self.language == "zh":
            return "、".join([first, *(other.removeprefix(shared) for other in others)])
        if not others:
            return first
        return f"{shared}, items " + " and ".join(f"({each})" for each in items)

    def _place(self, part: DatedVersion, paragraph: int, item: int) -> str:
        version = part.version
        return (
            place_zh(version, paragraph, item)
            if self.language == "zh"
            else place_en(version, paragraph, item, full=True)
        )

    def _days(self, part: DatedVersion, dated: bool) -> str:
        if not dated:
            return ""
        said = self._until(part)
        return f"（适用于{said}的行为）" if self.language == "zh" else f" (acts {said})"

    def _until(self, part: DatedVersion) -> str:
        """The days of the act under one text, seen from the change."""
        ends = part.until < self.dates.act_to
        said = day(part.until if ends else part.since)
        if self.language == "zh":
            return f"{said.zh}{'以前' if ends else '以后'}"
        return f"{'until' if ends else 'from'} {said.en}"

    def _joined(self, parts: Sequence[str]) -> str:
        return ("、" if self.language == "zh" else " and ").join(part.strip() for part in parts)

    def _block(self, path: str, message: Sentence) -> None:
        self.faults.setdefault(path, NoticeGap(field=path, severity=Severity.BLOCKING, message=message))
