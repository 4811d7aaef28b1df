"""Words for the law: citations and figures as an English or a Chinese lawyer writes them, on given dates.

Guidance pages and notice templates call these from Jinja: ``{{ cite("tm.infringing_acts", item=1) }}``,
``{{ figure("tm.opposition_window.months") }}``, ``{% if in_force("cn-trademark-law-2026") %}``.
"""

from dataclasses import dataclass, field
from datetime import date

from knowledge.instruments import Confidence, Figure, Kind, UnknownFigure, UnknownProvision
from knowledge.law import Register, Version
from knowledge.lazily import lazily

_DIGITS = "零一二三四五六七八九"
_UNITS_EN = {
    "days": ("day", "days"),
    "working_days": ("working day", "working days"),
    "months": ("month", "months"),
    "years": ("year", "years"),
    "hours": ("hour", "hours"),
    "times": ("time", "times"),
    "percent": ("percent", "percent"),
    "copies": ("copy", "copies"),
    "pieces": ("piece", "pieces"),
    "items": ("item", "items"),
}
_UNITS_ZH = {
    "days": "日", "working_days": "个工作日", "months": "个月", "years": "年", "hours": "小时", "times": "倍",
    "percent": "%", "copies": "份", "pieces": "件", "items": "项",
}  # fmt: skip


# What a line of a table takes from the register: ``{cite KEY}``, ``{figure KEY.NAME}``, ``{cite_in KEY INSTRUMENT}``.
_PLACE = lazily(r"\{(?P<word>cite|article|figure|other|cite_in) (?P<rest>[\w. -]+)\}")


def chinese_number(number: int) -> str:
    """A number below 10,000 as statutes number articles: 57 -> 五十七, 1195 -> 一千一百九十五."""
    if not 0 < number < 10_000:
        raise ValueError(f"article numbers run from 1 to 9999, not {number}")
    text, gap = "", False
    for power, unit in ((1000, "千"), (100, "百"), (10, "十"), (1, "")):
        digit = number // power % 10
        if not digit:
            gap = bool(text)
            continue
        text += ("零" if gap else "") + _DIGITS[digit] + unit
        gap = False
    return text.removeprefix("一") if 10 <= number < 20 else text


def place_zh(version: Version, paragraph: int = 0, item: int = 0) -> str:
    """第五十七条第（一）项, 第六十条第二款: the place of a version, or of one of its parts, in Chinese; empty if not known."""
    if not version.article:
        return ""
    paragraph, item = paragraph or version.paragraph, item or version.item
    head, _, suffix = version.article.partition("-")
    text = f"第{chinese_number(int(head))}{version.instrument.unit_zh}"
    if suffix:
        text += f"之{chinese_number(int(suffix))}"
    if paragraph:
        text += f"第{chinese_number(paragraph)}款"
    if item:
        text += f"第（{chinese_number(item)}）项"
    return text


def place_en(version: Version, paragraph: int = 0, item: int = 0, *, full: bool = False) -> str:
    """Art. 57(1), in ``full`` Article 57, item (1): the place of a version, or of one of its parts, in English; empty if
    not known."""
    if not version.article:
        return ""
    unit = "item" if version.instrument.unit_zh == "项" else "Art."
    parts = (paragraph or version.paragraph, item or version.item)
    if full:
        head = f"{unit.replace('Art.', 'Article')} {version.article}"
        return head + "".join(
            f", {what} {said}"
            for what, said in (("paragraph", parts[0]), ("item", f"({parts[1]})"))
            if said not in (0, "(0)")
        )
    return f"{unit} {version.article}" + "".join(f"({n})" for n in parts if n)


def amount(value: int, language: str, currency: str = "CNY") -> str:
    """CNY 250,000 or 25万元."""
    if language != "zh":
        return f"{currency} {value:,}"
    unit = {"CNY": "元"}.get(currency, currency)
    if value >= 10_000 and value % 10_000 == 0:
        return f"{value // 10_000}万{unit}"
    return f"{value}{unit}"


def with_unit(figure: Figure, language: str) -> str:
    """3 months / 3个月; money as by :func:`amount`. Units that are not words of time or money stay bare numbers."""
    if figure.unit.isupper() and len(figure.unit) == 3:
        return amount(figure.value, language, figure.unit)
    if language == "zh":
        return f"{figure.value}{_UNITS_ZH.get(figure.unit, '')}"
    if figure.unit not in _UNITS_EN:
        return f"{figure.value:,}"
    return f"{figure.value:,} {_UNITS_EN[figure.unit][figure.value != 1]}"


@dataclass(slots=True, kw_only=True)
class Phrases:
    """Answers the law questions of one text: picks versions by date, writes them out, remembers what was used.

    ``act_on`` picks substantive provisions, ``filed_on`` procedural ones. A figure that is not
    verified is marked in the text where ``mark_unverified`` is set (answers), and refused elsewhere
    by the notice room, which reads ``used``.
    """

    register: Register
    language: str
    act_on: date
    filed_on: date
    mark_unverified: bool = True
    used: dict[str, Version] = field(default_factory=dict)

    def version(self, key: str) -> Version:
        """The version that applies in this text, remembered as used.

        Raises:
            UnknownProvision, NotInForce
        """
        provision = self.register.provision(key)
        chosen = provision.on(self.act_on if provision.kind is Kind.SUBSTANCE else self.filed_on)
        self.used[key] = chosen
        return chosen

    def cite(self, key: str, paragraph: int = 0, item: int = 0) -> str:
        """Trademark Law Art. 57(1) / 《商标法》第五十七条第（一）项."""
        return self._cite(self.version(key), paragraph, item)

    def _cite(self, version: Version, paragraph: int = 0, item: int = 0) -> str:
        if self.language == "zh":
            return version.instrument.short_zh + place_zh(version, paragraph, item)
        return f"{version.instrument.short} {place_en(version, paragraph, item)}".rstrip()

    def article(self, key: str, paragraph: int = 0, item: int = 0) -> str:
        """The place alone: Art. 57(1) / 第五十七条第（一）项; the instrument where no article is known."""
        version = self.version(key)
        if not version.article:
            return self._cite(version)
        if self.language == "zh":
            return place_zh(version, paragraph, item)
        return place_en(version, paragraph, item)

    def figure(self, path: str) -> str:
        """The figure with its unit: 3 months / 3个月, CNY 250,000 / 25万元."""
        return self._figure(path, bare=False)

    def number(self, path: str) -> str:
        """The figure without its unit: 3, 250,000."""
        return self._figure(path, bare=True)

    def other(self, path: str, instrument_id: str) -> str:
        """The figure as another text of the same provision has it (its sentence must name the date)."""
        key, _, name = path.rpartition(".")
        return self._written(self._in_text(key, instrument_id), name, bare=False)

    def cite_in(self, key: str, instrument_id: str) -> str:
        """The citation as another text of the same provision has it (its sentence must name the date)."""
        return self._cite(self._in_text(key, instrument_id))

    def filled(self, text: str) -> str:
        """A line of a table with what it takes from the register.

        Raises:
            LawError: a key or figure has no text in force on the day, or none in the instrument named.
        """
        return _PLACE.sub(lambda place: str(getattr(self, place["word"])(*place["rest"].split())), text)

    def says(self, key: str) -> str:
        """What the provision says, in our own words, in this text's language."""
        version = self.version(key)
        return version.says_zh if self.language == "zh" and version.says_zh else version.says

    def in_force(self, instrument_id: str) -> bool:
        """Whether the instrument applies to this text (by date of the act)."""
        return self.register.instrument_in_force(instrument_id, self.act_on)

    def _in_text(self, key: str, instrument_id: str) -> Version:
        for version in self.register.provision(key).versions:
            if version.instrument.id == instrument_id:
                return version
        raise UnknownProvision(f"{key} in {instrument_id}")

    def _figure(self, path: str, *, bare: bool) -> str:
        key, _, name = path.rpartition(".")
        return self._written(self.version(key), name, bare=bare)

    def _written(self, version: Version, name: str, *, bare: bool) -> str:
        if name not in version.figures:
            raise UnknownFigure(version.key, name, version.in_force_from)
        figure = version.figures[name]
        text = f"{figure.value:,}" if bare else with_unit(figure, self.language)
        if self.mark_unverified and version.confidence is Confidence.UNVERIFIED:
            text += "（未核实）" if self.language == "zh" else " (unverified)"
        return text
