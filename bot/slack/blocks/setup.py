"""The first hour (onboarding checklist): what is set up and what is not, and what is seen of each marketplace."""

from collections.abc import Sequence

from slack_sdk.models.blocks import Block
from slack_sdk.models.views import View

from bot.domain.sights import MarketSight, Sight
from bot.slack.blocks.fields import choices_field, modal, text_field
from bot.slack.blocks.text import button, buttons, card, context, esc, header, section
from bot.slack.cards import Card
from bot.slack.ids import ActionId, FormId, ModalField, Ref
from bot.words.book import Words

SHOWN, UNREAD = 5, 3
NICE = [(str(number), str(number)) for number in range(1, 46)]
"""The classes of goods and services, as a menu."""
Checks = Sequence[tuple[str, bool]]


def setup_card(checks: Checks, seen: Sequence[MarketSight], zone: str, words: Words) -> Card:
    """The checklist, the marketplaces, and three ways to a first alert."""
    title = words("setup.card_title")
    lines = [f"{'✓' if done else '○'} {_check(name, done, words)}" for name, done in checks]
    blocks = [
        header(title),
        section("\n".join(lines)),
        context(words("setup.zone", zone=esc(zone))),
        section("\n".join([f"*{words('setup.seen_title')}*", *sight_lines(seen, words)])),
        section(f"*{words('setup.first_title')}*\n{words('setup.first')}"),
        *buttons(
            button(ActionId.SETUP_BRAND, words("setup.brand_button"), Ref()),
            button(ActionId.SETUP_PASTE, words("setup.paste_button"), Ref()),
            button(ActionId.SETTINGS, words("settings.title"), Ref()),
            button(ActionId.FEEDS, words("feeds.title"), Ref()),
            button(ActionId.COUNSEL, words("counsel.title"), Ref()),
        ),
        context(words("setup.drop")),
    ]
    return card("\n".join([title, *lines]), blocks)


def sight_lines(seen: Sequence[MarketSight], words: Words) -> list[str]:
    """The marketplaces by how much of them is seen, one line each way."""
    lines = []
    for sight in Sight:
        names = [words(f"platform.{each.platform}") for each in seen if each.now is sight]
        if names:
            lines.append(f"• {words(f'sight.{sight.value}', names=words.listed(names))}")
    return lines


def coverage_blocks(seen: Sequence[MarketSight], words: Words) -> list[Block]:
    """The same on Home, with the way to bring listings along."""
    if not seen:
        return []
    add = button(ActionId.SETUP_PASTE, words("setup.paste_button"), Ref())
    return [header(words("setup.seen_title")), section("\n".join(sight_lines(seen, words)), add)]


def brand_form(words: Words) -> View:
    """What a team knows of its brand by heart."""
    fields = [
        context(words("brand.hint")),
        text_field(ModalField.BRAND_NAME, words("brand.name"), most=80),
        text_field(ModalField.ALIASES, words("brand.aliases"), optional=True, most=200),
        text_field(ModalField.BRAND_OWNER, words("brand.owner"), most=200),
        text_field(ModalField.NUMBER, words("brand.number"), optional=True, most=20),
        choices_field(ModalField.CLASSES, words("brand.classes"), NICE, optional=True),
        text_field(ModalField.GOODS, words("brand.goods"), optional=True, most=200),
        text_field(ModalField.FLOOR, words("brand.floor"), optional=True, most=40),
    ]
    return modal(FormId.BRAND, words("brand.title"), words("form.save"), words("form.cancel"), Ref(), fields)


def paste_form(words: Words) -> View:
    """Links, or the text of a search page with its links."""
    fields = [text_field(ModalField.PASTED, words("paste.label"), long=True, hint=words("paste.hint"))]
    return modal(
        FormId.PASTE, words("paste.title"), words("paste.submit"), words("form.cancel"), Ref(), fields
    )


def _check(name: str, done: bool, words: Words) -> str:
    return words(f"setup.{name}.{'done' if done else 'missing'}")
