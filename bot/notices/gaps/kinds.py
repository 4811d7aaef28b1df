"""Gaps that only some kinds have, and which checks each kind takes."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping

from bot.domain.compositions import NoticeGap
from bot.notices.facts.matter import NoticeMatter
from bot.notices.gaps.answers import gaps_of_filing, gaps_of_reply, gaps_of_withdrawal
from bot.notices.gaps.courts import gaps_of_brief, gaps_of_complaint
from bot.notices.gaps.customs import gaps_of_detention, gaps_of_recordal
from bot.notices.gaps.letters import (
    gaps_of_firm,
    gaps_of_notary,
    gaps_of_power,
    gaps_of_products,
    gaps_of_tip_off,
)
from bot.notices.gaps.proceedings import (
    gaps_of_addressee,
    gaps_of_adjudication,
    gaps_of_police,
    gaps_of_restart,
    gaps_of_suit,
    gaps_of_supplement,
)
from bot.notices.gaps.samples import gaps_of_report, gaps_of_sample

Check = Callable[[NoticeMatter], Iterator[NoticeGap]]

CHECKS: Mapping[str, Check] = {
    "firm": gaps_of_firm, "tip_off": gaps_of_tip_off, "power": gaps_of_power, "notary": gaps_of_notary,
    "products": gaps_of_products, "report": gaps_of_report, "sample": gaps_of_sample,
    "supplement": gaps_of_supplement, "addressee": gaps_of_addressee, "restart": gaps_of_restart,
    "suit": gaps_of_suit, "adjudication": gaps_of_adjudication, "police": gaps_of_police,
    "brief": gaps_of_brief, "complaint": gaps_of_complaint, "recordal": gaps_of_recordal,
    "detention": gaps_of_detention, "reply": gaps_of_reply, "filing": gaps_of_filing,
    "withdrawal": gaps_of_withdrawal,
}  # fmt: skip
"""The special checks by the name that ``checks`` of the catalog gives a kind."""


def gaps_of_kind(matter: NoticeMatter) -> Iterator[NoticeGap]:
    """What this kind asks beyond the catalog and the general rules."""
    for name in matter.entry.checks:
        yield from CHECKS[name](matter)
