"""One fact in two languages, a tree of them as a template sees it, and text from outside as plain text: nothing in a
listing's title can act as a heading, clause or code.
"""

import re
import tomllib
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from functools import cache
from pathlib import Path
from runpy import run_path

from bot.domain.moments import CHINA

HAN = re.compile(r"[\u3400-\u9fff\uf900-\ufaff]+")

Tree = Mapping[str, object]
"""Names to :class:`BilingualText`, plain values, lists and further trees."""


@dataclass(frozen=True, slots=True)
class BilingualText:
    """What is said in Chinese and in English. ``name``: both texts must hold it equally often."""

    zh: str
    en: str
    name: bool = False

    def in_language(self, language: str) -> str:
        return self.zh if language == "zh" else self.en

    def __bool__(self) -> bool:
        return bool(self.zh)


NOTHING = BilingualText("", "")
DASH = BilingualText("—", "—")


def joined(texts: Iterable[BilingualText], zh: str = "、", en: str = ", ") -> BilingualText:
    """One text of several, with what stands between them in each language."""
    texts = [*texts]
    return BilingualText(zh.join(each.zh for each in texts), en.join(each.en for each in texts))


def either(zh: str, en: str) -> BilingualText:
    """A person's own words; where they wrote one language only, both texts show that."""
    return BilingualText(zh or en, en or zh)


def name(zh: str, en: str = "") -> BilingualText:
    """A name or a piece of record. Where only one language has it, both texts print that; Chinese with its pinyin."""
    zh, en = one_line(zh), one_line(en)
    if not en and HAN.search(zh):
        en = f"{spelt(zh)} ({zh})"
    return BilingualText(zh or en, en or zh, name=True)


def same(text: str) -> BilingualText:
    """A record printed as it is in both texts."""
    return name(text, text)


_MEASURES = "件个只条把台张支双对套盒箱瓶次项款幅倍种批家份处日天月年"
_COUNTED = re.compile(f"([0-9]+)([{_MEASURES[:14]}])")
_PIECES = {"双": "pair", "对": "pair", "套": "set", "盒": "box", "箱": "case", "瓶": "bottle"}


def romanised(text: str, en: str = "") -> BilingualText:
    """Chinese words as a reader without Chinese finds them: the team's own English, else pinyin, then the original; of a
    quantity its measure."""
    text, en = one_line(text), one_line(en)
    if not en and (counted := _COUNTED.fullmatch(text)):
        measure = _PIECES.get(counted[2], "piece")
        en = f"{counted[1]} {measure}" + ("" if counted[1] == "1" else "es" if measure == "box" else "s")
    if not en and text in _words("whole"):
        return BilingualText(text, _words("whole")[text])
    if not HAN.search(text):
        return name(text, en)
    return name(text, f"{en or spelt(text)} ({text})")


_IN_WORDS = (
    "one|first|once 一", "two|second|twice 二|两", "three|third 三", "four|fourth 四", "five|fifth 五", "six|sixth 六",
    "seven|seventh 七", "eight|eighth 八", "nine|ninth 九", "ten|tenth 十", "eleven|eleventh 十一", "twelve|twelfth 十二",
)  # fmt: skip


def in_words(figure: str, text: str) -> bool:
    """Whether the text has this number, of up to twelve, as a word of either language."""
    if not figure.isdecimal() or not 1 <= int(figure) <= len(_IN_WORDS):
        return False
    english, chinese = _IN_WORDS[int(figure) - 1].split()
    return re.search(rf"(?i)\b(?:{english})\b|(?:{chinese})[{_MEASURES}]", text) is not None


def glossed(text: str) -> str:
    """An English sentence whose Chinese names have their pinyin; what is quoted from a page stays as it is."""
    parts = re.split(r"(“[^”]*”)", text)
    return "".join(
        part if part.startswith("“") else HAN.sub(lambda run: f"{spelt(run.group())} ({run.group()})", part)
        for part in parts
    )


def missing(zh: str, en: str) -> BilingualText:
    """The visible place of a fact that is not there; a gap says what to do."""
    return BilingualText(f"【待补：{zh}】", f"[to be completed: {en}]")


def day(value: date | None) -> BilingualText:
    """2026年11月24日 / 24 November 2026; of no day nothing."""
    if value is None:
        return NOTHING
    return BilingualText(
        f"{value.year}年{value.month}月{value.day}日", f"{value.day} {value:%B} {value.year}"
    )


def moment(value: datetime | None) -> BilingualText:
    """2026年11月24日 10:05 (Beijing time) in both languages."""
    if value is None:
        return NOTHING
    local = value.astimezone(CHINA)
    said = day(local.date())
    return BilingualText(f"{said.zh} {local:%H:%M}（北京时间）", f"{said.en}, {local:%H:%M} (Beijing time)")


def money(value: Decimal | None, currency: str = "CNY") -> BilingualText:
    """人民币1240.00元 / CNY 1,240.00; other currencies by their code."""
    if value is None:
        return NOTHING
    if currency in {"", "CNY"}:
        return BilingualText(f"人民币{value}元", f"CNY {value:,}")
    return BilingualText(f"{currency} {value:,}", f"{currency} {value:,}")


def listed(values: Iterable[object]) -> BilingualText:
    """第3、18类 needs 3、18; English 3, 18."""
    return joined(BilingualText(str(value), str(value)) for value in values)


_LINE_STARTS = re.compile(r"^(#|>|~|---|<!--|!picture|\d+\. )")
_SPACES = re.compile(r"\s+")
_MARKS = re.compile(r"\\([\\*|#>~!\-<\d])")


class Marked(str):
    """Text that is canonical Markdown already and must not be escaped again."""

    __slots__ = ()


def one_line(text: str) -> str:
    """The text on one line, without control, bidirectional or zero-width characters and lone surrogates."""
    spaced = _SPACES.sub(" ", text)
    if not spaced.isprintable():  # nearly all texts are, and need no look at each character
        spaced = "".join(c for c in spaced if unicodedata.category(c) not in {"Cc", "Cf", "Cs", "Cn"})
    return spaced.strip()


def escaped(value: object) -> str:
    """The value as a run of canonical text: escaped where the Markdown subset would read it as a mark."""
    if isinstance(value, Marked):
        return value
    text = one_line(str(value)).replace("\\", "\\\\").replace("**", "\\*\\*").replace("|", "\\|")
    return _LINE_STARTS.sub(lambda start: "\\" + start.group(1), text)


def unescaped(text: str) -> str:
    """What a reader sees of escaped text."""
    return _MARKS.sub(r"\1", text)


_SAME_AS = "*"


def country(code: str) -> BilingualText:
    """法国 / France for FR, 法国 or France; what is no country stands as it is written."""
    told = ((_country(names, "zh"), _country(names, "en"), code) for code, names in _countries().items())
    found = next((said for said in told if code.strip().casefold() in map(str.casefold, said)), None)
    return BilingualText(*found[:2]) if found else same(code)


@cache
def _countries() -> Mapping[str, dict[str, str]]:
    """The one table, without the 100 MB of places of telephone numbers that its package loads with it."""
    import phonenumbers  # only where a paper names a country

    places = Path(phonenumbers.__file__).parent / "geodata" / "locale.py"
    found: Mapping[str, dict[str, str]] = run_path(str(places), None, "phonenumbers.geodata.locale")[
        "LOCALE_DATA"
    ]
    return found


def _country(names: dict[str, str], language: str) -> str:
    found = names.get(language, "")
    return names.get(found[1:], "") if found.startswith(_SAME_AS) else found


_WORDS = Path(__file__).resolve().parents[3] / "templates" / "house" / "english.toml"
_SEATED = "省市区县"
"""Ends of a place that a name in English leaves out: 义乌市市场监督管理局 is Yiwu Market Supervision Administration."""
_PLACES = {
    "省": "Province", "自治区": "Autonomous Region", "市": "City", "区": "District", "县": "County", "镇": "Town",
    "乡": "Township", "街道": "Sub-district", "大道": "Avenue", "大街": "Street", "路": "Road", "街": "Street",
    "巷": "Lane", "弄": "Lane", "村": "Village",
}  # fmt: skip
_PARTS = {
    "号楼": "Building", "幢": "Building", "栋": "Building", "号": "No.", "室": "Room", "层": "Floor",
    "楼": "Floor",
}  # fmt: skip
_UNIT = re.compile(
    r"(?P<name>[\u3400-\u9fff]{2,}?)(?P<place>自治区|街道|大道|大街|[省市区县镇乡路街巷村])"
    r"|(?P<number>[\dA-Za-z－—-]+)(?P<part>号楼|[幢栋号室层楼弄])"
)
_PERSON = 3
_STREETS = frozenset({"路", "街", "大道", "大街", "巷"})


def spelt(text: str) -> str:
    """义乌市晴禾贸易有限公司 is Yiwu Qinghe Trading Co., Ltd.; an address from the house number to the province; two or
    three characters without a known word are a person's name."""
    address = _address(text)
    if address:
        return address
    if len(text) <= _PERSON and HAN.fullmatch(text) and not _pattern().search(text):
        return f"{_pinyin(text[0])} {_pinyin(text[1:])}".strip()
    said = re.sub(r"第?(\d+)号", r" No. \1 ", text.replace("〔", "[").replace("〕", "]"))
    said = HAN.sub(lambda run: f" {_run(run.group())} ", said)
    plain = unicodedata.normalize("NFKC", said.replace("、", ", ").replace("；", "; ").replace("。", "."))
    plain = re.sub(r"\s+([,.;:)\]])", r"\1", re.sub(r",(?=\S)(?!\d)", ", ", plain))
    return re.sub(r"([(\[]) ", r"\1", re.sub(r"\s+", " ", plain)).strip()


def _run(text: str) -> str:
    return " ".join(english or _names(piece) for piece, english in _pieces(text))


@cache
def _words(table: str = "words") -> dict[str, str]:
    return tomllib.loads(_WORDS.read_text(encoding="utf-8"))[table]  # type: ignore[no-any-return]  # a table of texts


@cache
def _pattern() -> re.Pattern[str]:
    return re.compile("|".join(sorted(_words(), key=len, reverse=True)))


def _pieces(text: str) -> list[tuple[str, str]]:
    """Known words with their English, and what stands between them."""
    found, last = [], 0
    for hit in _pattern().finditer(text):
        found += [(text[last : hit.start()], ""), (hit.group(), _words()[hit.group()])]
        last = hit.end()
    return [(piece, english) for piece, english in (*found, (text[last:], "")) if piece]


def _names(piece: str) -> str:
    """Names between known words: a place without its rank, the rest by two characters."""
    parts = re.findall(rf"[^{_SEATED}]{{2,3}}[{_SEATED}]|[^{_SEATED}]+|.", piece)
    return " ".join(
        _pinyin(pair)
        for part in parts
        for pair in _pairs(part[:-1] if len(part) > 2 and part[-1] in _SEATED else part)
    )


def _pairs(text: str) -> list[str]:
    return [text] if len(text) <= _PERSON else [text[n : n + 2] for n in range(0, len(text), 2)]


def _pinyin(text: str) -> str:
    """晴禾 is Qinghe, 静安 is Jing'an."""
    from pypinyin import lazy_pinyin  # its tables are large, and a question of law needs none of them

    first, *others = lazy_pinyin(text, v_to_u=True) or [""]
    return (first + "".join(f"'{s}" if s[:1] in "aoe" else s for s in others)).capitalize()


def _address(text: str) -> str:
    """From the smallest part to the largest: No. 18 Shili Road, Futian Sub-district, Yiwu City, Zhejiang Province."""
    units, rest = list(_UNIT.finditer(text)), _UNIT.sub("", text)
    if rest or not any(unit["place"] in _STREETS or unit["part"] for unit in units) or len(units) < 2:
        return ""
    said: list[str] = []
    for unit in units:
        if unit["place"]:
            said.append(f"{' '.join(map(_pinyin, _pairs(unit['name'])))} {_PLACES[unit['place']]}")
        elif unit["part"] == "号" and said and said[-1].endswith(("Road", "Street", "Avenue", "Lane")):
            said[-1] = f"No. {unit['number']} {said[-1]}"
        elif unit["part"] == "弄" and said:
            said[-1] = f"Lane {unit['number']}, {said[-1]}"
        else:
            said.append(f"{_PARTS.get(unit['part'], 'No.')} {unit['number']}")
    return ", ".join(reversed(said))
