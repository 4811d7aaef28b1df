"""Feeds that an admin adds in the set-up: an address is tried, what is behind it is shown, and a press has it looked at."""

from collections.abc import Mapping

from slack_bolt import App

from bot.domain.errors import WrongInput
from bot.domain.intake import AddedFeed, FeedKind
from bot.slack.blocks.feeds import feed_form, tried_card
from bot.slack.front import Front
from bot.slack.ids import ActionId, FormId, ModalField
from bot.slack.listeners.setup import tick
from bot.slack.payloads import Click, ModalForm
from bot.slack.readable import one_of
from bot.words.telling import tell


def register(app: App, front: Front) -> None:
    """Tell Bolt."""
    front.on_click(app, ActionId.FEEDS, show, at_once=True)
    front.on_click(app, ActionId.ADD_FEED, add)
    front.on_click(app, ActionId.DROP_FEED, drop)
    front.on_form(app, FormId.FEED, given, check=check)


def show(front: Front, click: Click) -> None:
    """*Feeds*: what was added, each with a way to take it away, and the form of one more."""
    front.poster.open(click.trigger_id, feed_form(front.desk.feeds.added(), front.reader))


def check(front: Front, form: ModalForm) -> Mapping[str, str]:
    """What is wrong with the address, or with the map."""
    try:
        front.desk.feeds.check(_feed(form))
    except WrongInput as fault:
        at = (
            ModalField.FEED_MAP if form.text(ModalField.FEED_KIND) == FeedKind.MAPPED else ModalField.FEED_URL
        )
        return {at.value: tell(fault.sentence, front.reader)[:150]}
    return {}


def given(front: Front, form: ModalForm) -> None:
    """The address is tried, and what came is shown in the direct messages. Nothing is looked at yet."""
    feed, who = _feed(form), form.place.person
    front.tell(form.place, front.reader("feeds.trying", name=feed.name))
    brought = front.desk.feeds.tried(feed, by=who)
    front.poster.post(front.poster.direct(who), tried_card(feed, brought, front.reader))


def add(front: Front, click: Click) -> None:
    """*Look at it from now on*."""
    feed = front.desk.feeds.add(click.ref.feed, by=click.place.person)
    front.tell(click.place, front.reader("feeds.added", name=feed.name))
    tick(front, click.place.person)


def drop(front: Front, click: Click) -> None:
    """*Look no longer*."""
    front.desk.feeds.drop(click.ref.feed, by=click.place.person)
    front.poster.redraw(click.view_id, feed_form(front.desk.feeds.added(), front.reader))
    tick(front, click.place.person)


def _feed(form: ModalForm) -> AddedFeed:
    kind, url = one_of(FeedKind, form.text(ModalField.FEED_KIND)), form.text(ModalField.FEED_URL).strip()
    return AddedFeed(kind=kind, url=url, map=form.text(ModalField.FEED_MAP))
