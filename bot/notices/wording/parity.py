"""Proof that two languages say the same: names, dates, numbers, amounts, articles, annexes, by clause."""

import re
from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from decimal import Decimal

from bot.domain.compositions import NoticeGap, Severity
from bot.domain.sentences import Sentence, sentence
from bot.notices.wording.saying import unescaped

Label = Callable[[re.Match[str]], str]

_DIGIT = {c: i for i, c in enumerate("零一二三四五六七八九")}
_POWER = {"十": 10, "百": 100, "千": 1000}
_ZH = "零一二三四五六七八九十百千"
_MONTH = {
    m: i + 1
    for i, m in enumerate(
        (
            "January", "February", "March", "April", "May", "June", "July", "August", "September",
            "October", "November", "December",
        )
    )
}  # fmt: skip

_HEADING_ZH = re.compile(rf"^## ([{_ZH}]+)、", re.MULTILINE)
_HEADING_EN = re.compile(r"^## (\d+)\. ", re.MULTILINE)
_ARTICLE_ZH = re.compile(
    rf"第([{_ZH}]+)(?:条|项)(?:之([{_ZH}]+))?(?:第([{_ZH}]+)款)?(?:第[（(]([{_ZH}]+)[)）]项)?"
)
_CHAIN = re.compile(
    r"(第[零一二三四五六七八九十百千]+条(?:第[一二三四五六七八九十]+款)?)(第（[一二三四五六七八九十]+）项)、(?=第（)(第（[一二三四五六七八九十]+）项)"
)
"""第五十七条第（一）项、第（三）项: the second item is of the same article."""
_CHAIN_EN = re.compile(r"(Article [\d-]+(?:, paragraph \d+)?), items \((\d+)\) and \((\d+)\)")
_ARTICLE_EN = re.compile(r"(?:Article|item) (\d+(?:-\d+)?)(?:, paragraph (\d+))?(?:, item \((\d+)\))?")
_DATE_ZH = re.compile(r"(\d{4})年(\d{1,2})月(\d{1,2})日")
_DATE_EN = re.compile(rf"(\d{{1,2}}) ({'|'.join(_MONTH)}) (\d{{4}})")
_MONEY_ZH = re.compile(r"(?:人民币)?([\d,]+(?:\.\d+)?)(万?)元")
_MONEY_EN = re.compile(r"CNY ([\d,]+(?:\.\d+)?)")
_ANNEX = re.compile(r"(?:附件|Annex )(\d+)")
_LINK = re.compile(r"https?://[^\s|<>，。；、）”\"]+")
_TOKEN = re.compile(r"[A-Za-z0-9][A-Za-z0-9._:/@%?&=+#~-]*")
_TIME = r"(?:working |calendar )?(?:day|month|year)s?\b"
_THOUSANDS = re.compile(r"(?<=\d),(?=\d{3}(?!\d))")


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


def facts_of(text: str, names: Iterable[tuple[str, ...]] = ()) -> Counter[str]:
    """Every name, link, article, date, amount, annex and number of a text, in one form for both languages."""
    found: Counter[str] = Counter()
    rest = _CHAIN_EN.sub(r"\1, item (\2) \1, item (\3)", _CHAIN.sub(r"\1\2、\1\3", unescaped(text)))
    for kind, pattern, label in _PATTERNS[:3]:
        rest = _take(rest, kind, pattern, label, found)
    for group, spelling in _spellings(names):
        rest, count = re.subn(_spelt(spelling), " ", rest)
        if count:
            found[f"name {group}"] += count
    for kind, pattern, label in _PATTERNS[3:]:
        rest = _take(rest, kind, pattern, label, found)
    for token in _TOKEN.findall(_THOUSANDS.sub("", rest)):
        if any(c.isdigit() for c in token):
            found[f"number {token.rstrip('.,:;-/%')}"] += 1
    return found


def differences(
    zh: Mapping[str, str], en: Mapping[str, str], names: Iterable[tuple[str, ...]] = ()
) -> tuple[NoticeGap, ...]:
    """One blocking gap for every clause in which the two texts differ, or that only one of them has."""
    known = tuple(names)
    gaps = []
    if list(zh) != list(en):
        only = sorted(set(zh) ^ set(en))
        what = (
            sentence("clauses {clauses} are in one language only", clauses=", ".join(only))
            if only
            else sentence("the clauses stand in another order")
        )
        gaps.append(
            _gap(sentence("{what}; give both templates the same clauses in the same order", what=what))
        )
    for clause in zh:
        if clause in en:
            first, second = facts_of(zh[clause], known), facts_of(en[clause], known)
            if first != second:
                gaps.append(_gap(_told(clause, first - second, second - first)))
    return tuple(gaps)


def _told(clause: str, only_zh: Counter[str], only_en: Counter[str]) -> Sentence:
    facts = {"only_zh": ", ".join(sorted(only_zh)), "only_en": ", ".join(sorted(only_en))}
    if only_zh and only_en:
        key = "Chinese alone has {only_zh}; English alone has {only_en}"
    else:
        key = "Chinese alone has {only_zh}" if only_zh else "English alone has {only_en}"
    difference = sentence(key, **{name: fact for name, fact in facts.items() if fact})
    return sentence(
        "clause {clause}: {difference}. Say the same in both texts", clause=clause, difference=difference
    )


def _gap(message: Sentence) -> NoticeGap:
    return NoticeGap(field="text.languages_differ", severity=Severity.BLOCKING, message=message)


def _spellings(names: Iterable[tuple[str, ...]]) -> list[tuple[str, str]]:
    """Every spelling with the name it belongs to, longest first; names that share a spelling are one name."""
    joined: dict[str, set[str]] = {}
    for group in names:
        members = {spelling for spelling in group if len(spelling) > 1}
        for spelling in tuple(members):
            members |= joined.get(spelling, set())
        joined.update(dict.fromkeys(members, members))
    pairs = {(min(members), spelling) for spelling, members in joined.items()}
    return sorted(pairs, key=lambda pair: (-len(pair[1]), pair))


def _spelt(name: str) -> str:
    """A name of figures alone is no part of a date, of a length of time or of a longer number."""
    if not name.isdigit():
        return re.escape(name)
    return rf"(?<![\d.,年月]){name}(?![年月日天个]|[\d,.]*\d| (?:{'|'.join(_MONTH)}) \d| {_TIME})"


def _take(text: str, kind: str, pattern: re.Pattern[str], label: Label, found: Counter[str]) -> str:
    for hit in pattern.finditer(text):
        found[f"{kind} {label(hit)}"] += 1
    return pattern.sub(" ", text)


def _article_zh(hit: re.Match[str]) -> str:
    article, suffix, paragraph, item = (zh_number(part) if part else 0 for part in hit.groups())
    head = f"{article}-{suffix}" if suffix else str(article)
    return head + "".join(f"({n})" for n in (paragraph, item) if n)


def _amount(number: str, ten_thousand: str = "") -> str:
    value = Decimal(number.replace(",", "")) * (10_000 if ten_thousand else 1)
    return f"CNY {value.normalize():f}"


_PATTERNS: tuple[tuple[str, re.Pattern[str], Label], ...] = (
    ("heading", _HEADING_ZH, lambda h: str(zh_number(h.group(1)))),
    ("heading", _HEADING_EN, lambda h: h.group(1)),
    ("link", _LINK, lambda h: h.group(0).rstrip(".,;)")),
    ("article", _ARTICLE_ZH, _article_zh),
    ("article", _ARTICLE_EN, lambda h: h[1] + "".join(f"({n})" for n in h.groups()[1:] if n)),
    ("date", _DATE_ZH, lambda h: f"{int(h.group(1)):04}-{int(h.group(2)):02}-{int(h.group(3)):02}"),
    ("date", _DATE_EN, lambda h: f"{int(h.group(3)):04}-{_MONTH[h.group(2)]:02}-{int(h.group(1)):02}"),
    ("amount", _MONEY_ZH, lambda h: _amount(h.group(1), h.group(2))),
    ("amount", _MONEY_EN, lambda h: _amount(h.group(1))),
    ("annex", _ANNEX, lambda h: h.group(1)),
)
