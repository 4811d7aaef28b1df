"""Gaps that only some kinds have, and which checks each kind takes."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping

from bot.domain.drafts import Gap
from bot.notices.gaps.answers import gaps_of_filing, gaps_of_reply, gaps_of_withdrawal
from bot.notices.gaps.customs import gaps_of_detention, gaps_of_recordal
from bot.notices.gaps.letters import gaps_of_firm, gaps_of_power, gaps_of_products, gaps_of_tip_off
from bot.notices.gaps.proceedings import (
    gaps_of_addressee,
    gaps_of_adjudication,
    gaps_of_brief,
    gaps_of_police,
    gaps_of_supplement,
)
from bot.notices.gaps.samples import gaps_of_report, gaps_of_sample
from bot.notices.matter import Matter

Check = Callable[[Matter], Iterator[Gap]]

CHECKS: Mapping[str, tuple[Check, ...]] = {
    "cease-and-desist": (gaps_of_firm, gaps_of_tip_off),
    "power-of-attorney": (gaps_of_power,),
    "product-data-pack": (gaps_of_products,),
    "test-buy-report": (gaps_of_report,),
    "authenticity-statement": (gaps_of_sample,),
    "amr-supplement": (gaps_of_supplement,),
    "patent-adjudication-request": (gaps_of_addressee, gaps_of_adjudication),
    "police-referral": (gaps_of_addressee, gaps_of_supplement, gaps_of_police),
    "litigation-brief": (gaps_of_brief,),
    "customs-recordal": (gaps_of_recordal,),
    "customs-detention": (gaps_of_addressee, gaps_of_detention),
    "counter-notice-reply": (gaps_of_reply,),
    "filing-notice": (gaps_of_filing,),
    "withdrawal": (gaps_of_withdrawal,),
}
"""The special checks by kind; a kind without an entry has none."""


def gaps_of_kind(matter: Matter) -> Iterator[Gap]:
    """What this kind asks beyond the catalog and the general rules."""
    for check in CHECKS.get(matter.entry.notice.kind, ()):
        yield from check(matter)
