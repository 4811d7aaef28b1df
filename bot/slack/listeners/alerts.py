"""Buttons and menu of the alert card: open a case, dismiss with a reason, put away (snooze), and the rest."""

from collections.abc import Sequence

import structlog
from slack_bolt import App

from bot.domain.alerts import Alert, AlertState
from bot.domain.cases import CaseStatus
from bot.domain.errors import NotPossible
from bot.domain.ids import AlertId, CaseId
from bot.domain.verdicts import Verdict
from bot.ports import Posted
from bot.slack.blocks.alert_details import details_view
from bot.slack.blocks.alert_forms import CLEARING, not_infringing_form, snooze_form
from bot.slack.blocks.alerts import DRAFT, JUDGE, PURCHASE, looking_view
from bot.slack.blocks.case_choice import NEW_CASE, choose_case_form
from bot.slack.blocks.fields import MOST_OPTIONS
from bot.slack.front import Front
from bot.slack.ids import ActionId, FormId, ModalField
from bot.slack.listeners import drafts, purchases, triage
from bot.slack.listeners.cockpit import republish
from bot.slack.listeners.threads import open_thread
from bot.slack.payloads import Click, ModalForm
from bot.slack.pictured import best_accepted, genuine_file, pictured
from bot.slack.readable import one_of
from bot.slack.redrawing import drawn

log = structlog.get_logger("marque.slack")


def register(app: App, front: Front) -> None:
    """Tell Bolt."""
    front.on_click(app, ActionId.OPEN_CASE, open_case, at_once=True, again=True)
    front.on_click(app, ActionId.NOT_INFRINGING, ask_why, at_once=True)
    front.on_click(app, ActionId.SNOOZE, ask_how_long, at_once=True)
    front.on_click(app, ActionId.MORE, more, at_once=True)
    front.on_click(app, ActionId.WAKE, wake)
    front.on_click(app, ActionId.DETAILS, details, at_once=True)
    front.on_form(app, FormId.CHOOSE_CASE, choose_case, again=True)
    front.on_form(app, FormId.NOT_INFRINGING, dismiss)
    front.on_form(app, FormId.SNOOZE_ALERT, snooze)


def open_case(front: Front, click: Click) -> None:
    """Show the shop's open case, other open ones that share something and what was judged with it; without any of that
    a case with a thread of its own.
    """
    alert_id = click.ref.alert
    offered = front.desk.cases.offered(alert_id)
    similar, together = front.desk.cases.similar_to_alert(alert_id), front.desk.alerts.together(alert_id)
    open_ones = [each for each in similar if each.strong and each.case.status is not CaseStatus.CLOSED]
    if offered is not None or open_ones or _seen_apart(together):
        alert = front.desk.alerts.get(alert_id)
        front.poster.open(
            click.trigger_id, choose_case_form(alert, offered, similar, front.reader, _seen_apart(together))
        )
    else:
        front.hand_over(click.place, click.key, lambda: _into_case(front, alert_id, click))


def choose_case(front: Front, form: ModalForm) -> None:
    """The case chosen: the shop's open one, or a new one; with what stayed ticked."""
    ref, chosen = form.ref, form.text(ModalField.CASE)
    join = None if chosen == NEW_CASE else CaseId(chosen)
    ticked = set(form.values.get(ModalField.LISTINGS, ()))
    shown = {each.listing.listing_id for each in _seen_apart(front.desk.alerts.together(ref.alert))}
    case = front.desk.cases.open_from_alert(
        ref.alert, by=form.place.person, join=join, fresh=join is None, left_out=shown - ticked
    )
    open_thread(front, case, ref.channel, form.key)
    for alert in front.desk.alerts.together(ref.alert):
        if alert.ts and alert.case_id == case.case_id:
            redraw(front, alert, Posted(channel=alert.channel, ts=alert.ts))
    front.desk.proofs.into_thread(ref.alert)
    republish(front, form.place.person)


def _seen_apart(together: Sequence[Alert]) -> Sequence[Alert]:
    """Those of a group that a person is asked about: near-duplicates go along with the one that speaks for them, and so
    does what is beyond the longest menu."""
    return [each for each in together[1:] if each.folded_into is None][:MOST_OPTIONS]


def ask_why(front: Front, click: Click) -> None:
    """Ask for the reason in a modal."""
    alert = front.desk.alerts.get(click.ref.alert)
    if alert.state is AlertState.DISMISSED:
        raise NotPossible(alert.alert_id, "it is dismissed already")
    front.poster.open(click.trigger_id, not_infringing_form(alert, front.reader))


def dismiss(front: Front, form: ModalForm) -> None:
    """Dismiss the alert; its message is edited."""
    verdict = one_of(Verdict, form.text(ModalField.VERDICT) or Verdict.GENUINE, CLEARING)
    reason, ref, who = form.text(ModalField.REASON), form.ref, form.place.person
    alert = front.desk.alerts.dismiss(ref.alert, by=who, reason=reason, verdict=verdict, shown=ref.kind)
    if alert.ts:
        redraw(front, alert, Posted(channel=alert.channel, ts=alert.ts))


def ask_how_long(front: Front, click: Click) -> None:
    """Ask for how long the alert is put away."""
    front.poster.open(click.trigger_id, snooze_form(front.desk.alerts.get(click.ref.alert), front.reader))


def snooze(front: Front, form: ModalForm) -> None:
    """Put it away; its message is edited."""
    days = form.number(ModalField.DAYS) or 7
    alert = front.desk.alerts.snooze(form.ref.alert, by=form.place.person, days=days)
    if alert.ts:
        redraw(front, alert, Posted(channel=alert.channel, ts=alert.ts))


def wake(front: Front, click: Click) -> None:
    """Open it again."""
    show(front, front.desk.alerts.wake(click.ref.alert, by=click.place.person), click)


def more(front: Front, click: Click) -> None:
    """The overflow menu."""
    acts = {JUDGE: triage.begin_click, DRAFT: drafts.start, PURCHASE: purchases.ask}
    acts.get(click.ref.kind, details)(front, click)


def details(front: Front, click: Click) -> None:
    """A modal at once, then everything that was found in it."""
    view_id = front.poster.open(click.trigger_id, looking_view(front.reader))
    front.hand_over(click.place, click.key, lambda: _detailed(front, view_id, click))


def _detailed(front: Front, view_id: str, click: Click) -> None:
    """A proof that is missing is made now."""
    alert = front.desk.proofs.prepare(front.desk.alerts.get(click.ref.alert), front.poster.keep_picture)
    if alert.proof is not None and alert.proof.failed:
        log.warning("proof not made", alert=alert.alert_id, why=str(alert.proof.failed))
    folded = list(front.desk.alerts.folded_into(alert.alert_id))
    shared = front.desk.alerts.shared_pictures(alert.alert_id)
    genuine, picture = front.desk.triage.genuine(alert)
    file = genuine_file(front.desk.store, front.poster, picture) if picture else ""
    ways = [
        details_view(alert, folded, front.reader, shared, genuine=genuine, file=file, picture=each)
        for each in (True, False)
    ]
    best_accepted(ways, lambda view: front.poster.redraw(view_id, view))


def _into_case(front: Front, alert_id: AlertId, click: Click) -> None:
    """Open or join the case, show the alert as part of it, and give the case its thread."""
    case = front.desk.cases.open_from_alert(alert_id, by=click.place.person)
    open_thread(front, case, click.place.channel, click.key)
    show(front, front.desk.alerts.get(alert_id), click)
    front.desk.proofs.into_thread(alert_id)
    republish(front, click.place.person)


def show(front: Front, alert: Alert, click: Click) -> None:
    """Redraw the alert where it stands."""
    channel, ts = (alert.channel, alert.ts) if alert.ts else (click.place.channel, click.ts)
    if ts:
        redraw(front, alert, Posted(channel=channel, ts=ts))


def redraw(front: Front, alert: Alert, posted: Posted) -> None:
    """Edit the message of an alert: as it and the place of its case are now."""

    def read() -> tuple[Alert, Posted | None]:
        now = front.desk.alerts.get(alert.alert_id)
        case = front.desk.cases.get(now.case_id) if now.case_id else None
        return now, Posted(channel=case.channel, ts=case.ts) if case else None

    def draw(seen: tuple[Alert, Posted | None]) -> None:
        now, case = seen
        case_url = front.poster.permalink(case) if case else ""
        pictured(now, front.words, lambda card: front.poster.update(posted, card), case_url)

    drawn(read, draw)
