"""What a form offers of what is on file: rights, powers of attorney and test purchases, by what people call them."""

from collections.abc import Iterable, Sequence

from bot.domain.compositions import NoticeKind
from bot.domain.moments import china_day
from bot.domain.purchases import TestPurchase
from bot.domain.rights import AGENTS_OWN, Authority, Right
from bot.services.casework.rights import RightOnDay
from bot.slack.blocks.earlier_notices import joined
from bot.slack.blocks.fields import Choices
from bot.slack.blocks.text import one_line
from bot.words.book import Words

OWN_NAME = "none"
"""Chosen where no agent is to act."""


def right_choices(rights: Sequence[RightOnDay]) -> list[tuple[str, str]]:
    """China's rights in a menu."""
    return [(row.right.id, _right(row.right)) for row in rights if row.right.jurisdiction == "CN"]


def power_choices(kind: NoticeKind, powers: Sequence[Authority], words: Words) -> Choices:
    """The agents under their powers, and the owner itself where it may act alone."""
    held = [(power.id, joined(_agent(power, words), power.id, _until(power, words))) for power in powers]
    alone = {*kind.routes} - AGENTS_OWN
    return [*held, (OWN_NAME, words("form.draft.own_name"))] if held and alone else held


def purchase_choices(purchases: Sequence[TestPurchase], words: Words) -> Choices:
    """Purchases by order, sample, day and listing."""
    return [
        (
            each.purchase_id,
            joined(
                each.order_no or each.sample_id or each.purchase_id,
                each.seller,
                words.day(china_day(each.ordered_at)) if each.ordered_at else "",
                each.listing_id,
            ),
        )
        for each in purchases
    ]


def value_of(records: Iterable[Authority | TestPurchase], text: str) -> str:
    """The menu's value for a record that a text names in any of its ways; the text where none is meant."""
    for each in records:
        if text in each.names:
            return each.id if isinstance(each, Authority) else each.purchase_id
    return text


def _agent(power: Authority, words: Words) -> str:
    zh, en = power.agent_zh or power.agent, power.agent or power.agent_zh
    return zh if words.language == "zh" else en


def _until(power: Authority, words: Words) -> str:
    return words("form.draft.until", day=power.expires_on) if power.expires_on else ""


def _right(right: Right) -> str:
    return one_line(f"{right.id} {right.title} {right.number}", 75)
