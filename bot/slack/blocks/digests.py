"""The digest of alerts that were held, told together; and the week's report on the rules."""

from collections import Counter
from collections.abc import Sequence

from slack_sdk.models.blocks import Block

from bot.domain.alerts import Alert
from bot.slack.blocks.likelihoods import likelihood, price_text
from bot.slack.blocks.listings import listing_line, platform_name
from bot.slack.blocks.text import button, buttons, card, context, esc, header, is_web, one_line, section
from bot.slack.blocks.titles import marked_text
from bot.slack.cards import Card
from bot.slack.ids import ActionId, Ref
from bot.slack.newer import MOST_POINTS, Bars, Cell, chart, link_cell, table, text_cell
from bot.words.book import Words
from bot.words.gloss import shop_for

IN_DIGEST = 15


JUDGED_FIRST = 8
"""Listings of a digest that triage begins with: as many as a button's value holds."""


def digest_card(alerts: Sequence[Alert], words: Words) -> Card:
    """Alerts that were held, the most suspect first, with the way to judge them."""
    ordered = sorted(alerts, key=lambda alert: -alert.assessment.score)
    heading = words("rules.digest", count=len(alerts))
    lines = [
        f"• {esc(likelihood(each, words))} · {listing_line(each.listing, words)} {esc(price_text(each.listing))}"
        for each in ordered[:IN_DIGEST]
    ]
    beyond = len(alerts) - IN_DIGEST
    text = " | ".join([heading, *(marked_text(each.listing, each.assessment)[:120] for each in ordered[:5])])
    begin = Ref(listings=tuple(each.listing.listing_id for each in ordered[:JUDGED_FIRST]))
    judge = button(ActionId.TRIAGE, words("rules.digest_judge"), begin)
    head = [words(f"rules.table.{name}") for name in ("listing", "shop", "price", "likely")]
    held = table(heading, head, [_cells(each, words) for each in ordered[:IN_DIGEST]], _in_sections(lines))
    more = [context(words("text.more", count=beyond))] if beyond > 0 else []
    shown = [header(heading), *_by_platform(alerts, words), held, *more, *buttons(judge)]
    return card(text, shown, shortened=words("text.shortened"))


def _by_platform(alerts: Sequence[Alert], words: Words) -> list[Block]:
    """Where many alerts of several marketplaces come from, as bars; in a line where Slack draws none."""
    counts = Counter(platform_name(each.listing.platform, words) for each in alerts)
    if len(alerts) <= JUDGED_FIRST or len(counts) == 1:
        return []
    found = counts.most_common(MOST_POINTS)
    plain = [context(" · ".join(f"{esc(name)} {count}" for name, count in found))]
    bars = Bars(name=words("rules.chart.alerts"), values=[count for _, count in found])
    return [chart(words("rules.chart.where"), [name for name, _ in found], [bars], plain)]


def _cells(alert: Alert, words: Words) -> list[Cell]:
    listing = alert.listing
    told = one_line(listing.title, 60) or listing.listing_id
    name = shop_for(words.language, one_line(listing.seller_name, 40)) or listing.seller_id
    shop = f"{name} · {platform_name(listing.platform, words)}"
    return [
        link_cell(listing.url, told) if is_web(listing.url) else text_cell(told),
        text_cell(one_line(shop, 100)),
        text_cell(price_text(listing)),
        text_cell(words(f"alert.band.{alert.assessment.band.value}") if alert.verdict is None else ""),
    ]


def _in_sections(lines: Sequence[str]) -> list[Block]:
    return [section("\n".join(lines[start : start + 5])) for start in range(0, len(lines), 5)]
