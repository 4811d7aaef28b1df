"""Who is behind a case's shop: the shops tied to it and why."""

from collections.abc import Sequence

from slack_sdk.models.blocks import Block
from slack_sdk.models.views import View

from bot.domain.sellers import Tie
from bot.services.casework.infringers import Dossier
from bot.slack.blocks.fields import reading
from bot.slack.blocks.text import button, buttons, card, esc, one_line, pieces, section
from bot.slack.cards import Card
from bot.slack.ids import ActionId, Ref
from bot.words.book import Words

SHOWN = 15
GROUPS, NAMES = 20, 5


def source_card(found: Dossier, words: Words) -> Card:
    """A group on one card: shops, what ties them, risk, effective decisions."""
    group = found.group
    title = words("source.title", group=group.group_id, name=esc(one_line(group.name, 80)))
    risk = words(
        "source.risk", level=words(f"source.level.{found.risk.level.value}"), points=found.risk.points
    )
    lines = [f"*{title}*", risk, *(f"• {esc(reason)}" for reason in found.risk.reasons)]
    lines += [
        words(
            "source.decision",
            number=esc(each.number),
            day=each.date,
            office=esc(each.authority),
            years=found.repeat_years,
        )
        for each in found.repeats
    ]
    shops = [f"`{esc(s.key)}` {esc(one_line(', '.join(s.names), 80))}" for s in group.sellers[:SHOWN]]
    ties = [f"`{esc(t.one)}` – `{esc(t.other)}`: {_tie(t.trace, words)}" for t in group.links[:SHOWN]]
    blocks = [section("\n".join(lines)), *(section(part) for part in pieces("\n".join(shops), 2_900))]
    blocks += [
        section(part) for part in pieces("\n".join([f"*{words('source.ties')}*", *ties]), 2_900) if ties
    ]
    return card(title, blocks, shortened=words("text.shortened"))


def _tie(trace: str, words: Words) -> str:
    """What two shops share, as a person says it."""
    kind, _, value = trace.partition(":")
    told = value.partition(":")[2] if kind == Tie.CONTACT else value
    return words(f"source.tie.{kind}", value=esc(one_line(told, 120)))


def groups_view(found: Sequence[Dossier], confirmed: Sequence[int], words: Words) -> View:
    """The groups of shops behind one another, most shops first. ``confirmed``: of each, how many listings were judged
    infringing and are in no notice yet; one press drafts for them, a notice a portal."""
    rows: list[Block] = []
    for each, count in zip(found[:GROUPS], confirmed, strict=False):
        group = each.group
        title = words("source.title", group=group.group_id, name=esc(one_line(group.name, 80)))
        level = words(f"source.level.{each.risk.level.value}")
        names = ", ".join(esc(one_line(", ".join(s.names) or s.key, 40)) for s in group.sellers[:NAMES])
        lines = [
            f"*{title}*",
            words("source.risk", level=level, points=each.risk.points),
            words("source.shops", count=len(group.sellers), names=names),
        ]
        rows.append(section("\n".join(lines)))
        if count:
            label = words("source.draft", count=count)
            rows += buttons(button(ActionId.DRAFT_NOTICE, label, Ref(group=group.group_id), "primary"))
    blocks = rows or [section(words("source.none"))]
    return reading(words("home.infringers"), words("form.close"), Ref(), blocks)
