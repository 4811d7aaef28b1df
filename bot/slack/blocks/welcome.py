"""The welcome message at the head of the team's channel: what Marque does, and four buttons to begin with."""

from bot.slack.blocks.text import button, buttons, card, header, section
from bot.slack.cards import Card
from bot.slack.ids import ActionId, Ref
from bot.words.book import Words


def welcome_card(words: Words) -> Card:
    """Ask, judge what was found, bring listings along, have a report."""
    acts = (
        (ActionId.ASK_QUESTION, "home.ask"),
        (ActionId.TRIAGE, "home.triage"),
        (ActionId.SETUP_PASTE, "setup.paste_button"),
        (ActionId.REPORT_PDF, "home.report"),
    )
    title, text = words("welcome.title"), words("welcome.text")
    return card(
        f"{title}\n{text}",
        [
            header(title),
            section(text),
            *buttons(*(button(action, words(label), Ref()) for action, label in acts)),
        ],
    )
