"""Provisions as a reader expects them: “Trademark Law Art. 57 (in force to 31 December 2026)”.

From the register, never from memory.
"""

from collections.abc import Iterable, Sequence
from datetime import date
from urllib.parse import urlsplit

from bot.words.book import day
from knowledge.instruments import FOREVER, LawError
from knowledge.law import Register, Version
from knowledge.phrasing import place_zh

MIRROR = "github.com"
"""Where public mirrors of the texts of laws stand: no source of what a page says beside them."""


def cited(register: Register, key: str, instrument: str, article: str, language: str) -> str:
    """The provision at the place named; an instrument the register does not hold is named by its id."""
    return "".join(_parts(register, key, instrument, article, language))


def cited_together(register: Register, provisions: Sequence[tuple[str, str, str]], language: str) -> str:
    """Several provisions (key, instrument, article), each instrument named once."""
    found: dict[str, list[str]] = {}
    for key, instrument, article in provisions:
        start, place = _parts(register, key, instrument, article, language)
        found.setdefault(start, []).append(place)
    comma, semicolon = ("、", "；") if language == "zh" else (", ", "; ")
    return semicolon.join(start + comma.join(dict.fromkeys(places)) for start, places in found.items())


def cited_on(register: Register, key: str, on: date, language: str) -> str:
    """The provision in force on the day; the key itself where none is."""
    try:
        version = register.on(key, on)
    except LawError:
        return key
    return cited(register, key, version.instrument.id, version.place, language)


def in_force(start: date, end: date, on: date, language: str) -> str:
    """When the text applies, where that has an end or begins only after ``on``; else empty."""
    if start > on:
        return f"自{day(start, 'zh')}起施行" if language == "zh" else f"in force from {day(start, 'en')}"
    if end < FOREVER:
        return f"施行至{day(end, 'zh')}" if language == "zh" else f"in force to {day(end, 'en')}"
    return ""


def texts_of(register: Register, instruments: Iterable[str], language: str) -> list[tuple[str, str]]:
    """Where each text can be read (name, address), once an instrument: the official posting where one is known.

    A mirror is called a mirror, and what is neither a secondary copy.
    """
    found = []
    for instrument in dict.fromkeys(instruments):
        known = register.instruments.get(instrument)
        if known is None or not known.sources:
            continue
        address = next((url for url in known.sources if _official(url)), known.sources[0])
        short = (known.short_zh if language == "zh" else known.short).rstrip(",")
        found.append((short + _standing(address, language), address))
    return found


def pages_of(urls: Iterable[str]) -> list[tuple[str, str]]:
    """What a page rests on (name, address): by the site, and by the place there too where two stand on one site."""
    read = [
        (url, parts.hostname or url, parts.path)
        for url in urls
        if (parts := urlsplit(url)).hostname != MIRROR
    ]
    sites = [site for _, site, _ in read]
    return [(site if sites.count(site) == 1 else f"{site}{path}", url) for url, site, path in read]


def _official(url: str) -> bool:
    return (urlsplit(url).hostname or "").endswith("gov.cn")


def _standing(url: str, language: str) -> str:
    if _official(url):
        return ""
    mirror = urlsplit(url).hostname == MIRROR
    if language == "zh":
        return "（镜像）" if mirror else "（二手资料）"
    return " (mirror)" if mirror else " (secondary copy)"


def _parts(register: Register, key: str, instrument: str, article: str, language: str) -> tuple[str, str]:
    known = register.instruments.get(instrument)
    if known is None:
        return f"{instrument} ", article
    if not article:
        return (known.short_zh if language == "zh" else known.short), ""
    if language != "zh":
        return f"{known.short} Art. ", article
    version = _version(register, key, instrument)
    if version is not None and version.place == article:
        return known.short_zh, place_zh(version)
    return known.short_zh, f"第{article}{known.unit_zh}"


def _version(register: Register, key: str, instrument: str) -> Version | None:
    if key not in register:
        return None
    return next((v for v in register.provision(key).versions if v.instrument.id == instrument), None)
