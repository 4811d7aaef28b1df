"""What the bot can do, how it stands, and what went wrong."""

from __future__ import annotations

from bot.slack.blocks.text import card, context, esc, header, section
from bot.slack.poster import Card
from bot.words.book import Words

TOPICS = ("ask", "draft", "watch", "rights", "case", "marque")


def help_card(words: Words) -> Card:
    """Every command with what it does, and the words that work in threads."""
    lines = [f"`/{topic}` {words(f'help.{topic}')}" for topic in TOPICS]
    blocks = [
        header(words("help.title")),
        section("\n".join(lines)),
        section(words("help.threads")),
        context(words("help.always")),
    ]
    return card("\n".join([words("help.title"), *lines]), blocks)


def told_card(text: str) -> Card:
    """A sentence for one person: what went wrong, or that something was done. Escaped here."""
    return card(esc(text), [section(esc(text))])
