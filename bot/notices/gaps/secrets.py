"""What must never leave: a confidential tell, or a contact that is not public, however it is written.

Texts are compared in four foldings: letters and digits alone (full-width forms undone, spaces and signs gone), the
skeleton in which look-alike letters fall away, e-mail signs spelt out (``at``, ``(dot)``, 艾特), and digits in
Chinese. A tell is also known by most of its pieces, in whatever order they stand.
"""

import re
import unicodedata
from collections.abc import Iterator, Sequence

from bot.domain.compositions import NoticeGap, blocking
from bot.domain.rights import LETTER
from bot.notices.facts.matter import OFFICES, NoticeMatter
from bot.notices.wording.saying import HAN
from bot.signals.names.folding import fold

_MOSTLY = 0.7
_PIECE_HAN, _PIECE_LATIN, _PAIR = 3, 6, 2
_FEWEST_PIECES = 4
_SHORTEST_PHONE = 7
_DIGITS = str.maketrans("零〇一二三四五六七八九幺两壹贰叁肆伍陆柒捌玖", "00123456789121" + "23456789")
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
    lines = [folded(line) for line in whole.splitlines()]
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
    found = {contact for owner in owners for contact in (owner.phone, owner.email)}
    found |= {book.contact_email for book in matter.facts.books}
    if matter.route not in OFFICES | {LETTER}:
        agents = [a for book in matter.facts.books for a in book.authorities]
        found |= {part for a in agents for part in re.split(r"[\s;；,，]+(?=\S*@)|[;；,，]", a.contact)}
    public = " ".join(owner.contact_public for owner in owners)
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
    visible = (c for c in unicodedata.normalize("NFKC", text) if unicodedata.category(c) != "Cf")
    return "".join(visible).translate(_DIGITS)


def _given_away(secret: str, text: str, public: str) -> bool:
    """Whether the text holds the secret, or most of its pieces apart from what may be said anyway."""
    if not secret or secret in text:
        return bool(secret)
    size = _PIECE_HAN if HAN.search(secret) else _PIECE_LATIN
    pieces = _pieces(secret, size) - _pieces(public, size)
    return len(pieces) >= _FEWEST_PIECES and len(pieces & _pieces(text, size)) >= _MOSTLY * len(pieces)


def _told_otherwise(secret: str, lines: Sequence[str], public: str) -> bool:
    """Whether one line holds most of a Chinese secret's pairs of characters, in whatever order."""
    pairs = _pieces(secret, _PAIR) - _pieces(public, _PAIR) if HAN.search(secret) else set()
    return len(pairs) >= _FEWEST_PIECES and any(
        len(pairs & _pieces(line, _PAIR)) >= _MOSTLY * len(pairs) for line in lines
    )


def _pieces(text: str, size: int) -> set[str]:
    return {text[i : i + size] for i in range(len(text) - size + 1)}
