"""Gaps of the finished texts: both languages say the same (names, dates, numbers, amounts, articles, annexes, by clause), and
nothing leaves that must not: a confidential tell or a contact that is not public, however it is written.

For secrets texts are compared in four foldings: letters and digits alone (full-width forms undone, spaces and signs gone), the
skeleton in which look-alike letters fall away, e-mail signs spelt out (``at``, ``(dot)``, 艾特), and digits in
Chinese. A tell is also known by most of its pieces, in whatever order they stand.
"""

import re
import unicodedata
from calendar import month_name
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from decimal import Decimal
from functools import lru_cache

from bot.domain.compositions import APPROVER, NOBODY, NoticeGap, blocking, warning
from bot.domain.rights import LETTER
from bot.domain.sentences import Sentence, sentence
from bot.notices.facts.matter import OFFICES, NoticeMatter
from bot.notices.wording.citing import zh_number
from bot.notices.wording.saying import HAN, in_words, unescaped
from bot.signals.names.folding import fold

Label = Callable[[re.Match[str]], str]
Spellings = tuple[tuple[str, str, str], ...]
"""A name, one spelling of it, and what is left of that in a text whose names are taken out."""

_ZH = "零一二三四五六七八九十百千"
_MONTH = {name: number for number, name in enumerate(month_name) if name}

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
_DATE_ZH = re.compile(r"(?:(\d{4})年)?(\d{1,2})月(\d{1,2})日")
_DATE_EN = re.compile(rf"(\d{{1,2}}) ({'|'.join(_MONTH)})(?: (\d{{4}}))?")
_MONEY_ZH = re.compile(r"(?:人民币)?([\d,]+(?:\.\d+)?)(万?)元")
_MONEY_EN = re.compile(r"CNY ([\d,]+(?:\.\d+)?)")
_ANNEX = re.compile(r"(?:附件|Annex )(\d+)")
_LINK = re.compile(r"https?://[^\s|<>，。；、）”\"]+")
_TOKEN = re.compile(r"[A-Za-z0-9][A-Za-z0-9._:/@%?&=+#~-]*")
_THOUSANDS = re.compile(r"(?<=\d),(?=\d{3}(?!\d))")
_DIFFER = "text.languages_differ"


@lru_cache(4_096)  # of two versions of a notice most clauses are the same, and each is composed at every step
def facts_of(text: str, names: Spellings = ()) -> Counter[str]:
    """Every name (of :func:`spellings`), link, article, date, amount, annex and number, in one form for both languages."""
    found: Counter[str] = Counter()
    rest = _CHAIN_EN.sub(r"\1, item (\2) \1, item (\3)", _CHAIN.sub(r"\1\2、\1\3", unescaped(text)))
    for kind, pattern, label in _PATTERNS[:3]:
        rest = _take(rest, kind, pattern, label, found)
    rest = _without(rest, names, found)
    for kind, pattern, label in _PATTERNS[3:]:
        rest = _take(rest, kind, pattern, label, found)
    for token in _TOKEN.findall(_THOUSANDS.sub("", rest)):
        if any(sign.isdigit() for sign in token):
            found[f"number {token.rstrip('.,:;-/%')}"] += 1
    return found


def differences(
    zh: Mapping[str, str],
    en: Mapping[str, str],
    names: Iterable[tuple[str, ...]] = (),
    printed: Iterable[tuple[str, str]] = (),
) -> Iterator[NoticeGap]:
    """One blocking gap for every clause in which the two texts differ, or that only one of them has.

    Of names alone an approver may waive it: a record may be spelt in two ways. Where ``printed`` words, which people wrote
    in both languages, name things differently, that is told once and no fault of the clause.
    """
    known = spellings(names)
    uneven = {pair: lacks for pair in printed if any(lacks := _unevenly(pair, known))}
    known = _with_phrases(known, uneven)
    if list(zh) != list(en):
        only = ", ".join(sorted(set(zh) ^ set(en)))
        what = sentence("the clauses stand in another order")
        what = sentence("clauses {clauses} are in one language only", clauses=only) if only else what
        yield blocking(_DIFFER, "{what}; give both templates the same clauses in the same order", what=what)
    said: Counter[str] = Counter()
    for clause in zh:
        first, second = facts_of(zh[clause], known), facts_of(en.get(clause, ""), known)
        said += first
        lacks = _unsaid(first - second, en.get(clause, "")), _unsaid(second - first, zh[clause])
        if clause in en and any(lacks):
            named = all(fact.startswith("name ") for lack in lacks for fact in lack)
            yield blocking(
                _DIFFER,
                "clause {clause}: {difference}. Say the same in both texts",
                clause=clause,
                difference=_difference(*lacks),
                waivable_by=APPROVER if named else NOBODY,
            )
    for (words, _), lacks in uneven.items():
        if said[f"name {words}"]:
            wording = "in “{words}” {difference}; see that both texts mean the same"
            yield warning("text.names_differ", wording, words=words, difference=_difference(*lacks))


def _unsaid(lack: Counter[str], other: str) -> Counter[str]:
    """Without the numbers that the other text has in words: 第2项 and “the second right”."""
    return Counter({fact: n for fact, n in lack.items() if not in_words(fact.removeprefix("number "), other)})


def _unevenly(pair: tuple[str, str], known: Spellings) -> tuple[Counter[str], Counter[str]]:
    """The names that only the Chinese and that only the English words hold."""
    zh, en = Counter[str](), Counter[str]()
    _without(pair[0], known, zh), _without(pair[1], known, en)
    return zh - en, en - zh


def _with_phrases(known: Spellings, phrases: Iterable[tuple[str, str]]) -> Spellings:
    """With words that name things differently in their two languages: they count as one, and of the names in them none."""
    whole = [(pair[0], said, _without(said, known, Counter())) for pair in phrases for said in pair]
    return tuple(sorted((*known, *whole), key=lambda each: -len(each[1])))


def _without(text: str, names: Spellings, found: Counter[str]) -> str:
    """The text with its names taken out and counted."""
    for group, spelling, rest in names:
        if spelling not in text:
            continue
        if spelling.isdigit():
            text, count = re.subn(_alone(spelling), rest, text)
        else:
            text, count = text.replace(spelling, rest), text.count(spelling)
        if count:
            found[f"name {group}"] += count
    return text


def _difference(only_zh: Counter[str], only_en: Counter[str]) -> Sentence:
    facts = {"only_zh": ", ".join(sorted(only_zh)), "only_en": ", ".join(sorted(only_en))}
    if only_zh and only_en:
        key = "Chinese alone has {only_zh}; English alone has {only_en}"
    else:
        key = "Chinese alone has {only_zh}" if only_zh else "English alone has {only_en}"
    return sentence(key, **{name: fact for name, fact in facts.items() if fact})


def spellings(names: Iterable[tuple[str, ...]]) -> Spellings:
    """Every spelling with the name it belongs to, longest first; names that share a spelling are one name.

    The English of “Chen Li (陈立)” alone is a spelling too, and so is “stew pot” of a title “Stew pot”. A single character
    is told from no other word: such a name is left out.
    """
    joined: dict[str, set[str]] = {}
    for group in names:
        alone = {spelling.removesuffix(f" ({group[0]})") for spelling in group}
        alone |= {said[0].lower() + said[1:] for said in alone if said[1:].islower()}
        members = {*group, *alone} if all(len(spelling) > 1 for spelling in group) else set[str]()
        for spelling in tuple(members):
            members |= joined.get(spelling, set())
        joined.update(dict.fromkeys(members, members))
    found = {(min(members), spelling, " ") for spelling, members in joined.items()}
    return tuple(sorted(found, key=lambda each: (-len(each[1]), each)))


def _alone(figures: str) -> str:
    """A name of figures alone is no part of a date, of a length of time or of a longer number."""
    time = r"(?:working |calendar )?(?:day|month|year)s?\b"
    return rf"(?<![\d.,年月]){figures}(?![年月日天个]|[\d,.]*\d| (?:{'|'.join(_MONTH)}) \d| {time})"


def _take(text: str, kind: str, pattern: re.Pattern[str], label: Label, found: Counter[str]) -> str:
    found.update(f"{kind} {label(hit)}" for hit in pattern.finditer(text))
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
    ("date", _DATE_ZH, lambda h: f"{h[1] or ''}-{int(h[2]):02}-{int(h[3]):02}".lstrip("-")),
    ("date", _DATE_EN, lambda h: f"{h[3] or ''}-{_MONTH[h[2]]:02}-{int(h[1]):02}".lstrip("-")),
    ("amount", _MONEY_ZH, lambda h: _amount(h.group(1), h.group(2))),
    ("amount", _MONEY_EN, lambda h: _amount(h.group(1))),
    ("annex", _ANNEX, lambda h: h.group(1)),
)

_MOSTLY, _FEWEST_PIECES, _SHORTEST_PHONE = 0.7, 4, 7
_PIECE_HAN, _PIECE_LATIN, _PAIR = 3, 6, 2
_AS_DIGITS = str.maketrans("零〇一二三四五六七八九幺两壹贰叁肆伍陆柒捌玖", "00123456789121" + "23456789")
_RUN = re.compile(r"\d(?:[^\w\n]{0,3}\d){6,}")
_AT = re.compile(r"[\s(\[{（【]*(?:\bat\b|艾特|@|＠|圈a)[\s)\]}）】]*", re.IGNORECASE)
_DOT = re.compile(r"[\s(\[{（【]*(?:\bdot\b|点|[.。．])[\s)\]}）】]*", re.IGNORECASE)


def gaps_of_leaks(matter: NoticeMatter, texts: Sequence[str]) -> Iterator[NoticeGap]:
    """A confidential tell or a contact that is not public, anywhere in what would leave."""
    whole = "\n".join(texts)
    yield from _tells(matter, whole)
    yield from _contacts(matter, whole)


def _tells(matter: NoticeMatter, whole: str) -> Iterator[NoticeGap]:
    products = [p for book in matter.facts.books for p in book.products]
    public = "\n".join(tell for product in products for tell in product.tells)
    lines = [_pieces(folded(line), _PAIR) for line in whole.splitlines()]
    foldings = [(folding(whole), folding(public), folding) for folding in (folded, fold)]
    for product in products:
        for tell in product.tells_confidential:
            if tell not in product.tells and (
                any(_given_away(folding(tell), text, said) for text, said, folding in foldings)
                or _told_otherwise(folded(tell), lines, folded(public))
            ):
                yield blocking(
                    "text.confidential",
                    "the text gives away a confidential tell of {sku}; take it out of the free text",
                    sku=product.sku,
                )


def _contacts(matter: NoticeMatter, whole: str) -> Iterator[NoticeGap]:
    numbers = [re.sub(r"\D", "", run) for run in _RUN.findall(_plain_digits(whole))]
    mail = folded(_spelt(whole))
    for contact in _secret_contacts(matter):
        number = re.sub(r"\D", "", contact).removeprefix("86")
        by_number = (
            "@" not in contact and len(number) >= _SHORTEST_PHONE and any(number in n for n in numbers)
        )
        if by_number or ("@" in contact and folded(_spelt(contact)) in mail):
            yield blocking(
                "text.contact",
                "the text holds {contact}, which is not public; only contact_public may reach a seller or a platform",
                contact=contact,
            )


def _secret_contacts(matter: NoticeMatter) -> list[str]:
    owners = [owner for book in matter.facts.books for owner in book.owners]
    found = {book.contact_email for book in matter.facts.books}.union(*((o.phone, o.email) for o in owners))
    if matter.route not in OFFICES | {LETTER}:
        agents = [a for book in matter.facts.books for a in book.authorities]
        found |= {part for a in agents for part in re.split(r"[\s;；,，]+(?=\S*@)|[;；,，]", a.contact)}
    public = " ".join([*(owner.contact_public for owner in owners), matter.texts.get("telephone", "")])
    if matter.entry.to == "customs":  # its notices go to what the recordal names (CU-20)
        public += f" {matter.owner.phone} {matter.owner.email}"
    if matter.route in OFFICES | {LETTER} and matter.authority:
        public += " " + matter.authority.contact
    return sorted(c.strip() for c in found if c.strip() and folded(c) not in folded(public))


def folded(text: str) -> str:
    """Letters and digits alone, in lower case, full-width and zero-width forms undone."""
    return re.sub(r"[\W_]+", "", unicodedata.normalize("NFKC", text).casefold())


def _spelt(text: str) -> str:
    """E-mail addresses with their signs, however those are spelt."""
    return _DOT.sub(".", _AT.sub("@", unicodedata.normalize("NFKC", text)))


def _plain_digits(text: str) -> str:
    """Digits as digits: full-width ones, and those written in Chinese."""
    plain = unicodedata.normalize("NFKC", text)
    if not plain.replace("\n", "").isprintable():  # nearly all are, and need no look at each character
        plain = "".join(c for c in plain if unicodedata.category(c) != "Cf")
    return plain.translate(_AS_DIGITS)


def _given_away(secret: str, text: str, public: str) -> bool:
    """Whether the text holds the secret, or most of its pieces apart from what may be said anyway."""
    if not secret or secret in text:
        return bool(secret)
    size = _PIECE_HAN if HAN.search(secret) else _PIECE_LATIN
    pieces = _pieces(secret, size) - _pieces(public, size)
    return len(pieces) >= _FEWEST_PIECES and sum(piece in text for piece in pieces) >= _MOSTLY * len(pieces)


def _told_otherwise(secret: str, lines: Sequence[set[str]], public: str) -> bool:
    """Whether one line, given as its pairs of characters, holds most of a Chinese secret's, in whatever order."""
    pairs = _pieces(secret, _PAIR) - _pieces(public, _PAIR) if HAN.search(secret) else set()
    return len(pairs) >= _FEWEST_PIECES and any(len(pairs & line) >= _MOSTLY * len(pairs) for line in lines)


def _pieces(text: str, size: int) -> set[str]:
    return {text[i : i + size] for i in range(len(text) - size + 1)}
