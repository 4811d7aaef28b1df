"""Chinese names as a reader without Chinese finds them: known words in English, the rest in pinyin written by words."""

from __future__ import annotations

import re
import tomllib
import unicodedata
from functools import cache
from pathlib import Path

HAN_RUN = re.compile(r"[\u3400-\u9fff\uf900-\ufaff]+")

_WORDS = Path(__file__).resolve().parents[3] / "templates" / "house" / "english.toml"
_SEATED = "省市"
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
    if len(text) <= _PERSON and HAN_RUN.fullmatch(text) and not _pattern().search(text):
        return f"{_pinyin(text[0])} {_pinyin(text[1:])}".strip()
    said = re.sub(r"第?(\d+)号", r" No. \1 ", text.replace("〔", "[").replace("〕", "]"))
    said = HAN_RUN.sub(lambda run: f" {_run(run.group())} ", said)
    plain = unicodedata.normalize("NFKC", said.replace("、", ", ").replace("；", "; ").replace("。", "."))
    plain = re.sub(r"\s+([,.;:)\]])", r"\1", re.sub(r",(?=\S)(?!\d)", ", ", plain))
    return re.sub(r"([(\[]) ", r"\1", re.sub(r"\s+", " ", plain)).strip()


def _run(text: str) -> str:
    return " ".join(english or _names(piece) for piece, english in _pieces(text))


@cache
def _words() -> dict[str, str]:
    return tomllib.loads(_WORDS.read_text(encoding="utf-8"))["words"]  # type: ignore[no-any-return]  # a table of texts


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

    first, *others = lazy_pinyin(text) or [""]
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
