"""The form of a feed, and what was found behind its address."""

from collections.abc import Sequence

from slack_sdk.models.blocks import Block
from slack_sdk.models.views import View

from bot.domain.intake import AddedFeed, BroughtListings, FeedKind
from bot.slack.blocks.brought import read_card
from bot.slack.blocks.fields import choice_field, modal, text_field
from bot.slack.blocks.text import button, context, esc, section
from bot.slack.cards import Card
from bot.slack.ids import ActionId, FormId, ModalField, Ref
from bot.words.book import Words

MOST_SHOWN = 40


def feed_form(added: Sequence[AddedFeed], words: Words) -> View:
    """What is looked at by address, each with a way to end it, and the fields of one more."""
    blocks: list[Block] = [context(words("feeds.explained"))]
    for each in added[-MOST_SHOWN:]:
        kind = words(f"feeds.kind.{each.kind.value}")
        end = button(ActionId.DROP_FEED, words("feeds.drop"), Ref(feed=each.id))
        blocks.append(section(f"{esc(each.name)} · {kind}", end))
    kinds = [(kind.value, words(f"feeds.kind.{kind.value}")) for kind in FeedKind]
    blocks += [
        choice_field(ModalField.FEED_KIND, words("feeds.kind_label"), kinds, initial=FeedKind.TABLE.value),
        text_field(ModalField.FEED_URL, words("feeds.url"), hint=words("feeds.url_hint"), most=500),
        text_field(
            ModalField.FEED_MAP, words("feeds.map"), long=True, optional=True, hint=words("feeds.map_hint")
        ),
    ]
    return modal(FormId.FEED, words("feeds.title"), words("feeds.try"), words("form.cancel"), Ref(), blocks)


def tried_card(feed: AddedFeed, brought: BroughtListings, words: Words) -> Card:
    """What is behind the address, before anything is looked at."""
    title = words("intake.read", file=esc(feed.name), count=len(brought.listings))
    return read_card(
        title,
        brought,
        button(ActionId.ADD_FEED, words("feeds.add"), Ref(feed=feed.id), "primary"),
        words,
    )
