"""The help message: what the bot can do, how it stands, and what went wrong (messages of errors)."""

from collections.abc import Mapping, Sequence

from slack_sdk.models.blocks import ButtonElement
from slack_sdk.models.views import View

from bot.queues import Incoming
from bot.slack.blocks.fields import reading
from bot.slack.blocks.text import buttons, card, context, esc, header, section
from bot.slack.cards import Card
from bot.slack.ids import ActionId, Ref
from bot.slack.kept import again_value
from bot.slack.parsing import read_back
from bot.words.book import Words


def help_card(commands: Mapping[str, Sequence[str]], words: Words, first: str = "") -> Card:
    """Every command with its words and what each does, and the words that work in threads. ``first`` stands above."""
    groups = [_command(name, subs, words) for name, subs in commands.items()]
    blocks = [
        *([section(esc(first))] if first else []),
        header(words("help.title")),
        *map(section, groups),
        section(words("help.threads")),
        context(words("help.always")),
    ]
    text = [*([esc(first)] if first else []), words("help.title"), *groups]
    return card("\n".join(text), blocks)


def _command(name: str, subs: Sequence[str], words: Words) -> str:
    """A command with each of its words on a line of its own, as it is typed."""
    topic = name.strip("/")
    told = [f"• `{name} {sub}`  {words(f'help.{topic}.{sub}')}" for sub in subs]
    return "\n".join([f"*`{name}`*  *{words(f'help.{topic}.all')}*", *told])


def told_card(text: str) -> Card:
    """A sentence for one person: what went wrong, or that something was done. Escaped here."""
    return card(esc(text), [section(esc(text))])


def press_again_card(incoming: Incoming, why: str, words: Words) -> Card:
    """What was not done in time, for want of a running bot (`restart`) or of Slack (`slow`), with a button that starts it
    again where one can."""
    value = again_value(incoming.kind, incoming.name, read_back(incoming.body))
    text = words(f"{why}.press_again" if value else f"{why}.open_again")
    again = ButtonElement(action_id=ActionId.START_AGAIN.value, text=words("restart.button"), value=value)
    return card(text, [section(text), *(buttons(again) if value else [])])


def window_view(said: str | Card, words: Words) -> View:
    """The window of a press that waits for its turn, or what came of it where that is no window of its own."""
    blocks = [section(esc(said))] if isinstance(said, str) else said.blocks
    return reading(words("window.title"), words("form.close"), Ref(), blocks)


def told_view(text: str) -> View:
    """A Home tab that says one thing; ``text`` is escaped already."""
    return View(type="home", blocks=[section(text)])
