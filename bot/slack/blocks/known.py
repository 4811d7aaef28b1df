"""What is known of a listing that was found before: its alert and state, its case, what else its shop offers."""

from collections.abc import Sequence
from dataclasses import dataclass

from bot.domain.alerts import Alert
from bot.slack.blocks.listings import listing_line
from bot.slack.blocks.text import link, person
from bot.words.book import Words

MOST_OTHERS = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class KnownAlert:
    """An alert, the addresses of its message and its case's (empty where there is none), its shop's other alerts."""

    alert: Alert
    url: str = ""
    case_url: str = ""
    others: Sequence[Alert] = ()


def known_lines(known: KnownAlert, words: Words) -> list[str]:
    """One line each, in mrkdwn."""
    alert = known.alert
    shown = link(known.url, words("known.alert")) if known.url else words("known.untold")
    told = [f"{shown} · {words(f'alert.state.{alert.state.value}')}"]
    if alert.verdict is not None:
        verdict = words(f"verdict.{alert.verdict.value}")
        told.append(words("alert.judged", verdict=verdict, who=person(alert.handled_by or "")))
    if alert.case_id:
        case = link(known.case_url, alert.case_id) if known.case_url else alert.case_id
        told.append(words("known.case", case=case))
    if known.others:
        told.append(words("known.others", count=len(known.others)))
        told += [f"• {listing_line(each.listing, words)}" for each in known.others[:MOST_OTHERS]]
    return told
