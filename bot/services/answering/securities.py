"""What customs wants as a security: for goods that the owner found, and for those that customs stopped of its own motion."""

import re
from collections.abc import Iterator
from typing import Protocol

from bot.words.book import Words
from knowledge.amount_roles import WORDS, AmountRole
from knowledge.crime_lines import SPEAKS_OF_CRIME
from knowledge.figures_told import of_pieces, of_these
from knowledge.lazily import lazily
from knowledge.phrasing import Phrases
from knowledge.reading import MessageReading

# Goods that the owner found itself, or whose right is not recorded, are detained on application alone.
_FOUND = lazily(
    r"\bwe (?:have |had )?(?:ourselves )?(?:found|discovered|spotted|traced|tracked|(?:asked|requested) (?:the )?customs)\b"
    r"|\bour own (?:application|tip|lead)|(?:\b(?:not|never|no|without)|n['’]t)(?: [a-z]+){0,4} record(?:ed|al|ing)\b"
    r"|自己(?:查|发现|找|盯)|我[们方](?:查到|发现)"
    r"|没(?:有)?(?:做过?|办过?)?备过?案|未备案|[依应](?:我方|权利人)?申请|我[们方司](?:自己|主动)*申请",
    re.IGNORECASE,
)
_NOTICED = lazily(
    r"\bcustoms (?:has |have |had )?(?:notified|told|wrote|stopped|called|found|sent)\b"
    r"|\bex officio\b|\bown motion\b|\bnotice (?:from|of) customs\b"
    r"|(?<!申请)(?<!请求)海关(?:的)?(?:通知|来函|来电|查到|发现|扣|依职权)|依职权",
    re.IGNORECASE,
)
_APPLIED = "cu.application_full_security"
_APPLIES = lazily(r"\bappl(?:y|ied|ying|ication)\b|申请", re.IGNORECASE)
_WORTH = lazily(r"\b(?:value[ds]?|worth|goods of)\b|货值|价值|值|货物", re.IGNORECASE)
_GUARANTEE = lazily(
    r"\b(?:guarantees?|deposits?|bonds?|storage|bills?|fees?)\b|担保|保证金|仓储|费用?", re.IGNORECASE
)
_HALF = lazily(
    r"\bhalf\b|\b50 ?(?:%|per ?cent)|(?<!大)[一]?半(?!年|个?月|天|夜)|百分之五十|50%", re.IGNORECASE
)
_AT_CUSTOMS = lazily(
    r"\b(?:customs|ports?|containers?|detain\w*|detention|recordal|guarantee|deposit|bond)\b|海关|关员|报关|口岸|担保|保证金|扣留",
    re.IGNORECASE,
)
_PAID = lazily(
    r"\b(?:transfer(?:red|s|ring)?|pa(?:y|ys|ying|id)|deposited|wir(?:e|es|ed|ing)|sen[dt]|gave|given|put up|lodged)\b"
    r"|汇了?|交了|转了|付了|打了|缴了?|给了",
    re.IGNORECASE,
)


class AtCustoms(Protocol):
    """The ``question`` in all that was ``told``, how it is read, the register's figures, and how they are put into words."""

    @property
    def question(self) -> str: ...
    @property
    def told(self) -> str: ...
    @property
    def reading(self) -> MessageReading: ...
    @property
    def words(self) -> Words: ...
    @property
    def phrases(self) -> Phrases: ...
    def money(self, value: int) -> str: ...
    def cite(self, key: str) -> str: ...
    def figure(self, path: str) -> int: ...


def security(given: AtCustoms) -> Iterator[str]:
    """What customs wants for goods that the owner found itself, and the scale for those that customs stopped of its own motion;
    both where the message tells of neither and of an application alone, which is made in either case."""
    found, noticed = _FOUND.search(given.told), _NOTICED.search(given.told)
    worth = [] if _is_of_a_crime(given.told) else _worth(given)
    for value in worth if found or (_APPLIES.search(given.told) and not noticed) else ():
        yield given.words("ask.security_applied", due=given.money(value), cite=given.phrases.cite(_APPLIED))
    for value in worth if noticed or not found else ():
        low, high = given.figure("cu.ex_officio_security.low"), given.figure("cu.ex_officio_security.high")
        half, least = given.figure("cu.ex_officio_security.half"), given.figure("cu.ex_officio_security.min")
        goods, due = given.money(value), _ex_officio(value, given)
        told = {"goods": goods, "due": given.money(due)}
        if value < low:
            line = given.words("ask.security_full", **told)
        elif value <= high:
            line = given.words("ask.security_half", half=half, least=given.money(least), **told)
        else:
            line = given.words("ask.security_fixed", high=given.money(high), **told)
        if _HALF.search(given.question):
            line = f"{line} {_not_half(value, given)}".rstrip()
        paid = set(of_these(given.question, _PAID))
        few = len(paid) == 1 and max(paid) < due
        yield f"{line} {_too_little(max(paid), due, given)}" if few else line


def applied_security(given: AtCustoms) -> Iterator[str]:
    """The security for goods that the owner found itself, where who asks how they are held tells what they are worth."""
    if _FOUND.search(given.told) is None or _is_of_a_crime(given.told):
        return
    for value in _worth(given):
        yield given.words("ask.security_applied", due=given.money(value), cite=given.phrases.cite(_APPLIED))


def _worth(given: AtCustoms) -> list[int]:
    """What the goods told are worth, which no guarantee and no cost is."""
    # So many pieces at a price of each; a price of which no number is told is the worth of nothing.
    if pieces := of_pieces(given.question):
        return pieces if len(pieces) == 1 else []
    other = of_these(given.question, _GUARANTEE) + of_these(given.question, WORDS[AmountRole.EACH])
    told = [each for each in given.reading.sums if each not in other]
    return (of_these(given.question, _WORTH) or told)[:1]


def _is_of_a_crime(told: str) -> bool:
    """Whether a crime is spoken of, and nothing of customs: then no amount is that of goods that are held there."""
    return SPEAKS_OF_CRIME.search(told) is not None and _AT_CUSTOMS.search(told) is None


def _not_half(value: int, given: AtCustoms) -> str:
    """That half of the worth, which somebody takes for the security, is none, where it is not (Customs IPR Measures Art. 23)."""
    low, half, least = (given.figure(f"cu.ex_officio_security.{name}") for name in ("low", "half", "min"))
    cite = given.cite("cu.ex_officio_security")
    if value < low:
        told = {"low": given.money(low), "least": given.money(least)}
        return given.words("ask.security_not_half", half=half, cite=cite, **told)
    part = value * half // 100
    return given.words("ask.security_least", sum=given.money(part), cite=cite) if part < least else ""


def _ex_officio(value: int, given: AtCustoms) -> int:
    """The security for goods that customs stopped of its own motion."""
    low, high, half, least, fixed = (
        given.figure(f"cu.ex_officio_security.{name}") for name in ("low", "high", "half", "min", "fixed")
    )
    return value if value < low else max(value * half // 100, least) if value <= high else fixed


def _too_little(paid: int, due: int, given: AtCustoms) -> str:
    within = given.phrases.figure("cu.ex_officio.working_days")
    told = {"paid": given.money(paid), "rest": given.money(due - paid), "within": within}
    return given.words("ask.security_short", cite=given.cite("cu.ex_officio"), **told)
