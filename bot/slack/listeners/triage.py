"""Triage: one modal after another; a click judges, and the next listing opens by itself."""

from collections.abc import Collection
from dataclasses import replace
from datetime import datetime, time

from slack_bolt import App

from bot.domain.errors import MarqueError
from bot.domain.ids import ListingId, PersonId
from bot.domain.moments import CHINA
from bot.domain.triage import Grouping
from bot.domain.verdicts import Verdict
from bot.slack.blocks.triage import Done, TriageScene, looks, triage_view, waiting_view
from bot.slack.front import Front
from bot.slack.ids import ActionId, Ref
from bot.slack.payloads import Click, Place
from bot.slack.pictured import best_accepted, genuine_file
from bot.slack.readable import one_of
from bot.words.telling import tell


def register(app: App, front: Front) -> None:
    """Tell Bolt."""
    front.on_click(app, ActionId.TRIAGE, begin_click, at_once=True)
    front.on_click(app, ActionId.TRIAGE_SKIP, skip)
    front.on_click(app, ActionId.TRIAGE_UNDO, undo)
    front.on_click(app, ActionId.TRIAGE_GROUP, regroup)
    for verdict in Verdict:
        front.on_click(app, ActionId(f"triage.judge.{verdict.value}"), judge)


def begin(
    front: Front,
    place: Place,
    trigger_id: str,
    first: Collection[ListingId] = (),
    grouping: Grouping = Grouping.ONE,
    asked: ListingId | None = None,
) -> None:
    """Open the modal at once, then show what is to be judged in it; ``first`` before all else, ``asked`` in any case."""
    about = Ref(group=grouping.value)
    view_id = front.poster.open(trigger_id, waiting_view(front.reader, about))
    scene = TriageScene(about=about)
    front.hand_over(place, "", lambda: show(front, view_id, place.person, scene, first, asked))


def begin_click(front: Front, click: Click) -> None:
    """*Judge* on an alert shows its listing, judged or not; under a digest its listings come first, on the Home tab
    the most urgent, under what nobody was told of that.
    """
    ref = click.ref
    asked = front.desk.alerts.get(ref.alert).listing.listing_id if ref.alert else None
    grouping = one_of(Grouping, ref.group or Grouping.ONE)
    begin(front, click.place, click.trigger_id, ref.listings, grouping, asked)


def judge(front: Front, click: Click) -> None:
    """One click is the verdict on everything shown; the next opens."""
    about, verdict, who = Ref.read(click.about), one_of(Verdict, click.ref.kind), click.place.person
    shown = one_of(Verdict, about.kind) if about.kind else None
    try:
        given = front.desk.triage.judge(about.listings, verdict, by=who, as_shown=True, shown=shown)
    except MarqueError as failure:
        show(
            front,
            click.view_id,
            who,
            TriageScene(about=about, note=tell(failure.sentence, front.reader)),
            about.listings,
        )
        return
    judged = [each.listing_id for each in given] or about.listings
    stands = front.desk.triage.verdict(judged[0])
    batch = stands.batch if stands else ""
    done = Done(verdict=verdict, count=len(judged), title=_title(front, judged), batch=batch)
    show(front, click.view_id, who, TriageScene(about=about, done=done))


def undo(front: Front, click: Click) -> None:
    """Take the last act back and show its listings again."""
    about, who = Ref.read(click.about), click.place.person
    try:
        back = front.desk.triage.undo(by=who, batch=click.ref.batch)
    except MarqueError as failure:
        show(front, click.view_id, who, TriageScene(about=about, note=tell(failure.sentence, front.reader)))
        return
    show(front, click.view_id, who, TriageScene(about=about), [each.listing_id for each in back])


def skip(front: Front, click: Click) -> None:
    """Put aside what is shown: it comes again when all else is judged. A group is known by its first listing."""
    about = Ref.read(click.about)
    aside = replace(about, skipped=(*about.skipped, *about.listings[:1]))
    show(front, click.view_id, click.place.person, TriageScene(about=aside))


def regroup(front: Front, click: Click) -> None:
    """Judge one by one, by seller, or by picture."""
    about = replace(Ref.read(click.about), group=one_of(Grouping, click.value).value)
    show(front, click.view_id, click.place.person, TriageScene(about=about), about.listings)


def show(
    front: Front,
    view_id: str,
    who: PersonId,
    scene: TriageScene,
    first: Collection[ListingId] = (),
    asked: ListingId | None = None,
) -> None:
    """The next turn in the open modal, with the best pictures that Slack takes."""
    grouping = one_of(Grouping, scene.about.group or Grouping.ONE)
    turn = front.desk.triage.turn(who, grouping, first=first, skipped=scene.about.skipped, asked=asked)
    file = genuine_file(front.desk.store, front.poster, turn.picture) if turn.picture else ""
    today = front.desk.triage.judged_since(_morning(front), by=who)
    full = replace(scene, file=file, judged_today=today)
    views = [triage_view(turn, full, front.reader, look) for look in looks(turn)]
    best_accepted(views, lambda view: front.poster.redraw(view_id, view))


def _morning(front: Front) -> datetime:
    return datetime.combine(front.today, time(0), CHINA)


def _title(front: Front, listings: Collection[ListingId]) -> str:
    with front.desk.store.unit() as unit:
        listing = unit.listings.get(next(iter(listings)))
    return listing.title if listing else ""
