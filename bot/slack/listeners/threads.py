"""The message and thread of a case in Slack: posted once, updated, written in. Shared by the rooms that act on cases."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from datetime import datetime

from bot.domain.alerts import Alert
from bot.domain.cases import Case
from bot.domain.errors import DeliveryFailed, MarqueError
from bot.domain.ids import CaseId
from bot.ports import Posted
from bot.slack import once
from bot.slack.blocks.case_lists import timeline_lines
from bot.slack.blocks.cases import case_card, case_metadata
from bot.slack.blocks.known import KnownAlert
from bot.slack.blocks.text import card, section
from bot.slack.cards import Card
from bot.slack.front import Front
from bot.slack.ids import EventType
from bot.slack.payloads import Place
from bot.slack.redrawing import drawn
from bot.words.book import Words

POSTING = 300.0
"""Seconds for which whoever posts the message of a case has that to themselves: longer than Slack takes with all the waits that
it asks for. It is given back where posting fails; of a process that died it goes to whoever does the same delivery again."""


def open_thread(front: Front, case: Case, channel: str, key: str) -> None:
    """Give the case its message in the channel, once however many press the button, whatever process dies after it is posted,
    and where Slack's answer is lost; else bring it up to date."""
    name, now = f"thread:{case.case_id}", front.desk.clock()
    with front.desk.store.unit() as unit:
        case = unit.cases.need(case.case_id)  # while this waited, another may have posted it
        mine = not case.ts and unit.leases.take(name, key, now, POSTING)
        # Who was at it before, and died or fell over it, may have posted it: whoever comes next looks for it.
        begun = mine and not unit.seen.first_time(name, now)
    if not mine:
        refresh(front, case.case_id)
        return
    place, shown = front.options.case_channel or channel, current_card(front, case)
    with _given_back(front, key):
        stands = _found(front, case, place, case.opened_at) if begun else None
        posted = stands or _posted(front, case, place, shown)
        front.desk.cases.in_channel(case.case_id, posted.channel, posted.ts)
    # Who changed the case while it was being posted found no card to redraw.
    refresh(front, case.case_id, None if stands else shown)


@contextmanager
def _given_back(front: Front, key: str) -> Iterator[None]:
    """Where this fails, whoever presses next finds the message, or posts it."""
    try:
        yield
    except MarqueError:
        with front.desk.store.unit() as unit:
            unit.leases.drop(key)
        raise


def _posted(front: Front, case: Case, place: str, shown: Card) -> Posted:
    """Where the card stands; looked for where Slack's answer was lost."""
    now = front.desk.clock()
    try:
        return front.poster.post(place, shown, metadata=case_metadata(case))
    except DeliveryFailed as failure:
        if failure.in_doubt and (there := _found(front, case, place, now)):
            return there
        raise


def _found(front: Front, case: Case, place: str, since: datetime) -> Posted | None:
    return once.found(front.poster, place, EventType.CASE, case.case_id, since)


def refresh(front: Front, case_id: CaseId, shown: Card | None = None) -> None:
    """Redraw the card of a case at once where it stands. Whatever changed the case has ordered that too: it is done later where
    Slack does not take it now, or the process dies."""
    with suppress(DeliveryFailed):
        redraw(front, case_id, shown)


def redraw(front: Front, case_id: CaseId, shown: Card | None = None) -> None:
    """The card as it is now, unless this is ``shown`` already.

    Raises:
        DeliveryFailed
    """
    case = front.desk.cases.get(case_id)
    if case.ts:
        drawn(
            lambda: current_card(front, front.desk.cases.get(case_id)),
            lambda now: front.poster.update(Posted(channel=case.channel, ts=case.ts), now),
            shown,
        )


def thread_for(front: Front, case: Case, asked: Place) -> Posted | None:
    """Where an act on a case is told: in its thread, or that of its draft in which it was asked; else there is none."""
    if case.ts:
        return Posted(channel=case.channel, ts=case.ts)
    draft = front.desk.drafts.in_thread(asked.channel, asked.thread) if asked.thread else None
    its_own = draft is not None and draft.case_id == case.case_id
    return Posted(channel=asked.channel, ts=asked.thread) if its_own else None


def in_thread(front: Front, case: Case, asked: Place, say: Callable[[Words], str]) -> None:
    """Say something there, or where there is no such thread to who asked alone; what is said is escaped already."""
    card_in_thread(front, case, asked, lambda words: card(text := say(words), [section(text)]))


def card_in_thread(front: Front, case: Case, asked: Place, show: Callable[[Words], Card]) -> None:
    """Show something there, with its buttons."""
    if (to := thread_for(front, case, asked)) is None:
        front.whisper(asked, show(front.reader))
    else:
        front.poster.post(to.channel, show(front.words_in(to.channel, asked.person)), thread=to.ts)


def current_card(front: Front, case: Case, words: Words | None = None) -> Card:
    """The card with drafts and clocks as they are now; in the team's words where it is for several."""
    drafts = front.desk.drafts.of_case(case.case_id)
    clocks, counts = front.desk.deadlines.running(case.case_id), front.desk.cases.counts(case.case_id)
    return case_card(case, drafts, clocks, words or front.words, counts)


def known_alert(front: Front, alert: Alert) -> KnownAlert:
    """An alert with where it and its case stand; one that was folded is shown by the one that speaks for it."""
    speaker = front.desk.alerts.get(alert.folded_into) if alert.folded_into else alert
    case = front.desk.cases.get(alert.case_id) if alert.case_id else None
    return KnownAlert(
        alert=alert,
        url=front.poster.permalink(Posted(channel=speaker.channel, ts=speaker.ts)),
        case_url=front.poster.permalink(Posted(channel=case.channel, ts=case.ts)) if case else "",
        others=front.desk.alerts.of_same_shop(alert.alert_id),
    )


def whole_card(front: Front, case: Case, words: Words) -> Card:
    """The card with the newest acts under it."""
    shown = current_card(front, case, words)
    timeline = timeline_lines(front.desk.cases.timeline(case.case_id), words)
    return Card(text=shown.text, blocks=(*shown.blocks, section(timeline)))
