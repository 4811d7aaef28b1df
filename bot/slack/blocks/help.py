"""What the bot can do, how it stands, and what went wrong."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from bot.slack.blocks.text import card, context, esc, header, section
from bot.slack.poster import Card
from bot.words.book import Words


def help_card(commands: Mapping[str, Sequence[str]], words: Words, first: str = "") -> Card:
    """Every command with its words and what each does, and the words that work in threads. ``first`` stands above."""
    lines = [_command(name, subs, words) for name, subs in commands.items()]
    blocks = [
        *([section(esc(first))] if first else []),
        header(words("help.title")),
        section("\n".join(lines)),
        section(words("help.threads")),
        context(words("help.always")),
    ]
    text = [*([esc(first)] if first else []), words("help.title"), *lines]
    return card("\n".join(text), blocks)


def _command(name: str, subs: Sequence[str], words: Words) -> str:
    topic = name.strip("/")
    told = [f"{sub}: {words(f'help.{topic}.{sub}')}" for sub in subs]
    return f"*`{name}`* {'; '.join([words(f'help.{topic}.all'), *told])}"


def told_card(text: str) -> Card:
    """A sentence for one person: what went wrong, or that something was done. Escaped here."""
    return card(esc(text), [section(esc(text))])
