"""Gaps of the text itself: ground, route, free text, and anything that must never leave."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence

from bot.domain.drafts import Gap
from bot.notices.gaps.making import blocking, warning
from bot.notices.gaps.portals import gaps_of_portal
from bot.notices.matter import HAN, LETTER, OFFICES, Matter

_DAYS = range(3, 31)
_MOSTLY = 0.7
_PIECE_HAN, _PIECE_LATIN = 3, 6
_FEWEST_PIECES = 4
_SHORTEST_PHONE = 7
_PHONE = re.compile(r"\d[\d ()+-]{5,}\d")


def gaps_of_request(matter: Matter) -> Iterator[Gap]:
    """Whether the kind of notice suits the ground, the platform and the form."""
    request, entry = matter.facts.request, matter.entry
    refused = matter.catalog.refused(request.ground)
    if not entry.grounds:
        pass  # it accuses nobody: a withdrawal, a power of attorney
    elif refused:
        yield blocking("request.ground", f"no notice on the ground “{request.ground}”: {refused}")
    elif request.ground not in entry.grounds:
        yield blocking(
            "request.ground",
            f"{entry.notice.title} is not made for the ground “{request.ground}”; choose one of "
            f"{', '.join(entry.grounds)}",
        )
    if "zh" not in request.languages:
        yield warning(
            "request.languages",
            "the Chinese text is the official one and was not asked for; add zh before sending",
        )
    if matter.route == "platform" and entry.grounds:
        yield from gaps_of_portal(matter)
    days = matter.texts.get("reply_days", "7")
    if not days.isdecimal() or int(days) not in _DAYS:
        yield blocking("texts.reply_days", f"“{days}” is no number of days from 3 to 30")
    channel = matter.texts.get("filing_channel", "")
    if channel not in {"", "12315"}:
        yield warning(
            "texts.filing_channel",
            f"“{channel}” is not known; leave it empty for a written request, or write 12315 for a "
            "report there",
        )


def gaps_of_leaks(matter: Matter, texts: Sequence[str]) -> Iterator[Gap]:
    """A confidential tell or a contact that is not public, anywhere in what would leave."""
    whole = "\n".join(texts)
    folded, numbers = _folded(whole), [re.sub(r"\D", "", run) for run in _PHONE.findall(whole)]
    public = _folded("\n".join(t for book in matter.facts.books for p in book.products for t in p.tells))
    for product in (p for book in matter.facts.books for p in book.products):
        for tell in product.tells_confidential:
            if tell not in product.tells and _given_away(_folded(tell), folded, public):
                yield blocking(
                    "text.confidential",
                    f"the text gives away a confidential tell of {product.sku}; take it out of the free text",
                )
    for contact in _secret_contacts(matter):
        number = re.sub(r"\D", "", contact).removeprefix("86")
        by_number = (
            "@" not in contact and len(number) >= _SHORTEST_PHONE and any(number in n for n in numbers)
        )
        if by_number or ("@" in contact and _folded(contact) in folded):
            yield blocking(
                "text.contact",
                f"the text holds {contact}, which is not public; only contact_public may reach a seller "
                "or a platform",
            )


def _secret_contacts(matter: Matter) -> list[str]:
    owners = [owner for book in matter.facts.books for owner in book.owners]
    found = {contact for owner in owners for contact in (owner.phone, owner.email)}
    found |= {book.contact_email for book in matter.facts.books}
    if matter.route not in OFFICES | {LETTER}:
        agents = [a for book in matter.facts.books for a in book.authorities]
        found |= {part for a in agents for part in re.split(r"[\s;；,，]+(?=\S*@)|[;；,，]", a.contact)}
    public = " ".join(owner.contact_public for owner in owners)
    if matter.route in OFFICES | {LETTER} and matter.authority:
        public += " " + matter.authority.contact
    return sorted(c.strip() for c in found if c.strip() and _folded(c) not in _folded(public))


def _folded(text: str) -> str:
    return re.sub(r"[\W_]+", "", unicodedata.normalize("NFKC", text).casefold())


def _given_away(secret: str, text: str, public: str) -> bool:
    """Whether the text holds the secret, or most of its pieces apart from what may be said anyway."""
    if not secret or secret in text:
        return bool(secret)
    size = _PIECE_HAN if HAN.search(secret) else _PIECE_LATIN
    pieces = _pieces(secret, size) - _pieces(public, size)
    return len(pieces) >= _FEWEST_PIECES and len(pieces & _pieces(text, size)) >= _MOSTLY * len(pieces)


def _pieces(text: str, size: int) -> set[str]:
    return {text[i : i + size] for i in range(len(text) - size + 1)}
