"""Whether a brand is ready to act, and what its rights cover."""

from collections import Counter
from collections.abc import Sequence

from slack_sdk.models.blocks import Block

from bot.domain.preparation import Check, Coverage, Level
from bot.slack.blocks.text import card, context, esc, one_line, pieces, section
from bot.slack.cards import Card
from bot.words.book import Words

MARKS = {Level.RED: ":red_circle:", Level.AMBER: ":large_yellow_circle:", Level.GREEN: ":large_green_circle:"}


def preparation_card(brands: Sequence[tuple[str, Sequence[Check]]], words: Words) -> Card:
    """Each brand's checks, red first."""
    blocks: list[Block] = []
    for brand, checks in brands:
        tally = Counter(check.level.value for check in checks)
        lines = [f"{MARKS[check.level]} {esc(said(check, words))}" for check in checks]
        blocks += [section(f"*{words('prepare.title', brand=esc(brand))}*")]
        blocks += [section(part) for part in pieces("\n".join(lines), 2_900)]
        counts = {level.value: tally[level.value] for level in Level}
        blocks.append(context(words("prepare.count", **counts)))
    return card(words("prepare.title", brand=", ".join(brand for brand, _ in brands)), blocks)


def coverage_card(brands: Sequence[tuple[str, Sequence[Coverage]]], words: Words) -> Card:
    """Each brand's products, and what covers them where."""
    blocks: list[Block] = []
    for brand, rows in brands:
        lines = [f"{MARKS[_level(row)]} `{esc(row.sku)}` {esc(covered(row, words))}" for row in rows]
        blocks.append(section(f"*{words('prepare.coverage', brand=esc(brand))}*"))
        blocks += [section(part) for part in pieces("\n".join(lines) or "–", 2_900)]
    return card(words("prepare.coverage", brand=", ".join(brand for brand, _ in brands)), blocks)


def said(check: Check, words: Words) -> str:
    """A check as a sentence."""
    if check.level is Level.GREEN:
        return words(f"prepare.want.{check.code}")
    return words(f"prepare.lack.{check.code}", about=one_line(words.listed(check.about), 300))


def covered(row: Coverage, words: Words) -> str:
    """What covers a product."""
    if row.gap:
        return words("prepare.gap")
    portals = words.listed(portal for portal, rights in row.filed if rights) or words("prepare.nowhere")
    told = words("prepare.covered", rights=words.listed(row.rights), portals=portals)
    return f"{told} ({words('prepare.open')})" if row.subclass_open else told


def _level(row: Coverage) -> Level:
    return Level.RED if row.gap else Level.AMBER if row.subclass_open else Level.GREEN
