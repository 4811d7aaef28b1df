"""What the change of the Trademark Law touches: each piece of work with both provisions and what is better done when."""

from collections.abc import Sequence
from datetime import timedelta

from bot.domain.law_change import CHANGE_ON, Touched, TouchedKind
from bot.slack.blocks.citing import cited_on
from bot.slack.blocks.text import card, esc, section
from bot.slack.cards import Card
from bot.words.book import Words
from knowledge.law import Register

LISTED, PROVISIONS = 20, 3
_EVE = CHANGE_ON - timedelta(days=1)


def law_change_card(found: Sequence[Touched], words: Words, register: Register) -> Card:
    """Each kind of work under its heading with the advice for it."""
    if not found:
        return card(words("law2027.none"), [section(words("law2027.none"))])
    title = words("law2027.title", day=CHANGE_ON)
    blocks = [section(f"*{title}*")]
    for kind in TouchedKind:
        rows = [each for each in found if each.kind is kind]
        if rows:
            lines = [f"• {_line(each, words, register)}" for each in rows[:LISTED]]
            more = [words("text.more", count=len(rows) - LISTED)] if len(rows) > LISTED else []
            advice = words(f"law2027.advice.{kind.value}", eve=_EVE)
            blocks.append(section("\n".join([f"*{words(f'law2027.{kind.value}')}* {advice}", *lines, *more])))
    return card(title, blocks, shortened=words("text.shortened"))


def _line(each: Touched, words: Words, register: Register) -> str:
    pairs = [
        f"{cited_on(register, key, _EVE, words.language)} → {cited_on(register, key, CHANGE_ON, words.language)}"
        for key in each.keys[:PROVISIONS]
    ]
    due = f" ({words.day(each.due)})" if each.due else ""
    return f"{esc(each.subject)}{due}: {esc('; '.join(pairs))}"
